//! Weights of `pallet_ratings_anchor`, measured. Made by `scripts/benchmark-weights.sh`: do not edit.
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
	/// Weight of `anchor`.
	fn anchor() -> Weight;
	/// Weight of `authorize_anchor`.
	fn authorize_anchor() -> Weight;
}

/// Weights as measured in the runtime.
#[derive(Debug)]
pub struct SubstrateWeight<T>(PhantomData<T>);

impl<T: frame_system::Config> WeightInfo for SubstrateWeight<T> {
	// Storage: `Babe::CurrentSlot` (r:1 w:0)
	// Proof: `Babe::CurrentSlot` (`max_values`: Some(1), `max_size`: Some(8), added: 503, mode: `MaxEncodedLen`)
	// Storage: `ProofOfView::Authorities` (r:1 w:0)
	// Proof: `ProofOfView::Authorities` (`max_values`: None, `max_size`: Some(6414), added: 8889, mode: `MaxEncodedLen`)
	// Storage: `RatingsAnchor::Anchors` (r:1 w:1)
	// Proof: `RatingsAnchor::Anchors` (`max_values`: Some(1), `max_size`: Some(8002), added: 8497, mode: `MaxEncodedLen`)
	// Storage: `System::BlockHash` (r:1 w:0)
	// Proof: `System::BlockHash` (`max_values`: None, `max_size`: Some(44), added: 2519, mode: `MaxEncodedLen`)
	fn anchor() -> Weight {
		// Measured proof: 14920 bytes; shortest run: 91_146 ns.
		Weight::from_parts(102_744_000, 9_879)
			.saturating_add(T::DbWeight::get().reads(4_u64))
			.saturating_add(T::DbWeight::get().writes(1_u64))
	}
	// Storage: `Babe::CurrentSlot` (r:1 w:0)
	// Proof: `Babe::CurrentSlot` (`max_values`: Some(1), `max_size`: Some(8), added: 503, mode: `MaxEncodedLen`)
	// Storage: `ProofOfView::Authorities` (r:1 w:0)
	// Proof: `ProofOfView::Authorities` (`max_values`: None, `max_size`: Some(6414), added: 8889, mode: `MaxEncodedLen`)
	// Storage: `RatingsAnchor::Anchors` (r:1 w:0)
	// Proof: `RatingsAnchor::Anchors` (`max_values`: Some(1), `max_size`: Some(8002), added: 8497, mode: `MaxEncodedLen`)
	// Storage: `System::BlockHash` (r:1 w:0)
	// Proof: `System::BlockHash` (`max_values`: None, `max_size`: Some(44), added: 2519, mode: `MaxEncodedLen`)
	fn authorize_anchor() -> Weight {
		// Measured proof: 14920 bytes; shortest run: 64_987 ns.
		Weight::from_parts(70_075_000, 9_879).saturating_add(T::DbWeight::get().reads(4_u64))
	}
}

/// The same for tests.
impl WeightInfo for () {
	fn anchor() -> Weight {
		Weight::from_parts(102_744_000, 9_879)
			.saturating_add(RocksDbWeight::get().reads(4_u64))
			.saturating_add(RocksDbWeight::get().writes(1_u64))
	}
	fn authorize_anchor() -> Weight {
		Weight::from_parts(70_075_000, 9_879).saturating_add(RocksDbWeight::get().reads(4_u64))
	}
}
