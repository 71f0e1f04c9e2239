//! Titles that were deleted or stopped: refused and erased whole, but for what another title here shares.
//!
//! A block is refused exactly if a title that holds it is down and none holds it that is not: neither one that is here nor
//! one that was allowed again. Each denied block carries a title's name in its reason; what a title held is on record
//! ([`Holdings`]) when its manifest is long erased. So the order in which titles are stopped, deleted and allowed again
//! does not matter.

use super::{Store, holdings::Holdings, log::lock};
use crate::{
	block::{DAG_CBOR, Key, has_links, key},
	dag::manifest::{MAX_MANIFEST_BYTES, Manifest},
	error::StoreError,
};
use cid::{Cid, multihash::Multihash};
use std::collections::HashSet;

/// Begins the reason of a block that was denied with its title.
fn mark(magnet: &Cid) -> String {
	format!("title {magnet} ")
}

/// Whether that is the reason of a block that was denied with some title, and not by somebody's own decision.
fn is_marked(reason: &str) -> bool {
	let title = reason.strip_prefix("title ").and_then(|rest| rest.split_once(' '));
	title.is_some_and(|(magnet, _)| Cid::try_from(magnet).is_ok())
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
		let mut holdings = lock(&self.holdings);
		let mut seen: HashSet<Key> = below.iter().map(key).collect();
		// What it held when it was here last, if it was.
		below.extend(holdings.blocks(magnet).iter().filter(|cid| seen.insert(key(cid))));
		let max = self.config.max_denied;
		if holdings.count_without(magnet).saturating_add(below.len()) > max {
			return Err(StoreError::DenyListFull { max });
		}
		let shared = match below.len() {
			0 | 1 => HashSet::new(),
			_ => self.linked_by_others(magnet, &holdings)?,
		};
		let record = holdings.set(magnet, true, below.clone());
		record.map_err(StoreError::io("record a title"))?;
		let reason = format!("{}{reason}", mark(magnet));
		let mut denied = 0;
		for cid in below.iter().rev() {
			let is_own = cid.hash() == magnet.hash() || !shared.contains(&key(cid));
			if is_own && self.denied(cid).is_none() {
				self.deny(cid, &reason)?;
				denied += 1;
			}
		}
		Ok(denied)
	}

	/// All that is linked from the titles here or held by titles that were allowed again, but for one.
	fn linked_by_others(
		&self,
		magnet: &Cid,
		holdings: &Holdings,
	) -> Result<HashSet<Key>, StoreError> {
		let mut linked = HashSet::new();
		for title in self.titles()? {
			if title.hash() != magnet.hash()
				&& let Err(error) = self.walk(&title, &mut linked, |_| Ok(()))
			{
				tracing::warn!(target: "reel::fragments", %title, %error, "a title cannot be read whole");
			}
		}
		// Behind the walks, which do not look below what they have seen.
		linked.extend(holdings.allowed_without(magnet));
		Ok(linked)
	}

	/// Lifts what [`take_down`](Self::take_down) did, also of blocks that were denied with another title which shares them;
	/// the blocks have to come again. Returns their number.
	///
	/// # Errors
	/// As [`allow`](Self::allow).
	pub fn reinstate(&self, magnet: &Cid) -> Result<u64, StoreError> {
		let mut holdings = lock(&self.holdings);
		let held = holdings.blocks(magnet).to_vec();
		let mark = mark(magnet);
		let mut own: Vec<Cid> = {
			let keys: HashSet<Key> = held.iter().map(key).collect();
			let tail = self.log.tail();
			let denied = tail.ledger.denied.iter();
			denied
				.filter(|(key, (_, reason))| {
					reason.starts_with(&mark) || keys.contains(*key) && is_marked(reason)
				})
				.map(|(_, (cid, _))| *cid)
				.collect()
		};
		let record = holdings.set(magnet, false, held).and_then(|()| holdings.prune());
		record.map_err(StoreError::io("record a title"))?;
		// The manifest last, as with taking down.
		own.sort_by_key(|cid| cid.hash() == magnet.hash());
		for cid in &own {
			self.allow(cid)?;
		}
		Ok(own.len() as u64)
	}

	/// Lets in again what a title links to that is here and may be played, and that was denied with another title. Returns
	/// whether there is nothing more to find: no block of it was denied, and none is missing that may link to others.
	///
	/// # Errors
	/// What the walk meets; as [`allow`](Self::allow).
	pub fn let_in(&self, magnet: &Cid) -> Result<bool, StoreError> {
		let _holdings = lock(&self.holdings);
		let mut linked = Vec::new();
		self.walk(magnet, &mut HashSet::new(), |cid| {
			linked.push(*cid);
			Ok(())
		})?;
		let mut is_whole = true;
		for cid in linked {
			if self.denied(&cid).is_some_and(|reason| is_marked(&reason)) {
				self.allow(&cid)?;
				is_whole = false;
			} else if has_links(cid.codec()) && !self.has(&cid)? {
				is_whole = false;
			}
		}
		Ok(is_whole)
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
