//! Each invariant is seen when it is broken.

use crate::{HoldersOf, OwedTotal, PatternHoldersOf, Terms, TermsOf, TitleHolders, mock::*};
use frame_support::traits::fungible::Mutate;
use reel_primitives::pattern::OwnedPattern;

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
	let write = |of: &[(u64, u16)]| HoldersOf::<Test>::insert(TITLE, own(of));
	let seen = "R1: the shares of a title or a pattern are not whole";
	broken(|| write(&[(ANNA, 9_999)]), seen);
	broken(|| write(&[(ANNA, 10_000), (BERT, 0)]), seen);
	broken(|| write(&[]), seen);
	broken(|| write(&[(ANNA, 5_000), (ANNA, 5_000)]), "R1: a holder is there twice");
	let write = |of: &[(u64, u16)]| PatternHoldersOf::<Test>::insert(owned(), stakes(of));
	broken(|| write(&[(ANNA, 9_999)]), seen);
	broken(|| write(&[(ANNA, 5_000), (ANNA, 5_000)]), "R1: a holder is there twice");
}

#[test]
fn r2_is_seen_when_there_is_no_title() {
	broken(
		|| HoldersOf::<Test>::insert(UNKNOWN, own(&[(ANNA, 10_000)])),
		"R2: holders of no title",
	);
	let terms = Terms { for_cfx: true, ssh: None, rental: None };
	broken(|| TermsOf::<Test>::insert(UNKNOWN, terms), "R2: terms of no title");
}

#[test]
fn r2_is_seen_when_there_is_no_pattern() {
	let none = || OwnedPattern { pattern: NO_PATTERN, owner: CREATOR };
	broken(
		|| PatternHoldersOf::<Test>::insert(none(), stakes(&[(ANNA, 10_000)])),
		"R2: holders of no pattern",
	);
	broken(
		|| HoldersOf::<Test>::insert(TITLE, TitleHolders::OfPattern(none())),
		"R2: a title follows no pattern",
	);
}

#[test]
fn r3_is_seen_when_terms_are_out_of_range() {
	let terms = Terms { for_cfx: true, ssh: Some(0), rental: None };
	broken(|| TermsOf::<Test>::insert(TITLE, terms), "R3: terms are out of range");
}

#[test]
fn r4_is_seen_when_what_is_owed_is_not_summed_up_or_not_there() {
	let booked = |by: fn(), seen: &'static str| {
		build().execute_with(|| {
			HoldersOf::<Test>::insert(TITLE, own(&[(ANNA, 10_000)]));
			assert_eq!(views(1_000), 0);
			assert_eq!(Rights::do_try_state(), Ok(()));
			by();
			assert_eq!(Rights::do_try_state(), Err(seen.into()));
		});
	};
	booked(|| OwedTotal::<Test>::mutate(|owed| *owed -= 1), "R4: the sum of what is owed");
	booked(
		|| assert_eq!(Balances::set_balance(&Rights::pot_account(), 999), 999),
		"R4: the pot does not hold what is owed",
	);
	booked(
		|| {
			let more = Rights::declared(&TITLE).unwrap().1;
			let more = more.into_iter().map(|stake| crate::Stake { owed_cfx: u128::MAX, ..stake });
			let more: Vec<_> = more.collect();
			PatternHoldersOf::<Test>::insert(owned(), crate::Stakes::truncate_from(more));
		},
		"R4: what is owed overflows",
	);
}
