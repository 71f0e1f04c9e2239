//! What an advertiser reads of a campaign, day by day.

use super::{AdCharge, Country, Dropped};
use crate::{Balance, ContentId};
use codec::{Decode, Encode, MaxEncodedLen};
use scale_info::TypeInfo;
use sp_core::{ConstU32, bounded::BoundedVec};

/// Titles of a day that are named; further ones are added up.
pub const MAX_TITLES_NAMED: u32 = 16;

/// Countries of a day that are named; further ones are added up.
pub const MAX_COUNTRIES_NAMED: u32 = 16;

/// How often an ad was seen, and for how much.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Encode, Decode, MaxEncodedLen, TypeInfo)]
pub struct Figures {
	/// Times that it was begun. Told by desks, not proven, not charged.
	pub impressions: u64,
	/// Views to the end that were charged.
	pub views: u64,
	/// Of those, how many were clicked.
	pub clicks: u64,
	/// CFX in planck charged.
	pub spent_cfx: Balance,
}

impl Figures {
	/// Adds to every sum.
	pub fn add(&mut self, other: &Self) {
		// Statistics; money is counted where it moves.
		self.impressions = self.impressions.saturating_add(other.impressions);
		self.views = self.views.saturating_add(other.views);
		self.clicks = self.clicks.saturating_add(other.clicks);
		self.spent_cfx = self.spent_cfx.saturating_add(other.spent_cfx);
	}
}

/// Plays that were not charged, by cause.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Encode, Decode, MaxEncodedLen, TypeInfo)]
pub struct DropCounts {
	/// Not shown at that time: before, after, paused, ended.
	pub not_shown: u64,
	/// Watched by the advertiser's own account.
	pub own_view: u64,
	/// Beyond what one viewer is paid for in a day.
	pub frequency: u64,
	/// The budget was spent.
	pub budget: u64,
	/// The day's cap was reached.
	pub daily_cap: u64,
	/// In a bill that the chain dropped because of this campaign or another.
	pub with_bill: u64,
	/// Bills that the chain dropped.
	pub bills: u32,
}

impl DropCounts {
	/// Adds what a charge says.
	pub fn add(&mut self, dropped: &Dropped) {
		let Dropped { not_shown, own_view, frequency, budget, daily_cap } = *dropped;
		for (sum, more) in [
			(&mut self.not_shown, not_shown),
			(&mut self.own_view, own_view),
			(&mut self.frequency, frequency),
			(&mut self.budget, budget),
			(&mut self.daily_cap, daily_cap),
		] {
			*sum = sum.saturating_add(more.into());
		}
	}
}

/// What a campaign came to on a day.
#[derive(Clone, Debug, Default, PartialEq, Eq, Encode, Decode, MaxEncodedLen, TypeInfo)]
pub struct DayResults {
	/// In all.
	pub total: Figures,
	/// Viewers of each bill, added up: who watched in two rounds counts twice.
	pub viewers: u64,
	/// By title, in the order in which they came.
	pub titles: BoundedVec<(ContentId, Figures), ConstU32<MAX_TITLES_NAMED>>,
	/// In further titles.
	pub other_titles: Figures,
	/// By country of viewers, in the order in which they came.
	pub countries: BoundedVec<(Country, Figures), ConstU32<MAX_COUNTRIES_NAMED>>,
	/// In further countries.
	pub other_countries: Figures,
	/// What was not charged.
	pub dropped: DropCounts,
}

/// Adds to the entry of `key`, to a new one while there is room, else to the others.
fn note<K: PartialEq, const MOST: u32>(
	named: &mut BoundedVec<(K, Figures), ConstU32<MOST>>,
	others: &mut Figures,
	key: K,
	figures: &Figures,
) {
	if let Some((_, sum)) = named.iter_mut().find(|(name, _)| *name == key) {
		sum.add(figures);
	} else if named.try_push((key, *figures)).is_err() {
		others.add(figures);
	}
}

impl DayResults {
	/// Adds what a bill charges a campaign; `spent` has a sum for each part of the charge.
	pub fn enter(&mut self, charge: &AdCharge, spent: &[Balance]) {
		self.viewers = self.viewers.saturating_add(charge.viewers.into());
		self.dropped.add(&charge.dropped);
		for (part, spent_cfx) in charge.parts.iter().zip(spent) {
			let figures = Figures {
				impressions: part.impressions.into(),
				views: part.views.into(),
				clicks: part.clicks.into(),
				spent_cfx: *spent_cfx,
			};
			self.total.add(&figures);
			note(&mut self.titles, &mut self.other_titles, part.content, &figures);
			note(&mut self.countries, &mut self.other_countries, part.country, &figures);
		}
	}
}
