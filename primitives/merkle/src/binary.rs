//! BLAKE2b-256 trees over lists of byte strings.
//!
//! # Bytes
//!
//! `H` is BLAKE2b-256 (output of 32 bytes, no key), the hash of the chain itself.
//!
//! ```text
//! leaf  = H(0x00 ‖ item)
//! node  = H(0x01 ‖ left ‖ right)              two times 32 bytes
//! root  = H(0x02 ‖ count ‖ top)               count: u32 little endian; top: 32 bytes
//! empty = H(0x02 ‖ 0u32)                      the root of no items, nothing can be proven of it
//! ```
//!
//! The first byte keeps leaf, node and root apart, and the count in the root fixes the height: a
//! proof for a tree of another size never verifies, even where the hashes agree.
//! [`BinaryProof`] is SCALE: index `u32`, count `u32`, path as compact length and 32 bytes each.
//!
//! Vectors: the root of no items is
//! `55dc175f6194b825b1ca9c93d50df003124eb683dabf91a9e4d8b36066d4297c`,
//! the root of the three items `a`, `b`, `c` of one byte each is
//! `4e1f56c03d1c8cefbde9aca94bbaea491eb71b9cf197aaa953e637394dad5880`.
//! More in `vectors/binary.json`, written by `scripts/reference/merkle.py`.
//!
//! # Cost
//!
//! Building: `2 × count` hashes and 64 bytes of memory an item. Verifying: the hash of the item,
//! [`path_length`] hashes of 65 bytes, and one of 37. A proof has at most
//! `9 + 32 × 20` = 649 bytes.

use crate::{ProofError, shape, shape::Side};
use alloc::vec::Vec;
use blake2::{Blake2b, Digest, digest::consts::U32};
use codec::{Decode, DecodeWithMemTracking, Encode};
use scale_info::TypeInfo;

/// A BLAKE2b-256 digest.
pub type Hash = [u8; 32];

/// Most items of a list: 2^20. The largest lists are the payouts of one batch of plays, where this
/// is far above what a round of 14.4 s can carry; a path is 20 siblings at most.
pub const MAX_LEAVES: u32 = 1 << MAX_PATH;

/// Most siblings of a path.
pub const MAX_PATH: u32 = 20;

const LEAF: u8 = 0;
const NODE: u8 = 1;
const ROOT: u8 = 2;

fn hash(parts: &[&[u8]]) -> Hash {
	let mut hasher = Blake2b::<U32>::new();
	for part in parts {
		hasher.update(part);
	}
	hasher.finalize().into()
}

/// The hash of an item as a leaf: `H(0x00 ‖ item)`.
pub fn leaf_hash(item: &[u8]) -> Hash {
	hash(&[&[LEAF], item])
}

fn node_hash(left: &Hash, right: &Hash) -> Hash {
	hash(&[&[NODE], left, right])
}

fn root_hash(count: u32, top: &Hash) -> Hash {
	hash(&[&[ROOT], &count.to_le_bytes(), top])
}

/// How many siblings the path of item `index` in a list of `count` has; `None` when there is no
/// such item or the list is longer than [`MAX_LEAVES`].
pub fn path_length(index: u32, count: u32) -> Option<u32> {
	if count > MAX_LEAVES {
		return None;
	}
	shape::path_length(index.into(), count.into())
}

/// That an item stands at a place of a list. Bytes: see the module docs.
#[derive(Clone, Debug, PartialEq, Eq, Encode, Decode, DecodeWithMemTracking, TypeInfo)]
pub struct BinaryProof {
	/// Place of the item, from 0.
	pub index: u32,
	/// Length of the list.
	pub count: u32,
	/// Siblings from the item to the top, lowest first; exactly [`path_length`] of them.
	pub path: Vec<Hash>,
}

/// A tree kept in memory, for lists of which many items are to be proven.
#[derive(Clone, Debug)]
pub struct Tree {
	/// Leaves first; the last level has one node, or none when there are no items.
	levels: Vec<Vec<Hash>>,
}

impl Tree {
	/// Hashes a list.
	///
	/// A list longer than [`MAX_LEAVES`] gets a root, too, but no proof: [`Tree::prove`] gives
	/// `None` and [`verify`] refuses it.
	pub fn from_items<I: AsRef<[u8]>>(items: &[I]) -> Self {
		Self::from_leaf_hashes(items.iter().map(|item| leaf_hash(item.as_ref())).collect())
	}

	/// Builds the tree from what [`leaf_hash`] gave for each item.
	pub fn from_leaf_hashes(leaves: Vec<Hash>) -> Self {
		Self { levels: shape::levels(leaves, |left, right, _| node_hash(left, right)) }
	}

	/// Length of the list, at most `u32::MAX` is told.
	pub fn count(&self) -> u32 {
		self.levels.first().map_or(0, |leaves| u32::try_from(leaves.len()).unwrap_or(u32::MAX))
	}

	/// The root, which commits to all items, their order and their number.
	pub fn root(&self) -> Hash {
		match self.levels.last().and_then(|top| top.first()) {
			Some(top) => root_hash(self.count(), top),
			None => empty_root(),
		}
	}

	/// The proof of item `index`; `None` when there is no such item, or more than [`MAX_LEAVES`].
	pub fn prove(&self, index: u32) -> Option<BinaryProof> {
		let count = self.count();
		if count > MAX_LEAVES {
			return None;
		}
		Some(BinaryProof { index, count, path: shape::path(&self.levels, index.into())? })
	}

	/// The path of the node of `level` that begins with item `first`, for [`root_of_subtree`]; `None` when no node
	/// does, or there are more than [`MAX_LEAVES`].
	pub fn prove_subtree(&self, first: u32, level: u32) -> Option<Vec<Hash>> {
		let count = self.count();
		if count > MAX_LEAVES {
			return None;
		}
		shape::leaves_of(level, first.into(), count.into())?;
		shape::siblings_above(level, first.into(), count.into())
			.map(|s| {
				self.levels.get(s.level as usize)?.get(usize::try_from(s.index).ok()?).copied()
			})
			.collect()
	}
}

/// The root of a list without items.
pub fn empty_root() -> Hash {
	hash(&[&[ROOT], &0u32.to_le_bytes()])
}

/// The root of a list. In memory: 32 bytes for each of its nodes.
pub fn root<I: AsRef<[u8]>>(items: &[I]) -> Hash {
	Tree::from_items(items).root()
}

/// The proof of one item of a list; `None` when there is no such item, or more than
/// [`MAX_LEAVES`]. For several proofs of one list, keep a [`Tree`].
pub fn prove<I: AsRef<[u8]>>(items: &[I], index: u32) -> Option<BinaryProof> {
	// Cheap first: a list is not hashed for an index outside of it.
	if index as usize >= items.len() || items.len() > MAX_LEAVES as usize {
		return None;
	}
	Tree::from_items(items).prove(index)
}

/// Checks that `item` stands at `proof.index` in the list with this root.
///
/// # Errors
///
/// Those of [`verify_path`].
pub fn verify(root: &Hash, item: &[u8], proof: &BinaryProof) -> Result<(), ProofError> {
	verify_path(root, item, proof.index, proof.count, &proof.path)
}

/// Checks that `item` stands at `index` in the list of `count` items with this root. Allocates nothing.
///
/// # Errors
///
/// - [`ProofError::NoLeaves`], [`ProofError::TooManyLeaves`]: count 0, or above [`MAX_LEAVES`].
/// - [`ProofError::IndexOutOfRange`]: the index is not below the count.
/// - [`ProofError::PathTooShort`], [`ProofError::PathTooLong`]: not the implied number of siblings.
/// - [`ProofError::RootMismatch`]: anything else that is not so.
pub fn verify_path(
	root: &Hash,
	item: &[u8],
	index: u32,
	count: u32,
	path: &[Hash],
) -> Result<(), ProofError> {
	if root_of_path(item, index, count, path)? == *root {
		Ok(())
	} else {
		Err(ProofError::RootMismatch)
	}
}

/// The root of the list of `count` items in which `item` stands at `index`, if the path is right: whoever knows the root
/// otherwise, or finds a signature over it, knows that the item is in the list. Allocates nothing.
///
/// # Errors
///
/// - [`ProofError::NoLeaves`], [`ProofError::TooManyLeaves`]: count 0, or above [`MAX_LEAVES`].
/// - [`ProofError::IndexOutOfRange`]: the index is not below the count.
/// - [`ProofError::PathTooShort`], [`ProofError::PathTooLong`]: not the implied number of siblings.
pub fn root_of_path(
	item: &[u8],
	index: u32,
	count: u32,
	path: &[Hash],
) -> Result<Hash, ProofError> {
	shape::check(index.into(), count.into(), MAX_LEAVES.into(), path.len())?;

	let mut top = leaf_hash(item);
	for (step, sibling) in shape::siblings(index.into(), count.into()).zip(path) {
		top = match step.side {
			Side::Left => node_hash(sibling, &top),
			Side::Right => node_hash(&top, sibling),
		};
	}
	Ok(root_hash(count, &top))
}

/// The root of the list of `count` items of which `items` stand together at `first`, if the path is right: one path for up
/// to `2^level` neighbours, where `level` is the least with room for them. They must be all items of one node of that level:
/// `first` is a multiple of `2^level`, and fewer than `2^level` stand at the end of the list alone.
///
/// ```text
/// first 4, three items, count 7:   4   5   6       level 2, one node
///                                   \ /    |
///                                    x     6        path: the node over 0 to 3
/// ```
///
/// # Errors
///
/// - [`ProofError::NoLeaves`], [`ProofError::TooManyLeaves`]: no items, or count above [`MAX_LEAVES`].
/// - [`ProofError::IndexOutOfRange`]: the items are not those of one node.
/// - [`ProofError::PathTooShort`], [`ProofError::PathTooLong`]: not the implied number of siblings.
pub fn root_of_subtree<I: AsRef<[u8]>>(
	items: &[I],
	first: u32,
	count: u32,
	path: &[Hash],
) -> Result<Hash, ProofError> {
	if items.is_empty() || count == 0 {
		return Err(ProofError::NoLeaves);
	}
	if count > MAX_LEAVES || items.len() > MAX_LEAVES as usize {
		return Err(ProofError::TooManyLeaves);
	}
	let length = items.len() as u64;
	let level = length.next_power_of_two().trailing_zeros();
	let range = shape::leaves_of(level, first.into(), count.into());
	if range.is_none_or(|leaves| leaves != length) {
		return Err(ProofError::IndexOutOfRange);
	}
	let siblings = shape::siblings_above(level, first.into(), count.into());
	shape::same_length(path.len(), siblings.clone().count())?;

	let leaves = items.iter().map(|item| leaf_hash(item.as_ref())).collect();
	let levels = shape::levels(leaves, |left, right, _| node_hash(left, right));
	let mut top = *levels.last().and_then(|top| top.first()).ok_or(ProofError::NoLeaves)?;
	for (step, sibling) in siblings.zip(path) {
		top = match step.side {
			Side::Left => node_hash(sibling, &top),
			Side::Right => node_hash(&top, sibling),
		};
	}
	Ok(root_hash(count, &top))
}

/// Roots of paths one after the other: what the last path had in common with the next is not hashed again. Of neighbours in one
/// list that is all but two hashes or three.
#[derive(Clone, Debug, Default)]
pub struct Paths {
	count: u32,
	path: Vec<Hash>,
	/// For each sibling of it the node beside it.
	nodes: Vec<PathNode>,
	root: Hash,
	/// Nodes of the path that is looked at.
	fresh: Vec<PathNode>,
}

/// A node of a path: its level, its place in that and what it is.
type PathNode = (u32, u64, Hash);

impl Paths {
	/// As [`root_of_path`].
	///
	/// # Errors
	///
	/// Those of [`root_of_path`].
	pub fn root_of(
		&mut self,
		item: &[u8],
		index: u32,
		count: u32,
		path: &[Hash],
	) -> Result<Hash, ProofError> {
		shape::check(index.into(), count.into(), MAX_LEAVES.into(), path.len())?;

		let mut top = leaf_hash(item);
		// Where the last path goes on as this one does.
		let mut joins = None;
		self.fresh.clear();
		for (at, (step, sibling)) in
			shape::siblings(index.into(), count.into()).zip(path).enumerate()
		{
			let place = u64::from(index).checked_shr(step.level).unwrap_or(0);
			let node = (step.level, place, top);
			if count == self.count {
				joins = self.joins(&node, path.get(at..).unwrap_or_default());
				if joins.is_some() {
					break;
				}
			}
			self.fresh.push(node);
			top = match step.side {
				Side::Left => node_hash(sibling, &top),
				Side::Right => node_hash(&top, sibling),
			};
		}
		if joins.is_none() {
			self.root = root_hash(count, &top);
		}
		let Self { nodes, fresh, .. } = self;
		nodes.drain(..joins.unwrap_or(nodes.len()));
		fresh.append(nodes);
		core::mem::swap(nodes, fresh);
		self.path.clear();
		self.path.extend_from_slice(path);
		self.count = count;
		Ok(self.root)
	}

	/// Where the last path went through this node, if it went on from there as this one does.
	fn joins(&self, node: &PathNode, rest: &[Hash]) -> Option<usize> {
		let at = self.nodes.iter().position(|known| known == node)?;
		(self.path.get(at..) == Some(rest)).then_some(at)
	}
}
