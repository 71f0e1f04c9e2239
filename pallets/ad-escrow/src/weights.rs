//! Weights of `pallet_ad_escrow`: estimates in the shape of the measured ones, until `scripts/benchmark-weights.sh` writes
//! this file. Times exclude the database, which `DbWeight` adds.

use core::marker::PhantomData;
use frame_support::{
	traits::Get,
	weights::{Weight, constants::RocksDbWeight},
};

/// Weights that the pallet needs.
pub trait WeightInfo {
	/// Weight of `open_campaign`.
	fn open_campaign() -> Weight;
	/// Weight of `fund_campaign`.
	fn fund_campaign() -> Weight;
	/// Weight of `pause_campaign`.
	fn pause_campaign() -> Weight;
	/// Weight of `resume_campaign`.
	fn resume_campaign() -> Weight;
	/// Weight of `cancel_campaign`.
	fn cancel_campaign() -> Weight;
	/// Weight of `stop_campaign`.
	fn stop_campaign() -> Weight;
	/// Weight of `close_campaign`.
	fn close_campaign() -> Weight;
	/// Weight of `forget`, which is no call.
	fn forget() -> Weight;
	/// Weight of `charge`, which is no call, for a bill of `c` campaigns in `p` parts, without what payouts does.
	fn charge(c: u32, p: u32) -> Weight;
}

/// Weights in the runtime.
#[derive(Debug)]
pub struct SubstrateWeight<T>(PhantomData<T>);

impl<T: frame_system::Config> WeightInfo for SubstrateWeight<T> {
	fn open_campaign() -> Weight {
		Weight::from_parts(130_000_000, 12_000)
			.saturating_add(T::DbWeight::get().reads(10_u64))
			.saturating_add(T::DbWeight::get().writes(7_u64))
	}
	fn fund_campaign() -> Weight {
		Weight::from_parts(80_000_000, 6_000)
			.saturating_add(T::DbWeight::get().reads(6_u64))
			.saturating_add(T::DbWeight::get().writes(5_u64))
	}
	fn pause_campaign() -> Weight {
		Weight::from_parts(25_000_000, 5_000)
			.saturating_add(T::DbWeight::get().reads(2_u64))
			.saturating_add(T::DbWeight::get().writes(1_u64))
	}
	fn resume_campaign() -> Weight {
		Weight::from_parts(25_000_000, 5_000)
			.saturating_add(T::DbWeight::get().reads(2_u64))
			.saturating_add(T::DbWeight::get().writes(1_u64))
	}
	fn cancel_campaign() -> Weight {
		Weight::from_parts(85_000_000, 8_000)
			.saturating_add(T::DbWeight::get().reads(7_u64))
			.saturating_add(T::DbWeight::get().writes(6_u64))
	}
	fn stop_campaign() -> Weight {
		Weight::from_parts(95_000_000, 9_000)
			.saturating_add(T::DbWeight::get().reads(8_u64))
			.saturating_add(T::DbWeight::get().writes(6_u64))
	}
	fn close_campaign() -> Weight {
		Weight::from_parts(80_000_000, 8_000)
			.saturating_add(T::DbWeight::get().reads(7_u64))
			.saturating_add(T::DbWeight::get().writes(6_u64))
	}
	fn forget() -> Weight {
		Weight::from_parts(120_000_000, 90_000)
			.saturating_add(T::DbWeight::get().reads(36_u64))
			.saturating_add(T::DbWeight::get().writes(36_u64))
	}
	fn charge(c: u32, p: u32) -> Weight {
		Weight::from_parts(30_000_000, 4_000)
			.saturating_add(T::DbWeight::get().reads(3_u64))
			.saturating_add(T::DbWeight::get().writes(2_u64))
			.saturating_add(Weight::from_parts(70_000_000, 9_000).saturating_mul(c.into()))
			.saturating_add(T::DbWeight::get().reads(5_u64.saturating_mul(c.into())))
			.saturating_add(T::DbWeight::get().writes(5_u64.saturating_mul(c.into())))
			.saturating_add(Weight::from_parts(6_000_000, 6_000).saturating_mul(p.into()))
			.saturating_add(T::DbWeight::get().reads(2_u64.saturating_mul(p.into())))
	}
}

/// For tests.
impl WeightInfo for () {
	fn open_campaign() -> Weight {
		Weight::from_parts(130_000_000, 12_000)
			.saturating_add(RocksDbWeight::get().reads(10_u64))
			.saturating_add(RocksDbWeight::get().writes(7_u64))
	}
	fn fund_campaign() -> Weight {
		Weight::from_parts(80_000_000, 6_000)
			.saturating_add(RocksDbWeight::get().reads(6_u64))
			.saturating_add(RocksDbWeight::get().writes(5_u64))
	}
	fn pause_campaign() -> Weight {
		Weight::from_parts(25_000_000, 5_000)
			.saturating_add(RocksDbWeight::get().reads(2_u64))
			.saturating_add(RocksDbWeight::get().writes(1_u64))
	}
	fn resume_campaign() -> Weight {
		Weight::from_parts(25_000_000, 5_000)
			.saturating_add(RocksDbWeight::get().reads(2_u64))
			.saturating_add(RocksDbWeight::get().writes(1_u64))
	}
	fn cancel_campaign() -> Weight {
		Weight::from_parts(85_000_000, 8_000)
			.saturating_add(RocksDbWeight::get().reads(7_u64))
			.saturating_add(RocksDbWeight::get().writes(6_u64))
	}
	fn stop_campaign() -> Weight {
		Weight::from_parts(95_000_000, 9_000)
			.saturating_add(RocksDbWeight::get().reads(8_u64))
			.saturating_add(RocksDbWeight::get().writes(6_u64))
	}
	fn close_campaign() -> Weight {
		Weight::from_parts(80_000_000, 8_000)
			.saturating_add(RocksDbWeight::get().reads(7_u64))
			.saturating_add(RocksDbWeight::get().writes(6_u64))
	}
	fn forget() -> Weight {
		Weight::from_parts(120_000_000, 90_000)
			.saturating_add(RocksDbWeight::get().reads(36_u64))
			.saturating_add(RocksDbWeight::get().writes(36_u64))
	}
	fn charge(c: u32, p: u32) -> Weight {
		Weight::from_parts(30_000_000, 4_000)
			.saturating_add(RocksDbWeight::get().reads(3_u64))
			.saturating_add(RocksDbWeight::get().writes(2_u64))
			.saturating_add(Weight::from_parts(70_000_000, 9_000).saturating_mul(c.into()))
			.saturating_add(RocksDbWeight::get().reads(5_u64.saturating_mul(c.into())))
			.saturating_add(RocksDbWeight::get().writes(5_u64.saturating_mul(c.into())))
			.saturating_add(Weight::from_parts(6_000_000, 6_000).saturating_mul(p.into()))
			.saturating_add(RocksDbWeight::get().reads(2_u64.saturating_mul(p.into())))
	}
}
