//! Weights of `frame_system_extensions` in this runtime, measured. Made by `scripts/benchmark-weights.sh`: do not edit.
//!
//! Each benchmark ran for at least 1 s, before all other work.
//! 2026-11-21: 20 steps, 10 repeats, Compiled Wasm, CPU `AMD EPYC`, benchmark
//! command 64.0.0. Times exclude the database, which `DbWeight` adds.

#![allow(unused_imports, reason = "not every pallet touches the database")]

use core::marker::PhantomData;
use frame_support::{traits::Get, weights::Weight};

/// Weights of `frame_system_extensions`.
#[derive(Debug)]
pub struct WeightInfo<T>(PhantomData<T>);

impl<T: frame_system::Config> frame_system::ExtensionsWeightInfo for WeightInfo<T> {
	fn check_genesis() -> Weight {
		// Measured proof: 0 bytes; shortest run: 1_522 ns.
		Weight::from_parts(1_793_000, 0)
	}
	fn check_mortality_mortal_transaction() -> Weight {
		// Measured proof: 0 bytes; shortest run: 3_275 ns.
		Weight::from_parts(3_686_000, 0)
	}
	fn check_mortality_immortal_transaction() -> Weight {
		// Measured proof: 0 bytes; shortest run: 3_225 ns.
		Weight::from_parts(3_495_000, 0)
	}
	fn check_non_zero_sender() -> Weight {
		// Measured proof: 0 bytes; shortest run: 470 ns.
		Weight::from_parts(540_000, 0)
	}
	// Storage: `System::Account` (r:1 w:1)
	// Proof: `System::Account` (`max_values`: None, `max_size`: Some(128), added: 2603, mode: `MaxEncodedLen`)
	fn check_nonce() -> Weight {
		// Measured proof: 101 bytes; shortest run: 6_429 ns.
		Weight::from_parts(6_860_000, 3_593)
			.saturating_add(T::DbWeight::get().reads(1_u64))
			.saturating_add(T::DbWeight::get().writes(1_u64))
	}
	fn check_spec_version() -> Weight {
		// Measured proof: 0 bytes; shortest run: 370 ns.
		Weight::from_parts(451_000, 0)
	}
	fn check_tx_version() -> Weight {
		// Measured proof: 0 bytes; shortest run: 370 ns.
		Weight::from_parts(431_000, 0)
	}
	fn check_weight() -> Weight {
		// Measured proof: 0 bytes; shortest run: 3_325 ns.
		Weight::from_parts(3_635_000, 0)
	}
	fn weight_reclaim() -> Weight {
		// Measured proof: 0 bytes; shortest run: 1_742 ns.
		Weight::from_parts(1_993_000, 0)
	}
}
