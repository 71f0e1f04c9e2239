//! Time, as consensus sees it.

use crate::{Round, Slot, time::round_of_slot};

/// Where the chain is in time. Backed by the BABE slot, never by block counts (C8).
pub trait RoundClock {
	/// Slot of the block being executed.
	fn slot() -> Slot;

	/// Round of the block being executed.
	fn round() -> Round {
		round_of_slot(Self::slot())
	}

	/// Makes the clock show the first slot of `round`.
	#[cfg(any(feature = "std", feature = "runtime-benchmarks"))]
	fn set_round(round: Round);
}
