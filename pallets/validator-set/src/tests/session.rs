//! When the set of a session changes, and when it does not.

use super::*;
use pallet_session::historical::HistoricalSessions;

const NEW: u64 = CANDIDATES[0];

#[test]
fn founders_validate_from_the_start() {
	ExtBuilder::new().build_and_execute(|| {
		assert_eq!(running(), FOUNDERS);
		run_sessions(2);
		assert_eq!(running(), FOUNDERS);
	});
}

#[test]
fn a_newcomer_validates_from_the_session_after_next() {
	ExtBuilder::new().build_and_execute(|| {
		join(NEW);
		run_sessions(1);
		assert_eq!(running(), FOUNDERS);
		run_sessions(1);
		assert_eq!(running(), [1, 2, 3, NEW]);
		assert!(Changed::get());
	});
}

#[test]
fn the_removed_stop_at_the_session_after_next() {
	ExtBuilder::new().build_and_execute(|| {
		assert_ok!(ValidatorSet::remove_validator(RawOrigin::Root.into(), 2));
		run_sessions(1);
		assert_eq!(running(), FOUNDERS);
		run_sessions(1);
		assert_eq!(running(), [1, 3]);
	});
}

#[test]
fn a_session_in_which_nothing_changed_is_no_change() {
	ExtBuilder::new().build_and_execute(|| {
		join(NEW);
		run_sessions(2);
		assert!(Changed::get());
		for _ in 0..3 {
			run_sessions(1);
			assert!(!Changed::get());
		}
	});
}

#[test]
fn new_keys_are_a_change_and_history_knows_them() {
	ExtBuilder::new().build_and_execute(|| {
		run_sessions(1);
		let planned = Session::current_index() + 1;
		let before = HistoricalSessions::<Test>::get(planned).unwrap();
		set_keys(1, 1_001);
		run_sessions(1);
		assert_ne!(HistoricalSessions::<Test>::get(planned + 1).unwrap(), before);
		run_sessions(1);
		assert!(Changed::get());
	});
}

#[test]
fn members_without_keys_are_left_out() {
	ExtBuilder::new().build_and_execute(|| {
		assert_ok!(Session::purge_keys(RawOrigin::Signed(3).into()));
		run_sessions(2);
		assert_eq!(running(), [1, 2]);
	});
}

#[test]
fn the_planned_set_never_falls_below_the_floor() {
	ExtBuilder::new().build_and_execute(|| {
		pallet_session::NextKeys::<Test>::remove(2);
		pallet_session::NextKeys::<Test>::remove(3);
		let manager = <ValidatorSet as pallet_session::SessionManager<u64>>::new_session;
		assert_eq!(manager(Session::current_index() + 1), None);
		set_keys(2, 22);
		assert_eq!(manager(Session::current_index() + 1), Some(vec![1, 2]));
	});
}
