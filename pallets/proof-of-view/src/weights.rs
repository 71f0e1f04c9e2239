//! Weights of `pallet_proof_of_view`, measured. Made by `scripts/benchmark-weights.sh`: do not edit.
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
	/// Weight of `propose_batch`, `t` from 1 to 256, `p` from 1 to 64.
	fn propose_batch(t: u32, p: u32) -> Weight;
	/// Weight of `authorize_propose_batch`, `t` from 1 to 256.
	fn authorize_propose_batch(t: u32) -> Weight;
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
	/// Weight of `lapse`, `n` from 0 to 2.
	fn lapse(n: u32) -> Weight;
}

/// Weights as measured in the runtime.
#[derive(Debug)]
pub struct SubstrateWeight<T>(PhantomData<T>);

impl<T: frame_system::Config> WeightInfo for SubstrateWeight<T> {
	fn propose_step(r: u32) -> Weight {
		Weight::from_parts(95_000_000, 3_593)
			.saturating_add(Weight::from_parts(9_000_000, 0).saturating_mul(r.into()))
			.saturating_add(T::DbWeight::get().reads(14_u64))
			.saturating_add(T::DbWeight::get().reads(4_u64.saturating_mul(r.into())))
			.saturating_add(T::DbWeight::get().writes(3_u64))
			.saturating_add(Weight::from_parts(0, 2_587).saturating_mul(r.into()))
	}
	fn authorize_propose_step(r: u32) -> Weight {
		Weight::from_parts(80_000_000, 9_654)
			.saturating_add(Weight::from_parts(9_000_000, 0).saturating_mul(r.into()))
			.saturating_add(T::DbWeight::get().reads(14_u64))
			.saturating_add(T::DbWeight::get().reads(4_u64.saturating_mul(r.into())))
			.saturating_add(Weight::from_parts(0, 2_587).saturating_mul(r.into()))
	}
	fn vote_step() -> Weight {
		Weight::from_parts(78_000_000, 9_654)
			.saturating_add(T::DbWeight::get().reads(4_u64))
			.saturating_add(T::DbWeight::get().writes(1_u64))
	}
	fn authorize_vote_step() -> Weight {
		Weight::from_parts(74_000_000, 9_654).saturating_add(T::DbWeight::get().reads(4_u64))
	}
	fn accept_step(r: u32) -> Weight {
		Weight::from_parts(170_000_000, 9_654)
			.saturating_add(Weight::from_parts(14_000_000, 0).saturating_mul(r.into()))
			.saturating_add(T::DbWeight::get().reads(22_u64))
			.saturating_add(T::DbWeight::get().reads(2_u64.saturating_mul(r.into())))
			.saturating_add(T::DbWeight::get().writes(14_u64))
			.saturating_add(T::DbWeight::get().writes(3_u64.saturating_mul(r.into())))
			.saturating_add(Weight::from_parts(0, 2_587).saturating_mul(r.into()))
	}
	// Storage: `Babe::CurrentSlot` (r:1 w:0)
	// Proof: `Babe::CurrentSlot` (`max_values`: Some(1), `max_size`: Some(8), added: 503, mode: `MaxEncodedLen`)
	// Storage: `ProofOfView::CurrentSession` (r:1 w:0)
	// Proof: `ProofOfView::CurrentSession` (`max_values`: Some(1), `max_size`: Some(4), added: 499, mode: `MaxEncodedLen`)
	// Storage: `ProofOfView::Authorities` (r:1 w:0)
	// Proof: `ProofOfView::Authorities` (`max_values`: None, `max_size`: Some(6414), added: 8889, mode: `MaxEncodedLen`)
	// Storage: `Payouts::LastPaidRound` (r:1 w:0)
	// Proof: `Payouts::LastPaidRound` (`max_values`: Some(1), `max_size`: Some(8), added: 503, mode: `MaxEncodedLen`)
	// Storage: `ProofOfView::OpenBatches` (r:1 w:1)
	// Proof: `ProofOfView::OpenBatches` (`max_values`: None, `max_size`: Some(14485), added: 16960, mode: `MaxEncodedLen`)
	// Storage: `ProofOfView::ClosedRounds` (r:1 w:0)
	// Proof: `ProofOfView::ClosedRounds` (`max_values`: Some(1), `max_size`: Some(169), added: 664, mode: `MaxEncodedLen`)
	// Storage: `System::BlockHash` (r:1 w:0)
	// Proof: `System::BlockHash` (`max_values`: None, `max_size`: Some(44), added: 2519, mode: `MaxEncodedLen`)
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
	fn propose_batch(t: u32, p: u32) -> Weight {
		// Measured proof: 6933 bytes + t * 296; shortest run: 155_161 ns.
		Weight::from_parts(34_261_515, 17_950)
			// Standard error: 39_966.
			.saturating_add(Weight::from_parts(7_892_742, 0).saturating_mul(t.into()))
			// Standard error: 160_799.
			.saturating_add(Weight::from_parts(1_398_769, 0).saturating_mul(p.into()))
			.saturating_add(T::DbWeight::get().reads(9_u64))
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
	// Proof: `ProofOfView::OpenBatches` (`max_values`: None, `max_size`: Some(14485), added: 16960, mode: `MaxEncodedLen`)
	// Storage: `ProofOfView::ClosedRounds` (r:1 w:0)
	// Proof: `ProofOfView::ClosedRounds` (`max_values`: Some(1), `max_size`: Some(169), added: 664, mode: `MaxEncodedLen`)
	// Storage: `System::BlockHash` (r:1 w:0)
	// Proof: `System::BlockHash` (`max_values`: None, `max_size`: Some(44), added: 2519, mode: `MaxEncodedLen`)
	// `t` is 1 to 256.
	fn authorize_propose_batch(t: u32) -> Weight {
		// Measured proof: 6827 bytes; shortest run: 92_889 ns.
		Weight::from_parts(107_100_429, 17_950)
			// Standard error: 6_069.
			.saturating_add(Weight::from_parts(390_565, 0).saturating_mul(t.into()))
			.saturating_add(T::DbWeight::get().reads(7_u64))
	}
	// Storage: `ProofOfView::OpenBatches` (r:1 w:1)
	// Proof: `ProofOfView::OpenBatches` (`max_values`: None, `max_size`: Some(14485), added: 16960, mode: `MaxEncodedLen`)
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
		// Measured proof: 21441 bytes; shortest run: 120_500 ns.
		Weight::from_parts(141_251_000, 17_950)
			.saturating_add(T::DbWeight::get().reads(6_u64))
			.saturating_add(T::DbWeight::get().writes(2_u64))
	}
	// Storage: `ProofOfView::OpenBatches` (r:1 w:0)
	// Proof: `ProofOfView::OpenBatches` (`max_values`: None, `max_size`: Some(14485), added: 16960, mode: `MaxEncodedLen`)
	// Storage: `Babe::CurrentSlot` (r:1 w:0)
	// Proof: `Babe::CurrentSlot` (`max_values`: Some(1), `max_size`: Some(8), added: 503, mode: `MaxEncodedLen`)
	// Storage: `Payouts::LastPaidRound` (r:1 w:0)
	// Proof: `Payouts::LastPaidRound` (`max_values`: Some(1), `max_size`: Some(8), added: 503, mode: `MaxEncodedLen`)
	// Storage: `ProofOfView::Authorities` (r:1 w:0)
	// Proof: `ProofOfView::Authorities` (`max_values`: None, `max_size`: Some(6414), added: 8889, mode: `MaxEncodedLen`)
	// Storage: `System::BlockHash` (r:1 w:0)
	// Proof: `System::BlockHash` (`max_values`: None, `max_size`: Some(44), added: 2519, mode: `MaxEncodedLen`)
	fn authorize_vote_batch() -> Weight {
		// Measured proof: 21397 bytes; shortest run: 92_418 ns.
		Weight::from_parts(100_120_000, 17_950).saturating_add(T::DbWeight::get().reads(5_u64))
	}
	// Storage: `ProofOfView::OpenBatches` (r:1 w:1)
	// Proof: `ProofOfView::OpenBatches` (`max_values`: None, `max_size`: Some(14485), added: 16960, mode: `MaxEncodedLen`)
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
		// Measured proof: 1652 bytes + p * 48 + t * 341 + v * 294; shortest run: 7_802_684 ns.
		Weight::from_parts(7_911_676_000, 17_950)
			// Standard error: 461_113.
			.saturating_add(Weight::from_parts(93_299_770, 0).saturating_mul(t.into()))
			// Standard error: 1_187_310.
			.saturating_add(Weight::from_parts(17_343_598, 0).saturating_mul(v.into()))
			.saturating_add(T::DbWeight::get().reads(19_u64))
			.saturating_add(T::DbWeight::get().reads(7_u64.saturating_mul(t.into())))
			.saturating_add(T::DbWeight::get().reads(2_u64.saturating_mul(p.into())))
			.saturating_add(T::DbWeight::get().reads(4_u64.saturating_mul(v.into())))
			.saturating_add(T::DbWeight::get().writes(18_u64))
			.saturating_add(T::DbWeight::get().writes(5_u64.saturating_mul(t.into())))
			.saturating_add(T::DbWeight::get().writes(2_u64.saturating_mul(p.into())))
			.saturating_add(T::DbWeight::get().writes(2_u64.saturating_mul(v.into())))
			.saturating_add(Weight::from_parts(0, 2_638).saturating_mul(p.into()))
			.saturating_add(Weight::from_parts(0, 5_206).saturating_mul(t.into()))
			.saturating_add(Weight::from_parts(0, 2_601).saturating_mul(v.into()))
	}
	// Storage: `ProofOfView::OpenBatches` (r:1 w:1)
	// Proof: `ProofOfView::OpenBatches` (`max_values`: None, `max_size`: Some(14485), added: 16960, mode: `MaxEncodedLen`)
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
	// Proof: `Balances::Holds` (`max_values`: None, `max_size`: Some(175), added: 2650, mode: `MaxEncodedLen`)
	// Storage: `System::Account` (r:2 w:2)
	// Proof: `System::Account` (`max_values`: None, `max_size`: Some(128), added: 2603, mode: `MaxEncodedLen`)
	fn reject_batch() -> Weight {
		// Measured proof: 24523 bytes; shortest run: 249_902 ns.
		Weight::from_parts(273_959_000, 27_988)
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
	// Proof: `Balances::Holds` (`max_values`: None, `max_size`: Some(175), added: 2650, mode: `MaxEncodedLen`)
	// Storage: `System::Account` (r:2 w:2)
	// Proof: `System::Account` (`max_values`: None, `max_size`: Some(128), added: 2603, mode: `MaxEncodedLen`)
	// Storage: `Babe::CurrentSlot` (r:1 w:0)
	// Proof: `Babe::CurrentSlot` (`max_values`: Some(1), `max_size`: Some(8), added: 503, mode: `MaxEncodedLen`)
	fn report_equivocation() -> Weight {
		// Measured proof: 20257 bytes; shortest run: 1_847_687 ns.
		Weight::from_parts(1_934_817_000, 268_747)
			.saturating_add(T::DbWeight::get().reads(110_u64))
			.saturating_add(T::DbWeight::get().writes(6_u64))
	}
	// Storage: `ProofOfView::OpenBatches` (r:22 w:2)
	// Proof: `ProofOfView::OpenBatches` (`max_values`: None, `max_size`: Some(14485), added: 16960, mode: `MaxEncodedLen`)
	// Storage: `Babe::CurrentSlot` (r:1 w:0)
	// Proof: `Babe::CurrentSlot` (`max_values`: Some(1), `max_size`: Some(8), added: 503, mode: `MaxEncodedLen`)
	// Storage: `Payouts::LastPaidRound` (r:1 w:0)
	// Proof: `Payouts::LastPaidRound` (`max_values`: Some(1), `max_size`: Some(8), added: 503, mode: `MaxEncodedLen`)
	// Storage: `ProofOfView::CounterForOpenBatches` (r:1 w:1)
	// Proof: `ProofOfView::CounterForOpenBatches` (`max_values`: Some(1), `max_size`: Some(4), added: 499, mode: `MaxEncodedLen`)
	// `n` is 0 to 2.
	fn lapse(n: u32) -> Weight {
		// Measured proof: 1510 bytes + n * 14441; shortest run: 53_961 ns.
		Weight::from_parts(60_548_967, 374_110)
			// Standard error: 532_881.
			.saturating_add(Weight::from_parts(32_860_672, 0).saturating_mul(n.into()))
			.saturating_add(T::DbWeight::get().reads(24_u64))
			.saturating_add(T::DbWeight::get().reads(1_u64.saturating_mul(n.into())))
			.saturating_add(T::DbWeight::get().writes(2_u64.saturating_mul(n.into())))
	}
}

/// The same for tests.
impl WeightInfo for () {
	fn propose_step(r: u32) -> Weight {
		Weight::from_parts(95_000_000, 3_593)
			.saturating_add(Weight::from_parts(9_000_000, 0).saturating_mul(r.into()))
			.saturating_add(RocksDbWeight::get().reads(14_u64))
			.saturating_add(RocksDbWeight::get().reads(4_u64.saturating_mul(r.into())))
			.saturating_add(RocksDbWeight::get().writes(3_u64))
			.saturating_add(Weight::from_parts(0, 2_587).saturating_mul(r.into()))
	}
	fn authorize_propose_step(r: u32) -> Weight {
		Weight::from_parts(80_000_000, 9_654)
			.saturating_add(Weight::from_parts(9_000_000, 0).saturating_mul(r.into()))
			.saturating_add(RocksDbWeight::get().reads(14_u64))
			.saturating_add(RocksDbWeight::get().reads(4_u64.saturating_mul(r.into())))
			.saturating_add(Weight::from_parts(0, 2_587).saturating_mul(r.into()))
	}
	fn vote_step() -> Weight {
		Weight::from_parts(78_000_000, 9_654)
			.saturating_add(RocksDbWeight::get().reads(4_u64))
			.saturating_add(RocksDbWeight::get().writes(1_u64))
	}
	fn authorize_vote_step() -> Weight {
		Weight::from_parts(74_000_000, 9_654).saturating_add(RocksDbWeight::get().reads(4_u64))
	}
	fn accept_step(r: u32) -> Weight {
		Weight::from_parts(170_000_000, 9_654)
			.saturating_add(Weight::from_parts(14_000_000, 0).saturating_mul(r.into()))
			.saturating_add(RocksDbWeight::get().reads(22_u64))
			.saturating_add(RocksDbWeight::get().reads(2_u64.saturating_mul(r.into())))
			.saturating_add(RocksDbWeight::get().writes(14_u64))
			.saturating_add(RocksDbWeight::get().writes(3_u64.saturating_mul(r.into())))
			.saturating_add(Weight::from_parts(0, 2_587).saturating_mul(r.into()))
	}
	fn propose_batch(t: u32, p: u32) -> Weight {
		Weight::from_parts(34_261_515, 17_950)
			.saturating_add(Weight::from_parts(7_892_742, 0).saturating_mul(t.into()))
			.saturating_add(Weight::from_parts(1_398_769, 0).saturating_mul(p.into()))
			.saturating_add(RocksDbWeight::get().reads(9_u64))
			.saturating_add(RocksDbWeight::get().reads(2_u64.saturating_mul(t.into())))
			.saturating_add(RocksDbWeight::get().writes(3_u64))
			.saturating_add(Weight::from_parts(0, 2_690).saturating_mul(t.into()))
	}
	fn authorize_propose_batch(t: u32) -> Weight {
		Weight::from_parts(107_100_429, 17_950)
			.saturating_add(Weight::from_parts(390_565, 0).saturating_mul(t.into()))
			.saturating_add(RocksDbWeight::get().reads(7_u64))
	}
	fn vote_batch() -> Weight {
		Weight::from_parts(141_251_000, 17_950)
			.saturating_add(RocksDbWeight::get().reads(6_u64))
			.saturating_add(RocksDbWeight::get().writes(2_u64))
	}
	fn authorize_vote_batch() -> Weight {
		Weight::from_parts(100_120_000, 17_950).saturating_add(RocksDbWeight::get().reads(5_u64))
	}
	fn accept_batch(t: u32, p: u32, v: u32) -> Weight {
		Weight::from_parts(7_911_676_000, 17_950)
			.saturating_add(Weight::from_parts(93_299_770, 0).saturating_mul(t.into()))
			.saturating_add(Weight::from_parts(17_343_598, 0).saturating_mul(v.into()))
			.saturating_add(RocksDbWeight::get().reads(19_u64))
			.saturating_add(RocksDbWeight::get().reads(7_u64.saturating_mul(t.into())))
			.saturating_add(RocksDbWeight::get().reads(2_u64.saturating_mul(p.into())))
			.saturating_add(RocksDbWeight::get().reads(4_u64.saturating_mul(v.into())))
			.saturating_add(RocksDbWeight::get().writes(18_u64))
			.saturating_add(RocksDbWeight::get().writes(5_u64.saturating_mul(t.into())))
			.saturating_add(RocksDbWeight::get().writes(2_u64.saturating_mul(p.into())))
			.saturating_add(RocksDbWeight::get().writes(2_u64.saturating_mul(v.into())))
			.saturating_add(Weight::from_parts(0, 2_638).saturating_mul(p.into()))
			.saturating_add(Weight::from_parts(0, 5_206).saturating_mul(t.into()))
			.saturating_add(Weight::from_parts(0, 2_601).saturating_mul(v.into()))
	}
	fn reject_batch() -> Weight {
		Weight::from_parts(273_959_000, 27_988)
			.saturating_add(RocksDbWeight::get().reads(14_u64))
			.saturating_add(RocksDbWeight::get().writes(10_u64))
	}
	fn report_equivocation() -> Weight {
		Weight::from_parts(1_934_817_000, 268_747)
			.saturating_add(RocksDbWeight::get().reads(110_u64))
			.saturating_add(RocksDbWeight::get().writes(6_u64))
	}
	fn lapse(n: u32) -> Weight {
		Weight::from_parts(60_548_967, 374_110)
			.saturating_add(Weight::from_parts(32_860_672, 0).saturating_mul(n.into()))
			.saturating_add(RocksDbWeight::get().reads(24_u64))
			.saturating_add(RocksDbWeight::get().reads(1_u64.saturating_mul(n.into())))
			.saturating_add(RocksDbWeight::get().writes(2_u64.saturating_mul(n.into())))
	}
}
