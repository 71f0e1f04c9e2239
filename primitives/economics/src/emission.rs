//! The halving schedule: what a rewarded round may mint (C8).
//!
//! ```text
//! era(n)    = min(n / rounds_per_era, halvings)
//! reward(n) = first_reward / 2^era(n)                    rounded down
//! minted(n) = reward(0) + … + reward(n - 1)
//! ```
//!
//! `n` counts *rewarded rounds*, not blocks and not time: faster blocks mint no more, and a round
//! without an accepted play neither mints nor ages the schedule. Two schedules are the mission's:
//! [`PAPER`] and [`YEAR_TABLE`]. With unlimited halvings the reward ends at 0 planck after at most
//! 128 of them (67 from 90 CFX).
//!
//! The paper's table, to the last digit (see the tests):
//!
//! | | CFX |
//! |---|---|
//! | year 1 | 197,100,000 |
//! | each year after | 98,550,000 |
//! | mined in 40 years | 4,040,550,000 |
//! | with the 6,000,000,000 of genesis | 10,040,550,000 |

use crate::CFX;
use codec::{Decode, DecodeWithMemTracking, Encode, MaxEncodedLen};
use scale_info::TypeInfo;
use serde::{Deserialize, Serialize};

/// CFX in planck that exist at genesis (C8): 6,000,000,000 CFX.
pub const GENESIS_SUPPLY: u128 = 6_000_000_000 * CFX;

/// Reward of a round in the first era in planck (C8): 90 CFX.
pub const FIRST_ERA_REWARD: u128 = 90 * CFX;

/// Rounds of an era by the paper's rule (C8): 2,160,000 × 14.4 s = 360 days.
pub const HALVING_ROUNDS: u64 = 2_160_000;

/// Rounds of a year: 365 days × 86,400 s / 14.4 s = 2,190,000.
pub const YEAR_ROUNDS: u64 = 2_190_000;

/// The rule of the paper's text: 90 CFX a round, 45 CFX after the first 2,160,000 rewards. The text
/// and its table know one halving; [`Schedule::with_halvings`] makes another number of them, or
/// an unlimited one.
pub const PAPER: Schedule =
	Schedule { first_reward: FIRST_ERA_REWARD, rounds_per_era: HALVING_ROUNDS, halvings: Some(1) };

/// The rule of the paper's table, which is exact for years of 365 days and one halving at the end
/// of the first.
pub const YEAR_TABLE: Schedule =
	Schedule { first_reward: FIRST_ERA_REWARD, rounds_per_era: YEAR_ROUNDS, halvings: Some(1) };

/// How the reward of a round falls over time.
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
	Serialize,
	Deserialize,
)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Schedule {
	/// Planck of a rewarded round before any halving.
	pub first_reward: u128,
	/// Rewarded rounds from one halving to the next. 0 means that the reward is never halved.
	pub rounds_per_era: u64,
	/// How many halvings there are; the reward stays after the last. `None`: unlimited.
	pub halvings: Option<u32>,
}

impl Schedule {
	/// The same schedule with another number of halvings; `None` for unlimited.
	pub const fn with_halvings(self, halvings: Option<u32>) -> Self {
		Self { halvings, ..self }
	}

	/// Halvings that lie behind after `rewarded_rounds`: 0 in the first era, and never more than
	/// [`Schedule::halvings`].
	pub fn era(&self, rewarded_rounds: u64) -> u32 {
		let passed = rewarded_rounds.checked_div(self.rounds_per_era).unwrap_or(0);
		u32::try_from(passed).unwrap_or(u32::MAX).min(self.halvings.unwrap_or(u32::MAX))
	}

	/// Planck that the next rewarded round may mint, when `rewarded_rounds` lie behind.
	pub fn reward(&self, rewarded_rounds: u64) -> u128 {
		self.reward_in_era(self.era(rewarded_rounds))
	}

	fn reward_in_era(&self, era: u32) -> u128 {
		// `None` from the 128th halving on: nothing is left of any u128.
		self.first_reward.checked_shr(era).unwrap_or(0)
	}

	/// Planck minted by the first `rewarded_rounds` rounds at full reward, the sum of
	/// [`Schedule::reward`] over them; `u128::MAX` if it is more than that (no schedule with a
	/// first reward below 2^64 planck gets there).
	///
	/// At most 129 steps, however many rounds.
	pub fn minted_after(&self, rewarded_rounds: u64) -> u128 {
		// From era 128 on there is nothing to add.
		let last_era = self.era(rewarded_rounds).min(u128::BITS);
		let full_era = |era| self.reward_in_era(era).saturating_mul(self.rounds_per_era.into());
		let before = (0..last_era).map(full_era).fold(0u128, u128::saturating_add);
		let rounds_before = u64::from(last_era).saturating_mul(self.rounds_per_era);
		let rounds_since = rewarded_rounds.saturating_sub(rounds_before);
		before.saturating_add(self.reward_in_era(last_era).saturating_mul(rounds_since.into()))
	}
}

#[cfg(test)]
mod tests {
	use super::*;

	/// Years that the paper's table covers.
	const YEARS: u64 = 40;

	#[test]
	fn stepping_the_year_table_gives_the_papers_figures() {
		let mut minted = 0;
		for year in 1..=YEARS {
			let before = minted;
			for round in (year - 1) * YEAR_ROUNDS..year * YEAR_ROUNDS {
				minted += YEAR_TABLE.reward(round);
			}
			let expected = if year == 1 { 197_100_000 * CFX } else { 98_550_000 * CFX };
			assert_eq!(minted - before, expected, "year {year}");
			assert_eq!(YEAR_TABLE.minted_after(year * YEAR_ROUNDS), minted, "year {year}");
		}
		assert_eq!(minted, 4_040_550_000 * CFX);
		assert_eq!(GENESIS_SUPPLY + minted, 10_040_550_000 * CFX);
	}

	#[test]
	fn stepping_the_papers_rule_halves_after_2_160_000_rewards() {
		let mut minted = 0;
		for round in 0..3 * HALVING_ROUNDS {
			let expected = if round < HALVING_ROUNDS { 90 * CFX } else { 45 * CFX };
			assert_eq!(PAPER.reward(round), expected);
			minted += expected;
		}
		assert_eq!(minted, (194_400_000 + 2 * 97_200_000) * CFX);
		assert_eq!(PAPER.minted_after(3 * HALVING_ROUNDS), minted);
		assert_eq!(PAPER.era(HALVING_ROUNDS - 1), 0);
		assert_eq!(PAPER.era(HALVING_ROUNDS), 1);
		assert_eq!(PAPER.era(u64::MAX), 1);
	}

	#[test]
	fn lengths_of_an_era_are_what_their_days_say() {
		const ROUND_MS: u64 = 14_400;
		const DAY_MS: u64 = 86_400_000;
		assert_eq!(YEAR_ROUNDS * ROUND_MS, 365 * DAY_MS);
		assert_eq!(HALVING_ROUNDS * ROUND_MS, 360 * DAY_MS);
	}

	#[test]
	fn unlimited_halvings_end_at_zero() {
		let unlimited = PAPER.with_halvings(None);
		let last_era = u64::from(FIRST_ERA_REWARD.ilog2());
		assert_eq!(unlimited.reward(last_era * HALVING_ROUNDS), 1);
		assert_eq!(unlimited.reward((last_era + 1) * HALVING_ROUNDS), 0);
		assert_eq!(unlimited.reward(u64::MAX), 0);

		let all = unlimited.minted_after((last_era + 1) * HALVING_ROUNDS);
		assert_eq!(unlimited.minted_after(u64::MAX), all);
		let limit = 2 * FIRST_ERA_REWARD * u128::from(HALVING_ROUNDS);
		assert!(all < limit, "the series stays below twice its first era");
		// What is missing is what rounding down took, less than 2 planck a round of each era.
		assert!(limit - all < 2 * u128::from(last_era + 1) * u128::from(HALVING_ROUNDS));
	}

	#[test]
	fn sum_of_rewards_is_the_closed_form_at_every_round() {
		for first_reward in [0, 1, 7, 90, 1_000_003] {
			for rounds_per_era in [0, 1, 2, 3, 10] {
				for halvings in [None, Some(0), Some(1), Some(2), Some(5), Some(200)] {
					let schedule = Schedule { first_reward, rounds_per_era, halvings };
					let mut minted = 0;
					for round in 0..300 {
						assert_eq!(schedule.minted_after(round), minted, "{schedule:?} {round}");
						minted += schedule.reward(round);
					}
				}
			}
		}
	}

	#[test]
	fn extreme_schedules_saturate() {
		let huge = Schedule { first_reward: u128::MAX, rounds_per_era: 1, halvings: None };
		assert_eq!(huge.reward(127), 1);
		assert_eq!(huge.reward(128), 0);
		assert_eq!(huge.minted_after(1), u128::MAX);
		assert_eq!(huge.minted_after(u64::MAX), u128::MAX);
		let flat = Schedule { first_reward: u128::MAX, rounds_per_era: 0, halvings: None };
		assert_eq!(flat.reward(u64::MAX), u128::MAX);
		assert_eq!(flat.minted_after(u64::MAX), u128::MAX);
	}

	#[test]
	fn schedule_is_encoded_as_its_three_fields() {
		let bytes = YEAR_TABLE.encode();
		let expected = [
			FIRST_ERA_REWARD.to_le_bytes().to_vec(),
			YEAR_ROUNDS.to_le_bytes().to_vec(),
			vec![1],
			1u32.to_le_bytes().to_vec(),
		];
		assert_eq!(bytes, expected.concat());
		assert_eq!(bytes.len(), Schedule::max_encoded_len());
		assert_eq!(Schedule::decode(&mut &bytes[..]), Ok(YEAR_TABLE));
	}
}
