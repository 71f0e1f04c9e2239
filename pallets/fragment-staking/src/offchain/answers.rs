//! Open challenges: proofs taken, checked, sent.

use super::{Fault, Run, plan::Act, store::Store};
use crate::{Answers, AskedLeaf, Call, Config, Duties, Pallet, Spans};
use alloc::vec::Vec;
use frame_support::BoundedVec;
use reel_fragments::{
	keeping::{Piece, ProofsRequest},
	proof::PossessionProof,
};
use sp_runtime::DispatchError;

impl<T: Config, S: Store> Run<'_, T, S> {
	/// The curator's challenges that can still be answered, and are not.
	pub(super) fn open_challenges(&self) -> Vec<AskedLeaf> {
		let duty = Duties::<T>::get(&self.curator);
		if duty.is_none_or(|duty| Pallet::<T>::is_over(&duty)) {
			return Vec::new();
		}
		let mut asked = Pallet::<T>::asked_of(&self.curator);
		asked.retain(|asked| !asked.is_answered);
		asked
	}

	/// How many of these challenges are answered. All of them, if the chain has gone on to other ones.
	pub(super) fn answered_of(&self, epoch: u64, numbers: &[u32]) -> u64 {
		let duty = Duties::<T>::get(&self.curator).filter(|duty| duty.epoch == epoch);
		let Some(duty) = duty else { return numbers.len() as u64 };
		let answered = numbers.iter().filter(|number| {
			duty.challenges.get(**number as usize).is_some_and(|challenge| challenge.is_answered)
		});
		answered.count() as u64
	}

	/// Answers what the store has proofs for. The others come with a later block.
	pub(super) fn answer(&self, open: &[AskedLeaf]) -> Result<(), Fault> {
		let asked = open
			.iter()
			.map(|asked| (Piece { content: asked.content, span: asked.span }, asked.asked))
			.collect();
		let request = ProofsRequest { asked: BoundedVec::truncate_from(asked) };
		let reply = self.store.proofs(&request)?;
		let mut untrue = None;
		let mut answers = Vec::new();
		for (asked, proof) in open.iter().zip(reply.proofs) {
			let Some(proof) = proof else { continue };
			match Self::check(asked, proof.clone()) {
				Ok(()) => answers.push((asked.number, proof)),
				Err(error) => untrue = Some(error),
			}
		}
		if !answers.is_empty() {
			self.send_answers(answers)?;
		}
		// One wrong proof does not keep the right ones back.
		untrue.map_or(Ok(()), |error| Err(Fault::Untrue("proof", error)))
	}

	/// What the chain will say to a proof.
	fn check(asked: &AskedLeaf, proof: PossessionProof) -> Result<(), DispatchError> {
		let span =
			Spans::<T>::get(asked.content, asked.span).ok_or(crate::Error::<T>::SpanNotFound)?;
		proof
			.verify(&span.table, Pallet::<T>::first_cell(asked.span), asked.asked)
			.map_err(|fault| crate::Error::<T>::from(fault).into())
	}

	fn send_answers(&self, answers: Vec<(u32, PossessionProof)>) -> Result<(), Fault> {
		let numbers = answers.iter().map(|(number, _)| *number).collect();
		let answers: Answers = BoundedVec::truncate_from(answers);
		let epoch = Duties::<T>::get(&self.curator).map_or(0, |duty| duty.epoch);
		let key = self.key.clone();
		Self::rehearse(|| {
			Pallet::<T>::do_answer(key, answers.clone()).map_err(|failed| failed.error)
		})
		.map_err(|error| Fault::Untrue("answer", error))?;
		self.send(Act::Answer { epoch, numbers }, Call::answer_challenges { answers })
	}
}
