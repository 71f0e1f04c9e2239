//! One leaf (1 KiB) of a byte string against its plain BLAKE3 hash.
//!
//! BLAKE3 is itself a Merkle tree over chunks of 1 KiB, so what `b3sum` prints of a file also
//! verifies each KiB of it. This module proves and verifies one chunk, which we call a *leaf*.
//!
//! # Bytes
//!
//! ```text
//! leaf i    = bytes i × 1024 .. (i + 1) × 1024 of the content; only the last may be shorter
//! leaf cv   = BLAKE3 chaining value of the chunk, which has its number i hashed into it
//! node      = BLAKE3 parent of two chaining values
//! root      = BLAKE3 parent with the root flag; of a content of one leaf: its BLAKE3 hash
//! ```
//!
//! BLAKE3 sets flags of its own for chunk, parent and root, which keeps the three apart, and the
//! chunk number inside the leaf makes the index part of what is hashed. The length of the content
//! is *not* in the hash: the caller passes the length that it trusts (the cell descriptor's), and
//! number of leaves, length of the last leaf and length of the path all follow from it. (A caller
//! with a wrong length may still accept a true leaf in its true place, never other bytes.)
//! [`LeafProof`] is SCALE: index `u32`, leaf as compact length and bytes, path as compact length
//! and 32 bytes each.
//!
//! Vector: of the 1025 bytes `0, 1, … 250, 0, 1, …` the root is
//! `d00278ae47eb27b34faecf67b4fe263f82d5412916c1ffd97c8cb7fb814b8444`, the path of leaf 1 is the
//! chaining value of leaf 0 alone.
//!
//! # Cost
//!
//! Verifying: 16 compressions for a full leaf and one for each sibling. A proof has at most
//! `4 + 2 + 1024 + 1 + 32 × path` bytes: 1,447 for a cell of 8 MiB (13 siblings). Proving reads
//! the whole content once, see [`prove`]; for several leaves of one content keep an [`Outboard`].

use crate::{ProofError, shape, shape::Side};
use alloc::vec::Vec;
use blake3::{
	Hasher,
	hazmat::{ChainingValue, HasherExt, Mode, merge_subtrees_non_root, merge_subtrees_root},
};
use codec::{Decode, DecodeWithMemTracking, Encode};
use scale_info::TypeInfo;

/// Bytes of a leaf; a BLAKE3 chunk. Only the last leaf of a content may be shorter.
pub const LEAF_BYTES: usize = blake3::CHUNK_LEN;

/// Most siblings of a path.
pub const MAX_PATH: u32 = 32;

/// Longest content in bytes: 2^32 leaves, 4 TiB, so that every leaf index is a `u32`. Cells are
/// far shorter.
pub const MAX_LENGTH: u64 = MAX_LEAVES << LEAF_SHIFT;

const MAX_LEAVES: u64 = 1 << MAX_PATH;
const LEAF_SHIFT: u32 = LEAF_BYTES.ilog2();

/// That some bytes are leaf `index` of a content. Layout: see the module docs.
#[derive(Clone, Debug, PartialEq, Eq, Encode, Decode, DecodeWithMemTracking, TypeInfo)]
pub struct LeafProof {
	/// Number of the leaf, from 0.
	pub index: u32,
	/// The leaf itself: [`LEAF_BYTES`], fewer only if it is the last.
	pub bytes: Vec<u8>,
	/// Chaining values of the siblings from the leaf to the top, lowest first; exactly
	/// [`path_length`] of them.
	pub path: Vec<[u8; 32]>,
}

/// Number of leaves of a content of `length` bytes; 0 of an empty one.
pub const fn leaf_count(length: u64) -> u64 {
	length.div_ceil(LEAF_BYTES as u64)
}

/// Length in bytes of leaf `index` of a content of `length` bytes; `None` when there is no such
/// leaf.
pub fn leaf_length(index: u32, length: u64) -> Option<usize> {
	let start = leaf_start(index);
	let left = length.checked_sub(start).filter(|left| *left > 0)?;
	usize::try_from(left.min(LEAF_BYTES as u64)).ok()
}

/// How many siblings the path of leaf `index` of a content of `length` bytes has; `None` when
/// there is no such leaf or the content is longer than [`MAX_LENGTH`].
pub fn path_length(index: u32, length: u64) -> Option<u32> {
	if length > MAX_LENGTH {
		return None;
	}
	shape::path_length(index.into(), leaf_count(length))
}

/// First byte of a leaf. Below 2^42.
fn leaf_start(index: u32) -> u64 {
	u64::from(index) << LEAF_SHIFT
}

/// Chaining value of a subtree that starts at byte `start`: a leaf, or the leaves below one node.
///
/// `bytes` must not be empty and must not reach past that node, or `blake3` would panic: callers
/// cut it along [`shape::Sibling`] or to one leaf.
fn chaining_value(start: u64, bytes: &[u8]) -> ChainingValue {
	let mut hasher = Hasher::new();
	hasher.set_input_offset(start);
	hasher.update(bytes);
	hasher.finalize_non_root()
}

fn merge(left: &ChainingValue, right: &ChainingValue, is_top: bool) -> [u8; 32] {
	if is_top {
		merge_subtrees_root(left, right, Mode::Hash).into()
	} else {
		merge_subtrees_non_root(left, right, Mode::Hash)
	}
}

/// The bytes `from .. to` of a content, cut at its end; `None` when there are none.
fn range(data: &[u8], from: u64, to: u64) -> Option<&[u8]> {
	let from = usize::try_from(from).ok()?;
	let to = usize::try_from(to).map_or(data.len(), |to| to.min(data.len()));
	data.get(from..to).filter(|bytes| !bytes.is_empty())
}

/// The proof of leaf `index` of `data`; `None` when there is no such leaf or `data` is longer than
/// [`MAX_LENGTH`]. Hashes all of `data` except the leaf once, and keeps nothing but the path.
pub fn prove(data: &[u8], index: u32) -> Option<LeafProof> {
	let length = u64::try_from(data.len()).ok().filter(|length| *length <= MAX_LENGTH)?;
	let start = leaf_start(index);
	let bytes = range(data, start, start.checked_add(LEAF_BYTES as u64)?)?.to_vec();
	let path = shape::siblings(index.into(), leaf_count(length))
		.map(|sibling| {
			// A node of level l holds at most 2^l leaves. No overflow: all below 2^43.
			let shift = sibling.level.checked_add(LEAF_SHIFT)?;
			let from = sibling.index.checked_shl(shift)?;
			let to = sibling.index.checked_add(1)?.checked_shl(shift)?;
			Some(chaining_value(from, range(data, from, to)?))
		})
		.collect::<Option<_>>()?;
	Some(LeafProof { index, bytes, path })
}

/// Checks that `proof.bytes` is leaf `proof.index` of the content of `length` bytes whose BLAKE3
/// hash is `root`. `length` must come from where `root` comes from, not from the prover.
///
/// # Errors
///
/// Those of [`verify_leaf`].
pub fn verify(root: &[u8; 32], length: u64, proof: &LeafProof) -> Result<(), ProofError> {
	verify_leaf(root, length, proof.index, &proof.bytes, &proof.path)
}

/// Checks that `bytes` are leaf `index` of the content of `length` bytes whose BLAKE3 hash is
/// `root`. `length` must come from where `root` comes from, not from the prover. Allocates nothing.
///
/// # Errors
///
/// - [`ProofError::NoLeaves`], [`ProofError::TooManyLeaves`]: length 0, or above [`MAX_LENGTH`].
/// - [`ProofError::IndexOutOfRange`]: the content has no such leaf.
/// - [`ProofError::PathTooShort`], [`ProofError::PathTooLong`]: not the implied number of siblings.
/// - [`ProofError::LeafLengthWrong`]: not [`leaf_length`] bytes.
/// - [`ProofError::RootMismatch`]: anything else that is not so.
pub fn verify_leaf(
	root: &[u8; 32],
	length: u64,
	index: u32,
	bytes: &[u8],
	path: &[[u8; 32]],
) -> Result<(), ProofError> {
	let count = leaf_count(length);
	// More than MAX_LENGTH bytes are exactly what makes more than MAX_LEAVES leaves.
	shape::check(index.into(), count, MAX_LEAVES, path.len())?;
	if leaf_length(index, length) != Some(bytes.len()) {
		return Err(ProofError::LeafLengthWrong);
	}

	// What the leaf and its siblings hash to; the last sibling is merged with the root flag.
	let mut top = if count == 1 {
		// The only leaf is the root itself, and hashed as such.
		*blake3::hash(bytes).as_bytes()
	} else {
		chaining_value(leaf_start(index), bytes)
	};
	for (step, sibling) in shape::siblings(index.into(), count).zip(path) {
		top = match step.side {
			Side::Left => merge(sibling, &top, step.is_below_top),
			Side::Right => merge(&top, sibling, step.is_below_top),
		};
	}
	if top == *root { Ok(()) } else { Err(ProofError::RootMismatch) }
}

/// A leaf with its path where they lie: what [`LeafProof`] owns.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Leaf<'a> {
	/// Number of the leaf, from 0.
	pub index: u32,
	/// The leaf itself.
	pub bytes: &'a [u8],
	/// Chaining values of the siblings from the leaf to the top, lowest first.
	pub path: &'a [[u8; 32]],
}

/// Checks four leaves of one content, as [`verify_leaf`] would check each: where the processor has vectors, in a third of the
/// time. Allocates nothing.
///
/// # Errors
///
/// That of the first leaf that is wrong.
pub fn verify_four(root: &[u8; 32], length: u64, leaves: &[Leaf<'_>; 4]) -> Result<(), ProofError> {
	#[cfg(target_arch = "x86_64")]
	{
		let count = leaf_count(length);
		let is_full = |leaf: &Leaf<'_>| {
			let shape = shape::check(leaf.index.into(), count, MAX_LEAVES, leaf.path.len());
			shape.is_ok()
				&& leaf_length(leaf.index, length) == Some(LEAF_BYTES)
				&& leaf.bytes.len() == LEAF_BYTES
		};
		// The only leaf of a content is hashed otherwise, and so is a short one at its end. What is wrong is looked at one
		// by one, to say how.
		if count > 1
			&& leaves.iter().all(is_full)
			&& crate::blake3_four::lead_to(root, count, leaves)
		{
			return Ok(());
		}
	}
	let mut each = leaves.iter();
	each.try_for_each(|leaf| verify_leaf(root, length, leaf.index, leaf.bytes, leaf.path))
}

/// The tree of a content without the content: 64 bytes for each KiB, from which any leaf is proven
/// without hashing anything again.
#[derive(Clone, Debug)]
pub struct Outboard {
	length: u64,
	levels: Vec<Vec<[u8; 32]>>,
}

impl Outboard {
	/// Hashes a content once; `None` when it is empty or longer than [`MAX_LENGTH`].
	pub fn from_bytes(data: &[u8]) -> Option<Self> {
		let length = u64::try_from(data.len()).ok()?;
		if length == 0 || length > MAX_LENGTH {
			return None;
		}
		let leaves = if leaf_count(length) == 1 {
			[*blake3::hash(data).as_bytes()].into()
		} else {
			(0u32..)
				.zip(data.chunks(LEAF_BYTES))
				.map(|(index, leaf)| chaining_value(leaf_start(index), leaf))
				.collect()
		};
		Some(Self { length, levels: shape::levels(leaves, merge) })
	}

	/// Length of the content in bytes.
	pub fn length(&self) -> u64 {
		self.length
	}

	/// The BLAKE3 hash of the content.
	pub fn root(&self) -> [u8; 32] {
		// The last level has exactly one node, as the content is not empty.
		self.levels.last().and_then(|top| top.first()).copied().unwrap_or_default()
	}

	/// The proof of leaf `index`, which the caller has read from the content; `None` when there is
	/// no such leaf or `leaf` has not its length. The bytes are not checked against the tree.
	pub fn prove(&self, index: u32, leaf: &[u8]) -> Option<LeafProof> {
		if leaf_length(index, self.length) != Some(leaf.len()) {
			return None;
		}
		Some(LeafProof {
			index,
			bytes: leaf.to_vec(),
			path: shape::path(&self.levels, index.into())?,
		})
	}
}
