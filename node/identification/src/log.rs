//! The log that the index is kept in: one file, only ever added to.
//!
//! A record is complete in the kernel when [`Log::append`] returns, so killing the process loses nothing that was
//! answered; with syncing on (the default) neither does a power cut. A record that was cut short is dropped at the
//! next opening. `ParityDB` would not do alone: it forgets its last commits when the process is killed.

use crate::{
	IdentifyError, Result,
	print::{Print, Step, Timbre},
	search::Place,
};
use std::{
	fs::{File, OpenOptions, TryLockError},
	io::{BufReader, Read, Seek, SeekFrom, Write},
	os::unix::fs::FileExt,
	path::Path,
};

const MAGIC: &[u8; 16] = b"reel-ident-log 4";
/// Length and checksum.
const HEAD_BYTES: u64 = 8;
/// Nine hours of both media; more is no record.
const LARGEST_RECORD: u32 = 1 << 27;

/// The open log.
#[derive(Debug)]
pub(crate) struct Log {
	file: File,
	end: u64,
	sync: bool,
}

impl Log {
	/// Opens or makes it, and shows each record's payload with where in the file it begins.
	pub(crate) fn open(
		path: &Path,
		mut seen: impl FnMut(u64, &[u8]) -> Result<()>,
	) -> Result<Self> {
		let mut file = OpenOptions::new().read(true).append(true).create(true).open(path)?;
		file.try_lock().map_err(|error| match error {
			TryLockError::WouldBlock => IdentifyError::Locked(path.display().to_string()),
			TryLockError::Error(error) => error.into(),
		})?;
		let foreign = || IdentifyError::ForeignIndex(path.display().to_string());
		let bytes = file.metadata()?.len();
		if bytes < MAGIC.len() as u64 {
			// Nothing can have been in it yet.
			file.set_len(0)?;
			file.write_all(MAGIC)?;
			file.sync_all()?;
			return Ok(Self { file, end: MAGIC.len() as u64, sync: true });
		}
		file.seek(SeekFrom::Start(0))?;
		let mut reader = BufReader::with_capacity(1 << 20, &file);
		let mut magic = [0; 16];
		reader.read_exact(&mut magic)?;
		if magic != *MAGIC {
			return Err(foreign());
		}
		let mut end = MAGIC.len() as u64;
		let mut payload = Vec::new();
		while end + HEAD_BYTES <= bytes {
			let (mut length, mut checksum) = ([0; 4], [0; 4]);
			reader.read_exact(&mut length)?;
			reader.read_exact(&mut checksum)?;
			let length = u32::from_le_bytes(length);
			let next = end + HEAD_BYTES + u64::from(length);
			if length == 0 || length > LARGEST_RECORD || next > bytes {
				break;
			}
			payload.resize(length as usize, 0);
			reader.read_exact(&mut payload)?;
			if crc32fast::hash(&payload) != u32::from_le_bytes(checksum) {
				// At the end it was cut short; before it, the disk lost something, and so would we by going on.
				if next == bytes {
					break;
				}
				return Err(foreign());
			}
			seen(end + HEAD_BYTES, &payload)?;
			end = next;
		}
		drop(reader);
		file.set_len(end)?;
		Ok(Self { file, end, sync: true })
	}

	/// Whether each record is forced to the disk.
	pub(crate) const fn set_sync(&mut self, sync: bool) {
		self.sync = sync;
	}

	/// Adds a record; where its payload begins.
	pub(crate) fn append(&mut self, payload: &[u8]) -> Result<u64> {
		let mut record = Vec::with_capacity(payload.len() + HEAD_BYTES as usize);
		record.extend_from_slice(&(payload.len() as u32).to_le_bytes());
		record.extend_from_slice(&crc32fast::hash(payload).to_le_bytes());
		record.extend_from_slice(payload);
		let written = self
			.file
			.write_all(&record)
			.and_then(|()| if self.sync { self.file.sync_data() } else { Ok(()) });
		if let Err(error) = written {
			// What was written of it must not stand before the next record.
			self.file.set_len(self.end)?;
			return Err(error.into());
		}
		let at = self.end + HEAD_BYTES;
		self.end = at + payload.len() as u64;
		Ok(at)
	}

	/// Reads a stored print.
	pub(crate) fn stored(
		&self,
		place: &Place,
		bytes: &mut Vec<u8>,
		steps: &mut Vec<Step>,
		timbre: &mut Vec<Timbre>,
	) -> Result<()> {
		let step_bytes = place.steps as usize * Step::BYTES;
		bytes.resize(step_bytes + place.stretches as usize * Print::TIMBRE_BANDS, 0);
		self.file.read_exact_at(bytes, place.steps_at)?;
		let (step_bytes, timbre_bytes) = bytes.split_at(step_bytes);
		steps.clear();
		steps.extend(step_bytes.as_chunks().0.iter().map(|bytes| Step::from_bytes(*bytes)));
		timbre.clear();
		timbre.extend_from_slice(timbre_bytes.as_chunks().0);
		Ok(())
	}

	/// Bytes on the disk.
	pub(crate) const fn bytes(&self) -> u64 {
		self.end
	}
}

#[cfg(test)]
mod tests {
	use super::*;

	fn read(path: &Path) -> Result<Vec<Vec<u8>>> {
		let mut out = Vec::new();
		Log::open(path, |_, payload| {
			out.push(payload.to_vec());
			Ok(())
		})?;
		Ok(out)
	}

	#[test]
	fn a_record_cut_anywhere_is_dropped_and_those_before_it_stay() {
		let folder = tempfile::tempdir().expect("a folder");
		let path = folder.path().join("log");
		let mut log = Log::open(&path, |_, _| Ok(())).expect("opens");
		let first = log.append(b"the first").expect("is written");
		log.append(b"second").expect("is written");
		let (mut steps, mut timbre) = (Vec::new(), Vec::new());
		let place = Place { recording: 0, steps_at: first, steps: 1, stretches: 0 };
		log.stored(&place, &mut Vec::new(), &mut steps, &mut timbre).expect("is read");
		assert_eq!(steps, [Step::from_bytes(*b"the firs")]);
		let whole = log.bytes();
		drop(log);
		let bytes = std::fs::read(&path).expect("is there");
		let second = bytes.len() - 6 - 8;
		for cut in second..bytes.len() {
			std::fs::write(&path, &bytes[..cut]).expect("is written");
			assert_eq!(read(&path).expect("opens"), [b"the first".to_vec()], "cut at {cut}");
			assert_eq!(std::fs::metadata(&path).expect("is there").len(), second as u64);
		}
		assert_eq!(whole, bytes.len() as u64);
	}

	#[test]
	fn damage_inside_is_named_not_skipped() {
		let folder = tempfile::tempdir().expect("a folder");
		let path = folder.path().join("log");
		let mut log = Log::open(&path, |_, _| Ok(())).expect("opens");
		log.append(b"first").expect("is written");
		log.append(b"second").expect("is written");
		drop(log);
		let mut bytes = std::fs::read(&path).expect("is there");
		bytes[16 + 8] ^= 1;
		std::fs::write(&path, &bytes).expect("is written");
		assert!(matches!(read(&path), Err(IdentifyError::ForeignIndex(_))));
		std::fs::write(&path, b"something else entirely").expect("is written");
		assert!(matches!(read(&path), Err(IdentifyError::ForeignIndex(_))));
	}

	#[test]
	fn a_second_process_is_kept_out() {
		let folder = tempfile::tempdir().expect("a folder");
		let path = folder.path().join("log");
		let _held = Log::open(&path, |_, _| Ok(())).expect("opens");
		assert!(matches!(read(&path), Err(IdentifyError::Locked(_))));
	}
}
