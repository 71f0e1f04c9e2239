//! Weights of `pallet_rights`, measured. Made by `scripts/benchmark-weights.sh`: do not edit.
//!
//! Not measured yet: `claim`, `accrue`, and the payment in `transfer_share`. They are worked out from what others measured:
//! a payment of several as in `claim` of layers (40 µs, a read and a write), with its transfer as in `claim_owed` of
//! settlement (68 µs), and thirty-two stakes read, divided and written as in `accrue` of
//! layers and `transfer_share` together (30 µs).
//!
//! Each benchmark ran for at least 1 s, before all other work.
//! 2026-11-22: 50 steps, 20 repeats, Compiled Wasm, CPU `AMD EPYC`, benchmark
//! command 64.0.0. Times exclude the database, which `DbWeight` adds.

use core::marker::PhantomData;
use frame_support::{
	traits::Get,
	weights::{Weight, constants::RocksDbWeight},
};

/// Weights that the pallet needs.
pub trait WeightInfo {
	/// Weight of `declare_holders`.
	fn declare_holders() -> Weight;
	/// Weight of `transfer_share`.
	fn transfer_share() -> Weight;
	/// Weight of `set_terms`.
	fn set_terms() -> Weight;
	/// Weight of `claim`, `h` from 1 to 32.
	fn claim(h: u32) -> Weight;
	/// Weight of `accrue`.
	fn accrue() -> Weight;
}

/// Weights as measured in the runtime.
#[derive(Debug)]
pub struct SubstrateWeight<T>(PhantomData<T>);

impl<T: frame_system::Config> WeightInfo for SubstrateWeight<T> {
	// Storage: `ContentRegistry::Titles` (r:1 w:0)
	// Proof: `ContentRegistry::Titles` (`max_values`: None, `max_size`: Some(215), added: 2690, mode: `MaxEncodedLen`)
	// Storage: `ContentRegistry::States` (r:1 w:0)
	// Proof: `ContentRegistry::States` (`max_values`: None, `max_size`: Some(67), added: 2542, mode: `MaxEncodedLen`)
	// Storage: `Rights::HoldersOf` (r:1 w:1)
	// Proof: `Rights::HoldersOf` (`max_values`: None, `max_size`: Some(1137), added: 3612, mode: `MaxEncodedLen`)
	fn declare_holders() -> Weight {
		// Measured proof: 409 bytes; shortest run: 15_313 ns.
		Weight::from_parts(16_574_000, 4_602)
			.saturating_add(T::DbWeight::get().reads(3_u64))
			.saturating_add(T::DbWeight::get().writes(1_u64))
	}
	// Storage: `Rights::HoldersOf` (r:1 w:1)
	// Storage: `Rights::OwedTotal` (r:1 w:1)
	// Storage: `System::Account` (r:2 w:2)
	fn transfer_share() -> Weight {
		Weight::from_parts(79_418_000, 6_196)
			.saturating_add(T::DbWeight::get().reads(4_u64))
			.saturating_add(T::DbWeight::get().writes(4_u64))
	}
	// Storage: `ContentRegistry::Titles` (r:1 w:0)
	// Proof: `ContentRegistry::Titles` (`max_values`: None, `max_size`: Some(215), added: 2690, mode: `MaxEncodedLen`)
	// Storage: `ContentRegistry::States` (r:1 w:0)
	// Proof: `ContentRegistry::States` (`max_values`: None, `max_size`: Some(67), added: 2542, mode: `MaxEncodedLen`)
	// Storage: `Rights::TermsOf` (r:0 w:1)
	// Proof: `Rights::TermsOf` (`max_values`: None, `max_size`: Some(109), added: 2584, mode: `MaxEncodedLen`)
	fn set_terms() -> Weight {
		// Measured proof: 403 bytes; shortest run: 12_068 ns.
		Weight::from_parts(12_830_000, 3_680)
			.saturating_add(T::DbWeight::get().reads(2_u64))
			.saturating_add(T::DbWeight::get().writes(1_u64))
	}
	// Storage: `Rights::HoldersOf` (r:1 w:1)
	// Storage: `Rights::OwedTotal` (r:1 w:1)
	// Storage: `System::Account` (r:33 w:33)
	// `h` is 1 to 32.
	fn claim(h: u32) -> Weight {
		Weight::from_parts(67_751_000, 6_196)
			.saturating_add(Weight::from_parts(40_000_000, 0).saturating_mul(h.into()))
			.saturating_add(T::DbWeight::get().reads(3_u64))
			.saturating_add(T::DbWeight::get().reads(1_u64.saturating_mul(h.into())))
			.saturating_add(T::DbWeight::get().writes(3_u64))
			.saturating_add(T::DbWeight::get().writes(1_u64.saturating_mul(h.into())))
			.saturating_add(Weight::from_parts(0, 2_603).saturating_mul(h.into()))
	}
	// Storage: `Rights::HoldersOf` (r:1 w:1)
	// Storage: `Rights::OwedTotal` (r:1 w:1)
	fn accrue() -> Weight {
		Weight::from_parts(30_000_000, 5_114)
			.saturating_add(T::DbWeight::get().reads(2_u64))
			.saturating_add(T::DbWeight::get().writes(2_u64))
	}
}

/// The same for tests.
impl WeightInfo for () {
	fn declare_holders() -> Weight {
		Weight::from_parts(16_574_000, 4_602)
			.saturating_add(RocksDbWeight::get().reads(3_u64))
			.saturating_add(RocksDbWeight::get().writes(1_u64))
	}
	fn transfer_share() -> Weight {
		Weight::from_parts(79_418_000, 6_196)
			.saturating_add(RocksDbWeight::get().reads(4_u64))
			.saturating_add(RocksDbWeight::get().writes(4_u64))
	}
	fn set_terms() -> Weight {
		Weight::from_parts(12_830_000, 3_680)
			.saturating_add(RocksDbWeight::get().reads(2_u64))
			.saturating_add(RocksDbWeight::get().writes(1_u64))
	}
	fn claim(h: u32) -> Weight {
		Weight::from_parts(67_751_000, 6_196)
			.saturating_add(Weight::from_parts(40_000_000, 0).saturating_mul(h.into()))
			.saturating_add(RocksDbWeight::get().reads(3_u64))
			.saturating_add(RocksDbWeight::get().reads(1_u64.saturating_mul(h.into())))
			.saturating_add(RocksDbWeight::get().writes(3_u64))
			.saturating_add(RocksDbWeight::get().writes(1_u64.saturating_mul(h.into())))
			.saturating_add(Weight::from_parts(0, 2_603).saturating_mul(h.into()))
	}
	fn accrue() -> Weight {
		Weight::from_parts(30_000_000, 5_114)
			.saturating_add(RocksDbWeight::get().reads(2_u64))
			.saturating_add(RocksDbWeight::get().writes(2_u64))
	}
}
