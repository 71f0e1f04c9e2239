//! That a curator has a leaf: the leaf itself, its BLAKE3 path to the cell's root, and the cell's path to the root that
//! the chain keeps of the span. Both paths go through the verifiers of [`reel_merkle`], the only ones there are.
//!
//! # Size
//!
//! ```text
//! descriptor 48 + path ≤ 1 + 4 × 32 + leaf ≤ 2 + 1024 + path ≤ 1 + 18 × 32     at most 1,780 bytes
//! ```
//!
//! A cell of 30 MB (a minute at 4 Mbit/s) in a full span takes 1,684 bytes. Tests measure both.
//!
//! # What it does not show
//!
//! That the curator had the leaf when it was asked: it may have fetched it within the deadline. That it keeps a copy of
//! its own: two curators may share a disk, since the ciphertext is the same for both. That it sends fragments to anybody.

use crate::{
	challenge::LeafRef,
	span::{CELLS_PER_SPAN, SpanTable},
};
use codec::{Decode, DecodeWithMemTracking, Encode, MaxEncodedLen};
use reel_merkle::{
	ProofError,
	binary::{self, BinaryProof},
	blake3_leaf::{self, LeafProof},
};
use reel_primitives::{Hash32, geometry::CellDescriptor};
use scale_info::TypeInfo;
use sp_core::{ConstU32, bounded::BoundedVec};

/// Most siblings from a cell to the cells root: 10,080 cells.
pub const MAX_CELL_PATH: u32 = 14;

/// Most siblings from a cell to its span's root: 16 cells.
pub const MAX_SPAN_PATH: u32 = CELLS_PER_SPAN.ilog2();

/// Most siblings from a leaf to its cell's root: 256 MiB.
pub const MAX_LEAF_PATH: u32 = 18;

/// Most bytes of a leaf.
pub const MAX_LEAF_BYTES: u32 = blake3_leaf::LEAF_BYTES as u32;

/// Most bytes of an encoded [`PossessionProof`]: 1,780.
pub const MAX_PROOF_BYTES: u32 =
	48 + 1 + MAX_SPAN_PATH * 32 + 2 + MAX_LEAF_BYTES + 1 + MAX_LEAF_PATH * 32;

const _: () = assert!(MAX_PROOF_BYTES == 1_780);

/// A cell and its path to the title's cells root; its index and the number of cells are known to the chain.
#[derive(
	Clone, Debug, PartialEq, Eq, Encode, Decode, DecodeWithMemTracking, MaxEncodedLen, TypeInfo,
)]
pub struct SpanCell {
	/// The cell.
	pub cell: CellDescriptor,
	/// Siblings, lowest first.
	pub path: BoundedVec<Hash32, ConstU32<MAX_CELL_PATH>>,
}

/// A leaf, and what ties it to its span. Its place is the challenge's.
#[derive(
	Clone, Debug, PartialEq, Eq, Encode, Decode, DecodeWithMemTracking, MaxEncodedLen, TypeInfo,
)]
pub struct PossessionProof {
	/// The cell that holds the leaf.
	pub cell: CellDescriptor,
	/// Siblings from the cell to the span's root, lowest first.
	pub cell_path: BoundedVec<Hash32, ConstU32<MAX_SPAN_PATH>>,
	/// The leaf: 1 KiB, less only if it is the cell's last.
	pub leaf: BoundedVec<u8, ConstU32<MAX_LEAF_BYTES>>,
	/// Siblings from the leaf to the cell's root, lowest first.
	pub leaf_path: BoundedVec<Hash32, ConstU32<MAX_LEAF_PATH>>,
}

/// Why a proof was refused. The encoding is stable.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Encode, Decode, DecodeWithMemTracking, TypeInfo)]
pub enum ProofFault {
	/// A cell is missing, out of place, or not the one asked for.
	#[codec(index = 0)]
	CellMissing,
	/// A cell is empty, or above [`MAX_STAKED_CELL_BYTES`](crate::span::MAX_STAKED_CELL_BYTES).
	#[codec(index = 1)]
	CellSize,
	/// The descriptor and its path do not lead to the root.
	#[codec(index = 2)]
	Cell(ProofError),
	/// The leaf and its path do not lead to the cell's root.
	#[codec(index = 3)]
	Leaf(ProofError),
}

impl PossessionProof {
	/// Checks that this is the leaf that was asked for. `first_cell` is the first cell of the span.
	///
	/// Cost: at most 4 + 18 hashes of 64 bytes, 16 compressions for the leaf. Cheap checks come first.
	///
	/// # Errors
	/// The first thing that does not fit.
	pub fn verify(
		self,
		table: &SpanTable,
		first_cell: u32,
		asked: LeafRef,
	) -> Result<(), ProofFault> {
		let Self { cell, cell_path, leaf, leaf_path } = self;
		let index = asked.cell.checked_sub(first_cell).ok_or(ProofFault::CellMissing)?;
		if cell.index != asked.cell {
			return Err(ProofFault::CellMissing);
		}
		let path = cell_path.into_inner();
		let proof = BinaryProof { index, count: table.cells(), path };
		binary::verify(&table.root, &cell.leaf_bytes(), &proof).map_err(ProofFault::Cell)?;
		let (bytes, path) = (leaf.into_inner(), leaf_path.into_inner());
		let proof = LeafProof { index: asked.leaf, bytes, path };
		blake3_leaf::verify(&cell.root, cell.length_bytes, &proof).map_err(ProofFault::Leaf)
	}
}

/// Building proofs, for curators and tests.
pub mod build {
	use super::{MAX_CELL_PATH, PossessionProof, SpanCell};
	use crate::{SpanIndex, challenge::LeafRef, span::cells_of};
	use alloc::vec::Vec;
	use reel_merkle::{binary, blake3_leaf};
	use reel_primitives::geometry::CellDescriptor;
	use sp_core::{ConstU32, bounded::BoundedVec};

	/// The cells of a span with their paths, from the descriptors of all cells of the title; `None` when there is no
	/// such span.
	pub fn span_cells(cells: &[CellDescriptor], span: SpanIndex) -> Option<Vec<SpanCell>> {
		let range = cells_of(span, u32::try_from(cells.len()).ok()?)?;
		let items: Vec<_> = cells.iter().map(CellDescriptor::leaf_bytes).collect();
		let tree = binary::Tree::from_items(&items);
		range
			.map(|index| {
				let cell = *cells.get(index as usize)?;
				let path: BoundedVec<_, ConstU32<MAX_CELL_PATH>> =
					tree.prove(index)?.path.try_into().ok()?;
				Some(SpanCell { cell, path })
			})
			.collect()
	}

	/// The proof of a leaf, from the descriptors of all cells of the title and the leaf's own proof (which
	/// [`blake3_leaf::prove`] or an [`blake3_leaf::Outboard`] gives); `None` when the leaf is not one of the span.
	pub fn possession(
		cells: &[CellDescriptor],
		span: SpanIndex,
		asked: LeafRef,
		leaf: blake3_leaf::LeafProof,
	) -> Option<PossessionProof> {
		let range = cells_of(span, u32::try_from(cells.len()).ok()?)?;
		possession_in(cells.get(range.start as usize..range.end as usize)?, asked, leaf)
	}

	/// As [`possession`], from the descriptors of the span's own cells.
	pub fn possession_in(
		own: &[CellDescriptor],
		asked: LeafRef,
		leaf: blake3_leaf::LeafProof,
	) -> Option<PossessionProof> {
		let index = asked.cell.checked_sub(own.first()?.index)?;
		let items: Vec<_> = own.iter().map(CellDescriptor::leaf_bytes).collect();
		Some(PossessionProof {
			cell: *own.get(index as usize)?,
			cell_path: binary::prove(&items, index)?.path.try_into().ok()?,
			leaf: leaf.bytes.try_into().ok()?,
			leaf_path: leaf.path.try_into().ok()?,
		})
	}
}

#[cfg(test)]
mod tests {
	use super::*;
	use crate::span::{SpanTable, cells_of, span_count};
	use codec::MaxEncodedLen;

	fn content(cell: u32, length: usize) -> Vec<u8> {
		(0..length).map(|at| (at as u32 ^ (at as u32 >> 10) ^ (cell * 31)) as u8).collect()
	}

	fn title(cells: u32, length: impl Fn(u32) -> usize) -> (Vec<CellDescriptor>, Vec<Vec<u8>>) {
		let contents: Vec<_> = (0..cells).map(|n| content(n, length(n))).collect();
		let descriptors = (0..cells)
			.zip(&contents)
			.map(|(index, bytes)| CellDescriptor {
				index,
				duration_ms: 60_000,
				length_bytes: bytes.len() as u64,
				root: *blake3::hash(bytes).as_bytes(),
			})
			.collect();
		(descriptors, contents)
	}

	fn root(cells: &[CellDescriptor]) -> Hash32 {
		binary::root(&cells.iter().map(CellDescriptor::leaf_bytes).collect::<Vec<_>>())
	}

	fn table(cells: &[CellDescriptor], span: u32) -> SpanTable {
		let found = build::span_cells(cells, span).unwrap();
		SpanTable::index(&root(cells), cells.len() as u32, span, found).unwrap()
	}

	#[test]
	fn every_leaf_of_every_span_can_be_proven() {
		let (cells, contents) = title(19, |n| [1, 1_023, 1_024, 1_025, 5_000][n as usize % 5]);
		let mut proven = 0;
		for span in 0..span_count(19) {
			let table = table(&cells, span);
			let first = cells_of(span, 19).unwrap().start;
			for offset in 0..table.leaf_count() {
				let (cell, leaf) = table.locate(offset).unwrap();
				let asked = LeafRef { cell: first + cell, leaf };
				let path = blake3_leaf::prove(&contents[asked.cell as usize], leaf).unwrap();
				let proof = build::possession(&cells, span, asked, path).unwrap();
				assert_eq!(proof.clone().verify(&table, first, asked), Ok(()));
				for other in
					[LeafRef { leaf: leaf + 1, ..asked }, LeafRef { cell: asked.cell + 1, ..asked }]
				{
					assert!(proof.clone().verify(&table, first, other).is_err());
				}
				proven += 1;
			}
		}
		let all: u32 = cells.iter().map(CellDescriptor::leaves).sum();
		assert_eq!(proven, all);
	}

	#[test]
	fn a_changed_byte_anywhere_is_refused() {
		let (cells, contents) = title(5, |_| 3_000);
		let table = table(&cells, 0);
		let asked = LeafRef { cell: 3, leaf: 1 };
		let leaf = blake3_leaf::prove(&contents[3], 1).unwrap();
		let proof = build::possession(&cells, 0, asked, leaf).unwrap();
		let bytes = proof.encode();
		let mut refused = 0;
		for at in 0..bytes.len() {
			let mut changed = bytes.clone();
			changed[at] ^= 1;
			match PossessionProof::decode(&mut &changed[..]) {
				Ok(changed) => assert!(changed.verify(&table, 0, asked).is_err(), "byte {at}"),
				Err(_) => refused += 1,
			}
		}
		assert!(refused < 10, "most changes decode");
	}

	#[test]
	fn a_span_is_indexed_from_exactly_its_cells() {
		let (cells, _) = title(18, |_| 2_000);
		let (root, found) = (root(&cells), build::span_cells(&cells, 1).unwrap());
		assert_eq!(found.len(), 2);
		let index = |found| SpanTable::index(&root, 18, 1, found);
		assert!(index(found.clone()).is_ok());
		assert_eq!(index(found[..1].to_vec()), Err(ProofFault::CellMissing));
		assert_eq!(index(vec![found[1].clone(), found[0].clone()]), Err(ProofFault::CellMissing));
		let mut longer = found.clone();
		longer[0].cell.length_bytes += 1;
		assert_eq!(index(longer), Err(ProofFault::Cell(ProofError::RootMismatch)));
		let mut large = found;
		large[0].cell.length_bytes = crate::span::MAX_STAKED_CELL_BYTES + 1;
		assert_eq!(index(large), Err(ProofFault::CellSize));
	}

	#[test]
	fn a_proof_is_at_most_1_780_bytes_and_measured() {
		assert_eq!(PossessionProof::max_encoded_len(), 1_780);
		// The path's length follows from the cell's length alone: no need to hash 256 MiB here.
		let measured = |bytes: u64, cells: u32| {
			let leaf_path = blake3_leaf::path_length(0, bytes).unwrap();
			let cell_path = binary::path_length(0, cells).unwrap();
			PossessionProof {
				cell: CellDescriptor {
					index: 0,
					duration_ms: 1,
					length_bytes: bytes,
					root: [0; 32],
				},
				cell_path: vec![[0; 32]; cell_path as usize].try_into().unwrap(),
				leaf: vec![0; 1_024].try_into().unwrap(),
				leaf_path: vec![[0; 32]; leaf_path as usize].try_into().unwrap(),
			}
			.encoded_size()
		};
		assert_eq!(measured(crate::span::MAX_STAKED_CELL_BYTES, CELLS_PER_SPAN), 1_780);
		assert_eq!(measured(30_000_000, CELLS_PER_SPAN), 1_684, "a minute at 4 Mbit/s");
		assert_eq!(measured(8 << 20, CELLS_PER_SPAN), 1_620, "a minute at 1.1 Mbit/s");
	}
}
