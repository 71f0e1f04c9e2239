//! The append-only file under the desk's memory.
//!
//! ```text
//! file    = "reeldsk2" ‖ salt 16 ‖ frame*
//! frame   = length u32 LE ‖ CRC-32 of the body u32 LE ‖ body
//! body    = record, sealed (module `vault`), bound to the salt and to its position in the file
//! ```
//!
//! The CRC tells a torn tail from a record that somebody changed: the second does not open, and the desk does not
//! start over it. Records can be neither moved nor left out in the middle nor taken from an older file.
//!
//! A crash may tear the tail. Opening cuts the file at the first record that is not whole and says so: the caller
//! must then not vote on rounds of the time before, since a vote might have been in what was cut.

use crate::{ServiceError, vault::Cipher};
use rand::{RngCore, rngs::OsRng};
use std::{
	fs::{self, File, OpenOptions},
	io::{Read, Seek, SeekFrom, Write},
	os::unix::fs::OpenOptionsExt,
	path::{Path, PathBuf},
};

const MAGIC: &[u8; 8] = b"reeldsk2";
const SALT: usize = 16;
const START: usize = MAGIC.len() + SALT;
const HEAD: usize = 8;

/// Longest record.
pub(crate) const MAX_RECORD: usize = 16 << 20;

/// An open log.
pub(crate) struct Log {
	path: PathBuf,
	file: File,
	cipher: Cipher,
	salt: [u8; SALT],
	/// Number of records in the file.
	count: u64,
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
	pub(crate) fn open(path: PathBuf, cipher: Cipher) -> Result<Opened, ServiceError> {
		let io = |path: &Path| ServiceError::io(path.to_path_buf());
		let mut file = OpenOptions::new()
			.read(true)
			.write(true)
			.create(true)
			.truncate(false)
			.mode(0o600)
			.open(&path)
			.map_err(io(&path))?;
		// Left by a crash in the middle of rewriting.
		if let Err(source) = fs::remove_file(rewritten(&path))
			&& source.kind() != std::io::ErrorKind::NotFound
		{
			return Err(ServiceError::Io { path: rewritten(&path), source });
		}
		let mut bytes = Vec::new();
		file.read_to_end(&mut bytes).map_err(io(&path))?;
		// A file shorter than its own mark was torn at birth.
		if bytes.len() >= MAGIC.len() && !bytes.starts_with(MAGIC) {
			let reason = "not a desk log, or one of another version";
			return Err(ServiceError::Corrupt { path, reason });
		}
		let mut salt = new_salt();
		let born = bytes.len() >= START;
		if let Some(kept) = bytes.get(MAGIC.len()..START) {
			salt.copy_from_slice(kept);
		}
		let mut end = START.min(bytes.len());
		let mut records = Vec::new();
		while let Some(body) = bytes.get(end..).and_then(whole_record) {
			let Some(record) = cipher.open(&place(&salt, records.len() as u64), body) else {
				let reason = "a record was changed, or sealed under another key";
				return Err(ServiceError::Corrupt { path, reason });
			};
			end += HEAD + body.len();
			records.push(record.to_vec());
		}
		let cut_bytes = if born { (bytes.len() - end) as u64 } else { 0 };
		let (length, count) = (end as u64, records.len() as u64);
		let mut log =
			Self { path, file, cipher, salt, count, length, unsynced: false, failed: false };
		if !born {
			log.file.set_len(0).map_err(io(&log.path))?;
			log.file.seek(SeekFrom::Start(0)).map_err(io(&log.path))?;
			log.file.write_all(&[&MAGIC[..], &salt].concat()).map_err(io(&log.path))?;
			log.length = START as u64;
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
		let framed = self.frame(&self.salt, self.count, body)?;
		if let Err(source) = self.file.write_all(&framed) {
			// Half a record in the middle would hide all that follow it.
			let restored = self.file.set_len(self.length).is_ok()
				&& self.file.seek(SeekFrom::Start(self.length)).is_ok();
			self.failed = !restored;
			return Err(ServiceError::Io { path: self.path.clone(), source });
		}
		self.length += framed.len() as u64;
		self.count += 1;
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

	/// Replaces the whole log by `bodies`, at once or not at all, and blots out the bytes of the old one. (On a file
	/// system that copies on write, or a disk that moves sectors about, what was there may lie on for a while:
	/// sealed, as it always was.)
	pub(crate) fn rewrite(&mut self, bodies: &[Vec<u8>]) -> Result<(), ServiceError> {
		if self.failed {
			return Err(ServiceError::LogFailed);
		}
		let new = rewritten(&self.path);
		let mut file = OpenOptions::new()
			.write(true)
			.create(true)
			.truncate(true)
			.mode(0o600)
			.open(&new)
			.map_err(ServiceError::io(&new))?;
		let salt = new_salt();
		let mut content = [&MAGIC[..], &salt].concat();
		for (position, body) in (0..).zip(bodies) {
			content.extend(self.frame(&salt, position, body)?);
		}
		file.write_all(&content).map_err(ServiceError::io(&new))?;
		file.sync_all().map_err(ServiceError::io(&new))?;
		fs::rename(&new, &self.path).map_err(ServiceError::io(&self.path))?;
		let old = std::mem::replace(&mut self.file, file);
		let old_length = std::mem::replace(&mut self.length, content.len() as u64);
		self.salt = salt;
		self.count = bodies.len() as u64;
		self.unsynced = false;
		blot_out(old, old_length).map_err(ServiceError::io(&self.path))?;
		sync_parent(&self.path)
	}

	fn frame(
		&self,
		salt: &[u8; SALT],
		position: u64,
		record: &[u8],
	) -> Result<Vec<u8>, ServiceError> {
		let sealed = self.cipher.seal(&place(salt, position), record);
		let length = |body: &Vec<u8>| u32::try_from(body.len()).ok();
		let framed = sealed.filter(|body| !record.is_empty() && body.len() <= MAX_RECORD);
		let framed = framed.and_then(|body| Some((length(&body)?, body)));
		let Some((length, body)) = framed else {
			let path = self.path.clone();
			return Err(ServiceError::Corrupt { path, reason: "record of impossible length" });
		};
		Ok([&length.to_le_bytes()[..], &crc32fast::hash(&body).to_le_bytes(), &body].concat())
	}
}

fn rewritten(path: &Path) -> PathBuf {
	path.with_extension("log.new")
}

fn new_salt() -> [u8; SALT] {
	let mut salt = [0; SALT];
	OsRng.fill_bytes(&mut salt);
	salt
}

fn place(salt: &[u8; SALT], position: u64) -> Vec<u8> {
	[&salt[..], &position.to_le_bytes()].concat()
}

/// Zeroes over a file that has no name any more.
fn blot_out(mut file: File, length: u64) -> std::io::Result<()> {
	file.seek(SeekFrom::Start(0))?;
	std::io::copy(&mut std::io::repeat(0).take(length), &mut file)?;
	file.sync_data()
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
	use crate::vault::Vault;

	/// Bytes of a sealed record of three or five bytes beyond the record: frame, nonce, tag.
	const OVER: usize = HEAD + 24 + 16;

	fn cipher(dir: &Path) -> Cipher {
		Vault::open(&dir.join("key"), dir).unwrap().cipher(b"test")
	}

	fn open(path: &Path) -> Result<Opened, ServiceError> {
		Log::open(path.to_path_buf(), cipher(path.parent().unwrap()))
	}

	fn log_with(bodies: &[&[u8]]) -> (tempfile::TempDir, PathBuf) {
		let dir = tempfile::tempdir().unwrap();
		let path = dir.path().join("desk.log");
		let mut log = open(&path).unwrap().log;
		bodies.iter().for_each(|body| log.append(body).unwrap());
		log.sync().unwrap();
		(dir, path)
	}

	#[test]
	fn what_was_appended_is_read_again_and_lies_sealed() {
		let (_dir, path) = log_with(&[b"first record", b"two"]);
		assert!(!fs::read(&path).unwrap().windows(5).any(|bytes| bytes == b"first"));
		let mut opened = open(&path).unwrap();
		assert_eq!((opened.records.len(), opened.cut_bytes), (2, 0));
		opened.log.append(b"three").unwrap();
		assert!(opened.log.append(b"").is_err());
		let opened = open(&path).unwrap();
		assert_eq!(opened.records, [&b"first record"[..], b"two", b"three"]);
	}

	#[test]
	fn a_torn_tail_is_cut_at_every_length() {
		let (_dir, path) = log_with(&[b"one", b"two"]);
		let whole = fs::read(&path).unwrap();
		for length in START..whole.len() {
			fs::write(&path, &whole[..length]).unwrap();
			let opened = open(&path).unwrap();
			let expected = (length - START) / (OVER + 3);
			assert_eq!(opened.records.len(), expected, "{length}");
			let end = START + expected * (OVER + 3);
			assert_eq!(opened.cut_bytes as usize, length - end);
			assert_eq!(fs::metadata(&path).unwrap().len() as usize, end);
		}
		for length in 0..START {
			fs::write(&path, &whole[..length]).unwrap();
			assert_eq!(open(&path).unwrap().records.len(), 0, "torn at birth");
		}
	}

	#[test]
	fn a_byte_that_the_disk_changed_ends_the_log() {
		let (_dir, path) = log_with(&[b"one", b"two"]);
		let mut bytes = fs::read(&path).unwrap();
		*bytes.last_mut().unwrap() ^= 1;
		fs::write(&path, &bytes).unwrap();
		let opened = open(&path).unwrap();
		assert_eq!(opened.records, [b"one"]);
		assert!(opened.cut_bytes > 0);
	}

	#[test]
	fn records_that_somebody_moved_or_made_are_refused() {
		let (_dir, path) = log_with(&[b"one", b"two"]);
		let bytes = fs::read(&path).unwrap();
		let (start, records) = bytes.split_at(START);
		let (first, second) = records.split_at(OVER + 3);
		let refused = |content: &[&[u8]]| {
			fs::write(&path, content.concat()).unwrap();
			assert!(matches!(open(&path), Err(ServiceError::Corrupt { .. })));
		};
		refused(&[start, second, first]);
		refused(&[start, second]);
		let made = [9; 40];
		let frame = [&40u32.to_le_bytes()[..], &crc32fast::hash(&made).to_le_bytes(), &made];
		refused(&[start, first, &frame.concat()]);
		let (_other, other) = log_with(&[b"one"]);
		refused(&[&fs::read(other).unwrap()]);
	}

	#[test]
	fn refuses_a_file_of_another_kind() {
		let (_dir, path) = log_with(&[]);
		fs::write(&path, b"something else").unwrap();
		assert!(matches!(open(&path), Err(ServiceError::Corrupt { .. })));
	}

	#[test]
	fn a_rewritten_log_holds_the_new_records_goes_on_and_the_old_bytes_are_zeroes() {
		let (_dir, path) = log_with(&[b"one", b"two"]);
		let mut log = open(&path).unwrap().log;
		// A second name keeps the old file where it can be looked at.
		let old = path.with_extension("old");
		fs::hard_link(&path, &old).unwrap();
		log.rewrite(&[b"new".to_vec()]).unwrap();
		log.append(b"next").unwrap();
		log.sync().unwrap();
		assert_eq!(open(&path).unwrap().records, [&b"new"[..], b"next"]);
		assert!(fs::read(old).unwrap().iter().all(|byte| *byte == 0));
	}

	#[test]
	fn what_a_crash_in_the_middle_of_rewriting_left_is_removed() {
		let (_dir, path) = log_with(&[b"one"]);
		fs::write(rewritten(&path), b"half").unwrap();
		assert_eq!(open(&path).unwrap().records, [b"one"]);
		assert!(!rewritten(&path).exists());
	}
}
