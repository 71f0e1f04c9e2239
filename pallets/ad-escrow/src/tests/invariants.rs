//! Each invariant is seen when it is broken.

use crate::{Campaigns, CampaignsOf, Days, Due, DueKey, HoldReason, Ledger, NextCampaign, mock::*};
use frame_support::traits::{fungible::MutateHold, tokens::Precision};
use reel_primitives::ads::{
	AdTerms, CampaignState, DayResults, EndCause, ROUNDS_PER_DAY, settled_in,
};

const TODAY: u64 = NOW / ROUNDS_PER_DAY;

/// Breaks a state with a campaign that was charged, and checks that this is what is seen.
fn broken(by: impl FnOnce(), seen: &'static str) {
	build().execute_with(|| {
		let id = open_with(BRAND, AdTerms { daily_cap_cfx: Some(2 * VIEW), ..terms() }, 100_000);
		assert!(charged(NOW, &annas(id, 1, 0)));
		assert_eq!(AdEscrow::do_try_state(), Ok(()));
		by();
		assert_eq!(AdEscrow::do_try_state(), Err(seen.into()));
	});
}

fn today(change: impl FnOnce(&mut DayResults)) {
	Days::<Test>::mutate(0, TODAY, |day| change(day.as_mut().unwrap()));
}

#[test]
fn a1_is_seen_when_a_hold_goes_missing() {
	broken(
		|| {
			let reason = HoldReason::Campaign.into();
			Balances::release(&reason, &BRAND, 1, Precision::Exact).unwrap();
		},
		"A1: an account's hold is not what is left of its campaigns",
	);
}

#[test]
fn a2_is_seen_when_money_went_nowhere() {
	let seen = "A2: what was funded is not what went out and what is left";
	broken(|| Ledger::<Test>::mutate(|flows| flows.viewers_cfx -= 1), seen);
	broken(|| Ledger::<Test>::mutate(|flows| flows.creators_cfx += 1), seen);
	broken(|| Ledger::<Test>::mutate(|flows| flows.funded_cfx = 0), seen);
}

#[test]
fn a3_is_seen_when_what_has_ended_has_money_left() {
	let seen = "A3: a campaign has ended with money left, or a number of nobody's";
	broken(
		|| {
			Campaigns::<Test>::mutate_extant(0, |campaign| {
				let (cause, ended_in) = (EndCause::Over, NOW);
				campaign.state = CampaignState::Ended { cause, ended_in };
			});
		},
		seen,
	);
	broken(|| NextCampaign::<Test>::put(0), seen);
}

#[test]
fn a4_is_seen_when_a_day_is_above_its_cap() {
	broken(
		|| today(|day| day.total.spent_cfx = 2 * VIEW + 1),
		"A4: a day was charged more than its cap",
	);
}

#[test]
fn a5_is_seen_when_the_queue_and_campaigns_disagree() {
	let key = DueKey::new(settled_in(NOW + 1_000), 0);
	broken(|| Due::<Test>::remove(key), "A5: a campaign is not where it is due");
	broken(|| Due::<Test>::insert(DueKey::new(NOW, 0), ()), "A5: something is due for no campaign");
}

#[test]
fn a6_is_seen_when_names_and_campaigns_disagree() {
	broken(|| CampaignsOf::<Test>::remove(BRAND), "A6: a campaign is not named by its advertiser");
	broken(
		|| CampaignsOf::<Test>::insert(RIVAL, frame_support::BoundedVec::truncate_from(vec![0])),
		"A6: a name without a campaign",
	);
}

#[test]
fn a7_is_seen_when_days_do_not_add_up() {
	broken(
		|| Campaigns::<Test>::mutate_extant(0, |campaign| campaign.spent_cfx += 1),
		"A7: what a campaign spent is not the sum of its days",
	);
	broken(|| Days::<Test>::insert(7, TODAY, DayResults::default()), "A7: a day of no campaign");
	broken(
		|| today(|day| day.other_titles.views = 1),
		"A7: a day's titles or countries do not add up to it",
	);
}
