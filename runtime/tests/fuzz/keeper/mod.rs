//! R2, the second set of books: what was asked and what the pallets say happened go in; issuance and every account's
//! balance of CFX and SSH come out, by formulas of its own.
//!
//! It believes no amount that follows from a rule. Of the events of `Balances` it enters plain transfers alone; what is
//! minted, paid out of the pot, shared of a fee, moved by a decision or a penalty it works out by itself. Money that
//! moves without a reason known here shows as an account that disagrees.
//!
//! ```text
//! mod.rs     the ledger: transfers, fees, dust, deposits, penalties; the comparison with the chain
//! collateral.rs  what curators have on hold
//! exchange.rs    the pool of CFX and SSH, and fees in SSH
//! layers.rs      what activators share with creators
//! sales.rs   what is bought and given
//! ads.rs     campaigns, and what bills pay
//! funding.rs what campaigns raise, and what their tokens bring
//! rounds.rs  emission and payouts: schedule, split, shares, claims, what is owed below the existential deposit
//! ```

mod ads;
mod collateral;
mod exchange;
mod funding;
mod layers;
mod rounds;
mod sales;

use super::ads::Told;
use ads::{Ads, Bills};
use codec::{Decode, Encode};
use collateral::Collateral;
use exchange::Exchange;
use funding::Funding;
use pallet_balances::Event as Money;
use pallet_supervisors::Verdict;
use reelchain_runtime::{
	AccountId, Balances, Runtime, RuntimeCall, RuntimeEvent, configs::assets::SSH,
};
use rounds::Rounds;
use sales::{Move, Sales};
use std::collections::BTreeMap;

/// CFX of the mission, in planck, written out once more.
const CFX: u128 = 10u128.pow(18);

/// Least balance of an account.
const LEAST: u128 = CFX / 1_000;

/// Held for a report, and paid on top of it if it is upheld (C17).
const REPORT_DEPOSIT: u128 = CFX;
const REPORT_REWARD: u128 = CFX / 2;

/// Rounds without rewards after an offence: seven days of 6,000.
const BARRED: u64 = 7 * 6_000;

/// Totals by account.
#[derive(Default)]
struct Ledger(BTreeMap<AccountId, u128>);

impl Ledger {
	fn give(&mut self, who: &AccountId, amount: u128) {
		*self.0.entry(who.clone()).or_default() += amount;
	}

	fn take(&mut self, who: &AccountId, amount: u128) {
		let total = self.0.entry(who.clone()).or_default();
		*total = total
			.checked_sub(amount)
			.unwrap_or_else(|| panic!("R2: {who} gave {amount} and has {total}"));
	}

	fn move_between(&mut self, from: &AccountId, to: &AccountId, amount: u128) {
		self.take(from, amount);
		self.give(to, amount);
	}

	fn sum(&self) -> u128 {
		self.0.values().sum()
	}

	/// The first account on which `theirs` disagrees.
	fn differs(&self, theirs: &BTreeMap<AccountId, u128>) -> Option<String> {
		self.0.keys().chain(theirs.keys()).find_map(|who| {
			let of = |ledger: &BTreeMap<AccountId, u128>| ledger.get(who).copied().unwrap_or(0);
			let (ours, theirs) = (of(&self.0), of(theirs));
			(ours != theirs).then(|| format!("{who} has {ours} by the books and {theirs} on chain"))
		})
	}
}

/// What one call, or one block's hooks, did.
pub(crate) struct Entry<'a> {
	/// The call, if it was one that succeeded.
	pub(crate) call: Option<&'a RuntimeCall>,
	/// What the pallets said about it.
	pub(crate) events: &'a [RuntimeEvent],
	/// The round.
	pub(crate) now: u64,
	/// Who made the block.
	pub(crate) author: &'a AccountId,
}

/// See the module.
pub(crate) struct Keeper {
	cfx: Ledger,
	ssh: Ledger,
	genesis: u128,
	treasury: AccountId,
	pot: AccountId,
	escrow: AccountId,
	layers: AccountId,
	sales: Sales,
	exchange: Exchange,
	ads: Ads,
	/// The bill that the block at hand ends with.
	told: Option<Told>,
	funding: Funding,
	rounds: Rounds,
	/// Bonds of active and leaving validators.
	bonds: BTreeMap<AccountId, u128>,
	collateral: Collateral,
	/// What those who earn have on hold.
	held: BTreeMap<AccountId, u128>,
	/// Who made which report.
	reporters: BTreeMap<u64, AccountId>,
}

fn pallet_account(id: &[u8; 8]) -> AccountId {
	let mut bytes = [0; 32];
	bytes[..4].copy_from_slice(b"modl");
	bytes[4..12].copy_from_slice(id);
	AccountId::new(bytes)
}

fn on_chain() -> BTreeMap<AccountId, u128> {
	frame_system::Account::<Runtime>::iter()
		.map(|(who, account)| (who, account.data.free + account.data.reserved))
		.collect()
}

fn ssh_on_chain() -> BTreeMap<AccountId, u128> {
	pallet_assets::Account::<Runtime>::iter_prefix(SSH)
		.map(|(who, account)| (who, account.balance))
		.collect()
}

impl Keeper {
	/// Opens the books with what accounts have now.
	pub(crate) fn open() -> Self {
		let cfx = Ledger(on_chain());
		let rounds = Rounds::open();
		Self {
			genesis: cfx.sum() - rounds.minted(),
			cfx,
			ssh: Ledger(ssh_on_chain()),
			treasury: pallet_account(b"reel/tre"),
			pot: pallet_account(b"reel/pay"),
			escrow: pallet_account(b"reel/sal"),
			layers: pallet_account(b"reel/lay"),
			sales: Sales::open(pallet_account(b"reel/sal"), pallet_account(b"reel/tre")),
			exchange: Exchange::open(),
			ads: Ads::default(),
			told: None,
			funding: Funding::default(),
			rounds,
			bonds: BTreeMap::new(),
			collateral: Collateral::default(),
			held: BTreeMap::new(),
			reporters: BTreeMap::new(),
		}
	}

	/// Notes the authorities of a session.
	pub(crate) fn session(&mut self, index: u32, validators: Vec<AccountId>) {
		self.rounds.session(index, validators);
	}

	/// Notes the bill that a block ends with.
	pub(crate) fn told(&mut self, told: Option<Told>) {
		self.told = told;
	}

	/// Enters what happened.
	pub(crate) fn enter(&mut self, entry: &Entry<'_>) {
		if let Some(call) = entry.call {
			self.rounds.asked(call);
		}
		let mut told = self.told.take();
		let mut bills = Bills::new(self.rounds.bills_accepted(entry.events), &mut told);
		for event in entry.events {
			match event {
				RuntimeEvent::Balances(event) => self.money(event),
				RuntimeEvent::TransactionPayment(event) => self.fee(event, entry.author),
				RuntimeEvent::Assets(event) => self.asset(event),
				RuntimeEvent::PoolAssets(event) => self.exchange.part(event),
				RuntimeEvent::AssetConversion(event) => self.exchanged(event, entry.events),
				RuntimeEvent::AssetTxPayment(event) => self.fee_in_coin(event, entry.author),
				RuntimeEvent::Supervisors(event) => self.report(event),
				RuntimeEvent::ValidatorSet(event) => self.validator(event, entry),
				RuntimeEvent::Parameters(event) => self.parameter(event),
				RuntimeEvent::Curators(event) => {
					if let Some((who, slash)) = self.collateral.enter(event) {
						self.cfx.move_between(&who, &self.treasury, slash);
					}
				},
				RuntimeEvent::Rights(event) => self.sales.share(event),
				RuntimeEvent::Layers(event) => {
					if let Some((who, amount)) = self.rounds.layers.enter(event) {
						self.cfx.move_between(&self.layers, &who, amount);
					}
				},
				RuntimeEvent::Settlement(event) => {
					let moves = self.sales.enter(event, &self.rounds, entry.now);
					self.moved(moves);
				},
				RuntimeEvent::AdEscrow(event) => {
					let Self { ads, rounds, pot, .. } = self;
					let moves = ads.enter(event, &mut bills, rounds, (pot, entry.now));
					self.moved(moves);
				},
				RuntimeEvent::Crowdfunding(event) => {
					let moves = self.funding.enter(event);
					self.moved(moves);
				},
				_ => {},
			}
		}
		bills.end();
		self.told = told;
		let moves = self.sales.rest();
		self.moved(moves);
		let minted = self.rounds.enter(entry);
		self.cfx.give(&self.pot, minted);
		for (who, amount) in self.rounds.settle(entry, &self.treasury) {
			self.cfx.move_between(&self.pot, &who, amount);
		}
		for event in entry.events {
			if let RuntimeEvent::Standing(event) = event {
				self.standing(event);
			}
		}
	}

	fn moved(&mut self, moves: Vec<Move>) {
		for Move { from, to, amount } in moves {
			let all = self.cfx.0.get(&from).copied().unwrap_or_default();
			let amount = if amount == u128::MAX { all } else { amount };
			self.cfx.move_between(&from, &to, amount);
		}
	}

	/// A sanction that is upheld takes all that is on hold, and nothing else.
	fn standing(&mut self, event: &pallet_standing::Event<Runtime>) {
		use pallet_standing::Event;
		match event {
			Event::Held { who, amount_cfx, held_cfx } => {
				let held = self.held.entry(who.clone()).or_default();
				*held += amount_cfx;
				assert_eq!(held, held_cfx, "R2: what {who} has on hold");
			},
			Event::Released { who, amount_cfx } => {
				let held = self.held.entry(who.clone()).or_default();
				*held = held.checked_sub(*amount_cfx).expect("R2: more released than held");
			},
			Event::SanctionUpheld { account, forfeited_cfx } => {
				let held = self.held.remove(account).unwrap_or_default();
				assert_eq!(*forfeited_cfx, held, "R2: what {account} forfeits");
				self.cfx.move_between(account, &self.treasury, held);
			},
			_ => {},
		}
	}

	fn money(&mut self, event: &Money<Runtime>) {
		match event {
			// What leaves these four does so by rules.
			Money::Transfer { from, .. }
				if [&self.pot, &self.treasury, &self.escrow, &self.layers].contains(&from) => {},
			Money::Transfer { from, .. } if self.funding.is_account(from) => {},
			Money::Transfer { from, to, amount } => self.cfx.move_between(from, to, *amount),
			Money::DustLost { account, amount } => {
				assert!(*amount < LEAST, "R2: {account} lost {amount} as dust");
				self.cfx.move_between(account, &self.treasury, *amount);
			},
			_ => {},
		}
	}

	/// Four fifths of a fee are the treasury's, the rest and the tip the author's.
	fn fee(&mut self, event: &pallet_transaction_payment::Event<Runtime>, author: &AccountId) {
		let pallet_transaction_payment::Event::TransactionFeePaid { who, actual_fee, tip } = event
		else {
			return;
		};
		let fee = actual_fee - tip;
		let to_treasury = fee * 80 / 100;
		self.cfx.move_between(who, &self.treasury, to_treasury);
		self.cfx.move_between(who, author, actual_fee - to_treasury);
	}

	fn asset(&mut self, event: &pallet_assets::Event<Runtime>) {
		use pallet_assets::Event;
		self.funding.asset(event);
		match event {
			Event::Issued { asset_id: SSH, owner, amount } => self.ssh.give(owner, *amount),
			Event::Burned { asset_id: SSH, owner, balance } => self.ssh.take(owner, *balance),
			Event::Transferred { asset_id: SSH, from, to, amount } => {
				self.ssh.move_between(from, to, *amount);
			},
			_ => {},
		}
	}

	/// A rate of collateral, in the form in which it is stored: subject, item, value.
	fn parameter(&mut self, event: &pallet_parameters::Event<Runtime>) {
		let pallet_parameters::Event::Updated { key, new_value, .. } = event else { return };
		if key.encode() == [3, 0] {
			let value = new_value.as_ref().map(|value| value.encode()[2..].to_vec());
			self.collateral
				.rate(value.map(|rate| u128::decode(&mut &rate[..]).expect("an amount")));
		}
	}

	fn report(&mut self, event: &pallet_supervisors::Event<Runtime>) {
		use pallet_supervisors::Event;
		match event {
			Event::TitleReported { report, reporter, .. } => {
				self.reporters.insert(*report, reporter.clone());
			},
			Event::ReportDecided { report, verdict, reward_cfx, .. } => {
				let reporter = self.reporters.remove(report).expect("R2: nobody reported that");
				let reward = if *verdict == Verdict::Upheld { REPORT_REWARD } else { 0 };
				assert_eq!(*reward_cfx, reward, "R2: the reward of a report");
				self.cfx.move_between(&self.treasury, &reporter, reward);
				if *verdict == Verdict::Abusive {
					self.cfx.move_between(&reporter, &self.treasury, REPORT_DEPOSIT);
				}
			},
			Event::ReportWithdrawn { report, .. } => drop(self.reporters.remove(report)),
			_ => {},
		}
	}

	fn validator(&mut self, event: &pallet_validator_set::Event<Runtime>, entry: &Entry<'_>) {
		use pallet_proof_of_view::Event::EquivocationReported;
		use pallet_validator_set::Event;
		match event {
			Event::ValidatorActivated { who, bond_cfx } => {
				self.bonds.insert(who.clone(), *bond_cfx);
			},
			Event::ValidatorWithdrawn { who, released_cfx } => {
				let bond = self.bonds.remove(who).unwrap_or_default();
				assert_eq!(*released_cfx, bond, "R2: the bond of {who}");
				self.rounds.forgive(who);
			},
			Event::OffenceRecorded { who, slashed_cfx, barred_until, .. } => {
				let is_double = entry.events.iter().any(|event| {
					matches!(event, RuntimeEvent::ProofOfView(EquivocationReported { .. }))
				});
				let bond = self.bonds.entry(who.clone()).or_default();
				let slash = if is_double { *bond } else { *bond / 10 };
				assert_eq!(*slashed_cfx, slash, "R2: the penalty of {who}");
				assert_eq!(*barred_until, entry.now + BARRED, "R2: how long {who} is barred");
				*bond -= slash;
				self.cfx.move_between(who, &self.treasury, slash);
				self.rounds.bar(who, *barred_until);
			},
			_ => {},
		}
	}

	/// Compares the books with the chain's, to the planck.
	pub(crate) fn agrees(&self) -> Result<(), String> {
		let theirs = Balances::total_issuance();
		for (name, ours) in [
			("sum of accounts", self.cfx.sum()),
			("genesis and schedule", self.genesis + self.rounds.minted()),
		] {
			if ours != theirs {
				return Err(format!("R2: {name}: {ours}, the chain says {theirs}"));
			}
		}
		if let Some(difference) = self.cfx.differs(&on_chain()) {
			return Err(format!("R2: CFX: {difference}"));
		}
		if let Some(difference) = self.ssh.differs(&ssh_on_chain()) {
			return Err(format!("R2: SSH: {difference}"));
		}
		self.collateral.agrees()?;
		self.sales.agrees()?;
		self.exchange.agrees()?;
		self.ads.agrees()?;
		self.funding.agrees()?;
		self.rounds.agrees()
	}
}
