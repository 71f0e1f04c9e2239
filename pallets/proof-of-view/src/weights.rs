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
	/// Weight of `propose_batch`, `t` from 1 to 192, `p` from 1 to 64, `b` from 0 to 2.
	fn propose_batch(t: u32, p: u32, b: u32) -> Weight;
	/// Weight of `authorize_propose_batch`, `t` from 1 to 192, `b` from 0 to 2.
	fn authorize_propose_batch(t: u32, b: u32) -> Weight;
	/// Weight of `vote_batch`.
	fn vote_batch() -> Weight;
	/// Weight of `authorize_vote_batch`.
	fn authorize_vote_batch() -> Weight;
	/// Weight of `take_bills`, `b` from 1 to 2.
	fn take_bills(b: u32) -> Weight;
	/// Weight of `accept_batch`, `t` from 1 to 192, `p` from 1 to 64, `v` from 2 to 100.
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
	// Proof: `ProofOfView::OpenBatches` (`max_values`: None, `max_size`: Some(11738), added: 14213, mode: `MaxEncodedLen`)
	// Storage: `ProofOfView::ClosedRounds` (r:1 w:0)
	// Proof: `ProofOfView::ClosedRounds` (`max_values`: Some(1), `max_size`: Some(169), added: 664, mode: `MaxEncodedLen`)
	// Storage: `System::BlockHash` (r:1 w:0)
	// Proof: `System::BlockHash` (`max_values`: None, `max_size`: Some(44), added: 2519, mode: `MaxEncodedLen`)
	// Storage: `Payouts::TitleCap` (r:1 w:0)
	// Proof: `Payouts::TitleCap` (`max_values`: Some(1), `max_size`: Some(14), added: 509, mode: `MaxEncodedLen`)
	// Storage: `ContentRegistry::Titles` (r:192 w:0)
	// Proof: `ContentRegistry::Titles` (`max_values`: None, `max_size`: Some(215), added: 2690, mode: `MaxEncodedLen`)
	// Storage: `ContentRegistry::States` (r:192 w:0)
	// Proof: `ContentRegistry::States` (`max_values`: None, `max_size`: Some(67), added: 2542, mode: `MaxEncodedLen`)
	// Storage: `ProofOfView::LastVoted` (r:1 w:1)
	// Proof: `ProofOfView::LastVoted` (`max_values`: None, `max_size`: Some(56), added: 2531, mode: `MaxEncodedLen`)
	// Storage: `ProofOfView::CounterForOpenBatches` (r:1 w:1)
	// Proof: `ProofOfView::CounterForOpenBatches` (`max_values`: Some(1), `max_size`: Some(4), added: 499, mode: `MaxEncodedLen`)
	// Storage: `ProofOfView::OpenBills` (r:0 w:1)
	// Proof: `ProofOfView::OpenBills` (`max_values`: None, `max_size`: Some(10267), added: 12742, mode: `MaxEncodedLen`)
	// `t` is 1 to 192.
	// `p` is 1 to 64.
	// `b` is 0 to 2.
	fn propose_batch(t: u32, _p: u32, b: u32) -> Weight {
		// Measured proof: 7017 bytes + t * 295; shortest run: 327_359 ns.
		Weight::from_parts(204_987_388, 15_203)
			// Standard error: 55_518.
			.saturating_add(Weight::from_parts(7_506_632, 0).saturating_mul(t.into()))
			// Standard error: 4_117_615.
			.saturating_add(Weight::from_parts(93_150_581, 0).saturating_mul(b.into()))
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
	// Proof: `ProofOfView::OpenBatches` (`max_values`: None, `max_size`: Some(11738), added: 14213, mode: `MaxEncodedLen`)
	// Storage: `ProofOfView::ClosedRounds` (r:1 w:0)
	// Proof: `ProofOfView::ClosedRounds` (`max_values`: Some(1), `max_size`: Some(169), added: 664, mode: `MaxEncodedLen`)
	// Storage: `System::BlockHash` (r:1 w:0)
	// Proof: `System::BlockHash` (`max_values`: None, `max_size`: Some(44), added: 2519, mode: `MaxEncodedLen`)
	// `t` is 1 to 192.
	// `b` is 0 to 2.
	fn authorize_propose_batch(t: u32, b: u32) -> Weight {
		// Measured proof: 6892 bytes; shortest run: 144_315 ns.
		Weight::from_parts(86_922_681, 15_203)
			// Standard error: 5_108.
			.saturating_add(Weight::from_parts(496_089, 0).saturating_mul(t.into()))
			// Standard error: 382_800.
			.saturating_add(Weight::from_parts(42_978_500, 0).saturating_mul(b.into()))
			.saturating_add(T::DbWeight::get().reads(7_u64))
	}
	// Storage: `ProofOfView::OpenBatches` (r:1 w:1)
	// Proof: `ProofOfView::OpenBatches` (`max_values`: None, `max_size`: Some(11738), added: 14213, mode: `MaxEncodedLen`)
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
		// Measured proof: 18695 bytes; shortest run: 121_491 ns.
		Weight::from_parts(141_632_000, 15_203)
			.saturating_add(T::DbWeight::get().reads(6_u64))
			.saturating_add(T::DbWeight::get().writes(2_u64))
	}
	// Storage: `ProofOfView::OpenBatches` (r:1 w:0)
	// Proof: `ProofOfView::OpenBatches` (`max_values`: None, `max_size`: Some(11738), added: 14213, mode: `MaxEncodedLen`)
	// Storage: `Babe::CurrentSlot` (r:1 w:0)
	// Proof: `Babe::CurrentSlot` (`max_values`: Some(1), `max_size`: Some(8), added: 503, mode: `MaxEncodedLen`)
	// Storage: `Payouts::LastPaidRound` (r:1 w:0)
	// Proof: `Payouts::LastPaidRound` (`max_values`: Some(1), `max_size`: Some(8), added: 503, mode: `MaxEncodedLen`)
	// Storage: `ProofOfView::Authorities` (r:1 w:0)
	// Proof: `ProofOfView::Authorities` (`max_values`: None, `max_size`: Some(6414), added: 8889, mode: `MaxEncodedLen`)
	// Storage: `System::BlockHash` (r:1 w:0)
	// Proof: `System::BlockHash` (`max_values`: None, `max_size`: Some(44), added: 2519, mode: `MaxEncodedLen`)
	fn authorize_vote_batch() -> Weight {
		// Measured proof: 18651 bytes; shortest run: 84_586 ns.
		Weight::from_parts(94_140_000, 15_203).saturating_add(T::DbWeight::get().reads(5_u64))
	}
	// Storage: `ProofOfView::OpenBills` (r:1 w:1)
	// Proof: `ProofOfView::OpenBills` (`max_values`: None, `max_size`: Some(10267), added: 12742, mode: `MaxEncodedLen`)
	// `b` is 1 to 2.
	fn take_bills(b: u32) -> Weight {
		// Measured proof: 269 bytes + b * 5125; shortest run: 12_008 ns.
		Weight::from_parts(11_824_953, 13_732)
			// Standard error: 187_077.
			.saturating_add(Weight::from_parts(3_054_373, 0).saturating_mul(b.into()))
			.saturating_add(T::DbWeight::get().reads(1_u64))
			.saturating_add(T::DbWeight::get().writes(1_u64))
	}
	// Storage: `ProofOfView::OpenBatches` (r:1 w:1)
	// Proof: `ProofOfView::OpenBatches` (`max_values`: None, `max_size`: Some(11738), added: 14213, mode: `MaxEncodedLen`)
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
	// Storage: `System::Account` (r:549 w:549)
	// Proof: `System::Account` (`max_values`: None, `max_size`: Some(128), added: 2603, mode: `MaxEncodedLen`)
	// Storage: `Payouts::TotalReceived` (r:1 w:1)
	// Proof: `Payouts::TotalReceived` (`max_values`: Some(1), `max_size`: Some(16), added: 511, mode: `MaxEncodedLen`)
	// Storage: `ContentRegistry::Titles` (r:192 w:0)
	// Proof: `ContentRegistry::Titles` (`max_values`: None, `max_size`: Some(215), added: 2690, mode: `MaxEncodedLen`)
	// Storage: `ContentRegistry::States` (r:192 w:0)
	// Proof: `ContentRegistry::States` (`max_values`: None, `max_size`: Some(67), added: 2542, mode: `MaxEncodedLen`)
	// Storage: `Rights::HoldersOf` (r:192 w:0)
	// Proof: `Rights::HoldersOf` (`max_values`: None, `max_size`: Some(1649), added: 4124, mode: `MaxEncodedLen`)
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
	// Storage: `Standing::Bonds` (r:64 w:0)
	// Proof: `Standing::Bonds` (`max_values`: None, `max_size`: Some(73), added: 2548, mode: `MaxEncodedLen`)
	// Storage: `Standing::ViewerBond` (r:1 w:0)
	// Proof: `Standing::ViewerBond` (`max_values`: Some(1), `max_size`: Some(16), added: 511, mode: `MaxEncodedLen`)
	// Storage: `FragmentStaking::Ledgers` (r:192 w:0)
	// Proof: `FragmentStaking::Ledgers` (`max_values`: None, `max_size`: Some(101), added: 2576, mode: `MaxEncodedLen`)
	// Storage: `ProofOfView::Views` (r:192 w:192)
	// Proof: `ProofOfView::Views` (`max_values`: None, `max_size`: Some(64), added: 2539, mode: `MaxEncodedLen`)
	// Storage: `ProofOfView::AcceptedCount` (r:1 w:1)
	// Proof: `ProofOfView::AcceptedCount` (`max_values`: Some(1), `max_size`: Some(8), added: 503, mode: `MaxEncodedLen`)
	// Storage: `ProofOfView::AcceptedRing` (r:1 w:1)
	// Proof: `ProofOfView::AcceptedRing` (`max_values`: None, `max_size`: Some(24), added: 2499, mode: `MaxEncodedLen`)
	// Storage: `ProofOfView::AcceptedBatches` (r:0 w:2)
	// Proof: `ProofOfView::AcceptedBatches` (`max_values`: None, `max_size`: Some(112), added: 2587, mode: `MaxEncodedLen`)
	// Storage: `Emission::FirstRewardedRound` (r:0 w:1)
	// Proof: `Emission::FirstRewardedRound` (`max_values`: Some(1), `max_size`: Some(8), added: 503, mode: `MaxEncodedLen`)
	// `t` is 1 to 192.
	// `p` is 1 to 64.
	// `v` is 2 to 100.
	fn accept_batch(t: u32, p: u32, v: u32) -> Weight {
		// Measured proof: 2002 bytes + p * 48 + t * 342 + v * 293; shortest run: 8_242_650 ns.
		Weight::from_parts(253_260_869, 422_464)
			// Standard error: 502_672.
			.saturating_add(Weight::from_parts(103_674_521, 0).saturating_mul(t.into()))
			// Standard error: 1_516_840.
			.saturating_add(Weight::from_parts(47_777_055, 0).saturating_mul(p.into()))
			// Standard error: 983_090.
			.saturating_add(Weight::from_parts(54_936_401, 0).saturating_mul(v.into()))
			.saturating_add(T::DbWeight::get().reads(20_u64))
			.saturating_add(T::DbWeight::get().reads(10_u64.saturating_mul(t.into())))
			.saturating_add(T::DbWeight::get().reads(4_u64.saturating_mul(p.into())))
			.saturating_add(T::DbWeight::get().reads(4_u64.saturating_mul(v.into())))
			.saturating_add(T::DbWeight::get().writes(17_u64))
			.saturating_add(T::DbWeight::get().writes(5_u64.saturating_mul(t.into())))
			.saturating_add(T::DbWeight::get().writes(2_u64.saturating_mul(p.into())))
			.saturating_add(T::DbWeight::get().writes(2_u64.saturating_mul(v.into())))
			.saturating_add(Weight::from_parts(0, 2_640).saturating_mul(p.into()))
			.saturating_add(Weight::from_parts(0, 5_206).saturating_mul(t.into()))
			.saturating_add(Weight::from_parts(0, 2_610).saturating_mul(v.into()))
	}
	// Storage: `ProofOfView::OpenBatches` (r:1 w:1)
	// Proof: `ProofOfView::OpenBatches` (`max_values`: None, `max_size`: Some(11738), added: 14213, mode: `MaxEncodedLen`)
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
	// Proof: `Balances::Holds` (`max_values`: None, `max_size`: Some(337), added: 2812, mode: `MaxEncodedLen`)
	// Storage: `System::Account` (r:2 w:2)
	// Proof: `System::Account` (`max_values`: None, `max_size`: Some(128), added: 2603, mode: `MaxEncodedLen`)
	fn reject_batch() -> Weight {
		// Measured proof: 21777 bytes; shortest run: 244_335 ns.
		Weight::from_parts(250_374_000, 25_242)
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
	// Proof: `Balances::Holds` (`max_values`: None, `max_size`: Some(337), added: 2812, mode: `MaxEncodedLen`)
	// Storage: `System::Account` (r:2 w:2)
	// Proof: `System::Account` (`max_values`: None, `max_size`: Some(128), added: 2603, mode: `MaxEncodedLen`)
	// Storage: `Babe::CurrentSlot` (r:1 w:0)
	// Proof: `Babe::CurrentSlot` (`max_values`: Some(1), `max_size`: Some(8), added: 503, mode: `MaxEncodedLen`)
	fn report_equivocation() -> Weight {
		// Measured proof: 20257 bytes; shortest run: 1_704_244 ns.
		Weight::from_parts(1_855_448_000, 268_747)
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
		// Measured proof: 7192 bytes + r * 79; shortest run: 116_143 ns.
		Weight::from_parts(112_735_873, 9_879)
			// Standard error: 45_740.
			.saturating_add(Weight::from_parts(7_170_512, 0).saturating_mul(r.into()))
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
		// Measured proof: 7192 bytes + r * 79; shortest run: 94_361 ns.
		Weight::from_parts(59_188_154, 9_879)
			// Standard error: 41_316.
			.saturating_add(Weight::from_parts(5_223_407, 0).saturating_mul(r.into()))
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
		// Measured proof: 7048 bytes; shortest run: 97_606 ns.
		Weight::from_parts(140_169_000, 9_879)
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
		// Measured proof: 7048 bytes; shortest run: 61_712 ns.
		Weight::from_parts(65_798_000, 9_879).saturating_add(T::DbWeight::get().reads(4_u64))
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
		// Measured proof: 7762 bytes + r * 79; shortest run: 183_083 ns.
		Weight::from_parts(191_009_553, 9_879)
			// Standard error: 56_103.
			.saturating_add(Weight::from_parts(8_211_950, 0).saturating_mul(r.into()))
			.saturating_add(T::DbWeight::get().reads(14_u64))
			.saturating_add(T::DbWeight::get().reads(2_u64.saturating_mul(r.into())))
			.saturating_add(T::DbWeight::get().writes(14_u64))
			.saturating_add(T::DbWeight::get().writes(3_u64.saturating_mul(r.into())))
			.saturating_add(Weight::from_parts(0, 2_587).saturating_mul(r.into()))
	}
	// Storage: `ProofOfView::OpenBatches` (r:22 w:2)
	// Proof: `ProofOfView::OpenBatches` (`max_values`: None, `max_size`: Some(11738), added: 14213, mode: `MaxEncodedLen`)
	// Storage: `Babe::CurrentSlot` (r:1 w:0)
	// Proof: `Babe::CurrentSlot` (`max_values`: Some(1), `max_size`: Some(8), added: 503, mode: `MaxEncodedLen`)
	// Storage: `Payouts::LastPaidRound` (r:1 w:0)
	// Proof: `Payouts::LastPaidRound` (`max_values`: Some(1), `max_size`: Some(8), added: 503, mode: `MaxEncodedLen`)
	// Storage: `ProofOfView::CounterForOpenBatches` (r:1 w:1)
	// Proof: `ProofOfView::CounterForOpenBatches` (`max_values`: Some(1), `max_size`: Some(4), added: 499, mode: `MaxEncodedLen`)
	// `n` is 0 to 2.
	fn lapse(n: u32) -> Weight {
		// Measured proof: 1575 bytes + n * 11630; shortest run: 53_270 ns.
		Weight::from_parts(59_471_683, 313_676)
			// Standard error: 230_202.
			.saturating_add(Weight::from_parts(33_681_607, 0).saturating_mul(n.into()))
			.saturating_add(T::DbWeight::get().reads(24_u64))
			.saturating_add(T::DbWeight::get().reads(1_u64.saturating_mul(n.into())))
			.saturating_add(T::DbWeight::get().writes(2_u64.saturating_mul(n.into())))
	}
}

/// The same for tests.
impl WeightInfo for () {
	fn propose_batch(t: u32, _p: u32, b: u32) -> Weight {
		Weight::from_parts(204_987_388, 15_203)
			.saturating_add(Weight::from_parts(7_506_632, 0).saturating_mul(t.into()))
			.saturating_add(Weight::from_parts(93_150_581, 0).saturating_mul(b.into()))
			.saturating_add(RocksDbWeight::get().reads(10_u64))
			.saturating_add(RocksDbWeight::get().reads(2_u64.saturating_mul(t.into())))
			.saturating_add(RocksDbWeight::get().writes(3_u64))
			.saturating_add(Weight::from_parts(0, 2_690).saturating_mul(t.into()))
	}
	fn authorize_propose_batch(t: u32, b: u32) -> Weight {
		Weight::from_parts(86_922_681, 15_203)
			.saturating_add(Weight::from_parts(496_089, 0).saturating_mul(t.into()))
			.saturating_add(Weight::from_parts(42_978_500, 0).saturating_mul(b.into()))
			.saturating_add(RocksDbWeight::get().reads(7_u64))
	}
	fn vote_batch() -> Weight {
		Weight::from_parts(141_632_000, 15_203)
			.saturating_add(RocksDbWeight::get().reads(6_u64))
			.saturating_add(RocksDbWeight::get().writes(2_u64))
	}
	fn authorize_vote_batch() -> Weight {
		Weight::from_parts(94_140_000, 15_203).saturating_add(RocksDbWeight::get().reads(5_u64))
	}
	fn take_bills(b: u32) -> Weight {
		Weight::from_parts(11_824_953, 13_732)
			.saturating_add(Weight::from_parts(3_054_373, 0).saturating_mul(b.into()))
			.saturating_add(RocksDbWeight::get().reads(1_u64))
			.saturating_add(RocksDbWeight::get().writes(1_u64))
	}
	fn accept_batch(t: u32, p: u32, v: u32) -> Weight {
		Weight::from_parts(253_260_869, 422_464)
			.saturating_add(Weight::from_parts(103_674_521, 0).saturating_mul(t.into()))
			.saturating_add(Weight::from_parts(47_777_055, 0).saturating_mul(p.into()))
			.saturating_add(Weight::from_parts(54_936_401, 0).saturating_mul(v.into()))
			.saturating_add(RocksDbWeight::get().reads(20_u64))
			.saturating_add(RocksDbWeight::get().reads(10_u64.saturating_mul(t.into())))
			.saturating_add(RocksDbWeight::get().reads(4_u64.saturating_mul(p.into())))
			.saturating_add(RocksDbWeight::get().reads(4_u64.saturating_mul(v.into())))
			.saturating_add(RocksDbWeight::get().writes(17_u64))
			.saturating_add(RocksDbWeight::get().writes(5_u64.saturating_mul(t.into())))
			.saturating_add(RocksDbWeight::get().writes(2_u64.saturating_mul(p.into())))
			.saturating_add(RocksDbWeight::get().writes(2_u64.saturating_mul(v.into())))
			.saturating_add(Weight::from_parts(0, 2_640).saturating_mul(p.into()))
			.saturating_add(Weight::from_parts(0, 5_206).saturating_mul(t.into()))
			.saturating_add(Weight::from_parts(0, 2_610).saturating_mul(v.into()))
	}
	fn reject_batch() -> Weight {
		Weight::from_parts(250_374_000, 25_242)
			.saturating_add(RocksDbWeight::get().reads(14_u64))
			.saturating_add(RocksDbWeight::get().writes(10_u64))
	}
	fn report_equivocation() -> Weight {
		Weight::from_parts(1_855_448_000, 268_747)
			.saturating_add(RocksDbWeight::get().reads(110_u64))
			.saturating_add(RocksDbWeight::get().writes(6_u64))
	}
	fn propose_step(r: u32) -> Weight {
		Weight::from_parts(112_735_873, 9_879)
			.saturating_add(Weight::from_parts(7_170_512, 0).saturating_mul(r.into()))
			.saturating_add(RocksDbWeight::get().reads(14_u64))
			.saturating_add(RocksDbWeight::get().reads(2_u64.saturating_mul(r.into())))
			.saturating_add(RocksDbWeight::get().writes(3_u64))
			.saturating_add(Weight::from_parts(0, 2_587).saturating_mul(r.into()))
	}
	fn authorize_propose_step(r: u32) -> Weight {
		Weight::from_parts(59_188_154, 9_879)
			.saturating_add(Weight::from_parts(5_223_407, 0).saturating_mul(r.into()))
			.saturating_add(RocksDbWeight::get().reads(14_u64))
			.saturating_add(RocksDbWeight::get().reads(2_u64.saturating_mul(r.into())))
			.saturating_add(Weight::from_parts(0, 2_587).saturating_mul(r.into()))
	}
	fn vote_step() -> Weight {
		Weight::from_parts(140_169_000, 9_879)
			.saturating_add(RocksDbWeight::get().reads(4_u64))
			.saturating_add(RocksDbWeight::get().writes(1_u64))
	}
	fn authorize_vote_step() -> Weight {
		Weight::from_parts(65_798_000, 9_879).saturating_add(RocksDbWeight::get().reads(4_u64))
	}
	fn accept_step(r: u32) -> Weight {
		Weight::from_parts(191_009_553, 9_879)
			.saturating_add(Weight::from_parts(8_211_950, 0).saturating_mul(r.into()))
			.saturating_add(RocksDbWeight::get().reads(14_u64))
			.saturating_add(RocksDbWeight::get().reads(2_u64.saturating_mul(r.into())))
			.saturating_add(RocksDbWeight::get().writes(14_u64))
			.saturating_add(RocksDbWeight::get().writes(3_u64.saturating_mul(r.into())))
			.saturating_add(Weight::from_parts(0, 2_587).saturating_mul(r.into()))
	}
	fn lapse(n: u32) -> Weight {
		Weight::from_parts(59_471_683, 313_676)
			.saturating_add(Weight::from_parts(33_681_607, 0).saturating_mul(n.into()))
			.saturating_add(RocksDbWeight::get().reads(24_u64))
			.saturating_add(RocksDbWeight::get().reads(1_u64.saturating_mul(n.into())))
			.saturating_add(RocksDbWeight::get().writes(2_u64.saturating_mul(n.into())))
	}
}
