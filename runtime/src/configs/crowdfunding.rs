//! Films that are paid for before they are there, and what follows each movement of their tokens (S9, C18).
//!
//! pallet-assets has no hook for transfers, and whoever has a token when income arrives is to have its part of it. Whom
//! tokens leave is told by [`TellsLeaving`], to whom they come by the call filter
//! ([`AllowedCalls`](super::system::AllowedCalls)), which sees each call, also inside of others. See the pallet for what it
//! does not see.

use crate::{
	AccountId, Assets, Balance, Balances, ContentRegistry, Crowdfunding, Rights, Runtime,
	RuntimeHoldReason, Supervisors,
	configs::{assets::SSH, views::SlotClock},
	params::FundingTermsInForce,
};
use frame_support::{
	PalletId, parameter_types,
	traits::{ConstU32, fungible::ItemOf},
	weights::Weight,
};
use pallet_assets::{AssetsCallback, Call, FrozenBalance};
use reel_primitives::traits::TokenMoves;
use sp_runtime::traits::StaticLookup;

parameter_types! {
	/// Names the accounts of campaigns, with their numbers.
	pub const CampaignAccountsId: PalletId = PalletId(*b"reel/fnd");
}

impl pallet_crowdfunding::Config for Runtime {
	type Currency = Balances;
	type RuntimeHoldReason = RuntimeHoldReason;
	type Ssh = ItemOf<Assets, ConstU32<SSH>, AccountId>;
	type Tokens = Assets;
	type Titles = ContentRegistry;
	type Shares = Rights;
	type Supervisors = Supervisors;
	type Clock = SlotClock;
	type AccountsId = CampaignAccountsId;
	type Terms = FundingTermsInForce;
	type WeightInfo = pallet_crowdfunding::weights::SubstrateWeight<Runtime>;
}

/// Tells whom tokens leave: pallet-assets asks its freezer whenever a balance is about to shrink. Freezes nothing.
#[derive(Debug)]
pub struct TellsLeaving;

impl FrozenBalance<u32, AccountId, Balance> for TellsLeaving {
	fn frozen_balance(asset: u32, who: &AccountId) -> Option<Balance> {
		Crowdfunding::leaving(asset, who);
		None
	}

	fn died(_: u32, _: &AccountId) {}

	fn contains_freezes(_: u32) -> bool {
		false
	}
}

/// Tells to whom tokens come, before the call that moves them.
pub(super) fn tell_arriving(call: &Call<Runtime>) {
	let (Call::transfer { id, target: to, .. }
	| Call::transfer_keep_alive { id, target: to, .. }
	| Call::force_transfer { id, dest: to, .. }
	| Call::transfer_approved { id, destination: to, .. }
	| Call::transfer_all { id, dest: to, .. }) = call
	else {
		return;
	};
	if let Ok(to) = <Runtime as frame_system::Config>::Lookup::lookup(to.clone()) {
		Crowdfunding::arriving(id.0, &to);
	}
}

/// Keeps the ids of royalty tokens for their campaigns.
#[derive(Debug)]
pub struct AssetIds;

impl AssetsCallback<u32, AccountId> for AssetIds {
	fn created(id: &u32, owner: &AccountId) -> Result<(), ()> {
		if Crowdfunding::may_create(*id, owner) { Ok(()) } else { Err(()) }
	}
}

type Measured = crate::weights::pallet_assets::WeightInfo<Runtime>;

/// Weights of pallet-assets, as measured, and of what follows from a movement.
#[derive(Debug)]
pub struct AssetWeights;

fn moved() -> Weight {
	let (time, proof) = <Crowdfunding as TokenMoves<AccountId>>::moved_weight();
	Weight::from_parts(time, proof)
}

macro_rules! weights {
	(
		as_measured: $($call:ident($($arg:ident),*)),* $(,)?;
		with_moves: $($move:ident()),* $(,)?;
	) => {
		impl pallet_assets::WeightInfo for AssetWeights {
			$(fn $call($($arg: u32),*) -> Weight {
				<Measured as pallet_assets::WeightInfo>::$call($($arg),*)
			})*
			$(fn $move() -> Weight {
				<Measured as pallet_assets::WeightInfo>::$move().saturating_add(moved())
			})*
		}
	};
}

weights! {
	as_measured:
		create(),
		force_create(),
		start_destroy(),
		destroy_accounts(c),
		destroy_approvals(a),
		finish_destroy(),
		freeze(),
		thaw(),
		freeze_asset(),
		thaw_asset(),
		transfer_ownership(),
		set_team(),
		set_reserves(n),
		set_metadata(n, s),
		clear_metadata(),
		force_set_metadata(n, s),
		force_clear_metadata(),
		force_asset_status(),
		approve_transfer(),
		cancel_approval(),
		force_cancel_approval(),
		set_min_balance(),
		touch(),
		touch_other(),
		block(),
		total_issuance(),
		balance(),
		allowance(),
		migration_v2_foreign_asset_set_reserve_weight(),
		get_metadata();
	with_moves:
		mint(),
		burn(),
		transfer(),
		transfer_keep_alive(),
		force_transfer(),
		transfer_approved(),
		refund(),
		refund_other(),
		transfer_all();
}
