//! What the owner may change: `set_price`, `set_donations`, `delete_title`.

use crate::{
	Config, Error, Event, HoldReason, Pallet, Registrations, States, Titles, TitlesByCreator,
	status::{Step, next},
};
use frame_support::{
	dispatch::DispatchResult,
	ensure,
	traits::{fungible::MutateHold, tokens::Precision},
};
use reel_primitives::{
	Balance, ContentId,
	content::{TitleState, TitleStatus},
};

impl<T: Config> Pallet<T> {
	/// The state of a title that `who` owns and has not deleted.
	fn owned_state(who: &T::AccountId, content: &ContentId) -> Result<TitleState, Error<T>> {
		let record = Titles::<T>::get(content).ok_or(Error::<T>::TitleNotFound)?;
		ensure!(record.creator == *who, Error::<T>::NotOwner);
		let state = States::<T>::get(content).ok_or(Error::<T>::TitleNotFound)?;
		ensure!(state.status != TitleStatus::Deleted, Error::<T>::TitleDeleted);
		Ok(state)
	}

	pub(crate) fn do_set_price(
		who: &T::AccountId,
		content: ContentId,
		price_cfx: Balance,
	) -> DispatchResult {
		let state = Self::owned_state(who, &content)?;

		// Effects.
		States::<T>::insert(content, TitleState { price_cfx, ..state });
		Self::deposit_event(Event::PriceSet { content, price_cfx });
		Ok(())
	}

	pub(crate) fn do_set_donations(
		who: &T::AccountId,
		content: ContentId,
		takes_donations: bool,
	) -> DispatchResult {
		let state = Self::owned_state(who, &content)?;

		// Effects.
		States::<T>::insert(content, TitleState { takes_donations, ..state });
		Self::deposit_event(Event::DonationsSet { content, takes_donations });
		Ok(())
	}

	pub(crate) fn do_delete(who: &T::AccountId, content: ContentId) -> DispatchResult {
		let state = Self::owned_state(who, &content)?;
		let mut registration = Registrations::<T>::get(content).ok_or(Error::<T>::TitleNotFound)?;
		let status = next(state.status, Step::Delete).map_err(|_| Error::<T>::TitleDeleted)?;

		// Effects.
		let deposit = registration.deposit_cfx;
		T::Currency::release(&HoldReason::Title.into(), who, deposit, Precision::Exact)?;
		registration.deposit_cfx = 0;
		Registrations::<T>::insert(content, registration);
		States::<T>::insert(content, TitleState { status, price_cfx: 0, takes_donations: false });
		TitlesByCreator::<T>::remove(who, content);
		Self::deposit_event(Event::TitleDeleted { content });
		Ok(())
	}
}
