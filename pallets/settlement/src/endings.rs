//! How a purchase ends that is not delivered, or gives access no more; and what blocks tidy up by themselves.

use crate::{
	Access, CLEARED_PER_BLOCK, Config, Due, DueKey, Error, Event, MAX_RETURNS_PER_BLOCK, Pallet,
	Purchase, Purchases, Reason, Stage, WeightInfo,
};
use frame_support::{
	dispatch::DispatchResult,
	ensure,
	storage::with_storage_layer,
	traits::{Get, defensive_prelude::*},
	weights::{Weight, WeightMeter},
};
use reel_primitives::{
	content::TitleStatus,
	market::PurchaseId,
	traits::{RoundClock, TitlesOnSale},
};

impl<T: Config> Pallet<T> {
	/// An open purchase.
	fn open(id: PurchaseId) -> Result<Purchase<T::AccountId>, Error<T>> {
		let purchase = Purchases::<T>::get(id).ok_or(Error::<T>::PurchaseNotFound)?;
		ensure!(purchase.until().is_some(), Error::<T>::AlreadyDelivered);
		Ok(purchase)
	}

	pub(crate) fn do_refuse(who: &T::AccountId, id: PurchaseId) -> DispatchResult {
		let purchase = Purchases::<T>::get(id).ok_or(Error::<T>::PurchaseNotFound)?;
		ensure!(*who == purchase.payer || *who == purchase.beneficiary, Error::<T>::NotYours);
		ensure!(purchase.until().is_some(), Error::<T>::AlreadyDelivered);
		Self::do_return(id, purchase, Reason::Refused)
	}

	pub(crate) fn do_return_undelivered(id: PurchaseId) -> DispatchResult {
		let purchase = Self::open(id)?;
		let reason = if !purchase.is_live(T::Clock::round()) {
			Reason::TimedOut
		} else {
			ensure!(!Self::is_playable(&purchase.content), Error::<T>::NotReturnable);
			Reason::NotPlayable
		};
		Self::do_return(id, purchase, reason)
	}

	/// Gives an open purchase's price back.
	pub(crate) fn do_return(
		id: PurchaseId,
		purchase: Purchase<T::AccountId>,
		reason: Reason,
	) -> DispatchResult {
		let until = purchase.until().ok_or(Error::<T>::AlreadyDelivered)?;
		let Purchase { content, payer, beneficiary, currency, price, .. } = purchase;

		// Effects.
		Due::<T>::remove(DueKey::new(until, id));
		Access::<T>::remove(&beneficiary, content);
		Purchases::<T>::remove(id);
		Self::give_back(currency, &payer, price)?;
		Self::deposit_event(Event::Returned {
			purchase: id,
			content,
			payer,
			currency,
			price,
			reason,
		});
		Ok(())
	}

	pub(crate) fn do_forget(who: &T::AccountId, id: PurchaseId) -> DispatchResult {
		let purchase = Purchases::<T>::get(id).ok_or(Error::<T>::PurchaseNotFound)?;
		let is_deleted = || {
			T::Titles::on_sale(&purchase.content)
				.is_none_or(|title| title.status == TitleStatus::Deleted)
		};
		// What is held goes back in other ways.
		ensure!(purchase.until().is_none(), Error::<T>::StillInUse);
		ensure!(
			*who == purchase.beneficiary || !purchase.is_live(T::Clock::round()) || is_deleted(),
			Error::<T>::StillInUse
		);

		// Effects.
		Access::<T>::remove(&purchase.beneficiary, purchase.content);
		Purchases::<T>::remove(id);
		Self::deposit_event(Event::Forgotten { purchase: id });
		Ok(())
	}

	/// Returns what is due and removes old records, within what is left of a block.
	pub(crate) fn tidy(remaining: Weight) -> Weight {
		let mut meter = WeightMeter::with_limit(remaining);
		// Looking at the clock, the first that is due and the oldest period.
		if meter.try_consume(T::DbWeight::get().reads(3)).is_err() {
			return meter.consumed();
		}
		let now = T::Clock::round();
		for _ in 0..MAX_RETURNS_PER_BLOCK {
			if !meter.can_consume(T::WeightInfo::return_undelivered()) {
				break;
			}
			let Some(first) = Due::<T>::iter_keys().next() else { break };
			if first.round() > now {
				break;
			}
			meter.consume(T::WeightInfo::return_undelivered());
			Self::return_due(first);
		}
		if Self::is_clearing_due() && meter.try_consume(T::WeightInfo::clear_sales()).is_ok() {
			Self::clear_step(CLEARED_PER_BLOCK);
		}
		meter.consumed()
	}

	fn return_due(due: DueKey) {
		let id = due.id();
		let returned =
			with_storage_layer(|| Self::do_return(id, Self::open(id)?, Reason::TimedOut));
		if returned.defensive().is_ok() {
			return;
		}
		// Impossible; were it not, the others must not wait behind it.
		Due::<T>::remove(due);
		let until = T::Clock::round().saturating_add(T::DeliveryRounds::get().max(1));
		if Purchases::<T>::contains_key(id) {
			Due::<T>::insert(DueKey::new(until, id), ());
			Purchases::<T>::mutate_extant(id, |purchase| purchase.stage = Stage::Held { until });
		}
	}
}
