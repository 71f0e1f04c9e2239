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
	// Proof: `Balances::Holds` (`max_values`: None, `max_size`: Some(229), added: 2704, mode: `MaxEncodedLen`)
	// Storage: `Settlement::OpenTotal` (r:1 w:1)
	// Proof: `Settlement::OpenTotal` (`max_values`: None, `max_size`: Some(25), added: 2500, mode: `MaxEncodedLen`)
	// Storage: `Rights::HoldersOf` (r:1 w:0)
	// Proof: `Rights::HoldersOf` (`max_values`: None, `max_size`: Some(1137), added: 3612, mode: `MaxEncodedLen`)
	// Storage: `Settlement::Due` (r:0 w:1)
	// Proof: `Settlement::Due` (`max_values`: None, `max_size`: Some(16), added: 2491, mode: `MaxEncodedLen`)
	// Storage: `Settlement::Purchases` (r:0 w:1)
	// Proof: `Settlement::Purchases` (`max_values`: None, `max_size`: Some(151), added: 2626, mode: `MaxEncodedLen`)
	fn buy() -> Weight {
		// Measured proof: 928 bytes; shortest run: 71_807 ns.
		// Not measured: the five reads of clearance, by which `Rights::quote` grew since.
		Weight::from_parts(80_993_000, 6_172)
			.saturating_add(T::DbWeight::get().reads(17_u64))
			.saturating_add(T::DbWeight::get().writes(7_u64))
	}
	// Storage: `Settlement::Purchases` (r:1 w:1)
	// Proof: `Settlement::Purchases` (`max_values`: None, `max_size`: Some(151), added: 2626, mode: `MaxEncodedLen`)
	// Storage: `Settlement::OpenTotal` (r:1 w:1)
	// Proof: `Settlement::OpenTotal` (`max_values`: None, `max_size`: Some(25), added: 2500, mode: `MaxEncodedLen`)
	// Storage: `System::Account` (r:1 w:1)
	// Proof: `System::Account` (`max_values`: None, `max_size`: Some(128), added: 2603, mode: `MaxEncodedLen`)
	// Storage: `Balances::Holds` (r:1 w:1)
	// Proof: `Balances::Holds` (`max_values`: None, `max_size`: Some(229), added: 2704, mode: `MaxEncodedLen`)
	// Storage: `Settlement::Due` (r:0 w:1)
	// Proof: `Settlement::Due` (`max_values`: None, `max_size`: Some(16), added: 2491, mode: `MaxEncodedLen`)
	// Storage: `Settlement::Access` (r:0 w:1)
	// Proof: `Settlement::Access` (`max_values`: None, `max_size`: Some(104), added: 2579, mode: `MaxEncodedLen`)
	fn refuse() -> Weight {
		// Measured proof: 546 bytes; shortest run: 43_876 ns.
		Weight::from_parts(68_372_000, 3_694)
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
	// Proof: `Balances::Holds` (`max_values`: None, `max_size`: Some(229), added: 2704, mode: `MaxEncodedLen`)
	// Storage: `Settlement::Due` (r:0 w:1)
	// Proof: `Settlement::Due` (`max_values`: None, `max_size`: Some(16), added: 2491, mode: `MaxEncodedLen`)
	// Storage: `Settlement::Access` (r:0 w:1)
	// Proof: `Settlement::Access` (`max_values`: None, `max_size`: Some(104), added: 2579, mode: `MaxEncodedLen`)
	fn return_undelivered() -> Weight {
		// Measured proof: 776 bytes; shortest run: 46_549 ns.
		Weight::from_parts(52_749_000, 3_694)
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
	// Proof: `Balances::Holds` (`max_values`: None, `max_size`: Some(229), added: 2704, mode: `MaxEncodedLen`)
	// Storage: `Settlement::OpenTotal` (r:1 w:1)
	// Proof: `Settlement::OpenTotal` (`max_values`: None, `max_size`: Some(25), added: 2500, mode: `MaxEncodedLen`)
	// Storage: `Rights::HoldersOf` (r:1 w:0)
	// Proof: `Rights::HoldersOf` (`max_values`: None, `max_size`: Some(1137), added: 3612, mode: `MaxEncodedLen`)
	// Storage: `Babe::CurrentSlot` (r:1 w:0)
	// Proof: `Babe::CurrentSlot` (`max_values`: Some(1), `max_size`: Some(8), added: 503, mode: `MaxEncodedLen`)
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
		// Measured proof: 4884 bytes; shortest run: 1_498_346 ns.
		Weight::from_parts(2_110_929_468, 92_095)
			.saturating_add(T::DbWeight::get().reads(75_u64))
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
		// Measured proof: 992 bytes; shortest run: 60_831 ns.
		Weight::from_parts(67_751_000, 6_196)
			.saturating_add(T::DbWeight::get().reads(4_u64))
			.saturating_add(T::DbWeight::get().writes(4_u64))
	}
	// Storage: `Settlement::Purchases` (r:1 w:1)
	// Proof: `Settlement::Purchases` (`max_values`: None, `max_size`: Some(151), added: 2626, mode: `MaxEncodedLen`)
	// Storage: `Settlement::Access` (r:0 w:1)
	// Proof: `Settlement::Access` (`max_values`: None, `max_size`: Some(104), added: 2579, mode: `MaxEncodedLen`)
	fn forget() -> Weight {
		// Measured proof: 365 bytes; shortest run: 18_708 ns.
		Weight::from_parts(22_994_000, 3_616)
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
		// Measured proof: 5831 bytes; shortest run: 67_390 ns.
		Weight::from_parts(97_235_000, 166_046)
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
	// Proof: `Rights::HoldersOf` (`max_values`: None, `max_size`: Some(1137), added: 3612, mode: `MaxEncodedLen`)
	// Storage: `Settlement::OpenTotal` (r:1 w:1)
	// Proof: `Settlement::OpenTotal` (`max_values`: None, `max_size`: Some(25), added: 2500, mode: `MaxEncodedLen`)
	// Storage: `System::Account` (r:35 w:4)
	// Proof: `System::Account` (`max_values`: None, `max_size`: Some(128), added: 2603, mode: `MaxEncodedLen`)
	// Storage: `Balances::Holds` (r:1 w:1)
	// Proof: `Balances::Holds` (`max_values`: None, `max_size`: Some(229), added: 2704, mode: `MaxEncodedLen`)
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
		// Measured proof: 5334 bytes; shortest run: 1_476_854 ns.
		Weight::from_parts(2_077_093_609, 92_095)
			.saturating_add(T::DbWeight::get().reads(76_u64))
			.saturating_add(T::DbWeight::get().reads(1_u64.saturating_mul(h.into())))
			.saturating_add(T::DbWeight::get().writes(73_u64))
			.saturating_add(Weight::from_parts(0, 2_538).saturating_mul(h.into()))
	}
}

/// The same for tests.
impl WeightInfo for () {
	fn buy() -> Weight {
		Weight::from_parts(80_993_000, 6_172)
			.saturating_add(RocksDbWeight::get().reads(17_u64))
			.saturating_add(RocksDbWeight::get().writes(7_u64))
	}
	fn refuse() -> Weight {
		Weight::from_parts(68_372_000, 3_694)
			.saturating_add(RocksDbWeight::get().reads(4_u64))
			.saturating_add(RocksDbWeight::get().writes(6_u64))
	}
	fn return_undelivered() -> Weight {
		Weight::from_parts(52_749_000, 3_694)
			.saturating_add(RocksDbWeight::get().reads(5_u64))
			.saturating_add(RocksDbWeight::get().writes(6_u64))
	}
	fn donate(h: u32) -> Weight {
		Weight::from_parts(2_110_929_468, 92_095)
			.saturating_add(RocksDbWeight::get().reads(75_u64))
			.saturating_add(RocksDbWeight::get().reads(1_u64.saturating_mul(h.into())))
			.saturating_add(RocksDbWeight::get().writes(71_u64))
			.saturating_add(Weight::from_parts(0, 2_548).saturating_mul(h.into()))
	}
	fn claim_owed() -> Weight {
		Weight::from_parts(67_751_000, 6_196)
			.saturating_add(RocksDbWeight::get().reads(4_u64))
			.saturating_add(RocksDbWeight::get().writes(4_u64))
	}
	fn forget() -> Weight {
		Weight::from_parts(22_994_000, 3_616)
			.saturating_add(RocksDbWeight::get().reads(1_u64))
			.saturating_add(RocksDbWeight::get().writes(2_u64))
	}
	fn clear_sales() -> Weight {
		Weight::from_parts(97_235_000, 166_046)
			.saturating_add(RocksDbWeight::get().reads(66_u64))
			.saturating_add(RocksDbWeight::get().writes(65_u64))
	}
	fn deliver(h: u32) -> Weight {
		Weight::from_parts(2_077_093_609, 92_095)
			.saturating_add(RocksDbWeight::get().reads(76_u64))
			.saturating_add(RocksDbWeight::get().reads(1_u64.saturating_mul(h.into())))
			.saturating_add(RocksDbWeight::get().writes(73_u64))
			.saturating_add(Weight::from_parts(0, 2_538).saturating_mul(h.into()))
	}
}
