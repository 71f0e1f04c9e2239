//! Weights of `pallet_crowdfunding`: estimates in the shape of the measured ones, until `scripts/benchmark-weights.sh`
//! writes this file. Times exclude the database, which `DbWeight` adds.

use core::marker::PhantomData;
use frame_support::{
	traits::Get,
	weights::{Weight, constants::RocksDbWeight},
};

/// Weights that the pallet needs.
pub trait WeightInfo {
	/// Weight of `open`.
	fn open() -> Weight;
	/// Weight of `contribute`.
	fn contribute() -> Weight;
	/// Weight of `attach_title`.
	fn attach_title() -> Weight;
	/// Weight of `report`.
	fn report() -> Weight;
	/// Weight of `vote`.
	fn vote() -> Weight;
	/// Weight of `stop`.
	fn stop() -> Weight;
	/// Weight of `advance` with `s` steps.
	fn advance(s: u32) -> Weight;
	/// Weight of `settle`.
	fn settle() -> Weight;
	/// Weight of `claim`.
	fn claim() -> Weight;
	/// Weight of what follows from a movement of tokens.
	fn moved() -> Weight;
	/// Weight of the step that ends a campaign without success.
	fn close() -> Weight;
}

/// Weights in the runtime.
#[derive(Debug)]
pub struct SubstrateWeight<T>(PhantomData<T>);

impl<T: frame_system::Config> WeightInfo for SubstrateWeight<T> {
	fn open() -> Weight {
		Weight::from_parts(70_000_000, 9_000)
			.saturating_add(T::DbWeight::get().reads(12_u64))
			.saturating_add(T::DbWeight::get().writes(7_u64))
	}
	fn contribute() -> Weight {
		Weight::from_parts(95_000_000, 10_000)
			.saturating_add(T::DbWeight::get().reads(12_u64))
			.saturating_add(T::DbWeight::get().writes(9_u64))
	}
	fn attach_title() -> Weight {
		Weight::from_parts(60_000_000, 9_000)
			.saturating_add(T::DbWeight::get().reads(7_u64))
			.saturating_add(T::DbWeight::get().writes(3_u64))
	}
	fn report() -> Weight {
		Weight::from_parts(35_000_000, 4_500)
			.saturating_add(T::DbWeight::get().reads(3_u64))
			.saturating_add(T::DbWeight::get().writes(3_u64))
	}
	fn vote() -> Weight {
		Weight::from_parts(45_000_000, 7_000)
			.saturating_add(T::DbWeight::get().reads(4_u64))
			.saturating_add(T::DbWeight::get().writes(5_u64))
	}
	fn stop() -> Weight {
		Weight::from_parts(40_000_000, 6_500)
			.saturating_add(T::DbWeight::get().reads(5_u64))
			.saturating_add(T::DbWeight::get().writes(3_u64))
	}
	fn advance(s: u32) -> Weight {
		Weight::from_parts(20_000_000, 3_600)
			.saturating_add(T::DbWeight::get().reads(2_u64))
			.saturating_add(Weight::from_parts(180_000_000, 14_000).saturating_mul(s.into()))
			.saturating_add(T::DbWeight::get().reads(22_u64.saturating_mul(s.into())))
			.saturating_add(T::DbWeight::get().writes(20_u64.saturating_mul(s.into())))
	}
	fn settle() -> Weight {
		Weight::from_parts(180_000_000, 14_000)
			.saturating_add(T::DbWeight::get().reads(20_u64))
			.saturating_add(T::DbWeight::get().writes(18_u64))
	}
	fn claim() -> Weight {
		Weight::from_parts(220_000_000, 16_000)
			.saturating_add(T::DbWeight::get().reads(22_u64))
			.saturating_add(T::DbWeight::get().writes(20_u64))
	}
	fn moved() -> Weight {
		Weight::from_parts(70_000_000, 11_000)
			.saturating_add(T::DbWeight::get().reads(8_u64))
			.saturating_add(T::DbWeight::get().writes(5_u64))
	}
	fn close() -> Weight {
		Weight::from_parts(140_000_000, 10_000)
			.saturating_add(T::DbWeight::get().reads(10_u64))
			.saturating_add(T::DbWeight::get().writes(9_u64))
	}
}

/// For tests.
impl WeightInfo for () {
	fn open() -> Weight {
		Weight::from_parts(70_000_000, 9_000)
			.saturating_add(RocksDbWeight::get().reads(12_u64))
			.saturating_add(RocksDbWeight::get().writes(7_u64))
	}
	fn contribute() -> Weight {
		Weight::from_parts(95_000_000, 10_000)
			.saturating_add(RocksDbWeight::get().reads(12_u64))
			.saturating_add(RocksDbWeight::get().writes(9_u64))
	}
	fn attach_title() -> Weight {
		Weight::from_parts(60_000_000, 9_000)
			.saturating_add(RocksDbWeight::get().reads(7_u64))
			.saturating_add(RocksDbWeight::get().writes(3_u64))
	}
	fn report() -> Weight {
		Weight::from_parts(35_000_000, 4_500)
			.saturating_add(RocksDbWeight::get().reads(3_u64))
			.saturating_add(RocksDbWeight::get().writes(3_u64))
	}
	fn vote() -> Weight {
		Weight::from_parts(45_000_000, 7_000)
			.saturating_add(RocksDbWeight::get().reads(4_u64))
			.saturating_add(RocksDbWeight::get().writes(5_u64))
	}
	fn stop() -> Weight {
		Weight::from_parts(40_000_000, 6_500)
			.saturating_add(RocksDbWeight::get().reads(5_u64))
			.saturating_add(RocksDbWeight::get().writes(3_u64))
	}
	fn advance(s: u32) -> Weight {
		Weight::from_parts(20_000_000, 3_600)
			.saturating_add(RocksDbWeight::get().reads(2_u64))
			.saturating_add(Weight::from_parts(180_000_000, 14_000).saturating_mul(s.into()))
			.saturating_add(RocksDbWeight::get().reads(22_u64.saturating_mul(s.into())))
			.saturating_add(RocksDbWeight::get().writes(20_u64.saturating_mul(s.into())))
	}
	fn settle() -> Weight {
		Weight::from_parts(180_000_000, 14_000)
			.saturating_add(RocksDbWeight::get().reads(20_u64))
			.saturating_add(RocksDbWeight::get().writes(18_u64))
	}
	fn claim() -> Weight {
		Weight::from_parts(220_000_000, 16_000)
			.saturating_add(RocksDbWeight::get().reads(22_u64))
			.saturating_add(RocksDbWeight::get().writes(20_u64))
	}
	fn moved() -> Weight {
		Weight::from_parts(70_000_000, 11_000)
			.saturating_add(RocksDbWeight::get().reads(8_u64))
			.saturating_add(RocksDbWeight::get().writes(5_u64))
	}
	fn close() -> Weight {
		Weight::from_parts(140_000_000, 10_000)
			.saturating_add(RocksDbWeight::get().reads(10_u64))
			.saturating_add(RocksDbWeight::get().writes(9_u64))
	}
}
