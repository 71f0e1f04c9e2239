//! Tests, by call.

mod bills;
mod deliveries;
mod invariants;
mod propose_batch;
mod report_equivocation;
mod steps;
mod vote_batch;

use crate::mock::*;
use frame_system::RawOrigin;
use reel_primitives::{
	Round,
	batch::{BatchProposal, BatchVote},
};

/// Proposes with the right key of the session of the block.
fn propose(proposal: BatchProposal) -> Result<(), sp_runtime::DispatchError> {
	let index = turn(proposal.round);
	let signature = sign_proposal(index, Session::get(), &proposal);
	ProofOfView::propose_batch(
		RawOrigin::Authorized.into(),
		proposal,
		index,
		Session::get(),
		signature,
	)
	.map(|_| ())
	.map_err(|error| error.error)
}

/// Votes with the right key on the open batch of a round.
fn vote(round: Round, index: u32, approve: bool) -> Result<(), sp_runtime::DispatchError> {
	let open = ProofOfView::open_batches().into_iter().find(|batch| batch.round == round);
	let (batch, session) = open.map_or(([0; 32], 0), |open| (open.batch, open.session));
	let vote = BatchVote { round, batch, approve };
	let signature = sign_vote(index, session, &vote);
	ProofOfView::vote_batch(RawOrigin::Authorized.into(), vote, index, session, signature)
		.map(|_| ())
		.map_err(|error| error.error)
}
