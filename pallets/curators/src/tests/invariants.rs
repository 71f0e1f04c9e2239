//! Each invariant is seen when it is broken by hand.

use super::{registered, seated};
use crate::{Curators as Map, HoldReason, HotKeys, Newcomers, Roster, mock::*};
use frame_support::{
	assert_ok,
	traits::{fungible::MutateHold, tokens::Precision},
};
use reel_fragments::region::Region;
use sp_runtime::TryRuntimeError;

fn is_seen(expected: &'static str, before: impl FnOnce(), breaks: impl FnOnce()) {
	build().execute_with(|| {
		before();
		assert_eq!(Curators::do_try_state(), Ok(()));
		breaks();
		assert_eq!(Curators::do_try_state(), Err(TryRuntimeError::Other(expected)));
	});
}

fn change(change: impl FnOnce(&mut crate::CuratorInfo<u64>)) {
	Map::<Test>::mutate(ANNA, |info| change(info.as_mut().unwrap()));
}

#[test]
fn c1_is_seen_when_a_hold_goes_missing() {
	is_seen("C1: a curator's hold is not its collateral", seated, || {
		let reason = HoldReason::Collateral.into();
		assert_ok!(Balances::release(&reason, &ANNA, 1, Precision::Exact));
	});
}

#[test]
fn c1_is_seen_when_more_is_held_than_asked_for() {
	is_seen("C1: more is held than was asked for", seated, || change(|info| info.asked_cfx -= 1));
}

#[test]
fn c2_is_seen_when_more_is_kept_than_fits() {
	is_seen("C2: a curator keeps more than it has room for", seated, || {
		change(|info| info.used = LEAST + 1);
	});
}

#[test]
fn c3_is_seen_when_the_roster_is_out_of_order() {
	is_seen("C3: the roster is out of order", seated, || {
		Roster::<Test>::mutate(|roster| {
			let seat = roster[0].clone();
			roster.try_push(seat).unwrap();
		});
	});
}

#[test]
fn c3_is_seen_when_a_seat_is_nobodys() {
	is_seen("C3: a seat is nobody's", seated, || {
		Roster::<Test>::mutate(|roster| roster[0].curator = BORIS);
	});
}

#[test]
fn c3_is_seen_when_a_seat_lies() {
	for lie in 0..3 {
		is_seen("C3: a seat says what is not so", seated, || {
			Roster::<Test>::mutate(|roster| match lie {
				0 => roster[0].is_open = false,
				1 => roster[0].capacity += 1,
				_ => roster[0].region = Region::new(*b"FR").unwrap(),
			});
		});
	}
}

#[test]
fn c4_is_seen_when_a_newcomer_waits_twice() {
	is_seen("C4: a newcomer waits twice", registered, || {
		Newcomers::<Test>::mutate(|list| list.try_push(ANNA).unwrap());
	});
}

#[test]
fn c4_is_seen_when_a_newcomer_is_nobody() {
	is_seen("C4: a newcomer is not a live curator", registered, || {
		Newcomers::<Test>::mutate(|list| list.try_push(BORIS).unwrap());
	});
}

#[test]
fn c4_is_seen_when_a_curator_is_forgotten() {
	is_seen("C4: a live curator has no seat and waits for none", registered, || {
		Newcomers::<Test>::kill();
	});
}

#[test]
fn c5_is_seen_when_a_hot_key_is_not_its_curators() {
	is_seen("C5: a hot key is not its curator's", seated, || {
		HotKeys::<Test>::insert(NEW_HOT, ANNA)
	});
}

#[test]
fn c5_is_seen_when_a_hot_key_is_anothers_cold_account() {
	let before = || {
		seated();
		assert_ok!(Curators::register_curator(signed(BORIS), NEW_HOT, kr(), LEAST, reachable()));
	};
	is_seen("C5: a hot key is another's cold account", before, || {
		HotKeys::<Test>::remove(HOT);
		HotKeys::<Test>::insert(BORIS, ANNA);
		change(|info| info.hot_key = BORIS);
	});
}

#[test]
fn c5_is_seen_when_a_curator_has_no_hot_key() {
	is_seen("C5: a curator has no hot key", seated, || HotKeys::<Test>::remove(HOT));
}

#[test]
fn c6_is_seen_when_the_count_is_wrong() {
	is_seen("C6: the number of curators is wrong", seated, || {
		let key = frame_support::storage::storage_prefix(b"Curators", b"CounterForCurators");
		frame_support::storage::unhashed::put(&key, &3u32);
	});
}
