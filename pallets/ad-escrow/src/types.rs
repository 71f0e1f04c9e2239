//! Stored types. All of fixed size.

use alloc::vec::Vec;
use codec::{Decode, Encode, MaxEncodedLen};
use reel_primitives::{
	Balance,
	ads::{Campaign, CampaignId, counting::Payer},
};
use scale_info::TypeInfo;

/// Campaigns with their numbers, ascending.
pub type Listed<AccountId> = Vec<(CampaignId, Campaign<AccountId>)>;

/// Campaigns as a batch finds them, with their numbers, ascending.
pub type Payers<AccountId> = Vec<(CampaignId, Payer<AccountId>)>;

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
