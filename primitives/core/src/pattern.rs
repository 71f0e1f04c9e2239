//! Content patterns: what files of one recording have in common (K1).

use crate::{Hash32, blake2b_256};
use codec::{Decode, DecodeWithMemTracking, Encode, MaxEncodedLen};
use core::fmt;
use scale_info::TypeInfo;

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
	/// BLAKE2b-256 of its fingerprint as bytes, by which anyone who has the file can be held to what it said; all zeros
	/// when there is too little in the file to take one of.
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
