//! P1 to P10 of the crate docs.

#![cfg(any(feature = "try-runtime", feature = "std", test))]

use crate::{
	AcceptedBatches, AcceptedRing, Authorities, Config, LastStepTurn, MAX_OPEN_BATCHES,
	OpenBatches, OpenBills, OpenStep, Pallet, Views,
};
use frame_support::ensure;
use sp_runtime::TryRuntimeError;

impl<T: Config> Pallet<T> {
	/// P1 to P10 of the crate docs, in that order; the first broken one is returned.
	pub fn do_try_state() -> Result<(), TryRuntimeError> {
		for (round, batch) in OpenBatches::<T>::iter() {
			let authorities =
				Authorities::<T>::get(batch.session).map_or(batch.authorities, |a| a.len() as u32);
			ensure!(
				authorities == batch.authorities
					&& Self::turn(round, authorities) == Some(batch.proposer),
				"P1: an open batch's proposer had no turn"
			);
			let room =
				u128::MAX.checked_shr(128u32.saturating_sub(batch.authorities)).unwrap_or_default();
			ensure!(
				batch.yes & batch.no == 0 && (batch.yes | batch.no) & !room == 0,
				"P2: a vote is on both sides or of no authority"
			);
			ensure!(
				!batch.is_accepted() && !batch.is_rejected(),
				"P3: a decided batch is still open"
			);
			ensure!(!AcceptedBatches::<T>::contains_key(round), "P4: a round is open and accepted");
			ensure!(
				batch.bills == OpenBills::<T>::get(round).len() as u32
					&& OpenBills::<T>::contains_key(round) == (batch.bills > 0),
				"P10: an open batch has other bills than it says"
			);
		}
		let sum = |plays: u64, weight: u64, (p, w): (u64, u64)| {
			(plays.saturating_add(p), weight.saturating_add(w))
		};
		let accepted = AcceptedBatches::<T>::iter_values().fold((0, 0), |(p, w), batch| {
			let plays = batch.plays.saturating_sub(batch.ad_plays);
			sum(p, w, (plays.into(), batch.weight_ms))
		});
		let counted = Views::<T>::iter_values()
			.fold((0, 0), |(p, w), views| sum(p, w, (views.plays, views.weight_ms)));
		ensure!(
			counted.0 >= accepted.0 && counted.1 >= accepted.1,
			"P7: titles count less than the accepted batches"
		);
		ensure!(
			AcceptedBatches::<T>::iter_keys().count() == AcceptedRing::<T>::iter_keys().count(),
			"P8: accepted batches and their ring differ"
		);
		ensure!(
			OpenBatches::<T>::count() <= MAX_OPEN_BATCHES
				&& OpenBatches::<T>::count() as usize == OpenBatches::<T>::iter_keys().count(),
			"P8: too many open batches"
		);
		ensure!(
			OpenBills::<T>::iter_keys().all(OpenBatches::<T>::contains_key),
			"P10: bills of no open batch"
		);
		Self::open_step_is_sound()
	}

	fn open_step_is_sound() -> Result<(), TryRuntimeError> {
		let Some(step) = OpenStep::<T>::get() else { return Ok(()) };
		ensure!(
			Self::turn(step.proposal.round, step.authorities) == Some(step.proposer)
				&& LastStepTurn::<T>::get() == Some(step.proposal.round),
			"P9: the turn of an open step is another's or not used up"
		);
		let room =
			u128::MAX.checked_shr(128u32.saturating_sub(step.authorities)).unwrap_or_default();
		ensure!(
			step.yes & step.no == 0 && (step.yes | step.no) & !room == 0,
			"P9: a vote on a step is on both sides or of no authority"
		);
		ensure!(!step.is_accepted() && !step.is_rejected(), "P9: a decided step is still open");
		Ok(())
	}
}
