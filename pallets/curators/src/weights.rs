//! Weights of `pallet_curators`, measured. Made by `scripts/benchmark-weights.sh`: do not edit.
//!
//! Each benchmark ran for at least 1 s, before all other work.
//! 2026-11-21: 50 steps, 20 repeats, Compiled Wasm, CPU `AMD EPYC`, benchmark
//! command 64.0.0. Times exclude the database, which `DbWeight` adds.

use core::marker::PhantomData;
use frame_support::{
	traits::Get,
	weights::{Weight, constants::RocksDbWeight},
};

/// Weights that the pallet needs.
pub trait WeightInfo {
	/// Weight of `register_curator`.
	fn register_curator() -> Weight;
	/// Weight of `set_capacity`.
	fn set_capacity() -> Weight;
	/// Weight of `set_endpoints`.
	fn set_endpoints() -> Weight;
	/// Weight of `set_hot_key`.
	fn set_hot_key() -> Weight;
	/// Weight of `leave`.
	fn leave() -> Weight;
	/// Weight of `finish_leave`.
	fn finish_leave() -> Weight;
	/// Weight of `remove_curator`.
	fn remove_curator() -> Weight;
	/// Weight of `refuse_hot_key`.
	fn refuse_hot_key() -> Weight;
	/// Weight of `seat_newcomers`, `n` from 0 to 1024.
	fn seat_newcomers(n: u32) -> Weight;
}

/// Weights as measured in the runtime.
#[derive(Debug)]
pub struct SubstrateWeight<T>(PhantomData<T>);

impl<T: frame_system::Config> WeightInfo for SubstrateWeight<T> {
	// Storage: `Curators::Curators` (r:2 w:1)
	// Proof: `Curators::Curators` (`max_values`: None, `max_size`: Some(660), added: 3135, mode: `MaxEncodedLen`)
	// Storage: `Curators::HotKeys` (r:2 w:1)
	// Proof: `Curators::HotKeys` (`max_values`: None, `max_size`: Some(80), added: 2555, mode: `MaxEncodedLen`)
	// Storage: `Curators::CounterForCurators` (r:1 w:1)
	// Proof: `Curators::CounterForCurators` (`max_values`: Some(1), `max_size`: Some(4), added: 499, mode: `MaxEncodedLen`)
	// Storage: `Parameters::Parameters` (r:1 w:0)
	// Proof: `Parameters::Parameters` (`max_values`: None, `max_size`: Some(49), added: 2524, mode: `MaxEncodedLen`)
	// Storage: `Babe::CurrentSlot` (r:1 w:0)
	// Proof: `Babe::CurrentSlot` (`max_values`: Some(1), `max_size`: Some(8), added: 503, mode: `MaxEncodedLen`)
	// Storage: `Balances::Holds` (r:1 w:1)
	// Proof: `Balances::Holds` (`max_values`: None, `max_size`: Some(193), added: 2668, mode: `MaxEncodedLen`)
	// Storage: `Curators::Newcomers` (r:1 w:1)
	// Proof: `Curators::Newcomers` (`max_values`: Some(1), `max_size`: Some(32770), added: 33265, mode: `MaxEncodedLen`)
	fn register_curator() -> Weight {
		// Measured proof: 33034 bytes; shortest run: 73_630 ns.
		Weight::from_parts(77_035_000, 34_255)
			.saturating_add(T::DbWeight::get().reads(9_u64))
			.saturating_add(T::DbWeight::get().writes(5_u64))
	}
	// Storage: `Curators::Curators` (r:1 w:1)
	// Proof: `Curators::Curators` (`max_values`: None, `max_size`: Some(660), added: 3135, mode: `MaxEncodedLen`)
	// Storage: `Parameters::Parameters` (r:1 w:0)
	// Proof: `Parameters::Parameters` (`max_values`: None, `max_size`: Some(49), added: 2524, mode: `MaxEncodedLen`)
	// Storage: `Balances::Holds` (r:1 w:1)
	// Proof: `Balances::Holds` (`max_values`: None, `max_size`: Some(193), added: 2668, mode: `MaxEncodedLen`)
	// Storage: `Curators::Newcomers` (r:1 w:1)
	// Proof: `Curators::Newcomers` (`max_values`: Some(1), `max_size`: Some(32770), added: 33265, mode: `MaxEncodedLen`)
	// Storage: `Curators::Roster` (r:1 w:1)
	// Proof: `Curators::Roster` (`max_values`: Some(1), `max_size`: Some(72706), added: 73201, mode: `MaxEncodedLen`)
	fn set_capacity() -> Weight {
		// Measured proof: 75650 bytes; shortest run: 200_329 ns.
		Weight::from_parts(212_537_000, 74_191)
			.saturating_add(T::DbWeight::get().reads(5_u64))
			.saturating_add(T::DbWeight::get().writes(4_u64))
	}
	// Storage: `Curators::Curators` (r:2 w:1)
	// Proof: `Curators::Curators` (`max_values`: None, `max_size`: Some(660), added: 3135, mode: `MaxEncodedLen`)
	// Storage: `Curators::HotKeys` (r:1 w:0)
	// Proof: `Curators::HotKeys` (`max_values`: None, `max_size`: Some(80), added: 2555, mode: `MaxEncodedLen`)
	fn set_endpoints() -> Weight {
		// Measured proof: 3597 bytes; shortest run: 87_591 ns.
		Weight::from_parts(95_342_000, 7_260)
			.saturating_add(T::DbWeight::get().reads(3_u64))
			.saturating_add(T::DbWeight::get().writes(1_u64))
	}
	// Storage: `Curators::Curators` (r:2 w:1)
	// Proof: `Curators::Curators` (`max_values`: None, `max_size`: Some(660), added: 3135, mode: `MaxEncodedLen`)
	// Storage: `Curators::HotKeys` (r:1 w:2)
	// Proof: `Curators::HotKeys` (`max_values`: None, `max_size`: Some(80), added: 2555, mode: `MaxEncodedLen`)
	fn set_hot_key() -> Weight {
		// Measured proof: 3512 bytes; shortest run: 81_041 ns.
		Weight::from_parts(96_544_000, 7_260)
			.saturating_add(T::DbWeight::get().reads(3_u64))
			.saturating_add(T::DbWeight::get().writes(3_u64))
	}
	// Storage: `Curators::Curators` (r:1 w:1)
	// Proof: `Curators::Curators` (`max_values`: None, `max_size`: Some(660), added: 3135, mode: `MaxEncodedLen`)
	// Storage: `Babe::CurrentSlot` (r:1 w:0)
	// Proof: `Babe::CurrentSlot` (`max_values`: Some(1), `max_size`: Some(8), added: 503, mode: `MaxEncodedLen`)
	// Storage: `Curators::CoolDown` (r:1 w:0)
	// Proof: `Curators::CoolDown` (`max_values`: Some(1), `max_size`: Some(8), added: 503, mode: `MaxEncodedLen`)
	// Storage: `Curators::Roster` (r:1 w:1)
	// Proof: `Curators::Roster` (`max_values`: Some(1), `max_size`: Some(72706), added: 73201, mode: `MaxEncodedLen`)
	// Storage: `Curators::Newcomers` (r:1 w:1)
	// Proof: `Curators::Newcomers` (`max_values`: Some(1), `max_size`: Some(32770), added: 33265, mode: `MaxEncodedLen`)
	fn leave() -> Weight {
		// Measured proof: 74777 bytes; shortest run: 128_291 ns.
		Weight::from_parts(140_409_000, 74_191)
			.saturating_add(T::DbWeight::get().reads(5_u64))
			.saturating_add(T::DbWeight::get().writes(3_u64))
	}
	// Storage: `Curators::Curators` (r:1 w:1)
	// Proof: `Curators::Curators` (`max_values`: None, `max_size`: Some(660), added: 3135, mode: `MaxEncodedLen`)
	// Storage: `Babe::CurrentSlot` (r:1 w:0)
	// Proof: `Babe::CurrentSlot` (`max_values`: Some(1), `max_size`: Some(8), added: 503, mode: `MaxEncodedLen`)
	// Storage: `Balances::Holds` (r:1 w:1)
	// Proof: `Balances::Holds` (`max_values`: None, `max_size`: Some(193), added: 2668, mode: `MaxEncodedLen`)
	// Storage: `Curators::CounterForCurators` (r:1 w:1)
	// Proof: `Curators::CounterForCurators` (`max_values`: Some(1), `max_size`: Some(4), added: 499, mode: `MaxEncodedLen`)
	// Storage: `Curators::HotKeys` (r:0 w:1)
	// Proof: `Curators::HotKeys` (`max_values`: None, `max_size`: Some(80), added: 2555, mode: `MaxEncodedLen`)
	fn finish_leave() -> Weight {
		// Measured proof: 3209 bytes; shortest run: 133_429 ns.
		Weight::from_parts(144_396_000, 4_125)
			.saturating_add(T::DbWeight::get().reads(4_u64))
			.saturating_add(T::DbWeight::get().writes(4_u64))
	}
	// Storage: `Curators::Curators` (r:1 w:1)
	// Proof: `Curators::Curators` (`max_values`: None, `max_size`: Some(660), added: 3135, mode: `MaxEncodedLen`)
	// Storage: `Babe::CurrentSlot` (r:1 w:0)
	// Proof: `Babe::CurrentSlot` (`max_values`: Some(1), `max_size`: Some(8), added: 503, mode: `MaxEncodedLen`)
	// Storage: `Curators::CoolDown` (r:1 w:0)
	// Proof: `Curators::CoolDown` (`max_values`: Some(1), `max_size`: Some(8), added: 503, mode: `MaxEncodedLen`)
	// Storage: `Curators::Roster` (r:1 w:1)
	// Proof: `Curators::Roster` (`max_values`: Some(1), `max_size`: Some(72706), added: 73201, mode: `MaxEncodedLen`)
	// Storage: `Curators::Newcomers` (r:1 w:1)
	// Proof: `Curators::Newcomers` (`max_values`: Some(1), `max_size`: Some(32770), added: 33265, mode: `MaxEncodedLen`)
	fn remove_curator() -> Weight {
		// Measured proof: 74777 bytes; shortest run: 121_581 ns.
		Weight::from_parts(151_226_000, 74_191)
			.saturating_add(T::DbWeight::get().reads(5_u64))
			.saturating_add(T::DbWeight::get().writes(3_u64))
	}
	// Storage: `Curators::HotKeys` (r:1 w:2)
	// Proof: `Curators::HotKeys` (`max_values`: None, `max_size`: Some(80), added: 2555, mode: `MaxEncodedLen`)
	// Storage: `Curators::Curators` (r:1 w:1)
	// Proof: `Curators::Curators` (`max_values`: None, `max_size`: Some(660), added: 3135, mode: `MaxEncodedLen`)
	fn refuse_hot_key() -> Weight {
		// Measured proof: 3024 bytes; shortest run: 82_423 ns.
		Weight::from_parts(101_381_000, 4_125)
			.saturating_add(T::DbWeight::get().reads(2_u64))
			.saturating_add(T::DbWeight::get().writes(3_u64))
	}
	// Storage: `Curators::Newcomers` (r:1 w:1)
	// Proof: `Curators::Newcomers` (`max_values`: Some(1), `max_size`: Some(32770), added: 33265, mode: `MaxEncodedLen`)
	// Storage: `Curators::Roster` (r:1 w:1)
	// Proof: `Curators::Roster` (`max_values`: Some(1), `max_size`: Some(72706), added: 73201, mode: `MaxEncodedLen`)
	// Storage: `Curators::Curators` (r:1024 w:0)
	// Proof: `Curators::Curators` (`max_values`: None, `max_size`: Some(660), added: 3135, mode: `MaxEncodedLen`)
	// `n` is 0 to 1024.
	fn seat_newcomers(n: u32) -> Weight {
		// Measured proof: 96163 bytes + n * 602; shortest run: 14_071 ns.
		Weight::from_parts(571_798_520, 74_191)
			// Standard error: 113_946.
			.saturating_add(Weight::from_parts(10_014_559, 0).saturating_mul(n.into()))
			.saturating_add(T::DbWeight::get().reads(2_u64))
			.saturating_add(T::DbWeight::get().reads(1_u64.saturating_mul(n.into())))
			.saturating_add(T::DbWeight::get().writes(2_u64))
			.saturating_add(Weight::from_parts(0, 3_135).saturating_mul(n.into()))
	}
}

/// The same for tests.
impl WeightInfo for () {
	fn register_curator() -> Weight {
		Weight::from_parts(77_035_000, 34_255)
			.saturating_add(RocksDbWeight::get().reads(9_u64))
			.saturating_add(RocksDbWeight::get().writes(5_u64))
	}
	fn set_capacity() -> Weight {
		Weight::from_parts(212_537_000, 74_191)
			.saturating_add(RocksDbWeight::get().reads(5_u64))
			.saturating_add(RocksDbWeight::get().writes(4_u64))
	}
	fn set_endpoints() -> Weight {
		Weight::from_parts(95_342_000, 7_260)
			.saturating_add(RocksDbWeight::get().reads(3_u64))
			.saturating_add(RocksDbWeight::get().writes(1_u64))
	}
	fn set_hot_key() -> Weight {
		Weight::from_parts(96_544_000, 7_260)
			.saturating_add(RocksDbWeight::get().reads(3_u64))
			.saturating_add(RocksDbWeight::get().writes(3_u64))
	}
	fn leave() -> Weight {
		Weight::from_parts(140_409_000, 74_191)
			.saturating_add(RocksDbWeight::get().reads(5_u64))
			.saturating_add(RocksDbWeight::get().writes(3_u64))
	}
	fn finish_leave() -> Weight {
		Weight::from_parts(144_396_000, 4_125)
			.saturating_add(RocksDbWeight::get().reads(4_u64))
			.saturating_add(RocksDbWeight::get().writes(4_u64))
	}
	fn remove_curator() -> Weight {
		Weight::from_parts(151_226_000, 74_191)
			.saturating_add(RocksDbWeight::get().reads(5_u64))
			.saturating_add(RocksDbWeight::get().writes(3_u64))
	}
	fn refuse_hot_key() -> Weight {
		Weight::from_parts(101_381_000, 4_125)
			.saturating_add(RocksDbWeight::get().reads(2_u64))
			.saturating_add(RocksDbWeight::get().writes(3_u64))
	}
	fn seat_newcomers(n: u32) -> Weight {
		Weight::from_parts(571_798_520, 74_191)
			.saturating_add(Weight::from_parts(10_014_559, 0).saturating_mul(n.into()))
			.saturating_add(RocksDbWeight::get().reads(2_u64))
			.saturating_add(RocksDbWeight::get().reads(1_u64.saturating_mul(n.into())))
			.saturating_add(RocksDbWeight::get().writes(2_u64))
			.saturating_add(Weight::from_parts(0, 3_135).saturating_mul(n.into()))
	}
}
