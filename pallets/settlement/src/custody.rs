//! Where money lies between payer and holders, and how it moves. Nothing moves but here.

use crate::{Config, Error, Event, HoldReason, OpenTotal, Owed, OwedTotal, Pallet};
use frame_support::{
	dispatch::DispatchResult,
	ensure,
	traits::{
		Get,
		fungible::{Inspect, Mutate, MutateHold},
		tokens::{Fortitude, Precision, Preservation, Provenance, Restriction},
	},
};
use reel_primitives::{Balance, market::Currency};
use sp_runtime::traits::AccountIdConversion;

/// Whether `who` can take `amount`.
fn can_take<A, C: Inspect<A, Balance = Balance>>(who: &A, amount: Balance) -> bool {
	C::can_deposit(who, amount, Provenance::Extant).into_result().is_ok()
}

impl<T: Config> Pallet<T> {
	/// The account that holds SSH of open purchases and what is owed.
	pub fn escrow() -> T::AccountId {
		T::EscrowId::get().into_account_truncating()
	}

	/// Takes a price, or a donation, from who pays.
	pub(crate) fn take(
		currency: Currency,
		payer: &T::AccountId,
		amount: Balance,
	) -> DispatchResult {
		match currency {
			Currency::Cfx => T::Currency::hold(&HoldReason::Sale.into(), payer, amount)?,
			Currency::Ssh => {
				// All or what leaves a balance: a rest below the least would be taken, too.
				let preservation = match T::Ssh::balance(payer) == amount {
					true => Preservation::Expendable,
					false => Preservation::Preserve,
				};
				T::Ssh::transfer(payer, &Self::escrow(), amount, preservation)?;
			},
		}
		let open =
			OpenTotal::<T>::get(currency).checked_add(amount).ok_or(Error::<T>::SumOverflow)?;
		OpenTotal::<T>::insert(currency, open);
		Ok(())
	}

	/// Books that `amount` is not open any more; whoever calls moves it.
	pub(crate) fn close(currency: Currency, amount: Balance) -> Result<(), Error<T>> {
		let open =
			OpenTotal::<T>::get(currency).checked_sub(amount).ok_or(Error::<T>::SumOverflow)?;
		OpenTotal::<T>::insert(currency, open);
		Ok(())
	}

	/// Gives back what was taken.
	pub(crate) fn give_back(
		currency: Currency,
		payer: &T::AccountId,
		amount: Balance,
	) -> DispatchResult {
		Self::close(currency, amount)?;
		match currency {
			Currency::Cfx => {
				T::Currency::release(&HoldReason::Sale.into(), payer, amount, Precision::Exact)?;
				Ok(())
			},
			Currency::Ssh => Self::pay_escrowed(currency, payer, amount),
		}
	}

	/// Pays a part of what was taken from `payer` and closed; what `to` cannot take is owed to it.
	pub(crate) fn pay_part(
		currency: Currency,
		payer: &T::AccountId,
		to: &T::AccountId,
		amount: Balance,
	) -> DispatchResult {
		if amount == 0 {
			return Ok(());
		}
		if currency == Currency::Ssh {
			return Self::pay_escrowed(currency, to, amount);
		}
		let reason = HoldReason::Sale.into();
		if to == payer {
			T::Currency::release(&reason, payer, amount, Precision::Exact)?;
			return Ok(());
		}
		let escrow = Self::escrow();
		let is_paid = *to != escrow && can_take::<_, T::Currency>(to, amount);
		let receiver = if is_paid { to } else { &escrow };
		if !is_paid {
			Self::endow_escrow()?;
		}
		T::Currency::transfer_on_hold(
			&reason,
			payer,
			receiver,
			amount,
			Precision::Exact,
			Restriction::Free,
			Fortitude::Force,
		)?;
		if is_paid { Ok(()) } else { Ok(Self::owe(currency, to, amount)?) }
	}

	/// Pays out of the escrow account; what `to` cannot take is owed to it.
	fn pay_escrowed(currency: Currency, to: &T::AccountId, amount: Balance) -> DispatchResult {
		if !Self::leaves_escrow(currency, to, amount) {
			Self::owe(currency, to, amount)?;
		}
		Ok(())
	}

	/// Whether `to` could take the amount and got it out of the escrow account.
	fn leaves_escrow(currency: Currency, to: &T::AccountId, amount: Balance) -> bool {
		let escrow = Self::escrow();
		// A transfer to itself would count as paid and move nothing.
		if *to == escrow {
			return false;
		}
		match currency {
			Currency::Cfx => {
				can_take::<_, T::Currency>(to, amount)
					&& T::Currency::transfer(&escrow, to, amount, Preservation::Preserve).is_ok()
			},
			Currency::Ssh => {
				// With anything left, at least the least balance must be: less would go along with the amount.
				let preservation = match T::Ssh::balance(&escrow) == amount {
					true => Preservation::Expendable,
					false => Preservation::Preserve,
				};
				can_take::<_, T::Ssh>(to, amount)
					&& T::Ssh::transfer(&escrow, to, amount, preservation).is_ok()
			},
		}
	}

	/// Lets the escrow account exist.
	fn endow_escrow() -> DispatchResult {
		let escrow = Self::escrow();
		let amount_cfx = T::Currency::minimum_balance();
		if T::Currency::balance(&escrow) >= amount_cfx {
			return Ok(());
		}
		let treasury = T::TreasuryAccount::get();
		T::Currency::transfer(&treasury, &escrow, amount_cfx, Preservation::Preserve)?;
		Self::deposit_event(Event::EscrowEndowed { amount_cfx });
		Ok(())
	}

	/// Books an amount in the escrow account for who cannot take it, and pays it if with what was owed before it can.
	fn owe(currency: Currency, who: &T::AccountId, amount: Balance) -> Result<(), Error<T>> {
		let before = Owed::<T>::get(who, currency);
		let owed = before.checked_add(amount).ok_or(Error::<T>::SumOverflow)?;
		let total =
			OwedTotal::<T>::get(currency).checked_add(amount).ok_or(Error::<T>::SumOverflow)?;

		// Effects.
		Owed::<T>::insert(who, currency, owed);
		OwedTotal::<T>::insert(currency, total);
		Self::deposit_event(Event::Deferred { who: who.clone(), currency, amount, owed });
		if before > 0 && Self::leaves_escrow(currency, who, owed) {
			Self::book_owed_paid(currency, who, owed)?;
		}
		Ok(())
	}

	pub(crate) fn do_claim_owed(who: &T::AccountId, currency: Currency) -> DispatchResult {
		let owed = Owed::<T>::get(who, currency);
		ensure!(owed > 0, Error::<T>::NothingOwed);
		ensure!(Self::leaves_escrow(currency, who, owed), Error::<T>::NotPayableYet);
		Self::book_owed_paid(currency, who, owed)?;
		Ok(())
	}

	fn book_owed_paid(
		currency: Currency,
		who: &T::AccountId,
		amount: Balance,
	) -> Result<(), Error<T>> {
		let total =
			OwedTotal::<T>::get(currency).checked_sub(amount).ok_or(Error::<T>::SumOverflow)?;

		// Effects.
		Owed::<T>::remove(who, currency);
		OwedTotal::<T>::insert(currency, total);
		Self::deposit_event(Event::OwedPaid { who: who.clone(), currency, amount });
		Ok(())
	}
}
