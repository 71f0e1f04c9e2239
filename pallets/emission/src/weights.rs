//! Weights of `pallet_emission`, in the shape that the benchmark command generates.

#![cfg_attr(rustfmt, rustfmt_skip)]
#![allow(unused_parens)]

use core::marker::PhantomData;
use frame_support::{traits::Get, weights::{Weight, constants::RocksDbWeight}};

/// Weight functions that `pallet_emission` needs.
pub trait WeightInfo {
	/// Weight of minting a round; other pallets add it to the call that leads here.
	fn mint_round() -> Weight;
}

/// Weights for the runtime's own database.
#[derive(Debug)]
pub struct SubstrateWeight<T>(PhantomData<T>);
impl<T: frame_system::Config> WeightInfo for SubstrateWeight<T> {
	fn mint_round() -> Weight {
		Weight::from_parts(28_000_000, 3_593)
			.saturating_add(T::DbWeight::get().reads(8_u64))
			.saturating_add(T::DbWeight::get().writes(7_u64))
	}
}

impl WeightInfo for () {
	fn mint_round() -> Weight {
		Weight::from_parts(28_000_000, 3_593)
			.saturating_add(RocksDbWeight::get().reads(8_u64))
			.saturating_add(RocksDbWeight::get().writes(7_u64))
	}
}
