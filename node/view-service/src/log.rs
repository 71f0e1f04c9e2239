//! The append-only file under the desk's memory.
//!
//! ```text
//! file    = "reeldsk7" ‖ salt 16 ‖ frame*
//! frame   = length u32 LE ‖ CRC-32 of the body u32 LE ‖ body
//! body    = (length u32 LE ‖ record)*, sealed (module `vault`), bound to the salt and to its position in the file
//! ```
//!
//! Records that come together share a frame: sealing and writing then cost little more than their bytes.
//!
//! The CRC tells a torn tail from a record that somebody changed: the second does not open, and the desk does not
//! start over it. Frames can be neither moved nor left out in the middle nor taken from an older file.
//!
//! A crash may tear the tail. Opening cuts the file at the first frame that is not whole and says so: the caller
//! must then not vote on rounds of the time before, since a vote might have been in what was cut.

use crate::{
	ServiceError,
	vault::{Cipher, NONCE},
};
use rand::{RngCore, rngs::OsRng};
use std::{
	fs::{self, File, OpenOptions},
	io::{Read, Seek, SeekFrom, Write},
	os::unix::fs::OpenOptionsExt,
	path::{Path, PathBuf},
	sync::Arc,
};

const MAGIC: &[u8; 8] = b"reeldsk7";
const SALT: usize = 16;
const START: usize = MAGIC.len() + SALT;
const HEAD: usize = 8;

/// Longest frame: the longest record is a batch of 131,072 plays with as many payees, 10 MiB.
pub(crate) const MAX_FRAME: usize = 64 << 20;

/// Records of one frame, up to which another is begun.
pub(crate) const FRAME_BYTES: usize = 1 << 20;

/// Where the nonce of a frame begins, and its records.
const RECORDS: usize = HEAD + NONCE;

/// A frame that is being made: room for its head, then records.
#[derive(Default)]
pub(crate) struct Frame(Vec<u8>);

impl Frame {
	/// An empty frame in the room of an old one.
	pub(crate) fn empty(mut room: Vec<u8>) -> Self {
		room.clear();
		room.resize(RECORDS, 0);
		Self(room)
	}

	/// Adds the record that `write` appends.
	pub(crate) fn push(&mut self, write: impl FnOnce(&mut Vec<u8>)) {
		let at = self.0.len();
		self.0.extend([0; 4]);
		write(&mut self.0);
		// Frames of more than `MAX_FRAME` are refused as a whole.
		let length = u32::try_from(self.0.len() - at - 4).unwrap_or(u32::MAX);
		if let Some(head) = self.0.get_mut(at..at + 4) {
			head.copy_from_slice(&length.to_le_bytes());
		}
	}

	/// Bytes of its records.
	pub(crate) fn length(&self) -> usize {
		self.0.len().saturating_sub(RECORDS)
	}

	/// Seals it for a place of a log. `None` when it has no record, or more bytes than a frame may have.
	pub(crate) fn seal(mut self, sealer: &Sealer, position: u64) -> Option<Vec<u8>> {
		if self.length() == 0 || self.0.len() > MAX_FRAME {
			return None;
		}
		sealer.cipher.seal_in_place(&place(&sealer.salt, position), &mut self.0, HEAD)?;
		let body = self.0.get(HEAD..)?;
		let head = [u32::try_from(body.len()).ok()?, crc32fast::hash(body)];
		for (to, from) in self.0.chunks_exact_mut(4).zip(head) {
			to.copy_from_slice(&from.to_le_bytes());
		}
		Some(self.0)
	}
}

/// What sealing a frame takes, apart from its place.
#[derive(Clone)]
pub(crate) struct Sealer {
	cipher: Cipher,
	salt: [u8; SALT],
}

/// An open log.
pub(crate) struct Log {
	path: PathBuf,
	file: Arc<File>,
	sealer: Sealer,
	/// Number of frames in the file.
	count: u64,
	length: u64,
	/// Frames ever appended, and how many of them are on the disk for sure.
	appended: u64,
	synced: u64,
	failed: bool,
}

/// What is to be forced to the disk, while others go on appending.
pub(crate) struct Unsynced {
	file: Arc<File>,
	upto: u64,
}

impl Unsynced {
	/// Forces it to the disk; to be told to [`Log::note_synced`].
	pub(crate) fn sync(&self) -> std::io::Result<()> {
		self.file.sync_data()
	}
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
		let (mut records, mut count) = (Vec::new(), 0);
		while let Some(body) = bytes.get(end..).and_then(whole_frame) {
			let opened = cipher.open(&place(&salt, count), body);
			let Some(those) = opened.as_deref().and_then(|records| records_of(records)) else {
				let reason = "a record was changed, or sealed under another key";
				return Err(ServiceError::Corrupt { path, reason });
			};
			end += HEAD + body.len();
			count += 1;
			records.extend(those);
		}
		let cut_bytes = if born { (bytes.len() - end) as u64 } else { 0 };
		let mut length = end as u64;
		if !born {
			file.set_len(0).map_err(io(&path))?;
			file.seek(SeekFrom::Start(0)).map_err(io(&path))?;
			file.write_all(&[&MAGIC[..], &salt].concat()).map_err(io(&path))?;
			length = START as u64;
		}
		file.set_len(length).map_err(io(&path))?;
		file.seek(SeekFrom::Start(length)).map_err(io(&path))?;
		file.sync_all().map_err(io(&path))?;
		sync_parent(&path)?;
		let sealer = Sealer { cipher, salt };
		let (file, failed) = (Arc::new(file), false);
		let log = Self { path, file, sealer, count, length, appended: 0, synced: 0, failed };
		Ok(Opened { log, records, cut_bytes })
	}

	/// What sealing takes, and the place of the next frame.
	pub(crate) fn sealer(&self) -> (&Sealer, u64) {
		(&self.sealer, self.count)
	}

	/// Appends a record. It is safe only after [`Log::sync`].
	pub(crate) fn append(&mut self, record: &[u8]) -> Result<(), ServiceError> {
		let mut frame = Frame::empty(Vec::with_capacity(record.len() + RECORDS + 32));
		frame.push(|to| to.extend_from_slice(record));
		let sealed = frame.seal(&self.sealer, self.count).filter(|_| !record.is_empty());
		let sealed = sealed.ok_or_else(|| self.impossible())?;
		self.append_frames(&[sealed])
	}

	/// Appends frames sealed for the next places, in order: all or none.
	pub(crate) fn append_frames(&mut self, frames: &[Vec<u8>]) -> Result<(), ServiceError> {
		if self.failed {
			return Err(ServiceError::LogFailed);
		}
		let mut file = &*self.file;
		let written = frames.iter().try_for_each(|frame| file.write_all(frame));
		if let Err(source) = written {
			// Half a frame in the middle would hide all that follow it.
			let restored = self.file.set_len(self.length).is_ok()
				&& file.seek(SeekFrom::Start(self.length)).is_ok();
			self.failed = !restored;
			return Err(ServiceError::Io { path: self.path.clone(), source });
		}
		self.length += frames.iter().map(|frame| frame.len() as u64).sum::<u64>();
		self.count += frames.len() as u64;
		self.appended += frames.len() as u64;
		Ok(())
	}

	/// Forces what was appended to the disk.
	pub(crate) fn sync(&mut self) -> Result<(), ServiceError> {
		match self.unsynced(self.appended)? {
			Some(unsynced) => {
				let result = unsynced.sync();
				self.note_synced(&unsynced, result)
			},
			None => Ok(()),
		}
	}

	/// Frames ever appended.
	pub(crate) fn appended(&self) -> u64 {
		self.appended
	}

	/// How many of them are on the disk for sure.
	pub(crate) fn synced(&self) -> u64 {
		self.synced
	}

	/// What has to be forced to the disk so that the first `upto` frames ever appended are safe; `None`: they are.
	pub(crate) fn unsynced(&self, upto: u64) -> Result<Option<Unsynced>, ServiceError> {
		if self.failed {
			return Err(ServiceError::LogFailed);
		}
		let is_due = self.synced < upto;
		Ok(is_due.then(|| Unsynced { file: self.file.clone(), upto: self.appended }))
	}

	/// Notes how forcing something to the disk went.
	pub(crate) fn note_synced(
		&mut self,
		unsynced: &Unsynced,
		result: std::io::Result<()>,
	) -> Result<(), ServiceError> {
		if let Err(source) = result {
			// After a failed sync nobody knows what is on the disk.
			self.failed = true;
			return Err(ServiceError::Io { path: self.path.clone(), source });
		}
		self.synced = self.synced.max(unsynced.upto);
		Ok(())
	}

	/// Bytes of the file.
	pub(crate) fn length(&self) -> u64 {
		self.length
	}

	/// Replaces the whole log by `records`, at once or not at all, and blots out the bytes of the old one. (On a file
	/// system that copies on write, or a disk that moves sectors about, what was there may lie on for a while:
	/// sealed, as it always was.)
	pub(crate) fn rewrite(
		&mut self,
		records: impl IntoIterator<Item = Vec<u8>>,
	) -> Result<(), ServiceError> {
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
		let sealer = Sealer { cipher: self.sealer.cipher.clone(), salt: new_salt() };
		file.write_all(&[&MAGIC[..], &sealer.salt].concat()).map_err(ServiceError::io(&new))?;
		let (mut count, mut length) = (0, START as u64);
		let mut frame = Frame::empty(Vec::new());
		let mut records = records.into_iter().peekable();
		while let Some(record) = records.next() {
			frame.push(|to| to.extend_from_slice(&record));
			if frame.length() < FRAME_BYTES && records.peek().is_some() {
				continue;
			}
			let sealed = frame.seal(&sealer, count).ok_or_else(|| self.impossible())?;
			file.write_all(&sealed).map_err(ServiceError::io(&new))?;
			length += sealed.len() as u64;
			count += 1;
			frame = Frame::empty(sealed);
		}
		file.sync_all().map_err(ServiceError::io(&new))?;
		fs::rename(&new, &self.path).map_err(ServiceError::io(&self.path))?;
		let old = std::mem::replace(&mut self.file, Arc::new(file));
		let old_length = std::mem::replace(&mut self.length, length);
		self.sealer = sealer;
		self.count = count;
		self.synced = self.appended;
		// The new name lasts before what it replaced is blotted out: a power cut between leaves one of the two whole.
		sync_parent(&self.path)?;
		blot_out(&old, old_length).map_err(ServiceError::io(&self.path))
	}

	fn impossible(&self) -> ServiceError {
		let path = self.path.clone();
		ServiceError::Corrupt { path, reason: "record of impossible length" }
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
fn blot_out(mut file: &File, length: u64) -> std::io::Result<()> {
	file.seek(SeekFrom::Start(0))?;
	std::io::copy(&mut std::io::repeat(0).take(length), &mut file)?;
	file.sync_data()
}

fn whole_frame(bytes: &[u8]) -> Option<&[u8]> {
	let length = u32::from_le_bytes(bytes.get(..4)?.try_into().ok()?) as usize;
	let crc = u32::from_le_bytes(bytes.get(4..HEAD)?.try_into().ok()?);
	if length == 0 || length > MAX_FRAME {
		return None;
	}
	let body = bytes.get(HEAD..HEAD + length)?;
	(crc32fast::hash(body) == crc).then_some(body)
}

/// The records of a frame that was opened.
fn records_of(mut frame: &[u8]) -> Option<Vec<Vec<u8>>> {
	let mut records = Vec::new();
	while !frame.is_empty() {
		let (length, rest) = frame.split_first_chunk::<4>()?;
		let (record, rest) = rest.split_at_checked(u32::from_le_bytes(*length) as usize)?;
		records.push(record.to_vec());
		frame = rest;
	}
	Some(records)
}

/// A new or renamed file is safe only when its directory is.
pub(crate) fn sync_parent(path: &Path) -> Result<(), ServiceError> {
	let Some(parent) = path.parent() else { return Ok(()) };
	File::open(parent).and_then(|dir| dir.sync_all()).map_err(ServiceError::io(parent))
}

#[cfg(test)]
mod tests;
