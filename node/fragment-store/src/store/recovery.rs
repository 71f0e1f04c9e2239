//! Opening a store, and putting it right after a crash.
//!
//! 1. Take the lock; refuse a format that is not ours; list the segments.
//! 2. Open the index. If it does not open, is of another store, or its checkpoint lies beyond what the segments
//!    hold (they were cut, or the index is newer than a restored copy), it is emptied and built anew from the
//!    whole log.
//! 3. Read the log from the checkpoint to its end and apply each record. Past the checkpoint payloads are
//!    checked against their CRC: a damaged block is entered as quarantined.
//! 4. What follows the last intact record of the last segment is the torn end of a write that was never
//!    acknowledged: it is cut off. Damage *before* an intact record is skipped, and left in place.

use super::{
	index::{Index, Position},
	layout::{
		FORMAT, MAX_CID_BYTES, RECORD_HEAD_BYTES, RECORD_MAGIC, RecordHead, SEGMENT_HEAD_BYTES,
		StoreId, payload_crc, segment_head, segment_number, segment_path, segments,
	},
	ledger::Ledger,
	log::{Log, Tail, create_segment, sync_directory},
};
use crate::{config::Config, error::StoreError, metrics::Metrics};
use std::{
	collections::BTreeMap,
	fs::{self, File, OpenOptions},
	io::{self, Write},
	os::unix::fs::FileExt,
	path::Path,
	sync::Arc,
};

/// Changes collected before the index is written, while the log is read.
const CHANGES_PER_COMMIT: usize = 8192;

/// Bytes looked at in one go while searching for the next record after damage.
const SEARCH_BYTES: usize = 1 << 20;

/// Smallest size at which a segment is closed: two blocks of the largest kind.
const MIN_SEGMENT_BYTES: u64 = 4 << 20;

const FORMAT_NAME: &str = "reel-fragment-store";

/// A record found in a segment.
pub(crate) struct Scanned {
	pub(crate) offset: u64,
	pub(crate) head: RecordHead,
	/// Only read where asked for; empty otherwise.
	pub(crate) payload: Vec<u8>,
	pub(crate) intact: bool,
}

/// Opens the log in `config.directory`, making it if it is not there. The file is the lock.
pub(crate) fn open(config: &Config, metrics: Arc<Metrics>) -> Result<(Log, File), StoreError> {
	let directory = config.directory.as_path();
	fs::create_dir_all(segments(directory)).map_err(StoreError::io("make the store directory"))?;
	let lock = take_lock(directory)?;
	let id = read_or_make_format(directory)?;
	let mut lengths = list_segments(directory, &id)?;
	if lengths.is_empty() {
		create_segment(directory, &id, 0)?;
		lengths.insert(0, SEGMENT_HEAD_BYTES);
	}

	let (index, from) = open_index(directory, &id, &lengths)?;
	let mut ledger = Ledger::load(&index, lengths.clone())?;
	let (&last, _) = lengths.last_key_value().expect("one was made above; qed");
	let mut end = Position { segment: last, offset: SEGMENT_HEAD_BYTES };
	for (&number, &length) in lengths.range(from.segment..) {
		let start = if number == from.segment { from.offset } else { SEGMENT_HEAD_BYTES };
		let file = open_segment(directory, number)?;
		let good = scan(&file, &id, start, length, true, |record| {
			let at = Position { segment: number, offset: record.offset };
			ledger.apply(&index, &record.head, at, &record.payload, record.intact)?;
			if ledger.waiting() >= CHANGES_PER_COMMIT {
				let done = at.offset + record.head.record_bytes();
				flush(&mut ledger, &index, &id, Position { segment: number, offset: done })?;
			}
			Ok(())
		})?;
		if number == last {
			end.offset = good;
		}
	}
	let file = open_segment(directory, last)?;
	if lengths.get(&last).is_some_and(|length| *length > end.offset) {
		tracing::warn!(target: "reel::fragments", segment = last, at = end.offset, "cut off a torn write");
	}
	// Sync what is read above as well: it may have been written, and not synced, by a process that was killed.
	file.set_len(end.offset)
		.and_then(|()| file.sync_all())
		.map_err(StoreError::io("cut a segment"))?;
	ledger.segments.entry(last).or_default().length = end.offset;
	flush(&mut ledger, &index, &id, end)?;
	let tail = Tail::new(ledger, end, Arc::new(file));
	Ok((
		Log::new(
			directory.to_owned(),
			id,
			config.segment_bytes.max(MIN_SEGMENT_BYTES),
			index,
			tail,
			metrics,
		),
		lock,
	))
}

/// Calls `visit` with each record of a segment from `start` to `length`, in order; returns the end of the last
/// intact one. With `with_payload` payloads are read and checked.
pub(crate) fn scan(
	file: &File,
	id: &StoreId,
	start: u64,
	length: u64,
	with_payload: bool,
	mut visit: impl FnMut(Scanned) -> Result<(), StoreError>,
) -> Result<u64, StoreError> {
	let mut offset = start;
	let mut good = start;
	// A record whose payload is damaged counts only if an intact one follows: else it is the torn end.
	let mut doubtful: Option<Scanned> = None;
	while offset < length {
		let head = read_head(file, id, offset, length)?;
		let Some(head) = head.filter(|head| offset + head.record_bytes() <= length) else {
			match next_record(file, id, offset + 1, length)? {
				Some(next) => offset = next,
				None => break,
			}
			continue;
		};
		let mut payload = Vec::new();
		if with_payload {
			payload.resize(head.payload_bytes as usize, 0);
			file.read_exact_at(&mut payload, offset + head.head_bytes())
				.map_err(StoreError::io("read a segment"))?;
		}
		let intact = !with_payload || payload_crc(&payload) == head.payload_crc;
		let next = offset + head.record_bytes();
		let record = Scanned { offset, head, payload, intact };
		if let Some(earlier) = doubtful.take() {
			visit(earlier)?;
		}
		if intact {
			visit(record)?;
			good = next;
		} else {
			doubtful = Some(Scanned { payload: Vec::new(), ..record });
		}
		offset = next;
	}
	Ok(good)
}

fn read_head(
	file: &File,
	id: &StoreId,
	offset: u64,
	length: u64,
) -> Result<Option<RecordHead>, StoreError> {
	let mut buffer = [0; RECORD_HEAD_BYTES + MAX_CID_BYTES];
	let bytes = buffer.len().min((length - offset) as usize);
	file.read_exact_at(&mut buffer[..bytes], offset).map_err(StoreError::io("read a segment"))?;
	Ok(RecordHead::decode(&buffer[..bytes], id))
}

fn next_record(
	file: &File,
	id: &StoreId,
	from: u64,
	length: u64,
) -> Result<Option<u64>, StoreError> {
	let mut window = vec![0; SEARCH_BYTES];
	let mut start = from;
	while start + (RECORD_HEAD_BYTES as u64) < length {
		let bytes = SEARCH_BYTES.min((length - start) as usize);
		let part = &mut window[..bytes];
		file.read_exact_at(part, start).map_err(StoreError::io("read a segment"))?;
		for (at, seen) in part.windows(RECORD_MAGIC.len()).enumerate() {
			if seen == RECORD_MAGIC {
				let offset = start + at as u64;
				let head = read_head(file, id, offset, length)?;
				if head.is_some_and(|head| offset + head.record_bytes() <= length) {
					return Ok(Some(offset));
				}
			}
		}
		// The next window begins so that a magic across the border is seen whole.
		start += (bytes.saturating_sub(RECORD_MAGIC.len() - 1)).max(1) as u64;
	}
	Ok(None)
}

fn flush(ledger: &mut Ledger, index: &Index, id: &StoreId, at: Position) -> Result<(), StoreError> {
	index.commit(ledger.take_changes(id, at))?;
	ledger.indexed(ledger.sequence);
	Ok(())
}

fn take_lock(directory: &Path) -> Result<File, StoreError> {
	let file = OpenOptions::new()
		.create(true)
		.truncate(false)
		.write(true)
		.open(directory.join("LOCK"))
		.map_err(StoreError::io("open the lock file"))?;
	match file.try_lock() {
		Ok(()) => Ok(file),
		Err(fs::TryLockError::WouldBlock) => Err(StoreError::Locked { path: directory.to_owned() }),
		Err(fs::TryLockError::Error(source)) => {
			Err(StoreError::Io { what: "lock the store", source })
		},
	}
}

fn read_or_make_format(directory: &Path) -> Result<StoreId, StoreError> {
	let path = directory.join("FORMAT");
	let text = match fs::read_to_string(&path) {
		Ok(text) => text,
		Err(error) if error.kind() == io::ErrorKind::NotFound => {
			return make_format(directory);
		},
		Err(source) => return Err(StoreError::Io { what: "read the FORMAT file", source }),
	};
	let parts: Vec<&str> = text.split_whitespace().collect();
	let foreign = |what: &str| StoreError::Foreign { path: path.clone(), what: what.to_owned() };
	match parts.as_slice() {
		[FORMAT_NAME, version, id] if *version == FORMAT.to_string() => {
			let mut decoded = StoreId::default();
			hex::decode_to_slice(id, &mut decoded).map_err(|_| foreign("it has no store id"))?;
			Ok(decoded)
		},
		[FORMAT_NAME, version, ..] => Err(StoreError::UnknownFormat {
			path: directory.to_owned(),
			found: (*version).to_owned(),
			supported: FORMAT,
		}),
		_ => Err(foreign("it is not the format file of a fragment store")),
	}
}

fn make_format(directory: &Path) -> Result<StoreId, StoreError> {
	let mut listed =
		fs::read_dir(segments(directory)).map_err(StoreError::io("list the segments"))?;
	if listed.next().is_some() {
		return Err(StoreError::Foreign {
			path: directory.join("FORMAT"),
			what: "it is missing, and there are segments: restore it from a copy".to_owned(),
		});
	}
	let id: StoreId = rand::random();
	let text = format!("{FORMAT_NAME} {FORMAT} {}\n", hex::encode(id));
	let temporary = directory.join("FORMAT.new");
	File::create(&temporary)
		.and_then(|mut file| {
			file.write_all(text.as_bytes())?;
			file.sync_all()
		})
		.and_then(|()| fs::rename(&temporary, directory.join("FORMAT")))
		.and_then(|()| sync_directory(directory))
		.map_err(StoreError::io("make the FORMAT file"))?;
	Ok(id)
}

/// Numbers and lengths of the segments, each with its head checked.
fn list_segments(directory: &Path, id: &StoreId) -> Result<BTreeMap<u32, u64>, StoreError> {
	let mut found = BTreeMap::new();
	let entries = fs::read_dir(segments(directory)).map_err(StoreError::io("list the segments"))?;
	for entry in entries {
		let entry = entry.map_err(StoreError::io("list the segments"))?;
		let name = entry.file_name();
		let Some(number) = name.to_str().and_then(segment_number) else { continue };
		let length = entry.metadata().map_err(StoreError::io("list the segments"))?.len();
		found.insert(number, length);
	}
	let last = found.last_key_value().map(|(number, _)| *number);
	for (&number, length) in &mut found {
		let mut head = [0; SEGMENT_HEAD_BYTES as usize];
		let file = open_segment(directory, number)?;
		let whole = *length >= SEGMENT_HEAD_BYTES && file.read_exact_at(&mut head, 0).is_ok();
		if whole && head == segment_head(id, number) {
			continue;
		}
		if Some(number) == last && *length <= SEGMENT_HEAD_BYTES {
			// Killed while making it: there is no record in it yet.
			create_segment(directory, id, number)?;
			*length = SEGMENT_HEAD_BYTES;
			continue;
		}
		return Err(StoreError::Foreign {
			path: segment_path(directory, number),
			what: "its head is damaged or of another store: move the file away to open without it"
				.to_owned(),
		});
	}
	Ok(found)
}

/// The index and where to read the log from.
fn open_index(
	directory: &Path,
	id: &StoreId,
	lengths: &BTreeMap<u32, u64>,
) -> Result<(Index, Position), StoreError> {
	let path = directory.join("index");
	let fits = |at: &Position| lengths.get(&at.segment).is_some_and(|len| *len >= at.offset);
	let why = match Index::open(&path) {
		Ok(index) => match index.checkpoint(id) {
			Ok(Some(at)) if fits(&at) => return Ok((index, at)),
			Ok(Some(_)) => "it is ahead of the segments".to_owned(),
			Ok(None) => "it is empty or of another store".to_owned(),
			Err(error) => error.to_string(),
		},
		Err(error) => error.to_string(),
	};
	tracing::info!(target: "reel::fragments", why, "building the index from the segments");
	match fs::remove_dir_all(&path) {
		Ok(()) => {},
		Err(error) if error.kind() == io::ErrorKind::NotFound => {},
		Err(source) => return Err(StoreError::Io { what: "remove the index", source }),
	}
	let first = lengths.first_key_value().map_or(0, |(number, _)| *number);
	Ok((Index::open(&path)?, Position { segment: first, offset: SEGMENT_HEAD_BYTES }))
}

fn open_segment(directory: &Path, number: u32) -> Result<File, StoreError> {
	OpenOptions::new()
		.read(true)
		.write(true)
		.open(segment_path(directory, number))
		.map_err(StoreError::io("open a segment"))
}
