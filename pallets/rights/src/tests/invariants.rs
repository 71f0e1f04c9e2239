//! Each invariant is seen when it is broken.

use crate::{HoldersOf, OwedTotal, Terms, TermsOf, mock::*};
use frame_support::traits::fungible::Mutate;

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
	let write = |of: &[(u64, u16)]| HoldersOf::<Test>::insert(TITLE, stakes(of));
	let seen = "R1: the shares of a title are not whole";
	broken(|| write(&[(ANNA, 9_999)]), seen);
	broken(|| write(&[(ANNA, 10_000), (BERT, 0)]), seen);
	broken(|| write(&[]), seen);
	broken(|| write(&[(ANNA, 5_000), (ANNA, 5_000)]), "R1: a holder is there twice");
}

#[test]
fn r2_is_seen_when_there_is_no_title() {
	broken(
		|| HoldersOf::<Test>::insert(UNKNOWN, stakes(&[(ANNA, 10_000)])),
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

#[test]
fn r4_is_seen_when_what_is_owed_is_not_summed_up_or_not_there() {
	let booked = |by: fn(), seen: &'static str| {
		build().execute_with(|| {
			HoldersOf::<Test>::insert(TITLE, stakes(&[(ANNA, 10_000)]));
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
			let more = HoldersOf::<Test>::get(TITLE).unwrap();
			let more = more.into_iter().map(|stake| crate::Stake { owed_cfx: u128::MAX, ..stake });
			let more: Vec<_> = more.collect();
			HoldersOf::<Test>::insert(UNPRICED, crate::Stakes::truncate_from(more));
		},
		"R4: what is owed overflows",
	);
}
