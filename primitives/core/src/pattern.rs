//! Content patterns: what files of one recording have in common (K1).

use crate::{Balance, ContentId, Hash32, Round, blake2b_256, market::Holder};
use alloc::vec::Vec;
use codec::{Decode, DecodeWithMemTracking, Encode, MaxEncodedLen};
use core::fmt;
use scale_info::TypeInfo;

/// Most titles that are told of an identified file, each with up to [`MAX_HOLDERS`](crate::market::MAX_HOLDERS) holders.
pub const MAX_TOLD_TITLES: u32 = 16;

const PATTERN_DOMAIN: &[u8] = b"reelchain/pattern/1";

/// A content pattern: all files of one recording, whatever they were encoded with.
#[derive(
	Clone,
	Copy,
	PartialEq,
	Eq,
	PartialOrd,
	Ord,
	Hash,
	Encode,
	Decode,
	DecodeWithMemTracking,
	MaxEncodedLen,
	TypeInfo,
)]
pub struct PatternId(pub Hash32);

impl PatternId {
	/// `BLAKE2b-256("reelchain/pattern/1" ‖ file ‖ turn)`: the pattern that a file opens, made from nothing but its exact
	/// hash, so that whoever sees the file first names it alike. `turn` is 0, and counts up when a file is split off again.
	pub fn opened_by(file: &Hash32, turn: u32) -> Self {
		Self(blake2b_256(&[PATTERN_DOMAIN, file, &turn.to_le_bytes()]))
	}
}

impl fmt::Display for PatternId {
	fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
		f.write_str("0x")?;
		self.0.iter().try_for_each(|byte| write!(f, "{byte:02x}"))
	}
}

impl fmt::Debug for PatternId {
	fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
		write!(f, "PatternId({self})")
	}
}

/// A pattern for as long as it is somebody's: what its owner says of it does not bind who owns it after a ruling.
#[derive(
	Clone,
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
pub struct OwnedPattern<AccountId> {
	/// The pattern, by the name that leads nowhere.
	pub pattern: PatternId,
	/// Whose it is, or was.
	pub owner: AccountId,
}

/// What is said of a file on chain. Both are hashes: nothing of the file itself is published.
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
pub struct FileIdentity {
	/// BLAKE2b-256 of its bytes.
	pub file: Hash32,
	/// By which its fingerprint is had from stores, and who has the file can be held to what it said: SHA2-256 of the `UnixFS` root
	/// over the fingerprint's bytes in raw leaves of 1 MiB; all zeros when there is too little in the file to take one of.
	pub fingerprint: Hash32,
}

/// Why somebody may not publish a file.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Encode, Decode, TypeInfo)]
pub enum PatternRefusal {
	/// It is of this pattern, which is another's.
	OfAnother(PatternId),
	/// There is no such pattern.
	NotFound(PatternId),
	/// The file is known as one of this other pattern.
	Elsewhere(PatternId),
}

/// Somebody says that a pattern is theirs too, or not the other's.
#[derive(Clone, Debug, PartialEq, Eq, Encode, Decode, MaxEncodedLen, TypeInfo)]
pub struct Appeal {
	/// Exact hash of the file in question.
	pub file: Hash32,
	/// Hash of what speaks for it, kept off chain.
	pub evidence: Hash32,
	/// Round in which it was made.
	pub made_in: Round,
	/// CFX on hold for it, in planck.
	pub deposit_cfx: Balance,
}

/// What a supervisor says to an appeal.
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
pub enum Ruling {
	/// It stays as it is.
	#[codec(index = 0)]
	Dismissed,
	/// The appellant may publish files of the pattern as well.
	#[codec(index = 1)]
	Permitted,
	/// The pattern is the appellant's.
	#[codec(index = 2)]
	Transferred,
}

/// A pattern as it is told to whoever asks.
#[derive(Clone, Debug, PartialEq, Eq, Encode, Decode, TypeInfo)]
pub struct PatternView<AccountId> {
	/// The pattern that the name leads to.
	pub pattern: PatternId,
	/// Whose it is.
	pub owner: AccountId,
	/// Round in which it was opened.
	pub opened_in: Round,
	/// Other names that lead to it.
	pub linked: Vec<PatternId>,
}

/// A title of a pattern, with what it costs and whose its income is.
#[derive(Clone, Debug, PartialEq, Eq, Encode, Decode, TypeInfo)]
pub struct TitleOfPattern<AccountId> {
	/// The title.
	pub content: ContentId,
	/// What buying it costs in planck of CFX; `None` when it is not sold for it.
	pub price_cfx: Option<Balance>,
	/// Who shares its income.
	pub holders: Vec<Holder<AccountId>>,
}

/// A file that is known by its exact hash.
#[derive(Clone, Debug, PartialEq, Eq, Encode, Decode, TypeInfo)]
pub struct IdentifiedFile<AccountId> {
	/// The pattern it is of, links followed.
	pub pattern: PatternView<AccountId>,
	/// Who shares the income of its titles of which nothing else is said; empty where its owner has not declared any.
	pub holders: Vec<Holder<AccountId>>,
	/// Titles of the pattern, at most [`MAX_TOLD_TITLES`].
	pub titles: Vec<TitleOfPattern<AccountId>>,
}

#[cfg(test)]
mod tests {
	use super::*;

	#[test]
	fn the_name_of_a_pattern_is_pinned() {
		assert_eq!(
			format!("{}", PatternId::opened_by(&[7; 32], 0)),
			"0x24e05d892c18750b10ef18e4f212d9e53bf44866c0ee3c6838e2844ea19a473c"
		);
		assert_ne!(PatternId::opened_by(&[7; 32], 0), PatternId::opened_by(&[7; 32], 1));
	}
}
