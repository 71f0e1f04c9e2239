//! R1 to R3 of the crate docs.

#![cfg(any(feature = "try-runtime", feature = "std", test))]

use crate::{Anchors, Config, Pallet, Period};
use frame_support::ensure;
use reel_primitives::traits::RoundClock;
use sp_runtime::TryRuntimeError;

impl<T: Config> Pallet<T> {
	/// R1 to R3 of the crate docs, in that order; the first broken one is returned.
	pub fn do_try_state() -> Result<(), TryRuntimeError> {
		let anchors = Anchors::<T>::get();
		ensure!(anchors.is_sorted_by(|one, two| one.0 < two.0), "R1: statements are out of order");
		let now = T::Clock::round();
		let is_sound = |round, count| round <= now && count > 0;
		ensure!(
			anchors.iter().all(|(_, kept)| is_sound(kept.round, kept.head.count)),
			"R2: a statement is of a round to come, or of an empty log"
		);
		ensure!(Period::<T>::get() > 0, "R3: every block could anchor every log");
		Ok(())
	}
}
