//! Whose a title's income is: `declare_holders`, `transfer_share`. What a pattern's owner says for all of its titles is in
//! `patterns`.

use crate::{
	Config, Error, Event, Holders, HoldersOf, Pallet, Stake, Stakes, TitleHolders, WeightInfo,
	place::Place,
};
use alloc::collections::BTreeSet;
use frame_support::{dispatch::DispatchResult, ensure};
use reel_primitives::{
	BASIS_POINTS, Balance, BasisPoints, ContentId,
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
	pub(crate) fn sole(creator: T::AccountId) -> Stakes<T::AccountId> {
		let mut stakes = Stakes::default();
		// One fits.
		let _ = stakes.try_push(Stake { account: creator, share_bp: BASIS_POINTS, owed_cfx: 0 });
		stakes
	}

	/// Holders that may be declared.
	pub(crate) fn check_holders(holders: &Holders<T::AccountId>) -> Result<(), Error<T>> {
		ensure!(is_whole(holders), Error::<T>::SharesNotWhole);
		ensure!(is_distinct(holders), Error::<T>::HolderTwice);
		Ok(())
	}

	/// What is owed to nobody yet.
	pub(crate) fn staked(holders: &Holders<T::AccountId>) -> Stakes<T::AccountId> {
		// As many as there are holders.
		Stakes::truncate_from(holders.iter().cloned().map(Stake::from).collect())
	}

	/// Whether holders may still be declared.
	pub(crate) fn is_open(content: &ContentId) -> bool {
		Self::declared(content).is_none()
			&& T::Titles::on_sale(content).is_some_and(|title| title.status != TitleStatus::Deleted)
	}

	pub(crate) fn do_declare(
		who: &T::AccountId,
		content: ContentId,
		holders: Holders<T::AccountId>,
	) -> DispatchResult {
		Self::created_by(who, &content)?;
		match Self::declared(&content) {
			Some((Place::Title(_), _)) => return Err(Error::<T>::HoldersFixed.into()),
			Some((Place::Pattern(_), _)) => return Err(Error::<T>::FollowsPattern.into()),
			None => {},
		}
		Self::check_holders(&holders)?;

		// Effects.
		Self::fix(content, holders);
		Ok(())
	}

	/// Fixes the creator as the only holder where nothing was said, neither of the title nor of its pattern.
	pub(crate) fn fix_creator(content: &ContentId) {
		if Self::declared(content).is_some() {
			return;
		}
		if let Some(title) = T::Titles::on_sale(content) {
			let mut holders = Holders::default();
			// One fits.
			let _ = holders.try_push(Holder { account: title.creator, share_bp: BASIS_POINTS });
			Self::fix(*content, holders);
		}
	}

	fn fix(content: ContentId, holders: Holders<T::AccountId>) {
		HoldersOf::<T>::insert(content, TitleHolders::Own(Self::staked(&holders)));
		Self::deposit_event(Event::HoldersDeclared { content, holders });
	}

	pub(crate) fn do_transfer(
		from: T::AccountId,
		content: ContentId,
		to: T::AccountId,
		share_bp: BasisPoints,
	) -> Result<(), Error<T>> {
		let stakes = match Self::declared(&content) {
			Some((Place::Title(_), stakes)) => stakes,
			Some((Place::Pattern(_), _)) => return Err(Error::<T>::FollowsPattern),
			None => {
				Self::sole(T::Titles::on_sale(&content).ok_or(Error::<T>::TitleNotFound)?.creator)
			},
		};
		let stakes = Self::moved(&Place::Title(content), stakes, &from, &to, share_bp)?;

		// Effects.
		Self::fix_creator(&content);
		HoldersOf::<T>::insert(content, TitleHolders::Own(stakes));
		Self::deposit_event(Event::ShareTransferred { content, from, to, share_bp });
		Ok(())
	}

	/// The stakes after a share moved. Who gives all away is paid what it is owed.
	pub(crate) fn moved(
		place: &Place<T::AccountId>,
		mut stakes: Stakes<T::AccountId>,
		from: &T::AccountId,
		to: &T::AccountId,
		share_bp: BasisPoints,
	) -> Result<Stakes<T::AccountId>, Error<T>> {
		ensure!(share_bp > 0 && from != to, Error::<T>::NothingToTransfer);
		let own = stakes.iter_mut().find(|stake| stake.account == *from);
		let own = own.ok_or(Error::<T>::ShareTooSmall)?;
		own.share_bp = own.share_bp.checked_sub(share_bp).ok_or(Error::<T>::ShareTooSmall)?;
		if own.share_bp == 0 && own.owed_cfx > 0 {
			// What came before was divided by the shares of then. From here on nothing can fail: who leaves makes room.
			ensure!(Self::pay_owed(place, own) > 0, Error::<T>::NotPayableYet);
		}
		stakes.retain(|stake| stake.share_bp > 0);
		match stakes.iter_mut().find(|stake| stake.account == *to) {
			// At most the whole, since it was taken from another share.
			Some(theirs) => theirs.share_bp = theirs.share_bp.saturating_add(share_bp),
			None => stakes
				.try_push(Stake { account: to.clone(), share_bp, owed_cfx: 0 })
				.map_err(|_| Error::<T>::TooManyHolders)?,
		}
		Ok(stakes)
	}
}

impl<T: Config> TitleShares<T::AccountId> for Pallet<T> {
	fn share_of(content: &ContentId, who: &T::AccountId) -> BasisPoints {
		let stakes = match Self::declared(content) {
			Some((Place::Title(_), stakes)) => stakes,
			Some((Place::Pattern(_), _)) => return 0,
			None => T::Titles::on_sale(content)
				.map(|title| Self::sole(title.creator))
				.unwrap_or_default(),
		};
		let own = stakes.iter().find(|stake| stake.account == *who);
		own.map(|stake| stake.share_bp).unwrap_or_default()
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
				Error::NotPayableYet => ShareRefusal::NotPayableYet,
				_ => ShareRefusal::TooSmall,
			},
		)
	}

	fn owed_to(content: &ContentId, who: &T::AccountId) -> Balance {
		Self::owed_of(&Place::Title(*content), who)
	}

	fn collect(content: &ContentId, who: &T::AccountId) -> Balance {
		Self::collect_for(Place::Title(*content), who)
	}

	fn collect_weight() -> (u64, u64) {
		let weight = T::WeightInfo::claim(1);
		(weight.ref_time(), weight.proof_size())
	}
}
