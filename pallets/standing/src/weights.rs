//! Weights of `pallet_standing`, estimated in the shape of what `scripts/benchmark-weights.sh` makes; it replaces them.

use core::marker::PhantomData;
use frame_support::{
	traits::Get,
	weights::{Weight, constants::RocksDbWeight},
};

/// Weights that the pallet needs.
pub trait WeightInfo {
	/// Weight of `set_viewer_bond`.
	fn set_viewer_bond() -> Weight;
	/// Weight of `leave`.
	fn leave() -> Weight;
	/// Weight of `stay`.
	fn stay() -> Weight;
	/// Weight of `withdraw_bond`.
	fn withdraw_bond() -> Weight;
	/// Weight of `sanction_account`.
	fn sanction_account() -> Weight;
	/// Weight of `appeal`.
	fn appeal() -> Weight;
	/// Weight of `lift_account_sanction`.
	fn lift_account_sanction() -> Weight;
	/// Weight of `uphold_sanction`.
	fn uphold_sanction() -> Weight;
	/// Weight of `settle`.
	fn settle() -> Weight;
}

/// Weights as measured in the runtime.
#[derive(Debug)]
pub struct SubstrateWeight<T>(PhantomData<T>);

impl<T: frame_system::Config> WeightInfo for SubstrateWeight<T> {
	fn set_viewer_bond() -> Weight {
		Weight::from_parts(9_000_000, 0).saturating_add(T::DbWeight::get().writes(1_u64))
	}
	fn leave() -> Weight {
		Weight::from_parts(17_000_000, 3_529)
			.saturating_add(T::DbWeight::get().reads(2_u64))
			.saturating_add(T::DbWeight::get().writes(1_u64))
	}
	fn stay() -> Weight {
		Weight::from_parts(49_000_000, 3_593)
			.saturating_add(T::DbWeight::get().reads(7_u64))
			.saturating_add(T::DbWeight::get().writes(4_u64))
	}
	fn withdraw_bond() -> Weight {
		Weight::from_parts(46_000_000, 3_593)
			.saturating_add(T::DbWeight::get().reads(6_u64))
			.saturating_add(T::DbWeight::get().writes(4_u64))
	}
	fn sanction_account() -> Weight {
		Weight::from_parts(22_000_000, 3_700)
			.saturating_add(T::DbWeight::get().reads(4_u64))
			.saturating_add(T::DbWeight::get().writes(1_u64))
	}
	fn appeal() -> Weight {
		Weight::from_parts(18_000_000, 3_600)
			.saturating_add(T::DbWeight::get().reads(2_u64))
			.saturating_add(T::DbWeight::get().writes(1_u64))
	}
	fn lift_account_sanction() -> Weight {
		Weight::from_parts(55_000_000, 3_700)
			.saturating_add(T::DbWeight::get().reads(8_u64))
			.saturating_add(T::DbWeight::get().writes(5_u64))
	}
	fn uphold_sanction() -> Weight {
		Weight::from_parts(68_000_000, 6_196)
			.saturating_add(T::DbWeight::get().reads(7_u64))
			.saturating_add(T::DbWeight::get().writes(6_u64))
	}
	fn settle() -> Weight {
		Weight::from_parts(66_000_000, 6_196)
			.saturating_add(T::DbWeight::get().reads(8_u64))
			.saturating_add(T::DbWeight::get().writes(6_u64))
	}
}

/// The same for tests.
impl WeightInfo for () {
	fn set_viewer_bond() -> Weight {
		Weight::from_parts(9_000_000, 0).saturating_add(RocksDbWeight::get().writes(1_u64))
	}
	fn leave() -> Weight {
		Weight::from_parts(17_000_000, 3_529)
			.saturating_add(RocksDbWeight::get().reads(2_u64))
			.saturating_add(RocksDbWeight::get().writes(1_u64))
	}
	fn stay() -> Weight {
		Weight::from_parts(49_000_000, 3_593)
			.saturating_add(RocksDbWeight::get().reads(7_u64))
			.saturating_add(RocksDbWeight::get().writes(4_u64))
	}
	fn withdraw_bond() -> Weight {
		Weight::from_parts(46_000_000, 3_593)
			.saturating_add(RocksDbWeight::get().reads(6_u64))
			.saturating_add(RocksDbWeight::get().writes(4_u64))
	}
	fn sanction_account() -> Weight {
		Weight::from_parts(22_000_000, 3_700)
			.saturating_add(RocksDbWeight::get().reads(4_u64))
			.saturating_add(RocksDbWeight::get().writes(1_u64))
	}
	fn appeal() -> Weight {
		Weight::from_parts(18_000_000, 3_600)
			.saturating_add(RocksDbWeight::get().reads(2_u64))
			.saturating_add(RocksDbWeight::get().writes(1_u64))
	}
	fn lift_account_sanction() -> Weight {
		Weight::from_parts(55_000_000, 3_700)
			.saturating_add(RocksDbWeight::get().reads(8_u64))
			.saturating_add(RocksDbWeight::get().writes(5_u64))
	}
	fn uphold_sanction() -> Weight {
		Weight::from_parts(68_000_000, 6_196)
			.saturating_add(RocksDbWeight::get().reads(7_u64))
			.saturating_add(RocksDbWeight::get().writes(6_u64))
	}
	fn settle() -> Weight {
		Weight::from_parts(66_000_000, 6_196)
			.saturating_add(RocksDbWeight::get().reads(8_u64))
			.saturating_add(RocksDbWeight::get().writes(6_u64))
	}
}
