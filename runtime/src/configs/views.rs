//! Time in rounds, proof of view, and what follows from it in coins.

use crate::{
	AccountId, AdEscrow, Balance, Balances, ContentRegistry, Emission, FragmentStaking, Historical,
	Offences, Payouts, ProofOfView, Rights, Runtime, RuntimeHoldReason, Settlement, Standing,
	Supervisors,
	configs::{
		assets::TreasuryAccount,
		consensus::MAX_AUTHORITIES,
		content::DAY,
		fragments::{Popular, ViewWeights},
		governance::AdminOrigin,
	},
	constants::currency::CFX,
	params::{ScheduleInForce, SumPeriodInForce, dynamic},
};
use core::marker::PhantomData;
use frame_support::{
	PalletId, parameter_types,
	traits::{ConstU32, ConstU64, ConstU128, Contains, KeyOwnerProofSystem},
};
use pallet_validator_set::Rewardable;
use reel_primitives::{
	Round, Slot,
	ids::PovId,
	time::ROUNDS_PER_PERIOD,
	traits::{PaidRound, PayRefusal, RewardRounds, RoundClock, RoundTotals},
};
use sp_core::crypto::KeyTypeId;
use sp_runtime::traits::AccountIdConversion;

/// Rounds counted by BABE's slot: faster blocks mint no more (C8).
#[derive(Debug)]
pub struct SlotClock;

impl RoundClock for SlotClock {
	fn slot() -> Slot {
		*pallet_babe::CurrentSlot::<Runtime>::get()
	}

	#[cfg(any(feature = "std", feature = "runtime-benchmarks"))]
	fn set_round(round: Round) {
		let slot = round.saturating_mul(reel_primitives::time::SLOTS_PER_ROUND);
		pallet_babe::CurrentSlot::<Runtime>::put(sp_consensus_babe::Slot::from(slot));
	}
}

impl pallet_emission::Config for Runtime {
	type Currency = Balances;
	type Clock = SlotClock;
	type Schedule = ScheduleInForce;
	type CapPerPlay = dynamic::emission::CapPerPlay;
	type WeightInfo = pallet_emission::weights::SubstrateWeight<Runtime>;
}

/// Rounds in which a payout can be claimed: 219 periods of 40 h, a year. Then it goes to the treasury.
pub const CLAIM_LIFETIME: Round = 219 * ROUNDS_PER_PERIOD;

/// Rounds of a generation of sums: 110 periods of 40 h, half a year, so that three are open at most.
pub const GENERATION_ROUNDS: Round = 110 * ROUNDS_PER_PERIOD;

parameter_types! {
	/// Names the payout pot.
	pub const PayoutPotId: PalletId = PalletId(*b"reel/pay");
	/// Holds what was minted and not yet paid. Endowed with the existential deposit at genesis.
	pub PayoutPot: AccountId = PayoutPotId::get().into_account_truncating();
}

impl pallet_payouts::Config for Runtime {
	type Currency = Balances;
	type Mint = Emission;
	type Titles = ContentRegistry;
	type Holders = Rights;
	type Layers = crate::Layers;
	type Standing = Standing;
	type Clock = SlotClock;
	type AdminOrigin = AdminOrigin;
	type TreasuryAccount = TreasuryAccount;
	type PotId = PayoutPotId;
	type ClaimLifetime = ConstU64<CLAIM_LIFETIME>;
	type SumPeriod = SumPeriodInForce;
	type GenerationRounds = ConstU64<GENERATION_ROUNDS>;
	type WeightInfo = pallet_payouts::weights::SubstrateWeight<Runtime>;
}

/// Basis points of a round that one title may bring on the main network: a tenth, 9 CFX of 90.
/// `docs/threat-model.md` has the sums.
pub const TITLE_CAP_BP: u16 = 1_000;

/// Bond of an account that earns by watching and sharing on the main network: what it makes in a day of unbroken play
/// among 10,000 viewers. Held out of its first rewards; `docs/threat-model.md` has the sums.
pub const VIEWER_BOND: Balance = 20 * CFX;

/// Largest such bond that governance may set: 1,000 CFX. More would keep everybody from ever being paid.
pub const MAX_VIEWER_BOND: Balance = 1_000 * CFX;

impl pallet_standing::Config for Runtime {
	type Currency = Balances;
	type RuntimeHoldReason = RuntimeHoldReason;
	type AdminOrigin = AdminOrigin;
	type Sanctioners = Supervisors;
	type Clock = SlotClock;
	type TreasuryAccount = TreasuryAccount;
	type MaxViewerBond = ConstU128<MAX_VIEWER_BOND>;
	// Long enough for somebody to look at what an account did last.
	type CoolDownRounds = ConstU64<{ 7 * DAY }>;
	type AppealRounds = ConstU64<{ 14 * DAY }>;
	type DecisionRounds = ConstU64<{ 28 * DAY }>;
	type WeightInfo = pallet_standing::weights::SubstrateWeight<Runtime>;
}

/// Pays rounds through `Inner`, without the validators that an offence bars from rewards. Their part goes to the others,
/// or to the treasury when nobody is left.
#[derive(Debug)]
pub struct WithoutBarred<Inner>(PhantomData<Inner>);

impl<Inner: RewardRounds<AccountId>> RewardRounds<AccountId> for WithoutBarred<Inner> {
	fn pay_round(mut totals: RoundTotals<AccountId>) -> Result<PaidRound, PayRefusal> {
		totals.validators.retain(Rewardable::<Runtime>::contains);
		Inner::pay_round(totals)
	}

	fn pay_round_weight(titles: u32, payees: u32, validators: u32) -> (u64, u64) {
		// One record is read for each validator.
		let (time, proof) = Inner::pay_round_weight(titles, payees, validators);
		let reads = <Runtime as frame_system::Config>::DbWeight::get().reads(validators.into());
		(time.saturating_add(reads.ref_time()), proof)
	}

	fn last_paid_round() -> Option<Round> {
		Inner::last_paid_round()
	}

	fn title_cap(round: Round) -> Option<u16> {
		Inner::title_cap(round)
	}
}

impl pallet_proof_of_view::Config for Runtime {
	type Clock = SlotClock;
	type Titles = ContentRegistry;
	type Rewards = Popular<WithoutBarred<Payouts>, FragmentStaking>;
	type Deliveries = Settlement;
	type Ads = AdEscrow;
	type Sums = Payouts;
	type ValidatorSet = Historical;
	type KeyOwnerProof = <Historical as KeyOwnerProofSystem<(KeyTypeId, PovId)>>::Proof;
	type KeyOwnerProofSystem = Historical;
	type ReportBadBatch = Offences;
	type ReportEquivocation = Offences;
	type MaxAuthorities = ConstU32<MAX_AUTHORITIES>;
	type WeightInfo = ViewWeights;
	#[cfg(feature = "runtime-benchmarks")]
	type BenchmarkSessions = crate::benchmarks::BondedSessions;
}

impl pallet_ratings_anchor::Config for Runtime {
	type Clock = SlotClock;
	type Authorities = ProofOfView;
	type MaxAuthorities = ConstU32<MAX_AUTHORITIES>;
	type WeightInfo = pallet_ratings_anchor::weights::SubstrateWeight<Runtime>;
}
