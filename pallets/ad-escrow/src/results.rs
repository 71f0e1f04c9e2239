//! What an advertiser reads of its campaigns, day by day.

use crate::{Campaigns, Config, Days, Pallet};
use reel_primitives::{
	Balance, Round,
	ads::{AdBill, BillRefusal, CampaignId, Day, day_of},
};

impl<T: Config> Pallet<T> {
	/// CFX in planck that a campaign was charged on a day.
	pub(crate) fn spent_on(campaign: CampaignId, day: Day) -> Balance {
		Days::<T>::get(campaign, day).map_or(0, |results| results.total.spent_cfx)
	}

	/// Counts the plays of a bill that was dropped, for its campaigns that have not ended.
	pub(crate) fn note_dropped(round: Round, bill: &AdBill<T::AccountId>, refusal: BillRefusal) {
		// What has no form has no numbers that could be believed.
		if refusal == BillRefusal::Malformed {
			return;
		}
		for charge in &bill.charges {
			if !Campaigns::<T>::get(charge.campaign).is_some_and(|campaign| campaign.is_open()) {
				continue;
			}
			Days::<T>::mutate(charge.campaign, day_of(round), |results| {
				results.get_or_insert_default().enter_dropped(charge);
			});
		}
	}
}
