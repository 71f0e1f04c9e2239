//! The recordings of a run: originals, their re-encodings, and others that are none of them.

use reel_identification::{Fingerprint, Schemes, fingerprint_with};
use std::{
	fs,
	path::{Path, PathBuf},
	sync::{
		Mutex,
		atomic::{AtomicUsize, Ordering},
	},
	time::{Duration, Instant},
};

/// A file and its fingerprint.
pub(crate) struct Item {
	/// Number of the original that it is made from.
	pub(crate) group: usize,
	pub(crate) path: PathBuf,
	pub(crate) print: Fingerprint,
}

impl Item {
	/// Last two parts of the path.
	pub(crate) fn label(&self) -> String {
		let parts: Vec<_> = self.path.iter().map(|part| part.to_string_lossy()).collect();
		parts[parts.len().saturating_sub(2)..].join("/")
	}
}

/// All files of a run.
pub(crate) struct Corpus {
	pub(crate) originals: Vec<Item>,
	pub(crate) variants: Vec<Item>,
	pub(crate) others: Vec<Item>,
	/// Processor time that taking the fingerprints took, FFmpeg's decoding included; zero when all were cached.
	pub(crate) spent: Duration,
	/// Seconds of recordings that were fingerprinted in it.
	pub(crate) seconds: f64,
}

fn sorted(folder: &Path) -> Vec<PathBuf> {
	let mut out: Vec<PathBuf> = fs::read_dir(folder)
		.map(|entries| entries.flatten().map(|entry| entry.path()).collect())
		.unwrap_or_default();
	out.sort();
	out
}

/// Files below a folder that are taken for recordings.
pub(crate) fn recordings(folder: &Path) -> Vec<PathBuf> {
	let kinds = ["ogg", "mp3", "flac", "opus", "wav", "m4a", "mp4", "mkv", "webm", "ogv", "avi"];
	let mut out = Vec::new();
	for path in sorted(folder) {
		if path.is_dir() {
			out.extend(recordings(&path));
		} else if path
			.extension()
			.is_some_and(|kind| kinds.iter().any(|k| kind.eq_ignore_ascii_case(k)))
		{
			out.push(path);
		}
	}
	out
}

/// Reads `encoded/*/`: a link `original` to the recording, which is among `all`, beside its re-encodings. What is in `all`
/// and no such original, is one of the others.
pub(crate) fn load(encoded: &Path, all: &[PathBuf], schemes: Schemes, cache: &Path) -> Corpus {
	let mut real: Vec<PathBuf> = all.iter().flat_map(fs::canonicalize).collect();
	// Packages link to the same file under several names.
	real.sort();
	real.dedup();
	let mut jobs: Vec<(u8, usize, PathBuf)> = Vec::new();
	let mut known = Vec::new();
	let folders = sorted(encoded).into_iter().filter(|folder| folder.join("done").exists());
	for (group, folder) in folders.enumerate() {
		let original = folder.join("original");
		let Ok(path) = fs::canonicalize(&original) else { continue };
		// Of another folder's run.
		if !real.contains(&path) {
			continue;
		}
		known.push(path);
		jobs.push((0, group, original));
		let named = ["original", "done"];
		let variants = sorted(&folder).into_iter();
		jobs.extend(
			variants
				.filter(|path| !named.iter().any(|name| path.ends_with(name)))
				.map(|path| (1, group, path)),
		);
	}
	let others = real.into_iter().filter(|path| !known.contains(path));
	jobs.extend(others.map(|path| (2, usize::MAX, path)));
	fs::create_dir_all(cache).expect("a cache");
	let next = AtomicUsize::new(0);
	let out = Mutex::new((Vec::new(), Duration::ZERO, 0.0_f64));
	std::thread::scope(|scope| {
		for _ in 0..std::thread::available_parallelism().map_or(1, usize::from) {
			scope.spawn(|| {
				while let Some((kind, group, path)) = jobs.get(next.fetch_add(1, Ordering::Relaxed))
				{
					let Some((print, spent)) = cached(path, schemes, cache) else { continue };
					let mut out = out.lock().expect("no thread panics");
					if let Some(spent) = spent {
						out.1 += spent;
						out.2 += print.leading().map_or(0.0, reel_identification::Print::seconds);
					}
					out.0.push((*kind, Item { group: *group, path: path.clone(), print }));
				}
			});
		}
	});
	let (mut all, spent, seconds) = out.into_inner().expect("no thread panics");
	all.sort_by(|a, b| (a.0, &a.1.path).cmp(&(b.0, &b.1.path)));
	let (mut originals, mut variants, mut others) = (Vec::new(), Vec::new(), Vec::new());
	for (kind, item) in all {
		match kind {
			0 => originals.push(item),
			1 => variants.push(item),
			_ => others.push(item),
		}
	}
	Corpus { originals, variants, others, spent, seconds }
}

/// The fingerprint, and how long it took unless it was cached. `None` for what is no recording.
fn cached(path: &Path, schemes: Schemes, cache: &Path) -> Option<(Fingerprint, Option<Duration>)> {
	let real = fs::canonicalize(path).ok()?;
	let name = format!("{schemes:?}{}", real.display());
	let name: String =
		name.chars().map(|c| if c.is_ascii_alphanumeric() { c } else { '_' }).collect();
	let at = cache.join(&name[name.len().saturating_sub(240)..]);
	let found = fs::read(&at).ok().and_then(|bytes| Fingerprint::from_bytes(&bytes).ok());
	if let Some(print) = found {
		return Some((print, None));
	}
	let start = Instant::now();
	match fingerprint_with(path, schemes) {
		Ok(print) => {
			let spent = start.elapsed();
			fs::write(&at, print.to_bytes()).expect("the cache can be written");
			Some((print, Some(spent)))
		},
		Err(error) => {
			eprintln!("left out: {}: {error}", path.display());
			None
		},
	}
}
