//! Tests, by what they are about.

mod directory;
mod invariants;
mod membership;

use crate::mock::*;
use frame_support::assert_ok;
use reel_fragments::traits::Curators as _;

/// ANNA, registered with the least capacity and HOT.
fn registered() {
	assert_ok!(Curators::register_curator(signed(ANNA), HOT, kr(), LEAST, reachable()));
}

/// The same, and seated.
fn seated() {
	registered();
	assert_eq!(<Curators as reel_fragments::traits::Curators<u64>>::seat_newcomers(&[1; 32]), 1);
}

fn held(who: u64) -> reel_primitives::Balance {
	use frame_support::traits::fungible::InspectHold;
	Balances::balance_on_hold(&crate::HoldReason::Collateral.into(), &who)
}

fn seats() -> Vec<(u64, u32, bool)> {
	Curators::roster().into_iter().map(|seat| (seat.curator, seat.capacity, seat.is_open)).collect()
}
