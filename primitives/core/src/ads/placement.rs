//! Where an ad is asked for, and where it is shown.
//!
//! An ad play is a play like any other: of the creative's one cell, with a ticket, keys, a window and a proof of its own. What
//! sets it apart is its ticket, which says for whom the cell is shown and where ([`AdPlacement`]). So whoever has the
//! ticket can check of it, against the terms of the campaign, which never change:
//!
//! - that its title is the campaign's creative, and not the title in which it is shown;
//! - that the advertiser does not watch it itself;
//! - that the campaign is for that title, country and language, and had begun when the ticket was issued.
//!
//! Every desk checks these before it proposes or votes ([`Campaign::may_show`]). That the campaign *won* its place follows from the
//! state of the chain when the ticket was issued and from the categories of the title: whoever has both can run the
//! [`auction`](super::auction) again, with the ticket's PlayCode as the seed, as far as it knows what the desk took for
//! promised, and which ads the desk could send at all.

use super::{Campaign, CampaignId, Country, Language};
use crate::{CellIndex, ContentId, Round};
use codec::{Decode, DecodeWithMemTracking, Encode, MaxEncodedLen};
use scale_info::TypeInfo;

/// The cell of a creative that is shown: its only one.
pub const AD_CELL: CellIndex = 0;

/// Whether two bytes may name a country.
fn is_country(country: &Country) -> bool {
	country.iter().all(u8::is_ascii_uppercase)
}

/// Whether two bytes may name a language.
fn is_language(language: &Language) -> bool {
	language.iter().all(u8::is_ascii_lowercase)
}

/// A viewer asks for an ad, and says where it is. Nobody checks it.
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
pub struct AdAsk {
	/// Where it is; [`UNKNOWN_COUNTRY`](super::UNKNOWN_COUNTRY) when it does not say.
	pub country: Country,
	/// The language that it would like, if it says.
	pub language: Option<Language>,
}

impl AdAsk {
	/// Whether country and language have the form of one.
	pub fn is_sound(&self) -> bool {
		is_country(&self.country) && self.language.as_ref().is_none_or(is_language)
	}
}

/// For whom a ticket's cell is shown, and where.
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
pub struct AdPlacement {
	/// The campaign that pays.
	pub campaign: CampaignId,
	/// The title in which it is shown, whose creator gets what the viewer does not.
	pub content: ContentId,
	/// Where the viewer is, as it says.
	pub country: Country,
	/// The language that it asked for, if it did.
	pub language: Option<Language>,
}

impl AdPlacement {
	/// Whether it can be that of a ticket for `cell` of `creative`.
	pub fn is_sound(&self, creative: &ContentId, cell: CellIndex) -> bool {
		let ask = AdAsk { country: self.country, language: self.language };
		ask.is_sound() && self.content != *creative && cell == AD_CELL
	}
}

impl<AccountId: PartialEq> Campaign<AccountId> {
	/// Whether a ticket for `creative`, issued to `viewer` in `round`, may name this campaign, as far as follows from what
	/// of it never changes. Nothing is said of budget, state and categories.
	pub fn may_show(
		&self,
		creative: &ContentId,
		viewer: &AccountId,
		placement: &AdPlacement,
		round: Round,
	) -> bool {
		self.terms.creative == *creative
			&& self.advertiser != *viewer
			&& self.terms.creative != placement.content
			&& self.terms.first <= round
			&& self.terms.targets.admits(placement)
	}
}
