use super::propose;
use crate::{
	AcceptedBatch, AcceptedBatches, Batch, MAX_OPEN_BATCHES, OpenBatches, OpenBills, StoredBills,
	mock::*,
};

const ROUND: u64 = NOW - 1;

/// Breaks a good state and checks that this is what is seen.
fn broken(by: impl FnOnce(), seen: &'static str) {
	ExtBuilder::default().build().execute_with(|| {
		propose(proposal(ROUND)).unwrap();
		ProofOfView::do_try_state().unwrap();
		by();
		assert_eq!(ProofOfView::do_try_state(), Err(seen.into()));
	});
}

fn change(by: impl FnOnce(&mut Batch)) {
	OpenBatches::<Test>::mutate(ROUND, |batch| by(batch.as_mut().unwrap()));
}

fn accepted() -> AcceptedBatch {
	AcceptedBatch {
		hash: [0; 32],
		plays_root: [0; 32],
		plays: 1,
		ad_plays: 0,
		weight_ms: 1,
		minted_cfx: 1,
	}
}

#[test]
fn p1_is_seen_when_another_proposed() {
	broken(
		|| change(|batch| batch.proposer = (batch.proposer + 1) % 4),
		"P1: an open batch's proposer had no turn",
	);
}

#[test]
fn p2_is_seen_when_a_stranger_voted_or_one_voted_twice() {
	let seen = "P2: a vote is on both sides or of no authority";
	broken(|| change(|batch| batch.no = 1 << 4), seen);
	broken(|| change(|batch| batch.no = batch.yes), seen);
}

#[test]
fn p3_is_seen_when_a_decided_batch_stays_open() {
	broken(|| change(|batch| batch.yes = 0b1111), "P3: a decided batch is still open");
}

#[test]
fn p4_is_seen_when_a_round_is_open_and_accepted() {
	broken(
		|| AcceptedBatches::<Test>::insert(ROUND, accepted()),
		"P4: a round is open and accepted",
	);
}

#[test]
fn p7_is_seen_when_views_are_missing() {
	broken(
		|| AcceptedBatches::<Test>::insert(1, accepted()),
		"P7: titles count less than the accepted batches",
	);
}

#[test]
fn p8_is_seen_when_too_many_are_open() {
	broken(
		|| {
			let batch = OpenBatches::<Test>::get(ROUND).unwrap();
			for step in 1..=u64::from(MAX_OPEN_BATCHES) {
				// Same turn every four rounds.
				OpenBatches::<Test>::insert(ROUND - 4 * step, batch.clone());
			}
		},
		"P8: too many open batches",
	);
	broken(
		|| crate::AcceptedRing::<Test>::insert(0, ROUND),
		"P8: accepted batches and their ring differ",
	);
}

#[test]
fn p10_is_seen_when_bills_are_missing_or_left_behind() {
	let seen = "P10: an open batch has other bills than it says";
	broken(|| change(|batch| batch.bills = 1), seen);
	let leave = |round| {
		let bills: StoredBills = vec![small_bill().try_into().unwrap()].try_into().unwrap();
		OpenBills::<Test>::insert(round, bills);
	};
	broken(|| leave(ROUND), seen);
	broken(|| leave(ROUND - 1), "P10: bills of no open batch");
}
