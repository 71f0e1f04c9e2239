//! Weights of `pallet_payouts`, in the shape that the benchmark command generates.

#![cfg_attr(rustfmt, rustfmt_skip)]
#![allow(unused_parens)]

use core::marker::PhantomData;
use frame_support::{traits::Get, weights::{Weight, constants::RocksDbWeight}};

/// Weight functions that `pallet_payouts` needs.
pub trait WeightInfo {
	/// Weight of `claim` with `c` claims.
	fn claim(c: u32, ) -> Weight;
	/// Weight of authorizing `claim` with `c` claims.
	fn authorize_claim(c: u32, ) -> Weight;
	/// Weight of `claim_owed`.
	fn claim_owed() -> Weight;
	/// Weight of one step of expiry.
	fn expire_step() -> Weight;
	/// Weight of paying a round of `t` titles, `p` direct payees and `v` validators.
	fn pay_round(t: u32, p: u32, v: u32, ) -> Weight;
}

/// Weights for the runtime's own database.
#[derive(Debug)]
pub struct SubstrateWeight<T>(PhantomData<T>);
impl<T: frame_system::Config> WeightInfo for SubstrateWeight<T> {
	fn claim(c: u32, ) -> Weight {
		Weight::from_parts(60_000_000, 6_196)
			.saturating_add(Weight::from_parts(35_000_000, 2_600).saturating_mul(c.into()))
			.saturating_add(T::DbWeight::get().reads(5_u64))
			.saturating_add(T::DbWeight::get().reads((2_u64).saturating_mul(c.into())))
			.saturating_add(T::DbWeight::get().writes(5_u64))
			.saturating_add(T::DbWeight::get().writes((2_u64).saturating_mul(c.into())))
	}
	fn authorize_claim(c: u32, ) -> Weight {
		Weight::from_parts(5_000_000, 0)
			.saturating_add(Weight::from_parts(30_000_000, 2_600).saturating_mul(c.into()))
			.saturating_add(T::DbWeight::get().reads((2_u64).saturating_mul(c.into())))
	}
	fn claim_owed() -> Weight {
		Weight::from_parts(55_000_000, 6_196)
			.saturating_add(T::DbWeight::get().reads(5_u64))
			.saturating_add(T::DbWeight::get().writes(5_u64))
	}
	fn expire_step() -> Weight {
		Weight::from_parts(400_000_000, 670_000)
			.saturating_add(T::DbWeight::get().reads(260_u64))
			.saturating_add(T::DbWeight::get().writes(260_u64))
	}
	fn pay_round(t: u32, p: u32, v: u32, ) -> Weight {
		Weight::from_parts(120_000_000, 9_000)
			.saturating_add(Weight::from_parts(110_000_000, 7_800).saturating_mul(t.into()))
			.saturating_add(Weight::from_parts(52_000_000, 2_600).saturating_mul(p.into()))
			.saturating_add(Weight::from_parts(52_000_000, 2_600).saturating_mul(v.into()))
			.saturating_add(T::DbWeight::get().reads(16_u64))
			.saturating_add(T::DbWeight::get().reads((6_u64).saturating_mul(t.into())))
			.saturating_add(T::DbWeight::get().reads((2_u64).saturating_mul(p.into())))
			.saturating_add(T::DbWeight::get().reads((2_u64).saturating_mul(v.into())))
			.saturating_add(T::DbWeight::get().writes(16_u64))
			.saturating_add(T::DbWeight::get().writes((4_u64).saturating_mul(t.into())))
			.saturating_add(T::DbWeight::get().writes((2_u64).saturating_mul(p.into())))
			.saturating_add(T::DbWeight::get().writes((2_u64).saturating_mul(v.into())))
	}
}

impl WeightInfo for () {
	fn claim(c: u32, ) -> Weight {
		Weight::from_parts(60_000_000, 6_196)
			.saturating_add(Weight::from_parts(35_000_000, 2_600).saturating_mul(c.into()))
			.saturating_add(RocksDbWeight::get().reads_writes(5_u64, 5_u64))
	}
	fn authorize_claim(c: u32, ) -> Weight {
		Weight::from_parts(30_000_000, 2_600).saturating_mul(c.into())
	}
	fn claim_owed() -> Weight {
		Weight::from_parts(55_000_000, 6_196)
			.saturating_add(RocksDbWeight::get().reads_writes(5_u64, 5_u64))
	}
	fn expire_step() -> Weight {
		Weight::from_parts(400_000_000, 670_000)
			.saturating_add(RocksDbWeight::get().reads_writes(260_u64, 260_u64))
	}
	fn pay_round(t: u32, p: u32, v: u32, ) -> Weight {
		Weight::from_parts(120_000_000, 9_000)
			.saturating_add(Weight::from_parts(110_000_000, 7_800).saturating_mul(t.into()))
			.saturating_add(Weight::from_parts(52_000_000, 2_600).saturating_mul(p.into()))
			.saturating_add(Weight::from_parts(52_000_000, 2_600).saturating_mul(v.into()))
	}
}
