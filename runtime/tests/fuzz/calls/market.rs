//! Rights and sales.

use super::{Fitting, Hand};
use crate::fuzz::world::Route;
use pallet_content_identification::Patterns;
use pallet_rights::{
	Call as RightsCall, Holders, HoldersOf, PatternHoldersOf, RentalTerms, Terms, TitleHolders,
};
use pallet_settlement::{Call, NextPurchase, Purchases};
use rand::Rng;
use reel_primitives::{
	ContentId,
	market::{Currency, Holder, PRICE_BY_QUALITY, SaleKind},
	pattern::OwnedPattern,
};
use reelchain_runtime::{
	AccountId, ContentRegistry, Rights, Runtime,
	configs::{assets::SSH_MIN_BALANCE, market::MAX_RENTAL_ROUNDS},
	constants::currency::{CFX, EXISTENTIAL_DEPOSIT},
};

impl Hand<'_> {
	pub(super) fn market(&mut self) -> Fitting {
		let content = self.registered();
		let creator = match ContentRegistry::title(content) {
			Some(title) if self.coin(0.9) => title.record.creator,
			_ => self.pick(&self.world.creators),
		};
		let (creator, somebody) = (Route::Signed(creator), self.somebody());
		let call = match self.up_to(124) {
			0..=5 => {
				let holders = self.holders();
				return (creator, RightsCall::declare_holders { content, holders }.into());
			},
			6..=12 => return self.transfer(content),
			13..=22 => {
				let terms = self.coin(0.9).then(|| self.terms());
				return (creator, RightsCall::set_terms { content, terms }.into());
			},
			23..=27 => {
				let price_cfx = PRICE_BY_QUALITY;
				let call = pallet_content_registry::Call::set_price { content, price_cfx };
				return (creator, call.into());
			},
			28..=59 => Call::<Runtime>::buy {
				content,
				beneficiary: self.coin(0.2).then(|| self.anybody()),
				kind: self.pick(&[SaleKind::Purchase, SaleKind::Purchase, SaleKind::Rental]),
				currency: self.currency(),
				max_price: if self.coin(0.95) { u128::MAX - 1 } else { self.amount() },
			},
			60..=74 => {
				let (purchase, payer) = self.bought();
				return (Route::Signed(payer), Call::refuse { purchase }.into());
			},
			75..=78 => Call::return_undelivered { purchase: self.bought().0 },
			79..=91 => {
				let currency = self.currency();
				let amount = self.small(currency);
				Call::donate { content, currency, amount }
			},
			92..=95 => Call::claim_owed { who: self.creditor(), currency: self.currency() },
			96..=98 => Call::forget { purchase: self.bought().0 },
			99..=106 => {
				let content = self.earning();
				return (Route::Signed(somebody), RightsCall::claim { content }.into());
			},
			107..=122 => return self.shared_pattern(),
			_ => Call::clear_sales {},
		};
		(Route::Signed(somebody), call.into())
	}

	fn currency(&mut self) -> Currency {
		self.pick(&[Currency::Cfx, Currency::Ssh])
	}

	/// A title that there is, in most cases.
	pub(super) fn registered(&mut self) -> ContentId {
		for _ in 0..6 {
			let content = self.pick(&self.world.titles);
			if self.coin(0.05) || ContentRegistry::title(content).is_some() {
				return content;
			}
		}
		self.pick(&self.world.titles)
	}

	/// A title of which holders are owed something, in most cases.
	fn earning(&mut self) -> ContentId {
		let owing = HoldersOf::<Runtime>::iter().find(|(_, held)| match held {
			TitleHolders::Own(stakes) => stakes.iter().any(|stake| stake.owed_cfx > 0),
			TitleHolders::OfPattern(_) => false,
		});
		match owing {
			Some((content, _)) if self.coin(0.7) => content,
			_ => self.registered(),
		}
	}

	/// What concerns the holders of a pattern.
	fn shared_pattern(&mut self) -> Fitting {
		let somebody = Route::Signed(self.somebody());
		match self.up_to(17) {
			0..=6 => {
				// The owner's, in most cases; of few patterns, so that they are met again.
				let few = Patterns::<Runtime>::iter().take(40).collect::<Vec<_>>();
				let holders = self.holders();
				if few.is_empty() || self.coin(0.1) {
					let call =
						RightsCall::declare_pattern_holders { pattern: self.known(), holders };
					return (somebody, call.into());
				}
				let (pattern, stored) = self.pick(&few);
				let call = RightsCall::declare_pattern_holders { pattern, holders };
				(Route::Signed(stored.owner), call.into())
			},
			7..=12 => {
				let (of, holders) = self.held_pattern();
				let from = match holders.is_empty() || self.coin(0.1) {
					true => self.somebody(),
					false => self.pick(&holders),
				};
				let to = self.anybody();
				let share_bp = self.random.gen_range(0..5_000);
				let call = RightsCall::transfer_pattern_share { of, to, share_bp };
				(Route::Signed(from), call.into())
			},
			_ => {
				let owing = PatternHoldersOf::<Runtime>::iter()
					.find(|(_, stakes)| stakes.iter().any(|stake| stake.owed_cfx > 0));
				let of = match owing {
					Some((of, _)) if self.coin(0.7) => of,
					_ => self.held_pattern().0,
				};
				(somebody, RightsCall::claim_pattern { of }.into())
			},
		}
	}

	/// A pattern with holders, in most cases, and who these are.
	fn held_pattern(&mut self) -> (OwnedPattern<AccountId>, Vec<AccountId>) {
		let held = PatternHoldersOf::<Runtime>::iter().take(40).collect::<Vec<_>>();
		if held.is_empty() || self.coin(0.1) {
			let (pattern, owner) = (self.known(), self.somebody());
			return (OwnedPattern { pattern, owner }, vec![]);
		}
		let (of, stakes) = self.pick(&held);
		(of, stakes.into_iter().map(|stake| stake.account).collect())
	}

	/// A purchase that there is, in most cases, and who paid for it.
	fn bought(&mut self) -> (u64, AccountId) {
		let next = NextPurchase::<Runtime>::get();
		for _ in 0..6 {
			let id = self.random.gen_range(0..=next);
			if let Some(purchase) = Purchases::<Runtime>::get(id) {
				let payer = if self.coin(0.9) { purchase.payer } else { self.somebody() };
				return (id, payer);
			}
		}
		(next, self.somebody())
	}

	fn creditor(&mut self) -> AccountId {
		let owed = pallet_settlement::Owed::<Runtime>::iter_keys().next();
		match owed {
			Some((who, _)) if self.coin(0.8) => who,
			_ => self.anybody(),
		}
	}

	/// What leaves parts that cannot be taken, now and then.
	fn small(&mut self, currency: Currency) -> u128 {
		let least = match currency {
			Currency::Cfx => EXISTENTIAL_DEPOSIT,
			Currency::Ssh => SSH_MIN_BALANCE,
		};
		match self.up_to(8) {
			0 => 0,
			1 => u128::MAX,
			2 => self.random.gen_range(1..2 * CFX),
			_ => self.random.gen_range(1..4 * least),
		}
	}

	fn transfer(&mut self, content: ContentId) -> Fitting {
		let holders = Rights::holders(content);
		let from = match holders.is_empty() || self.coin(0.1) {
			true => self.somebody(),
			false => self.pick(&holders).account,
		};
		let call = RightsCall::transfer_share {
			content,
			to: self.anybody(),
			share_bp: self.random.gen_range(0..5_000),
		};
		(Route::Signed(from), call.into())
	}

	/// Whole, in most cases; some are accounts without a balance.
	fn holders(&mut self) -> Holders<AccountId> {
		let count = self.random.gen_range(0..5);
		let mut left = 10_000;
		let mut holders: Vec<Holder<AccountId>> = vec![];
		for index in 0..count {
			let account =
				if self.coin(0.5) { self.pick(&self.world.payees) } else { self.anybody() };
			let share_bp =
				if index + 1 == count { left } else { self.random.gen_range(0..=left / 2) };
			left -= share_bp;
			holders.push(Holder { account, share_bp });
		}
		holders.try_into().expect("five at most")
	}

	fn terms(&mut self) -> Terms {
		let ssh = |hand: &mut Self| {
			let price = hand.random.gen_range(0..40 * SSH_MIN_BALANCE);
			hand.coin(0.8).then_some(price)
		};
		let rental = self.coin(0.6).then(|| RentalTerms {
			cfx: self.coin(0.8).then(|| self.amount()),
			ssh: ssh(self),
			rounds: match self.up_to(8) {
				0 => 0,
				1 => MAX_RENTAL_ROUNDS + 1,
				_ => self.random.gen_range(1..1_000),
			},
		});
		Terms { for_cfx: self.coin(0.8), ssh: ssh(self), rental }
	}
}
