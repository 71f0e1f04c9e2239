//! Who holds what of titles, worked out once more: of each sum, floor(sum × bp / 10,000), what that leaves over the first
//! holder's; and what views and ads brought those who are not the creator.

use pallet_rights::Event;
use reel_primitives::ContentId;
use reelchain_runtime::{AccountId, Runtime};
use std::collections::BTreeMap;

struct Stake {
	account: AccountId,
	bp: u128,
	owed: u128,
}

/// See the module.
#[derive(Default)]
pub(super) struct Holders(BTreeMap<ContentId, Vec<Stake>>);

impl Holders {
	/// Enters what happened; who was paid out of the pot, and how much.
	pub(super) fn enter(&mut self, event: &Event<Runtime>) -> Option<(AccountId, u128)> {
		match event {
			Event::HoldersDeclared { content, holders } => {
				let stake = |holder: &reel_primitives::market::Holder<AccountId>| Stake {
					account: holder.account.clone(),
					bp: holder.share_bp.into(),
					owed: 0,
				};
				let before = self.0.insert(*content, holders.iter().map(stake).collect());
				assert!(before.is_none(), "R2: holders were declared twice");
			},
			Event::ShareTransferred { content, from, to, share_bp } => {
				let stakes = self.0.get_mut(content).expect("R2: shares of nobody");
				let own = stakes.iter_mut().find(|stake| stake.account == *from);
				own.expect("R2: no holder").bp -= u128::from(*share_bp);
				let left = stakes.iter().filter(|stake| stake.bp == 0);
				assert_eq!(left.map(|stake| stake.owed).sum::<u128>(), 0, "R2: {from} left");
				stakes.retain(|stake| stake.bp > 0);
				let bp = u128::from(*share_bp);
				match stakes.iter_mut().find(|stake| stake.account == *to) {
					Some(stake) => stake.bp += bp,
					None => stakes.push(Stake { account: to.clone(), bp, owed: 0 }),
				}
			},
			Event::IncomePaid { content, holder, amount_cfx } => {
				let stakes = self.0.get_mut(content).expect("R2: shares of nobody");
				let own = stakes.iter_mut().find(|stake| stake.account == *holder);
				let own = own.expect("R2: no holder");
				assert_eq!(own.owed, *amount_cfx, "R2: what {holder} is owed of views");
				own.owed = 0;
				return Some((holder.clone(), *amount_cfx));
			},
			_ => {},
		}
		None
	}

	/// What each holder gets of `amount`; nobody where nothing was said.
	pub(super) fn parts(&self, content: &ContentId, amount: u128) -> Vec<(AccountId, u128)> {
		let stakes = self.0.get(content).into_iter().flatten();
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
		let stakes = self.0.get_mut(content).into_iter().flatten();
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
		type Owed = BTreeMap<(ContentId, AccountId), u128>;
		let ours = self.0.iter().flat_map(|(content, stakes)| {
			stakes.iter().map(|stake| ((*content, stake.account.clone()), stake.owed))
		});
		let theirs = pallet_rights::HoldersOf::<Runtime>::iter().flat_map(|(content, stakes)| {
			stakes.into_iter().map(move |stake| ((content, stake.account), stake.owed_cfx))
		});
		let (ours, theirs): (Owed, Owed) = (ours.collect(), theirs.collect());
		match ours == theirs {
			true => Ok(()),
			false => Err(format!("R2: owed to holders: {ours:?}, the chain says {theirs:?}")),
		}
	}
}
