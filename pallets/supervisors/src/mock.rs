//! A runtime of balances and supervisors, with a table of titles and a clock of its own.

use crate::{self as pallet_supervisors, CountryCode, GenesisCreator, GenesisSupervisor};
use frame_support::{
	derive_impl, parameter_types,
	traits::{ConstU32, ConstU64, ConstU128},
};
use frame_system::EnsureRoot;
use reel_primitives::{
	Balance, ContentId, Round, Slot,
	content::{ReasonCode, TitleStatus},
	time::SLOTS_PER_ROUND,
	traits::{RoundClock, TitleControl, TitleRefusal},
};
use sp_runtime::BuildStorage;
use std::collections::BTreeMap;

pub(crate) const DEPOSIT: Balance = 50;
pub(crate) const REWARD: Balance = 20;
pub(crate) const ED: Balance = 10;
pub(crate) const RICH: Balance = 1_000;
pub(crate) const PATIENCE: Round = 30;
pub(crate) const LONGEST_AUTHORIZATION: Round = 500;
pub(crate) const LONGEST_SANCTION: Round = 200;
/// Open reports that a title can have.
pub(crate) const MAX_REPORTS: u32 = 3;
/// Round in which tests begin.
pub(crate) const NOW: Round = 100;

/// Supervisor of KR, and a creator of its at genesis.
pub(crate) const SEOUL: u64 = 1;
/// A second supervisor of KR.
pub(crate) const BUSAN: u64 = 2;
/// Supervisor of FR.
pub(crate) const PARIS: u64 = 3;
/// A creator that SEOUL authorizes at genesis.
pub(crate) const CREATOR: u64 = 10;
/// A creator without authorization.
pub(crate) const NEWCOMER: u64 = 11;
/// Reporters; they have [`RICH`].
pub(crate) const REPORTERS: [u64; 4] = [20, 21, 22, 23];
pub(crate) const POOR: u64 = 30;
pub(crate) const TREASURY: u64 = 99;
/// CREATOR's title, SEOUL answers for it.
pub(crate) const TITLE: ContentId = ContentId([1; 32]);
pub(crate) const NO_TITLE: ContentId = ContentId([2; 32]);

pub(crate) fn kr() -> CountryCode {
	country(b"KR")
}

pub(crate) fn fr() -> CountryCode {
	country(b"FR")
}

pub(crate) fn country(letters: &[u8; 2]) -> CountryCode {
	CountryCode::new(*letters).unwrap()
}

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
	#[runtime::pallet_index(41)]
	pub type Supervisors = pallet_supervisors::Pallet<Test>;
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
	pub static TitleTable: BTreeMap<ContentId, (u64, u64, TitleStatus)> = BTreeMap::new();
	pub const Treasury: u64 = TREASURY;
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

/// Titles of [`TitleTable`].
#[derive(Debug)]
pub struct TestTitles;

impl TestTitles {
	fn change(
		content: &ContentId,
		change: impl FnOnce(TitleStatus) -> Result<TitleStatus, TitleRefusal>,
	) -> Result<(), TitleRefusal> {
		let mut table = TitleTable::get();
		let title = table.get_mut(content).ok_or(TitleRefusal::NotFound)?;
		title.2 = change(title.2)?;
		TitleTable::set(table);
		Ok(())
	}
}

impl TitleControl<u64> for TestTitles {
	fn responsible(content: &ContentId) -> Option<(u64, u64)> {
		TitleTable::get().get(content).map(|(creator, supervisor, _)| (*creator, *supervisor))
	}

	fn stop(content: &ContentId, reason: ReasonCode) -> Result<(), TitleRefusal> {
		Self::change(content, |status| match status {
			TitleStatus::Playable => Ok(TitleStatus::Stopped(reason)),
			TitleStatus::Stopped(_) => Err(TitleRefusal::AlreadyStopped),
			TitleStatus::Deleted => Err(TitleRefusal::Deleted),
		})
	}

	fn reinstate(content: &ContentId) -> Result<(), TitleRefusal> {
		Self::change(content, |status| match status {
			TitleStatus::Playable => Err(TitleRefusal::NotStopped),
			TitleStatus::Stopped(_) => Ok(TitleStatus::Playable),
			TitleStatus::Deleted => Err(TitleRefusal::Deleted),
		})
	}

	#[cfg(feature = "runtime-benchmarks")]
	fn register_for_benchmark(content: ContentId, creator: &u64, supervisor: &u64) {
		set_title(content, *creator, *supervisor, TitleStatus::Playable);
	}
}

impl pallet_supervisors::Config for Test {
	type Currency = Balances;
	type RuntimeHoldReason = RuntimeHoldReason;
	type AdminOrigin = EnsureRoot<u64>;
	type Titles = TestTitles;
	type Clock = TestClock;
	type TreasuryAccount = Treasury;
	type ReportDeposit = ConstU128<DEPOSIT>;
	type ReportReward = ConstU128<REWARD>;
	type MaxOpenReportsPerTitle = ConstU32<MAX_REPORTS>;
	type ReportPatienceRounds = ConstU64<PATIENCE>;
	type MaxAuthorizationRounds = ConstU64<LONGEST_AUTHORIZATION>;
	type MaxSanctionRounds = ConstU64<LONGEST_SANCTION>;
	type WeightInfo = ();
}

pub(crate) fn set_title(content: ContentId, creator: u64, supervisor: u64, status: TitleStatus) {
	let mut table = TitleTable::get();
	table.insert(content, (creator, supervisor, status));
	TitleTable::set(table);
}

pub(crate) fn title_status() -> TitleStatus {
	TitleTable::get()[&TITLE].2
}

pub(crate) fn signed(who: u64) -> RuntimeOrigin {
	RuntimeOrigin::signed(who)
}

pub(crate) fn root() -> RuntimeOrigin {
	RuntimeOrigin::root()
}

pub(crate) fn run_to_round(round: Round) {
	CurrentRound::set(round);
}

pub(crate) fn supervisor(account: u64, country: CountryCode) -> GenesisSupervisor<u64> {
	GenesisSupervisor { account, country, body: format!("Association {account}") }
}

/// SEOUL and BUSAN in KR, PARIS in FR, CREATOR authorized by SEOUL, its TITLE playable.
pub(crate) struct Builder {
	pub(crate) treasury: Balance,
	pub(crate) supervisors: Vec<GenesisSupervisor<u64>>,
	pub(crate) creators: Vec<GenesisCreator<u64>>,
}

impl Builder {
	pub(crate) fn new() -> Self {
		let creator = GenesisCreator {
			account: CREATOR,
			supervisor: SEOUL,
			case: [5; 32],
			expires_in: NOW + LONGEST_AUTHORIZATION,
		};
		Self {
			treasury: RICH,
			supervisors: vec![
				supervisor(SEOUL, kr()),
				supervisor(BUSAN, kr()),
				supervisor(PARIS, fr()),
			],
			creators: vec![creator],
		}
	}

	pub(crate) fn treasury(mut self, amount: Balance) -> Self {
		self.treasury = amount;
		self
	}

	pub(crate) fn build(self) -> sp_io::TestExternalities {
		CurrentRound::set(NOW);
		TitleTable::set(BTreeMap::new());
		set_title(TITLE, CREATOR, SEOUL, TitleStatus::Playable);
		let mut balances: Vec<_> = REPORTERS.into_iter().map(|who| (who, RICH)).collect();
		balances.extend([(SEOUL, RICH), (POOR, ED + DEPOSIT - 1)]);
		if self.treasury > 0 {
			balances.push((TREASURY, self.treasury));
		}
		let storage = RuntimeGenesisConfig {
			balances: pallet_balances::GenesisConfig { balances, ..Default::default() },
			supervisors: pallet_supervisors::GenesisConfig {
				supervisors: self.supervisors,
				creators: self.creators,
			},
			..Default::default()
		}
		.build_storage()
		.unwrap();
		let mut ext = sp_io::TestExternalities::from(storage);
		ext.execute_with(|| System::set_block_number(1));
		ext
	}

	/// Runs `test` and then checks every invariant.
	pub(crate) fn build_and_execute(self, test: impl FnOnce()) {
		self.build().execute_with(|| {
			test();
			assert_eq!(Supervisors::do_try_state(), Ok(()));
		});
	}
}

/// Runs `test` on the usual state.
pub(crate) fn run(test: impl FnOnce()) {
	Builder::new().build_and_execute(test);
}
