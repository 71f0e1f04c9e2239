//! Weights of `pallet_rights`, measured. Made by `scripts/benchmark-weights.sh`: do not edit.
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
	/// Weight of `declare_pattern_holders`.
	fn declare_pattern_holders() -> Weight;
	/// Weight of `transfer_pattern_share`.
	fn transfer_pattern_share() -> Weight;
	/// Weight of `claim_pattern`, `h` from 1 to 32.
	fn claim_pattern(h: u32) -> Weight;
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
	// Proof: `Rights::HoldersOf` (`max_values`: None, `max_size`: Some(1650), added: 4125, mode: `MaxEncodedLen`)
	// Storage: `Rights::PatternHoldersOf` (r:1 w:0)
	// Proof: `Rights::PatternHoldersOf` (`max_values`: None, `max_size`: Some(1681), added: 4156, mode: `MaxEncodedLen`)
	fn declare_holders() -> Weight {
		// Measured proof: 550 bytes; shortest run: 17_747 ns.
		Weight::from_parts(18_738_000, 5_146)
			.saturating_add(T::DbWeight::get().reads(4_u64))
			.saturating_add(T::DbWeight::get().writes(1_u64))
	}
	// Storage: `Rights::HoldersOf` (r:1 w:1)
	// Proof: `Rights::HoldersOf` (`max_values`: None, `max_size`: Some(1650), added: 4125, mode: `MaxEncodedLen`)
	// Storage: `Rights::OwedTotal` (r:1 w:1)
	// Proof: `Rights::OwedTotal` (`max_values`: Some(1), `max_size`: Some(16), added: 511, mode: `MaxEncodedLen`)
	// Storage: `System::Account` (r:2 w:2)
	// Proof: `System::Account` (`max_values`: None, `max_size`: Some(128), added: 2603, mode: `MaxEncodedLen`)
	fn transfer_share() -> Weight {
		// Measured proof: 1899 bytes; shortest run: 51_427 ns.
		Weight::from_parts(54_231_000, 6_196)
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
		// Measured proof: 403 bytes; shortest run: 11_277 ns.
		Weight::from_parts(11_988_000, 3_680)
			.saturating_add(T::DbWeight::get().reads(2_u64))
			.saturating_add(T::DbWeight::get().writes(1_u64))
	}
	// Storage: `Rights::HoldersOf` (r:1 w:1)
	// Proof: `Rights::HoldersOf` (`max_values`: None, `max_size`: Some(1650), added: 4125, mode: `MaxEncodedLen`)
	// Storage: `Rights::OwedTotal` (r:1 w:1)
	// Proof: `Rights::OwedTotal` (`max_values`: Some(1), `max_size`: Some(16), added: 511, mode: `MaxEncodedLen`)
	// Storage: `System::Account` (r:33 w:33)
	// Proof: `System::Account` (`max_values`: None, `max_size`: Some(128), added: 2603, mode: `MaxEncodedLen`)
	// `h` is 1 to 32.
	fn claim(h: u32) -> Weight {
		// Measured proof: 1964 bytes + h * 18; shortest run: 63_094 ns.
		Weight::from_parts(27_631_043, 5_115)
			// Standard error: 35_278.
			.saturating_add(Weight::from_parts(37_584_171, 0).saturating_mul(h.into()))
			.saturating_add(T::DbWeight::get().reads(3_u64))
			.saturating_add(T::DbWeight::get().reads(1_u64.saturating_mul(h.into())))
			.saturating_add(T::DbWeight::get().writes(3_u64))
			.saturating_add(T::DbWeight::get().writes(1_u64.saturating_mul(h.into())))
			.saturating_add(Weight::from_parts(0, 2_603).saturating_mul(h.into()))
	}
	// Storage: `ContentIdentification::Patterns` (r:2 w:0)
	// Proof: `ContentIdentification::Patterns` (`max_values`: None, `max_size`: Some(121), added: 2596, mode: `MaxEncodedLen`)
	// Storage: `Rights::PatternHoldersOf` (r:1 w:1)
	// Proof: `Rights::PatternHoldersOf` (`max_values`: None, `max_size`: Some(1681), added: 4156, mode: `MaxEncodedLen`)
	fn declare_pattern_holders() -> Weight {
		// Measured proof: 366 bytes; shortest run: 15_363 ns.
		Weight::from_parts(16_224_000, 6_182)
			.saturating_add(T::DbWeight::get().reads(3_u64))
			.saturating_add(T::DbWeight::get().writes(1_u64))
	}
	// Storage: `Rights::PatternHoldersOf` (r:1 w:1)
	// Proof: `Rights::PatternHoldersOf` (`max_values`: None, `max_size`: Some(1681), added: 4156, mode: `MaxEncodedLen`)
	// Storage: `Rights::OwedTotal` (r:1 w:1)
	// Proof: `Rights::OwedTotal` (`max_values`: Some(1), `max_size`: Some(16), added: 511, mode: `MaxEncodedLen`)
	// Storage: `System::Account` (r:2 w:2)
	// Proof: `System::Account` (`max_values`: None, `max_size`: Some(128), added: 2603, mode: `MaxEncodedLen`)
	fn transfer_pattern_share() -> Weight {
		// Measured proof: 1930 bytes; shortest run: 50_736 ns.
		Weight::from_parts(52_809_000, 6_196)
			.saturating_add(T::DbWeight::get().reads(4_u64))
			.saturating_add(T::DbWeight::get().writes(4_u64))
	}
	// Storage: `Rights::PatternHoldersOf` (r:1 w:1)
	// Proof: `Rights::PatternHoldersOf` (`max_values`: None, `max_size`: Some(1681), added: 4156, mode: `MaxEncodedLen`)
	// Storage: `Rights::OwedTotal` (r:1 w:1)
	// Proof: `Rights::OwedTotal` (`max_values`: Some(1), `max_size`: Some(16), added: 511, mode: `MaxEncodedLen`)
	// Storage: `System::Account` (r:33 w:33)
	// Proof: `System::Account` (`max_values`: None, `max_size`: Some(128), added: 2603, mode: `MaxEncodedLen`)
	// `h` is 1 to 32.
	fn claim_pattern(h: u32) -> Weight {
		// Measured proof: 1995 bytes + h * 18; shortest run: 62_424 ns.
		Weight::from_parts(23_034_082, 5_146)
			// Standard error: 40_616.
			.saturating_add(Weight::from_parts(38_420_262, 0).saturating_mul(h.into()))
			.saturating_add(T::DbWeight::get().reads(3_u64))
			.saturating_add(T::DbWeight::get().reads(1_u64.saturating_mul(h.into())))
			.saturating_add(T::DbWeight::get().writes(3_u64))
			.saturating_add(T::DbWeight::get().writes(1_u64.saturating_mul(h.into())))
			.saturating_add(Weight::from_parts(0, 2_603).saturating_mul(h.into()))
	}
	// Storage: `Rights::HoldersOf` (r:1 w:0)
	// Proof: `Rights::HoldersOf` (`max_values`: None, `max_size`: Some(1650), added: 4125, mode: `MaxEncodedLen`)
	// Storage: `Rights::PatternHoldersOf` (r:1 w:1)
	// Proof: `Rights::PatternHoldersOf` (`max_values`: None, `max_size`: Some(1681), added: 4156, mode: `MaxEncodedLen`)
	// Storage: `Rights::OwedTotal` (r:1 w:1)
	// Proof: `Rights::OwedTotal` (`max_values`: Some(1), `max_size`: Some(16), added: 511, mode: `MaxEncodedLen`)
	fn accrue() -> Weight {
		// Measured proof: 1889 bytes; shortest run: 13_621 ns.
		Weight::from_parts(14_401_000, 5_146)
			.saturating_add(T::DbWeight::get().reads(3_u64))
			.saturating_add(T::DbWeight::get().writes(2_u64))
	}
}

/// The same for tests.
impl WeightInfo for () {
	fn declare_holders() -> Weight {
		Weight::from_parts(18_738_000, 5_146)
			.saturating_add(RocksDbWeight::get().reads(4_u64))
			.saturating_add(RocksDbWeight::get().writes(1_u64))
	}
	fn transfer_share() -> Weight {
		Weight::from_parts(54_231_000, 6_196)
			.saturating_add(RocksDbWeight::get().reads(4_u64))
			.saturating_add(RocksDbWeight::get().writes(4_u64))
	}
	fn set_terms() -> Weight {
		Weight::from_parts(11_988_000, 3_680)
			.saturating_add(RocksDbWeight::get().reads(2_u64))
			.saturating_add(RocksDbWeight::get().writes(1_u64))
	}
	fn claim(h: u32) -> Weight {
		Weight::from_parts(27_631_043, 5_115)
			.saturating_add(Weight::from_parts(37_584_171, 0).saturating_mul(h.into()))
			.saturating_add(RocksDbWeight::get().reads(3_u64))
			.saturating_add(RocksDbWeight::get().reads(1_u64.saturating_mul(h.into())))
			.saturating_add(RocksDbWeight::get().writes(3_u64))
			.saturating_add(RocksDbWeight::get().writes(1_u64.saturating_mul(h.into())))
			.saturating_add(Weight::from_parts(0, 2_603).saturating_mul(h.into()))
	}
	fn declare_pattern_holders() -> Weight {
		Weight::from_parts(16_224_000, 6_182)
			.saturating_add(RocksDbWeight::get().reads(3_u64))
			.saturating_add(RocksDbWeight::get().writes(1_u64))
	}
	fn transfer_pattern_share() -> Weight {
		Weight::from_parts(52_809_000, 6_196)
			.saturating_add(RocksDbWeight::get().reads(4_u64))
			.saturating_add(RocksDbWeight::get().writes(4_u64))
	}
	fn claim_pattern(h: u32) -> Weight {
		Weight::from_parts(23_034_082, 5_146)
			.saturating_add(Weight::from_parts(38_420_262, 0).saturating_mul(h.into()))
			.saturating_add(RocksDbWeight::get().reads(3_u64))
			.saturating_add(RocksDbWeight::get().reads(1_u64.saturating_mul(h.into())))
			.saturating_add(RocksDbWeight::get().writes(3_u64))
			.saturating_add(RocksDbWeight::get().writes(1_u64.saturating_mul(h.into())))
			.saturating_add(Weight::from_parts(0, 2_603).saturating_mul(h.into()))
	}
	fn accrue() -> Weight {
		Weight::from_parts(14_401_000, 5_146)
			.saturating_add(RocksDbWeight::get().reads(3_u64))
			.saturating_add(RocksDbWeight::get().writes(2_u64))
	}
}
