//! Stored types. All of fixed size.

use codec::{Decode, DecodeWithMemTracking, Encode, MaxEncodedLen};
use reel_primitives::{
	Balance, BasisPoints, ContentId, Round,
	market::{Currency, PurchaseId, SaleKind},
};
use scale_info::TypeInfo;

/// How far a purchase has come.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Encode, Decode, MaxEncodedLen, TypeInfo)]
pub enum Stage {
	/// Its price is held.
	Held {
		/// First round in which it goes back when nothing was delivered.
		until: Round,
	},
	/// Its price was paid.
	Delivered {
		/// First round without access; `None`: access for good.
		ends: Option<Round>,
	},
}

impl Stage {
	/// Whether the price is held.
	pub fn is_held(&self) -> bool {
		matches!(self, Self::Held { .. })
	}
}

/// A title bought, rented or given.
#[derive(Clone, Debug, PartialEq, Eq, Encode, Decode, MaxEncodedLen, TypeInfo)]
pub struct Purchase<AccountId> {
	/// The title.
	pub content: ContentId,
	/// Who pays.
	pub payer: AccountId,
	/// Who may watch.
	pub beneficiary: AccountId,
	/// For how long.
	pub kind: SaleKind,
	/// What is paid with.
	pub currency: Currency,
	/// Planck, above 0.
	pub price: Balance,
	/// Basis points of the price that the platform keeps.
	pub fee_bp: BasisPoints,
	/// Rounds of access after delivery; `None`: for good.
	pub access_rounds: Option<Round>,
	/// How far it has come.
	pub stage: Stage,
}

impl<AccountId> Purchase<AccountId> {
	/// The end of its time, while it is open.
	pub fn until(&self) -> Option<Round> {
		match self.stage {
			Stage::Held { until } => Some(until),
			Stage::Delivered { .. } => None,
		}
	}

	/// Whether its beneficiary may watch in round `now`.
	pub fn is_live(&self, now: Round) -> bool {
		match self.stage {
			Stage::Held { until } => now < until,
			Stage::Delivered { ends } => ends.is_none_or(|ends| now < ends),
		}
	}
}

/// Why a purchase went back.
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
pub enum Reason {
	/// Who paid or may watch refused it.
	Refused,
	/// Nothing was delivered in time.
	TimedOut,
	/// The title is stopped or deleted.
	NotPlayable,
}

/// What a holder was credited for.
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
pub enum Source {
	/// A purchase that was delivered.
	Purchase(PurchaseId),
	/// A donation.
	Donation,
}

/// What a holder was credited in a period, over all titles.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Encode, Decode, MaxEncodedLen, TypeInfo)]
pub struct SalesRecord {
	/// Planck of CFX.
	pub cfx: Balance,
	/// Planck of SSH.
	pub ssh: Balance,
	/// Sales of which it got a part.
	pub sales: u32,
	/// Donations of which it got a part.
	pub donations: u32,
}
