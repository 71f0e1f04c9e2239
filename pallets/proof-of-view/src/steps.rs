//! Voting on steps of sums: what rounds with many payees owe, as one tree. Led to by `propose_step` and `vote_step`.
//! Keeping the sums is the matter of [`Config::Sums`].

use crate::{Config, CurrentSession, Error, Event, LastStepTurn, OpenStep, Pallet, WeightInfo};
use codec::{Decode, Encode, MaxEncodedLen};
use frame_support::{ensure, storage::with_storage_layer, weights::Weight};
use reel_primitives::{
	AccountId,
	batch::is_quorum,
	ids::PovSignature,
	sums::{STEP_DEADLINE_ROUNDS, SumProposal, SumVote, SumsStatus},
	traits::{RoundClock, SumRounds},
};
use scale_info::TypeInfo;
use sp_runtime::{DispatchError, RuntimeAppPublic};

/// A step that is being voted on.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Encode, Decode, MaxEncodedLen, TypeInfo)]
pub struct Step {
	/// The proposal.
	pub proposal: SumProposal,
	/// Session whose authorities vote.
	pub session: u32,
	/// Number of them.
	pub authorities: u32,
	/// Index of the proposer.
	pub proposer: u32,
	/// Bit `i`: authority `i` voted yes.
	pub yes: u128,
	/// Bit `i`: authority `i` voted no.
	pub no: u128,
}

/// The mask of one authority; 0 for an index that no mask has room for.
fn bit(authority: u32) -> u128 {
	1u128.checked_shl(authority).unwrap_or(0)
}

impl Step {
	/// Whether the authority has voted.
	pub fn has_voted(&self, authority: u32) -> bool {
		(self.yes | self.no) & bit(authority) != 0
	}

	fn note(&mut self, authority: u32, approve: bool) {
		if approve {
			self.yes |= bit(authority);
		} else {
			self.no |= bit(authority);
		}
	}

	/// Whether 51 % said yes.
	pub fn is_accepted(&self) -> bool {
		is_quorum(self.yes.count_ones(), self.authorities)
	}

	/// Whether 51 % cannot say yes any more.
	pub fn is_rejected(&self) -> bool {
		!is_quorum(self.authorities.saturating_sub(self.no.count_ones()), self.authorities)
	}

	fn is_overdue(&self, now: reel_primitives::Round) -> bool {
		now.saturating_sub(self.proposal.round) > STEP_DEADLINE_ROUNDS
	}
}

impl<T: Config> Pallet<T> {
	/// How the sums stand.
	pub fn sums_status() -> SumsStatus {
		let open = OpenStep::<T>::get().map(|step| reel_primitives::sums::OpenStep {
			proposal: step.proposal,
			session: step.session,
			voted: (0..step.authorities).filter(|index| step.has_voted(*index)).collect(),
		});
		SumsStatus { open, last_turn: LastStepTurn::<T>::get(), ..T::Sums::status() }
	}

	/// All that must hold of a step, cheap checks first; the proposer and the number of authorities.
	pub(crate) fn check_step(
		proposal: &SumProposal,
		index: u32,
		session: u32,
		signature: &PovSignature,
	) -> Result<(AccountId, u32), Error<T>> {
		let now = T::Clock::round();
		let current = CurrentSession::<T>::get();
		ensure!(
			session == current || session.checked_add(1) == Some(current),
			Error::<T>::SessionUnknown
		);
		let (who, key, authorities) = Self::authority(session, index)?;
		ensure!(Self::turn(proposal.round, authorities) == Some(index), Error::<T>::NotProposer);
		ensure!(proposal.round < now, Error::<T>::RoundNotOver);
		// A turn is used up: what was signed for it is never put to the vote again.
		ensure!(
			now.saturating_sub(proposal.round) <= STEP_DEADLINE_ROUNDS
				&& LastStepTurn::<T>::get().is_none_or(|last| proposal.round > last),
			Error::<T>::RoundTooOld
		);
		ensure!(!OpenStep::<T>::exists(), Error::<T>::StepOpen);
		ensure!(
			key.verify(&proposal.signing_payload(&Self::genesis(), session), signature),
			Error::<T>::SignatureMismatch
		);
		T::Sums::check_step(proposal).map_err(|_| Error::<T>::StepInconsistent)?;
		Ok((who, authorities))
	}

	/// Puts the step to the vote; the weight of what was done.
	pub(crate) fn do_propose_step(
		proposal: SumProposal,
		index: u32,
		session: u32,
		signature: &PovSignature,
	) -> Result<Weight, Error<T>> {
		let (who, authorities) = Self::check_step(&proposal, index, session, signature)?;
		let weight = T::WeightInfo::propose_step(proposal.rounds);

		// Effects.
		T::Sums::open_step(&proposal).map_err(|_| Error::<T>::StepInconsistent)?;
		LastStepTurn::<T>::put(proposal.round);
		let mut step = Step { proposal, session, authorities, proposer: index, yes: 0, no: 0 };
		step.note(index, true);
		Self::deposit_event(Event::StepProposed {
			step: proposal.step,
			proposal: proposal.hash(),
			who,
		});
		Ok(weight.saturating_add(Self::settle_step(step).unwrap_or_default()))
	}

	/// All that must hold of a vote, cheap checks first; the step and the voter.
	pub(crate) fn check_step_vote(
		vote: &SumVote,
		index: u32,
		session: u32,
		signature: &PovSignature,
	) -> Result<(Step, AccountId), Error<T>> {
		let step = OpenStep::<T>::get().ok_or(Error::<T>::StepNotOpen)?;
		ensure!(step.proposal.hash() == vote.proposal, Error::<T>::StepNotOpen);
		// A step past its time waits for its removal; nothing decides it any more.
		ensure!(!step.is_overdue(T::Clock::round()), Error::<T>::StepNotOpen);
		ensure!(step.session == session, Error::<T>::SessionMismatch);
		let (who, key, _) = Self::authority(session, index)?;
		ensure!(!step.has_voted(index), Error::<T>::BatchAlreadyVoted);
		ensure!(
			key.verify(&vote.signing_payload(&Self::genesis(), session), signature),
			Error::<T>::SignatureMismatch
		);
		Ok((step, who))
	}

	/// Notes the vote; the weight of what was done.
	pub(crate) fn do_vote_step(
		vote: SumVote,
		index: u32,
		session: u32,
		signature: &PovSignature,
	) -> Result<Weight, Error<T>> {
		let (mut step, who) = Self::check_step_vote(&vote, index, session, signature)?;

		// Effects.
		step.note(index, vote.approve);
		Self::deposit_event(Event::StepVoted {
			proposal: vote.proposal,
			who,
			approve: vote.approve,
		});
		Ok(Self::settle_step(step).unwrap_or_else(T::WeightInfo::vote_step))
	}

	/// Keeps an undecided step, closes a decided one; the weight of the statement that decided it.
	fn settle_step(step: Step) -> Option<Weight> {
		if step.is_accepted() {
			OpenStep::<T>::kill();
			Self::accept_step(&step);
			Some(T::WeightInfo::accept_step(step.proposal.rounds))
		} else if step.is_rejected() {
			OpenStep::<T>::kill();
			T::Sums::drop_step();
			if let Ok((who, _, _)) = Self::authority(step.session, step.proposer) {
				let SumProposal { round, .. } = step.proposal;
				Self::report_voted_down(round, step.session, step.authorities, who.clone());
				Self::deposit_event(Event::StepRejected { proposal: step.proposal.hash(), who });
			}
			Some(T::WeightInfo::reject_batch())
		} else {
			OpenStep::<T>::put(step);
			None
		}
	}

	fn accept_step(step: &Step) {
		let SumProposal { generation, step: number, .. } = step.proposal;
		let proposal = step.proposal.hash();
		let taken = with_storage_layer(|| {
			T::Sums::accept_step(&step.proposal)
				.map_err(|_| DispatchError::Other("the step cannot be taken"))
		});
		if taken.is_err() {
			// Nothing of the rounds can have moved meanwhile; should it have, they are claimed by round.
			T::Sums::drop_step();
			Self::deposit_event(Event::StepLapsed { proposal });
			return;
		}
		Self::deposit_event(Event::StepAccepted { step: number, generation, proposal });
	}

	/// Lets an overdue step lapse; whether there was one.
	pub(crate) fn lapse_overdue_step() -> bool {
		let overdue = OpenStep::<T>::get().filter(|step| step.is_overdue(T::Clock::round()));
		let Some(step) = overdue else { return false };
		OpenStep::<T>::kill();
		T::Sums::drop_step();
		Self::deposit_event(Event::StepLapsed { proposal: step.proposal.hash() });
		true
	}
}
