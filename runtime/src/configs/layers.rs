//! Subtitles, dubs and effects of others (C10).

use crate::{
	AccountId, Balances, ContentRegistry, Layers, Runtime, RuntimeHoldReason, Supervisors,
	configs::{content::DAY, views::SlotClock},
	constants::currency::deposit,
};
use frame_support::{
	PalletId, parameter_types,
	traits::{ConstU64, ConstU128},
};
use reel_primitives::Round;

/// Rounds from the creator's word to the end of a layer: a week.
pub const NOTICE_ROUNDS: Round = 7 * DAY;

parameter_types! {
	/// Names the account of [`LayersPot`].
	pub const LayersPotId: PalletId = PalletId(*b"reel/lay");
	/// Holds what views brought activators and nobody has claimed. Endowed with the existential deposit at genesis.
	pub LayersPot: AccountId = Layers::pot_account();
}

impl pallet_layers::Config for Runtime {
	type Currency = Balances;
	type RuntimeHoldReason = RuntimeHoldReason;
	type Titles = ContentRegistry;
	type Supervisors = Supervisors;
	type Clock = SlotClock;
	type PotId = LayersPotId;
	// A layer, its places in the list of its title and among the shares.
	type Deposit = ConstU128<{ deposit(1, 250) }>;
	type NoticeRounds = ConstU64<NOTICE_ROUNDS>;
	type WeightInfo = pallet_layers::weights::SubstrateWeight<Runtime>;
}
