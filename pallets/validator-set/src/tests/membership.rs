//! Admission, acceptance, removal, withdrawal, the floor.

use super::*;
use crate::{
	Declaration, Error, Event, HoldReason, Members, Server, Standing, Validator, Validators,
};
use frame_support::{assert_noop, traits::fungible::InspectHold};
use sp_runtime::{DispatchError, TokenError};

const NEW: u64 = CANDIDATES[0];

fn held(who: u64) -> u128 {
	Balances::balance_on_hold(&HoldReason::ValidatorBond.into(), &who)
}

mod admit_validator {
	use super::*;

	#[test]
	fn without_a_bond_makes_a_member_at_once() {
		ExtBuilder::new().without_bond().build_and_execute(|| {
			set_keys(NEW, NEW);
			assert_ok!(ValidatorSet::admit_validator(RawOrigin::Root.into(), NEW, REQUIREMENT));
			assert_eq!(ValidatorSet::validators(), [1, 2, 3, NEW]);
			assert_eq!(ValidatorSet::declaration(NEW), Some(REQUIREMENT));
			assert_eq!(
				events(),
				[
					Event::ValidatorAdmitted { who: NEW, declaration: REQUIREMENT, bond_cfx: 0 },
					Event::ValidatorActivated { who: NEW, bond_cfx: 0 },
				]
			);
		});
	}

	#[test]
	fn with_a_bond_waits_for_acceptance() {
		ExtBuilder::new().build_and_execute(|| {
			assert_ok!(ValidatorSet::admit_validator(RawOrigin::Root.into(), NEW, REQUIREMENT));
			assert_eq!(ValidatorSet::validators(), FOUNDERS);
			assert_eq!(
				ValidatorSet::candidate(NEW),
				Some(Validator::new(REQUIREMENT, Standing::Admitted { asked_cfx: BOND }))
			);
		});
	}

	#[test]
	fn is_for_governance_alone() {
		ExtBuilder::new().build_and_execute(|| {
			assert_noop!(
				ValidatorSet::admit_validator(RawOrigin::Signed(1).into(), NEW, REQUIREMENT),
				DispatchError::BadOrigin
			);
		});
	}

	#[test]
	fn rejects_whoever_is_a_validator_in_some_standing() {
		ExtBuilder::new().build_and_execute(|| {
			let admit =
				|who| ValidatorSet::admit_validator(RawOrigin::Root.into(), who, REQUIREMENT);
			assert_noop!(admit(1), Error::<Test>::AlreadyAdmitted);
			assert_ok!(admit(NEW));
			assert_noop!(admit(NEW), Error::<Test>::AlreadyAdmitted);
			assert_ok!(ValidatorSet::remove_validator(RawOrigin::Root.into(), 1));
			assert_noop!(admit(1), Error::<Test>::AlreadyAdmitted);
		});
	}

	#[test]
	fn rejects_less_than_is_required() {
		ExtBuilder::new().build_and_execute(|| {
			let Server { cores, memory_gib, disk_gib } = REQUIREMENT.server;
			for below in [
				Declaration { bandwidth_mbps: REQUIREMENT.bandwidth_mbps - 1, ..REQUIREMENT },
				Declaration {
					server: Server { cores: cores - 1, ..REQUIREMENT.server },
					..REQUIREMENT
				},
				Declaration {
					server: Server { memory_gib: memory_gib - 1, ..REQUIREMENT.server },
					..REQUIREMENT
				},
				Declaration {
					server: Server { disk_gib: disk_gib - 1, ..REQUIREMENT.server },
					..REQUIREMENT
				},
			] {
				assert_noop!(
					ValidatorSet::admit_validator(RawOrigin::Root.into(), NEW, below),
					Error::<Test>::RequirementNotMet
				);
			}
		});
	}

	#[test]
	fn rejects_a_member_without_keys() {
		ExtBuilder::new().without_bond().build_and_execute(|| {
			assert_noop!(
				ValidatorSet::admit_validator(RawOrigin::Root.into(), NEW, REQUIREMENT),
				Error::<Test>::NoSessionKeys
			);
		});
	}

	#[test]
	fn rejects_more_members_than_there_may_be() {
		ExtBuilder::new().without_bond().build_and_execute(|| {
			for who in CANDIDATES.into_iter().take((MAX as usize) - FOUNDERS.len()) {
				set_keys(who, who);
				assert_ok!(ValidatorSet::admit_validator(RawOrigin::Root.into(), who, REQUIREMENT));
			}
			let one_more = CANDIDATES[5];
			set_keys(one_more, one_more);
			assert_noop!(
				ValidatorSet::admit_validator(RawOrigin::Root.into(), one_more, REQUIREMENT),
				Error::<Test>::SetFull
			);
		});
	}

	#[test]
	fn rejects_more_records_than_there_may_be() {
		ExtBuilder::new().build_and_execute(|| {
			let room = MAX_RECORDS as usize - FOUNDERS.len();
			for who in CANDIDATES.into_iter().take(room) {
				assert_ok!(ValidatorSet::admit_validator(RawOrigin::Root.into(), who, REQUIREMENT));
			}
			assert_noop!(
				ValidatorSet::admit_validator(
					RawOrigin::Root.into(),
					CANDIDATES[room],
					REQUIREMENT
				),
				Error::<Test>::SetFull
			);
		});
	}
}

mod accept_admission {
	use super::*;

	#[test]
	fn holds_the_bond_that_was_asked_and_makes_a_member() {
		ExtBuilder::new().build_and_execute(|| {
			set_keys(NEW, NEW);
			assert_ok!(ValidatorSet::admit_validator(RawOrigin::Root.into(), NEW, REQUIREMENT));
			AskedBond::set(2 * BOND);
			assert_ok!(ValidatorSet::accept_admission(RawOrigin::Signed(NEW).into()));
			assert_eq!(held(NEW), BOND);
			assert_eq!(ValidatorSet::validators(), [1, 2, 3, NEW]);
			assert_eq!(
				events().last(),
				Some(&Event::ValidatorActivated { who: NEW, bond_cfx: BOND })
			);
		});
	}

	#[test]
	fn rejects_strangers_and_members() {
		ExtBuilder::new().build_and_execute(|| {
			for who in [NEW, 1] {
				assert_noop!(
					ValidatorSet::accept_admission(RawOrigin::Signed(who).into()),
					Error::<Test>::NothingToAccept
				);
			}
		});
	}

	#[test]
	fn rejects_a_validator_without_keys() {
		ExtBuilder::new().build_and_execute(|| {
			assert_ok!(ValidatorSet::admit_validator(RawOrigin::Root.into(), NEW, REQUIREMENT));
			assert_noop!(
				ValidatorSet::accept_admission(RawOrigin::Signed(NEW).into()),
				Error::<Test>::NoSessionKeys
			);
		});
	}

	#[test]
	fn rejects_a_validator_without_the_bond() {
		ExtBuilder::new().build_and_execute(|| {
			set_keys(POOR, POOR);
			assert_ok!(ValidatorSet::admit_validator(RawOrigin::Root.into(), POOR, REQUIREMENT));
			assert_noop!(
				ValidatorSet::accept_admission(RawOrigin::Signed(POOR).into()),
				TokenError::FundsUnavailable
			);
		});
	}

	#[test]
	fn rejects_more_members_than_there_may_be() {
		ExtBuilder::new().build_and_execute(|| {
			let room = MAX as usize - FOUNDERS.len();
			CANDIDATES.into_iter().take(room).for_each(join);
			let one_more = CANDIDATES[room];
			set_keys(one_more, one_more);
			assert_ok!(ValidatorSet::admit_validator(
				RawOrigin::Root.into(),
				one_more,
				REQUIREMENT
			));
			assert_noop!(
				ValidatorSet::accept_admission(RawOrigin::Signed(one_more).into()),
				Error::<Test>::SetFull
			);
		});
	}
}

mod remove_validator {
	use super::*;

	#[test]
	fn keeps_the_bond_of_a_member_until_the_cool_down_is_over() {
		ExtBuilder::new().build_and_execute(|| {
			join(NEW);
			assert_ok!(ValidatorSet::remove_validator(RawOrigin::Root.into(), NEW));
			assert_eq!(ValidatorSet::validators(), FOUNDERS);
			assert_eq!(held(NEW), BOND);
			assert_eq!(
				events().last(),
				Some(&Event::ValidatorRemoved {
					who: NEW,
					withdrawable_from: Some(NOW + COOL_DOWN)
				})
			);
		});
	}

	#[test]
	fn forgets_whoever_never_accepted() {
		ExtBuilder::new().build_and_execute(|| {
			assert_ok!(ValidatorSet::admit_validator(RawOrigin::Root.into(), NEW, REQUIREMENT));
			assert_ok!(ValidatorSet::remove_validator(RawOrigin::Root.into(), NEW));
			assert_eq!(ValidatorSet::candidate(NEW), None);
			assert_eq!(
				events().last(),
				Some(&Event::ValidatorRemoved { who: NEW, withdrawable_from: None })
			);
		});
	}

	#[test]
	fn never_goes_below_the_floor() {
		ExtBuilder::new().floor(FOUNDERS.len() as u32).build_and_execute(|| {
			assert_noop!(
				ValidatorSet::remove_validator(RawOrigin::Root.into(), 1),
				Error::<Test>::BelowFloor
			);
			join(NEW);
			assert_ok!(ValidatorSet::remove_validator(RawOrigin::Root.into(), 1));
			assert_noop!(
				ValidatorSet::remove_validator(RawOrigin::Root.into(), 2),
				Error::<Test>::BelowFloor
			);
		});
	}

	#[test]
	fn rejects_strangers_and_the_leaving() {
		ExtBuilder::new().build_and_execute(|| {
			let remove = |who| ValidatorSet::remove_validator(RawOrigin::Root.into(), who);
			assert_noop!(remove(NEW), Error::<Test>::NotAdmitted);
			assert_ok!(remove(1));
			assert_noop!(remove(1), Error::<Test>::NotAdmitted);
		});
	}

	#[test]
	fn is_for_governance_alone() {
		ExtBuilder::new().build_and_execute(|| {
			assert_noop!(
				ValidatorSet::remove_validator(RawOrigin::Signed(1).into(), 1),
				DispatchError::BadOrigin
			);
		});
	}

	#[test]
	fn stops_at_the_end_of_time() {
		ExtBuilder::new().build_and_execute(|| {
			// The clock is in slots: the last round that it can show.
			CurrentRound::set(u64::MAX / reel_primitives::time::SLOTS_PER_ROUND);
			assert_ok!(ValidatorSet::remove_validator(RawOrigin::Root.into(), 1));
		});
	}
}

mod withdraw {
	use super::*;

	#[test]
	fn releases_the_bond_and_the_keys_once_the_cool_down_is_over() {
		ExtBuilder::new().build_and_execute(|| {
			join(NEW);
			assert_ok!(ValidatorSet::remove_validator(RawOrigin::Root.into(), NEW));
			CurrentRound::set(NOW + COOL_DOWN);
			// Anyone may call it.
			assert_ok!(ValidatorSet::withdraw(RawOrigin::Signed(POOR).into(), NEW));
			assert_eq!(held(NEW), 0);
			assert_eq!(Balances::free_balance(NEW), RICH);
			assert!(pallet_session::NextKeys::<Test>::get(NEW).is_none());
			assert!(!Validators::<Test>::contains_key(NEW));
			assert_eq!(
				events().last(),
				Some(&Event::ValidatorWithdrawn { who: NEW, released_cfx: BOND })
			);
		});
	}

	#[test]
	fn comes_too_early_in_the_last_round_of_the_cool_down() {
		ExtBuilder::new().build_and_execute(|| {
			join(NEW);
			assert_ok!(ValidatorSet::remove_validator(RawOrigin::Root.into(), NEW));
			CurrentRound::set(NOW + COOL_DOWN - 1);
			assert_noop!(
				ValidatorSet::withdraw(RawOrigin::Signed(NEW).into(), NEW),
				Error::<Test>::CoolingDown
			);
		});
	}

	#[test]
	fn rejects_strangers_and_members() {
		ExtBuilder::new().build_and_execute(|| {
			let withdraw = |who| ValidatorSet::withdraw(RawOrigin::Signed(POOR).into(), who);
			assert_noop!(withdraw(NEW), Error::<Test>::NotAdmitted);
			assert_noop!(withdraw(1), Error::<Test>::NotLeaving);
		});
	}

	#[test]
	fn lets_the_account_be_admitted_anew() {
		ExtBuilder::new().build_and_execute(|| {
			join(NEW);
			assert_ok!(ValidatorSet::remove_validator(RawOrigin::Root.into(), NEW));
			CurrentRound::set(NOW + COOL_DOWN);
			assert_ok!(ValidatorSet::withdraw(RawOrigin::Signed(NEW).into(), NEW));
			join(NEW);
			assert!(Members::<Test>::get().contains(&NEW));
		});
	}
}

mod set_floor {
	use super::*;

	#[test]
	fn lies_between_one_and_the_number_of_members() {
		ExtBuilder::new().build_and_execute(|| {
			let set = |floor| ValidatorSet::set_floor(RawOrigin::Root.into(), floor);
			let members = FOUNDERS.len() as u32;
			assert_noop!(set(0), Error::<Test>::FloorOutOfRange);
			assert_noop!(set(members + 1), Error::<Test>::FloorOutOfRange);
			assert_ok!(set(members));
			assert_ok!(set(1));
			assert_eq!(ValidatorSet::floor(), 1);
			assert_eq!(events().last(), Some(&Event::FloorSet { floor: 1 }));
		});
	}

	#[test]
	fn is_for_governance_alone() {
		ExtBuilder::new().build_and_execute(|| {
			assert_noop!(
				ValidatorSet::set_floor(RawOrigin::Signed(1).into(), 1),
				DispatchError::BadOrigin
			);
		});
	}
}

mod genesis {
	use super::*;

	#[test]
	#[should_panic(expected = "genesis names 1 validators, the floor is 4")]
	fn below_the_floor_does_not_start() {
		ExtBuilder::new().founders(&[1]).floor(4).build();
	}

	#[test]
	#[should_panic(expected = "stands in genesis twice")]
	fn naming_one_twice_does_not_start() {
		use sp_runtime::BuildStorage;
		let _ = crate::GenesisConfig::<Test> {
			validators: vec![(1, REQUIREMENT), (1, REQUIREMENT)],
			floor: 1,
		}
		.build_storage();
	}

	#[test]
	fn without_validators_is_a_template_to_be_filled_in() {
		ExtBuilder::new().founders(&[]).floor(4).build_and_execute(|| {
			assert!(ValidatorSet::validators().is_empty());
			assert_eq!(ValidatorSet::floor(), 4);
		});
	}

	#[test]
	fn members_are_ascending_in_whatever_order_they_are_named() {
		ExtBuilder::new().founders(&[3, 1, 2]).build_and_execute(|| {
			assert_eq!(ValidatorSet::validators(), [1, 2, 3]);
		});
	}
}
