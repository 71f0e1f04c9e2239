//! Creators barred for a time.

use crate::{Error, Event, mock::*};
use frame_support::{assert_noop, assert_ok, dispatch::DispatchResult};
use reel_primitives::{Round, content::ReasonCode, traits::PublisherRefusal};

const REASON: ReasonCode = ReasonCode::Rights;

fn sanction(who: u64, until: Round) -> DispatchResult {
	Supervisors::sanction_creator(signed(who), CREATOR, until, REASON)
}

mod sanction_creator {
	use super::*;

	#[test]
	fn a_sanctioned_creator_may_not_publish_until_it_is_over() {
		run(|| {
			let until = NOW + 10;
			assert_ok!(sanction(SEOUL, until));
			System::assert_last_event(
				Event::CreatorSanctioned {
					creator: CREATOR,
					supervisor: SEOUL,
					until,
					reason: REASON,
				}
				.into(),
			);
			run_to_round(until - 1);
			assert_eq!(Supervisors::may_publish(CREATOR), Err(PublisherRefusal::Sanctioned));
			run_to_round(until);
			assert_eq!(Supervisors::may_publish(CREATOR), Ok(SEOUL));
		});
	}

	#[test]
	fn another_supervisor_of_the_country_may_replace_it() {
		run(|| {
			assert_ok!(sanction(SEOUL, NOW + 10));
			assert_ok!(sanction(BUSAN, NOW + LONGEST_SANCTION));
			let recorded = Supervisors::sanction(CREATOR).unwrap();
			assert_eq!((recorded.by, recorded.until), (BUSAN, NOW + LONGEST_SANCTION));
		});
	}

	#[test]
	fn refuses_signers_that_may_not() {
		run(|| {
			assert_noop!(sanction(PARIS, NOW + 1), Error::<Test>::OutsideCountry);
			assert_noop!(sanction(CREATOR, NOW + 1), Error::<Test>::SupervisorNotFound);
			assert_ok!(Supervisors::suspend_supervisor(root(), BUSAN));
			assert_noop!(sanction(BUSAN, NOW + 1), Error::<Test>::SupervisorIsSuspended);
		});
	}

	#[test]
	fn refuses_strangers_and_ends_out_of_range() {
		run(|| {
			assert_noop!(
				Supervisors::sanction_creator(signed(SEOUL), NEWCOMER, NOW + 1, REASON),
				Error::<Test>::CreatorNotAuthorized
			);
			for until in [0, NOW, NOW + LONGEST_SANCTION + 1, Round::MAX] {
				assert_noop!(sanction(SEOUL, until), Error::<Test>::SanctionOutOfRange);
			}
		});
	}
}

mod lift_sanction {
	use super::*;

	fn lift(who: u64) -> DispatchResult {
		Supervisors::lift_sanction(signed(who), CREATOR)
	}

	#[test]
	fn the_creator_may_publish_again() {
		run(|| {
			assert_ok!(sanction(SEOUL, NOW + 10));
			assert_ok!(lift(BUSAN));
			System::assert_last_event(
				Event::SanctionLifted { creator: CREATOR, supervisor: BUSAN }.into(),
			);
			assert_eq!(Supervisors::may_publish(CREATOR), Ok(SEOUL));
			assert_noop!(lift(SEOUL), Error::<Test>::SanctionNotFound);
		});
	}

	#[test]
	fn refuses_signers_that_may_not() {
		run(|| {
			assert_ok!(sanction(SEOUL, NOW + 10));
			assert_noop!(lift(PARIS), Error::<Test>::OutsideCountry);
			assert_noop!(lift(CREATOR), Error::<Test>::SupervisorNotFound);
			assert_ok!(Supervisors::suspend_supervisor(root(), SEOUL));
			assert_noop!(lift(SEOUL), Error::<Test>::SupervisorIsSuspended);
		});
	}
}
