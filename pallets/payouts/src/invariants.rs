//! I1 to I9 of the crate docs.

#![cfg(any(feature = "try-runtime", feature = "std", test))]

use crate::{
	AdBounds, AdQueue, AdsReceived, ClaimedLeaves, Config, ExpiryBounds, ExpiryQueue, Generations,
	OpenTotal, Owed, OwedTotal, Pallet, Rounds, SumTrees, Summed, Summing, SumsOpen, SumsPaid,
	TotalPaid, TotalReceived, sums,
};
use alloc::collections::BTreeSet;
use frame_support::{ensure, traits::fungible::Inspect};
use reel_primitives::{Balance, ads::is_ad_claims, sums::MAX_GENERATIONS};
use sp_runtime::TryRuntimeError;

fn sum(parts: impl Iterator<Item = Balance>) -> Option<Balance> {
	parts.into_iter().try_fold(0, |sum: Balance, part| sum.checked_add(part))
}

impl<T: Config> Pallet<T> {
	/// I1 to I9 of the crate docs, in that order; the first broken one is returned.
	pub fn do_try_state() -> Result<(), TryRuntimeError> {
		Self::pot_covers_its_ledger()?; // I1
		ensure!(
			sum(Owed::<T>::iter_values()) == Some(OwedTotal::<T>::get()),
			"I2: the total owed is not the sum of what is owed"
		);
		Self::open_total_is_exact()?; // I3
		Self::bitmaps_match_counts()?; // I4
		Self::queue_is_exact()?; // I5
		let parts = [
			TotalPaid::<T>::get(),
			OwedTotal::<T>::get(),
			OpenTotal::<T>::get(),
			SumsOpen::<T>::get(),
		];
		ensure!(
			sum(parts.into_iter())
				== TotalReceived::<T>::get().checked_add(AdsReceived::<T>::get()),
			"I6: what was received is not paid, owed or open"
		);
		Self::sums_are_exact()?; // I7
		Self::generations_are_in_order()?; // I8
		Self::step_is_of_what_there_is() // I9
	}

	fn sums_are_exact() -> Result<(), TryRuntimeError> {
		for (generation, tree) in SumTrees::<T>::iter() {
			ensure!(
				tree.paid_cfx <= tree.total_cfx
					&& sum(SumsPaid::<T>::iter_prefix_values(generation)) == Some(tree.paid_cfx),
				"I7: what was paid of sums is not what accounts got of them"
			);
		}
		ensure!(
			sum(SumTrees::<T>::iter_values().map(|tree| tree.open_cfx()))
				== Some(SumsOpen::<T>::get()),
			"I7: the total of open sums is not the sum of them"
		);
		Ok(())
	}

	fn generations_are_in_order() -> Result<(), TryRuntimeError> {
		let (oldest, running) = Generations::<T>::get();
		// Before the first there is none.
		let numbers = oldest.max(1)..=running;
		ensure!(
			SumTrees::<T>::iter_keys().count() == numbers.clone().count()
				&& numbers.clone().count() <= MAX_GENERATIONS as usize,
			"I8: there are more or fewer generations than are open"
		);
		for generation in numbers {
			let tree = SumTrees::<T>::get(generation).ok_or("I8: a generation is missing")?;
			ensure!(
				tree.expires_in.is_none() == (generation == running),
				"I8: another generation than the running one has no end"
			);
		}
		Ok(())
	}

	fn step_is_of_what_there_is() -> Result<(), TryRuntimeError> {
		let (_, tail) = ExpiryBounds::<T>::get();
		ensure!(Summed::<T>::get() <= tail, "I9: more was summed up than there were rounds");
		let Some(taken) = Summing::<T>::get() else { return Ok(()) };
		let mut open: Balance = 0;
		for position in taken.from..taken.from.saturating_add(taken.rounds.into()) {
			let round = ExpiryQueue::<T>::get(position).and_then(Rounds::<T>::get);
			let round = round.ok_or("I9: a round that is summed up is not there")?;
			open = open.saturating_add(round.open_cfx());
		}
		ensure!(open == taken.open_cfx, "I9: a round that is summed up was claimed from");
		Ok(())
	}

	fn pot_covers_its_ledger() -> Result<(), TryRuntimeError> {
		let ledger = sums::ledger::<T>().and_then(|open| OwedTotal::<T>::get().checked_add(open));
		let held = T::Currency::total_balance(&Self::pot());
		ensure!(
			ledger.is_some_and(|ledger| held >= ledger),
			"I1: the pot does not cover its ledger"
		);
		Ok(())
	}

	fn open_total_is_exact() -> Result<(), TryRuntimeError> {
		for claims in Rounds::<T>::iter_values() {
			ensure!(
				claims.claimed_cfx <= claims.persons_cfx,
				"I3: a round was claimed beyond its part"
			);
		}
		ensure!(
			sum(Rounds::<T>::iter_values().map(|claims| claims.open_cfx()))
				== Some(OpenTotal::<T>::get()),
			"I3: the total open is not the sum of what is open"
		);
		Ok(())
	}

	fn bitmaps_match_counts() -> Result<(), TryRuntimeError> {
		for (round, claims) in Rounds::<T>::iter() {
			let bits: u32 = ClaimedLeaves::<T>::iter_prefix_values(round)
				.flatten()
				.map(|byte| byte.count_ones())
				.fold(0, u32::saturating_add);
			ensure!(bits == claims.claimed_leaves, "I4: a bitmap does not match its count");
		}
		Ok(())
	}

	fn queue_is_exact() -> Result<(), TryRuntimeError> {
		let (head, tail) = ExpiryBounds::<T>::get();
		let mut last = None;
		let mut queued: usize = 0;
		for position in head..tail {
			let Some(round) = ExpiryQueue::<T>::get(position) else {
				// Rounds that became sums.
				ensure!(position < Summed::<T>::get(), "I5: the expiry queue has a gap");
				continue;
			};
			ensure!(Rounds::<T>::contains_key(round), "I5: a queued round does not exist");
			ensure!(last.is_none_or(|last| last < round), "I5: the expiry queue is out of order");
			last = Some(round);
			queued = queued.saturating_add(1);
		}
		ensure!(
			queued == Rounds::<T>::iter_keys().filter(|round| !is_ad_claims(*round)).count()
				&& queued == ExpiryQueue::<T>::iter_keys().count(),
			"I5: a round is not in the expiry queue"
		);
		let (head, tail) = AdBounds::<T>::get();
		let bills = (head..tail).filter_map(AdQueue::<T>::get).collect::<BTreeSet<_>>();
		ensure!(
			bills.iter().all(|bill| is_ad_claims(*bill) && Rounds::<T>::contains_key(bill))
				&& bills.len() == AdQueue::<T>::iter_keys().count()
				&& bills.len() == Rounds::<T>::iter_keys().filter(|n| is_ad_claims(*n)).count(),
			"I5: a bill is not in the queue of bills"
		);
		Ok(())
	}
}
