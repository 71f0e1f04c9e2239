//! What the owner of a pattern says of all its titles (K2): `declare_pattern_holders`, `transfer_pattern_share`; and which
//! titles follow.

use crate::{
	Config, Error, Event, Holders, HoldersOf, Pallet, PatternHoldersOf, TitleHolders, place::Place,
};
use frame_support::ensure;
use reel_primitives::{
	BasisPoints, ContentId,
	pattern::{OwnedPattern, PatternId},
	traits::{HeldOtherwise, PatternFollowers, Patterns},
};

impl<T: Config> Pallet<T> {
	pub(crate) fn do_declare_pattern(
		who: &T::AccountId,
		name: &PatternId,
		holders: Holders<T::AccountId>,
	) -> Result<(), Error<T>> {
		let of = T::Patterns::owned(name).ok_or(Error::<T>::PatternNotFound)?;
		ensure!(of.owner == *who, Error::<T>::NotPatternOwner);
		ensure!(!PatternHoldersOf::<T>::contains_key(&of), Error::<T>::HoldersFixed);
		Self::check_holders(&holders)?;

		// Effects.
		PatternHoldersOf::<T>::insert(&of, Self::staked(&holders));
		Self::deposit_event(Event::PatternHoldersDeclared { of, holders });
		Ok(())
	}

	pub(crate) fn do_transfer_pattern(
		from: T::AccountId,
		of: OwnedPattern<T::AccountId>,
		to: T::AccountId,
		share_bp: BasisPoints,
	) -> Result<(), Error<T>> {
		let place = Place::Pattern(of.clone());
		let stakes = Self::kept_in(&place).ok_or(Error::<T>::PatternNotDeclared)?;
		let stakes = Self::moved(&place, stakes, &from, &to, share_bp)?;

		// Effects.
		Self::keep(&place, stakes);
		Self::deposit_event(Event::PatternShareTransferred { of, from, to, share_bp });
		Ok(())
	}
}

impl<T: Config> PatternFollowers<T::AccountId> for Pallet<T> {
	fn identified(
		content: &ContentId,
		creator: &T::AccountId,
		of: OwnedPattern<T::AccountId>,
	) -> Result<(), HeldOtherwise> {
		match HoldersOf::<T>::get(content) {
			// The owner may say something else of one title; who publishes by its leave may not.
			Some(TitleHolders::Own(_)) => {
				let is_bound = of.owner != *creator && PatternHoldersOf::<T>::contains_key(&of);
				ensure!(!is_bound, HeldOtherwise);
			},
			Some(TitleHolders::OfPattern(_)) | None => {
				HoldersOf::<T>::insert(content, TitleHolders::OfPattern(of.clone()));
				Self::deposit_event(Event::PatternFollowed { content: *content, of });
			},
		}
		Ok(())
	}
}
