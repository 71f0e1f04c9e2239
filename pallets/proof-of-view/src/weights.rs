//! Weights of `pallet_proof_of_view`, in the shape that the benchmark command generates.

#![cfg_attr(rustfmt, rustfmt_skip)]
#![allow(unused_parens)]

use core::marker::PhantomData;
use frame_support::{traits::Get, weights::{Weight, constants::RocksDbWeight}};

/// Weight functions that `pallet_proof_of_view` needs.
pub trait WeightInfo {
	/// Weight of `propose_batch` with `t` titles and `p` payees, undecided.
	fn propose_batch(t: u32, p: u32, ) -> Weight;
	/// Weight of authorizing `propose_batch` with `t` titles.
	fn authorize_propose_batch(t: u32, ) -> Weight;
	/// Weight of `vote_batch`, undecided.
	fn vote_batch() -> Weight;
	/// Weight of authorizing `vote_batch`.
	fn authorize_vote_batch() -> Weight;
	/// Weight of `report_equivocation`.
	fn report_equivocation() -> Weight;
	/// Weight of `on_initialize` when `n` batches lapse.
	fn lapse(n: u32, ) -> Weight;
}

/// Weights for the runtime's own database.
#[derive(Debug)]
pub struct SubstrateWeight<T>(PhantomData<T>);
impl<T: frame_system::Config> WeightInfo for SubstrateWeight<T> {
	fn propose_batch(t: u32, p: u32, ) -> Weight {
		Weight::from_parts(110_000_000, 18_000)
			.saturating_add(Weight::from_parts(9_000_000, 2_800).saturating_mul(t.into()))
			.saturating_add(Weight::from_parts(100_000, 0).saturating_mul(p.into()))
			.saturating_add(T::DbWeight::get().reads(8_u64))
			.saturating_add(T::DbWeight::get().reads((2_u64).saturating_mul(t.into())))
			.saturating_add(T::DbWeight::get().writes(4_u64))
	}
	fn authorize_propose_batch(t: u32, ) -> Weight {
		Weight::from_parts(90_000_000, 18_000)
			.saturating_add(Weight::from_parts(9_000_000, 2_800).saturating_mul(t.into()))
			.saturating_add(T::DbWeight::get().reads(8_u64))
			.saturating_add(T::DbWeight::get().reads((2_u64).saturating_mul(t.into())))
	}
	fn vote_batch() -> Weight {
		Weight::from_parts(120_000_000, 18_000)
			.saturating_add(T::DbWeight::get().reads(4_u64))
			.saturating_add(T::DbWeight::get().writes(3_u64))
	}
	fn authorize_vote_batch() -> Weight {
		Weight::from_parts(90_000_000, 18_000)
			.saturating_add(T::DbWeight::get().reads(3_u64))
	}
	fn report_equivocation() -> Weight {
		Weight::from_parts(350_000_000, 30_000)
			.saturating_add(T::DbWeight::get().reads(12_u64))
			.saturating_add(T::DbWeight::get().writes(10_u64))
	}
	fn lapse(n: u32, ) -> Weight {
		Weight::from_parts(30_000_000, 380_000)
			.saturating_add(Weight::from_parts(12_000_000, 0).saturating_mul(n.into()))
			.saturating_add(T::DbWeight::get().reads(23_u64))
			.saturating_add(T::DbWeight::get().writes(1_u64))
			.saturating_add(T::DbWeight::get().writes((2_u64).saturating_mul(n.into())))
	}
}

impl WeightInfo for () {
	fn propose_batch(t: u32, p: u32, ) -> Weight {
		Weight::from_parts(110_000_000, 18_000)
			.saturating_add(Weight::from_parts(9_000_000, 2_800).saturating_mul(t.into()))
			.saturating_add(Weight::from_parts(100_000, 0).saturating_mul(p.into()))
			.saturating_add(RocksDbWeight::get().reads_writes(8_u64, 4_u64))
	}
	fn authorize_propose_batch(t: u32, ) -> Weight {
		Weight::from_parts(90_000_000, 18_000)
			.saturating_add(Weight::from_parts(9_000_000, 2_800).saturating_mul(t.into()))
	}
	fn vote_batch() -> Weight {
		Weight::from_parts(120_000_000, 18_000)
			.saturating_add(RocksDbWeight::get().reads_writes(4_u64, 3_u64))
	}
	fn authorize_vote_batch() -> Weight {
		Weight::from_parts(90_000_000, 18_000)
	}
	fn report_equivocation() -> Weight {
		Weight::from_parts(350_000_000, 30_000)
			.saturating_add(RocksDbWeight::get().reads_writes(12_u64, 10_u64))
	}
	fn lapse(n: u32, ) -> Weight {
		Weight::from_parts(30_000_000, 380_000)
			.saturating_add(Weight::from_parts(12_000_000, 0).saturating_mul(n.into()))
	}
}
