//! Weights of `pallet_migrations` in this runtime, measured. Made by `scripts/benchmark-weights.sh`: do not edit.
//!
//! Each benchmark ran for at least 1 s, before all other work.
//! 2026-11-21: 20 steps, 10 repeats, Compiled Wasm, CPU `AMD EPYC`, benchmark
//! command 64.0.0. Times exclude the database, which `DbWeight` adds.

#![allow(unused_imports, reason = "not every pallet touches the database")]

use core::marker::PhantomData;
use frame_support::{traits::Get, weights::Weight};

/// Weights of `pallet_migrations`.
#[derive(Debug)]
pub struct WeightInfo<T>(PhantomData<T>);

impl<T: frame_system::Config> pallet_migrations::WeightInfo for WeightInfo<T> {
	// Storage: `Migrations::Cursor` (r:1 w:1)
	// Proof: `Migrations::Cursor` (`max_values`: Some(1), `max_size`: Some(65550), added: 66045, mode: `MaxEncodedLen`)
	// Storage: UNKNOWN KEY `0x583359fe0e84d953a9dd84e8addb08a5` (r:1 w:0)
	// Proof: UNKNOWN KEY `0x583359fe0e84d953a9dd84e8addb08a5` (r:1 w:0)
	fn onboard_new_mbms() -> Weight {
		// Measured proof: 143 bytes; shortest run: 5_579 ns.
		Weight::from_parts(6_160_000, 67_035)
			.saturating_add(T::DbWeight::get().reads(2_u64))
			.saturating_add(T::DbWeight::get().writes(1_u64))
	}
	// Storage: `Migrations::Cursor` (r:1 w:0)
	// Proof: `Migrations::Cursor` (`max_values`: Some(1), `max_size`: Some(65550), added: 66045, mode: `MaxEncodedLen`)
	fn progress_mbms_none() -> Weight {
		// Measured proof: 42 bytes; shortest run: 1_483 ns.
		Weight::from_parts(1_662_000, 67_035).saturating_add(T::DbWeight::get().reads(1_u64))
	}
	// Storage: UNKNOWN KEY `0x583359fe0e84d953a9dd84e8addb08a5` (r:1 w:0)
	// Proof: UNKNOWN KEY `0x583359fe0e84d953a9dd84e8addb08a5` (r:1 w:0)
	// Storage: `Migrations::Cursor` (r:0 w:1)
	// Proof: `Migrations::Cursor` (`max_values`: Some(1), `max_size`: Some(65550), added: 66045, mode: `MaxEncodedLen`)
	fn exec_migration_completed() -> Weight {
		// Measured proof: 101 bytes; shortest run: 4_326 ns.
		Weight::from_parts(4_637_000, 3_566)
			.saturating_add(T::DbWeight::get().reads(1_u64))
			.saturating_add(T::DbWeight::get().writes(1_u64))
	}
	// Storage: UNKNOWN KEY `0x583359fe0e84d953a9dd84e8addb08a5` (r:1 w:0)
	// Proof: UNKNOWN KEY `0x583359fe0e84d953a9dd84e8addb08a5` (r:1 w:0)
	// Storage: `Migrations::Historic` (r:1 w:0)
	// Proof: `Migrations::Historic` (`max_values`: None, `max_size`: Some(266), added: 2741, mode: `MaxEncodedLen`)
	fn exec_migration_skipped_historic() -> Weight {
		// Measured proof: 197 bytes; shortest run: 7_802 ns.
		Weight::from_parts(8_492_000, 3_731).saturating_add(T::DbWeight::get().reads(2_u64))
	}
	// Storage: UNKNOWN KEY `0x583359fe0e84d953a9dd84e8addb08a5` (r:1 w:0)
	// Proof: UNKNOWN KEY `0x583359fe0e84d953a9dd84e8addb08a5` (r:1 w:0)
	// Storage: `Migrations::Historic` (r:1 w:0)
	// Proof: `Migrations::Historic` (`max_values`: None, `max_size`: Some(266), added: 2741, mode: `MaxEncodedLen`)
	fn exec_migration_advance() -> Weight {
		// Measured proof: 143 bytes; shortest run: 7_912 ns.
		Weight::from_parts(8_402_000, 3_731).saturating_add(T::DbWeight::get().reads(2_u64))
	}
	// Storage: UNKNOWN KEY `0x583359fe0e84d953a9dd84e8addb08a5` (r:1 w:0)
	// Proof: UNKNOWN KEY `0x583359fe0e84d953a9dd84e8addb08a5` (r:1 w:0)
	// Storage: `Migrations::Historic` (r:1 w:1)
	// Proof: `Migrations::Historic` (`max_values`: None, `max_size`: Some(266), added: 2741, mode: `MaxEncodedLen`)
	fn exec_migration_complete() -> Weight {
		// Measured proof: 143 bytes; shortest run: 9_334 ns.
		Weight::from_parts(10_025_000, 3_731)
			.saturating_add(T::DbWeight::get().reads(2_u64))
			.saturating_add(T::DbWeight::get().writes(1_u64))
	}
	// Storage: UNKNOWN KEY `0x583359fe0e84d953a9dd84e8addb08a5` (r:1 w:0)
	// Proof: UNKNOWN KEY `0x583359fe0e84d953a9dd84e8addb08a5` (r:1 w:0)
	// Storage: `Migrations::Historic` (r:1 w:0)
	// Proof: `Migrations::Historic` (`max_values`: None, `max_size`: Some(266), added: 2741, mode: `MaxEncodedLen`)
	// Storage: `Migrations::Cursor` (r:0 w:1)
	// Proof: `Migrations::Cursor` (`max_values`: Some(1), `max_size`: Some(65550), added: 66045, mode: `MaxEncodedLen`)
	fn exec_migration_fail() -> Weight {
		// Measured proof: 143 bytes; shortest run: 9_684 ns.
		Weight::from_parts(11_287_000, 3_731)
			.saturating_add(T::DbWeight::get().reads(2_u64))
			.saturating_add(T::DbWeight::get().writes(1_u64))
	}
	fn on_init_loop() -> Weight {
		// Measured proof: 0 bytes; shortest run: 130 ns.
		Weight::from_parts(170_000, 0)
	}
	// Storage: `Migrations::Cursor` (r:0 w:1)
	// Proof: `Migrations::Cursor` (`max_values`: Some(1), `max_size`: Some(65550), added: 66045, mode: `MaxEncodedLen`)
	fn force_set_cursor() -> Weight {
		// Measured proof: 0 bytes; shortest run: 2_093 ns.
		Weight::from_parts(2_514_000, 0).saturating_add(T::DbWeight::get().writes(1_u64))
	}
	// Storage: `Migrations::Cursor` (r:0 w:1)
	// Proof: `Migrations::Cursor` (`max_values`: Some(1), `max_size`: Some(65550), added: 66045, mode: `MaxEncodedLen`)
	fn force_set_active_cursor() -> Weight {
		// Measured proof: 0 bytes; shortest run: 2_394 ns.
		Weight::from_parts(2_714_000, 0).saturating_add(T::DbWeight::get().writes(1_u64))
	}
	// Storage: `Migrations::Cursor` (r:1 w:0)
	// Proof: `Migrations::Cursor` (`max_values`: Some(1), `max_size`: Some(65550), added: 66045, mode: `MaxEncodedLen`)
	// Storage: UNKNOWN KEY `0x583359fe0e84d953a9dd84e8addb08a5` (r:1 w:0)
	// Proof: UNKNOWN KEY `0x583359fe0e84d953a9dd84e8addb08a5` (r:1 w:0)
	fn force_onboard_mbms() -> Weight {
		// Measured proof: 179 bytes; shortest run: 5_238 ns.
		Weight::from_parts(5_759_000, 67_035).saturating_add(T::DbWeight::get().reads(2_u64))
	}
	// Storage: `Migrations::Historic` (r:256 w:256)
	// Proof: `Migrations::Historic` (`max_values`: None, `max_size`: Some(266), added: 2741, mode: `MaxEncodedLen`)
	// `n` is 0 to 256.
	fn clear_historic(n: u32) -> Weight {
		// Measured proof: 1032 bytes + n * 271; shortest run: 11_958 ns.
		Weight::from_parts(19_743_891, 3_965)
			// Standard error: 16_076.
			.saturating_add(Weight::from_parts(1_102_798, 0).saturating_mul(n.into()))
			.saturating_add(T::DbWeight::get().reads(1_u64))
			.saturating_add(T::DbWeight::get().reads(1_u64.saturating_mul(n.into())))
			.saturating_add(T::DbWeight::get().writes(1_u64.saturating_mul(n.into())))
			.saturating_add(Weight::from_parts(0, 2_738).saturating_mul(n.into()))
	}
	// Storage: `Skipped::Metadata` (r:0 w:0)
	// Proof: `Skipped::Metadata` (`max_values`: None, `max_size`: None, mode: `Measured`)
	// `n` is 0 to 2048.
	fn reset_pallet_migration(n: u32) -> Weight {
		// Measured proof: 1940 bytes; shortest run: 1_332 ns.
		Weight::from_parts(3_390_265, 1_381)
			// Standard error: 3_586.
			.saturating_add(Weight::from_parts(687_820, 0).saturating_mul(n.into()))
			.saturating_add(T::DbWeight::get().reads(1_u64.saturating_mul(n.into())))
			.saturating_add(T::DbWeight::get().writes(1_u64.saturating_mul(n.into())))
			.saturating_add(Weight::from_parts(0, 1).saturating_mul(n.into()))
	}
}
