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
use reel_primitives::Balance;
use sp_runtime::traits::AccountIdConversion;

impl<T: Config> Pallet<T> {
	/// The account that holds what is owed and claimable.
	pub fn pot() -> T::AccountId {
		T::PotId::get().into_account_truncating()
	}

	/// Pays `amount_cfx` out of the pot, with whatever was owed before; what the account cannot take stays owed.
	///
	/// Fails only when a sum overflows; the caller then rolls back.
	pub(crate) fn credit(who: &T::AccountId, amount_cfx: Balance) -> Result<(), Error<T>> {
		if amount_cfx == 0 {
			return Ok(());
		}
		let owed_before = Owed::<T>::get(who);
		let due = owed_before.checked_add(amount_cfx).ok_or(Error::<T>::SumOverflow)?;
		if Self::transfer_from_pot(who, due) {
			Self::settle(who, owed_before, due)
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

	/// Pays out what is owed. Led to by `claim_owed`.
	pub(crate) fn do_claim_owed(who: T::AccountId) -> DispatchResult {
		let owed = Owed::<T>::get(&who);
		ensure!(owed > 0, Error::<T>::NothingOwed);
		ensure!(Self::transfer_from_pot(&who, owed), Error::<T>::BelowExistentialDeposit);
		Ok(Self::settle(&who, owed, owed)?)
	}

	/// Books a transfer of `paid_cfx`, of which `owed_before` was owed.
	fn settle(who: &T::AccountId, owed_before: Balance, paid_cfx: Balance) -> Result<(), Error<T>> {
		let owed_total =
			OwedTotal::<T>::get().checked_sub(owed_before).ok_or(Error::<T>::SumOverflow)?;
		let paid_total =
			TotalPaid::<T>::get().checked_add(paid_cfx).ok_or(Error::<T>::SumOverflow)?;

		// Effects.
		Owed::<T>::remove(who);
		OwedTotal::<T>::put(owed_total);
		TotalPaid::<T>::put(paid_total);
		Self::deposit_event(Event::Paid { who: who.clone(), amount_cfx: paid_cfx });
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
