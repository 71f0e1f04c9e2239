//! Campaigns of advertisers (C11).

use super::{
	Chain,
	calls::{Call, bytes, content_id, named, number},
	market::option,
};
use crate::{Error, Result};
use reel_primitives::{
	AccountId, Balance,
	ads::{AdTerms, Campaign, CampaignId, Day, DayResults, Targets},
	content::ReasonCode,
};
use subxt::dynamic::Value;

const ADS: &str = "AdEscrow";

/// Campaigns asked for at once.
const PAGE: u32 = 16;

/// A list that has a bound on the chain.
fn list(items: impl Iterator<Item = Value>) -> Value {
	Value::unnamed_composite([Value::unnamed_composite(items)])
}

fn targets(targets: &Targets) -> Value {
	Value::named_composite([
		("countries", list(targets.countries.iter().map(|country| bytes(country)))),
		(
			"categories",
			list(targets.categories.iter().map(|name| Value::unnamed_composite([bytes(name)]))),
		),
		("titles", list(targets.titles.iter().map(content_id))),
		("languages", list(targets.languages.iter().map(|language| bytes(language)))),
	])
}

/// Opens a campaign; its budget is held.
pub fn open_campaign(terms: &AdTerms, budget: Balance) -> Call {
	let terms = Value::named_composite([
		("creative", content_id(&terms.creative)),
		("view_cfx", number(terms.view_cfx)),
		("click_cfx", number(terms.click_cfx)),
		("targets", targets(&terms.targets)),
		("first", number(terms.first)),
		("last", number(terms.last)),
		("daily_cap_cfx", option(terms.daily_cap_cfx.map(number))),
		("frequency_cap", number(terms.frequency_cap)),
	]);
	let fields = vec![("terms", terms), ("budget_cfx", number(budget))];
	Call { pallet: ADS, name: "open_campaign", fields }
}

/// Adds to a campaign's budget.
pub fn fund_campaign(campaign: CampaignId, amount: Balance) -> Call {
	let fields = vec![("campaign", number(campaign)), ("amount_cfx", number(amount))];
	Call { pallet: ADS, name: "fund_campaign", fields }
}

fn of_campaign(name: &'static str, campaign: CampaignId) -> Call {
	Call { pallet: ADS, name, fields: vec![("campaign", number(campaign))] }
}

/// Lets a campaign not be shown for now.
pub fn pause_campaign(campaign: CampaignId) -> Call {
	of_campaign("pause_campaign", campaign)
}

/// Lets a paused campaign be shown again.
pub fn resume_campaign(campaign: CampaignId) -> Call {
	of_campaign("resume_campaign", campaign)
}

/// Ends a campaign before its time.
pub fn cancel_campaign(campaign: CampaignId) -> Call {
	of_campaign("cancel_campaign", campaign)
}

/// Stops a campaign as a supervisor.
pub fn stop_campaign(campaign: CampaignId, reason: ReasonCode) -> Call {
	let fields = vec![("campaign", number(campaign)), ("reason", named(&reason))];
	Call { pallet: ADS, name: "stop_campaign", fields }
}

impl Chain {
	/// A campaign.
	///
	/// # Errors
	/// [`Error::NotFound`], [`Error::Node`].
	pub async fn ad_campaign(&self, campaign: CampaignId) -> Result<Campaign<AccountId>> {
		let found: Option<Campaign<AccountId>> = self.view(ADS, "campaign", &campaign).await?;
		found.ok_or_else(|| Error::NotFound(format!("there is no campaign {campaign} any more")))
	}

	/// All campaigns of an advertiser, ascending, ended ones as long as they are kept.
	///
	/// # Errors
	/// [`Error::Node`].
	pub async fn campaigns_of(
		&self,
		advertiser: &AccountId,
	) -> Result<Vec<(CampaignId, Campaign<AccountId>)>> {
		let mut all: Vec<(CampaignId, Campaign<AccountId>)> = vec![];
		loop {
			let from = all.last().map_or(0, |(last, _)| last.saturating_add(1));
			let asked = (advertiser, from, PAGE);
			let page: Vec<(CampaignId, Campaign<AccountId>)> =
				self.view(ADS, "campaigns_of", &asked).await?;
			if page.is_empty() {
				return Ok(all);
			}
			all.extend(page);
		}
	}

	/// What a campaign came to on a day; none when nothing was charged or dropped on it.
	///
	/// # Errors
	/// [`Error::Node`].
	pub async fn ad_results(&self, campaign: CampaignId, day: Day) -> Result<Option<DayResults>> {
		self.view(ADS, "results", &(campaign, day)).await
	}
}

#[cfg(test)]
mod tests {
	use super::*;
	use reel_primitives::ContentId;

	#[test]
	fn calls_are_named_as_on_chain() {
		let terms = AdTerms {
			creative: ContentId([1; 32]),
			view_cfx: 5,
			click_cfx: 6,
			targets: Targets {
				countries: vec![*b"KR"].try_into().expect("one"),
				..Targets::default()
			},
			first: 7,
			last: 8,
			daily_cap_cfx: Some(9),
			frequency_cap: 2,
		};
		let call = open_campaign(&terms, 10);
		assert_eq!(call.to_string(), "AdEscrow.open_campaign");
		assert_eq!(call.fields[1], ("budget_cfx", number(10u128)));
		let stop = stop_campaign(3, ReasonCode::Harmful);
		assert_eq!(stop.fields[1].1, Value::unnamed_variant("Harmful", []));
		assert_eq!(cancel_campaign(3).fields, pause_campaign(3).fields);
		assert_eq!(fund_campaign(3, 1).to_string(), "AdEscrow.fund_campaign");
		assert_eq!(resume_campaign(3).to_string(), "AdEscrow.resume_campaign");
	}
}
