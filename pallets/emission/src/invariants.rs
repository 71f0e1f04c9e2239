//! E1 and E2 of the crate docs.

#![cfg(any(feature = "try-runtime", feature = "std", test))]

use crate::{
	Config, FirstRewardedRound, LastRewardedRound, Pallet, RewardedRounds, TotalMinted,
	TotalScheduled, TotalWithheld,
};
use frame_support::ensure;
use sp_runtime::TryRuntimeError;

impl<T: Config> Pallet<T> {
	/// E1 and E2 of the crate docs, in that order; the first broken one is returned.
	pub fn do_try_state() -> Result<(), TryRuntimeError> {
		Self::scheduled_is_minted_or_withheld()?; // E1
		Self::rounds_fit_their_span() // E2
	}

	fn scheduled_is_minted_or_withheld() -> Result<(), TryRuntimeError> {
		let spent = TotalMinted::<T>::get().checked_add(TotalWithheld::<T>::get());
		ensure!(
			spent == Some(TotalScheduled::<T>::get()),
			"E1: what was minted and withheld is not what the schedule gave"
		);
		Ok(())
	}

	fn rounds_fit_their_span() -> Result<(), TryRuntimeError> {
		let span = match (FirstRewardedRound::<T>::get(), LastRewardedRound::<T>::get()) {
			(None, None) => {
				ensure!(TotalScheduled::<T>::get() == 0, "E2: minted without a rewarded round");
				0
			},
			(Some(first), Some(last)) => last.saturating_sub(first).saturating_add(1),
			_ => return Err("E2: the first and the last rewarded round come together".into()),
		};
		let rounds = RewardedRounds::<T>::get();
		ensure!(rounds <= span, "E2: more rounds rewarded than there were");
		ensure!((rounds == 0) == (span == 0), "E2: a span without a rewarded round");
		Ok(())
	}
}
