use crate::{
	EquivocationProof, Error, Event, SignedStatement, Statement, mock::*,
	offences::EQUIVOCATION_SLASH,
};
use frame_support::{assert_noop, assert_ok, dispatch::Pays};
use reel_primitives::batch::{BatchProposal, BatchVote};
use sp_core::Pair;

const ROUND: u64 = NOW - 1;
const YES: BatchVote = BatchVote { round: ROUND, batch: [1; 32], approve: true };
const NO: BatchVote = BatchVote { approve: false, ..YES };

fn signed_vote(vote: BatchVote, signer: u32) -> SignedStatement {
	SignedStatement { statement: Statement::Vote(vote), signature: sign_vote(signer, 0, &vote) }
}

fn signed_proposal(proposal: BatchProposal) -> SignedStatement {
	let signature = sign_proposal(0, 0, &proposal);
	SignedStatement { statement: Statement::Proposal(proposal), signature }
}

fn report(
	first: SignedStatement,
	second: SignedStatement,
	session: u32,
) -> frame_support::dispatch::DispatchResultWithPostInfo {
	let proof = EquivocationProof { session: 0, offender: pair(0).public(), first, second };
	ProofOfView::report_equivocation(
		RuntimeOrigin::signed(account(3)),
		Box::new(proof),
		TestKeyOwner { session },
	)
}

#[test]
fn two_different_votes_cost_the_bond() {
	ExtBuilder::default().build_and_execute(|| {
		assert_ok!(report(signed_vote(YES, 0), signed_vote(NO, 0), 0));
		assert_eq!(
			Offences::get(),
			[(*b"reel:equivocated", ROUND, account(0), EQUIVOCATION_SLASH)]
		);
		System::assert_last_event(
			Event::EquivocationReported { offender: pair(0).public(), round: ROUND }.into(),
		);
		assert_noop!(
			report(signed_vote(YES, 0), signed_vote(NO, 0), 0).map_err(|e| e.error),
			Error::<Test>::OffenceKnown
		);
	});
}

#[test]
fn a_right_report_is_free() {
	ExtBuilder::default().build_and_execute(|| {
		let info = report(signed_vote(YES, 0), signed_vote(NO, 0), 0).unwrap();
		assert_eq!(info.pays_fee, Pays::No);
	});
}

#[test]
fn two_different_proposals_are_an_equivocation() {
	ExtBuilder::default().build_and_execute(|| {
		let other = BatchProposal { plays_root: [9; 32], ..proposal(ROUND) };
		assert_ok!(report(signed_proposal(proposal(ROUND)), signed_proposal(other), 0));
	});
}

#[test]
fn refuses_statements_that_do_not_contradict() {
	ExtBuilder::default().build_and_execute(|| {
		let later = BatchVote { round: ROUND + 1, ..NO };
		for (first, second) in [
			(signed_vote(YES, 0), signed_vote(YES, 0)),
			(signed_vote(YES, 0), signed_vote(later, 0)),
			(signed_vote(YES, 0), signed_proposal(proposal(ROUND))),
			(signed_proposal(proposal(ROUND)), signed_proposal(proposal(ROUND))),
			// Somebody else's signature.
			(signed_vote(YES, 0), signed_vote(NO, 1)),
		] {
			assert_noop!(
				report(first, second, 0).map_err(|e| e.error),
				Error::<Test>::EquivocationUnproven
			);
		}
		assert!(Offences::get().is_empty());
	});
}

#[test]
fn refuses_a_key_that_was_no_validators() {
	ExtBuilder::default().build_and_execute(|| {
		assert_noop!(
			report(signed_vote(YES, 0), signed_vote(NO, 0), 1).map_err(|e| e.error),
			Error::<Test>::KeyOwnerUnproven
		);
		let proof = EquivocationProof {
			session: 0,
			offender: pair(77).public(),
			first: signed_vote(YES, 77),
			second: signed_vote(NO, 77),
		};
		assert_noop!(
			ProofOfView::report_equivocation(
				RuntimeOrigin::signed(account(3)),
				Box::new(proof),
				TestKeyOwner { session: 0 },
			)
			.map_err(|e| e.error),
			Error::<Test>::KeyOwnerUnproven
		);
	});
}
