//! Titles that are to be fetched, kept over a restart.
//!
//! The file `wanted` in the store's directory has one CID a line. It is replaced whole, so a kill leaves the old list or
//! the new one. What was fetched of a title is in the store; the list only says which to go on with.

use crate::store::lock;
use cid::Cid;
use std::{
	collections::BTreeSet,
	fs::{self, File},
	io::{self, Write},
	path::{Path, PathBuf},
	sync::Mutex,
};
use tokio::sync::Notify;

/// The file in the store's directory.
pub(crate) const WANTED_FILE: &str = "wanted";

/// Most titles on the list.
pub(crate) const MAX_WANTED: usize = 10_000;

/// The list.
#[derive(Debug)]
pub(crate) struct Wanted {
	path: PathBuf,
	titles: Mutex<BTreeSet<Cid>>,
	/// Told when something was added.
	pub(crate) added: Notify,
}

impl Wanted {
	/// Reads the list of a store. Lines that are not CIDs are left out.
	pub(crate) fn load(directory: &Path) -> io::Result<Self> {
		let path = directory.join(WANTED_FILE);
		let text = match fs::read_to_string(&path) {
			Ok(text) => text,
			Err(error) if error.kind() == io::ErrorKind::NotFound => String::new(),
			Err(error) => return Err(error),
		};
		let titles =
			text.lines().filter_map(|line| line.trim().parse().ok()).take(MAX_WANTED).collect();
		Ok(Self { path, titles: Mutex::new(titles), added: Notify::new() })
	}

	/// Puts a title on the list; durable when it returns.
	pub(crate) fn add(&self, magnet: Cid) -> io::Result<()> {
		let mut titles = lock(&self.titles);
		if titles.contains(&magnet) {
			return Ok(());
		}
		if titles.len() >= MAX_WANTED {
			return Err(io::Error::new(io::ErrorKind::QuotaExceeded, "too many titles are wanted"));
		}
		titles.insert(magnet);
		self.write(&titles).inspect_err(|_| {
			titles.remove(&magnet);
		})?;
		self.added.notify_one();
		Ok(())
	}

	/// Takes a title off the list.
	pub(crate) fn remove(&self, magnet: &Cid) -> io::Result<()> {
		let mut titles = lock(&self.titles);
		if titles.remove(magnet) { self.write(&titles) } else { Ok(()) }
	}

	/// The list.
	pub(crate) fn all(&self) -> Vec<Cid> {
		lock(&self.titles).iter().copied().collect()
	}

	fn write(&self, titles: &BTreeSet<Cid>) -> io::Result<()> {
		let temporary = self.path.with_extension("new");
		let mut file = File::create(&temporary)?;
		for title in titles {
			writeln!(file, "{title}")?;
		}
		file.sync_all()?;
		fs::rename(temporary, &self.path)
	}
}

#[cfg(test)]
mod tests {
	use super::*;
	use crate::block::cid_of;

	#[test]
	fn the_list_survives_a_restart_and_broken_lines() {
		let directory = tempfile::tempdir().expect("temporary directory");
		let [film, other] = [b"film", b"more"].map(|bytes| cid_of(crate::block::DAG_CBOR, bytes));
		let wanted = Wanted::load(directory.path()).expect("loads");
		wanted.add(film).expect("adds");
		wanted.add(other).expect("adds");
		wanted.add(film).expect("changes nothing");
		wanted.remove(&other).expect("removes");
		let path = directory.path().join(WANTED_FILE);
		let text = fs::read_to_string(&path).expect("is there");
		assert_eq!(text, format!("{film}\n"));
		fs::write(&path, format!("nonsense\n{text}")).expect("writes");
		assert_eq!(Wanted::load(directory.path()).expect("loads").all(), [film]);
	}
}
