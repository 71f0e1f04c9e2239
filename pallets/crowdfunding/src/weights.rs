//! Weights of `pallet_crowdfunding`, measured. Made by `scripts/benchmark-weights.sh`: do not edit.
//!
//! Each benchmark ran for at least 1 s, before all other work.
//! 2026-11-22: 50 steps, 20 repeats, Compiled Wasm, CPU `AMD EPYC`, benchmark
//! command 64.0.0. Times exclude the database, which `DbWeight` adds.
//!
//! Until it is measured again, a read is added by hand, at 4 us, where a title may follow its pattern: rights looks there
//! for holders (`Rights::PatternHoldersOf`, r:1).

use core::marker::PhantomData;
use frame_support::{
	traits::Get,
	weights::{Weight, constants::RocksDbWeight},
};

/// Weights that the pallet needs.
pub trait WeightInfo {
	/// Weight of `open`.
	fn open() -> Weight;
	/// Weight of `contribute`.
	fn contribute() -> Weight;
	/// Weight of `attach_title`.
	fn attach_title() -> Weight;
	/// Weight of `report`.
	fn report() -> Weight;
	/// Weight of `vote`.
	fn vote() -> Weight;
	/// Weight of `stop`.
	fn stop() -> Weight;
	/// Weight of `advance`, `s` from 1 to 16.
	fn advance(s: u32) -> Weight;
	/// Weight of `settle`.
	fn settle() -> Weight;
	/// Weight of `claim`.
	fn claim() -> Weight;
	/// Weight of `moved`.
	fn moved() -> Weight;
	/// Weight of `close`.
	fn close() -> Weight;
}

/// Weights as measured in the runtime.
#[derive(Debug)]
pub struct SubstrateWeight<T>(PhantomData<T>);

impl<T: frame_system::Config> WeightInfo for SubstrateWeight<T> {
	// Storage: `Babe::CurrentSlot` (r:1 w:0)
	// Proof: `Babe::CurrentSlot` (`max_values`: Some(1), `max_size`: Some(8), added: 503, mode: `MaxEncodedLen`)
	// Storage: `Parameters::Parameters` (r:1 w:0)
	// Proof: `Parameters::Parameters` (`max_values`: None, `max_size`: Some(116), added: 2591, mode: `MaxEncodedLen`)
	// Storage: `ContentRegistry::Titles` (r:1 w:0)
	// Proof: `ContentRegistry::Titles` (`max_values`: None, `max_size`: Some(215), added: 2690, mode: `MaxEncodedLen`)
	// Storage: `ContentRegistry::States` (r:1 w:0)
	// Proof: `ContentRegistry::States` (`max_values`: None, `max_size`: Some(67), added: 2542, mode: `MaxEncodedLen`)
	// Storage: `Rights::HoldersOf` (r:1 w:0)
	// Proof: `Rights::HoldersOf` (`max_values`: None, `max_size`: Some(1650), added: 4125, mode: `MaxEncodedLen`)
	// Storage: `Supervisors::Authorizations` (r:1 w:0)
	// Proof: `Supervisors::Authorizations` (`max_values`: None, `max_size`: Some(130), added: 2605, mode: `MaxEncodedLen`)
	// Storage: `Supervisors::Supervisors` (r:1 w:0)
	// Proof: `Supervisors::Supervisors` (`max_values`: None, `max_size`: Some(194), added: 2669, mode: `MaxEncodedLen`)
	// Storage: `Supervisors::Sanctions` (r:1 w:0)
	// Proof: `Supervisors::Sanctions` (`max_values`: None, `max_size`: Some(99), added: 2574, mode: `MaxEncodedLen`)
	// Storage: `Crowdfunding::NextCampaign` (r:1 w:1)
	// Proof: `Crowdfunding::NextCampaign` (`max_values`: Some(1), `max_size`: Some(4), added: 499, mode: `MaxEncodedLen`)
	// Storage: `System::Account` (r:2 w:2)
	// Proof: `System::Account` (`max_values`: None, `max_size`: Some(128), added: 2603, mode: `MaxEncodedLen`)
	// Storage: `Balances::Holds` (r:1 w:1)
	// Proof: `Balances::Holds` (`max_values`: None, `max_size`: Some(337), added: 2812, mode: `MaxEncodedLen`)
	// Storage: `Crowdfunding::Agenda` (r:0 w:1)
	// Proof: `Crowdfunding::Agenda` (`max_values`: None, `max_size`: Some(12), added: 2487, mode: `MaxEncodedLen`)
	// Storage: `Crowdfunding::Campaigns` (r:0 w:1)
	// Proof: `Crowdfunding::Campaigns` (`max_values`: None, `max_size`: Some(1173), added: 3648, mode: `MaxEncodedLen`)
	fn open() -> Weight {
		// Measured proof: 1302 bytes; shortest run: 115_262 ns.
		Weight::from_parts(125_912_000, 6_196)
			.saturating_add(T::DbWeight::get().reads(13_u64))
			.saturating_add(T::DbWeight::get().writes(6_u64))
	}
	// Storage: `Crowdfunding::Campaigns` (r:1 w:1)
	// Proof: `Crowdfunding::Campaigns` (`max_values`: None, `max_size`: Some(1173), added: 3648, mode: `MaxEncodedLen`)
	// Storage: `Babe::CurrentSlot` (r:1 w:0)
	// Proof: `Babe::CurrentSlot` (`max_values`: Some(1), `max_size`: Some(8), added: 503, mode: `MaxEncodedLen`)
	// Storage: `Parameters::Parameters` (r:1 w:0)
	// Proof: `Parameters::Parameters` (`max_values`: None, `max_size`: Some(116), added: 2591, mode: `MaxEncodedLen`)
	// Storage: `Crowdfunding::Contributions` (r:1 w:1)
	// Proof: `Crowdfunding::Contributions` (`max_values`: None, `max_size`: Some(104), added: 2579, mode: `MaxEncodedLen`)
	// Storage: `System::Account` (r:1 w:1)
	// Proof: `System::Account` (`max_values`: None, `max_size`: Some(128), added: 2603, mode: `MaxEncodedLen`)
	// Storage: `Balances::Holds` (r:1 w:1)
	// Proof: `Balances::Holds` (`max_values`: None, `max_size`: Some(337), added: 2812, mode: `MaxEncodedLen`)
	// Storage: `Rights::HoldersOf` (r:1 w:1)
	// Proof: `Rights::HoldersOf` (`max_values`: None, `max_size`: Some(1650), added: 4125, mode: `MaxEncodedLen`)
	// Storage: `ContentRegistry::Titles` (r:1 w:0)
	// Proof: `ContentRegistry::Titles` (`max_values`: None, `max_size`: Some(215), added: 2690, mode: `MaxEncodedLen`)
	// Storage: `ContentRegistry::States` (r:1 w:0)
	// Proof: `ContentRegistry::States` (`max_values`: None, `max_size`: Some(67), added: 2542, mode: `MaxEncodedLen`)
	// Storage: `Crowdfunding::Agenda` (r:0 w:2)
	// Proof: `Crowdfunding::Agenda` (`max_values`: None, `max_size`: Some(12), added: 2487, mode: `MaxEncodedLen`)
	// Storage: `Crowdfunding::Contributors` (r:0 w:1)
	// Proof: `Crowdfunding::Contributors` (`max_values`: None, `max_size`: Some(56), added: 2531, mode: `MaxEncodedLen`)
	fn contribute() -> Weight {
		// Measured proof: 2247 bytes; shortest run: 87_000 ns.
		Weight::from_parts(94_645_000, 5_146)
			.saturating_add(T::DbWeight::get().reads(10_u64))
			.saturating_add(T::DbWeight::get().writes(8_u64))
	}
	// Storage: `Crowdfunding::Campaigns` (r:1 w:1)
	// Proof: `Crowdfunding::Campaigns` (`max_values`: None, `max_size`: Some(1173), added: 3648, mode: `MaxEncodedLen`)
	// Storage: `ContentRegistry::Titles` (r:1 w:0)
	// Proof: `ContentRegistry::Titles` (`max_values`: None, `max_size`: Some(215), added: 2690, mode: `MaxEncodedLen`)
	// Storage: `ContentRegistry::States` (r:1 w:0)
	// Proof: `ContentRegistry::States` (`max_values`: None, `max_size`: Some(67), added: 2542, mode: `MaxEncodedLen`)
	// Storage: `Rights::HoldersOf` (r:1 w:1)
	// Proof: `Rights::HoldersOf` (`max_values`: None, `max_size`: Some(1650), added: 4125, mode: `MaxEncodedLen`)
	// Storage: `Babe::CurrentSlot` (r:1 w:0)
	// Proof: `Babe::CurrentSlot` (`max_values`: Some(1), `max_size`: Some(8), added: 503, mode: `MaxEncodedLen`)
	fn attach_title() -> Weight {
		// Measured proof: 1887 bytes; shortest run: 40_430 ns.
		Weight::from_parts(46_454_000, 5_146)
			.saturating_add(T::DbWeight::get().reads(6_u64))
			.saturating_add(T::DbWeight::get().writes(2_u64))
	}
	// Storage: `Crowdfunding::Campaigns` (r:1 w:1)
	// Proof: `Crowdfunding::Campaigns` (`max_values`: None, `max_size`: Some(1173), added: 3648, mode: `MaxEncodedLen`)
	// Storage: `Babe::CurrentSlot` (r:1 w:0)
	// Proof: `Babe::CurrentSlot` (`max_values`: Some(1), `max_size`: Some(8), added: 503, mode: `MaxEncodedLen`)
	fn report() -> Weight {
		// Measured proof: 1520 bytes; shortest run: 12_218 ns.
		Weight::from_parts(13_400_000, 4_638)
			.saturating_add(T::DbWeight::get().reads(2_u64))
			.saturating_add(T::DbWeight::get().writes(1_u64))
	}
	// Storage: `Crowdfunding::Campaigns` (r:1 w:1)
	// Proof: `Crowdfunding::Campaigns` (`max_values`: None, `max_size`: Some(1173), added: 3648, mode: `MaxEncodedLen`)
	// Storage: `Babe::CurrentSlot` (r:1 w:0)
	// Proof: `Babe::CurrentSlot` (`max_values`: Some(1), `max_size`: Some(8), added: 503, mode: `MaxEncodedLen`)
	// Storage: `Crowdfunding::Contributions` (r:1 w:1)
	// Proof: `Crowdfunding::Contributions` (`max_values`: None, `max_size`: Some(104), added: 2579, mode: `MaxEncodedLen`)
	fn vote() -> Weight {
		// Measured proof: 1651 bytes; shortest run: 19_799 ns.
		Weight::from_parts(21_001_000, 4_638)
			.saturating_add(T::DbWeight::get().reads(3_u64))
			.saturating_add(T::DbWeight::get().writes(2_u64))
	}
	// Storage: `Crowdfunding::Campaigns` (r:1 w:1)
	// Proof: `Crowdfunding::Campaigns` (`max_values`: None, `max_size`: Some(1173), added: 3648, mode: `MaxEncodedLen`)
	// Storage: `Supervisors::Supervisors` (r:1 w:0)
	// Proof: `Supervisors::Supervisors` (`max_values`: None, `max_size`: Some(194), added: 2669, mode: `MaxEncodedLen`)
	// Storage: `Babe::CurrentSlot` (r:1 w:0)
	// Proof: `Babe::CurrentSlot` (`max_values`: Some(1), `max_size`: Some(8), added: 503, mode: `MaxEncodedLen`)
	fn stop() -> Weight {
		// Measured proof: 1826 bytes; shortest run: 16_435 ns.
		Weight::from_parts(17_567_000, 4_638)
			.saturating_add(T::DbWeight::get().reads(3_u64))
			.saturating_add(T::DbWeight::get().writes(1_u64))
	}
	// Storage: `Crowdfunding::Contributors` (r:16 w:16)
	// Proof: `Crowdfunding::Contributors` (`max_values`: None, `max_size`: Some(56), added: 2531, mode: `MaxEncodedLen`)
	// Storage: `Crowdfunding::Contributions` (r:16 w:16)
	// Proof: `Crowdfunding::Contributions` (`max_values`: None, `max_size`: Some(104), added: 2579, mode: `MaxEncodedLen`)
	// Storage: `System::Account` (r:17 w:17)
	// Proof: `System::Account` (`max_values`: None, `max_size`: Some(128), added: 2603, mode: `MaxEncodedLen`)
	// Storage: `Crowdfunding::Royalties` (r:1 w:1)
	// Proof: `Crowdfunding::Royalties` (`max_values`: None, `max_size`: Some(124), added: 2599, mode: `MaxEncodedLen`)
	// Storage: `Crowdfunding::Moving` (r:1 w:1)
	// Proof: `Crowdfunding::Moving` (`max_values`: None, `max_size`: Some(111), added: 2586, mode: `MaxEncodedLen`)
	// Storage: `Assets::Asset` (r:1 w:1)
	// Proof: `Assets::Asset` (`max_values`: None, `max_size`: Some(210), added: 2685, mode: `MaxEncodedLen`)
	// Storage: `Assets::Account` (r:18 w:17)
	// Proof: `Assets::Account` (`max_values`: None, `max_size`: Some(134), added: 2609, mode: `MaxEncodedLen`)
	// Storage: `Rights::HoldersOf` (r:1 w:0)
	// Proof: `Rights::HoldersOf` (`max_values`: None, `max_size`: Some(1650), added: 4125, mode: `MaxEncodedLen`)
	// Storage: `Rights::OwedTotal` (r:1 w:0)
	// Proof: `Rights::OwedTotal` (`max_values`: Some(1), `max_size`: Some(16), added: 511, mode: `MaxEncodedLen`)
	// Storage: `Crowdfunding::Holdings` (r:17 w:17)
	// Proof: `Crowdfunding::Holdings` (`max_values`: None, `max_size`: Some(140), added: 2615, mode: `MaxEncodedLen`)
	// Storage: `Babe::CurrentSlot` (r:1 w:0)
	// Proof: `Babe::CurrentSlot` (`max_values`: Some(1), `max_size`: Some(8), added: 503, mode: `MaxEncodedLen`)
	// Storage: `Crowdfunding::Campaigns` (r:0 w:1)
	// Proof: `Crowdfunding::Campaigns` (`max_values`: None, `max_size`: Some(1173), added: 3648, mode: `MaxEncodedLen`)
	// `s` is 1 to 16.
	fn advance(s: u32) -> Weight {
		// Measured proof: 1573 bytes + s * 223; shortest run: 251_375 ns.
		Weight::from_parts(169_268_983, 6_208)
			// Standard error: 2_918_597.
			.saturating_add(Weight::from_parts(214_939_139, 0).saturating_mul(s.into()))
			.saturating_add(T::DbWeight::get().reads(10_u64))
			.saturating_add(T::DbWeight::get().reads(5_u64.saturating_mul(s.into())))
			.saturating_add(T::DbWeight::get().writes(7_u64))
			.saturating_add(T::DbWeight::get().writes(5_u64.saturating_mul(s.into())))
			.saturating_add(Weight::from_parts(0, 2_615).saturating_mul(s.into()))
	}
	// Storage: `Crowdfunding::Campaigns` (r:1 w:1)
	// Proof: `Crowdfunding::Campaigns` (`max_values`: None, `max_size`: Some(1173), added: 3648, mode: `MaxEncodedLen`)
	// Storage: `Crowdfunding::Contributions` (r:1 w:1)
	// Proof: `Crowdfunding::Contributions` (`max_values`: None, `max_size`: Some(104), added: 2579, mode: `MaxEncodedLen`)
	// Storage: `System::Account` (r:2 w:2)
	// Proof: `System::Account` (`max_values`: None, `max_size`: Some(128), added: 2603, mode: `MaxEncodedLen`)
	// Storage: `Crowdfunding::Royalties` (r:1 w:1)
	// Proof: `Crowdfunding::Royalties` (`max_values`: None, `max_size`: Some(124), added: 2599, mode: `MaxEncodedLen`)
	// Storage: `Crowdfunding::Moving` (r:1 w:1)
	// Proof: `Crowdfunding::Moving` (`max_values`: None, `max_size`: Some(111), added: 2586, mode: `MaxEncodedLen`)
	// Storage: `Assets::Asset` (r:1 w:1)
	// Proof: `Assets::Asset` (`max_values`: None, `max_size`: Some(210), added: 2685, mode: `MaxEncodedLen`)
	// Storage: `Assets::Account` (r:3 w:2)
	// Proof: `Assets::Account` (`max_values`: None, `max_size`: Some(134), added: 2609, mode: `MaxEncodedLen`)
	// Storage: `Rights::HoldersOf` (r:1 w:0)
	// Proof: `Rights::HoldersOf` (`max_values`: None, `max_size`: Some(1650), added: 4125, mode: `MaxEncodedLen`)
	// Storage: `Rights::OwedTotal` (r:1 w:0)
	// Proof: `Rights::OwedTotal` (`max_values`: Some(1), `max_size`: Some(16), added: 511, mode: `MaxEncodedLen`)
	// Storage: `Crowdfunding::Holdings` (r:2 w:2)
	// Proof: `Crowdfunding::Holdings` (`max_values`: None, `max_size`: Some(140), added: 2615, mode: `MaxEncodedLen`)
	// Storage: `Babe::CurrentSlot` (r:1 w:0)
	// Proof: `Babe::CurrentSlot` (`max_values`: Some(1), `max_size`: Some(8), added: 503, mode: `MaxEncodedLen`)
	// Storage: `Crowdfunding::Contributors` (r:0 w:1)
	// Proof: `Crowdfunding::Contributors` (`max_values`: None, `max_size`: Some(56), added: 2531, mode: `MaxEncodedLen`)
	fn settle() -> Weight {
		// Measured proof: 2932 bytes; shortest run: 262_973 ns.
		Weight::from_parts(375_610_000, 8_817)
			.saturating_add(T::DbWeight::get().reads(15_u64))
			.saturating_add(T::DbWeight::get().writes(12_u64))
	}
	// Storage: `Crowdfunding::Campaigns` (r:1 w:1)
	// Proof: `Crowdfunding::Campaigns` (`max_values`: None, `max_size`: Some(1173), added: 3648, mode: `MaxEncodedLen`)
	// Storage: `Crowdfunding::Contributions` (r:1 w:1)
	// Proof: `Crowdfunding::Contributions` (`max_values`: None, `max_size`: Some(104), added: 2579, mode: `MaxEncodedLen`)
	// Storage: `Crowdfunding::Royalties` (r:1 w:1)
	// Proof: `Crowdfunding::Royalties` (`max_values`: None, `max_size`: Some(124), added: 2599, mode: `MaxEncodedLen`)
	// Storage: `Crowdfunding::Moving` (r:1 w:1)
	// Proof: `Crowdfunding::Moving` (`max_values`: None, `max_size`: Some(111), added: 2586, mode: `MaxEncodedLen`)
	// Storage: `Assets::Asset` (r:2 w:2)
	// Proof: `Assets::Asset` (`max_values`: None, `max_size`: Some(210), added: 2685, mode: `MaxEncodedLen`)
	// Storage: `Assets::Account` (r:4 w:4)
	// Proof: `Assets::Account` (`max_values`: None, `max_size`: Some(134), added: 2609, mode: `MaxEncodedLen`)
	// Storage: `Rights::HoldersOf` (r:1 w:0)
	// Proof: `Rights::HoldersOf` (`max_values`: None, `max_size`: Some(1650), added: 4125, mode: `MaxEncodedLen`)
	// Storage: `Rights::OwedTotal` (r:1 w:0)
	// Proof: `Rights::OwedTotal` (`max_values`: Some(1), `max_size`: Some(16), added: 511, mode: `MaxEncodedLen`)
	// Storage: `System::Account` (r:2 w:2)
	// Proof: `System::Account` (`max_values`: None, `max_size`: Some(128), added: 2603, mode: `MaxEncodedLen`)
	// Storage: `Crowdfunding::Holdings` (r:2 w:2)
	// Proof: `Crowdfunding::Holdings` (`max_values`: None, `max_size`: Some(140), added: 2615, mode: `MaxEncodedLen`)
	// Storage: `Babe::CurrentSlot` (r:1 w:0)
	// Proof: `Babe::CurrentSlot` (`max_values`: Some(1), `max_size`: Some(8), added: 503, mode: `MaxEncodedLen`)
	fn claim() -> Weight {
		// Measured proof: 3107 bytes; shortest run: 280_598 ns.
		Weight::from_parts(293_759_000, 11_426)
			.saturating_add(T::DbWeight::get().reads(17_u64))
			.saturating_add(T::DbWeight::get().writes(14_u64))
	}
	// Storage: `Crowdfunding::Royalties` (r:1 w:1)
	// Proof: `Crowdfunding::Royalties` (`max_values`: None, `max_size`: Some(124), added: 2599, mode: `MaxEncodedLen`)
	// Storage: `Crowdfunding::Moving` (r:1 w:1)
	// Proof: `Crowdfunding::Moving` (`max_values`: None, `max_size`: Some(111), added: 2586, mode: `MaxEncodedLen`)
	// Storage: `Crowdfunding::Holdings` (r:3 w:3)
	// Proof: `Crowdfunding::Holdings` (`max_values`: None, `max_size`: Some(140), added: 2615, mode: `MaxEncodedLen`)
	// Storage: `Assets::Account` (r:3 w:0)
	// Proof: `Assets::Account` (`max_values`: None, `max_size`: Some(134), added: 2609, mode: `MaxEncodedLen`)
	// Storage: `Crowdfunding::Campaigns` (r:1 w:0)
	// Proof: `Crowdfunding::Campaigns` (`max_values`: None, `max_size`: Some(1173), added: 3648, mode: `MaxEncodedLen`)
	// Storage: `Rights::HoldersOf` (r:1 w:0)
	// Proof: `Rights::HoldersOf` (`max_values`: None, `max_size`: Some(1650), added: 4125, mode: `MaxEncodedLen`)
	// Storage: `Rights::OwedTotal` (r:1 w:0)
	// Proof: `Rights::OwedTotal` (`max_values`: Some(1), `max_size`: Some(16), added: 511, mode: `MaxEncodedLen`)
	// Storage: `System::Account` (r:1 w:0)
	// Proof: `System::Account` (`max_values`: None, `max_size`: Some(128), added: 2603, mode: `MaxEncodedLen`)
	fn moved() -> Weight {
		// Measured proof: 2463 bytes; shortest run: 92_658 ns.
		Weight::from_parts(96_644_000, 8_835)
			.saturating_add(T::DbWeight::get().reads(12_u64))
			.saturating_add(T::DbWeight::get().writes(5_u64))
	}
	// Storage: `Babe::CurrentSlot` (r:1 w:0)
	// Proof: `Babe::CurrentSlot` (`max_values`: Some(1), `max_size`: Some(8), added: 503, mode: `MaxEncodedLen`)
	// Storage: `Crowdfunding::Campaigns` (r:1 w:1)
	// Proof: `Crowdfunding::Campaigns` (`max_values`: None, `max_size`: Some(1173), added: 3648, mode: `MaxEncodedLen`)
	// Storage: `System::Account` (r:2 w:2)
	// Proof: `System::Account` (`max_values`: None, `max_size`: Some(128), added: 2603, mode: `MaxEncodedLen`)
	// Storage: `Balances::Holds` (r:1 w:1)
	// Proof: `Balances::Holds` (`max_values`: None, `max_size`: Some(337), added: 2812, mode: `MaxEncodedLen`)
	// Storage: `Assets::Account` (r:2 w:2)
	// Proof: `Assets::Account` (`max_values`: None, `max_size`: Some(134), added: 2609, mode: `MaxEncodedLen`)
	// Storage: `Assets::Asset` (r:1 w:1)
	// Proof: `Assets::Asset` (`max_values`: None, `max_size`: Some(210), added: 2685, mode: `MaxEncodedLen`)
	// Storage: `Crowdfunding::Agenda` (r:0 w:1)
	// Proof: `Crowdfunding::Agenda` (`max_values`: None, `max_size`: Some(12), added: 2487, mode: `MaxEncodedLen`)
	fn close() -> Weight {
		// Measured proof: 2323 bytes; shortest run: 132_257 ns.
		Weight::from_parts(138_697_000, 6_208)
			.saturating_add(T::DbWeight::get().reads(8_u64))
			.saturating_add(T::DbWeight::get().writes(8_u64))
	}
}

/// The same for tests.
impl WeightInfo for () {
	fn open() -> Weight {
		Weight::from_parts(125_912_000, 6_196)
			.saturating_add(RocksDbWeight::get().reads(13_u64))
			.saturating_add(RocksDbWeight::get().writes(6_u64))
	}
	fn contribute() -> Weight {
		Weight::from_parts(94_645_000, 5_146)
			.saturating_add(RocksDbWeight::get().reads(10_u64))
			.saturating_add(RocksDbWeight::get().writes(8_u64))
	}
	fn attach_title() -> Weight {
		Weight::from_parts(46_454_000, 5_146)
			.saturating_add(RocksDbWeight::get().reads(6_u64))
			.saturating_add(RocksDbWeight::get().writes(2_u64))
	}
	fn report() -> Weight {
		Weight::from_parts(13_400_000, 4_638)
			.saturating_add(RocksDbWeight::get().reads(2_u64))
			.saturating_add(RocksDbWeight::get().writes(1_u64))
	}
	fn vote() -> Weight {
		Weight::from_parts(21_001_000, 4_638)
			.saturating_add(RocksDbWeight::get().reads(3_u64))
			.saturating_add(RocksDbWeight::get().writes(2_u64))
	}
	fn stop() -> Weight {
		Weight::from_parts(17_567_000, 4_638)
			.saturating_add(RocksDbWeight::get().reads(3_u64))
			.saturating_add(RocksDbWeight::get().writes(1_u64))
	}
	fn advance(s: u32) -> Weight {
		Weight::from_parts(169_268_983, 6_208)
			.saturating_add(Weight::from_parts(214_939_139, 0).saturating_mul(s.into()))
			.saturating_add(RocksDbWeight::get().reads(10_u64))
			.saturating_add(RocksDbWeight::get().reads(5_u64.saturating_mul(s.into())))
			.saturating_add(RocksDbWeight::get().writes(7_u64))
			.saturating_add(RocksDbWeight::get().writes(5_u64.saturating_mul(s.into())))
			.saturating_add(Weight::from_parts(0, 2_615).saturating_mul(s.into()))
	}
	fn settle() -> Weight {
		Weight::from_parts(375_610_000, 8_817)
			.saturating_add(RocksDbWeight::get().reads(15_u64))
			.saturating_add(RocksDbWeight::get().writes(12_u64))
	}
	fn claim() -> Weight {
		Weight::from_parts(293_759_000, 11_426)
			.saturating_add(RocksDbWeight::get().reads(17_u64))
			.saturating_add(RocksDbWeight::get().writes(14_u64))
	}
	fn moved() -> Weight {
		Weight::from_parts(96_644_000, 8_835)
			.saturating_add(RocksDbWeight::get().reads(12_u64))
			.saturating_add(RocksDbWeight::get().writes(5_u64))
	}
	fn close() -> Weight {
		Weight::from_parts(138_697_000, 6_208)
			.saturating_add(RocksDbWeight::get().reads(8_u64))
			.saturating_add(RocksDbWeight::get().writes(8_u64))
	}
}
