//! What stands behind an offer: asking, holding, releasing, slashing.

use crate::{Config, CuratorInfo, Curators, Error, Event, HoldReason, Pallet};
use frame_support::{
	dispatch::DispatchResult,
	traits::{
		Get,
		fungible::MutateHold,
		tokens::{Fortitude, Precision, Restriction},
	},
};
use reel_fragments::Fragments;
use reel_primitives::{Balance, BasisPoints};
use sp_runtime::Perbill;

/// Parts per billion in a basis point.
const PARTS_PER_BASIS_POINT: u32 = 100_000;

impl<T: Config> Pallet<T> {
	/// Collateral of a capacity at today's rate, in planck.
	pub(crate) fn asked_for(capacity: Fragments) -> Option<Balance> {
		T::CollateralPerFragment::get().checked_mul(capacity.into())
	}

	/// Holds or releases until exactly `asked` is held, and records both.
	pub(crate) fn set_collateral(
		who: &T::AccountId,
		info: &mut CuratorInfo<T::AccountId>,
		asked: Balance,
	) -> DispatchResult {
		let reason = HoldReason::Collateral.into();
		if let Some(more) = asked.checked_sub(info.collateral_cfx) {
			T::Currency::hold(&reason, who, more)?;
		} else if let Some(less) = info.collateral_cfx.checked_sub(asked) {
			T::Currency::release(&reason, who, less, Precision::Exact)?;
		}
		info.asked_cfx = asked;
		info.collateral_cfx = asked;
		Ok(())
	}

	/// Slashes a part of what was asked for; returns what it came to.
	pub(crate) fn do_slash(who: &T::AccountId, part_bp: BasisPoints) -> Balance {
		let Some(mut info) = Curators::<T>::get(who) else { return 0 };
		let part = Perbill::from_parts(u32::from(part_bp).saturating_mul(PARTS_PER_BASIS_POINT));
		let amount = part.mul_floor(info.asked_cfx).min(info.collateral_cfx);
		// Best effort: the hold is what is recorded (C1), and the treasury account exists from genesis on.
		let slashed = T::Currency::transfer_on_hold(
			&HoldReason::Collateral.into(),
			who,
			&T::TreasuryAccount::get(),
			amount,
			Precision::BestEffort,
			Restriction::Free,
			Fortitude::Force,
		)
		.unwrap_or(0);
		if slashed == 0 {
			return 0;
		}
		info.collateral_cfx = info.collateral_cfx.saturating_sub(slashed);
		let left_cfx = info.collateral_cfx;
		Self::store(who, info);
		Self::deposit_event(Event::CollateralSlashed {
			curator: who.clone(),
			amount_cfx: slashed,
			left_cfx,
		});
		slashed
	}

	/// Releases all that is held; returns how much.
	pub(crate) fn release_collateral(
		who: &T::AccountId,
		info: &CuratorInfo<T::AccountId>,
	) -> Result<Balance, sp_runtime::DispatchError> {
		let reason = HoldReason::Collateral.into();
		T::Currency::release(&reason, who, info.collateral_cfx, Precision::Exact)
	}

	/// The collateral of a capacity at today's rate, or the error that says it is too much.
	pub(crate) fn try_asked_for(capacity: Fragments) -> Result<Balance, Error<T>> {
		Self::asked_for(capacity).ok_or(Error::<T>::SumOverflow)
	}
}
