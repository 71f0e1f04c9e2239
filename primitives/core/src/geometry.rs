//! How a title is cut: VideoCells, fragments, leaves (C4, S1).
//!
//! ```text
//! title ── VideoCell 0..n-1     at most 60 s each
//!            └─ fragment 0..k-1   1 MiB of cell ciphertext
//!                └─ leaf            1 KiB, one BLAKE3 chunk
//! ```

use crate::{CellIndex, FragmentIndex, Hash32, LeafIndex};
use alloc::vec::Vec;
use codec::{Decode, DecodeWithMemTracking, Encode, MaxEncodedLen};
use scale_info::TypeInfo;

/// Longest VideoCell: one minute (C4).
pub const MAX_CELL_MS: u32 = 60_000;

/// Size of every fragment but a cell's last: 1 MiB.
pub const FRAGMENT_BYTES: u64 = 1 << 20;

/// Size of every leaf but a cell's last: 1 KiB, one BLAKE3 chunk.
pub const LEAF_BYTES: u64 = 1 << 10;

/// Largest cell that may be described: 2 GiB, far above a minute of any codec in use, and small enough for leaf
/// indices to fit 21 bits.
pub const MAX_CELL_BYTES: u64 = 2 << 30;

/// Most cells in a title: a week of film at a minute a cell.
pub const MAX_CELLS: u32 = 10_080;

/// One VideoCell as the chain's cells root commits to it.
///
/// Leaf of the binary Merkle tree under a title's cells root: its SCALE encoding, 48 bytes: index (u32 LE),
/// duration in ms (u32 LE), length in bytes (u64 LE), BLAKE3 hash of the cell ciphertext.
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
pub struct CellDescriptor {
	/// Position in the title, from 0.
	pub index: CellIndex,
	/// Play time in milliseconds, 1 to [`MAX_CELL_MS`].
	pub duration_ms: u32,
	/// Length of the cell ciphertext in bytes, 1 to [`MAX_CELL_BYTES`].
	pub length_bytes: u64,
	/// Plain BLAKE3 hash of the cell ciphertext.
	pub root: Hash32,
}

impl CellDescriptor {
	/// Fragments of the cell; the last may be shorter than [`FRAGMENT_BYTES`].
	pub fn fragments(&self) -> FragmentIndex {
		u32::try_from(self.length_bytes.div_ceil(FRAGMENT_BYTES)).unwrap_or(u32::MAX)
	}

	/// Leaves of the cell; the last may be shorter than [`LEAF_BYTES`].
	pub fn leaves(&self) -> LeafIndex {
		u32::try_from(self.length_bytes.div_ceil(LEAF_BYTES)).unwrap_or(u32::MAX)
	}

	/// The 48 bytes that the cells root commits to.
	pub fn leaf_bytes(&self) -> Vec<u8> {
		self.encode()
	}
}

/// The size of a title as registered on chain.
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
pub struct Geometry {
	/// Number of VideoCells, 1 to [`MAX_CELLS`].
	pub cells: u32,
	/// Total play time in milliseconds: above 0, at most a minute a cell.
	pub duration_ms: u64,
	/// Total bytes of ciphertext: at least one a cell.
	pub size_bytes: u64,
}

/// Why a geometry cannot be that of a title.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Encode, Decode, TypeInfo)]
pub enum GeometryError {
	/// No cells, or more than [`MAX_CELLS`].
	CellCount,
	/// No play time, less than a millisecond a cell, or more than a minute a cell.
	Duration,
	/// Less than one byte a cell, or more than [`MAX_CELL_BYTES`] a cell.
	Size,
}

impl Geometry {
	/// Checks the bounds that any real title meets (invariant K3 of the registry).
	///
	/// # Errors
	/// The first bound that is broken.
	pub fn check(&self) -> Result<(), GeometryError> {
		let cells = u64::from(self.cells);
		if self.cells == 0 || self.cells > MAX_CELLS {
			return Err(GeometryError::CellCount);
		}
		let longest = cells.saturating_mul(u64::from(MAX_CELL_MS));
		if self.duration_ms < cells || self.duration_ms > longest {
			return Err(GeometryError::Duration);
		}
		if self.size_bytes < cells || self.size_bytes > cells.saturating_mul(MAX_CELL_BYTES) {
			return Err(GeometryError::Size);
		}
		Ok(())
	}
}

#[cfg(test)]
mod tests {
	use super::*;

	const GOOD: Geometry = Geometry { cells: 2, duration_ms: 90_000, size_bytes: 1_000 };

	#[test]
	fn refuses_impossible_geometry() {
		assert_eq!(GOOD.check(), Ok(()));
		assert_eq!(Geometry { cells: 0, ..GOOD }.check(), Err(GeometryError::CellCount));
		assert_eq!(
			Geometry { cells: MAX_CELLS + 1, ..GOOD }.check(),
			Err(GeometryError::CellCount)
		);
		assert_eq!(Geometry { duration_ms: 0, ..GOOD }.check(), Err(GeometryError::Duration));
		assert_eq!(Geometry { duration_ms: 120_001, ..GOOD }.check(), Err(GeometryError::Duration));
		assert_eq!(Geometry { duration_ms: 120_000, ..GOOD }.check(), Ok(()));
		assert_eq!(Geometry { size_bytes: 1, ..GOOD }.check(), Err(GeometryError::Size));
	}

	#[test]
	fn a_descriptor_is_forty_eight_bytes() {
		let cell = CellDescriptor { index: 1, duration_ms: 2, length_bytes: 3, root: [4; 32] };
		let bytes = cell.leaf_bytes();
		assert_eq!(bytes.len(), 48);
		assert_eq!(&bytes[..16], &[1, 0, 0, 0, 2, 0, 0, 0, 3, 0, 0, 0, 0, 0, 0, 0]);
	}

	#[test]
	fn counts_round_up() {
		let cell =
			|length_bytes| CellDescriptor { index: 0, duration_ms: 1, length_bytes, root: [0; 32] };
		for (bytes, fragments, leaves) in
			[(1, 1, 1), (1024, 1, 1), (1025, 1, 2), (1 << 20, 1, 1024), ((1 << 20) + 1, 2, 1025)]
		{
			assert_eq!((cell(bytes).fragments(), cell(bytes).leaves()), (fragments, leaves));
		}
	}
}
