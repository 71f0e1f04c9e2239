//! Keys that follow from a title's content secret (C5).
//!
//! The **content secret** is 32 random bytes that the creator hands to the validators' key desks and to nobody
//! else. Two families of keys follow from it by a keyed hash, so a desk stores one secret a title:
//!
//! - the **cell key** (AES-128) under which a cell's segments lie at rest, the same for everybody;
//! - the **DownloadKey**, one for each viewer and cell: asked again for the same pair it is the same key, and no
//!   two pairs share one (C5).
//!
//! ```text
//! cell key     = first 16 bytes of BLAKE2b-256(secret ‖ "reelchain/cell-key/v1" ‖ cell u32 LE)
//! DownloadKey  = BLAKE2b-256(secret ‖ "reelchain/download-key/v1" ‖ content ‖ cell u32 LE ‖ viewer)
//! commitment   = BLAKE2b-256("reelchain/download-key-commitment/v1" ‖ DownloadKey)
//! ```
//!
//! BLAKE2b does not suffer from length extension, so the secret may simply stand first.

use crate::{AccountId, CellIndex, ContentId, Hash32, blake2b_256};

/// Secret of a title. Never logged, never on a public channel.
pub type ContentSecret = [u8; 32];

/// AES-128 key of a cell at rest.
pub type CellKey = [u8; 16];

/// Key of one cell in transit to one viewer.
pub type DownloadKey = [u8; 32];

/// The key of a cell at rest.
///
/// It does not depend on the content id, which is not known before the cells are encrypted; a secret is
/// random and belongs to one title, so no two titles share a key.
pub fn cell_key(secret: &ContentSecret, cell: CellIndex) -> CellKey {
	let derived = blake2b_256(&[secret, b"reelchain/cell-key/v1", &cell.to_le_bytes()]);
	let mut key = [0; 16];
	key.copy_from_slice(&derived[..16]);
	key
}

/// The key of a cell on its way to `viewer`.
pub fn download_key(
	secret: &ContentSecret,
	content: &ContentId,
	cell: CellIndex,
	viewer: &AccountId,
) -> DownloadKey {
	blake2b_256(&[
		secret,
		b"reelchain/download-key/v1",
		&content.0,
		&cell.to_le_bytes(),
		viewer.as_ref(),
	])
}

/// What may be said of a DownloadKey in public.
pub fn download_key_commitment(key: &DownloadKey) -> Hash32 {
	blake2b_256(&[b"reelchain/download-key-commitment/v1", key])
}

#[cfg(test)]
mod tests {
	use super::*;

	const SECRET: ContentSecret = [7; 32];
	const CONTENT: ContentId = ContentId([1; 32]);

	#[test]
	fn the_same_pair_has_the_same_download_key_and_no_two_pairs_share_one() {
		let [alice, bob] = [AccountId::new([1; 32]), AccountId::new([2; 32])];
		let key = download_key(&SECRET, &CONTENT, 0, &alice);
		assert_eq!(key, download_key(&SECRET, &CONTENT, 0, &alice));
		assert_ne!(key, download_key(&SECRET, &CONTENT, 0, &bob));
		assert_ne!(key, download_key(&SECRET, &CONTENT, 1, &alice));
		assert_ne!(key, download_key(&SECRET, &ContentId([2; 32]), 0, &alice));
		assert_ne!(key, download_key_commitment(&key));
	}

	#[test]
	fn every_cell_has_a_key_of_its_own() {
		assert_ne!(cell_key(&SECRET, 0), cell_key(&SECRET, 1));
		assert_ne!(cell_key(&SECRET, 0), cell_key(&[8; 32], 0));
	}
}
