//! Weights of `pallet_rights`: estimates in the shape of the measured ones, until `scripts/benchmark-weights.sh` writes
//! this file. Times exclude the database, which `DbWeight` adds.

use core::marker::PhantomData;
use frame_support::{
	traits::Get,
	weights::{Weight, constants::RocksDbWeight},
};

/// Weights that the pallet needs.
pub trait WeightInfo {
	/// Weight of `declare_holders`.
	fn declare_holders() -> Weight;
	/// Weight of `transfer_share`.
	fn transfer_share() -> Weight;
	/// Weight of `set_terms`.
	fn set_terms() -> Weight;
}

/// Weights in the runtime.
#[derive(Debug)]
pub struct SubstrateWeight<T>(PhantomData<T>);

impl<T: frame_system::Config> WeightInfo for SubstrateWeight<T> {
	// Storage: `ContentRegistry::Titles` (r:1 w:0)
	// Storage: `ContentRegistry::States` (r:1 w:0)
	// Storage: `Rights::HoldersOf` (r:1 w:1)
	fn declare_holders() -> Weight {
		Weight::from_parts(30_000_000, 4_500)
			.saturating_add(T::DbWeight::get().reads(3_u64))
			.saturating_add(T::DbWeight::get().writes(1_u64))
	}
	// Storage: `Rights::HoldersOf` (r:1 w:1)
	// Storage: `ContentRegistry::Titles` (r:1 w:0)
	// Storage: `ContentRegistry::States` (r:1 w:0)
	fn transfer_share() -> Weight {
		Weight::from_parts(30_000_000, 4_500)
			.saturating_add(T::DbWeight::get().reads(3_u64))
			.saturating_add(T::DbWeight::get().writes(1_u64))
	}
	// Storage: `ContentRegistry::Titles` (r:1 w:0)
	// Storage: `ContentRegistry::States` (r:1 w:0)
	// Storage: `Rights::TermsOf` (r:0 w:1)
	fn set_terms() -> Weight {
		Weight::from_parts(20_000_000, 3_700)
			.saturating_add(T::DbWeight::get().reads(2_u64))
			.saturating_add(T::DbWeight::get().writes(1_u64))
	}
}

/// For tests.
impl WeightInfo for () {
	fn declare_holders() -> Weight {
		Weight::from_parts(30_000_000, 4_500)
			.saturating_add(RocksDbWeight::get().reads(3_u64))
			.saturating_add(RocksDbWeight::get().writes(1_u64))
	}
	fn transfer_share() -> Weight {
		Weight::from_parts(30_000_000, 4_500)
			.saturating_add(RocksDbWeight::get().reads(3_u64))
			.saturating_add(RocksDbWeight::get().writes(1_u64))
	}
	fn set_terms() -> Weight {
		Weight::from_parts(20_000_000, 3_700)
			.saturating_add(RocksDbWeight::get().reads(2_u64))
			.saturating_add(RocksDbWeight::get().writes(1_u64))
	}
}
