//! Weights of `pallet_ratings_anchor`. Not measured yet: put together by hand from what is, until
//! `scripts/benchmark-weights.sh` runs over the benchmarks that are there.
//!
//! Both check one sr25519 signature over some eighty bytes under an authority of a session of a hundred, as
//! `authorize_vote_step` of `pallet_proof_of_view` does (measured: 99,799,000 ps, proof 9,879 bytes, four reads), and read one
//! value of 100 statements (8,002 bytes, 8,497 with its place in the proof) beside the period. Reading and writing
//! a hundred statements is put at half as much again, well above what decoding 6,414 bytes of authorities costs there.

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

/// Weights as put together.
#[derive(Debug)]
pub struct SubstrateWeight<T>(PhantomData<T>);

impl<T: frame_system::Config> WeightInfo for SubstrateWeight<T> {
	// Storage: `Babe::CurrentSlot` (r:1 w:0)
	// Storage: `ProofOfView::Authorities` (r:1 w:0)
	// Storage: `RatingsAnchor::Anchors` (r:1 w:1)
	// Storage: `RatingsAnchor::Period` (r:1 w:0)
	// Storage: `System::BlockHash` (r:1 w:0)
	fn anchor() -> Weight {
		Weight::from_parts(200_000_000, 18_879)
			.saturating_add(T::DbWeight::get().reads(5_u64))
			.saturating_add(T::DbWeight::get().writes(1_u64))
	}
	// Storage: as of `anchor`, without the write.
	fn authorize_anchor() -> Weight {
		Weight::from_parts(150_000_000, 18_879).saturating_add(T::DbWeight::get().reads(5_u64))
	}
}

/// The same for tests.
impl WeightInfo for () {
	fn anchor() -> Weight {
		Weight::from_parts(200_000_000, 18_879)
			.saturating_add(RocksDbWeight::get().reads(5_u64))
			.saturating_add(RocksDbWeight::get().writes(1_u64))
	}
	fn authorize_anchor() -> Weight {
		Weight::from_parts(150_000_000, 18_879).saturating_add(RocksDbWeight::get().reads(5_u64))
	}
}
