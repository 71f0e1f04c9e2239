use super::claim::pay_large;
use crate::{ClaimedLeaves, ExpiryQueue, OpenTotal, OwedTotal, Rounds, TotalPaid, mock::*};
use frame_support::traits::fungible::Mutate;

/// Breaks a good state and checks that this is what is seen.
fn broken(by: impl FnOnce(), seen: &'static str) {
	ExtBuilder.build().execute_with(|| {
		pay_large(10);
		Payouts::do_try_state().unwrap();
		by();
		assert_eq!(Payouts::do_try_state(), Err(seen.into()));
	});
}

#[test]
fn i1_is_seen_when_the_pot_is_robbed() {
	broken(
		|| {
			Balances::set_balance(&Payouts::pot(), ED);
		},
		"I1: the pot does not cover its ledger",
	);
}

#[test]
fn i2_is_seen_when_the_total_owed_drifts() {
	broken(
		|| {
			OwedTotal::<Test>::put(1);
			TotalPaid::<Test>::mutate(|paid| *paid -= 1);
		},
		"I2: the total owed is not the sum of what is owed",
	);
}

#[test]
fn i3_is_seen_when_the_total_open_drifts() {
	broken(
		|| OpenTotal::<Test>::mutate(|open| *open -= 1),
		"I3: the total open is not the sum of what is open",
	);
	broken(
		|| Rounds::<Test>::mutate(10, |r| r.as_mut().unwrap().claimed_cfx = u128::MAX),
		"I3: a round was claimed beyond its part",
	);
}

#[test]
fn i4_is_seen_when_a_bit_is_set_without_a_claim() {
	broken(
		|| ClaimedLeaves::<Test>::insert(10, 0, [1; 32]),
		"I4: a bitmap does not match its count",
	);
}

#[test]
fn i5_is_seen_when_the_queue_loses_a_round() {
	broken(|| ExpiryQueue::<Test>::remove(0), "I5: the expiry queue has a gap");
	broken(|| ExpiryQueue::<Test>::insert(0, 11), "I5: a queued round does not exist");
	broken(|| ExpiryQueue::<Test>::insert(9, 10), "I5: a round is not in the expiry queue");
}

#[test]
fn i6_is_seen_when_a_payment_is_not_booked() {
	broken(
		|| TotalPaid::<Test>::mutate(|paid| *paid -= 1),
		"I6: what was received is not paid, owed or open",
	);
}
