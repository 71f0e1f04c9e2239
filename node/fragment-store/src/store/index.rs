//! The index: where each block lies, in `ParityDB`.
//!
//! It is a cache of the log. `ParityDB` forgets its last commits when the process is killed, always from the end
//! and never in part; so each commit carries the log position up to which it is complete (the *checkpoint*),
//! and opening reads the log on from there.
//!
//! | column | key | value |
//! |---|---|---|
//! | 0 blocks | multihash | [`Location`] |
//! | 1 state | `checkpoint` | format u32, store id, segment u32, offset u64 |
//! | | `seg/` number BE | live record bytes u64 |
//! | | `pin/` cid | empty |
//! | | `deny/` cid | reason |

use super::layout::{FORMAT, RECORD_HEAD_BYTES, StoreId};
use crate::{
	block::{DAG_CBOR, DAG_PB, Key, RAW},
	error::StoreError,
};
use parity_db::{ColumnOptions, CompressionType, Db, Options};
use std::path::Path;

const BLOCKS: u8 = 0;
const STATE: u8 = 1;
const CHECKPOINT: &[u8] = b"checkpoint";
pub(crate) const SEGMENTS: &[u8] = b"seg/";
pub(crate) const PINS: &[u8] = b"pin/";
pub(crate) const DENIED: &[u8] = b"deny/";

const LOCATION_BYTES: usize = 27;
const CHECKPOINT_BYTES: usize = 32;

/// Where a block lies.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Location {
	pub(crate) segment: u32,
	/// Of the record, not the payload.
	pub(crate) offset: u64,
	pub(crate) payload_bytes: u32,
	pub(crate) cid_bytes: u8,
	/// Multicodec it was put under.
	pub(crate) codec: u64,
	/// Found damaged: never served, replaced by the next put.
	pub(crate) quarantined: bool,
	pub(crate) written_s: u64,
}

impl Location {
	/// Bytes of the whole record.
	pub(crate) fn record_bytes(&self) -> u64 {
		self.head_bytes() as u64 + u64::from(self.payload_bytes)
	}

	/// Bytes from the record's start to its payload.
	pub(crate) fn head_bytes(&self) -> usize {
		RECORD_HEAD_BYTES + usize::from(self.cid_bytes)
	}

	fn encode(&self) -> Vec<u8> {
		let mut out = Vec::with_capacity(LOCATION_BYTES);
		out.extend_from_slice(&self.segment.to_le_bytes());
		out.extend_from_slice(&self.offset.to_le_bytes());
		out.extend_from_slice(&self.payload_bytes.to_le_bytes());
		out.extend_from_slice(&self.written_s.to_le_bytes());
		out.push(self.cid_bytes);
		out.push(match self.codec {
			DAG_CBOR => 1,
			DAG_PB => 2,
			_ => 0,
		});
		out.push(u8::from(self.quarantined));
		out
	}

	fn decode(bytes: &[u8]) -> Option<Self> {
		let bytes: &[u8; LOCATION_BYTES] = bytes.try_into().ok()?;
		Some(Self {
			segment: u32::from_le_bytes(bytes[..4].try_into().ok()?),
			offset: u64::from_le_bytes(bytes[4..12].try_into().ok()?),
			payload_bytes: u32::from_le_bytes(bytes[12..16].try_into().ok()?),
			written_s: u64::from_le_bytes(bytes[16..24].try_into().ok()?),
			cid_bytes: bytes[24],
			codec: match bytes[25] {
				1 => DAG_CBOR,
				2 => DAG_PB,
				_ => RAW,
			},
			quarantined: bytes[26] == 1,
		})
	}
}

/// A position in the log.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Position {
	pub(crate) segment: u32,
	pub(crate) offset: u64,
}

/// One change of the index.
pub(crate) type Change = (u8, Vec<u8>, Option<Vec<u8>>);

/// Name and value in the state column.
pub(crate) type Entry = (Vec<u8>, Vec<u8>);

/// A change that sets or removes the place of a block.
pub(crate) fn set_block(key: &Key, location: Option<&Location>) -> Change {
	(BLOCKS, key.clone(), location.map(Location::encode))
}

/// A change of an entry of the state column.
pub(crate) fn set_state(prefix: &[u8], name: &[u8], value: Option<Vec<u8>>) -> Change {
	(STATE, [prefix, name].concat(), value)
}

/// The change that moves the checkpoint.
pub(crate) fn set_checkpoint(store: &StoreId, at: Position) -> Change {
	let mut out = Vec::with_capacity(CHECKPOINT_BYTES);
	out.extend_from_slice(&FORMAT.to_le_bytes());
	out.extend_from_slice(store);
	out.extend_from_slice(&at.segment.to_le_bytes());
	out.extend_from_slice(&at.offset.to_le_bytes());
	(STATE, CHECKPOINT.to_vec(), Some(out))
}

/// The open index.
pub(crate) struct Index(Db);

impl Index {
	pub(crate) fn open(directory: &Path) -> Result<Self, StoreError> {
		let mut options = Options::with_columns(directory, 2);
		options.columns = vec![
			ColumnOptions {
				btree_index: true,
				compression: CompressionType::NoCompression,
				..Default::default()
			};
			2
		];
		Ok(Self(Db::open_or_create(&options)?))
	}

	pub(crate) fn block(&self, key: &Key) -> Result<Option<Location>, StoreError> {
		Ok(self.0.get(BLOCKS, key)?.and_then(|value| Location::decode(&value)))
	}

	/// The log position up to which the index is complete; `None` if it is empty, or not of this store.
	pub(crate) fn checkpoint(&self, store: &StoreId) -> Result<Option<Position>, StoreError> {
		let Some(value) = self.0.get(STATE, CHECKPOINT)? else { return Ok(None) };
		let own = value.len() == CHECKPOINT_BYTES
			&& value[..4] == FORMAT.to_le_bytes()
			&& &value[4..20] == store;
		Ok(own.then(|| Position {
			segment: u32::from_le_bytes(value[20..24].try_into().expect("4 bytes; qed")),
			offset: u64::from_le_bytes(value[24..32].try_into().expect("8 bytes; qed")),
		}))
	}

	/// Calls `visit` with every block, in key order, until it returns false.
	pub(crate) fn each_block(
		&self,
		mut visit: impl FnMut(Key, Location) -> bool,
	) -> Result<(), StoreError> {
		let mut entries = self.0.iter(BLOCKS)?;
		entries.seek_to_first()?;
		while let Some((key, value)) = entries.next()? {
			if let Some(location) = Location::decode(&value)
				&& !visit(key, location)
			{
				break;
			}
		}
		Ok(())
	}

	/// Every entry of the state column under `prefix`, without the prefix.
	pub(crate) fn state(&self, prefix: &[u8]) -> Result<Vec<Entry>, StoreError> {
		let mut entries = self.0.iter(STATE)?;
		entries.seek(prefix)?;
		let mut found = Vec::new();
		while let Some((key, value)) = entries.next()? {
			let Some(name) = key.strip_prefix(prefix) else { break };
			found.push((name.to_vec(), value));
		}
		Ok(found)
	}

	/// Applies all changes or, after a kill, none.
	pub(crate) fn commit(&self, changes: Vec<Change>) -> Result<(), StoreError> {
		Ok(self.0.commit(changes)?)
	}
}

#[cfg(test)]
mod tests {
	use super::*;

	#[test]
	fn a_location_reads_back() {
		let location = |codec| Location {
			segment: 3,
			offset: 1 << 40,
			payload_bytes: 77,
			cid_bytes: 36,
			codec,
			quarantined: false,
			written_s: 9,
		};
		for codec in [RAW, DAG_CBOR, DAG_PB] {
			let location = location(codec);
			assert_eq!(Location::decode(&location.encode()), Some(location));
			assert_eq!(Location::decode(&location.encode()[1..]), None);
		}
	}

	#[test]
	fn state_is_listed_by_prefix() {
		let directory = tempfile::tempdir().expect("temporary directory");
		let index = Index::open(directory.path()).expect("opens");
		let changes = vec![
			set_state(PINS, b"b", Some(Vec::new())),
			set_state(SEGMENTS, b"1", Some(vec![1])),
			set_state(PINS, b"a", Some(Vec::new())),
			set_checkpoint(&[7; 16], Position { segment: 1, offset: 2 }),
		];
		index.commit(changes).expect("commits");
		let names: Vec<_> =
			index.state(PINS).expect("lists").into_iter().map(|(name, _)| name).collect();
		assert_eq!(names, [b"a".to_vec(), b"b".to_vec()]);
		assert_eq!(
			index.checkpoint(&[7; 16]).expect("reads"),
			Some(Position { segment: 1, offset: 2 })
		);
		assert_eq!(index.checkpoint(&[8; 16]).expect("reads"), None);
	}
}
