//! Fingerprints from publisher to publisher, so that each compares with what all have published (K1, K4).
//!
//! ```text
//! publish ─► fingerprint ─► blocks ─► store, pinned and announced
//!                             └─ name ─► chain: file, pattern, name of its fingerprint
//! sync ◄─ chain: which files does the index lack? ─► stores, by name ─► checked ─► index, under the chain's pattern
//! ```
//!
//! The chain names each fingerprint by the hash of its root, so whoever serves it can change nothing of it: what can go wrong is
//! that nobody serves it, or that what its publisher named is none. Neither stops anybody: both are counted, and asked for again
//! later (`missing.rs`). Which file is of which pattern is the chain's to say; a supervisor's split moves it here as well, links are
//! looked up there.
//!
//! | bound | value |
//! |---|---|
//! | bytes of a fingerprint | 16 MiB, about eleven hours of film: 17 blocks |
//! | fetched at once | 8 |
//! | time for one | 30 s |
//! | time for all | the caller's |

mod missing;

use crate::{
	Error, Result,
	chain::patterns::ListedFile,
	identify::{beside, failed},
	store::{Store, get_from},
};
use futures::{StreamExt, stream};
use missing::{Lack, Missing};
use reel_fragment_store::dag::flat;
use reel_identification::{FileHash, Fingerprint, Index, PatternId};
use reel_primitives::Hash32;
use std::{
	path::Path,
	sync::{Arc, Mutex, PoisonError},
	time::Duration,
};
use tokio::time::{Instant, timeout, timeout_at};

/// Largest fingerprint that is taken, in bytes.
pub const MAX_FINGERPRINT_BYTES: u64 = 16 << 20;

/// Fingerprints under way at once.
const PARALLEL: usize = 8;

/// Longest wait for one.
const PATIENCE: Duration = Duration::from_secs(30);

/// The name of a fingerprint on chain; `None` when there is too little in it to be told from others, or more than is taken.
pub fn name_of(fingerprint: &Fingerprint) -> Option<Hash32> {
	let blocks = blocks_of(fingerprint)?;
	blocks.last().and_then(|(root, _)| flat::digest_of(root))
}

fn blocks_of(fingerprint: &Fingerprint) -> Option<Vec<(cid::Cid, Vec<u8>)>> {
	if fingerprint.is_too_little() {
		return None;
	}
	let bytes = fingerprint.to_bytes();
	flat::blocks_of(&bytes).filter(|_| bytes.len() as u64 <= MAX_FINGERPRINT_BYTES)
}

/// Puts a fingerprint into a store, which pins and announces it. One that has no name is not put.
///
/// # Errors
/// [`Error::Storage`].
pub async fn put(store: &Store, fingerprint: &Fingerprint) -> Result<()> {
	let mut blocks = blocks_of(fingerprint).unwrap_or_default();
	let root = blocks.pop();
	for (cid, leaf) in blocks {
		store.put(&cid, leaf, false).await?;
	}
	match root {
		Some((cid, node)) => store.put(&cid, node, true).await,
		None => Ok(()),
	}
}

/// Fetches the fingerprint of a name from the first stores that have its blocks, each of which is checked.
///
/// # Errors
/// Nobody has it, or it is no fingerprint.
async fn fetch(stores: &[Store], name: &Hash32) -> std::result::Result<Fingerprint, Lack> {
	let root = flat::name_of(name);
	let node = get_from(stores, &root).await.map_err(|_| Lack::NotServed)?;
	// What follows is wrong for everybody who asks: the name fits the bytes.
	let leaves = flat::leaves_of(&root, &node, MAX_FINGERPRINT_BYTES);
	let mut bytes = Vec::new();
	for (cid, size) in leaves.map_err(|_| Lack::NoFingerprint)? {
		let leaf = get_from(stores, &cid).await.map_err(|_| Lack::NotServed)?;
		if leaf.len() as u64 != size {
			return Err(Lack::NoFingerprint);
		}
		bytes.extend(leaf);
	}
	let fingerprint = Fingerprint::from_bytes(&bytes).map_err(|_| Lack::NoFingerprint)?;
	if fingerprint.is_too_little() { Err(Lack::NoFingerprint) } else { Ok(fingerprint) }
}

/// How an index is brought up to date.
#[derive(Clone, Copy, Debug)]
pub struct Wish {
	/// How long fetching may take in all.
	pub patience: Duration,
	/// Also ask for what could not be had a short while ago.
	pub again: bool,
}

/// How an index stands to the chain.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Synced {
	/// Files on chain that have a fingerprint.
	pub files: usize,
	/// Of them, those whose fingerprint was fetched now.
	pub fetched: usize,
	/// Those that were moved to another pattern, as on chain.
	pub moved: usize,
	/// Those whose fingerprint could not be had, now or when it was last asked for.
	pub missing: usize,
	/// Those that what their publisher named is no fingerprint of.
	pub broken: usize,
}

impl Synced {
	/// Whether the index has everything that there is.
	pub const fn is_whole(&self) -> bool {
		self.missing == 0 && self.broken == 0
	}
}

/// The open index, for several who put something in.
type Shared = Arc<Mutex<Index>>;

/// A file with the name of its fingerprint.
type Named = (ListedFile, Hash32);

/// Brings the index in a folder up to date with the files of the chain; it is made if there is something to put in. `told`
/// learns how many of how many that it lacks were asked for.
///
/// # Errors
/// [`Error::File`], also while another process has the index open. Fingerprints that cannot be had are no error.
pub async fn sync(
	files: Vec<ListedFile>,
	stores: &[Store],
	folder: &Path,
	wish: Wish,
	mut told: impl FnMut(usize, usize),
) -> Result<Synced> {
	let files: Vec<Named> =
		files.into_iter().filter_map(|file| Some((file, file.fingerprint?))).collect();
	let mut synced = Synced { files: files.len(), ..Synced::default() };
	if files.is_empty() {
		return Ok(synced);
	}
	let at = folder.to_owned();
	let (index, moved, lacking) = beside(move || settle(&at, files)).await?;
	synced.moved = moved;
	let mut missing = Missing::read(folder);
	missing.keep_only(lacking.iter().map(|(file, _)| file.file));
	let now = missing::now_s();
	let due = lacking.iter().filter(|(file, _)| wish.again || missing.is_due(&file.file, now));
	let due: Vec<Named> = due.copied().collect();
	let (all, mut done) = (due.len(), 0);
	let until = Instant::now() + wish.patience;
	let mut coming = stream::iter(due)
		.map(|(file, name)| async move {
			let fetched = timeout(PATIENCE, fetch(stores, &name)).await;
			(file, fetched.unwrap_or(Err(Lack::NotServed)))
		})
		.buffer_unordered(PARALLEL);
	// What is still under way when the time is over is asked for next time.
	while let Ok(Some((file, fetched))) = timeout_at(until, coming.next()).await {
		match fetched {
			Ok(fingerprint) => {
				put_in(&index, file, fingerprint).await?;
				missing.had(&file.file);
				synced.fetched += 1;
			},
			Err(lack) => missing.note(&file.file, lack, now),
		}
		done += 1;
		told(done, all);
	}
	drop(coming);
	missing.write(folder)?;
	synced.broken = missing.broken();
	synced.missing = lacking.len().saturating_sub(synced.fetched + synced.broken);
	Ok(synced)
}

/// Opens the index and moves what the chain has moved; the index, how many were moved, and the files that it lacks.
fn settle(folder: &Path, files: Vec<Named>) -> Result<(Shared, usize, Vec<Named>)> {
	let mut index = Index::open(folder).map_err(failed)?;
	let (mut moved, mut lacking) = (0, Vec::new());
	for (file, name) in files {
		let (hash, pattern) = (FileHash(file.file), PatternId(file.pattern.0));
		match index.exact(&hash) {
			Some(known) if known == pattern => {},
			Some(_) if index.reassign(&hash, &pattern).map_err(failed)? => moved += 1,
			_ => lacking.push((file, name)),
		}
	}
	Ok((Arc::new(Mutex::new(index)), moved, lacking))
}

async fn put_in(index: &Shared, file: ListedFile, fingerprint: Fingerprint) -> Result<()> {
	let index = index.clone();
	beside(move || {
		let mut index = index.lock().unwrap_or_else(PoisonError::into_inner);
		let (hash, pattern) = (FileHash(file.file), PatternId(file.pattern.0));
		index.learn(&hash, &pattern, &fingerprint).map(drop).map_err(failed)
	})
	.await
}

/// Refuses a fingerprint that is longer than others would take.
///
/// # Errors
/// [`Error::Media`].
pub(crate) fn check_length(fingerprint: &Fingerprint) -> Result<()> {
	let bytes = fingerprint.to_bytes().len() as u64;
	if bytes <= MAX_FINGERPRINT_BYTES {
		return Ok(());
	}
	Err(Error::Media(format!(
		"its fingerprint has {bytes} bytes, and {MAX_FINGERPRINT_BYTES} are taken, about eleven hours: publish it in parts"
	)))
}
