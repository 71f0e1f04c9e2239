//! Encrypting pieces into cells, cells into fragments, and describing them (C2, C4, C5, S1).
//!
//! Layout and IVs: [`reel_fragment_store::dag::manifest`]. A title is packed cell by cell, so no more than one cell is
//! in memory.

use crate::{Error, Result};
use aes::Aes128;
use cbc::cipher::{BlockDecryptMut, BlockEncryptMut, KeyIvInit, block_padding::Pkcs7};
use cid::Cid;
use reel_fragment_store::{
	block::{DAG_CBOR, RAW, cid_of},
	dag::{
		manifest::{
			CellBlock, InitPiece, MANIFEST_VERSION, Manifest, ManifestError, SegmentPiece, piece_iv,
		},
		record::Record,
	},
};
use reel_merkle::binary::Tree;
use reel_primitives::{
	CellIndex,
	geometry::{CellDescriptor, FRAGMENT_BYTES, Geometry},
	keys::{CellKey, ContentSecret, cell_key},
};

impl From<ManifestError> for Error {
	fn from(error: ManifestError) -> Self {
		Self::Storage(error.to_string())
	}
}

/// A cell with all that is stored of it.
#[derive(Clone, Debug)]
pub struct PackedCell {
	/// Its description.
	pub block: CellBlock,
	/// Name of the description.
	pub cid: Cid,
	/// The description's block.
	pub bytes: Vec<u8>,
	/// The encrypted cell.
	pub ciphertext: Vec<u8>,
}

impl PackedCell {
	/// Encrypts a cell: the init section and segments with their play times in milliseconds.
	///
	/// # Errors
	/// [`Error::Storage`] when a bound of the manifest is broken.
	pub fn encrypt(
		secret: &ContentSecret,
		index: CellIndex,
		init: &[u8],
		segments: &[(Vec<u8>, u32)],
	) -> Result<Self> {
		let key = cell_key(secret, index);
		let mut ciphertext = encrypt_piece(&key, index, 0, init);
		let init = InitPiece { offset: 0, length: length_of(&ciphertext)? };
		let mut pieces = Vec::with_capacity(segments.len());
		for (number, (segment, duration_ms)) in (1..).zip(segments) {
			let sealed = encrypt_piece(&key, index, number, segment);
			let (offset, length) = (length_of(&ciphertext)?, length_of(&sealed)?);
			pieces.push(SegmentPiece { offset, length, duration_ms: *duration_ms });
			ciphertext.extend(sealed);
		}
		let fragments =
			ciphertext.chunks(FRAGMENT_BYTES as usize).map(|bytes| cid_of(RAW, bytes)).collect();
		let block = CellBlock {
			index,
			duration_ms: pieces.iter().map(|piece| piece.duration_ms).sum(),
			length_bytes: ciphertext.len() as u64,
			root: *blake3::hash(&ciphertext).as_bytes(),
			fragments,
			init,
			segments: pieces,
		};
		let bytes = block.encode()?;
		Ok(Self { block, cid: cid_of(DAG_CBOR, &bytes), bytes, ciphertext })
	}

	/// Its fragments with their names.
	pub fn fragments(&self) -> impl Iterator<Item = (&Cid, &[u8])> {
		self.block.fragments.iter().zip(self.ciphertext.chunks(FRAGMENT_BYTES as usize))
	}
}

fn length_of(bytes: &[u8]) -> Result<u32> {
	u32::try_from(bytes.len())
		.map_err(|_| Error::Storage("a cell is below 4 GiB: use shorter cells".to_owned()))
}

/// One piece under the cell's key: AES-128-CBC with PKCS#7.
pub fn encrypt_piece(key: &CellKey, cell: CellIndex, piece: u32, plain: &[u8]) -> Vec<u8> {
	cbc::Encryptor::<Aes128>::new(key.into(), &piece_iv(cell, piece).into())
		.encrypt_padded_vec_mut::<Pkcs7>(plain)
}

/// What [`encrypt_piece`] encrypted.
///
/// # Errors
/// [`Error::Storage`] when the padding is wrong, as it is with most wrong keys.
pub fn decrypt_piece(key: &CellKey, cell: CellIndex, piece: u32, sealed: &[u8]) -> Result<Vec<u8>> {
	cbc::Decryptor::<Aes128>::new(key.into(), &piece_iv(cell, piece).into())
		.decrypt_padded_vec_mut::<Pkcs7>(sealed)
		.map_err(|_| Error::Storage(format!("piece {piece} of cell {cell} does not decrypt")))
}

/// The init section and segments of a cell in the clear.
///
/// # Errors
/// [`Error::Storage`].
pub fn decrypt_cell(key: &CellKey, block: &CellBlock, ciphertext: &[u8]) -> Result<Vec<Vec<u8>>> {
	let init = (block.init.offset, block.init.length);
	let ranges = std::iter::once(init)
		.chain(block.segments.iter().map(|piece| (piece.offset, piece.length)));
	(0u32..)
		.zip(ranges)
		.map(|(number, (offset, length))| {
			let start = offset as usize;
			let sealed = ciphertext.get(start..start + length as usize);
			let sealed = sealed.ok_or_else(|| Error::Storage("the cell is cut off".to_owned()))?;
			decrypt_piece(key, block.index, number, sealed)
		})
		.collect()
}

/// A cell as the chain's cells root commits to it.
pub fn descriptor(block: &CellBlock) -> CellDescriptor {
	CellDescriptor {
		index: block.index,
		duration_ms: block.duration_ms,
		length_bytes: block.length_bytes,
		root: block.root,
	}
}

/// The tree whose root is registered.
pub fn cells_tree(cells: &[CellBlock]) -> Tree {
	let leaves: Vec<_> = cells.iter().map(|cell| descriptor(cell).leaf_bytes()).collect();
	Tree::from_items(&leaves)
}

/// The size of a title as registered.
pub fn geometry(manifest: &Manifest) -> Geometry {
	Geometry {
		cells: u32::try_from(manifest.cells.len()).unwrap_or(u32::MAX),
		duration_ms: manifest.duration_ms,
		size_bytes: manifest.size_bytes,
	}
}

/// What a manifest says beside its cells.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Description {
	/// Name for people, 1 to 200 characters.
	pub title: String,
	/// RFC 6381 codecs.
	pub codecs: String,
	/// Picture width in pixels.
	pub width: u32,
	/// Picture height in pixels.
	pub height: u32,
	/// Peak rate in bits per second.
	pub bandwidth_bps: u32,
	/// What film and music databases know of it.
	pub metadata: Record,
}

impl Description {
	/// The manifest of a title with these cells.
	///
	/// # Errors
	/// [`Error::Storage`] when a bound of the manifest is broken.
	pub fn manifest(&self, cells: &[CellBlock], links: Vec<Cid>) -> Result<Manifest> {
		let manifest = Manifest {
			version: MANIFEST_VERSION,
			title: self.title.clone(),
			duration_ms: cells.iter().map(|cell| u64::from(cell.duration_ms)).sum(),
			size_bytes: cells.iter().map(|cell| cell.length_bytes).sum(),
			cells_root: cells_tree(cells).root(),
			codecs: self.codecs.clone(),
			width: self.width,
			height: self.height,
			bandwidth_bps: self.bandwidth_bps,
			metadata: self.metadata.clone(),
			cells: links,
		};
		manifest.encode()?;
		Ok(manifest)
	}
}

#[cfg(test)]
mod tests {
	use super::*;

	#[test]
	fn a_cell_decrypts_to_its_pieces_with_its_own_key_alone() {
		let secret = [7; 32];
		let segments = vec![(vec![1; 2_000_000], 4_000), (vec![2; 31], 500)];
		let cell = PackedCell::encrypt(&secret, 3, b"init", &segments).expect("packed");
		assert_eq!(cell.block.duration_ms, 4_500);
		assert_eq!(cell.block.fragments.len(), 2);
		assert_eq!(CellBlock::decode(&cell.bytes).expect("canonical"), cell.block);
		let key = cell_key(&secret, 3);
		let plain = decrypt_cell(&key, &cell.block, &cell.ciphertext).expect("decrypts");
		assert_eq!(plain, [b"init".to_vec(), segments[0].0.clone(), segments[1].0.clone()]);
		let wrong = decrypt_cell(&cell_key(&secret, 4), &cell.block, &cell.ciphertext);
		assert_ne!(wrong.ok(), Some(plain));
	}
}
