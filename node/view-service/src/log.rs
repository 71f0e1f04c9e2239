//! The append-only file under the desk's memory.
//!
//! ```text
//! file    = "reeldsk1" ‖ record*
//! record  = length u32 LE ‖ CRC-32 of the body u32 LE ‖ body
//! ```
//!
//! A crash may tear the tail. Opening cuts the file at the first record that is not whole and says so: the caller
//! must then not vote on rounds of the time before, since a vote might have been in what was cut.

use crate::ServiceError;
use std::{
	fs::{self, File, OpenOptions},
	io::{Read, Seek, SeekFrom, Write},
	path::{Path, PathBuf},
};

const MAGIC: &[u8; 8] = b"reeldsk1";
const HEAD: usize = 8;

/// Longest record.
pub(crate) const MAX_RECORD: usize = 16 << 20;

/// An open log.
pub(crate) struct Log {
	path: PathBuf,
	file: File,
	length: u64,
	unsynced: bool,
	failed: bool,
}

/// What was found when a log was opened.
pub(crate) struct Opened {
	pub(crate) log: Log,
	/// The bodies in order.
	pub(crate) records: Vec<Vec<u8>>,
	/// Bytes cut off a torn tail.
	pub(crate) cut_bytes: u64,
}

impl Log {
	/// Opens or creates the log at `path`.
	pub(crate) fn open(path: PathBuf) -> Result<Opened, ServiceError> {
		let io = |path: &Path| ServiceError::io(path.to_path_buf());
		let mut file = OpenOptions::new()
			.read(true)
			.write(true)
			.create(true)
			.truncate(false)
			.open(&path)
			.map_err(io(&path))?;
		let mut bytes = Vec::new();
		file.read_to_end(&mut bytes).map_err(io(&path))?;
		// A file shorter than its own mark was torn at birth.
		if bytes.len() >= MAGIC.len() && !bytes.starts_with(MAGIC) {
			return Err(ServiceError::Corrupt { path, reason: "not a desk log" });
		}
		let mut end = MAGIC.len().min(bytes.len());
		let mut records = Vec::new();
		while let Some(body) = bytes.get(end..).and_then(whole_record) {
			end += HEAD + body.len();
			records.push(body.to_vec());
		}
		let born = bytes.len() >= MAGIC.len();
		let cut_bytes = if born { (bytes.len() - end) as u64 } else { 0 };
		let mut log = Self { path, file, length: end as u64, unsynced: false, failed: false };
		if !born {
			log.file.set_len(0).map_err(io(&log.path))?;
			log.file.seek(SeekFrom::Start(0)).map_err(io(&log.path))?;
			log.file.write_all(MAGIC).map_err(io(&log.path))?;
			log.length = MAGIC.len() as u64;
		}
		log.file.set_len(log.length).map_err(io(&log.path))?;
		log.file.seek(SeekFrom::Start(log.length)).map_err(io(&log.path))?;
		log.file.sync_all().map_err(io(&log.path))?;
		sync_parent(&log.path)?;
		Ok(Opened { log, records, cut_bytes })
	}

	/// Appends a record. It is safe only after [`Log::sync`].
	pub(crate) fn append(&mut self, body: &[u8]) -> Result<(), ServiceError> {
		if self.failed {
			return Err(ServiceError::LogFailed);
		}
		if body.is_empty() || body.len() > MAX_RECORD {
			let path = self.path.clone();
			return Err(ServiceError::Corrupt { path, reason: "record of impossible length" });
		}
		let framed = frame(body);
		if let Err(source) = self.file.write_all(&framed) {
			// Half a record in the middle would hide all that follow it.
			let restored = self.file.set_len(self.length).is_ok()
				&& self.file.seek(SeekFrom::Start(self.length)).is_ok();
			self.failed = !restored;
			return Err(ServiceError::Io { path: self.path.clone(), source });
		}
		self.length += framed.len() as u64;
		self.unsynced = true;
		Ok(())
	}

	/// Forces what was appended to the disk.
	pub(crate) fn sync(&mut self) -> Result<(), ServiceError> {
		if self.failed {
			return Err(ServiceError::LogFailed);
		}
		if self.unsynced {
			if let Err(source) = self.file.sync_data() {
				// After a failed sync nobody knows what is on the disk.
				self.failed = true;
				return Err(ServiceError::Io { path: self.path.clone(), source });
			}
			self.unsynced = false;
		}
		Ok(())
	}

	/// Bytes of the file.
	pub(crate) fn length(&self) -> u64 {
		self.length
	}

	/// Replaces the whole log by `bodies`, at once or not at all.
	pub(crate) fn rewrite(&mut self, bodies: &[Vec<u8>]) -> Result<(), ServiceError> {
		if self.failed {
			return Err(ServiceError::LogFailed);
		}
		let new = self.path.with_extension("log.new");
		let mut file = File::create(&new).map_err(ServiceError::io(&new))?;
		let mut content = MAGIC.to_vec();
		bodies.iter().for_each(|body| content.extend(frame(body)));
		file.write_all(&content).map_err(ServiceError::io(&new))?;
		file.sync_all().map_err(ServiceError::io(&new))?;
		fs::rename(&new, &self.path).map_err(ServiceError::io(&self.path))?;
		self.file = file;
		self.length = content.len() as u64;
		self.unsynced = false;
		sync_parent(&self.path)
	}
}

fn frame(body: &[u8]) -> Vec<u8> {
	let length = u32::try_from(body.len()).unwrap_or(u32::MAX).to_le_bytes();
	[&length[..], &crc32fast::hash(body).to_le_bytes(), body].concat()
}

fn whole_record(bytes: &[u8]) -> Option<&[u8]> {
	let length = u32::from_le_bytes(bytes.get(..4)?.try_into().ok()?) as usize;
	let crc = u32::from_le_bytes(bytes.get(4..HEAD)?.try_into().ok()?);
	if length == 0 || length > MAX_RECORD {
		return None;
	}
	let body = bytes.get(HEAD..HEAD + length)?;
	(crc32fast::hash(body) == crc).then_some(body)
}

/// A new or renamed file is safe only when its directory is.
pub(crate) fn sync_parent(path: &Path) -> Result<(), ServiceError> {
	let Some(parent) = path.parent() else { return Ok(()) };
	File::open(parent).and_then(|dir| dir.sync_all()).map_err(ServiceError::io(parent))
}

#[cfg(test)]
mod tests {
	use super::*;

	fn log_with(bodies: &[&[u8]]) -> (tempfile::TempDir, PathBuf) {
		let dir = tempfile::tempdir().unwrap();
		let path = dir.path().join("desk.log");
		let mut log = Log::open(path.clone()).unwrap().log;
		bodies.iter().for_each(|body| log.append(body).unwrap());
		log.sync().unwrap();
		(dir, path)
	}

	#[test]
	fn what_was_appended_is_read_again() {
		let (_dir, path) = log_with(&[b"one", b"two"]);
		let mut opened = Log::open(path.clone()).unwrap();
		assert_eq!((opened.records.len(), opened.cut_bytes), (2, 0));
		opened.log.append(b"three").unwrap();
		let opened = Log::open(path).unwrap();
		assert_eq!(opened.records, [&b"one"[..], b"two", b"three"]);
	}

	#[test]
	fn a_torn_tail_is_cut_at_every_length() {
		let (_dir, path) = log_with(&[b"one", b"two"]);
		let whole = fs::read(&path).unwrap();
		for length in MAGIC.len()..whole.len() {
			fs::write(&path, &whole[..length]).unwrap();
			let opened = Log::open(path.clone()).unwrap();
			let expected = (length - MAGIC.len()) / (HEAD + 3);
			assert_eq!(opened.records.len(), expected, "{length}");
			let end = MAGIC.len() + expected * (HEAD + 3);
			assert_eq!(opened.cut_bytes as usize, length - end);
			assert_eq!(fs::metadata(&path).unwrap().len() as usize, end);
		}
	}

	#[test]
	fn a_changed_byte_ends_the_log() {
		let (_dir, path) = log_with(&[b"one", b"two"]);
		let mut bytes = fs::read(&path).unwrap();
		*bytes.last_mut().unwrap() ^= 1;
		fs::write(&path, &bytes).unwrap();
		let opened = Log::open(path).unwrap();
		assert_eq!(opened.records, [b"one"]);
		assert!(opened.cut_bytes > 0);
	}

	#[test]
	fn refuses_a_file_of_another_kind() {
		let (_dir, path) = log_with(&[]);
		fs::write(&path, b"something else").unwrap();
		assert!(matches!(Log::open(path), Err(ServiceError::Corrupt { .. })));
	}

	#[test]
	fn a_rewritten_log_holds_the_new_records_and_goes_on() {
		let (_dir, path) = log_with(&[b"one", b"two"]);
		let mut log = Log::open(path.clone()).unwrap().log;
		log.rewrite(&[b"new".to_vec()]).unwrap();
		log.append(b"next").unwrap();
		log.sync().unwrap();
		assert_eq!(Log::open(path).unwrap().records, [&b"new"[..], b"next"]);
	}
}
