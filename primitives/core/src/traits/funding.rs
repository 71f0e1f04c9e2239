//! From a title's income to those who paid for it, and from a token to its owner (S9, C18).

use crate::{Balance, BasisPoints, ContentId};
use codec::{Decode, Encode};
use scale_info::TypeInfo;

/// Why a share of a title's income did not move.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Encode, Decode, TypeInfo)]
pub enum ShareRefusal {
	/// No title was registered under that id.
	NotFound,
	/// Who is to give it has less, or is who gets it, or it is nothing.
	TooSmall,
	/// The title has as many holders as there may be.
	TooManyHolders,
	/// Who gives all that it has is owed what its account cannot take.
	NotPayableYet,
}

/// Moves shares of titles' income for those who agreed to it.
pub trait TitleShares<AccountId> {
	/// Basis points of a title's income that are `who`'s to give away; 0 when it was never registered, and of a title whose
	/// income is its pattern's holders', of which no share moves by itself. Cost: four reads.
	fn share_of(content: &ContentId, who: &AccountId) -> BasisPoints;

	/// Moves a part of the share of `from`, which must have agreed. What views brought before stays with `from`. Cost: as a
	/// transfer by itself.
	///
	/// # Errors
	/// Why not. Nothing changes then.
	fn move_share(
		content: ContentId,
		from: &AccountId,
		to: &AccountId,
		share_bp: BasisPoints,
	) -> Result<(), ShareRefusal>;

	/// Planck of CFX that a title's views and ads brought `who` and that are not paid yet. Cost: one read.
	fn owed_to(content: &ContentId, who: &AccountId) -> Balance;

	/// Pays `who` what it is owed of a title, if its account can take it; says how much that was. Cost: one read where
	/// nothing is owed, else a payment.
	fn collect(content: &ContentId, who: &AccountId) -> Balance;

	/// Worst-case weight of [`Self::collect`] as (reference time in ps, proof size in bytes).
	fn collect_weight() -> (u64, u64);
}

/// Is told of movements of assets, before they happen. What it is told may not happen after all, and be told twice.
pub trait TokenMoves<AccountId> {
	/// An amount of an asset is about to leave `from`, or to be burned.
	fn leaving(asset: u32, from: &AccountId);

	/// An amount of an asset is about to come to `to`.
	fn arriving(asset: u32, to: &AccountId);

	/// Worst-case weight of [`Self::leaving`] and [`Self::arriving`] for one movement, as (reference time in ps, proof
	/// size in bytes).
	fn moved_weight() -> (u64, u64);

	/// Whether `owner` may have an asset of that id.
	fn may_create(asset: u32, owner: &AccountId) -> bool;
}

/// Nothing follows from movements, and all ids are anybody's.
impl<AccountId> TokenMoves<AccountId> for () {
	fn leaving(_: u32, _: &AccountId) {}

	fn arriving(_: u32, _: &AccountId) {}

	fn moved_weight() -> (u64, u64) {
		(0, 0)
	}

	fn may_create(_: u32, _: &AccountId) -> bool {
		true
	}
}
