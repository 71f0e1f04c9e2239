//! Advertising (C11): campaigns, what is charged for them, and which one fills a place.
//!
//! ```text
//! campaign ──► auction ──► ad play ──► bill, in a batch ──► escrow ──┬─► viewers, by what each has seen
//!  (chain)     (a desk)   (proven)    (voted on)                     └─► creators of the titles it was shown in
//! ```
//!
//! A **bill** is what the ads of a batch come to: for each campaign how often it was seen and clicked, by title and country,
//! and for each viewer how many planck. No item of it holds an account together with a campaign or a title. It is charged
//! as a whole or not at all: with a part of it charged, somebody would be paid for another's ad, since the amounts of
//! viewers say nothing of campaigns. A batch has up to [`MAX_BILLS_PER_BATCH`] bills, so that campaigns near the end of
//! their budget stand apart and take no other with them. Beside what is charged a bill tells advertisers what was shown and is not
//! charged, as its proposer's desk says.
//!
//! [`auction`] says which campaign is shown, [`counting`] which ad plays a proposer charges, and what they come to: the
//! latter is the same on every desk.

pub mod auction;
mod bill;
pub mod counting;
mod dropped;
mod placement;
mod results;

pub use bill::{AdBill, AdCharge, BillRefusal, ChargePart};
pub use dropped::{DropCause, Dropped};
pub use placement::{AD_CELL, AdAsk, AdPlacement};
pub use results::{DayResults, DropCounts, Figures, MAX_COUNTRIES_NAMED, MAX_TITLES_NAMED};

use crate::{
	Balance, BasisPoints, ContentId, Round, batch::BATCH_DEADLINE_ROUNDS, content::ReasonCode,
};
use codec::{Decode, DecodeWithMemTracking, Encode, MaxEncodedLen};
use scale_info::TypeInfo;
use sp_core::{ConstU32, bounded::BoundedVec};

/// Number of a campaign, from 0; never used again.
pub type CampaignId = u64;

/// A country: ISO 3166-1 alpha-2, capital letters.
pub type Country = [u8; 2];

/// A language: ISO 639-1, small letters.
pub type Language = [u8; 2];

/// A day of 6,000 rounds, counted from the Unix epoch.
pub type Day = u64;

/// A category of titles: small letters, digits and hyphens.
pub type Category = BoundedVec<u8, ConstU32<MAX_CATEGORY_BYTES>>;

/// The country of a viewer of whom none is known: user-assigned in ISO 3166-1.
pub const UNKNOWN_COUNTRY: Country = *b"ZZ";

/// Rounds of a day: 24 h / 14.4 s.
pub const ROUNDS_PER_DAY: Round = 6_000;

/// Most countries that a campaign names.
pub const MAX_COUNTRIES: u32 = 32;

/// Most categories that a campaign names.
pub const MAX_CATEGORIES: u32 = 8;

/// Longest name of a category in bytes.
pub const MAX_CATEGORY_BYTES: u32 = 24;

/// Most titles that a campaign names.
pub const MAX_TARGET_TITLES: u32 = 16;

/// Most languages that a campaign names.
pub const MAX_LANGUAGES: u32 = 8;

/// Most views of an ad that one viewer is paid for in a day, whatever a campaign says.
pub const MAX_FREQUENCY: u16 = 100;

/// Least price of a view in planck, so that the viewer's part of it is something.
pub const MIN_VIEW_CFX: Balance = 10_000;

/// Basis points of a view or click that its viewer gets unless governance sets others (C11).
pub const VIEWER_BP: BasisPoints = 7_000;

/// Most bills of one batch. The payment of the largest batch and two of the largest bills just fit into a block; with four
/// the vote that decides would not.
pub const MAX_BILLS_PER_BATCH: u32 = 2;

/// Most campaigns of one bill.
pub const MAX_CHARGES_PER_BILL: u32 = 16;

/// Most parts, by campaign, title and country, of one bill. What goes beyond waits for the next batch.
pub const MAX_PARTS_PER_BILL: u32 = 32;

/// Most of each count, of impressions beyond views and of what was dropped by one cause, that a bill tells of a campaign. What goes
/// beyond waits for the next bill.
pub const MAX_TOLD: u32 = 1 << 20;

/// Set in the number under which the viewers of a bill claim, see [`ad_claims`].
const AD_CLAIMS: Round = 1 << 63;

/// The day that `round` belongs to.
pub const fn day_of(round: Round) -> Day {
	round / ROUNDS_PER_DAY
}

/// The number in place of a round under which the viewers of a bill of `round` claim what they are paid, when they are too
/// many to be paid by name. `bill`: its place in the batch.
pub const fn ad_claims(round: Round, bill: u8) -> Round {
	AD_CLAIMS | ((bill as Round) << 56) | round
}

/// Whether `round` is the number of a bill and not a round.
pub const fn is_ad_claims(round: Round) -> bool {
	round & AD_CLAIMS != 0
}

/// For whom an ad is. An empty list admits all.
#[derive(
	Clone,
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
pub struct Targets {
	/// Countries of viewers, ascending.
	pub countries: BoundedVec<Country, ConstU32<MAX_COUNTRIES>>,
	/// Categories of the title that is watched, one of them, ascending.
	pub categories: BoundedVec<Category, ConstU32<MAX_CATEGORIES>>,
	/// Titles in which it is shown, ascending.
	pub titles: BoundedVec<ContentId, ConstU32<MAX_TARGET_TITLES>>,
	/// Languages of viewers, ascending.
	pub languages: BoundedVec<Language, ConstU32<MAX_LANGUAGES>>,
}

fn is_ascending<T: Ord>(items: &[T]) -> bool {
	items.iter().zip(items.iter().skip(1)).all(|(one, next)| one < next)
}

/// Whether `list` is empty or has the item.
fn admits<T: PartialEq>(list: &[T], item: &T) -> bool {
	list.is_empty() || list.contains(item)
}

impl Targets {
	/// Whether they admit a viewer there. Categories are not looked at: a placement does not tell them.
	pub fn admits(&self, placement: &AdPlacement) -> bool {
		admits(&self.countries, &placement.country)
			&& admits(&self.titles, &placement.content)
			&& (self.languages.is_empty()
				|| placement.language.is_some_and(|language| self.languages.contains(&language)))
	}

	/// Whether each list is in order, names everything once, and has the form that it should.
	pub fn is_sound(&self) -> bool {
		let is_name = |name: &Category| {
			!name.is_empty()
				&& name
					.iter()
					.all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit() || *byte == b'-')
		};
		is_ascending(&self.countries)
			&& is_ascending(&self.categories)
			&& is_ascending(&self.titles)
			&& is_ascending(&self.languages)
			&& self.categories.iter().all(is_name)
			&& self.countries.iter().flatten().all(u8::is_ascii_uppercase)
			&& self.languages.iter().flatten().all(u8::is_ascii_lowercase)
	}
}

/// What an advertiser offers. Never altered once the campaign is open.
#[derive(
	Clone, Debug, PartialEq, Eq, Encode, Decode, DecodeWithMemTracking, MaxEncodedLen, TypeInfo,
)]
pub struct AdTerms {
	/// The ad: a title of one cell, so that a view of it is one play.
	pub creative: ContentId,
	/// CFX in planck for a view to the end, at least [`MIN_VIEW_CFX`].
	pub view_cfx: Balance,
	/// CFX in planck for a click, besides the view; 0: clicks are counted and not charged.
	pub click_cfx: Balance,
	/// For whom it is.
	pub targets: Targets,
	/// First round in which it is shown.
	pub first: Round,
	/// Last round in which it is shown.
	pub last: Round,
	/// Most CFX in planck that a day is charged; `None`: no cap.
	pub daily_cap_cfx: Option<Balance>,
	/// Most views that one viewer is paid for in a day, 1 to [`MAX_FREQUENCY`].
	pub frequency_cap: u16,
}

impl AdTerms {
	/// What a view with a click costs in planck, the most that one play is charged; `None` on overflow.
	pub fn most_of_a_play(&self) -> Option<Balance> {
		self.view_cfx.checked_add(self.click_cfx)
	}
}

/// Why a campaign is over.
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
pub enum EndCause {
	/// Its last round has passed.
	#[codec(index = 0)]
	Over,
	/// Its advertiser cancelled it.
	#[codec(index = 1)]
	Cancelled,
	/// A supervisor stopped it.
	#[codec(index = 2)]
	Stopped(ReasonCode),
}

/// How a campaign stands.
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
pub enum CampaignState {
	/// Shown within its schedule while there is money.
	#[codec(index = 0)]
	Running,
	/// Not shown until its advertiser goes on.
	#[codec(index = 1)]
	Paused {
		/// Last round in which it may have been shown.
		since: Round,
	},
	/// Not shown any more; what was shown before is still charged.
	#[codec(index = 2)]
	Ending {
		/// Why.
		cause: EndCause,
		/// Last round in which it may have been shown.
		shown_until: Round,
	},
	/// What was left has gone back.
	#[codec(index = 3)]
	Ended {
		/// Why.
		cause: EndCause,
		/// In which round.
		ended_in: Round,
	},
}

/// A campaign.
#[derive(Clone, Debug, PartialEq, Eq, Encode, Decode, MaxEncodedLen, TypeInfo)]
pub struct Campaign<AccountId> {
	/// Who pays.
	pub advertiser: AccountId,
	/// What it offers.
	pub terms: AdTerms,
	/// Play time of the ad in milliseconds.
	pub duration_ms: u32,
	/// Basis points of a view or click that its viewer gets; the creator of the title gets the rest.
	pub viewer_bp: BasisPoints,
	/// CFX in planck on hold.
	pub left_cfx: Balance,
	/// CFX in planck charged so far.
	pub spent_cfx: Balance,
	/// How it stands.
	pub state: CampaignState,
}

/// What a number of views and clicks comes to, in planck of CFX.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct AdAmounts {
	/// To viewers.
	pub viewers_cfx: Balance,
	/// To the creator of the title.
	pub creator_cfx: Balance,
}

/// `amount × bp / 10,000`, rounded down. Never overflows for up to 10,000.
fn part_of(amount: Balance, bp: BasisPoints) -> Balance {
	let whole = Balance::from(crate::BASIS_POINTS);
	let bp = Balance::from(bp.min(crate::BASIS_POINTS));
	let (many, rest) = (amount / whole, amount % whole);
	(many.saturating_mul(bp)).saturating_add(rest.saturating_mul(bp) / whole)
}

impl<AccountId> Campaign<AccountId> {
	/// CFX in planck that a viewer gets for one play: its part of the view and of the click, each rounded down.
	pub fn viewer_cfx(&self, is_clicked: bool) -> Balance {
		let click = if is_clicked { part_of(self.terms.click_cfx, self.viewer_bp) } else { 0 };
		part_of(self.terms.view_cfx, self.viewer_bp).saturating_add(click)
	}

	/// What so many views and clicks come to: each viewer's part rounded down, and to the creator all that leaves of the
	/// price. `None` on overflow.
	pub fn amounts(&self, views: u32, clicks: u32) -> Option<AdAmounts> {
		let of = |count: u32, price: Balance| {
			let (count, part) = (Balance::from(count), part_of(price, self.viewer_bp));
			let rest = price.checked_sub(part)?;
			Some((part.checked_mul(count)?, rest.checked_mul(count)?))
		};
		let (views, clicks) = (of(views, self.terms.view_cfx)?, of(clicks, self.terms.click_cfx)?);
		Some(AdAmounts {
			viewers_cfx: views.0.checked_add(clicks.0)?,
			creator_cfx: views.1.checked_add(clicks.1)?,
		})
	}

	/// Whether it has not ended, so that something may still be entered of it.
	pub const fn is_open(&self) -> bool {
		!matches!(self.state, CampaignState::Ended { .. })
	}

	/// Whether it may be shown in round `now`, as far as state, schedule and money go.
	pub fn is_shown(&self, now: Round) -> bool {
		self.state == CampaignState::Running
			&& (self.terms.first..=self.terms.last).contains(&now)
			&& self.terms.most_of_a_play().is_some_and(|most| most <= self.left_cfx)
	}

	/// Last round in which it may have been shown, by what is known now.
	pub fn shown_until(&self) -> Round {
		match self.state {
			CampaignState::Running => self.terms.last,
			CampaignState::Paused { since } => since.min(self.terms.last),
			CampaignState::Ending { shown_until, .. } => shown_until,
			CampaignState::Ended { ended_in, .. } => ended_in,
		}
	}

	/// Whether the batch of `round` may charge it: it was shown, and plays roll over for as long as a batch may wait.
	pub fn is_charged_in(&self, round: Round) -> bool {
		let (first, shown_until) = (self.terms.first, self.shown_until());
		self.is_open()
			&& first <= shown_until
			&& (first..=shown_until.saturating_add(BATCH_DEADLINE_ROUNDS)).contains(&round)
	}
}

/// First round in which no batch can charge any more what was shown until `shown_until`: the last batch that may is that
/// of [`BATCH_DEADLINE_ROUNDS`] later, and it is decided on within as many.
pub const fn settled_in(shown_until: Round) -> Round {
	shown_until.saturating_add(2 * BATCH_DEADLINE_ROUNDS + 1)
}

#[cfg(test)]
mod tests {
	use super::*;

	#[test]
	fn a_day_of_rounds_is_a_day() {
		assert_eq!(ROUNDS_PER_DAY * crate::time::ROUND_MS, 24 * 3_600 * 1_000);
		assert_eq!(day_of(ROUNDS_PER_DAY - 1), 0);
		assert_eq!(day_of(ROUNDS_PER_DAY), 1);
	}

	#[test]
	fn the_claims_of_bills_are_apart_from_rounds_and_from_each_other() {
		assert!(!is_ad_claims(u64::from(u32::MAX)));
		assert!(is_ad_claims(ad_claims(7, 0)));
		assert_ne!(ad_claims(7, 0), ad_claims(7, 3));
		assert_ne!(ad_claims(7, 0), ad_claims(8, 0));
	}

	#[test]
	fn targets_are_in_order_and_in_form() {
		let name = |text: &str| Category::try_from(text.as_bytes().to_vec()).unwrap();
		let sound = Targets {
			countries: vec![*b"DE", *b"KR"].try_into().unwrap(),
			categories: vec![name("news"), name("sci-fi")].try_into().unwrap(),
			titles: vec![ContentId([1; 32])].try_into().unwrap(),
			languages: vec![*b"de", *b"ko"].try_into().unwrap(),
		};
		assert!(sound.is_sound() && Targets::default().is_sound());
		for broken in [
			Targets { countries: vec![*b"KR", *b"DE"].try_into().unwrap(), ..sound.clone() },
			Targets { countries: vec![*b"kr"].try_into().unwrap(), ..sound.clone() },
			Targets { categories: vec![name("")].try_into().unwrap(), ..sound.clone() },
			Targets { categories: vec![name("Sci Fi")].try_into().unwrap(), ..sound.clone() },
			Targets { titles: vec![ContentId([1; 32]); 2].try_into().unwrap(), ..sound.clone() },
			Targets { languages: vec![*b"DE"].try_into().unwrap(), ..sound.clone() },
		] {
			assert!(!broken.is_sound(), "{broken:?}");
		}
	}

	#[test]
	fn a_part_is_exact_even_of_all_there_is() {
		assert_eq!(part_of(10_001, 7_000), 7_000);
		assert_eq!(part_of(Balance::MAX, 10_000), Balance::MAX);
		assert_eq!(part_of(3, 5_000), 1);
	}
}
