//! Stored types.

use alloc::vec::Vec;
use codec::{Decode, DecodeWithMemTracking, Encode, MaxEncodedLen};
use frame_support::{BoundedVec, traits::ConstU32};
use reel_primitives::{
	Balance, Hash32, Round,
	ads::AdBill,
	batch::{
		BatchHash, MAX_DIRECT_PAYEES, MAX_TITLES_PER_BATCH, OpenBatch, Payee, Payees, Shares,
		TitleTotal, is_quorum,
	},
	market::{MAX_DELIVERIES, PurchaseId},
};
use scale_info::TypeInfo;

/// [`Payees`] with their bound in the type.
#[derive(Clone, Debug, PartialEq, Eq, Encode, Decode, MaxEncodedLen, TypeInfo)]
pub enum StoredPayees {
	/// Everybody by name.
	#[codec(index = 0)]
	Direct(BoundedVec<Payee, ConstU32<MAX_DIRECT_PAYEES>>),
	/// A payout root.
	#[codec(index = 1)]
	Root {
		/// The root.
		root: Hash32,
		/// Number of leaves.
		count: u32,
	},
}

impl From<StoredPayees> for Payees {
	fn from(stored: StoredPayees) -> Self {
		match stored {
			StoredPayees::Direct(payees) => Self::Direct(payees.into_inner()),
			StoredPayees::Root { root, count } => Self::Root { root, count },
		}
	}
}

impl TryFrom<Payees> for StoredPayees {
	type Error = ();

	fn try_from(payees: Payees) -> Result<Self, ()> {
		Ok(match payees {
			Payees::Direct(payees) => Self::Direct(payees.try_into().map_err(drop)?),
			Payees::Root { root, count } => Self::Root { root, count },
		})
	}
}

impl StoredPayees {
	/// How many are paid by name.
	pub(crate) fn named(&self) -> u32 {
		match self {
			Self::Direct(payees) => payees.len() as u32,
			Self::Root { .. } => 0,
		}
	}
}

/// A batch that is being voted on.
#[derive(Clone, Debug, PartialEq, Eq, Encode, Decode, MaxEncodedLen, TypeInfo)]
pub struct Batch {
	/// What votes name.
	pub hash: BatchHash,
	/// Session whose authorities vote.
	pub session: u32,
	/// Number of them.
	pub authorities: u32,
	/// Index of the proposer.
	pub proposer: u32,
	/// Root over the plays.
	pub plays_root: Hash32,
	/// Number of plays.
	pub plays: u32,
	/// Totals by title.
	pub totals: BoundedVec<TitleTotal, ConstU32<MAX_TITLES_PER_BATCH>>,
	/// Who is paid for watching and sharing.
	pub payees: StoredPayees,
	/// Sum of their shares.
	pub total_shares: Shares,
	/// Purchases that are delivered with it.
	pub delivered: BoundedVec<PurchaseId, ConstU32<MAX_DELIVERIES>>,
	/// How many bills its ads come to. They stand in [`OpenBills`](crate::OpenBills).
	pub bills: u32,
	/// Bit `i`: authority `i` voted yes.
	pub yes: u128,
	/// Bit `i`: authority `i` voted no.
	pub no: u128,
}

impl Batch {
	/// Whether the authority has voted.
	pub fn has_voted(&self, authority: u32) -> bool {
		(self.yes | self.no) & bit(authority) != 0
	}

	/// Notes a vote.
	pub(crate) fn note(&mut self, authority: u32, approve: bool) {
		if approve {
			self.yes |= bit(authority);
		} else {
			self.no |= bit(authority);
		}
	}

	/// Whether 51 % said yes.
	pub fn is_accepted(&self) -> bool {
		is_quorum(self.yes.count_ones(), self.authorities)
	}

	/// Whether 51 % cannot say yes any more.
	pub fn is_rejected(&self) -> bool {
		!is_quorum(self.authorities.saturating_sub(self.no.count_ones()), self.authorities)
	}

	/// Plays that its totals count, those of ads not.
	pub(crate) fn title_plays(&self) -> u32 {
		self.totals.iter().fold(0, |sum, total| sum.saturating_add(total.plays))
	}

	/// What the node is told; `charged` are its bills.
	pub(crate) fn to_open(&self, round: Round, charged: Vec<AdBill>) -> OpenBatch {
		OpenBatch {
			round,
			batch: self.hash,
			session: self.session,
			proposer: self.proposer,
			plays_root: self.plays_root,
			plays: self.plays,
			delivered: self.delivered.to_vec(),
			charged,
			voted: (0..self.authorities).filter(|index| self.has_voted(*index)).collect(),
		}
	}
}

/// The mask of one authority; 0 for an index that no mask has room for.
fn bit(authority: u32) -> u128 {
	1u128.checked_shl(authority).unwrap_or(0)
}

/// A batch that was paid.
#[derive(Clone, Debug, PartialEq, Eq, Encode, Decode, MaxEncodedLen, TypeInfo)]
pub struct AcceptedBatch {
	/// What was voted on.
	pub hash: BatchHash,
	/// Root over the plays.
	pub plays_root: Hash32,
	/// Number of plays.
	pub plays: u32,
	/// How many of them were of ads.
	pub ad_plays: u32,
	/// Sum of the durations of the cells of the others in milliseconds.
	pub weight_ms: u64,
	/// CFX in planck minted for the round.
	pub minted_cfx: Balance,
}

/// What is wrong with a batch that contradicts the registry.
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
pub enum BatchFault {
	/// A title is not registered, or was stopped or deleted meanwhile. No offence: it may have happened on the way.
	#[codec(index = 0)]
	TitleNotPlayable,
	/// The payees' shares are not what totals and splits imply. Splits never change: an offence.
	#[codec(index = 1)]
	SharesInconsistent,
}

/// How much of a title was watched.
#[derive(
	Clone,
	Copy,
	Debug,
	Default,
	PartialEq,
	Eq,
	Encode,
	Decode,
	DecodeWithMemTracking,
	MaxEncodedLen,
	TypeInfo,
)]
pub struct TitleViews {
	/// Plays of its cells.
	pub plays: u64,
	/// Sum of the durations of those cells in milliseconds.
	pub weight_ms: u64,
}
