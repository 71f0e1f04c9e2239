//! The manifest of a title and of its cells, in DAG-CBOR.
//!
//! ```text
//! magnet ──► Manifest ──cells──► CellBlock ──fragments──► raw blocks of 1 MiB ciphertext
//! ```
//!
//! The SHA2-256 digest of the manifest block is the content id under which the title is registered; the
//! *magnet* is the `CIDv1` around it. So there is one encoding only: decoding refuses unknown fields, bytes that are
//! not the canonical form, and any bound of the table.
//!
//! | what | bound |
//! |---|---|
//! | block of a manifest or of a cell | [`MAX_MANIFEST_BYTES`] |
//! | title | 1 to [`MAX_TITLE_CHARS`] characters |
//! | metadata | those of [`Record`] |
//! | cells | 1 to as many as fit the block, about 2,400 (40 hours) |
//! | pieces of a cell (init section and segments) | follow each other without gap, multiples of 16 bytes |
//!
//! The ciphertext of a cell is `enc(init) ‖ enc(segment 0) ‖ …`, each piece AES-128-CBC with PKCS#7 padding under the
//! cell key and the IV of [`piece_iv`].

use super::record::{Record, RecordError};
use crate::block::{DAG_CBOR, RAW, SHA2_256, cid_of};
use cid::Cid;
use reel_primitives::{
	CellIndex, ContentId, Hash32,
	geometry::{FRAGMENT_BYTES, MAX_CELL_BYTES, MAX_CELL_MS},
};
use serde::{Deserialize, Serialize, de::DeserializeOwned};
use sha2::{Digest, Sha256};

/// Version of this form.
pub const MANIFEST_VERSION: u32 = 1;
/// Largest manifest or cell block, in bytes.
pub const MAX_MANIFEST_BYTES: usize = 100_000;
/// Longest title, in characters.
pub const MAX_TITLE_CHARS: usize = 200;
/// Block size of the cell cipher in bytes: every encrypted piece is a multiple of it.
pub const CIPHER_BLOCK_BYTES: u32 = 16;

/// Why bytes are not a manifest, or a manifest cannot be written.
#[derive(Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum ManifestError {
	/// Longer than [`MAX_MANIFEST_BYTES`].
	#[error("{size} bytes are above the {MAX_MANIFEST_BYTES} of a manifest block")]
	TooLarge {
		/// Size in bytes.
		size: usize,
	},
	/// Not the fields of this form.
	#[error("not a manifest block: {0}")]
	Decode(String),
	/// Another encoding of the same content, which would have another content id.
	#[error("the block is not in canonical form")]
	NotCanonical,
	/// A version that this program does not know.
	#[error("manifest version {0} is not known: use a newer program")]
	UnknownVersion(u32),
	/// A bound is broken.
	#[error("{0}")]
	OutOfBounds(&'static str),
	/// A bound of the record is broken.
	#[error("the record's {0}")]
	Record(#[from] RecordError),
}

/// What a title is and where its cells are.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub struct Manifest {
	/// [`MANIFEST_VERSION`].
	pub version: u32,
	/// Name for people, 1 to [`MAX_TITLE_CHARS`] characters.
	pub title: String,
	/// Play time in milliseconds.
	pub duration_ms: u64,
	/// Bytes of ciphertext of all cells.
	pub size_bytes: u64,
	/// `BLAKE2b` tree over the 48-byte cell descriptors, as registered on chain.
	#[serde(with = "serde_bytes")]
	pub cells_root: Hash32,
	/// RFC 6381 codecs, such as `avc1.64001f,mp4a.40.2`.
	pub codecs: String,
	/// Picture width in pixels; 0 for music.
	pub width: u32,
	/// Picture height in pixels; 0 for music.
	pub height: u32,
	/// Peak rate in bits per second.
	pub bandwidth_bps: u32,
	/// What film and music databases know of it.
	pub metadata: Record,
	/// Links to the [`CellBlock`]s, in play order.
	pub cells: Vec<Cid>,
}

/// One `VideoCell`.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub struct CellBlock {
	/// Position in the title, from 0.
	pub index: CellIndex,
	/// Play time in milliseconds, 1 to 60,000.
	pub duration_ms: u32,
	/// Bytes of ciphertext.
	pub length_bytes: u64,
	/// BLAKE3 hash of the ciphertext.
	#[serde(with = "serde_bytes")]
	pub root: Hash32,
	/// Links to the fragments: 1 MiB of ciphertext each, the last may be shorter.
	pub fragments: Vec<Cid>,
	/// The encrypted initialisation section, at the front.
	pub init: InitPiece,
	/// The encrypted media segments behind it.
	pub segments: Vec<SegmentPiece>,
}

/// Where the encrypted initialisation section lies in a cell.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub struct InitPiece {
	/// Always 0.
	pub offset: u32,
	/// Bytes of ciphertext.
	pub length: u32,
}

/// Where an encrypted media segment lies in a cell.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub struct SegmentPiece {
	/// Bytes from the cell's start.
	pub offset: u32,
	/// Bytes of ciphertext.
	pub length: u32,
	/// Play time in milliseconds.
	pub duration_ms: u32,
}

/// IV of piece `piece` (0 the init section, k + 1 segment k) of cell `cell`: `cell << 32 | piece`, big endian.
pub fn piece_iv(cell: CellIndex, piece: u32) -> [u8; 16] {
	(u128::from(cell) << 32 | u128::from(piece)).to_be_bytes()
}

impl Manifest {
	/// Whether there is something to see: film, not music alone.
	pub const fn has_picture(&self) -> bool {
		self.width > 0 && self.height > 0
	}

	/// The block of this manifest.
	///
	/// # Errors
	/// [`ManifestError`] if a bound is broken.
	pub fn encode(&self) -> Result<Vec<u8>, ManifestError> {
		self.check()?;
		encode(self)
	}

	/// Reads a manifest block.
	///
	/// # Errors
	/// [`ManifestError`].
	pub fn decode(bytes: &[u8]) -> Result<Self, ManifestError> {
		let manifest: Self = decode(bytes)?;
		manifest.check()?;
		Ok(manifest)
	}

	/// The id under which the title is registered: SHA2-256 of the block.
	///
	/// # Errors
	/// [`ManifestError`] if a bound is broken.
	pub fn content_id(&self) -> Result<ContentId, ManifestError> {
		Ok(ContentId(Sha256::digest(self.encode()?).into()))
	}

	/// The CID that people pass on.
	///
	/// # Errors
	/// [`ManifestError`] if a bound is broken.
	pub fn magnet(&self) -> Result<Cid, ManifestError> {
		Ok(cid_of(DAG_CBOR, &self.encode()?))
	}

	/// What the chain holds of its description: SHA2-256 of the DAG-CBOR map of `metadata` and `title`.
	///
	/// # Errors
	/// [`ManifestError`] if a bound is broken.
	pub fn metadata_hash(&self) -> Result<Hash32, ManifestError> {
		#[derive(Serialize)]
		struct Described<'a> {
			title: &'a str,
			metadata: &'a Record,
		}
		self.check()?;
		let described = Described { title: &self.title, metadata: &self.metadata };
		Ok(Sha256::digest(encode(&described)?).into())
	}

	fn check(&self) -> Result<(), ManifestError> {
		if self.version != MANIFEST_VERSION {
			return Err(ManifestError::UnknownVersion(self.version));
		}
		let ensure =
			|ok: bool, what| if ok { Ok(()) } else { Err(ManifestError::OutOfBounds(what)) };
		let characters = self.title.chars().count();
		ensure((1..=MAX_TITLE_CHARS).contains(&characters), "the title has 1 to 200 characters")?;
		self.metadata.check()?;
		ensure(!self.cells.is_empty(), "a title has at least one cell")?;
		let cells = self.cells.len() as u64;
		ensure(
			(cells..=cells * u64::from(MAX_CELL_MS)).contains(&self.duration_ms),
			"a title plays 1 to 60,000 ms a cell",
		)?;
		ensure(
			(cells..=cells.saturating_mul(MAX_CELL_BYTES)).contains(&self.size_bytes),
			"a title has 1 byte to 2 GiB a cell",
		)?;
		ensure(
			self.cells.iter().all(|link| is_sha2(link, DAG_CBOR)),
			"cells are dag-cbor blocks under sha2-256",
		)
	}
}

impl CellBlock {
	/// The block of this cell.
	///
	/// # Errors
	/// [`ManifestError`] if a bound is broken.
	pub fn encode(&self) -> Result<Vec<u8>, ManifestError> {
		self.check()?;
		encode(self)
	}

	/// Reads a cell block.
	///
	/// # Errors
	/// [`ManifestError`].
	pub fn decode(bytes: &[u8]) -> Result<Self, ManifestError> {
		let cell: Self = decode(bytes)?;
		cell.check()?;
		Ok(cell)
	}

	fn check(&self) -> Result<(), ManifestError> {
		let ensure =
			|ok: bool, what| if ok { Ok(()) } else { Err(ManifestError::OutOfBounds(what)) };
		ensure((1..=MAX_CELL_MS).contains(&self.duration_ms), "a cell plays 1 to 60,000 ms")?;
		ensure((1..=MAX_CELL_BYTES).contains(&self.length_bytes), "a cell has 1 byte to 2 GiB")?;
		ensure(
			self.fragments.len() as u64 == self.length_bytes.div_ceil(FRAGMENT_BYTES),
			"a cell has one fragment for each MiB begun",
		)?;
		ensure(
			self.fragments.iter().all(|link| is_sha2(link, RAW)),
			"fragments are raw blocks under sha2-256",
		)?;
		ensure(self.init.offset == 0, "the init section is at the front of its cell")?;
		ensure(!self.segments.is_empty(), "a cell has at least one segment")?;
		let mut end = 0u64;
		let init = (self.init.offset, self.init.length);
		let pieces = self.segments.iter().map(|piece| (piece.offset, piece.length));
		for (offset, length) in std::iter::once(init).chain(pieces) {
			ensure(u64::from(offset) == end, "pieces follow each other without gap")?;
			ensure(
				length > 0 && length % CIPHER_BLOCK_BYTES == 0,
				"an encrypted piece is a multiple of 16 bytes",
			)?;
			end += u64::from(length);
		}
		ensure(end == self.length_bytes, "the pieces add up to the cell's length")?;
		ensure(
			self.segments.iter().all(|piece| piece.duration_ms <= MAX_CELL_MS),
			"a segment is not longer than a cell",
		)
	}
}

fn is_sha2(link: &Cid, codec: u64) -> bool {
	link.codec() == codec && link.hash().code() == SHA2_256 && link.hash().size() == 32
}

fn encode<T: Serialize>(value: &T) -> Result<Vec<u8>, ManifestError> {
	let bytes = serde_ipld_dagcbor::to_vec(value)
		.map_err(|error| ManifestError::Decode(error.to_string()))?;
	if bytes.len() > MAX_MANIFEST_BYTES {
		return Err(ManifestError::TooLarge { size: bytes.len() });
	}
	Ok(bytes)
}

fn decode<T: DeserializeOwned + Serialize>(bytes: &[u8]) -> Result<T, ManifestError> {
	if bytes.len() > MAX_MANIFEST_BYTES {
		return Err(ManifestError::TooLarge { size: bytes.len() });
	}
	let value: T = serde_ipld_dagcbor::from_slice(bytes)
		.map_err(|error| ManifestError::Decode(error.to_string()))?;
	if encode(&value)? != bytes {
		return Err(ManifestError::NotCanonical);
	}
	Ok(value)
}

#[cfg(test)]
#[path = "manifest_tests.rs"]
pub(crate) mod tests;
