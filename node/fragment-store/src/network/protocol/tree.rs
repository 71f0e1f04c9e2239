//! Bytes that are checked while they arrive: a fragment with the inner nodes of its BLAKE3 tree between its leaves.
//!
//! BLAKE3 is a Merkle tree over chunks of 1 KiB. A fragment is 1 MiB at a multiple of 1 MiB, so it is one node of its
//! cell's tree, and the *outline* of a cell is the list of those nodes: 32 bytes a MiB, which together hash to the
//! cell's root. Against its node a fragment is verified KiB by KiB.
//!
//! ```text
//! node      = leaf bytes                            up to 1 KiB
//!           | left cv [32] ‖ right cv [32] ‖ left node ‖ right node
//! ```
//!
//! Of a part of a fragment only the nodes that hold asked leaves are sent. This is the pre-order of the Bao draft, and
//! the overhead is 64 bytes a KiB. (`bao-tree` would give the same with its own traits for I/O; the two functions
//! below are all that is needed of it.)

use blake3::{
	CHUNK_LEN, Hasher,
	hazmat::{
		ChainingValue, HasherExt, Mode, left_subtree_len, merge_subtrees_non_root,
		merge_subtrees_root,
	},
};
use reel_primitives::{Hash32, geometry::FRAGMENT_BYTES};
use std::ops::Range;

/// Bytes of a leaf; the last of a cell may be shorter.
pub(crate) const LEAF_BYTES: usize = CHUNK_LEN;

/// Bytes of an inner node.
const PAIR_BYTES: usize = 64;

/// What arrived is not part of the cell.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Lie;

/// A fragment's place in the tree of its cell.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Place {
	/// First byte within the cell.
	start: u64,
	/// Bytes of the fragment.
	length: u64,
	/// Whether the fragment is the whole cell.
	is_root: bool,
}

impl Place {
	/// Of fragment `index` of a cell of `cell_bytes` bytes; `None` if there is no such fragment.
	pub(crate) fn of(index: u32, cell_bytes: u64) -> Option<Self> {
		let start = u64::from(index) * FRAGMENT_BYTES;
		let left = cell_bytes.checked_sub(start).filter(|left| *left > 0)?;
		Some(Self {
			start,
			length: left.min(FRAGMENT_BYTES),
			is_root: cell_bytes <= FRAGMENT_BYTES,
		})
	}

	/// Bytes of the fragment.
	pub(crate) const fn bytes(&self) -> usize {
		self.length as usize
	}

	/// Number of leaves of the fragment.
	pub(crate) const fn leaves(&self) -> u32 {
		self.length.div_ceil(LEAF_BYTES as u64) as u32
	}
}

fn merge(left: &ChainingValue, right: &ChainingValue, is_root: bool) -> Hash32 {
	if is_root {
		merge_subtrees_root(left, right, Mode::Hash).into()
	} else {
		merge_subtrees_non_root(left, right, Mode::Hash)
	}
}

/// The node of one fragment, from its bytes.
pub(crate) fn node_of(place: &Place, bytes: &[u8]) -> Hash32 {
	if place.is_root {
		return *blake3::hash(bytes).as_bytes();
	}
	let mut hasher = Hasher::new();
	hasher.set_input_offset(place.start);
	hasher.update(bytes);
	hasher.finalize_non_root()
}

/// What the nodes of a cell's fragments hash to: the cell's root, if they are the right ones.
pub(crate) fn root_of(nodes: &[Hash32]) -> Option<Hash32> {
	fn subtree(nodes: &[Hash32], is_root: bool) -> Option<Hash32> {
		match nodes {
			[] => None,
			[only] => Some(*only),
			_ => {
				// The largest power of two below the number: BLAKE3 fills its tree from the left.
				let (left, right) = nodes.split_at(nodes.len().next_power_of_two() / 2);
				Some(merge(&subtree(left, false)?, &subtree(right, false)?, is_root))
			},
		}
	}
	subtree(nodes, true)
}

/// Encodes the leaves `leaves` of a fragment. The bytes must be the whole fragment.
pub(crate) fn encode(place: &Place, bytes: &[u8], leaves: &Range<u32>) -> Vec<u8> {
	let mut pairs = Vec::with_capacity(place.leaves() as usize);
	if bytes.len() > LEAF_BYTES {
		hash_node(place.start, bytes, place.is_root, &mut pairs);
	}
	let asked = u64::from(leaves.start) * LEAF_BYTES as u64
		..(u64::from(leaves.end) * LEAF_BYTES as u64).min(place.length);
	let room = (asked.end.saturating_sub(asked.start)) as usize + pairs.len() * PAIR_BYTES;
	let mut out = Vec::with_capacity(room);
	emit(bytes, 0, &asked, &mut pairs.iter(), &mut out);
	out
}

/// Hashes a node, noting the pairs of all inner nodes below in pre-order.
fn hash_node(
	start: u64,
	bytes: &[u8],
	is_root: bool,
	pairs: &mut Vec<[ChainingValue; 2]>,
) -> Hash32 {
	if bytes.len() <= LEAF_BYTES {
		let mut hasher = Hasher::new();
		hasher.set_input_offset(start);
		hasher.update(bytes);
		return hasher.finalize_non_root();
	}
	let at = pairs.len();
	pairs.push([[0; 32]; 2]);
	let cut = left_subtree_len(bytes.len() as u64) as usize;
	let left = hash_node(start, &bytes[..cut], false, pairs);
	let right = hash_node(start + cut as u64, &bytes[cut..], false, pairs);
	pairs[at] = [left, right];
	merge(&left, &right, is_root)
}

/// Writes a node and what is asked for below it. `offset` counts from the fragment's start.
fn emit(
	bytes: &[u8],
	offset: u64,
	asked: &Range<u64>,
	pairs: &mut std::slice::Iter<'_, [ChainingValue; 2]>,
	out: &mut Vec<u8>,
) {
	let end = offset + bytes.len() as u64;
	let wanted = offset < asked.end && asked.start < end;
	if bytes.len() <= LEAF_BYTES {
		if wanted {
			out.extend_from_slice(bytes);
		}
		return;
	}
	let cut = left_subtree_len(bytes.len() as u64) as usize;
	// One pair belongs to each inner node, sent or not.
	if let Some([left, right]) = pairs.next()
		&& wanted
	{
		out.extend_from_slice(left);
		out.extend_from_slice(right);
	}
	emit(&bytes[..cut], offset, asked, pairs, out);
	emit(&bytes[cut..], offset + cut as u64, asked, pairs, out);
}

/// A node that is still to come.
#[derive(Clone, Copy, Debug)]
struct Awaited {
	/// From the fragment's start.
	offset: u64,
	length: u64,
	expected: Hash32,
	is_root: bool,
}

/// Checks an encoded fragment piece by piece.
#[derive(Debug)]
pub(crate) struct Decoder {
	start: u64,
	asked: Range<u64>,
	/// The next node last.
	awaited: Vec<Awaited>,
}

impl Decoder {
	/// For the leaves `leaves` of the fragment at `place`, whose node is `expected`.
	pub(crate) fn new(place: &Place, expected: Hash32, leaves: &Range<u32>) -> Self {
		let leaf = LEAF_BYTES as u64;
		let asked =
			u64::from(leaves.start) * leaf..(u64::from(leaves.end) * leaf).min(place.length);
		let top = Awaited { offset: 0, length: place.length, expected, is_root: place.is_root };
		let mut decoder = Self { start: place.start, asked, awaited: vec![top] };
		decoder.skip();
		decoder
	}

	/// How many bytes [`feed`](Self::feed) needs next; `None` when all is there.
	pub(crate) fn wants(&self) -> Option<usize> {
		let node = self.awaited.last()?;
		Some(if node.length > LEAF_BYTES as u64 { PAIR_BYTES } else { node.length as usize })
	}

	/// Takes exactly the bytes wanted. Returns where they belong within the fragment if they are a leaf.
	pub(crate) fn feed(&mut self, bytes: &[u8]) -> Result<Option<Range<usize>>, Lie> {
		let node = self.awaited.pop().ok_or(Lie)?;
		let leaf = node.length <= LEAF_BYTES as u64;
		if leaf {
			if bytes.len() as u64 != node.length || self.hash(&node, bytes) != node.expected {
				return Err(Lie);
			}
			self.skip();
			let start = node.offset as usize;
			return Ok(Some(start..start + bytes.len()));
		}
		let (left, right) = bytes.split_first_chunk::<32>().ok_or(Lie)?;
		let right: &Hash32 = right.try_into().map_err(|_| Lie)?;
		if merge(left, right, node.is_root) != node.expected {
			return Err(Lie);
		}
		let cut = left_subtree_len(node.length);
		self.awaited.push(Awaited {
			offset: node.offset + cut,
			length: node.length - cut,
			expected: *right,
			is_root: false,
		});
		self.awaited.push(Awaited {
			offset: node.offset,
			length: cut,
			expected: *left,
			is_root: false,
		});
		self.skip();
		Ok(None)
	}

	fn hash(&self, node: &Awaited, bytes: &[u8]) -> Hash32 {
		let place =
			Place { start: self.start + node.offset, length: node.length, is_root: node.is_root };
		node_of(&place, bytes)
	}

	/// Drops nodes without an asked leaf: they are not sent.
	fn skip(&mut self) {
		let asked = self.asked.clone();
		while self.awaited.last().is_some_and(|node| {
			node.offset >= asked.end || node.offset + node.length <= asked.start
		}) {
			self.awaited.pop();
		}
	}
}

#[cfg(test)]
#[path = "tree_tests.rs"]
mod tests;
