//! Campaigns: what is paid for before it is there, and what its tokens bring (S9, C18).

use super::{
	Chain,
	calls::{Call, account, bytes, content_id, named, number},
	market::option,
};
use crate::{Error, Result};
use codec::{Decode, Encode};
use reel_primitives::{
	AccountId, Balance, BasisPoints, ContentId, Hash32, Round,
	funding::{CampaignId, FundingTerms},
	market::Currency,
};
use subxt::dynamic::Value;

pub(super) const CROWDFUNDING: &str = "Crowdfunding";

/// Most campaigns that one question of the chain is answered with.
const PAGE: u32 = 100;

/// A part of the goal, and what is to be there for it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Encode, Decode)]
pub struct Milestone {
	/// Planck of CFX.
	pub amount: Balance,
	/// BLAKE2b-256 of the text that says what is to be there.
	pub description: Hash32,
	/// Rounds after the milestone before in which it must be reported.
	pub within: Round,
}

/// What a creator offers.
#[derive(Clone, Debug, PartialEq, Eq, Encode, Decode)]
pub struct Offer {
	/// Planck of CFX: the sum of the milestones.
	pub goal: Balance,
	/// First round in which nobody can contribute any more.
	pub ends: Round,
	/// The first is paid on success.
	pub milestones: Vec<Milestone>,
	/// Basis points of the title's income that holders of tokens share.
	pub share_bp: BasisPoints,
	/// Number of tokens.
	pub tokens: Balance,
	/// Rounds in which a reported milestone can be voted down.
	pub voting_rounds: Round,
	/// The title, once it is there.
	pub content: Option<ContentId>,
	/// BLAKE2b-256 of the text that describes the film.
	pub description: Hash32,
}

/// Why contributions go back.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Encode, Decode)]
pub enum Reason {
	/// The goal was not met in time.
	GoalMissed,
	/// Its creator called it off.
	Cancelled,
	/// A supervisor stopped it.
	Stopped,
	/// The creator had not as much of the title's income as was offered.
	ShareGone,
	/// Contributors voted a milestone down.
	VotedDown,
	/// A milestone was not reported in time.
	NotReported,
}

/// Where a campaign stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Encode, Decode)]
pub enum Phase {
	/// Anyone may contribute.
	Open,
	/// The goal was met.
	Gathering,
	/// The creator works on the next milestone.
	Working {
		/// First round in which it is too late to report it.
		until: Round,
	},
	/// A milestone was reported.
	Voting {
		/// First round in which it is too late to vote.
		until: Round,
		/// Planck of contributions against it.
		against: Balance,
	},
	/// Every milestone is paid.
	Done,
	/// Contributions, or what is left of them, go back.
	Refunding {
		/// Why.
		reason: Reason,
		/// Planck that were left when that began.
		of: Balance,
	},
}

/// A campaign.
#[derive(Clone, Debug, PartialEq, Eq, Encode, Decode)]
pub struct Campaign {
	/// Who gets the money.
	pub creator: AccountId,
	/// Country whose supervisors may stop it.
	pub country: [u8; 2],
	/// What was offered.
	pub offer: Offer,
	/// Planck that the creator has on hold for it.
	pub deposit: Balance,
	/// Planck contributed.
	pub raised: Balance,
	/// Of it, planck that were moved to its account.
	pub gathered: Balance,
	/// Of that, planck that were neither paid nor refunded.
	pub left: Balance,
	/// Milestones paid.
	pub paid: u32,
	/// Whether there are tokens.
	pub issued: bool,
	/// Number of contributors.
	pub contributors: u32,
	/// Of them, those to whom something may be due.
	pub open_rows: u32,
	/// The contributor that is dealt with next.
	pub cursor: u32,
	/// Where it stands.
	pub phase: Phase,
	/// The round in which something is done for it by itself.
	pub wake: Option<Round>,
}

/// What somebody contributed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Encode, Decode)]
pub struct Contribution {
	/// Place among the contributors.
	pub index: u32,
	/// Planck of CFX.
	pub amount: Balance,
	/// Planck of those before it; `None` while it is on hold.
	pub before: Option<Balance>,
	/// Whether its tokens were handed out.
	pub collected: bool,
	/// Whether it was refunded.
	pub refunded: bool,
	/// The milestone that it was voted against with, last.
	pub against: Option<u32>,
}

/// Planck of each currency.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Encode, Decode)]
pub struct Amounts {
	/// Of CFX.
	pub cfx: Balance,
	/// Of SSH.
	pub ssh: Balance,
}

fn call(name: &'static str, campaign: CampaignId, more: Vec<(&'static str, Value)>) -> Call {
	let mut fields = vec![("campaign", number(campaign))];
	fields.extend(more);
	Call { pallet: CROWDFUNDING, name, fields }
}

/// Opens a campaign.
pub fn open(offer: &Offer) -> Call {
	let milestones = offer.milestones.iter().map(|milestone| {
		Value::named_composite([
			("amount", number(milestone.amount)),
			("description", bytes(&milestone.description)),
			("within", number(milestone.within)),
		])
	});
	let milestones = Value::unnamed_composite([Value::unnamed_composite(milestones)]);
	let offer = Value::named_composite([
		("goal", number(offer.goal)),
		("ends", number(offer.ends)),
		("milestones", milestones),
		("share_bp", number(offer.share_bp)),
		("tokens", number(offer.tokens)),
		("voting_rounds", number(offer.voting_rounds)),
		("content", option(offer.content.as_ref().map(content_id))),
		("description", bytes(&offer.description)),
	]);
	Call { pallet: CROWDFUNDING, name: "open", fields: vec![("offer", offer)] }
}

/// Contributes to a campaign.
pub fn contribute(campaign: CampaignId, amount: Balance) -> Call {
	call("contribute", campaign, vec![("amount", number(amount))])
}

/// Names the title that a campaign was for.
pub fn attach_title(campaign: CampaignId, content: &ContentId) -> Call {
	call("attach_title", campaign, vec![("content", content_id(content))])
}

/// Says that the next milestone is there.
pub fn report(campaign: CampaignId) -> Call {
	call("report", campaign, vec![])
}

/// Votes against the milestone that was reported, or takes that back.
pub fn vote(campaign: CampaignId, is_against: bool) -> Call {
	call("vote", campaign, vec![("is_against", Value::bool(is_against))])
}

/// Ends a campaign.
pub fn stop(campaign: CampaignId) -> Call {
	call("stop", campaign, vec![])
}

/// Does what is to be done for a campaign now.
pub fn advance(campaign: CampaignId) -> Call {
	call("advance", campaign, vec![])
}

/// Gives a contributor what is due to it: its refund, its tokens.
pub fn settle(campaign: CampaignId, who: &AccountId) -> Call {
	call("settle", campaign, vec![("who", account(who))])
}

/// Pays what an account's tokens brought.
pub fn claim(campaign: CampaignId, who: &AccountId, currency: Currency) -> Call {
	call("claim", campaign, vec![("who", account(who)), ("currency", named(&currency))])
}

impl Chain {
	/// What campaigns may be like now.
	///
	/// # Errors
	/// [`Error::Node`].
	pub async fn funding_terms(&self) -> Result<FundingTerms> {
		self.view(CROWDFUNDING, "terms", &()).await
	}

	/// A campaign.
	///
	/// # Errors
	/// [`Error::NotFound`], [`Error::Node`].
	pub async fn funding_campaign(&self, campaign: CampaignId) -> Result<Campaign> {
		let found: Option<Campaign> = self.view(CROWDFUNDING, "campaign", &campaign).await?;
		let gone = || format!("there is no campaign {campaign}, or it is over without success");
		found.ok_or_else(|| Error::NotFound(gone()))
	}

	/// All campaigns that there are, ascending.
	///
	/// # Errors
	/// [`Error::Node`].
	pub async fn campaigns(&self) -> Result<Vec<(CampaignId, Campaign)>> {
		let address = subxt::dynamic::storage::<(), CampaignId>(CROWDFUNDING, "NextCampaign");
		let at = self.best().await?;
		let found = at.storage().try_fetch(address, ()).await.map_err(super::node)?;
		let end = found.map_or(Ok(0), |found| found.decode()).map_err(super::node)?;
		let mut all = vec![];
		for from in (0..end).step_by(PAGE as usize) {
			let page: Vec<(CampaignId, Campaign)> =
				self.view(CROWDFUNDING, "campaigns", &(from, PAGE)).await?;
			all.extend(page);
		}
		Ok(all)
	}

	/// What somebody contributed, while something may be due for it.
	///
	/// # Errors
	/// [`Error::Node`].
	pub async fn contribution(
		&self,
		campaign: CampaignId,
		who: &AccountId,
	) -> Result<Option<Contribution>> {
		self.view(CROWDFUNDING, "contribution", &(campaign, who)).await
	}

	/// What an account's tokens brought and it can claim now.
	///
	/// # Errors
	/// [`Error::Node`].
	pub async fn royalties_of(&self, campaign: CampaignId, who: &AccountId) -> Result<Amounts> {
		self.view(CROWDFUNDING, "claimable", &(campaign, who)).await
	}

	/// The asset of a campaign's tokens, and the account that gets its part of the income.
	///
	/// # Errors
	/// [`Error::NotFound`], [`Error::Node`].
	pub async fn campaign_accounts(&self, campaign: CampaignId) -> Result<(u32, AccountId)> {
		let found: Option<(u32, AccountId)> =
			self.view(CROWDFUNDING, "accounts", &campaign).await?;
		found.ok_or_else(|| Error::NotFound(format!("there was never a campaign {campaign}")))
	}
}

#[cfg(test)]
mod tests {
	use super::*;

	#[test]
	fn calls_are_named_as_on_chain() {
		let who = AccountId::new([2; 32]);
		let claim = claim(3, &who, Currency::Ssh);
		assert_eq!(claim.to_string(), "Crowdfunding.claim");
		assert_eq!(claim.fields[2].1, Value::unnamed_variant("Ssh", []));
		assert_eq!(vote(3, true).fields[1].1, Value::bool(true));
		assert_eq!(settle(3, &who).fields.len(), 2);
		let milestone = Milestone { amount: 1, description: [0; 32], within: 1 };
		let offer = Offer {
			goal: 1,
			ends: 1,
			milestones: vec![milestone],
			share_bp: 1,
			tokens: 1,
			voting_rounds: 1,
			content: None,
			description: [0; 32],
		};
		assert_eq!(open(&offer).to_string(), "Crowdfunding.open");
	}
}
