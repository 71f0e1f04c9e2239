//! Stored types.

use codec::{Decode, DecodeWithMemTracking, Encode, MaxEncodedLen};
use frame_support::{BoundedVec, traits::ConstU32};
use reel_primitives::{
	Balance, Round,
	market::{Holder, MAX_HOLDERS},
};
use scale_info::TypeInfo;

/// Who shares a title's income.
pub type Holders<AccountId> = BoundedVec<Holder<AccountId>, ConstU32<MAX_HOLDERS>>;

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
