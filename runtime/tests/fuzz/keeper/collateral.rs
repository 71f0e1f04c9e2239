//! What curators have on hold, worked out once more.
//!
//! ```text
//! collateral = capacity × planck of a fragment, at the rate of the moment
//! a miss     = floor(what was asked for / 100), at most what is left; to the treasury
//! ```

use super::{CFX, Ledger};
use pallet_balances::Holds;
use pallet_curators::Event;
use reelchain_runtime::{AccountId, Runtime, RuntimeHoldReason};
use std::collections::BTreeMap;

/// Of a fragment of 1 MiB, unless governance sets another that is in range.
const RATE: u128 = CFX / 100;
const HIGHEST_RATE: u128 = 10 * CFX;

/// See the module.
#[derive(Default)]
pub(super) struct Collateral {
	set: Option<u128>,
	asked: BTreeMap<AccountId, u128>,
	held: Ledger,
}

impl Collateral {
	/// Notes a rate that was set, or taken back.
	pub(super) fn rate(&mut self, set: Option<u128>) {
		self.set = set.filter(|rate| (1..=HIGHEST_RATE).contains(rate));
	}

	/// Enters an event; says what went from whom to the treasury.
	pub(super) fn enter(&mut self, event: &Event<Runtime>) -> Option<(AccountId, u128)> {
		match event {
			Event::CuratorRegistered { curator, capacity, collateral_cfx, .. }
			| Event::CapacitySet { curator, capacity, collateral_cfx } => {
				let asked = u128::from(*capacity) * self.set.unwrap_or(RATE);
				assert_eq!(*collateral_cfx, asked, "R2: the collateral of {curator}");
				self.asked.insert(curator.clone(), asked);
				self.held.0.insert(curator.clone(), asked);
				None
			},
			Event::CollateralSlashed { curator, amount_cfx, .. } => {
				let left = self.held.0[curator];
				let slash = (self.asked[curator] / 100).min(left);
				assert_eq!(*amount_cfx, slash, "R2: the slash of {curator}");
				self.held.take(curator, slash);
				Some((curator.clone(), slash))
			},
			Event::CuratorLeft { curator, released_cfx } => {
				self.asked.remove(curator);
				let left = self.held.0.remove(curator);
				assert_eq!(Some(*released_cfx), left, "R2: what {curator} takes back");
				None
			},
			_ => None,
		}
	}

	/// Compares with what is on hold.
	pub(super) fn agrees(&self) -> Result<(), String> {
		let theirs = Holds::<Runtime>::iter()
			.flat_map(|(who, holds)| holds.into_iter().map(move |hold| (who.clone(), hold)))
			.filter(|(_, hold)| matches!(hold.id, RuntimeHoldReason::Curators(_)))
			.map(|(who, hold)| (who, hold.amount))
			.collect();
		match self.held.differs(&theirs) {
			Some(difference) => Err(format!("R2: collateral: {difference}")),
			None => Ok(()),
		}
	}
}
