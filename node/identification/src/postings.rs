//! Inverted index: from the word of a key moment to where it was seen.
//!
//! What was there at opening lies in one array, sorted by scrambled word, with a directory over its upper bits; what came
//! since lies in a map, and is sorted in when it has grown to an eighth of the array.

use crate::record::StoredKey;
use std::collections::HashMap;

/// A key moment of a stored print.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Posting {
	pub(crate) word: u32,
	/// Number of the stored print.
	pub(crate) print: u32,
	/// Dense step.
	pub(crate) at: u32,
	/// Signs around it.
	pub(crate) around: u32,
}

impl Posting {
	/// A key of a stored print.
	pub(crate) const fn of(print: u32, key: &StoredKey) -> Self {
		Self { word: key.word, print, at: key.at, around: key.around }
	}
}

/// Upper bits of a scrambled word that the directory resolves: few for a small index, and so many for a large one that
/// a bucket holds a handful.
const DIRECTORY_BITS: core::ops::RangeInclusive<u32> = 12..=25;
/// Additions that are always worth waiting for.
const FEWEST_ADDED: usize = 1 << 16;

/// The words of sound and picture never meet: each medium has its own.
#[derive(Debug, Default)]
pub(crate) struct Postings {
	sorted: Vec<Posting>,
	/// Begin of each bucket, one more than there are buckets; none when nothing is sorted in.
	directory: Vec<u32>,
	directory_bits: u32,
	added: HashMap<u32, Vec<Posting>>,
	added_count: usize,
}

/// Where a word was seen.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Seen<'a> {
	sorted: &'a [Posting],
	added: &'a [Posting],
}

impl Seen<'_> {
	/// How often.
	pub(crate) const fn count(&self) -> usize {
		self.sorted.len() + self.added.len()
	}

	/// Each.
	pub(crate) fn postings(&self) -> impl Iterator<Item = &Posting> {
		self.sorted.iter().chain(self.added)
	}
}

/// A bijection that spreads words evenly over the directory: neighbouring words are common together.
const fn scramble(word: u32) -> u32 {
	let word = (word ^ (word >> 16)).wrapping_mul(0x45d9_f3b5);
	word ^ (word >> 15)
}

impl Postings {
	/// Adds one; found from now on.
	pub(crate) fn add(&mut self, posting: Posting) {
		self.added.entry(posting.word).or_default().push(posting);
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
		self.sorted.extend(self.added.drain().flat_map(|(_, postings)| postings));
		self.added_count = 0;
		self.sorted.shrink_to_fit();
		// What was sorted before is one run of it, which a stable sort makes use of.
		self.sorted.sort_by_key(|p| (scramble(p.word), p.print, p.at));
		self.directory_bits =
			self.sorted.len().max(1).ilog2().clamp(*DIRECTORY_BITS.start(), *DIRECTORY_BITS.end());
		self.directory.clear();
		self.directory.resize((1 << self.directory_bits) + 1, 0);
		for posting in &self.sorted {
			let bucket = (scramble(posting.word) >> (32 - self.directory_bits)) as usize;
			self.directory[bucket + 1] += 1;
		}
		let mut sum = 0;
		for count in &mut self.directory {
			sum += *count;
			*count = sum;
		}
	}

	/// Where each of the words was seen. Many at once: reads of the directory do not wait for one another, and a large
	/// index lies in no cache.
	pub(crate) fn seen(&self, words: &[u32]) -> Vec<Seen<'_>> {
		let buckets: Vec<(u32, u32)> = words
			.iter()
			.map(|word| {
				if self.directory.is_empty() {
					return (0, 0);
				}
				let bucket = (scramble(*word) >> (32 - self.directory_bits)) as usize;
				(self.directory[bucket], self.directory[bucket + 1])
			})
			.collect();
		words
			.iter()
			.zip(buckets)
			.map(|(word, (from, until))| Seen {
				sorted: narrow(&self.sorted[from as usize..until as usize], *word),
				added: self.added.get(word).map_or(&[], Vec::as_slice),
			})
			.collect()
	}

	/// How many there are.
	pub(crate) fn len(&self) -> usize {
		self.sorted.len() + self.added_count
	}

	/// Bytes in memory.
	pub(crate) fn bytes(&self) -> usize {
		self.sorted.len() * size_of::<Posting>()
			+ self.directory.len() * 4
			+ self.added_count * size_of::<Posting>()
			+ self.added.len() * 40
	}
}

/// The part of a bucket that is of one word.
fn narrow(bucket: &[Posting], word: u32) -> &[Posting] {
	/// From here on halving is quicker than looking at all.
	const LARGE: usize = 16;
	let target = scramble(word);
	let (from, until) = if bucket.len() > LARGE {
		let from = bucket.partition_point(|p| scramble(p.word) < target);
		(from, from + bucket[from..].partition_point(|p| p.word == word))
	} else {
		let Some(from) = bucket.iter().position(|p| p.word == word) else { return &[] };
		(from, from + bucket[from..].iter().take_while(|p| p.word == word).count())
	};
	&bucket[from..until]
}

#[cfg(test)]
mod tests {
	use super::*;

	fn found(postings: &Postings, word: u32) -> Vec<(u32, u32)> {
		let mut out = Vec::new();
		for seen in postings.seen(&[word]) {
			assert_eq!(seen.count(), seen.postings().count());
			out.extend(seen.postings().map(|p| (p.print, p.at)));
		}
		out.sort_unstable();
		out
	}

	#[test]
	fn sorted_and_added_postings_are_found_alike() {
		let word = |i: u32| i.wrapping_mul(2_654_435_761) % 1_000;
		let all: Vec<Posting> =
			(0..5_000).map(|i| Posting { word: word(i), print: i, at: i * 2, around: 0 }).collect();
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
	fn many_additions_are_sorted_in() {
		let mut postings = Postings::default();
		for print in 0..(FEWEST_ADDED as u32 + 2) {
			postings.add(Posting { word: print, print, at: 1, around: 0 });
		}
		assert!(postings.sorted.len() > FEWEST_ADDED);
		assert_eq!(found(&postings, 5), [(5, 1)]);
		assert_eq!(found(&postings, FEWEST_ADDED as u32 + 1), [(FEWEST_ADDED as u32 + 1, 1)]);
	}
}
