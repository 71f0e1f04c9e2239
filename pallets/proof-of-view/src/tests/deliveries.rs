//! Purchases that a batch delivers.

use super::{propose, vote};
use crate::{Error, Event, mock::*};
use codec::Encode;
use frame_support::{assert_noop, assert_ok, dispatch::GetDispatchInfo, weights::Weight};
use frame_system::RawOrigin;
use reel_primitives::{
	batch::{BatchProposal, BatchVote},
	market::{MAX_DELIVERIES, PurchaseId},
};

const ROUND: u64 = NOW - 1;

fn delivering(purchases: impl Into<Vec<PurchaseId>>) -> BatchProposal {
	BatchProposal { delivered: purchases.into(), ..proposal(ROUND) }
}

/// The three authorities that did not propose for [`ROUND`].
fn others() -> [u32; 3] {
	[1, 2, 3].map(|step| (turn(ROUND) + step) % 4)
}

/// What `purchases` are charged for.
fn delivery(purchases: u64) -> Weight {
	Weight::from_parts(DELIVERY.0, DELIVERY.1).saturating_mul(purchases)
}

#[test]
fn what_a_batch_delivers_is_told_once_it_is_accepted_and_not_before() {
	ExtBuilder::default().build_and_execute(|| {
		let [a, b, _] = others();
		assert_ok!(propose(delivering([3, 9])));
		assert_eq!(ProofOfView::open_batches()[0].delivered, [3, 9]);
		assert_ok!(vote(ROUND, a, true));
		assert!(Delivered::get().is_empty());
		assert_ok!(vote(ROUND, b, true));
		assert_eq!(Delivered::get(), [vec![3, 9]]);
	});
}

#[test]
fn a_batch_that_delivers_nothing_tells_nothing() {
	ExtBuilder { authorities: 1 }.build_and_execute(|| {
		let batch = proposal(ROUND);
		let signature = sign_proposal(0, 0, &batch);
		let origin = RawOrigin::Authorized.into();
		assert_ok!(ProofOfView::propose_batch(origin, batch, 0, 0, signature));
		assert!(Delivered::get().is_empty());
	});
}

#[test]
fn a_batch_that_is_voted_down_or_cannot_be_paid_delivers_nothing() {
	for is_paid in [true, false] {
		ExtBuilder::default().build_and_execute(|| {
			IsRefusing::set(!is_paid);
			let [a, b, _] = others();
			assert_ok!(propose(delivering([3])));
			assert_ok!(vote(ROUND, a, !is_paid));
			assert_ok!(vote(ROUND, b, !is_paid));
			assert!(ProofOfView::open_batches().is_empty());
			assert!(Delivered::get().is_empty());
		});
	}
}

#[test]
fn refuses_purchases_that_are_too_many_twice_or_out_of_order() {
	ExtBuilder::default().build_and_execute(|| {
		let too_many: Vec<PurchaseId> = (0..=MAX_DELIVERIES.into()).collect();
		for bad in [vec![4, 4], vec![4, 3], vec![1, 3, 2], too_many] {
			assert_noop!(propose(delivering(bad)), Error::<Test>::TotalsInconsistent);
		}
		let most: Vec<PurchaseId> = (0..MAX_DELIVERIES.into()).collect();
		assert_ok!(propose(delivering(most)));
	});
}

#[test]
fn purchases_are_part_of_what_is_voted_on() {
	ExtBuilder::default().build_and_execute(|| {
		let batch = delivering([3]);
		assert_ne!(batch.hash(), proposal(ROUND).hash());
		assert_ne!(batch.hash(), delivering([4]).hash());
		assert_ok!(propose(batch.clone()));
		// A yes to the batch without them is none to this one.
		let ballot = BatchVote { round: ROUND, batch: proposal(ROUND).hash(), approve: true };
		let [a, ..] = others();
		let signature = sign_vote(a, 0, &ballot);
		let cast = ProofOfView::vote_batch(RawOrigin::Authorized.into(), ballot, a, 0, signature);
		assert_eq!(cast.map_err(|error| error.error), Err(Error::<Test>::BatchNotOpen.into()));
		let open = &ProofOfView::open_batches()[0];
		assert_eq!((open.batch, open.delivered.encode()), (batch.hash(), vec![3u64].encode()));
	});
}

#[test]
fn two_proposals_that_differ_in_a_purchase_are_an_equivocation() {
	use crate::{EquivocationProof, SignedStatement, Statement};
	ExtBuilder::default().build_and_execute(|| {
		let index = turn(ROUND);
		let signed = |batch: BatchProposal| SignedStatement {
			signature: sign_proposal(index, 0, &batch),
			statement: Statement::Proposal(batch),
		};
		let proof = EquivocationProof {
			session: 0,
			offender: sp_core::Pair::public(&pair(index)),
			first: signed(delivering([1])),
			second: signed(delivering([2])),
		};
		assert_ok!(ProofOfView::report_equivocation(
			RawOrigin::Signed(account(9)).into(),
			Box::new(proof.clone()),
			TestKeyOwner { session: 0 },
		));
		let event = Event::EquivocationReported { offender: proof.offender, round: ROUND };
		System::assert_has_event(event.into());
	});
}

#[test]
fn the_deciding_statement_is_charged_what_it_delivers_and_every_vote_the_most_at_first() {
	ExtBuilder::default().build_and_execute(|| {
		let charged = |vote: BatchVote| {
			let signature = sign_vote(0, 0, &vote);
			let call =
				crate::Call::<Test>::vote_batch { vote, authority: 0, session: 0, signature };
			call.get_dispatch_info().call_weight
		};
		let cast = |vote: BatchVote, index| {
			let signature = sign_vote(index, 0, &vote);
			let origin = RawOrigin::Authorized.into();
			ProofOfView::vote_batch(origin, vote, index, 0, signature).unwrap().actual_weight
		};
		use crate::WeightInfo;
		let batch = delivering([3, 9]);
		let call = |batch: &BatchProposal| {
			let signature = sign_proposal(0, 0, batch);
			let proposal = batch.clone();
			crate::Call::<Test>::propose_batch { proposal, authority: 0, session: 0, signature }
				.get_dispatch_info()
				.call_weight
		};
		assert_eq!(call(&batch), call(&proposal(ROUND)) + delivery(2));
		assert_ok!(propose(batch.clone()));
		let ballot = BatchVote { round: ROUND, batch: batch.hash(), approve: true };
		assert!(
			charged(ballot).all_gte(<()>::accept_batch(1, 2, 4) + delivery(MAX_DELIVERIES.into()))
		);
		let [a, b, _] = others();
		assert_eq!(cast(ballot, a), Some(<()>::vote_batch()));
		assert_eq!(cast(ballot, b), Some(<()>::accept_batch(1, 2, 4) + delivery(2)));
	});
}
