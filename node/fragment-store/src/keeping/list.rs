//! What is to be kept, on disk.
//!
//! The file `keeping` in the store's directory has one span a line. It is replaced whole, so a kill leaves the old lists
//! or the new ones.
//!
//! ```text
//! list <hash, hex>
//! kept <title, hex> <span>
//! wanted <title, hex> <span>
//! leaving <title, hex> <span> <since, Unix seconds>
//! ```

use reel_fragments::keeping::{Piece, SyncRequest};
use reel_primitives::{ContentId, Hash32};
use std::{
	collections::{BTreeMap, BTreeSet},
	fs::{self, File},
	io::{self, Write},
	path::{Path, PathBuf},
	time::{SystemTime, UNIX_EPOCH},
};

/// The file in the store's directory.
const FILE: &str = "keeping";

/// Most spans on a list: what a curator may keep, several times over.
const MAX_LIST: u32 = 65_536;

/// Seconds for which a span is held that is on no list any more: ten minutes, longer than any reorganization.
pub(crate) const GRACE_S: u64 = 600;

/// The lists.
#[derive(Debug, Default)]
pub(crate) struct Lists {
	path: PathBuf,
	/// Name of the list that `kept` is.
	name: Option<Hash32>,
	kept: BTreeSet<Piece>,
	wanted: BTreeSet<Piece>,
	/// On no list any more, since then.
	leaving: BTreeMap<Piece, u64>,
	/// Pages of a list that is not complete yet.
	pages: Option<(Hash32, Vec<Piece>)>,
}

fn now_s() -> u64 {
	// A clock before 1970 holds everything.
	SystemTime::now().duration_since(UNIX_EPOCH).map_or(0, |since| since.as_secs())
}

impl Lists {
	/// Reads the lists of a store. Lines that say nothing are left out.
	pub(crate) fn load(directory: &Path) -> io::Result<Self> {
		let mut lists = Self { path: directory.join(FILE), ..Self::default() };
		let text = match fs::read_to_string(&lists.path) {
			Ok(text) => text,
			Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(lists),
			Err(error) => return Err(error),
		};
		for line in text.lines() {
			// None is a line of another version.
			let _ = lists.read(line);
		}
		Ok(lists)
	}

	fn read(&mut self, line: &str) -> Option<()> {
		let mut words = line.split_whitespace();
		let kind = words.next()?;
		let id: Hash32 = hex::decode(words.next()?).ok()?.try_into().ok()?;
		if kind == "list" {
			self.name = Some(id);
			return Some(());
		}
		let piece = Piece { content: ContentId(id), span: words.next()?.parse().ok()? };
		match kind {
			"kept" => drop(self.kept.insert(piece)),
			"wanted" => drop(self.wanted.insert(piece)),
			"leaving" => drop(self.leaving.insert(piece, words.next()?.parse().ok()?)),
			_ => {},
		}
		Some(())
	}

	/// Takes a page over. Returns the position from which the list is to go on, and whether anything is other than before;
	/// what is, is on disk.
	pub(crate) fn take(&mut self, request: SyncRequest) -> io::Result<(u32, bool)> {
		self.take_at(request, now_s())
	}

	fn take_at(&mut self, request: SyncRequest, now_s: u64) -> io::Result<(u32, bool)> {
		let SyncRequest { list, total, from, kept, wanted } = request;
		if total > MAX_LIST {
			return Err(io::Error::new(io::ErrorKind::InvalidInput, "the list is too long"));
		}
		let wanted: BTreeSet<_> = wanted.into_iter().collect();
		let mut next = total;
		let mut complete = None;
		if self.name != Some(list) {
			let pages = match self.pages.take() {
				Some((name, pages)) if name == list => pages,
				_ => Vec::new(),
			};
			let mut pages = pages;
			if from as usize == pages.len() {
				pages.extend(kept);
				pages.truncate(total as usize);
			}
			next = pages.len() as u32;
			if next == total {
				complete = Some(pages);
			} else {
				self.pages = Some((list, pages));
			}
		}
		if complete.is_none() && wanted == self.wanted {
			return Ok((next, false));
		}
		let mut after = Self {
			path: self.path.clone(),
			name: self.name,
			kept: self.kept.clone(),
			wanted,
			leaving: self.leaving.clone(),
			pages: self.pages.take(),
		};
		if let Some(pages) = complete {
			after.name = Some(list);
			after.kept = pages.into_iter().collect();
		}
		for piece in self.kept.union(&self.wanted) {
			after.leaving.entry(*piece).or_insert(now_s);
		}
		after
			.leaving
			.retain(|piece, _| !after.kept.contains(piece) && !after.wanted.contains(piece));
		after.write()?;
		*self = after;
		Ok((next, true))
	}

	/// The spans whose time of grace is over.
	pub(crate) fn due(&self) -> Vec<Piece> {
		self.due_at(now_s())
	}

	fn due_at(&self, now_s: u64) -> Vec<Piece> {
		let is_due = |since: &u64| since.saturating_add(GRACE_S) <= now_s;
		self.leaving.iter().filter(|(_, since)| is_due(since)).map(|(piece, _)| *piece).collect()
	}

	/// Forgets a span that was dropped, unless it is on a list again.
	pub(crate) fn forget(&mut self, piece: &Piece) -> io::Result<()> {
		if self.leaving.remove(piece).is_some() { self.write() } else { Ok(()) }
	}

	/// What is to be held: kept first, then wanted.
	pub(crate) fn all(&self) -> impl Iterator<Item = &Piece> {
		self.kept.iter().chain(self.wanted.difference(&self.kept))
	}

	/// Whether another span of the same title is held, or was a short time ago.
	pub(crate) fn has_others(&self, piece: &Piece) -> bool {
		let mut others = self.all().chain(self.leaving.keys());
		others.any(|other| other != piece && other.content == piece.content)
	}

	pub(crate) fn is_listed(&self, piece: &Piece) -> bool {
		self.kept.contains(piece) || self.wanted.contains(piece)
	}

	pub(crate) fn kept(&self) -> impl Iterator<Item = &Piece> {
		self.kept.iter()
	}

	pub(crate) fn wanted(&self) -> impl Iterator<Item = &Piece> {
		self.wanted.iter()
	}

	pub(crate) fn leaving(&self) -> impl Iterator<Item = &Piece> {
		self.leaving.keys()
	}

	fn write(&self) -> io::Result<()> {
		let temporary = self.path.with_extension("new");
		let mut file = io::BufWriter::new(File::create(&temporary)?);
		if let Some(name) = &self.name {
			writeln!(file, "list {}", hex::encode(name))?;
		}
		for (kind, pieces) in [("kept", &self.kept), ("wanted", &self.wanted)] {
			for piece in pieces {
				writeln!(file, "{kind} {} {}", hex::encode(piece.content.0), piece.span)?;
			}
		}
		for (piece, since) in &self.leaving {
			writeln!(file, "leaving {} {} {since}", hex::encode(piece.content.0), piece.span)?;
		}
		file.into_inner().map_err(io::IntoInnerError::into_error)?.sync_all()?;
		fs::rename(temporary, &self.path)
	}
}

#[cfg(test)]
mod tests {
	use super::*;

	fn piece(n: u8) -> Piece {
		Piece { content: ContentId([n; 32]), span: u32::from(n) }
	}

	fn request(list: u8, total: u32, from: u32, kept: &[u8], wanted: &[u8]) -> SyncRequest {
		let pieces = |all: &[u8]| all.iter().copied().map(piece).collect::<Vec<_>>();
		SyncRequest {
			list: [list; 32],
			total,
			from,
			kept: pieces(kept).try_into().expect("a page"),
			wanted: pieces(wanted).try_into().expect("a few"),
		}
	}

	fn numbers<'a>(pieces: impl Iterator<Item = &'a Piece>) -> Vec<u32> {
		pieces.map(|piece| piece.span).collect()
	}

	#[test]
	fn a_list_is_taken_over_when_its_last_page_is_here() {
		let directory = tempfile::tempdir().expect("temporary directory");
		let mut lists = Lists::load(directory.path()).expect("loads");
		assert_eq!(lists.take(request(1, 1, 0, &[1], &[])).expect("written"), (1, true));
		assert_eq!(lists.take(request(2, 3, 0, &[2, 3], &[])).expect("taken"), (2, false));
		assert_eq!(numbers(lists.kept()), [1], "half a list drops nothing");
		assert_eq!(lists.take(request(2, 3, 0, &[2, 3], &[])).expect("twice"), (2, false));
		assert_eq!(lists.take(request(3, 2, 1, &[9], &[])).expect("another"), (0, false));
		assert_eq!(lists.take(request(2, 3, 2, &[4], &[])).expect("anew"), (0, false));
		lists.take(request(2, 3, 0, &[2, 3], &[])).expect("taken");
		assert_eq!(lists.take(request(2, 3, 2, &[4], &[])).expect("written"), (3, true));
		assert_eq!(numbers(lists.kept()), [2, 3, 4]);
		assert_eq!(numbers(lists.leaving()), [1]);
		assert_eq!(lists.take(request(2, 3, 0, &[], &[])).expect("known"), (3, false));
	}

	#[test]
	fn lists_survive_a_restart_and_broken_lines() {
		let directory = tempfile::tempdir().expect("temporary directory");
		let mut lists = Lists::load(directory.path()).expect("loads");
		lists.take_at(request(1, 2, 0, &[1, 2], &[3]), 50).expect("written");
		lists.take_at(request(2, 1, 0, &[2], &[4]), 60).expect("written");
		let path = directory.path().join(FILE);
		let text = fs::read_to_string(&path).expect("is there");
		fs::write(&path, format!("kept zz 1\nnonsense\n{text}")).expect("writes");
		let again = Lists::load(directory.path()).expect("loads");
		assert_eq!((numbers(again.kept()), numbers(again.wanted())), (vec![2], vec![4]));
		assert_eq!(again.leaving, BTreeMap::from([(piece(1), 60), (piece(3), 60)]));
		assert_eq!(again.name, Some([2; 32]));
	}

	#[test]
	fn what_left_the_lists_is_due_after_its_grace_unless_it_comes_back() {
		let directory = tempfile::tempdir().expect("temporary directory");
		let mut lists = Lists::load(directory.path()).expect("loads");
		lists.take_at(request(1, 2, 0, &[1, 2], &[]), 0).expect("written");
		lists.take_at(request(2, 0, 0, &[], &[]), 100).expect("written");
		assert_eq!(lists.due_at(100 + GRACE_S - 1), []);
		assert_eq!(lists.due_at(100 + GRACE_S), [piece(1), piece(2)]);
		lists.take_at(request(1, 1, 0, &[2], &[]), 200).expect("written");
		assert_eq!(lists.due_at(100 + GRACE_S), [piece(1)]);
		lists.forget(&piece(1)).expect("written");
		assert_eq!(numbers(lists.leaving()), Vec::<u32>::new());
		let sibling = Piece { span: 9, ..piece(2) };
		assert!(lists.has_others(&sibling) && !lists.has_others(&piece(2)));
	}
}
