//! The log of ratings: `ratings.jsonl` beside the desk's own log.
//!
//! One JSON object a line ([`RatingLine`]), each with the hash of the line before, so that the last hash stands for all of
//! them. Lines are only ever added, and are on the disk before anybody is told. What is in it is public, so it is not sealed.
//!
//! A crash may tear the last line: opening cuts what has no end of line. A line that does not follow the one before is no
//! torn one: the desk does not start over a log that somebody changed.
//!
//! Memory holds for each line where it ends, 8 bytes, and for each viewer and title the number of the newest line, some
//! 100 bytes. When [`crate::Config::max_ratings`] lines are in it, no more are taken: whoever runs the desk then moves the file
//! away, and another begins with line 1, which everybody sees by the count on the chain.

use crate::ServiceError;
use reel_primitives::{
	AccountId, ContentId, Hash32, Round,
	rating::{RatingsHead, SignedRating},
};
use reel_rpc_api::RatingLine;
use std::{
	collections::BTreeMap,
	fs::{File, OpenOptions},
	io::{BufRead, BufReader, Write},
	ops::Bound,
	os::unix::fs::{FileExt, OpenOptionsExt},
	path::{Path, PathBuf},
};

/// Name of the file in the desk's directory.
pub(crate) const FILE: &str = "ratings.jsonl";

/// The newest rating of a title by a viewer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Newest {
	/// Number of its line, from 1.
	pub(crate) number: u64,
	/// When it was rated, Unix milliseconds.
	pub(crate) rated_at_ms: u64,
}

/// The log with the index over it.
pub(crate) struct RatingsLog {
	path: PathBuf,
	file: File,
	head: RatingsHead,
	/// Where each line ends, in bytes.
	ends: Vec<u64>,
	newest: BTreeMap<ContentId, BTreeMap<AccountId, Newest>>,
	/// Something could not be written: what the file holds is known only when it is read again.
	has_failed: bool,
	/// The last round in which the head was sent to the chain.
	pub(super) sent_in: Option<Round>,
}

impl RatingsLog {
	/// Opens the log in a directory, which must be there, or begins one.
	///
	/// # Errors
	/// When the file cannot be read or written, or a line does not follow the one before.
	pub(crate) fn open(directory: &Path, genesis: &Hash32) -> Result<Self, ServiceError> {
		let path = directory.join(FILE);
		let file = OpenOptions::new()
			.read(true)
			.append(true)
			.create(true)
			.mode(0o600)
			.open(&path)
			.map_err(ServiceError::io(&path))?;
		let mut log = Self {
			path,
			file,
			head: RatingsHead::default(),
			ends: Vec::new(),
			newest: BTreeMap::new(),
			has_failed: false,
			sent_in: None,
		};
		log.read_all(genesis)?;
		Ok(log)
	}

	fn read_all(&mut self, genesis: &Hash32) -> Result<(), ServiceError> {
		let file = self.file.try_clone().map_err(ServiceError::io(&self.path))?;
		let mut reader = BufReader::new(file);
		let mut bytes = Vec::new();
		loop {
			bytes.clear();
			reader.read_until(b'\n', &mut bytes).map_err(ServiceError::io(&self.path))?;
			if bytes.pop_if(|last| *last == b'\n').is_none() {
				break;
			}
			let line = serde_json::from_slice::<RatingLine>(&bytes).ok();
			let next = line.and_then(|line| line.follows(&self.head, genesis));
			let (signed, head) = next.ok_or_else(|| ServiceError::Corrupt {
				path: self.path.clone(),
				reason: "a line of the log of ratings does not follow the one before",
			})?;
			self.note(&signed, head, bytes.len());
		}
		if !bytes.is_empty() {
			let whole = self.length();
			let cut = self.file.set_len(whole).and_then(|()| self.file.sync_all());
			cut.map_err(ServiceError::io(&self.path))?;
		}
		Ok(())
	}

	/// Notes a line that is in the file, of `bytes` without its end.
	fn note(&mut self, signed: &SignedRating, head: RatingsHead, bytes: usize) {
		let end = self.length().saturating_add(bytes as u64).saturating_add(1);
		self.ends.push(end);
		self.head = head;
		let rating = &signed.rating;
		let newest = Newest { number: head.count, rated_at_ms: rating.rated_at_ms };
		self.newest.entry(rating.content).or_default().insert(rating.viewer.clone(), newest);
	}

	/// Bytes of all lines.
	fn length(&self) -> u64 {
		self.ends.last().copied().unwrap_or_default()
	}

	/// What the log comes to.
	pub(crate) const fn head(&self) -> RatingsHead {
		self.head
	}

	/// The newest rating of a title by a viewer.
	pub(crate) fn newest(&self, content: &ContentId, viewer: &AccountId) -> Option<Newest> {
		self.newest.get(content)?.get(viewer).copied()
	}

	/// Numbers of the newest lines of a title's viewers after `from`, ascending by viewer.
	pub(crate) fn numbers_of(
		&self,
		content: &ContentId,
		from: Option<AccountId>,
		limit: usize,
	) -> Vec<u64> {
		let after = from.map_or(Bound::Unbounded, Bound::Excluded);
		let of_title = self.newest.get(content).into_iter();
		let viewers = of_title.flat_map(|viewers| viewers.range((after.clone(), Bound::Unbounded)));
		viewers.map(|(_, newest)| newest.number).take(limit).collect()
	}

	/// Adds a line and forces it to the disk.
	///
	/// # Errors
	/// When it cannot be written. Then nothing more is until the desk starts again.
	pub(crate) fn push(&mut self, signed: &SignedRating) -> Result<RatingLine, ServiceError> {
		if self.has_failed {
			return Err(ServiceError::LogFailed);
		}
		let (line, head) = RatingLine::of(signed, &self.head);
		let mut bytes = serde_json::to_vec(&line)
			.map_err(|error| ServiceError::Io { path: self.path.clone(), source: error.into() })?;
		let length = bytes.len();
		bytes.push(b'\n');
		let written = self.file.write_all(&bytes).and_then(|()| self.file.sync_data());
		if let Err(source) = written {
			self.has_failed = true;
			return Err(ServiceError::Io { path: self.path.clone(), source });
		}
		self.note(signed, head, length);
		Ok(line)
	}

	/// A line, by its number.
	///
	/// # Errors
	/// When there is none of that number, or the file cannot be read.
	pub(crate) fn line(&self, number: u64) -> Result<RatingLine, ServiceError> {
		let corrupt = |reason| ServiceError::Corrupt { path: self.path.clone(), reason };
		let place = usize::try_from(number).unwrap_or_default();
		let end_of = |place: usize| self.ends.get(place).copied();
		let end = place.checked_sub(1).and_then(end_of);
		let end = end.ok_or_else(|| corrupt("it has fewer lines"))?;
		let start = place.checked_sub(2).and_then(end_of).unwrap_or_default();
		let length = usize::try_from(end.saturating_sub(start)).unwrap_or_default();
		let mut bytes = vec![0; length];
		self.file.read_exact_at(&mut bytes, start).map_err(ServiceError::io(&self.path))?;
		serde_json::from_slice(&bytes).map_err(|_| corrupt("a line of it was changed"))
	}
}
