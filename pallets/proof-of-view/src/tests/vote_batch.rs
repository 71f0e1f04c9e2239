use super::{propose, vote};
use crate::{
	AcceptedBatches, Authorities, Error, Event, LastVoted, REMEMBERED_BATCHES, REMEMBERED_SESSIONS,
	mock::*, offences::BAD_BATCH_SLASH,
};
use frame_support::{
	assert_noop, assert_ok,
	pallet_prelude::{Authorize, InvalidTransaction, TransactionSource},
	traits::Hooks,
};
use frame_system::RawOrigin;
use reel_primitives::batch::{BATCH_DEADLINE_ROUNDS, BatchVote};

const ROUND: u64 = NOW - 1;

/// The three authorities that did not propose for [`ROUND`].
fn others() -> [u32; 3] {
	[1, 2, 3].map(|step| (turn(ROUND) + step) % 4)
}

#[test]
fn three_of_four_pay_the_round() {
	ExtBuilder::default().build_and_execute(|| {
		let [a, b, _] = others();
		assert_ok!(propose(proposal(ROUND)));
		assert_ok!(vote(ROUND, a, true));
		assert!(Paid::get().is_empty(), "two of four are below 51 %");
		assert_ok!(vote(ROUND, b, true));
		let mut paid = vec![account(turn(ROUND)), account(a), account(b)];
		paid.sort();
		assert_eq!(Paid::get(), [(ROUND, paid)]);
		assert!(AcceptedBatches::<Test>::contains_key(ROUND));
		System::assert_last_event(
			Event::BatchAccepted {
				round: ROUND,
				batch: proposal(ROUND).hash(),
				plays: 2,
				minted_cfx: REWARD,
			}
			.into(),
		);
	});
}

#[test]
fn two_of_four_reject_and_the_proposer_is_reported() {
	ExtBuilder::default().build_and_execute(|| {
		let [a, b, _] = others();
		assert_ok!(propose(proposal(ROUND)));
		assert_ok!(vote(ROUND, a, false));
		assert_ok!(vote(ROUND, b, false));
		assert!(Paid::get().is_empty());
		assert!(ProofOfView::open_batches().is_empty());
		assert_eq!(
			Offences::get(),
			[(*b"reel:bad-batch__", ROUND, account(turn(ROUND)), BAD_BATCH_SLASH)]
		);
	});
}

#[test]
fn an_authority_votes_once() {
	ExtBuilder::default().build_and_execute(|| {
		let [a, ..] = others();
		assert_ok!(propose(proposal(ROUND)));
		assert_noop!(vote(ROUND, turn(ROUND), true), Error::<Test>::BatchAlreadyVoted);
		assert_ok!(vote(ROUND, a, true));
		assert_noop!(vote(ROUND, a, true), Error::<Test>::BatchAlreadyVoted);
		assert_noop!(vote(ROUND, a, false), Error::<Test>::BatchAlreadyVoted);
	});
}

#[test]
fn refuses_votes_that_are_nobodys_or_on_nothing() {
	ExtBuilder::default().build_and_execute(|| {
		let [a, b, _] = others();
		assert_noop!(vote(ROUND, a, true), Error::<Test>::BatchNotOpen);
		assert_ok!(propose(proposal(ROUND)));
		assert_noop!(vote(ROUND, 9, true), Error::<Test>::AuthorityUnknown);
		let ballot = BatchVote { round: ROUND, batch: proposal(ROUND).hash(), approve: true };
		let cast = |ballot: BatchVote, session, signer| {
			ProofOfView::vote_batch(
				RawOrigin::Authorized.into(),
				ballot,
				a,
				session,
				sign_vote(signer, session, &ballot),
			)
			.map_err(|error| error.error)
		};
		assert_noop!(cast(ballot, 0, b), Error::<Test>::SignatureMismatch);
		assert_noop!(cast(ballot, 1, a), Error::<Test>::SessionMismatch);
		assert_noop!(
			cast(BatchVote { batch: [9; 32], ..ballot }, 0, a),
			Error::<Test>::BatchNotOpen
		);
	});
}

#[test]
fn the_pool_refuses_what_the_call_refuses() {
	ExtBuilder::default().build_and_execute(|| {
		let [a, b, _] = others();
		assert_ok!(propose(proposal(ROUND)));
		let ballot = BatchVote { round: ROUND, batch: proposal(ROUND).hash(), approve: true };
		let admission = |ballot: BatchVote, signer| {
			let signature = sign_vote(signer, 0, &ballot);
			crate::Call::<Test>::vote_batch { vote: ballot, authority: a, session: 0, signature }
				.authorize(TransactionSource::External)
				.unwrap()
				.map(|(valid, _)| valid)
		};
		let valid = admission(ballot, a).unwrap();
		assert_eq!(valid.provides.len(), 1, "one vote for each round and authority in the pool");
		assert_eq!(admission(ballot, b), Err(InvalidTransaction::BadProof.into()));
		assert_eq!(
			admission(BatchVote { round: 1, ..ballot }, a),
			Err(InvalidTransaction::Stale.into())
		);
	});
}

#[test]
fn the_authorities_of_the_batchs_session_vote_on_it_in_the_next() {
	ExtBuilder::default().build_and_execute(|| {
		let [a, b, _] = others();
		assert_ok!(propose(proposal(ROUND)));
		begin_session(1, 10, 4);
		assert_ok!(vote(ROUND, a, true));
		assert_ok!(vote(ROUND, b, true));
		assert_eq!(Paid::get().len(), 1);
	});
}

#[test]
fn a_rejected_round_gets_no_second_batch() {
	ExtBuilder::default().build_and_execute(|| {
		let [a, b, _] = others();
		assert_ok!(propose(proposal(ROUND)));
		assert_ok!(vote(ROUND, a, false));
		assert_ok!(vote(ROUND, b, false));
		// The same signed proposal, kept and sent again.
		assert_noop!(propose(proposal(ROUND)), Error::<Test>::RoundHasBatch);
	});
}

#[test]
fn nothing_decides_a_batch_past_its_time() {
	ExtBuilder::default().build_and_execute(|| {
		let [a, b, _] = others();
		assert_ok!(propose(proposal(ROUND)));
		assert_ok!(vote(ROUND, a, true));
		CurrentRound::set(ROUND + BATCH_DEADLINE_ROUNDS + 1);
		assert_noop!(vote(ROUND, b, true), Error::<Test>::BatchNotOpen);
	});
}

#[test]
fn a_batch_lapses_when_a_later_round_is_paid_first() {
	ExtBuilder::default().build_and_execute(|| {
		let early = ROUND - 1;
		assert_ok!(propose(proposal(early)));
		assert_ok!(propose(proposal(ROUND)));
		let [a, b, _] = others();
		assert_ok!(vote(ROUND, a, true));
		assert_ok!(vote(ROUND, b, true));
		assert_noop!(vote(early, ROUND as u32 % 4, true), Error::<Test>::BatchNotOpen);
		ProofOfView::on_initialize(2);
		System::assert_last_event(
			Event::BatchLapsed { round: early, batch: proposal(early).hash() }.into(),
		);
		assert_eq!(Paid::get().len(), 1);
	});
}

#[test]
fn a_batch_that_cannot_be_paid_lapses() {
	ExtBuilder::default().build_and_execute(|| {
		let [a, b, _] = others();
		assert_ok!(propose(proposal(ROUND)));
		assert_ok!(vote(ROUND, a, true));
		IsRefusing::set(true);
		assert_ok!(vote(ROUND, b, true));
		System::assert_last_event(
			Event::BatchLapsed { round: ROUND, batch: proposal(ROUND).hash() }.into(),
		);
		assert!(!AcceptedBatches::<Test>::contains_key(ROUND));
	});
}

#[test]
fn the_oldest_accepted_batch_makes_room() {
	ExtBuilder { authorities: 1 }.build_and_execute(|| {
		for round in ROUND..=ROUND + REMEMBERED_BATCHES {
			CurrentRound::set(round + 1);
			let batch = proposal(round);
			let signature = sign_proposal(0, 0, &batch);
			assert_ok!(ProofOfView::propose_batch(
				RawOrigin::Authorized.into(),
				batch,
				0,
				0,
				signature
			));
		}
		assert!(!AcceptedBatches::<Test>::contains_key(ROUND));
		assert_eq!(AcceptedBatches::<Test>::iter().count() as u64, REMEMBERED_BATCHES);
	});
}

#[test]
fn a_validator_that_votes_lately_shares_and_one_that_stopped_does_not() {
	ExtBuilder::default().build_and_execute(|| {
		for round in NOW - 2..NOW {
			assert_ok!(propose(proposal(round)));
			let voters = (0..4).filter(|index| *index != turn(round));
			// The last of the others comes too late to decide, in the first round only.
			for index in voters.take(2) {
				assert_ok!(vote(round, index, true));
			}
		}
		let sharers = Paid::get().iter().map(|(_, who)| who.len()).collect::<Vec<_>>();
		assert_eq!(sharers[0], 3);
		assert!(sharers[1] >= 3);
		// Twenty-five rounds later none of the old votes counts.
		CurrentRound::set(NOW + 25);
		let round = NOW + 24;
		assert_ok!(propose(proposal(round)));
		for index in (0..4).filter(|index| *index != turn(round)).take(2) {
			assert_ok!(vote(round, index, true));
		}
		assert_eq!(Paid::get().last().unwrap().1.len(), 3);
	});
}

#[test]
fn old_sessions_and_their_voters_are_forgotten() {
	ExtBuilder::default().build_and_execute(|| {
		assert_ok!(propose(proposal(ROUND)));
		let [a, b, _] = others();
		assert_ok!(vote(ROUND, a, true));
		assert_ok!(vote(ROUND, b, true));
		for session in 1..=REMEMBERED_SESSIONS {
			begin_session(session, 10, 4);
		}
		assert!(!Authorities::<Test>::contains_key(0));
		assert_eq!(LastVoted::<Test>::iter().count(), 0);
		assert_eq!(ProofOfView::session_authorities().0, REMEMBERED_SESSIONS);
	});
}
