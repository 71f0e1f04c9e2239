//! Rights and sales of titles (S5, K2, K3, B1).

use crate::{
	AccountId, Assets, Balances, ContentIdentification, ContentRegistry, Rights, Runtime,
	RuntimeHoldReason,
	configs::{
		assets::{SSH, TreasuryAccount},
		content::DAY,
		views::SlotClock,
	},
	params::{DeliveryRoundsInForce, PlatformFeeInForce, TiersInForce},
};
use frame_support::{
	PalletId, parameter_types,
	traits::{ConstU32, ConstU64, fungible::ItemOf},
};
use reel_primitives::Round;

/// Longest rental: a year.
pub const MAX_RENTAL_ROUNDS: Round = 365 * DAY;

/// Rounds of a period of sales records: thirty days.
pub const SALES_PERIOD: Round = 30 * DAY;

/// Periods of sales records that are kept: thirteen, more than a year.
pub const KEPT_SALES_PERIODS: u64 = 13;

parameter_types! {
	/// Names the account of [`RightsPot`].
	pub const RightsPotId: PalletId = PalletId(*b"reel/rig");
	/// Holds what views and ads brought holders of titles and nobody has claimed. Endowed with the existential deposit at
	/// genesis.
	pub RightsPot: AccountId = Rights::pot_account();
}

impl pallet_rights::Config for Runtime {
	type Currency = Balances;
	type Titles = ContentRegistry;
	type Clearance = ContentIdentification;
	type Patterns = ContentIdentification;
	type Tiers = TiersInForce;
	type MaxRentalRounds = ConstU64<MAX_RENTAL_ROUNDS>;
	type PotId = RightsPotId;
	type WeightInfo = pallet_rights::weights::SubstrateWeight<Runtime>;
}

parameter_types! {
	/// Names the escrow account of sales.
	pub const SaleEscrowId: PalletId = PalletId(*b"reel/sal");
}

impl pallet_settlement::Config for Runtime {
	type Currency = Balances;
	type RuntimeHoldReason = RuntimeHoldReason;
	type Ssh = ItemOf<Assets, ConstU32<SSH>, AccountId>;
	type Titles = ContentRegistry;
	type Rights = Rights;
	type Layers = crate::Layers;
	type Clock = SlotClock;
	type TreasuryAccount = TreasuryAccount;
	type EscrowId = SaleEscrowId;
	type PlatformFee = PlatformFeeInForce;
	type DeliveryRounds = DeliveryRoundsInForce;
	type SalesPeriod = ConstU64<SALES_PERIOD>;
	type KeptPeriods = ConstU64<KEPT_SALES_PERIODS>;
	type WeightInfo = pallet_settlement::weights::SubstrateWeight<Runtime>;
}
