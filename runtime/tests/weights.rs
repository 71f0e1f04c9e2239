//! What calls are charged fits into blocks. The list of calls is taken from the runtime's own types, so none is left
//! out when one is added.

mod fragments;
mod known;

use crate::chain::{Chain, extension};
use codec::{Compact, Decode};
use frame_support::{
	dispatch::{DispatchClass, GetDispatchInfo},
	instances::Instance2,
	pallet_prelude::Authorize,
	traits::OnInitialize,
	weights::Weight,
};
use known::{known, least};
use pallet_proof_of_view::{EquivocationProof, SignedStatement, Statement, WeightInfo as _};
use reel_primitives::{
	AccountId, ContentId,
	ads::{
		AdBill, AdCharge, AdTerms, Category, ChargePart, Dropped, MAX_BILLS_PER_BATCH,
		MAX_CATEGORIES, MAX_CATEGORY_BYTES, MAX_CHARGES_PER_BILL, MAX_COUNTRIES, MAX_LANGUAGES,
		MAX_PARTS_PER_BILL, MAX_TARGET_TITLES, Targets,
	},
	batch::{
		BatchProposal, BatchVote, MAX_DIRECT_PAYEES, MAX_TITLES_PER_BATCH, Payee, Payees,
		PayoutClaim, TitleTotal,
	},
	funding::MAX_MILESTONES,
	market::{Holder, MAX_DELIVERIES, MAX_HOLDERS},
	pattern::PatternId,
	sums::{MAX_LEAVES_PER_CLAIM, SumLeaf},
	traits::RewardRounds,
};
use reelchain_runtime::{
	AllPalletsWithSystem, BlockNumber, Runtime, RuntimeCall, TxExtension,
	configs::{
		consensus::MAX_AUTHORITIES,
		governance::MAX_COUNCIL,
		system::{MAXIMUM_BLOCK_WEIGHT, RuntimeBlockLength, RuntimeBlockWeights},
	},
};
use sp_runtime::{Perbill, traits::TransactionExtension};
use std::collections::{BTreeMap, BTreeSet};

/// Share of a block that the hooks of an ordinary block may take, everything due at once.
const HOOKS_SHARE: Perbill = Perbill::from_percent(2);

/// Calls that read nothing besides what every block has read already, though some write; most only carry another call,
/// here one that reads nothing either.
const WITHOUT_READING: &[&str] = &[
	"System.remark",
	"System.remark_with_event",
	"System.set_heap_pages",
	"System.set_storage",
	"System.kill_storage",
	"System.authorize_upgrade",
	"System.authorize_upgrade_without_checks",
	"Babe.plan_config_change",
	"Balances.force_adjust_total_issuance",
	"Grandpa.note_stalled",
	"Sudo.sudo_unchecked_weight",
	"Utility.batch",
	"Utility.as_derivative",
	"Utility.batch_all",
	"Utility.dispatch_as",
	"Utility.force_batch",
	"Utility.with_weight",
	"Utility.if_else",
	"Utility.dispatch_as_fallible",
	"Standing.set_viewer_bond",
	"Multisig.as_multi_threshold_1",
	"Migrations.force_set_cursor",
	"Migrations.force_set_active_cursor",
	"Mandate.execute_as_root",
];

/// Calls whose weight root names; here it names none.
const WEIGHED_BY_ROOT: &[&str] = &["Sudo.sudo_unchecked_weight", "Utility.with_weight"];

/// Calls whose lists have no bound but the block's: whoever makes them longer is charged more, until they are refused.
const GROWING: &[&str] = &[
	"System.set_storage",
	"System.kill_storage",
	"Balances.upgrade_accounts",
	"Preimage.ensure_updated",
	// Longer than two coins, a path is refused.
	"AssetConversion.swap_exact_tokens_for_tokens",
	"AssetConversion.swap_tokens_for_exact_tokens",
];

/// Calls that carry another and are charged for it.
const CARRIERS: &[&str] = &[
	"Sudo.sudo",
	"Sudo.sudo_unchecked_weight",
	"Sudo.sudo_as",
	"Council.execute",
	"Council.propose",
	"Scheduler.schedule",
	"Scheduler.schedule_named",
	"Scheduler.schedule_after",
	"Scheduler.schedule_named_after",
	"Utility.batch",
	"Utility.as_derivative",
	"Utility.batch_all",
	"Utility.dispatch_as",
	"Utility.force_batch",
	"Utility.with_weight",
	"Utility.if_else",
	"Utility.dispatch_as_fallible",
	"Proxy.proxy",
	"Proxy.proxy_announced",
	"Multisig.as_multi_threshold_1",
	"Multisig.as_multi",
	"Mandate.execute_as_root",
];

fn account(n: u32) -> AccountId {
	let mut bytes = [0; 32];
	bytes[..4].copy_from_slice(&n.to_be_bytes());
	AccountId::new(bytes)
}

fn accounts(count: u32) -> Vec<AccountId> {
	(0..count).map(account).collect()
}

/// Bytes of the longest ordinary transaction.
fn longest() -> Vec<u8> {
	vec![0; *RuntimeBlockLength::get().max.get(DispatchClass::Normal) as usize]
}

fn largest_batch() -> BatchProposal {
	let totals = (0..MAX_TITLES_PER_BATCH)
		.map(|n| TitleTotal { content: ContentId([n as u8; 32]), plays: 1, weight_ms: 60_000 })
		.collect();
	let payees =
		accounts(MAX_DIRECT_PAYEES).into_iter().map(|account| Payee { account, shares: 1 });
	BatchProposal {
		round: 1,
		plays_root: [0; 32],
		plays: MAX_TITLES_PER_BATCH,
		totals,
		payees: Payees::Direct(payees.collect()),
		delivered: (0..MAX_DELIVERIES.into()).collect(),
		charged: vec![largest_bill(); MAX_BILLS_PER_BATCH as usize],
	}
}

fn largest_bill() -> AdBill {
	let parts = MAX_PARTS_PER_BILL / MAX_CHARGES_PER_BILL;
	let part = |n: u32| ChargePart {
		content: ContentId([n as u8; 32]),
		country: *b"KR",
		impressions: 1,
		views: 1,
		clicks: 1,
	};
	let charge = |campaign: u32| AdCharge {
		campaign: campaign.into(),
		viewers: 1,
		dropped: Dropped::default(),
		parts: (0..parts).map(part).collect(),
	};
	let viewers = accounts(MAX_DIRECT_PAYEES).into_iter();
	let bill = AdBill {
		charges: (0..MAX_CHARGES_PER_BILL).map(charge).collect(),
		viewers: Payees::Direct(viewers.map(|account| Payee { account, shares: 1 }).collect()),
	};
	assert!(bill.is_sound());
	bill
}

fn longest_ad() -> AdTerms {
	let name = Category::truncate_from(vec![b'x'; MAX_CATEGORY_BYTES as usize]);
	AdTerms {
		creative: ContentId([0; 32]),
		view_cfx: 1,
		click_cfx: 1,
		targets: Targets {
			countries: vec![*b"KR"; MAX_COUNTRIES as usize].try_into().expect("no more than fit"),
			categories: vec![name; MAX_CATEGORIES as usize].try_into().expect("no more than fit"),
			titles: vec![ContentId([0; 32]); MAX_TARGET_TITLES as usize]
				.try_into()
				.expect("no more than fit"),
			languages: vec![*b"ko"; MAX_LANGUAGES as usize].try_into().expect("no more than fit"),
		},
		first: 0,
		last: 1,
		daily_cap_cfx: Some(1),
		frequency_cap: 1,
	}
}

fn proof_of_a_key() -> sp_session::MembershipProof {
	sp_session::MembershipProof {
		session: 0,
		trie_nodes: vec![vec![0; 600]; 8],
		validator_count: MAX_AUTHORITIES,
	}
}

/// Every call whose arguments have a length, at its greatest.
fn greatest() -> BTreeMap<&'static str, RuntimeCall> {
	let zero = |name: &str| {
		let known = known().into_iter().find(|known| known.name == name);
		least(&known.unwrap_or_else(|| panic!("no call {name}")))
	};
	let signature = || Decode::decode(&mut &[0u8; 64][..]).expect("64 bytes");
	let statement = || SignedStatement {
		statement: Statement::Proposal(largest_batch()),
		signature: signature(),
	};
	let others = || accounts(31);
	let call = || Box::new(RuntimeCall::System(frame_system::Call::remark { remark: vec![] }));
	let mut all = BTreeMap::from([
		("System.remark", frame_system::Call::remark { remark: longest() }.into()),
		(
			"System.remark_with_event",
			frame_system::Call::remark_with_event { remark: longest() }.into(),
		),
		("System.set_code", frame_system::Call::set_code { code: longest() }.into()),
		(
			"System.set_code_without_checks",
			frame_system::Call::set_code_without_checks { code: longest() }.into(),
		),
		(
			"System.apply_authorized_upgrade",
			frame_system::Call::apply_authorized_upgrade { code: longest() }.into(),
		),
		(
			"System.kill_prefix",
			frame_system::Call::kill_prefix { prefix: vec![0; 64], subkeys: 1_000 }.into(),
		),
		(
			"Assets.set_metadata",
			pallet_assets::Call::<Runtime, ()>::set_metadata {
				id: Compact(1),
				name: vec![0; 50],
				symbol: vec![0; 50],
				decimals: 18,
			}
			.into(),
		),
		(
			"Assets.force_set_metadata",
			pallet_assets::Call::<Runtime, ()>::force_set_metadata {
				id: Compact(1),
				name: vec![0; 50],
				symbol: vec![0; 50],
				decimals: 18,
				is_frozen: false,
			}
			.into(),
		),
		("Assets.set_reserves", zero("Assets.set_reserves")),
		(
			"PoolAssets.set_metadata",
			pallet_assets::Call::<Runtime, Instance2>::set_metadata {
				id: Compact(0),
				name: vec![0; 50],
				symbol: vec![0; 50],
				decimals: 18,
			}
			.into(),
		),
		(
			"PoolAssets.force_set_metadata",
			pallet_assets::Call::<Runtime, Instance2>::force_set_metadata {
				id: Compact(0),
				name: vec![0; 50],
				symbol: vec![0; 50],
				decimals: 18,
				is_frozen: false,
			}
			.into(),
		),
		("PoolAssets.set_reserves", zero("PoolAssets.set_reserves")),
		("Session.set_keys", zero("Session.set_keys")),
		(
			"Council.set_members",
			pallet_collective::Call::<_, _>::set_members {
				new_members: accounts(MAX_COUNCIL),
				prime: None,
				old_count: MAX_COUNCIL,
			}
			.into(),
		),
		(
			"Preimage.note_preimage",
			pallet_preimage::Call::note_preimage { bytes: longest() }.into(),
		),
		(
			"Multisig.approve_as_multi",
			pallet_multisig::Call::approve_as_multi {
				threshold: 32,
				other_signatories: others(),
				maybe_timepoint: None,
				call_hash: [0; 32],
				max_weight: Weight::zero(),
			}
			.into(),
		),
		("Multisig.cancel_as_multi", zero("Multisig.cancel_as_multi")),
		("Multisig.poke_deposit", zero("Multisig.poke_deposit")),
		(
			"Multisig.as_multi",
			pallet_multisig::Call::as_multi {
				threshold: 32,
				other_signatories: others(),
				maybe_timepoint: None,
				call: call(),
				max_weight: Weight::zero(),
			}
			.into(),
		),
		("Migrations.force_set_cursor", zero("Migrations.force_set_cursor")),
		("Migrations.force_set_active_cursor", zero("Migrations.force_set_active_cursor")),
		("Migrations.clear_historic", zero("Migrations.clear_historic")),
		("Babe.report_equivocation", zero("Babe.report_equivocation")),
		("Babe.report_equivocation_unsigned", zero("Babe.report_equivocation_unsigned")),
		("Grandpa.report_equivocation", zero("Grandpa.report_equivocation")),
		("Grandpa.report_equivocation_unsigned", zero("Grandpa.report_equivocation_unsigned")),
		("Supervisors.admit_supervisor", zero("Supervisors.admit_supervisor")),
		(
			"Payouts.claim",
			pallet_payouts::Call::claim {
				account: account(1),
				claims: (0..pallet_payouts::MAX_CLAIMS_PER_CALL)
					.map(|n| PayoutClaim {
						round: n.into(),
						shares: 1,
						index: 0,
						path: vec![[0; 32]; 20],
					})
					.collect::<Vec<_>>()
					.try_into()
					.expect("no more than fit"),
			}
			.into(),
		),
		(
			"AdEscrow.open_campaign",
			pallet_ad_escrow::Call::open_campaign { terms: longest_ad(), budget_cfx: 1 }.into(),
		),
		(
			"Rights.declare_holders",
			pallet_rights::Call::declare_holders {
				content: ContentId([0; 32]),
				holders: accounts(MAX_HOLDERS)
					.into_iter()
					.map(|account| Holder { account, share_bp: 1 })
					.collect::<Vec<_>>()
					.try_into()
					.expect("no more than fit"),
			}
			.into(),
		),
		(
			"Rights.declare_pattern_holders",
			pallet_rights::Call::declare_pattern_holders {
				pattern: PatternId([0; 32]),
				holders: accounts(MAX_HOLDERS)
					.into_iter()
					.map(|account| Holder { account, share_bp: 1 })
					.collect::<Vec<_>>()
					.try_into()
					.expect("no more than fit"),
			}
			.into(),
		),
		(
			"Crowdfunding.open",
			pallet_crowdfunding::Call::open {
				offer: pallet_crowdfunding::Offer {
					goal: u128::MAX,
					ends: u64::MAX,
					milestones: vec![
						pallet_crowdfunding::Milestone {
							amount: 1,
							description: [0; 32],
							within: 1,
						};
						MAX_MILESTONES as usize
					]
					.try_into()
					.expect("no more than fit"),
					share_bp: 1,
					tokens: 1,
					voting_rounds: 1,
					content: Some(ContentId([0; 32])),
					description: [0; 32],
				},
			}
			.into(),
		),
		(
			"Payouts.claim_sums",
			pallet_payouts::Call::claim_sums {
				generation: 1,
				first: 0,
				leaves: accounts(MAX_LEAVES_PER_CLAIM)
					.into_iter()
					.map(|account| SumLeaf { account, sum_cfx: u128::MAX })
					.collect::<Vec<_>>()
					.try_into()
					.expect("no more than fit"),
				path: vec![[0; 32]; 20].try_into().expect("no more than fit"),
			}
			.into(),
		),
		(
			"ProofOfView.propose_batch",
			pallet_proof_of_view::Call::propose_batch {
				proposal: largest_batch(),
				authority: 0,
				session: 0,
				signature: signature(),
			}
			.into(),
		),
		(
			"ProofOfView.report_equivocation",
			pallet_proof_of_view::Call::report_equivocation {
				proof: Box::new(EquivocationProof {
					session: 0,
					offender: Decode::decode(&mut &[0u8; 32][..]).expect("32 bytes"),
					first: statement(),
					second: statement(),
				}),
				key_owner: proof_of_a_key(),
			}
			.into(),
		),
	]);
	all.extend(fragments::greatest());
	all
}

/// Weight of a call with everything that is checked of its transaction.
fn whole(call: &RuntimeCall) -> Weight {
	let extension =
		<TxExtension as TransactionExtension<RuntimeCall>>::weight(&extension(0, 0), call);
	call.get_dispatch_info().call_weight.saturating_add(extension)
}

/// The most that a transaction of the call's class may weigh.
fn most(call: &RuntimeCall) -> Weight {
	let class = call.get_dispatch_info().class;
	RuntimeBlockWeights::get().get(class).max_extrinsic.unwrap_or(MAXIMUM_BLOCK_WEIGHT)
}

#[test]
fn no_call_is_free_and_each_fits_into_a_block() {
	Chain::development().look(|| {
		let mut faults = Vec::new();
		for known in known() {
			let call = least(&known);
			let weight = call.get_dispatch_info().call_weight;
			let name = known.name.as_str();
			if (weight.ref_time() == 0) != WEIGHED_BY_ROOT.contains(&name) {
				faults.push(format!("{name} takes no time, or is listed and does"));
			}
			if (weight.proof_size() == 0) != WITHOUT_READING.contains(&name) {
				faults.push(format!("{name} reads nothing, or is listed and does"));
			}
			if !whole(&call).all_lte(most(&call)) {
				faults.push(format!("{name}: {weight:?} is more than {:?}", most(&call)));
			}
		}
		assert_eq!(faults, Vec::<String>::new());
	});
}

#[test]
fn every_call_at_its_greatest_fits_into_a_block() {
	Chain::development().look(|| {
		let greatest = greatest();
		let with_length: BTreeSet<_> =
			known().into_iter().filter(|known| known.has_length).map(|known| known.name).collect();
		let looked_at: BTreeSet<String> = (greatest.keys().chain(CARRIERS).chain(GROWING))
			.map(|name| (*name).to_owned())
			.collect();
		assert_eq!(with_length, looked_at, "every argument with a length is thought of");
		let too_heavy: Vec<_> = (greatest.iter())
			.filter(|(_, call)| !whole(call).all_lte(most(call)))
			.map(|(name, call)| (*name, whole(call)))
			.collect();
		assert_eq!(too_heavy, []);
	});
}

#[test]
fn what_an_authorized_call_makes_the_pool_check_is_charged() {
	Chain::development().look(|| {
		let vote = BatchVote { round: 1, batch: Default::default(), approve: true };
		let vote = pallet_proof_of_view::Call::vote_batch {
			vote,
			authority: 0,
			session: 0,
			signature: Decode::decode(&mut &[0u8; 64][..]).expect("64 bytes"),
		};
		let mut calls = greatest();
		let calls = [
			calls.remove("ProofOfView.propose_batch").expect("listed"),
			calls.remove("Payouts.claim").expect("listed"),
			calls.remove("Payouts.claim_sums").expect("listed"),
			vote.into(),
		];
		for call in calls {
			let checking = call.weight_of_authorize();
			assert!(checking.ref_time() > 0 && checking.proof_size() > 0, "{call:?}");
			assert!(whole(&call).all_gte(checking));
		}
	});
}

#[test]
fn the_deciding_vote_is_charged_the_payment_that_it_leads_to() {
	type Weights = reelchain_runtime::configs::fragments::ViewWeights;
	let (titles, payees) = (MAX_TITLES_PER_BATCH, MAX_DIRECT_PAYEES);
	let (time, _) = <Runtime as pallet_proof_of_view::Config>::Rewards::pay_round_weight(
		titles,
		payees,
		MAX_AUTHORITIES,
	);
	let accept = Weights::accept_batch(titles, payees, MAX_AUTHORITIES);
	assert!(accept.ref_time() > time, "{accept:?} holds the payment's {time}");
	assert!(Weights::vote_batch().ref_time() < accept.ref_time());
}

#[test]
fn hooks_take_a_small_share_of_an_ordinary_block() {
	let mut chain = Chain::development();
	chain.run(2);
	let hooks = chain.look(|| AllPalletsWithSystem::on_initialize(BlockNumber::from(3u32)));
	let lapses = pallet_proof_of_view::weights::SubstrateWeight::<Runtime>::lapse(2);
	let most = HOOKS_SHARE * MAXIMUM_BLOCK_WEIGHT;
	let taken = hooks.saturating_add(lapses);
	assert!(taken.ref_time() <= most.ref_time(), "{taken:?} of {most:?}");
}
