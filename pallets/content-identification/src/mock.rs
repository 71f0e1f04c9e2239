//! A runtime of balances and identification, with tables of titles, publishers and supervisors.

use crate as pallet_content_identification;
use frame_support::{derive_impl, dispatch::DispatchResult, parameter_types, traits::ConstU128};
use reel_primitives::{
	Balance, ContentId, Hash32, Round, Slot,
	content::{RewardSplit, TitleStatus},
	pattern::{FileIdentity, OwnedPattern, PatternId},
	time::SLOTS_PER_ROUND,
	traits::{
		HeldOtherwise, PatternFollowers, PublisherRefusal, RoundClock, Sanctioners, Supervision,
		TitleTerms, Titles,
	},
};
use sp_runtime::BuildStorage;
use std::collections::BTreeMap;

pub(crate) const FILE_DEPOSIT: Balance = 1_000;
pub(crate) const APPEAL_DEPOSIT: Balance = 5_000;
pub(crate) const RICH: Balance = 1_000_000;
pub(crate) const NOW: Round = 100;

/// Supervisors that may act.
pub(crate) const SUPERVISOR: u64 = 1;
pub(crate) const SECOND: u64 = 2;
/// May publish, and are rich.
pub(crate) const ANNA: u64 = 10;
pub(crate) const BERT: u64 = 11;
pub(crate) const CARL: u64 = 12;
/// May publish, but cannot pay a deposit.
pub(crate) const POOR: u64 = 13;
/// Nobody authorized it.
pub(crate) const STRANGER: u64 = 14;

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
	#[runtime::pallet_index(56)]
	pub type Identification = pallet_content_identification::Pallet<Test>;
}

#[derive_impl(frame_system::config_preludes::TestDefaultConfig)]
impl frame_system::Config for Test {
	type Block = frame_system::mocking::MockBlock<Test>;
	type AccountData = pallet_balances::AccountData<Balance>;
}

#[derive_impl(pallet_balances::config_preludes::TestDefaultConfig)]
impl pallet_balances::Config for Test {
	type Balance = Balance;
	type ExistentialDeposit = ConstU128<10>;
	type AccountStore = System;
}

parameter_types! {
	pub static CurrentRound: Round = NOW;
	pub static Refused: BTreeMap<u64, PublisherRefusal> = BTreeMap::new();
	pub static Creators: BTreeMap<ContentId, u64> = BTreeMap::new();
	/// Titles of which rights was told, and of what pattern they are.
	pub static Followed: BTreeMap<ContentId, OwnedPattern<u64>> = BTreeMap::new();
	/// Titles that have holders of their own.
	pub static Declared: Vec<ContentId> = Vec::new();
}

/// Enters in [`Followed`] what it is told; refuses the titles of [`Declared`] where the pattern is another's.
#[derive(Debug)]
pub struct TestRights;

impl PatternFollowers<u64> for TestRights {
	fn identified(
		content: &ContentId,
		creator: &u64,
		of: OwnedPattern<u64>,
	) -> Result<(), HeldOtherwise> {
		if of.owner != *creator && Declared::get().contains(content) {
			return Err(HeldOtherwise);
		}
		Followed::mutate(|followed| followed.insert(*content, of));
		Ok(())
	}
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

/// Lets everybody publish but STRANGER and those whom [`Refused`] names.
#[derive(Debug)]
pub struct TestSupervision;

impl Supervision<u64> for TestSupervision {
	fn publisher(creator: &u64) -> Result<u64, PublisherRefusal> {
		match Refused::get().get(creator) {
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

parameter_types! {
	pub static Admitted: Vec<u64> = vec![SUPERVISOR, SECOND];
}

impl Sanctioners<u64> for TestSupervision {
	fn country(who: &u64) -> Option<[u8; 2]> {
		Admitted::get().contains(who).then_some(*b"DE")
	}

	fn acts_for(who: &u64, country: [u8; 2]) -> bool {
		Self::country(who) == Some(country)
	}

	#[cfg(feature = "runtime-benchmarks")]
	fn admit_for_benchmark(who: &u64) {
		Admitted::mutate(|admitted| admitted.push(*who));
	}
}

/// The titles of [`Creators`].
#[derive(Debug)]
pub struct TestTitles;

impl Titles<u64> for TestTitles {
	fn terms(content: &ContentId) -> Option<TitleTerms<u64>> {
		Creators::get().get(content).map(|creator| TitleTerms {
			creator: *creator,
			supervisor: SUPERVISOR,
			split: RewardSplit::DEFAULT,
			cells: 1,
			duration_ms: 60_000,
			status: TitleStatus::Playable,
		})
	}

	#[cfg(feature = "runtime-benchmarks")]
	fn register_for_benchmark(content: ContentId, creator: &u64) {
		Creators::mutate(|creators| creators.insert(content, *creator));
	}
}

impl pallet_content_identification::Config for Test {
	type Currency = Balances;
	type RuntimeHoldReason = RuntimeHoldReason;
	type Supervision = TestSupervision;
	type Supervisors = TestSupervision;
	type Titles = TestTitles;
	type Rights = TestRights;
	type Clock = TestClock;
	type FileDeposit = ConstU128<FILE_DEPOSIT>;
	type AppealDeposit = ConstU128<APPEAL_DEPOSIT>;
	type WeightInfo = ();
}

pub(crate) fn signed(who: u64) -> RuntimeOrigin {
	RuntimeOrigin::signed(who)
}

/// A file and its fingerprint by number.
pub(crate) fn file(number: u8) -> Hash32 {
	[number; 32]
}

pub(crate) fn identity(number: u8) -> FileIdentity {
	FileIdentity { file: file(number), fingerprint: [number ^ 0xff; 32] }
}

/// The pattern that a file opens first.
pub(crate) fn pattern(number: u8) -> PatternId {
	PatternId::opened_by(&file(number), 0)
}

pub(crate) fn title(number: u8, creator: u64) -> ContentId {
	let content = ContentId([number; 32]);
	Creators::mutate(|creators| creators.insert(content, creator));
	content
}

pub(crate) fn register(who: u64, number: u8, named: Option<PatternId>) -> DispatchResult {
	Identification::register_file(signed(who), identity(number), named)
}

pub(crate) fn build() -> sp_io::TestExternalities {
	CurrentRound::set(NOW);
	Refused::set(BTreeMap::new());
	Creators::set(BTreeMap::new());
	Followed::set(BTreeMap::new());
	Declared::set(Vec::new());
	Admitted::set(vec![SUPERVISOR, SECOND]);
	let balances =
		vec![(ANNA, RICH), (BERT, RICH), (CARL, RICH), (SUPERVISOR, RICH), (POOR, FILE_DEPOSIT)];
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

/// Runs `test` and then checks every invariant.
pub(crate) fn run(test: impl FnOnce()) {
	build().execute_with(|| {
		test();
		assert_eq!(Identification::do_try_state(), Ok(()));
	});
}
