//! Letting proposals and votes into the pool and into blocks. This is their only guard against spam: it refuses
//! all that the calls refuse, with the error's index as the code of the refusal.

use crate::{Config, Error, Pallet};
use codec::Encode;
use frame_support::{
	pallet_prelude::{
		InvalidTransaction, TransactionPriority, TransactionSource, TransactionValidityWithRefund,
		ValidTransaction,
	},
	weights::Weight,
};
use reel_primitives::{
	batch::{BatchProposal, BatchVote},
	ids::PovSignature,
	sums::{SumProposal, SumVote},
};

/// Blocks for which a statement that was found valid stays in the pool: a round and a half.
const LONGEVITY: u64 = 16;

/// Above every transaction that pays a tip: a round's deadline does not wait.
const PRIORITY: TransactionPriority = TransactionPriority::MAX / 2;

impl<T: Config> Pallet<T> {
	pub(crate) fn authorize_proposal(
		_source: TransactionSource,
		proposal: &BatchProposal,
		authority: &u32,
		session: &u32,
		signature: &PovSignature,
	) -> TransactionValidityWithRefund {
		Self::check_proposal(proposal, *authority, *session, signature).map_err(refusal)?;
		admit("reel/propose", (proposal.round, *session, *authority))
	}

	pub(crate) fn authorize_vote(
		_source: TransactionSource,
		vote: &BatchVote,
		authority: &u32,
		session: &u32,
		signature: &PovSignature,
	) -> TransactionValidityWithRefund {
		Self::check_vote(vote, *authority, *session, signature).map_err(refusal)?;
		admit("reel/vote", (vote.round, *session, *authority))
	}

	pub(crate) fn authorize_step(
		_source: TransactionSource,
		proposal: &SumProposal,
		authority: &u32,
		session: &u32,
		signature: &PovSignature,
	) -> TransactionValidityWithRefund {
		Self::check_step(proposal, *authority, *session, signature).map_err(refusal)?;
		admit("reel/step", (proposal.round, *session, *authority))
	}

	pub(crate) fn authorize_step_vote(
		_source: TransactionSource,
		vote: &SumVote,
		authority: &u32,
		session: &u32,
		signature: &PovSignature,
	) -> TransactionValidityWithRefund {
		Self::check_step_vote(vote, *authority, *session, signature).map_err(refusal)?;
		admit("reel/step-vote", (vote.proposal, *session, *authority))
	}
}

fn admit(prefix: &'static str, tag: impl Encode) -> TransactionValidityWithRefund {
	let valid = ValidTransaction::with_tag_prefix(prefix)
		.priority(PRIORITY)
		.longevity(LONGEVITY)
		.and_provides(tag)
		.propagate(true);
	Ok((valid.into(), Weight::zero()))
}

fn refusal<T>(error: Error<T>) -> InvalidTransaction {
	match error {
		Error::RoundNotOver => InvalidTransaction::Future,
		Error::RoundTooOld
		| Error::RoundHasBatch
		| Error::BatchNotOpen
		| Error::StepOpen
		| Error::StepNotOpen
		| Error::BatchAlreadyVoted => InvalidTransaction::Stale,
		Error::SignatureMismatch => InvalidTransaction::BadProof,
		other => InvalidTransaction::Custom(
			other.using_encoded(|bytes| bytes.first().copied().unwrap_or_default()),
		),
	}
}
