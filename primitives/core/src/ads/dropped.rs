//! What of a campaign's ads is not charged, and why.
//!
//! Two kinds of counts, which are not to be added up. *Of tickets*: each ad that was shown and is not charged counts once, under one
//! cause, and is an impression. *Of attempts*: play data that a desk refused; the same ticket may be proven after all.
//!
//! All of it is as the desk says that showed the ad: it alone knows. It moves no money and is not voted on (module `bill`).

use super::MAX_TOLD;
use codec::{Decode, DecodeWithMemTracking, Encode, MaxEncodedLen};
use scale_info::TypeInfo;

/// Why an ad is not charged, or play data of it was refused.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum DropCause {
	/// Of a ticket: not shown at that time.
	NotShown,
	/// Of a ticket: the advertiser's own view.
	OwnView,
	/// Of a ticket: more than one viewer is paid for.
	Frequency,
	/// Of a ticket: the budget was spent.
	Budget,
	/// Of a ticket: the day's cap was reached.
	DailyCap,
	/// Of a ticket: nobody proved that it was watched.
	Unproven,
	/// Of a ticket: proven, and in no batch in time.
	Expired,
	/// Of an attempt: signature, proof or receipts are wrong.
	Invalid,
	/// Of an attempt: before the ad had been watched.
	TooEarly,
	/// Of an attempt: after its window.
	TooLate,
	/// Of an attempt: the ticket's play had been taken.
	Repeated,
}

/// What of a campaign's ads was not charged, by cause: numbers of tickets, then of attempts.
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
	/// Shown, and nobody proved within its window that it was watched.
	pub unproven: u32,
	/// Proven, and in no batch that was paid: no title was watched beside it within the hour, or there was no room.
	pub expired: u32,
	/// Attempts with a wrong signature, proof or receipt: at most one of a ticket counts.
	pub invalid: u32,
	/// Attempts before the ad had been watched: at most one of a ticket counts.
	pub too_early: u32,
	/// Attempts after its window: at most one of a ticket counts.
	pub too_late: u32,
	/// Attempts with a ticket whose play had been taken: at most one of a ticket counts.
	pub repeated: u32,
}

/// Number of causes.
pub(super) const CAUSES: usize = 11;

impl Dropped {
	/// All counts, in the order of the causes.
	pub(super) const fn counts(&self) -> [u32; CAUSES] {
		[
			self.not_shown,
			self.own_view,
			self.frequency,
			self.budget,
			self.daily_cap,
			self.unproven,
			self.expired,
			self.invalid,
			self.too_early,
			self.too_late,
			self.repeated,
		]
	}

	const fn of(counts: [u32; CAUSES]) -> Self {
		let [
			not_shown,
			own_view,
			frequency,
			budget,
			daily_cap,
			unproven,
			expired,
			invalid,
			too_early,
			too_late,
			repeated,
		] = counts;
		Self {
			not_shown,
			own_view,
			frequency,
			budget,
			daily_cap,
			unproven,
			expired,
			invalid,
			too_early,
			too_late,
			repeated,
		}
	}

	/// All counts added up, whatever the cause.
	pub fn total(&self) -> u64 {
		self.counts().into_iter().map(u64::from).fold(0, u64::saturating_add)
	}

	/// One more of a cause.
	pub fn note(&mut self, cause: DropCause) {
		let count = match cause {
			DropCause::NotShown => &mut self.not_shown,
			DropCause::OwnView => &mut self.own_view,
			DropCause::Frequency => &mut self.frequency,
			DropCause::Budget => &mut self.budget,
			DropCause::DailyCap => &mut self.daily_cap,
			DropCause::Unproven => &mut self.unproven,
			DropCause::Expired => &mut self.expired,
			DropCause::Invalid => &mut self.invalid,
			DropCause::TooEarly => &mut self.too_early,
			DropCause::TooLate => &mut self.too_late,
			DropCause::Repeated => &mut self.repeated,
		};
		*count = count.saturating_add(1);
	}

	/// What is left of each count when another is taken from it; never below 0.
	#[must_use]
	pub fn less(&self, other: &Self) -> Self {
		let mut left = self.counts();
		for (count, taken) in left.iter_mut().zip(other.counts()) {
			*count = count.saturating_sub(taken);
		}
		Self::of(left)
	}

	/// As much of it as one charge may tell.
	#[must_use]
	pub fn tellable(&self) -> Self {
		Self::of(self.counts().map(|count| count.min(MAX_TOLD)))
	}
}

#[cfg(test)]
mod tests {
	use super::*;

	const ALL: [DropCause; CAUSES] = [
		DropCause::NotShown,
		DropCause::OwnView,
		DropCause::Frequency,
		DropCause::Budget,
		DropCause::DailyCap,
		DropCause::Unproven,
		DropCause::Expired,
		DropCause::Invalid,
		DropCause::TooEarly,
		DropCause::TooLate,
		DropCause::Repeated,
	];

	#[test]
	fn each_cause_has_a_count_of_its_own() {
		let mut all = Dropped::default();
		for (place, cause) in ALL.into_iter().enumerate() {
			let mut one = Dropped::default();
			one.note(cause);
			assert_eq!((one.counts()[place], one.total()), (1, 1), "{cause:?}");
			assert_eq!(Dropped::of(one.counts()), one);
			all.note(cause);
		}
		assert_eq!(all.counts(), [1; CAUSES]);
		assert_eq!(all.less(&all), Dropped::default());
		assert_eq!(Dropped::default().less(&all), Dropped::default());
	}

	#[test]
	fn no_more_is_told_at_once_than_a_charge_may_tell() {
		let many = Dropped { invalid: u32::MAX, repeated: 3, ..Dropped::default() };
		let told = Dropped { invalid: MAX_TOLD, ..many };
		assert_eq!(many.tellable(), told);
		assert_eq!(
			many.less(&told),
			Dropped { invalid: u32::MAX - MAX_TOLD, ..Dropped::default() }
		);
	}
}
