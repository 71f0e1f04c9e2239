//! How much of a round one title may bring. Led to by `set_title_cap`, and by [`Pallet::cap_of`] wherever a round is
//! divided.

use crate::{Config, Error, Event, Pallet, TitleCap, TitleCaps};
use frame_support::{dispatch::DispatchResult, ensure};
use reel_economics::split::BASIS_POINTS;
use reel_primitives::{
	Round, batch::BATCH_DEADLINE_ROUNDS, time::ROUNDS_PER_PERIOD, traits::RoundClock,
};

/// Rounds from the decision to the first round under another cap: as many as a batch may wait, so that no desk builds a
/// batch of a round without knowing its cap.
pub const CAP_NOTICE_ROUNDS: Round = BATCH_DEADLINE_ROUNDS;

impl<T: Config> Pallet<T> {
	/// Basis points of `round` that one title may bring at most; `None`: no cap.
	pub fn cap_of(round: Round) -> Option<u16> {
		let caps = TitleCap::<T>::get();
		if round < caps.since { caps.before } else { caps.cap_bp }
	}

	pub(crate) fn do_set_title_cap(cap_bp: Option<u16>) -> DispatchResult {
		ensure!(
			cap_bp.is_none_or(|bp| (1..=BASIS_POINTS).contains(&bp)),
			Error::<T>::CapOutOfRange
		);
		let now = T::Clock::round();
		let caps = TitleCap::<T>::get();
		// One cap before this one is remembered: rounds that are still disputed must not meet a second change.
		let next_change = match caps.since {
			0 => 0,
			since => since.saturating_add(ROUNDS_PER_PERIOD),
		};
		ensure!(now >= next_change, Error::<T>::CapChangedLately);
		let since = now.saturating_add(CAP_NOTICE_ROUNDS);

		// Effects.
		TitleCap::<T>::put(TitleCaps { before: caps.cap_bp, since, cap_bp });
		Self::deposit_event(Event::TitleCapSet { cap_bp, since });
		Ok(())
	}
}
