//! Garbage collection: unpinned blocks go, then segments that are mostly dead.
//!
//! *Sweep.* Every block that no pin holds and that is older than the grace time gets a `Deleted` record. It runs
//! under the rules lock, so no pin, no denial and no dag-cbor block can come in between deciding and removing:
//! no block is ever both pinned and gone. If a pinned DAG cannot be read (a damaged dag-cbor block), nothing is
//! swept, because what it held is not known.
//!
//! *Compaction.* A closed segment with less than half of its bytes alive is read through; live blocks, and those
//! rules and deletions that still say something, are appended to the log's end; once that is durable the file
//! is removed. A kill in between leaves both copies, and the later record wins.

use super::{
	Store,
	index::{Location, Position},
	layout::{Kind, SEGMENT_HEAD_BYTES},
	log::{Log, Tail, lock, now_s},
	recovery::{Scanned, scan},
};
use crate::{
	block::{Key, key},
	error::StoreError,
};
use cid::{Cid, multihash::Multihash};

/// A sweep writes so many records between two syncs.
const RECORDS_PER_COMMIT: usize = 1024;

/// What garbage collection did.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct GcReport {
	/// Blocks removed.
	pub removed: Vec<Cid>,
	/// Payload bytes of the blocks removed.
	pub removed_bytes: u64,
	/// Segment files removed.
	pub segments_removed: u64,
	/// Bytes of the segment files removed.
	pub reclaimed_bytes: u64,
}

impl Store {
	/// Removes what no pin holds, and gives disk space back.
	///
	/// # Errors
	/// [`StoreError::Corrupt`] or [`StoreError::BadDag`] if a pinned DAG cannot be read: nothing was removed.
	/// [`StoreError::WalkTooLarge`] likewise. Errors of the disk.
	pub fn gc(&self) -> Result<GcReport, StoreError> {
		let mut report = GcReport::default();
		self.sweep(&mut report)?;
		self.compact(&mut report)?;
		Ok(report)
	}

	fn sweep(&self, report: &mut GcReport) -> Result<(), StoreError> {
		let mut rules = lock(&self.rules);
		let held = self.held()?;
		let youngest = now_s().saturating_sub(self.config.gc_grace.as_secs());
		let mut loose: Vec<(Key, Location)> = Vec::new();
		self.log.index.each_block(|key, location| {
			if !held.contains(&key) && location.written_s <= youngest {
				loose.push((key, location));
			}
			true
		})?;
		for batch in loose.chunks(RECORDS_PER_COMMIT) {
			let mut last = 0;
			let mut removed: Vec<(Cid, Location)> = Vec::new();
			{
				let mut tail = self.log.tail();
				for (key, location) in batch {
					let Ok(hash) = Multihash::from_bytes(key) else { continue };
					let cid = Cid::new_v1(location.codec, hash);
					if tail.ledger.find(&self.log.index, key)? != Some(*location) {
						continue;
					}
					last = self.log.append(&mut tail, Kind::Deleted, &cid, &[], now_s())?;
					removed.push((cid, *location));
				}
			}
			self.log.commit(last)?;
			for (cid, location) in removed {
				self.metrics.blocks_removed.one();
				report.removed_bytes += u64::from(location.payload_bytes);
				report.removed.push(cid);
			}
		}
		*rules = None;
		Ok(())
	}

	fn compact(&self, report: &mut GcReport) -> Result<(), StoreError> {
		// One at a time: two would copy the same blocks.
		let _one = lock(&self.compaction);
		let candidates: Vec<(u32, u64)> = {
			let mut tail = self.log.tail();
			let current = tail.at.segment;
			let mostly_dead =
				|live: u64, length: u64| live * 2 < length.saturating_sub(SEGMENT_HEAD_BYTES);
			let usage = tail.ledger.segments.get(&current).copied().unwrap_or_default();
			if usage.length > SEGMENT_HEAD_BYTES && mostly_dead(usage.live, usage.length) {
				self.log.roll(&mut tail)?;
			}
			let last = tail.at.segment;
			tail.ledger
				.segments
				.range(..last)
				.filter(|(_, usage)| {
					usage.length <= SEGMENT_HEAD_BYTES || mostly_dead(usage.live, usage.length)
				})
				.map(|(number, usage)| (*number, usage.length))
				.collect()
		};
		for (number, length) in candidates {
			self.compact_segment(number, length)?;
			report.segments_removed += 1;
			report.reclaimed_bytes += length;
			self.metrics.bytes_reclaimed.add(length);
		}
		Ok(())
	}

	fn compact_segment(&self, number: u32, length: u64) -> Result<(), StoreError> {
		if let Some(file) = self.log.segment(number)? {
			scan(&file, self.log.id(), SEGMENT_HEAD_BYTES, length, true, |record| {
				let mut tail = self.log.tail();
				carry(&self.log, &mut tail, number, record)
			})?;
		}
		self.set_aside_lost(number)?;
		let sequence = {
			let mut tail = self.log.tail();
			tail.ledger.drop_segment(number);
			// The change above must be committed even if nothing was carried.
			tail.ledger.sequence += 1;
			tail.ledger.sequence
		};
		self.log.commit(sequence)?;
		self.log.remove_segment(number)
	}

	/// Sets aside the blocks that should lie in segment `number` and were not found there, because a record's head
	/// is damaged.
	fn set_aside_lost(&self, number: u32) -> Result<(), StoreError> {
		let live = |tail: &Tail| tail.ledger.segments.get(&number).is_some_and(|at| at.live > 0);
		let sequence = {
			let tail = self.log.tail();
			if !live(&tail) {
				return Ok(());
			}
			tail.ledger.sequence
		};
		// What was carried on has to be in the index, so that what is found there is what was lost.
		self.log.commit(sequence)?;
		let mut lost = Vec::new();
		self.log.index.each_block(|key, at| {
			if at.segment == number && !at.quarantined {
				lost.push((key, at));
			}
			true
		})?;
		for (key, at) in lost {
			self.set_aside(&key, &at)?;
		}
		Ok(())
	}
}

/// Appends `record` again if the log would say something else without it.
fn carry(log: &Log, tail: &mut Tail, number: u32, record: Scanned) -> Result<(), StoreError> {
	let Scanned { offset, head, payload, intact } = record;
	let key = key(&head.cid);
	let found = tail.ledger.find(&log.index, &key)?;
	let oldest = tail.ledger.segments.keys().next() == Some(&number);
	let here = found.filter(|at| {
		Position { segment: at.segment, offset: at.offset } == Position { segment: number, offset }
	});
	let needed = match head.kind {
		Kind::Block => match here {
			// Stays in the index, as damaged, until it is put again or swept.
			Some(at) if !intact => {
				tail.ledger.quarantine(&log.index, &key, &at)?;
				false
			},
			Some(at) => !at.quarantined,
			None => false,
		},
		// An older segment may still hold what this record revokes.
		Kind::Deleted => found.is_none() && !oldest,
		Kind::Unpinned => !tail.ledger.pins.contains(&head.cid) && !oldest,
		Kind::Allowed => !tail.ledger.denied.contains_key(&key) && !oldest,
		Kind::Pinned => tail.ledger.pins.contains(&head.cid),
		Kind::Denied => tail.ledger.denied.get(&key).is_some_and(|(cid, _)| *cid == head.cid),
	};
	if needed {
		log.append(tail, head.kind, &head.cid, &payload, head.written_s)?;
	}
	Ok(())
}
