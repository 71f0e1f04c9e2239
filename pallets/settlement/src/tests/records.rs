//! What holders were credited, period by period.

use crate::{CLEARED_PER_BLOCK, CLEARED_PER_CALL, Error, Event, Sales, SalesRecord, mock::*};
use frame_support::{assert_noop, assert_ok};
use reel_primitives::market::Currency;

const FIRST: u64 = NOW / PERIOD;

#[test]
fn a_holders_parts_are_summed_up_by_period() {
	run(|| {
		assert_eq!(Settlement::periods(), (FIRST, None));
		deliver(buy(BUYER, TITLE, Currency::Cfx));
		deliver(buy(FRIEND, TITLE, Currency::Ssh));
		Settlement::donate(signed(BUYER), TITLE, Currency::Cfx, 100).unwrap();
		let expected = SalesRecord { cfx: 285_000 + 30, ssh: 19_952, sales: 2, donations: 1 };
		assert_eq!(Settlement::sales(BERT, FIRST), Some(expected));
		after(PERIOD);
		assert_eq!(Settlement::periods(), (FIRST + 1, Some(FIRST)));
		Settlement::donate(signed(BUYER), TITLE, Currency::Ssh, 100).unwrap();
		let second = SalesRecord { ssh: 30, donations: 1, ..Default::default() };
		assert_eq!(Settlement::sales(BERT, FIRST + 1), Some(second));
		assert_eq!(Settlement::sales(BERT, FIRST), Some(expected));
		assert_eq!(Settlement::sales(CREATOR, FIRST), None);
	});
}

#[test]
fn records_of_long_ago_are_removed_by_anyone_or_by_blocks() {
	let many = u64::from(CLEARED_PER_CALL) + u64::from(CLEARED_PER_BLOCK) + 4;
	let mut ext = build();
	ext.execute_with(|| {
		crate::OldestPeriod::<Test>::put(FIRST);
		for who in 0..many {
			let record = SalesRecord { cfx: 1, ..Default::default() };
			Sales::<Test>::insert(FIRST, 1_000 + who, record);
		}
	});
	// Limits count what earlier blocks wrote.
	ext.commit_all().unwrap();
	ext.execute_with(|| {
		after(KEPT * PERIOD);
		idle();
		assert_noop!(Settlement::clear_sales(signed(ANNA)), Error::<Test>::NothingToClear);
		assert_eq!(Sales::<Test>::iter().count() as u64, many);
		after(PERIOD);
		assert_ok!(Settlement::clear_sales(signed(ANNA)));
		let records = CLEARED_PER_CALL;
		System::assert_last_event(Event::SalesCleared { period: FIRST, records }.into());
	});
	ext.commit_all().unwrap();
	ext.execute_with(|| {
		idle();
		assert_eq!(Sales::<Test>::iter().count(), 4);
		assert_eq!(Settlement::periods().1, Some(FIRST));
	});
	ext.commit_all().unwrap();
	ext.execute_with(|| {
		idle();
		assert_eq!(Sales::<Test>::iter().count(), 0);
		assert_eq!(Settlement::periods(), (FIRST + KEPT + 1, Some(FIRST + 1)));
		idle();
		assert_noop!(Settlement::clear_sales(signed(ANNA)), Error::<Test>::NothingToClear);
		assert_eq!(Settlement::do_try_state(), Ok(()));
	});
}
