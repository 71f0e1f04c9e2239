//! Why a proof was refused; one list for both trees, so that callers map it once.

use codec::{Decode, DecodeWithMemTracking, Encode};
use core::fmt;
use scale_info::TypeInfo;

/// Why a proof was refused. The encoding is stable.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Encode, Decode, DecodeWithMemTracking, TypeInfo)]
pub enum ProofError {
	/// The list or content is empty: it has no leaf that could be proven.
	#[codec(index = 0)]
	NoLeaves,
	/// The list or content has more leaves than the tree supports.
	#[codec(index = 1)]
	TooManyLeaves,
	/// The index is not below the number of leaves.
	#[codec(index = 2)]
	IndexOutOfRange,
	/// The path has fewer siblings than index and count imply.
	#[codec(index = 3)]
	PathTooShort,
	/// The path has more siblings than index and count imply.
	#[codec(index = 4)]
	PathTooLong,
	/// The leaf does not have the length that a leaf at this index has.
	#[codec(index = 5)]
	LeafLengthWrong,
	/// Leaf and path do not lead to the root.
	#[codec(index = 6)]
	RootMismatch,
}

impl fmt::Display for ProofError {
	fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
		f.write_str(match self {
			Self::NoLeaves => "nothing can be proven of an empty list or content",
			Self::TooManyLeaves => "more leaves than the tree supports",
			Self::IndexOutOfRange => "the index is not below the number of leaves",
			Self::PathTooShort => "the path lacks siblings for this index and count",
			Self::PathTooLong => "the path has siblings left over for this index and count",
			Self::LeafLengthWrong => "the leaf does not have the length of a leaf at this index",
			Self::RootMismatch => "leaf and path do not lead to the root",
		})
	}
}

impl core::error::Error for ProofError {}
