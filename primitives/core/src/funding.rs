//! How films are paid for before they are there, and what those who paid have of it (S9, C18).

use crate::{Balance, Round};
use codec::{Decode, DecodeWithMemTracking, Encode, MaxEncodedLen};
use core::ops::RangeInclusive;
use scale_info::TypeInfo;

/// Number of a campaign, from 0; never used again.
pub type CampaignId = u32;

/// Most campaigns there can ever be, and the first id of their tokens: the upper half of all asset ids is theirs alone, so
/// that no other asset can be in the way of one.
pub const FIRST_ROYALTY_ASSET: u32 = 1 << 31;

/// Most milestones of a campaign.
pub const MAX_MILESTONES: u32 = 16;

/// Most royalty tokens of a campaign. What a division of income leaves over is below one planck a token.
pub const MAX_ROYALTY_TOKENS: Balance = 1_000_000_000_000;

/// The asset of a campaign's tokens.
pub const fn royalty_asset(campaign: CampaignId) -> u32 {
	FIRST_ROYALTY_ASSET | campaign
}

/// The campaign whose tokens an asset is; `None`: it is something else.
pub const fn campaign_of(asset: u32) -> Option<CampaignId> {
	asset.checked_sub(FIRST_ROYALTY_ASSET)
}

/// What campaigns may be like.
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
pub struct FundingTerms {
	/// Least contribution in planck of CFX.
	pub min_contribution: Balance,
	/// What a creator has on hold while its campaign lasts, in planck of CFX.
	pub deposit: Balance,
	/// Most rounds between the opening of a campaign and its end.
	pub max_funding_rounds: Round,
	/// Least rounds of a vote.
	pub min_voting_rounds: Round,
	/// Most rounds of a vote.
	pub max_voting_rounds: Round,
	/// Most rounds in which a milestone is to be reported.
	pub max_milestone_rounds: Round,
}

impl FundingTerms {
	/// Rounds that a vote may last.
	pub const fn voting_rounds(&self) -> RangeInclusive<Round> {
		self.min_voting_rounds..=self.max_voting_rounds
	}

	/// Whether some campaign is possible.
	pub const fn is_sound(&self) -> bool {
		self.min_contribution > 0
			&& self.max_funding_rounds > 0
			&& self.min_voting_rounds > 0
			&& self.min_voting_rounds <= self.max_voting_rounds
			&& self.max_milestone_rounds > 0
	}
}

#[cfg(test)]
mod tests {
	use super::*;

	#[test]
	fn assets_of_campaigns_are_in_the_upper_half_and_lead_back() {
		for campaign in [0, 1, FIRST_ROYALTY_ASSET - 1] {
			assert_eq!(campaign_of(royalty_asset(campaign)), Some(campaign));
		}
		assert_eq!(campaign_of(1), None);
		assert_eq!(campaign_of(FIRST_ROYALTY_ASSET - 1), None);
	}

	#[test]
	fn terms_that_allow_nothing_are_unsound() {
		let sound = FundingTerms {
			min_contribution: 1,
			deposit: 0,
			max_funding_rounds: 1,
			min_voting_rounds: 1,
			max_voting_rounds: 1,
			max_milestone_rounds: 1,
		};
		assert!(sound.is_sound());
		assert!(!FundingTerms { min_contribution: 0, ..sound }.is_sound());
		assert!(!FundingTerms { max_voting_rounds: 0, ..sound }.is_sound());
		assert!(!FundingTerms { min_voting_rounds: 0, ..sound }.is_sound());
		assert!(!FundingTerms { max_funding_rounds: 0, ..sound }.is_sound());
		assert!(!FundingTerms { max_milestone_rounds: 0, ..sound }.is_sound());
	}
}
