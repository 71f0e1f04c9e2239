//! Pure integer maths of Reelchain's money. No storage, no clock, no floats: pallets ask here for
//! the amount and apply it.
//!
//! # Model
//!
//! | module | answers | mission |
//! |---|---|---|
//! | [`emission`] | what the next rewarded round may mint, and what all rounds so far have minted | C8 |
//! | [`split`] | who gets which part of an amount | C9 |
//! | [`postf`] | what a curator earns for holding a fragment (Proof of Stake Time Fragment) | S2 |
//!
//! A *round* is 14.4 s. A *rewarded round* is a round with at least one accepted play: only these
//! mint, and only these bring a halving nearer. Amounts are *planck*: 10^-18 of a CFX or SSH.
//!
//! # Rounding
//!
//! Every result is rounded **down, once**, from the exact rational value: products are taken in
//! 256 bits before the one division. So parts never add up to more than the whole, and what
//! rounding leaves over is returned as a remainder where there is one to account for.
//!
//! # Errors
//!
//! Nothing here panics. A function gives `None` only where its arguments have no answer (a divisor
//! of 0, shares above the whole) or the answer is above `u128::MAX`; each says which.
//!
//! # Vectors
//!
//! `scripts/reference/economics.py` computes the same with exact fractions and writes `vectors/`;
//! the tests fail if one of its files is not read.

#![cfg_attr(not(feature = "std"), no_std)]
#![cfg_attr(
	not(test),
	deny(
		clippy::unwrap_used,
		clippy::expect_used,
		clippy::panic,
		clippy::indexing_slicing,
		clippy::arithmetic_side_effects
	)
)]

extern crate alloc;

pub mod emission;
pub mod postf;
pub mod split;

/// Planck in a CFX: 18 decimals.
pub const CFX: u128 = 1_000_000_000_000_000_000;

/// Planck in an SSH: 18 decimals.
pub const SSH: u128 = 1_000_000_000_000_000_000;
