//! Weights of `pallet_utility` in this runtime, measured. Made by `scripts/benchmark-weights.sh`: do not edit.
//!
//! Each benchmark ran for at least 1 s, before all other work.
//! 2026-11-21: 20 steps, 10 repeats, Compiled Wasm, CPU `AMD EPYC`, benchmark
//! command 64.0.0. Times exclude the database, which `DbWeight` adds.

#![allow(unused_imports, reason = "not every pallet touches the database")]

use core::marker::PhantomData;
use frame_support::{traits::Get, weights::Weight};

/// Weights of `pallet_utility`.
#[derive(Debug)]
pub struct WeightInfo<T>(PhantomData<T>);

impl<T: frame_system::Config> pallet_utility::WeightInfo for WeightInfo<T> {
	// `c` is 0 to 1000.
	fn batch(c: u32) -> Weight {
		// Measured proof: 0 bytes; shortest run: 5_428 ns.
		Weight::from_parts(11_559_971, 0)
			// Standard error: 8_400.
			.saturating_add(Weight::from_parts(4_296_536, 0).saturating_mul(c.into()))
	}
	fn as_derivative() -> Weight {
		// Measured proof: 0 bytes; shortest run: 4_837 ns.
		Weight::from_parts(6_550_000, 0)
	}
	// `c` is 0 to 1000.
	fn batch_all(c: u32) -> Weight {
		// Measured proof: 0 bytes; shortest run: 6_199 ns.
		Weight::from_parts(3_996_951, 0)
			// Standard error: 9_384.
			.saturating_add(Weight::from_parts(4_702_352, 0).saturating_mul(c.into()))
	}
	fn dispatch_as() -> Weight {
		// Measured proof: 0 bytes; shortest run: 7_311 ns.
		Weight::from_parts(8_793_000, 0)
	}
	// `c` is 0 to 1000.
	fn force_batch(c: u32) -> Weight {
		// Measured proof: 0 bytes; shortest run: 5_328 ns.
		Weight::from_parts(5_689_000, 0)
			// Standard error: 4_915.
			.saturating_add(Weight::from_parts(4_244_142, 0).saturating_mul(c.into()))
	}
	fn dispatch_as_fallible() -> Weight {
		// Measured proof: 0 bytes; shortest run: 5_508 ns.
		Weight::from_parts(8_473_000, 0)
	}
	fn if_else() -> Weight {
		// Measured proof: 0 bytes; shortest run: 6_830 ns.
		Weight::from_parts(7_291_000, 0)
	}
}
