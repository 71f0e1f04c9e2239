use crate::{Appeals, Error, Event, HoldReason, Ruling, mock::*};
use frame_support::{assert_noop, assert_ok, traits::fungible::InspectHold};

fn held(who: u64) -> u128 {
	Balances::balance_on_hold(&HoldReason::Appeal.into(), &who)
}

fn appealed() {
	assert_ok!(register(ANNA, 1, None));
	assert_ok!(Identification::appeal(signed(BERT), pattern(1), file(2), [5; 32]));
	assert_eq!(held(BERT), APPEAL_DEPOSIT);
	assert_eq!(Identification::appeal_of(pattern(1), BERT).unwrap().file, file(2));
}

fn rule(by: u64, ruling: Ruling) -> frame_support::dispatch::DispatchResult {
	Identification::rule(signed(by), pattern(1), BERT, ruling)
}

#[test]
fn who_was_refused_appeals_once_and_may_take_it_back() {
	run(|| {
		appealed();
		assert_noop!(
			Identification::appeal(signed(BERT), pattern(1), file(2), [5; 32]),
			Error::<Test>::AppealOpen
		);
		assert_ok!(Identification::withdraw_appeal(signed(BERT), pattern(1)));
		assert_eq!((held(BERT), Appeals::<Test>::iter().count()), (0, 0));
		assert_noop!(
			Identification::withdraw_appeal(signed(BERT), pattern(1)),
			Error::<Test>::AppealNotFound
		);
	});
}

#[test]
fn nobody_appeals_against_what_it_may_do_or_what_there_is_not() {
	run(|| {
		assert_ok!(register(ANNA, 1, None));
		assert_noop!(
			Identification::appeal(signed(ANNA), pattern(1), file(1), [0; 32]),
			Error::<Test>::NothingToAppeal
		);
		assert_noop!(
			Identification::appeal(signed(BERT), pattern(8), file(1), [0; 32]),
			Error::<Test>::PatternNotFound
		);
		assert_noop!(
			Identification::appeal(signed(STRANGER), pattern(1), file(1), [0; 32]),
			Error::<Test>::NotAuthorized
		);
		assert_noop!(rule(SUPERVISOR, Ruling::Permitted), Error::<Test>::AppealNotFound);
	});
}

#[test]
fn a_dismissed_appeal_changes_nothing_and_gives_the_deposit_back() {
	run(|| {
		appealed();
		assert_ok!(rule(SUPERVISOR, Ruling::Dismissed));
		System::assert_last_event(
			Event::Ruled {
				pattern: pattern(1),
				appellant: BERT,
				by: SUPERVISOR,
				ruling: Ruling::Dismissed,
			}
			.into(),
		);
		assert_eq!(held(BERT), 0);
		assert_noop!(register(BERT, 2, Some(pattern(1))), Error::<Test>::PatternOfAnother);
	});
}

#[test]
fn a_permit_lets_the_appellant_publish_beside_the_owner() {
	run(|| {
		appealed();
		assert_ok!(rule(SUPERVISOR, Ruling::Permitted));
		assert_ok!(register(BERT, 2, Some(pattern(1))));
		assert_ok!(register(ANNA, 3, Some(pattern(1))));
		assert_eq!(Identification::pattern(pattern(1)).unwrap().owner, ANNA);
	});
}

#[test]
fn a_pattern_that_was_transferred_is_its_former_owners_no_more() {
	run(|| {
		appealed();
		assert_ok!(rule(SUPERVISOR, Ruling::Transferred));
		assert_eq!(Identification::pattern(pattern(1)).unwrap().owner, BERT);
		assert_ok!(register(BERT, 2, Some(pattern(1))));
		assert_noop!(register(ANNA, 3, Some(pattern(1))), Error::<Test>::PatternOfAnother);
	});
}

#[test]
fn only_a_supervisor_that_may_act_rules_and_never_on_its_own_case() {
	run(|| {
		appealed();
		assert_noop!(rule(CARL, Ruling::Transferred), Error::<Test>::SupervisorNotActive);
		Admitted::mutate(|admitted| admitted.extend([ANNA, BERT]));
		assert_noop!(rule(BERT, Ruling::Transferred), Error::<Test>::OwnCase);
		assert_noop!(rule(ANNA, Ruling::Dismissed), Error::<Test>::OwnCase);
	});
}

#[test]
fn a_ruling_is_for_what_the_name_leads_to_by_then() {
	run(|| {
		assert_ok!(register(CARL, 7, None));
		appealed();
		assert_ok!(Identification::link(signed(SUPERVISOR), pattern(7), pattern(1)));
		assert_ok!(rule(SUPERVISOR, Ruling::Permitted));
		assert_ok!(register(BERT, 2, Some(pattern(7))));
		assert_eq!(Identification::pattern_of(file(2)), Some(pattern(7)));
	});
}
