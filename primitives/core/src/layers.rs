//! What others add to a title: subtitles, dubs, effects (C10).

use crate::{Balance, BasisPoints, ContentId, Round, content::ReasonCode};
use codec::{Decode, DecodeWithMemTracking, Encode, MaxEncodedLen};
use scale_info::TypeInfo;

/// Number of a layer, from 0; never used again.
pub type LayerId = u64;

/// Most layers of a title that share its creator's income.
pub const MAX_SHARED_LAYERS: u32 = 4;

/// Bytes of a language tag, the unused ones zero.
pub const LANGUAGE_BYTES: usize = 16;

/// Bytes of a binary CID, version 1, of a SHA2-256.
pub const CID_BYTES: usize = 36;

/// Largest file of a layer: 64 GiB.
pub const MAX_LAYER_BYTES: u64 = 64 << 30;

/// What a layer is.
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
#[cfg_attr(feature = "std", serde(rename_all = "kebab-case"))]
pub enum LayerKind {
	/// Text in time, as `WebVTT`.
	#[codec(index = 0)]
	Subtitle,
	/// An audio track instead of the title's own.
	#[codec(index = 1)]
	Dub,
	/// Something that is shown over the picture.
	#[codec(index = 2)]
	Effect,
}

/// A language as BCP 47 writes it, `pt-BR`: letters, digits and single hyphens, the unused bytes zero. `zxx` says that
/// nothing is said.
#[derive(
	Clone,
	Copy,
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
pub struct Language(pub [u8; LANGUAGE_BYTES]);

impl Language {
	/// The language of a tag of 2 to [`LANGUAGE_BYTES`] characters; `None` for what is none.
	pub fn new(tag: &str) -> Option<Self> {
		let mut bytes = [0; LANGUAGE_BYTES];
		bytes.get_mut(..tag.len())?.copy_from_slice(tag.as_bytes());
		Some(Self(bytes)).filter(Self::is_sound)
	}

	/// Bytes of the tag.
	fn used(&self) -> &[u8] {
		let end = self.0.iter().position(|byte| *byte == 0).unwrap_or(LANGUAGE_BYTES);
		self.0.get(..end).unwrap_or_default()
	}

	/// Whether it has the form of a tag, and zeros behind it.
	pub fn is_sound(&self) -> bool {
		let used = self.used();
		let rest = self.0.get(used.len()..).unwrap_or_default();
		let mut parts = used.split(|byte| *byte == b'-');
		let first = parts.next().unwrap_or_default();
		let is_part = |part: &[u8]| {
			(1..=8).contains(&part.len()) && part.iter().all(u8::is_ascii_alphanumeric)
		};
		(2..=3).contains(&first.len())
			&& first.iter().all(u8::is_ascii_alphabetic)
			&& parts.all(is_part)
			&& rest.iter().all(|byte| *byte == 0)
	}

	/// The tag; empty for what is none.
	pub fn tag(&self) -> &str {
		core::str::from_utf8(self.used()).unwrap_or_default()
	}
}

impl core::fmt::Debug for Language {
	fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
		f.write_str(self.tag())
	}
}

/// Where a layer's bytes are.
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
pub struct LayerFile {
	/// CID, version 1, of raw bytes or of a `UnixFS` file, with a SHA2-256.
	pub cid: [u8; CID_BYTES],
	/// Size of the file, 1 to [`MAX_LAYER_BYTES`].
	pub size_bytes: u64,
}

impl LayerFile {
	/// Whether the CID is of a kind that stores keep, and the size in range.
	pub fn is_sound(&self) -> bool {
		matches!(self.cid, [1, 0x55 | 0x70, 0x12, 0x20, ..])
			&& (1..=MAX_LAYER_BYTES).contains(&self.size_bytes)
	}
}

/// What a layer costs the creator of the title.
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
pub enum LayerTerms {
	/// Basis points of what the creator gets of the title, 1 to 10,000, as long as the layer is there.
	#[codec(index = 0)]
	Share {
		/// Of views, sales and donations.
		share_bp: BasisPoints,
	},
	/// Planck of CFX, paid once when the layer is accepted; 0: a gift.
	#[codec(index = 1)]
	Price {
		/// From the creator to the activator.
		price_cfx: Balance,
	},
}

/// How a layer stands.
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
pub enum LayerStage {
	/// Nobody has accepted it.
	#[codec(index = 0)]
	Offered,
	/// The creator has.
	#[codec(index = 1)]
	Accepted,
	/// The creator has ended it.
	#[codec(index = 2)]
	Ending {
		/// First round in which it is not there any more.
		ends: Round,
	},
}

/// What somebody adds to a title.
#[derive(
	Clone, Debug, PartialEq, Eq, Encode, Decode, DecodeWithMemTracking, MaxEncodedLen, TypeInfo,
)]
pub struct Layer<AccountId> {
	/// The title.
	pub content: ContentId,
	/// Whose it is.
	pub activator: AccountId,
	/// What it is.
	pub kind: LayerKind,
	/// In which language.
	pub language: Language,
	/// Where its bytes are.
	pub file: LayerFile,
	/// What it costs.
	pub terms: LayerTerms,
	/// CFX in planck that the activator has on hold for it.
	pub deposit_cfx: Balance,
	/// How it stands.
	pub stage: LayerStage,
	/// Why a supervisor has stopped it; `None`: it is not stopped.
	pub stopped: Option<ReasonCode>,
}

impl<AccountId> Layer<AccountId> {
	/// Whether a player may show it in `round`.
	pub fn is_shown(&self, round: Round) -> bool {
		self.stopped.is_none()
			&& match self.stage {
				LayerStage::Offered => false,
				LayerStage::Accepted => true,
				LayerStage::Ending { ends } => round < ends,
			}
	}

	/// Its share of what the creator gets, stopped or not; `None` for one that was paid for or not accepted.
	pub fn share_bp(&self) -> Option<BasisPoints> {
		match (self.stage, self.terms) {
			(LayerStage::Offered, _) | (_, LayerTerms::Price { .. }) => None,
			(_, LayerTerms::Share { share_bp }) => Some(share_bp),
		}
	}
}

#[cfg(test)]
mod tests {
	use super::*;

	#[test]
	fn languages_have_the_form_of_a_tag() {
		for tag in ["ko", "pt-BR", "zh-Hant-TW", "zxx", "sl-rozaj-biske"] {
			assert_eq!(Language::new(tag).map(|language| language.tag().len()), Some(tag.len()));
		}
		for none in [
			"",
			"k",
			"korean",
			"pt_BR",
			"pt-",
			"-BR",
			"1o",
			"한국",
			"en-abcdefghi",
			"a".repeat(17).as_str(),
		] {
			assert_eq!(Language::new(none), None, "{none}");
		}
		let mut hole = Language::new("ko").unwrap();
		hole.0[5] = b'x';
		assert!(!hole.is_sound());
	}

	#[test]
	fn files_are_named_by_a_cid_that_stores_keep() {
		let mut cid = [7; CID_BYTES];
		cid[..4].copy_from_slice(&[1, 0x55, 0x12, 0x20]);
		let file = LayerFile { cid, size_bytes: 1 };
		assert!(file.is_sound());
		assert!(!LayerFile { size_bytes: 0, ..file }.is_sound());
		assert!(!LayerFile { size_bytes: MAX_LAYER_BYTES + 1, ..file }.is_sound());
		let mut other = file;
		other.cid[1] = 0x71;
		assert!(!other.is_sound());
	}
}
