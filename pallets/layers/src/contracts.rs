//! From an offer to its end, and what supervisors do between.

use crate::{
	Config, Error, Event, HoldReason, Layer, Layers, LayersOf, MAX_OFFERS, NextLayer, Pallet,
	Share, SharesOf, Stage,
};
use frame_support::{
	dispatch::DispatchResult,
	ensure,
	traits::{
		Get,
		fungible::{Mutate, MutateHold},
		tokens::{Precision, Preservation},
	},
};
use reel_primitives::{
	BASIS_POINTS, BasisPoints, ContentId,
	content::{ReasonCode, TitleStatus},
	layers::{Language, LayerFile, LayerId, LayerKind, LayerTerms},
	traits::{RoundClock, Sanctioners, TitleTerms, Titles},
};

/// A layer and its title.
type WithTitle<AccountId> = (Layer<AccountId>, TitleTerms<AccountId>);

/// Whether terms may be offered.
pub(crate) fn is_sound(terms: &LayerTerms) -> bool {
	match terms {
		LayerTerms::Share { share_bp } => (1..=BASIS_POINTS).contains(share_bp),
		LayerTerms::Price { .. } => true,
	}
}

impl<T: Config> Pallet<T> {
	fn found(id: LayerId) -> Result<Layer<T::AccountId>, Error<T>> {
		Layers::<T>::get(id).ok_or(Error::<T>::LayerNotFound)
	}

	fn title_of(layer: &Layer<T::AccountId>) -> Result<TitleTerms<T::AccountId>, Error<T>> {
		T::Titles::terms(&layer.content).ok_or(Error::<T>::TitleNotFound)
	}

	/// The layer and its title, which is `who`'s.
	fn of_creator(who: &T::AccountId, id: LayerId) -> Result<WithTitle<T::AccountId>, Error<T>> {
		let layer = Self::found(id)?;
		let title = Self::title_of(&layer)?;
		ensure!(title.creator == *who, Error::<T>::NotCreator);
		Ok((layer, title))
	}

	pub(crate) fn do_offer(
		activator: T::AccountId,
		content: ContentId,
		kind: LayerKind,
		language: Language,
		file: LayerFile,
		terms: LayerTerms,
	) -> DispatchResult {
		ensure!(file.is_sound(), Error::<T>::FileOutOfRange);
		ensure!(language.is_sound(), Error::<T>::LanguageOutOfRange);
		ensure!(is_sound(&terms), Error::<T>::TermsOutOfRange);
		let title = T::Titles::terms(&content).ok_or(Error::<T>::TitleNotFound)?;
		ensure!(title.status == TitleStatus::Playable, Error::<T>::TitleNotPlayable);
		let mut ids = LayersOf::<T>::get(content);
		let offers = ids
			.iter()
			.filter_map(Layers::<T>::get)
			.filter(|layer| layer.stage == Stage::Offered)
			.take(MAX_OFFERS as usize)
			.count();
		ensure!(offers < MAX_OFFERS as usize, Error::<T>::TooManyOffers);
		let id = NextLayer::<T>::get();
		let next = id.checked_add(1).ok_or(Error::<T>::SumOverflow)?;
		ids.try_push(id).map_err(|_| Error::<T>::TooManyLayers)?;
		let deposit_cfx = T::Deposit::get();
		T::Currency::hold(&HoldReason::Layer.into(), &activator, deposit_cfx)?;

		// Effects.
		NextLayer::<T>::put(next);
		LayersOf::<T>::insert(content, ids);
		let (stage, stopped) = (Stage::Offered, None);
		let layer = Layer {
			content,
			activator: activator.clone(),
			kind,
			language,
			file,
			terms,
			deposit_cfx,
			stage,
			stopped,
		};
		Layers::<T>::insert(id, layer);
		Self::deposit_event(Event::LayerOffered {
			layer: id,
			content,
			activator,
			kind,
			language,
			file,
			terms,
		});
		Ok(())
	}

	pub(crate) fn do_accept(who: &T::AccountId, id: LayerId) -> DispatchResult {
		let (mut layer, title) = Self::of_creator(who, id)?;
		ensure!(title.status == TitleStatus::Playable, Error::<T>::TitleNotPlayable);
		ensure!(layer.stage == Stage::Offered, Error::<T>::AcceptedAlready);
		ensure!(layer.stopped.is_none(), Error::<T>::LayerStopped);
		let (content, terms) = (layer.content, layer.terms);
		match terms {
			LayerTerms::Share { share_bp } => Self::add_share(id, &layer, share_bp)?,
			LayerTerms::Price { price_cfx } => {
				let to = &layer.activator;
				T::Currency::transfer(who, to, price_cfx, Preservation::Preserve)?;
			},
		}

		// Effects.
		layer.stage = Stage::Accepted;
		Layers::<T>::insert(id, layer);
		Self::deposit_event(Event::LayerAccepted { layer: id, content, terms });
		Ok(())
	}

	/// Adds a share, where there is room for it.
	fn add_share(
		id: LayerId,
		layer: &Layer<T::AccountId>,
		share_bp: BasisPoints,
	) -> Result<(), Error<T>> {
		let now = T::Clock::round();
		let mut shares = SharesOf::<T>::get(layer.content);
		// What is stopped may come back, so that it counts.
		let taken: u32 = shares
			.iter()
			.filter(|share| share.ends.is_none_or(|ends| now < ends))
			.map(|share| u32::from(share.share_bp))
			.sum();
		let whole = taken.saturating_add(share_bp.into());
		ensure!(whole <= u32::from(BASIS_POINTS), Error::<T>::SharesAboveWhole);
		let share = Share {
			layer: id,
			activator: layer.activator.clone(),
			share_bp,
			ends: None,
			stopped: false,
			owed_cfx: 0,
		};
		shares.try_push(share).map_err(|_| Error::<T>::TooManyShares)?;

		// Effects.
		SharesOf::<T>::insert(layer.content, shares);
		Ok(())
	}

	pub(crate) fn do_decline(who: &T::AccountId, id: LayerId) -> DispatchResult {
		let (layer, _) = Self::of_creator(who, id)?;
		ensure!(layer.stage == Stage::Offered, Error::<T>::AcceptedAlready);
		let content = layer.content;
		Self::remove(id, &layer)?;
		Self::deposit_event(Event::LayerDeclined { layer: id, content });
		Ok(())
	}

	pub(crate) fn do_withdraw(who: &T::AccountId, id: LayerId) -> DispatchResult {
		let layer = Self::found(id)?;
		ensure!(layer.activator == *who, Error::<T>::NotActivator);
		let is_free = layer.stage == Stage::Offered || layer.share_bp().is_some();
		ensure!(is_free, Error::<T>::PaidFor);
		let content = layer.content;
		Self::remove(id, &layer)?;
		Self::deposit_event(Event::LayerWithdrawn { layer: id, content });
		Ok(())
	}

	pub(crate) fn do_end(who: &T::AccountId, id: LayerId) -> DispatchResult {
		let (mut layer, _) = Self::of_creator(who, id)?;
		ensure!(layer.stage == Stage::Accepted, Error::<T>::NotRunning);
		let (content, ends) =
			(layer.content, T::Clock::round().saturating_add(T::NoticeRounds::get()));

		// Effects.
		Self::change_share(id, &layer, |share| share.ends = Some(ends));
		layer.stage = Stage::Ending { ends };
		Layers::<T>::insert(id, layer);
		Self::deposit_event(Event::LayerEnding { layer: id, content, ends });
		Ok(())
	}

	pub(crate) fn do_clear(id: LayerId) -> DispatchResult {
		let layer = Self::found(id)?;
		let is_deleted = T::Titles::terms(&layer.content)
			.is_none_or(|title| title.status == TitleStatus::Deleted);
		let is_over = match layer.stage {
			Stage::Ending { ends } => ends <= T::Clock::round(),
			Stage::Offered | Stage::Accepted => false,
		};
		ensure!(is_over || is_deleted, Error::<T>::NotOver);
		let content = layer.content;
		Self::remove(id, &layer)?;
		Self::deposit_event(Event::LayerCleared { layer: id, content });
		Ok(())
	}

	/// Fails unless `who` is a supervisor who may act for the title's country: of the supervisor that answers for it, or
	/// of any where that one may not act any more.
	fn ensure_supervises(who: &T::AccountId, layer: &Layer<T::AccountId>) -> Result<(), Error<T>> {
		let title = Self::title_of(layer)?;
		let acts = match T::Supervisors::country(&title.supervisor) {
			Some(country) => *who == title.supervisor || T::Supervisors::acts_for(who, country),
			None => T::Supervisors::country(who).is_some(),
		};
		ensure!(acts, Error::<T>::NotSupervisor);
		Ok(())
	}

	pub(crate) fn do_stop(
		supervisor: T::AccountId,
		id: LayerId,
		reason: ReasonCode,
	) -> DispatchResult {
		let mut layer = Self::found(id)?;
		Self::ensure_supervises(&supervisor, &layer)?;
		ensure!(layer.stopped.is_none(), Error::<T>::LayerStopped);
		let content = layer.content;

		// Effects.
		Self::change_share(id, &layer, |share| share.stopped = true);
		layer.stopped = Some(reason);
		Layers::<T>::insert(id, layer);
		Self::deposit_event(Event::LayerStopped { layer: id, content, supervisor, reason });
		Ok(())
	}

	pub(crate) fn do_reinstate(supervisor: T::AccountId, id: LayerId) -> DispatchResult {
		let mut layer = Self::found(id)?;
		Self::ensure_supervises(&supervisor, &layer)?;
		ensure!(layer.stopped.is_some(), Error::<T>::NotStopped);
		let content = layer.content;

		// Effects.
		Self::change_share(id, &layer, |share| share.stopped = false);
		layer.stopped = None;
		Layers::<T>::insert(id, layer);
		Self::deposit_event(Event::LayerReinstated { layer: id, content, supervisor });
		Ok(())
	}

	/// Changes a layer's share, if it has one.
	fn change_share(
		id: LayerId,
		layer: &Layer<T::AccountId>,
		change: impl FnOnce(&mut Share<T::AccountId>),
	) {
		if layer.share_bp().is_some() {
			SharesOf::<T>::mutate_extant(layer.content, |shares| {
				if let Some(share) = shares.iter_mut().find(|share| share.layer == id) {
					change(share);
				}
			});
		}
	}

	/// Pays what a layer is owed, frees its deposit, and forgets it.
	fn remove(id: LayerId, layer: &Layer<T::AccountId>) -> DispatchResult {
		let content = layer.content;
		if layer.share_bp().is_some() {
			let mut shares = SharesOf::<T>::get(content);
			if let Some(share) = shares.iter_mut().find(|share| share.layer == id) {
				Self::pay_owed(share)?;
			}
			shares.retain(|share| share.layer != id);
			match shares.is_empty() {
				true => SharesOf::<T>::remove(content),
				false => SharesOf::<T>::insert(content, shares),
			}
		}
		let reason = HoldReason::Layer.into();
		T::Currency::release(&reason, &layer.activator, layer.deposit_cfx, Precision::Exact)?;
		let mut ids = LayersOf::<T>::get(content);
		ids.retain(|other| *other != id);
		match ids.is_empty() {
			true => LayersOf::<T>::remove(content),
			false => LayersOf::<T>::insert(content, ids),
		}
		Layers::<T>::remove(id);
		Ok(())
	}
}
