//! Time in rounds, proof of view, and what follows from it in coins.

use crate::{
	AccountId, Balances, ContentRegistry, Emission, Runtime,
	configs::assets::TreasuryAccount,
	params::{ScheduleInForce, dynamic},
};
use frame_support::{PalletId, parameter_types, traits::ConstU64};
use reel_primitives::{
	Round, Slot,
	time::ROUNDS_PER_PERIOD,
	traits::RoundClock,
};
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
	type Clock = SlotClock;
	type TreasuryAccount = TreasuryAccount;
	type PotId = PayoutPotId;
	type ClaimLifetime = ConstU64<CLAIM_LIFETIME>;
	type WeightInfo = pallet_payouts::weights::SubstrateWeight<Runtime>;
}
