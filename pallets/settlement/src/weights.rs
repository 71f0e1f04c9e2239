//! Weights of `pallet_settlement`, measured. Made by `scripts/benchmark-weights.sh`: do not edit.
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
	/// Weight of `buy`.
	fn buy() -> Weight;
	/// Weight of `refuse`.
	fn refuse() -> Weight;
	/// Weight of `return_undelivered`.
	fn return_undelivered() -> Weight;
	/// Weight of `donate`, `h` from 1 to 32.
	fn donate(h: u32) -> Weight;
	/// Weight of `claim_owed`.
	fn claim_owed() -> Weight;
	/// Weight of `forget`.
	fn forget() -> Weight;
	/// Weight of `clear_sales`.
	fn clear_sales() -> Weight;
	/// Weight of `deliver`, `h` from 1 to 32.
	fn deliver(h: u32) -> Weight;
}

/// Weights as measured in the runtime.
#[derive(Debug)]
pub struct SubstrateWeight<T>(PhantomData<T>);

impl<T: frame_system::Config> WeightInfo for SubstrateWeight<T> {
	// Storage: `ContentRegistry::Titles` (r:1 w:0)
	// Proof: `ContentRegistry::Titles` (`max_values`: None, `max_size`: Some(215), added: 2690, mode: `MaxEncodedLen`)
	// Storage: `ContentRegistry::States` (r:1 w:0)
	// Proof: `ContentRegistry::States` (`max_values`: None, `max_size`: Some(67), added: 2542, mode: `MaxEncodedLen`)
	// Storage: `ContentIdentification::FileOfTitle` (r:1 w:0)
	// Proof: `ContentIdentification::FileOfTitle` (`max_values`: None, `max_size`: Some(80), added: 2555, mode: `MaxEncodedLen`)
	// Storage: `ContentIdentification::Files` (r:1 w:0)
	// Proof: `ContentIdentification::Files` (`max_values`: None, `max_size`: Some(160), added: 2635, mode: `MaxEncodedLen`)
	// Storage: `ContentIdentification::Patterns` (r:2 w:0)
	// Proof: `ContentIdentification::Patterns` (`max_values`: None, `max_size`: Some(121), added: 2596, mode: `MaxEncodedLen`)
	// Storage: `ContentIdentification::Permits` (r:1 w:0)
	// Proof: `ContentIdentification::Permits` (`max_values`: None, `max_size`: Some(96), added: 2571, mode: `MaxEncodedLen`)
	// Storage: `Rights::TermsOf` (r:1 w:0)
	// Proof: `Rights::TermsOf` (`max_values`: None, `max_size`: Some(109), added: 2584, mode: `MaxEncodedLen`)
	// Storage: `Babe::CurrentSlot` (r:1 w:0)
	// Proof: `Babe::CurrentSlot` (`max_values`: Some(1), `max_size`: Some(8), added: 503, mode: `MaxEncodedLen`)
	// Storage: `Settlement::Access` (r:1 w:1)
	// Proof: `Settlement::Access` (`max_values`: None, `max_size`: Some(104), added: 2579, mode: `MaxEncodedLen`)
	// Storage: `Settlement::NextPurchase` (r:1 w:1)
	// Proof: `Settlement::NextPurchase` (`max_values`: Some(1), `max_size`: Some(8), added: 503, mode: `MaxEncodedLen`)
	// Storage: `Parameters::Parameters` (r:2 w:0)
	// Proof: `Parameters::Parameters` (`max_values`: None, `max_size`: Some(116), added: 2591, mode: `MaxEncodedLen`)
	// Storage: `System::Account` (r:1 w:1)
	// Proof: `System::Account` (`max_values`: None, `max_size`: Some(128), added: 2603, mode: `MaxEncodedLen`)
	// Storage: `Balances::Holds` (r:1 w:1)
	// Proof: `Balances::Holds` (`max_values`: None, `max_size`: Some(337), added: 2812, mode: `MaxEncodedLen`)
	// Storage: `Settlement::OpenTotal` (r:1 w:1)
	// Proof: `Settlement::OpenTotal` (`max_values`: None, `max_size`: Some(25), added: 2500, mode: `MaxEncodedLen`)
	// Storage: `Rights::HoldersOf` (r:1 w:0)
	// Proof: `Rights::HoldersOf` (`max_values`: None, `max_size`: Some(1650), added: 4125, mode: `MaxEncodedLen`)
	// Storage: `Rights::PatternHoldersOf` (r:1 w:0)
	// Proof: `Rights::PatternHoldersOf` (`max_values`: None, `max_size`: Some(1681), added: 4156, mode: `MaxEncodedLen`)
	// Storage: `Settlement::Due` (r:0 w:1)
	// Proof: `Settlement::Due` (`max_values`: None, `max_size`: Some(16), added: 2491, mode: `MaxEncodedLen`)
	// Storage: `Settlement::Purchases` (r:0 w:1)
	// Proof: `Settlement::Purchases` (`max_values`: None, `max_size`: Some(151), added: 2626, mode: `MaxEncodedLen`)
	fn buy() -> Weight {
		// Measured proof: 3470 bytes; shortest run: 89_714 ns.
		Weight::from_parts(96_864_000, 6_182)
			.saturating_add(T::DbWeight::get().reads(18_u64))
			.saturating_add(T::DbWeight::get().writes(7_u64))
	}
	// Storage: `Settlement::Purchases` (r:1 w:1)
	// Proof: `Settlement::Purchases` (`max_values`: None, `max_size`: Some(151), added: 2626, mode: `MaxEncodedLen`)
	// Storage: `Settlement::OpenTotal` (r:1 w:1)
	// Proof: `Settlement::OpenTotal` (`max_values`: None, `max_size`: Some(25), added: 2500, mode: `MaxEncodedLen`)
	// Storage: `System::Account` (r:1 w:1)
	// Proof: `System::Account` (`max_values`: None, `max_size`: Some(128), added: 2603, mode: `MaxEncodedLen`)
	// Storage: `Balances::Holds` (r:1 w:1)
	// Proof: `Balances::Holds` (`max_values`: None, `max_size`: Some(337), added: 2812, mode: `MaxEncodedLen`)
	// Storage: `Settlement::Due` (r:0 w:1)
	// Proof: `Settlement::Due` (`max_values`: None, `max_size`: Some(16), added: 2491, mode: `MaxEncodedLen`)
	// Storage: `Settlement::Access` (r:0 w:1)
	// Proof: `Settlement::Access` (`max_values`: None, `max_size`: Some(104), added: 2579, mode: `MaxEncodedLen`)
	fn refuse() -> Weight {
		// Measured proof: 580 bytes; shortest run: 47_441 ns.
		Weight::from_parts(50_836_000, 3_802)
			.saturating_add(T::DbWeight::get().reads(4_u64))
			.saturating_add(T::DbWeight::get().writes(6_u64))
	}
	// Storage: `Settlement::Purchases` (r:1 w:1)
	// Proof: `Settlement::Purchases` (`max_values`: None, `max_size`: Some(151), added: 2626, mode: `MaxEncodedLen`)
	// Storage: `Babe::CurrentSlot` (r:1 w:0)
	// Proof: `Babe::CurrentSlot` (`max_values`: Some(1), `max_size`: Some(8), added: 503, mode: `MaxEncodedLen`)
	// Storage: `Settlement::OpenTotal` (r:1 w:1)
	// Proof: `Settlement::OpenTotal` (`max_values`: None, `max_size`: Some(25), added: 2500, mode: `MaxEncodedLen`)
	// Storage: `System::Account` (r:1 w:1)
	// Proof: `System::Account` (`max_values`: None, `max_size`: Some(128), added: 2603, mode: `MaxEncodedLen`)
	// Storage: `Balances::Holds` (r:1 w:1)
	// Proof: `Balances::Holds` (`max_values`: None, `max_size`: Some(337), added: 2812, mode: `MaxEncodedLen`)
	// Storage: `Settlement::Due` (r:0 w:1)
	// Proof: `Settlement::Due` (`max_values`: None, `max_size`: Some(16), added: 2491, mode: `MaxEncodedLen`)
	// Storage: `Settlement::Access` (r:0 w:1)
	// Proof: `Settlement::Access` (`max_values`: None, `max_size`: Some(104), added: 2579, mode: `MaxEncodedLen`)
	fn return_undelivered() -> Weight {
		// Measured proof: 810 bytes; shortest run: 52_949 ns.
		Weight::from_parts(56_244_000, 3_802)
			.saturating_add(T::DbWeight::get().reads(5_u64))
			.saturating_add(T::DbWeight::get().writes(6_u64))
	}
	// Storage: `ContentRegistry::Titles` (r:1 w:0)
	// Proof: `ContentRegistry::Titles` (`max_values`: None, `max_size`: Some(215), added: 2690, mode: `MaxEncodedLen`)
	// Storage: `ContentRegistry::States` (r:1 w:0)
	// Proof: `ContentRegistry::States` (`max_values`: None, `max_size`: Some(67), added: 2542, mode: `MaxEncodedLen`)
	// Storage: `System::Account` (r:35 w:3)
	// Proof: `System::Account` (`max_values`: None, `max_size`: Some(128), added: 2603, mode: `MaxEncodedLen`)
	// Storage: `Balances::Holds` (r:1 w:1)
	// Proof: `Balances::Holds` (`max_values`: None, `max_size`: Some(337), added: 2812, mode: `MaxEncodedLen`)
	// Storage: `Settlement::OpenTotal` (r:1 w:1)
	// Proof: `Settlement::OpenTotal` (`max_values`: None, `max_size`: Some(25), added: 2500, mode: `MaxEncodedLen`)
	// Storage: `Rights::HoldersOf` (r:1 w:0)
	// Proof: `Rights::HoldersOf` (`max_values`: None, `max_size`: Some(1650), added: 4125, mode: `MaxEncodedLen`)
	// Storage: `Rights::PatternHoldersOf` (r:1 w:0)
	// Proof: `Rights::PatternHoldersOf` (`max_values`: None, `max_size`: Some(1681), added: 4156, mode: `MaxEncodedLen`)
	// Storage: `Babe::CurrentSlot` (r:1 w:0)
	// Proof: `Babe::CurrentSlot` (`max_values`: Some(1), `max_size`: Some(8), added: 503, mode: `MaxEncodedLen`)
	// Storage: `Layers::SharesOf` (r:1 w:0)
	// Proof: `Layers::SharesOf` (`max_values`: None, `max_size`: Some(321), added: 2796, mode: `MaxEncodedLen`)
	// Storage: `Settlement::OldestPeriod` (r:1 w:1)
	// Proof: `Settlement::OldestPeriod` (`max_values`: Some(1), `max_size`: Some(8), added: 503, mode: `MaxEncodedLen`)
	// Storage: `Settlement::Sales` (r:32 w:32)
	// Proof: `Settlement::Sales` (`max_values`: None, `max_size`: Some(104), added: 2579, mode: `MaxEncodedLen`)
	// Storage: `Settlement::Owed` (r:32 w:32)
	// Proof: `Settlement::Owed` (`max_values`: None, `max_size`: Some(73), added: 2548, mode: `MaxEncodedLen`)
	// Storage: `Settlement::OwedTotal` (r:1 w:1)
	// Proof: `Settlement::OwedTotal` (`max_values`: None, `max_size`: Some(25), added: 2500, mode: `MaxEncodedLen`)
	// `h` is 1 to 32.
	fn donate(h: u32) -> Weight {
		// Measured proof: 5674 bytes; shortest run: 1_437_765 ns.
		Weight::from_parts(1_501_483_310, 92_095)
			// Standard error: 371_415.
			.saturating_add(Weight::from_parts(10_479_141, 0).saturating_mul(h.into()))
			.saturating_add(T::DbWeight::get().reads(77_u64))
			.saturating_add(T::DbWeight::get().reads(1_u64.saturating_mul(h.into())))
			.saturating_add(T::DbWeight::get().writes(71_u64))
			.saturating_add(Weight::from_parts(0, 2_548).saturating_mul(h.into()))
	}
	// Storage: `Settlement::Owed` (r:1 w:1)
	// Proof: `Settlement::Owed` (`max_values`: None, `max_size`: Some(73), added: 2548, mode: `MaxEncodedLen`)
	// Storage: `System::Account` (r:2 w:2)
	// Proof: `System::Account` (`max_values`: None, `max_size`: Some(128), added: 2603, mode: `MaxEncodedLen`)
	// Storage: `Settlement::OwedTotal` (r:1 w:1)
	// Proof: `Settlement::OwedTotal` (`max_values`: None, `max_size`: Some(25), added: 2500, mode: `MaxEncodedLen`)
	fn claim_owed() -> Weight {
		// Measured proof: 1026 bytes; shortest run: 59_238 ns.
		Weight::from_parts(62_544_000, 6_196)
			.saturating_add(T::DbWeight::get().reads(4_u64))
			.saturating_add(T::DbWeight::get().writes(4_u64))
	}
	// Storage: `Settlement::Purchases` (r:1 w:1)
	// Proof: `Settlement::Purchases` (`max_values`: None, `max_size`: Some(151), added: 2626, mode: `MaxEncodedLen`)
	// Storage: `Settlement::Access` (r:0 w:1)
	// Proof: `Settlement::Access` (`max_values`: None, `max_size`: Some(104), added: 2579, mode: `MaxEncodedLen`)
	fn forget() -> Weight {
		// Measured proof: 399 bytes; shortest run: 13_010 ns.
		Weight::from_parts(14_271_000, 3_616)
			.saturating_add(T::DbWeight::get().reads(1_u64))
			.saturating_add(T::DbWeight::get().writes(2_u64))
	}
	// Storage: `Settlement::OldestPeriod` (r:1 w:1)
	// Proof: `Settlement::OldestPeriod` (`max_values`: Some(1), `max_size`: Some(8), added: 503, mode: `MaxEncodedLen`)
	// Storage: `Babe::CurrentSlot` (r:1 w:0)
	// Proof: `Babe::CurrentSlot` (`max_values`: Some(1), `max_size`: Some(8), added: 503, mode: `MaxEncodedLen`)
	// Storage: `Settlement::Sales` (r:64 w:64)
	// Proof: `Settlement::Sales` (`max_values`: None, `max_size`: Some(104), added: 2579, mode: `MaxEncodedLen`)
	fn clear_sales() -> Weight {
		// Measured proof: 5865 bytes; shortest run: 63_545 ns.
		Weight::from_parts(67_611_000, 166_046)
			.saturating_add(T::DbWeight::get().reads(66_u64))
			.saturating_add(T::DbWeight::get().writes(65_u64))
	}
	// Storage: `Settlement::Purchases` (r:1 w:1)
	// Proof: `Settlement::Purchases` (`max_values`: None, `max_size`: Some(151), added: 2626, mode: `MaxEncodedLen`)
	// Storage: `ContentRegistry::Titles` (r:1 w:0)
	// Proof: `ContentRegistry::Titles` (`max_values`: None, `max_size`: Some(215), added: 2690, mode: `MaxEncodedLen`)
	// Storage: `ContentRegistry::States` (r:1 w:0)
	// Proof: `ContentRegistry::States` (`max_values`: None, `max_size`: Some(67), added: 2542, mode: `MaxEncodedLen`)
	// Storage: `Babe::CurrentSlot` (r:1 w:0)
	// Proof: `Babe::CurrentSlot` (`max_values`: Some(1), `max_size`: Some(8), added: 503, mode: `MaxEncodedLen`)
	// Storage: `Rights::HoldersOf` (r:1 w:0)
	// Proof: `Rights::HoldersOf` (`max_values`: None, `max_size`: Some(1650), added: 4125, mode: `MaxEncodedLen`)
	// Storage: `Rights::PatternHoldersOf` (r:1 w:0)
	// Proof: `Rights::PatternHoldersOf` (`max_values`: None, `max_size`: Some(1681), added: 4156, mode: `MaxEncodedLen`)
	// Storage: `Settlement::OpenTotal` (r:1 w:1)
	// Proof: `Settlement::OpenTotal` (`max_values`: None, `max_size`: Some(25), added: 2500, mode: `MaxEncodedLen`)
	// Storage: `System::Account` (r:35 w:4)
	// Proof: `System::Account` (`max_values`: None, `max_size`: Some(128), added: 2603, mode: `MaxEncodedLen`)
	// Storage: `Balances::Holds` (r:1 w:1)
	// Proof: `Balances::Holds` (`max_values`: None, `max_size`: Some(337), added: 2812, mode: `MaxEncodedLen`)
	// Storage: `Layers::SharesOf` (r:1 w:0)
	// Proof: `Layers::SharesOf` (`max_values`: None, `max_size`: Some(321), added: 2796, mode: `MaxEncodedLen`)
	// Storage: `Settlement::OldestPeriod` (r:1 w:1)
	// Proof: `Settlement::OldestPeriod` (`max_values`: Some(1), `max_size`: Some(8), added: 503, mode: `MaxEncodedLen`)
	// Storage: `Settlement::Sales` (r:32 w:32)
	// Proof: `Settlement::Sales` (`max_values`: None, `max_size`: Some(104), added: 2579, mode: `MaxEncodedLen`)
	// Storage: `Settlement::Owed` (r:31 w:31)
	// Proof: `Settlement::Owed` (`max_values`: None, `max_size`: Some(73), added: 2548, mode: `MaxEncodedLen`)
	// Storage: `Settlement::OwedTotal` (r:1 w:1)
	// Proof: `Settlement::OwedTotal` (`max_values`: None, `max_size`: Some(25), added: 2500, mode: `MaxEncodedLen`)
	// Storage: `Settlement::Due` (r:0 w:1)
	// Proof: `Settlement::Due` (`max_values`: None, `max_size`: Some(16), added: 2491, mode: `MaxEncodedLen`)
	// `h` is 1 to 32.
	fn deliver(h: u32) -> Weight {
		// Measured proof: 6124 bytes; shortest run: 1_345_578 ns.
		Weight::from_parts(1_409_704_895, 92_095)
			// Standard error: 97_264.
			.saturating_add(Weight::from_parts(6_224_231, 0).saturating_mul(h.into()))
			.saturating_add(T::DbWeight::get().reads(78_u64))
			.saturating_add(T::DbWeight::get().reads(1_u64.saturating_mul(h.into())))
			.saturating_add(T::DbWeight::get().writes(73_u64))
			.saturating_add(Weight::from_parts(0, 2_538).saturating_mul(h.into()))
	}
}

/// The same for tests.
impl WeightInfo for () {
	fn buy() -> Weight {
		Weight::from_parts(96_864_000, 6_182)
			.saturating_add(RocksDbWeight::get().reads(18_u64))
			.saturating_add(RocksDbWeight::get().writes(7_u64))
	}
	fn refuse() -> Weight {
		Weight::from_parts(50_836_000, 3_802)
			.saturating_add(RocksDbWeight::get().reads(4_u64))
			.saturating_add(RocksDbWeight::get().writes(6_u64))
	}
	fn return_undelivered() -> Weight {
		Weight::from_parts(56_244_000, 3_802)
			.saturating_add(RocksDbWeight::get().reads(5_u64))
			.saturating_add(RocksDbWeight::get().writes(6_u64))
	}
	fn donate(h: u32) -> Weight {
		Weight::from_parts(1_501_483_310, 92_095)
			.saturating_add(Weight::from_parts(10_479_141, 0).saturating_mul(h.into()))
			.saturating_add(RocksDbWeight::get().reads(77_u64))
			.saturating_add(RocksDbWeight::get().reads(1_u64.saturating_mul(h.into())))
			.saturating_add(RocksDbWeight::get().writes(71_u64))
			.saturating_add(Weight::from_parts(0, 2_548).saturating_mul(h.into()))
	}
	fn claim_owed() -> Weight {
		Weight::from_parts(62_544_000, 6_196)
			.saturating_add(RocksDbWeight::get().reads(4_u64))
			.saturating_add(RocksDbWeight::get().writes(4_u64))
	}
	fn forget() -> Weight {
		Weight::from_parts(14_271_000, 3_616)
			.saturating_add(RocksDbWeight::get().reads(1_u64))
			.saturating_add(RocksDbWeight::get().writes(2_u64))
	}
	fn clear_sales() -> Weight {
		Weight::from_parts(67_611_000, 166_046)
			.saturating_add(RocksDbWeight::get().reads(66_u64))
			.saturating_add(RocksDbWeight::get().writes(65_u64))
	}
	fn deliver(h: u32) -> Weight {
		Weight::from_parts(1_409_704_895, 92_095)
			.saturating_add(Weight::from_parts(6_224_231, 0).saturating_mul(h.into()))
			.saturating_add(RocksDbWeight::get().reads(78_u64))
			.saturating_add(RocksDbWeight::get().reads(1_u64.saturating_mul(h.into())))
			.saturating_add(RocksDbWeight::get().writes(73_u64))
			.saturating_add(Weight::from_parts(0, 2_538).saturating_mul(h.into()))
	}
}
