//! A1 to A7 of the crate docs.

use crate::{
	Campaigns, CampaignsOf, Config, Days, Due, DueKey, HoldReason, Ledger, NextCampaign, Pallet,
};
use alloc::collections::BTreeMap;
use frame_support::{ensure, traits::fungible::InspectHold};
use reel_primitives::{
	Balance,
	ads::{CampaignState, Figures},
};
use sp_runtime::TryRuntimeError;

fn sum(amounts: impl Iterator<Item = Balance>) -> Option<Balance> {
	amounts.into_iter().try_fold(0, |sum: Balance, amount| sum.checked_add(amount))
}

/// The sum of named figures and the others.
fn whole<'a>(named: impl Iterator<Item = &'a Figures>, others: &Figures) -> Figures {
	let mut all = *others;
	named.for_each(|figures| all.add(figures));
	all
}

impl<T: Config> Pallet<T> {
	/// A1 to A7 of the crate docs, in that order; the first broken one is returned.
	pub fn do_try_state() -> Result<(), TryRuntimeError> {
		Self::budgets_are_held()?; // A1
		let left = sum(Campaigns::<T>::iter_values().map(|campaign| campaign.left_cfx));
		ensure!(
			left.is_some() && left == Ledger::<T>::get().left_cfx(),
			"A2: what was funded is not what went out and what is left"
		);
		Self::campaigns_are_sound()?; // A3, A4
		Self::indices_are_exact()?; // A5, A6
		Self::days_add_up() // A7
	}

	fn budgets_are_held() -> Result<(), TryRuntimeError> {
		let mut held: BTreeMap<T::AccountId, Balance> = BTreeMap::new();
		for campaign in Campaigns::<T>::iter_values() {
			let sum = held.entry(campaign.advertiser).or_default();
			*sum = sum.checked_add(campaign.left_cfx).ok_or("A1: what is held overflows")?;
		}
		let reason = HoldReason::Campaign.into();
		for (advertiser, sum) in held {
			ensure!(
				T::Currency::balance_on_hold(&reason, &advertiser) == sum,
				"A1: an account's hold is not what is left of its campaigns"
			);
		}
		Ok(())
	}

	fn campaigns_are_sound() -> Result<(), TryRuntimeError> {
		let next = NextCampaign::<T>::get();
		for (id, campaign) in Campaigns::<T>::iter() {
			let has_ended = matches!(campaign.state, CampaignState::Ended { .. });
			ensure!(
				id < next && !(has_ended && campaign.left_cfx > 0),
				"A3: a campaign has ended with money left, or a number of nobody's"
			);
			let Some(cap) = campaign.terms.daily_cap_cfx else { continue };
			ensure!(
				Days::<T>::iter_prefix_values(id).all(|day| day.total.spent_cfx <= cap),
				"A4: a day was charged more than its cap"
			);
		}
		Ok(())
	}

	fn indices_are_exact() -> Result<(), TryRuntimeError> {
		for (id, campaign) in Campaigns::<T>::iter() {
			ensure!(
				Due::<T>::contains_key(DueKey::new(Self::due_in(&campaign), id)),
				"A5: a campaign is not where it is due"
			);
			ensure!(
				CampaignsOf::<T>::get(&campaign.advertiser).contains(&id),
				"A6: a campaign is not named by its advertiser"
			);
		}
		let count = Campaigns::<T>::iter_keys().count();
		ensure!(Due::<T>::iter_keys().count() == count, "A5: something is due for no campaign");
		let named = CampaignsOf::<T>::iter_values().map(|own| own.len());
		ensure!(named.fold(0, usize::saturating_add) == count, "A6: a name without a campaign");
		Ok(())
	}

	fn days_add_up() -> Result<(), TryRuntimeError> {
		for (id, campaign) in Campaigns::<T>::iter() {
			// Of one that is being forgotten some days are gone.
			let is_kept = !matches!(campaign.state, CampaignState::Ended { .. });
			let spent = sum(Days::<T>::iter_prefix_values(id).map(|day| day.total.spent_cfx));
			ensure!(
				!is_kept || spent == Some(campaign.spent_cfx),
				"A7: what a campaign spent is not the sum of its days"
			);
		}
		for (id, _, day) in Days::<T>::iter() {
			ensure!(Campaigns::<T>::contains_key(id), "A7: a day of no campaign");
			let titles = day.titles.iter().map(|(_, figures)| figures);
			let countries = day.countries.iter().map(|(_, figures)| figures);
			ensure!(
				whole(titles, &day.other_titles) == day.total
					&& whole(countries, &day.other_countries) == day.total,
				"A7: a day's titles or countries do not add up to it"
			);
		}
		Ok(())
	}
}
