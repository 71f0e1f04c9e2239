//! Titles are stopped and allowed again: `stop_title`, `reinstate_title`, and who may act on which title.

use crate::{Authorizations, Config, Error, Event, FormerSupervisors, Pallet, Supervisors};
use frame_support::{dispatch::DispatchResult, ensure};
use reel_primitives::{
	ContentId,
	content::ReasonCode,
	traits::{TitleControl, TitleRefusal},
};

impl<T: Config> Pallet<T> {
	/// Fails unless `who` is an active supervisor that may act on the title: the one that answers for it, or one of
	/// the country for which that one was admitted or for which the creator is authorized now.
	pub(crate) fn ensure_acts_on_title(
		who: &T::AccountId,
		content: &ContentId,
	) -> Result<(), Error<T>> {
		let info = Self::active_supervisor(who)?;
		let (creator, responsible) =
			T::Titles::responsible(content).ok_or(Error::<T>::TitleNotFound)?;
		if *who == responsible {
			return Ok(());
		}
		let admitted_for = Supervisors::<T>::get(&responsible)
			.map(|supervisor| supervisor.country)
			.or_else(|| FormerSupervisors::<T>::get(&responsible));
		let authorized_for = Authorizations::<T>::get(&creator).map(|held| held.country);
		let acts = [admitted_for, authorized_for]
			.into_iter()
			.flatten()
			.any(|country| info.acts_for(country));
		ensure!(acts, Error::<T>::OutsideCountry);
		Ok(())
	}

	pub(crate) fn do_stop_title(
		supervisor: T::AccountId,
		content: ContentId,
		reason: ReasonCode,
	) -> DispatchResult {
		Self::ensure_acts_on_title(&supervisor, &content)?;
		T::Titles::stop(&content, reason).map_err(Error::<T>::from)?;
		Self::deposit_event(Event::StopDecided { content, supervisor, reason });
		Ok(())
	}

	pub(crate) fn do_reinstate_title(
		supervisor: T::AccountId,
		content: ContentId,
	) -> DispatchResult {
		Self::ensure_acts_on_title(&supervisor, &content)?;
		T::Titles::reinstate(&content).map_err(Error::<T>::from)?;
		Self::deposit_event(Event::ReinstatementDecided { content, supervisor });
		Ok(())
	}
}

impl<T> From<TitleRefusal> for Error<T> {
	fn from(refusal: TitleRefusal) -> Self {
		match refusal {
			TitleRefusal::NotFound => Self::TitleNotFound,
			TitleRefusal::Deleted => Self::TitleDeleted,
			TitleRefusal::AlreadyStopped => Self::TitleAlreadyStopped,
			TitleRefusal::NotStopped => Self::TitleNotStopped,
		}
	}
}
