//! Inverted index: from the word of a key moment to where it was seen.
//!
//! What was there at opening lies in one array, sorted by word, with a directory over its upper bits; what came
//! since lies in a map, and is sorted in when it has grown to an eighth of the array.

use std::collections::HashMap;

/// A key moment of a stored print.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Posting {
	pub(crate) word: u32,
	/// Number of the stored print.
	pub(crate) print: u32,
	/// Dense step.
	pub(crate) at: u32,
}

/// Upper bits of a scrambled word that the directory resolves.
const DIRECTORY_BITS: u32 = 22;
/// Additions that are always worth waiting for.
const FEWEST_ADDED: usize = 1 << 16;

/// The words of sound and picture never meet: each medium has its own.
#[derive(Debug, Default)]
pub(crate) struct Postings {
	sorted: Vec<Posting>,
	/// Begin of each bucket, one more than there are buckets.
	directory: Vec<u32>,
	added: HashMap<u32, Vec<(u32, u32)>>,
	added_count: usize,
}

/// A bijection that spreads words evenly over the directory: neighbouring words are common together.
const fn scramble(word: u32) -> u32 {
	let word = (word ^ (word >> 16)).wrapping_mul(0x45d9_f3b5);
	word ^ (word >> 15)
}

const fn bucket(word: u32) -> usize {
	(scramble(word) >> (32 - DIRECTORY_BITS)) as usize
}

impl Postings {
	/// Adds one; found from now on.
	pub(crate) fn add(&mut self, posting: Posting) {
		self.added.entry(posting.word).or_default().push((posting.print, posting.at));
		self.added_count += 1;
		if self.added_count > FEWEST_ADDED.max(self.sorted.len() / 8) {
			self.sort_in();
		}
	}

	/// Adds many at once, as opening does.
	pub(crate) fn add_all(&mut self, postings: Vec<Posting>) {
		if self.sorted.is_empty() {
			self.sorted = postings;
		} else {
			self.sorted.extend(postings);
		}
		self.sort_in();
	}

	fn sort_in(&mut self) {
		for (word, places) in self.added.drain() {
			self.sorted.extend(places.iter().map(|&(print, at)| Posting { word, print, at }));
		}
		self.added_count = 0;
		self.sorted.shrink_to_fit();
		self.sorted.sort_unstable_by_key(|p| (scramble(p.word), p.print, p.at));
		self.directory.clear();
		self.directory.resize((1 << DIRECTORY_BITS) + 1, 0);
		for posting in &self.sorted {
			self.directory[bucket(posting.word) + 1] += 1;
		}
		let mut sum = 0;
		for count in &mut self.directory {
			sum += *count;
			*count = sum;
		}
	}

	/// Everything seen under a word, unless it was seen more than `most` times: such a word tells nothing.
	pub(crate) fn find(&self, word: u32, most: usize, mut found: impl FnMut(u32, u32)) {
		if let Some(range) = self.directory.get(bucket(word)..bucket(word) + 2) {
			let slice = &self.sorted[range[0] as usize..range[1] as usize];
			let target = scramble(word);
			let from = if slice.len() > 16 {
				slice.partition_point(|p| scramble(p.word) < target)
			} else {
				slice.iter().position(|p| p.word == word).unwrap_or(slice.len())
			};
			let same = slice[from..].iter().take_while(|p| p.word == word);
			if same.clone().take(most + 1).count() <= most {
				same.for_each(|p| found(p.print, p.at));
			}
		}
		if let Some(places) = self.added.get(&word).filter(|places| places.len() <= most) {
			places.iter().for_each(|&(print, at)| found(print, at));
		}
	}

	/// How many there are.
	pub(crate) fn len(&self) -> usize {
		self.sorted.len() + self.added_count
	}

	/// Bytes in memory.
	pub(crate) fn bytes(&self) -> usize {
		self.sorted.len() * size_of::<Posting>()
			+ self.directory.len() * 4
			+ self.added_count * 8
			+ self.added.len() * 40
	}
}

#[cfg(test)]
mod tests {
	use super::*;

	fn found(postings: &Postings, word: u32) -> Vec<(u32, u32)> {
		let mut out = Vec::new();
		postings.find(word, 1_000, |print, at| out.push((print, at)));
		out.sort_unstable();
		out
	}

	#[test]
	fn sorted_and_added_postings_are_found_alike() {
		let word = |i: u32| i.wrapping_mul(2_654_435_761) % 1_000;
		let all: Vec<Posting> =
			(0..5_000).map(|i| Posting { word: word(i), print: i, at: i * 2 }).collect();
		let mut postings = Postings::default();
		postings.add_all(all[..4_000].to_vec());
		all[4_000..].iter().for_each(|p| postings.add(*p));
		assert_eq!(postings.len(), 5_000);
		for w in 0..1_001 {
			let expected: Vec<(u32, u32)> =
				all.iter().filter(|p| p.word == w).map(|p| (p.print, p.at)).collect();
			assert_eq!(found(&postings, w), expected, "word {w}");
		}
	}

	#[test]
	fn a_word_seen_everywhere_tells_nothing() {
		let mut postings = Postings::default();
		postings.add_all((0..10).map(|print| Posting { word: 7, print, at: 0 }).collect());
		let mut seen = 0;
		postings.find(7, 9, |_, _| seen += 1);
		assert_eq!(seen, 0);
		postings.find(7, 10, |_, _| seen += 1);
		assert_eq!(seen, 10);
	}

	#[test]
	fn many_additions_are_sorted_in() {
		let mut postings = Postings::default();
		for print in 0..(FEWEST_ADDED as u32 + 2) {
			postings.add(Posting { word: print, print, at: 1 });
		}
		assert!(postings.sorted.len() > FEWEST_ADDED);
		assert_eq!(found(&postings, 5), [(5, 1)]);
		assert_eq!(found(&postings, FEWEST_ADDED as u32 + 1), [(FEWEST_ADDED as u32 + 1, 1)]);
	}
}
