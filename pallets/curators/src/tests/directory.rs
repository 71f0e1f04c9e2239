//! What the keeper of contracts does to curators.

use super::{held, seated, seats};
use crate::{Curators as Map, Error, Event, mock::*};
use frame_support::{assert_noop, assert_ok};
use reel_fragments::traits::{Curators as _, SpaceRefusal, Standing};
use reel_primitives::Balance;

const ASKED: Balance = RATE * LEAST as Balance;

#[test]
fn space_is_taken_up_to_ninety_percent() {
	run(|| {
		seated();
		assert_eq!(Curators::take_space(&ANNA, 91), Err(SpaceRefusal::Full));
		assert_eq!(Curators::take_space(&ANNA, u32::MAX), Err(SpaceRefusal::Full));
		assert_eq!(Curators::take_space(&ANNA, 89), Ok(()));
		assert_eq!(seats(), [(ANNA, LEAST, true)]);
		assert_eq!(Curators::take_space(&ANNA, 1), Ok(()));
		assert_eq!(seats(), [(ANNA, LEAST, false)], "a full seat is closed");
		Curators::return_space(&ANNA, 1);
		assert_eq!(seats(), [(ANNA, LEAST, true)]);
		assert_eq!(Curators::take_space(&BORIS, 1), Err(SpaceRefusal::NotLive));
	});
}

#[test]
fn a_slash_goes_to_the_treasury_and_closes_the_seat() {
	run(|| {
		seated();
		// 2.5 % of 700, rounded down.
		assert_eq!(Curators::slash(&ANNA, 250), 17);
		assert_eq!((held(ANNA), Balances::free_balance(TREASURY)), (ASKED - 17, ED + 17));
		System::assert_last_event(
			Event::CollateralSlashed { curator: ANNA, amount_cfx: 17, left_cfx: ASKED - 17 }.into(),
		);
		assert_eq!(seats(), [(ANNA, LEAST, false)]);
		assert_eq!(Curators::take_space(&ANNA, 1), Err(SpaceRefusal::Uncovered));
		assert_ok!(Curators::set_capacity(signed(ANNA), LEAST));
		assert_eq!((held(ANNA), seats()), (ASKED, vec![(ANNA, LEAST, true)]), "completed again");
	});
}

#[test]
fn no_more_is_slashed_than_there_is() {
	run(|| {
		seated();
		assert_eq!(Curators::slash(&ANNA, 9_000), ASKED * 9 / 10);
		assert_eq!(Curators::slash(&ANNA, 9_000), ASKED / 10);
		assert_eq!(Curators::slash(&ANNA, 9_000), 0);
		assert_eq!(Curators::slash(&BORIS, 9_000), 0);
		assert_eq!((held(ANNA), Balances::free_balance(TREASURY)), (0, ED + ASKED));
	});
}

#[test]
fn an_ejected_curator_waits_for_what_is_left() {
	run(|| {
		seated();
		Curators::take_space(&ANNA, 10).unwrap();
		Curators::slash(&ANNA, 5_000);
		Curators::eject(&ANNA);
		let until = NOW + COOL_DOWN;
		assert_eq!(Curators::standing(&ANNA), Some(Standing::Ejected { until }));
		assert_eq!(seats(), []);
		CurrentRound::set(until);
		Curators::eject(&ANNA);
		assert_eq!(Curators::standing(&ANNA), Some(Standing::Ejected { until }), "once is enough");
		assert_noop!(Curators::finish_leave(signed(ANNA)), Error::<Test>::StillKeeping);
		Curators::return_space(&ANNA, 10);
		assert_ok!(Curators::finish_leave(signed(ANNA)));
		assert_eq!(Balances::free_balance(ANNA), RICH - ASKED / 2);
	});
}

#[test]
fn who_is_leaving_can_still_be_slashed_and_ejected() {
	run(|| {
		seated();
		assert_ok!(Curators::leave(signed(ANNA)));
		assert_eq!(Curators::slash(&ANNA, 10_000), ASKED);
		CurrentRound::set(NOW + 5);
		Curators::eject(&ANNA);
		let until = NOW + 5 + COOL_DOWN;
		assert_eq!(Map::<Test>::get(ANNA).unwrap().standing, Standing::Ejected { until });
	});
}

#[test]
fn seats_are_told_in_pages() {
	run(|| {
		for who in [OTHERS[0], ANNA, BORIS] {
			assert_ok!(Curators::register_curator(signed(who), who, kr(), LEAST, reachable()));
		}
		assert_eq!(Curators::seat_newcomers(&[1; 32]), 3);
		let page = |from, limit| -> Vec<u64> {
			Curators::seats(from, limit).into_iter().map(|seat| seat.curator).collect()
		};
		assert_eq!(page(0, u32::MAX), [ANNA, BORIS, OTHERS[0]]);
		assert_eq!((page(1, 1), page(3, 9)), (vec![BORIS], vec![]));
		assert_eq!(Curators::region(&ANNA), Some(kr()));
		assert_eq!(Curators::region(&HOT), None);
	});
}
