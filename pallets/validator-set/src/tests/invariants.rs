//! Each invariant is seen when it is broken by hand.

use super::*;
use crate::{Floor, HoldReason, Members, Standing, Validator, Validators};
use frame_support::traits::{fungible::MutateHold, tokens::Precision};

const NEW: u64 = CANDIDATES[0];

fn broken(id: &str, damage: impl FnOnce()) {
	ExtBuilder::new().build().execute_with(|| {
		join(NEW);
		ValidatorSet::do_try_state().unwrap();
		damage();
		let error = ValidatorSet::do_try_state().unwrap_err();
		let frame_support::pallet_prelude::DispatchError::Other(text) = error else {
			panic!("{error:?}");
		};
		assert!(text.starts_with(id), "{text}");
	});
}

#[test]
fn a1_is_seen_when_the_floor_is_above_the_members() {
	broken("A1", || Floor::<Test>::put(MAX));
}

#[test]
fn a2_is_seen_when_members_are_out_of_order() {
	broken("A2", || Members::<Test>::mutate(|members| members.as_mut().reverse()));
}

#[test]
fn a2_is_seen_when_a_member_stands_twice() {
	broken("A2", || {
		Members::<Test>::mutate(|members| {
			let first = members[0];
			members.try_insert(0, first).unwrap();
		});
	});
}

#[test]
fn a3_is_seen_when_an_active_validator_is_no_member() {
	broken("A3", || Members::<Test>::mutate(|members| members.retain(|who| *who != NEW)));
}

#[test]
fn a3_is_seen_when_a_member_has_no_record() {
	broken("A3", || Validators::<Test>::remove(1));
}

#[test]
fn a4_is_seen_when_a_hold_goes_missing() {
	broken("A4", || {
		let reason = HoldReason::ValidatorBond.into();
		Balances::release(&reason, &NEW, 1, Precision::Exact).unwrap();
	});
}

#[test]
fn a5_is_seen_when_the_admitted_have_a_history() {
	broken("A5", || {
		let admitted = Validator::new(REQUIREMENT, Standing::Admitted { asked_cfx: BOND });
		Validators::<Test>::insert(CANDIDATES[1], Validator { strikes: 1, ..admitted });
	});
}
