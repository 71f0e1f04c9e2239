//! The council, what it may do, and the pallets that carry its decisions out.

use crate::{
	AccountId, Balance, Balances, BlockNumber, OriginCaller, Preimage, Runtime, RuntimeCall,
	RuntimeEvent, RuntimeHoldReason, RuntimeOrigin, System,
	configs::system::{MAXIMUM_BLOCK_WEIGHT, RuntimeBlockWeights},
	constants::{currency::deposit, time::DAYS},
	migrations,
	params::RuntimeParameters,
};
use codec::{Decode, DecodeWithMemTracking, Encode, MaxEncodedLen};
use frame_support::{
	instances::Instance1,
	parameter_types,
	traits::{
		AsEnsureOriginWithArg, ConstU32, ConstU128, EitherOfDiverse, EqualPrivilegeOnly,
		InstanceFilter, LinearStoragePrice, fungible::HoldConsideration,
	},
	weights::Weight,
};
use frame_system::EnsureRoot;
use scale_info::TypeInfo;
use sp_runtime::Perbill;

/// Root, or two thirds of the council: who decides validators, supervisors, parameters.
pub type AdminOrigin = EitherOfDiverse<
	EnsureRoot<AccountId>,
	pallet_collective::EnsureProportionAtLeast<AccountId, Instance1, 2, 3>,
>;

/// Most members of the council.
pub const MAX_COUNCIL: u32 = 32;

parameter_types! {
	/// A motion may take half a block at most.
	pub MaxProposalWeight: Weight = Perbill::from_percent(50) * RuntimeBlockWeights::get().max_block;
	/// What the scheduler may spend in a block.
	pub MaximumSchedulerWeight: Weight = Perbill::from_percent(40) * MAXIMUM_BLOCK_WEIGHT;
	/// What multi-block migrations may spend in a block.
	pub MaxServiceWeight: Weight = Perbill::from_percent(60) * MAXIMUM_BLOCK_WEIGHT;
	/// Deposit for a preimage that anybody stores.
	pub const PreimageBaseDeposit: Balance = deposit(2, 64);
	/// Deposit for each of its bytes.
	pub const PreimageByteDeposit: Balance = deposit(0, 1);
	/// Names that deposit.
	pub const PreimageHoldReason: RuntimeHoldReason =
		RuntimeHoldReason::Preimage(pallet_preimage::HoldReason::Preimage);
}

impl pallet_sudo::Config for Runtime {
	type RuntimeEvent = RuntimeEvent;
	type RuntimeCall = RuntimeCall;
	type WeightInfo = crate::weights::pallet_sudo::WeightInfo<Runtime>;
}

impl crate::mandate::Config for Runtime {
	type Call = RuntimeCall;
	// Three quarters, where two thirds decide everything else.
	type MandateOrigin = pallet_collective::EnsureProportionAtLeast<AccountId, Instance1, 3, 4>;
	type WeightInfo = crate::weights::mandate::WeightInfo<Runtime>;
}

impl pallet_collective::Config<Instance1> for Runtime {
	type RuntimeOrigin = RuntimeOrigin;
	type Proposal = RuntimeCall;
	type RuntimeEvent = RuntimeEvent;
	type MotionDuration = ConstU32<{ 3 * DAYS }>;
	type MaxProposals = ConstU32<64>;
	type MaxMembers = ConstU32<MAX_COUNCIL>;
	// Whoever does not vote is against: a motion needs its yes votes.
	type DefaultVote = pallet_collective::MoreThanMajorityThenPrimeDefaultVote;
	type WeightInfo = crate::weights::pallet_collective::WeightInfo<Runtime>;
	type SetMembersOrigin = AdminOrigin;
	type MaxProposalWeight = MaxProposalWeight;
	type DisapproveOrigin = EnsureRoot<AccountId>;
	type KillOrigin = EnsureRoot<AccountId>;
	type Consideration = ();
}

impl pallet_parameters::Config for Runtime {
	type RuntimeEvent = RuntimeEvent;
	type RuntimeParameters = RuntimeParameters;
	type AdminOrigin = AsEnsureOriginWithArg<AdminOrigin>;
	type WeightInfo = crate::weights::pallet_parameters::WeightInfo<Runtime>;
}

impl pallet_preimage::Config for Runtime {
	type RuntimeEvent = RuntimeEvent;
	type WeightInfo = crate::weights::pallet_preimage::WeightInfo<Runtime>;
	type Currency = Balances;
	type ManagerOrigin = EnsureRoot<AccountId>;
	type Consideration = HoldConsideration<
		AccountId,
		Balances,
		PreimageHoldReason,
		LinearStoragePrice<PreimageBaseDeposit, PreimageByteDeposit, Balance>,
	>;
}

impl pallet_scheduler::Config for Runtime {
	type RuntimeEvent = RuntimeEvent;
	type RuntimeOrigin = RuntimeOrigin;
	type PalletsOrigin = OriginCaller;
	type RuntimeCall = RuntimeCall;
	type MaximumWeight = MaximumSchedulerWeight;
	type ScheduleOrigin = AdminOrigin;
	type OriginPrivilegeCmp = EqualPrivilegeOnly;
	type MaxScheduledPerBlock = ConstU32<50>;
	type WeightInfo = crate::weights::pallet_scheduler::WeightInfo<Runtime>;
	type Preimages = Preimage;
	type BlockNumberProvider = System;
}

impl pallet_utility::Config for Runtime {
	type RuntimeEvent = RuntimeEvent;
	type RuntimeCall = RuntimeCall;
	type PalletsOrigin = OriginCaller;
	type WeightInfo = crate::weights::pallet_utility::WeightInfo<Runtime>;
}

/// What a proxy may do for its principal.
#[derive(
	Copy,
	Clone,
	Debug,
	Default,
	Eq,
	PartialEq,
	Ord,
	PartialOrd,
	Encode,
	Decode,
	DecodeWithMemTracking,
	MaxEncodedLen,
	TypeInfo,
)]
pub enum ProxyType {
	/// Everything.
	#[default]
	#[codec(index = 0)]
	Any,
	/// Everything but moving CFX or assets.
	#[codec(index = 1)]
	NonTransfer,
	/// The council's business.
	#[codec(index = 2)]
	Governance,
	/// Session keys of a validator.
	#[codec(index = 3)]
	SessionKeys,
}

impl InstanceFilter<RuntimeCall> for ProxyType {
	fn filter(&self, call: &RuntimeCall) -> bool {
		match self {
			Self::Any => true,
			Self::NonTransfer => !matches!(
				call,
				RuntimeCall::Balances(_)
					| RuntimeCall::Assets(_)
					| RuntimeCall::AssetConversion(_)
					| RuntimeCall::PoolAssets(_)
					| RuntimeCall::Sudo(_)
					| RuntimeCall::Utility(_)
					| RuntimeCall::Multisig(_)
					| RuntimeCall::Proxy(_)
			),
			Self::Governance => {
				matches!(call, RuntimeCall::Council(_) | RuntimeCall::Preimage(_))
			},
			Self::SessionKeys => matches!(call, RuntimeCall::Session(_)),
		}
	}

	fn is_superset(&self, other: &Self) -> bool {
		self == other
			|| matches!((self, other), (Self::Any, _) | (Self::NonTransfer, Self::Governance))
			|| matches!((self, other), (Self::NonTransfer, Self::SessionKeys))
	}
}

impl pallet_proxy::Config for Runtime {
	type RuntimeEvent = RuntimeEvent;
	type RuntimeCall = RuntimeCall;
	type Currency = Balances;
	type ProxyType = ProxyType;
	type ProxyDepositBase = ConstU128<{ deposit(1, 8) }>;
	type ProxyDepositFactor = ConstU128<{ deposit(0, 33) }>;
	type MaxProxies = ConstU32<32>;
	type WeightInfo = crate::weights::pallet_proxy::WeightInfo<Runtime>;
	type MaxPending = ConstU32<32>;
	type CallHasher = sp_runtime::traits::BlakeTwo256;
	type AnnouncementDepositBase = ConstU128<{ deposit(1, 8) }>;
	type AnnouncementDepositFactor = ConstU128<{ deposit(0, 66) }>;
	type BlockNumberProvider = System;
}

impl pallet_multisig::Config for Runtime {
	type RuntimeEvent = RuntimeEvent;
	type RuntimeCall = RuntimeCall;
	type Currency = Balances;
	type DepositBase = ConstU128<{ deposit(1, 88) }>;
	type DepositFactor = ConstU128<{ deposit(0, 32) }>;
	type MaxSignatories = ConstU32<32>;
	type WeightInfo = crate::weights::pallet_multisig::WeightInfo<Runtime>;
	type BlockNumberProvider = System;
}

impl pallet_migrations::Config for Runtime {
	type RuntimeEvent = RuntimeEvent;
	type Migrations = migrations::MultiBlock;
	type CursorMaxLen = ConstU32<65_536>;
	type IdentifierMaxLen = ConstU32<256>;
	type MigrationStatusHandler = ();
	// A failed migration leaves the state in doubt: only governance calls pass until it is repaired.
	type FailedMigrationHandler = frame_support::migrations::FreezeChainOnFailedMigration;
	type MaxServiceWeight = MaxServiceWeight;
	type WeightInfo = crate::weights::pallet_migrations::WeightInfo<Runtime>;
}

/// Length of a motion's life, for documents and tests.
pub const MOTION_BLOCKS: BlockNumber = 3 * DAYS;
