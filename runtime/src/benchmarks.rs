//! The benchmarks of all pallets, for `scripts/benchmark-weights.sh`.
//!
//! BABE and GRANDPA bring benchmarks of parts of a report only: [`crate::weights`] says what a whole one is charged.

mod exchange;
mod mandate;
mod session;

pub(crate) use exchange::{OtherPools, PoolForFees};
pub(crate) use session::BondedSessions;

use crate::{
	AdEscrow, AllPalletsWithSystem, AssetConversion, AssetTxPayment, Assets, Balances,
	ContentIdentification, ContentRegistry, Council, Crowdfunding, Curators, Emission,
	FragmentStaking, Layers, Mandate, Migrations, Multisig, Parameters, Payouts, Preimage,
	ProofOfView, Proxy, RatingsAnchor, Rights, Runtime, Scheduler, Settlement, Standing, Sudo,
	Supervisors, Timestamp, TransactionPayment, Utility, ValidatorSet,
};
use alloc::{string::String, vec::Vec};
use frame_benchmarking::{
	BenchmarkBatch, BenchmarkConfig, BenchmarkList, baseline::Pallet as BaselineBench,
	define_benchmarks,
};
use frame_support::traits::{StorageInfo, StorageInfoTrait, WhitelistedStorageKeys};
use frame_system_benchmarking::{
	Pallet as SystemBench, extensions::Pallet as SystemExtensionsBench,
};

impl frame_system_benchmarking::Config for Runtime {}
impl frame_benchmarking::baseline::Config for Runtime {}
impl pallet_transaction_payment::BenchmarkConfig for Runtime {}

define_benchmarks!(
	[frame_benchmarking, BaselineBench::<Runtime>]
	[frame_system, SystemBench::<Runtime>]
	[frame_system_extensions, SystemExtensionsBench::<Runtime>]
	[pallet_timestamp, Timestamp]
	[pallet_balances, Balances]
	[pallet_transaction_payment, TransactionPayment]
	[pallet_assets, Assets]
	[pallet_validator_set, ValidatorSet]
	[pallet_session, session::Pallet::<Runtime>]
	[pallet_sudo, Sudo]
	[pallet_collective, Council]
	[pallet_parameters, Parameters]
	[pallet_preimage, Preimage]
	[pallet_scheduler, Scheduler]
	[pallet_utility, Utility]
	[pallet_proxy, Proxy]
	[pallet_multisig, Multisig]
	[pallet_migrations, Migrations]
	[mandate, Mandate]
	[pallet_supervisors, Supervisors]
	[pallet_content_registry, ContentRegistry]
	[pallet_emission, Emission]
	[pallet_payouts, Payouts]
	[pallet_proof_of_view, ProofOfView]
	[pallet_ratings_anchor, RatingsAnchor]
	[pallet_curators, Curators]
	[pallet_fragment_staking, FragmentStaking]
	[pallet_standing, Standing]
	[pallet_rights, Rights]
	[pallet_settlement, Settlement]
	[pallet_layers, Layers]
	[pallet_asset_conversion, AssetConversion]
	[pallet_asset_conversion_tx_payment, AssetTxPayment]
	[pallet_ad_escrow, AdEscrow]
	[pallet_crowdfunding, Crowdfunding]
	[pallet_content_identification, ContentIdentification]
);

/// What there is to benchmark, and what it stores.
pub(crate) fn metadata(extra: bool) -> (Vec<BenchmarkList>, Vec<StorageInfo>) {
	let mut list = Vec::<BenchmarkList>::new();
	list_benchmarks!(list, extra);
	(list, AllPalletsWithSystem::storage_info())
}

/// Runs what `config` names.
pub(crate) fn dispatch(config: BenchmarkConfig) -> Result<Vec<BenchmarkBatch>, String> {
	let whitelist = AllPalletsWithSystem::whitelisted_storage_keys();
	let mut batches = Vec::<BenchmarkBatch>::new();
	let params = (&config, &whitelist);
	add_benchmarks!(params, batches);
	Ok(batches)
}
