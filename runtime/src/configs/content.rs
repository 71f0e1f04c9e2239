//! Supervisors and the registry of titles (C2, C3, C17).

use crate::{
	Balances, ContentRegistry, Runtime, RuntimeHoldReason, Supervisors,
	configs::{assets::TreasuryAccount, governance::AdminOrigin, views::SlotClock},
	constants::currency::{CFX, deposit},
	params::BoundsInForce,
};
use frame_support::traits::{ConstU32, ConstU64, ConstU128};
use reel_primitives::{Round, time::ROUND_MS};

/// Rounds of a day: 6,000.
pub(super) const DAY: Round = 24 * 60 * 60 * 1_000 / ROUND_MS;

impl pallet_supervisors::Config for Runtime {
	type Currency = Balances;
	type RuntimeHoldReason = RuntimeHoldReason;
	type AdminOrigin = AdminOrigin;
	type Titles = ContentRegistry;
	type Clock = SlotClock;
	type TreasuryAccount = TreasuryAccount;
	type ReportDeposit = ConstU128<CFX>;
	// Half a deposit: no pair of accounts gains by reporting itself while one report in three is found abusive.
	type ReportReward = ConstU128<{ CFX / 2 }>;
	type MaxOpenReportsPerTitle = ConstU32<16>;
	type ReportPatienceRounds = ConstU64<{ 14 * DAY }>;
	type MaxAuthorizationRounds = ConstU64<{ 2 * 365 * DAY }>;
	type MaxSanctionRounds = ConstU64<{ 365 * DAY }>;
	type WeightInfo = pallet_supervisors::weights::SubstrateWeight<Runtime>;
}

impl pallet_content_registry::Config for Runtime {
	type Currency = Balances;
	type RuntimeHoldReason = RuntimeHoldReason;
	type Supervision = Supervisors;
	type Clock = SlotClock;
	type SplitBounds = BoundsInForce;
	type DepositBase = ConstU128<{ deposit(3, 0) }>;
	type DepositPerByte = ConstU128<{ deposit(0, 1) }>;
	type WeightInfo = pallet_content_registry::weights::SubstrateWeight<Runtime>;
}
