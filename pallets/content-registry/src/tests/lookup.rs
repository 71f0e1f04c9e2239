//! What others are told, and what supervisors do.

use crate::{Event, MAX_TITLES_PAGE, mock::*};
use frame_support::{assert_ok, assert_storage_noop};
use reel_primitives::{
	ContentId,
	content::{ReasonCode, RewardSplit, TitleStatus},
	traits::{TitleControl, TitleRefusal, Titles},
};
use std::collections::BTreeSet;

const REASON: ReasonCode = ReasonCode::Harmful;

#[test]
fn a_stopped_title_may_be_reinstated() {
	run_registered(|| {
		assert_ok!(ContentRegistry::stop(&TITLE, REASON));
		System::assert_last_event(Event::TitleStopped { content: TITLE, reason: REASON }.into());
		assert_eq!(state(TITLE).status, TitleStatus::Stopped(REASON));
		assert_ok!(ContentRegistry::reinstate(&TITLE));
		System::assert_last_event(Event::TitleReinstated { content: TITLE }.into());
		assert_eq!(state(TITLE).status, TitleStatus::Playable);
	});
}

#[test]
fn refused_steps_change_nothing_and_say_why() {
	run_registered(|| {
		let stop = |content| ContentRegistry::stop(&content, REASON);
		let reinstate = |content| ContentRegistry::reinstate(&content);
		assert_storage_noop!({
			assert_eq!(stop(id(9)), Err(TitleRefusal::NotFound));
			assert_eq!(reinstate(id(9)), Err(TitleRefusal::NotFound));
			assert_eq!(reinstate(TITLE), Err(TitleRefusal::NotStopped));
		});
		assert_ok!(stop(TITLE));
		assert_storage_noop!(assert_eq!(stop(TITLE), Err(TitleRefusal::AlreadyStopped)));
		assert_ok!(ContentRegistry::delete_title(signed(CREATOR), TITLE));
		assert_storage_noop!({
			assert_eq!(stop(TITLE), Err(TitleRefusal::Deleted));
			assert_eq!(reinstate(TITLE), Err(TitleRefusal::Deleted));
		});
	});
}

#[test]
fn terms_and_responsible_outlive_deletion() {
	run_registered(|| {
		assert_ok!(ContentRegistry::delete_title(signed(CREATOR), TITLE));
		let terms = ContentRegistry::terms(&TITLE).unwrap();
		assert_eq!((terms.creator, terms.supervisor), (CREATOR, SUPERVISOR));
		assert_eq!((terms.cells, terms.duration_ms), (FILM.cells, FILM.duration_ms));
		assert_eq!((terms.split, terms.status), (RewardSplit::DEFAULT, TitleStatus::Deleted));
		assert_eq!(ContentRegistry::responsible(&TITLE), Some((CREATOR, SUPERVISOR)));
	});
}

#[test]
fn nothing_is_told_of_what_was_never_registered() {
	run(|| {
		assert_eq!(ContentRegistry::title(TITLE), None);
		assert_eq!(ContentRegistry::terms(&TITLE), None);
		assert_eq!(ContentRegistry::responsible(&TITLE), None);
		assert!(ContentRegistry::titles_of(CREATOR, None, 10).is_empty());
	});
}

#[test]
fn pages_run_through_all_titles_of_a_creator_once() {
	run(|| {
		let own: BTreeSet<ContentId> = (0..110).map(id).collect();
		for content in &own {
			assert_ok!(register(CREATOR, *content));
		}
		assert_ok!(register(OTHER, id(200)));

		for page_size in [1, 7, MAX_TITLES_PAGE, u32::MAX] {
			let mut seen = BTreeSet::new();
			let mut from = None;
			loop {
				let page = ContentRegistry::titles_of(CREATOR, from, page_size);
				assert!(page.len() <= page_size.min(MAX_TITLES_PAGE) as usize);
				let Some(last) = page.last() else { break };
				from = Some(*last);
				assert!(page.into_iter().all(|content| seen.insert(content)));
			}
			assert_eq!(seen, own);
		}
		assert!(ContentRegistry::titles_of(CREATOR, None, 0).is_empty());
		assert_eq!(ContentRegistry::titles_of(OTHER, None, 10), [id(200)]);
	});
}

#[test]
fn a_page_goes_on_behind_a_title_that_was_deleted_meanwhile() {
	run(|| {
		for number in 0..5 {
			assert_ok!(register(CREATOR, id(number)));
		}
		let all = ContentRegistry::titles_of(CREATOR, None, 5);
		assert_ok!(ContentRegistry::delete_title(signed(CREATOR), all[1]));
		assert_eq!(ContentRegistry::titles_of(CREATOR, Some(all[1]), 5), all[2..]);
	});
}
