//! A runtime of balances, the real emission and payouts, and standing, with tables of titles and supervisors.

use crate as pallet_standing;
use frame_support::{
	PalletId, derive_impl, parameter_types,
	traits::{
		ConstU64, ConstU128,
		fungible::{InspectHold, Mutate},
	},
};
use frame_system::EnsureRoot;
use reel_economics::emission::{PAPER, Schedule};
use reel_primitives::{
	Balance, ContentId, Round, Slot,
	content::{RewardSplit, TitleStatus},
	time::SLOTS_PER_ROUND,
	traits::{RewardStanding, RoundClock, Sanctioners, TitleTerms, Titles},
};
use sp_runtime::{BuildStorage, traits::AccountIdConversion};
use std::collections::BTreeMap;

pub(crate) const ED: Balance = 1_000;
pub(crate) const BOND: Balance = 1_000_000;
pub(crate) const MAX_BOND: Balance = 1_000 * BOND;
/// Round in which tests begin.
pub(crate) const NOW: Round = 1_000;
pub(crate) const COOL_DOWN: Round = 70;
pub(crate) const APPEAL: Round = 140;
pub(crate) const DECISION: Round = 280;

pub(crate) const TREASURY: u64 = 1;
pub(crate) const CREATOR: u64 = 2;
/// Supervisors of Korea and of Germany; the last one was suspended.
pub(crate) const KOREAN: u64 = 10;
pub(crate) const OTHER_KOREAN: u64 = 11;
pub(crate) const GERMAN: u64 = 12;
pub(crate) const SUSPENDED: u64 = 13;
/// Accounts that earn; they have the existential deposit.
pub(crate) const VIEWER: u64 = 100;
pub(crate) const STRANGER: u64 = 101;
/// One that does not exist yet.
pub(crate) const NEW: u64 = 102;
pub(crate) const TITLE: ContentId = ContentId([1; 32]);

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
	#[runtime::pallet_index(43)]
	pub type Emission = pallet_emission::Pallet<Test>;
	#[runtime::pallet_index(44)]
	pub type Payouts = pallet_payouts::Pallet<Test>;
	#[runtime::pallet_index(48)]
	pub type Standing = pallet_standing::Pallet<Test>;
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
	pub static Active: BTreeMap<u64, [u8; 2]> =
		BTreeMap::from([(KOREAN, *b"KR"), (OTHER_KOREAN, *b"KR"), (GERMAN, *b"DE")]);
	pub const CurrentSchedule: Schedule = PAPER;
	pub const NoCap: Option<Balance> = None;
	pub const NoSums: Option<Round> = None;
	pub const PotId: PalletId = PalletId(*b"reel/pay");
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

/// The supervisors of [`Active`].
#[derive(Debug)]
pub struct TestSupervisors;

impl Sanctioners<u64> for TestSupervisors {
	fn country(who: &u64) -> Option<[u8; 2]> {
		Active::get().get(who).copied()
	}

	fn acts_for(who: &u64, country: [u8; 2]) -> bool {
		Self::country(who) == Some(country)
	}

	#[cfg(feature = "runtime-benchmarks")]
	fn admit_for_benchmark(who: &u64) {
		Active::mutate(|active| active.insert(*who, *b"KR"));
	}
}

/// Any title, of CREATOR.
#[derive(Debug)]
pub struct TestTitles;

impl Titles<u64> for TestTitles {
	fn terms(_: &ContentId) -> Option<TitleTerms<u64>> {
		Some(TitleTerms {
			creator: CREATOR,
			supervisor: KOREAN,
			split: RewardSplit::DEFAULT,
			cells: 1,
			duration_ms: 60_000,
			status: TitleStatus::Playable,
		})
	}

	#[cfg(feature = "runtime-benchmarks")]
	fn register_for_benchmark(_: ContentId, _: &u64) {}
}

impl pallet_emission::Config for Test {
	type Currency = Balances;
	type Clock = TestClock;
	type Schedule = CurrentSchedule;
	type CapPerPlay = NoCap;
	type WeightInfo = ();
}

impl pallet_payouts::Config for Test {
	type Currency = Balances;
	type Mint = Emission;
	type Titles = TestTitles;
	type Holders = ();
	type Layers = ();
	type Standing = Standing;
	type Clock = TestClock;
	type AdminOrigin = EnsureRoot<u64>;
	type TreasuryAccount = ConstU64<TREASURY>;
	type PotId = PotId;
	type ClaimLifetime = ConstU64<10_000>;
	type SumPeriod = NoSums;
	type GenerationRounds = ConstU64<1_000>;
	type WeightInfo = ();
}

impl pallet_standing::Config for Test {
	type Currency = Balances;
	type RuntimeHoldReason = RuntimeHoldReason;
	type AdminOrigin = EnsureRoot<u64>;
	type Sanctioners = TestSupervisors;
	type Clock = TestClock;
	type TreasuryAccount = ConstU64<TREASURY>;
	type MaxViewerBond = ConstU128<MAX_BOND>;
	type CoolDownRounds = ConstU64<COOL_DOWN>;
	type AppealRounds = ConstU64<APPEAL>;
	type DecisionRounds = ConstU64<DECISION>;
	type WeightInfo = ();
}

pub(crate) fn signed(who: u64) -> RuntimeOrigin {
	RuntimeOrigin::signed(who)
}

pub(crate) fn held(who: u64) -> Balance {
	Balances::balance_on_hold(&crate::HoldReason::ViewerBond.into(), &who)
}

/// What an account can spend.
pub(crate) fn free(who: u64) -> Balance {
	Balances::free_balance(who)
}

/// Pays as payouts does.
pub(crate) fn reward(who: u64, amount_cfx: Balance) {
	Balances::mint_into(&who, amount_cfx).unwrap();
	Standing::rewarded(&who, amount_cfx);
}

pub(crate) fn after(rounds: Round) {
	CurrentRound::mutate(|round| *round += rounds);
}

/// A chain that asks for [`BOND`].
pub(crate) fn build() -> sp_io::TestExternalities {
	CurrentRound::set(NOW);
	let pot: u64 = PotId::get().into_account_truncating();
	let storage = RuntimeGenesisConfig {
		balances: pallet_balances::GenesisConfig {
			balances: [pot, TREASURY, VIEWER, STRANGER].map(|who| (who, ED)).to_vec(),
			..Default::default()
		},
		standing: pallet_standing::GenesisConfig { viewer_bond: BOND, ..Default::default() },
		..Default::default()
	}
	.build_storage()
	.unwrap();
	let mut ext = sp_io::TestExternalities::from(storage);
	ext.execute_with(|| System::set_block_number(1));
	ext
}

/// Runs `test` and then checks every invariant.
pub(crate) fn run<R>(test: impl FnOnce() -> R) -> R {
	build().execute_with(|| {
		let result = test();
		assert_eq!(Standing::do_try_state(), Ok(()));
		assert_eq!(Payouts::do_try_state(), Ok(()));
		result
	})
}
