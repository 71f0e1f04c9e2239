//! Money leaves the pot here, and nowhere else.

use crate::{Config, Error, Event, Owed, OwedTotal, Pallet, TotalPaid};
use frame_support::{
	dispatch::DispatchResult,
	ensure,
	traits::{
		Get,
		fungible::{Inspect, Mutate},
		tokens::{Preservation, Provenance},
	},
};
use reel_primitives::{Balance, traits::RewardStanding};
use sp_runtime::traits::AccountIdConversion;

/// What somebody is paid for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Role {
	/// Watching or sharing: under a bond, and within reach of sanctions.
	Person,
	/// All else: creators, supervisors, validators, the treasury.
	Office,
}

impl<T: Config> Pallet<T> {
	/// The account that holds what is owed and claimable.
	pub fn pot() -> T::AccountId {
		T::PotId::get().into_account_truncating()
	}

	/// Pays `amount_cfx` out of the pot, with whatever was owed before; what the account cannot take stays owed. Every
	/// payment to an account goes through here.
	///
	/// Fails only when a sum overflows; the caller then rolls back.
	pub(crate) fn credit(
		who: &T::AccountId,
		amount_cfx: Balance,
		role: Role,
	) -> Result<(), Error<T>> {
		if amount_cfx == 0 {
			return Ok(());
		}
		// What nobody sent is paid to the treasury among the persons; it bonds nothing.
		let role = if *who == T::TreasuryAccount::get() { Role::Office } else { role };
		if role == Role::Person && !T::Standing::may_earn(who) {
			Self::deposit_event(Event::Forfeited { who: who.clone(), amount_cfx });
			return Self::credit(&T::TreasuryAccount::get(), amount_cfx, Role::Office);
		}
		let owed_before = Owed::<T>::get(who);
		let due = owed_before.checked_add(amount_cfx).ok_or(Error::<T>::SumOverflow)?;
		if Self::transfer_from_pot(who, due) {
			Self::settle(who, who, owed_before, due)?;
			if role == Role::Person {
				T::Standing::rewarded(who, due);
			}
			Ok(())
		} else {
			let total =
				OwedTotal::<T>::get().checked_add(amount_cfx).ok_or(Error::<T>::SumOverflow)?;

			// Effects.
			Owed::<T>::insert(who, due);
			OwedTotal::<T>::put(total);
			Self::deposit_event(Event::Deferred { who: who.clone(), owed_cfx: due });
			Ok(())
		}
	}

	/// Pays out what is owed, as what a person earned: nobody gets round the bond by being owed. Led to by `claim_owed`.
	pub(crate) fn do_claim_owed(who: T::AccountId) -> DispatchResult {
		let owed = Owed::<T>::get(&who);
		ensure!(owed > 0, Error::<T>::NothingOwed);
		let may_earn = T::Standing::may_earn(&who);
		let receiver = if may_earn { who.clone() } else { T::TreasuryAccount::get() };
		ensure!(Self::transfer_from_pot(&receiver, owed), Error::<T>::BelowExistentialDeposit);
		Self::settle(&who, &receiver, owed, owed)?;
		if may_earn {
			T::Standing::rewarded(&who, owed);
		} else {
			Self::deposit_event(Event::Forfeited { who, amount_cfx: owed });
		}
		Ok(())
	}

	/// Books a transfer of `paid_cfx` to `receiver`, of which `owed_before` was owed to `who`.
	fn settle(
		who: &T::AccountId,
		receiver: &T::AccountId,
		owed_before: Balance,
		paid_cfx: Balance,
	) -> Result<(), Error<T>> {
		let owed_total =
			OwedTotal::<T>::get().checked_sub(owed_before).ok_or(Error::<T>::SumOverflow)?;
		let paid_total =
			TotalPaid::<T>::get().checked_add(paid_cfx).ok_or(Error::<T>::SumOverflow)?;

		// Effects.
		Owed::<T>::remove(who);
		OwedTotal::<T>::put(owed_total);
		TotalPaid::<T>::put(paid_total);
		Self::deposit_event(Event::Paid { who: receiver.clone(), amount_cfx: paid_cfx });
		Ok(())
	}

	/// Whether `who` could take the amount and got it.
	fn transfer_from_pot(who: &T::AccountId, amount_cfx: Balance) -> bool {
		let pot = Self::pot();
		// A transfer to itself would count as paid and move nothing.
		*who != pot
			&& T::Currency::can_deposit(who, amount_cfx, Provenance::Extant).into_result().is_ok()
			&& T::Currency::transfer(&pot, who, amount_cfx, Preservation::Preserve).is_ok()
	}
}
