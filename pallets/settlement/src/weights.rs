//! Weights of `pallet_settlement`: estimates in the shape of the measured ones, until `scripts/benchmark-weights.sh` writes
//! this file. Times exclude the database, which `DbWeight` adds.

use core::marker::PhantomData;
use frame_support::{
	traits::Get,
	weights::{Weight, constants::RocksDbWeight},
};

/// Weights that the pallet needs.
pub trait WeightInfo {
	/// Weight of `buy`.
	fn buy() -> Weight;
	/// Weight of `refuse`.
	fn refuse() -> Weight;
	/// Weight of `return_undelivered`.
	fn return_undelivered() -> Weight;
	/// Weight of `donate` for `h` holders.
	fn donate(h: u32) -> Weight;
	/// Weight of `claim_owed`.
	fn claim_owed() -> Weight;
	/// Weight of `forget`.
	fn forget() -> Weight;
	/// Weight of `clear_sales`.
	fn clear_sales() -> Weight;
	/// Weight of `deliver`, which is no call, for `h` holders.
	fn deliver(h: u32) -> Weight;
}

/// Weights in the runtime.
#[derive(Debug)]
pub struct SubstrateWeight<T>(PhantomData<T>);

impl<T: frame_system::Config> WeightInfo for SubstrateWeight<T> {
	fn buy() -> Weight {
		Weight::from_parts(120_000_000, 8_000)
			.saturating_add(T::DbWeight::get().reads(16_u64))
			.saturating_add(T::DbWeight::get().writes(9_u64))
	}
	fn refuse() -> Weight {
		Weight::from_parts(70_000_000, 5_000)
			.saturating_add(T::DbWeight::get().reads(8_u64))
			.saturating_add(T::DbWeight::get().writes(7_u64))
	}
	fn return_undelivered() -> Weight {
		Weight::from_parts(75_000_000, 5_000)
			.saturating_add(T::DbWeight::get().reads(11_u64))
			.saturating_add(T::DbWeight::get().writes(7_u64))
	}
	fn donate(h: u32) -> Weight {
		Weight::from_parts(90_000_000, 8_000)
			.saturating_add(T::DbWeight::get().reads(14_u64))
			.saturating_add(T::DbWeight::get().writes(7_u64))
			.saturating_add(Weight::from_parts(45_000_000, 5_300).saturating_mul(h.into()))
			.saturating_add(T::DbWeight::get().reads(4_u64.saturating_mul(h.into())))
			.saturating_add(T::DbWeight::get().writes(3_u64.saturating_mul(h.into())))
	}
	fn claim_owed() -> Weight {
		Weight::from_parts(60_000_000, 6_200)
			.saturating_add(T::DbWeight::get().reads(5_u64))
			.saturating_add(T::DbWeight::get().writes(5_u64))
	}
	fn forget() -> Weight {
		Weight::from_parts(25_000_000, 3_700)
			.saturating_add(T::DbWeight::get().reads(5_u64))
			.saturating_add(T::DbWeight::get().writes(2_u64))
	}
	fn clear_sales() -> Weight {
		Weight::from_parts(70_000_000, 167_000)
			.saturating_add(T::DbWeight::get().reads(67_u64))
			.saturating_add(T::DbWeight::get().writes(65_u64))
	}
	fn deliver(h: u32) -> Weight {
		Weight::from_parts(110_000_000, 8_000)
			.saturating_add(T::DbWeight::get().reads(15_u64))
			.saturating_add(T::DbWeight::get().writes(10_u64))
			.saturating_add(Weight::from_parts(45_000_000, 5_300).saturating_mul(h.into()))
			.saturating_add(T::DbWeight::get().reads(4_u64.saturating_mul(h.into())))
			.saturating_add(T::DbWeight::get().writes(3_u64.saturating_mul(h.into())))
	}
}

/// For tests.
impl WeightInfo for () {
	fn buy() -> Weight {
		Weight::from_parts(120_000_000, 8_000)
			.saturating_add(RocksDbWeight::get().reads(16_u64))
			.saturating_add(RocksDbWeight::get().writes(9_u64))
	}
	fn refuse() -> Weight {
		Weight::from_parts(70_000_000, 5_000)
			.saturating_add(RocksDbWeight::get().reads(8_u64))
			.saturating_add(RocksDbWeight::get().writes(7_u64))
	}
	fn return_undelivered() -> Weight {
		Weight::from_parts(75_000_000, 5_000)
			.saturating_add(RocksDbWeight::get().reads(11_u64))
			.saturating_add(RocksDbWeight::get().writes(7_u64))
	}
	fn donate(h: u32) -> Weight {
		Weight::from_parts(90_000_000, 8_000)
			.saturating_add(RocksDbWeight::get().reads(14_u64))
			.saturating_add(RocksDbWeight::get().writes(7_u64))
			.saturating_add(Weight::from_parts(45_000_000, 5_300).saturating_mul(h.into()))
			.saturating_add(RocksDbWeight::get().reads(4_u64.saturating_mul(h.into())))
			.saturating_add(RocksDbWeight::get().writes(3_u64.saturating_mul(h.into())))
	}
	fn claim_owed() -> Weight {
		Weight::from_parts(60_000_000, 6_200)
			.saturating_add(RocksDbWeight::get().reads(5_u64))
			.saturating_add(RocksDbWeight::get().writes(5_u64))
	}
	fn forget() -> Weight {
		Weight::from_parts(25_000_000, 3_700)
			.saturating_add(RocksDbWeight::get().reads(5_u64))
			.saturating_add(RocksDbWeight::get().writes(2_u64))
	}
	fn clear_sales() -> Weight {
		Weight::from_parts(70_000_000, 167_000)
			.saturating_add(RocksDbWeight::get().reads(67_u64))
			.saturating_add(RocksDbWeight::get().writes(65_u64))
	}
	fn deliver(h: u32) -> Weight {
		Weight::from_parts(110_000_000, 8_000)
			.saturating_add(RocksDbWeight::get().reads(15_u64))
			.saturating_add(RocksDbWeight::get().writes(10_u64))
			.saturating_add(Weight::from_parts(45_000_000, 5_300).saturating_mul(h.into()))
			.saturating_add(RocksDbWeight::get().reads(4_u64.saturating_mul(h.into())))
			.saturating_add(RocksDbWeight::get().writes(3_u64.saturating_mul(h.into())))
	}
}
