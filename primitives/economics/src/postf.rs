//! Proof of Stake Time Fragment: what a curator earns for a fragment that it holds (S2).
//!
//! ```text
//! R = T · V · P · I · 33 / (365 · 33 + 8)
//!
//! T  days since the reward was last claimed      V  1e-8 SSH, the value of one fragment
//! P  popularity                                  I  0.02, the interest
//! ```
//!
//! `33 / (365 · 33 + 8)` is one day of a year of 365 + 8/33 days. In integers, with T in
//! milliseconds:
//!
//! ```text
//! R = T_ms · P · (10^10 · 2 · 33) / (86,400,000 · 100 · 12,053)        planck of SSH, rounded down
//! ```
//!
//! One fragment held for one day at popularity 1 earns 547,581 planck.

use crate::SSH;

/// Value V of one fragment in planck (S2): 0.00000001 SSH.
pub const FRAGMENT_VALUE: u128 = SSH / 100_000_000;

/// Milliseconds of a day, the unit of T.
pub const DAY_MS: u64 = 86_400_000;

/// Interest I in percent (S2): 0.02.
const INTEREST_PERCENT: u128 = 2;

/// 33 / (365 · 33 + 8): a day as part of a year of 365 + 8/33 days.
const YEAR_PARTS: u128 = 33;
const YEAR: u128 = 365 * YEAR_PARTS + 8;

const NUMERATOR: u128 = FRAGMENT_VALUE * INTEREST_PERCENT * YEAR_PARTS;
const DENOMINATOR: u128 = DAY_MS as u128 * 100 * YEAR;

// What `reward` relies on: a product of one of them and a remainder below the other fits.
const _: () = assert!(NUMERATOR < DENOMINATOR && DENOMINATOR < 1 << 64);

/// Planck of SSH for one fragment, held `age_ms` milliseconds since its last claim at
/// `popularity`; rounded down. Exact for all arguments: the factor is below 1, so nothing
/// overflows. Several fragments earn the multiple of this.
pub fn reward(age_ms: u64, popularity: u64) -> u128 {
	// Both are below 2^64: the product fits, and never saturates.
	let held = u128::from(age_ms).saturating_mul(popularity.into());
	// held · N / D, without a wider product: the quotient times N is below `held`, the remainder
	// times N below 2^128 (see the assertion above).
	let (days, rest) = (held / DENOMINATOR, held % DENOMINATOR);
	days.saturating_mul(NUMERATOR).saturating_add(rest.saturating_mul(NUMERATOR) / DENOMINATOR)
}

#[cfg(test)]
mod tests {
	use super::*;

	#[test]
	fn one_fragment_earns_547_581_planck_a_day() {
		assert_eq!(FRAGMENT_VALUE, 10_000_000_000);
		assert_eq!(reward(DAY_MS, 1), 547_581);
		// 365 + 8/33 days, 33 times over: 33 years earn exactly 33 times two percent.
		assert_eq!(reward(DAY_MS * YEAR as u64, 1), 33 * FRAGMENT_VALUE / 50);
	}

	#[test]
	fn nothing_is_earned_in_no_time_or_without_popularity() {
		assert_eq!(reward(0, u64::MAX), 0);
		assert_eq!(reward(u64::MAX, 0), 0);
	}

	#[test]
	fn reward_is_exact_for_the_largest_arguments() {
		let held = u128::from(u64::MAX) * u128::from(u64::MAX);
		let expected = crate::split::mul_div_floor(held, NUMERATOR, DENOMINATOR);
		assert_eq!(Some(reward(u64::MAX, u64::MAX)), expected);
	}
}
