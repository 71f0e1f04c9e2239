//! Weights of `pallet_payouts`, measured. Made by `scripts/benchmark-weights.sh`: do not edit.
//!
//! Each benchmark ran for at least 1 s, before all other work.
//! 2026-11-21: 25 steps, 20 repeats, Compiled Wasm, CPU `AMD EPYC`, benchmark
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
	/// Weight of `set_title_cap`.
	fn set_title_cap() -> Weight;
	/// Weight of `expire_step`.
	fn expire_step() -> Weight;
	/// Weight of `claim_sums`, `l` from 1 to 64.
	fn claim_sums(l: u32) -> Weight;
	/// Weight of `authorize_claim_sums`, `l` from 1 to 64.
	fn authorize_claim_sums(l: u32) -> Weight;
	/// Weight of `pay_round`, `t` from 1 to 256, `p` from 1 to 64, `v` from 1 to 100.
	fn pay_round(t: u32, p: u32, v: u32) -> Weight;
}

/// Weights as measured in the runtime.
#[derive(Debug)]
pub struct SubstrateWeight<T>(PhantomData<T>);

impl<T: frame_system::Config> WeightInfo for SubstrateWeight<T> {
	fn claim_sums(l: u32) -> Weight {
		Weight::from_parts(60_000_000, 3_658)
			.saturating_add(Weight::from_parts(84_000_000, 0).saturating_mul(l.into()))
			.saturating_add(T::DbWeight::get().reads(8_u64))
			.saturating_add(T::DbWeight::get().reads(6_u64.saturating_mul(l.into())))
			.saturating_add(T::DbWeight::get().writes(5_u64))
			.saturating_add(T::DbWeight::get().writes(5_u64.saturating_mul(l.into())))
			.saturating_add(Weight::from_parts(0, 2_668).saturating_mul(l.into()))
	}
	fn authorize_claim_sums(l: u32) -> Weight {
		Weight::from_parts(28_000_000, 3_593)
			.saturating_add(Weight::from_parts(5_000_000, 0).saturating_mul(l.into()))
			.saturating_add(T::DbWeight::get().reads(2_u64))
			.saturating_add(T::DbWeight::get().reads(l.into()))
			.saturating_add(Weight::from_parts(0, 2_567).saturating_mul(l.into()))
	}
	// Storage: `Babe::CurrentSlot` (r:1 w:0)
	// Proof: `Babe::CurrentSlot` (`max_values`: Some(1), `max_size`: Some(8), added: 503, mode: `MaxEncodedLen`)
	// Storage: `Payouts::Rounds` (r:16 w:16)
	// Proof: `Payouts::Rounds` (`max_values`: None, `max_size`: Some(112), added: 2587, mode: `MaxEncodedLen`)
	// Storage: `Payouts::ClaimedLeaves` (r:16 w:16)
	// Proof: `Payouts::ClaimedLeaves` (`max_values`: None, `max_size`: Some(60), added: 2535, mode: `MaxEncodedLen`)
	// Storage: `Payouts::OpenTotal` (r:1 w:1)
	// Proof: `Payouts::OpenTotal` (`max_values`: Some(1), `max_size`: Some(16), added: 511, mode: `MaxEncodedLen`)
	// Storage: `Payouts::Owed` (r:1 w:1)
	// Proof: `Payouts::Owed` (`max_values`: None, `max_size`: Some(64), added: 2539, mode: `MaxEncodedLen`)
	// Storage: `System::Account` (r:1 w:1)
	// Proof: `System::Account` (`max_values`: None, `max_size`: Some(128), added: 2603, mode: `MaxEncodedLen`)
	// Storage: `Payouts::OwedTotal` (r:1 w:1)
	// Proof: `Payouts::OwedTotal` (`max_values`: Some(1), `max_size`: Some(16), added: 511, mode: `MaxEncodedLen`)
	// Storage: `Payouts::TotalPaid` (r:1 w:1)
	// Proof: `Payouts::TotalPaid` (`max_values`: Some(1), `max_size`: Some(16), added: 511, mode: `MaxEncodedLen`)
	// `c` is 1 to 16.
	fn claim(c: u32) -> Weight {
		// Measured proof: 475 bytes + c * 52; shortest run: 79_488 ns.
		Weight::from_parts(98_521_590, 3_658)
			// Standard error: 24_699.
			.saturating_add(Weight::from_parts(26_941_966, 0).saturating_mul(c.into()))
			.saturating_add(T::DbWeight::get().reads(11_u64))
			.saturating_add(T::DbWeight::get().reads(2_u64.saturating_mul(c.into())))
			.saturating_add(T::DbWeight::get().writes(8_u64))
			.saturating_add(T::DbWeight::get().writes(2_u64.saturating_mul(c.into())))
			.saturating_add(Weight::from_parts(0, 2_587).saturating_mul(c.into()))
	}
	// Storage: `Babe::CurrentSlot` (r:1 w:0)
	// Proof: `Babe::CurrentSlot` (`max_values`: Some(1), `max_size`: Some(8), added: 503, mode: `MaxEncodedLen`)
	// Storage: `Payouts::Rounds` (r:16 w:0)
	// Proof: `Payouts::Rounds` (`max_values`: None, `max_size`: Some(112), added: 2587, mode: `MaxEncodedLen`)
	// Storage: `Payouts::ClaimedLeaves` (r:16 w:0)
	// Proof: `Payouts::ClaimedLeaves` (`max_values`: None, `max_size`: Some(60), added: 2535, mode: `MaxEncodedLen`)
	// `c` is 1 to 16.
	fn authorize_claim(c: u32) -> Weight {
		// Measured proof: 370 bytes + c * 52; shortest run: 26_910 ns.
		Weight::from_parts(5_780_687, 1_493)
			// Standard error: 10_324.
			.saturating_add(Weight::from_parts(22_952_457, 0).saturating_mul(c.into()))
			.saturating_add(T::DbWeight::get().reads(1_u64))
			.saturating_add(T::DbWeight::get().reads(2_u64.saturating_mul(c.into())))
			.saturating_add(Weight::from_parts(0, 2_587).saturating_mul(c.into()))
	}
	// Storage: `Payouts::Owed` (r:1 w:1)
	// Proof: `Payouts::Owed` (`max_values`: None, `max_size`: Some(64), added: 2539, mode: `MaxEncodedLen`)
	// Storage: `System::Account` (r:1 w:1)
	// Proof: `System::Account` (`max_values`: None, `max_size`: Some(128), added: 2603, mode: `MaxEncodedLen`)
	// Storage: `Payouts::OwedTotal` (r:1 w:1)
	// Proof: `Payouts::OwedTotal` (`max_values`: Some(1), `max_size`: Some(16), added: 511, mode: `MaxEncodedLen`)
	// Storage: `Payouts::TotalPaid` (r:1 w:1)
	// Proof: `Payouts::TotalPaid` (`max_values`: Some(1), `max_size`: Some(16), added: 511, mode: `MaxEncodedLen`)
	fn claim_owed() -> Weight {
		// Measured proof: 339 bytes; shortest run: 47_180 ns.
		Weight::from_parts(91_394_000, 3_658)
			.saturating_add(T::DbWeight::get().reads(9_u64))
			.saturating_add(T::DbWeight::get().writes(7_u64))
	}
	fn set_title_cap() -> Weight {
		Weight::from_parts(12_000_000, 1_497)
			.saturating_add(T::DbWeight::get().reads(2_u64))
			.saturating_add(T::DbWeight::get().writes(1_u64))
	}
	// Storage: `Payouts::Clearing` (r:1 w:1)
	// Proof: `Payouts::Clearing` (`max_values`: Some(1), `max_size`: Some(8), added: 503, mode: `MaxEncodedLen`)
	// Storage: `Payouts::ClaimedLeaves` (r:256 w:256)
	// Proof: `Payouts::ClaimedLeaves` (`max_values`: None, `max_size`: Some(60), added: 2535, mode: `MaxEncodedLen`)
	fn expire_step() -> Weight {
		// Measured proof: 12601 bytes; shortest run: 176_813 ns.
		Weight::from_parts(188_061_000, 649_950)
			.saturating_add(T::DbWeight::get().reads(257_u64))
			.saturating_add(T::DbWeight::get().writes(257_u64))
	}
	// Storage: `Babe::CurrentSlot` (r:1 w:0)
	// Proof: `Babe::CurrentSlot` (`max_values`: Some(1), `max_size`: Some(8), added: 503, mode: `MaxEncodedLen`)
	// Storage: `Emission::LastRewardedRound` (r:1 w:1)
	// Proof: `Emission::LastRewardedRound` (`max_values`: Some(1), `max_size`: Some(8), added: 503, mode: `MaxEncodedLen`)
	// Storage: `Emission::RewardedRounds` (r:1 w:1)
	// Proof: `Emission::RewardedRounds` (`max_values`: Some(1), `max_size`: Some(8), added: 503, mode: `MaxEncodedLen`)
	// Storage: `Parameters::Parameters` (r:2 w:0)
	// Proof: `Parameters::Parameters` (`max_values`: None, `max_size`: Some(49), added: 2524, mode: `MaxEncodedLen`)
	// Storage: `Emission::TotalScheduled` (r:1 w:1)
	// Proof: `Emission::TotalScheduled` (`max_values`: Some(1), `max_size`: Some(16), added: 511, mode: `MaxEncodedLen`)
	// Storage: `Emission::TotalMinted` (r:1 w:1)
	// Proof: `Emission::TotalMinted` (`max_values`: Some(1), `max_size`: Some(16), added: 511, mode: `MaxEncodedLen`)
	// Storage: `Emission::TotalWithheld` (r:1 w:1)
	// Proof: `Emission::TotalWithheld` (`max_values`: Some(1), `max_size`: Some(16), added: 511, mode: `MaxEncodedLen`)
	// Storage: `System::Account` (r:677 w:677)
	// Proof: `System::Account` (`max_values`: None, `max_size`: Some(128), added: 2603, mode: `MaxEncodedLen`)
	// Storage: `Payouts::TotalReceived` (r:1 w:1)
	// Proof: `Payouts::TotalReceived` (`max_values`: Some(1), `max_size`: Some(16), added: 511, mode: `MaxEncodedLen`)
	// Storage: `ContentRegistry::Titles` (r:256 w:0)
	// Proof: `ContentRegistry::Titles` (`max_values`: None, `max_size`: Some(215), added: 2690, mode: `MaxEncodedLen`)
	// Storage: `ContentRegistry::States` (r:256 w:0)
	// Proof: `ContentRegistry::States` (`max_values`: None, `max_size`: Some(67), added: 2542, mode: `MaxEncodedLen`)
	// Storage: `Payouts::Owed` (r:676 w:676)
	// Proof: `Payouts::Owed` (`max_values`: None, `max_size`: Some(64), added: 2539, mode: `MaxEncodedLen`)
	// Storage: `Payouts::OwedTotal` (r:1 w:1)
	// Proof: `Payouts::OwedTotal` (`max_values`: Some(1), `max_size`: Some(16), added: 511, mode: `MaxEncodedLen`)
	// Storage: `Payouts::TotalPaid` (r:1 w:1)
	// Proof: `Payouts::TotalPaid` (`max_values`: Some(1), `max_size`: Some(16), added: 511, mode: `MaxEncodedLen`)
	// Storage: `Payouts::LastPaidRound` (r:0 w:1)
	// Proof: `Payouts::LastPaidRound` (`max_values`: Some(1), `max_size`: Some(8), added: 503, mode: `MaxEncodedLen`)
	// Storage: `Emission::FirstRewardedRound` (r:0 w:1)
	// Proof: `Emission::FirstRewardedRound` (`max_values`: Some(1), `max_size`: Some(8), added: 503, mode: `MaxEncodedLen`)
	// `t` is 1 to 256.
	// `p` is 1 to 64.
	// `v` is 1 to 100.
	fn pay_round(t: u32, p: u32, v: u32) -> Weight {
		// Measured proof: 1154 bytes + t * 296; shortest run: 6_882_560 ns.
		Weight::from_parts(6_950_041_000, 422_464)
			// Standard error: 351_896.
			.saturating_add(Weight::from_parts(81_742_894, 0).saturating_mul(t.into()))
			// Standard error: 902_148.
			.saturating_add(Weight::from_parts(20_786_964, 0).saturating_mul(v.into()))
			.saturating_add(Weight::from_parts(40_000_000, 0).saturating_mul(p.into()))
			.saturating_add(T::DbWeight::get().reads(15_u64))
			.saturating_add(T::DbWeight::get().reads(6_u64.saturating_mul(t.into())))
			.saturating_add(T::DbWeight::get().reads(5_u64.saturating_mul(p.into())))
			.saturating_add(T::DbWeight::get().reads(2_u64.saturating_mul(v.into())))
			.saturating_add(T::DbWeight::get().writes(12_u64))
			.saturating_add(T::DbWeight::get().writes(4_u64.saturating_mul(t.into())))
			.saturating_add(T::DbWeight::get().writes(4_u64.saturating_mul(p.into())))
			.saturating_add(T::DbWeight::get().writes(2_u64.saturating_mul(v.into())))
			.saturating_add(Weight::from_parts(0, 2_668).saturating_mul(p.into()))
			.saturating_add(Weight::from_parts(0, 5_210).saturating_mul(t.into()))
			.saturating_add(Weight::from_parts(0, 2_610).saturating_mul(v.into()))
	}
}

/// The same for tests.
impl WeightInfo for () {
	fn claim_sums(l: u32) -> Weight {
		Weight::from_parts(60_000_000, 3_658)
			.saturating_add(Weight::from_parts(84_000_000, 0).saturating_mul(l.into()))
			.saturating_add(RocksDbWeight::get().reads(8_u64))
			.saturating_add(RocksDbWeight::get().reads(6_u64.saturating_mul(l.into())))
			.saturating_add(RocksDbWeight::get().writes(5_u64))
			.saturating_add(RocksDbWeight::get().writes(5_u64.saturating_mul(l.into())))
			.saturating_add(Weight::from_parts(0, 2_668).saturating_mul(l.into()))
	}
	fn authorize_claim_sums(l: u32) -> Weight {
		Weight::from_parts(28_000_000, 3_593)
			.saturating_add(Weight::from_parts(5_000_000, 0).saturating_mul(l.into()))
			.saturating_add(RocksDbWeight::get().reads(2_u64))
			.saturating_add(RocksDbWeight::get().reads(l.into()))
			.saturating_add(Weight::from_parts(0, 2_567).saturating_mul(l.into()))
	}
	fn claim(c: u32) -> Weight {
		Weight::from_parts(98_521_590, 3_658)
			.saturating_add(Weight::from_parts(26_941_966, 0).saturating_mul(c.into()))
			.saturating_add(RocksDbWeight::get().reads(11_u64))
			.saturating_add(RocksDbWeight::get().reads(2_u64.saturating_mul(c.into())))
			.saturating_add(RocksDbWeight::get().writes(8_u64))
			.saturating_add(RocksDbWeight::get().writes(2_u64.saturating_mul(c.into())))
			.saturating_add(Weight::from_parts(0, 2_587).saturating_mul(c.into()))
	}
	fn authorize_claim(c: u32) -> Weight {
		Weight::from_parts(5_780_687, 1_493)
			.saturating_add(Weight::from_parts(22_952_457, 0).saturating_mul(c.into()))
			.saturating_add(RocksDbWeight::get().reads(1_u64))
			.saturating_add(RocksDbWeight::get().reads(2_u64.saturating_mul(c.into())))
			.saturating_add(Weight::from_parts(0, 2_587).saturating_mul(c.into()))
	}
	fn claim_owed() -> Weight {
		Weight::from_parts(91_394_000, 3_658)
			.saturating_add(RocksDbWeight::get().reads(9_u64))
			.saturating_add(RocksDbWeight::get().writes(7_u64))
	}
	fn set_title_cap() -> Weight {
		Weight::from_parts(12_000_000, 1_497)
			.saturating_add(RocksDbWeight::get().reads(2_u64))
			.saturating_add(RocksDbWeight::get().writes(1_u64))
	}
	fn expire_step() -> Weight {
		Weight::from_parts(188_061_000, 649_950)
			.saturating_add(RocksDbWeight::get().reads(257_u64))
			.saturating_add(RocksDbWeight::get().writes(257_u64))
	}
	fn pay_round(t: u32, p: u32, v: u32) -> Weight {
		Weight::from_parts(6_950_041_000, 422_464)
			.saturating_add(Weight::from_parts(81_742_894, 0).saturating_mul(t.into()))
			.saturating_add(Weight::from_parts(20_786_964, 0).saturating_mul(v.into()))
			.saturating_add(Weight::from_parts(40_000_000, 0).saturating_mul(p.into()))
			.saturating_add(RocksDbWeight::get().reads(15_u64))
			.saturating_add(RocksDbWeight::get().reads(6_u64.saturating_mul(t.into())))
			.saturating_add(RocksDbWeight::get().reads(5_u64.saturating_mul(p.into())))
			.saturating_add(RocksDbWeight::get().reads(2_u64.saturating_mul(v.into())))
			.saturating_add(RocksDbWeight::get().writes(12_u64))
			.saturating_add(RocksDbWeight::get().writes(4_u64.saturating_mul(t.into())))
			.saturating_add(RocksDbWeight::get().writes(4_u64.saturating_mul(p.into())))
			.saturating_add(RocksDbWeight::get().writes(2_u64.saturating_mul(v.into())))
			.saturating_add(Weight::from_parts(0, 2_668).saturating_mul(p.into()))
			.saturating_add(Weight::from_parts(0, 5_210).saturating_mul(t.into()))
			.saturating_add(Weight::from_parts(0, 2_610).saturating_mul(v.into()))
	}
}
