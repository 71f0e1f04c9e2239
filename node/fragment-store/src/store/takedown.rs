//! Titles that were deleted or stopped: refused and erased whole, but for what another title here shares.
//!
//! Each denied block carries the title's name in its reason, so that a title that is allowed again frees exactly its own
//! blocks, though its manifest is long erased. A block that two taken down titles share stays denied until the one is
//! reinstated under which it was denied first.

use super::Store;
use crate::{
	block::{DAG_CBOR, Key, key},
	dag::manifest::{MAX_MANIFEST_BYTES, Manifest},
	error::StoreError,
};
use cid::{Cid, multihash::Multihash};
use std::collections::HashSet;

/// Begins the reason of a block that was denied with its title.
fn mark(magnet: &Cid) -> String {
	format!("title {magnet} ")
}

impl Store {
	/// The titles whose manifests are here. Cost: every entry of the index, and a read of each small dag-cbor block.
	///
	/// # Errors
	/// Errors of the index.
	pub fn titles(&self) -> Result<Vec<Cid>, StoreError> {
		let mut small = Vec::new();
		self.log.index.each_block(|key, at| {
			if at.codec == DAG_CBOR
				&& !at.quarantined
				&& at.payload_bytes as usize <= MAX_MANIFEST_BYTES
			{
				small.push(key);
			}
			true
		})?;
		let named = small.iter().filter_map(|key| Multihash::from_bytes(key).ok());
		let titles = named
			.map(|hash| Cid::new_v1(DAG_CBOR, hash))
			.filter(|cid| self.get(cid).is_ok_and(|bytes| Manifest::decode(&bytes).is_ok()));
		Ok(titles.collect())
	}

	/// Refuses a title from now on and erases it, for `reason`, which reads on after its name, such as "was deleted by its
	/// owner". What another title here links to stays. Returns the number of blocks denied; the manifest comes last, so that
	/// a crash in between leaves a title that can be taken down again.
	///
	/// # Errors
	/// As [`deny`](Self::deny).
	pub fn take_down(&self, magnet: &Cid, reason: &str) -> Result<u64, StoreError> {
		let mut below = Vec::new();
		// What stops the walk (damage, too large a DAG) leaves the rest to garbage collection.
		let walked = self.walk(magnet, &mut HashSet::new(), |cid| {
			below.push(*cid);
			Ok(())
		});
		if let Err(error) = walked {
			tracing::warn!(target: "reel::fragments", %magnet, %error, "a title to be erased cannot be read whole");
		}
		let shared = if below.len() > 1 { self.linked_by_others(magnet)? } else { HashSet::new() };
		let reason = format!("{}{reason}", mark(magnet));
		let mut denied = 0;
		for cid in below.iter().rev() {
			if cid.hash() == magnet.hash() || !shared.contains(&key(cid)) {
				self.deny(cid, &reason)?;
				denied += 1;
			}
		}
		Ok(denied)
	}

	/// All that is linked from the titles here, but for one.
	fn linked_by_others(&self, magnet: &Cid) -> Result<HashSet<Key>, StoreError> {
		let mut linked = HashSet::new();
		for title in self.titles()? {
			if title.hash() != magnet.hash()
				&& let Err(error) = self.walk(&title, &mut linked, |_| Ok(()))
			{
				tracing::warn!(target: "reel::fragments", %title, %error, "a title cannot be read whole");
			}
		}
		Ok(linked)
	}

	/// Lifts what [`take_down`](Self::take_down) did; the blocks have to come again. Returns their number.
	///
	/// # Errors
	/// As [`allow`](Self::allow).
	pub fn reinstate(&self, magnet: &Cid) -> Result<u64, StoreError> {
		let mark = mark(magnet);
		let mut own: Vec<Cid> = {
			let tail = self.log.tail();
			let denied = tail.ledger.denied.values();
			denied.filter(|(_, reason)| reason.starts_with(&mark)).map(|(cid, _)| *cid).collect()
		};
		// The manifest last, as with taking down.
		own.sort_by_key(|cid| cid.hash() == magnet.hash());
		for cid in &own {
			self.allow(cid)?;
		}
		Ok(own.len() as u64)
	}

	/// The titles that are taken down.
	pub fn taken_down(&self) -> Vec<Cid> {
		let tail = self.log.tail();
		let denied = tail.ledger.denied.values();
		denied
			.filter(|(cid, reason)| reason.starts_with(&mark(&Cid::new_v1(DAG_CBOR, *cid.hash()))))
			.map(|(cid, _)| Cid::new_v1(DAG_CBOR, *cid.hash()))
			.collect()
	}
}
