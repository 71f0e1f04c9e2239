//! Whose a title's income is: `declare_holders`, `transfer_share`.

use crate::{Config, Error, Event, Holders, HoldersOf, Pallet};
use alloc::collections::BTreeSet;
use frame_support::{dispatch::DispatchResult, ensure};
use reel_primitives::{
	BASIS_POINTS, BasisPoints, ContentId,
	content::TitleStatus,
	market::{Holder, TitleOnSale},
	traits::{ShareRefusal, TitleShares, TitlesOnSale},
};

/// Whether shares are 1 at least each and sum to the whole.
pub(crate) fn is_whole<AccountId>(holders: &[Holder<AccountId>]) -> bool {
	let sum: u32 = holders.iter().map(|holder| u32::from(holder.share_bp)).sum();
	sum == u32::from(BASIS_POINTS) && holders.iter().all(|holder| holder.share_bp > 0)
}

/// Whether no account is named twice.
pub(crate) fn is_distinct<AccountId: Ord>(holders: &[Holder<AccountId>]) -> bool {
	let accounts: BTreeSet<_> = holders.iter().map(|holder| &holder.account).collect();
	accounts.len() == holders.len()
}

impl<T: Config> Pallet<T> {
	/// The title, which is `who`'s and not deleted.
	pub(crate) fn created_by(
		who: &T::AccountId,
		content: &ContentId,
	) -> Result<TitleOnSale<T::AccountId>, Error<T>> {
		let title = T::Titles::on_sale(content).ok_or(Error::<T>::TitleNotFound)?;
		ensure!(title.creator == *who, Error::<T>::NotCreator);
		ensure!(title.status != TitleStatus::Deleted, Error::<T>::TitleDeleted);
		Ok(title)
	}

	/// All that a creator has.
	fn sole(creator: T::AccountId) -> Holders<T::AccountId> {
		let mut holders = Holders::default();
		// One fits.
		let _ = holders.try_push(Holder { account: creator, share_bp: BASIS_POINTS });
		holders
	}

	/// The holders, the creator where nothing was said; `None` when the title was never registered.
	pub(crate) fn holders_now(content: &ContentId) -> Option<Holders<T::AccountId>> {
		HoldersOf::<T>::get(content)
			.or_else(|| Some(Self::sole(T::Titles::on_sale(content)?.creator)))
	}

	/// Whether holders may still be declared.
	pub(crate) fn is_open(content: &ContentId) -> bool {
		!HoldersOf::<T>::contains_key(content)
			&& T::Titles::on_sale(content).is_some_and(|title| title.status != TitleStatus::Deleted)
	}

	pub(crate) fn do_declare(
		who: &T::AccountId,
		content: ContentId,
		holders: Holders<T::AccountId>,
	) -> DispatchResult {
		Self::created_by(who, &content)?;
		ensure!(!HoldersOf::<T>::contains_key(content), Error::<T>::HoldersFixed);
		ensure!(is_whole(&holders), Error::<T>::SharesNotWhole);
		ensure!(is_distinct(&holders), Error::<T>::HolderTwice);

		// Effects.
		Self::fix(content, holders);
		Ok(())
	}

	/// Fixes the creator as the only holder where nothing was said.
	pub(crate) fn fix_creator(content: &ContentId) {
		if HoldersOf::<T>::contains_key(content) {
			return;
		}
		if let Some(title) = T::Titles::on_sale(content) {
			Self::fix(*content, Self::sole(title.creator));
		}
	}

	fn fix(content: ContentId, holders: Holders<T::AccountId>) {
		HoldersOf::<T>::insert(content, &holders);
		Self::deposit_event(Event::HoldersDeclared { content, holders });
	}

	pub(crate) fn do_transfer(
		from: T::AccountId,
		content: ContentId,
		to: T::AccountId,
		share_bp: BasisPoints,
	) -> Result<(), Error<T>> {
		let mut holders = Self::holders_now(&content).ok_or(Error::<T>::TitleNotFound)?;
		ensure!(share_bp > 0 && from != to, Error::<T>::NothingToTransfer);
		let own = holders.iter_mut().find(|holder| holder.account == from);
		let own = own.ok_or(Error::<T>::ShareTooSmall)?;
		own.share_bp = own.share_bp.checked_sub(share_bp).ok_or(Error::<T>::ShareTooSmall)?;
		// Who has nothing left makes room first.
		holders.retain(|holder| holder.share_bp > 0);
		match holders.iter_mut().find(|holder| holder.account == to) {
			// At most the whole, since it was taken from another share.
			Some(theirs) => theirs.share_bp = theirs.share_bp.saturating_add(share_bp),
			None => holders
				.try_push(Holder { account: to.clone(), share_bp })
				.map_err(|_| Error::<T>::TooManyHolders)?,
		}

		// Effects.
		Self::fix_creator(&content);
		HoldersOf::<T>::insert(content, holders);
		Self::deposit_event(Event::ShareTransferred { content, from, to, share_bp });
		Ok(())
	}
}

impl<T: Config> TitleShares<T::AccountId> for Pallet<T> {
	fn share_of(content: &ContentId, who: &T::AccountId) -> BasisPoints {
		let holders = Self::holders_now(content).unwrap_or_default();
		let own = holders.iter().find(|holder| holder.account == *who);
		own.map(|holder| holder.share_bp).unwrap_or_default()
	}

	fn move_share(
		content: ContentId,
		from: &T::AccountId,
		to: &T::AccountId,
		share_bp: BasisPoints,
	) -> Result<(), ShareRefusal> {
		Self::do_transfer(from.clone(), content, to.clone(), share_bp).map_err(
			|error| match error {
				Error::TitleNotFound => ShareRefusal::NotFound,
				Error::TooManyHolders => ShareRefusal::TooManyHolders,
				_ => ShareRefusal::TooSmall,
			},
		)
	}
}
