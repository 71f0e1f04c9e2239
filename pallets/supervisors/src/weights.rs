//! Weights of `pallet_supervisors`, in the shape that the benchmark command generates.

#![cfg_attr(rustfmt, rustfmt_skip)]
#![allow(unused_parens)]

use core::marker::PhantomData;
use frame_support::{traits::Get, weights::{Weight, constants::RocksDbWeight}};

/// Weight functions that `pallet_supervisors` needs.
pub trait WeightInfo {
	/// Weight of `admit_supervisor`.
	fn admit_supervisor() -> Weight;
	/// Weight of `suspend_supervisor`.
	fn suspend_supervisor() -> Weight;
	/// Weight of `resume_supervisor`.
	fn resume_supervisor() -> Weight;
	/// Weight of `remove_supervisor`.
	fn remove_supervisor() -> Weight;
	/// Weight of `widen_supervisor`.
	fn widen_supervisor() -> Weight;
	/// Weight of `authorize_creator`.
	fn authorize_creator() -> Weight;
	/// Weight of `revoke_creator`.
	fn revoke_creator() -> Weight;
	/// Weight of `sanction_creator`.
	fn sanction_creator() -> Weight;
	/// Weight of `lift_sanction`.
	fn lift_sanction() -> Weight;
	/// Weight of `stop_title`.
	fn stop_title() -> Weight;
	/// Weight of `reinstate_title`.
	fn reinstate_title() -> Weight;
	/// Weight of `report_title`.
	fn report_title() -> Weight;
	/// Weight of `decide_report`.
	fn decide_report() -> Weight;
	/// Weight of `withdraw_report`.
	fn withdraw_report() -> Weight;
}

/// Weights for the runtime's own database.
#[derive(Debug)]
pub struct SubstrateWeight<T>(PhantomData<T>);
impl<T: frame_system::Config> WeightInfo for SubstrateWeight<T> {
	fn admit_supervisor() -> Weight {
		Weight::from_parts(14_000_000, 3_000)
			.saturating_add(T::DbWeight::get().reads(1_u64))
			.saturating_add(T::DbWeight::get().writes(2_u64))
	}
	fn suspend_supervisor() -> Weight {
		Weight::from_parts(18_000_000, 3_000)
			.saturating_add(T::DbWeight::get().reads(1_u64))
			.saturating_add(T::DbWeight::get().writes(1_u64))
	}
	fn resume_supervisor() -> Weight {
		Weight::from_parts(18_000_000, 3_000)
			.saturating_add(T::DbWeight::get().reads(1_u64))
			.saturating_add(T::DbWeight::get().writes(1_u64))
	}
	fn remove_supervisor() -> Weight {
		Weight::from_parts(18_000_000, 3_000)
			.saturating_add(T::DbWeight::get().reads(1_u64))
			.saturating_add(T::DbWeight::get().writes(2_u64))
	}
	fn widen_supervisor() -> Weight {
		Weight::from_parts(18_000_000, 3_000)
			.saturating_add(T::DbWeight::get().reads(1_u64))
			.saturating_add(T::DbWeight::get().writes(1_u64))
	}
	fn authorize_creator() -> Weight {
		Weight::from_parts(30_000_000, 9_000)
			.saturating_add(T::DbWeight::get().reads(3_u64))
			.saturating_add(T::DbWeight::get().writes(3_u64))
	}
	fn revoke_creator() -> Weight {
		Weight::from_parts(18_000_000, 6_000)
			.saturating_add(T::DbWeight::get().reads(2_u64))
			.saturating_add(T::DbWeight::get().writes(2_u64))
	}
	fn sanction_creator() -> Weight {
		Weight::from_parts(18_000_000, 6_000)
			.saturating_add(T::DbWeight::get().reads(2_u64))
			.saturating_add(T::DbWeight::get().writes(1_u64))
	}
	fn lift_sanction() -> Weight {
		Weight::from_parts(18_000_000, 6_000)
			.saturating_add(T::DbWeight::get().reads(2_u64))
			.saturating_add(T::DbWeight::get().writes(1_u64))
	}
	fn stop_title() -> Weight {
		Weight::from_parts(38_000_000, 18_000)
			.saturating_add(T::DbWeight::get().reads(6_u64))
			.saturating_add(T::DbWeight::get().writes(1_u64))
	}
	fn reinstate_title() -> Weight {
		Weight::from_parts(36_000_000, 18_000)
			.saturating_add(T::DbWeight::get().reads(6_u64))
			.saturating_add(T::DbWeight::get().writes(1_u64))
	}
	fn report_title() -> Weight {
		Weight::from_parts(62_000_000, 15_000)
			.saturating_add(T::DbWeight::get().reads(5_u64))
			.saturating_add(T::DbWeight::get().writes(5_u64))
	}
	fn decide_report() -> Weight {
		Weight::from_parts(95_000_000, 30_000)
			.saturating_add(T::DbWeight::get().reads(10_u64))
			.saturating_add(T::DbWeight::get().writes(6_u64))
	}
	fn withdraw_report() -> Weight {
		Weight::from_parts(55_000_000, 12_000)
			.saturating_add(T::DbWeight::get().reads(4_u64))
			.saturating_add(T::DbWeight::get().writes(4_u64))
	}
}

// For tests.
impl WeightInfo for () {
	fn admit_supervisor() -> Weight {
		Weight::from_parts(14_000_000, 3_000)
			.saturating_add(RocksDbWeight::get().reads(1_u64))
			.saturating_add(RocksDbWeight::get().writes(2_u64))
	}
	fn suspend_supervisor() -> Weight {
		Weight::from_parts(18_000_000, 3_000)
			.saturating_add(RocksDbWeight::get().reads(1_u64))
			.saturating_add(RocksDbWeight::get().writes(1_u64))
	}
	fn resume_supervisor() -> Weight {
		Weight::from_parts(18_000_000, 3_000)
			.saturating_add(RocksDbWeight::get().reads(1_u64))
			.saturating_add(RocksDbWeight::get().writes(1_u64))
	}
	fn remove_supervisor() -> Weight {
		Weight::from_parts(18_000_000, 3_000)
			.saturating_add(RocksDbWeight::get().reads(1_u64))
			.saturating_add(RocksDbWeight::get().writes(2_u64))
	}
	fn widen_supervisor() -> Weight {
		Weight::from_parts(18_000_000, 3_000)
			.saturating_add(RocksDbWeight::get().reads(1_u64))
			.saturating_add(RocksDbWeight::get().writes(1_u64))
	}
	fn authorize_creator() -> Weight {
		Weight::from_parts(30_000_000, 9_000)
			.saturating_add(RocksDbWeight::get().reads(3_u64))
			.saturating_add(RocksDbWeight::get().writes(3_u64))
	}
	fn revoke_creator() -> Weight {
		Weight::from_parts(18_000_000, 6_000)
			.saturating_add(RocksDbWeight::get().reads(2_u64))
			.saturating_add(RocksDbWeight::get().writes(2_u64))
	}
	fn sanction_creator() -> Weight {
		Weight::from_parts(18_000_000, 6_000)
			.saturating_add(RocksDbWeight::get().reads(2_u64))
			.saturating_add(RocksDbWeight::get().writes(1_u64))
	}
	fn lift_sanction() -> Weight {
		Weight::from_parts(18_000_000, 6_000)
			.saturating_add(RocksDbWeight::get().reads(2_u64))
			.saturating_add(RocksDbWeight::get().writes(1_u64))
	}
	fn stop_title() -> Weight {
		Weight::from_parts(38_000_000, 18_000)
			.saturating_add(RocksDbWeight::get().reads(6_u64))
			.saturating_add(RocksDbWeight::get().writes(1_u64))
	}
	fn reinstate_title() -> Weight {
		Weight::from_parts(36_000_000, 18_000)
			.saturating_add(RocksDbWeight::get().reads(6_u64))
			.saturating_add(RocksDbWeight::get().writes(1_u64))
	}
	fn report_title() -> Weight {
		Weight::from_parts(62_000_000, 15_000)
			.saturating_add(RocksDbWeight::get().reads(5_u64))
			.saturating_add(RocksDbWeight::get().writes(5_u64))
	}
	fn decide_report() -> Weight {
		Weight::from_parts(95_000_000, 30_000)
			.saturating_add(RocksDbWeight::get().reads(10_u64))
			.saturating_add(RocksDbWeight::get().writes(6_u64))
	}
	fn withdraw_report() -> Weight {
		Weight::from_parts(55_000_000, 12_000)
			.saturating_add(RocksDbWeight::get().reads(4_u64))
			.saturating_add(RocksDbWeight::get().writes(4_u64))
	}
}
