//! Answers. Led to by `answer_challenges`.

use crate::{Answers, Config, Contracts, Duties, Error, Event, Pallet, Spans};
use frame_support::{
	dispatch::{DispatchResultWithPostInfo, Pays, PostDispatchInfo},
	ensure,
};
use reel_fragments::traits::Curators;

impl<T: Config> Pallet<T> {
	pub(crate) fn do_answer(key: T::AccountId, answers: Answers) -> DispatchResultWithPostInfo {
		ensure!(!answers.is_empty(), Error::<T>::ProofCountWrong);
		let curator = T::Curators::curator_of(&key).ok_or(Error::<T>::NotCurator)?;
		let mut duty = Duties::<T>::get(&curator).ok_or(Error::<T>::ChallengeNotFound)?;
		ensure!(!Self::is_over(&duty), Error::<T>::ChallengeOver);
		let count = answers.len() as u32;
		for (number, proof) in answers {
			let challenge =
				duty.challenges.get_mut(number as usize).ok_or(Error::<T>::ChallengeNotFound)?;
			ensure!(!challenge.is_answered, Error::<T>::ChallengeAnswered);
			let id = challenge.contract;
			let mut contract = Contracts::<T>::get(id).ok_or(Error::<T>::ContractNotFound)?;
			let span =
				Spans::<T>::get(contract.content, contract.span).ok_or(Error::<T>::SpanNotFound)?;
			let asked = Self::leaf_at(contract.span, &span.table, challenge.offset)
				.ok_or(Error::<T>::ChallengeNotFound)?;
			proof
				.verify(&span.table, Self::first_cell(contract.span), asked)
				.map_err(Error::<T>::from)?;

			// Effects.
			challenge.is_answered = true;
			if contract.misses > 0 {
				contract.misses = 0;
				Contracts::<T>::insert(id, contract);
			}
		}
		let open = duty.challenges.iter().filter(|challenge| !challenge.is_answered).count() as u32;
		let epoch = duty.epoch;
		Duties::<T>::insert(&curator, duty);
		Self::deposit_event(Event::ChallengesAnswered { curator, epoch, count, open });
		// Honest work costs nothing. There is a fixed number of challenges, each answered once: no room for spam.
		Ok(PostDispatchInfo { actual_weight: None, pays_fee: Pays::No })
	}
}
