use crate::{Error, Event, SanctionReason, Sanctions, Stage, mock::*};
use frame_support::{assert_noop, assert_ok};
use reel_primitives::traits::RewardStanding;

fn sanction() {
	assert_ok!(Standing::sanction_account(signed(KOREAN), VIEWER, SanctionReason::FakedViews));
}

#[test]
fn supervisors_that_may_act_and_governance_begin_sanctions_and_nobody_else() {
	run(|| {
		for who in [SUSPENDED, STRANGER, VIEWER] {
			assert_noop!(
				Standing::sanction_account(signed(who), VIEWER, SanctionReason::Abuse),
				Error::<Test>::SupervisorNotActive
			);
		}
		sanction();
		System::assert_last_event(
			Event::Sanctioned {
				account: VIEWER,
				by: Some(KOREAN),
				reason: SanctionReason::FakedViews,
				until: NOW + APPEAL,
			}
			.into(),
		);
		let record = Standing::standing(VIEWER).sanction.unwrap();
		assert_eq!(record.by, Some((KOREAN, *b"KR")));
		assert_noop!(
			Standing::sanction_account(signed(GERMAN), VIEWER, SanctionReason::Abuse),
			Error::<Test>::AlreadySanctioned
		);
		let reason = SanctionReason::ManyAccounts;
		assert_ok!(Standing::sanction_account(RuntimeOrigin::root(), STRANGER, reason));
		assert_eq!(Standing::standing(STRANGER).sanction.unwrap().by, None);
	});
}

#[test]
fn while_it_is_not_decided_everything_earned_goes_on_hold_and_nothing_leaves_it() {
	run(|| {
		reward(VIEWER, 2 * BOND);
		assert_ok!(Standing::leave(signed(VIEWER)));
		sanction();
		after(COOL_DOWN);
		reward(VIEWER, 5 * BOND);
		assert_eq!((held(VIEWER), free(VIEWER)), (6 * BOND, ED + BOND));
		assert_noop!(Standing::withdraw_bond(signed(VIEWER)), Error::<Test>::UnderSanction);
		// Not by changing its mind either.
		assert_ok!(Standing::stay(signed(VIEWER)));
		assert_eq!(held(VIEWER), 6 * BOND);
		assert_noop!(Standing::settle(signed(VIEWER), VIEWER), Error::<Test>::NothingToSettle);
	});
}

#[test]
fn what_nobody_appeals_against_is_upheld_by_time() {
	run(|| {
		reward(VIEWER, 2 * BOND);
		sanction();
		reward(VIEWER, BOND);
		after(APPEAL - 1);
		assert_noop!(Standing::settle(signed(STRANGER), VIEWER), Error::<Test>::NothingToSettle);
		after(1);
		// It binds until it is carried out.
		assert_noop!(Standing::appeal(signed(VIEWER)), Error::<Test>::NotAppealable);
		reward(VIEWER, 7);
		assert_ok!(Standing::settle(signed(STRANGER), VIEWER));
		let forfeited_cfx = 2 * BOND + 7;
		System::assert_last_event(Event::SanctionUpheld { account: VIEWER, forfeited_cfx }.into());
		assert_eq!((held(VIEWER), free(VIEWER)), (0, ED + BOND));
		assert_eq!(free(TREASURY), ED + forfeited_cfx);
		assert!(!Standing::may_earn(&VIEWER));
		assert_noop!(Standing::settle(signed(STRANGER), VIEWER), Error::<Test>::NothingToSettle);
	});
}

#[test]
fn governance_upholds_what_was_appealed_against_and_nothing_else() {
	run(|| {
		reward(VIEWER, BOND);
		let uphold = || Standing::uphold_sanction(RuntimeOrigin::root(), VIEWER);
		assert_noop!(uphold(), Error::<Test>::SanctionNotFound);
		sanction();
		assert_noop!(uphold(), Error::<Test>::NotAppealed);
		assert_ok!(Standing::appeal(signed(VIEWER)));
		let until = NOW + DECISION;
		System::assert_last_event(Event::Appealed { account: VIEWER, until }.into());
		assert_noop!(Standing::appeal(signed(VIEWER)), Error::<Test>::NotAppealable);
		assert_noop!(
			Standing::uphold_sanction(signed(KOREAN), VIEWER),
			sp_runtime::traits::BadOrigin
		);
		after(DECISION - 1);
		assert_ok!(uphold());
		assert_eq!(free(TREASURY), ED + BOND);
		assert_eq!(Sanctions::<Test>::get(VIEWER).unwrap().stage, Stage::Upheld);
		assert_noop!(Standing::appeal(signed(VIEWER)), Error::<Test>::NotAppealable);
	});
}

#[test]
fn an_appeal_that_governance_lets_lie_is_won() {
	run(|| {
		reward(VIEWER, BOND);
		sanction();
		assert_noop!(Standing::appeal(signed(STRANGER)), Error::<Test>::SanctionNotFound);
		assert_ok!(Standing::appeal(signed(VIEWER)));
		reward(VIEWER, 3 * BOND);
		after(DECISION);
		assert_noop!(
			Standing::uphold_sanction(RuntimeOrigin::root(), VIEWER),
			Error::<Test>::DecisionTooLate
		);
		// What comes now is free already; what was kept is, once somebody says so.
		reward(VIEWER, BOND);
		assert_eq!((held(VIEWER), free(VIEWER)), (4 * BOND, ED + BOND));
		assert_ok!(Standing::settle(signed(STRANGER), VIEWER));
		System::assert_last_event(
			Event::SanctionLifted { account: VIEWER, by: None, released_cfx: 3 * BOND }.into(),
		);
		assert_eq!((held(VIEWER), free(VIEWER)), (BOND, ED + 4 * BOND));
		assert_eq!(Standing::standing(VIEWER).sanction, None);
	});
}

#[test]
fn supervisors_of_the_country_take_a_sanction_back_and_others_do_not() {
	run(|| {
		let lift = |who| Standing::lift_account_sanction(signed(who), VIEWER);
		assert_noop!(lift(KOREAN), Error::<Test>::SanctionNotFound);
		reward(VIEWER, BOND);
		sanction();
		reward(VIEWER, BOND);
		assert_noop!(lift(GERMAN), Error::<Test>::OutsideCountry);
		assert_noop!(lift(SUSPENDED), Error::<Test>::SupervisorNotActive);
		assert_ok!(lift(OTHER_KOREAN));
		assert_eq!((held(VIEWER), free(VIEWER)), (BOND, ED + BOND));
		// Governance's own is governance's to lift.
		let reason = SanctionReason::Other;
		assert_ok!(Standing::sanction_account(RuntimeOrigin::root(), VIEWER, reason));
		assert_noop!(lift(KOREAN), Error::<Test>::OutsideCountry);
		assert_ok!(Standing::lift_account_sanction(RuntimeOrigin::root(), VIEWER));
	});
}

#[test]
fn only_governance_opens_a_closed_account_again() {
	run(|| {
		reward(VIEWER, BOND);
		sanction();
		after(APPEAL);
		assert_ok!(Standing::settle(signed(STRANGER), VIEWER));
		assert_noop!(
			Standing::lift_account_sanction(signed(KOREAN), VIEWER),
			Error::<Test>::AlreadyUpheld
		);
		assert_noop!(
			Standing::sanction_account(signed(KOREAN), VIEWER, SanctionReason::Abuse),
			Error::<Test>::AlreadySanctioned
		);
		assert_ok!(Standing::lift_account_sanction(RuntimeOrigin::root(), VIEWER));
		assert!(Standing::may_earn(&VIEWER));
		reward(VIEWER, BOND / 2);
		assert_eq!((held(VIEWER), free(VIEWER)), (BOND / 2, ED));
		assert_eq!(free(TREASURY), ED + BOND);
	});
}

#[test]
fn an_account_whose_appeal_was_won_by_time_can_be_sanctioned_anew() {
	run(|| {
		sanction();
		assert_ok!(Standing::appeal(signed(VIEWER)));
		after(DECISION);
		sanction();
		assert_eq!(
			Sanctions::<Test>::get(VIEWER).unwrap().stage,
			Stage::Open { until: NOW + DECISION + APPEAL }
		);
	});
}
