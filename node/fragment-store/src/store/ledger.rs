//! What the log adds up to: one rule for applying a record, used by every write and by recovery alike.

use super::{
	index::{self, Change, Index, Location, Position, set_block, set_state},
	layout::{Kind, RecordHead, StoreId},
};
use crate::{
	block::{Key, key},
	error::StoreError,
};
use cid::Cid;
use std::collections::{BTreeMap, HashMap, HashSet};

/// How full a segment is.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct SegmentUse {
	/// Bytes of the file that hold records or the head.
	pub(crate) length: u64,
	/// Bytes of records of live blocks.
	pub(crate) live: u64,
}

/// Effects of the log up to its end, of which the index may still lack the last.
#[derive(Default)]
pub(crate) struct Ledger {
	pub(crate) segments: BTreeMap<u32, SegmentUse>,
	pub(crate) pins: HashSet<Cid>,
	/// By multihash, so that another codec does not lift the denial; with the CID it was denied under.
	pub(crate) denied: HashMap<Key, (Cid, String)>,
	pub(crate) blocks: u64,
	/// Payload bytes of live blocks.
	pub(crate) block_bytes: u64,
	/// Record bytes of live blocks: what the quota limits.
	pub(crate) live_bytes: u64,
	/// Number of the last record applied in this session.
	pub(crate) sequence: u64,
	/// Places that the index does not have yet, with the record that set them.
	unindexed: HashMap<Key, (u64, Option<Location>)>,
	changes: Vec<Change>,
	touched: HashSet<u32>,
}

impl Ledger {
	/// Loads what the index had at its checkpoint.
	pub(crate) fn load(index: &Index, lengths: BTreeMap<u32, u64>) -> Result<Self, StoreError> {
		let mut ledger = Self::default();
		for (number, length) in lengths {
			ledger.segments.insert(number, SegmentUse { length, live: 0 });
		}
		for (name, value) in index.state(index::SEGMENTS)? {
			let number = name.try_into().map(u32::from_be_bytes);
			let live = value.try_into().map(u64::from_le_bytes);
			if let (Ok(number), Ok(live)) = (number, live)
				&& let Some(usage) = ledger.segments.get_mut(&number)
			{
				usage.live = live;
			}
		}
		for (name, _) in index.state(index::PINS)? {
			ledger.pins.extend(Cid::try_from(name));
		}
		for (name, reason) in index.state(index::DENIED)? {
			if let Ok(cid) = Cid::try_from(name) {
				let reason = String::from_utf8_lossy(&reason).into_owned();
				ledger.denied.insert(key(&cid), (cid, reason));
			}
		}
		index.each_block(|_, location| {
			if !location.quarantined {
				ledger.blocks += 1;
				ledger.block_bytes += u64::from(location.payload_bytes);
				ledger.live_bytes += location.record_bytes();
			}
			true
		})?;
		Ok(ledger)
	}

	/// Where the block lies as of the last record, durable or not.
	pub(crate) fn find(&self, index: &Index, key: &Key) -> Result<Option<Location>, StoreError> {
		match self.unindexed.get(key) {
			Some((_, location)) => Ok(*location),
			None => index.block(key),
		}
	}

	/// Number of the record that must be durable before what is known of `key` may be acknowledged.
	pub(crate) fn sequence_of(&self, key: &Key) -> u64 {
		self.unindexed.get(key).map_or(0, |(sequence, _)| *sequence)
	}

	/// Takes the record `head` at `at` into account. `intact` is false for a block whose payload is damaged.
	pub(crate) fn apply(
		&mut self,
		index: &Index,
		head: &RecordHead,
		at: Position,
		payload: &[u8],
		intact: bool,
	) -> Result<(), StoreError> {
		self.sequence += 1;
		let key = key(&head.cid);
		let name = head.cid.to_bytes();
		match head.kind {
			Kind::Block => {
				let location = Location {
					segment: at.segment,
					offset: at.offset,
					payload_bytes: head.payload_bytes,
					cid_bytes: name.len() as u8,
					codec: head.cid.codec(),
					quarantined: !intact,
					written_s: head.written_s,
				};
				self.place(index, key, Some(location))?;
			},
			Kind::Deleted => self.place(index, key, None)?,
			Kind::Pinned => {
				self.pins.insert(head.cid);
				self.changes.push(set_state(index::PINS, &name, Some(Vec::new())));
			},
			Kind::Unpinned => self.unpin(&head.cid),
			Kind::Denied => {
				let reason = String::from_utf8_lossy(payload).into_owned();
				self.changes.push(set_state(index::DENIED, &name, Some(payload.to_vec())));
				let under: Vec<Cid> =
					self.pins.iter().filter(|pin| pin.hash() == head.cid.hash()).copied().collect();
				under.iter().for_each(|pin| self.unpin(pin));
				self.place(index, key.clone(), None)?;
				self.denied.insert(key, (head.cid, reason));
			},
			Kind::Allowed => {
				if let Some((cid, _)) = self.denied.remove(&key) {
					self.changes.push(set_state(index::DENIED, &cid.to_bytes(), None));
				}
			},
		}
		Ok(())
	}

	/// Marks the block at `location` as damaged, if it still lies there.
	pub(crate) fn quarantine(
		&mut self,
		index: &Index,
		key: &Key,
		location: &Location,
	) -> Result<bool, StoreError> {
		if location.quarantined || self.find(index, key)? != Some(*location) {
			return Ok(false);
		}
		self.sequence += 1;
		self.place(index, key.clone(), Some(Location { quarantined: true, ..*location }))?;
		Ok(true)
	}

	/// Forgets an emptied segment.
	pub(crate) fn drop_segment(&mut self, number: u32) {
		self.segments.remove(&number);
		self.touched.remove(&number);
		self.changes.push(set_state(index::SEGMENTS, &number.to_be_bytes(), None));
	}

	/// Takes what the index lacks, with the checkpoint `at` that it will then be complete to.
	pub(crate) fn take_changes(&mut self, store: &StoreId, at: Position) -> Vec<Change> {
		let mut changes = std::mem::take(&mut self.changes);
		for number in self.touched.drain() {
			let live = self.segments.get(&number).map_or(0, |usage| usage.live);
			changes.push(set_state(
				index::SEGMENTS,
				&number.to_be_bytes(),
				Some(live.to_le_bytes().to_vec()),
			));
		}
		changes.push(index::set_checkpoint(store, at));
		changes
	}

	/// Number of changes waiting for the index.
	pub(crate) fn waiting(&self) -> usize {
		self.changes.len()
	}

	/// The index now has everything up to record `sequence`.
	pub(crate) fn indexed(&mut self, sequence: u64) {
		self.unindexed.retain(|_, (set_by, _)| *set_by > sequence);
	}

	fn unpin(&mut self, cid: &Cid) {
		self.pins.remove(cid);
		self.changes.push(set_state(index::PINS, &cid.to_bytes(), None));
	}

	fn place(
		&mut self,
		index: &Index,
		key: Key,
		location: Option<Location>,
	) -> Result<(), StoreError> {
		let live = |location: &Option<Location>| location.filter(|found| !found.quarantined);
		if let Some(old) = live(&self.find(index, &key)?) {
			self.blocks = self.blocks.saturating_sub(1);
			self.block_bytes = self.block_bytes.saturating_sub(old.payload_bytes.into());
			self.live_bytes = self.live_bytes.saturating_sub(old.record_bytes());
			if let Some(usage) = self.segments.get_mut(&old.segment) {
				usage.live = usage.live.saturating_sub(old.record_bytes());
				self.touched.insert(old.segment);
			}
		}
		if let Some(new) = live(&location) {
			self.blocks += 1;
			self.block_bytes += u64::from(new.payload_bytes);
			self.live_bytes += new.record_bytes();
			self.segments.entry(new.segment).or_default().live += new.record_bytes();
			self.touched.insert(new.segment);
		}
		self.changes.push(set_block(&key, location.as_ref()));
		self.unindexed.insert(key, (self.sequence, location));
		Ok(())
	}
}
