//! What others are told of titles, and what supervisors do to them: the traits of `reel-primitives`, and the functions
//! behind views and runtime API.

use crate::{
	Config, Event, Pallet, States, Titles, TitlesByCreator,
	status::{Step, next},
};
use alloc::vec::Vec;
use reel_primitives::{
	ContentId,
	content::{ReasonCode, TitleView},
	market::TitleOnSale,
	traits::{self, TitleControl, TitleRefusal, TitleTerms},
};

/// Most titles of a creator told at once.
pub const MAX_TITLES_PAGE: u32 = 100;

impl<T: Config> Pallet<T> {
	/// Record and state of a title, also of one that is stopped or deleted; `None` when it was never registered.
	/// Cost: two reads.
	pub fn title_view(content: ContentId) -> Option<TitleView<T::AccountId>> {
		let (record, state) = (Titles::<T>::get(content)?, States::<T>::get(content)?);
		Some(TitleView { content, record, state })
	}

	/// Titles of `creator` that are not deleted, in storage order, behind `from`, at most `limit` and never more than
	/// [`MAX_TITLES_PAGE`]. Start with `None`, go on with the last of the page before. Cost: one read a title.
	pub fn titles_page(
		creator: T::AccountId,
		from: Option<ContentId>,
		limit: u32,
	) -> Vec<ContentId> {
		let keys = match from {
			None => TitlesByCreator::<T>::iter_key_prefix(&creator),
			Some(last) => {
				let behind = TitlesByCreator::<T>::hashed_key_for(&creator, last);
				TitlesByCreator::<T>::iter_key_prefix_from(&creator, behind)
			},
		};
		keys.take(limit.min(MAX_TITLES_PAGE) as usize).collect()
	}

	/// Takes one step of the status graph.
	fn step(content: &ContentId, step: Step) -> Result<(), TitleRefusal> {
		States::<T>::try_mutate(content, |state| {
			let state = state.as_mut().ok_or(TitleRefusal::NotFound)?;
			state.status = next(state.status, step)?;
			Ok(())
		})
	}
}

impl<T: Config> traits::Titles<T::AccountId> for Pallet<T> {
	fn terms(content: &ContentId) -> Option<TitleTerms<T::AccountId>> {
		let TitleView { record, state, .. } = Self::title_view(*content)?;
		Some(TitleTerms {
			creator: record.creator,
			supervisor: record.supervisor,
			split: record.split,
			cells: record.geometry.cells,
			duration_ms: record.geometry.duration_ms,
			status: state.status,
		})
	}

	#[cfg(feature = "runtime-benchmarks")]
	fn register_for_benchmark(content: ContentId, creator: &T::AccountId) {
		let supervisor =
			<T::Supervision as traits::Supervision<T::AccountId>>::authorize_for_benchmark(creator);
		crate::benchmarking::write::<T>(content, creator, &supervisor);
	}
}

impl<T: Config> traits::TitlesOnSale<T::AccountId> for Pallet<T> {
	fn on_sale(content: &ContentId) -> Option<TitleOnSale<T::AccountId>> {
		let TitleView { record, state, .. } = Self::title_view(*content)?;
		Some(TitleOnSale {
			creator: record.creator,
			status: state.status,
			geometry: record.geometry,
			price_cfx: state.price_cfx,
			takes_donations: state.takes_donations,
		})
	}

	#[cfg(feature = "runtime-benchmarks")]
	fn offer_for_benchmark(
		content: ContentId,
		creator: &T::AccountId,
		price_cfx: reel_primitives::Balance,
	) {
		<Self as traits::Titles<T::AccountId>>::register_for_benchmark(content, creator);
		States::<T>::mutate_extant(content, |state| {
			state.price_cfx = price_cfx;
			state.takes_donations = true;
		});
	}
}

impl<T: Config> TitleControl<T::AccountId> for Pallet<T> {
	fn responsible(content: &ContentId) -> Option<(T::AccountId, T::AccountId)> {
		Titles::<T>::get(content).map(|record| (record.creator, record.supervisor))
	}

	fn stop(content: &ContentId, reason: ReasonCode) -> Result<(), TitleRefusal> {
		Self::step(content, Step::Stop(reason))?;
		Self::deposit_event(Event::TitleStopped { content: *content, reason });
		Ok(())
	}

	fn reinstate(content: &ContentId) -> Result<(), TitleRefusal> {
		Self::step(content, Step::Reinstate)?;
		Self::deposit_event(Event::TitleReinstated { content: *content });
		Ok(())
	}

	#[cfg(feature = "runtime-benchmarks")]
	fn register_for_benchmark(
		content: ContentId,
		creator: &T::AccountId,
		supervisor: &T::AccountId,
	) {
		crate::benchmarking::write::<T>(content, creator, supervisor);
	}
}
