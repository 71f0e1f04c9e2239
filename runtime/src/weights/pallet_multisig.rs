//! Weights of `pallet_multisig` in this runtime, measured. Made by `scripts/benchmark-weights.sh`: do not edit.
//!
//! Each benchmark ran for at least 1 s, before all other work.
//! 2026-11-21: 20 steps, 10 repeats, Compiled Wasm, CPU `AMD EPYC`, benchmark
//! command 64.0.0. Times exclude the database, which `DbWeight` adds.

#![allow(unused_imports, reason = "not every pallet touches the database")]

use core::marker::PhantomData;
use frame_support::{traits::Get, weights::Weight};

/// Weights of `pallet_multisig`.
#[derive(Debug)]
pub struct WeightInfo<T>(PhantomData<T>);

impl<T: frame_system::Config> pallet_multisig::WeightInfo for WeightInfo<T> {
	// `z` is 0 to 10000.
	fn as_multi_threshold_1(z: u32) -> Weight {
		// Measured proof: 0 bytes; shortest run: 17_065 ns.
		Weight::from_parts(19_004_561, 0)
			// Standard error: 16.
			.saturating_add(Weight::from_parts(7_136, 0).saturating_mul(z.into()))
	}
	// Storage: `Multisig::Multisigs` (r:1 w:1)
	// Proof: `Multisig::Multisigs` (`max_values`: None, `max_size`: Some(1169), added: 3644, mode: `MaxEncodedLen`)
	// `s` is 2 to 32.
	// `z` is 0 to 10000.
	fn as_multi_create(s: u32, z: u32) -> Weight {
		// Measured proof: 42 bytes; shortest run: 33_540 ns.
		Weight::from_parts(26_862_118, 4_634)
			// Standard error: 14_310.
			.saturating_add(Weight::from_parts(268_788, 0).saturating_mul(s.into()))
			// Standard error: 43.
			.saturating_add(Weight::from_parts(7_240, 0).saturating_mul(z.into()))
			.saturating_add(T::DbWeight::get().reads(1_u64))
			.saturating_add(T::DbWeight::get().writes(1_u64))
	}
	// Storage: `Multisig::Multisigs` (r:1 w:1)
	// Proof: `Multisig::Multisigs` (`max_values`: None, `max_size`: Some(1169), added: 3644, mode: `MaxEncodedLen`)
	// `s` is 3 to 32.
	// `z` is 0 to 10000.
	fn as_multi_approve(s: u32, z: u32) -> Weight {
		// Measured proof: 248 bytes; shortest run: 22_324 ns.
		Weight::from_parts(15_127_156, 4_634)
			// Standard error: 5_362.
			.saturating_add(Weight::from_parts(266_801, 0).saturating_mul(s.into()))
			// Standard error: 15.
			.saturating_add(Weight::from_parts(7_080, 0).saturating_mul(z.into()))
			.saturating_add(T::DbWeight::get().reads(1_u64))
			.saturating_add(T::DbWeight::get().writes(1_u64))
	}
	// Storage: `Multisig::Multisigs` (r:1 w:1)
	// Proof: `Multisig::Multisigs` (`max_values`: None, `max_size`: Some(1169), added: 3644, mode: `MaxEncodedLen`)
	// Storage: `System::Account` (r:1 w:1)
	// Proof: `System::Account` (`max_values`: None, `max_size`: Some(128), added: 2603, mode: `MaxEncodedLen`)
	// `s` is 2 to 32.
	// `z` is 0 to 10000.
	fn as_multi_complete(s: u32, z: u32) -> Weight {
		// Measured proof: 350 bytes + s * 33; shortest run: 39_068 ns.
		Weight::from_parts(16_164_474, 4_634)
			// Standard error: 81_053.
			.saturating_add(Weight::from_parts(727_915, 0).saturating_mul(s.into()))
			// Standard error: 247.
			.saturating_add(Weight::from_parts(8_535, 0).saturating_mul(z.into()))
			.saturating_add(T::DbWeight::get().reads(2_u64))
			.saturating_add(T::DbWeight::get().writes(2_u64))
	}
	// Storage: `Multisig::Multisigs` (r:1 w:1)
	// Proof: `Multisig::Multisigs` (`max_values`: None, `max_size`: Some(1169), added: 3644, mode: `MaxEncodedLen`)
	// `s` is 2 to 32.
	fn approve_as_multi_create(s: u32) -> Weight {
		// Measured proof: 42 bytes; shortest run: 24_326 ns.
		Weight::from_parts(27_507_345, 4_634)
			// Standard error: 13_634.
			.saturating_add(Weight::from_parts(272_239, 0).saturating_mul(s.into()))
			.saturating_add(T::DbWeight::get().reads(1_u64))
			.saturating_add(T::DbWeight::get().writes(1_u64))
	}
	// Storage: `Multisig::Multisigs` (r:1 w:1)
	// Proof: `Multisig::Multisigs` (`max_values`: None, `max_size`: Some(1169), added: 3644, mode: `MaxEncodedLen`)
	// `s` is 2 to 32.
	fn approve_as_multi_approve(s: u32) -> Weight {
		// Measured proof: 248 bytes; shortest run: 12_398 ns.
		Weight::from_parts(12_822_038, 4_634)
			// Standard error: 2_066.
			.saturating_add(Weight::from_parts(283_757, 0).saturating_mul(s.into()))
			.saturating_add(T::DbWeight::get().reads(1_u64))
			.saturating_add(T::DbWeight::get().writes(1_u64))
	}
	// Storage: `Multisig::Multisigs` (r:1 w:1)
	// Proof: `Multisig::Multisigs` (`max_values`: None, `max_size`: Some(1169), added: 3644, mode: `MaxEncodedLen`)
	// `s` is 2 to 32.
	fn cancel_as_multi(s: u32) -> Weight {
		// Measured proof: 248 bytes; shortest run: 23_796 ns.
		Weight::from_parts(24_241_402, 4_634)
			// Standard error: 2_147.
			.saturating_add(Weight::from_parts(287_912, 0).saturating_mul(s.into()))
			.saturating_add(T::DbWeight::get().reads(1_u64))
			.saturating_add(T::DbWeight::get().writes(1_u64))
	}
	// Storage: `Multisig::Multisigs` (r:1 w:1)
	// Proof: `Multisig::Multisigs` (`max_values`: None, `max_size`: Some(1169), added: 3644, mode: `MaxEncodedLen`)
	// `s` is 2 to 32.
	fn poke_deposit(s: u32) -> Weight {
		// Measured proof: 248 bytes; shortest run: 22_072 ns.
		Weight::from_parts(24_980_820, 4_634)
			// Standard error: 10_122.
			.saturating_add(Weight::from_parts(207_223, 0).saturating_mul(s.into()))
			.saturating_add(T::DbWeight::get().reads(1_u64))
			.saturating_add(T::DbWeight::get().writes(1_u64))
	}
}
