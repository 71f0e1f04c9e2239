//! A runtime of balances and the registry, with a table of publishers and a clock of its own.

use crate::{self as pallet_content_registry, SplitBounds};
use frame_support::{derive_impl, dispatch::DispatchResult, parameter_types, traits::ConstU128};
use reel_primitives::{
	Balance, ContentId, Round, Slot,
	content::{Licence, RewardSplit, TitleState},
	geometry::Geometry,
	time::SLOTS_PER_ROUND,
	traits::{PublisherRefusal, RoundClock, Supervision},
};
use sp_runtime::BuildStorage;
use std::collections::BTreeMap;

pub(crate) const ED: Balance = 10;
pub(crate) const DEPOSIT_BASE: Balance = 1_000;
pub(crate) const DEPOSIT_PER_BYTE: Balance = 2;
pub(crate) const RICH: Balance = 1_000_000;
pub(crate) const PRICE: Balance = 7;
/// Round in which tests begin.
pub(crate) const NOW: Round = 100;

/// Answers for all who may publish.
pub(crate) const SUPERVISOR: u64 = 1;
/// May publish, and is rich.
pub(crate) const CREATOR: u64 = 10;
/// May publish, and is rich.
pub(crate) const OTHER: u64 = 11;
/// May publish, but cannot pay the deposit.
pub(crate) const POOR: u64 = 12;
/// Nobody authorized it.
pub(crate) const STRANGER: u64 = 13;

pub(crate) const TITLE: ContentId = ContentId([1; 32]);
/// An hour and a half.
pub(crate) const FILM: Geometry =
	Geometry { cells: 90, duration_ms: 90 * 60_000, size_bytes: 4 << 30 };

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
	#[runtime::pallet_index(42)]
	pub type ContentRegistry = pallet_content_registry::Pallet<Test>;
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
	pub static Publishers: BTreeMap<u64, PublisherRefusal> = BTreeMap::new();
	pub static Bounds: SplitBounds = SplitBounds::DEFAULT;
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

/// Lets everybody publish but STRANGER and those whom [`Publishers`] refuses.
#[derive(Debug)]
pub struct TestSupervision;

impl Supervision<u64> for TestSupervision {
	fn publisher(creator: &u64) -> Result<u64, PublisherRefusal> {
		match Publishers::get().get(creator) {
			Some(refusal) => Err(*refusal),
			None if *creator == STRANGER => Err(PublisherRefusal::NotAuthorized),
			None => Ok(SUPERVISOR),
		}
	}

	#[cfg(feature = "runtime-benchmarks")]
	fn authorize_for_benchmark(_creator: &u64) -> u64 {
		SUPERVISOR
	}
}

impl pallet_content_registry::Config for Test {
	type Currency = Balances;
	type RuntimeHoldReason = RuntimeHoldReason;
	type Supervision = TestSupervision;
	type Clock = TestClock;
	type SplitBounds = Bounds;
	type DepositBase = ConstU128<DEPOSIT_BASE>;
	type DepositPerByte = ConstU128<DEPOSIT_PER_BYTE>;
	type WeightInfo = ();
}

pub(crate) fn signed(who: u64) -> RuntimeOrigin {
	RuntimeOrigin::signed(who)
}

pub(crate) fn id(number: u8) -> ContentId {
	ContentId([number; 32])
}

pub(crate) fn refuse(who: u64, refusal: PublisherRefusal) {
	Publishers::set(BTreeMap::from([(who, refusal)]));
}

pub(crate) fn register_as(
	who: u64,
	content: ContentId,
	geometry: Geometry,
	split: RewardSplit,
) -> DispatchResult {
	ContentRegistry::register_title(
		signed(who),
		content,
		[2; 32],
		geometry,
		split,
		Licence::CcBy,
		[3; 32],
		PRICE,
		true,
	)
}

/// Registers the usual film.
pub(crate) fn register(who: u64, content: ContentId) -> DispatchResult {
	register_as(who, content, FILM, RewardSplit::DEFAULT)
}

pub(crate) fn state(content: ContentId) -> TitleState {
	ContentRegistry::title(content).unwrap().state
}

/// CREATOR and OTHER are rich; TITLE of CREATOR is registered if asked for.
pub(crate) struct Builder {
	is_registered: bool,
}

impl Builder {
	pub(crate) fn new() -> Self {
		Self { is_registered: false }
	}

	/// With TITLE.
	pub(crate) fn registered(self) -> Self {
		Self { is_registered: true }
	}

	pub(crate) fn build(self) -> sp_io::TestExternalities {
		CurrentRound::set(NOW);
		Publishers::set(BTreeMap::new());
		Bounds::set(SplitBounds::DEFAULT);
		let balances = vec![(CREATOR, RICH), (OTHER, RICH), (POOR, ED + DEPOSIT_BASE)];
		let storage = RuntimeGenesisConfig {
			balances: pallet_balances::GenesisConfig { balances, ..Default::default() },
			..Default::default()
		}
		.build_storage()
		.unwrap();
		let mut ext = sp_io::TestExternalities::from(storage);
		ext.execute_with(|| {
			System::set_block_number(1);
			if self.is_registered {
				register(CREATOR, TITLE).unwrap();
			}
		});
		ext
	}

	/// Runs `test` and then checks every invariant.
	pub(crate) fn build_and_execute(self, test: impl FnOnce()) {
		self.build().execute_with(|| {
			test();
			assert_eq!(ContentRegistry::do_try_state(), Ok(()));
		});
	}
}

/// Runs `test` on a registry without titles.
pub(crate) fn run(test: impl FnOnce()) {
	Builder::new().build_and_execute(test);
}

/// Runs `test` on a registry with TITLE.
pub(crate) fn run_registered(test: impl FnOnce()) {
	Builder::new().registered().build_and_execute(test);
}
