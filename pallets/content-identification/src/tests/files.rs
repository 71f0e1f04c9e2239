use crate::{Error, Event, FileOfTitle, Files, HoldReason, mock::*};
use frame_support::{assert_noop, assert_ok, traits::fungible::InspectHold};
use reel_primitives::{
	pattern::{OwnedPattern, PatternId, PatternRefusal, Ruling},
	traits::PublisherRefusal,
};

#[test]
fn a_file_of_no_known_pattern_opens_one_and_keeps_a_deposit() {
	run(|| {
		assert_eq!(Identification::may_publish(ANNA, file(1), None), Ok(None));
		assert_ok!(register(ANNA, 1, None));
		System::assert_last_event(
			Event::FileRegistered {
				file: file(1),
				pattern: pattern(1),
				fingerprint: identity(1).fingerprint,
				registrant: ANNA,
				deposit_cfx: FILE_DEPOSIT,
			}
			.into(),
		);
		assert_eq!(Identification::pattern_of(file(1)), Some(pattern(1)));
		let found = Identification::pattern(pattern(1)).unwrap();
		assert_eq!((found.owner, found.opened_in, found.linked.len()), (ANNA, NOW, 0));
		let held = Balances::balance_on_hold(&HoldReason::File.into(), &ANNA);
		assert_eq!(held, FILE_DEPOSIT);
		assert_noop!(register(ANNA, 1, None), Error::<Test>::FileKnown);
		assert_noop!(register(BERT, 1, None), Error::<Test>::FileKnown);
	});
}

#[test]
fn another_encoding_joins_the_pattern_of_its_owner_and_nobody_elses() {
	run(|| {
		assert_ok!(register(ANNA, 1, None));
		assert_ok!(register(ANNA, 2, Some(pattern(1))));
		assert_eq!(Identification::pattern_of(file(2)), Some(pattern(1)));
		assert_noop!(register(BERT, 3, Some(pattern(1))), Error::<Test>::PatternOfAnother);
		assert_eq!(
			Identification::may_publish(BERT, file(3), Some(pattern(1))),
			Err(PatternRefusal::OfAnother(pattern(1))),
			"the refusal names the pattern"
		);
		assert_noop!(register(BERT, 3, Some(pattern(9))), Error::<Test>::PatternNotFound);
		assert_eq!(
			Identification::may_publish(BERT, file(3), Some(pattern(9))),
			Err(PatternRefusal::NotFound(pattern(9)))
		);
	});
}

#[test]
fn a_title_of_anothers_file_is_refused_with_the_pattern_named() {
	run(|| {
		let (own, stolen) = (title(1, ANNA), title(2, BERT));
		assert_ok!(Identification::identify_title(signed(ANNA), own, identity(1), None));
		assert_eq!(Identification::pattern_of_title(own), Some(pattern(1)));
		for named in [None, Some(pattern(1))] {
			assert_noop!(
				Identification::identify_title(signed(BERT), stolen, identity(1), named),
				Error::<Test>::PatternOfAnother
			);
			assert_eq!(
				Identification::may_publish(BERT, file(1), named),
				Err(PatternRefusal::OfAnother(pattern(1)))
			);
		}
		assert_eq!(FileOfTitle::<Test>::get(stolen), None);
	});
}

#[test]
fn a_file_known_elsewhere_does_not_change_its_pattern_by_being_named_otherwise() {
	run(|| {
		assert_ok!(register(ANNA, 1, None));
		assert_ok!(register(ANNA, 2, None));
		let film = title(1, ANNA);
		assert_noop!(
			Identification::identify_title(signed(ANNA), film, identity(1), Some(pattern(2))),
			Error::<Test>::FileOfOtherPattern
		);
		assert_eq!(
			Identification::may_publish(ANNA, file(1), Some(pattern(2))),
			Err(PatternRefusal::Elsewhere(pattern(1)))
		);
	});
}

#[test]
fn a_title_is_identified_once_by_its_creator() {
	run(|| {
		let film = title(1, ANNA);
		assert_noop!(
			Identification::identify_title(signed(BERT), film, identity(1), None),
			Error::<Test>::NotCreator
		);
		assert_noop!(
			Identification::identify_title(
				signed(ANNA),
				reel_primitives::ContentId([99; 32]),
				identity(1),
				None
			),
			Error::<Test>::TitleNotFound
		);
		assert_ok!(Identification::identify_title(signed(ANNA), film, identity(1), None));
		System::assert_last_event(
			Event::TitleIdentified { content: film, file: file(1), pattern: pattern(1) }.into(),
		);
		assert_noop!(
			Identification::identify_title(signed(ANNA), film, identity(2), None),
			Error::<Test>::TitleIdentifiedBefore
		);
		assert_eq!(Files::<Test>::get(file(2)), None);
	});
}

#[test]
fn titles_of_a_pattern_are_those_of_all_its_files_and_no_more_than_asked_for() {
	run(|| {
		let (one, two, other) = (title(1, ANNA), title(2, ANNA), title(3, BERT));
		assert_ok!(Identification::identify_title(signed(ANNA), one, identity(1), None));
		let named = Some(pattern(1));
		assert_ok!(Identification::identify_title(signed(ANNA), two, identity(2), named));
		assert_ok!(Identification::identify_title(signed(BERT), other, identity(3), None));
		let mut titles = Identification::titles_of(pattern(1), 10);
		titles.sort();
		assert_eq!(titles, [one, two]);
		assert_eq!(Identification::titles_of(pattern(1), 1).len(), 1);
		assert_eq!(Identification::titles_of(pattern(3), u32::MAX), [other]);
		assert!(Identification::titles_of(PatternId([0; 32]), 10).is_empty());
	});
}

#[test]
fn only_who_may_publish_registers_files() {
	run(|| {
		assert_noop!(register(STRANGER, 1, None), Error::<Test>::NotAuthorized);
		Refused::mutate(|refused| refused.insert(BERT, PublisherRefusal::Expired));
		assert_noop!(register(BERT, 1, None), Error::<Test>::AuthorizationExpired);
		Refused::mutate(|refused| refused.insert(BERT, PublisherRefusal::Sanctioned));
		assert_noop!(register(BERT, 1, None), Error::<Test>::Sanctioned);
		let film = title(1, BERT);
		assert_noop!(
			Identification::identify_title(signed(BERT), film, identity(1), None),
			Error::<Test>::Sanctioned
		);
	});
}

#[test]
fn who_cannot_pay_the_deposit_registers_nothing() {
	run(|| {
		assert_noop!(
			register(POOR, 1, None),
			sp_runtime::DispatchError::Token(sp_runtime::TokenError::FundsUnavailable)
		);
	});
}

#[test]
fn rights_is_told_the_pattern_that_the_name_leads_to_and_whose_it_is() {
	run(|| {
		let (first, second) = (title(1, ANNA), title(2, BERT));
		assert_ok!(Identification::identify_title(signed(ANNA), first, identity(1), None));
		let of = OwnedPattern { pattern: pattern(1), owner: ANNA };
		assert_eq!(Followed::get().remove(&first), Some(of.clone()));
		// What a supervisor links and permits later is told under the name that was kept.
		assert_ok!(register(BERT, 2, None));
		assert_ok!(Identification::link(signed(SUPERVISOR), pattern(1), pattern(2)));
		assert_ok!(Identification::appeal(signed(BERT), pattern(1), file(2), [7; 32]));
		let ruling = Ruling::Permitted;
		assert_ok!(Identification::rule(signed(SUPERVISOR), pattern(1), BERT, ruling));
		assert_ok!(Identification::identify_title(signed(BERT), second, identity(2), None));
		assert_eq!(Followed::get().remove(&second), Some(of));
		// Before that, nothing else is told, and nothing after.
		assert_eq!(Followed::get().len(), 2);
	});
}

#[test]
fn a_title_that_is_held_otherwise_is_not_identified_as_of_anothers_pattern() {
	run(|| {
		assert_ok!(register(ANNA, 1, None));
		assert_ok!(Identification::appeal(signed(BERT), pattern(1), file(2), [7; 32]));
		let ruling = Ruling::Permitted;
		assert_ok!(Identification::rule(signed(SUPERVISOR), pattern(1), BERT, ruling));
		let (own, copy) = (title(1, ANNA), title(2, BERT));
		Declared::set(vec![own, copy]);
		assert_noop!(
			Identification::identify_title(signed(BERT), copy, identity(2), Some(pattern(1))),
			Error::<Test>::HeldOtherwise
		);
		assert_ok!(Identification::identify_title(signed(ANNA), own, identity(1), None));
	});
}
