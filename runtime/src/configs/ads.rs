//! Campaigns of advertisers, and what is charged for them (C11).

use crate::{
	Balances, ContentRegistry, Payouts, ProofOfView, Runtime, RuntimeHoldReason, Supervisors,
	configs::{content::DAY, views::SlotClock},
	params::{MinAdBudgetInForce, ViewerPartInForce},
};
use alloc::vec::Vec;
use frame_support::traits::ConstU64;
use reel_primitives::{Round, ads::AdCharge, batch::OpenBatch};

/// Most rounds from now to a campaign's last: a year.
pub const MAX_CAMPAIGN_ROUNDS: Round = 365 * DAY;

/// Rounds for which the results of a campaign are kept after its end: ninety days.
pub const KEPT_RESULTS: Round = 90 * DAY;

impl pallet_ad_escrow::Config for Runtime {
	type Currency = Balances;
	type RuntimeHoldReason = RuntimeHoldReason;
	type Titles = ContentRegistry;
	type Sanctioners = Supervisors;
	type Payouts = Payouts;
	type Clock = SlotClock;
	type ViewerPart = ViewerPartInForce;
	type MinBudget = MinAdBudgetInForce;
	type MaxRounds = ConstU64<MAX_CAMPAIGN_ROUNDS>;
	type KeptRounds = ConstU64<KEPT_RESULTS>;
	type WeightInfo = pallet_ad_escrow::weights::SubstrateWeight<Runtime>;
}

/// What campaigns are charged by the batches that are being voted on, with the rounds of those.
pub(crate) fn open_charges() -> Vec<(Round, AdCharge)> {
	let of_batch = |batch: OpenBatch| {
		let charges = batch.charged.into_iter().flat_map(|bill| bill.charges);
		charges.map(move |charge| (batch.round, charge))
	};
	ProofOfView::open_batches().into_iter().flat_map(of_batch).collect()
}
