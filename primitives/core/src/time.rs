//! Slots, rounds and periods.
//!
//! ```text
//! slot    2.4 s        one BABE slot, one author at least
//! round   6 slots      14.4 s: what the source paper calls a block when it speaks of rewards (C8)
//! period  10,000 rounds  40 h: an account is paid once per cell and period (C6)
//! ```
//!
//! All three are counted from the Unix epoch, never from block counts: faster blocks mint no more.

use codec::{Decode, Encode, MaxEncodedLen};
use scale_info::TypeInfo;

/// A BABE slot: Unix time in milliseconds divided by [`SLOT_MS`].
pub type Slot = u64;

/// A reward round.
pub type Round = u64;

/// A span of rounds in which the same cell counts once per account.
pub type Period = u64;

/// Length of a slot: 2,400 ms. Fixed at genesis; changing it on a live chain halts the chain.
pub const SLOT_MS: u64 = 2_400;

/// Slots in a round: 6 × 2.4 s = 14.4 s (C8).
pub const SLOTS_PER_ROUND: u64 = 6;

/// Length of a round: 14,400 ms (C8).
pub const ROUND_MS: u64 = SLOT_MS * SLOTS_PER_ROUND;

/// Rounds in a period: 10,000 × 14.4 s = 40 h (C6).
pub const ROUNDS_PER_PERIOD: u64 = 10_000;

/// Place in the order of time of what is due: the round in which it is, then its number. A key of a map without a hash, the
/// first of which is due first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Encode, Decode, MaxEncodedLen, TypeInfo)]
pub struct DueKey([u8; 8], [u8; 8]);

impl DueKey {
	/// Place of number `id`, which is due in `round`.
	pub const fn new(round: Round, id: u64) -> Self {
		// Most significant byte first: then the order of bytes is that of time.
		Self(round.to_be_bytes(), id.to_be_bytes())
	}

	/// The round.
	pub const fn round(&self) -> Round {
		Round::from_be_bytes(self.0)
	}

	/// The number.
	pub const fn id(&self) -> u64 {
		u64::from_be_bytes(self.1)
	}
}

/// The round that `slot` belongs to.
pub const fn round_of_slot(slot: Slot) -> Round {
	slot / SLOTS_PER_ROUND
}

/// The round that a moment belongs to. `unix_ms`: milliseconds since the Unix epoch.
pub const fn round_of_ms(unix_ms: u64) -> Round {
	unix_ms / ROUND_MS
}

/// First millisecond of a round since the Unix epoch, saturating at the end of time.
pub const fn round_start_ms(round: Round) -> u64 {
	round.saturating_mul(ROUND_MS)
}

/// The period that `round` belongs to.
pub const fn period_of(round: Round) -> Period {
	round / ROUNDS_PER_PERIOD
}

#[cfg(test)]
mod tests {
	use super::*;

	#[test]
	fn a_round_is_fourteen_point_four_seconds() {
		assert_eq!(ROUND_MS, 14_400);
		assert_eq!(round_of_slot(SLOTS_PER_ROUND - 1), 0);
		assert_eq!(round_of_slot(SLOTS_PER_ROUND), 1);
		assert_eq!(round_of_ms(round_start_ms(7)), 7);
		assert_eq!(round_of_ms(round_start_ms(7) - 1), 6);
	}

	#[test]
	fn what_is_due_first_comes_first_in_the_order_of_bytes() {
		let keys = [(0, 9), (255, 1), (256, 0), (256, 255), (256, 256)];
		let keys = keys.map(|(round, id)| DueKey::new(round, id));
		assert!(keys.map(|key| key.encode()).is_sorted());
		assert_eq!((keys[3].round(), keys[3].id()), (256, 255));
	}

	#[test]
	fn a_period_is_forty_hours() {
		assert_eq!(ROUNDS_PER_PERIOD * ROUND_MS, 40 * 3_600 * 1_000);
		assert_eq!(period_of(ROUNDS_PER_PERIOD - 1), 0);
		assert_eq!(period_of(ROUNDS_PER_PERIOD), 1);
	}
}
