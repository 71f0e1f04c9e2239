//! Titles of made-up bytes, the same for whoever knows the seed: what one process publishes another can check.

use cid::Cid;
use reel_fragment_store::{
	block::{DAG_CBOR, RAW, cid_of},
	dag::{
		manifest::{CellBlock, InitPiece, Manifest, SegmentPiece},
		record::Record,
	},
};

/// Bytes of a full fragment.
pub(crate) const MIB: usize = 1 << 20;

/// A cell with its blocks.
pub(crate) struct Cell {
	pub(crate) cid: Cid,
	pub(crate) block: CellBlock,
	pub(crate) encoded: Vec<u8>,
	pub(crate) bytes: Vec<u8>,
}

impl Cell {
	/// Cell `index` of the film `seed`; its size is rounded up to whole cipher blocks.
	pub(crate) fn new(seed: u64, index: u32, size: usize) -> Self {
		let mut bytes = vec![0; size.next_multiple_of(16).max(32)];
		let mut hasher = blake3::Hasher::new();
		hasher.update(&seed.to_le_bytes()).update(&index.to_le_bytes());
		hasher.finalize_xof().fill(&mut bytes);
		let length = u32::try_from(bytes.len()).expect("a cell is below 4 GiB");
		let block = CellBlock {
			index,
			duration_ms: 60_000,
			length_bytes: u64::from(length),
			root: *blake3::hash(&bytes).as_bytes(),
			fragments: bytes.chunks(MIB).map(|fragment| cid_of(RAW, fragment)).collect(),
			init: InitPiece { offset: 0, length: 16 },
			segments: vec![SegmentPiece { offset: 16, length: length - 16, duration_ms: 60_000 }],
		};
		let encoded = block.encode().expect("encodes");
		Self { cid: cid_of(DAG_CBOR, &encoded), block, encoded, bytes }
	}

	/// Its fragments with their names.
	pub(crate) fn fragments(&self) -> impl Iterator<Item = (Cid, &[u8])> {
		self.block.fragments.iter().copied().zip(self.bytes.chunks(MIB))
	}
}

/// The manifest of the film `seed` over `cells`, which have `size_bytes` together.
pub(crate) fn manifest(seed: u64, cells: &[Cid], size_bytes: u64) -> Manifest {
	Manifest {
		version: 1,
		title: format!("Film {seed}"),
		duration_ms: 60_000 * cells.len() as u64,
		size_bytes,
		cells_root: [7; 32],
		codecs: "avc1.64001f,mp4a.40.2".to_owned(),
		width: 1280,
		height: 720,
		bandwidth_bps: 2_000_000,
		metadata: Record::default(),
		cells: cells.to_vec(),
	}
}
