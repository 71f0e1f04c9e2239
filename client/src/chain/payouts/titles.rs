//! Of which titles payouts are whose events name none.
//!
//! | event | title |
//! |---|---|
//! | `Payouts.Paid` to a creator | where others share a title's income, the creator's own part was told before in the block, to the planck |
//! | `Settlement.Deferred` | that of the share right before, or of the return or fee that follows |
//! | `Settlement.OwedPaid` | those of what was kept: a line for each |
//! | `Layers.SharePaid`, `Crowdfunding.RoyaltiesClaimed` | that of the layer, of the campaign |

use super::{Payout, PayoutKind, Told};
use crate::{
	Error, Result,
	chain::{Chain, history::account_of_pallet, layers::LAYERS, node},
};
use reel_primitives::{
	AccountId, Balance, ContentId, funding::CampaignId, layers::LayerId, market::Currency,
};
use std::collections::BTreeMap;
use subxt::{ext::scale_decode::DecodeAsType, utils::H256};

/// The accounts of rights and of layers, where what views bring others than creators waits until it is claimed. What payouts
/// pays them is told when they pay it.
const POTS: [[u8; 32]; 2] =
	[account_of_pallet(b"modlreel/rig"), account_of_pallet(b"modlreel/lay")];

/// A layer's title.
#[derive(DecodeAsType)]
#[decode_as_type(crate_path = "subxt::ext::scale_decode")]
struct OfTitle {
	content: [u8; 32],
}

/// A creator's own part of what views or ads brought its title.
#[derive(Clone, Debug, PartialEq, Eq)]
struct OwnPart {
	content: ContentId,
	creator: AccountId,
	amount: Balance,
}

/// Puts what blocks tell together, block after block.
pub(super) struct Ledger<'a> {
	chain: &'a Chain,
	creators: BTreeMap<ContentId, Option<AccountId>>,
	layers: BTreeMap<LayerId, Option<ContentId>>,
	campaigns: BTreeMap<CampaignId, Option<ContentId>>,
	kept: Kept,
}

impl<'a> Ledger<'a> {
	pub(super) const fn new(chain: &'a Chain) -> Self {
		Self {
			chain,
			creators: BTreeMap::new(),
			layers: BTreeMap::new(),
			campaigns: BTreeMap::new(),
			kept: Kept(BTreeMap::new()),
		}
	}

	/// The payouts of the next block.
	///
	/// # Errors
	/// [`Error::Node`].
	pub(super) async fn payouts_of(&mut self, block: u64, told: Vec<Told>) -> Result<Vec<Payout>> {
		let (mut payouts, mut own_parts) = (Vec::with_capacity(told.len()), vec![]);
		for told in told {
			match told {
				Told::Own(content, amount) => {
					let creator = self.creator_of(content).await?;
					own_parts.extend(creator.map(|creator| OwnPart { content, creator, amount }));
				},
				Told::Payout(payout) if is_to_pot(&payout) => {},
				Told::Payout(mut payout) => {
					name_own_part(&mut payout, &mut own_parts);
					payouts.push(payout);
				},
				Told::OfLayer(layer, payout) => {
					let content = self.title_of_layer(layer, block).await?;
					payouts.push(Payout { content, ..payout });
				},
				Told::OfCampaign(campaign, payout) => {
					let content = self.title_of_campaign(campaign).await?;
					payouts.push(Payout { content, ..payout });
				},
			}
		}
		name_owed(&mut payouts);
		Ok(payouts.into_iter().flat_map(|payout| self.kept.divide(payout)).collect())
	}

	async fn creator_of(&mut self, content: ContentId) -> Result<Option<AccountId>> {
		if let Some(known) = self.creators.get(&content) {
			return Ok(known.clone());
		}
		let creator = self.chain.find_title(&content).await?.map(|title| title.record.creator);
		self.creators.insert(content, creator.clone());
		Ok(creator)
	}

	/// A layer that is paid as it goes is there no more: then it was in the block before.
	async fn title_of_layer(&mut self, layer: LayerId, block: u64) -> Result<Option<ContentId>> {
		if let Some(known) = self.layers.get(&layer) {
			return Ok(*known);
		}
		let mut content = None;
		for number in [block, block.saturating_sub(1)] {
			let Some((hash, _)) = self.chain.events_of(number).await? else { break };
			content = self.chain.title_of_layer_at(layer, hash).await?;
			if content.is_some() {
				break;
			}
		}
		self.layers.insert(layer, content);
		Ok(content)
	}

	async fn title_of_campaign(&mut self, campaign: CampaignId) -> Result<Option<ContentId>> {
		if let Some(known) = self.campaigns.get(&campaign) {
			return Ok(*known);
		}
		let content = match self.chain.funding_campaign(campaign).await {
			Ok(campaign) => campaign.offer.content,
			Err(Error::NotFound(_)) => None,
			Err(error) => return Err(error),
		};
		self.campaigns.insert(campaign, content);
		Ok(content)
	}
}

impl Chain {
	async fn title_of_layer_at(&self, layer: LayerId, block: H256) -> Result<Option<ContentId>> {
		let address = subxt::dynamic::storage::<(LayerId,), OfTitle>(LAYERS, "Layers");
		let at = self.client.at_block(block).await.map_err(node)?;
		match at.storage().try_fetch(address, (layer,)).await.map_err(node)? {
			Some(found) => Ok(Some(ContentId(found.decode().map_err(node)?.content))),
			None => Ok(None),
		}
	}
}

fn is_to_pot(payout: &Payout) -> bool {
	let is_pot = |account: &AccountId| POTS.iter().any(|pot| account == &AccountId::new(*pot));
	payout.kind == PayoutKind::Earned && payout.account.as_ref().is_some_and(is_pot)
}

/// Knows the title of what payouts pays a creator as its own part. What it could not take before is paid with it: such a
/// sum is of no one title.
fn name_own_part(payout: &mut Payout, own_parts: &mut Vec<OwnPart>) {
	if payout.kind != PayoutKind::Earned {
		return;
	}
	let is_it = |part: &OwnPart| {
		payout.account.as_ref() == Some(&part.creator) && payout.amount == part.amount
	};
	if let Some(place) = own_parts.iter().position(is_it) {
		payout.kind = PayoutKind::Creator;
		payout.content = Some(own_parts.remove(place).content);
	}
}

/// Tells of what it is that is kept for an account: of the share right before, or of the return or fee that follows.
fn name_owed(payouts: &mut [Payout]) {
	for place in 0..payouts.len() {
		let (before, rest) = payouts.split_at_mut(place);
		let Some((owed, after)) = rest.split_first_mut() else { return };
		if owed.kind != PayoutKind::Owed {
			continue;
		}
		let is_same = |payout: &&Payout| {
			payout.account == owed.account
				&& payout.currency == owed.currency
				&& payout.amount == owed.amount
		};
		let share = before.last().filter(|last| last.kind == PayoutKind::Share).filter(is_same);
		let mut later = after.iter();
		let of = share.or_else(|| {
			later.find(|payout| match payout.kind {
				PayoutKind::Returned => is_same(payout),
				PayoutKind::Fee => payout.currency == owed.currency && payout.amount == owed.amount,
				_ => false,
			})
		});
		if let Some((content, purchase)) = of.map(|payout| (payout.content, payout.purchase)) {
			owed.content = content;
			owed.purchase = purchase;
		}
	}
}

/// What is kept for accounts that could not take it.
struct Kept(BTreeMap<(AccountId, Currency), Vec<Payout>>);

impl Kept {
	/// Remembers what is kept; what was kept and is paid becomes a line for each that was told before. One that holds what
	/// blocks have that were not looked through stays as it is.
	fn divide(&mut self, payout: Payout) -> Vec<Payout> {
		let Some(account) = payout.account.clone() else { return vec![payout] };
		let key = (account, payout.currency);
		match payout.kind {
			PayoutKind::Owed => self.0.entry(key).or_default().push(payout.clone()),
			PayoutKind::OwedPaid => {
				let kept = self.0.remove(&key).unwrap_or_default();
				let sum =
					kept.iter().try_fold(0, |sum: Balance, kept| sum.checked_add(kept.amount));
				if sum == Some(payout.amount) {
					let part = |kept: Payout| Payout {
						content: kept.content,
						purchase: kept.purchase,
						amount: kept.amount,
						..payout.clone()
					};
					return kept.into_iter().map(part).collect();
				}
			},
			_ => {},
		}
		vec![payout]
	}
}

#[cfg(test)]
mod tests {
	use super::*;

	fn payout(kind: PayoutKind, account: u8, amount: Balance) -> Payout {
		Payout {
			block: 1,
			unix_ms: 0,
			kind,
			content: None,
			purchase: None,
			account: Some(AccountId::new([account; 32])),
			currency: Currency::Ssh,
			amount,
		}
	}

	fn of(title: u8, payout: Payout) -> Payout {
		Payout { content: Some(ContentId([title; 32])), purchase: Some(title.into()), ..payout }
	}

	#[test]
	fn a_creators_own_part_is_known_by_account_and_amount_once() {
		let part = |title: u8, amount| OwnPart {
			content: ContentId([title; 32]),
			creator: AccountId::new([9; 32]),
			amount,
		};
		let mut parts = vec![part(1, 5), part(2, 7)];
		let mut other = payout(PayoutKind::Earned, 8, 7);
		name_own_part(&mut other, &mut parts);
		assert_eq!((other.kind, other.content), (PayoutKind::Earned, None), "another's");
		let mut own = payout(PayoutKind::Earned, 9, 7);
		name_own_part(&mut own, &mut parts);
		assert_eq!((own.kind, own.content), (PayoutKind::Creator, Some(ContentId([2; 32]))));
		let mut again = payout(PayoutKind::Earned, 9, 7);
		name_own_part(&mut again, &mut parts);
		assert_eq!(again.content, None, "it is paid once");
		assert_eq!(parts, [part(1, 5)]);
	}

	#[test]
	fn what_waits_to_be_claimed_is_no_payout_yet() {
		let to = |account: [u8; 32]| Payout {
			account: Some(AccountId::new(account)),
			..payout(PayoutKind::Earned, 0, 5)
		};
		assert!(POTS.iter().all(|pot| is_to_pot(&to(*pot))));
		assert!(!is_to_pot(&to([9; 32])));
		let holder = Payout { kind: PayoutKind::Share, ..to(POTS[0]) };
		assert!(!is_to_pot(&holder), "a pot that holds a share of a title gets it as others do");
	}

	#[test]
	fn what_is_kept_has_the_title_of_the_share_before_or_of_the_return_after() {
		let mut payouts = vec![
			payout(PayoutKind::Owed, 3, 1),
			of(1, payout(PayoutKind::Share, 7, 5)),
			payout(PayoutKind::Owed, 7, 5),
			of(1, Payout { account: None, ..payout(PayoutKind::Fee, 0, 1) }),
			payout(PayoutKind::Owed, 7, 6),
			of(2, payout(PayoutKind::Returned, 7, 6)),
			payout(PayoutKind::Owed, 8, 6),
		];
		name_owed(&mut payouts);
		let titles = [0, 2, 4, 6].map(|place| payouts[place].purchase);
		assert_eq!(titles, [Some(1), Some(1), Some(2), None]);
		assert_eq!(payouts[2].content, Some(ContentId([1; 32])));
	}

	#[test]
	fn what_was_kept_is_paid_title_by_title_where_all_of_it_is_known() {
		let mut kept = Kept(BTreeMap::new());
		for owed in [of(1, payout(PayoutKind::Owed, 7, 5)), of(2, payout(PayoutKind::Owed, 7, 6))] {
			assert_eq!(kept.divide(owed.clone()), [owed]);
		}
		let paid = kept.divide(payout(PayoutKind::OwedPaid, 7, 11));
		let parts = [(1, 5), (2, 6)]
			.map(|(title, amount)| of(title, payout(PayoutKind::OwedPaid, 7, amount)));
		assert_eq!(paid, parts);

		kept.divide(of(1, payout(PayoutKind::Owed, 7, 5)));
		let more = payout(PayoutKind::OwedPaid, 7, 9);
		assert_eq!(kept.divide(more.clone()), [more], "of before the first block");
		let later = payout(PayoutKind::OwedPaid, 7, 5);
		assert_eq!(kept.divide(later.clone()), [later], "that was paid");
	}
}
