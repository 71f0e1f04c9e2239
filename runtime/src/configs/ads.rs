//! Campaigns of advertisers, and what is charged for them (C11).

use crate::{
	Balances, ContentRegistry, Payouts, Runtime, RuntimeHoldReason, Supervisors,
	configs::{content::DAY, views::SlotClock},
	params::{MinAdBudgetInForce, ViewerPartInForce},
};
use frame_support::traits::ConstU64;
use reel_primitives::Round;

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
