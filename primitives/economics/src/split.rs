//! Who gets which part of an amount (C9). All parts are rounded down; see the crate docs.
//!
//! ```text
//! round_mint = min(reward, plays × cap_per_play)
//! part       = round_mint × weight × bp / (total_weight × 10,000)
//! ```
//!
//! Where a title may bring no more than a part of a round, its weight counts at a *rate*:
//!
//! ```text
//! rate(title) = min(1, whole × cap_bp / (10,000 × weight))        in millionths, rounded down
//! counted     = Σ weight × rate / whole
//! round_mint  = min(reward × counted, plays × cap_per_play)
//! part        = round_mint × weight × rate × bp / (Σ weight × rate × 10,000)
//! ```
//!
//! so that no title's part is above `cap_bp` of the reward, and what is above is not minted. Nobody else's part is any
//! larger for it, but where `cap_per_play` limits the round: there the others share what a capped title does not bring. Shares are weight × rate × bp: whole numbers that desks and chain compute alike.
//!
//! `weight` is what a title (or a play) brought of the round's `total_weight`, `bp` the basis
//! points of a role in that title's split. What rounding leaves over is under 1 planck a part.

use alloc::vec::Vec;
use sp_arithmetic::{Rounding, helpers_128bit::multiply_by_rational_with_rounding};

/// Basis points of a whole: 10,000 = 100 %.
pub const BASIS_POINTS: u16 = 10_000;

/// A rate of 1 in a round in which some title is capped.
pub const WHOLE_RATE: u64 = 1_000_000;

/// What the weights of a round's titles count for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TitleRates {
	/// The rate of each title, in the order of the weights: all 1 when no title is above the cap, else
	/// 1 to [`WHOLE_RATE`].
	pub rates: Vec<u64>,
	/// Σ weight × rate.
	pub counted: u128,
	/// The same if no title were capped; at least [`Self::counted`].
	pub whole: u128,
}

/// The rates at which titles of `weights` count where none may bring more than `cap_bp` of the round (`None`: no cap).
///
/// `None` when there is no answer: nothing weighs anything, the cap is 0 or above [`BASIS_POINTS`], or a sum overflows.
pub fn title_rates(weights: &[u64], cap_bp: Option<u16>) -> Option<TitleRates> {
	let whole = weights.iter().try_fold(0u128, |sum, weight| sum.checked_add((*weight).into()))?;
	if whole == 0 {
		return None;
	}
	let cap_bp = cap_bp.unwrap_or(BASIS_POINTS);
	if cap_bp == 0 || cap_bp > BASIS_POINTS {
		return None;
	}
	let allowed = whole.checked_mul(cap_bp.into())?;
	let asked = |weight: u64| u128::from(weight).checked_mul(BASIS_POINTS.into());
	let capped = weights.iter().map(|weight| Some(asked(*weight)? > allowed));
	if !capped.collect::<Option<Vec<_>>>()?.contains(&true) {
		let rates = weights.iter().map(|_| 1).collect();
		return Some(TitleRates { rates, counted: whole, whole });
	}
	let mut counted = 0u128;
	let mut rates = Vec::with_capacity(weights.len());
	for weight in weights {
		let asked = asked(*weight)?;
		let rate = match asked > allowed {
			// Below 1, and at least the cap's own part of it.
			true => u64::try_from(mul_div_floor(WHOLE_RATE.into(), allowed, asked)?).ok()?,
			false => WHOLE_RATE,
		};
		counted = counted.checked_add(u128::from(*weight).checked_mul(rate.into())?)?;
		rates.push(rate);
	}
	Some(TitleRates { rates, counted, whole: whole.checked_mul(WHOLE_RATE.into())? })
}

/// An amount cut into parts: `parts` and `remainder` add up to exactly the amount.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Division<P> {
	/// The parts, in the order of the shares, each rounded down. Planck.
	pub parts: P,
	/// What no share claims, and what rounding left over. Planck.
	pub remainder: u128,
}

/// `a × b / d`, rounded down, with the product in 256 bits. `None` when `d` is 0 or the result is
/// above `u128::MAX`.
pub fn mul_div_floor(a: u128, b: u128, d: u128) -> Option<u128> {
	multiply_by_rational_with_rounding(a, b, d, Rounding::Down)
}

/// What a rewarded round mints in planck: the schedule's reward, but never more than
/// `cap_per_play` planck for each accepted play (`None`: no cap). Without plays nothing is minted.
pub fn round_mint(schedule_reward: u128, plays: u64, cap_per_play: Option<u128>) -> u128 {
	if plays == 0 {
		return 0;
	}
	match cap_per_play {
		// Saturating: at u128::MAX the cap is above any reward.
		Some(cap) => schedule_reward.min(cap.saturating_mul(plays.into())),
		None => schedule_reward,
	}
}

/// The part of `reward` (planck) that `bp` basis points of `weight` out of `total_weight` earn,
/// rounded down once.
///
/// `None` when there is no answer: `total_weight` is 0, `weight` is above it, `bp` is above
/// [`BASIS_POINTS`], or `total_weight` is above `u128::MAX / 10,000`. So a part never exceeds the
/// reward, and the parts of weights and basis points that stay within the whole do so, too.
pub fn part(reward: u128, weight: u128, total_weight: u128, bp: u16) -> Option<u128> {
	if weight > total_weight || bp > BASIS_POINTS {
		return None;
	}
	// Fits whenever the divisor does, as neither factor is above the divisor's.
	let numerator = weight.checked_mul(bp.into())?;
	mul_div_floor(reward, numerator, total_weight.checked_mul(BASIS_POINTS.into())?)
}

/// Divides `amount` (planck) by shares out of `total_shares`, which may be more than their sum.
///
/// `None` when `total_shares` is 0 or the shares add up to more.
pub fn divide(
	amount: u128,
	shares: impl IntoIterator<Item = u128>,
	total_shares: u128,
) -> Option<Division<Vec<u128>>> {
	if total_shares == 0 {
		return None;
	}
	let mut unclaimed = total_shares;
	let mut remainder = amount;
	let mut parts = Vec::new();
	for share in shares {
		unclaimed = unclaimed.checked_sub(share)?;
		let part = mul_div_floor(amount, share, total_shares)?;
		remainder = remainder.checked_sub(part)?;
		parts.push(part);
	}
	Some(Division { parts, remainder })
}

/// Divides `amount` (planck) by basis points, one part for each.
///
/// `None` when the basis points add up to more than [`BASIS_POINTS`].
pub fn divide_by_basis_points<const N: usize>(
	amount: u128,
	basis_points: [u16; N],
) -> Option<Division<[u128; N]>> {
	let whole = basis_points.iter().try_fold(0u16, |sum, bp| sum.checked_add(*bp))?;
	if whole > BASIS_POINTS {
		return None;
	}
	// The parts of a whole of at most 10,000 add up to at most the amount: nothing here is cut off.
	let parts = basis_points
		.map(|bp| mul_div_floor(amount, bp.into(), BASIS_POINTS.into()).unwrap_or_default());
	let given = parts.iter().try_fold(0u128, |sum, part| sum.checked_add(*part))?;
	Some(Division { parts, remainder: amount.checked_sub(given)? })
}
