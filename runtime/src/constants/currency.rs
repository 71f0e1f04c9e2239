//! Amounts of CFX in planck.

use reel_primitives::Balance;

/// One CFX: 10^18 planck.
pub const CFX: Balance = 1_000_000_000_000_000_000;

/// A thousandth of a CFX.
pub const MILLI_CFX: Balance = CFX / 1_000;

/// A millionth of a CFX.
pub const MICRO_CFX: Balance = MILLI_CFX / 1_000;

/// CFX in existence at genesis: 6,000,000,000 (C8).
pub const GENESIS_ISSUANCE: Balance = 6_000_000_000 * CFX;

/// Least balance of an account: 0.001 CFX. Below it the account is removed and the dust goes to the treasury.
pub const EXISTENTIAL_DEPOSIT: Balance = MILLI_CFX;

/// Deposit for `items` new storage entries of `bytes` bytes in all: 0.05 CFX an entry and 0.0005 CFX a byte.
///
/// Saturates, which no legal footprint comes near.
pub const fn deposit(items: u32, bytes: u32) -> Balance {
	(items as Balance)
		.saturating_mul(50 * MILLI_CFX)
		.saturating_add((bytes as Balance).saturating_mul(500 * MICRO_CFX))
}
