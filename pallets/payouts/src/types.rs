//! Stored types.

use codec::{Decode, DecodeWithMemTracking, Encode, MaxEncodedLen};
use reel_economics::split::mul_div_floor;
use reel_primitives::{Balance, Hash32, Round, batch::Shares};
use scale_info::TypeInfo;

/// A round that is claimed over a payout root.
#[derive(Clone, Debug, PartialEq, Eq, Encode, Decode, MaxEncodedLen, TypeInfo)]
pub struct RoundClaims {
	/// BLAKE2b tree root over the payees; commits to their number.
	pub root: Hash32,
	/// Number of payees.
	pub count: u32,
	/// Sum of their shares.
	pub total_shares: Shares,
	/// CFX in planck for all of them.
	pub persons_cfx: Balance,
	/// Of it, CFX in planck that were claimed.
	pub claimed_cfx: Balance,
	/// Leaves that were claimed.
	pub claimed_leaves: u32,
	/// First round in which nothing can be claimed any more.
	pub expires_in: Round,
}

impl RoundClaims {
	/// CFX in planck that `shares` come to, rounded down; `None` when a round has no shares.
	pub fn amount(&self, shares: Shares) -> Option<Balance> {
		mul_div_floor(self.persons_cfx, shares, self.total_shares)
	}

	/// CFX in planck that are not claimed.
	pub fn open_cfx(&self) -> Balance {
		self.persons_cfx.saturating_sub(self.claimed_cfx)
	}
}

/// The rounds of a step that is being voted on.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Encode, Decode, MaxEncodedLen, TypeInfo)]
pub struct Taken {
	/// Place of the first in the expiry queue.
	pub from: u64,
	/// Number of them.
	pub rounds: u32,
	/// The first.
	pub first: Round,
	/// The last.
	pub last: Round,
	/// CFX in planck that nobody has claimed of them.
	pub open_cfx: Balance,
}

/// How much of a round one title may bring, before and after a change.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Encode, Decode, MaxEncodedLen, TypeInfo)]
pub struct TitleCaps {
	/// Cap of rounds before `since`, in basis points of the round.
	pub before: Option<u16>,
	/// First round of `cap_bp`; 0: it was always so.
	pub since: Round,
	/// Cap in basis points of the round; `None`: none.
	pub cap_bp: Option<u16>,
}

/// What each role got of a round, in planck of CFX. The parts sum to what was minted.
#[derive(
	Clone, Copy, Debug, Default, PartialEq, Eq, Encode, Decode, DecodeWithMemTracking, TypeInfo,
)]
pub struct RoundDivision {
	/// Minted for the round.
	pub minted_cfx: Balance,
	/// To creators, with what is their activators' and other holders' of their titles.
	pub creators_cfx: Balance,
	/// To supervisors.
	pub supervisors_cfx: Balance,
	/// To validators.
	pub validators_cfx: Balance,
	/// To viewers and sharing peers, at once.
	pub persons_cfx: Balance,
	/// To viewers and sharing peers, when they claim.
	pub claimable_cfx: Balance,
	/// To the treasury: what rounding left over, and parts that nobody could take.
	pub treasury_cfx: Balance,
}
