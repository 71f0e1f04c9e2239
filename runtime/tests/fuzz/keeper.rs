//! The second set of books: events in, balances and issuance out. It reads no ledger of the runtime but to compare.

use pallet_balances::Event as Money;
use reelchain_runtime::{AccountId, Balance, Balances, Runtime, RuntimeEvent, System};
use std::collections::BTreeMap;

/// CFX of the mission, in planck, written out once more.
const CFX: u128 = 10u128.pow(18);

/// Rewarded rounds before the one halving, and the rewards on either side (C8).
const FIRST_ERA: u64 = 2_160_000;
const REWARDS: [u128; 2] = [90 * CFX, 45 * CFX];

/// Totals by account, and what they add up to.
pub(crate) struct Keeper {
	totals: BTreeMap<AccountId, u128>,
	issuance: u128,
	minted: u128,
	rewarded_rounds: u64,
}

impl Keeper {
	/// Opens the books with what accounts have now.
	pub(crate) fn open() -> Self {
		let totals = frame_system::Account::<Runtime>::iter()
			.map(|(who, account)| (who, account.data.free + account.data.reserved))
			.collect::<BTreeMap<_, _>>();
		let issuance = totals.values().sum();
		Self { totals, issuance, minted: 0, rewarded_rounds: 0 }
	}

	/// Enters the events of the block whose state is at hand.
	pub(crate) fn replay(&mut self) {
		for record in System::read_events_no_consensus() {
			match record.event {
				RuntimeEvent::Balances(event) => self.enter(event),
				RuntimeEvent::Emission(event) => self.emission(event),
				_ => {},
			}
		}
	}

	fn enter(&mut self, event: Money<Runtime>) {
		match event {
			Money::Transfer { from, to, amount } => {
				self.take(from, amount);
				self.give(to, amount);
			},
			Money::TransferOnHold { source, dest, amount, .. } => {
				self.take(source, amount);
				self.give(dest, amount);
			},
			Money::TransferAndHold { source, dest, transferred, .. } => {
				self.take(source, transferred);
				self.give(dest, transferred);
			},
			Money::ReserveRepatriated { from, to, amount, .. } => {
				self.take(from, amount);
				self.give(to, amount);
			},
			Money::Deposit { who, amount } => self.give(who, amount),
			Money::Withdraw { who, amount } => self.take(who, amount),
			Money::DustLost { account, amount } => self.take(account, amount),
			Money::Minted { who, amount } => {
				self.give(who, amount);
				self.issuance += amount;
			},
			Money::Burned { who, amount } | Money::BurnedHeld { who, amount, .. } => {
				self.take(who, amount);
				self.issuance -= amount;
			},
			Money::Issued { amount } => self.issuance += amount,
			Money::Rescinded { amount } => self.issuance -= amount,
			Money::Slashed { who, amount } => self.take(who, amount),
			_ => {},
		}
	}

	fn emission(&mut self, event: pallet_emission::Event<Runtime>) {
		let pallet_emission::Event::RoundRewarded { minted_cfx, .. } = event;
		let era = usize::from(self.rewarded_rounds >= FIRST_ERA);
		assert_eq!(minted_cfx, REWARDS[era], "not what the mission says a round mints");
		self.minted += REWARDS[era];
		self.rewarded_rounds += 1;
	}

	fn give(&mut self, who: AccountId, amount: u128) {
		*self.totals.entry(who).or_default() += amount;
	}

	fn take(&mut self, who: AccountId, amount: u128) {
		let total = self.totals.entry(who.clone()).or_default();
		*total = total.checked_sub(amount).unwrap_or_else(|| panic!("{who} gave what it has not"));
	}

	/// Compares the books with the chain's, to the planck.
	pub(crate) fn agrees(&self) -> Result<(), String> {
		let genesis = 6_000_000_000 * CFX;
		let total: u128 = self.totals.values().sum();
		let theirs: Balance = Balances::total_issuance();
		for (name, ours) in [
			("entered issuance", self.issuance),
			("sum of accounts", total),
			("genesis and schedule", genesis + self.minted),
		] {
			if ours != theirs {
				return Err(format!("{name}: {ours}, the chain says {theirs}"));
			}
		}
		for (who, account) in frame_system::Account::<Runtime>::iter() {
			let theirs = account.data.free + account.data.reserved;
			let ours = self.totals.get(&who).copied().unwrap_or_default();
			if ours != theirs {
				return Err(format!("{who}: {ours} entered, the chain says {theirs}"));
			}
		}
		let known = self.totals.iter().filter(|(_, total)| **total > 0);
		match known.clone().find(|(who, _)| !frame_system::Account::<Runtime>::contains_key(who)) {
			Some((who, total)) => Err(format!("{who} has {total} in our books and is gone")),
			None => Ok(()),
		}
	}
}
