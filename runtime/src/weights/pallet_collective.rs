//! Weights of `pallet_collective` in this runtime, measured. Made by `scripts/benchmark-weights.sh`: do not edit.
//!
//! Each benchmark ran for at least 1 s, before all other work.
//! 2026-11-21: 20 steps, 10 repeats, Compiled Wasm, CPU `AMD EPYC`, benchmark
//! command 64.0.0. Times exclude the database, which `DbWeight` adds.

#![allow(unused_imports, reason = "not every pallet touches the database")]

use core::marker::PhantomData;
use frame_support::{traits::Get, weights::Weight};

/// Weights of `pallet_collective`.
#[derive(Debug)]
pub struct WeightInfo<T>(PhantomData<T>);

impl<T: frame_system::Config> pallet_collective::WeightInfo for WeightInfo<T> {
	// Storage: `Council::Members` (r:1 w:1)
	// Proof: `Council::Members` (`max_values`: Some(1), `max_size`: None, mode: `Measured`)
	// Storage: `Council::Proposals` (r:1 w:0)
	// Proof: `Council::Proposals` (`max_values`: Some(1), `max_size`: None, mode: `Measured`)
	// Storage: `Council::Voting` (r:64 w:64)
	// Proof: `Council::Voting` (`max_values`: None, `max_size`: None, mode: `Measured`)
	// Storage: `Council::Prime` (r:0 w:1)
	// Proof: `Council::Prime` (`max_values`: Some(1), `max_size`: None, mode: `Measured`)
	// `m` is 0 to 32.
	// `n` is 0 to 32.
	// `p` is 0 to 64.
	fn set_members(m: u32, _n: u32, p: u32) -> Weight {
		// Measured proof: 0 bytes + m * 2080 + p * 1013; shortest run: 6_810 ns.
		Weight::from_parts(7_031_000, 12_650)
			// Standard error: 145_267.
			.saturating_add(Weight::from_parts(1_317_554, 0).saturating_mul(m.into()))
			// Standard error: 72_883.
			.saturating_add(Weight::from_parts(4_033_904, 0).saturating_mul(p.into()))
			.saturating_add(T::DbWeight::get().reads(2_u64))
			.saturating_add(T::DbWeight::get().reads(1_u64.saturating_mul(p.into())))
			.saturating_add(T::DbWeight::get().writes(2_u64))
			.saturating_add(T::DbWeight::get().writes(1_u64.saturating_mul(p.into())))
			.saturating_add(Weight::from_parts(0, 1_262).saturating_mul(m.into()))
			.saturating_add(Weight::from_parts(0, 3_002).saturating_mul(p.into()))
	}
	// Storage: `Council::Members` (r:1 w:0)
	// Proof: `Council::Members` (`max_values`: Some(1), `max_size`: None, mode: `Measured`)
	// `b` is 2 to 1024.
	// `m` is 1 to 32.
	fn execute(b: u32, m: u32) -> Weight {
		// Measured proof: 33 bytes + m * 32; shortest run: 8_693 ns.
		Weight::from_parts(9_205_735, 1_518)
			// Standard error: 13.
			.saturating_add(Weight::from_parts(1_751, 0).saturating_mul(b.into()))
			.saturating_add(T::DbWeight::get().reads(1_u64))
			.saturating_add(Weight::from_parts(0, 32).saturating_mul(m.into()))
	}
	// Storage: `Council::Members` (r:1 w:0)
	// Proof: `Council::Members` (`max_values`: Some(1), `max_size`: None, mode: `Measured`)
	// Storage: `Council::ProposalOf` (r:1 w:0)
	// Proof: `Council::ProposalOf` (`max_values`: None, `max_size`: None, mode: `Measured`)
	// `b` is 2 to 1024.
	// `m` is 1 to 32.
	fn propose_execute(b: u32, m: u32) -> Weight {
		// Measured proof: 33 bytes + m * 32; shortest run: 10_576 ns.
		Weight::from_parts(10_870_925, 3_498)
			// Standard error: 9.
			.saturating_add(Weight::from_parts(1_738, 0).saturating_mul(b.into()))
			// Standard error: 317.
			.saturating_add(Weight::from_parts(6_191, 0).saturating_mul(m.into()))
			.saturating_add(T::DbWeight::get().reads(2_u64))
			.saturating_add(Weight::from_parts(0, 32).saturating_mul(m.into()))
	}
	// Storage: `Council::Members` (r:1 w:0)
	// Proof: `Council::Members` (`max_values`: Some(1), `max_size`: None, mode: `Measured`)
	// Storage: `Council::ProposalOf` (r:1 w:1)
	// Proof: `Council::ProposalOf` (`max_values`: None, `max_size`: None, mode: `Measured`)
	// Storage: `Council::Proposals` (r:1 w:1)
	// Proof: `Council::Proposals` (`max_values`: Some(1), `max_size`: None, mode: `Measured`)
	// Storage: `Council::ProposalCount` (r:1 w:1)
	// Proof: `Council::ProposalCount` (`max_values`: Some(1), `max_size`: None, mode: `Measured`)
	// Storage: `Council::Voting` (r:0 w:1)
	// Proof: `Council::Voting` (`max_values`: None, `max_size`: None, mode: `Measured`)
	// `b` is 2 to 1024.
	// `m` is 2 to 32.
	// `p` is 1 to 64.
	fn propose_proposed(b: u32, m: u32, p: u32) -> Weight {
		// Measured proof: 147 bytes + m * 32 + p * 40; shortest run: 15_533 ns.
		Weight::from_parts(14_900_472, 3_505)
			// Standard error: 259.
			.saturating_add(Weight::from_parts(2_592, 0).saturating_mul(b.into()))
			// Standard error: 4_176.
			.saturating_add(Weight::from_parts(214_068, 0).saturating_mul(p.into()))
			.saturating_add(T::DbWeight::get().reads(4_u64))
			.saturating_add(T::DbWeight::get().writes(4_u64))
			.saturating_add(Weight::from_parts(0, 35).saturating_mul(m.into()))
			.saturating_add(Weight::from_parts(0, 40).saturating_mul(p.into()))
	}
	// Storage: `Council::Members` (r:1 w:0)
	// Proof: `Council::Members` (`max_values`: Some(1), `max_size`: None, mode: `Measured`)
	// Storage: `Council::Voting` (r:1 w:1)
	// Proof: `Council::Voting` (`max_values`: None, `max_size`: None, mode: `Measured`)
	// `m` is 5 to 32.
	fn vote(m: u32) -> Weight {
		// Measured proof: 666 bytes + m * 64; shortest run: 13_691 ns.
		Weight::from_parts(14_893_429, 4_131)
			// Standard error: 6_380.
			.saturating_add(Weight::from_parts(34_598, 0).saturating_mul(m.into()))
			.saturating_add(T::DbWeight::get().reads(2_u64))
			.saturating_add(T::DbWeight::get().writes(1_u64))
			.saturating_add(Weight::from_parts(0, 64).saturating_mul(m.into()))
	}
	// Storage: `Council::Voting` (r:1 w:1)
	// Proof: `Council::Voting` (`max_values`: None, `max_size`: None, mode: `Measured`)
	// Storage: `Council::Members` (r:1 w:0)
	// Proof: `Council::Members` (`max_values`: Some(1), `max_size`: None, mode: `Measured`)
	// Storage: `Council::Proposals` (r:1 w:1)
	// Proof: `Council::Proposals` (`max_values`: Some(1), `max_size`: None, mode: `Measured`)
	// Storage: `Council::ProposalOf` (r:0 w:1)
	// Proof: `Council::ProposalOf` (`max_values`: None, `max_size`: None, mode: `Measured`)
	// `m` is 4 to 32.
	// `p` is 1 to 64.
	fn close_early_disapproved(m: u32, p: u32) -> Weight {
		// Measured proof: 262 bytes + m * 64 + p * 39; shortest run: 15_984 ns.
		Weight::from_parts(16_854_724, 3_697)
			// Standard error: 4_162.
			.saturating_add(Weight::from_parts(220_092, 0).saturating_mul(p.into()))
			.saturating_add(T::DbWeight::get().reads(3_u64))
			.saturating_add(T::DbWeight::get().writes(3_u64))
			.saturating_add(Weight::from_parts(0, 67).saturating_mul(m.into()))
			.saturating_add(Weight::from_parts(0, 40).saturating_mul(p.into()))
	}
	// Storage: `Council::Voting` (r:1 w:1)
	// Proof: `Council::Voting` (`max_values`: None, `max_size`: None, mode: `Measured`)
	// Storage: `Council::Members` (r:1 w:0)
	// Proof: `Council::Members` (`max_values`: Some(1), `max_size`: None, mode: `Measured`)
	// Storage: `Council::ProposalOf` (r:1 w:1)
	// Proof: `Council::ProposalOf` (`max_values`: None, `max_size`: None, mode: `Measured`)
	// Storage: `Council::Proposals` (r:1 w:1)
	// Proof: `Council::Proposals` (`max_values`: Some(1), `max_size`: None, mode: `Measured`)
	// `b` is 2 to 1024.
	// `m` is 4 to 32.
	// `p` is 1 to 64.
	fn close_early_approved(b: u32, m: u32, p: u32) -> Weight {
		// Measured proof: 570 bytes + m * 64 + p * 45; shortest run: 24_436 ns.
		Weight::from_parts(20_463_229, 3_820)
			// Standard error: 791.
			.saturating_add(Weight::from_parts(4_232, 0).saturating_mul(b.into()))
			// Standard error: 28_222.
			.saturating_add(Weight::from_parts(24_044, 0).saturating_mul(m.into()))
			// Standard error: 12_722.
			.saturating_add(Weight::from_parts(304_580, 0).saturating_mul(p.into()))
			.saturating_add(T::DbWeight::get().reads(4_u64))
			.saturating_add(T::DbWeight::get().writes(3_u64))
			.saturating_add(Weight::from_parts(0, 1).saturating_mul(b.into()))
			.saturating_add(Weight::from_parts(0, 71).saturating_mul(m.into()))
			.saturating_add(Weight::from_parts(0, 45).saturating_mul(p.into()))
	}
	// Storage: `Council::Voting` (r:1 w:1)
	// Proof: `Council::Voting` (`max_values`: None, `max_size`: None, mode: `Measured`)
	// Storage: `Council::Members` (r:1 w:0)
	// Proof: `Council::Members` (`max_values`: Some(1), `max_size`: None, mode: `Measured`)
	// Storage: `Council::Prime` (r:1 w:0)
	// Proof: `Council::Prime` (`max_values`: Some(1), `max_size`: None, mode: `Measured`)
	// Storage: `Council::Proposals` (r:1 w:1)
	// Proof: `Council::Proposals` (`max_values`: Some(1), `max_size`: None, mode: `Measured`)
	// Storage: `Council::ProposalOf` (r:0 w:1)
	// Proof: `Council::ProposalOf` (`max_values`: None, `max_size`: None, mode: `Measured`)
	// `m` is 4 to 32.
	// `p` is 1 to 64.
	fn close_disapproved(m: u32, p: u32) -> Weight {
		// Measured proof: 378 bytes + m * 48 + p * 39; shortest run: 17_176 ns.
		Weight::from_parts(14_211_670, 3_801)
			// Standard error: 33_474.
			.saturating_add(Weight::from_parts(205_081, 0).saturating_mul(m.into()))
			// Standard error: 15_086.
			.saturating_add(Weight::from_parts(241_355, 0).saturating_mul(p.into()))
			.saturating_add(T::DbWeight::get().reads(4_u64))
			.saturating_add(T::DbWeight::get().writes(3_u64))
			.saturating_add(Weight::from_parts(0, 51).saturating_mul(m.into()))
			.saturating_add(Weight::from_parts(0, 40).saturating_mul(p.into()))
	}
	// Storage: `Council::Voting` (r:1 w:1)
	// Proof: `Council::Voting` (`max_values`: None, `max_size`: None, mode: `Measured`)
	// Storage: `Council::Members` (r:1 w:0)
	// Proof: `Council::Members` (`max_values`: Some(1), `max_size`: None, mode: `Measured`)
	// Storage: `Council::Prime` (r:1 w:0)
	// Proof: `Council::Prime` (`max_values`: Some(1), `max_size`: None, mode: `Measured`)
	// Storage: `Council::ProposalOf` (r:1 w:1)
	// Proof: `Council::ProposalOf` (`max_values`: None, `max_size`: None, mode: `Measured`)
	// Storage: `Council::Proposals` (r:1 w:1)
	// Proof: `Council::Proposals` (`max_values`: Some(1), `max_size`: None, mode: `Measured`)
	// `b` is 2 to 1024.
	// `m` is 4 to 32.
	// `p` is 1 to 64.
	fn close_approved(b: u32, m: u32, p: u32) -> Weight {
		// Measured proof: 590 bytes + m * 64 + p * 45; shortest run: 25_658 ns.
		Weight::from_parts(19_142_918, 3_840)
			// Standard error: 1_698.
			.saturating_add(Weight::from_parts(9_639, 0).saturating_mul(b.into()))
			// Standard error: 27_317.
			.saturating_add(Weight::from_parts(394_232, 0).saturating_mul(p.into()))
			.saturating_add(T::DbWeight::get().reads(5_u64))
			.saturating_add(T::DbWeight::get().writes(3_u64))
			.saturating_add(Weight::from_parts(0, 1).saturating_mul(b.into()))
			.saturating_add(Weight::from_parts(0, 71).saturating_mul(m.into()))
			.saturating_add(Weight::from_parts(0, 45).saturating_mul(p.into()))
	}
	// Storage: `Council::Proposals` (r:1 w:1)
	// Proof: `Council::Proposals` (`max_values`: Some(1), `max_size`: None, mode: `Measured`)
	// Storage: `Council::Voting` (r:0 w:1)
	// Proof: `Council::Voting` (`max_values`: None, `max_size`: None, mode: `Measured`)
	// Storage: `Council::ProposalOf` (r:0 w:1)
	// Proof: `Council::ProposalOf` (`max_values`: None, `max_size`: None, mode: `Measured`)
	// `p` is 1 to 64.
	fn disapprove_proposal(p: u32) -> Weight {
		// Measured proof: 189 bytes + p * 32; shortest run: 9_214 ns.
		Weight::from_parts(8_705_660, 1_674)
			// Standard error: 6_258.
			.saturating_add(Weight::from_parts(276_587, 0).saturating_mul(p.into()))
			.saturating_add(T::DbWeight::get().reads(1_u64))
			.saturating_add(T::DbWeight::get().writes(3_u64))
			.saturating_add(Weight::from_parts(0, 32).saturating_mul(p.into()))
	}
	// Storage: `Council::ProposalOf` (r:1 w:1)
	// Proof: `Council::ProposalOf` (`max_values`: None, `max_size`: None, mode: `Measured`)
	// Storage: `Council::CostOf` (r:1 w:0)
	// Proof: `Council::CostOf` (`max_values`: None, `max_size`: None, mode: `Measured`)
	// Storage: `Council::Proposals` (r:1 w:1)
	// Proof: `Council::Proposals` (`max_values`: Some(1), `max_size`: None, mode: `Measured`)
	// Storage: `Council::Voting` (r:0 w:1)
	// Proof: `Council::Voting` (`max_values`: None, `max_size`: None, mode: `Measured`)
	// `d` is 0 to 1.
	// `p` is 1 to 64.
	fn kill(d: u32, p: u32) -> Weight {
		// Measured proof: 1342 bytes + p * 39; shortest run: 20_661 ns.
		Weight::from_parts(10_034_372, 4_769)
			// Standard error: 669_872.
			.saturating_add(Weight::from_parts(9_960_246, 0).saturating_mul(d.into()))
			// Standard error: 15_602.
			.saturating_add(Weight::from_parts(500_356, 0).saturating_mul(p.into()))
			.saturating_add(T::DbWeight::get().reads(3_u64))
			.saturating_add(T::DbWeight::get().writes(3_u64))
			.saturating_add(Weight::from_parts(0, 130).saturating_mul(d.into()))
			.saturating_add(Weight::from_parts(0, 40).saturating_mul(p.into()))
	}
	// Storage: `Council::ProposalOf` (r:1 w:0)
	// Proof: `Council::ProposalOf` (`max_values`: None, `max_size`: None, mode: `Measured`)
	// Storage: `Council::CostOf` (r:1 w:0)
	// Proof: `Council::CostOf` (`max_values`: None, `max_size`: None, mode: `Measured`)
	fn release_proposal_cost() -> Weight {
		// Measured proof: 770 bytes; shortest run: 13_530 ns.
		Weight::from_parts(19_649_000, 4_235).saturating_add(T::DbWeight::get().reads(2_u64))
	}
}
