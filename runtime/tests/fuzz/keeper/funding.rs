//! Campaigns, worked out once more: who gave what, who gets what back, and what each token brings to whom.
//!
//! Where the pallet keeps sums per token and looks at owners when tokens move, this credits every owner with each income.

use super::sales::Move;
use pallet_crowdfunding::{Campaigns, Event, Offer};
use reel_primitives::{
	funding::{CampaignId, campaign_of},
	market::Currency,
};
use reelchain_runtime::{AccountId, Runtime};
use sp_core::U256;
use std::collections::{BTreeMap, BTreeSet};

/// A campaign.
struct Book {
	account: AccountId,
	creator: AccountId,
	offer: Offer,
	/// In the order in which they came.
	given: Vec<(AccountId, u128)>,
	gathered: usize,
	left: u128,
	/// What was left when it began to go back.
	of: u128,
	tokens: Option<BTreeMap<AccountId, u128>>,
	owed: BTreeMap<(AccountId, Currency), u128>,
	rest: BTreeMap<Currency, u128>,
	each: BTreeMap<Currency, u128>,
}

/// See the module. Besides the books the campaigns that came and went within a block.
#[derive(Default)]
pub(super) struct Funding(BTreeMap<CampaignId, Book>, BTreeSet<CampaignId>);

fn account(id: CampaignId) -> AccountId {
	let mut bytes = [0; 32];
	bytes[..4].copy_from_slice(b"modl");
	bytes[4..12].copy_from_slice(b"reel/fnd");
	bytes[12..16].copy_from_slice(&id.to_le_bytes());
	AccountId::new(bytes)
}

impl Book {
	fn sum(&self, count: usize) -> u128 {
		self.given[..count].iter().map(|(_, amount)| amount).sum()
	}

	/// What falls to a contributor of `of`, among those whose contributions were moved.
	fn part(&self, place: usize, of: u128) -> u128 {
		let whole = self.sum(self.gathered);
		let up_to = |count| {
			let product = U256::from(of) * U256::from(self.sum(count));
			(product / U256::from(whole)).as_u128()
		};
		up_to(place + 1) - up_to(place)
	}

	fn place(&self, who: &AccountId) -> usize {
		let place = self.given.iter().position(|(giver, _)| giver == who);
		place.expect("R2: nobody gave that")
	}

	fn earn(&mut self, currency: Currency, amount: u128, per_token: u128) {
		let tokens = self.tokens.as_ref().expect("R2: income without tokens");
		let all: u128 = tokens.values().sum();
		let rest = self.rest.entry(currency).or_default();
		*rest += amount;
		let each = rest.checked_div(all).unwrap_or_default();
		*rest -= each * all;
		for (who, tokens) in tokens {
			*self.owed.entry((who.clone(), currency)).or_default() += each * tokens;
		}
		let sum = self.each.entry(currency).or_default();
		*sum += each;
		assert_eq!(*sum, per_token, "R2: what a token brought");
	}
}

impl Funding {
	/// Whether money leaves that account by rules alone.
	pub(super) fn is_account(&self, who: &AccountId) -> bool {
		self.0.values().any(|book| book.account == *who)
	}

	/// Enters what happened, and says what CFX moved; `u128::MAX` is all there is.
	pub(super) fn enter(&mut self, event: &Event<Runtime>) -> Vec<Move> {
		if let Event::CampaignOpened { campaign, creator, .. } = event {
			let offer = Campaigns::<Runtime>::get(campaign).map(|campaign| campaign.offer);
			// One that is gone at the end of the block is not needed: everything of it was on hold.
			let Some(offer) = offer else {
				self.1.insert(*campaign);
				return vec![];
			};
			let (account, creator) = (account(*campaign), creator.clone());
			let book = Book {
				account,
				creator,
				offer,
				given: vec![],
				gathered: 0,
				left: 0,
				of: 0,
				tokens: None,
				owed: BTreeMap::new(),
				rest: BTreeMap::new(),
				each: BTreeMap::new(),
			};
			self.0.insert(*campaign, book);
			return vec![];
		}
		self.of(event).into_iter().collect()
	}

	/// The book of a campaign; `None` of one that came and went.
	fn book(&mut self, id: &CampaignId) -> Option<&mut Book> {
		let book = self.0.get_mut(id);
		assert!(book.is_some() || self.1.contains(id), "R2: no such campaign");
		book
	}

	fn of(&mut self, event: &Event<Runtime>) -> Option<Move> {
		match event {
			Event::Contributed { campaign, who, amount, raised } => {
				let book = self.book(campaign)?;
				match book.given.iter_mut().find(|(giver, _)| giver == who) {
					Some((_, given)) => *given += amount,
					None => book.given.push((who.clone(), *amount)),
				}
				assert_eq!(book.sum(book.given.len()), *raised, "R2: what was raised");
				assert!(*raised <= book.offer.goal, "R2: more than the goal");
				None
			},
			Event::Gathered { campaign, who, amount } => {
				let book = self.book(campaign)?;
				assert_eq!(book.given[book.gathered], (who.clone(), *amount), "R2: what is moved");
				book.gathered += 1;
				book.left += amount;
				Some(Move { from: who.clone(), to: book.account.clone(), amount: *amount })
			},
			Event::TokensIssued { campaign, tokens, .. } => {
				let book = self.book(campaign)?;
				assert_eq!((book.gathered, *tokens), (book.given.len(), book.offer.tokens));
				let parts = (0..book.gathered)
					.map(|place| (book.given[place].0.clone(), book.part(place, *tokens)));
				let parts: BTreeMap<_, _> = parts.collect();
				assert_eq!(parts.values().sum::<u128>(), *tokens, "R2: tokens");
				book.tokens = Some(parts);
				None
			},
			Event::TokensHandedOut { campaign, who, tokens } => {
				let book = self.book(campaign)?;
				let part = book.part(book.place(who), book.offer.tokens);
				assert_eq!(part, *tokens, "R2: the tokens of {who}");
				None
			},
			Event::MilestonePaid { campaign, milestone, amount } => {
				let book = self.book(campaign)?;
				let due = book.offer.milestones[*milestone as usize].amount;
				assert_eq!(due, *amount, "R2: a milestone");
				book.left -= amount;
				let (from, to) = (book.account.clone(), book.creator.clone());
				Some(Move { from, to, amount: *amount })
			},
			Event::RefundBegun { campaign, .. } => {
				let book = self.book(campaign)?;
				book.of = book.left;
				None
			},
			Event::Refunded { campaign, who, amount } => {
				let book = self.book(campaign)?;
				let place = book.place(who);
				if place >= book.gathered {
					assert_eq!(book.given[place].1, *amount, "R2: what {who} got back");
					return None;
				}
				assert_eq!(book.part(place, book.of), *amount, "R2: what {who} got back");
				book.left -= amount;
				Some(Move { from: book.account.clone(), to: who.clone(), amount: *amount })
			},
			Event::IncomeDivided { campaign, currency, amount, per_token } => {
				self.book(campaign)?.earn(*currency, *amount, *per_token);
				None
			},
			Event::RoyaltiesClaimed { campaign, who, currency, amount } => {
				let book = self.book(campaign)?;
				let owed = book.owed.entry((who.clone(), *currency)).or_default();
				*owed = owed.checked_sub(*amount).expect("R2: more than tokens brought");
				if *currency == Currency::Ssh {
					return None;
				}
				assert_eq!(*owed, 0, "R2: a part of what {who} is owed");
				Some(Move { from: book.account.clone(), to: who.clone(), amount: *amount })
			},
			Event::CampaignClosed { campaign } => {
				let book = self.book(campaign)?;
				assert_eq!(book.left, 0, "R2: closed before all was refunded");
				let (from, to) = (book.account.clone(), book.creator.clone());
				book.tokens.is_none().then_some(Move { from, to, amount: u128::MAX })
			},
			_ => None,
		}
	}

	/// Enters a movement of tokens.
	pub(super) fn asset(&mut self, event: &pallet_assets::Event<Runtime>) {
		use pallet_assets::Event;
		let (id, from, to, amount) = match event {
			Event::Transferred { asset_id, from, to, amount } => (asset_id, from, Some(to), amount),
			Event::Burned { asset_id, owner, balance } => (asset_id, owner, None, balance),
			_ => return,
		};
		let Some(book) = campaign_of(*id).and_then(|id| self.0.get_mut(&id)) else { return };
		let Some(tokens) = &mut book.tokens else { return };
		// They are their contributors' before they are handed out. Whoever has none may move none.
		if *from == book.account || *amount == 0 {
			return;
		}
		let held = tokens.get_mut(from);
		*held.unwrap_or_else(|| panic!("R2: {from} has no tokens, yet {event:?} moves some")) -=
			amount;
		if let Some(to) = to.filter(|to| **to != book.account) {
			*tokens.entry(to.clone()).or_default() += amount;
		}
	}

	/// Compares what tokens brought with the chain's.
	pub(super) fn agrees(&self) -> Result<(), String> {
		for (id, book) in self.0.iter().filter(|(_, book)| book.tokens.is_some()) {
			let royalty = pallet_crowdfunding::Royalties::<Runtime>::get(id).unwrap_or_default();
			for currency in [Currency::Cfx, Currency::Ssh] {
				let owed = book.owed.iter().filter(|((_, of), _)| *of == currency);
				let rest = book.rest.get(&currency).copied().unwrap_or_default();
				let ours = rest + owed.map(|(_, owed)| owed).sum::<u128>();
				let theirs = royalty.kept.of(currency);
				if ours != theirs {
					return Err(format!("R2: campaign {id} keeps {ours}, the chain says {theirs}"));
				}
			}
		}
		Ok(())
	}
}
