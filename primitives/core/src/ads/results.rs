//! What an advertiser reads of a campaign, day by day.

use super::{AdCharge, ChargePart, Country, Dropped, dropped::CAUSES};
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
	/// Times that it was shown: views that were charged, and what each desk says of its own tickets beyond them. Not voted truth, not
	/// charged.
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

/// What was not charged, by cause, and attempts that were refused. As each desk says of its own tickets: not voted truth, but for what
/// bills say that the chain dropped.
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
	/// Shown, and nobody proved within its window that it was watched.
	pub unproven: u64,
	/// Proven, and in no batch that was paid.
	pub expired: u64,
	/// Attempts with a wrong signature, proof or receipt.
	pub invalid: u64,
	/// Attempts before the ad had been watched.
	pub too_early: u64,
	/// Attempts after its window.
	pub too_late: u64,
	/// Attempts with a ticket whose play had been taken.
	pub repeated: u64,
	/// In a bill that the chain dropped because of this campaign or another.
	pub with_bill: u64,
	/// Bills that the chain dropped.
	pub bills: u32,
}

impl DropCounts {
	/// Adds what a charge says.
	pub fn add(&mut self, dropped: &Dropped) {
		let sums: [&mut u64; CAUSES] = [
			&mut self.not_shown,
			&mut self.own_view,
			&mut self.frequency,
			&mut self.budget,
			&mut self.daily_cap,
			&mut self.unproven,
			&mut self.expired,
			&mut self.invalid,
			&mut self.too_early,
			&mut self.too_late,
			&mut self.repeated,
		];
		for (sum, more) in sums.into_iter().zip(dropped.counts()) {
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
			self.note(part, &figures);
		}
	}

	/// Adds what a bill says of a campaign that the chain dropped: it was shown, and nobody pays for it.
	pub fn enter_dropped(&mut self, charge: &AdCharge) {
		self.dropped.add(&charge.dropped);
		self.dropped.with_bill = self.dropped.with_bill.saturating_add(charge.views());
		self.dropped.bills = self.dropped.bills.saturating_add(1);
		for part in &charge.parts {
			let impressions = part.impressions.into();
			self.note(part, &Figures { impressions, ..Figures::default() });
		}
	}

	/// Adds figures to the day, to a title and to a country.
	fn note(&mut self, part: &ChargePart, figures: &Figures) {
		self.total.add(figures);
		note(&mut self.titles, &mut self.other_titles, part.content, figures);
		note(&mut self.countries, &mut self.other_countries, part.country, figures);
	}
}
