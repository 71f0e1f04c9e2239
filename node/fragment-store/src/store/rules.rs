//! Pins and the deny list: what must stay, and what must not be here.
//!
//! Each change is a record of the log, acknowledged once it is durable. All of them, and whatever decides by them,
//! run one after the other under the rules lock.

use super::{
	Held, Store,
	layout::Kind,
	log::{lock, now_s},
};
use crate::{
	block::{Key, check_cid, key},
	error::StoreError,
};
use cid::Cid;
use std::{collections::HashSet, sync::Arc};

/// Longest reason kept with a denied block, in bytes; longer ones are cut.
pub const MAX_REASON_BYTES: usize = 256;

impl Store {
	/// Holds a block and all that is linked from it against deletion and garbage collection. Pinning again
	/// changes nothing. Parts of the DAG that are not here yet are held when they come.
	///
	/// # Errors
	/// [`StoreError::NotFound`] if the root is not here, [`StoreError::WalkTooLarge`], [`StoreError::PinsFull`],
	/// what reading the DAG meets.
	pub fn pin(&self, cid: &Cid) -> Result<(), StoreError> {
		let mut rules = lock(&self.rules);
		self.get(cid)?;
		self.walk(cid, &mut HashSet::new(), |_| Ok(()))?;
		let sequence = {
			let mut tail = self.log.tail();
			if tail.ledger.pins.contains(cid) {
				return Ok(());
			}
			if tail.ledger.pins.len() >= self.config.max_pins {
				return Err(StoreError::PinsFull { max: self.config.max_pins });
			}
			self.log.append(&mut tail, Kind::Pinned, cid, &[], now_s())?
		};
		*rules = None;
		self.log.commit(sequence)
	}

	/// Takes a pin away.
	///
	/// # Errors
	/// [`StoreError::NotPinned`], errors of the disk.
	pub fn unpin(&self, cid: &Cid) -> Result<(), StoreError> {
		let mut rules = lock(&self.rules);
		let sequence = {
			let mut tail = self.log.tail();
			if !tail.ledger.pins.contains(cid) {
				return Err(StoreError::NotPinned { cid: *cid });
			}
			self.log.append(&mut tail, Kind::Unpinned, cid, &[], now_s())?
		};
		*rules = None;
		self.log.commit(sequence)
	}

	/// The pins, in no order.
	pub fn pins(&self) -> Vec<Cid> {
		self.log.tail().ledger.pins.iter().copied().collect()
	}

	/// Refuses a block from now on, for `reason` (cut at [`MAX_REASON_BYTES`]); removes and erases it if it is
	/// here, pins of it included. Denying again keeps the first reason.
	///
	/// # Errors
	/// [`StoreError::DenyListFull`], [`StoreError::UnsupportedCid`], errors of the disk.
	pub fn deny(&self, cid: &Cid, reason: &str) -> Result<(), StoreError> {
		check_cid(cid)?;
		let mut rules = lock(&self.rules);
		let key = key(cid);
		let reason = &reason[..reason.floor_char_boundary(MAX_REASON_BYTES)];
		let (sequence, at) = {
			let mut tail = self.log.tail();
			if tail.ledger.denied.contains_key(&key) {
				return Ok(());
			}
			if tail.ledger.denied.len() >= self.config.max_denied {
				return Err(StoreError::DenyListFull { max: self.config.max_denied });
			}
			let at = tail.ledger.find(&self.log.index, &key)?;
			let payload = reason.as_bytes();
			(self.log.append(&mut tail, Kind::Denied, cid, payload, now_s())?, at)
		};
		*rules = None;
		self.log.commit(sequence)?;
		if let Some(at) = at {
			self.metrics.blocks_removed.one();
			self.log.erase(&at)?;
		}
		Ok(())
	}

	/// Denies `root` and all that is linked from it, leaves first, so that a crash in between leaves a root that
	/// can be walked again. Returns the number of blocks denied. A block that another title holds as well is denied to
	/// both; titles are encrypted under keys of their own, so their fragments differ.
	///
	/// # Errors
	/// As [`deny`](Self::deny). What the walk meets (damage, too large a DAG) comes after all that it found was denied.
	pub fn deny_dag(&self, root: &Cid, reason: &str) -> Result<u64, StoreError> {
		let mut below = Vec::new();
		let walked = self.walk(root, &mut HashSet::new(), |cid| {
			below.push(*cid);
			Ok(())
		});
		for cid in below.iter().rev() {
			self.deny(cid, reason)?;
		}
		walked?;
		Ok(below.len() as u64)
	}

	/// Takes a block off the deny list. It has to be put again.
	///
	/// # Errors
	/// Errors of the disk.
	pub fn allow(&self, cid: &Cid) -> Result<(), StoreError> {
		let _rules = lock(&self.rules);
		let sequence = {
			let mut tail = self.log.tail();
			let Some((denied, _)) = tail.ledger.denied.get(&key(cid)).cloned() else {
				return Ok(());
			};
			self.log.append(&mut tail, Kind::Allowed, &denied, &[], now_s())?
		};
		self.log.commit(sequence)
	}

	/// Why a block is denied; `None` if it is not.
	pub fn denied(&self, cid: &Cid) -> Option<String> {
		self.log.tail().ledger.denied.get(&key(cid)).map(|(_, reason)| reason.clone())
	}

	/// [`held`](Self::held), computed at most once between two changes of the rules.
	pub(super) fn held_cached(&self, rules: &mut Held) -> Result<Arc<HashSet<Key>>, StoreError> {
		if let Some(held) = rules {
			return Ok(held.clone());
		}
		let held = Arc::new(self.held()?);
		*rules = Some(held.clone());
		Ok(held)
	}
}
