//! A runtime of balances and curators, with a clock of its own.

use crate::{self as pallet_curators, Endpoints};
use frame_support::{
	derive_impl, parameter_types,
	traits::{ConstU32, ConstU64, ConstU128},
};
use frame_system::EnsureRoot;
use reel_fragments::{Fragments, region::Region};
use reel_primitives::{Balance, Round, Slot, time::SLOTS_PER_ROUND, traits::RoundClock};
use sp_runtime::BuildStorage;

pub(crate) const ED: Balance = 10;
pub(crate) const RICH: Balance = 1_000_000;
/// Collateral of a fragment at the start.
pub(crate) const RATE: Balance = 7;
pub(crate) const LEAST: Fragments = 100;
pub(crate) const MOST: Fragments = 10_000;
/// Curators that there may be.
pub(crate) const SEATS: u32 = 4;
pub(crate) const COOL_DOWN: Round = 50;
/// Round in which tests begin.
pub(crate) const NOW: Round = 100;

/// Cold accounts; they have [`RICH`].
pub(crate) const ANNA: u64 = 1;
pub(crate) const BORIS: u64 = 2;
pub(crate) const OTHERS: [u64; 3] = [3, 4, 5];
/// Hot keys.
pub(crate) const HOT: u64 = 101;
pub(crate) const NEW_HOT: u64 = 102;
pub(crate) const POOR: u64 = 30;
pub(crate) const TREASURY: u64 = 99;

#[frame_support::runtime]
mod runtime {
	#[runtime::runtime]
	#[runtime::derive(
		RuntimeCall,
		RuntimeEvent,
		RuntimeError,
		RuntimeOrigin,
		RuntimeFreezeReason,
		RuntimeHoldReason,
		RuntimeSlashReason,
		RuntimeLockId,
		RuntimeTask,
		RuntimeViewFunction
	)]
	pub struct Test;

	#[runtime::pallet_index(0)]
	pub type System = frame_system::Pallet<Test>;
	#[runtime::pallet_index(10)]
	pub type Balances = pallet_balances::Pallet<Test>;
	#[runtime::pallet_index(46)]
	pub type Curators = pallet_curators::Pallet<Test>;
}

#[derive_impl(frame_system::config_preludes::TestDefaultConfig)]
impl frame_system::Config for Test {
	type Block = frame_system::mocking::MockBlock<Test>;
	type AccountData = pallet_balances::AccountData<Balance>;
}

#[derive_impl(pallet_balances::config_preludes::TestDefaultConfig)]
impl pallet_balances::Config for Test {
	type Balance = Balance;
	type ExistentialDeposit = ConstU128<ED>;
	type AccountStore = System;
}

parameter_types! {
	pub static CurrentRound: Round = NOW;
	pub static CurrentRate: Balance = RATE;
}

/// Shows [`CurrentRound`].
#[derive(Debug)]
pub struct TestClock;

impl RoundClock for TestClock {
	fn slot() -> Slot {
		CurrentRound::get() * SLOTS_PER_ROUND
	}

	fn set_round(round: Round) {
		CurrentRound::set(round);
	}
}

impl pallet_curators::Config for Test {
	type Currency = Balances;
	type RuntimeHoldReason = RuntimeHoldReason;
	type AdminOrigin = EnsureRoot<u64>;
	type Clock = TestClock;
	type TreasuryAccount = ConstU64<TREASURY>;
	type CollateralPerFragment = CurrentRate;
	type MinCapacity = ConstU32<LEAST>;
	type MaxCapacity = ConstU32<MOST>;
	type MaxCurators = ConstU32<SEATS>;
	type CoolDownRounds = ConstU64<COOL_DOWN>;
	type WeightInfo = ();
}

pub(crate) fn signed(who: u64) -> RuntimeOrigin {
	RuntimeOrigin::signed(who)
}

pub(crate) fn kr() -> Region {
	Region::new(*b"KR").unwrap()
}

pub(crate) fn endpoints(list: &[&[u8]]) -> Endpoints {
	list.iter().map(|one| one.to_vec().try_into().unwrap()).collect::<Vec<_>>().try_into().unwrap()
}

pub(crate) fn reachable() -> Endpoints {
	endpoints(&[b"/ip4/127.0.0.1/tcp/4001"])
}

/// A chain without curators; what runs in it ends in the invariants.
pub(crate) fn build() -> sp_io::TestExternalities {
	CurrentRound::set(NOW);
	CurrentRate::set(RATE);
	let mut balances: Vec<_> =
		[ANNA, BORIS].into_iter().chain(OTHERS).map(|who| (who, RICH)).collect();
	balances.extend([(POOR, ED + RATE * Balance::from(LEAST) - 1), (TREASURY, ED)]);
	let storage = RuntimeGenesisConfig {
		balances: pallet_balances::GenesisConfig { balances, ..Default::default() },
		..Default::default()
	}
	.build_storage()
	.unwrap();
	let mut ext = sp_io::TestExternalities::from(storage);
	ext.execute_with(|| System::set_block_number(1));
	ext
}

/// Runs `test` and then checks every invariant and that no coin was lost.
pub(crate) fn run(test: impl FnOnce()) {
	build().execute_with(|| {
		let before = pallet_balances::TotalIssuance::<Test>::get();
		test();
		assert_eq!(Curators::do_try_state(), Ok(()));
		assert_eq!(pallet_balances::TotalIssuance::<Test>::get(), before);
	});
}
