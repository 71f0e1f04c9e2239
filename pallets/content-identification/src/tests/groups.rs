use crate::{Error, Event, Files, Linked, MAX_LINKED, Patterns, mock::*};
use frame_support::{assert_noop, assert_ok};
use reel_primitives::pattern::PatternId;

fn link(kept: u8, gone: u8) -> frame_support::dispatch::DispatchResultWithPostInfo {
	Identification::link(signed(SUPERVISOR), pattern(kept), pattern(gone))
}

#[test]
fn linked_patterns_are_one_and_all_their_names_lead_to_it() {
	run(|| {
		for (who, number) in [(ANNA, 1), (BERT, 2), (CARL, 3)] {
			assert_ok!(register(who, number, None));
		}
		assert_ok!(link(2, 3));
		let weight = link(1, 3).unwrap().actual_weight;
		assert_eq!(weight, Some(<() as crate::WeightInfo>::link(1)), "one led to it");
		System::assert_last_event(
			Event::PatternsLinked { kept: pattern(1), gone: pattern(2), by: SUPERVISOR }.into(),
		);
		for number in [1, 2, 3] {
			assert_eq!(Identification::pattern_of(file(number)), Some(pattern(1)));
			assert_eq!(Identification::pattern(pattern(number)).unwrap().owner, ANNA);
		}
		assert_noop!(link(3, 2), Error::<Test>::AlreadyLinked);
		assert_noop!(link(3, 9), Error::<Test>::PatternNotFound);
		// Whose pattern it was joins nothing any more.
		assert_noop!(register(CARL, 4, Some(pattern(3))), Error::<Test>::PatternOfAnother);
		assert_ok!(register(ANNA, 4, Some(pattern(3))));
	});
}

#[test]
fn titles_of_linked_patterns_are_answered_together() {
	run(|| {
		let (one, two) = (title(1, ANNA), title(2, BERT));
		assert_ok!(Identification::identify_title(signed(ANNA), one, identity(1), None));
		assert_ok!(Identification::identify_title(signed(BERT), two, identity(2), None));
		assert_ok!(link(1, 2));
		for name in [pattern(1), pattern(2)] {
			let mut titles = Identification::titles_of(name, 10);
			titles.sort();
			assert_eq!(titles, [one, two]);
		}
	});
}

#[test]
fn an_unlinked_pattern_is_its_owners_again() {
	run(|| {
		assert_ok!(register(ANNA, 1, None));
		assert_ok!(register(BERT, 2, None));
		let unlink = |number| Identification::unlink(signed(SUPERVISOR), pattern(number));
		assert_noop!(unlink(2), Error::<Test>::NotLinked);
		assert_noop!(unlink(9), Error::<Test>::PatternNotFound);
		assert_ok!(link(1, 2));
		assert_ok!(unlink(2));
		assert_eq!(Identification::pattern_of(file(2)), Some(pattern(2)));
		assert_ok!(register(BERT, 3, Some(pattern(2))));
		assert!(!Linked::<Test>::contains_key(pattern(1)));
	});
}

#[test]
fn a_file_that_was_split_off_takes_its_titles_along() {
	run(|| {
		let (one, two) = (title(1, ANNA), title(2, ANNA));
		assert_ok!(Identification::identify_title(signed(ANNA), one, identity(1), None));
		let named = Some(pattern(1));
		assert_ok!(Identification::identify_title(signed(ANNA), two, identity(2), named));
		assert_ok!(Identification::split(signed(SUPERVISOR), file(2)));
		assert_eq!(Identification::pattern_of(file(2)), Some(pattern(2)));
		assert_eq!(Identification::pattern_of_title(two), Some(pattern(2)));
		assert_eq!(Identification::titles_of(pattern(1), 10), [one]);
		let split = |number| Identification::split(signed(SUPERVISOR), file(number));
		assert_noop!(split(2), Error::<Test>::NothingToSplit);
		assert_noop!(split(9), Error::<Test>::FileNotFound);
	});
}

#[test]
fn the_file_that_gave_a_pattern_its_name_opens_another_one() {
	run(|| {
		assert_ok!(register(ANNA, 1, None));
		assert_ok!(register(ANNA, 2, Some(pattern(1))));
		assert_ok!(Identification::split(signed(SUPERVISOR), file(1)));
		assert_eq!(Identification::pattern_of(file(1)), Some(PatternId::opened_by(&file(1), 1)));
		assert_eq!(Identification::pattern_of(file(2)), Some(pattern(1)));
	});
}

#[test]
fn only_a_supervisor_that_may_act_puts_right_and_never_what_is_its_own() {
	run(|| {
		assert_ok!(register(ANNA, 1, None));
		assert_ok!(register(BERT, 2, None));
		assert_ok!(register(BERT, 3, Some(pattern(2))));
		for (who, refusal) in [(CARL, Error::<Test>::SupervisorNotActive), (BERT, Error::OwnCase)] {
			if who == BERT {
				Admitted::mutate(|admitted| admitted.push(BERT));
			}
			let refusal = Err(sp_runtime::DispatchError::from(refusal));
			let link = |who| Identification::link(signed(who), pattern(1), pattern(2));
			assert_eq!(link(who).map(|_| ()).map_err(|error| error.error), refusal);
			assert_eq!(Identification::split(signed(who), file(3)), refusal);
			assert_ok!(link(SUPERVISOR));
			assert_eq!(Identification::unlink(signed(who), pattern(2)), refusal);
			assert_ok!(Identification::unlink(signed(SUPERVISOR), pattern(2)));
		}
	});
}

#[test]
fn no_more_patterns_lead_to_one_than_there_may() {
	run(|| {
		assert_ok!(register(ANNA, 0, None));
		for number in 1..=MAX_LINKED as u8 {
			assert_ok!(register(BERT, number, None));
			assert_ok!(link(0, number));
		}
		assert_ok!(register(BERT, 200, None));
		assert_eq!(
			link(0, 200).map(|_| ()).map_err(|error| error.error),
			Err(Error::<Test>::TooManyLinked.into())
		);
		// Nor when a list would be joined to another.
		let joined = frame_support::storage::with_storage_layer(|| {
			link(200, 0).map(|_| ()).map_err(|error| error.error)
		});
		assert_eq!(joined, Err(Error::<Test>::TooManyLinked.into()));
		assert_eq!(Patterns::<Test>::iter().count(), 66);
		assert_eq!(Files::<Test>::iter().count(), 66);
	});
}
