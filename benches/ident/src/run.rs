//! What becomes of recordings and of their re-encodings.

use crate::{
	corpus::{Corpus, Item},
	waves,
};
use reel_identification::{FileHash, Index, Match, PatternId};
use rustix::time::{ClockId, clock_gettime};
use serde_json::json;
use std::{
	collections::HashMap,
	fs,
	hint::black_box,
	path::{Path, PathBuf},
	time::Duration,
};

/// The recordings, registered one after the other as a node would.
pub(crate) struct Real {
	/// Their files.
	pub(crate) files: Vec<FileHash>,
	/// Pattern of each original, by group.
	patterns: HashMap<usize, PatternId>,
	/// What opened each pattern.
	opened: HashMap<PatternId, PathBuf>,
	/// Recordings that were taken for one that was there before, and are another.
	merged: usize,
	/// Those that are the same by their [waves], though another file.
	same: usize,
}

/// What this thread has taken of a processor: a busy machine's other work is not ours.
pub(crate) fn processor_time() -> Duration {
	let time = clock_gettime(ClockId::ThreadCPUTime);
	Duration::new(time.tv_sec.unsigned_abs(), u32::try_from(time.tv_nsec).unwrap_or(0))
}

/// How long look-ups took, the quickest first once sorted.
#[derive(Default)]
pub(crate) struct Times(Vec<Duration>);

impl Times {
	/// Milliseconds under which so many of a thousand identifications stay.
	pub(crate) fn millis(&self, per_mille: usize) -> f64 {
		let at = (self.0.len() * per_mille / 1_000).min(self.0.len().saturating_sub(1));
		self.0.get(at).map_or(0.0, |spent| spent.as_secs_f64() * 1e3)
	}

	/// Milliseconds in the mean.
	pub(crate) fn mean(&self) -> f64 {
		let all = self.0.iter().sum::<Duration>().as_secs_f64();
		all * 1e3 / self.0.len().max(1) as f64
	}

	/// As JSON, milliseconds.
	pub(crate) fn json(&self) -> serde_json::Value {
		json!({
			"mean": self.mean(), "p50": self.millis(500), "p95": self.millis(950),
			"p99": self.millis(990), "max": self.millis(1_000),
		})
	}
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
	/// Of the re-encodings.
	pub(crate) times: Times,
}

impl Outcome {
	/// Share of the re-encodings that are in the right group.
	pub(crate) fn recall(&self) -> f64 {
		self.right as f64 / (self.right + self.wrong + self.missed).max(1) as f64
	}
}

/// What an index that lacks them says of recordings.
#[derive(Default)]
pub(crate) struct Strangers {
	/// How many were looked up.
	pub(crate) looked_up: usize,
	/// Those that were taken for something, and are not.
	pub(crate) taken: usize,
	/// Of all.
	pub(crate) times: Times,
}

impl Real {
	/// Registers originals, then all others that are not left out.
	pub(crate) fn register<'a>(
		index: &mut Index,
		corpus: &'a Corpus,
		others: impl Iterator<Item = &'a Item>,
	) -> Self {
		let mut out = Self {
			files: Vec::new(),
			patterns: HashMap::new(),
			opened: HashMap::new(),
			merged: 0,
			same: 0,
		};
		for item in corpus.originals.iter().chain(others) {
			let file = FileHash::of(&fs::read(&item.path).expect("a recording is read"));
			let is_copy = index.exact(&file).is_some();
			let made = index.register(&file, &item.print).expect("registers");
			if let Some(found) = made.matched.filter(|_| !is_copy) {
				let same = out.is_same(&item.path, &found);
				*(if same { &mut out.same } else { &mut out.merged }) += 1;
				let first = out.opened.get(&found.pattern).map(|path| path.display());
				let verdict = if same { "and is" } else { "and is not by its waves" };
				eprintln!("taken for {first:?}, {verdict}: {} {found:?}", item.label());
			}
			out.opened.entry(made.pattern).or_insert_with(|| item.path.clone());
			if item.group != usize::MAX {
				out.patterns.insert(item.group, made.pattern);
			}
			out.files.push(file);
		}
		out
	}

	/// Whether a file is what it was taken for.
	fn is_same(&self, file: &Path, found: &Match) -> bool {
		let known = self.opened.get(&found.pattern);
		known.is_some_and(|known| waves::are_one(file, known, found.begins_at_seconds))
	}

	/// Recordings that were taken for one that was there before, though another file, and rightly so.
	pub(crate) const fn same(&self) -> usize {
		self.same
	}

	/// Pattern of an original.
	pub(crate) fn pattern(&self, group: usize) -> Option<&PatternId> {
		self.patterns.get(&group)
	}

	/// Identifies every re-encoding.
	pub(crate) fn look_up(&self, index: &Index, corpus: &Corpus, tell: bool) -> Outcome {
		let mut out = Outcome { merged: self.merged, ..Outcome::default() };
		for item in &corpus.variants {
			let start = processor_time();
			let identified = index.identify(black_box(&item.print)).expect("the index is read");
			out.times.0.push(processor_time().saturating_sub(start));
			match identified.pattern {
				Some(found) if self.patterns.get(&item.group) == Some(&found.pattern) => {
					out.right += 1;
				},
				Some(found) => {
					out.wrong += 1;
					if tell {
						eprintln!("wrong group: {} {found:?}", item.label());
					}
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
		out.times.0.sort_unstable();
		out
	}
}

impl Real {
	/// Identifies recordings that are not in the index.
	pub(crate) fn strangers<'a>(
		&self,
		index: &Index,
		items: impl Iterator<Item = &'a Item>,
	) -> Strangers {
		let mut out = Strangers::default();
		for item in items {
			let start = processor_time();
			let identified = index.identify(black_box(&item.print)).expect("the index is read");
			out.times.0.push(processor_time().saturating_sub(start));
			out.looked_up += 1;
			let wrong = identified.pattern.filter(|found| !self.is_same(&item.path, found));
			out.taken += usize::from(wrong.is_some());
			if let Some(found) = wrong {
				eprintln!("a stranger was taken for another: {} {found:?}", item.label());
			}
		}
		out.times.0.sort_unstable();
		out
	}
}
