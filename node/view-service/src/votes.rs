//! The log of own votes: no key ever casts two different votes in a round (invariant V4).
//!
//! The database may lose what was not flushed when the process is killed, so votes go to a file of their own. A vote
//! is submitted only after its record is on the disk (`fsync`).
//!
//! ```text
//! file   = magic "REELVOT1" ‖ record*
//! record = key 32 ‖ round u64 LE ‖ batch hash 32 ‖ approve u8 ‖ first 7 bytes of BLAKE2b-256(magic ‖ the above)
//! ```
//!
//! Recovery: a kill in the middle of an append leaves a last record that is short or whose check does not match. That
//! vote was not submitted, so the file is cut back to the record before. A bad record with anything after it is
//! damage, and the desk does not start: it can no longer know what it voted.
//!
//! On opening, records of rounds long over are dropped: the rest is written to a new file, flushed, and put in place.

use reel_primitives::{Hash32, Round, batch::BatchVote, blake2b_256};
use std::{
	collections::HashMap,
	fs::{self, File, OpenOptions},
	io::{self, Read, Seek, SeekFrom, Write},
	path::{Path, PathBuf},
};

const MAGIC: &[u8; 8] = b"REELVOT1";
const RECORD_BYTES: usize = 80;
const CHECKED_BYTES: usize = 73;

/// Rounds for which votes are remembered: far beyond the deadline of a batch.
const KEPT_ROUNDS: Round = 1_000;

/// Why a vote may not be cast, or the log not be used.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum VoteError {
	/// The key voted otherwise in that round.
	#[error("this key voted otherwise in round {round}: the round is left to the other validators")]
	Conflict {
		/// The round.
		round: Round,
	},
	/// The file cannot be read or written.
	#[error("{path}: {source}: check that the directory is writable and not full")]
	Io {
		/// The file.
		path: PathBuf,
		/// What the system says.
		source: io::Error,
	},
	/// The file is no vote log, or is damaged before its end.
	#[error("{path} is damaged at byte {offset}: rotate the session key, then move the file away")]
	Damaged {
		/// The file.
		path: PathBuf,
		/// Where.
		offset: usize,
	},
}

/// The log. One process at a time: the database beside it is locked.
#[derive(Debug)]
pub struct VoteLog {
	path: PathBuf,
	file: File,
	length: u64,
	votes: HashMap<(Hash32, Round), (Hash32, bool)>,
}

impl VoteLog {
	/// Opens or makes the log.
	///
	/// # Errors
	/// When the file cannot be used or is damaged.
	pub fn open(path: &Path) -> Result<Self, VoteError> {
		let failed = |source| VoteError::Io { path: path.into(), source };
		let mut bytes = Vec::new();
		match File::open(path) {
			Ok(mut file) => file.read_to_end(&mut bytes).map(drop).map_err(failed)?,
			Err(error) if error.kind() == io::ErrorKind::NotFound => {},
			Err(error) => return Err(failed(error)),
		}
		let records = read(&bytes)
			.map_err(|offset| VoteError::Damaged { path: path.into(), offset })?;
		let newest = records.iter().map(|record| record.vote.round).max().unwrap_or_default();
		let kept: Vec<Record> = records
			.into_iter()
			.filter(|record| record.vote.round.saturating_add(KEPT_ROUNDS) >= newest)
			.collect();

		let mut content = MAGIC.to_vec();
		content.extend(kept.iter().flat_map(Record::to_bytes));
		if content != bytes {
			replace(path, &content).map_err(failed)?;
		}
		let mut file = OpenOptions::new().read(true).write(true).open(path).map_err(failed)?;
		let length = file.seek(SeekFrom::End(0)).map_err(failed)?;
		let votes = kept
			.into_iter()
			.map(|Record { key, vote }| ((key, vote.round), (vote.batch, vote.approve)))
			.collect();
		Ok(Self { path: path.into(), file, length, votes })
	}

	/// Records a vote before it is cast. The same vote again is fine.
	///
	/// # Errors
	/// [`VoteError::Conflict`] when the key voted otherwise in that round; nothing must be cast on any error.
	pub fn record(&mut self, key: &Hash32, vote: &BatchVote) -> Result<(), VoteError> {
		if let Some(cast) = self.votes.get(&(*key, vote.round)) {
			let is_same = *cast == (vote.batch, vote.approve);
			return if is_same { Ok(()) } else { Err(VoteError::Conflict { round: vote.round }) };
		}
		let record = Record { key: *key, vote: *vote }.to_bytes();
		self.append(&record).map_err(|source| VoteError::Io { path: self.path.clone(), source })?;
		self.votes.insert((*key, vote.round), (vote.batch, vote.approve));
		Ok(())
	}

	/// What a key voted in a round: the batch, and whether it approved.
	pub fn cast(&self, key: &Hash32, round: Round) -> Option<(Hash32, bool)> {
		self.votes.get(&(*key, round)).copied()
	}

	fn append(&mut self, record: &[u8; RECORD_BYTES]) -> io::Result<()> {
		// A failed append may have left some bytes: every record starts where the last whole one ends.
		self.file.set_len(self.length)?;
		self.file.seek(SeekFrom::Start(self.length))?;
		self.file.write_all(record)?;
		self.file.sync_all()?;
		self.length = self.length.saturating_add(RECORD_BYTES as u64);
		Ok(())
	}
}

struct Record {
	key: Hash32,
	vote: BatchVote,
}

impl Record {
	fn to_bytes(&self) -> [u8; RECORD_BYTES] {
		let mut bytes = [0; RECORD_BYTES];
		bytes[..32].copy_from_slice(&self.key);
		bytes[32..40].copy_from_slice(&self.vote.round.to_le_bytes());
		bytes[40..72].copy_from_slice(&self.vote.batch);
		bytes[72] = self.vote.approve.into();
		let check = blake2b_256(&[MAGIC, &bytes[..CHECKED_BYTES]]);
		bytes[CHECKED_BYTES..].copy_from_slice(&check[..RECORD_BYTES - CHECKED_BYTES]);
		bytes
	}

	fn from_bytes(bytes: &[u8]) -> Option<Self> {
		let record = Self {
			key: bytes.get(..32)?.try_into().ok()?,
			vote: BatchVote {
				round: u64::from_le_bytes(bytes.get(32..40)?.try_into().ok()?),
				batch: bytes.get(40..72)?.try_into().ok()?,
				approve: *bytes.get(72)? == 1,
			},
		};
		(record.to_bytes()[..] == *bytes).then_some(record)
	}
}

/// The records of a file; an error is where it is damaged.
fn read(bytes: &[u8]) -> Result<Vec<Record>, usize> {
	if bytes.len() < MAGIC.len() {
		// Killed while the file was made: nothing had been voted.
		return if MAGIC.starts_with(bytes) { Ok(Vec::new()) } else { Err(0) };
	}
	let (magic, rest) = bytes.split_at(MAGIC.len());
	if magic != MAGIC {
		return Err(0);
	}
	let mut records = Vec::new();
	for (place, chunk) in rest.chunks(RECORD_BYTES).enumerate() {
		let offset = MAGIC.len() + place * RECORD_BYTES;
		match Record::from_bytes(chunk) {
			Some(record) => records.push(record),
			None if offset + chunk.len() == bytes.len() => break,
			None => return Err(offset),
		}
	}
	Ok(records)
}

/// Puts a whole file in place: a kill leaves the old one or the new one.
fn replace(path: &Path, content: &[u8]) -> io::Result<()> {
	let fresh = path.with_extension("new");
	let mut file = File::create(&fresh)?;
	file.write_all(content)?;
	file.sync_all()?;
	fs::rename(&fresh, path)?;
	match path.parent() {
		Some(directory) => File::open(directory)?.sync_all(),
		None => Ok(()),
	}
}

#[cfg(test)]
mod tests {
	use super::*;

	fn vote(round: Round) -> BatchVote {
		BatchVote { round, batch: [round as u8; 32], approve: true }
	}

	fn log_with(path: &Path, rounds: Round) {
		let mut log = VoteLog::open(path).unwrap();
		for round in 0..rounds {
			log.record(&[1; 32], &vote(round)).unwrap();
		}
	}

	#[test]
	fn refuses_another_vote_in_a_round_also_after_a_restart() {
		let directory = tempfile::tempdir().unwrap();
		let path = directory.path().join("votes.log");
		log_with(&path, 1);
		for _ in 0..2 {
			let mut log = VoteLog::open(&path).unwrap();
			assert!(log.record(&[1; 32], &vote(0)).is_ok());
			for other in [
				BatchVote { approve: false, ..vote(0) },
				BatchVote { batch: [9; 32], ..vote(0) },
			] {
				let refusal = log.record(&[1; 32], &other);
				assert!(matches!(refusal, Err(VoteError::Conflict { round: 0 })));
			}
			// Another key is another voter.
			log.record(&[2; 32], &BatchVote { approve: false, ..vote(0) }).unwrap();
		}
	}

	#[test]
	fn a_kill_at_any_byte_of_the_last_record_loses_that_record_only() {
		let directory = tempfile::tempdir().unwrap();
		let path = directory.path().join("votes.log");
		log_with(&path, 3);
		let whole = fs::read(&path).unwrap();
		assert_eq!(whole.len(), MAGIC.len() + 3 * RECORD_BYTES);
		for length in 0..=whole.len() {
			fs::write(&path, &whole[..length]).unwrap();
			let mut log = VoteLog::open(&path).unwrap();
			let kept = (length.saturating_sub(MAGIC.len()) / RECORD_BYTES) as Round;
			for round in 0..3 {
				assert_eq!(log.cast(&[1; 32], round).is_some(), round < kept, "{length} {round}");
			}
			log.record(&[1; 32], &vote(7)).unwrap();
			drop(log);
			assert!(VoteLog::open(&path).unwrap().cast(&[1; 32], 7).is_some());
		}
	}

	#[test]
	fn a_last_record_that_was_not_wholly_written_is_dropped() {
		let directory = tempfile::tempdir().unwrap();
		let path = directory.path().join("votes.log");
		log_with(&path, 2);
		let mut bytes = fs::read(&path).unwrap();
		let last = bytes.len() - 1;
		bytes[last - 30] ^= 1;
		fs::write(&path, &bytes).unwrap();
		let log = VoteLog::open(&path).unwrap();
		assert!(log.cast(&[1; 32], 0).is_some() && log.cast(&[1; 32], 1).is_none());
	}

	#[test]
	fn damage_before_the_end_stops_the_desk() {
		let directory = tempfile::tempdir().unwrap();
		let path = directory.path().join("votes.log");
		log_with(&path, 2);
		let good = fs::read(&path).unwrap();
		for offset in [0, MAGIC.len() + 3] {
			let mut bytes = good.clone();
			bytes[offset] ^= 1;
			fs::write(&path, &bytes).unwrap();
			assert!(matches!(VoteLog::open(&path), Err(VoteError::Damaged { .. })), "{offset}");
		}
	}

	#[test]
	fn votes_of_rounds_long_over_are_forgotten() {
		let directory = tempfile::tempdir().unwrap();
		let path = directory.path().join("votes.log");
		log_with(&path, 1);
		VoteLog::open(&path).unwrap().record(&[1; 32], &vote(KEPT_ROUNDS + 1)).unwrap();
		let log = VoteLog::open(&path).unwrap();
		assert!(log.cast(&[1; 32], 0).is_none() && log.cast(&[1; 32], KEPT_ROUNDS + 1).is_some());
		assert_eq!(fs::read(&path).unwrap().len(), MAGIC.len() + RECORD_BYTES);
	}
}
