//! A title enters the registry: `register_title`.

use crate::{
	Config, Error, Event, HoldReason, Pallet, Registration, Registrations, SplitRefusal, States,
	Titles, TitlesByCreator,
	types::{NewTitle, record_hash},
};
use codec::MaxEncodedLen;
use frame_support::{
	dispatch::DispatchResult,
	ensure,
	traits::{Get, fungible::MutateHold},
};
use reel_primitives::{
	Balance, ContentId,
	content::{TitleRecord, TitleState, TitleStatus},
	geometry::GeometryError,
	traits::{PublisherRefusal, RoundClock, Supervision},
};

impl<T: Config> Pallet<T> {
	/// What is held for a title registered now, in planck: the base and so much for each byte of its entries, which
	/// are all of fixed size.
	pub fn deposit() -> Balance {
		let bytes = [
			TitleRecord::<T::AccountId>::max_encoded_len(),
			TitleState::max_encoded_len(),
			Registration::max_encoded_len(),
		]
		.into_iter()
		.fold(0, usize::saturating_add) as Balance;
		// What does not fit an amount cannot be held either: saturating refuses as surely as an error.
		T::DepositPerByte::get().saturating_mul(bytes).saturating_add(T::DepositBase::get())
	}

	pub(crate) fn do_register(
		creator: T::AccountId,
		content: ContentId,
		new: NewTitle,
	) -> DispatchResult {
		let supervisor = T::Supervision::publisher(&creator).map_err(Error::<T>::from)?;
		// Also when deleted: the id of a title is never given out again.
		ensure!(!Titles::<T>::contains_key(content), Error::<T>::MagnetAlreadyRegistered);
		new.geometry.check().map_err(Error::<T>::from)?;
		T::SplitBounds::get().check(&new.split).map_err(Error::<T>::from)?;

		// Effects.
		let deposit_cfx = Self::deposit();
		T::Currency::hold(&HoldReason::Title.into(), &creator, deposit_cfx)?;
		let record = TitleRecord {
			creator: creator.clone(),
			supervisor: supervisor.clone(),
			cells_root: new.cells_root,
			geometry: new.geometry,
			split: new.split,
			licence: new.licence,
			metadata_hash: new.metadata_hash,
			registered_in: T::Clock::round(),
		};
		let state = TitleState {
			status: TitleStatus::Playable,
			price_cfx: new.price_cfx,
			takes_donations: new.takes_donations,
		};
		Self::write(content, record, state, deposit_cfx);
		Self::deposit_event(Event::TitleRegistered { content, creator, supervisor, deposit_cfx });
		Ok(())
	}

	/// Writes all entries of a new title.
	pub(crate) fn write(
		content: ContentId,
		record: TitleRecord<T::AccountId>,
		state: TitleState,
		deposit_cfx: Balance,
	) {
		let record_hash = record_hash(&content, &record);
		TitlesByCreator::<T>::insert(&record.creator, content, ());
		Titles::<T>::insert(content, record);
		States::<T>::insert(content, state);
		Registrations::<T>::insert(content, Registration { record_hash, deposit_cfx });
	}
}

impl<T> From<PublisherRefusal> for Error<T> {
	fn from(refusal: PublisherRefusal) -> Self {
		match refusal {
			PublisherRefusal::NotAuthorized => Self::NotAuthorized,
			PublisherRefusal::Expired => Self::AuthorizationExpired,
			PublisherRefusal::Sanctioned => Self::Sanctioned,
		}
	}
}

impl<T> From<GeometryError> for Error<T> {
	fn from(error: GeometryError) -> Self {
		match error {
			GeometryError::CellCount => Self::CellCountOutOfRange,
			GeometryError::Duration => Self::DurationOutOfRange,
			GeometryError::Size => Self::SizeOutOfRange,
		}
	}
}

impl<T> From<SplitRefusal> for Error<T> {
	fn from(refusal: SplitRefusal) -> Self {
		match refusal {
			SplitRefusal::NotWhole => Self::SplitNotWhole,
			SplitRefusal::OutsideBounds => Self::SplitOutsideBounds,
		}
	}
}
