//! Weights of `pallet_fragment_staking`, measured. Made by `scripts/benchmark-weights.sh`: do not edit.
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
	/// Weight of `start_contract`, `n` from 0 to 16.
	fn start_contract(n: u32) -> Weight;
	/// Weight of `answer_challenges`, `n` from 1 to 4.
	fn answer_challenges(n: u32) -> Weight;
	/// Weight of `claim_reward`, `n` from 1 to 64.
	fn claim_reward(n: u32) -> Weight;
	/// Weight of `end_contract`.
	fn end_contract() -> Weight;
	/// Weight of `settle_curator`.
	fn settle_curator() -> Weight;
	/// Weight of `claim_owed`.
	fn claim_owed() -> Weight;
	/// Weight of `on_initialize_idle`.
	fn on_initialize_idle() -> Weight;
	/// Weight of `begin_epoch`.
	fn begin_epoch() -> Weight;
	/// Weight of `sweep`, `n` from 0 to 8.
	fn sweep(n: u32) -> Weight;
	/// Weight of `clean`, `n` from 0 to 50.
	fn clean(n: u32) -> Weight;
	/// Weight of `on_verified_plays`, `n` from 1 to 256.
	fn on_verified_plays(n: u32) -> Weight;
}

/// Weights as measured in the runtime.
#[derive(Debug)]
pub struct SubstrateWeight<T>(PhantomData<T>);

impl<T: frame_system::Config> WeightInfo for SubstrateWeight<T> {
	// Storage: `Curators::Curators` (r:1 w:1)
	// Proof: `Curators::Curators` (`max_values`: None, `max_size`: Some(660), added: 3135, mode: `MaxEncodedLen`)
	// Storage: `FragmentStaking::Epoch` (r:1 w:0)
	// Proof: `FragmentStaking::Epoch` (`max_values`: Some(1), `max_size`: Some(56), added: 551, mode: `MaxEncodedLen`)
	// Storage: `ContentRegistry::Titles` (r:1 w:0)
	// Proof: `ContentRegistry::Titles` (`max_values`: None, `max_size`: Some(215), added: 2690, mode: `MaxEncodedLen`)
	// Storage: `ContentRegistry::States` (r:1 w:0)
	// Proof: `ContentRegistry::States` (`max_values`: None, `max_size`: Some(67), added: 2542, mode: `MaxEncodedLen`)
	// Storage: `Supervisors::Supervisors` (r:1 w:0)
	// Proof: `Supervisors::Supervisors` (`max_values`: None, `max_size`: Some(194), added: 2669, mode: `MaxEncodedLen`)
	// Storage: `Supervisors::FormerSupervisors` (r:1 w:0)
	// Proof: `Supervisors::FormerSupervisors` (`max_values`: None, `max_size`: Some(50), added: 2525, mode: `MaxEncodedLen`)
	// Storage: `Babe::CurrentSlot` (r:1 w:0)
	// Proof: `Babe::CurrentSlot` (`max_values`: Some(1), `max_size`: Some(8), added: 503, mode: `MaxEncodedLen`)
	// Storage: `FragmentStaking::Timings` (r:1 w:0)
	// Proof: `FragmentStaking::Timings` (`max_values`: Some(1), `max_size`: Some(32), added: 527, mode: `MaxEncodedLen`)
	// Storage: `FragmentStaking::Spans` (r:1 w:1)
	// Proof: `FragmentStaking::Spans` (`max_values`: None, `max_size`: Some(650), added: 3125, mode: `MaxEncodedLen`)
	// Storage: `FragmentStaking::Ledgers` (r:1 w:1)
	// Proof: `FragmentStaking::Ledgers` (`max_values`: None, `max_size`: Some(101), added: 2576, mode: `MaxEncodedLen`)
	// Storage: `Curators::Roster` (r:1 w:0)
	// Proof: `Curators::Roster` (`max_values`: Some(1), `max_size`: Some(72706), added: 73201, mode: `MaxEncodedLen`)
	// Storage: `FragmentStaking::Duties` (r:1 w:1)
	// Proof: `FragmentStaking::Duties` (`max_values`: None, `max_size`: Some(278), added: 2753, mode: `MaxEncodedLen`)
	// Storage: `FragmentStaking::NextContract` (r:1 w:1)
	// Proof: `FragmentStaking::NextContract` (`max_values`: Some(1), `max_size`: Some(8), added: 503, mode: `MaxEncodedLen`)
	// Storage: `FragmentStaking::Holdings` (r:1 w:1)
	// Proof: `FragmentStaking::Holdings` (`max_values`: None, `max_size`: Some(49202), added: 51677, mode: `MaxEncodedLen`)
	// Storage: `FragmentStaking::Contracts` (r:0 w:1)
	// Proof: `FragmentStaking::Contracts` (`max_values`: None, `max_size`: Some(121), added: 2596, mode: `MaxEncodedLen`)
	// `n` is 0 to 16.
	fn start_contract(n: u32) -> Weight {
		// Measured proof: 124648 bytes; shortest run: 1_730_963 ns.
		Weight::from_parts(2_068_176_725, 74_191)
			// Standard error: 1_728_789.
			.saturating_add(Weight::from_parts(12_965_210, 0).saturating_mul(n.into()))
			.saturating_add(T::DbWeight::get().reads(14_u64))
			.saturating_add(T::DbWeight::get().writes(7_u64))
	}
	// Storage: `Curators::Curators` (r:1 w:0)
	// Proof: `Curators::Curators` (`max_values`: None, `max_size`: Some(660), added: 3135, mode: `MaxEncodedLen`)
	// Storage: `FragmentStaking::Duties` (r:1 w:1)
	// Proof: `FragmentStaking::Duties` (`max_values`: None, `max_size`: Some(278), added: 2753, mode: `MaxEncodedLen`)
	// Storage: `Babe::CurrentSlot` (r:1 w:0)
	// Proof: `Babe::CurrentSlot` (`max_values`: Some(1), `max_size`: Some(8), added: 503, mode: `MaxEncodedLen`)
	// Storage: `FragmentStaking::Contracts` (r:4 w:4)
	// Proof: `FragmentStaking::Contracts` (`max_values`: None, `max_size`: Some(121), added: 2596, mode: `MaxEncodedLen`)
	// Storage: `FragmentStaking::Spans` (r:4 w:0)
	// Proof: `FragmentStaking::Spans` (`max_values`: None, `max_size`: Some(650), added: 3125, mode: `MaxEncodedLen`)
	// `n` is 1 to 4.
	fn answer_challenges(n: u32) -> Weight {
		// Measured proof: 1828 bytes + n * 366; shortest run: 129_524 ns.
		Weight::from_parts(116_151_862, 4_125)
			// Standard error: 745_296.
			.saturating_add(Weight::from_parts(39_080_252, 0).saturating_mul(n.into()))
			.saturating_add(T::DbWeight::get().reads(3_u64))
			.saturating_add(T::DbWeight::get().reads(2_u64.saturating_mul(n.into())))
			.saturating_add(T::DbWeight::get().writes(1_u64))
			.saturating_add(T::DbWeight::get().writes(1_u64.saturating_mul(n.into())))
			.saturating_add(Weight::from_parts(0, 3_125).saturating_mul(n.into()))
	}
	// Storage: `Curators::Curators` (r:1 w:0)
	// Proof: `Curators::Curators` (`max_values`: None, `max_size`: Some(660), added: 3135, mode: `MaxEncodedLen`)
	// Storage: `FragmentStaking::Epoch` (r:1 w:1)
	// Proof: `FragmentStaking::Epoch` (`max_values`: Some(1), `max_size`: Some(56), added: 551, mode: `MaxEncodedLen`)
	// Storage: `FragmentStaking::Duties` (r:1 w:0)
	// Proof: `FragmentStaking::Duties` (`max_values`: None, `max_size`: Some(278), added: 2753, mode: `MaxEncodedLen`)
	// Storage: `Babe::CurrentSlot` (r:1 w:0)
	// Proof: `Babe::CurrentSlot` (`max_values`: Some(1), `max_size`: Some(8), added: 503, mode: `MaxEncodedLen`)
	// Storage: `FragmentStaking::Contracts` (r:64 w:64)
	// Proof: `FragmentStaking::Contracts` (`max_values`: None, `max_size`: Some(121), added: 2596, mode: `MaxEncodedLen`)
	// Storage: `FragmentStaking::Timings` (r:1 w:0)
	// Proof: `FragmentStaking::Timings` (`max_values`: Some(1), `max_size`: Some(32), added: 527, mode: `MaxEncodedLen`)
	// Storage: `FragmentStaking::Ledgers` (r:64 w:64)
	// Proof: `FragmentStaking::Ledgers` (`max_values`: None, `max_size`: Some(101), added: 2576, mode: `MaxEncodedLen`)
	// Storage: `FragmentStaking::Owed` (r:1 w:1)
	// Proof: `FragmentStaking::Owed` (`max_values`: None, `max_size`: Some(64), added: 2539, mode: `MaxEncodedLen`)
	// Storage: `Parameters::Parameters` (r:1 w:0)
	// Proof: `Parameters::Parameters` (`max_values`: None, `max_size`: Some(49), added: 2524, mode: `MaxEncodedLen`)
	// Storage: `Assets::Asset` (r:1 w:1)
	// Proof: `Assets::Asset` (`max_values`: None, `max_size`: Some(210), added: 2685, mode: `MaxEncodedLen`)
	// Storage: `Assets::Account` (r:1 w:1)
	// Proof: `Assets::Account` (`max_values`: None, `max_size`: Some(134), added: 2609, mode: `MaxEncodedLen`)
	// Storage: `System::Account` (r:1 w:1)
	// Proof: `System::Account` (`max_values`: None, `max_size`: Some(128), added: 2603, mode: `MaxEncodedLen`)
	// Storage: `FragmentStaking::OwedTotal` (r:1 w:1)
	// Proof: `FragmentStaking::OwedTotal` (`max_values`: Some(1), `max_size`: Some(16), added: 511, mode: `MaxEncodedLen`)
	// Storage: `FragmentStaking::TotalMinted` (r:1 w:1)
	// Proof: `FragmentStaking::TotalMinted` (`max_values`: Some(1), `max_size`: Some(16), added: 511, mode: `MaxEncodedLen`)
	// `n` is 1 to 64.
	fn claim_reward(n: u32) -> Weight {
		// Measured proof: 3503 bytes + n * 214; shortest run: 190_765 ns.
		Weight::from_parts(232_981_607, 4_125)
			// Standard error: 273_195.
			.saturating_add(Weight::from_parts(13_849_114, 0).saturating_mul(n.into()))
			.saturating_add(T::DbWeight::get().reads(12_u64))
			.saturating_add(T::DbWeight::get().reads(2_u64.saturating_mul(n.into())))
			.saturating_add(T::DbWeight::get().writes(7_u64))
			.saturating_add(T::DbWeight::get().writes(2_u64.saturating_mul(n.into())))
			.saturating_add(Weight::from_parts(0, 2_596).saturating_mul(n.into()))
	}
	// Storage: `FragmentStaking::Contracts` (r:1 w:1)
	// Proof: `FragmentStaking::Contracts` (`max_values`: None, `max_size`: Some(121), added: 2596, mode: `MaxEncodedLen`)
	// Storage: `FragmentStaking::Epoch` (r:1 w:1)
	// Proof: `FragmentStaking::Epoch` (`max_values`: Some(1), `max_size`: Some(56), added: 551, mode: `MaxEncodedLen`)
	// Storage: `FragmentStaking::Duties` (r:1 w:0)
	// Proof: `FragmentStaking::Duties` (`max_values`: None, `max_size`: Some(278), added: 2753, mode: `MaxEncodedLen`)
	// Storage: `Curators::Curators` (r:13 w:1)
	// Proof: `Curators::Curators` (`max_values`: None, `max_size`: Some(660), added: 3135, mode: `MaxEncodedLen`)
	// Storage: `Curators::HotKeys` (r:1 w:0)
	// Proof: `Curators::HotKeys` (`max_values`: None, `max_size`: Some(80), added: 2555, mode: `MaxEncodedLen`)
	// Storage: `ContentRegistry::Titles` (r:1 w:0)
	// Proof: `ContentRegistry::Titles` (`max_values`: None, `max_size`: Some(215), added: 2690, mode: `MaxEncodedLen`)
	// Storage: `ContentRegistry::States` (r:1 w:0)
	// Proof: `ContentRegistry::States` (`max_values`: None, `max_size`: Some(67), added: 2542, mode: `MaxEncodedLen`)
	// Storage: `Supervisors::Supervisors` (r:1 w:0)
	// Proof: `Supervisors::Supervisors` (`max_values`: None, `max_size`: Some(194), added: 2669, mode: `MaxEncodedLen`)
	// Storage: `Supervisors::FormerSupervisors` (r:1 w:0)
	// Proof: `Supervisors::FormerSupervisors` (`max_values`: None, `max_size`: Some(50), added: 2525, mode: `MaxEncodedLen`)
	// Storage: `Babe::CurrentSlot` (r:1 w:0)
	// Proof: `Babe::CurrentSlot` (`max_values`: Some(1), `max_size`: Some(8), added: 503, mode: `MaxEncodedLen`)
	// Storage: `FragmentStaking::Timings` (r:1 w:0)
	// Proof: `FragmentStaking::Timings` (`max_values`: Some(1), `max_size`: Some(32), added: 527, mode: `MaxEncodedLen`)
	// Storage: `FragmentStaking::Spans` (r:1 w:1)
	// Proof: `FragmentStaking::Spans` (`max_values`: None, `max_size`: Some(650), added: 3125, mode: `MaxEncodedLen`)
	// Storage: `FragmentStaking::Ledgers` (r:1 w:1)
	// Proof: `FragmentStaking::Ledgers` (`max_values`: None, `max_size`: Some(101), added: 2576, mode: `MaxEncodedLen`)
	// Storage: `Curators::Roster` (r:1 w:0)
	// Proof: `Curators::Roster` (`max_values`: Some(1), `max_size`: Some(72706), added: 73201, mode: `MaxEncodedLen`)
	// Storage: `FragmentStaking::Holdings` (r:1 w:1)
	// Proof: `FragmentStaking::Holdings` (`max_values`: None, `max_size`: Some(49202), added: 51677, mode: `MaxEncodedLen`)
	// Storage: `FragmentStaking::Owed` (r:1 w:1)
	// Proof: `FragmentStaking::Owed` (`max_values`: None, `max_size`: Some(64), added: 2539, mode: `MaxEncodedLen`)
	// Storage: `Parameters::Parameters` (r:1 w:0)
	// Proof: `Parameters::Parameters` (`max_values`: None, `max_size`: Some(49), added: 2524, mode: `MaxEncodedLen`)
	// Storage: `Assets::Asset` (r:1 w:1)
	// Proof: `Assets::Asset` (`max_values`: None, `max_size`: Some(210), added: 2685, mode: `MaxEncodedLen`)
	// Storage: `Assets::Account` (r:1 w:1)
	// Proof: `Assets::Account` (`max_values`: None, `max_size`: Some(134), added: 2609, mode: `MaxEncodedLen`)
	// Storage: `System::Account` (r:1 w:1)
	// Proof: `System::Account` (`max_values`: None, `max_size`: Some(128), added: 2603, mode: `MaxEncodedLen`)
	// Storage: `FragmentStaking::OwedTotal` (r:1 w:1)
	// Proof: `FragmentStaking::OwedTotal` (`max_values`: Some(1), `max_size`: Some(16), added: 511, mode: `MaxEncodedLen`)
	// Storage: `FragmentStaking::TotalMinted` (r:1 w:1)
	// Proof: `FragmentStaking::TotalMinted` (`max_values`: Some(1), `max_size`: Some(16), added: 511, mode: `MaxEncodedLen`)
	fn end_contract() -> Weight {
		// Measured proof: 141158 bytes; shortest run: 470_863 ns.
		Weight::from_parts(544_002_000, 74_191)
			.saturating_add(T::DbWeight::get().reads(34_u64))
			.saturating_add(T::DbWeight::get().writes(12_u64))
	}
	// Storage: `FragmentStaking::Epoch` (r:1 w:0)
	// Proof: `FragmentStaking::Epoch` (`max_values`: Some(1), `max_size`: Some(56), added: 551, mode: `MaxEncodedLen`)
	// Storage: `FragmentStaking::Duties` (r:1 w:1)
	// Proof: `FragmentStaking::Duties` (`max_values`: None, `max_size`: Some(278), added: 2753, mode: `MaxEncodedLen`)
	// Storage: `Babe::CurrentSlot` (r:1 w:0)
	// Proof: `Babe::CurrentSlot` (`max_values`: Some(1), `max_size`: Some(8), added: 503, mode: `MaxEncodedLen`)
	// Storage: `FragmentStaking::Contracts` (r:4 w:4)
	// Proof: `FragmentStaking::Contracts` (`max_values`: None, `max_size`: Some(121), added: 2596, mode: `MaxEncodedLen`)
	// Storage: `ContentRegistry::Titles` (r:4 w:0)
	// Proof: `ContentRegistry::Titles` (`max_values`: None, `max_size`: Some(215), added: 2690, mode: `MaxEncodedLen`)
	// Storage: `ContentRegistry::States` (r:4 w:0)
	// Proof: `ContentRegistry::States` (`max_values`: None, `max_size`: Some(67), added: 2542, mode: `MaxEncodedLen`)
	// Storage: `Supervisors::Supervisors` (r:1 w:0)
	// Proof: `Supervisors::Supervisors` (`max_values`: None, `max_size`: Some(194), added: 2669, mode: `MaxEncodedLen`)
	// Storage: `Supervisors::FormerSupervisors` (r:1 w:0)
	// Proof: `Supervisors::FormerSupervisors` (`max_values`: None, `max_size`: Some(50), added: 2525, mode: `MaxEncodedLen`)
	// Storage: `Curators::Curators` (r:1 w:1)
	// Proof: `Curators::Curators` (`max_values`: None, `max_size`: Some(660), added: 3135, mode: `MaxEncodedLen`)
	// Storage: `Balances::Holds` (r:1 w:1)
	// Proof: `Balances::Holds` (`max_values`: None, `max_size`: Some(193), added: 2668, mode: `MaxEncodedLen`)
	// Storage: `System::Account` (r:2 w:2)
	// Proof: `System::Account` (`max_values`: None, `max_size`: Some(128), added: 2603, mode: `MaxEncodedLen`)
	// Storage: `Curators::Roster` (r:1 w:1)
	// Proof: `Curators::Roster` (`max_values`: Some(1), `max_size`: Some(72706), added: 73201, mode: `MaxEncodedLen`)
	// Storage: `FragmentStaking::Holdings` (r:1 w:1)
	// Proof: `FragmentStaking::Holdings` (`max_values`: None, `max_size`: Some(49202), added: 51677, mode: `MaxEncodedLen`)
	// Storage: `FragmentStaking::Spans` (r:4 w:4)
	// Proof: `FragmentStaking::Spans` (`max_values`: None, `max_size`: Some(650), added: 3125, mode: `MaxEncodedLen`)
	// Storage: `FragmentStaking::Ledgers` (r:4 w:4)
	// Proof: `FragmentStaking::Ledgers` (`max_values`: None, `max_size`: Some(101), added: 2576, mode: `MaxEncodedLen`)
	// Storage: `FragmentStaking::Timings` (r:1 w:0)
	// Proof: `FragmentStaking::Timings` (`max_values`: Some(1), `max_size`: Some(32), added: 527, mode: `MaxEncodedLen`)
	fn settle_curator() -> Weight {
		// Measured proof: 129410 bytes; shortest run: 863_558 ns.
		Weight::from_parts(1_113_872_000, 74_191)
			.saturating_add(T::DbWeight::get().reads(32_u64))
			.saturating_add(T::DbWeight::get().writes(19_u64))
	}
	// Storage: `FragmentStaking::Owed` (r:1 w:1)
	// Proof: `FragmentStaking::Owed` (`max_values`: None, `max_size`: Some(64), added: 2539, mode: `MaxEncodedLen`)
	// Storage: `FragmentStaking::Epoch` (r:1 w:1)
	// Proof: `FragmentStaking::Epoch` (`max_values`: Some(1), `max_size`: Some(56), added: 551, mode: `MaxEncodedLen`)
	// Storage: `Parameters::Parameters` (r:1 w:0)
	// Proof: `Parameters::Parameters` (`max_values`: None, `max_size`: Some(49), added: 2524, mode: `MaxEncodedLen`)
	// Storage: `Assets::Asset` (r:1 w:1)
	// Proof: `Assets::Asset` (`max_values`: None, `max_size`: Some(210), added: 2685, mode: `MaxEncodedLen`)
	// Storage: `Assets::Account` (r:1 w:1)
	// Proof: `Assets::Account` (`max_values`: None, `max_size`: Some(134), added: 2609, mode: `MaxEncodedLen`)
	// Storage: `System::Account` (r:1 w:1)
	// Proof: `System::Account` (`max_values`: None, `max_size`: Some(128), added: 2603, mode: `MaxEncodedLen`)
	// Storage: `FragmentStaking::OwedTotal` (r:1 w:1)
	// Proof: `FragmentStaking::OwedTotal` (`max_values`: Some(1), `max_size`: Some(16), added: 511, mode: `MaxEncodedLen`)
	// Storage: `FragmentStaking::TotalMinted` (r:1 w:1)
	// Proof: `FragmentStaking::TotalMinted` (`max_values`: Some(1), `max_size`: Some(16), added: 511, mode: `MaxEncodedLen`)
	fn claim_owed() -> Weight {
		// Measured proof: 1274 bytes; shortest run: 136_954 ns.
		Weight::from_parts(158_256_000, 3_675)
			.saturating_add(T::DbWeight::get().reads(8_u64))
			.saturating_add(T::DbWeight::get().writes(7_u64))
	}
	// Storage: `Babe::CurrentSlot` (r:1 w:0)
	// Proof: `Babe::CurrentSlot` (`max_values`: Some(1), `max_size`: Some(8), added: 503, mode: `MaxEncodedLen`)
	// Storage: `FragmentStaking::Timings` (r:1 w:0)
	// Proof: `FragmentStaking::Timings` (`max_values`: Some(1), `max_size`: Some(32), added: 527, mode: `MaxEncodedLen`)
	// Storage: `FragmentStaking::Epoch` (r:1 w:0)
	// Proof: `FragmentStaking::Epoch` (`max_values`: Some(1), `max_size`: Some(56), added: 551, mode: `MaxEncodedLen`)
	// Storage: `FragmentStaking::SweepAt` (r:1 w:0)
	// Proof: `FragmentStaking::SweepAt` (`max_values`: Some(1), `max_size`: Some(33), added: 528, mode: `MaxEncodedLen`)
	fn on_initialize_idle() -> Weight {
		// Measured proof: 372 bytes; shortest run: 7_882 ns.
		Weight::from_parts(8_993_000, 1_541).saturating_add(T::DbWeight::get().reads(4_u64))
	}
	// Storage: `Curators::Newcomers` (r:1 w:0)
	// Proof: `Curators::Newcomers` (`max_values`: Some(1), `max_size`: Some(32770), added: 33265, mode: `MaxEncodedLen`)
	// Storage: `FragmentStaking::SweepAt` (r:0 w:1)
	// Proof: `FragmentStaking::SweepAt` (`max_values`: Some(1), `max_size`: Some(33), added: 528, mode: `MaxEncodedLen`)
	// Storage: `FragmentStaking::Epoch` (r:0 w:1)
	// Proof: `FragmentStaking::Epoch` (`max_values`: Some(1), `max_size`: Some(56), added: 551, mode: `MaxEncodedLen`)
	fn begin_epoch() -> Weight {
		// Measured proof: 37 bytes; shortest run: 6_740 ns.
		Weight::from_parts(7_281_000, 34_255)
			.saturating_add(T::DbWeight::get().reads(1_u64))
			.saturating_add(T::DbWeight::get().writes(2_u64))
	}
	// Storage: `FragmentStaking::SweepAt` (r:1 w:1)
	// Proof: `FragmentStaking::SweepAt` (`max_values`: Some(1), `max_size`: Some(33), added: 528, mode: `MaxEncodedLen`)
	// Storage: `FragmentStaking::Epoch` (r:1 w:0)
	// Proof: `FragmentStaking::Epoch` (`max_values`: Some(1), `max_size`: Some(56), added: 551, mode: `MaxEncodedLen`)
	// Storage: `FragmentStaking::Duties` (r:9 w:8)
	// Proof: `FragmentStaking::Duties` (`max_values`: None, `max_size`: Some(278), added: 2753, mode: `MaxEncodedLen`)
	// Storage: `Babe::CurrentSlot` (r:1 w:0)
	// Proof: `Babe::CurrentSlot` (`max_values`: Some(1), `max_size`: Some(8), added: 503, mode: `MaxEncodedLen`)
	// Storage: `FragmentStaking::Contracts` (r:32 w:32)
	// Proof: `FragmentStaking::Contracts` (`max_values`: None, `max_size`: Some(121), added: 2596, mode: `MaxEncodedLen`)
	// Storage: `ContentRegistry::Titles` (r:32 w:0)
	// Proof: `ContentRegistry::Titles` (`max_values`: None, `max_size`: Some(215), added: 2690, mode: `MaxEncodedLen`)
	// Storage: `ContentRegistry::States` (r:32 w:0)
	// Proof: `ContentRegistry::States` (`max_values`: None, `max_size`: Some(67), added: 2542, mode: `MaxEncodedLen`)
	// Storage: `Supervisors::Supervisors` (r:1 w:0)
	// Proof: `Supervisors::Supervisors` (`max_values`: None, `max_size`: Some(194), added: 2669, mode: `MaxEncodedLen`)
	// Storage: `Supervisors::FormerSupervisors` (r:1 w:0)
	// Proof: `Supervisors::FormerSupervisors` (`max_values`: None, `max_size`: Some(50), added: 2525, mode: `MaxEncodedLen`)
	// Storage: `Curators::Curators` (r:8 w:8)
	// Proof: `Curators::Curators` (`max_values`: None, `max_size`: Some(660), added: 3135, mode: `MaxEncodedLen`)
	// Storage: `Balances::Holds` (r:8 w:8)
	// Proof: `Balances::Holds` (`max_values`: None, `max_size`: Some(193), added: 2668, mode: `MaxEncodedLen`)
	// Storage: `System::Account` (r:9 w:9)
	// Proof: `System::Account` (`max_values`: None, `max_size`: Some(128), added: 2603, mode: `MaxEncodedLen`)
	// Storage: `Curators::Roster` (r:1 w:1)
	// Proof: `Curators::Roster` (`max_values`: Some(1), `max_size`: Some(72706), added: 73201, mode: `MaxEncodedLen`)
	// Storage: `FragmentStaking::Holdings` (r:8 w:8)
	// Proof: `FragmentStaking::Holdings` (`max_values`: None, `max_size`: Some(49202), added: 51677, mode: `MaxEncodedLen`)
	// Storage: `FragmentStaking::Spans` (r:32 w:32)
	// Proof: `FragmentStaking::Spans` (`max_values`: None, `max_size`: Some(650), added: 3125, mode: `MaxEncodedLen`)
	// Storage: `FragmentStaking::Ledgers` (r:32 w:32)
	// Proof: `FragmentStaking::Ledgers` (`max_values`: None, `max_size`: Some(101), added: 2576, mode: `MaxEncodedLen`)
	// Storage: `FragmentStaking::Timings` (r:1 w:0)
	// Proof: `FragmentStaking::Timings` (`max_values`: Some(1), `max_size`: Some(32), added: 527, mode: `MaxEncodedLen`)
	// `n` is 0 to 8.
	fn sweep(n: u32) -> Weight {
		// Measured proof: 75510 bytes + n * 53920; shortest run: 7_411 ns.
		Weight::from_parts(7_581_000, 74_191)
			// Standard error: 5_019_800.
			.saturating_add(Weight::from_parts(780_112_252, 0).saturating_mul(n.into()))
			.saturating_add(T::DbWeight::get().reads(6_u64))
			.saturating_add(T::DbWeight::get().reads(26_u64.saturating_mul(n.into())))
			.saturating_add(T::DbWeight::get().writes(2_u64))
			.saturating_add(T::DbWeight::get().writes(17_u64.saturating_mul(n.into())))
			.saturating_add(Weight::from_parts(0, 51_677).saturating_mul(n.into()))
	}
	// Storage: `FragmentStaking::CleanAt` (r:1 w:1)
	// Proof: `FragmentStaking::CleanAt` (`max_values`: Some(1), `max_size`: Some(8), added: 503, mode: `MaxEncodedLen`)
	// Storage: `FragmentStaking::Contracts` (r:51 w:50)
	// Proof: `FragmentStaking::Contracts` (`max_values`: None, `max_size`: Some(121), added: 2596, mode: `MaxEncodedLen`)
	// Storage: `Curators::Curators` (r:50 w:50)
	// Proof: `Curators::Curators` (`max_values`: None, `max_size`: Some(660), added: 3135, mode: `MaxEncodedLen`)
	// Storage: `ContentRegistry::Titles` (r:50 w:0)
	// Proof: `ContentRegistry::Titles` (`max_values`: None, `max_size`: Some(215), added: 2690, mode: `MaxEncodedLen`)
	// Storage: `ContentRegistry::States` (r:50 w:0)
	// Proof: `ContentRegistry::States` (`max_values`: None, `max_size`: Some(67), added: 2542, mode: `MaxEncodedLen`)
	// Storage: `Supervisors::Supervisors` (r:1 w:0)
	// Proof: `Supervisors::Supervisors` (`max_values`: None, `max_size`: Some(194), added: 2669, mode: `MaxEncodedLen`)
	// Storage: `Supervisors::FormerSupervisors` (r:1 w:0)
	// Proof: `Supervisors::FormerSupervisors` (`max_values`: None, `max_size`: Some(50), added: 2525, mode: `MaxEncodedLen`)
	// Storage: `FragmentStaking::Duties` (r:50 w:0)
	// Proof: `FragmentStaking::Duties` (`max_values`: None, `max_size`: Some(278), added: 2753, mode: `MaxEncodedLen`)
	// Storage: `Babe::CurrentSlot` (r:1 w:0)
	// Proof: `Babe::CurrentSlot` (`max_values`: Some(1), `max_size`: Some(8), added: 503, mode: `MaxEncodedLen`)
	// Storage: `FragmentStaking::Timings` (r:1 w:0)
	// Proof: `FragmentStaking::Timings` (`max_values`: Some(1), `max_size`: Some(32), added: 527, mode: `MaxEncodedLen`)
	// Storage: `FragmentStaking::Ledgers` (r:50 w:50)
	// Proof: `FragmentStaking::Ledgers` (`max_values`: None, `max_size`: Some(101), added: 2576, mode: `MaxEncodedLen`)
	// Storage: `FragmentStaking::Holdings` (r:50 w:50)
	// Proof: `FragmentStaking::Holdings` (`max_values`: None, `max_size`: Some(49202), added: 51677, mode: `MaxEncodedLen`)
	// Storage: `FragmentStaking::Spans` (r:50 w:50)
	// Proof: `FragmentStaking::Spans` (`max_values`: None, `max_size`: Some(650), added: 3125, mode: `MaxEncodedLen`)
	// Storage: `FragmentStaking::Owed` (r:50 w:50)
	// Proof: `FragmentStaking::Owed` (`max_values`: None, `max_size`: Some(64), added: 2539, mode: `MaxEncodedLen`)
	// Storage: `FragmentStaking::Epoch` (r:1 w:1)
	// Proof: `FragmentStaking::Epoch` (`max_values`: Some(1), `max_size`: Some(56), added: 551, mode: `MaxEncodedLen`)
	// Storage: `Parameters::Parameters` (r:1 w:0)
	// Proof: `Parameters::Parameters` (`max_values`: None, `max_size`: Some(49), added: 2524, mode: `MaxEncodedLen`)
	// Storage: `Assets::Asset` (r:1 w:1)
	// Proof: `Assets::Asset` (`max_values`: None, `max_size`: Some(210), added: 2685, mode: `MaxEncodedLen`)
	// Storage: `Assets::Account` (r:50 w:50)
	// Proof: `Assets::Account` (`max_values`: None, `max_size`: Some(134), added: 2609, mode: `MaxEncodedLen`)
	// Storage: `System::Account` (r:50 w:50)
	// Proof: `System::Account` (`max_values`: None, `max_size`: Some(128), added: 2603, mode: `MaxEncodedLen`)
	// Storage: `FragmentStaking::OwedTotal` (r:1 w:1)
	// Proof: `FragmentStaking::OwedTotal` (`max_values`: Some(1), `max_size`: Some(16), added: 511, mode: `MaxEncodedLen`)
	// Storage: `FragmentStaking::TotalMinted` (r:1 w:1)
	// Proof: `FragmentStaking::TotalMinted` (`max_values`: Some(1), `max_size`: Some(16), added: 511, mode: `MaxEncodedLen`)
	// `n` is 0 to 50.
	fn clean(n: u32) -> Weight {
		// Measured proof: 6870 bytes + n * 50988; shortest run: 5_148 ns.
		Weight::from_parts(18_596_131, 3_675)
			// Standard error: 2_314_970.
			.saturating_add(Weight::from_parts(177_914_685, 0).saturating_mul(n.into()))
			.saturating_add(T::DbWeight::get().reads(10_u64))
			.saturating_add(T::DbWeight::get().reads(11_u64.saturating_mul(n.into())))
			.saturating_add(T::DbWeight::get().writes(5_u64))
			.saturating_add(T::DbWeight::get().writes(8_u64.saturating_mul(n.into())))
			.saturating_add(Weight::from_parts(0, 51_677).saturating_mul(n.into()))
	}
	// Storage: `FragmentStaking::Ledgers` (r:256 w:256)
	// Proof: `FragmentStaking::Ledgers` (`max_values`: None, `max_size`: Some(101), added: 2576, mode: `MaxEncodedLen`)
	// Storage: `FragmentStaking::Timings` (r:1 w:0)
	// Proof: `FragmentStaking::Timings` (`max_values`: Some(1), `max_size`: Some(32), added: 527, mode: `MaxEncodedLen`)
	// Storage: `Babe::CurrentSlot` (r:1 w:0)
	// Proof: `Babe::CurrentSlot` (`max_values`: Some(1), `max_size`: Some(8), added: 503, mode: `MaxEncodedLen`)
	// `n` is 1 to 256.
	fn on_verified_plays(n: u32) -> Weight {
		// Measured proof: 367 bytes + n * 85; shortest run: 11_558 ns.
		Weight::from_parts(12_448_000, 1_517)
			// Standard error: 16_946.
			.saturating_add(Weight::from_parts(7_642_352, 0).saturating_mul(n.into()))
			.saturating_add(T::DbWeight::get().reads(2_u64))
			.saturating_add(T::DbWeight::get().reads(1_u64.saturating_mul(n.into())))
			.saturating_add(T::DbWeight::get().writes(1_u64.saturating_mul(n.into())))
			.saturating_add(Weight::from_parts(0, 2_576).saturating_mul(n.into()))
	}
}

/// The same for tests.
impl WeightInfo for () {
	fn start_contract(n: u32) -> Weight {
		Weight::from_parts(2_068_176_725, 74_191)
			.saturating_add(Weight::from_parts(12_965_210, 0).saturating_mul(n.into()))
			.saturating_add(RocksDbWeight::get().reads(14_u64))
			.saturating_add(RocksDbWeight::get().writes(7_u64))
	}
	fn answer_challenges(n: u32) -> Weight {
		Weight::from_parts(116_151_862, 4_125)
			.saturating_add(Weight::from_parts(39_080_252, 0).saturating_mul(n.into()))
			.saturating_add(RocksDbWeight::get().reads(3_u64))
			.saturating_add(RocksDbWeight::get().reads(2_u64.saturating_mul(n.into())))
			.saturating_add(RocksDbWeight::get().writes(1_u64))
			.saturating_add(RocksDbWeight::get().writes(1_u64.saturating_mul(n.into())))
			.saturating_add(Weight::from_parts(0, 3_125).saturating_mul(n.into()))
	}
	fn claim_reward(n: u32) -> Weight {
		Weight::from_parts(232_981_607, 4_125)
			.saturating_add(Weight::from_parts(13_849_114, 0).saturating_mul(n.into()))
			.saturating_add(RocksDbWeight::get().reads(12_u64))
			.saturating_add(RocksDbWeight::get().reads(2_u64.saturating_mul(n.into())))
			.saturating_add(RocksDbWeight::get().writes(7_u64))
			.saturating_add(RocksDbWeight::get().writes(2_u64.saturating_mul(n.into())))
			.saturating_add(Weight::from_parts(0, 2_596).saturating_mul(n.into()))
	}
	fn end_contract() -> Weight {
		Weight::from_parts(544_002_000, 74_191)
			.saturating_add(RocksDbWeight::get().reads(34_u64))
			.saturating_add(RocksDbWeight::get().writes(12_u64))
	}
	fn settle_curator() -> Weight {
		Weight::from_parts(1_113_872_000, 74_191)
			.saturating_add(RocksDbWeight::get().reads(32_u64))
			.saturating_add(RocksDbWeight::get().writes(19_u64))
	}
	fn claim_owed() -> Weight {
		Weight::from_parts(158_256_000, 3_675)
			.saturating_add(RocksDbWeight::get().reads(8_u64))
			.saturating_add(RocksDbWeight::get().writes(7_u64))
	}
	fn on_initialize_idle() -> Weight {
		Weight::from_parts(8_993_000, 1_541).saturating_add(RocksDbWeight::get().reads(4_u64))
	}
	fn begin_epoch() -> Weight {
		Weight::from_parts(7_281_000, 34_255)
			.saturating_add(RocksDbWeight::get().reads(1_u64))
			.saturating_add(RocksDbWeight::get().writes(2_u64))
	}
	fn sweep(n: u32) -> Weight {
		Weight::from_parts(7_581_000, 74_191)
			.saturating_add(Weight::from_parts(780_112_252, 0).saturating_mul(n.into()))
			.saturating_add(RocksDbWeight::get().reads(6_u64))
			.saturating_add(RocksDbWeight::get().reads(26_u64.saturating_mul(n.into())))
			.saturating_add(RocksDbWeight::get().writes(2_u64))
			.saturating_add(RocksDbWeight::get().writes(17_u64.saturating_mul(n.into())))
			.saturating_add(Weight::from_parts(0, 51_677).saturating_mul(n.into()))
	}
	fn clean(n: u32) -> Weight {
		Weight::from_parts(18_596_131, 3_675)
			.saturating_add(Weight::from_parts(177_914_685, 0).saturating_mul(n.into()))
			.saturating_add(RocksDbWeight::get().reads(10_u64))
			.saturating_add(RocksDbWeight::get().reads(11_u64.saturating_mul(n.into())))
			.saturating_add(RocksDbWeight::get().writes(5_u64))
			.saturating_add(RocksDbWeight::get().writes(8_u64.saturating_mul(n.into())))
			.saturating_add(Weight::from_parts(0, 51_677).saturating_mul(n.into()))
	}
	fn on_verified_plays(n: u32) -> Weight {
		Weight::from_parts(12_448_000, 1_517)
			.saturating_add(Weight::from_parts(7_642_352, 0).saturating_mul(n.into()))
			.saturating_add(RocksDbWeight::get().reads(2_u64))
			.saturating_add(RocksDbWeight::get().reads(1_u64.saturating_mul(n.into())))
			.saturating_add(RocksDbWeight::get().writes(1_u64.saturating_mul(n.into())))
			.saturating_add(Weight::from_parts(0, 2_576).saturating_mul(n.into()))
	}
}
