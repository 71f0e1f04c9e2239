//! Each invariant is seen when it is broken.

use crate::{HoldersOf, Terms, TermsOf, mock::*};

/// Breaks a good state and checks that this is what is seen.
fn broken(by: impl FnOnce(), seen: &'static str) {
	build().execute_with(|| {
		assert_eq!(Rights::do_try_state(), Ok(()));
		by();
		assert_eq!(Rights::do_try_state(), Err(seen.into()));
	});
}

#[test]
fn r1_is_seen_when_shares_are_not_whole_or_a_holder_is_there_twice() {
	let write = |of: &[(u64, u16)]| HoldersOf::<Test>::insert(TITLE, shares(of));
	let seen = "R1: the shares of a title are not whole";
	broken(|| write(&[(ANNA, 9_999)]), seen);
	broken(|| write(&[(ANNA, 10_000), (BERT, 0)]), seen);
	broken(|| write(&[]), seen);
	broken(|| write(&[(ANNA, 5_000), (ANNA, 5_000)]), "R1: a holder is there twice");
}

#[test]
fn r2_is_seen_when_there_is_no_title() {
	broken(
		|| HoldersOf::<Test>::insert(UNKNOWN, shares(&[(ANNA, 10_000)])),
		"R2: holders of no title",
	);
	let terms = Terms { for_cfx: true, ssh: None, rental: None };
	broken(|| TermsOf::<Test>::insert(UNKNOWN, terms), "R2: terms of no title");
}

#[test]
fn r3_is_seen_when_terms_are_out_of_range() {
	let terms = Terms { for_cfx: true, ssh: Some(0), rental: None };
	broken(|| TermsOf::<Test>::insert(TITLE, terms), "R3: terms are out of range");
}
