//! Weights of `pallet_fragment_staking`, in the shape that the benchmark command generates.

#![cfg_attr(rustfmt, rustfmt_skip)]
#![allow(unused_parens)]

use core::marker::PhantomData;
use frame_support::{traits::Get, weights::{Weight, constants::RocksDbWeight}};

/// Weight functions that `pallet_fragment_staking` needs.
pub trait WeightInfo {
	/// Weight of `start_contract`.
	fn start_contract(n: u32) -> Weight;
	/// Weight of `answer_challenges`.
	fn answer_challenges(n: u32) -> Weight;
	/// Weight of `claim_reward`.
	fn claim_reward(n: u32) -> Weight;
	/// Weight of `end_contract`.
	fn end_contract() -> Weight;
	/// Weight of `settle_curator`.
	fn settle_curator() -> Weight;
	/// Weight of `claim_owed`.
	fn claim_owed() -> Weight;
	/// Weight of `on_initialize_idle`.
	fn on_initialize_idle() -> Weight;
	/// Weight of `begin_epoch`.
	fn begin_epoch() -> Weight;
	/// Weight of `sweep`.
	fn sweep(n: u32) -> Weight;
	/// Weight of `clean`.
	fn clean(n: u32) -> Weight;
	/// Weight of `on_verified_plays`.
	fn on_verified_plays(n: u32) -> Weight;
}

/// Weights for the runtime's own database.
#[derive(Debug)]
pub struct SubstrateWeight<T>(PhantomData<T>);
impl<T: frame_system::Config> WeightInfo for SubstrateWeight<T> {
	fn start_contract(n: u32) -> Weight {
		Weight::from_parts(3_500_000_000, 200_000)
			.saturating_add(Weight::from_parts(30_000_000, 0).saturating_mul(n.into()))
			.saturating_add(T::DbWeight::get().reads(40_u64))
			.saturating_add(T::DbWeight::get().writes(9_u64))
	}
	fn answer_challenges(n: u32) -> Weight {
		Weight::from_parts(40_000_000, 10_000)
			.saturating_add(Weight::from_parts(50_000_000, 6_000).saturating_mul(n.into()))
			.saturating_add(T::DbWeight::get().reads((2_u64).saturating_mul(n.into())))
			.saturating_add(T::DbWeight::get().writes((1_u64).saturating_mul(n.into())))
			.saturating_add(T::DbWeight::get().reads(4_u64))
			.saturating_add(T::DbWeight::get().writes(1_u64))
	}
	fn claim_reward(n: u32) -> Weight {
		Weight::from_parts(90_000_000, 20_000)
			.saturating_add(Weight::from_parts(20_000_000, 6_000).saturating_mul(n.into()))
			.saturating_add(T::DbWeight::get().reads((2_u64).saturating_mul(n.into())))
			.saturating_add(T::DbWeight::get().writes((2_u64).saturating_mul(n.into())))
			.saturating_add(T::DbWeight::get().reads(10_u64))
			.saturating_add(T::DbWeight::get().writes(6_u64))
	}
	fn end_contract() -> Weight {
		Weight::from_parts(2_500_000_000, 200_000)
			.saturating_add(T::DbWeight::get().reads(40_u64))
			.saturating_add(T::DbWeight::get().writes(9_u64))
	}
	fn settle_curator() -> Weight {
		Weight::from_parts(2_000_000_000, 200_000)
			.saturating_add(T::DbWeight::get().reads(100_u64))
			.saturating_add(T::DbWeight::get().writes(90_u64))
	}
	fn claim_owed() -> Weight {
		Weight::from_parts(70_000_000, 10_000)
			.saturating_add(T::DbWeight::get().reads(8_u64))
			.saturating_add(T::DbWeight::get().writes(6_u64))
	}
	fn on_initialize_idle() -> Weight {
		Weight::from_parts(8_000_000, 2_000)
			.saturating_add(T::DbWeight::get().reads(3_u64))
	}
	fn begin_epoch() -> Weight {
		Weight::from_parts(25_000_000, 4_000)
			.saturating_add(T::DbWeight::get().reads(4_u64))
			.saturating_add(T::DbWeight::get().writes(3_u64))
	}
	fn sweep(n: u32) -> Weight {
		Weight::from_parts(15_000_000, 2_000)
			.saturating_add(Weight::from_parts(1_500_000_000, 200_000).saturating_mul(n.into()))
			.saturating_add(T::DbWeight::get().reads((80_u64).saturating_mul(n.into())))
			.saturating_add(T::DbWeight::get().writes((70_u64).saturating_mul(n.into())))
			.saturating_add(T::DbWeight::get().reads(3_u64))
			.saturating_add(T::DbWeight::get().writes(1_u64))
	}
	fn clean(n: u32) -> Weight {
		Weight::from_parts(10_000_000, 2_000)
			.saturating_add(Weight::from_parts(90_000_000, 20_000).saturating_mul(n.into()))
			.saturating_add(T::DbWeight::get().reads((14_u64).saturating_mul(n.into())))
			.saturating_add(T::DbWeight::get().writes((9_u64).saturating_mul(n.into())))
			.saturating_add(T::DbWeight::get().reads(2_u64))
			.saturating_add(T::DbWeight::get().writes(1_u64))
	}
	fn on_verified_plays(n: u32) -> Weight {
		Weight::from_parts(5_000_000, 2_000)
			.saturating_add(Weight::from_parts(10_000_000, 3_000).saturating_mul(n.into()))
			.saturating_add(T::DbWeight::get().reads((1_u64).saturating_mul(n.into())))
			.saturating_add(T::DbWeight::get().writes((1_u64).saturating_mul(n.into())))
			.saturating_add(T::DbWeight::get().reads(1_u64))
	}
}

// For tests.
impl WeightInfo for () {
	fn start_contract(n: u32) -> Weight {
		Weight::from_parts(3_500_000_000, 200_000)
			.saturating_add(Weight::from_parts(30_000_000, 0).saturating_mul(n.into()))
			.saturating_add(RocksDbWeight::get().reads(40_u64))
			.saturating_add(RocksDbWeight::get().writes(9_u64))
	}
	fn answer_challenges(n: u32) -> Weight {
		Weight::from_parts(40_000_000, 10_000)
			.saturating_add(Weight::from_parts(50_000_000, 6_000).saturating_mul(n.into()))
			.saturating_add(RocksDbWeight::get().reads((2_u64).saturating_mul(n.into())))
			.saturating_add(RocksDbWeight::get().writes((1_u64).saturating_mul(n.into())))
			.saturating_add(RocksDbWeight::get().reads(4_u64))
			.saturating_add(RocksDbWeight::get().writes(1_u64))
	}
	fn claim_reward(n: u32) -> Weight {
		Weight::from_parts(90_000_000, 20_000)
			.saturating_add(Weight::from_parts(20_000_000, 6_000).saturating_mul(n.into()))
			.saturating_add(RocksDbWeight::get().reads((2_u64).saturating_mul(n.into())))
			.saturating_add(RocksDbWeight::get().writes((2_u64).saturating_mul(n.into())))
			.saturating_add(RocksDbWeight::get().reads(10_u64))
			.saturating_add(RocksDbWeight::get().writes(6_u64))
	}
	fn end_contract() -> Weight {
		Weight::from_parts(2_500_000_000, 200_000)
			.saturating_add(RocksDbWeight::get().reads(40_u64))
			.saturating_add(RocksDbWeight::get().writes(9_u64))
	}
	fn settle_curator() -> Weight {
		Weight::from_parts(2_000_000_000, 200_000)
			.saturating_add(RocksDbWeight::get().reads(100_u64))
			.saturating_add(RocksDbWeight::get().writes(90_u64))
	}
	fn claim_owed() -> Weight {
		Weight::from_parts(70_000_000, 10_000)
			.saturating_add(RocksDbWeight::get().reads(8_u64))
			.saturating_add(RocksDbWeight::get().writes(6_u64))
	}
	fn on_initialize_idle() -> Weight {
		Weight::from_parts(8_000_000, 2_000)
			.saturating_add(RocksDbWeight::get().reads(3_u64))
	}
	fn begin_epoch() -> Weight {
		Weight::from_parts(25_000_000, 4_000)
			.saturating_add(RocksDbWeight::get().reads(4_u64))
			.saturating_add(RocksDbWeight::get().writes(3_u64))
	}
	fn sweep(n: u32) -> Weight {
		Weight::from_parts(15_000_000, 2_000)
			.saturating_add(Weight::from_parts(1_500_000_000, 200_000).saturating_mul(n.into()))
			.saturating_add(RocksDbWeight::get().reads((80_u64).saturating_mul(n.into())))
			.saturating_add(RocksDbWeight::get().writes((70_u64).saturating_mul(n.into())))
			.saturating_add(RocksDbWeight::get().reads(3_u64))
			.saturating_add(RocksDbWeight::get().writes(1_u64))
	}
	fn clean(n: u32) -> Weight {
		Weight::from_parts(10_000_000, 2_000)
			.saturating_add(Weight::from_parts(90_000_000, 20_000).saturating_mul(n.into()))
			.saturating_add(RocksDbWeight::get().reads((14_u64).saturating_mul(n.into())))
			.saturating_add(RocksDbWeight::get().writes((9_u64).saturating_mul(n.into())))
			.saturating_add(RocksDbWeight::get().reads(2_u64))
			.saturating_add(RocksDbWeight::get().writes(1_u64))
	}
	fn on_verified_plays(n: u32) -> Weight {
		Weight::from_parts(5_000_000, 2_000)
			.saturating_add(Weight::from_parts(10_000_000, 3_000).saturating_mul(n.into()))
			.saturating_add(RocksDbWeight::get().reads((1_u64).saturating_mul(n.into())))
			.saturating_add(RocksDbWeight::get().writes((1_u64).saturating_mul(n.into())))
			.saturating_add(RocksDbWeight::get().reads(1_u64))
	}
}
