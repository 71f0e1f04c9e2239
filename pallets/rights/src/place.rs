//! Where it is kept who shares the income of a title: with the title, or with the pattern that it follows.

use crate::{Config, HoldersOf, Pallet, PatternHoldersOf, Stakes, TitleHolders};
use alloc::vec::Vec;
use reel_primitives::{
	BASIS_POINTS, ContentId,
	market::{HeldBy, Holder, TitleHolding},
	pattern::OwnedPattern,
	traits::TitlesOnSale,
};

/// See the module.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Place<AccountId> {
	Title(ContentId),
	Pattern(OwnedPattern<AccountId>),
}

/// Holders, and where they are kept.
type Kept<AccountId> = (Place<AccountId>, Stakes<AccountId>);

impl<T: Config> Pallet<T> {
	/// The holders that were declared, or fixed by a sale, and where they are kept; `None` where nothing is said.
	pub(crate) fn declared(content: &ContentId) -> Option<Kept<T::AccountId>> {
		match HoldersOf::<T>::get(content)? {
			TitleHolders::Own(stakes) => Some((Place::Title(*content), stakes)),
			TitleHolders::OfPattern(of) => {
				let stakes = PatternHoldersOf::<T>::get(&of)?;
				Some((Place::Pattern(of), stakes))
			},
		}
	}

	/// What is kept in a place itself.
	pub(crate) fn kept_in(place: &Place<T::AccountId>) -> Option<Stakes<T::AccountId>> {
		match place {
			Place::Title(content) => match HoldersOf::<T>::get(content)? {
				TitleHolders::Own(stakes) => Some(stakes),
				TitleHolders::OfPattern(_) => None,
			},
			Place::Pattern(of) => PatternHoldersOf::<T>::get(of),
		}
	}

	/// Keeps stakes in the place that they were read from.
	pub(crate) fn keep(place: &Place<T::AccountId>, stakes: Stakes<T::AccountId>) {
		match place {
			Place::Title(content) => {
				HoldersOf::<T>::insert(content, TitleHolders::Own(stakes));
			},
			Place::Pattern(of) => PatternHoldersOf::<T>::insert(of, stakes),
		}
	}

	/// Who shares a title's income, and who said so; `None` when it was never registered.
	pub(crate) fn holding(content: &ContentId) -> Option<TitleHolding<T::AccountId>> {
		let (by, holders) = match Self::declared(content) {
			Some((Place::Title(_), stakes)) => (HeldBy::Title, Self::unowed(stakes)),
			Some((Place::Pattern(of), stakes)) => (HeldBy::Pattern(of), Self::unowed(stakes)),
			None => {
				let account = T::Titles::on_sale(content)?.creator;
				(HeldBy::Creator, alloc::vec![Holder { account, share_bp: BASIS_POINTS }])
			},
		};
		Some(TitleHolding { by, holders })
	}

	/// Holders without what they are owed.
	pub(crate) fn unowed(stakes: Stakes<T::AccountId>) -> Vec<Holder<T::AccountId>> {
		stakes.into_iter().map(Holder::from).collect()
	}
}
