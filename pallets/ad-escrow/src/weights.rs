//! Weights of `pallet_ad_escrow`, measured. Made by `scripts/benchmark-weights.sh`: do not edit.
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
	/// Weight of `open_campaign`.
	fn open_campaign() -> Weight;
	/// Weight of `fund_campaign`.
	fn fund_campaign() -> Weight;
	/// Weight of `pause_campaign`.
	fn pause_campaign() -> Weight;
	/// Weight of `resume_campaign`.
	fn resume_campaign() -> Weight;
	/// Weight of `cancel_campaign`.
	fn cancel_campaign() -> Weight;
	/// Weight of `stop_campaign`.
	fn stop_campaign() -> Weight;
	/// Weight of `close_campaign`.
	fn close_campaign() -> Weight;
	/// Weight of `forget`.
	fn forget() -> Weight;
	/// Weight of `charge`, `c` from 1 to 16, `p` from 16 to 32.
	fn charge(c: u32, p: u32) -> Weight;
}

/// Weights as measured in the runtime.
#[derive(Debug)]
pub struct SubstrateWeight<T>(PhantomData<T>);

impl<T: frame_system::Config> WeightInfo for SubstrateWeight<T> {
	// Storage: `Babe::CurrentSlot` (r:1 w:0)
	// Proof: `Babe::CurrentSlot` (`max_values`: Some(1), `max_size`: Some(8), added: 503, mode: `MaxEncodedLen`)
	// Storage: `Parameters::Parameters` (r:2 w:0)
	// Proof: `Parameters::Parameters` (`max_values`: None, `max_size`: Some(116), added: 2591, mode: `MaxEncodedLen`)
	// Storage: `ContentRegistry::Titles` (r:1 w:0)
	// Proof: `ContentRegistry::Titles` (`max_values`: None, `max_size`: Some(215), added: 2690, mode: `MaxEncodedLen`)
	// Storage: `ContentRegistry::States` (r:1 w:0)
	// Proof: `ContentRegistry::States` (`max_values`: None, `max_size`: Some(67), added: 2542, mode: `MaxEncodedLen`)
	// Storage: `AdEscrow::NextCampaign` (r:1 w:1)
	// Proof: `AdEscrow::NextCampaign` (`max_values`: Some(1), `max_size`: Some(8), added: 503, mode: `MaxEncodedLen`)
	// Storage: `AdEscrow::CampaignsOf` (r:1 w:1)
	// Proof: `AdEscrow::CampaignsOf` (`max_values`: None, `max_size`: Some(562), added: 3037, mode: `MaxEncodedLen`)
	// Storage: `AdEscrow::Ledger` (r:1 w:1)
	// Proof: `AdEscrow::Ledger` (`max_values`: Some(1), `max_size`: Some(64), added: 559, mode: `MaxEncodedLen`)
	// Storage: `System::Account` (r:1 w:1)
	// Proof: `System::Account` (`max_values`: None, `max_size`: Some(128), added: 2603, mode: `MaxEncodedLen`)
	// Storage: `Balances::Holds` (r:1 w:1)
	// Proof: `Balances::Holds` (`max_values`: None, `max_size`: Some(337), added: 2812, mode: `MaxEncodedLen`)
	// Storage: `AdEscrow::Due` (r:0 w:1)
	// Proof: `AdEscrow::Due` (`max_values`: None, `max_size`: Some(16), added: 2491, mode: `MaxEncodedLen`)
	// Storage: `AdEscrow::Campaigns` (r:0 w:1)
	// Proof: `AdEscrow::Campaigns` (`max_values`: None, `max_size`: Some(992), added: 3467, mode: `MaxEncodedLen`)
	fn open_campaign() -> Weight {
		// Measured proof: 846 bytes; shortest run: 62_994 ns.
		Weight::from_parts(65_948_000, 6_172)
			.saturating_add(T::DbWeight::get().reads(10_u64))
			.saturating_add(T::DbWeight::get().writes(7_u64))
	}
	// Storage: `AdEscrow::Campaigns` (r:1 w:1)
	// Proof: `AdEscrow::Campaigns` (`max_values`: None, `max_size`: Some(992), added: 3467, mode: `MaxEncodedLen`)
	// Storage: `Babe::CurrentSlot` (r:1 w:0)
	// Proof: `Babe::CurrentSlot` (`max_values`: Some(1), `max_size`: Some(8), added: 503, mode: `MaxEncodedLen`)
	// Storage: `AdEscrow::Ledger` (r:1 w:1)
	// Proof: `AdEscrow::Ledger` (`max_values`: Some(1), `max_size`: Some(64), added: 559, mode: `MaxEncodedLen`)
	// Storage: `System::Account` (r:1 w:1)
	// Proof: `System::Account` (`max_values`: None, `max_size`: Some(128), added: 2603, mode: `MaxEncodedLen`)
	// Storage: `Balances::Holds` (r:1 w:1)
	// Proof: `Balances::Holds` (`max_values`: None, `max_size`: Some(337), added: 2812, mode: `MaxEncodedLen`)
	fn fund_campaign() -> Weight {
		// Measured proof: 1689 bytes; shortest run: 58_017 ns.
		Weight::from_parts(68_793_000, 4_457)
			.saturating_add(T::DbWeight::get().reads(5_u64))
			.saturating_add(T::DbWeight::get().writes(4_u64))
	}
	// Storage: `AdEscrow::Campaigns` (r:1 w:1)
	// Proof: `AdEscrow::Campaigns` (`max_values`: None, `max_size`: Some(992), added: 3467, mode: `MaxEncodedLen`)
	// Storage: `Babe::CurrentSlot` (r:1 w:0)
	// Proof: `Babe::CurrentSlot` (`max_values`: Some(1), `max_size`: Some(8), added: 503, mode: `MaxEncodedLen`)
	fn pause_campaign() -> Weight {
		// Measured proof: 1349 bytes; shortest run: 16_395 ns.
		Weight::from_parts(17_296_000, 4_457)
			.saturating_add(T::DbWeight::get().reads(2_u64))
			.saturating_add(T::DbWeight::get().writes(1_u64))
	}
	// Storage: `AdEscrow::Campaigns` (r:1 w:1)
	// Proof: `AdEscrow::Campaigns` (`max_values`: None, `max_size`: Some(992), added: 3467, mode: `MaxEncodedLen`)
	// Storage: `Babe::CurrentSlot` (r:1 w:0)
	// Proof: `Babe::CurrentSlot` (`max_values`: Some(1), `max_size`: Some(8), added: 503, mode: `MaxEncodedLen`)
	fn resume_campaign() -> Weight {
		// Measured proof: 1357 bytes; shortest run: 15_844 ns.
		Weight::from_parts(16_925_000, 4_457)
			.saturating_add(T::DbWeight::get().reads(2_u64))
			.saturating_add(T::DbWeight::get().writes(1_u64))
	}
	// Storage: `AdEscrow::Campaigns` (r:1 w:1)
	// Proof: `AdEscrow::Campaigns` (`max_values`: None, `max_size`: Some(992), added: 3467, mode: `MaxEncodedLen`)
	// Storage: `Babe::CurrentSlot` (r:1 w:0)
	// Proof: `Babe::CurrentSlot` (`max_values`: Some(1), `max_size`: Some(8), added: 503, mode: `MaxEncodedLen`)
	// Storage: `AdEscrow::Ledger` (r:1 w:1)
	// Proof: `AdEscrow::Ledger` (`max_values`: Some(1), `max_size`: Some(64), added: 559, mode: `MaxEncodedLen`)
	// Storage: `System::Account` (r:1 w:1)
	// Proof: `System::Account` (`max_values`: None, `max_size`: Some(128), added: 2603, mode: `MaxEncodedLen`)
	// Storage: `Balances::Holds` (r:1 w:1)
	// Proof: `Balances::Holds` (`max_values`: None, `max_size`: Some(337), added: 2812, mode: `MaxEncodedLen`)
	// Storage: `AdEscrow::Due` (r:0 w:2)
	// Proof: `AdEscrow::Due` (`max_values`: None, `max_size`: Some(16), added: 2491, mode: `MaxEncodedLen`)
	fn cancel_campaign() -> Weight {
		// Measured proof: 1697 bytes; shortest run: 53_160 ns.
		Weight::from_parts(56_164_000, 4_457)
			.saturating_add(T::DbWeight::get().reads(5_u64))
			.saturating_add(T::DbWeight::get().writes(6_u64))
	}
	// Storage: `AdEscrow::Campaigns` (r:1 w:1)
	// Proof: `AdEscrow::Campaigns` (`max_values`: None, `max_size`: Some(992), added: 3467, mode: `MaxEncodedLen`)
	// Storage: `Supervisors::Supervisors` (r:1 w:0)
	// Proof: `Supervisors::Supervisors` (`max_values`: None, `max_size`: Some(194), added: 2669, mode: `MaxEncodedLen`)
	// Storage: `Babe::CurrentSlot` (r:1 w:0)
	// Proof: `Babe::CurrentSlot` (`max_values`: Some(1), `max_size`: Some(8), added: 503, mode: `MaxEncodedLen`)
	// Storage: `AdEscrow::Ledger` (r:1 w:1)
	// Proof: `AdEscrow::Ledger` (`max_values`: Some(1), `max_size`: Some(64), added: 559, mode: `MaxEncodedLen`)
	// Storage: `System::Account` (r:1 w:1)
	// Proof: `System::Account` (`max_values`: None, `max_size`: Some(128), added: 2603, mode: `MaxEncodedLen`)
	// Storage: `Balances::Holds` (r:1 w:1)
	// Proof: `Balances::Holds` (`max_values`: None, `max_size`: Some(337), added: 2812, mode: `MaxEncodedLen`)
	// Storage: `AdEscrow::Due` (r:0 w:2)
	// Proof: `AdEscrow::Due` (`max_values`: None, `max_size`: Some(16), added: 2491, mode: `MaxEncodedLen`)
	fn stop_campaign() -> Weight {
		// Measured proof: 1979 bytes; shortest run: 107_010 ns.
		Weight::from_parts(111_426_000, 4_457)
			.saturating_add(T::DbWeight::get().reads(6_u64))
			.saturating_add(T::DbWeight::get().writes(6_u64))
	}
	// Storage: `AdEscrow::Campaigns` (r:1 w:1)
	// Proof: `AdEscrow::Campaigns` (`max_values`: None, `max_size`: Some(992), added: 3467, mode: `MaxEncodedLen`)
	// Storage: `Babe::CurrentSlot` (r:1 w:0)
	// Proof: `Babe::CurrentSlot` (`max_values`: Some(1), `max_size`: Some(8), added: 503, mode: `MaxEncodedLen`)
	// Storage: `AdEscrow::Ledger` (r:1 w:1)
	// Proof: `AdEscrow::Ledger` (`max_values`: Some(1), `max_size`: Some(64), added: 559, mode: `MaxEncodedLen`)
	// Storage: `System::Account` (r:1 w:1)
	// Proof: `System::Account` (`max_values`: None, `max_size`: Some(128), added: 2603, mode: `MaxEncodedLen`)
	// Storage: `Balances::Holds` (r:1 w:1)
	// Proof: `Balances::Holds` (`max_values`: None, `max_size`: Some(337), added: 2812, mode: `MaxEncodedLen`)
	// Storage: `AdEscrow::Due` (r:0 w:2)
	// Proof: `AdEscrow::Due` (`max_values`: None, `max_size`: Some(16), added: 2491, mode: `MaxEncodedLen`)
	fn close_campaign() -> Weight {
		// Measured proof: 1689 bytes; shortest run: 50_045 ns.
		Weight::from_parts(52_158_000, 4_457)
			.saturating_add(T::DbWeight::get().reads(5_u64))
			.saturating_add(T::DbWeight::get().writes(6_u64))
	}
	// Storage: `AdEscrow::Days` (r:32 w:32)
	// Proof: `AdEscrow::Days` (`max_values`: None, `max_size`: Some(2086), added: 4561, mode: `MaxEncodedLen`)
	// Storage: `AdEscrow::CampaignsOf` (r:1 w:1)
	// Proof: `AdEscrow::CampaignsOf` (`max_values`: None, `max_size`: Some(562), added: 3037, mode: `MaxEncodedLen`)
	// Storage: `AdEscrow::Due` (r:0 w:1)
	// Proof: `AdEscrow::Due` (`max_values`: None, `max_size`: Some(16), added: 2491, mode: `MaxEncodedLen`)
	// Storage: `AdEscrow::Campaigns` (r:0 w:1)
	// Proof: `AdEscrow::Campaigns` (`max_values`: None, `max_size`: Some(992), added: 3467, mode: `MaxEncodedLen`)
	fn forget() -> Weight {
		// Measured proof: 1904 bytes; shortest run: 30_766 ns.
		Weight::from_parts(32_819_000, 146_942)
			.saturating_add(T::DbWeight::get().reads(33_u64))
			.saturating_add(T::DbWeight::get().writes(35_u64))
	}
	// Storage: `AdEscrow::Campaigns` (r:16 w:16)
	// Proof: `AdEscrow::Campaigns` (`max_values`: None, `max_size`: Some(992), added: 3467, mode: `MaxEncodedLen`)
	// Storage: `ContentRegistry::Titles` (r:32 w:0)
	// Proof: `ContentRegistry::Titles` (`max_values`: None, `max_size`: Some(215), added: 2690, mode: `MaxEncodedLen`)
	// Storage: `ContentRegistry::States` (r:32 w:0)
	// Proof: `ContentRegistry::States` (`max_values`: None, `max_size`: Some(67), added: 2542, mode: `MaxEncodedLen`)
	// Storage: `AdEscrow::Days` (r:16 w:16)
	// Proof: `AdEscrow::Days` (`max_values`: None, `max_size`: Some(2086), added: 4561, mode: `MaxEncodedLen`)
	// Storage: `AdEscrow::Ledger` (r:1 w:1)
	// Proof: `AdEscrow::Ledger` (`max_values`: Some(1), `max_size`: Some(64), added: 559, mode: `MaxEncodedLen`)
	// Storage: `Balances::Holds` (r:16 w:16)
	// Proof: `Balances::Holds` (`max_values`: None, `max_size`: Some(337), added: 2812, mode: `MaxEncodedLen`)
	// Storage: `System::Account` (r:49 w:17)
	// Proof: `System::Account` (`max_values`: None, `max_size`: Some(128), added: 2603, mode: `MaxEncodedLen`)
	// Storage: `Payouts::AdsReceived` (r:1 w:1)
	// Proof: `Payouts::AdsReceived` (`max_values`: Some(1), `max_size`: Some(16), added: 511, mode: `MaxEncodedLen`)
	// Storage: `Rights::HoldersOf` (r:32 w:0)
	// Proof: `Rights::HoldersOf` (`max_values`: None, `max_size`: Some(1650), added: 4125, mode: `MaxEncodedLen`)
	// Storage: `Payouts::Owed` (r:32 w:32)
	// Proof: `Payouts::Owed` (`max_values`: None, `max_size`: Some(64), added: 2539, mode: `MaxEncodedLen`)
	// Storage: `Payouts::OwedTotal` (r:1 w:1)
	// Proof: `Payouts::OwedTotal` (`max_values`: Some(1), `max_size`: Some(16), added: 511, mode: `MaxEncodedLen`)
	// Storage: `Payouts::Rounds` (r:1 w:1)
	// Proof: `Payouts::Rounds` (`max_values`: None, `max_size`: Some(112), added: 2587, mode: `MaxEncodedLen`)
	// Storage: `Payouts::OpenTotal` (r:1 w:1)
	// Proof: `Payouts::OpenTotal` (`max_values`: Some(1), `max_size`: Some(16), added: 511, mode: `MaxEncodedLen`)
	// Storage: `Payouts::AdBounds` (r:1 w:1)
	// Proof: `Payouts::AdBounds` (`max_values`: Some(1), `max_size`: Some(16), added: 511, mode: `MaxEncodedLen`)
	// Storage: `Babe::CurrentSlot` (r:1 w:0)
	// Proof: `Babe::CurrentSlot` (`max_values`: Some(1), `max_size`: Some(8), added: 503, mode: `MaxEncodedLen`)
	// Storage: `Payouts::AdQueue` (r:0 w:1)
	// Proof: `Payouts::AdQueue` (`max_values`: None, `max_size`: Some(24), added: 2499, mode: `MaxEncodedLen`)
	// `c` is 1 to 16.
	// `p` is 16 to 32.
	fn charge(c: u32, p: u32) -> Weight {
		// Measured proof: 1390 bytes + c * 1126 + p * 297; shortest run: 659_554 ns.
		Weight::from_parts(668_869_000, 3_593)
			// Standard error: 398_930.
			.saturating_add(Weight::from_parts(37_283_200, 0).saturating_mul(c.into()))
			// Standard error: 183_893.
			.saturating_add(Weight::from_parts(2_185_261, 0).saturating_mul(p.into()))
			.saturating_add(T::DbWeight::get().reads(8_u64))
			.saturating_add(T::DbWeight::get().reads(4_u64.saturating_mul(c.into())))
			.saturating_add(T::DbWeight::get().reads(5_u64.saturating_mul(p.into())))
			.saturating_add(T::DbWeight::get().writes(8_u64))
			.saturating_add(T::DbWeight::get().writes(4_u64.saturating_mul(c.into())))
			.saturating_add(T::DbWeight::get().writes(1_u64.saturating_mul(p.into())))
			.saturating_add(Weight::from_parts(0, 4_561).saturating_mul(c.into()))
			.saturating_add(Weight::from_parts(0, 4_125).saturating_mul(p.into()))
	}
}

/// The same for tests.
impl WeightInfo for () {
	fn open_campaign() -> Weight {
		Weight::from_parts(65_948_000, 6_172)
			.saturating_add(RocksDbWeight::get().reads(10_u64))
			.saturating_add(RocksDbWeight::get().writes(7_u64))
	}
	fn fund_campaign() -> Weight {
		Weight::from_parts(68_793_000, 4_457)
			.saturating_add(RocksDbWeight::get().reads(5_u64))
			.saturating_add(RocksDbWeight::get().writes(4_u64))
	}
	fn pause_campaign() -> Weight {
		Weight::from_parts(17_296_000, 4_457)
			.saturating_add(RocksDbWeight::get().reads(2_u64))
			.saturating_add(RocksDbWeight::get().writes(1_u64))
	}
	fn resume_campaign() -> Weight {
		Weight::from_parts(16_925_000, 4_457)
			.saturating_add(RocksDbWeight::get().reads(2_u64))
			.saturating_add(RocksDbWeight::get().writes(1_u64))
	}
	fn cancel_campaign() -> Weight {
		Weight::from_parts(56_164_000, 4_457)
			.saturating_add(RocksDbWeight::get().reads(5_u64))
			.saturating_add(RocksDbWeight::get().writes(6_u64))
	}
	fn stop_campaign() -> Weight {
		Weight::from_parts(111_426_000, 4_457)
			.saturating_add(RocksDbWeight::get().reads(6_u64))
			.saturating_add(RocksDbWeight::get().writes(6_u64))
	}
	fn close_campaign() -> Weight {
		Weight::from_parts(52_158_000, 4_457)
			.saturating_add(RocksDbWeight::get().reads(5_u64))
			.saturating_add(RocksDbWeight::get().writes(6_u64))
	}
	fn forget() -> Weight {
		Weight::from_parts(32_819_000, 146_942)
			.saturating_add(RocksDbWeight::get().reads(33_u64))
			.saturating_add(RocksDbWeight::get().writes(35_u64))
	}
	fn charge(c: u32, p: u32) -> Weight {
		Weight::from_parts(668_869_000, 3_593)
			.saturating_add(Weight::from_parts(37_283_200, 0).saturating_mul(c.into()))
			.saturating_add(Weight::from_parts(2_185_261, 0).saturating_mul(p.into()))
			.saturating_add(RocksDbWeight::get().reads(8_u64))
			.saturating_add(RocksDbWeight::get().reads(4_u64.saturating_mul(c.into())))
			.saturating_add(RocksDbWeight::get().reads(5_u64.saturating_mul(p.into())))
			.saturating_add(RocksDbWeight::get().writes(8_u64))
			.saturating_add(RocksDbWeight::get().writes(4_u64.saturating_mul(c.into())))
			.saturating_add(RocksDbWeight::get().writes(1_u64.saturating_mul(p.into())))
			.saturating_add(Weight::from_parts(0, 4_561).saturating_mul(c.into()))
			.saturating_add(Weight::from_parts(0, 4_125).saturating_mul(p.into()))
	}
}
