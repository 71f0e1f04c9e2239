//! Steps of sums: who proposes, who votes, what becomes of them.

use crate::{Error, Event, LastStepTurn, OpenStep, mock::*, offences::BAD_BATCH_SLASH};
use frame_support::{
	assert_noop, assert_ok,
	pallet_prelude::{Authorize, InvalidTransaction, TransactionSource},
	traits::Hooks,
};
use frame_system::RawOrigin;
use reel_primitives::sums::{STEP_DEADLINE_ROUNDS, SumProposal, SumVote};
use sp_runtime::DispatchError;

const ROUND: u64 = NOW - 1;

/// The three authorities whose turn [`ROUND`] is not.
fn others() -> [u32; 3] {
	[1, 2, 3].map(|step| (turn(ROUND) + step) % 4)
}

fn propose(step: SumProposal) -> Result<(), DispatchError> {
	let index = turn(step.round);
	let signature = sign_step(index, Session::get(), &step);
	let origin = RawOrigin::Authorized.into();
	ProofOfView::propose_step(origin, step, index, Session::get(), signature)
		.map(|_| ())
		.map_err(|error| error.error)
}

fn cast(vote: SumVote, index: u32, session: u32, signer: u32) -> Result<(), DispatchError> {
	let signature = sign_step_vote(signer, session, &vote);
	ProofOfView::vote_step(RawOrigin::Authorized.into(), vote, index, session, signature)
		.map(|_| ())
		.map_err(|error| error.error)
}

fn vote(index: u32, approve: bool) -> Result<(), DispatchError> {
	cast(SumVote { proposal: step(ROUND).hash(), approve }, index, 0, index)
}

#[test]
fn three_of_four_take_a_step() {
	ExtBuilder::default().build_and_execute(|| {
		let [a, b, _] = others();
		assert_ok!(propose(step(ROUND)));
		let open = ProofOfView::sums().open.unwrap();
		assert_eq!((open.proposal, open.voted), (step(ROUND), vec![turn(ROUND)]));
		assert_ok!(vote(a, true));
		assert!(Steps::get().0.is_empty(), "two of four are below 51 %");
		assert_ok!(vote(b, true));
		assert_eq!(Steps::get(), (vec![step(ROUND)], false));
		let proposal = step(ROUND).hash();
		System::assert_last_event(Event::StepAccepted { step: 0, generation: 1, proposal }.into());
		assert_noop!(vote(others()[2], true), Error::<Test>::StepNotOpen);
	});
}

#[test]
fn two_of_four_refuse_a_step_its_proposer_is_reported_and_the_next_turn_proposes_again() {
	ExtBuilder::default().build_and_execute(|| {
		let [a, b, c] = others();
		assert_ok!(propose(step(ROUND)));
		assert_ok!(vote(a, false));
		assert_ok!(vote(b, false));
		assert_eq!(Steps::get(), (vec![], false), "its rounds are open again");
		assert_eq!(
			Offences::get(),
			[(*b"reel:bad-batch__", ROUND, account(turn(ROUND)), BAD_BATCH_SLASH)]
		);
		assert_noop!(vote(c, true), Error::<Test>::StepNotOpen);
		// Nobody puts it, or another of that turn, to the vote again.
		assert_noop!(propose(step(ROUND)), Error::<Test>::RoundTooOld);
		assert_noop!(propose(step(ROUND - 1)), Error::<Test>::RoundTooOld);
		CurrentRound::set(NOW + 1);
		assert_ok!(propose(step(NOW)));
	});
}

#[test]
fn a_step_that_nobody_decides_lapses_and_an_absent_proposer_holds_up_nothing() {
	ExtBuilder::default().build_and_execute(|| {
		let [a, ..] = others();
		assert_ok!(propose(step(ROUND)));
		assert_noop!(propose(step(ROUND)), Error::<Test>::RoundTooOld);
		CurrentRound::set(NOW + 1);
		assert_noop!(propose(step(NOW)), Error::<Test>::StepOpen);
		CurrentRound::set(ROUND + STEP_DEADLINE_ROUNDS);
		ProofOfView::on_initialize(2);
		assert!(OpenStep::<Test>::exists(), "not before its time");
		CurrentRound::set(ROUND + STEP_DEADLINE_ROUNDS + 1);
		assert_noop!(vote(a, true), Error::<Test>::StepNotOpen);
		ProofOfView::on_initialize(3);
		assert!(!OpenStep::<Test>::exists());
		assert_eq!(Steps::get(), (vec![], false), "its rounds are open again");
		System::assert_last_event(Event::StepLapsed { proposal: step(ROUND).hash() }.into());
		// Whoever has the next turn proposes; the turns between were nobody's.
		assert_ok!(propose(step(ROUND + STEP_DEADLINE_ROUNDS)));
		assert!(Offences::get().is_empty());
	});
}

#[test]
fn a_step_that_cannot_be_taken_any_more_lapses() {
	ExtBuilder::default().build_and_execute(|| {
		let [a, b, _] = others();
		assert_ok!(propose(step(ROUND)));
		IsRefusing::set(true);
		assert_ok!(vote(a, true));
		assert_ok!(vote(b, true));
		assert_eq!(Steps::get(), (vec![], false));
		System::assert_last_event(Event::StepLapsed { proposal: step(ROUND).hash() }.into());
	});
}

#[test]
fn refuses_steps_that_are_nobodys_turn_or_time_or_signature() {
	ExtBuilder::default().build_and_execute(|| {
		let as_index = |step: SumProposal, index: u32, session, signer| {
			let signature = sign_step(signer, session, &step);
			let origin = RawOrigin::Authorized.into();
			ProofOfView::propose_step(origin, step, index, session, signature)
				.map_err(|error| error.error)
		};
		let (own, other) = (turn(ROUND), others()[0]);
		assert_noop!(as_index(step(ROUND), other, 0, other), Error::<Test>::NotProposer);
		assert_noop!(as_index(step(ROUND), own, 0, other), Error::<Test>::SignatureMismatch);
		assert_noop!(as_index(step(ROUND), own, 7, own), Error::<Test>::SessionUnknown);
		assert_noop!(propose(step(NOW)), Error::<Test>::RoundNotOver);
		assert_noop!(propose(step(ROUND - STEP_DEADLINE_ROUNDS)), Error::<Test>::RoundTooOld);
		let of_none = SumProposal { rounds: 0, ..step(ROUND) };
		assert_noop!(propose(of_none), Error::<Test>::StepInconsistent);
		let signature = sign_step(own, 0, &step(ROUND));
		assert_noop!(
			ProofOfView::propose_step(
				RuntimeOrigin::signed(account(own)),
				step(ROUND),
				own,
				0,
				signature
			)
			.map_err(|error| error.error),
			sp_runtime::traits::BadOrigin
		);
	});
}

#[test]
fn refuses_votes_that_are_nobodys_or_on_nothing_or_a_second_time() {
	ExtBuilder::default().build_and_execute(|| {
		let [a, b, _] = others();
		assert_noop!(vote(a, true), Error::<Test>::StepNotOpen);
		assert_ok!(propose(step(ROUND)));
		let yes = SumVote { proposal: step(ROUND).hash(), approve: true };
		assert_noop!(cast(yes, a, 0, b), Error::<Test>::SignatureMismatch);
		assert_noop!(cast(yes, a, 1, a), Error::<Test>::SessionMismatch);
		assert_noop!(cast(yes, 9, 0, 9), Error::<Test>::AuthorityUnknown);
		let other = SumVote { proposal: [9; 32], ..yes };
		assert_noop!(cast(other, a, 0, a), Error::<Test>::StepNotOpen);
		assert_noop!(vote(turn(ROUND), true), Error::<Test>::BatchAlreadyVoted);
		assert_ok!(vote(a, true));
		assert_noop!(vote(a, false), Error::<Test>::BatchAlreadyVoted);
	});
}

#[test]
fn the_pool_refuses_what_the_calls_refuse() {
	ExtBuilder::default().build_and_execute(|| {
		let own = turn(ROUND);
		let proposed = |step: SumProposal, signer| {
			let signature = sign_step(signer, 0, &step);
			let call = crate::Call::<Test>::propose_step {
				proposal: step,
				authority: turn(step.round),
				session: 0,
				signature,
			};
			call.authorize(TransactionSource::External).unwrap().map(|(valid, _)| valid)
		};
		assert_eq!(proposed(step(ROUND), own).unwrap().provides.len(), 1);
		let other = others()[0];
		assert_eq!(proposed(step(ROUND), other), Err(InvalidTransaction::BadProof.into()));
		assert_eq!(proposed(step(NOW), turn(NOW)), Err(InvalidTransaction::Future.into()));
		assert_ok!(propose(step(ROUND)));
		assert_eq!(proposed(step(ROUND), own), Err(InvalidTransaction::Stale.into()));
		let voted = |vote: SumVote, signer| {
			let signature = sign_step_vote(signer, 0, &vote);
			let call =
				crate::Call::<Test>::vote_step { vote, authority: other, session: 0, signature };
			call.authorize(TransactionSource::External).unwrap().map(|(valid, _)| valid)
		};
		let yes = SumVote { proposal: step(ROUND).hash(), approve: true };
		assert_eq!(voted(yes, other).unwrap().provides.len(), 1);
		assert_eq!(voted(yes, own), Err(InvalidTransaction::BadProof.into()));
		let unknown = SumVote { proposal: [9; 32], ..yes };
		assert_eq!(voted(unknown, other), Err(InvalidTransaction::Stale.into()));
	});
}

#[test]
fn a_single_authority_takes_a_step_at_once() {
	ExtBuilder { authorities: 1 }.build_and_execute(|| {
		let signature = sign_step(0, 0, &step(ROUND));
		let origin = RawOrigin::Authorized.into();
		assert_ok!(ProofOfView::propose_step(origin, step(ROUND), 0, 0, signature));
		assert_eq!(Steps::get().0.len(), 1);
	});
}

#[test]
fn p9_is_seen_when_an_open_step_is_unsound() {
	let broken = |by: fn(&mut crate::Step), seen: &'static str| {
		ExtBuilder::default().build().execute_with(|| {
			Steps::set((Vec::new(), false));
			propose(step(ROUND)).unwrap();
			ProofOfView::do_try_state().unwrap();
			OpenStep::<Test>::mutate(|step| by(step.as_mut().unwrap()));
			assert_eq!(ProofOfView::do_try_state(), Err(seen.into()));
		});
	};
	broken(|step| step.no = step.yes, "P9: a vote on a step is on both sides or of no authority");
	broken(|step| step.yes |= 1 << 100, "P9: a vote on a step is on both sides or of no authority");
	broken(|step| step.yes = 0b1111, "P9: a decided step is still open");
	broken(|step| step.proposer += 1, "P9: the turn of an open step is another's or not used up");
	ExtBuilder::default().build().execute_with(|| {
		Steps::set((Vec::new(), false));
		propose(step(ROUND)).unwrap();
		LastStepTurn::<Test>::kill();
		let seen = "P9: the turn of an open step is another's or not used up";
		assert_eq!(ProofOfView::do_try_state(), Err(seen.into()));
	});
}
