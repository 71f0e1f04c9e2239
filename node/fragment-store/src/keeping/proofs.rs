//! Proofs out of blocks that are here.
//!
//! A leaf's path to the cell's root runs through its fragment, which is one node of the cell's BLAKE3 tree, and from there
//! over the nodes of the cell's fragments. So a proof reads the cell once, a fragment at a time, and never holds more than
//! two of them in memory.

use super::magnet;
use crate::{
	dag::manifest::{CellBlock, Manifest},
	error::StoreError,
	handle::Handle,
};
use blake3::{
	Hasher,
	hazmat::{HasherExt, Mode, left_subtree_len, merge_subtrees_non_root},
};
use reel_fragments::{
	challenge::LeafRef,
	keeping::Piece,
	proof::{PossessionProof, SpanCell, build},
	span::cells_of,
};
use reel_merkle::{
	binary,
	blake3_leaf::{self, LEAF_BYTES, LeafProof},
};
use reel_primitives::{
	Hash32,
	geometry::{CellDescriptor, FRAGMENT_BYTES},
};

/// What the chain knows of a cell.
fn descriptor(cell: &CellBlock) -> CellDescriptor {
	CellDescriptor {
		index: cell.index,
		duration_ms: cell.duration_ms,
		length_bytes: cell.length_bytes,
		root: cell.root,
	}
}

/// The cells of a span with their paths. Needs the blocks of all cells of the title, which are fetched if they are not
/// here. `None` if they cannot be had now, or are not what the title says.
pub(super) async fn cells(handle: &Handle, piece: &Piece) -> Option<Vec<SpanCell>> {
	let manifest = handle.manifest(&magnet(piece)).await.ok()?;
	let mut all = Vec::with_capacity(manifest.cells.len());
	for (index, link) in (0..).zip(&manifest.cells) {
		all.push(descriptor(&handle.cell(link, index).await.ok()?));
	}
	let items: Vec<_> = all.iter().map(CellDescriptor::leaf_bytes).collect();
	if binary::root(&items) != manifest.cells_root {
		return None;
	}
	build::span_cells(&all, piece.span)
}

/// The proof of a leaf, from what is here. `None` if something is missing or damaged, or there is no such leaf.
pub(super) async fn possession(
	handle: &Handle,
	piece: &Piece,
	asked: LeafRef,
) -> Option<PossessionProof> {
	let manifest = Manifest::decode(&handle.get(&magnet(piece)).await.ok()?).ok()?;
	let range = cells_of(piece.span, u32::try_from(manifest.cells.len()).ok()?)?;
	let (mut own, mut asked_cell) = (Vec::new(), None);
	for index in range {
		let block = handle.get(manifest.cells.get(index as usize)?).await.ok()?;
		let cell = CellBlock::decode(&block).ok().filter(|cell| cell.index == index)?;
		own.push(descriptor(&cell));
		if index == asked.cell {
			asked_cell = Some(cell);
		}
	}
	let cell = asked_cell?;
	let leaf = leaf(handle, &cell, asked.leaf).await?;
	blake3_leaf::verify(&cell.root, cell.length_bytes, &leaf).ok()?;
	build::possession_in(&own, asked, leaf)
}

async fn leaf(handle: &Handle, cell: &CellBlock, index: u32) -> Option<LeafProof> {
	let at = u64::from(index).checked_mul(LEAF_BYTES as u64)?;
	let within = (at / FRAGMENT_BYTES) as usize;
	let mut nodes = Vec::with_capacity(cell.fragments.len());
	let mut below = None;
	for (number, fragment) in cell.fragments.iter().copied().enumerate() {
		let start = number as u64 * FRAGMENT_BYTES;
		let wanted = (number == within).then_some((at - start.min(at)) as usize);
		let read = handle.blocking(move |store| {
			let bytes = store.get(&fragment)?;
			let found = wanted.and_then(|at| {
				let end = (at + LEAF_BYTES).min(bytes.len());
				let leaf = bytes.get(at..end)?.to_vec();
				let mut path = Vec::new();
				path_within(start, &bytes, at, &mut path);
				Some((leaf, path))
			});
			Ok::<_, StoreError>((node(start, &bytes), found))
		});
		let (node, found) = read.await.ok()?;
		nodes.push(node);
		below = below.or(found);
	}
	let (bytes, mut path) = below?;
	path_over(&nodes, within, &mut path);
	Some(LeafProof { index, bytes, path })
}

/// The node of a part of a cell that starts at `start` and is not all of it.
fn node(start: u64, bytes: &[u8]) -> Hash32 {
	let mut hasher = Hasher::new();
	hasher.set_input_offset(start);
	hasher.update(bytes);
	hasher.finalize_non_root()
}

/// Siblings from the leaf at offset `at` to the top of a part of a cell, lowest first.
fn path_within(start: u64, bytes: &[u8], at: usize, path: &mut Vec<Hash32>) {
	if bytes.len() <= LEAF_BYTES {
		return;
	}
	let cut = left_subtree_len(bytes.len() as u64) as usize;
	let (left, right) = bytes.split_at(cut);
	let middle = start + cut as u64;
	if at < cut {
		path_within(start, left, at, path);
		path.push(node(middle, right));
	} else {
		path_within(middle, right, at - cut, path);
		path.push(node(start, left));
	}
}

/// Siblings from fragment `index` to the cell's root, lowest first.
fn path_over(nodes: &[Hash32], index: usize, path: &mut Vec<Hash32>) {
	if nodes.len() <= 1 {
		return;
	}
	// The largest power of two below the number: BLAKE3 fills its tree from the left.
	let cut = nodes.len().next_power_of_two() / 2;
	let (left, right) = nodes.split_at(cut);
	if index < cut {
		path_over(left, index, path);
		path.extend(subtree(right));
	} else {
		path_over(right, index - cut, path);
		path.extend(subtree(left));
	}
}

/// What nodes hash to that are not all of a cell.
fn subtree(nodes: &[Hash32]) -> Option<Hash32> {
	match nodes {
		[] => None,
		[only] => Some(*only),
		_ => {
			let (left, right) = nodes.split_at(nodes.len().next_power_of_two() / 2);
			Some(merge_subtrees_non_root(&subtree(left)?, &subtree(right)?, Mode::Hash))
		},
	}
}

#[cfg(test)]
mod tests {
	use super::*;

	#[test]
	fn paths_through_fragments_are_those_of_the_whole_cell() {
		let fragment = FRAGMENT_BYTES as usize;
		for length in [1, 1_024, 1_025, 9_000, fragment, fragment + 1, 3 * fragment + 5_000] {
			let bytes: Vec<u8> = (0..length).map(|at| (at ^ (at >> 9)) as u8).collect();
			let nodes: Vec<_> = (0u64..)
				.zip(bytes.chunks(fragment))
				.map(|(number, part)| node(number * FRAGMENT_BYTES, part))
				.collect();
			let last = length.div_ceil(LEAF_BYTES) - 1;
			for index in [0, last / 3, last / 2, last] {
				let at = index * LEAF_BYTES;
				let (within, start) = (at / fragment, at / fragment * fragment);
				let part = &bytes[start..(start + fragment).min(length)];
				let mut path = Vec::new();
				path_within(start as u64, part, at - start, &mut path);
				path_over(&nodes, within, &mut path);
				let expected = blake3_leaf::prove(&bytes, index as u32).expect("there is one");
				assert_eq!(path, expected.path, "leaf {index} of {length} bytes");
			}
		}
	}
}
