//! Voting. Led to by `vote_batch`.

use crate::{Batch, Config, Error, Event, OpenBatches, Pallet, WeightInfo};
use frame_support::{ensure, weights::Weight};
use reel_primitives::{AccountId, batch::BatchVote, ids::PovSignature};
use sp_runtime::RuntimeAppPublic;

impl<T: Config> Pallet<T> {
	/// All that must hold of a vote, cheap checks first; the batch and the voter.
	pub(crate) fn check_vote(
		vote: &BatchVote,
		index: u32,
		session: u32,
		signature: &PovSignature,
	) -> Result<(Batch, AccountId), Error<T>> {
		let batch = OpenBatches::<T>::get(vote.round).ok_or(Error::<T>::BatchNotOpen)?;
		ensure!(batch.hash == vote.batch, Error::<T>::BatchNotOpen);
		// A batch past its time waits for its removal; nothing decides it any more.
		ensure!(Self::is_in_time(vote.round), Error::<T>::BatchNotOpen);
		ensure!(batch.session == session, Error::<T>::SessionMismatch);
		let (who, key, _) = Self::authority(session, index)?;
		ensure!(!batch.has_voted(index), Error::<T>::BatchAlreadyVoted);
		ensure!(
			key.verify(&vote.signing_payload(&Self::genesis(), session), signature),
			Error::<T>::SignatureMismatch
		);
		Ok((batch, who))
	}

	/// Notes the vote; the weight of what was done.
	pub(crate) fn do_vote(
		vote: BatchVote,
		index: u32,
		session: u32,
		signature: &PovSignature,
	) -> Result<Weight, Error<T>> {
		let (mut batch, who) = Self::check_vote(&vote, index, session, signature)?;

		// Effects.
		batch.note(index, vote.approve);
		Self::deposit_event(Event::BatchVoted {
			round: vote.round,
			who: who.clone(),
			approve: vote.approve,
		});
		Self::note_activity(who, vote.round);
		Ok(Self::settle(vote.round, batch).unwrap_or_else(T::WeightInfo::vote_batch))
	}
}
