//! Block production, finality, sessions, offences: Proof of Authority over an admitted set (C1).

use crate::{
	AccountId, Babe, Balances, Historical, Offences, Runtime, RuntimeEvent, RuntimeHoldReason,
	RuntimeOrigin, Session, SessionKeys, ValidatorSet,
	configs::{assets::TreasuryAccount, governance::AdminOrigin, views::SlotClock},
	constants::time::{EPOCH_SLOTS, SLOT_DURATION_MS},
	params::BondInForce,
	weights::ConsensusReports,
};
use alloc::vec::Vec;
use codec::Encode;
use core::marker::PhantomData;
use frame_support::{
	parameter_types,
	traits::{ConstU32, ConstU64, ConstU128, KeyOwnerProofSystem},
};
use pallet_session::{SessionManager, historical};
use pallet_validator_set::{Declaration, NetworkSecurity, Server, SessionKeysOf};
use reel_primitives::{
	Hash32, Round, blake2b_256,
	time::{ROUND_MS, SLOTS_PER_ROUND},
};
use sp_core::crypto::KeyTypeId;
use sp_runtime::{
	DispatchResult,
	traits::{Convert, ConvertInto, OpaqueKeys},
};
use sp_staking::SessionIndex;

/// Most validators.
pub const MAX_AUTHORITIES: u32 = 100;

/// Sessions in which a validator can still be reported for what it did: a day, 720 sessions of 2 minutes.
pub const REPORTING_SESSIONS: u32 = 720;

parameter_types! {
	/// Slots in which an equivocation can be reported.
	pub const ReportLongevity: u64 = REPORTING_SESSIONS as u64 * EPOCH_SLOTS;
}

impl pallet_babe::Config for Runtime {
	type EpochDuration = ConstU64<EPOCH_SLOTS>;
	type ExpectedBlockTime = ConstU64<SLOT_DURATION_MS>;
	type EpochChangeTrigger = pallet_babe::ExternalTrigger;
	type DisabledValidators = Session;
	type WeightInfo = ConsensusReports;
	type MaxAuthorities = ConstU32<MAX_AUTHORITIES>;
	type MaxNominators = ConstU32<0>;
	type KeyOwnerProof =
		<Historical as KeyOwnerProofSystem<(KeyTypeId, sp_consensus_babe::AuthorityId)>>::Proof;
	type EquivocationReportSystem =
		pallet_babe::EquivocationReportSystem<Self, Offences, Historical, ReportLongevity>;
}

impl pallet_grandpa::Config for Runtime {
	type RuntimeEvent = RuntimeEvent;
	type WeightInfo = ConsensusReports;
	type MaxAuthorities = ConstU32<MAX_AUTHORITIES>;
	type MaxNominators = ConstU32<0>;
	// One set id per session at most, for as long as a vote can be reported.
	type MaxSetIdSessionEntries = ConstU64<{ REPORTING_SESSIONS as u64 }>;
	type KeyOwnerProof =
		<Historical as KeyOwnerProofSystem<(KeyTypeId, sp_consensus_grandpa::AuthorityId)>>::Proof;
	type EquivocationReportSystem =
		pallet_grandpa::EquivocationReportSystem<Self, Offences, Historical, ReportLongevity>;
}

impl pallet_authorship::Config for Runtime {
	type FindAuthor = pallet_session::FindAccountFromAuthorIndex<Self, Babe>;
	// Authors are paid through fees and through the validators' part of every rewarded round.
	type EventHandler = ();
}

/// Rounds in which a removed validator can still be reported: as long as equivocations can, and a session more.
pub const COOL_DOWN_ROUNDS: Round =
	(REPORTING_SESSIONS as u64 + 1) * EPOCH_SLOTS / SLOTS_PER_ROUND + 1;

/// Rounds without rewards after an offence: a week.
pub const BARRED_ROUNDS: Round = 7 * 24 * 60 * 60 * 1_000 / ROUND_MS;

/// The least that a validator declares (C1): 100 Mbit/s both ways, 2 cores, 4 GiB of memory, 80 GiB of disk.
pub const LEAST_DECLARATION: Declaration = Declaration {
	bandwidth_mbps: 100,
	network: NetworkSecurity::Firewalled,
	server: Server { cores: 2, memory_gib: 4, disk_gib: 80 },
};

parameter_types! {
	/// The least that a validator declares.
	pub const Requirement: Declaration = LEAST_DECLARATION;
}

/// The keys that the session pallet knows.
#[derive(Debug)]
pub struct RegisteredKeys;

impl SessionKeysOf<AccountId> for RegisteredKeys {
	fn fingerprint(who: &AccountId) -> Option<Hash32> {
		pallet_session::NextKeys::<Runtime>::get(who).map(|keys| blake2b_256(&[&keys.encode()]))
	}

	fn purge(who: &AccountId) -> DispatchResult {
		Session::purge_keys(RuntimeOrigin::signed(who.clone()))
	}

	#[cfg(feature = "runtime-benchmarks")]
	fn register_for_benchmark(who: &AccountId) {
		use codec::Decode;
		// Distinct keys: those of an account are its own bytes, thrice hashed.
		let mut bytes = alloc::vec::Vec::new();
		for part in [1u8, 2, 3] {
			bytes.extend(blake2b_256(&[who.as_ref(), &[part]]));
		}
		let keys = SessionKeys::decode(&mut &bytes[..]).expect("three keys of 32 bytes");
		let _ = frame_system::Pallet::<Runtime>::inc_consumers(who);
		<Session as pallet_session::SessionInterface>::set_keys(who, keys)
			.expect("keys are distinct");
	}
}

impl pallet_validator_set::Config for Runtime {
	type Currency = Balances;
	type RuntimeHoldReason = RuntimeHoldReason;
	type AdminOrigin = AdminOrigin;
	type SessionKeys = RegisteredKeys;
	type Clock = SlotClock;
	type Treasury = TreasuryAccount;
	type Bond = BondInForce;
	type Requirement = Requirement;
	type MaxValidators = ConstU32<MAX_AUTHORITIES>;
	type MaxRecords = ConstU32<{ 2 * MAX_AUTHORITIES }>;
	type CoolDownRounds = ConstU64<COOL_DOWN_ROUNDS>;
	type BarredRounds = ConstU64<BARRED_ROUNDS>;
	type WeightInfo = pallet_validator_set::weights::SubstrateWeight<Runtime>;
}

/// A validator's identification in historical proofs is its account alone.
#[derive(Debug)]
pub struct NoIdentification;

impl Convert<AccountId, Option<()>> for NoIdentification {
	fn convert(_: AccountId) -> Option<()> {
		Some(())
	}
}

/// Session manager that forgets the historical roots of sessions that cannot be reported any more.
#[derive(Debug)]
pub struct PrunedHistory<Inner>(PhantomData<Inner>);

impl<Inner> SessionManager<AccountId> for PrunedHistory<Inner>
where
	Inner: SessionManager<AccountId>,
{
	fn new_session(index: SessionIndex) -> Option<Vec<AccountId>> {
		Inner::new_session(index)
	}

	fn new_session_genesis(index: SessionIndex) -> Option<Vec<AccountId>> {
		Inner::new_session_genesis(index)
	}

	fn start_session(index: SessionIndex) {
		Inner::start_session(index);
	}

	fn end_session(index: SessionIndex) {
		if let Some(last) = index.checked_sub(REPORTING_SESSIONS) {
			Historical::prune_up_to(last);
		}
		Inner::end_session(index);
	}
}

impl<Inner> historical::SessionManager<AccountId, ()> for PrunedHistory<Inner>
where
	Inner: historical::SessionManager<AccountId, ()>,
{
	fn new_session(index: SessionIndex) -> Option<Vec<(AccountId, ())>> {
		<Inner as historical::SessionManager<_, _>>::new_session(index)
	}

	fn new_session_genesis(index: SessionIndex) -> Option<Vec<(AccountId, ())>> {
		<Inner as historical::SessionManager<_, _>>::new_session_genesis(index)
	}

	fn start_session(index: SessionIndex) {
		<Inner as historical::SessionManager<_, _>>::start_session(index);
	}

	fn end_session(index: SessionIndex) {
		<Self as SessionManager<_>>::end_session(index);
	}
}

impl pallet_session::Config for Runtime {
	type RuntimeEvent = RuntimeEvent;
	type ValidatorId = AccountId;
	type ValidatorIdOf = ConvertInto;
	type ShouldEndSession = Babe;
	type NextSessionRotation = Babe;
	type SessionManager = historical::NoteHistoricalRoot<Self, PrunedHistory<ValidatorSet>>;
	type SessionHandler = <SessionKeys as OpaqueKeys>::KeyTypeIdProviders;
	type Keys = SessionKeys;
	// A disabled validator would leave its slots empty; membership is the council's to take away.
	type DisablingStrategy = ();
	type WeightInfo = crate::weights::pallet_session::WeightInfo<Runtime>;
	type Currency = Balances;
	type KeyDeposit = ConstU128<0>;
}

impl pallet_session::historical::Config for Runtime {
	type RuntimeEvent = RuntimeEvent;
	type FullIdentification = ();
	type FullIdentificationOf = NoIdentification;
}

impl pallet_offences::Config for Runtime {
	type RuntimeEvent = RuntimeEvent;
	type IdentificationTuple = pallet_session::historical::IdentificationTuple<Self>;
	type OnOffenceHandler = ValidatorSet;
}
