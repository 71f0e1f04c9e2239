use crate::{
	Appeal, Appeals, FileOfTitle, Files, FilesOf, Linked, Patterns, Permits, TitlesOfFile, mock::*,
};
use frame_support::assert_ok;
use reel_primitives::ContentId;

/// What breaks is found.
fn broken(by: impl FnOnce(), says: &str) {
	build().execute_with(|| {
		let film = title(1, ANNA);
		assert_ok!(Identification::identify_title(signed(ANNA), film, identity(1), None));
		assert_ok!(register(BERT, 2, None));
		assert_ok!(register(BERT, 3, None));
		assert_ok!(Identification::link(signed(SUPERVISOR), pattern(1), pattern(2)));
		assert_ok!(Identification::appeal(signed(CARL), pattern(1), file(2), [5; 32]));
		assert_eq!(Identification::do_try_state(), Ok(()));
		by();
		let sp_runtime::TryRuntimeError::Other(found) = Identification::do_try_state().unwrap_err()
		else {
			panic!("an error of another kind")
		};
		assert!(found.starts_with(says), "{found}");
	});
}

#[test]
fn p1_files_and_their_patterns_index() {
	broken(|| FilesOf::<Test>::remove(pattern(1), file(1)), "P1");
	broken(|| FilesOf::<Test>::insert(pattern(3), file(1), ()), "P1");
	broken(|| Patterns::<Test>::remove(pattern(3)), "P1");
}

#[test]
fn p2_links_lead_one_step_and_are_listed() {
	broken(|| Linked::<Test>::remove(pattern(1)), "P2");
	broken(|| Linked::<Test>::mutate(pattern(1), |l| l.try_push(pattern(3)).unwrap()), "P2");
	let lead = |from: u8, to: u8| {
		Patterns::<Test>::mutate(pattern(from), |p| {
			p.as_mut().unwrap().leads_to = Some(pattern(to))
		});
	};
	broken(|| lead(1, 3), "P2");
	broken(|| lead(3, 9), "P2");
}

#[test]
fn p3_titles_and_their_files_index() {
	broken(|| TitlesOfFile::<Test>::remove(file(1), ContentId([1; 32])), "P3");
	broken(|| FileOfTitle::<Test>::insert(ContentId([2; 32]), file(77)), "P3");
	broken(|| TitlesOfFile::<Test>::insert(file(1), ContentId([2; 32]), ()), "P3");
}

#[test]
fn p4_holds_are_the_sums_of_deposits() {
	broken(|| Files::<Test>::mutate(file(1), |file| file.as_mut().unwrap().deposit_cfx += 1), "P4");
	broken(
		|| {
			Appeals::<Test>::mutate(pattern(1), CARL, |appeal| {
				appeal.as_mut().unwrap().deposit_cfx -= 1;
			});
		},
		"P4",
	);
}

#[test]
fn p5_permits_and_appeals_are_of_patterns() {
	broken(|| Permits::<Test>::insert(pattern(50), ANNA, ()), "P5");
	let appeal = Appeal { file: file(1), evidence: [0; 32], made_in: 0, deposit_cfx: 0 };
	broken(|| Appeals::<Test>::insert(pattern(50), ANNA, appeal), "P5");
}
