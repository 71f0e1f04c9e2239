//! Chromaprint beside ours: the raw words of `fpcalc`, all of them in an inverted index, and the best offset by votes
//! compared bit by bit, as its own service does. A match is a share of differing bits of at most 0.35, the usual limit.

use crate::{
	corpus::{Corpus, Item},
	run::processor_time,
	waves,
};
use std::{
	collections::HashMap,
	fs,
	path::{Path, PathBuf},
	process::Command,
	time::Duration,
};

const LIMIT: f32 = 0.35;
/// Seconds from one of its words to the next: a third of a frame of 4,096 samples at 11,025 Hz.
const WORD_S: f64 = 1_365.0 / 11_025.0;

#[derive(Default)]
pub(crate) struct Outcome {
	pub(crate) right: usize,
	pub(crate) wrong: usize,
	pub(crate) missed: usize,
	pub(crate) spent: Duration,
	pub(crate) bytes: usize,
	pub(crate) tracks: usize,
	/// Others that were taken for another recording that was there before.
	pub(crate) others_merged: usize,
}

impl Outcome {
	/// Share of the re-encodings that are in the right group.
	pub(crate) fn recall(&self) -> f64 {
		self.right as f64 / (self.right + self.wrong + self.missed).max(1) as f64
	}

	/// Milliseconds of one look-up, in the mean.
	pub(crate) fn millis(&self, lookups: usize) -> f64 {
		self.spent.as_secs_f64() * 1e3 / lookups.max(1) as f64
	}
}

fn words(item: &Item, cache: &Path) -> Option<Vec<u32>> {
	let real = fs::canonicalize(&item.path).ok()?;
	let name: String = real
		.to_string_lossy()
		.chars()
		.map(|c| if c.is_ascii_alphanumeric() { c } else { '_' })
		.collect();
	let at = cache.join(format!("fpcalc{}", &name[name.len().saturating_sub(200)..]));
	let text = match fs::read_to_string(&at) {
		Ok(text) => text,
		Err(_) => {
			let output = Command::new("fpcalc")
				.args(["-raw", "-plain", "-length", "0"])
				.arg(&item.path)
				.output()
				.ok()?;
			let text = String::from_utf8_lossy(&output.stdout).into_owned();
			fs::write(&at, &text).ok()?;
			text
		},
	};
	let words: Vec<u32> = text.trim().split(',').filter_map(|word| word.parse().ok()).collect();
	(!words.is_empty()).then_some(words)
}

/// The words of what is stored, and where each of them is.
#[derive(Default)]
struct Stored {
	prints: Vec<(usize, Vec<u32>)>,
	files: Vec<PathBuf>,
	places: HashMap<u32, Vec<(u32, u32)>>,
}

impl Stored {
	fn add(&mut self, item: &Item, words: Vec<u32>) {
		let print = self.prints.len() as u32;
		for (at, word) in words.iter().enumerate() {
			self.places.entry(*word).or_default().push((print, at as u32));
		}
		self.prints.push((item.group, words));
		self.files.push(item.path.clone());
	}
}

/// `None` when `fpcalc` is not installed.
pub(crate) fn run(corpus: &Corpus, cache: &Path) -> Option<Outcome> {
	Command::new("fpcalc").arg("-version").output().ok()?;
	let mut out = Outcome::default();
	let mut stored = Stored::default();
	for item in &corpus.originals {
		if let Some(words) = words(item, cache) {
			stored.add(item, words);
		}
	}
	for item in &corpus.others {
		let Some(words) = words(item, cache) else { continue };
		let found = best(&words, &stored.prints, &stored.places);
		let is_wrong = found.is_some_and(|(print, offset)| {
			!waves::are_one(&item.path, &stored.files[print as usize], -(offset as f64) * WORD_S)
		});
		out.others_merged += usize::from(is_wrong);
		stored.add(item, words);
	}
	out.bytes = stored.prints.iter().map(|(_, words)| words.len() * 12).sum();
	out.tracks = stored.prints.len();
	for item in &corpus.variants {
		let Some(query) = words(item, cache) else {
			out.missed += 1;
			continue;
		};
		let start = processor_time();
		let found = best(&query, &stored.prints, &stored.places);
		out.spent += processor_time().saturating_sub(start);
		match found.map(|(print, _)| stored.prints[print as usize].0) {
			Some(found) if found == item.group => out.right += 1,
			Some(_) => out.wrong += 1,
			None => out.missed += 1,
		}
	}
	Some(out)
}

/// The print that fits best, and how many words after the query it begins.
fn best(
	query: &[u32],
	stored: &[(usize, Vec<u32>)],
	places: &HashMap<u32, Vec<(u32, u32)>>,
) -> Option<(u32, i64)> {
	let mut votes: HashMap<(u32, i64), u32> = HashMap::new();
	for (at, word) in query.iter().enumerate() {
		for (print, place) in places.get(word).into_iter().flatten() {
			*votes.entry((*print, at as i64 - i64::from(*place))).or_default() += 1;
		}
	}
	let mut votes: Vec<_> = votes.into_iter().collect();
	votes.sort_unstable_by_key(|(at, count)| (core::cmp::Reverse(*count), *at));
	let compared = votes.iter().take(8).map(|((print, offset), _)| {
		let (_, words) = &stored[*print as usize];
		let (mut wrong, mut count) = (0, 0);
		for (at, word) in words.iter().enumerate() {
			let Ok(at) = usize::try_from(at as i64 + offset) else { continue };
			if let Some(other) = query.get(at) {
				wrong += (word ^ other).count_ones();
				count += 32;
			}
		}
		(if count < 32 * 20 { 1.0 } else { wrong as f32 / count as f32 }, (*print, *offset))
	});
	compared
		.min_by(|a, b| a.0.total_cmp(&b.0))
		.filter(|(share, _)| *share <= LIMIT)
		.map(|(_, found)| found)
}
