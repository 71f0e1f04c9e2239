//! Weights of `pallet_layers`, measured. Made by `scripts/benchmark-weights.sh`: do not edit.
//!
//! Each benchmark ran for at least 1 s, before all other work.
//! 2026-11-22: 50 steps, 20 repeats, Compiled Wasm, CPU `AMD EPYC`, benchmark
//! command 64.0.0. Times exclude the database, which `DbWeight` adds.

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
	/// Weight of `accrue`.
	fn accrue() -> Weight;
}

/// Weights as measured in the runtime.
#[derive(Debug)]
pub struct SubstrateWeight<T>(PhantomData<T>);

impl<T: frame_system::Config> WeightInfo for SubstrateWeight<T> {
	// Storage: `ContentRegistry::Titles` (r:1 w:0)
	// Proof: `ContentRegistry::Titles` (`max_values`: None, `max_size`: Some(215), added: 2690, mode: `MaxEncodedLen`)
	// Storage: `ContentRegistry::States` (r:1 w:0)
	// Proof: `ContentRegistry::States` (`max_values`: None, `max_size`: Some(67), added: 2542, mode: `MaxEncodedLen`)
	// Storage: `Layers::LayersOf` (r:1 w:1)
	// Proof: `Layers::LayersOf` (`max_values`: None, `max_size`: Some(562), added: 3037, mode: `MaxEncodedLen`)
	// Storage: `Layers::Layers` (r:63 w:1)
	// Proof: `Layers::Layers` (`max_values`: None, `max_size`: Some(185), added: 2660, mode: `MaxEncodedLen`)
	// Storage: `Layers::NextLayer` (r:1 w:1)
	// Proof: `Layers::NextLayer` (`max_values`: Some(1), `max_size`: Some(8), added: 503, mode: `MaxEncodedLen`)
	// Storage: `System::Account` (r:1 w:1)
	// Proof: `System::Account` (`max_values`: None, `max_size`: Some(128), added: 2603, mode: `MaxEncodedLen`)
	// Storage: `Balances::Holds` (r:1 w:1)
	// Proof: `Balances::Holds` (`max_values`: None, `max_size`: Some(301), added: 2776, mode: `MaxEncodedLen`)
	fn offer() -> Weight {
		// Measured proof: 12977 bytes; shortest run: 248_491 ns.
		Weight::from_parts(282_091_000, 168_570)
			.saturating_add(T::DbWeight::get().reads(69_u64))
			.saturating_add(T::DbWeight::get().writes(5_u64))
	}
	// Storage: `Layers::Layers` (r:1 w:1)
	// Proof: `Layers::Layers` (`max_values`: None, `max_size`: Some(185), added: 2660, mode: `MaxEncodedLen`)
	// Storage: `ContentRegistry::Titles` (r:1 w:0)
	// Proof: `ContentRegistry::Titles` (`max_values`: None, `max_size`: Some(215), added: 2690, mode: `MaxEncodedLen`)
	// Storage: `ContentRegistry::States` (r:1 w:0)
	// Proof: `ContentRegistry::States` (`max_values`: None, `max_size`: Some(67), added: 2542, mode: `MaxEncodedLen`)
	// Storage: `Babe::CurrentSlot` (r:1 w:0)
	// Proof: `Babe::CurrentSlot` (`max_values`: Some(1), `max_size`: Some(8), added: 503, mode: `MaxEncodedLen`)
	// Storage: `Layers::SharesOf` (r:1 w:1)
	// Proof: `Layers::SharesOf` (`max_values`: None, `max_size`: Some(321), added: 2796, mode: `MaxEncodedLen`)
	fn accept() -> Weight {
		// Measured proof: 1219 bytes; shortest run: 24_006 ns.
		Weight::from_parts(25_468_000, 3_786)
			.saturating_add(T::DbWeight::get().reads(5_u64))
			.saturating_add(T::DbWeight::get().writes(2_u64))
	}
	// Storage: `Layers::Layers` (r:1 w:1)
	// Proof: `Layers::Layers` (`max_values`: None, `max_size`: Some(185), added: 2660, mode: `MaxEncodedLen`)
	// Storage: `ContentRegistry::Titles` (r:1 w:0)
	// Proof: `ContentRegistry::Titles` (`max_values`: None, `max_size`: Some(215), added: 2690, mode: `MaxEncodedLen`)
	// Storage: `ContentRegistry::States` (r:1 w:0)
	// Proof: `ContentRegistry::States` (`max_values`: None, `max_size`: Some(67), added: 2542, mode: `MaxEncodedLen`)
	// Storage: `System::Account` (r:1 w:1)
	// Proof: `System::Account` (`max_values`: None, `max_size`: Some(128), added: 2603, mode: `MaxEncodedLen`)
	// Storage: `Balances::Holds` (r:1 w:1)
	// Proof: `Balances::Holds` (`max_values`: None, `max_size`: Some(301), added: 2776, mode: `MaxEncodedLen`)
	// Storage: `Layers::LayersOf` (r:1 w:1)
	// Proof: `Layers::LayersOf` (`max_values`: None, `max_size`: Some(562), added: 3037, mode: `MaxEncodedLen`)
	fn decline() -> Weight {
		// Measured proof: 2583 bytes; shortest run: 73_039 ns.
		Weight::from_parts(89_083_000, 4_027)
			.saturating_add(T::DbWeight::get().reads(6_u64))
			.saturating_add(T::DbWeight::get().writes(4_u64))
	}
	// Storage: `Layers::Layers` (r:1 w:1)
	// Proof: `Layers::Layers` (`max_values`: None, `max_size`: Some(185), added: 2660, mode: `MaxEncodedLen`)
	// Storage: `Layers::SharesOf` (r:1 w:1)
	// Proof: `Layers::SharesOf` (`max_values`: None, `max_size`: Some(321), added: 2796, mode: `MaxEncodedLen`)
	// Storage: `System::Account` (r:2 w:2)
	// Proof: `System::Account` (`max_values`: None, `max_size`: Some(128), added: 2603, mode: `MaxEncodedLen`)
	// Storage: `Layers::OwedTotal` (r:1 w:1)
	// Proof: `Layers::OwedTotal` (`max_values`: Some(1), `max_size`: Some(16), added: 511, mode: `MaxEncodedLen`)
	// Storage: `Balances::Holds` (r:1 w:1)
	// Proof: `Balances::Holds` (`max_values`: None, `max_size`: Some(301), added: 2776, mode: `MaxEncodedLen`)
	// Storage: `Layers::LayersOf` (r:1 w:1)
	// Proof: `Layers::LayersOf` (`max_values`: None, `max_size`: Some(562), added: 3037, mode: `MaxEncodedLen`)
	fn withdraw() -> Weight {
		// Measured proof: 2903 bytes; shortest run: 109_393 ns.
		Weight::from_parts(126_729_000, 6_196)
			.saturating_add(T::DbWeight::get().reads(7_u64))
			.saturating_add(T::DbWeight::get().writes(7_u64))
	}
	// Storage: `Layers::Layers` (r:1 w:1)
	// Proof: `Layers::Layers` (`max_values`: None, `max_size`: Some(185), added: 2660, mode: `MaxEncodedLen`)
	// Storage: `ContentRegistry::Titles` (r:1 w:0)
	// Proof: `ContentRegistry::Titles` (`max_values`: None, `max_size`: Some(215), added: 2690, mode: `MaxEncodedLen`)
	// Storage: `ContentRegistry::States` (r:1 w:0)
	// Proof: `ContentRegistry::States` (`max_values`: None, `max_size`: Some(67), added: 2542, mode: `MaxEncodedLen`)
	// Storage: `Babe::CurrentSlot` (r:1 w:0)
	// Proof: `Babe::CurrentSlot` (`max_values`: Some(1), `max_size`: Some(8), added: 503, mode: `MaxEncodedLen`)
	// Storage: `Layers::SharesOf` (r:1 w:1)
	// Proof: `Layers::SharesOf` (`max_values`: None, `max_size`: Some(321), added: 2796, mode: `MaxEncodedLen`)
	fn end() -> Weight {
		// Measured proof: 1316 bytes; shortest run: 23_075 ns.
		Weight::from_parts(24_857_000, 3_786)
			.saturating_add(T::DbWeight::get().reads(5_u64))
			.saturating_add(T::DbWeight::get().writes(2_u64))
	}
	// Storage: `Layers::Layers` (r:1 w:1)
	// Proof: `Layers::Layers` (`max_values`: None, `max_size`: Some(185), added: 2660, mode: `MaxEncodedLen`)
	// Storage: `ContentRegistry::Titles` (r:1 w:0)
	// Proof: `ContentRegistry::Titles` (`max_values`: None, `max_size`: Some(215), added: 2690, mode: `MaxEncodedLen`)
	// Storage: `ContentRegistry::States` (r:1 w:0)
	// Proof: `ContentRegistry::States` (`max_values`: None, `max_size`: Some(67), added: 2542, mode: `MaxEncodedLen`)
	// Storage: `Babe::CurrentSlot` (r:1 w:0)
	// Proof: `Babe::CurrentSlot` (`max_values`: Some(1), `max_size`: Some(8), added: 503, mode: `MaxEncodedLen`)
	// Storage: `Layers::SharesOf` (r:1 w:1)
	// Proof: `Layers::SharesOf` (`max_values`: None, `max_size`: Some(321), added: 2796, mode: `MaxEncodedLen`)
	// Storage: `System::Account` (r:2 w:2)
	// Proof: `System::Account` (`max_values`: None, `max_size`: Some(128), added: 2603, mode: `MaxEncodedLen`)
	// Storage: `Layers::OwedTotal` (r:1 w:1)
	// Proof: `Layers::OwedTotal` (`max_values`: Some(1), `max_size`: Some(16), added: 511, mode: `MaxEncodedLen`)
	// Storage: `Balances::Holds` (r:1 w:1)
	// Proof: `Balances::Holds` (`max_values`: None, `max_size`: Some(301), added: 2776, mode: `MaxEncodedLen`)
	// Storage: `Layers::LayersOf` (r:1 w:1)
	// Proof: `Layers::LayersOf` (`max_values`: None, `max_size`: Some(562), added: 3037, mode: `MaxEncodedLen`)
	fn clear() -> Weight {
		// Measured proof: 3552 bytes; shortest run: 118_807 ns.
		Weight::from_parts(135_382_000, 6_196)
			.saturating_add(T::DbWeight::get().reads(10_u64))
			.saturating_add(T::DbWeight::get().writes(7_u64))
	}
	// Storage: `Layers::SharesOf` (r:1 w:1)
	// Proof: `Layers::SharesOf` (`max_values`: None, `max_size`: Some(321), added: 2796, mode: `MaxEncodedLen`)
	// Storage: `System::Account` (r:5 w:5)
	// Proof: `System::Account` (`max_values`: None, `max_size`: Some(128), added: 2603, mode: `MaxEncodedLen`)
	// Storage: `Layers::OwedTotal` (r:1 w:1)
	// Proof: `Layers::OwedTotal` (`max_values`: Some(1), `max_size`: Some(16), added: 511, mode: `MaxEncodedLen`)
	fn claim() -> Weight {
		// Measured proof: 999 bytes; shortest run: 164_646 ns.
		Weight::from_parts(170_685_000, 14_005)
			.saturating_add(T::DbWeight::get().reads(7_u64))
			.saturating_add(T::DbWeight::get().writes(7_u64))
	}
	// Storage: `Layers::Layers` (r:1 w:1)
	// Proof: `Layers::Layers` (`max_values`: None, `max_size`: Some(185), added: 2660, mode: `MaxEncodedLen`)
	// Storage: `ContentRegistry::Titles` (r:1 w:0)
	// Proof: `ContentRegistry::Titles` (`max_values`: None, `max_size`: Some(215), added: 2690, mode: `MaxEncodedLen`)
	// Storage: `ContentRegistry::States` (r:1 w:0)
	// Proof: `ContentRegistry::States` (`max_values`: None, `max_size`: Some(67), added: 2542, mode: `MaxEncodedLen`)
	// Storage: `Supervisors::Supervisors` (r:1 w:0)
	// Proof: `Supervisors::Supervisors` (`max_values`: None, `max_size`: Some(194), added: 2669, mode: `MaxEncodedLen`)
	// Storage: `Layers::SharesOf` (r:1 w:1)
	// Proof: `Layers::SharesOf` (`max_values`: None, `max_size`: Some(321), added: 2796, mode: `MaxEncodedLen`)
	fn stop() -> Weight {
		// Measured proof: 1419 bytes; shortest run: 25_408 ns.
		Weight::from_parts(28_002_000, 3_786)
			.saturating_add(T::DbWeight::get().reads(5_u64))
			.saturating_add(T::DbWeight::get().writes(2_u64))
	}
	// Storage: `Layers::Layers` (r:1 w:1)
	// Proof: `Layers::Layers` (`max_values`: None, `max_size`: Some(185), added: 2660, mode: `MaxEncodedLen`)
	// Storage: `ContentRegistry::Titles` (r:1 w:0)
	// Proof: `ContentRegistry::Titles` (`max_values`: None, `max_size`: Some(215), added: 2690, mode: `MaxEncodedLen`)
	// Storage: `ContentRegistry::States` (r:1 w:0)
	// Proof: `ContentRegistry::States` (`max_values`: None, `max_size`: Some(67), added: 2542, mode: `MaxEncodedLen`)
	// Storage: `Supervisors::Supervisors` (r:1 w:0)
	// Proof: `Supervisors::Supervisors` (`max_values`: None, `max_size`: Some(194), added: 2669, mode: `MaxEncodedLen`)
	// Storage: `Layers::SharesOf` (r:1 w:1)
	// Proof: `Layers::SharesOf` (`max_values`: None, `max_size`: Some(321), added: 2796, mode: `MaxEncodedLen`)
	fn reinstate() -> Weight {
		// Measured proof: 1420 bytes; shortest run: 25_478 ns.
		Weight::from_parts(26_970_000, 3_786)
			.saturating_add(T::DbWeight::get().reads(5_u64))
			.saturating_add(T::DbWeight::get().writes(2_u64))
	}
	// Storage: `Layers::SharesOf` (r:1 w:1)
	// Proof: `Layers::SharesOf` (`max_values`: None, `max_size`: Some(321), added: 2796, mode: `MaxEncodedLen`)
	// Storage: `Babe::CurrentSlot` (r:1 w:0)
	// Proof: `Babe::CurrentSlot` (`max_values`: Some(1), `max_size`: Some(8), added: 503, mode: `MaxEncodedLen`)
	// Storage: `Layers::OwedTotal` (r:1 w:1)
	// Proof: `Layers::OwedTotal` (`max_values`: Some(1), `max_size`: Some(16), added: 511, mode: `MaxEncodedLen`)
	fn accrue() -> Weight {
		// Measured proof: 655 bytes; shortest run: 11_787 ns.
		Weight::from_parts(12_419_000, 3_786)
			.saturating_add(T::DbWeight::get().reads(3_u64))
			.saturating_add(T::DbWeight::get().writes(2_u64))
	}
}

/// The same for tests.
impl WeightInfo for () {
	fn offer() -> Weight {
		Weight::from_parts(282_091_000, 168_570)
			.saturating_add(RocksDbWeight::get().reads(69_u64))
			.saturating_add(RocksDbWeight::get().writes(5_u64))
	}
	fn accept() -> Weight {
		Weight::from_parts(25_468_000, 3_786)
			.saturating_add(RocksDbWeight::get().reads(5_u64))
			.saturating_add(RocksDbWeight::get().writes(2_u64))
	}
	fn decline() -> Weight {
		Weight::from_parts(89_083_000, 4_027)
			.saturating_add(RocksDbWeight::get().reads(6_u64))
			.saturating_add(RocksDbWeight::get().writes(4_u64))
	}
	fn withdraw() -> Weight {
		Weight::from_parts(126_729_000, 6_196)
			.saturating_add(RocksDbWeight::get().reads(7_u64))
			.saturating_add(RocksDbWeight::get().writes(7_u64))
	}
	fn end() -> Weight {
		Weight::from_parts(24_857_000, 3_786)
			.saturating_add(RocksDbWeight::get().reads(5_u64))
			.saturating_add(RocksDbWeight::get().writes(2_u64))
	}
	fn clear() -> Weight {
		Weight::from_parts(135_382_000, 6_196)
			.saturating_add(RocksDbWeight::get().reads(10_u64))
			.saturating_add(RocksDbWeight::get().writes(7_u64))
	}
	fn claim() -> Weight {
		Weight::from_parts(170_685_000, 14_005)
			.saturating_add(RocksDbWeight::get().reads(7_u64))
			.saturating_add(RocksDbWeight::get().writes(7_u64))
	}
	fn stop() -> Weight {
		Weight::from_parts(28_002_000, 3_786)
			.saturating_add(RocksDbWeight::get().reads(5_u64))
			.saturating_add(RocksDbWeight::get().writes(2_u64))
	}
	fn reinstate() -> Weight {
		Weight::from_parts(26_970_000, 3_786)
			.saturating_add(RocksDbWeight::get().reads(5_u64))
			.saturating_add(RocksDbWeight::get().writes(2_u64))
	}
	fn accrue() -> Weight {
		Weight::from_parts(12_419_000, 3_786)
			.saturating_add(RocksDbWeight::get().reads(3_u64))
			.saturating_add(RocksDbWeight::get().writes(2_u64))
	}
}
