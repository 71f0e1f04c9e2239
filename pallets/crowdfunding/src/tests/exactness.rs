//! Whatever tokens do, each owner gets exactly its part, and every planck is somewhere.

use crate::{Amounts, Holdings, mock::*};
use proptest::prelude::*;
use reel_primitives::market::Currency;
use std::collections::BTreeMap;

const PEOPLE: [Account; 6] = [ANNA, BERT, CARL, DORA, SUPERVISOR, FOREIGNER];

/// The same worked out in the plainest way: at each income, every owner is credited at once.
#[derive(Default)]
struct Books {
	tokens: BTreeMap<Account, u128>,
	owed: BTreeMap<(Account, Currency), u128>,
	rest: BTreeMap<Currency, u128>,
	income: BTreeMap<Currency, u128>,
	claimed: BTreeMap<Currency, u128>,
}

impl Books {
	fn earn(&mut self, currency: Currency, amount: u128) {
		*self.income.entry(currency).or_default() += amount;
		let all: u128 = self.tokens.values().sum();
		let whole = self.rest.entry(currency).or_default();
		*whole += amount;
		if let Some(each) = whole.checked_div(all) {
			*whole -= each * all;
			for (who, tokens) in &self.tokens {
				*self.owed.entry((*who, currency)).or_default() += each * tokens;
			}
		}
	}

	fn owed(&self, who: Account, currency: Currency) -> u128 {
		self.owed.get(&(who, currency)).copied().unwrap_or_default()
	}
}

/// One of the things that can happen; the amount is cut to what there is.
fn step(id: u32, books: &mut Books, what: u8, one: u8, other: u8, amount: u32) {
	let who = PEOPLE[usize::from(one) % PEOPLE.len()];
	let to = PEOPLE[usize::from(other) % PEOPLE.len()];
	let currency = if other.is_multiple_of(2) { Currency::Cfx } else { Currency::Ssh };
	match what % 8 {
		0..=2 => {
			let has = tokens(id, who);
			let amount = u128::from(amount) % (has + 1);
			if amount > 0 {
				// One in sixteen gives its tokens up.
				let to = if other.is_multiple_of(16) { Crowdfunding::account(id) } else { to };
				send(id, who, to, amount);
				*books.tokens.entry(who).or_default() -= amount;
				if to != Crowdfunding::account(id) {
					*books.tokens.entry(to).or_default() += amount;
				}
			}
		},
		3..=4 => {
			let amount = u128::from(amount % 30_000) + SSH_MIN;
			match currency {
				Currency::Cfx => earn(id, amount, 0),
				Currency::Ssh => earn(id, 0, amount),
			}
			// What came before something is noticed is noticed together: only a movement or a claim in between matters.
			books.earn(currency, amount);
			notice(id);
		},
		5..=6 => {
			let before = (free(who), ssh(who));
			let claimed = Crowdfunding::claim(signed(CREATOR), id, who, currency).is_ok();
			let got = match currency {
				Currency::Cfx => free(who) - before.0,
				Currency::Ssh => ssh(who) - before.1,
			};
			assert_eq!(claimed, got > 0);
			*books.claimed.entry(currency).or_default() += got;
			if got > 0 {
				*books.owed.entry((who, currency)).or_default() -= got;
			}
		},
		_ => {
			after(1);
			idle();
		},
	}
}

/// A movement of one token there and back, so that income is divided where the books divide it.
fn notice(id: u32) {
	if let Some(who) = PEOPLE.into_iter().find(|who| tokens(id, *who) > 0) {
		let other = if who == ANNA { BERT } else { ANNA };
		send(id, who, other, 1);
		send(id, other, who, 1);
	}
}

proptest! {
	#![proptest_config(ProptestConfig::with_cases(64))]
	#[test]
	fn each_gets_exactly_its_part_however_tokens_move(
		steps in prop::collection::vec(any::<(u8, u8, u8, u32)>(), 0..150),
	) {
		run(|| {
			let id = funded();
			let mut books = Books::default();
			for who in [ANNA, BERT, CARL] {
				books.tokens.insert(who, tokens(id, who));
			}
			for (what, one, other, amount) in steps {
				step(id, &mut books, what, one, other, amount);
				assert_eq!(Crowdfunding::do_try_state(), Ok(()));
			}
			let royalty = caught_up(id);
			for currency in Amounts::CURRENCIES {
				let mut owed = 0;
				for who in PEOPLE {
					let theirs = Crowdfunding::claimable(id, who).of(currency);
					assert_eq!(theirs, books.owed(who, currency), "{who} of {currency:?}");
					owed += theirs;
				}
				let of = |map: &BTreeMap<_, u128>| map.get(&currency).copied().unwrap_or_default();
				// Claimed, owed and the rest are all that ever came in, to the planck.
				let (income, claimed) = (of(&books.income), of(&books.claimed));
				assert_eq!(claimed + owed + royalty.rest.of(currency), income);
				assert_eq!(royalty.rest.of(currency), of(&books.rest));
				assert_eq!(royalty.kept.of(currency), owed + royalty.rest.of(currency));
			}
			assert_eq!(Holdings::<Test>::iter_prefix(id).count(), PEOPLE.into_iter().filter(|who| {
				tokens(id, *who) > 0
					|| Amounts::CURRENCIES.iter().any(|one| books.owed(*who, *one) > 0)
			}).count());
		});
	}

	/// Contributions of any size and order, whatever becomes of the campaign: all come back, or are paid.
	#[test]
	fn every_planck_of_a_campaign_is_paid_or_comes_back(
		amounts in prop::collection::vec((0usize..4, 200u128..500_000), 1..14),
		reports in 0u32..3,
		against in any::<[bool; 4]>(),
		stops in any::<bool>(),
	) {
		run(|| {
			let people = [ANNA, BERT, CARL, DORA];
			let id = open_with(offer());
			let mut gave = BTreeMap::new();
			for (who, amount) in amounts {
				let who = people[who];
				let before = held(who);
				if Crowdfunding::contribute(signed(who), id, amount).is_ok() {
					*gave.entry(who).or_insert(0) += held(who) - before;
				}
			}
			advance(id);
			for _ in 0..reports {
				let _ = Crowdfunding::report(signed(CREATOR), id);
				for (who, is_against) in people.into_iter().zip(against) {
					let _ = Crowdfunding::vote(signed(who), id, is_against);
				}
				after(VOTING);
				advance(id);
				assert_eq!(Crowdfunding::do_try_state(), Ok(()));
			}
			if stops {
				let _ = Crowdfunding::stop(signed(SUPERVISOR), id);
			}
			after(200);
			advance(id);
			let raised: u128 = gave.values().sum();
			let paid = Crowdfunding::campaign(id).map_or(0, |campaign| {
				PARTS.iter().take(campaign.paid as usize).sum::<u128>()
			});
			let ed = if Crowdfunding::campaign(id).is_some() { ED } else { 0 };
			assert_eq!(free(CREATOR), WEALTH - ed + paid);
			let mut back = 0;
			for who in people {
				assert_eq!(held(who), 0);
				let gave = gave.get(&who).copied().unwrap_or_default();
				back += free(who) + gave - WEALTH;
			}
			assert_eq!(back + paid, raised);
		});
	}
}
