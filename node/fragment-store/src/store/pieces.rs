//! Blocks read in pieces, so that a reader who takes one slowly costs a piece of memory and not a block.
//!
//! The first reading holds the whole block against its name, and notes a digest of each piece. A piece that is read later
//! is held against its digest, so a byte that is wrong is never given, whenever it became wrong. What was removed or
//! denied meanwhile is not given either.

use super::{
	Store,
	index::Location,
	log::{Found, Log},
};
use crate::{block::Hasher, error::StoreError};
use bytes::Bytes;
use cid::Cid;
use std::{io, os::unix::fs::FileExt};

/// Bytes of each piece but the last.
pub(crate) const PIECE_BYTES: usize = 32 << 10;

/// A block that was read once and found intact. Some 2 KiB for the largest.
#[derive(Debug)]
pub(crate) struct Pieces {
	cid: Cid,
	bytes: usize,
	digests: Vec<[u8; 32]>,
}

impl Pieces {
	/// Length of the block.
	pub(crate) const fn bytes(&self) -> usize {
		self.bytes
	}
}

impl Store {
	/// Reads a block as [`get`](Self::get) does, without keeping it.
	///
	/// # Errors
	/// As [`get`](Self::get).
	pub(crate) fn check(&self, cid: &Cid) -> Result<Pieces, StoreError> {
		let pieces = self.find(cid, |at| self.log.check_pieces(at, cid))?;
		self.metrics.blocks_read.one();
		self.metrics.bytes_read.add(pieces.bytes as u64);
		Ok(pieces)
	}

	/// Piece `number` of a block; empty behind its end.
	///
	/// # Errors
	/// As [`get`](Self::get): the block may be gone by now.
	pub(crate) fn piece(&self, pieces: &Pieces, number: usize) -> Result<Bytes, StoreError> {
		let Some(digest) = pieces.digests.get(number) else { return Ok(Bytes::new()) };
		self.find(&pieces.cid, |at| {
			if at.payload_bytes as usize != pieces.bytes {
				return Ok(Found::Damaged);
			}
			let start = number * PIECE_BYTES;
			let mut piece = vec![0; PIECE_BYTES.min(pieces.bytes - start)];
			Ok(match self.log.read_payload(at, start, &mut piece)? {
				Found::Intact(()) if blake3::hash(&piece) == *digest => Found::Intact(piece.into()),
				Found::Gone => Found::Gone,
				_ => Found::Damaged,
			})
		})
	}
}

impl Log {
	/// Fills `piece` from `start` of the payload at `location`.
	fn read_payload(
		&self,
		location: &Location,
		start: usize,
		piece: &mut [u8],
	) -> Result<Found<()>, StoreError> {
		let Some(file) = self.segment(location.segment)? else { return Ok(Found::Gone) };
		let at = location.offset + (location.head_bytes() + start) as u64;
		match file.read_exact_at(piece, at) {
			Ok(()) => Ok(Found::Intact(())),
			Err(error) if error.kind() == io::ErrorKind::UnexpectedEof => Ok(Found::Damaged),
			Err(source) => Err(StoreError::Io { what: "read a segment", source }),
		}
	}

	fn check_pieces(&self, location: &Location, cid: &Cid) -> Result<Found<Pieces>, StoreError> {
		let Some(file) = self.segment(location.segment)? else { return Ok(Found::Gone) };
		let mut head = vec![0; location.head_bytes()];
		match file.read_exact_at(&mut head, location.offset) {
			Ok(()) if self.is_head_of(&head, location, cid) => {},
			Err(source) if source.kind() != io::ErrorKind::UnexpectedEof => {
				return Err(StoreError::Io { what: "read a segment", source });
			},
			_ => return Ok(Found::Damaged),
		}
		let Some(mut whole) = Hasher::of(cid) else { return Ok(Found::Damaged) };
		let bytes = location.payload_bytes as usize;
		let mut digests = Vec::with_capacity(bytes.div_ceil(PIECE_BYTES));
		let mut buffer = vec![0; PIECE_BYTES.min(bytes)];
		for start in (0..bytes).step_by(PIECE_BYTES) {
			let piece = &mut buffer[..PIECE_BYTES.min(bytes - start)];
			match self.read_payload(location, start, piece)? {
				Found::Intact(()) => {},
				Found::Gone => return Ok(Found::Gone),
				Found::Damaged => return Ok(Found::Damaged),
			}
			whole.update(piece);
			digests.push(*blake3::hash(piece).as_bytes());
		}
		Ok(if whole.matches(cid) {
			Found::Intact(Pieces { cid: *cid, bytes, digests })
		} else {
			Found::Damaged
		})
	}
}

#[cfg(test)]
mod tests {
	use super::*;
	use crate::{
		block::{BLAKE2B_256, BLAKE3, RAW, SHA2_256, cid_with_hash},
		config::Config,
	};

	fn open(directory: &std::path::Path) -> Store {
		let config = Config {
			directory: directory.to_owned(),
			gc_grace: std::time::Duration::ZERO,
			..Config::default()
		};
		Store::open(config).expect("opens")
	}

	fn noise(bytes: usize) -> Vec<u8> {
		(0..bytes).map(|at| (at * 31 + at / 251) as u8).collect()
	}

	#[test]
	fn pieces_are_the_block_whatever_its_hash_and_length() {
		let directory = tempfile::tempdir().expect("temporary directory");
		let store = open(directory.path());
		for length in [0, 1, PIECE_BYTES, PIECE_BYTES + 1, 5 * PIECE_BYTES - 7] {
			for hash in [SHA2_256, BLAKE2B_256, BLAKE3] {
				let bytes = noise(length);
				let cid = cid_with_hash(RAW, hash, &bytes).expect("taken");
				store.put_cid(&cid, &bytes).expect("put");
				let pieces = store.check(&cid).expect("is here");
				assert_eq!(pieces.bytes(), length);
				let mut read = Vec::new();
				for number in 0..=pieces.digests.len() {
					read.extend_from_slice(&store.piece(&pieces, number).expect("is here"));
				}
				assert_eq!(read, bytes);
			}
		}
	}

	#[test]
	fn a_piece_that_was_removed_denied_or_damaged_meanwhile_is_not_given() {
		let directory = tempfile::tempdir().expect("temporary directory");
		let store = open(directory.path());
		let put = |seed: u8| {
			let mut bytes = noise(3 * PIECE_BYTES);
			bytes[0] = seed;
			let cid = store.put(RAW, &bytes).expect("put");
			(cid, store.check(&cid).expect("is here"))
		};
		let (deleted, of_deleted) = put(1);
		store.delete(&deleted).expect("deleted");
		let read = store.piece(&of_deleted, 1);
		assert!(matches!(read, Err(StoreError::NotFound { .. })), "{read:?}");
		let (denied, of_denied) = put(2);
		store.deny(&denied, "told to").expect("denied");
		let read = store.piece(&of_denied, 1);
		assert!(matches!(read, Err(StoreError::Denied { .. })), "{read:?}");

		let (damaged, of_damaged) = put(3);
		let path = directory.path().join("segments/00000000.seg");
		let mut segment = std::fs::read(&path).expect("is there");
		let at = segment.len() - PIECE_BYTES - 1;
		segment[at] ^= 1;
		std::fs::write(&path, segment).expect("written");
		assert!(store.piece(&of_damaged, 0).is_ok(), "the damage is in the second piece");
		let read = store.piece(&of_damaged, 1);
		assert!(matches!(read, Err(StoreError::Corrupt { .. })), "{read:?}");
		let again = store.check(&damaged);
		assert!(matches!(again, Err(StoreError::Corrupt { .. })), "set aside");
	}

	#[test]
	fn a_block_that_is_moved_meanwhile_is_read_where_it_is() {
		let directory = tempfile::tempdir().expect("temporary directory");
		let config = Config {
			directory: directory.path().to_owned(),
			segment_bytes: 4 << 20,
			gc_grace: std::time::Duration::ZERO,
			..Config::default()
		};
		let store = Store::open(config).expect("opens");
		let bytes = noise(2 * PIECE_BYTES);
		let cid = store.put(RAW, &bytes).expect("put");
		store.pin(&cid).expect("pinned");
		let pieces = store.check(&cid).expect("is here");
		for seed in 0..6u8 {
			let mut dead = noise(1 << 20);
			dead[0] = seed;
			store.put(RAW, &dead).expect("put");
		}
		store.gc().expect("collected");
		let first = directory.path().join("segments/00000000.seg");
		assert!(!first.exists(), "nothing was moved");
		assert_eq!(store.piece(&pieces, 1).expect("is here"), &bytes[PIECE_BYTES..]);
	}
}
