//! Governance over supervisors, genesis, and countries as a type.

use crate::{
	BodyName, CountryCode, Error, Event, FormerSupervisors, MAX_EXTRA_COUNTRIES,
	Supervisors as Map, mock::*,
};
use codec::{Decode, Encode};
use frame_support::{assert_noop, assert_ok, traits::Hooks};
use sp_runtime::{DispatchError, traits::BadOrigin};

const NEW: u64 = 4;

fn body(text: &str) -> BodyName {
	BodyName::try_from(text.as_bytes().to_vec()).unwrap()
}

fn last_event() -> Event<Test> {
	match System::events().pop().unwrap().event {
		RuntimeEvent::Supervisors(event) => event,
		other => panic!("not ours: {other:?}"),
	}
}

mod country {
	use super::*;

	#[test]
	fn only_two_capital_letters_are_a_country() {
		for bad in [b"kr", b"K1", b"K ", b"\0\0", b"Kr"] {
			assert_eq!(CountryCode::new(*bad), None);
			assert!(CountryCode::decode(&mut &bad[..]).is_err());
		}
		assert_eq!(CountryCode::decode(&mut &kr().encode()[..]), Ok(kr()));
		assert_eq!(kr().letters(), *b"KR");
		assert_eq!(format!("{kr:?} {kr}", kr = kr()), "CountryCode(KR) KR");
	}

	#[test]
	fn a_country_is_text_in_json() {
		assert_eq!(serde_json::to_string(&kr()).unwrap(), "\"KR\"");
		assert_eq!(serde_json::from_str::<CountryCode>("\"FR\"").unwrap(), fr());
		assert!(serde_json::from_str::<CountryCode>("\"FRA\"").is_err());
	}
}

mod genesis {
	use super::*;

	#[test]
	fn supervisors_and_creators_are_there_from_the_start() {
		run(|| {
			let seoul = Supervisors::supervisor(SEOUL).unwrap();
			assert!(seoul.is_active() && seoul.acts_for(kr()) && !seoul.acts_for(fr()));
			assert_eq!((seoul.creators, seoul.body), (1, body("Association 1")));
			assert_eq!(Supervisors::may_publish(CREATOR), Ok(SEOUL));
		});
	}

	#[test]
	#[should_panic(expected = "SupervisorAlreadyAdmitted")]
	fn a_supervisor_named_twice_stops_the_build() {
		let mut builder = Builder::new();
		builder.supervisors.push(supervisor(SEOUL, fr()));
		builder.build();
	}

	#[test]
	#[should_panic(expected = "SupervisorNotFound")]
	fn a_creator_of_nobody_stops_the_build() {
		let mut builder = Builder::new();
		builder.creators[0].supervisor = NEW;
		builder.build();
	}

	#[test]
	fn the_mock_is_a_sensible_configuration() {
		Builder::new().build().execute_with(Supervisors::integrity_test);
	}
}

mod admit_supervisor {
	use super::*;

	#[test]
	fn admits_an_active_supervisor() {
		run(|| {
			assert_ok!(Supervisors::admit_supervisor(root(), NEW, fr(), body("Verein")));
			let info = Supervisors::supervisor(NEW).unwrap();
			assert!(info.is_active());
			assert_eq!((info.country, info.creators, info.admitted_in), (fr(), 0, NOW));
			assert_eq!(last_event(), Event::SupervisorAdmitted { supervisor: NEW, country: fr() });
		});
	}

	#[test]
	fn is_for_governance() {
		run(|| {
			assert_noop!(
				Supervisors::admit_supervisor(signed(SEOUL), NEW, kr(), body("x")),
				BadOrigin
			);
		});
	}

	#[test]
	fn refuses_a_second_admission() {
		run(|| {
			assert_noop!(
				Supervisors::admit_supervisor(root(), SEOUL, kr(), body("x")),
				Error::<Test>::SupervisorAlreadyAdmitted
			);
		});
	}

	#[test]
	fn refuses_a_nameless_body() {
		run(|| {
			let broken = BodyName::try_from(vec![0xff]).unwrap();
			for name in [body(""), broken] {
				assert_noop!(
					Supervisors::admit_supervisor(root(), NEW, kr(), name),
					Error::<Test>::BodyNameInvalid
				);
			}
		});
	}
}

mod suspend_and_resume {
	use super::*;
	use reel_primitives::traits::PublisherRefusal;

	#[test]
	fn creators_of_a_suspended_supervisor_cannot_publish() {
		run(|| {
			assert_ok!(Supervisors::suspend_supervisor(root(), SEOUL));
			assert_eq!(last_event(), Event::SupervisorSuspended { supervisor: SEOUL, creators: 1 });
			assert_eq!(Supervisors::may_publish(CREATOR), Err(PublisherRefusal::NotAuthorized));

			assert_ok!(Supervisors::resume_supervisor(root(), SEOUL));
			assert_eq!(last_event(), Event::SupervisorResumed { supervisor: SEOUL });
			assert_eq!(Supervisors::may_publish(CREATOR), Ok(SEOUL));
		});
	}

	#[test]
	fn refuse_what_is_not_there_or_done_already() {
		run(|| {
			assert_noop!(
				Supervisors::suspend_supervisor(root(), NEW),
				Error::<Test>::SupervisorNotFound
			);
			assert_noop!(
				Supervisors::resume_supervisor(root(), SEOUL),
				Error::<Test>::SupervisorIsActive
			);
			assert_ok!(Supervisors::suspend_supervisor(root(), SEOUL));
			assert_noop!(
				Supervisors::suspend_supervisor(root(), SEOUL),
				Error::<Test>::SupervisorIsSuspended
			);
		});
	}

	#[test]
	fn are_for_governance() {
		run(|| {
			assert_noop!(Supervisors::suspend_supervisor(signed(BUSAN), SEOUL), BadOrigin);
			assert_noop!(Supervisors::resume_supervisor(signed(BUSAN), SEOUL), BadOrigin);
			assert_noop!(Supervisors::remove_supervisor(signed(BUSAN), SEOUL), BadOrigin);
			assert_noop!(Supervisors::widen_supervisor(signed(BUSAN), SEOUL, fr()), BadOrigin);
		});
	}
}

mod remove_supervisor {
	use super::*;

	#[test]
	fn removes_one_that_nobody_names_and_remembers_its_country() {
		run(|| {
			assert_ok!(Supervisors::suspend_supervisor(root(), PARIS));
			assert_ok!(Supervisors::remove_supervisor(root(), PARIS));
			assert_eq!(last_event(), Event::SupervisorRemoved { supervisor: PARIS });
			assert!(!Map::<Test>::contains_key(PARIS));
			assert_eq!(FormerSupervisors::<Test>::get(PARIS), Some(fr()));
		});
	}

	#[test]
	fn one_that_was_removed_can_be_admitted_again() {
		run(|| {
			assert_ok!(Supervisors::suspend_supervisor(root(), PARIS));
			assert_ok!(Supervisors::remove_supervisor(root(), PARIS));
			assert_ok!(Supervisors::admit_supervisor(root(), PARIS, kr(), body("x")));
			assert_eq!(FormerSupervisors::<Test>::get(PARIS), None);
		});
	}

	#[test]
	fn never_orphans_a_creator() {
		run(|| {
			assert_noop!(
				Supervisors::remove_supervisor(root(), SEOUL),
				Error::<Test>::SupervisorIsActive
			);
			assert_ok!(Supervisors::suspend_supervisor(root(), SEOUL));
			assert_noop!(
				Supervisors::remove_supervisor(root(), SEOUL),
				Error::<Test>::SupervisorHasCreators
			);
			assert_ok!(Supervisors::revoke_creator(root(), CREATOR));
			assert_ok!(Supervisors::remove_supervisor(root(), SEOUL));
			assert_noop!(
				Supervisors::remove_supervisor(root(), SEOUL),
				Error::<Test>::SupervisorNotFound
			);
		});
	}
}

mod widen_supervisor {
	use super::*;

	#[test]
	fn lets_it_act_for_one_more_country() {
		run(|| {
			let expires_in = NOW + 1;
			let authorize = |who| {
				Supervisors::authorize_creator(signed(who), NEWCOMER, kr(), [0; 32], expires_in)
			};
			assert_noop!(authorize(PARIS), Error::<Test>::OutsideCountry);
			assert_ok!(Supervisors::widen_supervisor(root(), PARIS, kr()));
			assert_eq!(last_event(), Event::SupervisorWidened { supervisor: PARIS, country: kr() });
			assert_ok!(authorize(PARIS));
		});
	}

	#[test]
	fn refuses_countries_it_has_and_more_than_fit() {
		run(|| {
			assert_noop!(
				Supervisors::widen_supervisor(root(), NEW, kr()),
				Error::<Test>::SupervisorNotFound
			);
			assert_noop!(
				Supervisors::widen_supervisor(root(), SEOUL, kr()),
				Error::<Test>::CountryAlreadyCovered
			);
			let mut letters = (0..).map(|i: u8| country(&[b'A' + i / 26, b'A' + i % 26]));
			for extra in letters.by_ref().take(MAX_EXTRA_COUNTRIES as usize) {
				assert_ok!(Supervisors::widen_supervisor(root(), SEOUL, extra));
			}
			assert_noop!(
				Supervisors::widen_supervisor(root(), SEOUL, country(b"AA")),
				Error::<Test>::CountryAlreadyCovered
			);
			let refused: DispatchError = Error::<Test>::TooManyCountries.into();
			assert_noop!(
				Supervisors::widen_supervisor(root(), SEOUL, letters.next().unwrap()),
				refused
			);
		});
	}
}
