//! Titles that follow their pattern.

use crate::{Error, Event, HoldersOf, OwedTotal, PatternHoldersOf, WeightInfo, mock::*};
use frame_support::{assert_noop, assert_ok, dispatch::DispatchResult};
use proptest::prelude::*;
use reel_primitives::{
	Balance, ContentId,
	content::TitleStatus,
	market::{HeldBy, MAX_HOLDERS},
	pattern::OwnedPattern,
	traits::{Rights as _, ShareRefusal, TitleShares},
};
use sp_runtime::traits::BadOrigin;
use std::collections::BTreeMap;

/// Publishes by a permit.
const DISTRIBUTOR: u64 = 20;
/// A title of the distributor's.
const COPY: ContentId = ContentId([4; 32]);

fn declare(of: &[(u64, u16)]) -> DispatchResult {
	Rights::declare_pattern_holders(signed(PatternOwner::get()), PATTERN, shares(of))
}

fn declare_title(creator: u64, content: ContentId, of: &[(u64, u16)]) -> DispatchResult {
	Rights::declare_holders(signed(creator), content, shares(of))
}

/// Registers a title of the distributor's.
fn copy() -> ContentId {
	Known::mutate(|known| {
		let title = known[&TITLE].clone();
		known.insert(COPY, reel_primitives::market::TitleOnSale { creator: DISTRIBUTOR, ..title })
	});
	COPY
}

fn held(content: ContentId) -> (HeldBy<u64>, Vec<(u64, u16)>) {
	let holding = Rights::holders_of(content).unwrap();
	let told = holding.holders.iter().map(|holder| (holder.account, holder.share_bp)).collect();
	assert_eq!(Rights::holders(content), holding.holders);
	(holding.by, told)
}

fn owed(who: u64) -> Balance {
	Rights::pattern_owed(owned(), who)
}

#[test]
fn titles_of_which_nothing_is_said_share_by_their_patterns_holders_and_no_others_do() {
	run(|| {
		assert!(identify(TITLE, CREATOR));
		System::assert_last_event(Event::PatternFollowed { content: TITLE, of: owned() }.into());
		assert_eq!(held(TITLE), (HeldBy::Creator, vec![(CREATOR, 10_000)]));
		assert!(Rights::may_declare(TITLE));
		assert_eq!(Rights::pattern_holders(LINKED), Some((owned(), vec![])));

		let holders = shares(&[(ANNA, 6_000), (BERT, 4_000)]);
		let call = |who| Rights::declare_pattern_holders(signed(who), LINKED, holders.clone());
		assert_ok!(call(CREATOR));
		let of = owned();
		let event = Event::PatternHoldersDeclared { of: of.clone(), holders: holders.clone() };
		System::assert_last_event(event.into());
		let shared = vec![(ANNA, 6_000), (BERT, 4_000)];
		assert_eq!(held(TITLE), (HeldBy::Pattern(of.clone()), shared.clone()));
		// Also who is identified later, and whoever publishes it.
		assert_eq!(held(UNPRICED), (HeldBy::Creator, vec![(CREATOR, 10_000)]));
		assert!(identify(UNPRICED, CREATOR) && identify(copy(), DISTRIBUTOR));
		assert_eq!(held(UNPRICED), (HeldBy::Pattern(of.clone()), shared.clone()));
		assert_eq!(held(COPY), (HeldBy::Pattern(of.clone()), shared));
		assert_eq!(Rights::pattern_holders(PATTERN), Some((of, holders.into_inner())));
		assert_eq!(held(FREE).0, HeldBy::Creator);
		assert_eq!(
			(Rights::holders_of(UNKNOWN), Rights::pattern_holders(NO_PATTERN)),
			(None, None)
		);
	});
}

#[test]
fn the_owner_declares_once_and_what_is_whole() {
	run(|| {
		let holders = || shares(&[(ANNA, 10_000)]);
		let call = |who, name| Rights::declare_pattern_holders(signed(who), name, holders());
		assert_noop!(call(CREATOR, NO_PATTERN), Error::<Test>::PatternNotFound);
		assert_noop!(call(ANNA, PATTERN), Error::<Test>::NotPatternOwner);
		assert_noop!(declare(&[(ANNA, 9_999)]), Error::<Test>::SharesNotWhole);
		assert_noop!(declare(&[]), Error::<Test>::SharesNotWhole);
		assert_noop!(declare(&[(ANNA, 9_999), (ANNA, 1)]), Error::<Test>::HolderTwice);
		let none = RuntimeOrigin::none();
		assert_noop!(Rights::declare_pattern_holders(none, PATTERN, holders()), BadOrigin);
		assert_ok!(call(CREATOR, PATTERN));
		assert_noop!(call(CREATOR, LINKED), Error::<Test>::HoldersFixed);
	});
}

#[test]
fn what_is_said_of_a_title_goes_first_and_stays() {
	run(|| {
		// Declared before it is identified, and between that and the pattern's declaration.
		assert_ok!(declare_title(CREATOR, TITLE, &[(CARL, 10_000)]));
		assert!(identify(TITLE, CREATOR) && identify(UNPRICED, CREATOR));
		assert_ok!(declare_title(CREATOR, UNPRICED, &[(BERT, 10_000)]));
		// Sold before.
		assert!(identify(FREE, CREATOR));
		Rights::on_sale_recorded(&FREE);
		assert_ok!(declare(&[(ANNA, 10_000)]));
		assert_eq!(held(TITLE), (HeldBy::Title, vec![(CARL, 10_000)]));
		assert_eq!(held(UNPRICED), (HeldBy::Title, vec![(BERT, 10_000)]));
		assert_eq!(held(FREE), (HeldBy::Title, vec![(CREATOR, 10_000)]));
	});
}

#[test]
fn a_title_that_follows_holders_is_fixed() {
	run(|| {
		assert!(identify(TITLE, CREATOR));
		assert_ok!(declare(&[(CREATOR, 5_000), (ANNA, 5_000)]));
		assert!(!Rights::may_declare(TITLE));
		let refused = Error::<Test>::FollowsPattern;
		assert_noop!(declare_title(CREATOR, TITLE, &[(CREATOR, 10_000)]), refused);
		let refused = Error::<Test>::FollowsPattern;
		assert_noop!(Rights::transfer_share(signed(CREATOR), TITLE, BERT, 1), refused);
		// Nor does a campaign take a share of it.
		assert_eq!(Rights::share_of(&TITLE, &CREATOR), 0);
		let moved = Rights::move_share(TITLE, &CREATOR, &BERT, 1);
		assert_eq!(moved, Err(ShareRefusal::TooSmall));
		// A sale fixes nothing else, and says nothing.
		let events = System::event_count();
		Rights::on_sale_recorded(&TITLE);
		assert_eq!(System::event_count(), events);
		assert_eq!(held(TITLE).0, HeldBy::Pattern(owned()));
		// Until there are holders, the creator has a share to give.
		assert_eq!(Rights::share_of(&UNPRICED, &CREATOR), 10_000);
		set_status(TITLE, TitleStatus::Deleted);
		assert_eq!(views(1_000), 500);
	});
}

#[test]
fn who_publishes_by_a_permit_publishes_for_the_holders() {
	run(|| {
		assert_ok!(declare(&[(ANNA, 7_000), (BERT, 3_000)]));
		// Not round it: what is said beforehand is not identified.
		assert_ok!(declare_title(DISTRIBUTOR, copy(), &[(DISTRIBUTOR, 10_000)]));
		let before = System::event_count();
		assert!(!identify(COPY, DISTRIBUTOR));
		assert_eq!(System::event_count(), before);
		HoldersOf::<Test>::remove(COPY);
		assert!(identify(COPY, DISTRIBUTOR));
		assert_eq!(views_of(&COPY, DISTRIBUTOR, 10_001), 0);
		// 7,000.7 and 3,000.3, what is left over to the first.
		assert_eq!([ANNA, BERT].map(owed), [7_001, 3_000]);
		// The owner may say something else of one title, before it is identified.
		assert_ok!(declare_title(CREATOR, TITLE, &[(CARL, 10_000)]));
		assert!(identify(TITLE, CREATOR));
		assert_eq!(held(TITLE), (HeldBy::Title, vec![(CARL, 10_000)]));
	});
}

#[test]
fn income_of_all_titles_is_booked_in_one_place_and_claimed_at_once() {
	run(|| {
		assert!(identify(TITLE, CREATOR) && identify(copy(), DISTRIBUTOR));
		// Before there are holders it is the creators'.
		assert_eq!(views(1_000), 1_000);
		assert_ok!(declare(&[(ANNA, 3_333), (CREATOR, 3_333), (BERT, 3_334)]));
		// The creator's own part at once; as of a title.
		assert_eq!(views(10_001), 3_333);
		let (content, income_cfx, shared_cfx) = (TITLE, 10_001, 6_668);
		System::assert_has_event(Event::IncomeBooked { content, income_cfx, shared_cfx }.into());
		// Of the distributor's title the pattern's owner is a holder as any other.
		assert_eq!(views_of(&COPY, DISTRIBUTOR, 10_000), 0);
		assert_eq!([ANNA, CREATOR, BERT].map(owed), [6_667, 3_333, 6_668]);
		assert_eq!(Rights::owed(TITLE, ANNA), 0);
		assert_noop!(Rights::claim(signed(99), TITLE), Error::<Test>::NothingOwed);
		assert_eq!(Rights::collect(&TITLE, &ANNA), 0);

		let nobody = OwnedPattern { pattern: PATTERN, owner: ANNA };
		assert_noop!(Rights::claim_pattern(signed(99), nobody), Error::<Test>::NothingOwed);
		assert_noop!(Rights::claim_pattern(RuntimeOrigin::none(), owned()), BadOrigin);
		let paid = Rights::claim_pattern(signed(99), owned()).unwrap().actual_weight;
		assert_eq!(paid, Some(<() as WeightInfo>::claim_pattern(3)));
		assert!(paid.unwrap().all_lt(<() as WeightInfo>::claim_pattern(MAX_HOLDERS)));
		assert_eq!([ANNA, CREATOR, BERT].map(free), [ED + 6_667, ED + 3_333, ED + 6_668]);
		let (of, holder, amount_cfx) = (owned(), BERT, 6_668);
		System::assert_last_event(Event::PatternIncomePaid { of, holder, amount_cfx }.into());
		assert_eq!((OwedTotal::<Test>::get(), free(Rights::pot_account())), (0, ED));
		assert_noop!(Rights::claim_pattern(signed(99), owned()), Error::<Test>::NothingOwed);
	});
}

#[test]
fn what_an_account_cannot_take_stays_owed() {
	run(|| {
		assert!(identify(TITLE, CREATOR));
		assert_ok!(declare(&[(CARL, 10_000)]));
		views(ED - 1);
		assert_noop!(Rights::claim_pattern(signed(99), owned()), Error::<Test>::NotPayableYet);
		let leave = |bp| Rights::transfer_pattern_share(signed(CARL), owned(), ANNA, bp);
		assert_noop!(leave(10_000), Error::<Test>::NotPayableYet);
		assert_ok!(leave(9_999));
		assert_eq!(owed(CARL), ED - 1);
	});
}

#[test]
fn a_share_of_a_pattern_moves_for_all_of_its_titles_by_its_holder_alone() {
	run(|| {
		let give = |who, to, bp| Rights::transfer_pattern_share(signed(who), owned(), to, bp);
		assert_noop!(give(CREATOR, ANNA, 1), Error::<Test>::PatternNotDeclared);
		assert!(identify(TITLE, CREATOR) && identify(UNPRICED, CREATOR));
		assert_ok!(declare(&[(ANNA, 5_000), (BERT, 5_000)]));
		assert_noop!(give(CREATOR, ANNA, 1), Error::<Test>::ShareTooSmall);
		assert_noop!(give(ANNA, BERT, 5_001), Error::<Test>::ShareTooSmall);
		assert_noop!(give(ANNA, BERT, 0), Error::<Test>::NothingToTransfer);
		assert_noop!(give(ANNA, ANNA, 1), Error::<Test>::NothingToTransfer);
		views(1_000);
		// Who gives all away is paid; what came before is its own.
		assert_ok!(give(ANNA, CARL, 5_000));
		assert_eq!((free(ANNA), owed(CARL)), (ED + 500, 0));
		let (of, from, to, share_bp) = (owned(), ANNA, CARL, 5_000);
		System::assert_last_event(Event::PatternShareTransferred { of, from, to, share_bp }.into());
		for content in [TITLE, UNPRICED] {
			assert_eq!(held(content).1, [(BERT, 5_000), (CARL, 5_000)]);
		}
		for index in 0..u64::from(MAX_HOLDERS) - 2 {
			assert_ok!(give(BERT, 1_000 + index, 1));
		}
		assert_noop!(give(BERT, 2_000, 1), Error::<Test>::TooManyHolders);
	});
}

#[test]
fn a_new_owner_declares_anew_and_titles_of_before_stay_with_their_holders() {
	run(|| {
		let old = owned();
		assert!(identify(TITLE, CREATOR) && identify(copy(), DISTRIBUTOR));
		assert_ok!(declare(&[(ANNA, 10_000)]));
		views(1_000);
		PatternOwner::set(DISTRIBUTOR);
		// What is identified from now on follows the new one, who has not said anything yet.
		assert!(identify(UNPRICED, CREATOR));
		assert_eq!(held(UNPRICED).0, HeldBy::Creator);
		assert_ok!(declare(&[(BERT, 10_000)]));
		assert_eq!(held(UNPRICED), (HeldBy::Pattern(owned()), vec![(BERT, 10_000)]));
		for content in [TITLE, COPY] {
			assert_eq!(held(content), (HeldBy::Pattern(old.clone()), vec![(ANNA, 10_000)]));
		}
		// Those of before still move and claim, under the name of who had declared them.
		assert_ok!(Rights::transfer_pattern_share(signed(ANNA), old.clone(), CARL, 1));
		assert_ok!(Rights::claim_pattern(signed(99), old.clone()));
		assert_eq!((free(ANNA), owed(BERT)), (ED + 1_000, 0));
		assert_eq!(PatternHoldersOf::<Test>::iter().count(), 2);
	});
}

/// What happens to the titles of a pattern.
#[derive(Clone, Debug)]
enum Step {
	Income(bool, Balance),
	Transfer(u64, u64, u16),
	Claim,
}

fn steps() -> impl Strategy<Value = Vec<Step>> {
	let who = || prop_oneof![Just(CREATOR), Just(ANNA), Just(BERT), Just(CARL), Just(DISTRIBUTOR)];
	let step = prop_oneof![
		4 => (any::<bool>(), 0..100_000u128).prop_map(|(own, sum)| Step::Income(own, sum)),
		4 => (who(), who(), 1..6_000u16).prop_map(|(a, b, bp)| Step::Transfer(a, b, bp)),
		1 => Just(Step::Claim),
	];
	prop::collection::vec(step, 1..60)
}

proptest! {
	#![proptest_config(ProptestConfig::with_cases(64))]
	#[test]
	fn every_planck_of_two_creators_titles_is_somebodys(first in 1..9_998u16, steps in steps()) {
		run(|| {
			assert!(identify(TITLE, CREATOR) && identify(copy(), DISTRIBUTOR));
			declare(&[(ANNA, first), (CREATOR, 1), (CARL, 9_999 - first)]).unwrap();
			// Worked out once more: what each should have, paid or owed.
			let mut books = BTreeMap::<u64, Balance>::new();
			let mut at_once = BTreeMap::<u64, Balance>::new();
			let mut income = 0;
			for step in steps {
				match step {
					Step::Income(own, amount) => {
						let (content, creator) = match own {
							true => (TITLE, CREATOR),
							false => (COPY, DISTRIBUTOR),
						};
						let stakes = PatternHoldersOf::<Test>::get(owned()).unwrap();
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
						*at_once.entry(creator).or_default() += views_of(&content, creator, amount);
					},
					Step::Transfer(from, to, bp) => {
						let _ = Rights::transfer_pattern_share(signed(from), owned(), to, bp);
					},
					Step::Claim => drop(Rights::claim_pattern(signed(99), owned())),
				}
				assert_eq!(Rights::do_try_state(), Ok(()));
			}
			for who in [CREATOR, ANNA, BERT, CARL, DISTRIBUTOR] {
				let had = if [CREATOR, ANNA, BERT].contains(&who) { ED } else { 0 };
				let paid = at_once.get(&who).copied().unwrap_or_default();
				let has = free(who) - had + owed(who) + paid;
				assert_eq!(has, books.get(&who).copied().unwrap_or_default(), "{who}");
			}
			assert_eq!(books.values().sum::<Balance>(), income);
			assert_eq!(free(Rights::pot_account()), ED + OwedTotal::<Test>::get());
		});
	}
}
