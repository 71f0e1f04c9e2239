//! Weights of `pallet_content_identification`, measured. Made by `scripts/benchmark-weights.sh`: do not edit.
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
	/// Weight of `register_file`.
	fn register_file() -> Weight;
	/// Weight of `identify_title`.
	fn identify_title() -> Weight;
	/// Weight of `appeal`.
	fn appeal() -> Weight;
	/// Weight of `withdraw_appeal`.
	fn withdraw_appeal() -> Weight;
	/// Weight of `rule`.
	fn rule() -> Weight;
	/// Weight of `link`, `n` from 0 to 64.
	fn link(n: u32) -> Weight;
	/// Weight of `unlink`.
	fn unlink() -> Weight;
	/// Weight of `split`.
	fn split() -> Weight;
}

/// Weights as measured in the runtime.
#[derive(Debug)]
pub struct SubstrateWeight<T>(PhantomData<T>);

impl<T: frame_system::Config> WeightInfo for SubstrateWeight<T> {
	// Storage: `Babe::CurrentSlot` (r:1 w:0)
	// Proof: `Babe::CurrentSlot` (`max_values`: Some(1), `max_size`: Some(8), added: 503, mode: `MaxEncodedLen`)
	// Storage: `Supervisors::Authorizations` (r:1 w:0)
	// Proof: `Supervisors::Authorizations` (`max_values`: None, `max_size`: Some(130), added: 2605, mode: `MaxEncodedLen`)
	// Storage: `Supervisors::Supervisors` (r:1 w:0)
	// Proof: `Supervisors::Supervisors` (`max_values`: None, `max_size`: Some(194), added: 2669, mode: `MaxEncodedLen`)
	// Storage: `Supervisors::Sanctions` (r:1 w:0)
	// Proof: `Supervisors::Sanctions` (`max_values`: None, `max_size`: Some(99), added: 2574, mode: `MaxEncodedLen`)
	// Storage: `ContentIdentification::Files` (r:1 w:1)
	// Proof: `ContentIdentification::Files` (`max_values`: None, `max_size`: Some(160), added: 2635, mode: `MaxEncodedLen`)
	// Storage: `ContentIdentification::Patterns` (r:2 w:0)
	// Proof: `ContentIdentification::Patterns` (`max_values`: None, `max_size`: Some(121), added: 2596, mode: `MaxEncodedLen`)
	// Storage: `ContentIdentification::Permits` (r:1 w:0)
	// Proof: `ContentIdentification::Permits` (`max_values`: None, `max_size`: Some(96), added: 2571, mode: `MaxEncodedLen`)
	// Storage: `System::Account` (r:1 w:1)
	// Proof: `System::Account` (`max_values`: None, `max_size`: Some(128), added: 2603, mode: `MaxEncodedLen`)
	// Storage: `Balances::Holds` (r:1 w:1)
	// Proof: `Balances::Holds` (`max_values`: None, `max_size`: Some(337), added: 2812, mode: `MaxEncodedLen`)
	// Storage: `ContentIdentification::FilesOf` (r:0 w:1)
	// Proof: `ContentIdentification::FilesOf` (`max_values`: None, `max_size`: Some(96), added: 2571, mode: `MaxEncodedLen`)
	fn register_file() -> Weight {
		// Measured proof: 1211 bytes; shortest run: 65_397 ns.
		Weight::from_parts(69_063_000, 6_182)
			.saturating_add(T::DbWeight::get().reads(10_u64))
			.saturating_add(T::DbWeight::get().writes(4_u64))
	}
	// Storage: `ContentRegistry::Titles` (r:1 w:0)
	// Proof: `ContentRegistry::Titles` (`max_values`: None, `max_size`: Some(215), added: 2690, mode: `MaxEncodedLen`)
	// Storage: `ContentRegistry::States` (r:1 w:0)
	// Proof: `ContentRegistry::States` (`max_values`: None, `max_size`: Some(67), added: 2542, mode: `MaxEncodedLen`)
	// Storage: `Babe::CurrentSlot` (r:1 w:0)
	// Proof: `Babe::CurrentSlot` (`max_values`: Some(1), `max_size`: Some(8), added: 503, mode: `MaxEncodedLen`)
	// Storage: `Supervisors::Authorizations` (r:1 w:0)
	// Proof: `Supervisors::Authorizations` (`max_values`: None, `max_size`: Some(130), added: 2605, mode: `MaxEncodedLen`)
	// Storage: `Supervisors::Supervisors` (r:1 w:0)
	// Proof: `Supervisors::Supervisors` (`max_values`: None, `max_size`: Some(194), added: 2669, mode: `MaxEncodedLen`)
	// Storage: `Supervisors::Sanctions` (r:1 w:0)
	// Proof: `Supervisors::Sanctions` (`max_values`: None, `max_size`: Some(99), added: 2574, mode: `MaxEncodedLen`)
	// Storage: `ContentIdentification::FileOfTitle` (r:1 w:1)
	// Proof: `ContentIdentification::FileOfTitle` (`max_values`: None, `max_size`: Some(80), added: 2555, mode: `MaxEncodedLen`)
	// Storage: `ContentIdentification::Files` (r:1 w:1)
	// Proof: `ContentIdentification::Files` (`max_values`: None, `max_size`: Some(160), added: 2635, mode: `MaxEncodedLen`)
	// Storage: `ContentIdentification::Patterns` (r:2 w:0)
	// Proof: `ContentIdentification::Patterns` (`max_values`: None, `max_size`: Some(121), added: 2596, mode: `MaxEncodedLen`)
	// Storage: `ContentIdentification::Permits` (r:1 w:0)
	// Proof: `ContentIdentification::Permits` (`max_values`: None, `max_size`: Some(96), added: 2571, mode: `MaxEncodedLen`)
	// Storage: `System::Account` (r:1 w:1)
	// Proof: `System::Account` (`max_values`: None, `max_size`: Some(128), added: 2603, mode: `MaxEncodedLen`)
	// Storage: `Balances::Holds` (r:1 w:1)
	// Proof: `Balances::Holds` (`max_values`: None, `max_size`: Some(337), added: 2812, mode: `MaxEncodedLen`)
	// Storage: `Rights::HoldersOf` (r:1 w:1)
	// Proof: `Rights::HoldersOf` (`max_values`: None, `max_size`: Some(1650), added: 4125, mode: `MaxEncodedLen`)
	// Storage: `ContentIdentification::TitlesOfFile` (r:0 w:1)
	// Proof: `ContentIdentification::TitlesOfFile` (`max_values`: None, `max_size`: Some(96), added: 2571, mode: `MaxEncodedLen`)
	// Storage: `ContentIdentification::FilesOf` (r:0 w:1)
	// Proof: `ContentIdentification::FilesOf` (`max_values`: None, `max_size`: Some(96), added: 2571, mode: `MaxEncodedLen`)
	fn identify_title() -> Weight {
		// Measured proof: 1620 bytes; shortest run: 84_106 ns.
		Weight::from_parts(88_142_000, 6_182)
			.saturating_add(T::DbWeight::get().reads(14_u64))
			.saturating_add(T::DbWeight::get().writes(7_u64))
	}
	// Storage: `Babe::CurrentSlot` (r:1 w:0)
	// Proof: `Babe::CurrentSlot` (`max_values`: Some(1), `max_size`: Some(8), added: 503, mode: `MaxEncodedLen`)
	// Storage: `Supervisors::Authorizations` (r:1 w:0)
	// Proof: `Supervisors::Authorizations` (`max_values`: None, `max_size`: Some(130), added: 2605, mode: `MaxEncodedLen`)
	// Storage: `Supervisors::Supervisors` (r:1 w:0)
	// Proof: `Supervisors::Supervisors` (`max_values`: None, `max_size`: Some(194), added: 2669, mode: `MaxEncodedLen`)
	// Storage: `Supervisors::Sanctions` (r:1 w:0)
	// Proof: `Supervisors::Sanctions` (`max_values`: None, `max_size`: Some(99), added: 2574, mode: `MaxEncodedLen`)
	// Storage: `ContentIdentification::Patterns` (r:2 w:0)
	// Proof: `ContentIdentification::Patterns` (`max_values`: None, `max_size`: Some(121), added: 2596, mode: `MaxEncodedLen`)
	// Storage: `ContentIdentification::Permits` (r:1 w:0)
	// Proof: `ContentIdentification::Permits` (`max_values`: None, `max_size`: Some(96), added: 2571, mode: `MaxEncodedLen`)
	// Storage: `ContentIdentification::Appeals` (r:1 w:1)
	// Proof: `ContentIdentification::Appeals` (`max_values`: None, `max_size`: Some(184), added: 2659, mode: `MaxEncodedLen`)
	// Storage: `System::Account` (r:1 w:1)
	// Proof: `System::Account` (`max_values`: None, `max_size`: Some(128), added: 2603, mode: `MaxEncodedLen`)
	// Storage: `Balances::Holds` (r:1 w:1)
	// Proof: `Balances::Holds` (`max_values`: None, `max_size`: Some(337), added: 2812, mode: `MaxEncodedLen`)
	fn appeal() -> Weight {
		// Measured proof: 1093 bytes; shortest run: 61_211 ns.
		Weight::from_parts(64_186_000, 6_182)
			.saturating_add(T::DbWeight::get().reads(10_u64))
			.saturating_add(T::DbWeight::get().writes(3_u64))
	}
	// Storage: `ContentIdentification::Appeals` (r:1 w:1)
	// Proof: `ContentIdentification::Appeals` (`max_values`: None, `max_size`: Some(184), added: 2659, mode: `MaxEncodedLen`)
	// Storage: `System::Account` (r:1 w:1)
	// Proof: `System::Account` (`max_values`: None, `max_size`: Some(128), added: 2603, mode: `MaxEncodedLen`)
	// Storage: `Balances::Holds` (r:1 w:1)
	// Proof: `Balances::Holds` (`max_values`: None, `max_size`: Some(337), added: 2812, mode: `MaxEncodedLen`)
	fn withdraw_appeal() -> Weight {
		// Measured proof: 481 bytes; shortest run: 37_366 ns.
		Weight::from_parts(39_309_000, 3_802)
			.saturating_add(T::DbWeight::get().reads(3_u64))
			.saturating_add(T::DbWeight::get().writes(3_u64))
	}
	// Storage: `Supervisors::Supervisors` (r:1 w:0)
	// Proof: `Supervisors::Supervisors` (`max_values`: None, `max_size`: Some(194), added: 2669, mode: `MaxEncodedLen`)
	// Storage: `ContentIdentification::Appeals` (r:1 w:1)
	// Proof: `ContentIdentification::Appeals` (`max_values`: None, `max_size`: Some(184), added: 2659, mode: `MaxEncodedLen`)
	// Storage: `System::Account` (r:1 w:1)
	// Proof: `System::Account` (`max_values`: None, `max_size`: Some(128), added: 2603, mode: `MaxEncodedLen`)
	// Storage: `Balances::Holds` (r:1 w:1)
	// Proof: `Balances::Holds` (`max_values`: None, `max_size`: Some(337), added: 2812, mode: `MaxEncodedLen`)
	// Storage: `ContentIdentification::Patterns` (r:2 w:1)
	// Proof: `ContentIdentification::Patterns` (`max_values`: None, `max_size`: Some(121), added: 2596, mode: `MaxEncodedLen`)
	fn rule() -> Weight {
		// Measured proof: 1009 bytes; shortest run: 49_394 ns.
		Weight::from_parts(51_928_000, 6_182)
			.saturating_add(T::DbWeight::get().reads(6_u64))
			.saturating_add(T::DbWeight::get().writes(4_u64))
	}
	// Storage: `Supervisors::Supervisors` (r:1 w:0)
	// Proof: `Supervisors::Supervisors` (`max_values`: None, `max_size`: Some(194), added: 2669, mode: `MaxEncodedLen`)
	// Storage: `ContentIdentification::Patterns` (r:65 w:64)
	// Proof: `ContentIdentification::Patterns` (`max_values`: None, `max_size`: Some(121), added: 2596, mode: `MaxEncodedLen`)
	// Storage: `ContentIdentification::Linked` (r:2 w:2)
	// Proof: `ContentIdentification::Linked` (`max_values`: None, `max_size`: Some(2098), added: 4573, mode: `MaxEncodedLen`)
	// `n` is 0 to 64.
	fn link(n: u32) -> Weight {
		// Measured proof: 4263 bytes + n * 106; shortest run: 25_809 ns.
		Weight::from_parts(30_235_080, 10_136)
			// Standard error: 5_582.
			.saturating_add(Weight::from_parts(3_470_243, 0).saturating_mul(n.into()))
			.saturating_add(T::DbWeight::get().reads(5_u64))
			.saturating_add(T::DbWeight::get().reads(1_u64.saturating_mul(n.into())))
			.saturating_add(T::DbWeight::get().writes(3_u64))
			.saturating_add(T::DbWeight::get().writes(1_u64.saturating_mul(n.into())))
			.saturating_add(Weight::from_parts(0, 2_591).saturating_mul(n.into()))
	}
	// Storage: `Supervisors::Supervisors` (r:1 w:0)
	// Proof: `Supervisors::Supervisors` (`max_values`: None, `max_size`: Some(194), added: 2669, mode: `MaxEncodedLen`)
	// Storage: `ContentIdentification::Patterns` (r:2 w:1)
	// Proof: `ContentIdentification::Patterns` (`max_values`: None, `max_size`: Some(121), added: 2596, mode: `MaxEncodedLen`)
	// Storage: `ContentIdentification::Linked` (r:1 w:1)
	// Proof: `ContentIdentification::Linked` (`max_values`: None, `max_size`: Some(2098), added: 4573, mode: `MaxEncodedLen`)
	fn unlink() -> Weight {
		// Measured proof: 3234 bytes; shortest run: 22_213 ns.
		Weight::from_parts(23_695_000, 6_182)
			.saturating_add(T::DbWeight::get().reads(4_u64))
			.saturating_add(T::DbWeight::get().writes(2_u64))
	}
	// Storage: `Supervisors::Supervisors` (r:1 w:0)
	// Proof: `Supervisors::Supervisors` (`max_values`: None, `max_size`: Some(194), added: 2669, mode: `MaxEncodedLen`)
	// Storage: `ContentIdentification::Files` (r:1 w:1)
	// Proof: `ContentIdentification::Files` (`max_values`: None, `max_size`: Some(160), added: 2635, mode: `MaxEncodedLen`)
	// Storage: `ContentIdentification::Patterns` (r:3 w:1)
	// Proof: `ContentIdentification::Patterns` (`max_values`: None, `max_size`: Some(121), added: 2596, mode: `MaxEncodedLen`)
	// Storage: `ContentIdentification::FilesOf` (r:2 w:2)
	// Proof: `ContentIdentification::FilesOf` (`max_values`: None, `max_size`: Some(96), added: 2571, mode: `MaxEncodedLen`)
	// Storage: `Babe::CurrentSlot` (r:1 w:0)
	// Proof: `Babe::CurrentSlot` (`max_values`: Some(1), `max_size`: Some(8), added: 503, mode: `MaxEncodedLen`)
	fn split() -> Weight {
		// Measured proof: 1176 bytes; shortest run: 35_083 ns.
		Weight::from_parts(36_825_000, 8_778)
			.saturating_add(T::DbWeight::get().reads(8_u64))
			.saturating_add(T::DbWeight::get().writes(4_u64))
	}
}

/// The same for tests.
impl WeightInfo for () {
	fn register_file() -> Weight {
		Weight::from_parts(69_063_000, 6_182)
			.saturating_add(RocksDbWeight::get().reads(10_u64))
			.saturating_add(RocksDbWeight::get().writes(4_u64))
	}
	fn identify_title() -> Weight {
		Weight::from_parts(88_142_000, 6_182)
			.saturating_add(RocksDbWeight::get().reads(14_u64))
			.saturating_add(RocksDbWeight::get().writes(7_u64))
	}
	fn appeal() -> Weight {
		Weight::from_parts(64_186_000, 6_182)
			.saturating_add(RocksDbWeight::get().reads(10_u64))
			.saturating_add(RocksDbWeight::get().writes(3_u64))
	}
	fn withdraw_appeal() -> Weight {
		Weight::from_parts(39_309_000, 3_802)
			.saturating_add(RocksDbWeight::get().reads(3_u64))
			.saturating_add(RocksDbWeight::get().writes(3_u64))
	}
	fn rule() -> Weight {
		Weight::from_parts(51_928_000, 6_182)
			.saturating_add(RocksDbWeight::get().reads(6_u64))
			.saturating_add(RocksDbWeight::get().writes(4_u64))
	}
	fn link(n: u32) -> Weight {
		Weight::from_parts(30_235_080, 10_136)
			.saturating_add(Weight::from_parts(3_470_243, 0).saturating_mul(n.into()))
			.saturating_add(RocksDbWeight::get().reads(5_u64))
			.saturating_add(RocksDbWeight::get().reads(1_u64.saturating_mul(n.into())))
			.saturating_add(RocksDbWeight::get().writes(3_u64))
			.saturating_add(RocksDbWeight::get().writes(1_u64.saturating_mul(n.into())))
			.saturating_add(Weight::from_parts(0, 2_591).saturating_mul(n.into()))
	}
	fn unlink() -> Weight {
		Weight::from_parts(23_695_000, 6_182)
			.saturating_add(RocksDbWeight::get().reads(4_u64))
			.saturating_add(RocksDbWeight::get().writes(2_u64))
	}
	fn split() -> Weight {
		Weight::from_parts(36_825_000, 8_778)
			.saturating_add(RocksDbWeight::get().reads(8_u64))
			.saturating_add(RocksDbWeight::get().writes(4_u64))
	}
}
