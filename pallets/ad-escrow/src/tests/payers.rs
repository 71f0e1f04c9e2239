//! Campaigns as the batch of a round would find them.

use crate::mock::*;
use reel_primitives::{
	ads::{AdCharge, AdTerms, ROUNDS_PER_DAY},
	traits::RoundClock,
};

#[test]
fn what_open_batches_of_earlier_rounds_charge_is_spent_already() {
	run(|| {
		let (id, other) = (open(1_000_000), open_with(RIVAL, terms(), 500_000));
		assert!(charged(NOW, &annas(id, 1, 0)));
		let open = [(NOW + 1, charge(id, 1, 2, 1)), (NOW + 3, charge(id, 1, 1, 0))];
		let at = |round| {
			let found = AdEscrow::payers(&[id, other], round, &open);
			let of = |place: usize| {
				let payer = found[place].as_ref().unwrap();
				(payer.campaign.left_cfx, payer.spent_today_cfx)
			};
			assert_eq!(of(1), (500_000, 0), "nobody charges that one");
			of(0)
		};
		// Its own batch, and later ones, are not before it.
		assert_eq!(at(NOW + 1), (1_000_000 - VIEW, VIEW));
		let two = 3 * VIEW + CLICK;
		assert_eq!(at(NOW + 2), (1_000_000 - two, two));
		assert_eq!(at(NOW + 4), (1_000_000 - two - VIEW, two + VIEW));
	});
}

#[test]
fn a_day_is_that_of_the_batch_and_a_bill_for_more_than_there_is_counts_for_nothing() {
	run(|| {
		let tomorrow = (NOW / ROUNDS_PER_DAY + 1) * ROUNDS_PER_DAY;
		let id = open_with(BRAND, AdTerms { last: tomorrow + 10, ..terms() }, 10 * VIEW + CLICK);
		assert!(charged(NOW, &annas(id, 1, 0)));
		let open = [(NOW + 1, charge(id, 1, 2, 0)), (NOW + 2, charge(id, 4, 8, 0))];
		let payer = AdEscrow::payers(&[id], tomorrow, &open)[0].clone().unwrap();
		assert_eq!((payer.campaign.left_cfx, payer.spent_today_cfx), (7 * VIEW + CLICK, 0));
	});
}

#[test]
fn what_has_ended_or_never_was_has_no_payer_and_no_more_than_64_are_looked_at() {
	run(|| {
		let (paused, ended) = (open(1_000_000), open(1_000_000));
		AdEscrow::pause_campaign(signed(BRAND), paused).unwrap();
		after(42);
		cancel(ended).unwrap();
		let later = open_with(BRAND, AdTerms { first: NOW + 90, ..terms() }, 1_000_000);
		let shown = open(1_000_000);
		after(1);
		let now = CurrentRound::get();
		let asked = [paused, ended, later, shown, 99];
		let found = AdEscrow::payers(&asked, now, &[]);
		// What is being settled is charged still.
		let there: Vec<bool> = found.iter().map(Option::is_some).collect();
		assert!(there[0] && there[2] && there[3] && !there[4]);
		assert_eq!(AdEscrow::payers(&[shown; 65], now, &[]).len(), 64);
		let (next, listed) = AdEscrow::shown_payers(0, 64, &[]);
		assert_eq!((next, listed.len(), listed[0].0), (4, 1, shown));
	});
}

#[test]
fn a_campaign_that_open_batches_use_up_is_not_shown() {
	run(|| {
		let id = open(10 * VIEW);
		let round = TestClock::round();
		let all: [(u64, AdCharge); 1] = [(round - 1, charge(id, 4, 10, 0))];
		assert_eq!(AdEscrow::shown_payers(0, 64, &[]).1.len(), 1);
		assert_eq!(AdEscrow::shown_payers(0, 64, &all).1, vec![]);
	});
}
