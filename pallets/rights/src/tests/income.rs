//! What views and ads bring holders.

use crate::{Error, Event, HoldersOf, OwedTotal, WeightInfo, mock::*};
use frame_support::{assert_noop, assert_ok};
use proptest::prelude::*;
use reel_primitives::{
	Balance,
	market::MAX_HOLDERS,
	traits::{HolderShares, ShareRefusal, TitleShares},
};
use sp_runtime::traits::BadOrigin;
use std::collections::BTreeMap;

fn declare(of: &[(u64, u16)]) {
	Rights::declare_holders(signed(CREATOR), TITLE, shares(of)).unwrap();
}

fn owed(who: u64) -> Balance {
	Rights::owed(TITLE, who)
}

#[test]
fn what_comes_is_divided_as_a_sale_is_and_claimed_by_anyone_for_all() {
	run(|| {
		declare(&[(ANNA, 3_333), (CREATOR, 3_333), (BERT, 3_334)]);
		// 3,333.6 and 3,334.3 are rounded down; what that leaves over is the first one's.
		assert_eq!(views(10_001), 3_333);
		assert_eq!([ANNA, CREATOR, BERT].map(owed), [3_334, 0, 3_334]);
		let (content, income_cfx, shared_cfx) = (TITLE, 10_001, 6_668);
		System::assert_has_event(Event::IncomeBooked { content, income_cfx, shared_cfx }.into());
		assert_eq!(views(10_000), 3_333);
		assert_noop!(Rights::claim(RuntimeOrigin::none(), TITLE), BadOrigin);
		assert_ok!(Rights::claim(signed(99), TITLE));
		assert_eq!([ANNA, CREATOR, BERT].map(free), [ED + 6_667, ED, ED + 6_668]);
		let (holder, amount_cfx) = (BERT, 6_668);
		System::assert_last_event(Event::IncomePaid { content, holder, amount_cfx }.into());
		assert_eq!((OwedTotal::<Test>::get(), free(Rights::pot_account())), (0, ED));
		assert_noop!(Rights::claim(signed(99), TITLE), Error::<Test>::NothingOwed);
	});
}

#[test]
fn a_creator_who_holds_all_has_all_at_once_and_nothing_is_written() {
	run(|| {
		assert_eq!(views(10_001), 10_001);
		assert!(!HoldersOf::<Test>::contains_key(TITLE));
		declare(&[(CREATOR, 10_000)]);
		let events = System::event_count();
		assert_eq!(views(10_001), 10_001);
		assert_eq!(System::event_count(), events);
		assert_noop!(Rights::claim(signed(99), TITLE), Error::<Test>::NothingOwed);
		assert_noop!(Rights::claim(signed(99), UNKNOWN), Error::<Test>::NothingOwed);
		// Nor where the others' parts come to nothing.
		assert_ok!(Rights::transfer_share(signed(CREATOR), TITLE, ANNA, 1));
		let events = System::event_count();
		assert_eq!(views(9_999), 9_999);
		assert_eq!(System::event_count(), events);
	});
}

#[test]
fn a_creator_who_holds_nothing_gets_nothing() {
	run(|| {
		declare(&[(ANNA, 10_000)]);
		assert_eq!(views(777), 0);
		assert_eq!(owed(ANNA), 777);
	});
}

#[test]
fn what_came_before_a_share_moved_is_divided_by_the_shares_of_then() {
	run(|| {
		declare(&[(CREATOR, 5_000), (ANNA, 5_000)]);
		views(1_000);
		assert_ok!(Rights::transfer_share(signed(ANNA), TITLE, BERT, 2_500));
		assert_eq!([ANNA, BERT].map(owed), [500, 0]);
		views(1_000);
		assert_eq!([ANNA, BERT].map(owed), [750, 250]);
		// Who gives all away is paid.
		assert_ok!(Rights::transfer_share(signed(ANNA), TITLE, BERT, 2_500));
		assert_eq!((free(ANNA), owed(ANNA), owed(BERT)), (ED + 750, 0, 250));
		System::assert_has_event(
			Event::IncomePaid { content: TITLE, holder: ANNA, amount_cfx: 750 }.into(),
		);
		// Whoever comes again begins anew.
		assert_ok!(Rights::transfer_share(signed(BERT), TITLE, ANNA, 1));
		assert_eq!(owed(ANNA), 0);
	});
}

#[test]
fn what_an_account_cannot_take_stays_owed_and_keeps_no_other_from_being_paid() {
	run(|| {
		declare(&[(CREATOR, 5_000), (CARL, 4_000), (ANNA, 1_000)]);
		views(10 * (ED - 1) / 4);
		assert_eq!(owed(CARL), ED - 2);
		assert_ok!(Rights::claim(signed(99), TITLE));
		assert_eq!((free(CARL), owed(CARL), owed(ANNA)), (0, ED - 2, 0));
		assert_noop!(Rights::claim(signed(99), TITLE), Error::<Test>::NotPayableYet);
		let give = || Rights::transfer_share(signed(CARL), TITLE, ANNA, 4_000);
		assert_noop!(give(), Error::<Test>::NotPayableYet);
		let moved = Rights::move_share(TITLE, &CARL, &ANNA, 4_000);
		assert_eq!(moved, Err(ShareRefusal::NotPayableYet));
		assert_ok!(Rights::transfer_share(signed(CARL), TITLE, ANNA, 3_999));
		views(20_000);
		assert_ok!(Rights::claim(signed(99), TITLE));
		assert_eq!(free(CARL), ED);
	});
}

#[test]
fn the_pot_named_as_a_holder_is_never_paid_to_itself() {
	run(|| {
		declare(&[(Rights::pot_account(), 10_000)]);
		views(1_000);
		assert_noop!(Rights::claim(signed(99), TITLE), Error::<Test>::NotPayableYet);
		assert_eq!(free(Rights::pot_account()), ED + 1_000);
	});
}

#[test]
fn one_holder_is_paid_alone_when_another_pallet_asks() {
	run(|| {
		declare(&[(ANNA, 5_000), (BERT, 5_000)]);
		views(1_000);
		assert_eq!(Rights::owed_to(&TITLE, &ANNA), 500);
		assert_eq!(Rights::collect(&TITLE, &ANNA), 500);
		assert_eq!(Rights::collect(&TITLE, &ANNA), 0);
		assert_eq!(Rights::collect(&TITLE, &CARL), 0);
		assert_eq!(Rights::collect(&UNKNOWN, &ANNA), 0);
		assert_eq!([ANNA, BERT].map(free), [ED + 500, ED]);
		assert_eq!((Rights::owed_to(&TITLE, &ANNA), owed(BERT)), (0, 500));
	});
}

#[test]
fn more_than_there_can_be_is_the_creators() {
	run(|| {
		declare(&[(ANNA, 10_000)]);
		views(1);
		assert_eq!(Rights::accrue(&TITLE, &CREATOR, Balance::MAX), 0);
		assert_eq!(owed(ANNA), 1);
	});
}

#[test]
fn a_claim_is_charged_what_it_paid() {
	run(|| {
		let of: Vec<_> = (0..u64::from(MAX_HOLDERS)).map(|n| (1_000 + n, 312)).collect();
		let rest = 10_000 - 312 * (MAX_HOLDERS as u16 - 1);
		let of: Vec<_> =
			of.iter().map(|(who, bp)| (*who, if *who == 1_000 { rest } else { *bp })).collect();
		declare(&of);
		views(1_000_000);
		let paid = Rights::claim(signed(99), TITLE).unwrap().actual_weight.unwrap();
		let most = <() as WeightInfo>::claim(MAX_HOLDERS);
		assert_eq!(paid, most);
		assert_ok!(Rights::transfer_share(signed(1_001), TITLE, CREATOR, 312));
		views(40);
		let paid = Rights::claim(signed(99), TITLE).unwrap().actual_weight.unwrap();
		assert!(paid.all_lt(most));
	});
}

/// What happens to a title.
#[derive(Clone, Debug)]
enum Step {
	Income(Balance),
	Transfer(u64, u64, u16),
	Claim,
	Collect(u64),
}

fn steps() -> impl Strategy<Value = Vec<Step>> {
	let who = || prop_oneof![Just(CREATOR), Just(ANNA), Just(BERT), Just(CARL), Just(13)];
	let step = prop_oneof![
		4 => (0..100_000u128).prop_map(Step::Income),
		2 => (0..30 * 10u128.pow(18)).prop_map(Step::Income),
		4 => (who(), who(), 1..6_000u16).prop_map(|(a, b, bp)| Step::Transfer(a, b, bp)),
		1 => Just(Step::Claim),
		1 => who().prop_map(Step::Collect),
	];
	prop::collection::vec(step, 1..60)
}

proptest! {
	#![proptest_config(ProptestConfig::with_cases(128))]
	#[test]
	fn however_shares_move_in_between_every_planck_is_somebodys(
		first in 1..9_998u16, second in 1..9_999u16, steps in steps(),
	) {
		run(|| {
			let second = second.min(9_999 - first);
			declare(&[(ANNA, first), (CREATOR, second), (CARL, 10_000 - first - second)]);
			// Worked out once more: what each should have, paid or owed.
			let mut books = BTreeMap::<u64, Balance>::new();
			let mut paid_at_once = 0;
			let mut income = 0;
			for step in steps {
				match step {
					Step::Income(amount) => {
						let stakes = Rights::declared(&TITLE).unwrap().1;
						let mut parts: Vec<_> = stakes
							.iter()
							.map(|s| (s.account, amount * Balance::from(s.share_bp) / 10_000))
							.collect();
						let sum: Balance = parts.iter().map(|(_, part)| part).sum();
						parts[0].1 += amount - sum;
						for (who, part) in parts {
							*books.entry(who).or_default() += part;
						}
						income += amount;
						paid_at_once += views(amount);
					},
					Step::Transfer(from, to, bp) => {
						let _ = Rights::transfer_share(signed(from), TITLE, to, bp);
					},
					Step::Claim => drop(Rights::claim(signed(99), TITLE)),
					Step::Collect(who) => drop(Rights::collect(&TITLE, &who)),
				}
				assert_eq!(Rights::do_try_state(), Ok(()));
			}
			let had = |who| if [ANNA, BERT].contains(&who) { ED } else { 0 };
			for who in [ANNA, BERT, CARL, 13] {
				let has = free(who) - had(who) + owed(who);
				assert_eq!(has, books.get(&who).copied().unwrap_or_default(), "{who}");
			}
			let creators = free(CREATOR) - ED + owed(CREATOR) + paid_at_once;
			assert_eq!(creators, books.get(&CREATOR).copied().unwrap_or_default());
			assert_eq!(books.values().sum::<Balance>(), income);
			assert_eq!(free(Rights::pot_account()), ED + OwedTotal::<Test>::get());
		});
	}
}
