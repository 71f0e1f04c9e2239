//! Bytes on disk: the directory, the head of a segment, the head of a record.
//!
//! ```text
//! <directory>/
//!   FORMAT            "reel-fragment-store 1 <store id, 32 hex digits>\n"
//!   LOCK              held while the store is open
//!   segments/NNNNNNNN.seg   append-only log, the only truth
//!   index/            ParityDB, a cache of the log that may be deleted at any time
//!   api-token         made by the HTTP service, mode 0600
//!
//! segment   = head ‖ record ‖ record ‖ …
//! head      = "REELSEG1" ‖ format u32 ‖ number u32 ‖ store id [16]                           32 bytes
//! record    = "RLFR" ‖ format u8 ‖ kind u8 ‖ cid length u8 ‖ 0 ‖ payload length u32 ‖ payload CRC-32 u32
//!             ‖ written at, seconds of the Unix epoch u64 ‖ head CRC-32 u32 ‖ cid ‖ payload    28 bytes + cid + payload
//! ```
//!
//! Integers are little endian. The head CRC covers the store id, all of the record before it, and the cid. The
//! store id is random and stays on this machine: bytes inside a block cannot be made to look like a record, so
//! a search for the next record after damage cannot be led astray by what a stranger stored.
//!
//! | kind | means | payload |
//! |---|---|---|
//! | 1 | a block | its bytes |
//! | 2 | the block was deleted | none |
//! | 3, 4 | pinned, unpinned | none |
//! | 5, 6 | denied (and deleted and unpinned), allowed again | the reason, none |
//!
//! Records take effect in log order; a later one on the same block wins.

use crate::block::MAX_BLOCK_BYTES;
use cid::Cid;
use std::path::{Path, PathBuf};

/// Version of everything above. A directory or record of another version is refused.
pub(crate) const FORMAT: u32 = 1;

/// Bytes at the front of each segment.
pub(crate) const SEGMENT_HEAD_BYTES: u64 = 32;

/// Bytes of a record before its cid.
pub(crate) const RECORD_HEAD_BYTES: usize = 28;

/// What a record begins with.
pub(crate) const RECORD_MAGIC: &[u8; 4] = b"RLFR";

/// Longest cid in a record: version, codec, hash code, length and digest of the kinds taken fit well.
pub(crate) const MAX_CID_BYTES: usize = 64;

const SEGMENT_MAGIC: &[u8; 8] = b"REELSEG1";

/// Random name of a store, see the module docs.
pub(crate) type StoreId = [u8; 16];

/// What a record says.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Kind {
	Block = 1,
	Deleted = 2,
	Pinned = 3,
	Unpinned = 4,
	Denied = 5,
	Allowed = 6,
}

impl Kind {
	fn from_byte(byte: u8) -> Option<Self> {
		Some(match byte {
			1 => Self::Block,
			2 => Self::Deleted,
			3 => Self::Pinned,
			4 => Self::Unpinned,
			5 => Self::Denied,
			6 => Self::Allowed,
			_ => return None,
		})
	}
}

/// A record without its payload.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct RecordHead {
	pub(crate) kind: Kind,
	pub(crate) cid: Cid,
	pub(crate) payload_bytes: u32,
	pub(crate) payload_crc: u32,
	pub(crate) written_s: u64,
}

impl RecordHead {
	/// Bytes from the record's start to its payload.
	pub(crate) fn head_bytes(&self) -> u64 {
		(RECORD_HEAD_BYTES + self.cid.encoded_len()) as u64
	}

	/// Bytes of the whole record.
	pub(crate) fn record_bytes(&self) -> u64 {
		self.head_bytes() + u64::from(self.payload_bytes)
	}

	pub(crate) fn encode(&self, store: &StoreId) -> Vec<u8> {
		let cid = self.cid.to_bytes();
		let mut out = Vec::with_capacity(RECORD_HEAD_BYTES + cid.len());
		out.extend_from_slice(RECORD_MAGIC);
		out.extend_from_slice(&[FORMAT as u8, self.kind as u8, cid.len() as u8, 0]);
		out.extend_from_slice(&self.payload_bytes.to_le_bytes());
		out.extend_from_slice(&self.payload_crc.to_le_bytes());
		out.extend_from_slice(&self.written_s.to_le_bytes());
		out.extend_from_slice(&head_crc(store, &out, &cid).to_le_bytes());
		out.extend_from_slice(&cid);
		out
	}

	/// Reads a record's head from the front of `bytes`, which may be longer. `None` if it is not an intact head
	/// of this store and format.
	pub(crate) fn decode(bytes: &[u8], store: &StoreId) -> Option<Self> {
		let head = bytes.get(..RECORD_HEAD_BYTES)?;
		let cid_bytes = usize::from(head[6]);
		if &head[..4] != RECORD_MAGIC
			|| u32::from(head[4]) != FORMAT
			|| head[7] != 0
			|| cid_bytes > MAX_CID_BYTES
		{
			return None;
		}
		let cid = bytes.get(RECORD_HEAD_BYTES..RECORD_HEAD_BYTES + cid_bytes)?;
		if u32_at(head, 24) != head_crc(store, &head[..24], cid) {
			return None;
		}
		let decoded = Self {
			kind: Kind::from_byte(head[5])?,
			cid: Cid::try_from(cid).ok()?,
			payload_bytes: u32_at(head, 8),
			payload_crc: u32_at(head, 12),
			written_s: u64::from_le_bytes(head[16..24].try_into().ok()?),
		};
		(decoded.payload_bytes as usize <= MAX_BLOCK_BYTES).then_some(decoded)
	}
}

/// Head of segment `number`.
pub(crate) fn segment_head(store: &StoreId, number: u32) -> [u8; SEGMENT_HEAD_BYTES as usize] {
	let mut head = [0; SEGMENT_HEAD_BYTES as usize];
	head[..8].copy_from_slice(SEGMENT_MAGIC);
	head[8..12].copy_from_slice(&FORMAT.to_le_bytes());
	head[12..16].copy_from_slice(&number.to_le_bytes());
	head[16..].copy_from_slice(store);
	head
}

/// Where segment `number` lies.
pub(crate) fn segment_path(directory: &Path, number: u32) -> PathBuf {
	segments(directory).join(format!("{number:08}.seg"))
}

/// The segment number in a file name, if it is one.
pub(crate) fn segment_number(name: &str) -> Option<u32> {
	let digits = name.strip_suffix(".seg")?;
	(digits.len() >= 8 && digits.bytes().all(|byte| byte.is_ascii_digit()))
		.then(|| digits.parse().ok())
		.flatten()
}

/// The folder of the segments.
pub(crate) fn segments(directory: &Path) -> PathBuf {
	directory.join("segments")
}

/// CRC-32 of a payload.
pub(crate) fn payload_crc(payload: &[u8]) -> u32 {
	crc32fast::hash(payload)
}

fn head_crc(store: &StoreId, head: &[u8], cid: &[u8]) -> u32 {
	let mut crc = crc32fast::Hasher::new();
	crc.update(store);
	crc.update(head);
	crc.update(cid);
	crc.finalize()
}

fn u32_at(bytes: &[u8], at: usize) -> u32 {
	u32::from_le_bytes([bytes[at], bytes[at + 1], bytes[at + 2], bytes[at + 3]])
}

#[cfg(test)]
mod tests {
	use super::*;
	use crate::block::{RAW, cid_of};

	fn head() -> RecordHead {
		RecordHead {
			kind: Kind::Block,
			cid: cid_of(RAW, b"x"),
			payload_bytes: 1,
			payload_crc: payload_crc(b"x"),
			written_s: 7,
		}
	}

	#[test]
	fn a_head_reads_back_and_any_flipped_bit_is_seen() {
		let bytes = head().encode(&[1; 16]);
		assert_eq!(RecordHead::decode(&bytes, &[1; 16]), Some(head()));
		assert_eq!(bytes.len() as u64, head().head_bytes());
		for bit in 0..bytes.len() * 8 {
			let mut flipped = bytes.clone();
			flipped[bit / 8] ^= 1 << (bit % 8);
			assert_eq!(RecordHead::decode(&flipped, &[1; 16]), None, "bit {bit}");
		}
	}

	#[test]
	fn a_head_of_another_store_is_not_a_record() {
		assert_eq!(RecordHead::decode(&head().encode(&[1; 16]), &[2; 16]), None);
	}

	#[test]
	fn only_segment_names_are_segments() {
		assert_eq!(segment_number("00000012.seg"), Some(12));
		for name in ["12.seg", "00000012", "0000001x.seg", "+0000012.seg"] {
			assert_eq!(segment_number(name), None);
		}
	}
}
