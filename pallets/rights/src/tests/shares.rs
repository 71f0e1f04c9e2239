//! Whose a title's income is.

use crate::{Error, Event, HoldersOf, mock::*};
use frame_support::{assert_noop, assert_ok};
use proptest::prelude::*;
use reel_primitives::{
	content::{ReasonCode, TitleStatus},
	market::MAX_HOLDERS,
	traits::Rights as _,
};
use sp_runtime::traits::BadOrigin;

fn holders() -> Vec<(u64, u16)> {
	let holders = Rights::holders(TITLE);
	holders.into_iter().map(|holder| (holder.account, holder.share_bp)).collect()
}

#[test]
fn until_something_is_said_all_is_the_creators() {
	run(|| {
		assert_eq!(holders(), [(CREATOR, 10_000)]);
		assert!(Rights::may_declare(TITLE));
		assert!(Rights::holders(UNKNOWN).is_empty());
		assert!(!Rights::may_declare(UNKNOWN));
	});
}

#[test]
fn the_creator_declares_once() {
	run(|| {
		let declared = shares(&[(ANNA, 5_000), (BERT, 3_000), (CARL, 2_000)]);
		assert_ok!(Rights::declare_holders(signed(CREATOR), TITLE, declared.clone()));
		System::assert_last_event(
			Event::HoldersDeclared { content: TITLE, holders: declared.clone() }.into(),
		);
		assert_eq!(holders(), [(ANNA, 5_000), (BERT, 3_000), (CARL, 2_000)]);
		assert!(!Rights::may_declare(TITLE));
		assert_noop!(
			Rights::declare_holders(signed(CREATOR), TITLE, declared),
			Error::<Test>::HoldersFixed
		);
	});
}

#[test]
fn after_the_first_sale_nothing_is_declared_any_more() {
	run(|| {
		Rights::on_sale_recorded(&TITLE);
		let only = shares(&[(CREATOR, 10_000)]);
		System::assert_last_event(Event::HoldersDeclared { content: TITLE, holders: only }.into());
		let events = System::event_count();
		Rights::on_sale_recorded(&TITLE);
		assert_eq!(System::event_count(), events);
		assert_noop!(
			Rights::declare_holders(signed(CREATOR), TITLE, shares(&[(ANNA, 10_000)])),
			Error::<Test>::HoldersFixed
		);
		assert_ok!(Rights::transfer_share(signed(CREATOR), TITLE, ANNA, 1));
		assert_eq!(holders(), [(CREATOR, 9_999), (ANNA, 1)]);
		// Of a title that nobody registered nothing is written.
		Rights::on_sale_recorded(&UNKNOWN);
		assert!(!HoldersOf::<Test>::contains_key(UNKNOWN));
	});
}

#[test]
fn refuses_shares_that_are_not_whole_or_of_one_account_twice() {
	run(|| {
		for wrong in [
			&[][..],
			&[(ANNA, 9_999)],
			&[(ANNA, 9_999), (BERT, 2)],
			&[(ANNA, 10_000), (BERT, 0)],
			&[(ANNA, 65_535), (BERT, 10_001)],
		] {
			assert_noop!(
				Rights::declare_holders(signed(CREATOR), TITLE, shares(wrong)),
				Error::<Test>::SharesNotWhole
			);
		}
		assert_noop!(
			Rights::declare_holders(
				signed(CREATOR),
				TITLE,
				shares(&[(ANNA, 5_000), (BERT, 4_000), (ANNA, 1_000)])
			),
			Error::<Test>::HolderTwice
		);
	});
}

#[test]
fn only_the_creator_of_a_title_that_is_there_declares() {
	run(|| {
		let all = shares(&[(ANNA, 10_000)]);
		let declare = |who, content| Rights::declare_holders(who, content, all.clone());
		assert_noop!(declare(RuntimeOrigin::root(), TITLE), BadOrigin);
		assert_noop!(declare(signed(ANNA), TITLE), Error::<Test>::NotCreator);
		assert_noop!(declare(signed(CREATOR), UNKNOWN), Error::<Test>::TitleNotFound);
		set_status(TITLE, TitleStatus::Deleted);
		assert_noop!(declare(signed(CREATOR), TITLE), Error::<Test>::TitleDeleted);
		assert!(!Rights::may_declare(TITLE));
		set_status(TITLE, TitleStatus::Stopped(ReasonCode::Rights));
		assert_ok!(declare(signed(CREATOR), TITLE));
	});
}

#[test]
fn a_share_moves_by_its_own_holder_alone() {
	run(|| {
		let declared = shares(&[(ANNA, 6_000), (BERT, 4_000)]);
		assert_ok!(Rights::declare_holders(signed(CREATOR), TITLE, declared));
		let give = |who, to, bp| Rights::transfer_share(signed(who), TITLE, to, bp);
		assert_noop!(give(CREATOR, CARL, 1), Error::<Test>::ShareTooSmall);
		assert_noop!(give(ANNA, CARL, 6_001), Error::<Test>::ShareTooSmall);
		assert_noop!(give(ANNA, CARL, 0), Error::<Test>::NothingToTransfer);
		assert_noop!(give(ANNA, ANNA, 1), Error::<Test>::NothingToTransfer);
		assert_ok!(give(ANNA, CARL, 1_000));
		System::assert_last_event(
			Event::ShareTransferred { content: TITLE, from: ANNA, to: CARL, share_bp: 1_000 }
				.into(),
		);
		assert_eq!(holders(), [(ANNA, 5_000), (BERT, 4_000), (CARL, 1_000)]);
		// All of it: who has nothing left is no holder, and the next one takes what rounding leaves over.
		assert_ok!(give(ANNA, BERT, 5_000));
		assert_eq!(holders(), [(BERT, 9_000), (CARL, 1_000)]);
		assert_noop!(give(ANNA, BERT, 1), Error::<Test>::ShareTooSmall);
		assert_noop!(
			Rights::transfer_share(signed(ANNA), UNKNOWN, BERT, 1),
			Error::<Test>::TitleNotFound
		);
		assert_noop!(Rights::transfer_share(RuntimeOrigin::none(), TITLE, BERT, 1), BadOrigin);
		// Also when the title is gone: what was sold before may still be paid.
		set_status(TITLE, TitleStatus::Deleted);
		assert_ok!(give(CARL, ANNA, 1));
	});
}

#[test]
fn a_creator_who_said_nothing_gives_a_part_of_all() {
	run(|| {
		assert_ok!(Rights::transfer_share(signed(CREATOR), TITLE, ANNA, 10_000));
		assert_eq!(holders(), [(ANNA, 10_000)]);
		assert_noop!(
			Rights::declare_holders(signed(CREATOR), TITLE, shares(&[(CREATOR, 10_000)])),
			Error::<Test>::HoldersFixed
		);
	});
}

#[test]
fn a_title_has_thirty_two_holders_at_most() {
	run(|| {
		for to in 1..MAX_HOLDERS {
			assert_ok!(Rights::transfer_share(signed(CREATOR), TITLE, 100 + u64::from(to), 1));
		}
		assert_eq!(holders().len(), 32);
		assert_noop!(
			Rights::transfer_share(signed(CREATOR), TITLE, 99, 1),
			Error::<Test>::TooManyHolders
		);
		// Who gives all away makes room.
		assert_ok!(Rights::transfer_share(signed(101), TITLE, 99, 1));
		assert_eq!(holders().len(), 32);
	});
}

proptest! {
	#![proptest_config(ProptestConfig::with_cases(64))]
	#[test]
	fn however_shares_move_they_stay_whole(
		moves in prop::collection::vec((0u64..6, 0u64..6, 0u16..6_000), 0..40),
	) {
		run(|| {
			let declared = shares(&[(0, 4_000), (1, 3_500), (2, 2_500)]);
			Rights::declare_holders(signed(CREATOR), TITLE, declared).unwrap();
			for (from, to, share_bp) in moves {
				let before = holders();
				let result = Rights::transfer_share(signed(from), TITLE, to, share_bp);
				let had = before.iter().find(|(who, _)| *who == from).map_or(0, |(_, bp)| *bp);
				assert_eq!(result.is_ok(), share_bp > 0 && from != to && had >= share_bp);
				assert_eq!(Rights::do_try_state(), Ok(()));
			}
		});
	}
}
