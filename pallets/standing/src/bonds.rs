//! What is put on hold and given back: [`RewardStanding`], `leave`, `stay`, `withdraw_bond`.

use crate::{Bond, Bonds, Config, Error, Event, HeldTotal, HoldReason, Pallet, ViewerBond};
use frame_support::{
	dispatch::DispatchResult,
	ensure,
	traits::{
		Get,
		fungible::{Inspect, MutateHold},
		tokens::{Fortitude, Precision, Preservation, Restriction},
	},
};
use reel_primitives::{
	Balance,
	traits::{RewardStanding, RoundClock},
};

impl<T: Config> RewardStanding<T::AccountId> for Pallet<T> {
	fn may_earn(who: &T::AccountId) -> bool {
		!Self::is_closed(who)
	}

	fn rewarded(who: &T::AccountId, amount_cfx: Balance) {
		let bond = Bonds::<T>::get(who).unwrap_or_default();
		let wanted = if bond.free_in.is_some() || Self::is_suspended(who) {
			amount_cfx
		} else {
			ViewerBond::<T>::get().saturating_sub(bond.held_cfx).min(amount_cfx)
		};
		if wanted == 0 {
			return;
		}
		// The existential deposit stays free: without it there is no account to hold anything in.
		let free = T::Currency::reducible_balance(who, Preservation::Protect, Fortitude::Force);
		let amount_cfx = wanted.min(free);
		let sums = bond
			.held_cfx
			.checked_add(amount_cfx)
			.zip(HeldTotal::<T>::get().checked_add(amount_cfx));
		let Some((held_cfx, total)) = sums else { return };
		let reason = HoldReason::ViewerBond.into();
		// What cannot be held is the account's: it was paid for something.
		if amount_cfx == 0 || T::Currency::hold(&reason, who, amount_cfx).is_err() {
			return;
		}

		// Effects.
		Bonds::<T>::insert(who, Bond { held_cfx, ..bond });
		HeldTotal::<T>::put(total);
		Self::deposit_event(Event::Held { who: who.clone(), amount_cfx, held_cfx });
	}

	#[cfg(feature = "runtime-benchmarks")]
	fn ask_bond_for_benchmark(bond_cfx: Balance) {
		ViewerBond::<T>::put(bond_cfx);
	}
}

impl<T: Config> Pallet<T> {
	pub(crate) fn do_leave(who: T::AccountId) -> DispatchResult {
		let bond = Bonds::<T>::get(&who).ok_or(Error::<T>::NothingHeld)?;
		ensure!(bond.free_in.is_none(), Error::<T>::AlreadyLeaving);
		let free_in = T::Clock::round().saturating_add(T::CoolDownRounds::get());

		// Effects.
		Bonds::<T>::insert(&who, Bond { free_in: Some(free_in), ..bond });
		Self::deposit_event(Event::LeaveStarted { who, free_in });
		Ok(())
	}

	pub(crate) fn do_stay(who: T::AccountId) -> DispatchResult {
		let bond = Bonds::<T>::get(&who).ok_or(Error::<T>::NothingHeld)?;
		ensure!(bond.free_in.is_some(), Error::<T>::NotLeaving);

		// Effects.
		Bonds::<T>::insert(&who, Bond { free_in: None, ..bond });
		Self::deposit_event(Event::LeaveCancelled { who: who.clone() });
		// What came in while it was leaving is its own, above the bond.
		if !Self::is_suspended(&who) {
			Self::release_above(&who, ViewerBond::<T>::get())?;
		}
		Ok(())
	}

	pub(crate) fn do_withdraw(who: T::AccountId) -> DispatchResult {
		let bond = Bonds::<T>::get(&who).ok_or(Error::<T>::NothingHeld)?;
		let free_in = bond.free_in.ok_or(Error::<T>::NotLeaving)?;
		ensure!(T::Clock::round() >= free_in, Error::<T>::CoolDownRunning);
		ensure!(!Self::is_suspended(&who), Error::<T>::UnderSanction);
		Self::release_above(&who, 0)?;
		Ok(())
	}

	/// Gives back what an account has on hold above `kept_cfx`, and says how much that was.
	pub(crate) fn release_above(
		who: &T::AccountId,
		kept_cfx: Balance,
	) -> Result<Balance, sp_runtime::DispatchError> {
		let Some(bond) = Bonds::<T>::get(who) else { return Ok(0) };
		let amount_cfx = bond.held_cfx.saturating_sub(kept_cfx);
		if amount_cfx == 0 {
			return Ok(0);
		}
		let reason = HoldReason::ViewerBond.into();
		T::Currency::release(&reason, who, amount_cfx, Precision::Exact)?;

		// Effects.
		Self::book_gone(who, bond, amount_cfx)?;
		Self::deposit_event(Event::Released { who: who.clone(), amount_cfx });
		Ok(amount_cfx)
	}

	/// Moves all that an account has on hold to the treasury, and says how much that was.
	pub(crate) fn forfeit(who: &T::AccountId) -> Result<Balance, sp_runtime::DispatchError> {
		let Some(bond) = Bonds::<T>::get(who) else { return Ok(0) };
		T::Currency::transfer_on_hold(
			&HoldReason::ViewerBond.into(),
			who,
			&T::TreasuryAccount::get(),
			bond.held_cfx,
			Precision::Exact,
			Restriction::Free,
			Fortitude::Force,
		)?;

		// Effects.
		Self::book_gone(who, bond, bond.held_cfx)?;
		Ok(bond.held_cfx)
	}

	/// Writes down that `amount_cfx` is on hold no more.
	fn book_gone(who: &T::AccountId, bond: Bond, amount_cfx: Balance) -> Result<(), Error<T>> {
		let held_cfx = bond.held_cfx.checked_sub(amount_cfx).ok_or(Error::<T>::SumOverflow)?;
		let total = HeldTotal::<T>::get().checked_sub(amount_cfx).ok_or(Error::<T>::SumOverflow)?;
		HeldTotal::<T>::put(total);
		if held_cfx > 0 {
			Bonds::<T>::insert(who, Bond { held_cfx, ..bond });
		} else {
			Bonds::<T>::remove(who);
		}
		Ok(())
	}
}
