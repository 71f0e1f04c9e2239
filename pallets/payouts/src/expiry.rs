//! The end of a round's claims. Led to by `on_idle`, one step a block.

use crate::{
	ClaimedLeaves, Clearing, ClearingSums, Config, ExpiryBounds, ExpiryQueue, OpenTotal, Pallet,
	Rounds, StaleBitmaps, Summed, SumsPaid,
};
use frame_support::traits::defensive_prelude::*;
use reel_primitives::traits::RoundClock;

/// Bitmap entries removed in one step: 256 × 256 leaves a block clear a round of 2^20 payees in 16 blocks.
pub(crate) const ENTRIES_PER_STEP: u32 = 256;

/// Places of the queue looked at in one step for a round that is still there.
const GAPS_PER_STEP: u64 = 128;

impl<T: Config> Pallet<T> {
	/// Removes a piece of an expired round's bitmap or of an expired generation, or closes the next round or generation
	/// whose time is over.
	pub(crate) fn expire_step() {
		if let Some(round) = Clearing::<T>::get() {
			let left = ClaimedLeaves::<T>::clear_prefix(round, ENTRIES_PER_STEP, None);
			if left.maybe_cursor.is_none() {
				Clearing::<T>::kill();
			}
			return;
		}
		// Of rounds that became sums only the bitmaps are left.
		if let Some(round) = StaleBitmaps::<T>::iter_keys().next() {
			StaleBitmaps::<T>::remove(round);
			Clearing::<T>::put(round);
			return;
		}
		if let Some(generation) = ClearingSums::<T>::get() {
			let left = SumsPaid::<T>::clear_prefix(generation, ENTRIES_PER_STEP, None);
			if left.maybe_cursor.is_none() {
				ClearingSums::<T>::kill();
			}
			return;
		}
		if Self::close_generation() || Self::close_ads() {
			return;
		}
		Self::expire_round();
	}

	fn expire_round() {
		let (mut head, tail) = ExpiryBounds::<T>::get();
		// Rounds that became sums have left gaps; behind the last step there are none.
		let gaps = Summed::<T>::get().min(tail).min(head.saturating_add(GAPS_PER_STEP));
		if head < gaps && !ExpiryQueue::<T>::contains_key(head) {
			let next = (head..gaps).find(|position| ExpiryQueue::<T>::contains_key(position));
			head = next.unwrap_or(gaps);
			ExpiryBounds::<T>::put((head, tail));
			return;
		}
		if head >= tail {
			return;
		}
		let Some(round) = ExpiryQueue::<T>::get(head).defensive() else { return };
		let now = T::Clock::round();
		let Some(claims) = Rounds::<T>::get(round).defensive() else { return };
		if now < claims.expires_in || Self::is_being_summed(round) {
			return;
		}
		let Some(open) = OpenTotal::<T>::get().checked_sub(claims.open_cfx()).defensive() else {
			return;
		};
		ExpiryQueue::<T>::remove(head);
		ExpiryBounds::<T>::put((head.saturating_add(1), tail));
		Self::close(round, claims.open_cfx(), open);
	}
}
