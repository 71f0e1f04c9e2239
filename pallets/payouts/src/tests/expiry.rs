use super::claim::{claim, claim_of, pay_large};
use crate::{Clearing, Error, Event, ExpiryBounds, mock::*};
use frame_support::{assert_noop, assert_ok, traits::Hooks, weights::Weight};
use reel_primitives::traits::RoundClock;

fn idle(weight: Weight) {
	Payouts::on_idle(1, weight);
}

#[test]
fn what_nobody_claimed_goes_to_the_treasury() {
	ExtBuilder.build_and_execute(|| {
		pay_large(10);
		assert_ok!(claim(1_007, vec![claim_of(10, 7)]));
		let open = Payouts::round_claims(10).unwrap().open_cfx();
		let before = Balances::free_balance(TREASURY);

		TestClock::set_round(10 + LIFETIME - 1);
		idle(Weight::MAX);
		assert!(Payouts::round_claims(10).is_some(), "not before its time");

		TestClock::set_round(10 + LIFETIME);
		idle(Weight::MAX);
		assert_eq!(Balances::free_balance(TREASURY), before + open);
		System::assert_last_event(Event::ClaimsExpired { round: 10, amount_cfx: open }.into());
		assert_noop!(claim(1_008, vec![claim_of(10, 8)]), Error::<Test>::RoundNotClaimable);

		// The bitmap goes in the blocks after.
		assert_eq!(Clearing::<Test>::get(), Some(10));
		idle(Weight::MAX);
		assert_eq!(Clearing::<Test>::get(), None);
		assert_eq!(ExpiryBounds::<Test>::get(), (1, 1));
	});
}

#[test]
fn a_full_block_leaves_expiry_for_the_next() {
	ExtBuilder.build_and_execute(|| {
		pay_large(10);
		TestClock::set_round(10 + LIFETIME);
		idle(Weight::from_parts(1, 0));
		assert!(Payouts::round_claims(10).is_some());
	});
}

#[test]
fn rounds_end_in_order() {
	ExtBuilder.build_and_execute(|| {
		[10, 11, 12].into_iter().for_each(pay_large);
		TestClock::set_round(11 + LIFETIME);
		for _ in 0..8 {
			idle(Weight::MAX);
		}
		assert!(Payouts::round_claims(11).is_none());
		assert!(Payouts::round_claims(12).is_some());
	});
}

#[test]
fn nothing_is_claimed_after_its_time_even_before_it_is_closed() {
	ExtBuilder.build_and_execute(|| {
		pay_large(10);
		TestClock::set_round(10 + LIFETIME - 1);
		assert_ok!(claim(1_007, vec![claim_of(10, 7)]));
		TestClock::set_round(10 + LIFETIME);
		assert_noop!(claim(1_008, vec![claim_of(10, 8)]), Error::<Test>::RoundNotClaimable);
	});
}
