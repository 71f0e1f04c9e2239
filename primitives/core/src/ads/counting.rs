//! Which ad plays a proposer charges, and the bill that follows from them, the same on every desk.
//!
//! Plays are taken in the order of their ids. A play is
//!
//! 1. *not shown* when its campaign could not be charged by a batch of this round;
//! 2. the advertiser's *own view* when its viewer is the account that pays;
//! 3. *left for a later batch* when the bill has no room for its campaign, title and country, or viewer;
//! 4. an impression from here on, and no more than that when it was not watched to the end;
//! 5. beyond the *frequency* cap when its viewer was paid for as many views today, earlier or in this bill;
//! 6. beyond the *budget*, or the *daily cap*, when what it costs does not fit into what is left of either;
//! 7. charged: a view, and a click if there was one.
//!
//! What falls under 1, 2, 5 and 6 is dropped, and counted by cause; nobody is paid for it. A play's id covers its
//! viewer's signature, so a viewer may look for one that stands early. It gains a place before others where a
//! budget ends, and no more money than a view costs.
//!
//! **What is voted on.** Budgets, days and what viewers have seen change from block to block, so two honest desks may come to
//! different counts. Therefore a batch holds no ad play that is not charged: which ones those are its proposer works out by
//! [`count`], and what they are charged follows from them, and from what of a campaign never changes, by [`charge_all`]. That
//! every desk can work out again, to the planck. What was not charged a bill tells besides, as one desk's word (module `bill`).

use super::{
	AdCharge, Campaign, CampaignId, CampaignState, ChargePart, Country, DropCause, Dropped,
	MAX_CHARGES_PER_BILL, MAX_PARTS_PER_BILL,
};
use crate::{
	Balance, ContentId, Round,
	batch::{MAX_PAYEES, Payee},
	play::PlayId,
};
use alloc::{collections::BTreeMap, vec::Vec};
use codec::{Decode, Encode};
use scale_info::TypeInfo;

/// A proven play of an ad.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AdPlay<AccountId> {
	/// The play.
	pub id: PlayId,
	/// For whom it was shown.
	pub campaign: CampaignId,
	/// Who watched it.
	pub viewer: AccountId,
	/// The title in which it was shown.
	pub content: ContentId,
	/// Where the viewer is.
	pub country: Country,
	/// Whether it was watched to the end.
	pub is_complete: bool,
	/// Whether it was clicked.
	pub is_clicked: bool,
}

/// A campaign as a batch finds it.
#[derive(Clone, Debug, PartialEq, Eq, Encode, Decode, TypeInfo)]
pub struct Payer<AccountId> {
	/// What the chain says of it, less what open batches of earlier rounds charge.
	pub campaign: Campaign<AccountId>,
	/// CFX in planck that the day of the batch was charged, with what open batches of earlier rounds charge it.
	pub spent_today_cfx: Balance,
}

/// What a batch charges.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Count<AccountId> {
	/// By campaign, ascending.
	pub charges: Vec<AdCharge>,
	/// What each viewer gets, ascending by account; a share is a planck.
	pub awards: Vec<Payee<AccountId>>,
	/// Plays that are charged, ascending.
	pub charged: Vec<PlayId>,
	/// Plays that are left for a later batch, ascending.
	pub left: Vec<PlayId>,
	/// Plays that are dropped and why, ascending.
	pub dropped: Vec<(PlayId, DropCause)>,
}

/// What becomes of a play.
enum Fate {
	Charged,
	/// Begun and no more.
	Begun,
	Dropped(DropCause),
	Left,
}

/// A bill in the making.
struct Counting<'a, AccountId> {
	payers: &'a BTreeMap<CampaignId, Payer<AccountId>>,
	round: Round,
	charges: BTreeMap<CampaignId, Charging<AccountId>>,
	awards: BTreeMap<AccountId, Balance>,
	parts: u32,
}

/// One campaign's part of it.
struct Charging<AccountId> {
	parts: BTreeMap<(ContentId, Country), ChargePart>,
	dropped: Dropped,
	views: BTreeMap<AccountId, u32>,
	spent_cfx: Balance,
}

impl<AccountId> Default for Charging<AccountId> {
	fn default() -> Self {
		let (parts, dropped) = (BTreeMap::new(), Dropped::default());
		Self { parts, dropped, views: BTreeMap::new(), spent_cfx: 0 }
	}
}

impl<AccountId> Charging<AccountId> {
	fn drop_play(&mut self, cause: DropCause) -> Fate {
		self.dropped.note(cause);
		Fate::Dropped(cause)
	}
}

/// Counts the plays of the batch of `round`. `seen_today` tells how many views of a campaign a viewer was paid for on the
/// day of the round, in batches that were accepted. See the module.
pub fn count<AccountId: Clone + Ord>(
	round: Round,
	mut plays: Vec<AdPlay<AccountId>>,
	payers: &BTreeMap<CampaignId, Payer<AccountId>>,
	seen_today: impl Fn(&AccountId, CampaignId) -> u32,
) -> Count<AccountId> {
	plays.sort_by_key(|play| play.id);
	plays.dedup_by_key(|play| play.id);
	let (charges, awards) = (BTreeMap::new(), BTreeMap::new());
	let mut counting = Counting { payers, round, charges, awards, parts: 0 };
	let (mut charged, mut left, mut dropped) = (Vec::new(), Vec::new(), Vec::new());
	for play in plays {
		// What names no campaign that there is cannot be told to anybody.
		let Some(payer) = counting.payers.get(&play.campaign) else { continue };
		let id = play.id;
		match counting.take(payer, play, &seen_today) {
			Fate::Charged => charged.push(id),
			Fate::Left => left.push(id),
			Fate::Dropped(cause) => dropped.push((id, cause)),
			Fate::Begun => {},
		}
	}
	let charges = counting.charges.into_iter().map(|(campaign, charging)| AdCharge {
		campaign,
		viewers: u32::try_from(charging.views.len()).unwrap_or(u32::MAX),
		dropped: charging.dropped,
		parts: charging.parts.into_values().collect(),
	});
	let awards = counting.awards.into_iter();
	let awards = awards.map(|(account, amount)| Payee { account, shares: amount });
	Count { charges: charges.collect(), awards: awards.collect(), charged, left, dropped }
}

/// What plays come to that are charged every one. Follows from them and from what of a campaign never changes: price, parts,
/// frequency within these plays, and the room of a bill. `None` when by these they cannot all be charged, or one is there
/// twice, is of none of `campaigns`, or was not watched to its end.
pub fn charge_all<AccountId: Clone + Ord>(
	plays: Vec<AdPlay<AccountId>>,
	campaigns: &BTreeMap<CampaignId, Campaign<AccountId>>,
) -> Option<Count<AccountId>> {
	let (number, round) = (plays.len(), 0);
	let payers = campaigns.iter().map(|(id, campaign)| {
		let mut campaign = campaign.clone();
		campaign.left_cfx = Balance::MAX;
		campaign.state = CampaignState::Running;
		let terms = &mut campaign.terms;
		(terms.first, terms.last, terms.daily_cap_cfx) = (round, round, None);
		(*id, Payer { campaign, spent_today_cfx: 0 })
	});
	let count = count(round, plays, &payers.collect(), |_, _| 0);
	(count.charged.len() == number).then_some(count)
}

impl<AccountId: Clone + Ord> Counting<'_, AccountId> {
	fn take(
		&mut self,
		payer: &Payer<AccountId>,
		play: AdPlay<AccountId>,
		seen_today: impl Fn(&AccountId, CampaignId) -> u32,
	) -> Fate {
		let AdPlay { campaign: id, viewer, content, country, is_complete, is_clicked, .. } = play;
		let campaign = &payer.campaign;
		let has_room = self.charges.len() < MAX_CHARGES_PER_BILL as usize;
		if !has_room && !self.charges.contains_key(&id) {
			return Fate::Left;
		}
		let is_known =
			|charging: &Charging<AccountId>| charging.parts.contains_key(&(content, country));
		let needs_part = !self.charges.get(&id).is_some_and(is_known);
		let needs_award = !self.awards.contains_key(&viewer);
		if !campaign.is_charged_in(self.round) {
			return self.charges.entry(id).or_default().drop_play(DropCause::NotShown);
		}
		if campaign.advertiser == viewer {
			return self.charges.entry(id).or_default().drop_play(DropCause::OwnView);
		}
		if (needs_part && self.parts >= MAX_PARTS_PER_BILL)
			|| (needs_award && self.awards.len() >= MAX_PAYEES as usize)
		{
			return Fate::Left;
		}
		self.parts += u32::from(needs_part);
		let charging = self.charges.entry(id).or_default();
		let empty = ChargePart { content, country, impressions: 0, views: 0, clicks: 0 };
		let part = charging.parts.entry((content, country)).or_insert(empty);
		part.impressions = part.impressions.saturating_add(1);
		if !is_complete {
			return Fate::Begun;
		}
		let counted = charging.views.get(&viewer).copied().unwrap_or_default();
		let seen = seen_today(&viewer, id).saturating_add(counted);
		if seen >= campaign.terms.frequency_cap.into() {
			return charging.drop_play(DropCause::Frequency);
		}
		let click_cfx = if is_clicked { campaign.terms.click_cfx } else { 0 };
		let cost = campaign.terms.view_cfx.saturating_add(click_cfx);
		let spent = charging.spent_cfx.saturating_add(cost);
		if spent > campaign.left_cfx {
			return charging.drop_play(DropCause::Budget);
		}
		let today = payer.spent_today_cfx.saturating_add(spent);
		if campaign.terms.daily_cap_cfx.is_some_and(|cap| today > cap) {
			return charging.drop_play(DropCause::DailyCap);
		}
		charging.spent_cfx = spent;
		part.views = part.views.saturating_add(1);
		part.clicks = part.clicks.saturating_add(u32::from(is_clicked));
		*charging.views.entry(viewer.clone()).or_default() += 1;
		let award = self.awards.entry(viewer).or_default();
		*award = award.saturating_add(campaign.viewer_cfx(is_clicked));
		Fate::Charged
	}
}

#[cfg(test)]
mod tests {
	use super::*;
	use crate::ads::{AdTerms, Targets};

	const NOW: Round = 100;

	fn payer(left_cfx: Balance) -> Payer<u64> {
		Payer {
			campaign: Campaign {
				advertiser: 1,
				terms: AdTerms {
					creative: ContentId([9; 32]),
					view_cfx: 10_001,
					click_cfx: 503,
					targets: Targets::default(),
					first: 50,
					last: 150,
					daily_cap_cfx: None,
					frequency_cap: 2,
				},
				duration_ms: 15_000,
				viewer_bp: 7_000,
				left_cfx,
				spent_cfx: 0,
				state: CampaignState::Running,
			},
			spent_today_cfx: 0,
		}
	}

	fn play(id: u8, viewer: u64) -> AdPlay<u64> {
		AdPlay {
			id: [id; 32],
			campaign: 5,
			viewer,
			content: ContentId([1; 32]),
			country: *b"DE",
			is_complete: true,
			is_clicked: false,
		}
	}

	fn counted(payer: Payer<u64>, plays: Vec<AdPlay<u64>>) -> Count<u64> {
		count(NOW, plays, &BTreeMap::from([(5, payer)]), |_, _| 0)
	}

	/// The bill pays its viewers exactly what the chain works out for it.
	fn assert_exact(payer: &Payer<u64>, count: &Count<u64>) {
		let parts = count.charges.iter().flat_map(|charge| &charge.parts);
		let due = parts.map(|part| payer.campaign.amounts(part.views, part.clicks).unwrap());
		let due: Balance = due.map(|amounts| amounts.viewers_cfx).sum();
		assert_eq!(count.awards.iter().map(|award| award.shares).sum::<Balance>(), due);
	}

	#[test]
	fn views_and_clicks_are_charged_and_the_viewers_parts_are_exact() {
		let payer = payer(1_000_000);
		let clicked = AdPlay { is_clicked: true, ..play(2, 8) };
		let count = counted(payer.clone(), vec![clicked, play(1, 7), play(3, 7)]);
		let charge = &count.charges[0];
		assert_eq!((charge.campaign, charge.viewers, charge.dropped), (5, 2, Dropped::default()));
		let [part] = charge.parts[..] else { panic!("one title, one country") };
		assert_eq!((part.impressions, part.views, part.clicks), (3, 3, 1));
		// 7,000.7 and 352.1, each rounded down.
		let expected = [(7, 2 * 7_000), (8, 7_000 + 352)];
		assert_eq!(
			count.awards.iter().map(|a| (a.account, a.shares)).collect::<Vec<_>>(),
			expected
		);
		assert_exact(&payer, &count);
	}

	#[test]
	fn what_does_not_fit_is_dropped_by_cause_in_the_order_of_ids() {
		// Two views and a half.
		let count = counted(payer(25_000), vec![play(3, 9), play(1, 7), play(2, 8)]);
		assert_eq!(count.charges[0].dropped, Dropped { budget: 1, ..Default::default() });
		assert_eq!(count.dropped, [([3; 32], DropCause::Budget)]);
		assert_eq!(count.awards.iter().map(|a| a.account).collect::<Vec<_>>(), [7, 8]);
		assert_eq!(count.charges[0].parts[0].impressions, 3, "it was seen all the same");

		let mut capped = payer(1_000_000);
		capped.campaign.terms.daily_cap_cfx = Some(50_000);
		capped.spent_today_cfx = 50_000 - 10_001;
		let count = counted(capped, vec![play(1, 7), play(2, 8)]);
		assert_eq!(count.charges[0].dropped, Dropped { daily_cap: 1, ..Default::default() });

		let own = counted(payer(1_000_000), vec![play(1, 1)]);
		assert_eq!(own.charges[0].dropped, Dropped { own_view: 1, ..Default::default() });
		assert!(own.awards.is_empty() && own.charges[0].parts.is_empty());

		let mut paused = payer(1_000_000);
		paused.campaign.state = CampaignState::Paused { since: NOW - 21 };
		let count = counted(paused, vec![play(1, 7)]);
		assert_eq!(count.charges[0].dropped, Dropped { not_shown: 1, ..Default::default() });
	}

	#[test]
	fn nobody_is_paid_beyond_the_frequency_cap_over_batches_and_within_one() {
		let plays = vec![play(1, 7), play(2, 7), play(3, 7), play(4, 8)];
		let count = counted(payer(1_000_000), plays.clone());
		assert_eq!(count.charges[0].dropped, Dropped { frequency: 1, ..Default::default() });
		let payers = BTreeMap::from([(5, payer(1_000_000))]);
		let before = |viewer: &u64, _| u32::from(*viewer == 7);
		let count = super::count(NOW, plays, &payers, before);
		assert_eq!(count.charges[0].dropped, Dropped { frequency: 2, ..Default::default() });
		assert_eq!(count.awards.iter().map(|a| a.shares).collect::<Vec<_>>(), [7_000, 7_000]);
	}

	#[test]
	fn what_was_begun_and_not_watched_is_an_impression() {
		let begun = AdPlay { is_complete: false, is_clicked: true, ..play(1, 7) };
		let count = counted(payer(1_000_000), vec![begun]);
		let part = count.charges[0].parts[0];
		assert_eq!((part.impressions, part.views, part.clicks), (1, 0, 0));
		assert!(count.awards.is_empty());
	}

	#[test]
	fn what_the_bill_has_no_room_for_is_left_and_not_dropped() {
		let title = |n: u8| AdPlay { content: ContentId([n; 32]), ..play(n, 7 + u64::from(n)) };
		let most = MAX_PARTS_PER_BILL as u8;
		let count = counted(payer(10_000_000), (1..=most + 3).map(title).collect());
		assert_eq!(count.left, [most + 1, most + 2, most + 3].map(|id| [id; 32]));
		assert_eq!(count.charges[0].dropped, Dropped::default());
		assert_eq!(count.charges[0].parts.len(), MAX_PARTS_PER_BILL as usize);
	}

	#[test]
	fn what_is_charged_gives_the_same_bill_to_who_knows_no_budget() {
		let plays: Vec<_> = (1..=40u8).map(|id| play(id, u64::from(id % 30))).collect();
		let payer = payer(120_000);
		let count = counted(payer.clone(), plays.clone());
		assert_eq!(count.charged.len(), 11);
		let charged = |play: &AdPlay<u64>| count.charged.contains(&play.id);
		let those: Vec<_> = plays.iter().filter(|play| charged(play)).cloned().collect();
		let mut ended = payer.campaign.clone();
		ended.left_cfx = 0;
		ended.state = CampaignState::Paused { since: 1 };
		let campaigns = BTreeMap::from([(5, ended)]);
		let all = charge_all(those.clone(), &campaigns).unwrap();
		assert_eq!((&all.awards, &all.charged), (&count.awards, &count.charged));
		assert_eq!(all.charges[0].views(), 11);
		assert_eq!(all.charges[0].dropped, Dropped::default());
		assert_exact(&payer, &all);
		// Not what cannot all be charged, whatever there is left.
		let twice = [&those[..], &those[..1]].concat();
		assert_eq!(charge_all(twice, &campaigns), None);
		let too_often = [1, 2, 3].map(|id| play(id, 7)).to_vec();
		assert_eq!(charge_all(too_often, &campaigns), None);
		assert_eq!(charge_all(vec![play(1, 1)], &campaigns), None, "the advertiser's own");
		let begun = AdPlay { is_complete: false, ..play(1, 7) };
		assert_eq!(charge_all(vec![begun], &campaigns), None);
		assert_eq!(charge_all(vec![play(1, 7)], &BTreeMap::new()), None);
	}

	#[test]
	fn the_order_in_which_a_desk_got_them_changes_nothing() {
		let plays: Vec<_> = (1..=40u8).map(|id| play(id, u64::from(id % 7))).collect();
		let payer = payer(120_000);
		let mut turned = plays.clone();
		turned.reverse();
		turned.extend(plays.clone());
		let count = counted(payer.clone(), plays);
		assert_eq!(counted(payer.clone(), turned), count);
		assert_exact(&payer, &count);
	}
}
