//! Popularity: what verified plays make of a title (S2), and how many replicas that asks for (C12).
//!
//! ```text
//! whole plays of an epoch = milliseconds watched / play time of the title
//! P of the next epoch     = min(1 + floor(log2(1 + whole plays)), 8)
//! sum at round r          = Σ P(epoch) × rounds of the epoch until r
//! replicas wanted         = min(floor + P - 1, ceiling)
//! ```
//!
//! A title that nobody watches has P = 1, so that it earns the source's 2 % a year. A play counts for the *next* epoch,
//! which makes P known at every moment of the epoch it is in force: rewards are a difference of sums, and a peak at the
//! time of a claim pays its own epoch and no day before. Under a constant P the difference is T × P, the source's formula.
//! The logarithm and the limit are against pumping: eight times the reward costs 127 whole verified plays an epoch.

use codec::{Decode, DecodeWithMemTracking, Encode, MaxEncodedLen};
use reel_primitives::{Round, time::ROUND_MS};
use scale_info::TypeInfo;

/// Highest popularity.
pub const MAX_LEVEL: u8 = 8;

/// Popularity of a title that nobody watches.
pub const BASE_LEVEL: u8 = 1;

/// Popularity after an epoch in which `watched_ms` of a title of `duration_ms` were watched.
pub fn level(watched_ms: u64, duration_ms: u64) -> u8 {
	// A title without play time is never registered.
	let whole = watched_ms.checked_div(duration_ms).unwrap_or(0).saturating_add(1);
	let raised = whole.ilog2().saturating_add(BASE_LEVEL.into());
	u8::try_from(raised).unwrap_or(MAX_LEVEL).min(MAX_LEVEL)
}

/// Replicas wanted of each span of a title.
pub fn wanted(level: u8, floor: u32, ceiling: u32) -> u32 {
	floor.saturating_add(u32::from(level.saturating_sub(BASE_LEVEL))).min(ceiling)
}

/// The epoch that a round belongs to.
pub fn epoch_of(round: Round, epoch_rounds: Round) -> u64 {
	round.checked_div(epoch_rounds).unwrap_or(0)
}

/// Popularity of a title, summed up over time.
#[derive(
	Clone,
	Copy,
	Debug,
	PartialEq,
	Eq,
	Encode,
	Decode,
	DecodeWithMemTracking,
	MaxEncodedLen,
	TypeInfo,
)]
pub struct Meter {
	/// Sum of popularity × rounds up to [`Self::at`].
	pub sum: u128,
	/// Round to which it is summed up.
	pub at: Round,
	/// Popularity in force in the epoch of [`Self::at`].
	pub level: u8,
	/// Milliseconds watched in that epoch so far.
	pub watched_ms: u64,
	/// Round since which at least as many replicas are wanted as now.
	pub raised_in: Round,
}

impl Meter {
	/// A meter that starts at 0.
	pub const fn new(now: Round) -> Self {
		Self { sum: 0, at: now, level: BASE_LEVEL, watched_ms: 0, raised_in: now }
	}

	/// Sums up to `now`; nothing when that is past. `duration_ms` is the title's play time. Cost: constant, however
	/// long nothing happened.
	pub fn advance(&mut self, now: Round, epoch_rounds: Round, duration_ms: u64) {
		if now <= self.at {
			return;
		}
		let (own, current) = (epoch_of(self.at, epoch_rounds), epoch_of(now, epoch_rounds));
		if own < current {
			let start_of = |epoch: u64| epoch.saturating_mul(epoch_rounds);
			let next = own.saturating_add(1);
			self.run_to(start_of(next));
			self.enter(level(self.watched_ms, duration_ms));
			if next < current {
				// One epoch at the level that the last plays earned, then none were.
				self.run_to(start_of(next.saturating_add(1)));
				self.enter(BASE_LEVEL);
			}
		}
		self.run_to(now);
	}

	fn run_to(&mut self, round: Round) {
		let rounds = u128::from(round.saturating_sub(self.at));
		// At most 8 for each of 2^64 rounds: below 2^67.
		self.sum = self.sum.saturating_add(rounds.saturating_mul(self.level.into()));
		self.at = round;
	}

	fn enter(&mut self, level: u8) {
		if level > self.level {
			self.raised_in = self.at;
		}
		self.level = level;
		self.watched_ms = 0;
	}
}

/// SSH in planck that `fragments` fragments earned while the sum of popularity × rounds rose by `rise`: the source's
/// R = T·V·P·0.02·33/(365·33+8) for T·P = rise × 14.4 s, exact, rounded down once.
///
/// Overflow: `rise` × 14,400 ms is cut at 2^64, which at popularity 8 takes 73 million years; from there
/// [`reel_economics::postf::reward`] is exact for all arguments.
pub fn reward(rise: u128, fragments: u32) -> u128 {
	let weighted_ms = rise.saturating_mul(ROUND_MS.into());
	reel_economics::postf::reward(u64::try_from(weighted_ms).unwrap_or(u64::MAX), fragments.into())
}

#[cfg(test)]
mod tests {
	use super::*;

	const EPOCH: Round = 10;
	const MINUTE: u64 = 60_000;

	#[test]
	fn popularity_doubles_its_plays_with_each_level() {
		for (whole, expected) in [
			(0, 1),
			(1, 2),
			(2, 2),
			(3, 3),
			(7, 4),
			(62, 6),
			(63, 7),
			(126, 7),
			(127, 8),
			(1_000_000, 8),
		] {
			assert_eq!(level(whole * MINUTE, MINUTE), expected, "{whole} plays");
		}
		assert_eq!(level(MINUTE - 1, MINUTE), 1);
		assert_eq!(level(u64::MAX, 1), 8);
		assert_eq!(level(5, 0), 1);
	}

	#[test]
	fn replicas_follow_demand_between_floor_and_ceiling() {
		assert_eq!((wanted(1, 3, 8), wanted(4, 3, 8), wanted(8, 3, 8)), (3, 6, 8));
	}

	#[test]
	fn a_peak_pays_the_epoch_after_it_and_nothing_else() {
		let mut meter = Meter::new(3);
		meter.watched_ms = 7 * MINUTE;
		meter.advance(9, EPOCH, MINUTE);
		assert_eq!((meter.sum, meter.level), (6, 1), "not in its own epoch");
		meter.advance(15, EPOCH, MINUTE);
		assert_eq!((meter.sum, meter.level, meter.raised_in), (7 + 5 * 4, 4, 10));
		meter.advance(25, EPOCH, MINUTE);
		assert_eq!((meter.sum, meter.level), (7 + 10 * 4 + 5, 1), "nobody watched again");
	}

	#[test]
	fn one_long_step_is_the_same_as_many_short_ones() {
		for end in [4, 10, 11, 19, 20, 21, 55, 3_000] {
			let mut long = Meter::new(3);
			long.watched_ms = 3 * MINUTE;
			let mut short = long;
			long.advance(end, EPOCH, MINUTE);
			(4..=end).for_each(|round| short.advance(round, EPOCH, MINUTE));
			assert_eq!(
				(long.sum, long.level, long.at),
				(short.sum, short.level, short.at),
				"{end}"
			);
		}
	}

	#[test]
	fn time_never_runs_backwards() {
		let mut meter = Meter::new(50);
		meter.advance(20, EPOCH, MINUTE);
		assert_eq!(meter, Meter::new(50));
	}

	#[test]
	fn a_year_at_popularity_one_earns_two_percent() {
		// 365 + 8/33 days of 6,000 rounds, 33 times: 33 times 2 % of V, to the planck.
		let rise = 6_000 * (365 * 33 + 8);
		assert_eq!(reward(rise, 1), 33 * reel_economics::postf::FRAGMENT_VALUE / 50);
		assert_eq!(reward(6_000, 1), 547_581, "a day");
		assert_eq!(
			reward(u128::MAX, u32::MAX),
			reel_economics::postf::reward(u64::MAX, u32::MAX.into())
		);
	}
}
