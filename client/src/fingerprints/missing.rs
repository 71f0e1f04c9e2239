//! What could not be had: a file beside the index, so that what nobody serves does not hold up every publisher every time.
//!
//! Asked for again after a minute, then after two, four and so on, a day at most; what is no fingerprint after a week, for a
//! newer release may read it. The file is a help and no more: one that is damaged or gone means that all is asked for again.

use crate::{Error, Result};
use reel_primitives::Hash32;
use serde::{Deserialize, Serialize};
use std::{
	collections::{BTreeMap, BTreeSet},
	fs,
	io::Write,
	path::Path,
};
use tempfile::NamedTempFile;

const NAME: &str = "missing.json";

/// Seconds after the first failure.
const FIRST_S: u64 = 60;

/// Longest pause in seconds for what nobody served: a day.
const LONGEST_S: u64 = 86_400;

/// Pause in seconds for what is no fingerprint: a week.
const BROKEN_S: u64 = 7 * LONGEST_S;

/// Why a fingerprint is not in the index.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Lack {
	/// Nobody delivered it in time.
	NotServed,
	/// What its publisher named is none, or none that this release can read.
	NoFingerprint,
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
struct Entry {
	/// How often it was asked for in vain.
	tries: u32,
	/// When to ask again, in seconds since 1970.
	again_s: u64,
	/// Whether it came and was no fingerprint.
	is_broken: bool,
}

/// The list, by exact hash of the file in hex.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Missing(BTreeMap<String, Entry>);

/// Seconds since 1970.
pub(super) fn now_s() -> u64 {
	crate::now_ms() / 1_000
}

impl Missing {
	pub(super) fn read(folder: &Path) -> Self {
		let text = fs::read(folder.join(NAME)).unwrap_or_default();
		serde_json::from_slice(&text).unwrap_or_default()
	}

	/// Replaces the file; none is left when nothing is missing.
	///
	/// # Errors
	/// [`Error::File`].
	pub(super) fn write(&self, folder: &Path) -> Result<()> {
		let path = folder.join(NAME);
		let failed =
			|error: &dyn std::fmt::Display| Error::File(format!("{}: {error}", path.display()));
		if self.0.is_empty() {
			return match fs::remove_file(&path) {
				Err(error) if error.kind() != std::io::ErrorKind::NotFound => Err(failed(&error)),
				_ => Ok(()),
			};
		}
		let text = serde_json::to_vec(self).map_err(|error| failed(&error))?;
		let mut file = NamedTempFile::new_in(folder).map_err(|error| failed(&error))?;
		file.write_all(&text).map_err(|error| failed(&error))?;
		file.persist(&path).map(drop).map_err(|error| failed(&error))
	}

	/// Forgets all other files: the list is no longer than what the chain knows and the index lacks.
	pub(super) fn keep_only(&mut self, files: impl Iterator<Item = Hash32>) {
		let wanted: BTreeSet<String> = files.map(hex::encode).collect();
		self.0.retain(|file, _| wanted.contains(file));
	}

	/// Whether it is time to ask for a file's fingerprint. A clock that was set back is no reason to wait for long.
	pub(super) fn is_due(&self, file: &Hash32, now_s: u64) -> bool {
		let entry = self.0.get(&hex::encode(file));
		entry.is_none_or(|entry| {
			entry.again_s <= now_s || entry.again_s > now_s.saturating_add(BROKEN_S)
		})
	}

	pub(super) fn note(&mut self, file: &Hash32, lack: Lack, now_s: u64) {
		let entry = self.0.entry(hex::encode(file)).or_default();
		let doubled = FIRST_S.saturating_mul(1 << entry.tries.min(16));
		entry.tries = entry.tries.saturating_add(1);
		entry.is_broken = lack == Lack::NoFingerprint;
		let pause = if entry.is_broken { BROKEN_S } else { doubled.min(LONGEST_S) };
		entry.again_s = now_s.saturating_add(pause);
	}

	/// It came.
	pub(super) fn had(&mut self, file: &Hash32) {
		self.0.remove(&hex::encode(file));
	}

	/// How many are no fingerprints.
	pub(super) fn broken(&self) -> usize {
		self.0.values().filter(|entry| entry.is_broken).count()
	}
}

#[cfg(test)]
mod tests {
	use super::*;

	#[test]
	fn what_could_not_be_had_is_asked_for_ever_more_rarely_and_at_least_once_a_day() {
		let (mut missing, file) = (Missing::default(), [7; 32]);
		assert!(missing.is_due(&file, 0));
		let mut now = 1_000_000;
		for pause in [60, 120, 240] {
			missing.note(&file, Lack::NotServed, now);
			assert!(!missing.is_due(&file, now + pause - 1) && missing.is_due(&file, now + pause));
			now += pause;
		}
		(0..40).for_each(|_| missing.note(&file, Lack::NotServed, now));
		assert!(missing.is_due(&file, now + LONGEST_S));
		assert_eq!(missing.broken(), 0);
		missing.note(&file, Lack::NoFingerprint, now);
		assert!(!missing.is_due(&file, now + LONGEST_S) && missing.is_due(&file, now + BROKEN_S));
		assert!(missing.is_due(&file, 1), "the clock was set back by weeks");
		assert_eq!(missing.broken(), 1);
		missing.had(&file);
		assert_eq!(missing, Missing::default());
	}

	#[test]
	fn the_list_is_kept_beside_the_index_and_a_damaged_one_is_none() {
		let folder = tempfile::tempdir().expect("a temporary directory can be made");
		let mut missing = Missing::read(folder.path());
		missing.note(&[1; 32], Lack::NotServed, 5);
		missing.note(&[2; 32], Lack::NoFingerprint, 5);
		missing.write(folder.path()).expect("it is written");
		assert_eq!(Missing::read(folder.path()), missing);
		missing.keep_only([[2; 32], [3; 32]].into_iter());
		assert!(missing.is_due(&[1; 32], 6) && !missing.is_due(&[2; 32], 6));
		fs::write(folder.path().join(NAME), "{").expect("it is written");
		assert_eq!(Missing::read(folder.path()), Missing::default());
		Missing::default().write(folder.path()).expect("nothing to write");
		Missing::default().write(folder.path()).expect("nor the second time");
		assert!(!folder.path().join(NAME).exists());
	}
}
