//! Each invariant is seen when it is broken.

use crate::{
	Access, Due, DueKey, HoldReason, NextPurchase, OldestPeriod, OpenTotal, Owed, OwedTotal,
	Purchases, Sales, SalesRecord, Stage, mock::*,
};
use frame_support::traits::{fungible::MutateHold, fungibles::Mutate, tokens::Precision};
use reel_primitives::market::{Currency, SaleKind};

/// Breaks a state with a purchase in CFX and one in SSH, and checks that this is what is seen.
fn broken(by: impl FnOnce(), seen: &'static str) {
	build().execute_with(|| {
		buy(BUYER, TITLE, Currency::Cfx);
		buy(FRIEND, TITLE, Currency::Ssh);
		assert_eq!(Settlement::do_try_state(), Ok(()));
		by();
		assert_eq!(Settlement::do_try_state(), Err(seen.into()));
	});
}

#[test]
fn m1_is_seen_when_a_price_is_not_on_hold() {
	broken(
		|| {
			let reason = HoldReason::Sale.into();
			Balances::release(&reason, &BUYER, 1, Precision::Exact).unwrap();
		},
		"M1: an account's hold is not the sum of its open purchases",
	);
}

#[test]
fn m2_is_seen_when_the_total_open_drifts() {
	for currency in [Currency::Cfx, Currency::Ssh] {
		broken(
			|| OpenTotal::<Test>::mutate(currency, |total| *total -= 1),
			"M2: the total open is not the sum of what is open",
		);
	}
}

#[test]
fn m3_is_seen_when_what_is_owed_drifts() {
	broken(
		|| OwedTotal::<Test>::insert(Currency::Cfx, 1),
		"M3: the total owed is not the sum of what is owed",
	);
	broken(|| Owed::<Test>::insert(ANNA, Currency::Cfx, 0), "M3: nothing is owed to somebody");
}

#[test]
fn m4_is_seen_when_the_escrow_account_has_too_little() {
	broken(
		|| {
			Owed::<Test>::insert(ANNA, Currency::Cfx, 1);
			OwedTotal::<Test>::insert(Currency::Cfx, 1);
		},
		"M4: the escrow account does not cover what is owed in CFX",
	);
	broken(
		|| {
			Assets::burn_from(
				SSH,
				&Settlement::escrow(),
				1,
				frame_support::traits::tokens::Preservation::Expendable,
				Precision::Exact,
				frame_support::traits::tokens::Fortitude::Force,
			)
			.unwrap();
		},
		"M4: the escrow account does not cover what is open and owed in SSH",
	);
}

#[test]
fn m5_is_seen_when_access_and_purchases_disagree() {
	broken(
		|| Access::<Test>::insert(BUYER, TITLE, 1),
		"M5: a purchase is not named by its beneficiary and title",
	);
	broken(|| Access::<Test>::insert(BUYER, OWN, 1), "M5: access without a purchase");
}

#[test]
fn m6_is_seen_when_the_queue_and_purchases_disagree() {
	let key = DueKey::new(NOW + IN_TIME, 0);
	broken(|| Due::<Test>::remove(key), "M6: an open purchase is not where its time ends");
	broken(
		|| Due::<Test>::insert(DueKey::new(NOW, 0), ()),
		"M6: something is due that is not open",
	);
}

#[test]
fn m7_is_seen_when_a_purchase_is_out_of_range() {
	let seen = "M7: a purchase's number, price or fee is out of range";
	broken(|| NextPurchase::<Test>::put(1), seen);
	broken(|| Purchases::<Test>::mutate_extant(0, |purchase| purchase.fee_bp = 1_001), seen);
	let seen = "M7: what has an end is no rental, or the other way round";
	broken(
		|| Purchases::<Test>::mutate_extant(0, |purchase| purchase.access_rounds = Some(1)),
		seen,
	);
	broken(
		|| Purchases::<Test>::mutate_extant(0, |purchase| purchase.kind = SaleKind::Rental),
		seen,
	);
	build().execute_with(|| {
		deliver(buy(BUYER, TITLE, Currency::Cfx));
		Purchases::<Test>::mutate_extant(0, |purchase| {
			purchase.stage = Stage::Delivered { ends: Some(NOW) }
		});
		assert_eq!(Settlement::do_try_state(), Err(seen.into()));
	});
}

#[test]
fn m8_is_seen_when_a_record_is_too_old_or_empty() {
	let record = SalesRecord { cfx: 1, ..Default::default() };
	let seen = "M8: a record of a period before the oldest";
	broken(|| Sales::<Test>::insert(5, ANNA, record), seen);
	broken(
		|| {
			OldestPeriod::<Test>::put(6);
			Sales::<Test>::insert(5, ANNA, record);
		},
		seen,
	);
	broken(
		|| {
			OldestPeriod::<Test>::put(5);
			Sales::<Test>::insert(5, ANNA, SalesRecord::default());
		},
		"M8: a record of nothing",
	);
}
