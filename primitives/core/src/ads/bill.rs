//! What the ads of a batch come to.

use super::CampaignId;
use crate::{AccountId, ContentId, ads::Country, batch::Payees};
use alloc::vec::Vec;
use codec::{Decode, DecodeWithMemTracking, Encode, MaxEncodedLen};
use scale_info::TypeInfo;

/// What of a campaign's ad plays was not charged, by cause. Numbers of plays.
#[derive(
	Clone,
	Copy,
	Debug,
	Default,
	PartialEq,
	Eq,
	Encode,
	Decode,
	DecodeWithMemTracking,
	MaxEncodedLen,
	TypeInfo,
)]
pub struct Dropped {
	/// Not shown at that time: before, after, paused, ended.
	pub not_shown: u32,
	/// Watched by the advertiser's own account.
	pub own_view: u32,
	/// Beyond what one viewer is paid for in a day.
	pub frequency: u32,
	/// The budget was spent.
	pub budget: u32,
	/// The day's cap was reached.
	pub daily_cap: u32,
}

impl Dropped {
	/// Plays, whatever the cause.
	pub fn total(&self) -> u64 {
		let all = [self.not_shown, self.own_view, self.frequency, self.budget, self.daily_cap];
		all.into_iter().map(u64::from).fold(0, u64::saturating_add)
	}
}

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
	/// Times that it was begun. Not proven, and not charged.
	pub impressions: u32,
	/// Views to the end that are charged, at most as many.
	pub views: u32,
	/// Of those, how many were clicked.
	pub clicks: u32,
}

/// What a campaign is charged.
#[derive(Clone, Debug, PartialEq, Eq, Encode, Decode, DecodeWithMemTracking, TypeInfo)]
pub struct AdCharge {
	/// The campaign.
	pub campaign: CampaignId,
	/// Viewers whose views are charged.
	pub viewers: u32,
	/// What is not charged.
	pub dropped: Dropped,
	/// By title and country, ascending.
	pub parts: Vec<ChargePart>,
}

impl AdCharge {
	/// Views that are charged.
	pub fn views(&self) -> u64 {
		self.parts.iter().map(|part| u64::from(part.views)).fold(0, u64::saturating_add)
	}
}

/// What the ads of a batch come to. Charged as a whole or not at all.
#[derive(Clone, Debug, PartialEq, Eq, Encode, Decode, DecodeWithMemTracking, TypeInfo)]
pub struct AdBill<Account = AccountId> {
	/// By campaign, ascending, at most [`MAX_CHARGES_PER_BILL`](super::MAX_CHARGES_PER_BILL) with [`MAX_PARTS_PER_BILL`](super::MAX_PARTS_PER_BILL) parts.
	pub charges: Vec<AdCharge>,
	/// Who is paid for watching. Here a share is a planck.
	pub viewers: Payees<Account>,
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
