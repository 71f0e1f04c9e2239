//! Curators and fragment staking over the real registry, clock, coins and payouts (S2, C12).

use crate::{
	chain::{Chain, free, treasury},
	views::{CONTENT, CREATOR, MINUTE_MS, authorize, proposal, propose_by},
};
use frame_support::{
	assert_noop, assert_ok,
	traits::{Get, fungible::InspectHold, fungibles::Inspect},
};
use pallet_curators::HoldReason;
use pallet_fragment_staking::{Owed, OwedTotal, TotalMinted};
use pallet_fragment_staking_runtime_api::runtime_decl_for_fragment_api::FragmentApi;
use reel_fragments::{
	ContractId,
	challenge::LeafRef,
	contract::Timing,
	proof::{PossessionProof, build},
	region::Region,
	traits::Standing,
};
use reel_merkle::{binary, blake3_leaf};
use reel_primitives::{
	Balance,
	content::{Licence, RewardSplit},
	geometry::{CellDescriptor, Geometry},
};
use reelchain_runtime::{
	AccountId, Assets, Balances, Block, FragmentStaking, Runtime, RuntimeCall, RuntimeOrigin,
	configs::{
		assets::{SSH, SSH_MIN_BALANCE},
		fragments::MIN_CAPACITY,
	},
	constants::currency::{CFX, GENESIS_ISSUANCE},
	params::{
		COLLATERAL_PER_FRAGMENT, CollateralInForce, EPOCH_CAP, EpochCapInForce,
		MAX_COLLATERAL_PER_FRAGMENT, RuntimeParameters, dynamic::fragments, in_range,
	},
};
use sp_keyring::Sr25519Keyring::{self, Alice, Eve, Ferdie};
use sp_runtime::{DispatchError, traits::Dispatchable};

const KEEPER: Sr25519Keyring = Ferdie;
const LEAF: [u8; 1_024] = [7; 1_024];

/// Of the least capacity: 102.4 CFX.
const COLLATERAL: Balance = MIN_CAPACITY as Balance * CFX / 100;

/// The only cell of the title: one leaf.
fn cell() -> CellDescriptor {
	let root = blake3_leaf::Outboard::from_bytes(&LEAF).expect("not empty").root();
	CellDescriptor { index: 0, duration_ms: MINUTE_MS as u32, length_bytes: 1_024, root }
}

fn possession() -> PossessionProof {
	let leaf = blake3_leaf::prove(&LEAF, 0).unwrap();
	build::possession(&[cell()], 0, LeafRef { cell: 0, leaf: 0 }, leaf).unwrap()
}

fn register_title() -> RuntimeCall {
	pallet_content_registry::Call::<Runtime>::register_title {
		content: CONTENT,
		cells_root: binary::root(&[cell().leaf_bytes()]),
		geometry: Geometry { cells: 1, duration_ms: MINUTE_MS, size_bytes: 1_024 },
		split: RewardSplit::DEFAULT,
		licence: Licence::CcBy,
		metadata_hash: [2; 32],
		price_cfx: 0,
		takes_donations: true,
	}
	.into()
}

fn register_curator() -> RuntimeCall {
	pallet_curators::Call::<Runtime>::register_curator {
		hot_key: KEEPER.to_account_id(),
		region: Region::new(*b"KR").unwrap(),
		capacity: MIN_CAPACITY,
		endpoints: vec![b"/ip4/127.0.0.1/tcp/30333".to_vec().try_into().unwrap()]
			.try_into()
			.unwrap(),
	}
	.into()
}

fn collateral(who: Sr25519Keyring) -> Balance {
	Balances::balance_on_hold(&HoldReason::Collateral.into(), &who.to_account_id())
}

/// Makes blocks that follow one with a VRF output, until the next epoch of fragment staking begins.
fn next_epoch(chain: &mut Chain) {
	let index = || FragmentStaking::current_epoch().map(|epoch| epoch.index);
	let before = chain.look(index);
	for _ in 0..60 {
		chain.look(|| pallet_babe::AuthorVrfRandomness::<Runtime>::put(Some([7; 32])));
		chain.block(vec![]);
		if chain.look(index) > before {
			return;
		}
	}
	panic!("no epoch began");
}

/// A chain on which KEEPER is seated and keeps the one span of the creator's title.
fn keeping() -> (Chain, ContractId) {
	let mut chain = Chain::development();
	assert_eq!(chain.submit(Eve, authorize()).unwrap(), Ok(()));
	assert_eq!(chain.submit(CREATOR, register_title()).unwrap(), Ok(()));
	assert_eq!(chain.submit(KEEPER, register_curator()).unwrap(), Ok(()));
	next_epoch(&mut chain);
	let start = pallet_fragment_staking::Call::<Runtime>::start_contract {
		content: CONTENT,
		span: 0,
		cells: Some(build::span_cells(&[cell()], 0).unwrap().try_into().unwrap()),
		proofs: vec![possession(); 4].try_into().unwrap(),
	};
	assert_eq!(chain.submit(KEEPER, start).unwrap(), Ok(()));
	let held = chain.look(|| FragmentStaking::contracts_of(KEEPER.to_account_id(), 0, 10));
	(chain, held[0].0)
}

#[test]
fn a_curator_registers_its_collateral_is_held_and_comes_back_when_it_has_left() {
	let mut chain = Chain::development();
	assert_eq!(chain.submit(KEEPER, register_curator()).unwrap(), Ok(()));
	assert_eq!(chain.look(|| collateral(KEEPER)), COLLATERAL);
	let seats = || <Runtime as FragmentApi<Block, AccountId>>::seats(0, 10);
	assert_eq!(chain.look(seats), []);
	next_epoch(&mut chain);
	assert_eq!(chain.look(seats)[0].curator, KEEPER.to_account_id());
	let leave = pallet_curators::Call::<Runtime>::leave {};
	assert_eq!(chain.submit(KEEPER, leave).unwrap(), Ok(()));
	let standing = chain.look(|| reelchain_runtime::Curators::standing_of(KEEPER.to_account_id()));
	assert!(matches!(standing, Some(Standing::Leaving { .. })));
	assert_eq!(chain.look(|| collateral(KEEPER)), COLLATERAL);
	// A day.
	chain.block_after(6 * 6_000, vec![]);
	let finish = pallet_curators::Call::<Runtime>::finish_leave {};
	assert_eq!(chain.submit(KEEPER, finish).unwrap(), Ok(()));
	assert_eq!(chain.look(|| collateral(KEEPER)), 0);
	assert_eq!(chain.look(Balances::total_issuance), GENESIS_ISSUANCE);
}

#[test]
fn a_registered_title_is_kept_by_whoever_is_assigned_to_it() {
	let (mut chain, contract) = keeping();
	chain.look(|| {
		let keeper = KEEPER.to_account_id();
		type Api = Runtime;
		let load = <Api as FragmentApi<Block, AccountId>>::span_load(CONTENT, 0).unwrap();
		assert_eq!(load.wanted, 3);
		assert_eq!(load.holders.len(), 1);
		assert_eq!(load.holders[0].0.contract, contract);
		assert_eq!(
			<Api as FragmentApi<Block, AccountId>>::curator_of(keeper.clone()),
			Some(keeper)
		);
	});
	// What is stopped is not kept.
	let stop = pallet_supervisors::Call::<Runtime>::stop_title {
		content: CONTENT,
		reason: reel_primitives::content::ReasonCode::Rights,
	};
	assert_eq!(chain.submit(Eve, stop).unwrap(), Ok(()));
	chain.block(vec![]);
	assert_eq!(chain.look(|| FragmentStaking::contract(contract)), None);
}

#[test]
fn plays_that_are_paid_for_raise_popularity_from_the_next_epoch_on() {
	let (mut chain, _) = keeping();
	let load = || FragmentStaking::title_load(CONTENT).unwrap();
	next_epoch(&mut chain);
	assert_eq!(chain.look(|| (load().level, load().watched_ms, load().wanted)), (1, 0, 3));
	while !chain.slot().is_multiple_of(6) {
		chain.block(vec![]);
	}
	let play = chain.look(|| propose_by(Alice, proposal(crate::chain::round() - 1)));
	assert_eq!(chain.block(vec![play]).remove(0).unwrap(), Ok(()));
	assert_eq!(chain.look(|| (load().level, load().watched_ms)), (1, MINUTE_MS));
	next_epoch(&mut chain);
	assert_eq!(chain.look(|| (load().level, load().watched_ms, load().wanted)), (2, 0, 4));
}

#[test]
fn whoever_shows_its_leaves_pays_nothing_for_it_and_is_not_slashed() {
	let (mut chain, _) = keeping();
	next_epoch(&mut chain);
	let before = chain.look(|| free(&KEEPER.to_account_id()));
	let asked = chain.look(|| FragmentStaking::challenges(KEEPER.to_account_id()));
	assert_eq!(asked.len(), 4);
	let answers: Vec<_> = asked.iter().map(|asked| (asked.number, possession())).collect();
	let answers = answers.try_into().unwrap();
	let answer = pallet_fragment_staking::Call::<Runtime>::answer_challenges { answers };
	assert_eq!(chain.submit(KEEPER, answer).unwrap(), Ok(()));
	assert_eq!(chain.look(|| free(&KEEPER.to_account_id())), before);
	next_epoch(&mut chain);
	assert_eq!(chain.look(|| collateral(KEEPER)), COLLATERAL);
}

#[test]
fn slashed_collateral_goes_to_the_treasury_and_none_of_it_vanishes() {
	let (mut chain, _) = keeping();
	let before = chain.look(|| free(&treasury()));
	// Asked in one epoch, settled in the next.
	next_epoch(&mut chain);
	assert_eq!(chain.look(|| collateral(KEEPER)), COLLATERAL);
	next_epoch(&mut chain);
	let slashed = 4 * COLLATERAL / 100;
	assert_eq!(chain.look(|| collateral(KEEPER)), COLLATERAL - slashed);
	assert_eq!(chain.look(|| free(&treasury())), before + slashed);
	assert_eq!(chain.look(Balances::total_issuance), GENESIS_ISSUANCE);
}

#[test]
fn what_is_owed_is_minted_to_the_curator() {
	let (mut chain, _) = keeping();
	let (due, before) = (3 * SSH_MIN_BALANCE, chain.look(|| Assets::total_supply(SSH)));
	chain.look(|| {
		Owed::<Runtime>::insert(KEEPER.to_account_id(), due);
		OwedTotal::<Runtime>::put(due);
	});
	let account = KEEPER.to_account_id();
	let claim = pallet_fragment_staking::Call::<Runtime>::claim_owed { account };
	assert_eq!(chain.submit(Alice, claim).unwrap(), Ok(()));
	chain.look(|| {
		assert_eq!(Assets::balance(SSH, KEEPER.to_account_id()), due);
		assert_eq!(Assets::total_supply(SSH), before + due);
		assert_eq!(TotalMinted::<Runtime>::get(), due);
	});
}

#[test]
fn nobody_mints_ssh_by_hand() {
	Chain::development().look(|| {
		let before = Assets::total_supply(SSH);
		let mint = || -> RuntimeCall {
			let (id, beneficiary) = (codec::Compact(SSH), Eve.to_account_id().into());
			pallet_assets::Call::<Runtime, ()>::mint { id, beneficiary, amount: SSH_MIN_BALANCE }
				.into()
		};
		let filtered: DispatchError = frame_system::Error::<Runtime>::CallFiltered.into();
		for who in [treasury(), Alice.to_account_id(), Eve.to_account_id()] {
			assert_noop!(mint().dispatch(RuntimeOrigin::signed(who)), filtered);
		}
		assert_noop!(mint().dispatch(RuntimeOrigin::root()), DispatchError::BadOrigin);
		// What root does in the owner's name passes every filter: G4 sees it.
		assert_eq!(Assets::total_supply(SSH), before);
	});
}

#[test]
fn epochs_last_and_small_rewards_arrive_as_the_preset_says() {
	let quick =
		Timing { epoch_rounds: 4, answer_rounds: 2, min_holding_rounds: 6, patience_rounds: 2 };
	for (preset, timing, least, cool_down) in [
		("development", quick, 1, 12),
		("local_testnet", quick, 1, 12),
		("mainnet", Timing::DEFAULT, SSH_MIN_BALANCE, 6_000),
	] {
		Chain::new(preset).look(|| {
			assert_eq!(pallet_curators::CoolDown::<Runtime>::get(), cool_down, "{preset}");
			assert!(cool_down > timing.epoch_rounds + timing.answer_rounds, "{preset}");
			assert_eq!(FragmentStaking::timing(), timing, "{preset}");
			assert_eq!(<Assets as Inspect<_>>::minimum_balance(SSH), least, "{preset}");
		});
	}
}

#[test]
fn collateral_and_cap_are_governed_within_their_ranges() {
	let collateral = |value| {
		RuntimeParameters::Fragments(fragments::Parameters::CollateralPerFragment(
			fragments::CollateralPerFragment,
			Some(value),
		))
	};
	let cap = |value| {
		RuntimeParameters::Fragments(fragments::Parameters::EpochCap(
			fragments::EpochCap,
			Some(value),
		))
	};
	for (value, is_allowed) in [
		(collateral(0), false),
		(collateral(1), true),
		(collateral(MAX_COLLATERAL_PER_FRAGMENT), true),
		(collateral(MAX_COLLATERAL_PER_FRAGMENT + 1), false),
		(cap(0), false),
		(cap(1), true),
	] {
		assert_eq!(in_range(&value), is_allowed, "{value:?}");
	}
	Chain::development().look(|| {
		assert_eq!((CollateralInForce::get(), EpochCapInForce::get()), (CFX / 100, EPOCH_CAP));
		let set = |key_value| {
			let call = pallet_parameters::Call::<Runtime>::set_parameter { key_value };
			assert_ok!(RuntimeCall::from(call).dispatch(RuntimeOrigin::root()));
		};
		set(collateral(CFX));
		set(cap(7));
		assert_eq!((CollateralInForce::get(), EpochCapInForce::get()), (CFX, 7));
		// Root passes the filter; what it sets is not used.
		set(collateral(0));
		set(cap(0));
		let in_force = (CollateralInForce::get(), EpochCapInForce::get());
		assert_eq!(in_force, (COLLATERAL_PER_FRAGMENT, 1));
	});
}
