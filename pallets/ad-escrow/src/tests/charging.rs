//! Bills are charged as a whole or not at all, and never beyond what there is.

use crate::{Event, mock::*};
use reel_primitives::{
	Balance,
	ads::{
		AdBill, AdCharge, AdTerms, BillRefusal, ChargePart, Dropped, MAX_BILLS_PER_BATCH,
		MAX_CHARGES_PER_BILL, MAX_PARTS_PER_BILL, ROUNDS_PER_DAY, ad_claims,
	},
	batch::{Payee, Payees, PayoutClaim},
	traits::AdCharges,
};

/// Checks that a bill is dropped for that reason, and moves nothing.
#[track_caller]
fn dropped(round: u64, bill: &AdBill<u64>, refusal: BillRefusal) {
	assert_eq!(AdEscrow::try_bill(round, bill), Err(refusal));
	let before = (AdEscrow::ledger(), free(Payouts::pot()), free(CREATOR), free(ANNA));
	assert!(!charged(round, bill));
	System::assert_last_event(Event::BillDropped { round, bill: 0, refusal }.into());
	assert_eq!((AdEscrow::ledger(), free(Payouts::pot()), free(CREATOR), free(ANNA)), before);
}

#[test]
fn viewers_and_creators_are_paid_to_the_planck() {
	run(|| {
		let id = open(1_000_000);
		let parts = vec![part(FILM, *b"KR", 3, 1), part(OTHER_FILM, *b"ZZ", 1, 0)];
		let bill = AdBill {
			charges: vec![AdCharge {
				campaign: id,
				viewers: 2,
				dropped: Dropped::default(),
				parts,
			}],
			viewers: named(&[(ANNA, 3 * VIEWERS_VIEW), (BERT, VIEWERS_VIEW + VIEWERS_CLICK)]),
		};
		assert_eq!(AdEscrow::try_bill(NOW, &bill), Ok(()));
		assert!(charged(NOW, &bill));
		assert_eq!(free(ANNA), ED + 3 * VIEWERS_VIEW);
		assert_eq!(free(BERT), ED + VIEWERS_VIEW + VIEWERS_CLICK);
		// All that the viewers' parts leave of each price.
		assert_eq!(free(CREATOR), ED + 3 * (VIEW - VIEWERS_VIEW) + (CLICK - VIEWERS_CLICK));
		assert_eq!(free(OTHER_CREATOR), ED + VIEW - VIEWERS_VIEW);
		assert_eq!(left(id), 1_000_000 - 4 * VIEW - CLICK);
		assert_eq!(held(BRAND), left(id));
		assert_eq!(free(Payouts::pot()), ED, "nothing stays behind");
		System::assert_has_event(
			Event::CampaignCharged {
				campaign: id,
				round: NOW,
				views: 4,
				clicks: 1,
				viewers_cfx: 4 * VIEWERS_VIEW + VIEWERS_CLICK,
				creators_cfx: 4 * (VIEW - VIEWERS_VIEW) + CLICK - VIEWERS_CLICK,
			}
			.into(),
		);
	});
}

#[test]
fn a_bill_of_several_campaigns_pays_each_viewer_once_in_all() {
	run(|| {
		let (one, other) = (open(1_000_000), open_with(RIVAL, terms(), 500_000));
		let bill = AdBill {
			charges: vec![charge(one, 2, 3, 0), charge(other, 1, 2, 2)],
			viewers: named(&[
				(ANNA, 3 * VIEWERS_VIEW + 2 * VIEWERS_CLICK),
				(BERT, 2 * VIEWERS_VIEW),
			]),
		};
		assert!(charged(NOW, &bill));
		assert_eq!(
			(held(BRAND), held(RIVAL)),
			(1_000_000 - 3 * VIEW, 500_000 - 2 * (VIEW + CLICK))
		);
		assert_eq!(free(ANNA), ED + 3 * VIEWERS_VIEW + 2 * VIEWERS_CLICK);
	});
}

#[test]
fn many_viewers_cost_one_entry_and_claim_their_leaves() {
	run(|| {
		let id = open(10_000_000);
		let payees: Vec<_> =
			(0..300u64).map(|n| Payee { account: 1_000 + n, shares: VIEWERS_VIEW }).collect();
		let items: Vec<_> = payees.iter().map(codec::Encode::encode).collect();
		let tree = reel_merkle::binary::Tree::from_items(&items);
		let viewers = Payees::Root { root: tree.root(), count: 300 };
		let bill = AdBill { charges: vec![charge(id, 300, 300, 0)], viewers };
		assert!(charged(NOW, &bill));
		assert_eq!(left(id), 10_000_000 - 300 * VIEW);
		assert_eq!(free(CREATOR), ED + 300 * (VIEW - VIEWERS_VIEW));
		assert_eq!(free(Payouts::pot()), ED + 300 * VIEWERS_VIEW);
		let claim = PayoutClaim {
			round: ad_claims(NOW, 0),
			shares: VIEWERS_VIEW,
			index: 7,
			path: tree.prove(7).unwrap().path,
		};
		let authorized = RuntimeOrigin::from(frame_system::RawOrigin::Authorized);
		Payouts::claim(authorized, 1_007, vec![claim].try_into().unwrap()).unwrap();
		assert_eq!(free(1_007), VIEWERS_VIEW);
		// The same round again is another batch's business: its number is taken.
		assert_eq!(AdEscrow::try_bill(NOW, &bill), Ok(()));
		assert!(!charged(NOW, &bill));
		let refusal = BillRefusal::Payment;
		System::assert_last_event(Event::BillDropped { round: NOW, bill: 0, refusal }.into());
		assert!(charged(NOW + 1, &bill));
	});
}

#[test]
fn nothing_is_charged_past_the_budget_however_many_batches_charge_at_once() {
	run(|| {
		let id = open(10 * VIEW);
		// Six batches made while nobody knew of the others: each fits alone, three of them together.
		let bills: Vec<_> = (0..6).map(|_| annas(id, 3, 0)).collect();
		assert!(bills.iter().all(|bill| AdEscrow::try_bill(NOW, bill).is_ok()));
		let done = (0..6).zip(&bills).filter(|(n, bill)| charged(NOW + n, bill)).count();
		assert_eq!((done, left(id)), (3, VIEW));
		dropped(NOW, &annas(id, 2, 0), BillRefusal::Budget);
		assert!(charged(NOW, &annas(id, 1, 0)));
		assert_eq!((left(id), held(BRAND)), (0, 0));
		assert_eq!(free(ANNA), ED + 10 * VIEWERS_VIEW);
	});
}

#[test]
fn one_campaign_that_does_not_fit_takes_no_money_of_the_others() {
	run(|| {
		let (poor, rich) = (open(5 * VIEW), open_with(RIVAL, terms(), 1_000_000));
		let both = AdBill {
			charges: vec![charge(poor, 2, 6, 0), charge(rich, 1, 1, 0)],
			viewers: named(&[(ANNA, 4 * VIEWERS_VIEW), (BERT, 3 * VIEWERS_VIEW)]),
		};
		dropped(NOW, &both, BillRefusal::Budget);
		// Apart, in one batch, the other is charged.
		let apart = AdBill {
			charges: vec![charge(poor, 2, 6, 0)],
			viewers: named(&[(ANNA, 3 * VIEWERS_VIEW), (BERT, 3 * VIEWERS_VIEW)]),
		};
		assert_eq!(AdEscrow::charge(NOW, &[apart, annas(rich, 1, 0)]), 1);
		assert_eq!((held(BRAND), held(RIVAL)), (5 * VIEW, 1_000_000 - VIEW));
	});
}

#[test]
fn nothing_is_charged_past_the_days_cap_and_the_next_day_has_its_own() {
	run(|| {
		let cap = Some(3 * VIEW + 5);
		let tomorrow = (NOW / ROUNDS_PER_DAY + 1) * ROUNDS_PER_DAY;
		let terms = AdTerms { daily_cap_cfx: cap, last: tomorrow + 10, ..terms() };
		let id = open_with(BRAND, terms, 1_000_000);
		assert!(charged(NOW, &annas(id, 2, 0)));
		dropped(NOW + 5, &annas(id, 2, 0), BillRefusal::DailyCap);
		assert!(charged(NOW + 5, &annas(id, 1, 0)));
		dropped(tomorrow - 1, &annas(id, 1, 0), BillRefusal::DailyCap);
		assert!(charged(tomorrow, &annas(id, 3, 0)));
		assert_eq!(AdEscrow::spent_on_day_of(id, NOW), 3 * VIEW);
		assert_eq!(AdEscrow::spent_on_day_of(id, tomorrow + 1), 3 * VIEW);
	});
}

#[test]
fn more_views_than_the_frequency_cap_allows_its_viewers_are_not_charged() {
	run(|| {
		let id = open(1_000_000);
		dropped(NOW, &annas(id, 4, 0), BillRefusal::Frequency);
		assert!(charged(NOW, &annas(id, 3, 0)));
	});
}

#[test]
fn nothing_is_charged_outside_the_time_in_which_it_was_shown() {
	run(|| {
		let short = AdTerms { first: NOW + 10, last: NOW + 20, ..terms() };
		let id = open_with(BRAND, short, 1_000_000);
		dropped(NOW + 9, &annas(id, 1, 0), BillRefusal::NotShown);
		dropped(NOW + 41, &annas(id, 1, 0), BillRefusal::NotShown);
		assert!(charged(NOW + 10, &annas(id, 1, 0)));
		assert!(charged(NOW + 40, &annas(id, 1, 0)), "what rolled over");
		dropped(NOW + 10, &annas(7, 1, 0), BillRefusal::NoCampaign);
		// Paused before it began, it was never shown.
		let later = AdTerms { first: NOW + 10, ..terms() };
		let id = open_with(BRAND, later, 1_000_000);
		AdEscrow::pause_campaign(signed(BRAND), id).unwrap();
		dropped(NOW + 10, &annas(id, 1, 0), BillRefusal::NotShown);
	});
}

#[test]
fn viewers_get_what_the_campaigns_pay_them_and_neither_more_nor_less() {
	run(|| {
		let id = open(1_000_000);
		for amount in [VIEWERS_VIEW - 1, VIEWERS_VIEW + 1, Balance::MAX] {
			let bill = AdBill { viewers: named(&[(ANNA, amount)]), ..annas(id, 1, 0) };
			dropped(NOW, &bill, BillRefusal::Amounts);
		}
		let much = named(&[(ANNA, Balance::MAX), (BERT, Balance::MAX)]);
		dropped(NOW, &AdBill { viewers: much, ..annas(id, 1, 0) }, BillRefusal::Amounts);
	});
}

#[test]
fn a_title_that_nobody_registered_takes_its_bill_with_it() {
	run(|| {
		let id = open(1_000_000);
		let mut bill = annas(id, 1, 0);
		bill.charges[0].parts[0].content = UNKNOWN;
		dropped(NOW, &bill, BillRefusal::NoTitle);
		// One that was stopped since is paid: it was shown before, and desks show it no more.
		set_status(FILM, stopped());
		assert!(charged(NOW, &annas(id, 1, 0)));
	});
}

#[test]
fn bills_without_form_are_dropped() {
	run(|| {
		let (one, other) = (open(1_000_000), open(1_000_000));
		let malformed = |bill: AdBill<u64>| dropped(NOW, &bill, BillRefusal::Malformed);
		let of = |charges: Vec<AdCharge>| AdBill { charges, ..annas(one, 1, 0) };
		malformed(of(vec![]));
		malformed(of(vec![charge(other, 1, 1, 0), charge(one, 1, 1, 0)]));
		malformed(of(vec![charge(one, 1, 1, 0); 2]));
		let ids = 0..=u64::from(MAX_CHARGES_PER_BILL);
		malformed(of(ids.map(|id| charge(id, 1, 1, 0)).collect()));
		let with = |parts: Vec<ChargePart>| of(vec![AdCharge { parts, ..charge(one, 1, 1, 0) }]);
		malformed(with(vec![]));
		malformed(with(vec![part(FILM, *b"KR", 1, 0), part(FILM, *b"DE", 1, 0)]));
		malformed(with(vec![part(FILM, *b"kr", 1, 0)]));
		malformed(with(vec![part(FILM, *b"KR", 1, 2)]));
		malformed(with(vec![part(FILM, *b"KR", 0, 0)]));
		malformed(with(vec![ChargePart { impressions: 1, ..part(FILM, *b"KR", 2, 0) }]));
		let countries = (0..=MAX_PARTS_PER_BILL as u8).map(|n| [b'A' + n / 26, b'A' + n % 26]);
		malformed(with(countries.map(|country| part(FILM, country, 1, 0)).collect()));
		// More viewers than views, than are paid, or none of views.
		malformed(of(vec![charge(one, 2, 1, 0)]));
		malformed(of(vec![charge(one, 2, 3, 0)]));
		malformed(of(vec![charge(one, 0, 1, 0)]));
		let paid = |viewers| AdBill { viewers, ..annas(one, 1, 0) };
		malformed(paid(named(&[(BERT, 1), (ANNA, 1)])));
		malformed(paid(named(&[(ANNA, 1), (ANNA, 1)])));
		malformed(paid(named(&[(ANNA, 0)])));
		malformed(paid(Payees::Root { root: [1; 32], count: 64 }));
		malformed(paid(Payees::Root { root: [1; 32], count: (1 << 20) + 1 }));
		let many = (0..65).map(|account| Payee { account, shares: 1 }).collect();
		malformed(paid(Payees::Direct(many)));
	});
}

#[test]
fn further_bills_of_a_batch_are_not_looked_at() {
	run(|| {
		let id = open(1_000_000);
		let bills = vec![annas(id, 1, 0); MAX_BILLS_PER_BATCH as usize + 1];
		assert_eq!(AdEscrow::charge(NOW, &bills), MAX_BILLS_PER_BATCH);
		assert_eq!(left(id), 1_000_000 - Balance::from(MAX_BILLS_PER_BATCH) * VIEW);
	});
}

#[test]
fn what_is_only_told_costs_nothing() {
	run(|| {
		let id = open(1_000_000);
		let begun = ChargePart { impressions: 9, ..part(FILM, *b"KR", 0, 0) };
		let told = Dropped { frequency: 4, own_view: 1, ..Dropped::default() };
		let charge = AdCharge { campaign: id, viewers: 0, dropped: told, parts: vec![begun] };
		assert!(charged(NOW, &AdBill { charges: vec![charge], viewers: named(&[]) }));
		assert_eq!(left(id), 1_000_000);
		let results = AdEscrow::results(id, NOW / ROUNDS_PER_DAY).unwrap();
		assert_eq!((results.total.impressions, results.total.views), (9, 0));
		assert_eq!((results.dropped.frequency, results.dropped.own_view), (4, 1));
	});
}

#[test]
fn whoever_watches_its_own_ad_pays_the_creator_for_it() {
	run(|| {
		let id = open(1_000_000);
		let bill = AdBill { viewers: named(&[(BRAND, VIEWERS_VIEW)]), ..annas(id, 1, 0) };
		let before = free(BRAND) + held(BRAND);
		assert!(charged(NOW, &bill));
		assert_eq!(free(BRAND) + held(BRAND), before - (VIEW - VIEWERS_VIEW));
	});
}

#[test]
fn the_weight_of_bills_grows_with_their_number_and_not_beyond_the_most() {
	let of = |bills| AdEscrow::charge_weight(bills).0;
	assert!(of(0) == 0 && of(1) > 0 && of(2) > of(1));
	assert_eq!(of(MAX_BILLS_PER_BATCH), of(1_000));
}

#[test]
fn what_was_dropped_of_a_campaign_that_is_over_takes_no_bill_with_it() {
	run(|| {
		let (id, short) = (open(1_000_000), AdTerms { last: NOW, ..terms() });
		let over = open_with(BRAND, short, 1_000_000);
		let late = NOW + 21;
		let told = |campaign| AdCharge {
			viewers: 0,
			dropped: Dropped { not_shown: 2, ..Dropped::default() },
			parts: vec![],
			..charge(campaign, 0, 0, 0)
		};
		let bill =
			AdBill { charges: vec![charge(id, 1, 1, 0), told(over), told(99)], ..annas(id, 1, 0) };
		assert!(charged(late, &bill));
		let of = |campaign| AdEscrow::results(campaign, NOW / ROUNDS_PER_DAY);
		assert_eq!(of(over).unwrap().dropped.not_shown, 2, "as long as it is settled");
		assert_eq!(of(99), None);
		after(42);
		AdEscrow::close_campaign(signed(ANNA), over).unwrap();
		assert!(charged(late, &bill));
		assert_eq!(of(over).unwrap().dropped.not_shown, 2, "and no longer");
		assert_eq!(left(id), 1_000_000 - 2 * VIEW);
	});
}
