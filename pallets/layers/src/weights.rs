//! Weights of `pallet_layers`: estimates in the shape of the measured ones, until `scripts/benchmark-weights.sh` writes
//! this file. Times exclude the database, which `DbWeight` adds.

use core::marker::PhantomData;
use frame_support::{
	traits::Get,
	weights::{Weight, constants::RocksDbWeight},
};

/// Weights that the pallet needs.
pub trait WeightInfo {
	/// Weight of `offer`.
	fn offer() -> Weight;
	/// Weight of `accept`.
	fn accept() -> Weight;
	/// Weight of `decline`.
	fn decline() -> Weight;
	/// Weight of `withdraw`.
	fn withdraw() -> Weight;
	/// Weight of `end`.
	fn end() -> Weight;
	/// Weight of `clear`.
	fn clear() -> Weight;
	/// Weight of `claim`.
	fn claim() -> Weight;
	/// Weight of `stop`.
	fn stop() -> Weight;
	/// Weight of `reinstate`.
	fn reinstate() -> Weight;
	/// Weight of booking the parts of one title, with as many shares as there may be.
	fn accrue() -> Weight;
}

/// Weights in the runtime.
#[derive(Debug)]
pub struct SubstrateWeight<T>(PhantomData<T>);

impl<T: frame_system::Config> WeightInfo for SubstrateWeight<T> {
	// Storage: `ContentRegistry::Titles` (r:1 w:0)
	// Storage: `ContentRegistry::States` (r:1 w:0)
	// Storage: `Layers::LayersOf` (r:1 w:1)
	// Storage: `Layers::Layers` (r:64 w:1)
	// Storage: `Layers::NextLayer` (r:1 w:1)
	// Storage: `Balances::Holds` (r:1 w:1)
	fn offer() -> Weight {
		Weight::from_parts(120_000_000, 30_000)
			.saturating_add(T::DbWeight::get().reads(70_u64))
			.saturating_add(T::DbWeight::get().writes(5_u64))
	}
	// Storage: `Layers::Layers` (r:1 w:1)
	// Storage: `ContentRegistry::Titles` (r:1 w:0)
	// Storage: `ContentRegistry::States` (r:1 w:0)
	// Storage: `Babe::CurrentSlot` (r:1 w:0)
	// Storage: `Layers::SharesOf` (r:1 w:1)
	// Storage: `System::Account` (r:2 w:2)
	fn accept() -> Weight {
		Weight::from_parts(60_000_000, 6_200)
			.saturating_add(T::DbWeight::get().reads(7_u64))
			.saturating_add(T::DbWeight::get().writes(4_u64))
	}
	// Storage: `Layers::Layers` (r:1 w:1)
	// Storage: `ContentRegistry::Titles` (r:1 w:0)
	// Storage: `ContentRegistry::States` (r:1 w:0)
	// Storage: `Balances::Holds` (r:1 w:1)
	// Storage: `System::Account` (r:1 w:1)
	// Storage: `Layers::LayersOf` (r:1 w:1)
	fn decline() -> Weight {
		Weight::from_parts(60_000_000, 4_500)
			.saturating_add(T::DbWeight::get().reads(6_u64))
			.saturating_add(T::DbWeight::get().writes(4_u64))
	}
	// Storage: `Layers::Layers` (r:1 w:1)
	// Storage: `Layers::SharesOf` (r:1 w:1)
	// Storage: `System::Account` (r:2 w:2)
	// Storage: `Layers::OwedTotal` (r:1 w:1)
	// Storage: `Balances::Holds` (r:1 w:1)
	// Storage: `Layers::LayersOf` (r:1 w:1)
	fn withdraw() -> Weight {
		Weight::from_parts(110_000_000, 6_200)
			.saturating_add(T::DbWeight::get().reads(7_u64))
			.saturating_add(T::DbWeight::get().writes(7_u64))
	}
	// Storage: `Layers::Layers` (r:1 w:1)
	// Storage: `ContentRegistry::Titles` (r:1 w:0)
	// Storage: `ContentRegistry::States` (r:1 w:0)
	// Storage: `Babe::CurrentSlot` (r:1 w:0)
	// Storage: `Layers::SharesOf` (r:1 w:1)
	fn end() -> Weight {
		Weight::from_parts(40_000_000, 4_500)
			.saturating_add(T::DbWeight::get().reads(5_u64))
			.saturating_add(T::DbWeight::get().writes(2_u64))
	}
	// Storage: `Layers::Layers` (r:1 w:1)
	// Storage: `ContentRegistry::Titles` (r:1 w:0)
	// Storage: `ContentRegistry::States` (r:1 w:0)
	// Storage: `Babe::CurrentSlot` (r:1 w:0)
	// Storage: `Layers::SharesOf` (r:1 w:1)
	// Storage: `System::Account` (r:2 w:2)
	// Storage: `Layers::OwedTotal` (r:1 w:1)
	// Storage: `Balances::Holds` (r:1 w:1)
	// Storage: `Layers::LayersOf` (r:1 w:1)
	fn clear() -> Weight {
		Weight::from_parts(120_000_000, 6_200)
			.saturating_add(T::DbWeight::get().reads(10_u64))
			.saturating_add(T::DbWeight::get().writes(7_u64))
	}
	// Storage: `Layers::SharesOf` (r:1 w:1)
	// Storage: `Layers::OwedTotal` (r:1 w:1)
	// Storage: `System::Account` (r:5 w:5)
	fn claim() -> Weight {
		Weight::from_parts(260_000_000, 14_000)
			.saturating_add(T::DbWeight::get().reads(7_u64))
			.saturating_add(T::DbWeight::get().writes(7_u64))
	}
	// Storage: `Layers::Layers` (r:1 w:1)
	// Storage: `ContentRegistry::Titles` (r:1 w:0)
	// Storage: `ContentRegistry::States` (r:1 w:0)
	// Storage: `Supervisors::Supervisors` (r:2 w:0)
	// Storage: `Layers::SharesOf` (r:1 w:1)
	fn stop() -> Weight {
		Weight::from_parts(45_000_000, 6_500)
			.saturating_add(T::DbWeight::get().reads(6_u64))
			.saturating_add(T::DbWeight::get().writes(2_u64))
	}
	// Storage: `Layers::Layers` (r:1 w:1)
	// Storage: `ContentRegistry::Titles` (r:1 w:0)
	// Storage: `ContentRegistry::States` (r:1 w:0)
	// Storage: `Supervisors::Supervisors` (r:2 w:0)
	// Storage: `Layers::SharesOf` (r:1 w:1)
	fn reinstate() -> Weight {
		Weight::from_parts(45_000_000, 6_500)
			.saturating_add(T::DbWeight::get().reads(6_u64))
			.saturating_add(T::DbWeight::get().writes(2_u64))
	}
	// Storage: `Layers::SharesOf` (r:1 w:1)
	// Storage: `Babe::CurrentSlot` (r:1 w:0)
	// Storage: `Layers::OwedTotal` (r:1 w:1)
	fn accrue() -> Weight {
		Weight::from_parts(25_000_000, 3_900)
			.saturating_add(T::DbWeight::get().reads(2_u64))
			.saturating_add(T::DbWeight::get().writes(1_u64))
	}
}

/// For tests.
impl WeightInfo for () {
	fn offer() -> Weight {
		Weight::from_parts(120_000_000, 30_000)
			.saturating_add(RocksDbWeight::get().reads(70_u64))
			.saturating_add(RocksDbWeight::get().writes(5_u64))
	}
	fn accept() -> Weight {
		Weight::from_parts(60_000_000, 6_200)
			.saturating_add(RocksDbWeight::get().reads(7_u64))
			.saturating_add(RocksDbWeight::get().writes(4_u64))
	}
	fn decline() -> Weight {
		Weight::from_parts(60_000_000, 4_500)
			.saturating_add(RocksDbWeight::get().reads(6_u64))
			.saturating_add(RocksDbWeight::get().writes(4_u64))
	}
	fn withdraw() -> Weight {
		Weight::from_parts(110_000_000, 6_200)
			.saturating_add(RocksDbWeight::get().reads(7_u64))
			.saturating_add(RocksDbWeight::get().writes(7_u64))
	}
	fn end() -> Weight {
		Weight::from_parts(40_000_000, 4_500)
			.saturating_add(RocksDbWeight::get().reads(5_u64))
			.saturating_add(RocksDbWeight::get().writes(2_u64))
	}
	fn clear() -> Weight {
		Weight::from_parts(120_000_000, 6_200)
			.saturating_add(RocksDbWeight::get().reads(10_u64))
			.saturating_add(RocksDbWeight::get().writes(7_u64))
	}
	fn claim() -> Weight {
		Weight::from_parts(260_000_000, 14_000)
			.saturating_add(RocksDbWeight::get().reads(7_u64))
			.saturating_add(RocksDbWeight::get().writes(7_u64))
	}
	fn stop() -> Weight {
		Weight::from_parts(45_000_000, 6_500)
			.saturating_add(RocksDbWeight::get().reads(6_u64))
			.saturating_add(RocksDbWeight::get().writes(2_u64))
	}
	fn reinstate() -> Weight {
		Weight::from_parts(45_000_000, 6_500)
			.saturating_add(RocksDbWeight::get().reads(6_u64))
			.saturating_add(RocksDbWeight::get().writes(2_u64))
	}
	fn accrue() -> Weight {
		Weight::from_parts(25_000_000, 3_900)
			.saturating_add(RocksDbWeight::get().reads(2_u64))
			.saturating_add(RocksDbWeight::get().writes(1_u64))
	}
}
