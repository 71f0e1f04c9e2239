//! What the council can do, and what it cannot.

use crate::chain::{Chain, free, keys_of, treasury};
use frame_support::instances::Instance1;
use frame_support::traits::Get;
use pallet_validator_set::Declaration;
use reelchain_runtime::{
	Runtime, RuntimeCall, ValidatorSet,
	configs::consensus::LEAST_DECLARATION,
	constants::currency::CFX,
	params::{BondInForce, MAX_VALIDATOR_BOND, RuntimeParameters, dynamic},
};
use sp_core::Pair;
use sp_keyring::{
	Ed25519Keyring,
	Sr25519Keyring::{self, Alice, Bob, Charlie, Dave},
};
use sp_runtime::traits::{BlakeTwo256, Hash};

/// Proposes `call` with a threshold of all who vote, has `yes` vote for it, and closes the motion.
fn decide(chain: &mut Chain, call: RuntimeCall, yes: &[Sr25519Keyring]) -> Result<(), String> {
	let hash = BlakeTwo256::hash_of(&call);
	let length_bound = codec::Encode::encode(&call).len() as u32;
	let motion = pallet_collective::Call::<Runtime, Instance1>::propose {
		threshold: yes.len().max(2) as u32,
		proposal: Box::new(call),
		length_bound,
	};
	chain.submit(Alice, motion).unwrap().map_err(|error| format!("{error:?}"))?;
	let index = chain.look(pallet_collective::ProposalCount::<Runtime, Instance1>::get) - 1;
	for member in yes {
		let vote = pallet_collective::Call::<Runtime, Instance1>::vote {
			proposal: hash,
			index,
			approve: true,
		};
		chain.submit(*member, vote).unwrap().map_err(|error| format!("{error:?}"))?;
	}
	let close = pallet_collective::Call::<Runtime, Instance1>::close {
		proposal_hash: hash,
		index,
		proposal_weight_bound: frame_support::weights::Weight::from_parts(100_000_000_000, 1 << 20),
		length_bound,
	};
	chain.submit(Charlie, close).unwrap().map_err(|error| format!("{error:?}"))?;
	chain.look(|| {
		reelchain_runtime::System::read_events_for_pallet::<
			pallet_collective::Event<Runtime, Instance1>,
		>()
		.into_iter()
		.find_map(|event| match event {
			pallet_collective::Event::Executed { result, .. } => Some(result),
			_ => None,
		})
		.unwrap_or(Ok(()))
		.map_err(|error| format!("{error:?}"))
	})
}

fn register_keys(chain: &mut Chain, who: Sr25519Keyring, ed: Ed25519Keyring) {
	let keys = keys_of(who, ed);
	let owner = who.to_account_id();
	let statement = [b"POP_".as_slice(), owner.as_ref()].concat();
	let proof =
		(who.pair().sign(&statement), ed.pair().sign(&statement), who.pair().sign(&statement));
	let proof = codec::Encode::encode(&proof);
	let call = pallet_session::Call::<Runtime>::set_keys { keys, proof };
	assert_eq!(chain.submit(who, call).unwrap(), Ok(()));
}

fn admit(who: Sr25519Keyring, declaration: Declaration) -> RuntimeCall {
	pallet_validator_set::Call::admit_validator { who: who.to_account_id(), declaration }.into()
}

#[test]
fn two_thirds_of_the_council_admit_a_validator_that_then_validates() {
	let mut chain = Chain::development();
	register_keys(&mut chain, Bob, Ed25519Keyring::Bob);
	decide(&mut chain, admit(Bob, LEAST_DECLARATION), &[Alice, Bob]).unwrap();
	chain.look(|| assert_eq!(ValidatorSet::validators().len(), 2));
	chain.run_until(200, || pallet_session::Validators::<Runtime>::get().len() == 2);
	chain.run(60);
}

#[test]
fn one_member_is_not_enough() {
	let mut chain = Chain::development();
	register_keys(&mut chain, Bob, Ed25519Keyring::Bob);
	assert!(decide(&mut chain, admit(Bob, LEAST_DECLARATION), &[Alice]).is_err());
	chain.look(|| assert_eq!(ValidatorSet::validators().len(), 1));
}

#[test]
fn nobody_admits_a_validator_by_signature() {
	let mut chain = Chain::development();
	register_keys(&mut chain, Bob, Ed25519Keyring::Bob);
	let result = chain.submit(Alice, admit(Bob, LEAST_DECLARATION)).unwrap();
	assert_eq!(result, Err(sp_runtime::DispatchError::BadOrigin));
}

#[test]
fn a_parameter_is_set_in_range_and_refused_out_of_range() {
	let mut chain = Chain::development();
	let bond = |planck| {
		RuntimeCall::Parameters(pallet_parameters::Call::set_parameter {
			key_value: RuntimeParameters::Deposits(dynamic::deposits::Parameters::ValidatorBond(
				dynamic::deposits::ValidatorBond,
				Some(planck),
			)),
		})
	};
	decide(&mut chain, bond(MAX_VALIDATOR_BOND), &[Alice, Bob]).unwrap();
	assert_eq!(chain.look(BondInForce::get), MAX_VALIDATOR_BOND);
	assert!(decide(&mut chain, bond(MAX_VALIDATOR_BOND + 1), &[Alice, Bob]).is_err());
	assert_eq!(chain.look(BondInForce::get), MAX_VALIDATOR_BOND);
}

#[test]
fn sudo_works_in_development_for_alice_alone() {
	let mut chain = Chain::development();
	register_keys(&mut chain, Bob, Ed25519Keyring::Bob);
	let sudo = |call| pallet_sudo::Call::<Runtime>::sudo { call: Box::new(call) };
	assert!(chain.submit(Bob, sudo(admit(Bob, LEAST_DECLARATION))).unwrap().is_err());
	assert!(chain.submit(Alice, sudo(admit(Bob, LEAST_DECLARATION))).unwrap().is_ok());
	chain.look(|| assert_eq!(ValidatorSet::validators().len(), 2));
}

#[test]
fn session_keys_need_a_proof_by_their_owner() {
	let mut chain = Chain::development();
	let keys = keys_of(Dave, Ed25519Keyring::Dave);
	let statement = [b"POP_".as_slice(), Alice.to_account_id().as_ref()].concat();
	let proof = codec::Encode::encode(&(
		Dave.pair().sign(&statement),
		Ed25519Keyring::Dave.pair().sign(&statement),
		Dave.pair().sign(&statement),
	));
	let call = pallet_session::Call::<Runtime>::set_keys { keys, proof };
	assert!(chain.submit(Dave, call).unwrap().is_err());
}

#[test]
fn nobody_purges_session_keys() {
	let mut chain = Chain::development();
	let result = chain.submit(Alice, pallet_session::Call::<Runtime>::purge_keys {}).unwrap();
	assert_eq!(result, Err(frame_system::Error::<Runtime>::CallFiltered.into()));
}

fn as_root(call: RuntimeCall) -> RuntimeCall {
	reelchain_runtime::mandate::Call::execute_as_root { call: Box::new(call) }.into()
}

#[test]
fn three_quarters_of_the_council_authorize_an_upgrade() {
	let mut chain = Chain::new("local_testnet");
	let code_hash = sp_core::H256::repeat_byte(5);
	let upgrade = as_root(frame_system::Call::authorize_upgrade { code_hash }.into());
	decide(&mut chain, upgrade, &[Alice, Bob, Charlie]).unwrap();
	let authorized = chain.look(reelchain_runtime::System::authorized_upgrade).unwrap();
	assert_eq!(*authorized.code_hash(), code_hash);
}

#[test]
fn two_thirds_of_the_council_are_not_root() {
	let mut chain = Chain::new("local_testnet");
	let code_hash = sp_core::H256::repeat_byte(5);
	let upgrade = as_root(frame_system::Call::authorize_upgrade { code_hash }.into());
	assert!(decide(&mut chain, upgrade, &[Alice, Bob]).is_err());
	assert!(chain.look(reelchain_runtime::System::authorized_upgrade).is_none());
}

#[test]
fn the_council_spends_from_the_treasury_as_root() {
	let mut chain = Chain::new("local_testnet");
	let before = chain.look(|| free(&Dave.to_account_id()));
	let spend = as_root(
		pallet_balances::Call::force_transfer {
			source: chain.look(treasury).into(),
			dest: Dave.to_account_id().into(),
			value: CFX,
		}
		.into(),
	);
	decide(&mut chain, spend, &[Alice, Bob, Charlie]).unwrap();
	assert_eq!(chain.look(|| free(&Dave.to_account_id())), before + CFX);
}

#[test]
fn nobody_signs_as_root() {
	let mut chain = Chain::development();
	let call = as_root(frame_system::Call::set_heap_pages { pages: 1 }.into());
	assert_eq!(
		chain.submit(Alice, call).unwrap().unwrap_err(),
		sp_runtime::DispatchError::BadOrigin
	);
}
