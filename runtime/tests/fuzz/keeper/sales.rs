//! What is bought and given, worked out once more: who holds what for whom, and where it goes.
//!
//! SSH is followed by its transfers; CFX lies in the payer's account until it is divided, which no transfer says.

use super::rounds::Rounds;
use pallet_settlement::Event;
use reel_primitives::{ContentId, market::Currency};
use reelchain_runtime::{AccountId, Runtime, RuntimeHoldReason};
use std::collections::BTreeMap;

/// A sale that is open.
struct Open {
	payer: AccountId,
	content: ContentId,
	currency: Currency,
	price: u128,
}

/// See the module.
pub(super) struct Sales {
	escrow: AccountId,
	treasury: AccountId,
	open: BTreeMap<u64, Open>,
	owed: BTreeMap<(AccountId, Currency), u128>,
	/// What the division under way credited and deferred.
	credited: Vec<(AccountId, u128)>,
	deferred: BTreeMap<AccountId, u128>,
	/// CFX that left the escrow account meanwhile.
	paid: Vec<Move>,
}

/// CFX that changes hands without a transfer that says so.
pub(super) struct Move {
	pub(super) from: AccountId,
	pub(super) to: AccountId,
	pub(super) amount: u128,
}

impl Sales {
	pub(super) fn open(escrow: AccountId, treasury: AccountId) -> Self {
		Self {
			escrow,
			treasury,
			open: BTreeMap::new(),
			owed: BTreeMap::new(),
			credited: vec![],
			deferred: BTreeMap::new(),
			paid: vec![],
		}
	}

	/// Enters what happened, and says what CFX moved.
	pub(super) fn enter(&mut self, event: &Event<Runtime>, rounds: &Rounds, now: u64) -> Vec<Move> {
		match event {
			Event::Bought { purchase, content, payer, currency, price, .. } => {
				let (payer, content, currency) = (payer.clone(), *content, *currency);
				self.open.insert(*purchase, Open { payer, content, currency, price: *price });
			},
			Event::Returned { purchase, payer, currency, price, .. } => {
				let open = self.open.remove(purchase).expect("R2: nobody bought that");
				assert_eq!((&open.payer, open.currency, open.price), (payer, *currency, *price));
				// Of SSH the payer may not be able to take it back.
				let late = self.deferred.remove(payer).unwrap_or(*price);
				assert_eq!(late, *price, "R2: what {payer} got back");
			},
			Event::Credited { holder, amount, .. } => self.credited.push((holder.clone(), *amount)),
			Event::Deferred { who, currency, amount, owed } => {
				let sum = self.owed.entry((who.clone(), *currency)).or_default();
				*sum += amount;
				assert_eq!(sum, owed, "R2: what {who} is owed");
				*self.deferred.entry(who.clone()).or_default() += amount;
			},
			Event::OwedPaid { who, currency, amount } => {
				let owed = self.owed.remove(&(who.clone(), *currency)).unwrap_or_default();
				assert_eq!(owed, *amount, "R2: what {who} was owed");
				if *currency == Currency::Cfx {
					let (from, to) = (self.escrow.clone(), who.clone());
					self.paid.push(Move { from, to, amount: *amount });
				}
			},
			Event::Delivered { purchase, price, fee, .. } => {
				let open = self.open.remove(purchase).expect("R2: nobody bought that");
				assert!(*fee <= price / 10, "R2: the platform keeps more than a tenth");
				self.check_parts(&open.content, price - fee, rounds, now);
				self.credited.push((self.treasury.clone(), *fee));
				return self.divided(open.currency, &open.payer);
			},
			Event::Donated { content, donor, currency, amount } => {
				self.check_parts(content, *amount, rounds, now);
				return self.divided(*currency, donor);
			},
			Event::EscrowEndowed { amount_cfx } => {
				assert_eq!(*amount_cfx, super::LEAST, "R2: what the escrow account begins with");
				let (from, to) = (self.treasury.clone(), self.escrow.clone());
				return vec![Move { from, to, amount: *amount_cfx }];
			},
			_ => {},
		}
		vec![]
	}

	/// What is left to enter when a call is over.
	pub(super) fn rest(&mut self) -> Vec<Move> {
		assert!(self.credited.is_empty(), "R2: credited for nothing");
		assert!(self.deferred.is_empty(), "R2: owed without being credited");
		std::mem::take(&mut self.paid)
	}

	fn check_parts(&self, content: &ContentId, amount: u128, rounds: &Rounds, now: u64) {
		let mut parts = rounds.holders.parts(content, amount);
		assert!(!parts.is_empty(), "R2: sold before anybody held it");
		parts.retain(|(_, part)| *part > 0);
		let creator = rounds.creator(content);
		if let Some((_, own)) = parts.iter_mut().find(|(who, _)| Some(who) == creator) {
			let shared = rounds.layers.parts(content, *own, now);
			*own -= shared.iter().map(|(_, part)| part).sum::<u128>();
			parts.extend(shared);
		}
		parts.retain(|(_, part)| *part > 0);
		assert_eq!(self.credited, parts, "R2: the parts of {amount}");
	}

	/// What was credited is the payer's no more; what was deferred is in escrow instead.
	fn divided(&mut self, currency: Currency, payer: &AccountId) -> Vec<Move> {
		let credited = std::mem::take(&mut self.credited);
		let mut deferred = std::mem::take(&mut self.deferred);
		let mut moves = vec![];
		for (to, amount) in credited {
			let late = deferred.remove(&to).unwrap_or_default();
			assert!(late == 0 || late == amount, "R2: {to} got a part of its part");
			let to = if late > 0 { self.escrow.clone() } else { to };
			moves.push(Move { from: payer.clone(), to, amount });
		}
		assert!(deferred.is_empty(), "R2: owed without being credited");
		if currency == Currency::Ssh {
			moves.clear();
		}
		moves.append(&mut self.paid);
		moves
	}

	/// Compares what is on hold with the chain's.
	pub(super) fn agrees(&self) -> Result<(), String> {
		let mut ours = BTreeMap::new();
		for sale in self.open.values().filter(|sale| sale.currency == Currency::Cfx) {
			*ours.entry(sale.payer.clone()).or_default() += sale.price;
		}
		let mut theirs: BTreeMap<AccountId, u128> = BTreeMap::new();
		for (who, holds) in pallet_balances::Holds::<Runtime>::iter() {
			for hold in holds {
				if matches!(hold.id, RuntimeHoldReason::Settlement(_)) {
					theirs.insert(who.clone(), hold.amount);
				}
			}
		}
		match ours == theirs {
			true => Ok(()),
			false => Err(format!("R2: held for sales: {ours:?}, the chain says {theirs:?}")),
		}
	}
}
