//! Keyed transfers: fragments sealed once more for one viewer while they are sent (C5, design 5.2).
//!
//! A validator's ticket reaches the provider as a *grant*: the ticket's id, the `DownloadKey` of that viewer and cell,
//! the cell's fragments, and a time after which it is over. The validator's own store is told by its desk, any other by the
//! viewer, which brings what the desk sealed for it ([`crate::admission`]). The provider answers
//! `GET /keyed/{grant, 64 hex digits}/{fragment index}` with the sealed fragment and remembers the SHA2-256 of what
//! it sent, which is what it reports to the validators.
//!
//! ```text
//! sealed = ChaCha20-Poly1305(key DownloadKey, nonce = index u32 LE ‖ 8 zero bytes, AAD = grant id, fragment)
//! ```
//!
//! # Bounds
//!
//! The table is in memory and bounded, as is a grant; beyond it a grant is refused by name. A grant is lost with the
//! process: the viewer asks another provider, or again.
//!
//! # What this does not give
//!
//! The key is the same whenever the same viewer asks for the same cell, and so is the plaintext, so the key stream
//! repeats over the same bytes: that shows nothing new. But two tags under one key, index and different grant ids do
//! let an observer forge a tag. What the viewer relies on is the fragment's CID, checked after opening.

use crate::{config::GrantsConfig, error::GrantError};
use chacha20poly1305::{
	ChaCha20Poly1305, KeyInit, Nonce,
	aead::{Aead, Payload},
};
use cid::Cid;
use std::{
	collections::{HashMap, hash_map::Entry},
	fmt,
	sync::{Arc, Mutex},
	time::{Instant, SystemTime},
};
use tokio::sync::watch;
use zeroize::{Zeroize, ZeroizeOnDrop};

/// What sealing adds to a fragment, in bytes.
pub const SEAL_BYTES: usize = 16;

/// Id of a grant: that of the ticket.
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
pub struct GrantId(pub [u8; 32]);

impl fmt::Display for GrantId {
	fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
		f.write_str(&hex::encode(self.0))
	}
}

impl fmt::Debug for GrantId {
	fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
		write!(f, "GrantId({self})")
	}
}

/// Key of one cell in transit to one viewer. Wiped when dropped, never printed.
#[derive(Clone, PartialEq, Eq, Zeroize, ZeroizeOnDrop)]
pub struct DownloadKey([u8; 32]);

impl DownloadKey {
	/// Takes the key's bytes.
	pub const fn new(bytes: [u8; 32]) -> Self {
		Self(bytes)
	}
}

impl fmt::Debug for DownloadKey {
	fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
		f.write_str("DownloadKey(..)")
	}
}

/// What was sent under a grant.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TransferReport {
	/// For each fragment the SHA2-256 of the sealed bytes, once it was sent.
	pub hashes: Vec<Option<[u8; 32]>>,
	/// Sealed bytes of the fragments sent; one that was sent twice counts once.
	pub bytes: u64,
}

struct Grant {
	key: DownloadKey,
	cids: Arc<[Cid]>,
	expires_at: SystemTime,
	since: Instant,
	report: TransferReport,
}

/// The grants that run, and the reports of those that ran.
pub(crate) struct Grants {
	config: GrantsConfig,
	table: Mutex<HashMap<GrantId, Grant>>,
	transfers: watch::Sender<()>,
}

impl Grants {
	pub(crate) fn new(config: GrantsConfig) -> Self {
		Self { config, table: Mutex::new(HashMap::new()), transfers: watch::Sender::new(()) }
	}

	/// Takes a grant. The same grant again only moves its end.
	pub(crate) fn insert(
		&self,
		id: GrantId,
		key: DownloadKey,
		cids: Vec<Cid>,
		expires_at: SystemTime,
	) -> Result<(), GrantError> {
		if cids.len() > self.config.max_fragments {
			let (fragments, max) = (cids.len(), self.config.max_fragments);
			return Err(GrantError::TooManyFragments { fragments, max });
		}
		let mut table = self.table();
		if table.len() >= self.config.max_grants && !table.contains_key(&id) {
			let now = SystemTime::now();
			let kept = |grant: &Grant| {
				grant
					.expires_at
					.checked_add(self.config.keep_report)
					.is_none_or(|until| until > now)
			};
			table.retain(|_, grant| kept(grant));
			if table.len() >= self.config.max_grants {
				// Grants that nobody comes for are cheap to have: they keep out none that is used.
				table.retain(|_, grant| {
					grant.report.bytes > 0 || grant.since.elapsed() < self.config.unused
				});
			}
			if table.len() >= self.config.max_grants {
				return Err(GrantError::TableFull { max: self.config.max_grants });
			}
		}
		match table.entry(id) {
			Entry::Occupied(mut entry) => {
				let grant = entry.get_mut();
				if grant.key != key || grant.cids[..] != cids[..] {
					return Err(GrantError::Conflict);
				}
				grant.expires_at = expires_at;
			},
			Entry::Vacant(entry) => {
				let report = TransferReport { hashes: vec![None; cids.len()], bytes: 0 };
				let since = Instant::now();
				entry.insert(Grant { key, cids: cids.into(), expires_at, since, report });
			},
		}
		Ok(())
	}

	/// The key and the CID of a granted fragment.
	pub(crate) fn find(&self, id: &GrantId, index: u32) -> Result<(DownloadKey, Cid), GrantError> {
		let table = self.table();
		let grant = table.get(id).ok_or(GrantError::Unknown)?;
		if grant.expires_at <= SystemTime::now() {
			return Err(GrantError::Expired);
		}
		let fragments = grant.cids.len() as u32;
		let cid =
			grant.cids.get(index as usize).ok_or(GrantError::OutOfRange { index, fragments })?;
		Ok((grant.key.clone(), *cid))
	}

	/// The key and all CIDs of a grant.
	pub(crate) fn all(&self, id: &GrantId) -> Result<(DownloadKey, Arc<[Cid]>), GrantError> {
		let table = self.table();
		let grant = table.get(id).ok_or(GrantError::Unknown)?;
		if grant.expires_at <= SystemTime::now() {
			return Err(GrantError::Expired);
		}
		Ok((grant.key.clone(), grant.cids.clone()))
	}

	pub(crate) fn transfers(&self) -> watch::Receiver<()> {
		self.transfers.subscribe()
	}

	/// Notes that a sealed fragment with this hash is being sent.
	pub(crate) fn note_sent(&self, id: &GrantId, index: u32, hash: [u8; 32], bytes: u64) {
		if let Some(grant) = self.table().get_mut(id)
			&& let Some(place) = grant.report.hashes.get_mut(index as usize)
			&& place.replace(hash).is_none()
		{
			grant.report.bytes += bytes;
		}
		self.transfers.send_replace(());
	}

	pub(crate) fn report(&self, id: &GrantId) -> Option<TransferReport> {
		self.table().get(id).map(|grant| grant.report.clone())
	}

	pub(crate) fn remove(&self, id: &GrantId) -> Option<TransferReport> {
		self.table().remove(id).map(|grant| grant.report)
	}

	fn table(&self) -> std::sync::MutexGuard<'_, HashMap<GrantId, Grant>> {
		self.table.lock().unwrap_or_else(std::sync::PoisonError::into_inner)
	}
}

/// Seals fragment `index` for the holder of `key`, see the module docs.
pub fn seal_fragment(key: &DownloadKey, grant: &GrantId, index: u32, fragment: &[u8]) -> Vec<u8> {
	cipher(key)
		.encrypt(&nonce(index), Payload { msg: fragment, aad: &grant.0 })
		.expect("a block is far below the cipher's 256 GiB; qed")
}

/// Opens what [`seal_fragment`] sealed. The result must still be checked against the fragment's CID.
///
/// # Errors
/// [`GrantError::DoesNotOpen`].
pub fn open_fragment(
	key: &DownloadKey,
	grant: &GrantId,
	index: u32,
	sealed: &[u8],
) -> Result<Vec<u8>, GrantError> {
	cipher(key)
		.decrypt(&nonce(index), Payload { msg: sealed, aad: &grant.0 })
		.map_err(|_| GrantError::DoesNotOpen)
}

fn cipher(key: &DownloadKey) -> ChaCha20Poly1305 {
	ChaCha20Poly1305::new(&key.0.into())
}

fn nonce(index: u32) -> Nonce {
	let mut nonce = [0; 12];
	nonce[..4].copy_from_slice(&index.to_le_bytes());
	nonce.into()
}

#[cfg(test)]
mod tests {
	use super::*;
	use crate::block::{RAW, cid_of};
	use std::time::Duration;

	const KEY: [u8; 32] = [1; 32];
	const ID: GrantId = GrantId([2; 32]);

	fn grants(max_grants: usize) -> Grants {
		let (keep_report, unused) = (Duration::ZERO, Duration::from_secs(3_600));
		Grants::new(GrantsConfig { max_grants, max_fragments: 2, keep_report, unused })
	}

	#[test]
	fn grants_that_nobody_comes_for_make_room_and_used_ones_do_not() {
		let mut grants = grants(3);
		grants.config.unused = Duration::ZERO;
		let id = |n: u8| GrantId([n; 32]);
		for n in 0..3 {
			grants.insert(id(n), DownloadKey::new(KEY), cids(2), later()).expect("fits");
		}
		for n in 0..2 {
			grants.note_sent(&id(n), 0, [5; 32], 10);
		}
		grants.insert(id(3), DownloadKey::new(KEY), cids(2), later()).expect("room was made");
		let there = [0, 1, 2, 3].map(|n| grants.report(&id(n)).is_some());
		assert_eq!(there, [true, true, false, true]);
		grants.note_sent(&id(3), 0, [5; 32], 10);
		let full = Err(GrantError::TableFull { max: 3 });
		assert_eq!(grants.insert(id(4), DownloadKey::new(KEY), cids(2), later()), full);
	}

	fn later() -> SystemTime {
		SystemTime::now() + Duration::from_secs(3600)
	}

	fn cids(count: usize) -> Vec<Cid> {
		vec![cid_of(RAW, b"x"); count]
	}

	#[test]
	fn a_sealed_fragment_opens_only_with_its_key_grant_and_index() {
		let key = DownloadKey::new(KEY);
		for fragment in [&b""[..], b"fragment"] {
			let sealed = seal_fragment(&key, &ID, 7, fragment);
			assert_eq!(sealed.len(), fragment.len() + SEAL_BYTES);
			assert_eq!(open_fragment(&key, &ID, 7, &sealed).as_deref(), Ok(fragment));
			let wrong = [
				open_fragment(&DownloadKey::new([9; 32]), &ID, 7, &sealed),
				open_fragment(&key, &GrantId([9; 32]), 7, &sealed),
				open_fragment(&key, &ID, 8, &sealed),
				open_fragment(&key, &ID, 7, &sealed[1..]),
			];
			for opened in wrong {
				assert_eq!(opened, Err(GrantError::DoesNotOpen));
			}
		}
	}

	#[test]
	fn a_fragment_sent_twice_is_reported_once() {
		let grants = grants(1);
		grants.insert(ID, DownloadKey::new(KEY), cids(2), later()).expect("fits");
		grants.note_sent(&ID, 1, [5; 32], 10);
		grants.note_sent(&ID, 1, [5; 32], 10);
		let expected = TransferReport { hashes: vec![None, Some([5; 32])], bytes: 10 };
		assert_eq!(grants.report(&ID), Some(expected.clone()));
		assert_eq!(grants.remove(&ID), Some(expected));
		assert_eq!(grants.report(&ID), None);
	}

	#[test]
	fn refusals_are_named() {
		let grants = grants(1);
		let key = || DownloadKey::new(KEY);
		assert_eq!(grants.find(&ID, 0).err(), Some(GrantError::Unknown));
		assert_eq!(
			grants.insert(ID, key(), cids(3), later()),
			Err(GrantError::TooManyFragments { fragments: 3, max: 2 })
		);
		grants.insert(ID, key(), cids(2), later()).expect("fits");
		let outside = GrantError::OutOfRange { index: 2, fragments: 2 };
		assert_eq!(grants.find(&ID, 2).err(), Some(outside));
		assert_eq!(grants.insert(ID, key(), cids(1), later()), Err(GrantError::Conflict));
		let other = GrantId([3; 32]);
		let full = GrantError::TableFull { max: 1 };
		assert_eq!(grants.insert(other, key(), cids(1), later()), Err(full));
		// The same grant may end sooner; over, it makes room.
		grants.insert(ID, key(), cids(2), SystemTime::UNIX_EPOCH).expect("the same grant");
		assert_eq!(grants.find(&ID, 0).err(), Some(GrantError::Expired));
		grants.insert(other, key(), cids(1), later()).expect("room was made");
		assert_eq!(grants.find(&ID, 0).err(), Some(GrantError::Unknown));
	}
}
