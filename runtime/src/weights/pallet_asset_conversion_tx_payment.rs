//! Weights of `pallet_asset_conversion_tx_payment` in this runtime, measured. Made by `scripts/benchmark-weights.sh`: do not edit.
//!
//! Each benchmark ran for at least 1 s, before all other work.
//! 2026-11-22: 20 steps, 10 repeats, Compiled Wasm, CPU `AMD EPYC`, benchmark
//! command 64.0.0. Times exclude the database, which `DbWeight` adds.

#![allow(unused_imports, reason = "not every pallet touches the database")]

use core::marker::PhantomData;
use frame_support::{traits::Get, weights::Weight};

/// Weights of `pallet_asset_conversion_tx_payment`.
#[derive(Debug)]
pub struct WeightInfo<T>(PhantomData<T>);

impl<T: frame_system::Config> pallet_asset_conversion_tx_payment::WeightInfo for WeightInfo<T> {
	fn charge_asset_tx_payment_zero() -> Weight {
		// Measured proof: 0 bytes; shortest run: 660 ns.
		Weight::from_parts(741_000, 0)
	}
	// Storage: `System::Account` (r:2 w:2)
	// Proof: `System::Account` (`max_values`: None, `max_size`: Some(128), added: 2603, mode: `MaxEncodedLen`)
	fn charge_asset_tx_payment_native() -> Weight {
		// Measured proof: 275 bytes; shortest run: 73_630 ns.
		Weight::from_parts(76_454_000, 6_196)
			.saturating_add(T::DbWeight::get().reads(2_u64))
			.saturating_add(T::DbWeight::get().writes(2_u64))
	}
	// Storage: `Assets::Account` (r:2 w:2)
	// Proof: `Assets::Account` (`max_values`: None, `max_size`: Some(134), added: 2609, mode: `MaxEncodedLen`)
	// Storage: `System::Account` (r:2 w:2)
	// Proof: `System::Account` (`max_values`: None, `max_size`: Some(128), added: 2603, mode: `MaxEncodedLen`)
	// Storage: `Assets::Asset` (r:1 w:1)
	// Proof: `Assets::Asset` (`max_values`: None, `max_size`: Some(210), added: 2685, mode: `MaxEncodedLen`)
	// Storage: `AssetConversion::PoolFees` (r:1 w:0)
	// Proof: `AssetConversion::PoolFees` (`max_values`: None, `max_size`: Some(30), added: 2505, mode: `MaxEncodedLen`)
	fn charge_asset_tx_payment_asset() -> Weight {
		// Measured proof: 946 bytes; shortest run: 226_037 ns.
		Weight::from_parts(233_448_000, 6_208)
			.saturating_add(T::DbWeight::get().reads(6_u64))
			.saturating_add(T::DbWeight::get().writes(5_u64))
	}
}
