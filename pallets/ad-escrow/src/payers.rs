//! Campaigns as batches find them: what desks count by.

use crate::{Campaigns, Config, Pallet, Payers, campaigns::MAX_SPAN};
use alloc::vec::Vec;
use reel_primitives::{
	Balance, Round,
	ads::{AdCharge, Campaign, CampaignId, ChargePart, counting::Payer, day_of},
	traits::RoundClock,
};

impl<T: Config> Pallet<T> {
	/// A campaign as the batch of `round` would find it; `None` when there is none (any more), or it has ended. `open`: what
	/// batches that are being voted on charge, with their rounds. Those of earlier rounds are charged first, or never.
	fn payer(
		id: CampaignId,
		round: Round,
		open: &[(Round, AdCharge)],
	) -> Option<Payer<T::AccountId>> {
		let mut campaign = Campaigns::<T>::get(id).filter(Campaign::is_open)?;
		let mut spent_today_cfx = Self::spent_on(id, day_of(round));
		let before = open.iter().filter(|(of, charge)| *of < round && charge.campaign == id);
		for (of, charge) in before {
			let cost = cost(&campaign, charge);
			// A bill for more than there is will be dropped.
			let Some(left_cfx) = campaign.left_cfx.checked_sub(cost) else { continue };
			campaign.left_cfx = left_cfx;
			campaign.spent_cfx = campaign.spent_cfx.saturating_add(cost);
			if day_of(*of) == day_of(round) {
				spent_today_cfx = spent_today_cfx.saturating_add(cost);
			}
		}
		Some(Payer { campaign, spent_today_cfx })
	}

	/// Campaigns as the batch of `round` would find them, in the same order, at most 64 of them. `open` as for all: what
	/// batches that are being voted on charge, with their rounds. Cost: two reads each.
	pub fn payers(
		campaigns: &[CampaignId],
		round: Round,
		open: &[(Round, AdCharge)],
	) -> Vec<Option<Payer<T::AccountId>>> {
		let asked = campaigns.iter().take(MAX_SPAN as usize);
		asked.map(|id| Self::payer(*id, round, open)).collect()
	}

	/// Campaigns that may be shown now, among the `span` numbers from `from` on, at most 64, as the batch of this round would
	/// find them; and the number that the next campaign will have. Cost: two reads for each number.
	pub fn shown_payers(
		from: CampaignId,
		span: u32,
		open: &[(Round, AdCharge)],
	) -> (CampaignId, Payers<T::AccountId>) {
		let now = T::Clock::round();
		let (next, shown) = Self::shown_page(from, span);
		let found = shown.into_iter().filter_map(|(id, _)| Some((id, Self::payer(id, now, open)?)));
		(next, found.filter(|(_, payer)| payer.campaign.is_shown(now)).collect())
	}
}

/// What a charge comes to in planck, as far as sums go.
fn cost<AccountId>(campaign: &Campaign<AccountId>, charge: &AdCharge) -> Balance {
	let of_part = |part: &ChargePart| {
		let amounts = campaign.amounts(part.views, part.clicks).unwrap_or_default();
		amounts.viewers_cfx.saturating_add(amounts.creator_cfx)
	};
	charge.parts.iter().map(of_part).fold(0, Balance::saturating_add)
}
