//! What the ads of a batch come to.
//!
//! A bill says two things. *What is charged*: views, clicks, viewers and who is paid, which follow from the plays of the batch; every
//! desk works that out again ([`AdBill::voted`]). And *what is told besides*: how often the proposer's own desk showed an ad that is not
//! charged, and why not. Others cannot check that: it is one desk's word, moves no money, and is held within [`MAX_TOLD`] alone.

use super::{CampaignId, Country, Dropped, MAX_CHARGES_PER_BILL, MAX_PARTS_PER_BILL, MAX_TOLD};
use crate::{
	AccountId, ContentId,
	batch::{MAX_DIRECT_PAYEES, MAX_PAYEES, Payees},
};
use alloc::vec::Vec;
use codec::{Decode, DecodeWithMemTracking, Encode, MaxEncodedLen};
use scale_info::TypeInfo;

/// How often a campaign was seen in a title by viewers of a country.
#[derive(
	Clone,
	Copy,
	Debug,
	PartialEq,
	Eq,
	Encode,
	Decode,
	DecodeWithMemTracking,
	MaxEncodedLen,
	TypeInfo,
)]
pub struct ChargePart {
	/// The title in which it was shown.
	pub content: ContentId,
	/// Where its viewers are; [`UNKNOWN_COUNTRY`](super::UNKNOWN_COUNTRY) when nobody knows.
	pub country: Country,
	/// Times that it was shown: the views that are charged, and beyond them what the proposer's desk says.
	pub impressions: u32,
	/// Views to the end that are charged, at most as many.
	pub views: u32,
	/// Of those, how many were clicked.
	pub clicks: u32,
}

impl ChargePart {
	/// Whether its numbers go together: shown at least as often as charged, charged at least as often as clicked.
	fn is_sound(&self) -> bool {
		self.impressions > 0
			&& self.impressions.checked_sub(self.views).is_some_and(|told| told <= MAX_TOLD)
			&& self.clicks <= self.views
			&& self.country.iter().all(u8::is_ascii_uppercase)
	}
}

/// What a campaign is charged.
#[derive(Clone, Debug, PartialEq, Eq, Encode, Decode, DecodeWithMemTracking, TypeInfo)]
pub struct AdCharge {
	/// The campaign.
	pub campaign: CampaignId,
	/// Viewers whose views are charged.
	pub viewers: u32,
	/// What is not charged, as the proposer's desk says.
	pub dropped: Dropped,
	/// By title and country, ascending.
	pub parts: Vec<ChargePart>,
}

impl AdCharge {
	/// Views that are charged.
	pub fn views(&self) -> u64 {
		self.parts.iter().map(|part| u64::from(part.views)).fold(0, u64::saturating_add)
	}

	/// What desks vote on: as if each ad had been shown as often as it is charged. `None` when nothing is charged.
	fn voted(&self) -> Option<Self> {
		let parts = self.parts.iter().filter(|part| part.views > 0);
		let parts: Vec<_> =
			parts.map(|part| ChargePart { impressions: part.views, ..*part }).collect();
		let (campaign, viewers, dropped) = (self.campaign, self.viewers, Dropped::default());
		(!parts.is_empty()).then_some(Self { campaign, viewers, dropped, parts })
	}

	/// Whether it says something, in order, and its numbers go together, where a bill pays so many viewers in all.
	fn is_sound(&self, viewers_of_bill: u32) -> bool {
		let (views, viewers) = (self.views(), u64::from(self.viewers));
		ascends(self.parts.iter().map(|part| (part.content, part.country)))
			&& self.parts.iter().all(ChargePart::is_sound)
			&& (!self.parts.is_empty() || self.dropped.total() > 0)
			&& self.dropped == self.dropped.tellable()
			&& self.viewers <= viewers_of_bill
			&& viewers <= views
			&& (views == 0) == (viewers == 0)
	}
}

/// Whether each is above the one before.
fn ascends<T: PartialOrd>(items: impl Iterator<Item = T> + Clone) -> bool {
	items.clone().zip(items.skip(1)).all(|(one, next)| one < next)
}

/// What the ads of a batch come to. Charged as a whole or not at all.
#[derive(Clone, Debug, PartialEq, Eq, Encode, Decode, DecodeWithMemTracking, TypeInfo)]
pub struct AdBill<Account = AccountId> {
	/// By campaign, ascending, at most [`MAX_CHARGES_PER_BILL`](super::MAX_CHARGES_PER_BILL) with [`MAX_PARTS_PER_BILL`](super::MAX_PARTS_PER_BILL) parts.
	pub charges: Vec<AdCharge>,
	/// Who is paid for watching. Here a share is a planck.
	pub viewers: Payees<Account>,
}

impl<Account: Ord> AdBill<Account> {
	/// Whether its form is right: lists in order and within their bounds, numbers that go together. What the chain says of
	/// its campaigns and titles is another question. Cost: O(its length).
	pub fn is_sound(&self) -> bool {
		let charges = &self.charges;
		let parts = charges.iter().map(|charge| charge.parts.len()).fold(0, usize::saturating_add);
		let Some(viewers) = self.sound_viewers() else { return false };
		(1..=MAX_CHARGES_PER_BILL as usize).contains(&charges.len())
			&& parts <= MAX_PARTS_PER_BILL as usize
			&& ascends(charges.iter().map(|charge| charge.campaign))
			&& charges.iter().all(|charge| charge.is_sound(viewers))
	}

	/// Plays of the batch that it charges.
	pub fn plays(&self) -> u64 {
		self.charges.iter().map(AdCharge::views).fold(0, u64::saturating_add)
	}

	/// What desks vote on: it without what the proposer's desk tells besides. Cost: O(its length).
	#[must_use]
	pub fn voted(&self) -> Self
	where
		Account: Clone,
	{
		let charges = self.charges.iter().filter_map(AdCharge::voted).collect();
		Self { charges, viewers: self.viewers.clone() }
	}

	/// How many viewers it pays, if they are in form.
	fn sound_viewers(&self) -> Option<u32> {
		match &self.viewers {
			Payees::Direct(payees) => {
				let is_sound = payees.len() <= MAX_DIRECT_PAYEES as usize
					&& payees.iter().all(|payee| payee.shares > 0)
					&& ascends(payees.iter().map(|payee| &payee.account));
				is_sound.then_some(payees.len() as u32)
			},
			Payees::Root { count, .. } => {
				(*count > MAX_DIRECT_PAYEES && *count <= MAX_PAYEES).then_some(*count)
			},
		}
	}
}

/// Why a bill was not charged.
#[derive(
	Clone,
	Copy,
	Debug,
	PartialEq,
	Eq,
	Encode,
	Decode,
	DecodeWithMemTracking,
	MaxEncodedLen,
	TypeInfo,
)]
pub enum BillRefusal {
	/// Its form is wrong: order, numbers, or nothing to pay.
	#[codec(index = 0)]
	Malformed,
	/// There is no such campaign (any more).
	#[codec(index = 1)]
	NoCampaign,
	/// A campaign was not shown then.
	#[codec(index = 2)]
	NotShown,
	/// More views than its viewers may be paid for in a day.
	#[codec(index = 3)]
	Frequency,
	/// More than is left of a budget.
	#[codec(index = 4)]
	Budget,
	/// More than a day may be charged.
	#[codec(index = 5)]
	DailyCap,
	/// A title in which it was shown was never registered.
	#[codec(index = 6)]
	NoTitle,
	/// What its viewers get is not what the campaigns pay them.
	#[codec(index = 7)]
	Amounts,
	/// The money did not move, which should be impossible.
	#[codec(index = 8)]
	Payment,
}

#[cfg(test)]
mod tests {
	use super::*;
	use crate::batch::Payee;

	fn part(content: u8) -> ChargePart {
		let content = ContentId([content; 32]);
		ChargePart { content, country: *b"KR", impressions: 3, views: 2, clicks: 1 }
	}

	fn charge(campaign: CampaignId, parts: Vec<ChargePart>) -> AdCharge {
		AdCharge { campaign, viewers: 1, dropped: Dropped::default(), parts }
	}

	fn payee(account: u64) -> Payee<u64> {
		Payee { account, shares: 1 }
	}

	fn bill() -> AdBill<u64> {
		AdBill {
			charges: vec![charge(4, vec![part(1), part(2)]), charge(5, vec![part(1)])],
			viewers: Payees::Direct(vec![payee(1), payee(2)]),
		}
	}

	#[test]
	fn lists_are_in_order_and_within_their_bounds() {
		assert!(bill().is_sound());
		let charges = |charges| AdBill { charges, ..bill() }.is_sound();
		assert!(!charges(vec![]));
		assert!(!charges(vec![charge(5, vec![part(1)]), charge(4, vec![part(1)])]));
		assert!(!charges(vec![charge(4, vec![part(2), part(1)])]));
		assert!(!charges(vec![charge(4, vec![part(1); 2])]));
		let many = |count: u32| (0..count).map(|id| charge(id.into(), vec![part(1)])).collect();
		assert!(charges(many(MAX_CHARGES_PER_BILL)));
		assert!(!charges(many(MAX_CHARGES_PER_BILL + 1)));
		let long = |count: u32| charge(4, (0..count).map(|n| part(n as u8)).collect());
		assert!(charges(vec![long(MAX_PARTS_PER_BILL)]));
		assert!(!charges(vec![long(MAX_PARTS_PER_BILL + 1)]));
		assert!(!charges(vec![long(MAX_PARTS_PER_BILL), charge(5, vec![part(1)])]));
	}

	#[test]
	fn viewers_are_in_order_and_neither_too_many_nor_too_few() {
		let viewers = |viewers| AdBill { viewers, ..bill() }.is_sound();
		assert!(!viewers(Payees::Direct(vec![])), "somebody watched");
		assert!(!viewers(Payees::Direct(vec![payee(2), payee(1)])));
		assert!(!viewers(Payees::Direct(vec![payee(1); 2])));
		assert!(!viewers(Payees::Direct(vec![Payee { account: 1, shares: 0 }])));
		let crowd = |count: u32| (0..count).map(|n| payee(n.into())).collect();
		assert!(viewers(Payees::Direct(crowd(MAX_DIRECT_PAYEES))));
		assert!(!viewers(Payees::Direct(crowd(MAX_DIRECT_PAYEES + 1))));
		for (count, is_sound) in [
			(MAX_DIRECT_PAYEES, false),
			(MAX_DIRECT_PAYEES + 1, true),
			(MAX_PAYEES, true),
			(MAX_PAYEES + 1, false),
		] {
			assert_eq!(viewers(Payees::Root { root: [1; 32], count }), is_sound, "{count}");
		}
	}

	#[test]
	fn numbers_go_together() {
		let of = |change: fn(&mut AdCharge)| {
			let mut bill = bill();
			bill.charges.iter_mut().take(1).for_each(change);
			bill.is_sound()
		};
		assert!(!of(|charge| charge.parts[0].impressions = 1));
		assert!(!of(|charge| charge.parts[0].clicks = 3));
		assert!(!of(|charge| charge.parts[0].country = *b"kr"));
		assert!(!of(|charge| charge.viewers = 0), "somebody watched");
		assert!(!of(|charge| charge.viewers = 3), "more than are paid");
		assert!(!of(|charge| charge.parts = vec![]), "nobody watched");
		// Only told: nobody is paid.
		let told = |dropped| AdCharge { viewers: 0, dropped, ..charge(4, vec![]) };
		let only = |dropped| AdBill {
			charges: vec![told(dropped)],
			viewers: Payees::<u64>::Direct(vec![]),
		};
		assert!(only(Dropped { budget: 1, ..Dropped::default() }).is_sound());
		assert!(!only(Dropped::default()).is_sound());
	}

	#[test]
	fn what_is_told_besides_is_bounded_and_not_voted_on() {
		let plain = AdBill {
			charges: vec![charge(4, vec![ChargePart { impressions: 2, ..part(1) }])],
			viewers: Payees::Direct(vec![payee(1)]),
		};
		assert_eq!(plain.voted(), plain);
		let mut told = plain.clone();
		told.charges[0].parts[0].impressions = 2 + MAX_TOLD;
		told.charges[0].parts.push(ChargePart { views: 0, clicks: 0, ..part(2) });
		told.charges[0].dropped.unproven = MAX_TOLD;
		let only = Dropped { invalid: 1, ..Dropped::default() };
		told.charges.push(AdCharge { viewers: 0, dropped: only, ..charge(5, vec![]) });
		assert!(told.is_sound());
		assert_eq!(told.voted(), plain);
		assert_eq!((told.plays(), plain.plays()), (2, 2), "what is told is no play of the batch");
		let mut much = told.clone();
		much.charges[0].parts[0].impressions += 1;
		assert!(!much.is_sound());
		let mut much = told;
		much.charges[0].dropped.unproven += 1;
		assert!(!much.is_sound());
	}
}
