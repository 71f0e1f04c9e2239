//! Who may watch what.

use crate::{Error, Event, mock::*};
use frame_support::{assert_noop, assert_ok};
use reel_primitives::{
	ContentId,
	content::{ReasonCode, TitleStatus},
	market::{Currency, SaleKind},
};

fn rent() {
	Settlement::buy(signed(BUYER), TITLE, None, SaleKind::Rental, Currency::Cfx, RENT).unwrap();
}

#[test]
fn a_rental_ends_so_many_rounds_after_delivery_and_a_purchase_never() {
	run(|| {
		rent();
		let bought = buy(BUYER, OWN, Currency::Cfx);
		after(IN_TIME - 1);
		deliver(0);
		deliver(bought);
		let ends = NOW + IN_TIME - 1 + RENTED;
		after(RENTED - 1);
		assert!(Settlement::has_access(TITLE, BUYER));
		after(1);
		assert_eq!(CurrentRound::get(), ends);
		assert!(!Settlement::has_access(TITLE, BUYER));
		after(1_000_000);
		assert!(Settlement::has_access(OWN, BUYER));
		assert!(!Settlement::has_access(OWN, FRIEND));
		assert!(!Settlement::has_access(UNKNOWN, BUYER));
	});
}

#[test]
fn anyone_removes_a_rental_that_has_ended() {
	run(|| {
		rent();
		assert_noop!(Settlement::forget(signed(BUYER), 0), Error::<Test>::StillInUse);
		deliver(0);
		assert_noop!(Settlement::forget(signed(FRIEND), 0), Error::<Test>::StillInUse);
		after(RENTED);
		assert_ok!(Settlement::forget(signed(FRIEND), 0));
		System::assert_last_event(Event::Forgotten { purchase: 0 }.into());
		assert_noop!(Settlement::forget(signed(FRIEND), 0), Error::<Test>::PurchaseNotFound);
	});
}

#[test]
fn who_may_watch_may_give_that_up_and_buy_again() {
	run(|| {
		rent();
		deliver(0);
		assert_ok!(Settlement::forget(signed(BUYER), 0));
		assert!(!Settlement::has_access(TITLE, BUYER));
		buy(BUYER, TITLE, Currency::Cfx);
	});
}

#[test]
fn what_was_bought_of_a_deleted_title_is_of_no_use_to_anybody() {
	run(|| {
		deliver(buy(BUYER, TITLE, Currency::Cfx));
		set_status(TITLE, TitleStatus::Stopped(ReasonCode::Order));
		assert_noop!(Settlement::forget(signed(FRIEND), 0), Error::<Test>::StillInUse);
		set_status(TITLE, TitleStatus::Deleted);
		assert_ok!(Settlement::forget(signed(FRIEND), 0));
	});
}

#[test]
fn purchases_of_an_account_are_told_page_by_page() {
	run(|| {
		let template = Known::get().remove(&OWN).unwrap();
		for byte in 100..220 {
			let title = template.clone();
			let content = ContentId([byte; 32]);
			Known::mutate(|titles| {
				titles
					.insert(content, reel_primitives::market::TitleOnSale { price_cfx: 5, ..title })
			});
			buy(BUYER, content, Currency::Cfx);
		}
		let (mut seen, mut from) = (vec![], None);
		loop {
			let page = Settlement::purchases_of(BUYER, from, 50);
			let Some((_, last)) = page.last() else { break };
			from = Some(last.content);
			seen.extend(page.iter().map(|(id, _)| *id));
		}
		seen.sort_unstable();
		assert_eq!(seen, (0..120).collect::<Vec<u64>>());
		assert_eq!(Settlement::purchases_of(BUYER, None, u32::MAX).len(), 100);
		assert!(Settlement::purchases_of(FRIEND, None, 10).is_empty());
	});
}
