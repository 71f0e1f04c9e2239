//! Stored types. All of fixed size.

use alloc::vec::Vec;
use codec::{Decode, Encode, MaxEncodedLen};
use reel_primitives::{
	Balance, Round,
	ads::{Campaign, CampaignId},
};
use scale_info::TypeInfo;

/// Campaigns with their numbers, ascending.
pub type Listed<AccountId> = Vec<(CampaignId, Campaign<AccountId>)>;

/// Place of a campaign in the order of time: the round in which something is due, then its number.
#[derive(
	Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Encode, Decode, MaxEncodedLen, TypeInfo,
)]
pub struct DueKey([u8; 8], [u8; 8]);

impl DueKey {
	/// Place of `campaign`, for which something is due in `round`.
	pub fn new(round: Round, campaign: CampaignId) -> Self {
		// Most significant byte first: then the order of bytes is that of time.
		Self(round.to_be_bytes(), campaign.to_be_bytes())
	}

	/// The round.
	pub fn round(&self) -> Round {
		Round::from_be_bytes(self.0)
	}

	/// The campaign.
	pub fn campaign(&self) -> CampaignId {
		CampaignId::from_be_bytes(self.1)
	}
}

/// Sums over all campaigns that ever were, CFX in planck.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Encode, Decode, MaxEncodedLen, TypeInfo)]
pub struct Flows {
	/// Put on hold by advertisers.
	pub funded_cfx: Balance,
	/// Paid to viewers.
	pub viewers_cfx: Balance,
	/// Paid to creators of titles.
	pub creators_cfx: Balance,
	/// Gone back to advertisers.
	pub returned_cfx: Balance,
}

impl Flows {
	/// What must be left of all campaigns; `None` when more went out than came in.
	pub fn left_cfx(&self) -> Option<Balance> {
		let out = self.viewers_cfx.checked_add(self.creators_cfx)?;
		self.funded_cfx.checked_sub(out.checked_add(self.returned_cfx)?)
	}
}
