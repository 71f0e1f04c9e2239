//! Weights of `frame_system` in this runtime, measured. Made by `scripts/benchmark-weights.sh`: do not edit.
//!
//! Each benchmark ran for at least 1 s, before all other work.
//! 2026-11-21: 20 steps, 10 repeats, Compiled Wasm, CPU `AMD EPYC`, benchmark
//! command 64.0.0. Times exclude the database, which `DbWeight` adds.

#![allow(unused_imports, reason = "not every pallet touches the database")]

use core::marker::PhantomData;
use frame_support::{traits::Get, weights::Weight};

/// Weights of `frame_system`.
#[derive(Debug)]
pub struct WeightInfo<T>(PhantomData<T>);

impl<T: frame_system::Config> frame_system::WeightInfo for WeightInfo<T> {
	// `b` is 0 to 3145728.
	fn remark(b: u32) -> Weight {
		// Measured proof: 0 bytes; shortest run: 1_752 ns.
		Weight::from_parts(1_863_000, 0)
			// Standard error: 1.
			.saturating_add(Weight::from_parts(255, 0).saturating_mul(b.into()))
	}
	// `b` is 0 to 3145728.
	fn remark_with_event(b: u32) -> Weight {
		// Measured proof: 0 bytes; shortest run: 4_206 ns.
		Weight::from_parts(4_287_000, 0)
			// Standard error: 2.
			.saturating_add(Weight::from_parts(1_668, 0).saturating_mul(b.into()))
	}
	// Storage: UNKNOWN KEY `0x3a686561707061676573` (r:0 w:1)
	// Proof: UNKNOWN KEY `0x3a686561707061676573` (r:0 w:1)
	fn set_heap_pages() -> Weight {
		// Measured proof: 0 bytes; shortest run: 3_135 ns.
		Weight::from_parts(3_515_000, 0).saturating_add(T::DbWeight::get().writes(1_u64))
	}
	// Storage: `Migrations::Cursor` (r:1 w:0)
	// Proof: `Migrations::Cursor` (`max_values`: Some(1), `max_size`: Some(65550), added: 66045, mode: `MaxEncodedLen`)
	// Storage: UNKNOWN KEY `0x3a636f6465` (r:0 w:1)
	// Proof: UNKNOWN KEY `0x3a636f6465` (r:0 w:1)
	fn set_code() -> Weight {
		// Measured proof: 42 bytes; shortest run: 167_260_406 ns.
		Weight::from_parts(168_156_653_000, 67_035)
			.saturating_add(T::DbWeight::get().reads(1_u64))
			.saturating_add(T::DbWeight::get().writes(1_u64))
	}
	// Storage: `Skipped::Metadata` (r:0 w:0)
	// Proof: `Skipped::Metadata` (`max_values`: None, `max_size`: None, mode: `Measured`)
	// `i` is 0 to 1000.
	fn set_storage(i: u32) -> Weight {
		// Measured proof: 0 bytes; shortest run: 1_772 ns.
		Weight::from_parts(1_963_000, 0)
			// Standard error: 2_195.
			.saturating_add(Weight::from_parts(797_401, 0).saturating_mul(i.into()))
			.saturating_add(T::DbWeight::get().writes(1_u64.saturating_mul(i.into())))
	}
	// Storage: `Skipped::Metadata` (r:0 w:0)
	// Proof: `Skipped::Metadata` (`max_values`: None, `max_size`: None, mode: `Measured`)
	// `i` is 0 to 1000.
	fn kill_storage(i: u32) -> Weight {
		// Measured proof: 0 bytes; shortest run: 1_792 ns.
		Weight::from_parts(1_823_000, 0)
			// Standard error: 6_706.
			.saturating_add(Weight::from_parts(629_227, 0).saturating_mul(i.into()))
			.saturating_add(T::DbWeight::get().writes(1_u64.saturating_mul(i.into())))
	}
	// Storage: `Skipped::Metadata` (r:0 w:0)
	// Proof: `Skipped::Metadata` (`max_values`: None, `max_size`: None, mode: `Measured`)
	// `p` is 0 to 1000.
	fn kill_prefix(p: u32) -> Weight {
		// Measured proof: 36 bytes + p * 69; shortest run: 3_355 ns.
		Weight::from_parts(3_405_000, 58)
			// Standard error: 5_881.
			.saturating_add(Weight::from_parts(1_173_143, 0).saturating_mul(p.into()))
			.saturating_add(T::DbWeight::get().reads(1_u64.saturating_mul(p.into())))
			.saturating_add(T::DbWeight::get().writes(1_u64.saturating_mul(p.into())))
			.saturating_add(Weight::from_parts(0, 70).saturating_mul(p.into()))
	}
	// Storage: `System::AuthorizedUpgrade` (r:0 w:1)
	// Proof: `System::AuthorizedUpgrade` (`max_values`: Some(1), `max_size`: Some(33), added: 528, mode: `MaxEncodedLen`)
	fn authorize_upgrade() -> Weight {
		// Measured proof: 0 bytes; shortest run: 20_600 ns.
		Weight::from_parts(24_256_000, 0).saturating_add(T::DbWeight::get().writes(1_u64))
	}
	// Storage: `System::AuthorizedUpgrade` (r:1 w:1)
	// Proof: `System::AuthorizedUpgrade` (`max_values`: Some(1), `max_size`: Some(33), added: 528, mode: `MaxEncodedLen`)
	// Storage: `Migrations::Cursor` (r:1 w:0)
	// Proof: `Migrations::Cursor` (`max_values`: Some(1), `max_size`: Some(65550), added: 66045, mode: `MaxEncodedLen`)
	// Storage: UNKNOWN KEY `0x3a636f6465` (r:0 w:1)
	// Proof: UNKNOWN KEY `0x3a636f6465` (r:0 w:1)
	fn apply_authorized_upgrade() -> Weight {
		// Measured proof: 64 bytes; shortest run: 173_082_284 ns.
		Weight::from_parts(177_984_579_000, 67_035)
			.saturating_add(T::DbWeight::get().reads(2_u64))
			.saturating_add(T::DbWeight::get().writes(2_u64))
	}
}
