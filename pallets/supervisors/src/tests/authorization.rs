//! Who may publish, and who answers for it.

use crate::{Error, Event, mock::*};
use frame_support::{assert_noop, assert_ok, dispatch::DispatchResult};
use reel_primitives::{
	Round,
	content::ReasonCode,
	traits::{PublisherRefusal, Supervision},
};
use sp_runtime::traits::BadOrigin;

const CASE: [u8; 32] = [6; 32];

fn authorize(who: u64, creator: u64, expires_in: Round) -> DispatchResult {
	Supervisors::authorize_creator(signed(who), creator, kr(), CASE, expires_in)
}

fn creators_of(who: u64) -> u32 {
	Supervisors::supervisor(who).unwrap().creators
}

mod authorize_creator {
	use super::*;

	#[test]
	fn an_authorized_creator_may_publish_until_it_expires() {
		run(|| {
			assert_eq!(Supervisors::publisher(&NEWCOMER), Err(PublisherRefusal::NotAuthorized));
			let expires_in = NOW + 10;
			assert_ok!(authorize(BUSAN, NEWCOMER, expires_in));
			System::assert_last_event(
				Event::CreatorAuthorized {
					creator: NEWCOMER,
					supervisor: BUSAN,
					country: kr(),
					expires_in,
				}
				.into(),
			);
			let held = Supervisors::authorization(NEWCOMER).unwrap();
			assert_eq!((held.supervisor, held.case, held.granted_in), (BUSAN, CASE, NOW));

			run_to_round(expires_in - 1);
			assert_eq!(Supervisors::publisher(&NEWCOMER), Ok(BUSAN));
			run_to_round(expires_in);
			assert_eq!(Supervisors::publisher(&NEWCOMER), Err(PublisherRefusal::Expired));
		});
	}

	#[test]
	fn the_same_supervisor_renews() {
		run(|| {
			run_to_round(NOW + 5);
			let expires_in = NOW + 5 + LONGEST_AUTHORIZATION;
			assert_ok!(authorize(SEOUL, CREATOR, expires_in));
			assert_eq!(Supervisors::authorization(CREATOR).unwrap().expires_in, expires_in);
			assert_eq!(creators_of(SEOUL), 1);
		});
	}

	#[test]
	fn nobody_takes_over_from_an_active_supervisor_before_the_end() {
		run(|| {
			assert_noop!(authorize(BUSAN, CREATOR, NOW + 1), Error::<Test>::AuthorizedElsewhere);
			run_to_round(NOW + LONGEST_AUTHORIZATION);
			assert_ok!(authorize(BUSAN, CREATOR, NOW + LONGEST_AUTHORIZATION + 1));
			assert_eq!((creators_of(SEOUL), creators_of(BUSAN)), (0, 1));
		});
	}

	#[test]
	fn creators_of_a_suspended_supervisor_are_taken_over() {
		run(|| {
			assert_ok!(Supervisors::suspend_supervisor(root(), SEOUL));
			assert_ok!(authorize(BUSAN, CREATOR, NOW + 1));
			assert_eq!(Supervisors::may_publish(CREATOR), Ok(BUSAN));
			assert_eq!((creators_of(SEOUL), creators_of(BUSAN)), (0, 1));
			assert_ok!(Supervisors::remove_supervisor(root(), SEOUL));
		});
	}

	#[test]
	fn refuses_ends_in_the_past_and_too_far_ahead() {
		run(|| {
			for expires_in in [0, NOW, NOW + LONGEST_AUTHORIZATION + 1, Round::MAX] {
				assert_noop!(
					authorize(SEOUL, NEWCOMER, expires_in),
					Error::<Test>::ExpiryOutOfRange
				);
			}
			assert_ok!(authorize(SEOUL, NEWCOMER, NOW + LONGEST_AUTHORIZATION));
		});
	}

	#[test]
	fn refuses_signers_that_may_not() {
		run(|| {
			assert_noop!(authorize(NEWCOMER, CREATOR, NOW + 1), Error::<Test>::SupervisorNotFound);
			assert_noop!(authorize(PARIS, NEWCOMER, NOW + 1), Error::<Test>::OutsideCountry);
			assert_noop!(authorize(SEOUL, SEOUL, NOW + 1), Error::<Test>::SelfAuthorization);
			assert_ok!(Supervisors::suspend_supervisor(root(), SEOUL));
			assert_noop!(authorize(SEOUL, CREATOR, NOW + 1), Error::<Test>::SupervisorIsSuspended);
			assert_noop!(
				Supervisors::authorize_creator(root(), CREATOR, kr(), CASE, NOW + 1),
				BadOrigin
			);
		});
	}
}

mod revoke_creator {
	use super::*;

	#[test]
	fn its_supervisor_takes_the_authorization_back() {
		run(|| {
			assert_ok!(Supervisors::revoke_creator(signed(SEOUL), CREATOR));
			System::assert_last_event(
				Event::CreatorRevoked { creator: CREATOR, supervisor: SEOUL }.into(),
			);
			assert_eq!(Supervisors::may_publish(CREATOR), Err(PublisherRefusal::NotAuthorized));
			assert_eq!(creators_of(SEOUL), 0);
		});
	}

	#[test]
	fn governance_may_too() {
		run(|| {
			assert_ok!(Supervisors::revoke_creator(root(), CREATOR));
			assert_eq!(creators_of(SEOUL), 0);
			assert_noop!(
				Supervisors::revoke_creator(root(), CREATOR),
				Error::<Test>::CreatorNotAuthorized
			);
		});
	}

	#[test]
	fn others_may_not() {
		run(|| {
			assert_noop!(
				Supervisors::revoke_creator(signed(BUSAN), CREATOR),
				Error::<Test>::CreatorNotAuthorized
			);
			assert_noop!(
				Supervisors::revoke_creator(signed(NEWCOMER), CREATOR),
				Error::<Test>::SupervisorNotFound
			);
			assert_ok!(Supervisors::suspend_supervisor(root(), SEOUL));
			assert_noop!(
				Supervisors::revoke_creator(signed(SEOUL), CREATOR),
				Error::<Test>::SupervisorIsSuspended
			);
		});
	}

	#[test]
	fn a_sanction_outlives_a_revocation_and_a_new_authorization() {
		run(|| {
			let (until, reason) = (NOW + 10, ReasonCode::Misleading);
			assert_ok!(Supervisors::sanction_creator(signed(SEOUL), CREATOR, until, reason));
			assert_ok!(Supervisors::revoke_creator(signed(SEOUL), CREATOR));
			assert_ok!(authorize(BUSAN, CREATOR, NOW + 100));
			assert_eq!(Supervisors::may_publish(CREATOR), Err(PublisherRefusal::Sanctioned));
		});
	}
}
