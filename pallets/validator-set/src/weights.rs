//! Weights of the calls. The figures are estimates with real counts of reads and writes until
//! `scripts/benchmark-weights.sh` replaces this file by measured ones.

use core::marker::PhantomData;
use frame_support::{
	traits::Get,
	weights::{Weight, constants::RocksDbWeight},
};

/// Weights of the pallet's calls and handlers.
pub trait WeightInfo {
	/// `admit_validator` into a full set less one.
	fn admit_validator() -> Weight;
	/// `accept_admission` into a full set less one.
	fn accept_admission() -> Weight;
	/// `remove_validator` out of a full set.
	fn remove_validator() -> Weight;
	/// `withdraw` with a bond and keys.
	fn withdraw() -> Weight;
	/// `set_floor`.
	fn set_floor() -> Weight;
	/// One offender of an offence.
	fn on_offence() -> Weight;
}

/// Weights of the reference machine, with the runtime's database.
#[derive(Debug)]
pub struct SubstrateWeight<T>(PhantomData<T>);

impl<T: frame_system::Config> WeightInfo for SubstrateWeight<T> {
	/// Reads: record, counter, parameter, keys, members. Writes: record, counter, members.
	fn admit_validator() -> Weight {
		Weight::from_parts(40_000_000, 6_000)
			.saturating_add(T::DbWeight::get().reads(5))
			.saturating_add(T::DbWeight::get().writes(3))
	}
	/// Reads: record, keys, holds, account, members, counter. Writes: record, holds, account, members.
	fn accept_admission() -> Weight {
		Weight::from_parts(70_000_000, 6_000)
			.saturating_add(T::DbWeight::get().reads(6))
			.saturating_add(T::DbWeight::get().writes(4))
	}
	/// Reads: record, members, floor, slot, counter. Writes: record, members, counter.
	fn remove_validator() -> Weight {
		Weight::from_parts(35_000_000, 6_000)
			.saturating_add(T::DbWeight::get().reads(5))
			.saturating_add(T::DbWeight::get().writes(3))
	}
	/// Reads: record, slot, keys and their four owners, holds, account, counter. Writes: those but the slot.
	fn withdraw() -> Weight {
		Weight::from_parts(90_000_000, 6_000)
			.saturating_add(T::DbWeight::get().reads(10))
			.saturating_add(T::DbWeight::get().writes(9))
	}
	/// Reads: members. Writes: floor.
	fn set_floor() -> Weight {
		Weight::from_parts(10_000_000, 4_700)
			.saturating_add(T::DbWeight::get().reads(1))
			.saturating_add(T::DbWeight::get().writes(1))
	}
	/// Reads: record, holds, two accounts, slot, counter. Writes: record, holds, two accounts.
	fn on_offence() -> Weight {
		Weight::from_parts(80_000_000, 6_200)
			.saturating_add(T::DbWeight::get().reads(6))
			.saturating_add(T::DbWeight::get().writes(4))
	}
}

/// For tests: the same with the database's stock figures.
impl WeightInfo for () {
	fn admit_validator() -> Weight {
		Weight::from_parts(40_000_000, 6_000)
			.saturating_add(RocksDbWeight::get().reads(5))
			.saturating_add(RocksDbWeight::get().writes(3))
	}
	fn accept_admission() -> Weight {
		Weight::from_parts(70_000_000, 6_000)
			.saturating_add(RocksDbWeight::get().reads(6))
			.saturating_add(RocksDbWeight::get().writes(4))
	}
	fn remove_validator() -> Weight {
		Weight::from_parts(35_000_000, 6_000)
			.saturating_add(RocksDbWeight::get().reads(5))
			.saturating_add(RocksDbWeight::get().writes(3))
	}
	fn withdraw() -> Weight {
		Weight::from_parts(90_000_000, 6_000)
			.saturating_add(RocksDbWeight::get().reads(10))
			.saturating_add(RocksDbWeight::get().writes(9))
	}
	fn set_floor() -> Weight {
		Weight::from_parts(10_000_000, 4_700)
			.saturating_add(RocksDbWeight::get().reads(1))
			.saturating_add(RocksDbWeight::get().writes(1))
	}
	fn on_offence() -> Weight {
		Weight::from_parts(80_000_000, 6_200)
			.saturating_add(RocksDbWeight::get().reads(6))
			.saturating_add(RocksDbWeight::get().writes(4))
	}
}
