//! What the owner may change.

use crate::{Error, Event, HoldReason, Registrations, Titles, mock::*};
use frame_support::{assert_noop, assert_ok, traits::fungible::InspectHold};
use reel_primitives::{
	content::{ReasonCode, TitleState, TitleStatus},
	traits::{PublisherRefusal, TitleControl},
};
use sp_runtime::{DispatchError, traits::BadOrigin};

/// Each call of an owner in a form that changes something.
fn calls(
	who: RuntimeOrigin,
	content: reel_primitives::ContentId,
) -> [Result<(), DispatchError>; 3] {
	[
		ContentRegistry::set_price(who.clone(), content, PRICE + 1),
		ContentRegistry::set_donations(who.clone(), content, false),
		ContentRegistry::delete_title(who, content),
	]
}

fn held() -> u128 {
	Balances::balance_on_hold(&HoldReason::Title.into(), &CREATOR)
}

#[test]
fn the_price_is_the_owners_to_set() {
	run_registered(|| {
		let price_cfx = 3 * PRICE;
		assert_ok!(ContentRegistry::set_price(signed(CREATOR), TITLE, price_cfx));
		System::assert_last_event(Event::PriceSet { content: TITLE, price_cfx }.into());
		assert_eq!(
			state(TITLE),
			TitleState { status: TitleStatus::Playable, price_cfx, takes_donations: true }
		);
	});
}

#[test]
fn donations_are_the_owners_to_take() {
	run_registered(|| {
		assert_ok!(ContentRegistry::set_donations(signed(CREATOR), TITLE, false));
		System::assert_last_event(
			Event::DonationsSet { content: TITLE, takes_donations: false }.into(),
		);
		assert_eq!(
			state(TITLE),
			TitleState { status: TitleStatus::Playable, price_cfx: PRICE, takes_donations: false }
		);
	});
}

#[test]
fn a_deleted_title_leaves_a_tombstone_and_gives_the_deposit_back() {
	run_registered(|| {
		let before = Titles::<Test>::get(TITLE);
		assert!(held() > 0);
		assert_ok!(ContentRegistry::delete_title(signed(CREATOR), TITLE));
		System::assert_last_event(Event::TitleDeleted { content: TITLE }.into());
		assert_eq!(held(), 0);
		assert_eq!(Titles::<Test>::get(TITLE), before);
		assert_eq!(Registrations::<Test>::get(TITLE).unwrap().deposit_cfx, 0);
		assert_eq!(
			state(TITLE),
			TitleState { status: TitleStatus::Deleted, price_cfx: 0, takes_donations: false }
		);
		assert!(ContentRegistry::titles_of(CREATOR, None, 100).is_empty());
	});
}

#[test]
fn a_stopped_title_may_be_deleted() {
	run_registered(|| {
		assert_ok!(ContentRegistry::stop(&TITLE, ReasonCode::Rights));
		assert_ok!(ContentRegistry::delete_title(signed(CREATOR), TITLE));
		assert_eq!(held(), 0);
	});
}

#[test]
fn deleting_one_title_keeps_the_deposits_of_the_others() {
	run_registered(|| {
		let one = held();
		assert_ok!(register(CREATOR, id(2)));
		assert_eq!(held(), 2 * one);
		assert_ok!(ContentRegistry::delete_title(signed(CREATOR), TITLE));
		assert_eq!(held(), one);
		assert_eq!(ContentRegistry::titles_of(CREATOR, None, 100), [id(2)]);
	});
}

#[test]
fn an_owner_who_may_no_longer_publish_keeps_the_rights_of_an_owner() {
	for (k, refusal) in
		[PublisherRefusal::Expired, PublisherRefusal::Sanctioned].into_iter().enumerate()
	{
		run_registered(|| {
			refuse(CREATOR, refusal);
			assert!(calls(signed(CREATOR), TITLE).iter().all(Result::is_ok), "case {k}");
		});
	}
}

#[test]
fn a_price_may_change_while_stopped_and_the_stop_stays() {
	run_registered(|| {
		let stopped = TitleStatus::Stopped(ReasonCode::Order);
		assert_ok!(ContentRegistry::stop(&TITLE, ReasonCode::Order));
		assert_ok!(ContentRegistry::set_price(signed(CREATOR), TITLE, 0));
		assert_ok!(ContentRegistry::set_donations(signed(CREATOR), TITLE, false));
		assert_eq!(
			state(TITLE),
			TitleState { status: stopped, price_cfx: 0, takes_donations: false }
		);
	});
}

#[test]
fn others_change_nothing() {
	run_registered(|| {
		for who in [OTHER, SUPERVISOR, STRANGER] {
			frame_support::assert_storage_noop!(assert_eq!(
				calls(signed(who), TITLE),
				[Err(Error::<Test>::NotOwner.into()); 3]
			));
		}
		frame_support::assert_storage_noop!(assert_eq!(
			calls(RuntimeOrigin::root(), TITLE),
			[Err(BadOrigin.into()); 3]
		));
	});
}

#[test]
fn what_is_unknown_or_deleted_does_not_change() {
	run_registered(|| {
		frame_support::assert_storage_noop!(assert_eq!(
			calls(signed(CREATOR), id(9)),
			[Err(Error::<Test>::TitleNotFound.into()); 3]
		));
		assert_ok!(ContentRegistry::delete_title(signed(CREATOR), TITLE));
		frame_support::assert_storage_noop!(assert_eq!(
			calls(signed(CREATOR), TITLE),
			[Err(Error::<Test>::TitleDeleted.into()); 3]
		));
		assert_noop!(
			ContentRegistry::delete_title(signed(CREATOR), TITLE),
			Error::<Test>::TitleDeleted
		);
	});
}
