//! Bills. Batches that are proposed carry some, and every block ends with one that comes as proof of view tells them.
//!
//! What is in them follows from the state, so that a run can be made again: campaigns that there are, in titles that there
//! are, with viewers of the world, now and then too much of everything.

use super::world::world;
use codec::Encode;
use pallet_ad_escrow::{Campaigns, NextCampaign};
use reel_merkle::binary::Tree;
use reel_primitives::{
	AccountId, Balance, ContentId, Round,
	ads::{AdBill, AdCharge, Campaign, CampaignId, CampaignState, ChargePart, Dropped},
	batch::{Payee, Payees},
	traits::AdCharges,
};
use reelchain_runtime::{AdEscrow, ContentRegistry, Runtime};
use std::collections::BTreeMap;

/// A bill, and what was charged of it.
pub(crate) struct Told {
	/// Round of the batch.
	pub(crate) round: Round,
	/// Place in the batch.
	pub(crate) place: u8,
	/// What was told.
	pub(crate) bill: AdBill,
	/// Whether it was charged, if that was said.
	pub(crate) is_charged: Option<bool>,
}

/// Charges a bill.
pub(crate) fn charge(now: Round) -> Option<Told> {
	let round = now.saturating_sub(now % 3);
	let bill = bill(now)?;
	let is_charged = AdEscrow::charge(round, std::slice::from_ref(&bill)) == 1;
	Some(Told { round, place: 0, bill, is_charged: Some(is_charged) })
}

/// The next title that there is, from a place in the world's list.
fn title(from: u64) -> Option<ContentId> {
	let titles = &world().titles;
	let turned = titles.iter().cycle().skip(from as usize % titles.len()).take(titles.len());
	turned.copied().find(|content| ContentRegistry::title(*content).is_some())
}

/// A bill that follows from the state and a number.
pub(crate) fn bill(now: Round) -> Option<AdBill> {
	let next = NextCampaign::<Runtime>::get();
	// Those that may still be charged, and one that has ended.
	let open: Vec<(CampaignId, Campaign<AccountId>)> = (next.saturating_sub(24)..next)
		.filter_map(|id| Some((id, Campaigns::<Runtime>::get(id)?)))
		.filter(|(_, campaign)| {
			now.is_multiple_of(17) || !matches!(campaign.state, CampaignState::Ended { .. })
		})
		.collect();
	let chosen = open.iter().filter(|(id, _)| (id + now).is_multiple_of(3)).take(3);
	let viewers = &world().viewers;
	let (mut charges, mut awards) = (vec![], BTreeMap::<AccountId, Balance>::new());
	for (id, campaign) in chosen {
		let views = 1 + (now / 2 + id) % 4;
		let clicks = views.min(now % 3);
		let part = ChargePart {
			content: title(now + id)?,
			country: *b"KR",
			impressions: views as u32 + 1,
			views: views as u32,
			clicks: clicks as u32,
		};
		for view in 0..views {
			let viewer = viewers[((now + view * id) % viewers.len() as u64) as usize].clone();
			*awards.entry(viewer).or_default() += campaign.viewer_cfx(view < clicks);
		}
		let dropped = Dropped { frequency: (now % 2) as u32, ..Dropped::default() };
		charges.push(AdCharge { campaign: *id, viewers: 1, dropped, parts: vec![part] });
	}
	if charges.is_empty() {
		return None;
	}
	if now.is_multiple_of(13) {
		*awards.values_mut().next()? += 1;
	}
	let mut awards: Vec<Payee> =
		awards.into_iter().map(|(account, shares)| Payee { account, shares }).collect();
	let viewers = match now.is_multiple_of(5) {
		false => Payees::Direct(awards),
		true => {
			// More than may be named: the others get nothing.
			awards.extend((0..64).map(|n| Payee { account: AccountId::new([n; 32]), shares: 0 }));
			let leaves: Vec<Vec<u8>> = awards.iter().map(Encode::encode).collect();
			Payees::Root { root: Tree::from_items(&leaves).root(), count: leaves.len() as u32 }
		},
	};
	Some(AdBill { charges, viewers })
}
