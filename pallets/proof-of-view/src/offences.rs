//! Offences of validators: a batch that was voted down, and contradicting statements. The second is led to by
//! `report_equivocation`.

use crate::{Batch, Config, Error, Event, Pallet};
use alloc::{vec, vec::Vec};
use codec::{Decode, DecodeWithMemTracking, Encode};
use frame_support::{
	dispatch::DispatchResult,
	ensure,
	traits::{KeyOwnerProofSystem, ValidatorSet, ValidatorSetWithIdentification},
};
use reel_primitives::{
	AccountId, Hash32, Round,
	batch::{BatchProposal, BatchVote},
	ids::{POV_KEY_TYPE, PovId, PovSignature},
};
use scale_info::TypeInfo;
use sp_runtime::{Perbill, RuntimeAppPublic, traits::Convert};
use sp_session::{GetSessionNumber, GetValidatorCount};
use sp_staking::{
	SessionIndex,
	offence::{Kind, Offence, ReportOffence},
};

/// A validator and what the session manager knows of it.
pub type IdentificationTuple<T> = (
	<<T as Config>::ValidatorSet as ValidatorSet<AccountId>>::ValidatorId,
	<<T as Config>::ValidatorSet as ValidatorSetWithIdentification<AccountId>>::Identification,
);

/// Part of the bond at stake for a batch that was voted down: a tenth. The votes may be the ones that err.
pub const BAD_BATCH_SLASH: Perbill = Perbill::from_percent(10);

/// Part of the bond at stake for contradicting statements: all of it. A validator that writes down what it signs before
/// it sends it never signs two, not after a crash and not on another fork.
pub const EQUIVOCATION_SLASH: Perbill = Perbill::from_percent(100);

/// A proposer was voted down.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BadBatchOffence<Offender> {
	/// Session whose authorities voted.
	pub session_index: SessionIndex,
	/// Number of them.
	pub validator_set_count: u32,
	/// The batch's round.
	pub round: Round,
	/// The proposer.
	pub offender: Offender,
}

impl<Offender: Clone> Offence<Offender> for BadBatchOffence<Offender> {
	const ID: Kind = *b"reel:bad-batch__";
	type Slot = Round;

	fn offenders(&self) -> Vec<Offender> {
		vec![self.offender.clone()]
	}

	fn session_index(&self) -> SessionIndex {
		self.session_index
	}

	fn validator_set_count(&self) -> u32 {
		self.validator_set_count
	}

	fn slot(&self) -> Round {
		self.round
	}

	fn slash_fraction(&self, _offenders: u32) -> Perbill {
		BAD_BATCH_SLASH
	}
}

/// A validator contradicted itself.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct EquivocationOffence<Offender> {
	/// Session for which both statements were signed.
	pub session_index: SessionIndex,
	/// Number of its validators.
	pub validator_set_count: u32,
	/// The round of both statements.
	pub round: Round,
	/// The validator.
	pub offender: Offender,
}

impl<Offender: Clone> Offence<Offender> for EquivocationOffence<Offender> {
	const ID: Kind = *b"reel:equivocated";
	type Slot = Round;

	fn offenders(&self) -> Vec<Offender> {
		vec![self.offender.clone()]
	}

	fn session_index(&self) -> SessionIndex {
		self.session_index
	}

	fn validator_set_count(&self) -> u32 {
		self.validator_set_count
	}

	fn slot(&self) -> Round {
		self.round
	}

	fn slash_fraction(&self, _offenders: u32) -> Perbill {
		EQUIVOCATION_SLASH
	}
}

/// What an authority may sign.
#[derive(Clone, Debug, PartialEq, Eq, Encode, Decode, DecodeWithMemTracking, TypeInfo)]
pub enum Statement {
	/// A batch is put to the vote.
	#[codec(index = 0)]
	Proposal(BatchProposal),
	/// A vote.
	#[codec(index = 1)]
	Vote(BatchVote),
}

impl Statement {
	fn round(&self) -> Round {
		match self {
			Self::Proposal(proposal) => proposal.round,
			Self::Vote(vote) => vote.round,
		}
	}

	fn signing_payload(&self, genesis: &Hash32, session: u32) -> Vec<u8> {
		match self {
			Self::Proposal(proposal) => proposal.signing_payload(genesis, session),
			Self::Vote(vote) => vote.signing_payload(genesis, session),
		}
	}

	/// Whether no honest authority signs both: two of a kind for one round that differ.
	fn contradicts(&self, other: &Self) -> bool {
		match (self, other) {
			(Self::Proposal(one), Self::Proposal(two)) => {
				one.round == two.round && one.hash() != two.hash()
			},
			(Self::Vote(one), Self::Vote(two)) => one.round == two.round && one != two,
			_ => false,
		}
	}
}

/// A statement with its signature.
#[derive(Clone, Debug, PartialEq, Eq, Encode, Decode, DecodeWithMemTracking, TypeInfo)]
pub struct SignedStatement {
	/// What was signed.
	pub statement: Statement,
	/// The signature.
	pub signature: PovSignature,
}

/// Two statements of one key that contradict each other.
#[derive(Clone, Debug, PartialEq, Eq, Encode, Decode, DecodeWithMemTracking, TypeInfo)]
pub struct EquivocationProof {
	/// Session for which both were signed.
	pub session: u32,
	/// The key.
	pub offender: PovId,
	/// One statement.
	pub first: SignedStatement,
	/// The other.
	pub second: SignedStatement,
}

impl<T: Config> Pallet<T> {
	/// Reports the proposer of a batch that was voted down; a second report of the same is no news.
	pub(crate) fn report_bad_batch(round: Round, batch: &Batch, who: AccountId) {
		Self::report_voted_down(round, batch.session, batch.authorities, who);
	}

	/// The same of anything that `authorities` of a session have voted down.
	pub(crate) fn report_voted_down(round: Round, session: u32, authorities: u32, who: AccountId) {
		type Identify<T> = <<T as Config>::ValidatorSet as ValidatorSetWithIdentification<
			AccountId,
		>>::IdentificationOf;
		let Some(identification) = Identify::<T>::convert(who.clone()) else {
			// It left the set meanwhile; the event still names it.
			return;
		};
		let offence = BadBatchOffence {
			session_index: session,
			validator_set_count: authorities,
			round,
			offender: (who, identification),
		};
		if let Err(error) = T::ReportBadBatch::report_offence(Vec::new(), offence) {
			log::debug!(target: "reel::view", "bad batch of round {round} not reported: {error:?}");
		}
	}

	pub(crate) fn do_report_equivocation(
		reporter: AccountId,
		proof: EquivocationProof,
		key_owner: T::KeyOwnerProof,
	) -> DispatchResult {
		let EquivocationProof { session, offender, first, second } = proof;
		let round = first.statement.round();
		ensure!(first.statement.contradicts(&second.statement), Error::<T>::EquivocationUnproven);
		ensure!(key_owner.session() == session, Error::<T>::KeyOwnerUnproven);
		let genesis = Self::genesis();
		for signed in [&first, &second] {
			let payload = signed.statement.signing_payload(&genesis, session);
			ensure!(offender.verify(&payload, &signed.signature), Error::<T>::EquivocationUnproven);
		}
		let validator_set_count = key_owner.validator_count();
		let owner =
			T::KeyOwnerProofSystem::check_proof((POV_KEY_TYPE, offender.clone()), key_owner)
				.ok_or(Error::<T>::KeyOwnerUnproven)?;
		let offence = EquivocationOffence {
			session_index: session,
			validator_set_count,
			round,
			offender: owner,
		};

		// Effects.
		T::ReportEquivocation::report_offence(vec![reporter], offence)
			.map_err(|_| Error::<T>::OffenceKnown)?;
		Self::deposit_event(Event::EquivocationReported { offender, round });
		Ok(())
	}
}
