//! The log: appending records, making them durable together, reading them back.
//!
//! # Group commit
//!
//! A writer appends under the tail's lock, and then asks for its record to be durable. Whoever gets the commit
//! lock first syncs everything appended until then, with one `fdatasync` a file, and writes the index; the
//! others find their record durable already. Nothing is acknowledged before its sync, and nothing is readable
//! before it either, so what was once served is never lost to a crash.
//!
//! A failed sync leaves it open what is on disk, and asking again would be told that all is well. So the log
//! then takes no further record until it is opened anew.

use super::{
	index::{Index, Location, Position},
	layout::{
		Kind, RecordHead, SEGMENT_HEAD_BYTES, StoreId, payload_crc, segment_head, segment_path,
		segments,
	},
	ledger::Ledger,
};
use crate::{error::StoreError, metrics::Metrics};
use bytes::Bytes;
use cid::Cid;
use std::{
	collections::HashMap,
	fs::{File, OpenOptions},
	io,
	os::unix::fs::FileExt,
	path::{Path, PathBuf},
	sync::{Arc, Mutex, MutexGuard, OnceLock, PoisonError},
	time::{SystemTime, UNIX_EPOCH},
};

/// Open segment files kept for reading.
const MAX_OPEN_SEGMENTS: usize = 128;

/// What lies where the index pointed.
pub(crate) enum Found<T> {
	/// The block, as it was put, or what was asked of it.
	Intact(T),
	/// Something else.
	Damaged,
	/// The segment is gone: the block was moved or removed meanwhile.
	Gone,
}

/// The end of the log.
pub(crate) struct Tail {
	pub(crate) ledger: Ledger,
	pub(crate) at: Position,
	file: Arc<File>,
	dirty: Vec<Arc<File>>,
}

impl Tail {
	pub(crate) fn new(ledger: Ledger, at: Position, file: Arc<File>) -> Self {
		Self { ledger, at, file, dirty: Vec::new() }
	}
}

pub(crate) struct Log {
	directory: PathBuf,
	id: StoreId,
	segment_bytes: u64,
	pub(crate) index: Index,
	// Lock order: `durable` before `tail`.
	durable: Mutex<u64>,
	tail: Mutex<Tail>,
	files: Mutex<HashMap<u32, Arc<File>>>,
	failed: OnceLock<String>,
	pub(crate) metrics: Arc<Metrics>,
}

/// Locks `mutex`; a panic elsewhere does not make the data wrong here, since all of it is checked when read.
pub(crate) fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
	mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

impl Log {
	pub(crate) fn new(
		directory: PathBuf,
		id: StoreId,
		segment_bytes: u64,
		index: Index,
		tail: Tail,
		metrics: Arc<Metrics>,
	) -> Self {
		Self {
			directory,
			id,
			segment_bytes,
			index,
			durable: Mutex::new(0),
			tail: Mutex::new(tail),
			files: Mutex::new(HashMap::new()),
			failed: OnceLock::new(),
			metrics,
		}
	}

	pub(crate) const fn id(&self) -> &StoreId {
		&self.id
	}

	pub(crate) fn directory(&self) -> &Path {
		&self.directory
	}

	pub(crate) fn tail(&self) -> MutexGuard<'_, Tail> {
		lock(&self.tail)
	}

	/// Appends a record and applies it; returns the number to [`commit`](Self::commit).
	pub(crate) fn append(
		&self,
		tail: &mut Tail,
		kind: Kind,
		cid: &Cid,
		payload: &[u8],
		written_s: u64,
	) -> Result<u64, StoreError> {
		self.check()?;
		let head = RecordHead {
			kind,
			cid: *cid,
			payload_bytes: u32::try_from(payload.len())
				.map_err(|_| StoreError::TooLarge { size: payload.len() })?,
			payload_crc: payload_crc(payload),
			written_s,
		};
		let full = tail.at.offset + head.record_bytes() > self.segment_bytes;
		if full && tail.at.offset > SEGMENT_HEAD_BYTES {
			self.roll(tail)?;
		}
		let at = tail.at;
		let written = tail
			.file
			.write_all_at(&head.encode(&self.id), at.offset)
			.and_then(|()| tail.file.write_all_at(payload, at.offset + head.head_bytes()));
		if let Err(source) = written {
			// What was written lies past the end of the log; the next record goes over it.
			let _ = tail.file.set_len(at.offset);
			return Err(StoreError::Io { what: "write a record", source });
		}
		if !tail.dirty.last().is_some_and(|file| Arc::ptr_eq(file, &tail.file)) {
			tail.dirty.push(tail.file.clone());
		}
		tail.at.offset += head.record_bytes();
		tail.ledger.segments.entry(at.segment).or_default().length = tail.at.offset;
		tail.ledger.apply(&self.index, &head, at, payload, true)?;
		Ok(tail.ledger.sequence)
	}

	/// Closes the current segment and begins the next.
	pub(crate) fn roll(&self, tail: &mut Tail) -> Result<(), StoreError> {
		let number = tail.at.segment + 1;
		tail.file = Arc::new(create_segment(&self.directory, &self.id, number)?);
		tail.at = Position { segment: number, offset: SEGMENT_HEAD_BYTES };
		tail.ledger.segments.entry(number).or_default().length = SEGMENT_HEAD_BYTES;
		Ok(())
	}

	/// Returns once record `sequence` and all before it are on disk and in the index.
	pub(crate) fn commit(&self, sequence: u64) -> Result<(), StoreError> {
		let mut durable = lock(&self.durable);
		if *durable >= sequence {
			return Ok(());
		}
		self.check()?;
		let (target, files, changes) = {
			let mut tail = self.tail();
			let at = tail.at;
			let files = std::mem::take(&mut tail.dirty);
			(tail.ledger.sequence, files, tail.ledger.take_changes(&self.id, at))
		};
		for file in files {
			file.sync_data().map_err(|source| self.fail("sync a segment", source))?;
		}
		self.index.commit(changes).inspect_err(|error| {
			let _ = self.failed.set(error.to_string());
		})?;
		self.metrics.commits.one();
		*durable = target;
		self.tail().ledger.indexed(target);
		Ok(())
	}

	/// Reads the record at `location` and checks it against `cid`.
	pub(crate) fn read(&self, location: &Location, cid: &Cid) -> Result<Found<Bytes>, StoreError> {
		let Some(file) = self.segment(location.segment)? else { return Ok(Found::Gone) };
		let mut record = vec![0; location.record_bytes() as usize];
		match file.read_exact_at(&mut record, location.offset) {
			Ok(()) => {},
			Err(error) if error.kind() == io::ErrorKind::UnexpectedEof => {
				return Ok(Found::Damaged);
			},
			Err(source) => return Err(StoreError::Io { what: "read a segment", source }),
		}
		let intact = self.is_head_of(&record, location, cid);
		let payload = Bytes::from(record).slice(location.head_bytes()..);
		Ok(if intact && crate::block::is_named_by(cid, &payload) {
			Found::Intact(payload)
		} else {
			Found::Damaged
		})
	}

	/// Whether `record` begins with the head of the block `cid` at `location`.
	pub(crate) fn is_head_of(&self, record: &[u8], location: &Location, cid: &Cid) -> bool {
		RecordHead::decode(record, &self.id).is_some_and(|head| {
			head.kind == Kind::Block
				&& head.cid.hash() == cid.hash()
				&& head.payload_bytes == location.payload_bytes
		})
	}

	/// Overwrites the payload at `location` with zeros, so that what was deleted is gone before its segment is.
	pub(crate) fn erase(&self, location: &Location) -> Result<(), StoreError> {
		let path = segment_path(&self.directory, location.segment);
		let file = match OpenOptions::new().write(true).open(path) {
			Ok(file) => file,
			Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(()),
			Err(source) => return Err(StoreError::Io { what: "open a segment", source }),
		};
		let zeros = vec![0; location.payload_bytes as usize];
		file.write_all_at(&zeros, location.offset + location.head_bytes() as u64)
			.and_then(|()| file.sync_data())
			.map_err(StoreError::io("erase a block"))
	}

	/// Segment `number`, open for reading; `None` if it was removed.
	pub(crate) fn segment(&self, number: u32) -> Result<Option<Arc<File>>, StoreError> {
		let mut files = lock(&self.files);
		if let Some(file) = files.get(&number) {
			return Ok(Some(file.clone()));
		}
		let file = match File::open(segment_path(&self.directory, number)) {
			Ok(file) => Arc::new(file),
			Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(None),
			Err(source) => return Err(StoreError::Io { what: "open a segment", source }),
		};
		if files.len() >= MAX_OPEN_SEGMENTS {
			files.clear();
		}
		files.insert(number, file.clone());
		Ok(Some(file))
	}

	/// Removes the file of a segment that nothing points into any more.
	pub(crate) fn remove_segment(&self, number: u32) -> Result<(), StoreError> {
		lock(&self.files).remove(&number);
		std::fs::remove_file(segment_path(&self.directory, number))
			.and_then(|()| sync_directory(&segments(&self.directory)))
			.map_err(StoreError::io("remove a segment"))
	}

	fn check(&self) -> Result<(), StoreError> {
		self.failed.get().map_or(Ok(()), |why| Err(StoreError::Failed(why.clone())))
	}

	fn fail(&self, what: &'static str, source: io::Error) -> StoreError {
		let _ = self.failed.set(format!("it could not {what} ({source})"));
		StoreError::Io { what, source }
	}
}

/// Makes segment `number` with its head, durable in its directory.
pub(crate) fn create_segment(
	directory: &Path,
	id: &StoreId,
	number: u32,
) -> Result<File, StoreError> {
	// Truncates: a file of that name can only be what a crash left of this very step, before any record.
	OpenOptions::new()
		.read(true)
		.write(true)
		.create(true)
		.truncate(true)
		.open(segment_path(directory, number))
		.and_then(|file| {
			file.write_all_at(&segment_head(id, number), 0)?;
			file.sync_all()?;
			sync_directory(&segments(directory))?;
			Ok(file)
		})
		.map_err(StoreError::io("make a segment"))
}

/// Makes the names in a directory durable.
pub(crate) fn sync_directory(path: &Path) -> io::Result<()> {
	File::open(path)?.sync_all()
}

/// Seconds of the Unix epoch; 0 on a clock set before it.
pub(crate) fn now_s() -> u64 {
	SystemTime::now().duration_since(UNIX_EPOCH).map_or(0, |since| since.as_secs())
}
