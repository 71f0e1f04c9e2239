//! A title of cells as films have them: a minute of 5 Mbit/s.

use reel_merkle::{
	binary::Tree,
	blake3_leaf::{LEAF_BYTES, Outboard},
};
use reel_primitives::{
	CellIndex, Hash32, LeafIndex,
	geometry::{CellDescriptor, Geometry},
	play::{DescriptorProof, LeafAnswer},
};

/// Bytes of a cell: 60 s of 5 Mbit/s.
const CELL_BYTES: usize = 37_500_000;

/// Play time of a cell.
pub(crate) const CELL_MS: u32 = 60_000;

/// Cells of a title: an hour.
pub(crate) const CELLS: u32 = 60;

/// The cells, which all hold the same bytes, and their trees.
pub(crate) struct Title {
	bytes: Vec<u8>,
	outboard: Outboard,
	descriptors: Vec<CellDescriptor>,
	tree: Tree,
}

impl Title {
	pub(crate) fn new() -> Option<Self> {
		let mut bytes = vec![0; CELL_BYTES];
		blake3::Hasher::new().update(b"a cell").finalize_xof().fill(&mut bytes);
		let outboard = Outboard::from_bytes(&bytes)?;
		let descriptor = |index| CellDescriptor {
			index,
			duration_ms: CELL_MS,
			length_bytes: CELL_BYTES as u64,
			root: outboard.root(),
		};
		let descriptors: Vec<_> = (0..CELLS).map(descriptor).collect();
		let leaves: Vec<_> = descriptors.iter().map(CellDescriptor::leaf_bytes).collect();
		let tree = Tree::from_items(&leaves);
		Some(Self { bytes, outboard, descriptors, tree })
	}

	pub(crate) fn cells_root(&self) -> Hash32 {
		self.tree.root()
	}

	pub(crate) fn geometry() -> Geometry {
		Geometry {
			cells: CELLS,
			duration_ms: u64::from(CELLS) * u64::from(CELL_MS),
			size_bytes: u64::from(CELLS) * CELL_BYTES as u64,
		}
	}

	/// Leaves of each cell.
	pub(crate) fn leaves(&self) -> LeafIndex {
		self.descriptors.first().map_or(0, CellDescriptor::leaves)
	}

	/// Bytes that a provider sends of a cell: a tag of 16 bytes with each fragment.
	pub(crate) fn sent_bytes(&self) -> u64 {
		let fragments = self.descriptors.first().map_or(0, CellDescriptor::fragments);
		CELL_BYTES as u64 + u64::from(fragments) * 16
	}

	pub(crate) fn descriptor(&self, cell: CellIndex) -> Option<DescriptorProof> {
		let descriptor = *self.descriptors.get(cell as usize)?;
		Some(DescriptorProof { descriptor, path: self.tree.prove(cell)?.path })
	}

	pub(crate) fn answer(&self, index: LeafIndex) -> Option<LeafAnswer> {
		let leaf = self.bytes.chunks(LEAF_BYTES).nth(index as usize)?;
		let proof = self.outboard.prove(index, leaf)?;
		Some(LeafAnswer { index, bytes: proof.bytes, path: proof.path })
	}
}
