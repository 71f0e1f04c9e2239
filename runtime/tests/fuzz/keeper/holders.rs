//! Who holds what of titles and of patterns, worked out once more: of each sum, floor(sum × bp / 10,000), what that leaves
//! over the first holder's; and what views and ads brought those who are not the creator. A title has the holders that
//! were said of itself, else those of the pattern that it follows.

use pallet_rights::{Event, TitleHolders};
use reel_primitives::{ContentId, market::Holder, pattern::OwnedPattern};
use reelchain_runtime::{AccountId, Runtime};
use std::collections::BTreeMap;

struct Stake {
	account: AccountId,
	bp: u128,
	owed: u128,
}

/// Where stakes are kept.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Place {
	Title(ContentId),
	Pattern(OwnedPattern<AccountId>),
}

/// See the module.
#[derive(Default)]
pub(super) struct Holders {
	stakes: BTreeMap<Place, Vec<Stake>>,
	follows: BTreeMap<ContentId, OwnedPattern<AccountId>>,
}

impl Holders {
	/// Enters what happened; who was paid out of the pot, and how much.
	pub(super) fn enter(&mut self, event: &Event<Runtime>) -> Option<(AccountId, u128)> {
		match event {
			Event::HoldersDeclared { content, holders } => {
				assert!(self.of(content).is_none(), "R2: a title that has holders got others");
				self.declare(Place::Title(*content), holders);
			},
			Event::PatternHoldersDeclared { of, holders } => {
				self.declare(Place::Pattern(of.clone()), holders);
			},
			Event::PatternFollowed { content, of } => {
				assert!(self.of(content).is_none(), "R2: a title that has holders follows others");
				self.follows.insert(*content, of.clone());
			},
			Event::ShareTransferred { content, from, to, share_bp } => {
				self.transfer(&Place::Title(*content), from, to, (*share_bp).into());
			},
			Event::PatternShareTransferred { of, from, to, share_bp } => {
				self.transfer(&Place::Pattern(of.clone()), from, to, (*share_bp).into());
			},
			Event::IncomePaid { content, holder, amount_cfx } => {
				return Some(self.paid(&Place::Title(*content), holder, *amount_cfx));
			},
			Event::PatternIncomePaid { of, holder, amount_cfx } => {
				return Some(self.paid(&Place::Pattern(of.clone()), holder, *amount_cfx));
			},
			_ => {},
		}
		None
	}

	/// Where the holders of a title are kept; nowhere when nothing was said.
	fn of(&self, content: &ContentId) -> Option<Place> {
		let followed = || self.follows.get(content).cloned().map(Place::Pattern);
		let places = [Some(Place::Title(*content)), followed()];
		places.into_iter().flatten().find(|place| self.stakes.contains_key(place))
	}

	fn declare(&mut self, place: Place, holders: &[Holder<AccountId>]) {
		let stake = |holder: &Holder<AccountId>| Stake {
			account: holder.account.clone(),
			bp: holder.share_bp.into(),
			owed: 0,
		};
		let before = self.stakes.insert(place, holders.iter().map(stake).collect());
		assert!(before.is_none(), "R2: holders were declared twice");
	}

	fn transfer(&mut self, place: &Place, from: &AccountId, to: &AccountId, bp: u128) {
		let stakes = self.stakes.get_mut(place).expect("R2: shares of nobody");
		let own = stakes.iter_mut().find(|stake| stake.account == *from);
		own.expect("R2: no holder").bp -= bp;
		let left = stakes.iter().filter(|stake| stake.bp == 0);
		assert_eq!(left.map(|stake| stake.owed).sum::<u128>(), 0, "R2: {from} left");
		stakes.retain(|stake| stake.bp > 0);
		match stakes.iter_mut().find(|stake| stake.account == *to) {
			Some(stake) => stake.bp += bp,
			None => stakes.push(Stake { account: to.clone(), bp, owed: 0 }),
		}
	}

	fn paid(&mut self, place: &Place, holder: &AccountId, amount: u128) -> (AccountId, u128) {
		let stakes = self.stakes.get_mut(place).expect("R2: shares of nobody");
		let own = stakes.iter_mut().find(|stake| stake.account == *holder);
		let own = own.expect("R2: no holder");
		assert_eq!(own.owed, amount, "R2: what {holder} is owed of views");
		own.owed = 0;
		(holder.clone(), amount)
	}

	/// What each holder gets of `amount`; nobody where nothing was said.
	pub(super) fn parts(&self, content: &ContentId, amount: u128) -> Vec<(AccountId, u128)> {
		let stakes = self.of(content).and_then(|place| self.stakes.get(&place));
		let stakes = stakes.into_iter().flatten();
		let of = |bp: u128| amount / 10_000 * bp + amount % 10_000 * bp / 10_000;
		let mut parts: Vec<_> = stakes.map(|stake| (stake.account.clone(), of(stake.bp))).collect();
		let sum: u128 = parts.iter().map(|(_, part)| part).sum();
		if let Some((_, first)) = parts.first_mut() {
			*first += amount - sum;
		}
		parts
	}

	/// Books the parts of what views or ads brought that are not the creator's; their sum.
	pub(super) fn book(&mut self, content: &ContentId, creator: &AccountId, amount: u128) -> u128 {
		let parts = self.parts(content, amount);
		let stakes = self.of(content).and_then(|place| self.stakes.get_mut(&place));
		let stakes = stakes.into_iter().flatten();
		let mut sum = 0;
		for (stake, (_, part)) in stakes.zip(parts) {
			if stake.account != *creator {
				stake.owed += part;
				sum += part;
			}
		}
		sum
	}

	/// Compares what is owed with the chain's.
	pub(super) fn agrees(&self) -> Result<(), String> {
		type Owed = BTreeMap<(Place, AccountId), u128>;
		let ours = self.stakes.iter().flat_map(|(place, stakes)| {
			stakes.iter().map(|stake| ((place.clone(), stake.account.clone()), stake.owed))
		});
		let titles = pallet_rights::HoldersOf::<Runtime>::iter();
		let titles = titles.filter_map(|(content, held)| match held {
			TitleHolders::Own(stakes) => Some((Place::Title(content), stakes)),
			TitleHolders::OfPattern(of) => {
				assert_eq!(self.follows.get(&content), Some(&of), "R2: what {content} follows");
				None
			},
		});
		let patterns = pallet_rights::PatternHoldersOf::<Runtime>::iter();
		let patterns = patterns.map(|(of, stakes)| (Place::Pattern(of), stakes));
		let theirs = titles.chain(patterns).flat_map(|(place, stakes)| {
			stakes.into_iter().map(move |stake| ((place.clone(), stake.account), stake.owed_cfx))
		});
		let (ours, theirs): (Owed, Owed) = (ours.collect(), theirs.collect());
		match ours == theirs {
			true => Ok(()),
			false => Err(format!("R2: owed to holders: {ours:?}, the chain says {theirs:?}")),
		}
	}
}
