//! Campaigns are opened, added to, paused and resumed.

use crate::{Error, Event, MAX_CAMPAIGNS, mock::*};
use frame_support::{assert_noop, assert_ok};
use reel_primitives::{
	ads::{AdTerms, CampaignState, Targets},
	content::TitleStatus,
};

#[test]
fn a_campaign_holds_its_budget_on_its_advertisers_account() {
	run(|| {
		let id = open(1_000_000);
		assert_eq!((held(BRAND), free(BRAND)), (1_000_000, WEALTH - 1_000_000));
		let campaign = AdEscrow::campaign(id).unwrap();
		assert_eq!((campaign.left_cfx, campaign.spent_cfx), (1_000_000, 0));
		assert_eq!((campaign.duration_ms, campaign.viewer_bp), (15_000, 7_000));
		System::assert_last_event(
			Event::CampaignOpened {
				campaign: id,
				advertiser: BRAND,
				creative: AD,
				budget_cfx: 1_000_000,
				viewer_bp: 7_000,
			}
			.into(),
		);
		assert_eq!(AdEscrow::ledger().funded_cfx, 1_000_000);
	});
}

#[test]
fn a_first_round_that_has_passed_counts_as_this_one() {
	run(|| {
		let id = open_with(BRAND, AdTerms { first: 0, ..terms() }, MIN_BUDGET);
		assert_eq!(AdEscrow::campaign(id).unwrap().terms.first, NOW);
	});
}

#[test]
fn terms_that_make_no_sense_are_refused() {
	run(|| {
		let refused = |terms: AdTerms, error: Error<Test>| {
			assert_noop!(AdEscrow::open_campaign(signed(BRAND), terms, 1_000_000), error);
		};
		refused(AdTerms { creative: UNKNOWN, ..terms() }, Error::CreativeNotPlayable);
		refused(AdTerms { creative: LONG_AD, ..terms() }, Error::CreativeTooLong);
		refused(AdTerms { view_cfx: 9_999, ..terms() }, Error::PriceTooSmall);
		refused(AdTerms { click_cfx: u128::MAX, ..terms() }, Error::SumOverflow);
		refused(AdTerms { view_cfx: 1_000_000, ..terms() }, Error::BudgetTooSmall);
		refused(AdTerms { first: NOW + 9, last: NOW + 8, ..terms() }, Error::ScheduleOutOfRange);
		refused(AdTerms { first: 0, last: NOW - 1, ..terms() }, Error::ScheduleOutOfRange);
		refused(AdTerms { last: NOW + LONGEST + 1, ..terms() }, Error::ScheduleOutOfRange);
		let small = Some(VIEW + CLICK - 1);
		refused(AdTerms { daily_cap_cfx: small, ..terms() }, Error::DailyCapTooSmall);
		for frequency_cap in [0, 101] {
			refused(AdTerms { frequency_cap, ..terms() }, Error::FrequencyOutOfRange);
		}
		let countries = vec![*b"kr"].try_into().unwrap();
		let targets = Targets { countries, ..Targets::default() };
		refused(AdTerms { targets, ..terms() }, Error::TargetsMalformed);
		for status in [stopped(), TitleStatus::Deleted] {
			set_status(AD, status);
			refused(terms(), Error::CreativeNotPlayable);
		}
	});
}

#[test]
fn a_budget_below_the_least_or_above_the_purse_is_refused() {
	run(|| {
		let open = |budget| AdEscrow::open_campaign(signed(BRAND), terms(), budget);
		assert_noop!(open(MIN_BUDGET - 1), Error::<Test>::BudgetTooSmall);
		assert_noop!(open(WEALTH + 1), sp_runtime::TokenError::FundsUnavailable);
		assert_ok!(open(MIN_BUDGET));
	});
}

#[test]
fn an_advertiser_has_so_many_campaigns_and_no_more() {
	run(|| {
		for _ in 0..MAX_CAMPAIGNS {
			open(MIN_BUDGET);
		}
		let one_more = AdEscrow::open_campaign(signed(BRAND), terms(), MIN_BUDGET);
		assert_noop!(one_more, Error::<Test>::TooManyCampaigns);
		open_with(RIVAL, terms(), MIN_BUDGET);
	});
}

#[test]
fn a_budget_is_added_to_by_its_advertiser() {
	run(|| {
		let id = open(100_000);
		assert_noop!(
			AdEscrow::fund_campaign(signed(RIVAL), id, 100_000),
			Error::<Test>::NotAdvertiser
		);
		assert_noop!(
			AdEscrow::fund_campaign(signed(BRAND), id, VIEW),
			Error::<Test>::BudgetTooSmall
		);
		assert_noop!(
			AdEscrow::fund_campaign(signed(BRAND), 7, VIEW),
			Error::<Test>::CampaignNotFound
		);
		assert_ok!(AdEscrow::fund_campaign(signed(BRAND), id, 50_000));
		assert_eq!((left(id), held(BRAND)), (150_000, 150_000));
		after(1_001);
		assert_noop!(
			AdEscrow::fund_campaign(signed(BRAND), id, 50_000),
			Error::<Test>::CampaignOver
		);
	});
}

#[test]
fn one_that_had_spent_everything_is_shown_again_once_it_is_added_to() {
	run(|| {
		let id = open(5 * VIEW);
		let is_shown = || AdEscrow::campaign(id).unwrap().is_shown(NOW);
		assert!(is_shown());
		assert!(charged(NOW, &two_viewers(id)));
		assert_eq!(left(id), VIEW);
		assert!(!is_shown(), "a view with a click does not fit any more");
		assert_ok!(AdEscrow::fund_campaign(signed(BRAND), id, VIEW + CLICK));
		assert!(is_shown());
	});
}

/// Four views by two.
fn two_viewers(id: u64) -> reel_primitives::ads::AdBill<u64> {
	reel_primitives::ads::AdBill {
		charges: vec![charge(id, 2, 4, 0)],
		viewers: named(&[(ANNA, 3 * VIEWERS_VIEW), (BERT, VIEWERS_VIEW)]),
	}
}

#[test]
fn a_paused_campaign_is_not_shown_and_not_charged_for_later_rounds() {
	run(|| {
		let id = open(1_000_000);
		after(10);
		assert_noop!(AdEscrow::pause_campaign(signed(RIVAL), id), Error::<Test>::NotAdvertiser);
		assert_noop!(AdEscrow::resume_campaign(signed(BRAND), id), Error::<Test>::NotPaused);
		assert_ok!(AdEscrow::pause_campaign(signed(BRAND), id));
		assert_noop!(AdEscrow::pause_campaign(signed(BRAND), id), Error::<Test>::AlreadyPaused);
		let campaign = AdEscrow::campaign(id).unwrap();
		assert_eq!(campaign.state, CampaignState::Paused { since: NOW + 10 });
		assert!(!campaign.is_shown(NOW + 10));
		assert!(AdEscrow::shown(0, 64).1.is_empty());
		// What rolled over is charged still, later rounds are not.
		assert!(charged(NOW + 30, &annas(id, 1, 0)));
		assert!(!charged(NOW + 31, &annas(id, 1, 0)));
		assert_ok!(AdEscrow::resume_campaign(signed(BRAND), id));
		assert!(charged(NOW + 31, &annas(id, 1, 0)));
		assert_eq!(AdEscrow::shown(0, 64).1.len(), 1);
	});
}

#[test]
fn what_is_shown_now_is_found_page_by_page() {
	run(|| {
		let mut own = vec![];
		for n in 0..70 {
			let who = if n % 2 == 0 { BRAND } else { RIVAL };
			let first = if n % 5 == 0 { NOW + 1 } else { NOW };
			own.push((who, open_with(who, AdTerms { first, ..terms() }, MIN_BUDGET)));
		}
		let (next, page) = AdEscrow::shown(0, 1_000);
		assert_eq!((next, page.len()), (70, 64 - 13), "64 numbers at most");
		assert_eq!(AdEscrow::shown(64, 1_000).1.len(), 5);
		assert!(AdEscrow::shown(70, 64).1.is_empty());
		let of_rival = AdEscrow::campaigns_of(RIVAL, 0, 1_000);
		let expected: Vec<u64> =
			own.iter().filter(|(who, _)| *who == RIVAL).map(|(_, id)| *id).take(16).collect();
		assert_eq!(of_rival.into_iter().map(|(id, _)| id).collect::<Vec<_>>(), expected);
		let second = AdEscrow::campaigns_of(RIVAL, expected[15] + 1, 3);
		assert_eq!(second.len(), 3);
	});
}

#[test]
fn the_viewers_part_is_that_of_the_opening() {
	run(|| {
		let before = open(1_000_000);
		Part::set(5_000);
		let behind = open(1_000_000);
		// Out of range it is cut.
		Part::set(1_000);
		let low = open(1_000_000);
		Part::set(20_000);
		let high = open(1_000_000);
		let part = |id| AdEscrow::campaign(id).unwrap().viewer_bp;
		assert_eq!([before, behind, low, high].map(part), [7_000, 5_000, 5_000, 10_000]);
		assert!(charged(NOW, &annas(before, 1, 0)));
	});
}
