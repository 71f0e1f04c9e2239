//! Blocks on disk: put, get, delete, pins, deny list, quota. Blocking; [`Handle`](crate::Handle) is the async face.
//!
//! See `layout.rs` for what lies on disk, `recovery.rs` for how it is put right, `log.rs` for when a put is
//! acknowledged and `gc.rs` for what is removed.

mod gc;
mod holdings;
mod index;
mod layout;
mod ledger;
mod log;
mod pieces;
mod recovery;
mod rules;
mod takedown;
mod walk;

pub use gc::GcReport;
pub(crate) use pieces::{PIECE_BYTES, Pieces};
pub use rules::MAX_REASON_BYTES;

use crate::{
	block::{Key, MAX_BLOCK_BYTES, check_cid, cid_of, has_links, is_named_by, key},
	config::Config,
	error::StoreError,
	metrics::Metrics,
};
use bytes::Bytes;
use cid::Cid;
use holdings::Holdings;
use index::Location;
use layout::{Kind, RECORD_HEAD_BYTES};
pub(crate) use log::lock;
use log::{Found, Log, Tail, now_s};
use std::{
	collections::HashSet,
	fs::File,
	path::Path,
	sync::{Arc, Mutex},
};
use tokio::sync::watch;

/// How often a read is tried again when the block was moved meanwhile.
const MAX_MOVES: usize = 8;

/// What the store holds.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StoreStat {
	/// Number of blocks.
	pub blocks: u64,
	/// Bytes of their payloads.
	pub block_bytes: u64,
	/// Bytes that count against the quota: payloads and record heads.
	pub used_bytes: u64,
	/// Bytes of all segment files, dead records included.
	pub disk_bytes: u64,
	/// The limit of `used_bytes`.
	pub quota_bytes: u64,
	/// Number of pins.
	pub pins: u64,
	/// Number of denied blocks.
	pub denied: u64,
	/// Directory of the store.
	pub directory: std::path::PathBuf,
	/// Random name of the store: stable, and of no meaning elsewhere.
	pub id: [u8; 16],
}

/// Size of a block and the codec it was put under.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct BlockStat {
	/// Bytes of the payload.
	pub size: u32,
	/// Multicodec it was put under.
	pub codec: u64,
}

/// The set of blocks that pins hold, while it is known.
type Held = Option<Arc<HashSet<Key>>>;

/// A store that is open in this process.
pub struct Store {
	config: Config,
	log: Log,
	/// Taken by whatever decides over blocks by the pins: pin, unpin, delete, deny, sweep, and a put of a
	/// block with links, which may bring others under a pin. Before the locks of the log.
	rules: Mutex<Held>,
	/// Taken by whatever takes titles down and lets them in, before all other locks.
	holdings: Mutex<Holdings>,
	compaction: Mutex<()>,
	metrics: Arc<Metrics>,
	_lock: File,
	/// Goes last, when the directory is free again: whoever waits for that sees it go.
	closed: watch::Sender<()>,
}

impl std::fmt::Debug for Store {
	fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
		f.debug_struct("Store").field("directory", &self.config.directory).finish_non_exhaustive()
	}
}

impl Store {
	/// Opens the store in `config.directory`, making it if need be, and puts it right after a crash.
	///
	/// # Errors
	/// [`StoreError::Locked`], [`StoreError::UnknownFormat`], [`StoreError::Foreign`], errors of the disk.
	pub fn open(config: Config) -> Result<Self, StoreError> {
		let metrics = Arc::new(Metrics::default());
		let (log, lock) = recovery::open(&config, metrics.clone())?;
		let holdings = Holdings::load(&config.directory)
			.map_err(StoreError::io("read which titles were taken down"))?;
		Ok(Self {
			config,
			log,
			rules: Mutex::new(None),
			holdings: Mutex::new(holdings),
			compaction: Mutex::new(()),
			metrics,
			_lock: lock,
			closed: watch::Sender::new(()),
		})
	}

	/// Ends with an error once the store is closed and its directory free.
	pub(crate) fn on_close(&self) -> watch::Receiver<()> {
		self.closed.subscribe()
	}

	/// Counters since the store was opened.
	pub fn metrics(&self) -> &Arc<Metrics> {
		&self.metrics
	}

	/// Directory of the store.
	pub fn directory(&self) -> &Path {
		self.log.directory()
	}

	/// Stores `bytes` under `codec` and SHA2-256. Durable when it returns.
	///
	/// # Errors
	/// As [`put_cid`](Self::put_cid).
	pub fn put(&self, codec: u64, bytes: &[u8]) -> Result<Cid, StoreError> {
		if bytes.len() > MAX_BLOCK_BYTES {
			return Err(StoreError::TooLarge { size: bytes.len() });
		}
		let cid = cid_of(codec, bytes);
		check_cid(&cid)?;
		self.put_checked(&cid, bytes)?;
		Ok(cid)
	}

	/// Stores `bytes`, which must be what `cid` names. Durable when it returns. Storing a block again is cheap
	/// and repairs it if it was damaged.
	///
	/// # Errors
	/// [`StoreError::TooLarge`], [`StoreError::UnsupportedCid`], [`StoreError::HashMismatch`],
	/// [`StoreError::Denied`], [`StoreError::QuotaExceeded`], errors of the disk.
	pub fn put_cid(&self, cid: &Cid, bytes: &[u8]) -> Result<(), StoreError> {
		if bytes.len() > MAX_BLOCK_BYTES {
			return Err(StoreError::TooLarge { size: bytes.len() });
		}
		check_cid(cid)?;
		if !is_named_by(cid, bytes) {
			return Err(StoreError::HashMismatch { cid: *cid });
		}
		self.put_checked(cid, bytes)
	}

	fn put_checked(&self, cid: &Cid, bytes: &[u8]) -> Result<(), StoreError> {
		// A block with links may bring others under a pin, so it must not come in while a sweep decides.
		let mut rules = has_links(cid.codec()).then(|| lock(&self.rules));
		let key = key(cid);
		self.check_denied(&self.log.tail(), cid)?;
		// The block may be here, and damaged: only a read can tell.
		if let Some(at) = self.log.index.block(&key)?
			&& !at.quarantined
			&& matches!(self.log.read(&at, cid)?, Found::Damaged)
		{
			self.set_aside(&key, &at)?;
		}
		let sequence = {
			let mut tail = self.log.tail();
			self.check_denied(&tail, cid)?;
			let found = tail.ledger.find(&self.log.index, &key)?;
			// A block put as raw that turns out to have links is written again under their codec, since only
			// then are they followed.
			let same = found
				.filter(|at| !at.quarantined && (has_links(at.codec) || !has_links(cid.codec())));
			if same.is_some() {
				tail.ledger.sequence_of(&key)
			} else {
				self.check_quota(&tail, cid, bytes)?;
				self.metrics.blocks_put.one();
				self.metrics.bytes_put.add(bytes.len() as u64);
				self.log.append(&mut tail, Kind::Block, cid, bytes, now_s())?
			}
		};
		if let Some(rules) = rules.as_mut() {
			**rules = None;
		}
		drop(rules);
		self.log.commit(sequence)
	}

	/// The bytes of `cid`, checked against its hash.
	///
	/// # Errors
	/// [`StoreError::NotFound`], [`StoreError::Denied`], [`StoreError::Corrupt`], errors of the disk.
	pub fn get(&self, cid: &Cid) -> Result<Bytes, StoreError> {
		let bytes = self.find(cid, |at| self.log.read(at, cid))?;
		self.metrics.blocks_read.one();
		self.metrics.bytes_read.add(bytes.len() as u64);
		Ok(bytes)
	}

	/// What `read` makes of the block where it lies now.
	fn find<T>(
		&self,
		cid: &Cid,
		read: impl Fn(&Location) -> Result<Found<T>, StoreError>,
	) -> Result<T, StoreError> {
		check_cid(cid)?;
		self.check_denied(&self.log.tail(), cid)?;
		let key = key(cid);
		for _ in 0..MAX_MOVES {
			let Some(at) = self.log.index.block(&key)? else { break };
			if at.quarantined {
				return Err(StoreError::Corrupt { cid: *cid });
			}
			match read(&at)? {
				Found::Intact(found) => return Ok(found),
				Found::Gone => continue,
				// Not damage if it was deleted, and so erased, while we read.
				Found::Damaged => {
					if self.set_aside(&key, &at)? {
						return Err(StoreError::Corrupt { cid: *cid });
					}
				},
			}
		}
		self.check_denied(&self.log.tail(), cid)?;
		Err(StoreError::NotFound { cid: *cid })
	}

	/// Whether [`get`](Self::get) would find the block, damage aside.
	///
	/// # Errors
	/// Errors of the index.
	pub fn has(&self, cid: &Cid) -> Result<bool, StoreError> {
		Ok(self.block_stat(cid)?.is_some())
	}

	/// Size and codec of a block; `None` if it is not here, denied or set aside.
	///
	/// # Errors
	/// Errors of the index.
	pub fn block_stat(&self, cid: &Cid) -> Result<Option<BlockStat>, StoreError> {
		let key = key(cid);
		if self.log.tail().ledger.denied.contains_key(&key) {
			return Ok(None);
		}
		Ok(self
			.log
			.index
			.block(&key)?
			.filter(|at| !at.quarantined)
			.map(|at| BlockStat { size: at.payload_bytes, codec: at.codec }))
	}

	/// Removes a block and erases its bytes.
	///
	/// # Errors
	/// [`StoreError::NotFound`]; [`StoreError::Pinned`] if a pin holds it; what a walk of the pins meets.
	pub fn delete(&self, cid: &Cid) -> Result<(), StoreError> {
		let mut rules = lock(&self.rules);
		let key = key(cid);
		if self.held_cached(&mut rules)?.contains(&key) {
			return Err(StoreError::Pinned { cid: *cid });
		}
		let (sequence, at) = {
			let mut tail = self.log.tail();
			let found = tail.ledger.find(&self.log.index, &key)?;
			let at = found.ok_or(StoreError::NotFound { cid: *cid })?;
			(self.log.append(&mut tail, Kind::Deleted, cid, &[], now_s())?, at)
		};
		self.log.commit(sequence)?;
		self.metrics.blocks_removed.one();
		self.log.erase(&at)
	}

	/// What the store holds.
	pub fn stat(&self) -> StoreStat {
		let tail = self.log.tail();
		let ledger = &tail.ledger;
		StoreStat {
			blocks: ledger.blocks,
			block_bytes: ledger.block_bytes,
			used_bytes: ledger.live_bytes,
			disk_bytes: ledger.segments.values().map(|usage| usage.length).sum(),
			quota_bytes: self.config.quota_bytes,
			pins: ledger.pins.len() as u64,
			denied: ledger.denied.len() as u64,
			directory: self.config.directory.clone(),
			id: *self.log.id(),
		}
	}

	fn set_aside(&self, key: &Key, at: &index::Location) -> Result<bool, StoreError> {
		let sequence = {
			let mut tail = self.log.tail();
			if !tail.ledger.quarantine(&self.log.index, key, at)? {
				return Ok(false);
			}
			tail.ledger.sequence
		};
		tracing::error!(
			target: "reel::fragments",
			key = hex::encode(key),
			segment = at.segment,
			offset = at.offset,
			"a block is damaged on disk and was set aside"
		);
		self.metrics.blocks_quarantined.one();
		self.log.commit(sequence)?;
		Ok(true)
	}

	fn check_denied(&self, tail: &Tail, cid: &Cid) -> Result<(), StoreError> {
		match tail.ledger.denied.get(&key(cid)) {
			Some((_, reason)) => {
				self.metrics.denied_refusals.one();
				Err(StoreError::Denied { cid: *cid, reason: reason.clone() })
			},
			None => Ok(()),
		}
	}

	fn check_quota(&self, tail: &Tail, cid: &Cid, bytes: &[u8]) -> Result<(), StoreError> {
		let needed_bytes = (RECORD_HEAD_BYTES + cid.encoded_len() + bytes.len()) as u64;
		let used_bytes = tail.ledger.live_bytes;
		let quota_bytes = self.config.quota_bytes;
		if used_bytes.saturating_add(needed_bytes) > quota_bytes {
			self.metrics.quota_refusals.one();
			return Err(StoreError::QuotaExceeded { needed_bytes, used_bytes, quota_bytes });
		}
		Ok(())
	}
}
