//! Each invariant is broken by hand once, and must be the one that is named.

use crate::{
	Authorizations, FormerSupervisors, HoldReason, NextReport, OpenReports, Reports, Sanctions,
	Supervisors as Map, mock::*,
};
use frame_support::{
	assert_ok,
	storage::unhashed,
	traits::{fungible::MutateHold, tokens::Precision},
};
use reel_primitives::content::ReasonCode;

/// Breaks something after `ready`, and expects to be told of it.
fn is_seen(expected: &'static str, ready: impl FnOnce(), damage: impl FnOnce()) {
	Builder::new().build().execute_with(|| {
		ready();
		assert_eq!(Supervisors::do_try_state(), Ok(()));
		damage();
		assert_eq!(Supervisors::do_try_state(), Err(expected.into()));
	});
}

fn reported() {
	for who in [REPORTERS[0], REPORTERS[1]] {
		assert_ok!(Supervisors::report_title(signed(who), TITLE, ReasonCode::Rights));
	}
}

fn sanctioned() {
	let (until, reason) = (NOW + 9, ReasonCode::Rights);
	assert_ok!(Supervisors::sanction_creator(signed(BUSAN), CREATOR, until, reason));
}

fn nothing() {}

#[test]
fn v1_is_seen_when_a_creator_is_orphaned() {
	is_seen("V1: a creator's supervisor is not registered", nothing, || {
		Map::<Test>::remove(SEOUL);
	});
}

#[test]
fn v1_is_seen_when_a_creator_is_in_the_wrong_country() {
	is_seen("V1: a creator is authorized for a country not its supervisor's", nothing, || {
		Authorizations::<Test>::mutate(CREATOR, |held| held.as_mut().unwrap().country = fr());
	});
}

#[test]
fn v1_is_seen_when_a_supervisor_is_former_too() {
	is_seen("V1: a supervisor is registered and former", nothing, || {
		FormerSupervisors::<Test>::insert(SEOUL, kr());
	});
}

#[test]
fn v2_is_seen_when_a_count_is_wrong() {
	is_seen("V2: a supervisor's number of creators is wrong", nothing, || {
		Map::<Test>::mutate(BUSAN, |info| info.as_mut().unwrap().creators = 1);
	});
}

#[test]
fn v3_is_seen_when_something_is_written_behind_a_record() {
	is_seen("V3: an authorization is not of its fixed size", nothing, || {
		let key = Authorizations::<Test>::hashed_key_for(CREATOR);
		let mut bytes = unhashed::get_raw(&key).unwrap();
		bytes.extend(b"Jane Doe");
		unhashed::put_raw(&key, &bytes);
	});
}

#[test]
fn v3_is_seen_when_an_authorization_ends_before_it_was_given() {
	is_seen("V3: an authorization ends before it was given", nothing, || {
		Authorizations::<Test>::mutate(CREATOR, |held| {
			let held = held.as_mut().unwrap();
			held.expires_in = held.granted_in;
		});
	});
}

#[test]
fn v4_is_seen_when_a_sanction_never_held() {
	is_seen("V4: a sanction ends before it was imposed", sanctioned, || {
		Sanctions::<Test>::mutate(CREATOR, |sanction| sanction.as_mut().unwrap().until = NOW);
	});
}

#[test]
fn v4_is_seen_when_nobody_imposed_a_sanction() {
	is_seen("V4: nobody knows who imposed a sanction", sanctioned, || {
		Map::<Test>::remove(BUSAN);
	});
}

#[test]
fn v5_is_seen_when_a_hold_goes_missing() {
	is_seen("V5: a reporter's hold is not the sum of its deposits", reported, || {
		let reason = HoldReason::ReportDeposit.into();
		assert_ok!(Balances::release(&reason, &REPORTERS[0], 1, Precision::Exact));
	});
}

#[test]
fn v5_is_seen_when_deposits_overflow() {
	is_seen("V5: deposits overflow", reported, || {
		for report in [0, 1] {
			Reports::<Test>::mutate(report, |entry| {
				let entry = entry.as_mut().unwrap();
				entry.reporter = REPORTERS[0];
				entry.deposit_cfx = u128::MAX;
			});
		}
	});
}

#[test]
fn v5_is_seen_when_the_index_names_what_is_not_open() {
	is_seen("V5: the index names a report that is not open", reported, || {
		OpenReports::<Test>::mutate(TITLE, |list| list[0].report = 7);
	});
}

#[test]
fn v5_is_seen_when_the_index_names_a_report_twice() {
	is_seen("V5: the index names a report twice", reported, || {
		OpenReports::<Test>::mutate(TITLE, |list| list[1] = list[0].clone());
	});
}

#[test]
fn v5_is_seen_when_the_index_forgets_a_report() {
	is_seen("V5: reports and their index differ", reported, || {
		OpenReports::<Test>::mutate(TITLE, |list| list.pop());
	});
}

#[test]
fn v5_is_seen_when_an_empty_list_is_kept() {
	is_seen("V5: an empty list of reports was kept", nothing, || {
		OpenReports::<Test>::insert(TITLE, frame_support::BoundedVec::new());
	});
}

#[test]
fn v5_is_seen_when_ids_would_be_given_out_again() {
	is_seen("V5: a report's id has not been given out", reported, || NextReport::<Test>::put(1));
}
