//! A runtime of balances, sessions with history, and the validator set, with a clock of its own.

use crate::{self as pallet_validator_set, Declaration, NetworkSecurity, Server, SessionKeysOf};
use codec::Encode;
use frame_support::{
	derive_impl, parameter_types,
	traits::{ConstU32, ConstU64, ConstU128, Hooks},
};
use frame_system::{EnsureRoot, RawOrigin};
use pallet_session::historical as pallet_session_historical;
use reel_primitives::{
	Balance, Hash32, Round, Slot, blake2b_256, time::SLOTS_PER_ROUND, traits::RoundClock,
};
use sp_runtime::{
	BuildStorage, DispatchResult, RuntimeAppPublic, impl_opaque_keys,
	testing::UintAuthorityId,
	traits::{ConvertInto, OpaqueKeys},
};

pub(crate) const ED: Balance = 10;
pub(crate) const RICH: Balance = 1_000;
pub(crate) const BOND: Balance = 200;
pub(crate) const FLOOR: u32 = 2;
pub(crate) const MAX: u32 = 5;
pub(crate) const MAX_RECORDS: u32 = 7;
pub(crate) const COOL_DOWN: Round = 30;
pub(crate) const BARRED: Round = 12;
/// Round in which tests begin.
pub(crate) const NOW: Round = 100;
pub(crate) const TREASURY: u64 = 99;
/// Members at genesis.
pub(crate) const FOUNDERS: [u64; 3] = [1, 2, 3];
/// Accounts with money that are no validators.
pub(crate) const CANDIDATES: [u64; 6] = [10, 11, 12, 13, 14, 15];
pub(crate) const POOR: u64 = 50;
pub(crate) const SESSION_BLOCKS: u64 = 4;

pub(crate) const REQUIREMENT: Declaration = Declaration {
	bandwidth_mbps: 100,
	network: NetworkSecurity::Firewalled,
	server: Server { cores: 2, memory_gib: 4, disk_gib: 80 },
};

impl_opaque_keys! {
	pub struct MockKeys {
		pub dummy: UintAuthorityId,
	}
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

	// In the order of genesis, which is that of the indices.
	#[runtime::pallet_index(0)]
	pub type System = frame_system;
	#[runtime::pallet_index(1)]
	pub type Balances = pallet_balances;
	#[runtime::pallet_index(2)]
	pub type ValidatorSet = pallet_validator_set;
	#[runtime::pallet_index(5)]
	pub type Historical = pallet_session_historical;
	#[runtime::pallet_index(6)]
	pub type Session = pallet_session;
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
	pub static AskedBond: Balance = BOND;
	pub static Changed: bool = false;
	pub const Treasury: u64 = TREASURY;
	pub const Requirement: Declaration = REQUIREMENT;
}

/// Notes whether the set changed.
#[derive(Debug)]
pub struct NoteChange;

impl pallet_session::SessionHandler<u64> for NoteChange {
	const KEY_TYPE_IDS: &'static [sp_runtime::KeyTypeId] = &[sp_runtime::key_types::DUMMY];
	fn on_genesis_session<K: OpaqueKeys>(_: &[(u64, K)]) {}
	fn on_new_session<K: OpaqueKeys>(changed: bool, _: &[(u64, K)], _: &[(u64, K)]) {
		Changed::set(changed);
	}
	fn on_disabled(_: u32) {}
}

/// A validator's identification is its account alone.
#[derive(Debug)]
pub struct NoIdentification;

impl sp_runtime::traits::Convert<u64, Option<()>> for NoIdentification {
	fn convert(_: u64) -> Option<()> {
		Some(())
	}
}

impl pallet_session::Config for Test {
	type RuntimeEvent = RuntimeEvent;
	type ValidatorId = u64;
	type ValidatorIdOf = ConvertInto;
	type ShouldEndSession = pallet_session::PeriodicSessions<ConstU64<SESSION_BLOCKS>, ConstU64<0>>;
	type NextSessionRotation =
		pallet_session::PeriodicSessions<ConstU64<SESSION_BLOCKS>, ConstU64<0>>;
	type SessionManager = pallet_session_historical::NoteHistoricalRoot<Test, ValidatorSet>;
	type SessionHandler = NoteChange;
	type Keys = MockKeys;
	type DisablingStrategy = ();
	type WeightInfo = ();
	type Currency = Balances;
	type KeyDeposit = ConstU128<0>;
}

impl pallet_session_historical::Config for Test {
	type RuntimeEvent = RuntimeEvent;
	type FullIdentification = ();
	type FullIdentificationOf = NoIdentification;
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

/// The session pallet's keys.
#[derive(Debug)]
pub struct Keys;

impl SessionKeysOf<u64> for Keys {
	fn fingerprint(who: &u64) -> Option<Hash32> {
		pallet_session::NextKeys::<Test>::get(who).map(|keys| blake2b_256(&[&keys.encode()]))
	}

	fn purge(who: &u64) -> DispatchResult {
		Session::purge_keys(RawOrigin::Signed(*who).into())
	}

	#[cfg(feature = "runtime-benchmarks")]
	fn register_for_benchmark(who: &u64) {
		set_keys(*who, *who);
	}
}

impl pallet_validator_set::Config for Test {
	type Currency = Balances;
	type RuntimeHoldReason = RuntimeHoldReason;
	type AdminOrigin = EnsureRoot<u64>;
	type SessionKeys = Keys;
	type Clock = TestClock;
	type Treasury = Treasury;
	type Bond = AskedBond;
	type Requirement = Requirement;
	type MaxValidators = ConstU32<MAX>;
	type MaxRecords = ConstU32<MAX_RECORDS>;
	type CoolDownRounds = ConstU64<COOL_DOWN>;
	type BarredRounds = ConstU64<BARRED>;
	type WeightInfo = ();
}

/// Gives `who` the session key `key` without asking for a proof.
pub(crate) fn set_keys(who: u64, key: u64) {
	let keys = MockKeys { dummy: UintAuthorityId(key) };
	let proof = keys.dummy.sign(&who.encode()).unwrap().encode();
	frame_support::assert_ok!(Session::set_keys(RawOrigin::Signed(who).into(), keys, proof));
}

/// The set of the running session.
pub(crate) fn running() -> Vec<u64> {
	Session::validators()
}

/// Runs to the first block of the session after `sessions` further ones.
pub(crate) fn run_sessions(sessions: u64) {
	for _ in 0..sessions * SESSION_BLOCKS {
		let block = System::block_number() + 1;
		System::set_block_number(block);
		Session::on_initialize(block);
	}
}

/// Events of this pallet so far.
pub(crate) fn events() -> Vec<crate::Event<Test>> {
	System::read_events_for_pallet::<crate::Event<Test>>()
}

/// The state before a test.
pub(crate) struct ExtBuilder {
	founders: Vec<u64>,
	floor: u32,
	bond: Balance,
}

impl ExtBuilder {
	/// [`FOUNDERS`] under [`FLOOR`], [`BOND`] asked of newcomers.
	pub(crate) fn new() -> Self {
		Self { founders: FOUNDERS.to_vec(), floor: FLOOR, bond: BOND }
	}

	pub(crate) fn founders(mut self, founders: &[u64]) -> Self {
		self.founders = founders.to_vec();
		self
	}

	pub(crate) fn floor(mut self, floor: u32) -> Self {
		self.floor = floor;
		self
	}

	pub(crate) fn without_bond(mut self) -> Self {
		self.bond = 0;
		self
	}

	pub(crate) fn build(self) -> sp_io::TestExternalities {
		CurrentRound::set(NOW);
		AskedBond::set(self.bond);
		Changed::set(false);
		let storage = RuntimeGenesisConfig {
			balances: pallet_balances::GenesisConfig {
				balances: FOUNDERS
					.into_iter()
					.chain(CANDIDATES)
					.map(|who| (who, RICH))
					.chain([(POOR, ED), (TREASURY, ED)])
					.collect(),
				..Default::default()
			},
			validator_set: pallet_validator_set::GenesisConfig {
				validators: self.founders.iter().map(|who| (*who, REQUIREMENT)).collect(),
				floor: self.floor,
			},
			session: pallet_session::GenesisConfig {
				keys: self
					.founders
					.iter()
					.map(|who| (*who, *who, MockKeys { dummy: UintAuthorityId(*who) }))
					.collect(),
				..Default::default()
			},
			..Default::default()
		}
		.build_storage()
		.unwrap();
		let mut ext = sp_io::TestExternalities::new(storage);
		ext.execute_with(|| System::set_block_number(1));
		ext
	}

	/// Runs a test, and the invariants after it.
	pub(crate) fn build_and_execute(self, test: impl FnOnce()) {
		self.build().execute_with(|| {
			test();
			ValidatorSet::do_try_state().unwrap();
		});
	}
}
