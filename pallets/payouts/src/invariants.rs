//! I1 to I6 of the crate docs.

#![cfg(any(feature = "try-runtime", feature = "std", test))]

use crate::{
	ClaimedLeaves, Config, ExpiryBounds, ExpiryQueue, OpenTotal, Owed, OwedTotal, Pallet, Rounds,
	TotalPaid, TotalReceived,
};
use frame_support::{ensure, traits::fungible::Inspect};
use reel_primitives::Balance;
use sp_runtime::TryRuntimeError;

fn sum(parts: impl Iterator<Item = Balance>) -> Option<Balance> {
	parts.into_iter().try_fold(0, |sum: Balance, part| sum.checked_add(part))
}

impl<T: Config> Pallet<T> {
	/// I1 to I6 of the crate docs, in that order; the first broken one is returned.
	pub fn do_try_state() -> Result<(), TryRuntimeError> {
		Self::pot_covers_its_ledger()?; // I1
		ensure!(
			sum(Owed::<T>::iter_values()) == Some(OwedTotal::<T>::get()),
			"I2: the total owed is not the sum of what is owed"
		);
		Self::open_total_is_exact()?; // I3
		Self::bitmaps_match_counts()?; // I4
		Self::queue_is_exact()?; // I5
		let gone =
			sum([TotalPaid::<T>::get(), OwedTotal::<T>::get(), OpenTotal::<T>::get()].into_iter());
		ensure!(
			gone == Some(TotalReceived::<T>::get()),
			"I6: what was received is not paid, owed or open"
		);
		Ok(())
	}

	fn pot_covers_its_ledger() -> Result<(), TryRuntimeError> {
		let ledger = OwedTotal::<T>::get().checked_add(OpenTotal::<T>::get());
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
			let round = ExpiryQueue::<T>::get(position).ok_or("I5: the expiry queue has a gap")?;
			ensure!(Rounds::<T>::contains_key(round), "I5: a queued round does not exist");
			ensure!(last.is_none_or(|last| last < round), "I5: the expiry queue is out of order");
			last = Some(round);
			queued = queued.saturating_add(1);
		}
		ensure!(
			queued == Rounds::<T>::iter_keys().count()
				&& queued == ExpiryQueue::<T>::iter_keys().count(),
			"I5: a round is not in the expiry queue"
		);
		Ok(())
	}
}
