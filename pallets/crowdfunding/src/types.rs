//! Stored types.

use codec::{Decode, DecodeWithMemTracking, Encode, MaxEncodedLen};
use frame_support::{BoundedVec, traits::ConstU32};
use reel_primitives::{
	Balance, BasisPoints, ContentId, Hash32, Round,
	funding::{CampaignId, MAX_MILESTONES},
	market::Currency,
};
use scale_info::TypeInfo;

/// A part of the goal, and what is to be there for it.
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
pub struct Milestone {
	/// Planck of CFX, above 0.
	pub amount: Balance,
	/// Hash of the text that says what is to be there.
	pub description: Hash32,
	/// Rounds after the milestone before in which it must be reported, at least 1. Of the first, which is not reported,
	/// it means nothing.
	pub within: Round,
}

/// What a creator offers.
#[derive(
	Clone, Debug, PartialEq, Eq, Encode, Decode, DecodeWithMemTracking, MaxEncodedLen, TypeInfo,
)]
pub struct Offer {
	/// Planck of CFX that are needed: the sum of the milestones.
	pub goal: Balance,
	/// First round in which nobody can contribute any more.
	pub ends: Round,
	/// In the order in which they are paid; the first on success.
	pub milestones: BoundedVec<Milestone, ConstU32<MAX_MILESTONES>>,
	/// Basis points of the title's income that holders of tokens share, taken from the creator's own share.
	pub share_bp: BasisPoints,
	/// Number of tokens; they cannot be divided.
	pub tokens: Balance,
	/// Rounds in which a reported milestone can be voted down.
	pub voting_rounds: Round,
	/// The title, once it is there. The last milestone is not paid without it.
	pub content: Option<ContentId>,
	/// Hash of the text that describes the film.
	pub description: Hash32,
}

/// Where a campaign stands.
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
pub enum Phase {
	/// Anyone may contribute.
	#[codec(index = 0)]
	Open,
	/// The goal was met; contributions are being moved to the campaign's account.
	#[codec(index = 1)]
	Gathering,
	/// The creator works on the next milestone.
	#[codec(index = 2)]
	Working {
		/// First round in which it is too late to report it.
		until: Round,
	},
	/// A milestone was reported, and can be voted down.
	#[codec(index = 3)]
	Voting {
		/// First round in which it is too late to vote.
		until: Round,
		/// Planck of contributions against it.
		against: Balance,
	},
	/// Every milestone is paid.
	#[codec(index = 4)]
	Done,
	/// Contributions, or what is left of them, go back.
	#[codec(index = 5)]
	Refunding {
		/// Why.
		reason: Reason,
		/// Planck that were left in the campaign's account when that began.
		of: Balance,
	},
}

/// Why contributions go back.
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
	/// The goal was not met in time.
	#[codec(index = 0)]
	GoalMissed,
	/// Its creator called it off.
	#[codec(index = 1)]
	Cancelled,
	/// A supervisor stopped it.
	#[codec(index = 2)]
	Stopped,
	/// When the goal was met the creator had not as much of the title's income as was offered.
	#[codec(index = 3)]
	ShareGone,
	/// Contributors voted a milestone down.
	#[codec(index = 4)]
	VotedDown,
	/// A milestone was not reported in time.
	#[codec(index = 5)]
	NotReported,
}

/// A campaign.
#[derive(Clone, Debug, PartialEq, Eq, Encode, Decode, MaxEncodedLen, TypeInfo)]
pub struct Campaign<AccountId> {
	/// Who gets the money.
	pub creator: AccountId,
	/// Country of the supervisor that answered for the creator at the opening.
	pub country: [u8; 2],
	/// What was offered.
	pub offer: Offer,
	/// Planck of CFX that the creator has on hold for it; 0 once they were let go.
	pub deposit: Balance,
	/// Planck contributed, at most the goal.
	pub raised: Balance,
	/// Of it, planck that were moved to the campaign's account.
	pub gathered: Balance,
	/// Of that, planck that were neither paid nor refunded.
	pub left: Balance,
	/// Milestones paid.
	pub paid: u32,
	/// Whether there are tokens.
	pub issued: bool,
	/// Number of contributors that there ever were.
	pub contributors: u32,
	/// Of them, those to whom something may be due.
	pub open_rows: u32,
	/// The contributor that is dealt with next in the phase; their number once all were.
	pub cursor: u32,
	/// Where it stands.
	pub phase: Phase,
	/// Its place in the agenda.
	pub wake: Option<Round>,
}

/// What somebody contributed to a campaign.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Encode, Decode, MaxEncodedLen, TypeInfo)]
pub struct Contribution {
	/// Place among the contributors, from 0.
	pub index: u32,
	/// Planck of CFX.
	pub amount: Balance,
	/// Planck of those before it; `None` while it is on hold.
	pub before: Option<Balance>,
	/// Whether its tokens were handed out.
	pub collected: bool,
	/// Whether it was refunded, as far as it can be.
	pub refunded: bool,
	/// The milestone that it was voted against with, last.
	pub against: Option<u32>,
}

/// Planck of each currency.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Encode, Decode, MaxEncodedLen, TypeInfo)]
pub struct Amounts {
	/// Of CFX.
	pub cfx: Balance,
	/// Of SSH.
	pub ssh: Balance,
}

impl Amounts {
	/// Both currencies.
	pub const CURRENCIES: [Currency; 2] = [Currency::Cfx, Currency::Ssh];

	/// Of one of them.
	pub const fn of(&self, currency: Currency) -> Balance {
		match currency {
			Currency::Cfx => self.cfx,
			Currency::Ssh => self.ssh,
		}
	}

	/// Of one of them, to be changed.
	pub const fn of_mut(&mut self, currency: Currency) -> &mut Balance {
		match currency {
			Currency::Cfx => &mut self.cfx,
			Currency::Ssh => &mut self.ssh,
		}
	}
}

/// What a campaign's tokens brought.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Encode, Decode, MaxEncodedLen, TypeInfo)]
pub struct Royalty {
	/// Tokens that share: all but those that were given up.
	pub tokens: Balance,
	/// Planck that each of them brought since the beginning.
	pub per_token: Amounts,
	/// Planck that are too few for one each, and wait for the next income.
	pub rest: Amounts,
	/// Planck of income in the campaign's account that nobody claimed, the rest included.
	pub kept: Amounts,
}

/// What somebody has of a campaign's tokens.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Encode, Decode, MaxEncodedLen, TypeInfo)]
pub struct Holding {
	/// Tokens.
	pub tokens: Balance,
	/// What a token had brought when this was last looked at.
	pub seen: Amounts,
	/// Planck brought until then and not claimed.
	pub owed: Amounts,
}

/// Between whom a campaign's tokens moved last, or were about to.
#[derive(Clone, Debug, PartialEq, Eq, Encode, Decode, MaxEncodedLen, TypeInfo)]
pub struct Movement<AccountId> {
	/// Whom they left.
	pub from: Option<AccountId>,
	/// To whom they came.
	pub to: Option<AccountId>,
	/// To whom they come next, if any move.
	pub next: Option<AccountId>,
}

impl<AccountId> Default for Movement<AccountId> {
	fn default() -> Self {
		Self { from: None, to: None, next: None }
	}
}

/// Place of a campaign in the order of time: the round in which something is to be done for it, then its number.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Encode, Decode, MaxEncodedLen, TypeInfo)]
pub struct AgendaKey([u8; 8], [u8; 4]);

impl AgendaKey {
	/// Place of `campaign`, for which something is to be done in `wake`.
	pub fn new(wake: Round, campaign: CampaignId) -> Self {
		// Most significant byte first: then the order of bytes is that of time.
		Self(wake.to_be_bytes(), campaign.to_be_bytes())
	}

	/// The round.
	pub fn wake(&self) -> Round {
		Round::from_be_bytes(self.0)
	}

	/// The campaign.
	pub fn campaign(&self) -> CampaignId {
		CampaignId::from_be_bytes(self.1)
	}
}
