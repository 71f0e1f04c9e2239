//! Stop and reinstate, and who acts on which title.

use crate::{Error, Event, mock::*};
use frame_support::{assert_noop, assert_ok, dispatch::DispatchResult};
use reel_primitives::content::{ReasonCode, TitleStatus};

const REASON: ReasonCode = ReasonCode::Order;

fn stop(who: u64) -> DispatchResult {
	Supervisors::stop_title(signed(who), TITLE, REASON)
}

fn reinstate(who: u64) -> DispatchResult {
	Supervisors::reinstate_title(signed(who), TITLE)
}

fn remove(who: u64) {
	assert_ok!(Supervisors::suspend_supervisor(root(), who));
	assert_ok!(Supervisors::remove_supervisor(root(), who));
}

#[test]
fn the_responsible_supervisor_stops_and_reinstates() {
	run(|| {
		assert_ok!(stop(SEOUL));
		assert_eq!(title_status(), TitleStatus::Stopped(REASON));
		System::assert_last_event(
			Event::StopDecided { content: TITLE, supervisor: SEOUL, reason: REASON }.into(),
		);
		assert_ok!(reinstate(SEOUL));
		assert_eq!(title_status(), TitleStatus::Playable);
		System::assert_last_event(
			Event::ReinstatementDecided { content: TITLE, supervisor: SEOUL }.into(),
		);
	});
}

#[test]
fn another_of_the_same_country_may_act() {
	run(|| {
		assert_ok!(stop(BUSAN));
		assert_ok!(reinstate(BUSAN));
	});
}

#[test]
fn one_of_another_country_may_not_unless_widened() {
	run(|| {
		assert_noop!(stop(PARIS), Error::<Test>::OutsideCountry);
		assert_noop!(reinstate(PARIS), Error::<Test>::OutsideCountry);
		assert_ok!(Supervisors::widen_supervisor(root(), PARIS, kr()));
		assert_ok!(stop(PARIS));
	});
}

#[test]
fn titles_of_a_removed_supervisor_stay_within_reach_of_its_country() {
	run(|| {
		assert_ok!(Supervisors::revoke_creator(root(), CREATOR));
		remove(SEOUL);
		assert_noop!(stop(PARIS), Error::<Test>::OutsideCountry);
		assert_ok!(stop(BUSAN));
	});
}

#[test]
fn the_country_that_authorizes_the_creator_now_may_act() {
	run(|| {
		assert_ok!(Supervisors::revoke_creator(signed(SEOUL), CREATOR));
		let authorize = Supervisors::authorize_creator;
		assert_ok!(authorize(signed(PARIS), CREATOR, fr(), [1; 32], NOW + 1));
		assert_ok!(stop(PARIS));
		assert_ok!(reinstate(BUSAN));
	});
}

#[test]
fn strangers_and_suspended_supervisors_may_not() {
	run(|| {
		assert_noop!(stop(CREATOR), Error::<Test>::SupervisorNotFound);
		assert_noop!(reinstate(CREATOR), Error::<Test>::SupervisorNotFound);
		assert_ok!(Supervisors::suspend_supervisor(root(), SEOUL));
		assert_noop!(stop(SEOUL), Error::<Test>::SupervisorIsSuspended);
		assert_noop!(reinstate(SEOUL), Error::<Test>::SupervisorIsSuspended);
	});
}

#[test]
fn what_the_registry_refuses_is_said_by_name() {
	run(|| {
		assert_noop!(
			Supervisors::stop_title(signed(SEOUL), NO_TITLE, REASON),
			Error::<Test>::TitleNotFound
		);
		assert_noop!(reinstate(SEOUL), Error::<Test>::TitleNotStopped);
		assert_ok!(stop(SEOUL));
		assert_noop!(stop(SEOUL), Error::<Test>::TitleAlreadyStopped);
		set_title(TITLE, CREATOR, SEOUL, TitleStatus::Deleted);
		assert_noop!(stop(SEOUL), Error::<Test>::TitleDeleted);
		assert_noop!(reinstate(SEOUL), Error::<Test>::TitleDeleted);
	});
}
