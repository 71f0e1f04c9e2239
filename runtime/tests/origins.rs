//! R6: who may call what. Calls are taken from the runtime's own types, so that a new one has no row and fails here.

use crate::chain::Chain;
use codec::{Decode, Encode};
use frame_support::storage::{TransactionOutcome, with_transaction};
use frame_support::traits::GetCallMetadata;
use pallet_collective::RawOrigin::Members;
use reelchain_runtime::{Runtime, RuntimeCall, RuntimeOrigin};
use scale_info::{PortableRegistry, Registry, TypeDef, TypeDefPrimitive, meta_type};
use sp_keyring::Sr25519Keyring::{Alice, Eve, Ferdie};
use sp_runtime::{DispatchError, DispatchResult, traits::Dispatchable};

/// Origins, by their letter in [`TABLE`].
const ORIGINS: [(char, fn() -> RuntimeOrigin); 7] = [
	('n', RuntimeOrigin::none),
	('s', || RuntimeOrigin::signed(Ferdie.to_account_id())),
	('e', || RuntimeOrigin::signed(Eve.to_account_id())),
	('v', || RuntimeOrigin::signed(Alice.to_account_id())),
	('r', RuntimeOrigin::root),
	('c', || Members(2, 3).into()),
	('t', || Members(3, 4).into()),
];

/// The calls of our pallets, and which origins pass the gate (whatever becomes of the call behind it): `n` none, `s` a
/// stranger, `e` a supervisor, `v` a validator, `r` root, `c` two thirds of the council, `t` three quarters.
const TABLE: &[(&str, &str)] = &[
	("ValidatorSet.admit_validator", "rct"),
	("ValidatorSet.accept_admission", "sev"),
	("ValidatorSet.remove_validator", "rct"),
	("ValidatorSet.withdraw", "sev"),
	("ValidatorSet.set_floor", "rct"),
	("Mandate.execute_as_root", "t"),
	("Supervisors.admit_supervisor", "rct"),
	("Supervisors.suspend_supervisor", "rct"),
	("Supervisors.resume_supervisor", "rct"),
	("Supervisors.remove_supervisor", "rct"),
	("Supervisors.widen_supervisor", "rct"),
	("Supervisors.authorize_creator", "e"),
	("Supervisors.revoke_creator", "erct"),
	("Supervisors.sanction_creator", "e"),
	("Supervisors.lift_sanction", "e"),
	("Supervisors.stop_title", "e"),
	("Supervisors.reinstate_title", "e"),
	("Supervisors.report_title", "sev"),
	("Supervisors.decide_report", "e"),
	("Supervisors.withdraw_report", "sev"),
	("ContentRegistry.register_title", "sev"),
	("ContentRegistry.set_price", "sev"),
	("ContentRegistry.set_donations", "sev"),
	("ContentRegistry.delete_title", "sev"),
	// Authorized by what is signed inside, and in no other way.
	("Payouts.claim", ""),
	("Payouts.claim_owed", "sev"),
	("Payouts.claim_sums", ""),
	("Payouts.set_title_cap", "rct"),
	("ProofOfView.propose_batch", ""),
	("ProofOfView.vote_batch", ""),
	("ProofOfView.propose_step", ""),
	("ProofOfView.vote_step", ""),
	("ProofOfView.report_equivocation", "sev"),
	("RatingsAnchor.anchor", ""),
	("Curators.register_curator", "sev"),
	("Curators.set_capacity", "sev"),
	("Curators.set_endpoints", "sev"),
	("Curators.set_hot_key", "sev"),
	("Curators.leave", "sev"),
	("Curators.finish_leave", "sev"),
	("Curators.remove_curator", "rct"),
	("Curators.refuse_hot_key", "sev"),
	("FragmentStaking.start_contract", "sev"),
	("FragmentStaking.answer_challenges", "sev"),
	("FragmentStaking.claim_reward", "sev"),
	("FragmentStaking.end_contract", "sev"),
	("FragmentStaking.settle_curator", "sev"),
	("FragmentStaking.claim_owed", "sev"),
	("Standing.set_viewer_bond", "rct"),
	("Standing.leave", "sev"),
	("Standing.stay", "sev"),
	("Standing.withdraw_bond", "sev"),
	("Standing.sanction_account", "erct"),
	("Standing.appeal", "sev"),
	("Standing.lift_account_sanction", "erct"),
	("Standing.uphold_sanction", "rct"),
	("Standing.settle", "sev"),
	("Rights.declare_holders", "sev"),
	("Rights.transfer_share", "sev"),
	("Rights.set_terms", "sev"),
	("Rights.claim", "sev"),
	("Rights.declare_pattern_holders", "sev"),
	("Rights.transfer_pattern_share", "sev"),
	("Rights.claim_pattern", "sev"),
	("Settlement.buy", "sev"),
	("Settlement.refuse", "sev"),
	("Settlement.return_undelivered", "sev"),
	("Settlement.donate", "sev"),
	("Settlement.claim_owed", "sev"),
	("Settlement.forget", "sev"),
	("Settlement.clear_sales", "sev"),
	("Layers.offer", "sev"),
	("Layers.accept", "sev"),
	("Layers.decline", "sev"),
	("Layers.withdraw", "sev"),
	("Layers.end", "sev"),
	("Layers.clear", "sev"),
	("Layers.claim", "sev"),
	// Which supervisor may is known once there is a layer.
	("Layers.stop", "sev"),
	("Layers.reinstate", "sev"),
	("AdEscrow.open_campaign", "sev"),
	("AdEscrow.fund_campaign", "sev"),
	("AdEscrow.pause_campaign", "sev"),
	("AdEscrow.resume_campaign", "sev"),
	("AdEscrow.cancel_campaign", "sev"),
	("AdEscrow.stop_campaign", "sev"),
	("AdEscrow.close_campaign", "sev"),
	("Crowdfunding.open", "sev"),
	("Crowdfunding.contribute", "sev"),
	("Crowdfunding.attach_title", "sev"),
	("Crowdfunding.report", "sev"),
	("Crowdfunding.vote", "sev"),
	("Crowdfunding.stop", "sev"),
	("Crowdfunding.advance", "sev"),
	("Crowdfunding.settle", "sev"),
	("Crowdfunding.claim", "sev"),
	("ContentIdentification.register_file", "sev"),
	("ContentIdentification.identify_title", "sev"),
	("ContentIdentification.appeal", "sev"),
	("ContentIdentification.withdraw_appeal", "sev"),
	("ContentIdentification.rule", "e"),
	("ContentIdentification.link", "e"),
	("ContentIdentification.unlink", "e"),
	("ContentIdentification.split", "e"),
];

/// Calls of all pallets that pass without an origin: the inherent, reports of equivocation (`ValidateUnsigned` lets only
/// true ones in), and two that look at no origin because they do nothing or check a hash that root authorized.
const WITHOUT_ORIGIN: &[&str] = &[
	"System.remark",
	"System.apply_authorized_upgrade",
	"Timestamp.set",
	"Babe.report_equivocation_unsigned",
	// Asks for the asset first, and fails for want of it here; of an asset that there is, it asks for the origin.
	"Assets.force_cancel_approval",
	"Grandpa.report_equivocation_unsigned",
];

/// Writes the least value of a type: no elements, first variants, `fill` for every byte of a number.
fn write_least(types: &PortableRegistry, id: u32, fill: u8, to: &mut Vec<u8>) {
	let each = |fields: Vec<u32>, to: &mut Vec<u8>| {
		fields.into_iter().for_each(|id| write_least(types, id, fill, to));
	};
	match &types.resolve(id).expect("a registry is closed").type_def {
		TypeDef::Composite(composite) => {
			each(composite.fields.iter().map(|field| field.ty.id).collect(), to);
		},
		TypeDef::Variant(variants) => {
			let first = variants.variants.iter().min_by_key(|variant| variant.index);
			let first = first.expect("no argument is of an empty type");
			to.push(first.index);
			each(first.fields.iter().map(|field| field.ty.id).collect(), to);
		},
		TypeDef::Tuple(tuple) => each(tuple.fields.iter().map(|field| field.id).collect(), to),
		TypeDef::Array(array) => each(vec![array.type_param.id; array.len as usize], to),
		TypeDef::Sequence(_) | TypeDef::Compact(_) | TypeDef::BitSequence(_) => to.push(0),
		TypeDef::Primitive(primitive) => {
			let bytes = match primitive {
				TypeDefPrimitive::Bool | TypeDefPrimitive::Str => return to.push(0),
				TypeDefPrimitive::U8 | TypeDefPrimitive::I8 => 1,
				TypeDefPrimitive::U16 | TypeDefPrimitive::I16 => 2,
				TypeDefPrimitive::U32 | TypeDefPrimitive::I32 | TypeDefPrimitive::Char => 4,
				TypeDefPrimitive::U64 | TypeDefPrimitive::I64 => 8,
				TypeDefPrimitive::U128 | TypeDefPrimitive::I128 => 16,
				TypeDefPrimitive::U256 | TypeDefPrimitive::I256 => 32,
			};
			to.extend(vec![fill; bytes]);
		},
	}
}

/// One call of each kind that there is, with the least arguments that decode.
fn every_call() -> Vec<(String, RuntimeCall)> {
	let mut registry = Registry::new();
	let id = registry.register_type(&meta_type::<RuntimeCall>()).id;
	let types = PortableRegistry::from(registry);
	let of = |id: u32| match &types.resolve(id).expect("a registry is closed").type_def {
		TypeDef::Variant(variants) => variants.variants.clone(),
		_ => panic!("calls are enums"),
	};
	let mut calls = vec![];
	for pallet in of(id) {
		for call in of(pallet.fields[0].ty.id) {
			// Letters where zeros do not decode: a country.
			let decoded = [0, b'A'].into_iter().find_map(|fill| {
				let mut bytes = vec![pallet.index, call.index];
				call.fields.iter().for_each(|f| write_least(&types, f.ty.id, fill, &mut bytes));
				RuntimeCall::decode(&mut bytes.as_slice()).ok()
			});
			let name = format!("{}.{}", pallet.name, call.name);
			calls.push((name.clone(), decoded.unwrap_or_else(|| panic!("no {name} was made"))));
		}
	}
	calls
}

/// What comes of a call, which leaves no trace.
fn attempt(call: &RuntimeCall, origin: RuntimeOrigin) -> DispatchResult {
	with_transaction(|| {
		let result = call.clone().dispatch(origin);
		TransactionOutcome::Rollback(result.map(drop).map_err(|error| error.error))
	})
}

/// Whether that is a refusal of whoever calls: of the origin, or of an account that is no supervisor.
fn is_shut(result: DispatchResult) -> bool {
	let no_supervisor = pallet_supervisors::Error::<Runtime>::SupervisorNotFound;
	let not_active = pallet_standing::Error::<Runtime>::SupervisorNotActive;
	let no_ruler = pallet_content_identification::Error::<Runtime>::SupervisorNotActive;
	[DispatchError::BadOrigin, no_supervisor.into(), not_active.into(), no_ruler.into()]
		.into_iter()
		.any(|shut| result == Err(shut))
}

#[test]
fn our_calls_pass_the_origins_of_the_table_and_no_others() {
	let mut chain = Chain::new("local_testnet");
	chain.block(vec![]);
	let calls = every_call();
	let mut wrong = vec![];
	for name in crate::errors::calls() {
		let Some((_, expected)) = TABLE.iter().find(|(row, _)| *row == name) else {
			wrong.push(format!("{name} has no row"));
			continue;
		};
		let (_, call) = calls.iter().find(|(known, _)| *known == name).expect("made above");
		// Root and council are asked about accounts that exist nowhere: a supervisor that is not found is no refusal
		// of theirs.
		let passed: String = chain.look(|| {
			let passes = |letter: char, result: DispatchResult| match letter {
				'r' | 'c' | 't' => result != Err(DispatchError::BadOrigin),
				_ => !is_shut(result),
			};
			let letters =
				ORIGINS.iter().filter(|(letter, origin)| passes(*letter, attempt(call, origin())));
			letters.map(|(letter, _)| *letter).collect()
		});
		if passed != *expected {
			wrong.push(format!("{name}: {passed:?} pass, {expected:?} should"));
		}
	}
	assert_eq!(TABLE.len(), crate::errors::calls().len(), "a row has no call");
	assert!(wrong.is_empty(), "{wrong:#?}");
}

#[test]
fn nothing_is_called_without_an_origin_but_what_the_list_names() {
	// Before the first block: a clock that has been set panics when it is set again.
	let mut chain = Chain::new("local_testnet");
	let shut = [DispatchError::BadOrigin, frame_system::Error::<Runtime>::CallFiltered.into()];
	let open: Vec<String> = every_call()
		.into_iter()
		.filter(|(_, call)| {
			let result = chain.look(|| attempt(call, RuntimeOrigin::none()));
			!result.is_err_and(|error| shut.contains(&error))
		})
		.map(|(name, _)| name)
		.collect();
	assert_eq!(open, WITHOUT_ORIGIN);
}

#[test]
fn every_call_of_every_pallet_is_made() {
	let made: Vec<String> = every_call().into_iter().map(|(name, _)| name).collect();
	let named: usize =
		RuntimeCall::get_module_names().iter().map(|m| RuntimeCall::get_call_names(m).len()).sum();
	assert_eq!(made.len(), named);
	assert!(every_call().iter().all(|(name, call)| {
		let metadata = call.get_call_metadata();
		*name == format!("{}.{}", metadata.pallet_name, metadata.function_name)
			&& !call.encode().is_empty()
	}));
}
