//! The pieces in which a title is assigned to curators.
//!
//! ```text
//! title ── span 0..k-1       16 successive cells each, the last may have fewer
//!            └─ VideoCell      at most a minute, up to 256 MiB
//! ```
//!
//! Sixteen cells are a quarter of an hour of film: half a gigabyte at 4 Mbit/s. Small enough to spread a film over six
//! keepers and to move when one fails, large enough that a terabyte is two thousand contracts and not thirty thousand.

use crate::{
	Fragments, SpanIndex,
	proof::{ProofFault, SpanCell},
};
use alloc::vec::Vec;
use codec::{Decode, DecodeWithMemTracking, Encode, MaxEncodedLen};
use core::ops::Range;
use reel_merkle::binary::{self, BinaryProof};
use reel_primitives::{CellIndex, Hash32, LeafIndex};
use scale_info::TypeInfo;
use sp_core::{ConstU32, bounded::BoundedVec};

/// Most cells of a span. A power of two.
pub const CELLS_PER_SPAN: u32 = 16;

/// Largest cell that can be staked on: 256 MiB, a minute at 35 Mbit/s. Keeps every possession proof below 1.8 KB.
pub const MAX_STAKED_CELL_BYTES: u64 = 256 << 20;

/// Number of spans of a title with that many cells.
pub const fn span_count(cells: u32) -> u32 {
	cells.div_ceil(CELLS_PER_SPAN)
}

/// The cells of a span in a title with `cells` cells; `None` when it has no such span.
pub fn cells_of(span: SpanIndex, cells: u32) -> Option<Range<CellIndex>> {
	let from = span.checked_mul(CELLS_PER_SPAN).filter(|from| *from < cells)?;
	Some(from..from.saturating_add(CELLS_PER_SPAN).min(cells))
}

/// What the chain keeps of a span: enough to draw a leaf uniformly by bytes, and to check it. 32 bytes and 4 a cell.
#[derive(
	Clone, Debug, PartialEq, Eq, Encode, Decode, DecodeWithMemTracking, MaxEncodedLen, TypeInfo,
)]
pub struct SpanTable {
	/// Root of the BLAKE2b tree over the descriptors of the span's own cells.
	pub root: Hash32,
	/// Leaves of each cell, in order.
	pub leaves: BoundedVec<LeafIndex, ConstU32<CELLS_PER_SPAN>>,
	/// Fragments of all cells.
	pub fragments: Fragments,
}

impl SpanTable {
	/// The table of a span, from the descriptors of exactly its cells, each with its path to the title's cells root.
	///
	/// Cost: one path of at most 14 hashes a cell, and the span's own tree.
	///
	/// # Errors
	/// The first cell that is missing, out of place, empty, too large, or not in the title.
	pub fn index(
		cells_root: &Hash32,
		cells: u32,
		span: SpanIndex,
		found: Vec<SpanCell>,
	) -> Result<Self, ProofFault> {
		let range = cells_of(span, cells).ok_or(ProofFault::CellMissing)?;
		if range.len() != found.len() {
			return Err(ProofFault::CellMissing);
		}
		let mut leaves = BoundedVec::new();
		let mut fragments: Fragments = 0;
		let mut items = Vec::with_capacity(found.len());
		for (index, SpanCell { cell, path }) in range.zip(found) {
			if cell.index != index {
				return Err(ProofFault::CellMissing);
			}
			if cell.length_bytes == 0 || cell.length_bytes > MAX_STAKED_CELL_BYTES {
				return Err(ProofFault::CellSize);
			}
			let item = cell.leaf_bytes();
			let proof = BinaryProof { index, count: cells, path: path.into_inner() };
			binary::verify(cells_root, &item, &proof).map_err(ProofFault::Cell)?;
			leaves.try_push(cell.leaves()).map_err(|_| ProofFault::CellMissing)?;
			// At most 16 cells of 256 fragments.
			fragments = fragments.saturating_add(cell.fragments());
			items.push(item);
		}
		Ok(Self { root: binary::root(&items), leaves, fragments })
	}

	/// Number of cells.
	pub fn cells(&self) -> u32 {
		self.leaves.len() as u32
	}

	/// Leaves of all cells: at least 1, at most 2^22.
	pub fn leaf_count(&self) -> u32 {
		self.leaves.iter().fold(0, |sum, leaves| sum.saturating_add(*leaves))
	}

	/// The cell within the span, and the leaf within the cell, at `offset` leaves from the span's start; `None` behind its
	/// end.
	pub fn locate(&self, offset: u32) -> Option<(u32, LeafIndex)> {
		let mut left = offset;
		for (cell, leaves) in (0u32..).zip(self.leaves.iter()) {
			match left.checked_sub(*leaves) {
				Some(behind) => left = behind,
				None => return Some((cell, left)),
			}
		}
		None
	}
}

#[cfg(test)]
mod tests {
	use super::*;

	#[test]
	fn spans_cover_every_cell_once() {
		for cells in [1, 15, 16, 17, 32, 90, 10_080] {
			let all: Vec<u32> =
				(0..span_count(cells)).flat_map(|span| cells_of(span, cells).unwrap()).collect();
			assert_eq!(all, (0..cells).collect::<Vec<_>>());
			assert_eq!(cells_of(span_count(cells), cells), None);
		}
		assert_eq!(cells_of(u32::MAX, u32::MAX), None);
		assert_eq!(span_count(0), 0);
	}

	#[test]
	fn every_offset_is_one_leaf_of_one_cell() {
		let table =
			SpanTable { root: [0; 32], leaves: vec![3, 1, 2].try_into().unwrap(), fragments: 3 };
		let found: Vec<_> = (0..table.leaf_count()).map(|at| table.locate(at).unwrap()).collect();
		assert_eq!(found, [(0, 0), (0, 1), (0, 2), (1, 0), (2, 0), (2, 1)]);
		assert_eq!(table.locate(6), None);
	}
}
