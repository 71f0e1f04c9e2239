use crate::{Bonds, Error, Event, HeldTotal, mock::*};
use frame_support::{assert_noop, assert_ok};
use sp_runtime::traits::BadOrigin;

#[test]
fn first_rewards_go_on_hold_until_the_bond_is_there_and_then_all_is_free() {
	run(|| {
		reward(VIEWER, BOND / 4);
		assert_eq!((held(VIEWER), free(VIEWER)), (BOND / 4, ED));
		System::assert_last_event(
			Event::Held { who: VIEWER, amount_cfx: BOND / 4, held_cfx: BOND / 4 }.into(),
		);
		reward(VIEWER, BOND);
		assert_eq!((held(VIEWER), free(VIEWER)), (BOND, ED + BOND / 4));
		reward(VIEWER, 7 * BOND);
		assert_eq!((held(VIEWER), free(VIEWER)), (BOND, ED + BOND / 4 + 7 * BOND));
		assert_eq!(Standing::standing(VIEWER).held_cfx, BOND);
	});
}

#[test]
fn a_new_account_keeps_its_existential_deposit_free() {
	run(|| {
		reward(NEW, ED);
		assert_eq!((held(NEW), free(NEW)), (0, ED));
		assert!(!Bonds::<Test>::contains_key(NEW));
		reward(NEW, ED);
		assert_eq!((held(NEW), free(NEW)), (ED, ED));
	});
}

#[test]
fn own_money_is_never_put_on_hold() {
	run(|| {
		reward(VIEWER, 3 * BOND);
		assert_ok!(Balances::transfer_allow_death(signed(VIEWER), STRANGER, 2 * BOND));
		// A reward of less than what is missing, to an account with much of its own.
		reward(STRANGER, 5);
		assert_eq!((held(STRANGER), free(STRANGER)), (5, ED + 2 * BOND));
	});
}

#[test]
fn without_a_bond_nothing_changes() {
	run(|| {
		assert_ok!(Standing::set_viewer_bond(RuntimeOrigin::root(), 0));
		reward(VIEWER, BOND);
		assert_eq!((held(VIEWER), free(VIEWER)), (0, ED + BOND));
		assert_noop!(Standing::leave(signed(VIEWER)), Error::<Test>::NothingHeld);
	});
}

#[test]
fn who_leaves_has_all_back_after_the_cool_down_and_not_before() {
	run(|| {
		reward(VIEWER, 2 * BOND);
		assert_noop!(Standing::withdraw_bond(signed(VIEWER)), Error::<Test>::NotLeaving);
		assert_ok!(Standing::leave(signed(VIEWER)));
		let free_in = NOW + COOL_DOWN;
		System::assert_last_event(Event::LeaveStarted { who: VIEWER, free_in }.into());
		assert_noop!(Standing::leave(signed(VIEWER)), Error::<Test>::AlreadyLeaving);
		after(COOL_DOWN - 1);
		assert_noop!(Standing::withdraw_bond(signed(VIEWER)), Error::<Test>::CoolDownRunning);
		after(1);
		assert_ok!(Standing::withdraw_bond(signed(VIEWER)));
		System::assert_last_event(Event::Released { who: VIEWER, amount_cfx: BOND }.into());
		assert_eq!((held(VIEWER), free(VIEWER)), (0, ED + 2 * BOND));
		assert_noop!(Standing::withdraw_bond(signed(VIEWER)), Error::<Test>::NothingHeld);
		// Who comes back works for its bond again.
		reward(VIEWER, BOND / 2);
		assert_eq!(held(VIEWER), BOND / 2);
	});
}

#[test]
fn what_comes_in_during_the_cool_down_is_not_free_and_not_lost() {
	run(|| {
		reward(VIEWER, BOND);
		assert_ok!(Standing::leave(signed(VIEWER)));
		reward(VIEWER, 5 * BOND);
		assert_eq!((held(VIEWER), free(VIEWER)), (6 * BOND, ED));
		after(COOL_DOWN);
		assert_noop!(Standing::settle(signed(STRANGER), VIEWER), Error::<Test>::NothingToSettle);
		assert_ok!(Standing::withdraw_bond(signed(VIEWER)));
		assert_eq!((held(VIEWER), free(VIEWER)), (0, ED + 6 * BOND));
	});
}

#[test]
fn who_stays_after_all_has_what_is_above_the_bond_at_once() {
	run(|| {
		reward(VIEWER, BOND);
		assert_noop!(Standing::stay(signed(VIEWER)), Error::<Test>::NotLeaving);
		assert_noop!(Standing::stay(signed(STRANGER)), Error::<Test>::NothingHeld);
		assert_ok!(Standing::leave(signed(VIEWER)));
		reward(VIEWER, BOND);
		assert_ok!(Standing::stay(signed(VIEWER)));
		assert_eq!((held(VIEWER), free(VIEWER)), (BOND, ED + BOND));
		after(COOL_DOWN);
		assert_noop!(Standing::withdraw_bond(signed(VIEWER)), Error::<Test>::NotLeaving);
	});
}

#[test]
fn a_lower_bond_frees_what_is_above_it_and_a_higher_one_takes_from_the_next_rewards() {
	run(|| {
		reward(VIEWER, BOND);
		assert_noop!(Standing::settle(signed(STRANGER), VIEWER), Error::<Test>::NothingToSettle);
		assert_ok!(Standing::set_viewer_bond(RuntimeOrigin::root(), BOND / 4));
		assert_ok!(Standing::settle(signed(STRANGER), VIEWER));
		assert_eq!((held(VIEWER), free(VIEWER)), (BOND / 4, ED + BOND / 4 * 3));
		assert_ok!(Standing::set_viewer_bond(RuntimeOrigin::root(), BOND));
		reward(VIEWER, BOND);
		assert_eq!((held(VIEWER), free(VIEWER)), (BOND, ED + BOND));
		assert_eq!(HeldTotal::<Test>::get(), BOND);
	});
}

#[test]
fn the_bond_is_governances_and_has_an_upper_end() {
	run(|| {
		assert_noop!(Standing::set_viewer_bond(signed(KOREAN), 1), BadOrigin);
		assert_noop!(
			Standing::set_viewer_bond(RuntimeOrigin::root(), MAX_BOND + 1),
			Error::<Test>::BondOutOfRange
		);
		assert_ok!(Standing::set_viewer_bond(RuntimeOrigin::root(), MAX_BOND));
		System::assert_last_event(Event::ViewerBondSet { bond_cfx: MAX_BOND }.into());
	});
}
