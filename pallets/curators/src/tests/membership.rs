//! Coming, changing, going.

use super::{held, registered, seated, seats};
use crate::{Curators as Map, Error, Event, HotKeys, Newcomers, mock::*};
use frame_support::{assert_noop, assert_ok};
use reel_fragments::traits::{Curators as _, Standing};
use reel_primitives::Balance;
use sp_runtime::{DispatchError, TokenError};

const ASKED: Balance = RATE * LEAST as Balance;

#[test]
fn registering_holds_collateral_in_proportion_to_capacity() {
	run(|| {
		assert_ok!(Curators::register_curator(signed(ANNA), HOT, kr(), 3 * LEAST, reachable()));
		assert_eq!(held(ANNA), 3 * ASKED);
		System::assert_last_event(
			Event::CuratorRegistered {
				curator: ANNA,
				capacity: 3 * LEAST,
				region: kr(),
				collateral_cfx: 3 * ASKED,
			}
			.into(),
		);
		assert_eq!(Curators::curator_of_key(HOT), Some(ANNA));
		assert_eq!(Curators::curator_of_key(ANNA), Some(ANNA));
		assert_eq!(Curators::curator_of_key(NEW_HOT), None);
	});
}

#[test]
fn a_newcomer_is_seated_when_the_next_epoch_begins_with_a_placement_drawn_then() {
	run(|| {
		registered();
		assert_eq!(seats(), []);
		assert_eq!(Curators::seat_newcomers(&[1; 32]), 1);
		assert_eq!(seats(), [(ANNA, LEAST, true)]);
		let placement = Curators::roster()[0].placement;
		assert_ne!(placement, [0; 32]);
		assert_eq!(Curators::seat_newcomers(&[2; 32]), 0);
		assert_eq!(Curators::roster()[0].placement, placement, "and it stays");
	});
}

#[test]
fn the_cold_account_may_be_the_hot_key() {
	run(|| {
		assert_ok!(Curators::register_curator(signed(ANNA), ANNA, kr(), LEAST, reachable()));
		assert_eq!(HotKeys::<Test>::get(ANNA), Some(ANNA));
	});
}

#[test]
fn nobody_registers_twice_or_with_anothers_key() {
	run(|| {
		registered();
		let register =
			|who, hot| Curators::register_curator(signed(who), hot, kr(), LEAST, reachable());
		assert_noop!(register(ANNA, NEW_HOT), Error::<Test>::AlreadyRegistered);
		assert_noop!(register(BORIS, HOT), Error::<Test>::HotKeyTaken);
		assert_noop!(register(BORIS, ANNA), Error::<Test>::HotKeyTaken);
		assert_noop!(register(HOT, NEW_HOT), Error::<Test>::HotKeyTaken);
	});
}

#[test]
fn registering_refuses_what_is_out_of_range() {
	run(|| {
		let register =
			|capacity, at| Curators::register_curator(signed(ANNA), HOT, kr(), capacity, at);
		for capacity in [0, LEAST - 1, MOST + 1] {
			assert_noop!(register(capacity, reachable()), Error::<Test>::CapacityOutOfRange);
		}
		for at in [endpoints(&[]), endpoints(&[b""]), endpoints(&[b"/ip4", b"\xff"])] {
			assert_noop!(register(LEAST, at), Error::<Test>::EndpointInvalid);
		}
		CurrentRate::set(Balance::MAX);
		assert_noop!(register(LEAST, reachable()), Error::<Test>::SumOverflow);
	});
}

#[test]
fn registering_needs_the_collateral() {
	run(|| {
		assert_noop!(
			Curators::register_curator(signed(POOR), HOT, kr(), LEAST, reachable()),
			DispatchError::Token(TokenError::FundsUnavailable)
		);
	});
}

#[test]
fn there_is_room_for_so_many_curators_and_no_more() {
	run(|| {
		for who in [ANNA, BORIS, OTHERS[0], OTHERS[1]] {
			assert_ok!(Curators::register_curator(signed(who), who, kr(), LEAST, reachable()));
		}
		assert_noop!(
			Curators::register_curator(signed(OTHERS[2]), HOT, kr(), LEAST, reachable()),
			Error::<Test>::TooManyCurators
		);
		assert_eq!(Curators::curator_count(), (SEATS, SEATS));
	});
}

#[test]
fn less_capacity_counts_at_once_and_more_from_the_next_epoch_on() {
	run(|| {
		seated();
		assert_ok!(Curators::set_capacity(signed(ANNA), 5 * LEAST));
		assert_eq!((seats(), held(ANNA)), (vec![(ANNA, LEAST, true)], 5 * ASKED));
		Curators::seat_newcomers(&[2; 32]);
		assert_eq!(seats(), [(ANNA, 5 * LEAST, true)]);
		assert_ok!(Curators::set_capacity(signed(ANNA), 2 * LEAST));
		assert_eq!((seats(), held(ANNA)), (vec![(ANNA, 2 * LEAST, true)], 2 * ASKED));
	});
}

#[test]
fn capacity_that_is_in_use_cannot_be_taken_back() {
	run(|| {
		assert_ok!(Curators::register_curator(signed(ANNA), HOT, kr(), 3 * LEAST, reachable()));
		Curators::seat_newcomers(&[1; 32]);
		// 181 of 200 are more than 90 %, 180 are not.
		Curators::take_space(&ANNA, 181).unwrap();
		assert_noop!(Curators::set_capacity(signed(ANNA), 2 * LEAST), Error::<Test>::CapacityInUse);
		Curators::return_space(&ANNA, 1);
		assert_ok!(Curators::set_capacity(signed(ANNA), 2 * LEAST));
		assert_eq!(seats(), [(ANNA, 2 * LEAST, false)], "exactly 90 % is full");
	});
}

#[test]
fn a_new_rate_counts_when_the_capacity_is_set_again() {
	run(|| {
		seated();
		CurrentRate::set(2 * RATE);
		assert_eq!((held(ANNA), Curators::collateral_for(LEAST)), (ASKED, Some(2 * ASKED)));
		assert_eq!(seats(), [(ANNA, LEAST, true)], "who came before is not touched");
		assert_ok!(Curators::set_capacity(signed(ANNA), LEAST));
		assert_eq!(held(ANNA), 2 * ASKED);
	});
}

#[test]
fn a_replaced_hot_key_can_do_nothing_any_more() {
	run(|| {
		registered();
		assert_ok!(Curators::set_hot_key(signed(ANNA), NEW_HOT));
		assert_eq!(
			(Curators::curator_of(&HOT), Curators::curator_of(&NEW_HOT)),
			(None, Some(ANNA))
		);
		assert_noop!(
			Curators::set_endpoints(signed(HOT), reachable()),
			Error::<Test>::CuratorNotFound
		);
		assert_ok!(Curators::set_endpoints(signed(NEW_HOT), endpoints(&[b"https://a.example"])));
		assert_noop!(Curators::set_hot_key(signed(NEW_HOT), HOT), Error::<Test>::CuratorNotFound);
	});
}

#[test]
fn nobody_occupies_anothers_account_by_naming_it_as_a_hot_key() {
	run(|| {
		assert_ok!(Curators::register_curator(signed(ANNA), BORIS, kr(), LEAST, reachable()));
		let register =
			|| Curators::register_curator(signed(BORIS), NEW_HOT, kr(), LEAST, reachable());
		assert_noop!(register(), Error::<Test>::HotKeyTaken);
		assert_ok!(Curators::refuse_hot_key(signed(BORIS)));
		System::assert_last_event(Event::HotKeySet { curator: ANNA, hot_key: ANNA }.into());
		assert_ok!(register());
		assert_noop!(Curators::refuse_hot_key(signed(ANNA)), Error::<Test>::CuratorNotFound);
		assert_noop!(Curators::refuse_hot_key(signed(POOR)), Error::<Test>::CuratorNotFound);
		assert_ok!(Curators::set_hot_key(signed(ANNA), HOT));
	});
}

#[test]
fn leaving_takes_the_cool_down_and_gives_everything_back() {
	run(|| {
		seated();
		assert_noop!(Curators::finish_leave(signed(ANNA)), Error::<Test>::StillLive);
		assert_ok!(Curators::leave(signed(ANNA)));
		let until = NOW + COOL_DOWN;
		assert_eq!(Curators::standing_of(ANNA), Some(Standing::Leaving { until }));
		assert_eq!(seats(), []);
		assert_noop!(Curators::leave(signed(ANNA)), Error::<Test>::NotLive);
		assert_noop!(Curators::set_capacity(signed(ANNA), LEAST), Error::<Test>::NotLive);
		CurrentRound::set(until - 1);
		assert_noop!(Curators::finish_leave(signed(ANNA)), Error::<Test>::CoolingDown);
		CurrentRound::set(until);
		assert_ok!(Curators::finish_leave(signed(ANNA)));
		assert_eq!((held(ANNA), Balances::free_balance(ANNA)), (0, RICH));
		assert_eq!((Map::<Test>::get(ANNA), HotKeys::<Test>::get(HOT)), (None, None));
		assert_noop!(Curators::finish_leave(signed(ANNA)), Error::<Test>::CuratorNotFound);
		registered();
	});
}

#[test]
fn a_chain_may_begin_with_a_cool_down_of_its_own() {
	use sp_runtime::BuildStorage;
	let of = |cool_down_rounds| {
		let curators = crate::GenesisConfig { cool_down_rounds, ..Default::default() };
		let genesis = RuntimeGenesisConfig { curators, ..Default::default() };
		let mut ext = sp_io::TestExternalities::from(genesis.build_storage().unwrap());
		ext.execute_with(crate::CoolDown::<Test>::get)
	};
	assert_eq!((of(None), of(Some(7))), (COOL_DOWN, 7));
	run(|| {
		crate::CoolDown::<Test>::put(7);
		seated();
		assert_ok!(Curators::leave(signed(ANNA)));
		assert_eq!(Curators::standing_of(ANNA), Some(Standing::Leaving { until: NOW + 7 }));
	});
}

#[test]
fn who_still_keeps_something_cannot_go() {
	run(|| {
		seated();
		Curators::take_space(&ANNA, 10).unwrap();
		assert_ok!(Curators::leave(signed(ANNA)));
		CurrentRound::set(NOW + COOL_DOWN);
		assert_noop!(Curators::finish_leave(signed(ANNA)), Error::<Test>::StillKeeping);
		Curators::return_space(&ANNA, 10);
		assert_ok!(Curators::finish_leave(signed(ANNA)));
	});
}

#[test]
fn a_newcomer_that_leaves_is_never_seated() {
	run(|| {
		registered();
		assert_ok!(Curators::leave(signed(ANNA)));
		assert!(Newcomers::<Test>::get().is_empty());
		assert_eq!(Curators::seat_newcomers(&[1; 32]), 0);
		assert_eq!(seats(), []);
	});
}

#[test]
fn governance_can_make_a_curator_leave_and_nobody_else() {
	run(|| {
		seated();
		assert_noop!(Curators::remove_curator(signed(BORIS), ANNA), DispatchError::BadOrigin);
		assert_noop!(
			Curators::remove_curator(RuntimeOrigin::root(), BORIS),
			Error::<Test>::CuratorNotFound
		);
		assert_ok!(Curators::remove_curator(RuntimeOrigin::root(), ANNA));
		assert_eq!(held(ANNA), ASKED, "the collateral stays through the cool-down");
	});
}
