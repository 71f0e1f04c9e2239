//! What titles hold that were taken down: known on although their manifests are erased, so that blocks which several of
//! them share are refused exactly as long as that is right, in whatever order titles come and go.
//!
//! ```text
//! titles/<magnet>     down | allowed
//!                     <block>
//!                     …
//! ```
//!
//! Each file is replaced whole, so a kill leaves what was or what is. A title that is allowed again stays on record as long
//! as one that is down shares a block with it: it may be stopped again before its blocks have come back.

use crate::block::{Key, key};
use cid::Cid;
use std::{
	collections::{BTreeMap, HashSet},
	fs::{self, File},
	io::{self, BufWriter, Write},
	path::{Path, PathBuf},
};

/// The directory in the store's.
const DIRECTORY: &str = "titles";

/// One title.
#[derive(Debug)]
pub(super) struct Holding {
	is_down: bool,
	/// The blocks, the manifest among them.
	blocks: Vec<Cid>,
}

/// All of them.
#[derive(Debug)]
pub(super) struct Holdings {
	directory: PathBuf,
	titles: BTreeMap<Cid, Holding>,
}

impl Holdings {
	/// Reads what a store has on record. Files that say nothing are left alone.
	pub(super) fn load(store: &Path) -> io::Result<Self> {
		let directory = store.join(DIRECTORY);
		fs::create_dir_all(&directory)?;
		let mut titles = BTreeMap::new();
		for entry in fs::read_dir(&directory)? {
			let entry = entry?;
			let name = entry.file_name();
			let Some(magnet) = name.to_str().and_then(|name| Cid::try_from(name).ok()) else {
				continue;
			};
			if let Some(holding) = read(&fs::read_to_string(entry.path())?) {
				titles.insert(magnet, holding);
			}
		}
		Ok(Self { directory, titles })
	}

	/// The blocks of a title, as far as they are on record.
	pub(super) fn blocks(&self, magnet: &Cid) -> &[Cid] {
		self.titles.get(magnet).map_or(&[], |holding| &holding.blocks)
	}

	/// Blocks on record, of all titles together but one.
	pub(super) fn count_without(&self, magnet: &Cid) -> usize {
		let others = self.titles.iter().filter(|(title, _)| *title != magnet);
		others.map(|(_, holding)| holding.blocks.len()).sum()
	}

	/// What titles hold that are allowed again, but for one.
	pub(super) fn allowed_without(&self, magnet: &Cid) -> impl Iterator<Item = Key> {
		let others = self.titles.iter().filter(move |(title, _)| *title != magnet);
		others
			.filter(|(_, holding)| !holding.is_down)
			.flat_map(|(_, one)| one.blocks.iter().map(key))
	}

	/// Records a title.
	pub(super) fn set(&mut self, magnet: &Cid, is_down: bool, blocks: Vec<Cid>) -> io::Result<()> {
		let holding = Holding { is_down, blocks };
		let temporary = self.directory.join(".new");
		let mut file = BufWriter::new(File::create(&temporary)?);
		writeln!(file, "{}", if is_down { "down" } else { "allowed" })?;
		for block in &holding.blocks {
			writeln!(file, "{block}")?;
		}
		file.into_inner().map_err(io::IntoInnerError::into_error)?.sync_all()?;
		fs::rename(temporary, self.directory.join(magnet.to_string()))?;
		File::open(&self.directory)?.sync_all()?;
		self.titles.insert(*magnet, holding);
		Ok(())
	}

	/// Forgets the titles that are allowed again and share nothing with one that is down.
	pub(super) fn prune(&mut self) -> io::Result<()> {
		let down = self.titles.values().filter(|holding| holding.is_down);
		let down: HashSet<Key> = down.flat_map(|one| one.blocks.iter().map(key)).collect();
		let is_over = |holding: &Holding| {
			!holding.is_down && !holding.blocks.iter().any(|block| down.contains(&key(block)))
		};
		let over: Vec<Cid> = self
			.titles
			.iter()
			.filter(|(_, holding)| is_over(holding))
			.map(|(magnet, _)| *magnet)
			.collect();
		for magnet in over {
			fs::remove_file(self.directory.join(magnet.to_string()))?;
			self.titles.remove(&magnet);
		}
		Ok(())
	}
}

fn read(text: &str) -> Option<Holding> {
	let mut lines = text.lines();
	let is_down = match lines.next()? {
		"down" => true,
		"allowed" => false,
		_ => return None,
	};
	// None is a line of another version.
	let blocks = lines.filter_map(|line| Cid::try_from(line).ok()).collect();
	Some(Holding { is_down, blocks })
}

#[cfg(test)]
mod tests {
	use super::*;
	use crate::block::{DAG_CBOR, RAW, cid_of};

	fn magnet(n: u8) -> Cid {
		cid_of(DAG_CBOR, &[n])
	}

	fn blocks(of: &[u8]) -> Vec<Cid> {
		of.iter().map(|n| cid_of(RAW, &[*n])).collect()
	}

	#[test]
	fn what_titles_hold_survives_a_restart_and_strange_files() {
		let store = tempfile::tempdir().expect("temporary directory");
		let mut holdings = Holdings::load(store.path()).expect("empty");
		holdings.set(&magnet(1), true, blocks(&[1, 2])).expect("written");
		holdings.set(&magnet(2), false, blocks(&[2, 3])).expect("written");
		let directory = store.path().join(DIRECTORY);
		fs::write(directory.join(magnet(3).to_string()), "nonsense\n").expect("writes");
		fs::write(directory.join("notes"), "down\n").expect("writes");
		let again = Holdings::load(store.path()).expect("reads");
		assert_eq!((again.blocks(&magnet(1)), again.titles.len()), (&blocks(&[1, 2])[..], 2));
		assert_eq!(again.count_without(&magnet(2)), 2);
		let allowed: HashSet<Key> = again.allowed_without(&magnet(1)).collect();
		assert_eq!(allowed, blocks(&[2, 3]).iter().map(key).collect());
		assert_eq!(again.allowed_without(&magnet(2)).count(), 0);
	}

	#[test]
	fn whoever_is_allowed_again_is_on_record_as_long_as_it_shares_with_one_that_is_down() {
		let store = tempfile::tempdir().expect("temporary directory");
		let mut holdings = Holdings::load(store.path()).expect("empty");
		holdings.set(&magnet(1), true, blocks(&[1, 2])).expect("written");
		holdings.set(&magnet(2), false, blocks(&[2, 3])).expect("written");
		holdings.set(&magnet(3), false, blocks(&[4])).expect("written");
		holdings.prune().expect("written");
		assert_eq!(holdings.titles.keys().collect::<Vec<_>>().len(), 2);
		assert_eq!(holdings.blocks(&magnet(3)), []);
		holdings.set(&magnet(1), false, blocks(&[1, 2])).expect("written");
		holdings.prune().expect("written");
		assert!(Holdings::load(store.path()).expect("reads").titles.is_empty());
	}
}
