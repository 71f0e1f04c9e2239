//! Batches, right in most cases and wrong in every way that has a name.

use super::{Hand, PayoutTree};
use crate::{chain::round, fuzz::ads};
use codec::Encode;
use rand::{Rng, seq::SliceRandom};
use reel_merkle::binary::Tree;
use reel_primitives::{
	ContentId,
	ads::{AdBill, MAX_BILLS_PER_BATCH},
	batch::{BATCH_DEADLINE_ROUNDS, BatchProposal, MAX_DIRECT_PAYEES, Payee, Payees, TitleTotal},
	content::TitleStatus,
};
use reelchain_runtime::{AccountId, ContentRegistry};

impl Hand<'_> {
	/// A batch of a few minutes of what can be played.
	pub(super) fn proposal(&mut self) -> BatchProposal {
		let totals = self.totals();
		let shares: u128 = totals
			.iter()
			.filter_map(|total| {
				let split = ContentRegistry::title(total.content)?.record.split;
				Some(u128::from(total.weight_ms) * u128::from(split.persons_bp()))
			})
			.sum();
		let payees = if self.coin(0.25) { self.root(shares) } else { self.direct(shares) };
		let charged = self.bills();
		let ad_plays = charged.iter().map(AdBill::plays).sum::<u64>() as u32;
		let good = BatchProposal {
			round: round().saturating_sub(1 + u64::from(self.up_to(3))),
			plays_root: self.random.r#gen(),
			plays: ad_plays + totals.iter().map(|total| total.plays).sum::<u32>(),
			totals,
			payees,
			delivered: Vec::new(),
			charged,
		};
		self.spoil(good)
	}

	/// What the ads come to: in half of the batches something, now and then over a root.
	fn bills(&mut self) -> Vec<AdBill> {
		let count = self.up_to(2) * (1 + self.up_to(MAX_BILLS_PER_BATCH));
		let mut bills: Vec<AdBill> = (0..count)
			.filter_map(|n| ads::bill(round() + u64::from(n) + u64::from(self.up_to(40))))
			.collect();
		for bill in &mut bills {
			if let Payees::Direct(viewers) = &bill.viewers
				&& self.coin(0.25)
			{
				let all = viewers.iter().map(|viewer| viewer.shares).sum();
				bill.viewers = self.root(all);
			}
			let most = match &bill.viewers {
				Payees::Direct(viewers) => viewers.len() as u64,
				Payees::Root { count, .. } => (*count).into(),
			};
			// Otherwise one viewer saw all of it, more often than it may.
			if self.coin(0.9) {
				for charge in &mut bill.charges {
					charge.viewers = charge.views().min(most) as u32;
				}
			}
		}
		bills
	}

	fn totals(&mut self) -> Vec<TitleTotal> {
		let world = self.world;
		let wanted = 1 + self.up_to(4) as usize;
		let mut titles: Vec<ContentId> = (0..24)
			.map(|_| self.pick(&world.titles))
			.filter(|content| {
				ContentRegistry::title(*content)
					.is_some_and(|title| title.state.status == TitleStatus::Playable)
			})
			.take(wanted)
			.collect();
		titles.sort();
		titles.dedup();
		titles
			.into_iter()
			.map(|content| {
				let plays = self.random.gen_range(1..50);
				let weight_ms = u64::from(plays) * self.random.gen_range(1..=60_000);
				TitleTotal { content, plays, weight_ms }
			})
			.collect()
	}

	fn direct(&mut self, shares: u128) -> Payees {
		let count = 1 + self.up_to(6);
		let mut accounts: Vec<AccountId> = (0..count).map(|_| self.anybody()).collect();
		let dust = if self.coin(0.2) { 1.min(shares) } else { 0 };
		let poor = self.pick(&self.world.payees);
		if dust > 0 {
			accounts.retain(|who| *who != poor);
			if accounts.is_empty() {
				accounts.push(self.world.viewers[0].clone());
			}
		}
		let mut payees = divide(accounts, shares - dust);
		if dust > 0 {
			// One whose part may be below what an account can hold.
			payees.push(Payee { account: poor, shares: dust });
			payees.sort_by(|one, two| one.account.cmp(&two.account));
		}
		Payees::Direct(payees)
	}

	fn root(&mut self, shares: u128) -> Payees {
		let world = self.world;
		let mut accounts = [world.viewers.as_slice(), &world.payees].concat();
		accounts.shuffle(self.random);
		accounts.truncate(self.random.gen_range(MAX_DIRECT_PAYEES as usize + 1..=accounts.len()));
		let payees = divide(accounts, shares);
		let leaves: Vec<Vec<u8>> = payees.iter().map(Encode::encode).collect();
		let tree = Tree::from_items(&leaves);
		let (root, count) = (tree.root(), tree.count());
		self.memory.trees.insert(root, PayoutTree { tree, payees });
		Payees::Root { root, count }
	}

	/// Now and then something that is wrong.
	fn spoil(&mut self, good: BatchProposal) -> BatchProposal {
		let Some(first) = good.totals.first().copied() else { return good };
		match self.up_to(60) {
			0 => BatchProposal { round: round(), ..good },
			1 => BatchProposal { round: round().saturating_sub(BATCH_DEADLINE_ROUNDS + 1), ..good },
			2 => BatchProposal { plays: 0, ..good },
			3 => BatchProposal { plays: good.plays.wrapping_add(1), ..good },
			4 => BatchProposal { totals: vec![first; 2], plays: first.plays * 2, ..good },
			5 => BatchProposal {
				totals: vec![TitleTotal { content: ContentId(self.random.r#gen()), ..first }],
				plays: first.plays,
				charged: vec![],
				..good
			},
			// With a root its leaves then hold more shares than the totals, which nobody on chain can see.
			6 => BatchProposal {
				totals: vec![TitleTotal { weight_ms: first.weight_ms + 1, ..first }],
				plays: first.plays,
				charged: vec![],
				..good
			},
			7 => BatchProposal {
				payees: Payees::Root { root: self.random.r#gen(), count: MAX_DIRECT_PAYEES },
				..good
			},
			8 => BatchProposal { payees: Payees::Direct(vec![]), ..good },
			9 => BatchProposal { delivered: vec![1, 1], ..good },
			// Numbers that no purchase will ever have.
			10 => BatchProposal { delivered: vec![u64::MAX - 1, u64::MAX], ..good },
			11 | 12 => {
				let nothing = AdBill { charges: vec![], viewers: Payees::Direct(vec![]) };
				BatchProposal { charged: vec![nothing], ..good }
			},
			13 => match good.charged.first().cloned() {
				Some(bill) => BatchProposal { charged: vec![bill; 3], ..good },
				None => good,
			},
			_ => good,
		}
	}
}

/// Divides shares among accounts: any division of them will do.
fn divide(mut accounts: Vec<AccountId>, shares: u128) -> Vec<Payee> {
	accounts.sort();
	accounts.dedup();
	let each = shares / accounts.len() as u128;
	let rest = shares - each * accounts.len() as u128;
	accounts
		.into_iter()
		.enumerate()
		.map(|(index, account)| Payee {
			account,
			shares: if index == 0 { each + rest } else { each },
		})
		.collect()
}
