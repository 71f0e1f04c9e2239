use super::{claim::pay_large, sums::Sums};
use crate::{
	ClaimedLeaves, ExpiryQueue, Generations, OpenTotal, OwedTotal, Rounds, SumTrees, Summed,
	Summing, SumsOpen, SumsPaid, TotalPaid, mock::*,
};
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

/// The same of a state with sums of round 10, one of which was claimed, and a step that takes round 11.
fn broken_sums(by: impl FnOnce(), seen: &'static str) {
	ExtBuilder.build().execute_with(|| {
		let mut sums = Sums::default();
		pay_large(10);
		CurrentRound::set(15);
		sums.step(&[10]).unwrap();
		sums.claim(7, 7).unwrap();
		pay_large(11);
		CurrentRound::set(20);
		sums.open(&[11]).unwrap();
		Payouts::do_try_state().unwrap();
		by();
		assert_eq!(Payouts::do_try_state(), Err(seen.into()));
	});
}

#[test]
fn i7_is_seen_when_sums_drift() {
	broken_sums(
		|| {
			SumsOpen::<Test>::mutate(|open| *open -= 1);
			TotalPaid::<Test>::mutate(|paid| *paid += 1);
		},
		"I7: the total of open sums is not the sum of them",
	);
	broken_sums(
		|| SumsPaid::<Test>::mutate(1, 1_007, |paid| *paid += 1),
		"I7: what was paid of sums is not what accounts got of them",
	);
}

#[test]
fn i8_is_seen_when_a_generation_is_lost_or_another_ends_nowhere() {
	broken_sums(
		|| Generations::<Test>::put((1, 2)),
		"I8: there are more or fewer generations than are open",
	);
	broken_sums(
		|| SumTrees::<Test>::mutate(1, |tree| tree.as_mut().unwrap().expires_in = Some(99)),
		"I8: another generation than the running one has no end",
	);
}

#[test]
fn i9_is_seen_when_a_round_of_the_step_moves() {
	broken_sums(
		|| Summing::<Test>::mutate(|taken| taken.as_mut().unwrap().open_cfx -= 1),
		"I9: a round that is summed up was claimed from",
	);
	broken_sums(
		|| Summing::<Test>::mutate(|taken| taken.as_mut().unwrap().rounds = 2),
		"I9: a round that is summed up is not there",
	);
	broken_sums(|| Summed::<Test>::put(99), "I9: more was summed up than there were rounds");
}
