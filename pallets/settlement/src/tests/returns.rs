//! What is not delivered goes back, all of it.

use crate::{Error, Event, MAX_RETURNS_PER_BLOCK, Purchases, Reason, mock::*};
use frame_support::{assert_noop, assert_ok, traits::Hooks, weights::Weight};
use reel_primitives::{
	content::{ReasonCode, TitleStatus},
	market::{Currency, SaleKind},
	traits::Deliveries,
};

fn assert_returned(id: u64, currency: Currency, price: u128, reason: Reason) {
	let event =
		Event::Returned { purchase: id, content: TITLE, payer: BUYER, currency, price, reason };
	System::assert_has_event(event.into());
	assert_eq!(Settlement::purchase(id), None);
	assert_eq!((held(BUYER), free(BUYER), ssh(BUYER)), (0, WEALTH, WEALTH));
	assert!(!Settlement::has_access(TITLE, BUYER));
}

#[test]
fn the_buyer_refuses_before_the_first_play_and_has_all_back() {
	for (currency, price) in [(Currency::Cfx, PRICE), (Currency::Ssh, PRICE_SSH)] {
		run(|| {
			let id = buy(BUYER, TITLE, currency);
			assert_noop!(Settlement::refuse(signed(ANNA), id), Error::<Test>::NotYours);
			assert_noop!(Settlement::refuse(signed(BUYER), 7), Error::<Test>::PurchaseNotFound);
			assert_ok!(Settlement::refuse(signed(BUYER), id));
			assert_returned(id, currency, price, Reason::Refused);
			assert_eq!(Settlement::delivered(&[id]), 0);
			// It may be bought again.
			assert_eq!(buy(BUYER, TITLE, currency), id + 1);
		});
	}
}

#[test]
fn a_gift_may_be_refused_by_both_and_goes_back_to_who_paid() {
	for who in [BUYER, FRIEND] {
		run(|| {
			let gift = SaleKind::Purchase;
			Settlement::buy(signed(BUYER), TITLE, Some(FRIEND), gift, Currency::Cfx, WEALTH)
				.unwrap();
			assert_ok!(Settlement::refuse(signed(who), 0));
			assert_eq!((free(BUYER), free(FRIEND)), (WEALTH, WEALTH));
			assert!(!Settlement::has_access(TITLE, FRIEND));
		});
	}
}

#[test]
fn what_is_not_delivered_in_time_goes_back_by_itself() {
	for (currency, price) in [(Currency::Cfx, PRICE), (Currency::Ssh, PRICE_SSH)] {
		run(|| {
			let id = buy(BUYER, TITLE, currency);
			after(IN_TIME - 1);
			idle();
			assert!(Settlement::has_access(TITLE, BUYER));
			assert_noop!(
				Settlement::return_undelivered(signed(ANNA), id),
				Error::<Test>::NotReturnable
			);
			after(1);
			assert!(!Settlement::has_access(TITLE, BUYER));
			idle();
			assert_returned(id, currency, price, Reason::TimedOut);
		});
	}
}

#[test]
fn anyone_may_return_what_is_late() {
	run(|| {
		let id = buy(BUYER, TITLE, Currency::Cfx);
		after(IN_TIME);
		assert_ok!(Settlement::return_undelivered(signed(ANNA), id));
		assert_returned(id, Currency::Cfx, PRICE, Reason::TimedOut);
		assert_noop!(
			Settlement::return_undelivered(signed(ANNA), id),
			Error::<Test>::PurchaseNotFound
		);
	});
}

#[test]
fn what_is_late_and_still_there_may_be_delivered() {
	run(|| {
		let id = buy(BUYER, TITLE, Currency::Cfx);
		after(IN_TIME);
		deliver(id);
		idle();
		assert!(Settlement::has_access(TITLE, BUYER));
		assert_noop!(
			Settlement::return_undelivered(signed(ANNA), id),
			Error::<Test>::AlreadyDelivered
		);
	});
}

#[test]
fn anyone_may_return_what_was_bought_of_a_title_that_is_gone() {
	for status in [TitleStatus::Stopped(ReasonCode::Order), TitleStatus::Deleted] {
		run(|| {
			let id = buy(BUYER, TITLE, Currency::Cfx);
			set_status(TITLE, status);
			assert_ok!(Settlement::return_undelivered(signed(ANNA), id));
			assert_returned(id, Currency::Cfx, PRICE, Reason::NotPlayable);
		});
	}
}

#[test]
fn a_block_returns_so_many_the_earliest_first() {
	run(|| {
		let friends = 2 * u64::from(MAX_RETURNS_PER_BLOCK) + 1;
		for who in 0..friends {
			// The later ones have less time.
			Patience::set(IN_TIME - who);
			let kind = SaleKind::Purchase;
			Settlement::buy(signed(BUYER), TITLE, Some(500 + who), kind, Currency::Ssh, WEALTH)
				.unwrap();
		}
		after(IN_TIME - friends + 2);
		idle();
		// The last two are due.
		assert_eq!(Purchases::<Test>::iter_keys().count() as u64, friends - 2);
		assert_eq!(Settlement::purchase(friends - 1), None);
		after(IN_TIME);
		idle();
		assert_eq!(Purchases::<Test>::iter_keys().count(), 3);
		idle();
		assert_eq!(Purchases::<Test>::iter_keys().count(), 0);
		assert_eq!(ssh(BUYER), WEALTH);
	});
}

#[test]
fn a_block_without_room_returns_nothing() {
	run(|| {
		let id = buy(BUYER, TITLE, Currency::Cfx);
		after(IN_TIME);
		assert_eq!(Settlement::on_idle(1, Weight::zero()), Weight::zero());
		let little = Weight::from_parts(100_000_000, 100_000);
		assert!(Settlement::on_idle(1, little).all_lte(little));
		assert!(Settlement::purchase(id).is_some());
	});
}
