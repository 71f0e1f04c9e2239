//! System, time, fees of execution.

use crate::{
	AccountId, Balance, Block, Hash, Nonce, PalletInfo, Runtime, RuntimeCall, RuntimeEvent,
	RuntimeOrigin, RuntimeTask, VERSION, configs::assets::SSH, constants::time::SLOT_DURATION_MS,
	migrations, params,
};
use frame_support::{
	derive_impl,
	dispatch::DispatchClass,
	parameter_types,
	traits::{ConstU32, ConstU64, Contains},
	weights::{
		Weight,
		constants::{
			BlockExecutionWeight, ExtrinsicBaseWeight, RocksDbWeight, WEIGHT_REF_TIME_PER_MILLIS,
		},
	},
};
use frame_system::limits::{BlockLength, BlockWeights};
use sp_runtime::{Perbill, traits::AccountIdLookup};
use sp_version::RuntimeVersion;

/// Share of a block that ordinary transactions may fill; the rest is kept for operational and mandatory ones.
const NORMAL_RATIO: Perbill = Perbill::from_percent(75);

/// Share of the block that is assumed to be spent in hooks.
const AVERAGE_ON_INITIALIZE_RATIO: Perbill = Perbill::from_percent(5);

/// Execution time of a block: 800 ms, a third of a slot. The rest is for the network and for importing on slower
/// machines.
pub const MAXIMUM_BLOCK_WEIGHT: Weight =
	Weight::from_parts(800 * WEIGHT_REF_TIME_PER_MILLIS, u64::MAX);

/// Length of a block in bytes: 4 MiB.
const MAXIMUM_BLOCK_LENGTH: u32 = 4 << 20;

parameter_types! {
	/// Blocks whose hashes are kept, and the longest mortality of a transaction: 4,096 (2 h 44 min).
	pub const BlockHashCount: u32 = 4_096;
	/// This runtime's version.
	pub const Version: RuntimeVersion = VERSION;
	/// Lengths by class.
	pub RuntimeBlockLength: BlockLength = BlockLength::builder()
		.max_length(MAXIMUM_BLOCK_LENGTH)
		.modify_max_length_for_class(DispatchClass::Normal, |max| *max = NORMAL_RATIO * *max)
		.build();
	/// Weights by class.
	pub RuntimeBlockWeights: BlockWeights = BlockWeights::builder()
		.base_block(BlockExecutionWeight::get())
		.for_class(DispatchClass::all(), |weights| {
			weights.base_extrinsic = ExtrinsicBaseWeight::get();
		})
		.for_class(DispatchClass::Normal, |weights| {
			weights.max_total = Some(NORMAL_RATIO * MAXIMUM_BLOCK_WEIGHT);
		})
		.for_class(DispatchClass::Operational, |weights| {
			weights.max_total = Some(MAXIMUM_BLOCK_WEIGHT);
			weights.reserved =
				Some(MAXIMUM_BLOCK_WEIGHT - NORMAL_RATIO * MAXIMUM_BLOCK_WEIGHT);
		})
		.avg_block_initialization(AVERAGE_ON_INITIALIZE_RATIO)
		.build_or_panic();
	/// Prefix of addresses: 42, the generic one.
	pub const Ss58Prefix: u8 = 42;
}

/// Calls that nobody may send, root aside.
///
/// Nobody burns CFX, so that the issuance is genesis and emission. Nobody mints SSH by hand, its owner neither:
/// `fragment_staking` mints what was earned. The pool of CFX and SSH is made by governance. Parameters cannot be set out of
/// range. Session keys are purged by
/// `validator_set.withdraw`, once their owner can no longer be reported: a member that purged its keys would shrink the
/// running set past the floor.
///
/// Of calls that move royalty tokens it notes the receiver on the way: see [`super::crowdfunding`].
#[derive(Debug)]
pub struct AllowedCalls;

impl Contains<RuntimeCall> for AllowedCalls {
	fn contains(call: &RuntimeCall) -> bool {
		match call {
			RuntimeCall::Balances(pallet_balances::Call::burn { .. })
			| RuntimeCall::AssetConversion(pallet_asset_conversion::Call::create_pool { .. })
			| RuntimeCall::Session(pallet_session::Call::purge_keys {}) => false,
			RuntimeCall::Assets(pallet_assets::Call::mint { id, .. }) => id.0 != SSH,
			RuntimeCall::Parameters(pallet_parameters::Call::set_parameter { key_value }) => {
				params::in_range(key_value)
			},
			RuntimeCall::Assets(call) => {
				super::crowdfunding::tell_arriving(call);
				true
			},
			_ => true,
		}
	}
}

#[derive_impl(frame_system::config_preludes::SolochainDefaultConfig)]
impl frame_system::Config for Runtime {
	type BaseCallFilter = AllowedCalls;
	type AccountId = AccountId;
	type Lookup = AccountIdLookup<AccountId, ()>;
	type Nonce = Nonce;
	type Hash = Hash;
	type Block = Block;
	type BlockHashCount = BlockHashCount;
	type BlockWeights = RuntimeBlockWeights;
	type BlockLength = RuntimeBlockLength;
	// ParityDB reads are cheaper than RocksDB's; the dearer figure is kept until it is measured here.
	type DbWeight = RocksDbWeight;
	type Version = Version;
	type AccountData = pallet_balances::AccountData<Balance>;
	type SystemWeightInfo = crate::weights::frame_system::WeightInfo<Runtime>;
	type ExtensionsWeightInfo = crate::weights::frame_system_extensions::WeightInfo<Runtime>;
	type SS58Prefix = Ss58Prefix;
	type MaxConsumers = ConstU32<16>;
	type SingleBlockMigrations = migrations::SingleBlock;
	type MultiBlockMigrator = crate::Migrations;
}

impl pallet_timestamp::Config for Runtime {
	type Moment = u64;
	type OnTimestampSet = crate::Babe;
	type MinimumPeriod = ConstU64<{ SLOT_DURATION_MS / 2 }>;
	type WeightInfo = crate::weights::pallet_timestamp::WeightInfo<Runtime>;
}
