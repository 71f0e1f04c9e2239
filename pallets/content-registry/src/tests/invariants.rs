//! Each invariant is broken by hand once, and must be the one that is named.

use crate::{
	HoldReason, Registration, Registrations, States, Titles, TitlesByCreator, mock::*, record_hash,
};
use frame_support::{
	assert_ok,
	traits::{fungible::MutateHold, tokens::Precision},
};
use reel_primitives::content::TitleRecord;

/// Breaks something of a registry with TITLE, and expects to be told of it.
fn is_seen(expected: &'static str, damage: impl FnOnce()) {
	Builder::new().registered().build().execute_with(|| {
		assert_eq!(ContentRegistry::do_try_state(), Ok(()));
		damage();
		assert_eq!(ContentRegistry::do_try_state(), Err(expected.into()));
	});
}

/// Alters the record together with its hash, so that K2 does not see it.
fn rewrite(change: impl FnOnce(&mut TitleRecord<u64>)) {
	let mut record = Titles::<Test>::get(TITLE).unwrap();
	change(&mut record);
	Registrations::<Test>::mutate(TITLE, |registration| {
		registration.as_mut().unwrap().record_hash = record_hash(&TITLE, &record);
	});
	Titles::<Test>::insert(TITLE, record);
}

fn delete() {
	assert_ok!(ContentRegistry::delete_title(signed(CREATOR), TITLE));
}

#[test]
fn k1_is_seen_when_a_map_forgets_a_title() {
	let expected = "K1: records, states and registrations differ in number";
	is_seen(expected, || States::<Test>::remove(TITLE));
	is_seen(expected, || Registrations::<Test>::remove(TITLE));
	is_seen(expected, || {
		let state = States::<Test>::get(TITLE).unwrap();
		States::<Test>::insert(id(2), state);
	});
}

#[test]
fn k1_is_seen_when_a_state_is_of_another_title() {
	is_seen("K1: a title has no state", || {
		let state = States::<Test>::take(TITLE).unwrap();
		States::<Test>::insert(id(2), state);
	});
}

#[test]
fn k1_is_seen_when_a_registration_is_of_another_title() {
	is_seen("K1: a title has no registration", || {
		let registration = Registrations::<Test>::take(TITLE).unwrap();
		Registrations::<Test>::insert(id(2), registration);
	});
}

#[test]
fn k1_is_seen_when_the_index_names_anothers_title() {
	let expected = "K1: the index by creator names a title that is not the creator's";
	is_seen(expected, || TitlesByCreator::<Test>::insert(OTHER, TITLE, ()));
	is_seen(expected, || TitlesByCreator::<Test>::insert(CREATOR, id(2), ()));
}

#[test]
fn k1_is_seen_when_the_index_forgets_a_title_or_keeps_a_deleted_one() {
	let expected = "K1: the index by creator is not the titles that are not deleted";
	is_seen(expected, || TitlesByCreator::<Test>::remove(CREATOR, TITLE));
	is_seen(expected, || {
		delete();
		TitlesByCreator::<Test>::insert(CREATOR, TITLE, ());
	});
}

#[test]
fn k2_is_seen_when_a_record_is_altered() {
	is_seen("K2: a record is not what was registered", || {
		Titles::<Test>::mutate(TITLE, |record| record.as_mut().unwrap().metadata_hash = [9; 32]);
	});
}

#[test]
fn k3_is_seen_when_a_geometry_is_impossible() {
	is_seen("K3: a geometry is impossible", || rewrite(|record| record.geometry.cells = 0));
}

#[test]
fn k4_is_seen_when_a_title_comes_from_the_future() {
	is_seen("K4: a title was registered in the future", || {
		rewrite(|record| record.registered_in = NOW + 1);
	});
}

#[test]
fn k4_is_seen_when_a_creator_supervises_itself() {
	is_seen("K4: a creator answers for its own title", || {
		rewrite(|record| record.supervisor = CREATOR);
	});
}

#[test]
fn k5_is_seen_when_a_split_is_not_whole() {
	is_seen("K5: a split is not whole", || rewrite(|record| record.split.viewer_bp += 1));
}

#[test]
fn k6_is_seen_when_a_deleted_title_asks_for_money() {
	let expected = "K6: a deleted title asks for money";
	is_seen(expected, || {
		delete();
		States::<Test>::mutate(TITLE, |state| state.as_mut().unwrap().price_cfx = 1);
	});
	is_seen(expected, || {
		delete();
		States::<Test>::mutate(TITLE, |state| state.as_mut().unwrap().takes_donations = true);
	});
}

#[test]
fn k6_is_seen_when_a_deleted_title_has_a_deposit() {
	is_seen("K6: a deleted title has a deposit", || {
		delete();
		Registrations::<Test>::mutate(TITLE, |registration| {
			registration.as_mut().unwrap().deposit_cfx = 1;
		});
	});
}

#[test]
fn k7_is_seen_when_a_hold_goes_missing() {
	is_seen("K7: a creator's hold is not the sum of its titles' deposits", || {
		let reason = HoldReason::Title.into();
		assert_ok!(Balances::release(&reason, &CREATOR, 1, Precision::Exact));
	});
}

#[test]
fn k7_is_seen_when_deposits_overflow() {
	is_seen("K7: deposits overflow", || {
		assert_ok!(register(CREATOR, id(2)));
		for content in [TITLE, id(2)] {
			Registrations::<Test>::mutate(content, |registration| {
				let Registration { deposit_cfx, .. } = registration.as_mut().unwrap();
				*deposit_cfx = u128::MAX;
			});
		}
	});
}
