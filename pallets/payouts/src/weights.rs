//! Weights of `pallet_payouts`, measured. Made by `scripts/benchmark-weights.sh`: do not edit.
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
	/// Weight of `claim`, `c` from 1 to 16.
	fn claim(c: u32) -> Weight;
	/// Weight of `authorize_claim`, `c` from 1 to 16.
	fn authorize_claim(c: u32) -> Weight;
	/// Weight of `claim_owed`.
	fn claim_owed() -> Weight;
	/// Weight of `claim_sums`, `l` from 1 to 64.
	fn claim_sums(l: u32) -> Weight;
	/// Weight of `authorize_claim_sums`, `l` from 1 to 64.
	fn authorize_claim_sums(l: u32) -> Weight;
	/// Weight of `set_title_cap`.
	fn set_title_cap() -> Weight;
	/// Weight of `expire_step`.
	fn expire_step() -> Weight;
	/// Weight of `pay_round`, `t` from 1 to 192, `p` from 1 to 64, `v` from 1 to 100.
	fn pay_round(t: u32, p: u32, v: u32) -> Weight;
	/// Weight of `pay_ads`, `t` from 1 to 32.
	fn pay_ads(t: u32) -> Weight;
}

/// Weights as measured in the runtime.
#[derive(Debug)]
pub struct SubstrateWeight<T>(PhantomData<T>);

impl<T: frame_system::Config> WeightInfo for SubstrateWeight<T> {
	// Storage: `Babe::CurrentSlot` (r:1 w:0)
	// Proof: `Babe::CurrentSlot` (`max_values`: Some(1), `max_size`: Some(8), added: 503, mode: `MaxEncodedLen`)
	// Storage: `Payouts::Rounds` (r:16 w:16)
	// Proof: `Payouts::Rounds` (`max_values`: None, `max_size`: Some(112), added: 2587, mode: `MaxEncodedLen`)
	// Storage: `Payouts::Summing` (r:1 w:0)
	// Proof: `Payouts::Summing` (`max_values`: Some(1), `max_size`: Some(44), added: 539, mode: `MaxEncodedLen`)
	// Storage: `Payouts::ClaimedLeaves` (r:16 w:16)
	// Proof: `Payouts::ClaimedLeaves` (`max_values`: None, `max_size`: Some(60), added: 2535, mode: `MaxEncodedLen`)
	// Storage: `Payouts::OpenTotal` (r:1 w:1)
	// Proof: `Payouts::OpenTotal` (`max_values`: Some(1), `max_size`: Some(16), added: 511, mode: `MaxEncodedLen`)
	// Storage: `Standing::Sanctions` (r:1 w:0)
	// Proof: `Standing::Sanctions` (`max_values`: None, `max_size`: Some(101), added: 2576, mode: `MaxEncodedLen`)
	// Storage: `Payouts::Owed` (r:1 w:1)
	// Proof: `Payouts::Owed` (`max_values`: None, `max_size`: Some(64), added: 2539, mode: `MaxEncodedLen`)
	// Storage: `System::Account` (r:1 w:1)
	// Proof: `System::Account` (`max_values`: None, `max_size`: Some(128), added: 2603, mode: `MaxEncodedLen`)
	// Storage: `Payouts::OwedTotal` (r:1 w:1)
	// Proof: `Payouts::OwedTotal` (`max_values`: Some(1), `max_size`: Some(16), added: 511, mode: `MaxEncodedLen`)
	// Storage: `Payouts::TotalPaid` (r:1 w:1)
	// Proof: `Payouts::TotalPaid` (`max_values`: Some(1), `max_size`: Some(16), added: 511, mode: `MaxEncodedLen`)
	// Storage: `Standing::Bonds` (r:1 w:1)
	// Proof: `Standing::Bonds` (`max_values`: None, `max_size`: Some(73), added: 2548, mode: `MaxEncodedLen`)
	// Storage: `Standing::ViewerBond` (r:1 w:0)
	// Proof: `Standing::ViewerBond` (`max_values`: Some(1), `max_size`: Some(16), added: 511, mode: `MaxEncodedLen`)
	// Storage: `Standing::HeldTotal` (r:1 w:1)
	// Proof: `Standing::HeldTotal` (`max_values`: Some(1), `max_size`: Some(16), added: 511, mode: `MaxEncodedLen`)
	// Storage: `Balances::Holds` (r:1 w:1)
	// Proof: `Balances::Holds` (`max_values`: None, `max_size`: Some(337), added: 2812, mode: `MaxEncodedLen`)
	// `c` is 1 to 16.
	fn claim(c: u32) -> Weight {
		// Measured proof: 656 bytes + c * 52; shortest run: 130_185 ns.
		Weight::from_parts(105_113_076, 3_802)
			// Standard error: 20_423.
			.saturating_add(Weight::from_parts(28_731_243, 0).saturating_mul(c.into()))
			.saturating_add(T::DbWeight::get().reads(12_u64))
			.saturating_add(T::DbWeight::get().reads(2_u64.saturating_mul(c.into())))
			.saturating_add(T::DbWeight::get().writes(8_u64))
			.saturating_add(T::DbWeight::get().writes(2_u64.saturating_mul(c.into())))
			.saturating_add(Weight::from_parts(0, 2_587).saturating_mul(c.into()))
	}
	// Storage: `Babe::CurrentSlot` (r:1 w:0)
	// Proof: `Babe::CurrentSlot` (`max_values`: Some(1), `max_size`: Some(8), added: 503, mode: `MaxEncodedLen`)
	// Storage: `Payouts::Rounds` (r:16 w:0)
	// Proof: `Payouts::Rounds` (`max_values`: None, `max_size`: Some(112), added: 2587, mode: `MaxEncodedLen`)
	// Storage: `Payouts::Summing` (r:1 w:0)
	// Proof: `Payouts::Summing` (`max_values`: Some(1), `max_size`: Some(44), added: 539, mode: `MaxEncodedLen`)
	// Storage: `Payouts::ClaimedLeaves` (r:16 w:0)
	// Proof: `Payouts::ClaimedLeaves` (`max_values`: None, `max_size`: Some(60), added: 2535, mode: `MaxEncodedLen`)
	// `c` is 1 to 16.
	fn authorize_claim(c: u32) -> Weight {
		// Measured proof: 398 bytes + c * 52; shortest run: 28_913 ns.
		Weight::from_parts(1_915_740, 1_529)
			// Standard error: 76_221.
			.saturating_add(Weight::from_parts(25_891_389, 0).saturating_mul(c.into()))
			.saturating_add(T::DbWeight::get().reads(2_u64))
			.saturating_add(T::DbWeight::get().reads(2_u64.saturating_mul(c.into())))
			.saturating_add(Weight::from_parts(0, 2_587).saturating_mul(c.into()))
	}
	// Storage: `Payouts::Owed` (r:1 w:1)
	// Proof: `Payouts::Owed` (`max_values`: None, `max_size`: Some(64), added: 2539, mode: `MaxEncodedLen`)
	// Storage: `Standing::Sanctions` (r:1 w:0)
	// Proof: `Standing::Sanctions` (`max_values`: None, `max_size`: Some(101), added: 2576, mode: `MaxEncodedLen`)
	// Storage: `System::Account` (r:1 w:1)
	// Proof: `System::Account` (`max_values`: None, `max_size`: Some(128), added: 2603, mode: `MaxEncodedLen`)
	// Storage: `Payouts::OwedTotal` (r:1 w:1)
	// Proof: `Payouts::OwedTotal` (`max_values`: Some(1), `max_size`: Some(16), added: 511, mode: `MaxEncodedLen`)
	// Storage: `Payouts::TotalPaid` (r:1 w:1)
	// Proof: `Payouts::TotalPaid` (`max_values`: Some(1), `max_size`: Some(16), added: 511, mode: `MaxEncodedLen`)
	// Storage: `Standing::Bonds` (r:1 w:0)
	// Proof: `Standing::Bonds` (`max_values`: None, `max_size`: Some(73), added: 2548, mode: `MaxEncodedLen`)
	// Storage: `Standing::ViewerBond` (r:1 w:0)
	// Proof: `Standing::ViewerBond` (`max_values`: Some(1), `max_size`: Some(16), added: 511, mode: `MaxEncodedLen`)
	// Storage: `Standing::HeldTotal` (r:1 w:0)
	// Proof: `Standing::HeldTotal` (`max_values`: Some(1), `max_size`: Some(16), added: 511, mode: `MaxEncodedLen`)
	fn claim_owed() -> Weight {
		// Measured proof: 519 bytes; shortest run: 55_974 ns.
		Weight::from_parts(58_808_000, 3_593)
			.saturating_add(T::DbWeight::get().reads(8_u64))
			.saturating_add(T::DbWeight::get().writes(4_u64))
	}
	// Storage: `Babe::CurrentSlot` (r:1 w:0)
	// Proof: `Babe::CurrentSlot` (`max_values`: Some(1), `max_size`: Some(8), added: 503, mode: `MaxEncodedLen`)
	// Storage: `Payouts::SumTrees` (r:1 w:1)
	// Proof: `Payouts::SumTrees` (`max_values`: None, `max_size`: Some(97), added: 2572, mode: `MaxEncodedLen`)
	// Storage: `Payouts::SumsPaid` (r:64 w:64)
	// Proof: `Payouts::SumsPaid` (`max_values`: None, `max_size`: Some(76), added: 2551, mode: `MaxEncodedLen`)
	// Storage: `Payouts::SumsOpen` (r:1 w:1)
	// Proof: `Payouts::SumsOpen` (`max_values`: Some(1), `max_size`: Some(16), added: 511, mode: `MaxEncodedLen`)
	// Storage: `Standing::Sanctions` (r:64 w:0)
	// Proof: `Standing::Sanctions` (`max_values`: None, `max_size`: Some(101), added: 2576, mode: `MaxEncodedLen`)
	// Storage: `Payouts::Owed` (r:64 w:64)
	// Proof: `Payouts::Owed` (`max_values`: None, `max_size`: Some(64), added: 2539, mode: `MaxEncodedLen`)
	// Storage: `System::Account` (r:65 w:65)
	// Proof: `System::Account` (`max_values`: None, `max_size`: Some(128), added: 2603, mode: `MaxEncodedLen`)
	// Storage: `Payouts::OwedTotal` (r:1 w:1)
	// Proof: `Payouts::OwedTotal` (`max_values`: Some(1), `max_size`: Some(16), added: 511, mode: `MaxEncodedLen`)
	// Storage: `Payouts::TotalPaid` (r:1 w:1)
	// Proof: `Payouts::TotalPaid` (`max_values`: Some(1), `max_size`: Some(16), added: 511, mode: `MaxEncodedLen`)
	// Storage: `Standing::Bonds` (r:64 w:64)
	// Proof: `Standing::Bonds` (`max_values`: None, `max_size`: Some(73), added: 2548, mode: `MaxEncodedLen`)
	// Storage: `Standing::ViewerBond` (r:1 w:0)
	// Proof: `Standing::ViewerBond` (`max_values`: Some(1), `max_size`: Some(16), added: 511, mode: `MaxEncodedLen`)
	// Storage: `Standing::HeldTotal` (r:1 w:1)
	// Proof: `Standing::HeldTotal` (`max_values`: Some(1), `max_size`: Some(16), added: 511, mode: `MaxEncodedLen`)
	// Storage: `Balances::Holds` (r:64 w:64)
	// Proof: `Balances::Holds` (`max_values`: None, `max_size`: Some(337), added: 2812, mode: `MaxEncodedLen`)
	// `l` is 1 to 64.
	fn claim_sums(l: u32) -> Weight {
		// Measured proof: 886 bytes + l * 6; shortest run: 125_998 ns.
		Weight::from_parts(126_970_000, 3_593)
			// Standard error: 482_317.
			.saturating_add(Weight::from_parts(97_720_844, 0).saturating_mul(l.into()))
			.saturating_add(T::DbWeight::get().reads(8_u64))
			.saturating_add(T::DbWeight::get().reads(6_u64.saturating_mul(l.into())))
			.saturating_add(T::DbWeight::get().writes(6_u64))
			.saturating_add(T::DbWeight::get().writes(5_u64.saturating_mul(l.into())))
			.saturating_add(Weight::from_parts(0, 2_812).saturating_mul(l.into()))
	}
	// Storage: `Babe::CurrentSlot` (r:1 w:0)
	// Proof: `Babe::CurrentSlot` (`max_values`: Some(1), `max_size`: Some(8), added: 503, mode: `MaxEncodedLen`)
	// Storage: `Payouts::SumTrees` (r:1 w:0)
	// Proof: `Payouts::SumTrees` (`max_values`: None, `max_size`: Some(97), added: 2572, mode: `MaxEncodedLen`)
	// Storage: `Payouts::SumsPaid` (r:64 w:0)
	// Proof: `Payouts::SumsPaid` (`max_values`: None, `max_size`: Some(76), added: 2551, mode: `MaxEncodedLen`)
	// `l` is 1 to 64.
	fn authorize_claim_sums(l: u32) -> Weight {
		// Measured proof: 422 bytes; shortest run: 22_493 ns.
		Weight::from_parts(20_038_567, 3_562)
			// Standard error: 1_445.
			.saturating_add(Weight::from_parts(3_888_275, 0).saturating_mul(l.into()))
			.saturating_add(T::DbWeight::get().reads(2_u64))
			.saturating_add(T::DbWeight::get().reads(1_u64.saturating_mul(l.into())))
			.saturating_add(Weight::from_parts(0, 2_551).saturating_mul(l.into()))
	}
	// Storage: `Babe::CurrentSlot` (r:1 w:0)
	// Proof: `Babe::CurrentSlot` (`max_values`: Some(1), `max_size`: Some(8), added: 503, mode: `MaxEncodedLen`)
	// Storage: `Payouts::TitleCap` (r:1 w:1)
	// Proof: `Payouts::TitleCap` (`max_values`: Some(1), `max_size`: Some(14), added: 509, mode: `MaxEncodedLen`)
	fn set_title_cap() -> Weight {
		// Measured proof: 265 bytes; shortest run: 7_511 ns.
		Weight::from_parts(8_082_000, 1_499)
			.saturating_add(T::DbWeight::get().reads(2_u64))
			.saturating_add(T::DbWeight::get().writes(1_u64))
	}
	// Storage: `Payouts::Clearing` (r:1 w:1)
	// Proof: `Payouts::Clearing` (`max_values`: Some(1), `max_size`: Some(8), added: 503, mode: `MaxEncodedLen`)
	// Storage: `Payouts::ClaimedLeaves` (r:256 w:256)
	// Proof: `Payouts::ClaimedLeaves` (`max_values`: None, `max_size`: Some(60), added: 2535, mode: `MaxEncodedLen`)
	fn expire_step() -> Weight {
		// Measured proof: 12628 bytes; shortest run: 177_134 ns.
		Weight::from_parts(186_128_000, 649_950)
			.saturating_add(T::DbWeight::get().reads(257_u64))
			.saturating_add(T::DbWeight::get().writes(257_u64))
	}
	// Storage: `Payouts::TitleCap` (r:1 w:0)
	// Proof: `Payouts::TitleCap` (`max_values`: Some(1), `max_size`: Some(14), added: 509, mode: `MaxEncodedLen`)
	// Storage: `Babe::CurrentSlot` (r:1 w:0)
	// Proof: `Babe::CurrentSlot` (`max_values`: Some(1), `max_size`: Some(8), added: 503, mode: `MaxEncodedLen`)
	// Storage: `Emission::LastRewardedRound` (r:1 w:1)
	// Proof: `Emission::LastRewardedRound` (`max_values`: Some(1), `max_size`: Some(8), added: 503, mode: `MaxEncodedLen`)
	// Storage: `Emission::RewardedRounds` (r:1 w:1)
	// Proof: `Emission::RewardedRounds` (`max_values`: Some(1), `max_size`: Some(8), added: 503, mode: `MaxEncodedLen`)
	// Storage: `Parameters::Parameters` (r:2 w:0)
	// Proof: `Parameters::Parameters` (`max_values`: None, `max_size`: Some(116), added: 2591, mode: `MaxEncodedLen`)
	// Storage: `Emission::TotalScheduled` (r:1 w:1)
	// Proof: `Emission::TotalScheduled` (`max_values`: Some(1), `max_size`: Some(16), added: 511, mode: `MaxEncodedLen`)
	// Storage: `Emission::TotalMinted` (r:1 w:1)
	// Proof: `Emission::TotalMinted` (`max_values`: Some(1), `max_size`: Some(16), added: 511, mode: `MaxEncodedLen`)
	// Storage: `Emission::TotalWithheld` (r:1 w:1)
	// Proof: `Emission::TotalWithheld` (`max_values`: Some(1), `max_size`: Some(16), added: 511, mode: `MaxEncodedLen`)
	// Storage: `System::Account` (r:549 w:357)
	// Proof: `System::Account` (`max_values`: None, `max_size`: Some(128), added: 2603, mode: `MaxEncodedLen`)
	// Storage: `Payouts::TotalReceived` (r:1 w:1)
	// Proof: `Payouts::TotalReceived` (`max_values`: Some(1), `max_size`: Some(16), added: 511, mode: `MaxEncodedLen`)
	// Storage: `ContentRegistry::Titles` (r:192 w:0)
	// Proof: `ContentRegistry::Titles` (`max_values`: None, `max_size`: Some(215), added: 2690, mode: `MaxEncodedLen`)
	// Storage: `ContentRegistry::States` (r:192 w:0)
	// Proof: `ContentRegistry::States` (`max_values`: None, `max_size`: Some(67), added: 2542, mode: `MaxEncodedLen`)
	// Storage: `Rights::HoldersOf` (r:192 w:0)
	// Proof: `Rights::HoldersOf` (`max_values`: None, `max_size`: Some(1650), added: 4125, mode: `MaxEncodedLen`)
	// Storage: `Layers::SharesOf` (r:192 w:0)
	// Proof: `Layers::SharesOf` (`max_values`: None, `max_size`: Some(321), added: 2796, mode: `MaxEncodedLen`)
	// Storage: `Payouts::Owed` (r:548 w:548)
	// Proof: `Payouts::Owed` (`max_values`: None, `max_size`: Some(64), added: 2539, mode: `MaxEncodedLen`)
	// Storage: `Payouts::OwedTotal` (r:1 w:1)
	// Proof: `Payouts::OwedTotal` (`max_values`: Some(1), `max_size`: Some(16), added: 511, mode: `MaxEncodedLen`)
	// Storage: `Payouts::TotalPaid` (r:1 w:1)
	// Proof: `Payouts::TotalPaid` (`max_values`: Some(1), `max_size`: Some(16), added: 511, mode: `MaxEncodedLen`)
	// Storage: `Standing::Sanctions` (r:64 w:0)
	// Proof: `Standing::Sanctions` (`max_values`: None, `max_size`: Some(101), added: 2576, mode: `MaxEncodedLen`)
	// Storage: `Standing::Bonds` (r:64 w:64)
	// Proof: `Standing::Bonds` (`max_values`: None, `max_size`: Some(73), added: 2548, mode: `MaxEncodedLen`)
	// Storage: `Standing::ViewerBond` (r:1 w:0)
	// Proof: `Standing::ViewerBond` (`max_values`: Some(1), `max_size`: Some(16), added: 511, mode: `MaxEncodedLen`)
	// Storage: `Standing::HeldTotal` (r:1 w:1)
	// Proof: `Standing::HeldTotal` (`max_values`: Some(1), `max_size`: Some(16), added: 511, mode: `MaxEncodedLen`)
	// Storage: `Balances::Holds` (r:64 w:64)
	// Proof: `Balances::Holds` (`max_values`: None, `max_size`: Some(337), added: 2812, mode: `MaxEncodedLen`)
	// Storage: `Payouts::LastPaidRound` (r:0 w:1)
	// Proof: `Payouts::LastPaidRound` (`max_values`: Some(1), `max_size`: Some(8), added: 503, mode: `MaxEncodedLen`)
	// Storage: `Emission::FirstRewardedRound` (r:0 w:1)
	// Proof: `Emission::FirstRewardedRound` (`max_values`: Some(1), `max_size`: Some(8), added: 503, mode: `MaxEncodedLen`)
	// `t` is 1 to 192.
	// `p` is 1 to 64.
	// `v` is 1 to 100.
	fn pay_round(t: u32, p: u32, v: u32) -> Weight {
		// Measured proof: 1465 bytes + t * 296; shortest run: 1_290_786 ns.
		Weight::from_parts(1_299_308_000, 422_464)
			// Standard error: 456_094.
			.saturating_add(Weight::from_parts(76_941_706, 0).saturating_mul(t.into()))
			// Standard error: 1_371_367.
			.saturating_add(Weight::from_parts(54_197_607, 0).saturating_mul(p.into()))
			// Standard error: 877_517.
			.saturating_add(Weight::from_parts(13_512_825, 0).saturating_mul(v.into()))
			.saturating_add(T::DbWeight::get().reads(413_u64))
			.saturating_add(T::DbWeight::get().reads(7_u64.saturating_mul(t.into())))
			.saturating_add(T::DbWeight::get().reads(2_u64.saturating_mul(p.into())))
			.saturating_add(T::DbWeight::get().writes(178_u64))
			.saturating_add(T::DbWeight::get().writes(3_u64.saturating_mul(t.into())))
			.saturating_add(T::DbWeight::get().writes(2_u64.saturating_mul(p.into())))
			.saturating_add(T::DbWeight::get().writes(1_u64.saturating_mul(v.into())))
			.saturating_add(Weight::from_parts(0, 2_812).saturating_mul(p.into()))
			.saturating_add(Weight::from_parts(0, 5_219).saturating_mul(t.into()))
			.saturating_add(Weight::from_parts(0, 2_600).saturating_mul(v.into()))
	}
	// Storage: `Payouts::AdsReceived` (r:1 w:1)
	// Proof: `Payouts::AdsReceived` (`max_values`: Some(1), `max_size`: Some(16), added: 511, mode: `MaxEncodedLen`)
	// Storage: `ContentRegistry::Titles` (r:32 w:0)
	// Proof: `ContentRegistry::Titles` (`max_values`: None, `max_size`: Some(215), added: 2690, mode: `MaxEncodedLen`)
	// Storage: `ContentRegistry::States` (r:32 w:0)
	// Proof: `ContentRegistry::States` (`max_values`: None, `max_size`: Some(67), added: 2542, mode: `MaxEncodedLen`)
	// Storage: `Rights::HoldersOf` (r:32 w:0)
	// Proof: `Rights::HoldersOf` (`max_values`: None, `max_size`: Some(1650), added: 4125, mode: `MaxEncodedLen`)
	// Storage: `Payouts::Owed` (r:96 w:96)
	// Proof: `Payouts::Owed` (`max_values`: None, `max_size`: Some(64), added: 2539, mode: `MaxEncodedLen`)
	// Storage: `System::Account` (r:97 w:97)
	// Proof: `System::Account` (`max_values`: None, `max_size`: Some(128), added: 2603, mode: `MaxEncodedLen`)
	// Storage: `Payouts::OwedTotal` (r:1 w:1)
	// Proof: `Payouts::OwedTotal` (`max_values`: Some(1), `max_size`: Some(16), added: 511, mode: `MaxEncodedLen`)
	// Storage: `Payouts::TotalPaid` (r:1 w:1)
	// Proof: `Payouts::TotalPaid` (`max_values`: Some(1), `max_size`: Some(16), added: 511, mode: `MaxEncodedLen`)
	// Storage: `Standing::Sanctions` (r:64 w:0)
	// Proof: `Standing::Sanctions` (`max_values`: None, `max_size`: Some(101), added: 2576, mode: `MaxEncodedLen`)
	// Storage: `Standing::Bonds` (r:64 w:64)
	// Proof: `Standing::Bonds` (`max_values`: None, `max_size`: Some(73), added: 2548, mode: `MaxEncodedLen`)
	// Storage: `Standing::ViewerBond` (r:1 w:0)
	// Proof: `Standing::ViewerBond` (`max_values`: Some(1), `max_size`: Some(16), added: 511, mode: `MaxEncodedLen`)
	// Storage: `Standing::HeldTotal` (r:1 w:1)
	// Proof: `Standing::HeldTotal` (`max_values`: Some(1), `max_size`: Some(16), added: 511, mode: `MaxEncodedLen`)
	// Storage: `Balances::Holds` (r:64 w:64)
	// Proof: `Balances::Holds` (`max_values`: None, `max_size`: Some(337), added: 2812, mode: `MaxEncodedLen`)
	// `t` is 1 to 32.
	fn pay_ads(t: u32) -> Weight {
		// Measured proof: 1084 bytes + t * 299; shortest run: 5_581_319 ns.
		Weight::from_parts(5_754_275_590, 180_958)
			// Standard error: 297_517.
			.saturating_add(Weight::from_parts(49_025_836, 0).saturating_mul(t.into()))
			.saturating_add(T::DbWeight::get().reads(326_u64))
			.saturating_add(T::DbWeight::get().reads(5_u64.saturating_mul(t.into())))
			.saturating_add(T::DbWeight::get().writes(261_u64))
			.saturating_add(T::DbWeight::get().writes(2_u64.saturating_mul(t.into())))
			.saturating_add(Weight::from_parts(0, 4_125).saturating_mul(t.into()))
	}
}

/// The same for tests.
impl WeightInfo for () {
	fn claim(c: u32) -> Weight {
		Weight::from_parts(105_113_076, 3_802)
			.saturating_add(Weight::from_parts(28_731_243, 0).saturating_mul(c.into()))
			.saturating_add(RocksDbWeight::get().reads(12_u64))
			.saturating_add(RocksDbWeight::get().reads(2_u64.saturating_mul(c.into())))
			.saturating_add(RocksDbWeight::get().writes(8_u64))
			.saturating_add(RocksDbWeight::get().writes(2_u64.saturating_mul(c.into())))
			.saturating_add(Weight::from_parts(0, 2_587).saturating_mul(c.into()))
	}
	fn authorize_claim(c: u32) -> Weight {
		Weight::from_parts(1_915_740, 1_529)
			.saturating_add(Weight::from_parts(25_891_389, 0).saturating_mul(c.into()))
			.saturating_add(RocksDbWeight::get().reads(2_u64))
			.saturating_add(RocksDbWeight::get().reads(2_u64.saturating_mul(c.into())))
			.saturating_add(Weight::from_parts(0, 2_587).saturating_mul(c.into()))
	}
	fn claim_owed() -> Weight {
		Weight::from_parts(58_808_000, 3_593)
			.saturating_add(RocksDbWeight::get().reads(8_u64))
			.saturating_add(RocksDbWeight::get().writes(4_u64))
	}
	fn claim_sums(l: u32) -> Weight {
		Weight::from_parts(126_970_000, 3_593)
			.saturating_add(Weight::from_parts(97_720_844, 0).saturating_mul(l.into()))
			.saturating_add(RocksDbWeight::get().reads(8_u64))
			.saturating_add(RocksDbWeight::get().reads(6_u64.saturating_mul(l.into())))
			.saturating_add(RocksDbWeight::get().writes(6_u64))
			.saturating_add(RocksDbWeight::get().writes(5_u64.saturating_mul(l.into())))
			.saturating_add(Weight::from_parts(0, 2_812).saturating_mul(l.into()))
	}
	fn authorize_claim_sums(l: u32) -> Weight {
		Weight::from_parts(20_038_567, 3_562)
			.saturating_add(Weight::from_parts(3_888_275, 0).saturating_mul(l.into()))
			.saturating_add(RocksDbWeight::get().reads(2_u64))
			.saturating_add(RocksDbWeight::get().reads(1_u64.saturating_mul(l.into())))
			.saturating_add(Weight::from_parts(0, 2_551).saturating_mul(l.into()))
	}
	fn set_title_cap() -> Weight {
		Weight::from_parts(8_082_000, 1_499)
			.saturating_add(RocksDbWeight::get().reads(2_u64))
			.saturating_add(RocksDbWeight::get().writes(1_u64))
	}
	fn expire_step() -> Weight {
		Weight::from_parts(186_128_000, 649_950)
			.saturating_add(RocksDbWeight::get().reads(257_u64))
			.saturating_add(RocksDbWeight::get().writes(257_u64))
	}
	fn pay_round(t: u32, p: u32, v: u32) -> Weight {
		Weight::from_parts(1_299_308_000, 422_464)
			.saturating_add(Weight::from_parts(76_941_706, 0).saturating_mul(t.into()))
			.saturating_add(Weight::from_parts(54_197_607, 0).saturating_mul(p.into()))
			.saturating_add(Weight::from_parts(13_512_825, 0).saturating_mul(v.into()))
			.saturating_add(RocksDbWeight::get().reads(413_u64))
			.saturating_add(RocksDbWeight::get().reads(7_u64.saturating_mul(t.into())))
			.saturating_add(RocksDbWeight::get().reads(2_u64.saturating_mul(p.into())))
			.saturating_add(RocksDbWeight::get().writes(178_u64))
			.saturating_add(RocksDbWeight::get().writes(3_u64.saturating_mul(t.into())))
			.saturating_add(RocksDbWeight::get().writes(2_u64.saturating_mul(p.into())))
			.saturating_add(RocksDbWeight::get().writes(1_u64.saturating_mul(v.into())))
			.saturating_add(Weight::from_parts(0, 2_812).saturating_mul(p.into()))
			.saturating_add(Weight::from_parts(0, 5_219).saturating_mul(t.into()))
			.saturating_add(Weight::from_parts(0, 2_600).saturating_mul(v.into()))
	}
	fn pay_ads(t: u32) -> Weight {
		Weight::from_parts(5_754_275_590, 180_958)
			.saturating_add(Weight::from_parts(49_025_836, 0).saturating_mul(t.into()))
			.saturating_add(RocksDbWeight::get().reads(326_u64))
			.saturating_add(RocksDbWeight::get().reads(5_u64.saturating_mul(t.into())))
			.saturating_add(RocksDbWeight::get().writes(261_u64))
			.saturating_add(RocksDbWeight::get().writes(2_u64.saturating_mul(t.into())))
			.saturating_add(Weight::from_parts(0, 4_125).saturating_mul(t.into()))
	}
}
