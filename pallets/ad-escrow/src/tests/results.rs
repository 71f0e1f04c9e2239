//! What an advertiser reads.

use crate::mock::*;
use reel_primitives::ads::{
	AdBill, AdCharge, ChargePart, DayResults, DropCounts, Dropped, Figures, MAX_COUNTRIES_NAMED,
	MAX_PARTS_PER_BILL, MAX_TOLD, ROUNDS_PER_DAY,
};

fn today(id: u64) -> DayResults {
	AdEscrow::results(id, NOW / ROUNDS_PER_DAY).unwrap()
}

#[test]
fn a_day_is_told_by_title_and_country() {
	run(|| {
		let id = open(1_000_000);
		let parts = vec![
			ChargePart { impressions: 5, ..part(FILM, *b"DE", 1, 1) },
			part(FILM, *b"KR", 2, 0),
			part(OTHER_FILM, *b"KR", 1, 0),
		];
		let dropped = Dropped { budget: 1, daily_cap: 2, frequency: 3, ..Dropped::default() };
		let bill = AdBill {
			charges: vec![AdCharge { campaign: id, viewers: 2, dropped, parts }],
			viewers: named(&[(ANNA, 2 * VIEWERS_VIEW), (BERT, 2 * VIEWERS_VIEW + VIEWERS_CLICK)]),
		};
		assert!(charged(NOW, &bill) && charged(NOW + 1, &bill));
		let results = today(id);
		let figures = |impressions, views, clicks: u64| Figures {
			impressions,
			views,
			clicks,
			spent_cfx: u128::from(views) * VIEW + u128::from(clicks) * CLICK,
		};
		assert_eq!(results.total, figures(16, 8, 2));
		assert_eq!(results.viewers, 4);
		assert_eq!(
			results.titles.to_vec(),
			[(FILM, figures(14, 6, 2)), (OTHER_FILM, figures(2, 2, 0))]
		);
		assert_eq!(
			results.countries.to_vec(),
			[(*b"DE", figures(10, 2, 2)), (*b"KR", figures(6, 6, 0))]
		);
		let counts = DropCounts { budget: 2, daily_cap: 4, frequency: 6, ..Default::default() };
		assert_eq!(results.dropped, counts);
		assert_eq!(AdEscrow::campaign(id).unwrap().spent_cfx, results.total.spent_cfx);
		assert!(AdEscrow::results(id, NOW / ROUNDS_PER_DAY + 1).is_none());
	});
}

#[test]
fn what_desks_tell_of_ads_that_are_not_charged_is_summed_and_costs_nothing() {
	run(|| {
		let id = open(1_000_000);
		let told = |dropped: Dropped, parts: Vec<ChargePart>| AdBill {
			charges: vec![AdCharge { campaign: id, viewers: 0, dropped, parts }],
			viewers: named(&[]),
		};
		let shown = ChargePart { impressions: 4, ..part(FILM, *b"DE", 0, 0) };
		let unproven = Dropped { unproven: 3, frequency: 1, invalid: 2, ..Dropped::default() };
		assert!(charged(NOW, &told(unproven, vec![shown])));
		let tried = Dropped { too_early: 5, too_late: 6, repeated: 7, ..Dropped::default() };
		assert!(charged(NOW + 1, &told(Dropped { expired: 1, ..tried }, vec![])));
		let results = today(id);
		assert_eq!(results.total, Figures { impressions: 4, ..Figures::default() });
		assert_eq!((results.titles.to_vec().len(), results.viewers), (1, 0));
		let counts = DropCounts {
			frequency: 1,
			unproven: 3,
			expired: 1,
			invalid: 2,
			too_early: 5,
			too_late: 6,
			repeated: 7,
			..DropCounts::default()
		};
		assert_eq!(results.dropped, counts);
		assert_eq!(AdEscrow::campaign(id).unwrap().left_cfx, 1_000_000);
		// More than a bill may tell has no form, and counts for nothing.
		let much = Dropped { unproven: MAX_TOLD + 1, ..Dropped::default() };
		assert!(!charged(NOW, &told(much, vec![])));
		let much = ChargePart { impressions: MAX_TOLD + 1, ..shown };
		assert!(!charged(NOW, &told(unproven, vec![much])));
		assert_eq!(today(id), results);
	});
}

#[test]
fn further_countries_are_added_up() {
	run(|| {
		let id = open(10_000_000);
		let countries = (0..MAX_PARTS_PER_BILL as u8).map(|n| [b'A' + n / 26, b'A' + n % 26]);
		let parts = countries.map(|country| part(FILM, country, 1, 0)).collect();
		let dropped = Dropped::default();
		let bill = AdBill {
			charges: vec![AdCharge { campaign: id, viewers: 30, dropped, parts }],
			viewers: reel_primitives::batch::Payees::Root { root: [1; 32], count: 65 },
		};
		assert!(charged(NOW, &bill));
		let results = today(id);
		assert_eq!(results.countries.len(), MAX_COUNTRIES_NAMED as usize);
		let others = u64::from(MAX_PARTS_PER_BILL - MAX_COUNTRIES_NAMED);
		assert_eq!(results.other_countries.views, others);
		assert_eq!(results.titles.len(), 1);
	});
}

#[test]
fn bills_that_are_dropped_are_counted_for_their_campaigns() {
	run(|| {
		let (poor, rich) = (open(5 * VIEW), open_with(RIVAL, terms(), 1_000_000));
		let bill = AdBill {
			charges: vec![charge(poor, 2, 6, 0), charge(rich, 1, 1, 0)],
			viewers: named(&[(ANNA, 4 * VIEWERS_VIEW), (BERT, 3 * VIEWERS_VIEW)]),
		};
		assert!(!charged(NOW, &bill));
		assert_eq!(
			today(poor).dropped,
			DropCounts { with_bill: 6, bills: 1, ..Default::default() }
		);
		assert_eq!(
			today(rich).dropped,
			DropCounts { with_bill: 1, bills: 1, ..Default::default() }
		);
		// It was shown all the same.
		let shown = |impressions| Figures { impressions, ..Figures::default() };
		assert_eq!((today(poor).total, today(rich).total), (shown(6), shown(1)));
		// What has no form counts for nobody.
		assert!(!charged(NOW, &AdBill { viewers: named(&[(ANNA, 0)]), ..annas(rich, 1, 0) }));
		assert_eq!(today(rich).dropped.bills, 1);
	});
}
