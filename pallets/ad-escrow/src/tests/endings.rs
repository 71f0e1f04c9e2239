//! Campaigns end: by themselves, by cancellation, stopped; and are forgotten.

use crate::{Campaigns, CampaignsOf, DAYS_PER_STEP, Days, Error, Event, mock::*};
use frame_support::{assert_noop, assert_ok, traits::Hooks, weights::Weight};
use reel_primitives::{
	ads::{AdTerms, CampaignState, EndCause, ROUNDS_PER_DAY, Targets},
	content::ReasonCode,
};

/// Rounds after the last in which an ad was shown until what is left goes back.
const SETTLED: u64 = 41;

fn ended(id: u64) -> bool {
	matches!(AdEscrow::campaign(id).unwrap().state, CampaignState::Ended { .. })
}

#[test]
fn what_is_left_goes_back_by_itself_when_the_last_batch_is_decided() {
	run(|| {
		let id = open(1_000_000);
		assert!(charged(NOW, &annas(id, 2, 0)));
		after(1_000 + SETTLED - 1);
		idle();
		assert!(!ended(id));
		assert_noop!(AdEscrow::close_campaign(signed(RIVAL), id), Error::<Test>::NotDueYet);
		assert!(charged(NOW + 1_020, &annas(id, 1, 0)), "the last that may");
		after(1);
		idle();
		assert!(ended(id));
		assert_eq!((held(BRAND), free(BRAND)), (0, WEALTH - 3 * VIEW));
		let returned_cfx = 1_000_000 - 3 * VIEW;
		let event = Event::CampaignEnded { campaign: id, cause: EndCause::Over, returned_cfx };
		System::assert_last_event(event.into());
		assert!(!charged(NOW, &annas(id, 1, 0)), "nothing is charged any more");
		assert_noop!(AdEscrow::close_campaign(signed(BRAND), id), Error::<Test>::CampaignOver);
	});
}

#[test]
fn a_cancelled_campaign_pays_for_what_was_shown_and_the_rest_goes_back() {
	run(|| {
		let id = open(1_000_000);
		after(5);
		assert_noop!(AdEscrow::cancel_campaign(signed(RIVAL), id), Error::<Test>::NotAdvertiser);
		assert_ok!(cancel(id));
		let ends_in = NOW + 5 + SETTLED;
		let cause = EndCause::Cancelled;
		System::assert_last_event(Event::CampaignEnding { campaign: id, cause, ends_in }.into());
		assert!(!AdEscrow::campaign(id).unwrap().is_shown(NOW + 5));
		assert_noop!(cancel(id), Error::<Test>::CampaignOver);
		assert_noop!(
			AdEscrow::fund_campaign(signed(BRAND), id, 100_000),
			Error::<Test>::CampaignOver
		);
		assert_noop!(AdEscrow::pause_campaign(signed(BRAND), id), Error::<Test>::CampaignOver);
		assert!(charged(NOW + 25, &annas(id, 1, 0)));
		assert!(!charged(NOW + 26, &annas(id, 1, 0)));
		after(SETTLED - 1);
		idle();
		assert!(!ended(id));
		after(1);
		// Whoever does not want to wait for a block with room.
		assert_ok!(AdEscrow::close_campaign(signed(RIVAL), id));
		assert_eq!((held(BRAND), free(BRAND)), (0, WEALTH - VIEW));
	});
}

#[test]
fn what_was_never_shown_goes_back_at_once() {
	run(|| {
		let later = open_with(BRAND, AdTerms { first: NOW + 1, ..terms() }, 1_000_000);
		assert_ok!(cancel(later));
		assert!(ended(later));
		assert_eq!(free(BRAND), WEALTH);
		// Paused before it began, cancelled after.
		let paused = open_with(BRAND, AdTerms { first: NOW + 5, ..terms() }, 1_000_000);
		assert_ok!(AdEscrow::pause_campaign(signed(BRAND), paused));
		after(10);
		assert_ok!(cancel(paused));
		assert!(ended(paused));
		assert_eq!(free(BRAND), WEALTH);
	});
}

#[test]
fn what_was_paused_for_long_enough_goes_back_at_once() {
	run(|| {
		let (long, short) = (open(100_000), open(100_000));
		assert_ok!(AdEscrow::pause_campaign(signed(BRAND), long));
		after(1);
		assert_ok!(AdEscrow::pause_campaign(signed(BRAND), short));
		after(SETTLED - 1);
		assert_ok!(cancel(long));
		assert_ok!(cancel(short));
		assert!(ended(long) && !ended(short));
		after(1);
		idle();
		assert!(ended(short));
		assert_eq!(free(BRAND), WEALTH);
	});
}

#[test]
fn a_supervisor_of_its_country_stops_a_campaign_for_good() {
	run(|| {
		let of = |country: [u8; 2]| {
			let countries = vec![country].try_into().unwrap();
			AdTerms { targets: Targets { countries, ..Targets::default() }, ..terms() }
		};
		let (world, japan, germany) = (
			open(100_000),
			open_with(BRAND, of(*b"JP"), 100_000),
			open_with(BRAND, of(*b"DE"), 100_000),
		);
		let stop = |who, id| AdEscrow::stop_campaign(signed(who), id, ReasonCode::Harmful);
		assert_noop!(stop(SUPERVISOR, germany), Error::<Test>::NotSupervisor);
		assert_noop!(stop(BRAND, world), Error::<Test>::NotSupervisor);
		assert_noop!(stop(SUPERVISOR, 9), Error::<Test>::CampaignNotFound);
		assert_ok!(stop(SUPERVISOR, world));
		assert_ok!(stop(SUPERVISOR, japan));
		assert_noop!(stop(SUPERVISOR, world), Error::<Test>::CampaignOver);
		let reason = ReasonCode::Harmful;
		System::assert_has_event(
			Event::CampaignStopped { campaign: japan, supervisor: SUPERVISOR, reason }.into(),
		);
		assert_noop!(AdEscrow::resume_campaign(signed(BRAND), world), Error::<Test>::CampaignOver);
		let state = AdEscrow::campaign(world).unwrap().state;
		let cause = EndCause::Stopped(reason);
		assert_eq!(state, CampaignState::Ending { cause, shown_until: NOW });
		assert!(charged(NOW + 20, &annas(world, 1, 0)), "what was shown before is paid");
		after(SETTLED);
		idle();
		assert_eq!(held(BRAND), 100_000, "germany's goes on");
		assert_eq!(free(BRAND), WEALTH - VIEW - 100_000);
	});
}

#[test]
fn a_block_ends_a_few_and_leaves_the_others_to_the_next() {
	run(|| {
		for _ in 0..6 {
			open(MIN_BUDGET);
		}
		after(1_000 + SETTLED);
		idle();
		assert_eq!(held(BRAND), 2 * MIN_BUDGET);
		AdEscrow::on_idle(1, Weight::from_parts(1, 0));
		assert_eq!(held(BRAND), 2 * MIN_BUDGET, "a full block does nothing");
		idle();
		assert_eq!(held(BRAND), 0);
	});
}

#[test]
fn what_ended_long_ago_is_forgotten_piece_by_piece() {
	run(|| {
		let days = u64::from(DAYS_PER_STEP) + 3;
		// One round a day is enough; the campaign is longer than the mock allows, so days are written.
		let id = open(10_000_000);
		for day in 0..days {
			let results = Days::<Test>::get(id, day).unwrap_or_default();
			Days::<Test>::insert(id, 1_000_000 + day, results);
		}
		after(1_000 + SETTLED);
		idle();
		assert!(ended(id));
		after(KEPT - 1);
		idle();
		assert_eq!(Days::<Test>::iter_prefix(id).count() as u64, days);
		after(1);
		AdEscrow::on_idle(1, Weight::MAX);
		assert!(!Campaigns::<Test>::contains_key(id));
		assert_eq!(Days::<Test>::iter_prefix(id).count(), 0);
		assert!(!CampaignsOf::<Test>::contains_key(BRAND));
		System::assert_last_event(Event::CampaignForgotten { campaign: id }.into());
		assert_eq!(AdEscrow::ledger().left_cfx(), Some(0));
		assert_eq!(NOW / ROUNDS_PER_DAY, 1_000);
	});
}

#[test]
fn numbers_are_not_given_again() {
	run(|| {
		let id = open(MIN_BUDGET);
		after(1_000 + SETTLED);
		idle();
		after(KEPT);
		idle();
		assert!(AdEscrow::campaign(id).is_none());
		let terms = AdTerms { last: NOW + 3_000, ..terms() };
		assert_eq!(open_with(BRAND, terms, MIN_BUDGET), id + 1);
	});
}
