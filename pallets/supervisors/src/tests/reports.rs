//! Reports and the money on them.

use crate::{Error, Event, HoldReason, OpenReports, ReportId, Reports, Verdict, mock::*};
use frame_support::{
	assert_noop, assert_ok,
	dispatch::DispatchResult,
	traits::fungible::{Inspect, InspectHold, Mutate},
};
use reel_primitives::{Balance, content::ReasonCode};
use sp_runtime::TokenError;

const REASON: ReasonCode = ReasonCode::Harmful;
const REPORTER: u64 = REPORTERS[0];

fn report(who: u64) -> DispatchResult {
	Supervisors::report_title(signed(who), TITLE, REASON)
}

fn decide(who: u64, report: ReportId, verdict: Verdict) -> DispatchResult {
	Supervisors::decide_report(signed(who), report, verdict)
}

fn held(who: u64) -> Balance {
	Balances::balance_on_hold(&HoldReason::ReportDeposit.into(), &who)
}

/// Free and held CFX.
fn total(who: u64) -> Balance {
	Balances::total_balance(&who)
}

fn decided(verdict: Verdict, reward_cfx: Balance) -> RuntimeEvent {
	Event::ReportDecided { report: 0, content: TITLE, supervisor: SEOUL, verdict, reward_cfx }
		.into()
}

fn assert_closed() {
	assert_eq!(Reports::<Test>::iter().count(), 0);
	assert!(!OpenReports::<Test>::contains_key(TITLE));
}

mod report_title {
	use super::*;

	#[test]
	fn holds_the_deposit_and_is_seen() {
		run(|| {
			assert_ok!(report(REPORTER));
			System::assert_last_event(
				Event::TitleReported {
					report: 0,
					content: TITLE,
					reporter: REPORTER,
					reason: REASON,
				}
				.into(),
			);
			assert_eq!((held(REPORTER), total(REPORTER)), (DEPOSIT, RICH));
			let open = Supervisors::open_reports(TITLE);
			assert_eq!(open.len(), 1);
			assert_eq!((open[0].0, open[0].1.reporter, open[0].1.reported_in), (0, REPORTER, NOW));
		});
	}

	#[test]
	fn open_reports_of_a_title_are_bounded() {
		run(|| {
			for who in &REPORTERS[..MAX_REPORTS as usize] {
				assert_ok!(report(*who));
			}
			let late = REPORTERS[MAX_REPORTS as usize];
			assert_noop!(report(late), Error::<Test>::TooManyOpenReports);
			assert_ok!(decide(SEOUL, 1, Verdict::Dismissed));
			assert_ok!(report(late));
			let open: Vec<_> =
				Supervisors::open_reports(TITLE).into_iter().map(|(id, _)| id).collect();
			assert_eq!(open, [0, 2, 3]);
		});
	}

	#[test]
	fn one_account_has_one_voice_at_a_time() {
		run(|| {
			assert_ok!(report(REPORTER));
			assert_noop!(report(REPORTER), Error::<Test>::AlreadyReported);
			assert_ok!(decide(SEOUL, 0, Verdict::Dismissed));
			assert_ok!(report(REPORTER));
		});
	}

	#[test]
	fn refuses_unknown_titles_and_empty_pockets() {
		run(|| {
			assert_noop!(
				Supervisors::report_title(signed(REPORTER), NO_TITLE, REASON),
				Error::<Test>::TitleNotFound
			);
			assert_noop!(report(POOR), TokenError::FundsUnavailable);
		});
	}
}

mod decide_report {
	use super::*;

	#[test]
	fn upheld_pays_deposit_and_reward() {
		run(|| {
			assert_ok!(report(REPORTER));
			assert_ok!(decide(SEOUL, 0, Verdict::Upheld));
			System::assert_last_event(decided(Verdict::Upheld, REWARD));
			assert_eq!((held(REPORTER), total(REPORTER)), (0, RICH + REWARD));
			assert_eq!(total(TREASURY), RICH - REWARD);
			assert_closed();
		});
	}

	#[test]
	fn a_treasury_that_would_fall_below_the_existential_deposit_pays_nothing() {
		for (treasury, reward) in [(REWARD + ED, REWARD), (REWARD + ED - 1, 0), (0, 0)] {
			Builder::new().treasury(treasury).build_and_execute(|| {
				assert_ok!(report(REPORTER));
				assert_ok!(decide(SEOUL, 0, Verdict::Upheld));
				System::assert_last_event(decided(Verdict::Upheld, reward));
				assert_eq!((held(REPORTER), total(REPORTER)), (0, RICH + reward));
				assert_eq!(total(TREASURY), treasury - reward);
				assert_closed();
			});
		}
	}

	#[test]
	fn dismissed_gives_the_deposit_back() {
		run(|| {
			assert_ok!(report(REPORTER));
			assert_ok!(decide(SEOUL, 0, Verdict::Dismissed));
			System::assert_last_event(decided(Verdict::Dismissed, 0));
			assert_eq!((held(REPORTER), total(REPORTER)), (0, RICH));
			assert_eq!(total(TREASURY), RICH);
			assert_closed();
		});
	}

	#[test]
	fn abusive_sends_the_deposit_to_the_treasury_even_if_that_is_new() {
		for treasury in [0, RICH] {
			Builder::new().treasury(treasury).build_and_execute(|| {
				let issuance = Balances::total_issuance();
				assert_ok!(report(REPORTER));
				assert_ok!(decide(SEOUL, 0, Verdict::Abusive));
				System::assert_last_event(decided(Verdict::Abusive, 0));
				assert_eq!((held(REPORTER), total(REPORTER)), (0, RICH - DEPOSIT));
				assert_eq!(total(TREASURY), treasury + DEPOSIT);
				assert_eq!(Balances::total_issuance(), issuance);
				assert_closed();
			});
		}
	}

	#[test]
	fn refuses_signers_that_may_not() {
		run(|| {
			assert_ok!(report(REPORTER));
			let verdict = Verdict::Upheld;
			assert_noop!(decide(REPORTER, 0, verdict), Error::<Test>::SupervisorNotFound);
			assert_noop!(decide(PARIS, 0, verdict), Error::<Test>::OutsideCountry);
			assert_noop!(decide(SEOUL, 1, verdict), Error::<Test>::ReportNotFound);
			assert_ok!(Supervisors::suspend_supervisor(root(), SEOUL));
			assert_noop!(decide(SEOUL, 0, verdict), Error::<Test>::SupervisorIsSuspended);
			assert_ok!(decide(BUSAN, 0, verdict));
			assert_noop!(decide(BUSAN, 0, verdict), Error::<Test>::ReportNotFound);
		});
	}

	#[test]
	fn nobody_decides_an_own_report() {
		run(|| {
			assert_ok!(report(SEOUL));
			assert_noop!(decide(SEOUL, 0, Verdict::Upheld), Error::<Test>::OwnReport);
			assert_ok!(decide(BUSAN, 0, Verdict::Upheld));
		});
	}
}

mod withdraw_report {
	use super::*;

	fn withdraw(who: u64) -> DispatchResult {
		Supervisors::withdraw_report(signed(who), 0)
	}

	#[test]
	fn a_report_that_nobody_decides_is_taken_back() {
		run(|| {
			assert_ok!(report(REPORTER));
			run_to_round(NOW + PATIENCE - 1);
			assert_noop!(withdraw(REPORTER), Error::<Test>::ReportTooYoung);
			run_to_round(NOW + PATIENCE);
			assert_noop!(withdraw(REPORTERS[1]), Error::<Test>::NotReporter);
			assert_ok!(withdraw(REPORTER));
			System::assert_last_event(Event::ReportWithdrawn { report: 0, content: TITLE }.into());
			assert_eq!((held(REPORTER), total(REPORTER)), (0, RICH));
			assert_closed();
			assert_noop!(withdraw(REPORTER), Error::<Test>::ReportNotFound);
		});
	}

	#[test]
	fn a_reporter_spends_what_is_not_held() {
		run(|| {
			assert_ok!(report(REPORTER));
			let keep = frame_support::traits::tokens::Preservation::Expendable;
			assert!(Balances::transfer(&REPORTER, &SEOUL, RICH, keep).is_err());
			assert_ok!(Balances::transfer(&REPORTER, &SEOUL, RICH - DEPOSIT - ED, keep));
		});
	}
}
