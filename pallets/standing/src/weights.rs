//! Weights of `pallet_standing`, measured. Made by `scripts/benchmark-weights.sh`: do not edit.
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
	// Storage: `Standing::ViewerBond` (r:0 w:1)
	// Proof: `Standing::ViewerBond` (`max_values`: Some(1), `max_size`: Some(16), added: 511, mode: `MaxEncodedLen`)
	fn set_viewer_bond() -> Weight {
		// Measured proof: 0 bytes; shortest run: 3_395 ns.
		Weight::from_parts(3_726_000, 0).saturating_add(T::DbWeight::get().writes(1_u64))
	}
	// Storage: `Standing::Bonds` (r:1 w:1)
	// Proof: `Standing::Bonds` (`max_values`: None, `max_size`: Some(73), added: 2548, mode: `MaxEncodedLen`)
	// Storage: `Babe::CurrentSlot` (r:1 w:0)
	// Proof: `Babe::CurrentSlot` (`max_values`: Some(1), `max_size`: Some(8), added: 503, mode: `MaxEncodedLen`)
	fn leave() -> Weight {
		// Measured proof: 464 bytes; shortest run: 11_117 ns.
		Weight::from_parts(11_888_000, 3_538)
			.saturating_add(T::DbWeight::get().reads(2_u64))
			.saturating_add(T::DbWeight::get().writes(1_u64))
	}
	// Storage: `Standing::Bonds` (r:1 w:1)
	// Proof: `Standing::Bonds` (`max_values`: None, `max_size`: Some(73), added: 2548, mode: `MaxEncodedLen`)
	// Storage: `Standing::Sanctions` (r:1 w:0)
	// Proof: `Standing::Sanctions` (`max_values`: None, `max_size`: Some(101), added: 2576, mode: `MaxEncodedLen`)
	// Storage: `Standing::ViewerBond` (r:1 w:0)
	// Proof: `Standing::ViewerBond` (`max_values`: Some(1), `max_size`: Some(16), added: 511, mode: `MaxEncodedLen`)
	// Storage: `Balances::Holds` (r:1 w:1)
	// Proof: `Balances::Holds` (`max_values`: None, `max_size`: Some(211), added: 2686, mode: `MaxEncodedLen`)
	// Storage: `Standing::HeldTotal` (r:1 w:1)
	// Proof: `Standing::HeldTotal` (`max_values`: Some(1), `max_size`: Some(16), added: 511, mode: `MaxEncodedLen`)
	fn stay() -> Weight {
		// Measured proof: 302 bytes; shortest run: 47_420 ns.
		Weight::from_parts(50_305_000, 3_676)
			.saturating_add(T::DbWeight::get().reads(5_u64))
			.saturating_add(T::DbWeight::get().writes(3_u64))
	}
	// Storage: `Standing::Bonds` (r:1 w:1)
	// Proof: `Standing::Bonds` (`max_values`: None, `max_size`: Some(73), added: 2548, mode: `MaxEncodedLen`)
	// Storage: `Babe::CurrentSlot` (r:1 w:0)
	// Proof: `Babe::CurrentSlot` (`max_values`: Some(1), `max_size`: Some(8), added: 503, mode: `MaxEncodedLen`)
	// Storage: `Standing::Sanctions` (r:1 w:0)
	// Proof: `Standing::Sanctions` (`max_values`: None, `max_size`: Some(101), added: 2576, mode: `MaxEncodedLen`)
	// Storage: `Balances::Holds` (r:1 w:1)
	// Proof: `Balances::Holds` (`max_values`: None, `max_size`: Some(211), added: 2686, mode: `MaxEncodedLen`)
	// Storage: `Standing::HeldTotal` (r:1 w:1)
	// Proof: `Standing::HeldTotal` (`max_values`: Some(1), `max_size`: Some(16), added: 511, mode: `MaxEncodedLen`)
	fn withdraw_bond() -> Weight {
		// Measured proof: 532 bytes; shortest run: 44_777 ns.
		Weight::from_parts(47_200_000, 3_676)
			.saturating_add(T::DbWeight::get().reads(5_u64))
			.saturating_add(T::DbWeight::get().writes(3_u64))
	}
	// Storage: `Supervisors::Supervisors` (r:1 w:0)
	// Proof: `Supervisors::Supervisors` (`max_values`: None, `max_size`: Some(194), added: 2669, mode: `MaxEncodedLen`)
	// Storage: `Babe::CurrentSlot` (r:1 w:0)
	// Proof: `Babe::CurrentSlot` (`max_values`: Some(1), `max_size`: Some(8), added: 503, mode: `MaxEncodedLen`)
	// Storage: `Standing::Sanctions` (r:1 w:1)
	// Proof: `Standing::Sanctions` (`max_values`: None, `max_size`: Some(101), added: 2576, mode: `MaxEncodedLen`)
	fn sanction_account() -> Weight {
		// Measured proof: 447 bytes; shortest run: 13_850 ns.
		Weight::from_parts(14_691_000, 3_659)
			.saturating_add(T::DbWeight::get().reads(3_u64))
			.saturating_add(T::DbWeight::get().writes(1_u64))
	}
	// Storage: `Babe::CurrentSlot` (r:1 w:0)
	// Proof: `Babe::CurrentSlot` (`max_values`: Some(1), `max_size`: Some(8), added: 503, mode: `MaxEncodedLen`)
	// Storage: `Standing::Sanctions` (r:1 w:1)
	// Proof: `Standing::Sanctions` (`max_values`: None, `max_size`: Some(101), added: 2576, mode: `MaxEncodedLen`)
	fn appeal() -> Weight {
		// Measured proof: 503 bytes; shortest run: 11_247 ns.
		Weight::from_parts(12_198_000, 3_566)
			.saturating_add(T::DbWeight::get().reads(2_u64))
			.saturating_add(T::DbWeight::get().writes(1_u64))
	}
	// Storage: `Supervisors::Supervisors` (r:1 w:0)
	// Proof: `Supervisors::Supervisors` (`max_values`: None, `max_size`: Some(194), added: 2669, mode: `MaxEncodedLen`)
	// Storage: `Standing::Sanctions` (r:1 w:1)
	// Proof: `Standing::Sanctions` (`max_values`: None, `max_size`: Some(101), added: 2576, mode: `MaxEncodedLen`)
	// Storage: `Standing::Bonds` (r:1 w:1)
	// Proof: `Standing::Bonds` (`max_values`: None, `max_size`: Some(73), added: 2548, mode: `MaxEncodedLen`)
	// Storage: `Standing::ViewerBond` (r:1 w:0)
	// Proof: `Standing::ViewerBond` (`max_values`: Some(1), `max_size`: Some(16), added: 511, mode: `MaxEncodedLen`)
	// Storage: `Balances::Holds` (r:1 w:1)
	// Proof: `Balances::Holds` (`max_values`: None, `max_size`: Some(211), added: 2686, mode: `MaxEncodedLen`)
	// Storage: `Standing::HeldTotal` (r:1 w:1)
	// Proof: `Standing::HeldTotal` (`max_values`: Some(1), `max_size`: Some(16), added: 511, mode: `MaxEncodedLen`)
	fn lift_account_sanction() -> Weight {
		// Measured proof: 563 bytes; shortest run: 53_590 ns.
		Weight::from_parts(58_107_000, 3_676)
			.saturating_add(T::DbWeight::get().reads(6_u64))
			.saturating_add(T::DbWeight::get().writes(4_u64))
	}
	// Storage: `Standing::Sanctions` (r:1 w:1)
	// Proof: `Standing::Sanctions` (`max_values`: None, `max_size`: Some(101), added: 2576, mode: `MaxEncodedLen`)
	// Storage: `Babe::CurrentSlot` (r:1 w:0)
	// Proof: `Babe::CurrentSlot` (`max_values`: Some(1), `max_size`: Some(8), added: 503, mode: `MaxEncodedLen`)
	// Storage: `Standing::Bonds` (r:1 w:1)
	// Proof: `Standing::Bonds` (`max_values`: None, `max_size`: Some(73), added: 2548, mode: `MaxEncodedLen`)
	// Storage: `Balances::Holds` (r:1 w:1)
	// Proof: `Balances::Holds` (`max_values`: None, `max_size`: Some(211), added: 2686, mode: `MaxEncodedLen`)
	// Storage: `System::Account` (r:1 w:1)
	// Proof: `System::Account` (`max_values`: None, `max_size`: Some(128), added: 2603, mode: `MaxEncodedLen`)
	// Storage: `Standing::HeldTotal` (r:1 w:1)
	// Proof: `Standing::HeldTotal` (`max_values`: Some(1), `max_size`: Some(16), added: 511, mode: `MaxEncodedLen`)
	fn uphold_sanction() -> Weight {
		// Measured proof: 788 bytes; shortest run: 50_646 ns.
		Weight::from_parts(54_942_000, 3_676)
			.saturating_add(T::DbWeight::get().reads(6_u64))
			.saturating_add(T::DbWeight::get().writes(5_u64))
	}
	// Storage: `Babe::CurrentSlot` (r:1 w:0)
	// Proof: `Babe::CurrentSlot` (`max_values`: Some(1), `max_size`: Some(8), added: 503, mode: `MaxEncodedLen`)
	// Storage: `Standing::Sanctions` (r:1 w:1)
	// Proof: `Standing::Sanctions` (`max_values`: None, `max_size`: Some(101), added: 2576, mode: `MaxEncodedLen`)
	// Storage: `Standing::Bonds` (r:1 w:1)
	// Proof: `Standing::Bonds` (`max_values`: None, `max_size`: Some(73), added: 2548, mode: `MaxEncodedLen`)
	// Storage: `Balances::Holds` (r:1 w:1)
	// Proof: `Balances::Holds` (`max_values`: None, `max_size`: Some(211), added: 2686, mode: `MaxEncodedLen`)
	// Storage: `System::Account` (r:1 w:1)
	// Proof: `System::Account` (`max_values`: None, `max_size`: Some(128), added: 2603, mode: `MaxEncodedLen`)
	// Storage: `Standing::HeldTotal` (r:1 w:1)
	// Proof: `Standing::HeldTotal` (`max_values`: Some(1), `max_size`: Some(16), added: 511, mode: `MaxEncodedLen`)
	fn settle() -> Weight {
		// Measured proof: 788 bytes; shortest run: 52_308 ns.
		Weight::from_parts(55_092_000, 3_676)
			.saturating_add(T::DbWeight::get().reads(6_u64))
			.saturating_add(T::DbWeight::get().writes(5_u64))
	}
}

/// The same for tests.
impl WeightInfo for () {
	fn set_viewer_bond() -> Weight {
		Weight::from_parts(3_726_000, 0).saturating_add(RocksDbWeight::get().writes(1_u64))
	}
	fn leave() -> Weight {
		Weight::from_parts(11_888_000, 3_538)
			.saturating_add(RocksDbWeight::get().reads(2_u64))
			.saturating_add(RocksDbWeight::get().writes(1_u64))
	}
	fn stay() -> Weight {
		Weight::from_parts(50_305_000, 3_676)
			.saturating_add(RocksDbWeight::get().reads(5_u64))
			.saturating_add(RocksDbWeight::get().writes(3_u64))
	}
	fn withdraw_bond() -> Weight {
		Weight::from_parts(47_200_000, 3_676)
			.saturating_add(RocksDbWeight::get().reads(5_u64))
			.saturating_add(RocksDbWeight::get().writes(3_u64))
	}
	fn sanction_account() -> Weight {
		Weight::from_parts(14_691_000, 3_659)
			.saturating_add(RocksDbWeight::get().reads(3_u64))
			.saturating_add(RocksDbWeight::get().writes(1_u64))
	}
	fn appeal() -> Weight {
		Weight::from_parts(12_198_000, 3_566)
			.saturating_add(RocksDbWeight::get().reads(2_u64))
			.saturating_add(RocksDbWeight::get().writes(1_u64))
	}
	fn lift_account_sanction() -> Weight {
		Weight::from_parts(58_107_000, 3_676)
			.saturating_add(RocksDbWeight::get().reads(6_u64))
			.saturating_add(RocksDbWeight::get().writes(4_u64))
	}
	fn uphold_sanction() -> Weight {
		Weight::from_parts(54_942_000, 3_676)
			.saturating_add(RocksDbWeight::get().reads(6_u64))
			.saturating_add(RocksDbWeight::get().writes(5_u64))
	}
	fn settle() -> Weight {
		Weight::from_parts(55_092_000, 3_676)
			.saturating_add(RocksDbWeight::get().reads(6_u64))
			.saturating_add(RocksDbWeight::get().writes(5_u64))
	}
}
