//! What becomes of recordings and of their re-encodings.

use crate::corpus::{Corpus, Item};
use reel_identification::{FileHash, Index, PatternId};
use std::{
	collections::HashMap,
	fs,
	hint::black_box,
	time::{Duration, Instant},
};

/// The recordings, registered one after the other as a node would.
pub(crate) struct Real {
	/// Their files.
	pub(crate) files: Vec<FileHash>,
	/// Pattern of each original, by group.
	patterns: HashMap<usize, PatternId>,
	/// Recordings that were taken for one that was there before and are not the same file.
	merged: usize,
}

/// What was found.
#[derive(Default)]
pub(crate) struct Outcome {
	/// Re-encodings in the right group.
	pub(crate) right: usize,
	/// In a wrong one.
	pub(crate) wrong: usize,
	/// In none.
	pub(crate) missed: usize,
	/// Recordings taken for another recording.
	pub(crate) merged: usize,
	spent: Vec<Duration>,
}

impl Outcome {
	/// Share of the re-encodings that are in the right group.
	pub(crate) fn recall(&self) -> f64 {
		self.right as f64 / (self.right + self.wrong + self.missed).max(1) as f64
	}

	/// Milliseconds under which so many of a thousand identifications stay.
	pub(crate) fn millis(&self, per_mille: usize) -> f64 {
		let at = (self.spent.len() * per_mille / 1_000).min(self.spent.len().saturating_sub(1));
		self.spent.get(at).map_or(0.0, |spent| spent.as_secs_f64() * 1e3)
	}
}

impl Real {
	/// Registers originals, then all others.
	pub(crate) fn register(index: &mut Index, corpus: &Corpus) -> Self {
		let mut out = Self { files: Vec::new(), patterns: HashMap::new(), merged: 0 };
		for item in corpus.originals.iter().chain(&corpus.others) {
			let file = FileHash::of(&fs::read(&item.path).expect("a recording is read"));
			let is_copy = index.exact(&file).is_some();
			let made = index.register(&file, &item.print).expect("registers");
			if let Some(found) = made.matched.filter(|_| !is_copy) {
				out.merged += 1;
				let first =
					out.files.iter().position(|other| index.exact(other) == Some(found.pattern));
				let every = || corpus.originals.iter().chain(&corpus.others);
				let label =
					first.and_then(|at| every().nth(at)).map_or_else(String::new, Item::label);
				eprintln!("taken for {label}: {} {found:?}", item.label());
			}
			if item.group != usize::MAX {
				out.patterns.insert(item.group, made.pattern);
			}
			out.files.push(file);
		}
		out
	}

	/// Identifies every re-encoding.
	pub(crate) fn look_up(&self, index: &Index, corpus: &Corpus, tell: bool) -> Outcome {
		let mut out = Outcome { merged: self.merged, ..Outcome::default() };
		for item in &corpus.variants {
			let start = Instant::now();
			let identified = index.identify(black_box(&item.print)).expect("the index is read");
			out.spent.push(start.elapsed());
			match identified.pattern {
				Some(found) if self.patterns.get(&item.group) == Some(&found.pattern) => {
					out.right += 1;
				},
				Some(found) => {
					out.wrong += 1;
					eprintln!("wrong group: {} {found:?}", item.label());
				},
				None => {
					out.missed += 1;
					if tell {
						let little = identified.too_little;
						eprintln!("missed: {} (too little: {little})", item.label());
					}
				},
			}
		}
		out.spent.sort_unstable();
		out
	}
}
