//! What is sold, for what, and to whom the money goes (S5, K2, K3, B1).

use crate::{
	Balance, BasisPoints, ContentId, Round, content::TitleStatus, geometry::Geometry,
	pattern::OwnedPattern,
};
use alloc::vec::Vec;
use codec::{Decode, DecodeWithMemTracking, Encode, MaxEncodedLen};
use scale_info::TypeInfo;

/// Number of a purchase, from 0; never used again.
pub type PurchaseId = u64;

/// Price of watching that says: nothing was said, the price follows from the quality (K2). More CFX than there can be.
pub const PRICE_BY_QUALITY: Balance = Balance::MAX;

/// Most holders that a title's income has.
pub const MAX_HOLDERS: u32 = 32;

/// Largest part of a sale that the platform may keep: a tenth (S5).
pub const MAX_PLATFORM_FEE_BP: BasisPoints = 1_000;

/// Most purchases that one batch delivers. With 32 holders each they take a sixth of a block, which every vote is charged
/// until it is known not to be the one that decides; 48,000 a day.
pub const MAX_DELIVERIES: u32 = 8;

/// Number of [`PriceTiers`].
pub const PRICE_TIERS: usize = 4;

/// Largest price of a minute in [`PriceTiers`]: 1,000 CFX in planck.
pub const MAX_PRICE_PER_MINUTE: Balance = 1_000_000_000_000_000_000_000;

/// Milliseconds of a minute.
const MINUTE_MS: u64 = 60_000;

/// What is paid with.
#[derive(
	Clone,
	Copy,
	Debug,
	PartialEq,
	Eq,
	PartialOrd,
	Ord,
	Encode,
	Decode,
	DecodeWithMemTracking,
	MaxEncodedLen,
	TypeInfo,
)]
#[cfg_attr(feature = "std", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "std", serde(rename_all = "kebab-case"))]
pub enum Currency {
	/// The native coin.
	#[codec(index = 0)]
	Cfx,
	/// What curators earn (S3).
	#[codec(index = 1)]
	Ssh,
}

/// For how long a title is bought.
#[derive(
	Clone,
	Copy,
	Debug,
	PartialEq,
	Eq,
	PartialOrd,
	Ord,
	Encode,
	Decode,
	DecodeWithMemTracking,
	MaxEncodedLen,
	TypeInfo,
)]
#[cfg_attr(feature = "std", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "std", serde(rename_all = "kebab-case"))]
pub enum SaleKind {
	/// For good.
	#[codec(index = 0)]
	Purchase,
	/// For a number of rounds after delivery.
	#[codec(index = 1)]
	Rental,
}

/// How a purchase stands, as those are told who judge whether it was delivered.
#[derive(Clone, Debug, PartialEq, Eq, Encode, Decode, TypeInfo)]
pub enum PurchaseState<AccountId> {
	/// There is none of that number yet.
	#[codec(index = 0)]
	NotMade,
	/// Its price is held.
	#[codec(index = 1)]
	Open {
		/// The title.
		content: ContentId,
		/// Who may watch.
		beneficiary: AccountId,
	},
	/// It was delivered, or went back. It will never be open again.
	#[codec(index = 2)]
	Over,
}

/// Somebody's part of a title's income.
#[derive(
	Clone, Debug, PartialEq, Eq, Encode, Decode, DecodeWithMemTracking, MaxEncodedLen, TypeInfo,
)]
pub struct Holder<AccountId> {
	/// Whose it is.
	pub account: AccountId,
	/// How much, 1 to 10,000 basis points.
	pub share_bp: BasisPoints,
}

/// Who said whose a title's income is.
#[derive(Clone, Debug, PartialEq, Eq, Encode, Decode, TypeInfo)]
pub enum HeldBy<AccountId> {
	/// Nobody yet: it is its creator's.
	#[codec(index = 0)]
	Creator,
	/// It was said of the title itself, or fixed by its first sale.
	#[codec(index = 1)]
	Title,
	/// The title follows its pattern, whose owner said it of all of them.
	#[codec(index = 2)]
	Pattern(OwnedPattern<AccountId>),
}

/// Who shares a title's income, and who said so.
#[derive(Clone, Debug, PartialEq, Eq, Encode, Decode, TypeInfo)]
pub struct TitleHolding<AccountId> {
	/// Who said so.
	pub by: HeldBy<AccountId>,
	/// 1 to [`MAX_HOLDERS`], with shares that sum to 10,000 basis points.
	pub holders: Vec<Holder<AccountId>>,
}

/// What a title is sold for.
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
pub struct Quote {
	/// Planck of the currency that was asked for, above 0.
	pub price: Balance,
	/// Rounds of access after delivery; `None`: for good.
	pub access_rounds: Option<Round>,
}

/// Why a title is not sold.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Encode, Decode, DecodeWithMemTracking, TypeInfo)]
pub enum QuoteRefusal {
	/// Never registered.
	NotFound,
	/// Stopped or deleted.
	NotPlayable,
	/// There is nothing to pay: anyone may watch it.
	Free,
	/// Not in that way, or not for that currency.
	NotOffered,
	/// It was not said of what recording it is, or that recording is another's to publish.
	NotCleared,
}

/// A title as whoever sells it sees it.
#[derive(Clone, Debug, PartialEq, Eq, Encode, Decode, TypeInfo)]
pub struct TitleOnSale<AccountId> {
	/// Who registered it.
	pub creator: AccountId,
	/// Whether it may be played.
	pub status: TitleStatus,
	/// Its size, from which the quality follows.
	pub geometry: Geometry,
	/// Price of watching in planck of CFX; 0 is free, [`PRICE_BY_QUALITY`] what follows from the quality.
	pub price_cfx: Balance,
	/// Whether donations are welcome.
	pub takes_donations: bool,
}

/// From which quality on a minute costs how much.
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
#[cfg_attr(feature = "std", derive(serde::Serialize, serde::Deserialize))]
pub struct PriceTier {
	/// Bytes of a minute, on average, from which on this tier counts.
	pub from_bytes_per_minute: u64,
	/// CFX in planck for each minute that was begun, 1 to [`MAX_PRICE_PER_MINUTE`].
	pub minute_cfx: Balance,
}

/// The prices of titles of which none was said (K2), by quality: bytes per minute.
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
#[cfg_attr(feature = "std", derive(serde::Serialize, serde::Deserialize))]
pub struct PriceTiers(pub [PriceTier; PRICE_TIERS]);

impl PriceTiers {
	/// 0.01 CFX a minute; 0.02 from 10 MB a minute (1.3 Mbit/s), 0.03 from 30 MB (4 Mbit/s), 0.05 from 90 MB
	/// (12 Mbit/s) on: about the rates of SD, HD, full HD and UHD. Music has the price of the first: a title is told by its
	/// bytes alone, and sound of 192 kbit/s has 1.4 MB a minute.
	pub const DEFAULT: Self = {
		const CENT: Balance = 10_000_000_000_000_000;
		Self([
			PriceTier { from_bytes_per_minute: 0, minute_cfx: CENT },
			PriceTier { from_bytes_per_minute: 10_000_000, minute_cfx: 2 * CENT },
			PriceTier { from_bytes_per_minute: 30_000_000, minute_cfx: 3 * CENT },
			PriceTier { from_bytes_per_minute: 90_000_000, minute_cfx: 5 * CENT },
		])
	};

	/// Whether every quality has one price: the first tier begins at 0, each begins above the one before, and all prices
	/// are in range.
	pub fn is_sound(&self) -> bool {
		let [first, ..] = self.0;
		let pairs = self.0.iter().zip(self.0.iter().skip(1));
		first.from_bytes_per_minute == 0
			&& pairs.fold(true, |is_so_far, (one, next)| {
				is_so_far && one.from_bytes_per_minute < next.from_bytes_per_minute
			}) && self.0.iter().all(|tier| (1..=MAX_PRICE_PER_MINUTE).contains(&tier.minute_cfx))
	}

	/// Price in planck of CFX of a title of that size: minutes begun × price of a minute. `None` for a size that no
	/// title has.
	pub fn price(&self, geometry: &Geometry) -> Option<Balance> {
		geometry.check().ok()?;
		let bytes = u128::from(geometry.size_bytes).checked_mul(MINUTE_MS.into())?;
		let per_minute = bytes.checked_div(geometry.duration_ms.into())?;
		let tier =
			self.0.iter().rev().find(|tier| per_minute >= tier.from_bytes_per_minute.into())?;
		tier.minute_cfx.checked_mul(geometry.duration_ms.div_ceil(MINUTE_MS).into())
	}
}

impl Default for PriceTiers {
	fn default() -> Self {
		Self::DEFAULT
	}
}

#[cfg(test)]
mod tests {
	use super::*;

	fn film(minutes: u64, bytes_per_minute: u64) -> Geometry {
		Geometry {
			cells: minutes as u32,
			duration_ms: minutes * MINUTE_MS,
			size_bytes: minutes * bytes_per_minute,
		}
	}

	#[test]
	fn the_price_follows_from_the_quality_and_the_length() {
		const CENT: Balance = 10_000_000_000_000_000;
		for (minutes, bytes, cents) in [
			(1, 1, 1),
			// A song.
			(4, 1_440_000, 4),
			(90, 9_999_999, 90),
			(90, 10_000_000, 180),
			(90, 30_000_000, 270),
			(90, 89_999_999, 270),
			(90, 90_000_000, 450),
			(10_080, 2 << 30, 50_400),
		] {
			let price = PriceTiers::DEFAULT.price(&film(minutes, bytes));
			assert_eq!(price, Some(cents * CENT), "{minutes} min of {bytes} B");
		}
		// A minute that was begun counts, and the average is of the time there is.
		let short = Geometry { cells: 2, duration_ms: 60_001, size_bytes: 10_000_000 };
		assert_eq!(PriceTiers::DEFAULT.price(&short), Some(2 * CENT));
		let clip = Geometry { cells: 1, duration_ms: 1_000, size_bytes: 1_000_000 };
		assert_eq!(PriceTiers::DEFAULT.price(&clip), Some(3 * CENT));
		assert_eq!(PriceTiers::DEFAULT.price(&film(0, 1)), None);
	}

	#[test]
	fn tiers_that_leave_a_quality_without_a_price_are_not_sound() {
		assert!(PriceTiers::DEFAULT.is_sound());
		let changed = |change: fn(&mut [PriceTier; PRICE_TIERS])| {
			let mut tiers = PriceTiers::DEFAULT;
			change(&mut tiers.0);
			tiers.is_sound()
		};
		assert!(!changed(|tiers| tiers[0].from_bytes_per_minute = 1));
		assert!(!changed(|tiers| tiers[2].from_bytes_per_minute = 10_000_000));
		assert!(!changed(|tiers| tiers[3].minute_cfx = 0));
		assert!(!changed(|tiers| tiers[1].minute_cfx = MAX_PRICE_PER_MINUTE + 1));
		assert!(changed(|tiers| tiers[1].minute_cfx = MAX_PRICE_PER_MINUTE));
	}
}
