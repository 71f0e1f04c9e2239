//! Weights of `pallet_proof_of_view`, measured. Made by `scripts/benchmark-weights.sh`: do not edit.
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
	/// Weight of `propose_batch`, `t` from 1 to 256, `p` from 1 to 64.
	fn propose_batch(t: u32, p: u32, b: u32) -> Weight;
	/// Weight of `authorize_propose_batch`, `t` from 1 to 256.
	fn authorize_propose_batch(t: u32, b: u32) -> Weight;
	/// Weight of `take_bills`, `b` from 1 to 2.
	fn take_bills(b: u32) -> Weight;
	/// Weight of `vote_batch`.
	fn vote_batch() -> Weight;
	/// Weight of `authorize_vote_batch`.
	fn authorize_vote_batch() -> Weight;
	/// Weight of `accept_batch`, `t` from 1 to 256, `p` from 1 to 64, `v` from 2 to 100.
	fn accept_batch(t: u32, p: u32, v: u32) -> Weight;
	/// Weight of `reject_batch`.
	fn reject_batch() -> Weight;
	/// Weight of `report_equivocation`.
	fn report_equivocation() -> Weight;
	/// Weight of `propose_step`, `r` from 1 to 256.
	fn propose_step(r: u32) -> Weight;
	/// Weight of `authorize_propose_step`, `r` from 1 to 256.
	fn authorize_propose_step(r: u32) -> Weight;
	/// Weight of `vote_step`.
	fn vote_step() -> Weight;
	/// Weight of `authorize_vote_step`.
	fn authorize_vote_step() -> Weight;
	/// Weight of `accept_step`, `r` from 1 to 256.
	fn accept_step(r: u32) -> Weight;
	/// Weight of `lapse`, `n` from 0 to 2.
	fn lapse(n: u32) -> Weight;
}

/// Weights as measured in the runtime.
#[derive(Debug)]
pub struct SubstrateWeight<T>(PhantomData<T>);

impl<T: frame_system::Config> WeightInfo for SubstrateWeight<T> {
	// Storage: `Babe::CurrentSlot` (r:1 w:0)
	// Proof: `Babe::CurrentSlot` (`max_values`: Some(1), `max_size`: Some(8), added: 503, mode: `MaxEncodedLen`)
	// Storage: `ProofOfView::CurrentSession` (r:1 w:0)
	// Proof: `ProofOfView::CurrentSession` (`max_values`: Some(1), `max_size`: Some(4), added: 499, mode: `MaxEncodedLen`)
	// Storage: `ProofOfView::Authorities` (r:1 w:0)
	// Proof: `ProofOfView::Authorities` (`max_values`: None, `max_size`: Some(6414), added: 8889, mode: `MaxEncodedLen`)
	// Storage: `Payouts::LastPaidRound` (r:1 w:0)
	// Proof: `Payouts::LastPaidRound` (`max_values`: Some(1), `max_size`: Some(8), added: 503, mode: `MaxEncodedLen`)
	// Storage: `ProofOfView::OpenBatches` (r:1 w:1)
	// Proof: `ProofOfView::OpenBatches` (`max_values`: None, `max_size`: Some(14550), added: 17025, mode: `MaxEncodedLen`)
	// Storage: `ProofOfView::ClosedRounds` (r:1 w:0)
	// Proof: `ProofOfView::ClosedRounds` (`max_values`: Some(1), `max_size`: Some(169), added: 664, mode: `MaxEncodedLen`)
	// Storage: `System::BlockHash` (r:1 w:0)
	// Proof: `System::BlockHash` (`max_values`: None, `max_size`: Some(44), added: 2519, mode: `MaxEncodedLen`)
	// Storage: `Payouts::TitleCap` (r:1 w:0)
	// Proof: `Payouts::TitleCap` (`max_values`: Some(1), `max_size`: Some(14), added: 509, mode: `MaxEncodedLen`)
	// Storage: `ContentRegistry::Titles` (r:256 w:0)
	// Proof: `ContentRegistry::Titles` (`max_values`: None, `max_size`: Some(215), added: 2690, mode: `MaxEncodedLen`)
	// Storage: `ContentRegistry::States` (r:256 w:0)
	// Proof: `ContentRegistry::States` (`max_values`: None, `max_size`: Some(67), added: 2542, mode: `MaxEncodedLen`)
	// Storage: `ProofOfView::LastVoted` (r:1 w:1)
	// Proof: `ProofOfView::LastVoted` (`max_values`: None, `max_size`: Some(56), added: 2531, mode: `MaxEncodedLen`)
	// Storage: `ProofOfView::CounterForOpenBatches` (r:1 w:1)
	// Proof: `ProofOfView::CounterForOpenBatches` (`max_values`: Some(1), `max_size`: Some(4), added: 499, mode: `MaxEncodedLen`)
	// `t` is 1 to 256.
	// `p` is 1 to 64.
	fn propose_batch(t: u32, _p: u32, _b: u32) -> Weight {
		// Measured proof: 6964 bytes + t * 296; shortest run: 160_059 ns.
		Weight::from_parts(597_561_449, 18_015)
			// Standard error: 174_903.
			.saturating_add(Weight::from_parts(9_512_496, 0).saturating_mul(t.into()))
			.saturating_add(T::DbWeight::get().reads(10_u64))
			.saturating_add(T::DbWeight::get().reads(2_u64.saturating_mul(t.into())))
			.saturating_add(T::DbWeight::get().writes(3_u64))
			.saturating_add(Weight::from_parts(0, 2_690).saturating_mul(t.into()))
	}
	// Storage: `Babe::CurrentSlot` (r:1 w:0)
	// Proof: `Babe::CurrentSlot` (`max_values`: Some(1), `max_size`: Some(8), added: 503, mode: `MaxEncodedLen`)
	// Storage: `ProofOfView::CurrentSession` (r:1 w:0)
	// Proof: `ProofOfView::CurrentSession` (`max_values`: Some(1), `max_size`: Some(4), added: 499, mode: `MaxEncodedLen`)
	// Storage: `ProofOfView::Authorities` (r:1 w:0)
	// Proof: `ProofOfView::Authorities` (`max_values`: None, `max_size`: Some(6414), added: 8889, mode: `MaxEncodedLen`)
	// Storage: `Payouts::LastPaidRound` (r:1 w:0)
	// Proof: `Payouts::LastPaidRound` (`max_values`: Some(1), `max_size`: Some(8), added: 503, mode: `MaxEncodedLen`)
	// Storage: `ProofOfView::OpenBatches` (r:1 w:0)
	// Proof: `ProofOfView::OpenBatches` (`max_values`: None, `max_size`: Some(14550), added: 17025, mode: `MaxEncodedLen`)
	// Storage: `ProofOfView::ClosedRounds` (r:1 w:0)
	// Proof: `ProofOfView::ClosedRounds` (`max_values`: Some(1), `max_size`: Some(169), added: 664, mode: `MaxEncodedLen`)
	// Storage: `System::BlockHash` (r:1 w:0)
	// Proof: `System::BlockHash` (`max_values`: None, `max_size`: Some(44), added: 2519, mode: `MaxEncodedLen`)
	// `t` is 1 to 256.
	fn take_bills(_b: u32) -> Weight {
		T::DbWeight::get().writes(1)
	}
	fn authorize_propose_batch(t: u32, _b: u32) -> Weight {
		// Measured proof: 6859 bytes; shortest run: 105_106 ns.
		Weight::from_parts(137_441_770, 18_015)
			// Standard error: 8_759.
			.saturating_add(Weight::from_parts(390_465, 0).saturating_mul(t.into()))
			.saturating_add(T::DbWeight::get().reads(7_u64))
	}
	// Storage: `ProofOfView::OpenBatches` (r:1 w:1)
	// Proof: `ProofOfView::OpenBatches` (`max_values`: None, `max_size`: Some(14550), added: 17025, mode: `MaxEncodedLen`)
	// Storage: `Babe::CurrentSlot` (r:1 w:0)
	// Proof: `Babe::CurrentSlot` (`max_values`: Some(1), `max_size`: Some(8), added: 503, mode: `MaxEncodedLen`)
	// Storage: `Payouts::LastPaidRound` (r:1 w:0)
	// Proof: `Payouts::LastPaidRound` (`max_values`: Some(1), `max_size`: Some(8), added: 503, mode: `MaxEncodedLen`)
	// Storage: `ProofOfView::Authorities` (r:1 w:0)
	// Proof: `ProofOfView::Authorities` (`max_values`: None, `max_size`: Some(6414), added: 8889, mode: `MaxEncodedLen`)
	// Storage: `System::BlockHash` (r:1 w:0)
	// Proof: `System::BlockHash` (`max_values`: None, `max_size`: Some(44), added: 2519, mode: `MaxEncodedLen`)
	// Storage: `ProofOfView::LastVoted` (r:1 w:1)
	// Proof: `ProofOfView::LastVoted` (`max_values`: None, `max_size`: Some(56), added: 2531, mode: `MaxEncodedLen`)
	fn vote_batch() -> Weight {
		// Measured proof: 21474 bytes; shortest run: 176_723 ns.
		Weight::from_parts(218_587_000, 18_015)
			.saturating_add(T::DbWeight::get().reads(6_u64))
			.saturating_add(T::DbWeight::get().writes(2_u64))
	}
	// Storage: `ProofOfView::OpenBatches` (r:1 w:0)
	// Proof: `ProofOfView::OpenBatches` (`max_values`: None, `max_size`: Some(14550), added: 17025, mode: `MaxEncodedLen`)
	// Storage: `Babe::CurrentSlot` (r:1 w:0)
	// Proof: `Babe::CurrentSlot` (`max_values`: Some(1), `max_size`: Some(8), added: 503, mode: `MaxEncodedLen`)
	// Storage: `Payouts::LastPaidRound` (r:1 w:0)
	// Proof: `Payouts::LastPaidRound` (`max_values`: Some(1), `max_size`: Some(8), added: 503, mode: `MaxEncodedLen`)
	// Storage: `ProofOfView::Authorities` (r:1 w:0)
	// Proof: `ProofOfView::Authorities` (`max_values`: None, `max_size`: Some(6414), added: 8889, mode: `MaxEncodedLen`)
	// Storage: `System::BlockHash` (r:1 w:0)
	// Proof: `System::BlockHash` (`max_values`: None, `max_size`: Some(44), added: 2519, mode: `MaxEncodedLen`)
	fn authorize_vote_batch() -> Weight {
		// Measured proof: 21430 bytes; shortest run: 119_668 ns.
		Weight::from_parts(145_157_000, 18_015).saturating_add(T::DbWeight::get().reads(5_u64))
	}
	// Storage: `ProofOfView::OpenBatches` (r:1 w:1)
	// Proof: `ProofOfView::OpenBatches` (`max_values`: None, `max_size`: Some(14550), added: 17025, mode: `MaxEncodedLen`)
	// Storage: `Babe::CurrentSlot` (r:1 w:0)
	// Proof: `Babe::CurrentSlot` (`max_values`: Some(1), `max_size`: Some(8), added: 503, mode: `MaxEncodedLen`)
	// Storage: `Payouts::LastPaidRound` (r:1 w:1)
	// Proof: `Payouts::LastPaidRound` (`max_values`: Some(1), `max_size`: Some(8), added: 503, mode: `MaxEncodedLen`)
	// Storage: `ProofOfView::Authorities` (r:1 w:0)
	// Proof: `ProofOfView::Authorities` (`max_values`: None, `max_size`: Some(6414), added: 8889, mode: `MaxEncodedLen`)
	// Storage: `System::BlockHash` (r:1 w:0)
	// Proof: `System::BlockHash` (`max_values`: None, `max_size`: Some(44), added: 2519, mode: `MaxEncodedLen`)
	// Storage: `ProofOfView::LastVoted` (r:100 w:1)
	// Proof: `ProofOfView::LastVoted` (`max_values`: None, `max_size`: Some(56), added: 2531, mode: `MaxEncodedLen`)
	// Storage: `ProofOfView::CounterForOpenBatches` (r:1 w:1)
	// Proof: `ProofOfView::CounterForOpenBatches` (`max_values`: Some(1), `max_size`: Some(4), added: 499, mode: `MaxEncodedLen`)
	// Storage: `ValidatorSet::Validators` (r:100 w:0)
	// Proof: `ValidatorSet::Validators` (`max_values`: None, `max_size`: Some(106), added: 2581, mode: `MaxEncodedLen`)
	// Storage: `Payouts::TitleCap` (r:1 w:0)
	// Proof: `Payouts::TitleCap` (`max_values`: Some(1), `max_size`: Some(14), added: 509, mode: `MaxEncodedLen`)
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
	// Storage: `Standing::Sanctions` (r:64 w:0)
	// Proof: `Standing::Sanctions` (`max_values`: None, `max_size`: Some(101), added: 2576, mode: `MaxEncodedLen`)
	// Storage: `Standing::Bonds` (r:64 w:0)
	// Proof: `Standing::Bonds` (`max_values`: None, `max_size`: Some(73), added: 2548, mode: `MaxEncodedLen`)
	// Storage: `Standing::ViewerBond` (r:1 w:0)
	// Proof: `Standing::ViewerBond` (`max_values`: Some(1), `max_size`: Some(16), added: 511, mode: `MaxEncodedLen`)
	// Storage: `FragmentStaking::Ledgers` (r:256 w:0)
	// Proof: `FragmentStaking::Ledgers` (`max_values`: None, `max_size`: Some(101), added: 2576, mode: `MaxEncodedLen`)
	// Storage: `ProofOfView::Views` (r:256 w:256)
	// Proof: `ProofOfView::Views` (`max_values`: None, `max_size`: Some(64), added: 2539, mode: `MaxEncodedLen`)
	// Storage: `ProofOfView::AcceptedCount` (r:1 w:1)
	// Proof: `ProofOfView::AcceptedCount` (`max_values`: Some(1), `max_size`: Some(8), added: 503, mode: `MaxEncodedLen`)
	// Storage: `ProofOfView::AcceptedRing` (r:1 w:1)
	// Proof: `ProofOfView::AcceptedRing` (`max_values`: None, `max_size`: Some(24), added: 2499, mode: `MaxEncodedLen`)
	// Storage: `ProofOfView::AcceptedBatches` (r:0 w:2)
	// Proof: `ProofOfView::AcceptedBatches` (`max_values`: None, `max_size`: Some(108), added: 2583, mode: `MaxEncodedLen`)
	// Storage: `Emission::FirstRewardedRound` (r:0 w:1)
	// Proof: `Emission::FirstRewardedRound` (`max_values`: Some(1), `max_size`: Some(8), added: 503, mode: `MaxEncodedLen`)
	// `t` is 1 to 256.
	// `p` is 1 to 64.
	// `v` is 2 to 100.
	fn accept_batch(t: u32, p: u32, v: u32) -> Weight {
		// Measured proof: 1841 bytes + p * 48 + t * 341 + v * 294; shortest run: 9_183_234 ns.
		Weight::from_parts(9_376_582_000, 18_015)
			// Standard error: 1_231_026.
			.saturating_add(Weight::from_parts(102_473_216, 0).saturating_mul(t.into()))
			// Standard error: 3_176_248.
			.saturating_add(Weight::from_parts(51_491_634, 0).saturating_mul(v.into()))
			.saturating_add(T::DbWeight::get().reads(21_u64))
			.saturating_add(T::DbWeight::get().reads(8_u64.saturating_mul(t.into())))
			.saturating_add(T::DbWeight::get().reads(4_u64.saturating_mul(p.into())))
			.saturating_add(T::DbWeight::get().reads(4_u64.saturating_mul(v.into())))
			.saturating_add(T::DbWeight::get().writes(18_u64))
			.saturating_add(T::DbWeight::get().writes(5_u64.saturating_mul(t.into())))
			.saturating_add(T::DbWeight::get().writes(2_u64.saturating_mul(p.into())))
			.saturating_add(T::DbWeight::get().writes(2_u64.saturating_mul(v.into())))
			.saturating_add(Weight::from_parts(0, 2_638).saturating_mul(p.into()))
			.saturating_add(Weight::from_parts(0, 5_203).saturating_mul(t.into()))
			.saturating_add(Weight::from_parts(0, 2_608).saturating_mul(v.into()))
	}
	// Storage: `ProofOfView::OpenBatches` (r:1 w:1)
	// Proof: `ProofOfView::OpenBatches` (`max_values`: None, `max_size`: Some(14550), added: 17025, mode: `MaxEncodedLen`)
	// Storage: `Babe::CurrentSlot` (r:1 w:0)
	// Proof: `Babe::CurrentSlot` (`max_values`: Some(1), `max_size`: Some(8), added: 503, mode: `MaxEncodedLen`)
	// Storage: `Payouts::LastPaidRound` (r:1 w:0)
	// Proof: `Payouts::LastPaidRound` (`max_values`: Some(1), `max_size`: Some(8), added: 503, mode: `MaxEncodedLen`)
	// Storage: `ProofOfView::Authorities` (r:1 w:0)
	// Proof: `ProofOfView::Authorities` (`max_values`: None, `max_size`: Some(6414), added: 8889, mode: `MaxEncodedLen`)
	// Storage: `System::BlockHash` (r:1 w:0)
	// Proof: `System::BlockHash` (`max_values`: None, `max_size`: Some(44), added: 2519, mode: `MaxEncodedLen`)
	// Storage: `ProofOfView::LastVoted` (r:1 w:1)
	// Proof: `ProofOfView::LastVoted` (`max_values`: None, `max_size`: Some(56), added: 2531, mode: `MaxEncodedLen`)
	// Storage: `ProofOfView::CounterForOpenBatches` (r:1 w:1)
	// Proof: `ProofOfView::CounterForOpenBatches` (`max_values`: Some(1), `max_size`: Some(4), added: 499, mode: `MaxEncodedLen`)
	// Storage: `ProofOfView::ClosedRounds` (r:1 w:1)
	// Proof: `ProofOfView::ClosedRounds` (`max_values`: Some(1), `max_size`: Some(169), added: 664, mode: `MaxEncodedLen`)
	// Storage: `Offences::ConcurrentReportsIndex` (r:1 w:1)
	// Proof: `Offences::ConcurrentReportsIndex` (`max_values`: None, `max_size`: None, mode: `Measured`)
	// Storage: `Offences::Reports` (r:1 w:1)
	// Proof: `Offences::Reports` (`max_values`: None, `max_size`: None, mode: `Measured`)
	// Storage: `ValidatorSet::Validators` (r:1 w:1)
	// Proof: `ValidatorSet::Validators` (`max_values`: None, `max_size`: Some(106), added: 2581, mode: `MaxEncodedLen`)
	// Storage: `Balances::Holds` (r:1 w:1)
	// Proof: `Balances::Holds` (`max_values`: None, `max_size`: Some(229), added: 2704, mode: `MaxEncodedLen`)
	// Storage: `System::Account` (r:2 w:2)
	// Proof: `System::Account` (`max_values`: None, `max_size`: Some(128), added: 2603, mode: `MaxEncodedLen`)
	fn reject_batch() -> Weight {
		// Measured proof: 24556 bytes; shortest run: 264_906 ns.
		Weight::from_parts(275_411_000, 28_021)
			.saturating_add(T::DbWeight::get().reads(14_u64))
			.saturating_add(T::DbWeight::get().writes(10_u64))
	}
	// Storage: `System::BlockHash` (r:1 w:0)
	// Proof: `System::BlockHash` (`max_values`: None, `max_size`: Some(44), added: 2519, mode: `MaxEncodedLen`)
	// Storage: `Session::CurrentIndex` (r:1 w:0)
	// Proof: `Session::CurrentIndex` (`max_values`: Some(1), `max_size`: None, mode: `Measured`)
	// Storage: `Session::Validators` (r:1 w:0)
	// Proof: `Session::Validators` (`max_values`: Some(1), `max_size`: None, mode: `Measured`)
	// Storage: `Session::NextKeys` (r:100 w:0)
	// Proof: `Session::NextKeys` (`max_values`: None, `max_size`: None, mode: `Measured`)
	// Storage: `Offences::ConcurrentReportsIndex` (r:1 w:1)
	// Proof: `Offences::ConcurrentReportsIndex` (`max_values`: None, `max_size`: None, mode: `Measured`)
	// Storage: `Offences::Reports` (r:1 w:1)
	// Proof: `Offences::Reports` (`max_values`: None, `max_size`: None, mode: `Measured`)
	// Storage: `ValidatorSet::Validators` (r:1 w:1)
	// Proof: `ValidatorSet::Validators` (`max_values`: None, `max_size`: Some(106), added: 2581, mode: `MaxEncodedLen`)
	// Storage: `Balances::Holds` (r:1 w:1)
	// Proof: `Balances::Holds` (`max_values`: None, `max_size`: Some(229), added: 2704, mode: `MaxEncodedLen`)
	// Storage: `System::Account` (r:2 w:2)
	// Proof: `System::Account` (`max_values`: None, `max_size`: Some(128), added: 2603, mode: `MaxEncodedLen`)
	// Storage: `Babe::CurrentSlot` (r:1 w:0)
	// Proof: `Babe::CurrentSlot` (`max_values`: Some(1), `max_size`: Some(8), added: 503, mode: `MaxEncodedLen`)
	fn report_equivocation() -> Weight {
		// Measured proof: 20257 bytes; shortest run: 2_054_757 ns.
		Weight::from_parts(2_178_431_000, 268_747)
			.saturating_add(T::DbWeight::get().reads(110_u64))
			.saturating_add(T::DbWeight::get().writes(6_u64))
	}
	// Storage: `Babe::CurrentSlot` (r:1 w:0)
	// Proof: `Babe::CurrentSlot` (`max_values`: Some(1), `max_size`: Some(8), added: 503, mode: `MaxEncodedLen`)
	// Storage: `ProofOfView::CurrentSession` (r:1 w:0)
	// Proof: `ProofOfView::CurrentSession` (`max_values`: Some(1), `max_size`: Some(4), added: 499, mode: `MaxEncodedLen`)
	// Storage: `ProofOfView::Authorities` (r:1 w:0)
	// Proof: `ProofOfView::Authorities` (`max_values`: None, `max_size`: Some(6414), added: 8889, mode: `MaxEncodedLen`)
	// Storage: `ProofOfView::LastStepTurn` (r:1 w:1)
	// Proof: `ProofOfView::LastStepTurn` (`max_values`: Some(1), `max_size`: Some(8), added: 503, mode: `MaxEncodedLen`)
	// Storage: `ProofOfView::OpenStep` (r:1 w:1)
	// Proof: `ProofOfView::OpenStep` (`max_values`: Some(1), `max_size`: Some(140), added: 635, mode: `MaxEncodedLen`)
	// Storage: `System::BlockHash` (r:1 w:0)
	// Proof: `System::BlockHash` (`max_values`: None, `max_size`: Some(44), added: 2519, mode: `MaxEncodedLen`)
	// Storage: `Payouts::SumSteps` (r:1 w:0)
	// Proof: `Payouts::SumSteps` (`max_values`: Some(1), `max_size`: Some(8), added: 503, mode: `MaxEncodedLen`)
	// Storage: `Payouts::Summing` (r:1 w:1)
	// Proof: `Payouts::Summing` (`max_values`: Some(1), `max_size`: Some(44), added: 539, mode: `MaxEncodedLen`)
	// Storage: `Payouts::ExpiryBounds` (r:1 w:0)
	// Proof: `Payouts::ExpiryBounds` (`max_values`: Some(1), `max_size`: Some(16), added: 511, mode: `MaxEncodedLen`)
	// Storage: `Payouts::Summed` (r:1 w:0)
	// Proof: `Payouts::Summed` (`max_values`: Some(1), `max_size`: Some(8), added: 503, mode: `MaxEncodedLen`)
	// Storage: `Parameters::Parameters` (r:1 w:0)
	// Proof: `Parameters::Parameters` (`max_values`: None, `max_size`: Some(116), added: 2591, mode: `MaxEncodedLen`)
	// Storage: `Payouts::FirstSumPeriod` (r:1 w:0)
	// Proof: `Payouts::FirstSumPeriod` (`max_values`: Some(1), `max_size`: Some(8), added: 503, mode: `MaxEncodedLen`)
	// Storage: `Payouts::ExpiryQueue` (r:256 w:0)
	// Proof: `Payouts::ExpiryQueue` (`max_values`: None, `max_size`: Some(24), added: 2499, mode: `MaxEncodedLen`)
	// Storage: `Payouts::Rounds` (r:256 w:0)
	// Proof: `Payouts::Rounds` (`max_values`: None, `max_size`: Some(112), added: 2587, mode: `MaxEncodedLen`)
	// Storage: `Payouts::Generations` (r:1 w:0)
	// Proof: `Payouts::Generations` (`max_values`: Some(1), `max_size`: Some(8), added: 503, mode: `MaxEncodedLen`)
	// Storage: `Payouts::SumTrees` (r:1 w:0)
	// Proof: `Payouts::SumTrees` (`max_values`: None, `max_size`: Some(97), added: 2572, mode: `MaxEncodedLen`)
	// `r` is 1 to 256.
	fn propose_step(r: u32) -> Weight {
		// Measured proof: 7159 bytes + r * 79; shortest run: 151_446 ns.
		Weight::from_parts(64_960_299, 9_879)
			// Standard error: 82_533.
			.saturating_add(Weight::from_parts(8_586_931, 0).saturating_mul(r.into()))
			.saturating_add(T::DbWeight::get().reads(14_u64))
			.saturating_add(T::DbWeight::get().reads(2_u64.saturating_mul(r.into())))
			.saturating_add(T::DbWeight::get().writes(3_u64))
			.saturating_add(Weight::from_parts(0, 2_587).saturating_mul(r.into()))
	}
	// Storage: `Babe::CurrentSlot` (r:1 w:0)
	// Proof: `Babe::CurrentSlot` (`max_values`: Some(1), `max_size`: Some(8), added: 503, mode: `MaxEncodedLen`)
	// Storage: `ProofOfView::CurrentSession` (r:1 w:0)
	// Proof: `ProofOfView::CurrentSession` (`max_values`: Some(1), `max_size`: Some(4), added: 499, mode: `MaxEncodedLen`)
	// Storage: `ProofOfView::Authorities` (r:1 w:0)
	// Proof: `ProofOfView::Authorities` (`max_values`: None, `max_size`: Some(6414), added: 8889, mode: `MaxEncodedLen`)
	// Storage: `ProofOfView::LastStepTurn` (r:1 w:0)
	// Proof: `ProofOfView::LastStepTurn` (`max_values`: Some(1), `max_size`: Some(8), added: 503, mode: `MaxEncodedLen`)
	// Storage: `ProofOfView::OpenStep` (r:1 w:0)
	// Proof: `ProofOfView::OpenStep` (`max_values`: Some(1), `max_size`: Some(140), added: 635, mode: `MaxEncodedLen`)
	// Storage: `System::BlockHash` (r:1 w:0)
	// Proof: `System::BlockHash` (`max_values`: None, `max_size`: Some(44), added: 2519, mode: `MaxEncodedLen`)
	// Storage: `Payouts::SumSteps` (r:1 w:0)
	// Proof: `Payouts::SumSteps` (`max_values`: Some(1), `max_size`: Some(8), added: 503, mode: `MaxEncodedLen`)
	// Storage: `Payouts::Summing` (r:1 w:0)
	// Proof: `Payouts::Summing` (`max_values`: Some(1), `max_size`: Some(44), added: 539, mode: `MaxEncodedLen`)
	// Storage: `Payouts::ExpiryBounds` (r:1 w:0)
	// Proof: `Payouts::ExpiryBounds` (`max_values`: Some(1), `max_size`: Some(16), added: 511, mode: `MaxEncodedLen`)
	// Storage: `Payouts::Summed` (r:1 w:0)
	// Proof: `Payouts::Summed` (`max_values`: Some(1), `max_size`: Some(8), added: 503, mode: `MaxEncodedLen`)
	// Storage: `Parameters::Parameters` (r:1 w:0)
	// Proof: `Parameters::Parameters` (`max_values`: None, `max_size`: Some(116), added: 2591, mode: `MaxEncodedLen`)
	// Storage: `Payouts::FirstSumPeriod` (r:1 w:0)
	// Proof: `Payouts::FirstSumPeriod` (`max_values`: Some(1), `max_size`: Some(8), added: 503, mode: `MaxEncodedLen`)
	// Storage: `Payouts::ExpiryQueue` (r:256 w:0)
	// Proof: `Payouts::ExpiryQueue` (`max_values`: None, `max_size`: Some(24), added: 2499, mode: `MaxEncodedLen`)
	// Storage: `Payouts::Rounds` (r:256 w:0)
	// Proof: `Payouts::Rounds` (`max_values`: None, `max_size`: Some(112), added: 2587, mode: `MaxEncodedLen`)
	// Storage: `Payouts::Generations` (r:1 w:0)
	// Proof: `Payouts::Generations` (`max_values`: Some(1), `max_size`: Some(8), added: 503, mode: `MaxEncodedLen`)
	// Storage: `Payouts::SumTrees` (r:1 w:0)
	// Proof: `Payouts::SumTrees` (`max_values`: None, `max_size`: Some(97), added: 2572, mode: `MaxEncodedLen`)
	// `r` is 1 to 256.
	fn authorize_propose_step(r: u32) -> Weight {
		// Measured proof: 7159 bytes + r * 79; shortest run: 115_012 ns.
		Weight::from_parts(92_886_073, 9_879)
			// Standard error: 43_631.
			.saturating_add(Weight::from_parts(5_725_529, 0).saturating_mul(r.into()))
			.saturating_add(T::DbWeight::get().reads(14_u64))
			.saturating_add(T::DbWeight::get().reads(2_u64.saturating_mul(r.into())))
			.saturating_add(Weight::from_parts(0, 2_587).saturating_mul(r.into()))
	}
	// Storage: `ProofOfView::OpenStep` (r:1 w:1)
	// Proof: `ProofOfView::OpenStep` (`max_values`: Some(1), `max_size`: Some(140), added: 635, mode: `MaxEncodedLen`)
	// Storage: `Babe::CurrentSlot` (r:1 w:0)
	// Proof: `Babe::CurrentSlot` (`max_values`: Some(1), `max_size`: Some(8), added: 503, mode: `MaxEncodedLen`)
	// Storage: `ProofOfView::Authorities` (r:1 w:0)
	// Proof: `ProofOfView::Authorities` (`max_values`: None, `max_size`: Some(6414), added: 8889, mode: `MaxEncodedLen`)
	// Storage: `System::BlockHash` (r:1 w:0)
	// Proof: `System::BlockHash` (`max_values`: None, `max_size`: Some(44), added: 2519, mode: `MaxEncodedLen`)
	fn vote_step() -> Weight {
		// Measured proof: 7015 bytes; shortest run: 109_553 ns.
		Weight::from_parts(138_146_000, 9_879)
			.saturating_add(T::DbWeight::get().reads(4_u64))
			.saturating_add(T::DbWeight::get().writes(1_u64))
	}
	// Storage: `ProofOfView::OpenStep` (r:1 w:0)
	// Proof: `ProofOfView::OpenStep` (`max_values`: Some(1), `max_size`: Some(140), added: 635, mode: `MaxEncodedLen`)
	// Storage: `Babe::CurrentSlot` (r:1 w:0)
	// Proof: `Babe::CurrentSlot` (`max_values`: Some(1), `max_size`: Some(8), added: 503, mode: `MaxEncodedLen`)
	// Storage: `ProofOfView::Authorities` (r:1 w:0)
	// Proof: `ProofOfView::Authorities` (`max_values`: None, `max_size`: Some(6414), added: 8889, mode: `MaxEncodedLen`)
	// Storage: `System::BlockHash` (r:1 w:0)
	// Proof: `System::BlockHash` (`max_values`: None, `max_size`: Some(44), added: 2519, mode: `MaxEncodedLen`)
	fn authorize_vote_step() -> Weight {
		// Measured proof: 7015 bytes; shortest run: 67_951 ns.
		Weight::from_parts(99_799_000, 9_879).saturating_add(T::DbWeight::get().reads(4_u64))
	}
	// Storage: `ProofOfView::OpenStep` (r:1 w:1)
	// Proof: `ProofOfView::OpenStep` (`max_values`: Some(1), `max_size`: Some(140), added: 635, mode: `MaxEncodedLen`)
	// Storage: `Babe::CurrentSlot` (r:1 w:0)
	// Proof: `Babe::CurrentSlot` (`max_values`: Some(1), `max_size`: Some(8), added: 503, mode: `MaxEncodedLen`)
	// Storage: `ProofOfView::Authorities` (r:1 w:0)
	// Proof: `ProofOfView::Authorities` (`max_values`: None, `max_size`: Some(6414), added: 8889, mode: `MaxEncodedLen`)
	// Storage: `System::BlockHash` (r:1 w:0)
	// Proof: `System::BlockHash` (`max_values`: None, `max_size`: Some(44), added: 2519, mode: `MaxEncodedLen`)
	// Storage: `Payouts::Summing` (r:1 w:1)
	// Proof: `Payouts::Summing` (`max_values`: Some(1), `max_size`: Some(44), added: 539, mode: `MaxEncodedLen`)
	// Storage: `Payouts::Generations` (r:1 w:1)
	// Proof: `Payouts::Generations` (`max_values`: Some(1), `max_size`: Some(8), added: 503, mode: `MaxEncodedLen`)
	// Storage: `Payouts::OpenTotal` (r:1 w:1)
	// Proof: `Payouts::OpenTotal` (`max_values`: Some(1), `max_size`: Some(16), added: 511, mode: `MaxEncodedLen`)
	// Storage: `Payouts::SumsOpen` (r:1 w:1)
	// Proof: `Payouts::SumsOpen` (`max_values`: Some(1), `max_size`: Some(16), added: 511, mode: `MaxEncodedLen`)
	// Storage: `Payouts::ExpiryQueue` (r:256 w:256)
	// Proof: `Payouts::ExpiryQueue` (`max_values`: None, `max_size`: Some(24), added: 2499, mode: `MaxEncodedLen`)
	// Storage: `Payouts::Rounds` (r:256 w:256)
	// Proof: `Payouts::Rounds` (`max_values`: None, `max_size`: Some(112), added: 2587, mode: `MaxEncodedLen`)
	// Storage: `Payouts::SumTrees` (r:1 w:2)
	// Proof: `Payouts::SumTrees` (`max_values`: None, `max_size`: Some(97), added: 2572, mode: `MaxEncodedLen`)
	// Storage: `Payouts::Owed` (r:1 w:1)
	// Proof: `Payouts::Owed` (`max_values`: None, `max_size`: Some(64), added: 2539, mode: `MaxEncodedLen`)
	// Storage: `System::Account` (r:2 w:2)
	// Proof: `System::Account` (`max_values`: None, `max_size`: Some(128), added: 2603, mode: `MaxEncodedLen`)
	// Storage: `Payouts::OwedTotal` (r:1 w:1)
	// Proof: `Payouts::OwedTotal` (`max_values`: Some(1), `max_size`: Some(16), added: 511, mode: `MaxEncodedLen`)
	// Storage: `Payouts::TotalPaid` (r:1 w:1)
	// Proof: `Payouts::TotalPaid` (`max_values`: Some(1), `max_size`: Some(16), added: 511, mode: `MaxEncodedLen`)
	// Storage: `Payouts::Summed` (r:0 w:1)
	// Proof: `Payouts::Summed` (`max_values`: Some(1), `max_size`: Some(8), added: 503, mode: `MaxEncodedLen`)
	// Storage: `Payouts::SumSteps` (r:0 w:1)
	// Proof: `Payouts::SumSteps` (`max_values`: Some(1), `max_size`: Some(8), added: 503, mode: `MaxEncodedLen`)
	// Storage: `Payouts::StaleBitmaps` (r:0 w:256)
	// Proof: `Payouts::StaleBitmaps` (`max_values`: None, `max_size`: Some(16), added: 2491, mode: `MaxEncodedLen`)
	// `r` is 1 to 256.
	fn accept_step(r: u32) -> Weight {
		// Measured proof: 7692 bytes + r * 79; shortest run: 230_994 ns.
		Weight::from_parts(81_479_942, 9_879)
			// Standard error: 182_626.
			.saturating_add(Weight::from_parts(11_224_816, 0).saturating_mul(r.into()))
			.saturating_add(T::DbWeight::get().reads(14_u64))
			.saturating_add(T::DbWeight::get().reads(2_u64.saturating_mul(r.into())))
			.saturating_add(T::DbWeight::get().writes(14_u64))
			.saturating_add(T::DbWeight::get().writes(3_u64.saturating_mul(r.into())))
			.saturating_add(Weight::from_parts(0, 2_587).saturating_mul(r.into()))
	}
	// Storage: `ProofOfView::OpenBatches` (r:22 w:2)
	// Proof: `ProofOfView::OpenBatches` (`max_values`: None, `max_size`: Some(14550), added: 17025, mode: `MaxEncodedLen`)
	// Storage: `Babe::CurrentSlot` (r:1 w:0)
	// Proof: `Babe::CurrentSlot` (`max_values`: Some(1), `max_size`: Some(8), added: 503, mode: `MaxEncodedLen`)
	// Storage: `Payouts::LastPaidRound` (r:1 w:0)
	// Proof: `Payouts::LastPaidRound` (`max_values`: Some(1), `max_size`: Some(8), added: 503, mode: `MaxEncodedLen`)
	// Storage: `ProofOfView::CounterForOpenBatches` (r:1 w:1)
	// Proof: `ProofOfView::CounterForOpenBatches` (`max_values`: Some(1), `max_size`: Some(4), added: 499, mode: `MaxEncodedLen`)
	// `n` is 0 to 2.
	fn lapse(n: u32) -> Weight {
		// Measured proof: 1542 bytes + n * 14442; shortest run: 62_012 ns.
		Weight::from_parts(74_712_640, 375_540)
			// Standard error: 484_947.
			.saturating_add(Weight::from_parts(42_374_140, 0).saturating_mul(n.into()))
			.saturating_add(T::DbWeight::get().reads(24_u64))
			.saturating_add(T::DbWeight::get().reads(1_u64.saturating_mul(n.into())))
			.saturating_add(T::DbWeight::get().writes(2_u64.saturating_mul(n.into())))
	}
}

/// The same for tests.
impl WeightInfo for () {
	fn propose_batch(t: u32, _p: u32, _b: u32) -> Weight {
		Weight::from_parts(597_561_449, 18_015)
			.saturating_add(Weight::from_parts(9_512_496, 0).saturating_mul(t.into()))
			.saturating_add(RocksDbWeight::get().reads(10_u64))
			.saturating_add(RocksDbWeight::get().reads(2_u64.saturating_mul(t.into())))
			.saturating_add(RocksDbWeight::get().writes(3_u64))
			.saturating_add(Weight::from_parts(0, 2_690).saturating_mul(t.into()))
	}
	fn take_bills(_b: u32) -> Weight {
		RocksDbWeight::get().writes(1)
	}
	fn authorize_propose_batch(t: u32, _b: u32) -> Weight {
		Weight::from_parts(137_441_770, 18_015)
			.saturating_add(Weight::from_parts(390_465, 0).saturating_mul(t.into()))
			.saturating_add(RocksDbWeight::get().reads(7_u64))
	}
	fn vote_batch() -> Weight {
		Weight::from_parts(218_587_000, 18_015)
			.saturating_add(RocksDbWeight::get().reads(6_u64))
			.saturating_add(RocksDbWeight::get().writes(2_u64))
	}
	fn authorize_vote_batch() -> Weight {
		Weight::from_parts(145_157_000, 18_015).saturating_add(RocksDbWeight::get().reads(5_u64))
	}
	fn accept_batch(t: u32, p: u32, v: u32) -> Weight {
		Weight::from_parts(9_376_582_000, 18_015)
			.saturating_add(Weight::from_parts(102_473_216, 0).saturating_mul(t.into()))
			.saturating_add(Weight::from_parts(51_491_634, 0).saturating_mul(v.into()))
			.saturating_add(RocksDbWeight::get().reads(21_u64))
			.saturating_add(RocksDbWeight::get().reads(8_u64.saturating_mul(t.into())))
			.saturating_add(RocksDbWeight::get().reads(4_u64.saturating_mul(p.into())))
			.saturating_add(RocksDbWeight::get().reads(4_u64.saturating_mul(v.into())))
			.saturating_add(RocksDbWeight::get().writes(18_u64))
			.saturating_add(RocksDbWeight::get().writes(5_u64.saturating_mul(t.into())))
			.saturating_add(RocksDbWeight::get().writes(2_u64.saturating_mul(p.into())))
			.saturating_add(RocksDbWeight::get().writes(2_u64.saturating_mul(v.into())))
			.saturating_add(Weight::from_parts(0, 2_638).saturating_mul(p.into()))
			.saturating_add(Weight::from_parts(0, 5_203).saturating_mul(t.into()))
			.saturating_add(Weight::from_parts(0, 2_608).saturating_mul(v.into()))
	}
	fn reject_batch() -> Weight {
		Weight::from_parts(275_411_000, 28_021)
			.saturating_add(RocksDbWeight::get().reads(14_u64))
			.saturating_add(RocksDbWeight::get().writes(10_u64))
	}
	fn report_equivocation() -> Weight {
		Weight::from_parts(2_178_431_000, 268_747)
			.saturating_add(RocksDbWeight::get().reads(110_u64))
			.saturating_add(RocksDbWeight::get().writes(6_u64))
	}
	fn propose_step(r: u32) -> Weight {
		Weight::from_parts(64_960_299, 9_879)
			.saturating_add(Weight::from_parts(8_586_931, 0).saturating_mul(r.into()))
			.saturating_add(RocksDbWeight::get().reads(14_u64))
			.saturating_add(RocksDbWeight::get().reads(2_u64.saturating_mul(r.into())))
			.saturating_add(RocksDbWeight::get().writes(3_u64))
			.saturating_add(Weight::from_parts(0, 2_587).saturating_mul(r.into()))
	}
	fn authorize_propose_step(r: u32) -> Weight {
		Weight::from_parts(92_886_073, 9_879)
			.saturating_add(Weight::from_parts(5_725_529, 0).saturating_mul(r.into()))
			.saturating_add(RocksDbWeight::get().reads(14_u64))
			.saturating_add(RocksDbWeight::get().reads(2_u64.saturating_mul(r.into())))
			.saturating_add(Weight::from_parts(0, 2_587).saturating_mul(r.into()))
	}
	fn vote_step() -> Weight {
		Weight::from_parts(138_146_000, 9_879)
			.saturating_add(RocksDbWeight::get().reads(4_u64))
			.saturating_add(RocksDbWeight::get().writes(1_u64))
	}
	fn authorize_vote_step() -> Weight {
		Weight::from_parts(99_799_000, 9_879).saturating_add(RocksDbWeight::get().reads(4_u64))
	}
	fn accept_step(r: u32) -> Weight {
		Weight::from_parts(81_479_942, 9_879)
			.saturating_add(Weight::from_parts(11_224_816, 0).saturating_mul(r.into()))
			.saturating_add(RocksDbWeight::get().reads(14_u64))
			.saturating_add(RocksDbWeight::get().reads(2_u64.saturating_mul(r.into())))
			.saturating_add(RocksDbWeight::get().writes(14_u64))
			.saturating_add(RocksDbWeight::get().writes(3_u64.saturating_mul(r.into())))
			.saturating_add(Weight::from_parts(0, 2_587).saturating_mul(r.into()))
	}
	fn lapse(n: u32) -> Weight {
		Weight::from_parts(74_712_640, 375_540)
			.saturating_add(Weight::from_parts(42_374_140, 0).saturating_mul(n.into()))
			.saturating_add(RocksDbWeight::get().reads(24_u64))
			.saturating_add(RocksDbWeight::get().reads(1_u64.saturating_mul(n.into())))
			.saturating_add(RocksDbWeight::get().writes(2_u64.saturating_mul(n.into())))
	}
}
