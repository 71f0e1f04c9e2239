//! Stored types.

use alloc::vec::Vec;
use codec::{Decode, DecodeWithMemTracking, Encode, MaxEncodedLen};
use frame_support::{BoundedVec, traits::ConstU32};
use reel_primitives::{
	Balance, BasisPoints, Round,
	market::{Holder, MAX_HOLDERS},
	pattern::OwnedPattern,
};
use scale_info::TypeInfo;

/// Who shares a title's income.
pub type Holders<AccountId> = BoundedVec<Holder<AccountId>, ConstU32<MAX_HOLDERS>>;

/// What somebody has of a title.
#[derive(Clone, Debug, PartialEq, Eq, Encode, Decode, MaxEncodedLen, TypeInfo)]
pub struct Stake<AccountId> {
	/// Whose it is.
	pub account: AccountId,
	/// How much of the income, 1 to 10,000 basis points.
	pub share_bp: BasisPoints,
	/// Planck of CFX that views and ads brought it and that are not paid yet.
	pub owed_cfx: Balance,
}

impl<AccountId> From<Holder<AccountId>> for Stake<AccountId> {
	/// Of somebody who is owed nothing.
	fn from(Holder { account, share_bp }: Holder<AccountId>) -> Self {
		Self { account, share_bp, owed_cfx: 0 }
	}
}

impl<AccountId> From<Stake<AccountId>> for Holder<AccountId> {
	fn from(Stake { account, share_bp, .. }: Stake<AccountId>) -> Self {
		Self { account, share_bp }
	}
}

/// Holders, and what they are owed.
pub type Stakes<AccountId> = BoundedVec<Stake<AccountId>, ConstU32<MAX_HOLDERS>>;

/// A pattern with its owner, and the holders that this one declared.
pub type PatternHolding<AccountId> = (OwnedPattern<AccountId>, Vec<Holder<AccountId>>);

/// What is known of whose a title's income is.
#[derive(Clone, Debug, PartialEq, Eq, Encode, Decode, MaxEncodedLen, TypeInfo)]
pub enum TitleHolders<AccountId> {
	/// The title's own holders: declared for it, or its creator, fixed by the first sale.
	#[codec(index = 0)]
	Own(Stakes<AccountId>),
	/// Nothing is said of the title itself: its income is those holders' whom the owner of its pattern declares, and its
	/// creator's until then.
	#[codec(index = 1)]
	OfPattern(OwnedPattern<AccountId>),
}

/// How a title may be watched for some time.
#[derive(
	Clone,
	Copy,
	Debug,
	PartialEq,
	Eq,
	Encode,
	Decode,
	DecodeWithMemTracking,
	MaxEncodedLen,
	TypeInfo,
)]
pub struct RentalTerms {
	/// Planck of CFX, above 0; `None`: not for CFX.
	pub cfx: Option<Balance>,
	/// Planck of SSH, above 0; `None`: not for SSH. One of the two is there.
	pub ssh: Option<Balance>,
	/// Rounds of access after delivery.
	pub rounds: Round,
}

/// How a title is sold beside the price of watching that the registry has.
#[derive(
	Clone,
	Copy,
	Debug,
	PartialEq,
	Eq,
	Encode,
	Decode,
	DecodeWithMemTracking,
	MaxEncodedLen,
	TypeInfo,
)]
pub struct Terms {
	/// Whether it is sold for CFX, at the price of watching.
	pub for_cfx: bool,
	/// Price of a purchase in planck of SSH, above 0; `None`: not for SSH.
	pub ssh: Option<Balance>,
	/// How it is let; `None`: not at all.
	pub rental: Option<RentalTerms>,
}
