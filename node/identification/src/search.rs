//! From a print to the stored prints that are of the same recording.

use crate::{
	Result,
	compare::{Overlay, Relation, Thresholds, best_overlay, overlay, overlay_of_sound},
	log::Log,
	postings::Postings,
	print::{Around, Key, Medium, Print},
};

/// A round of looking up. A copy is nearly always found in the first; the others are for poor copies and for what is
/// not known.
struct Round {
	/// Keys looked up.
	keys: usize,
	/// Which of a key's weak bits are turned together: those whose ranks, the weakest being the first, add up to at most this.
	ranks: u32,
	/// Postings looked at, those of the rarest words first: what bounds the time, whatever the index has grown to.
	postings: usize,
	/// Votes that a candidate needs.
	votes: u32,
	/// Candidates compared.
	compared: usize,
}

impl Round {
	/// Which of the weak bits are turned together. Keys of a round that turns more were looked up before.
	fn turns(&self) -> Vec<u32> {
		let before = ROUNDS.iter().take_while(|other| other.ranks < self.ranks).last();
		(0..1 << Key::WEAK)
			.filter(|turn| ranks(*turn) <= self.ranks)
			.filter(|turn| before.is_none_or(|before| ranks(*turn) > before.ranks))
			.collect()
	}
}

/// Sum of the ranks of the bits that a turn takes.
fn ranks(turn: u32) -> u32 {
	(0..u32::BITS).filter(|bit| turn >> bit & 1 == 1).map(|bit| bit + 1).sum()
}

/// Rounds, until one finds something. The keys of the first are not looked up again in the second.
const ROUNDS: [Round; 3] = [
	Round { keys: 40, ranks: 5, postings: 30_000, votes: 2, compared: 6 },
	Round { keys: 120, ranks: 5, postings: 40_000, votes: 1, compared: 16 },
	Round { keys: 60, ranks: 14, postings: 50_000, votes: 1, compared: 96 },
];
/// Weight of a vote by a word that was seen once; each doubling takes one off.
const RAREST: u32 = 28;
/// Dense steps by which votes for one offset may differ.
const VOTE_SPREAD: u64 = 3;
/// An offset that is off by more than the reach of the refinement differs by this.
const HOPELESS: f32 = 0.42;

/// Where a stored print lies.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Place {
	pub(crate) recording: u32,
	pub(crate) steps_at: u64,
	pub(crate) steps: u32,
	/// Stretches of timbre behind the steps.
	pub(crate) stretches: u32,
}

/// A stored print of the same recording.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Found {
	pub(crate) recording: u32,
	pub(crate) steps: u32,
	pub(crate) overlay: Overlay,
	pub(crate) relation: Relation,
}

impl Found {
	/// Bits that speak for it, less those against.
	pub(crate) fn evidence(&self) -> f32 {
		self.overlay.score() * self.overlay.bits as f32
	}
}

/// Everything of one medium.
#[derive(Debug, Default)]
pub(crate) struct Shelf {
	pub(crate) postings: Postings,
	pub(crate) places: Vec<Place>,
}

/// A stored print and how it may lie.
#[derive(Clone, Copy, Debug)]
struct Candidate {
	print: u32,
	offset: i64,
	votes: u32,
	/// Their weights' sum.
	weight: u32,
}

/// A stored print that was compared.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Weighed {
	pub(crate) recording: u32,
	pub(crate) steps: u32,
	pub(crate) overlay: Overlay,
	/// `None` when it is not the same recording.
	pub(crate) relation: Option<Relation>,
}

impl Shelf {
	/// All stored prints of the same recording that the keys lead to, the best first.
	pub(crate) fn search(&self, log: &Log, print: &Print) -> Result<Vec<Found>> {
		let mut found: Vec<Found> = Vec::new();
		self.weigh(log, print, |weighed| {
			found.clear();
			found.extend(weighed.iter().filter_map(|w| {
				let relation = w.relation?;
				Some(Found { recording: w.recording, steps: w.steps, overlay: w.overlay, relation })
			}));
			!found.is_empty()
		})?;
		found.sort_by(|a, b| b.evidence().total_cmp(&a.evidence()));
		found.dedup_by_key(|f| f.recording);
		Ok(found)
	}

	/// Compares the candidates, round by round, until `enough` says so of a round.
	pub(crate) fn weigh(
		&self,
		log: &Log,
		print: &Print,
		mut enough: impl FnMut(&[Weighed]) -> bool,
	) -> Result<()> {
		let mut votes = Vec::new();
		let chosen = choose(&print.keys);
		for (round, keys) in ROUNDS.iter().zip(&chosen) {
			self.vote(print, keys, round, &mut votes);
			votes.sort_unstable();
			let mut candidates = clusters(&votes);
			candidates.retain(|c| c.votes >= round.votes);
			let rank = |c: &Candidate| (core::cmp::Reverse(c.weight), c.print);
			if candidates.len() > round.compared {
				candidates.select_nth_unstable_by_key(round.compared, rank);
				candidates.truncate(round.compared);
			}
			candidates.sort_unstable_by_key(rank);
			if enough(&self.compare(log, print, &candidates)?) {
				break;
			}
		}
		Ok(())
	}

	/// Looks keys up, as they are and with weak bits turned; of what is found, that votes whose surroundings fit.
	fn vote(&self, print: &Print, keys: &[&Key], round: &Round, votes: &mut Vec<u64>) {
		let turns = round.turns();
		let mut words = Vec::with_capacity(keys.len() * turns.len());
		for key in keys {
			words.extend(turns.iter().map(|turn| key.word ^ spread(*turn, &key.weak)));
		}
		let seen = self.postings.seen(&words);
		let mut order: Vec<(u32, u32)> = seen
			.iter()
			.zip(0..)
			.map(|(seen, at)| (seen.count() as u32, at))
			.filter(|(count, _)| *count > 0)
			.collect();
		order.sort_unstable();
		let around: Vec<Around> = keys.iter().map(|key| print.around(key.at as usize)).collect();
		let mut left = round.postings;
		for (count, at) in order {
			let Some(rest) = left.checked_sub(count as usize) else { break };
			left = rest;
			let weight = u64::from(RAREST.saturating_sub(count.ilog2()));
			let key = keys[at as usize / turns.len()];
			let around = &around[at as usize / turns.len()];
			for posting in seen[at as usize].postings().filter(|p| around.may_be(p.around)) {
				let offset = i64::from(key.at) - i64::from(posting.at);
				votes.extend(ballot(posting.print, offset, weight));
			}
		}
	}

	fn compare(&self, log: &Log, print: &Print, candidates: &[Candidate]) -> Result<Vec<Weighed>> {
		let thresholds = Thresholds::of(print.medium);
		let (mut bytes, mut steps, mut timbre) = (Vec::new(), Vec::new(), Vec::new());
		let mut loaded = None;
		let mut out: Vec<Weighed> = Vec::new();
		for candidate in candidates {
			let Some(place) = self.places.get(candidate.print as usize) else { continue };
			if loaded != Some(candidate.print) {
				log.stored(place, &mut bytes, &mut steps, &mut timbre)?;
				loaded = Some(candidate.print);
			}
			if overlay(print, &steps, candidate.offset, |_| false).difference > HOPELESS {
				continue;
			}
			let reach = Medium::DENSITY as i64;
			let best = best_overlay(print, &steps, candidate.offset, reach).offset;
			let overlay = overlay_of_sound(print, &steps, &timbre, best);
			let relation = thresholds.judge(print.words.len(), steps.len(), &overlay);
			let (recording, steps) = (place.recording, place.steps);
			out.push(Weighed { recording, steps, overlay, relation });
		}
		Ok(out)
	}
}

/// Bits of a word from bits that count its weak ones.
fn spread(turn: u32, weak: &[u8; Key::WEAK]) -> u32 {
	weak.iter().enumerate().fold(0, |word, (i, bit)| word ^ (turn >> i & 1) << (bit & 31))
}

/// The keys of each round: the surest of each of so many stretches, so that neither a common intro nor a quiet end uses
/// the first round up; then the surest of all others; then the surest of all.
fn choose(keys: &[Key]) -> [Vec<&Key>; 3] {
	let [first_round, second_round, third_round] = ROUNDS;
	let mut first = Vec::with_capacity(first_round.keys);
	let mut rest: Vec<&Key> = Vec::with_capacity(keys.len());
	for stretch in keys.chunks(keys.len().div_ceil(first_round.keys).max(1)) {
		let best = stretch.iter().min_by_key(|key| key.doubt);
		first.extend(best);
		rest.extend(stretch.iter().filter(|key| best.is_none_or(|best| best.at != key.at)));
	}
	rest.sort_by_key(|key| key.doubt);
	rest.truncate(second_round.keys);
	let mut surest = [&first[..], &rest[..]].concat();
	surest.sort_by_key(|key| key.doubt);
	surest.truncate(third_round.keys);
	[first, rest, surest]
}

/// Bits of a vote: its weight lowest, then the offset, then the stored print.
const WEIGHT_BITS: u32 = 5;
const OFFSET_BITS: u32 = 27;
/// What an offset of nothing is kept as.
const NO_OFFSET: i64 = 1 << (OFFSET_BITS - 1);

/// A vote in one number, so that sorting brings those together that agree. `None` for an offset of weeks.
fn ballot(print: u32, offset: i64, weight: u64) -> Option<u64> {
	let offset = u64::try_from(offset + NO_OFFSET).ok().filter(|o| *o < 1 << OFFSET_BITS)?;
	Some(u64::from(print) << 32 | offset << WEIGHT_BITS | weight)
}

/// Votes, sorted, gathered by stored print and offset.
fn clusters(votes: &[u64]) -> Vec<Candidate> {
	let mut out: Vec<Candidate> = Vec::new();
	let mut from = 0;
	while from < votes.len() {
		let limit = (votes[from] >> WEIGHT_BITS) + VOTE_SPREAD;
		let print = (votes[from] >> 32) as u32;
		let near = |vote: &&u64| **vote >> WEIGHT_BITS <= limit && (**vote >> 32) as u32 == print;
		let (mut count, mut weight) = (0, 0);
		for vote in votes[from..].iter().take_while(near) {
			count += 1;
			weight += (vote & ((1 << WEIGHT_BITS) - 1)) as u32;
		}
		// The middle vote is as good as their mean.
		let middle = votes[from + count / 2] >> WEIGHT_BITS & ((1 << OFFSET_BITS) - 1);
		let offset = middle as i64 - NO_OFFSET;
		out.push(Candidate { print, offset, votes: count as u32, weight });
		from += count;
	}
	out
}

#[cfg(test)]
mod tests {
	use super::*;
	use crate::{postings::Posting, record::StoredKey};

	fn key(at: u32, word: u32, doubt: u8) -> Key {
		Key { at, word, weak: [0, 1, 2, 3, 4, 5, 6, 7], doubt }
	}

	fn print(words: Vec<u32>, keys: Vec<Key>) -> Print {
		Print {
			medium: Medium::Sound,
			masks: vec![u32::MAX; words.len()],
			blanks: vec![0; words.len().div_ceil(64)],
			words,
			keys,
			timbre: Vec::new(),
		}
	}

	fn posting(print: u32, at: u32, word: u32, around: u32) -> Posting {
		Posting::of(print, &StoredKey { word, at, around })
	}

	fn votes(shelf: &Shelf, print: &Print, round: &Round) -> Vec<(u32, i64, u32)> {
		let keys: Vec<&Key> = print.keys.iter().collect();
		let mut votes = Vec::new();
		shelf.vote(print, &keys, round, &mut votes);
		votes.sort_unstable();
		clusters(&votes).iter().map(|c| (c.print, c.offset, c.votes)).collect()
	}

	#[test]
	fn votes_for_one_offset_are_gathered_and_others_are_not() {
		let cast = [(3, -7, 9), (3, -5, 4), (3, -6, 1), (3, 40, 2), (4, -6, 1)];
		let mut votes: Vec<u64> = cast
			.into_iter()
			.filter_map(|(print, offset, weight)| ballot(print, offset, weight))
			.collect();
		votes.sort_unstable();
		let gathered: Vec<_> =
			clusters(&votes).iter().map(|c| (c.print, c.offset, c.votes, c.weight)).collect();
		assert_eq!(gathered, [(3, -6, 3, 14), (3, 40, 1, 2), (4, -6, 1, 1)]);
		assert_eq!(ballot(1, NO_OFFSET, 1), None);
		assert_eq!(ballot(1, -NO_OFFSET - 1, 1), None);
	}

	#[test]
	fn a_word_in_other_surroundings_has_no_vote() {
		let print = print((0..100).map(|i: u32| i.wrapping_mul(0x9e37_79b9)).collect(), Vec::new());
		let around = print.around(50).signs;
		let print = Print { keys: vec![key(50, 77, 1)], ..print };
		let mut shelf = Shelf::default();
		shelf.postings.add_all(vec![
			posting(0, 10, 77, around),
			posting(1, 20, 77, !around),
			// Two signs of the word and three of its surroundings differ.
			posting(2, 30, 77 ^ 0b101, around ^ 0x8100_0001),
			posting(3, 30, 77 ^ 1 << 20, around),
		]);
		assert_eq!(votes(&shelf, &print, &ROUNDS[0]), [(0, 40, 1), (2, 20, 1)]);
		let turned_more = 77 ^ 0b11_0001;
		shelf.postings.add(posting(4, 0, turned_more, around));
		assert!(!votes(&shelf, &print, &ROUNDS[1]).iter().any(|vote| vote.0 == 4));
		assert!(votes(&shelf, &print, &ROUNDS[2]).contains(&(4, 50, 1)), "only in the last round");
	}

	#[test]
	fn at_the_begin_and_the_end_half_of_the_surroundings_counts() {
		let print = print(vec![u32::MAX; 60], Vec::new());
		assert!(print.around(30).may_be(u32::MAX) && !print.around(30).may_be(0x5555_5555));
		assert!(print.around(0).may_be(0xaaaa_aaaa), "nothing lies before it");
		assert!(print.around(59).may_be(0x5555_5555), "nor after it");
		let short = Print { words: vec![1; 15], masks: vec![0; 15], ..print };
		assert!(short.around(7).may_be(0) && short.around(7).may_be(u32::MAX));
	}

	#[test]
	fn what_is_looked_at_is_bounded_and_rare_words_come_first() {
		let print = print(vec![0; 300], vec![key(100, 0xf0, 1), key(200, 0xf000_0000, 1)]);
		let mut shelf = Shelf::default();
		let mut all: Vec<Posting> = (0..500).map(|n| posting(n, 0, 0xf0, 0)).collect();
		all.extend((500..520).map(|n| posting(n, 0, 0xf000_0000, 0)));
		shelf.postings.add_all(all);
		let round = |postings| Round { postings, ..ROUNDS[0] };
		assert_eq!(votes(&shelf, &print, &round(520)).len(), 520);
		let few = votes(&shelf, &print, &round(519));
		assert_eq!(few.len(), 20);
		assert!(few.iter().all(|(print, offset, _)| *print >= 500 && *offset == 200));
	}

	#[test]
	fn no_word_of_a_key_is_looked_up_twice() {
		let turns = ROUNDS.map(|round| round.turns());
		assert_eq!([turns[0].len(), turns[1].len(), turns[2].len()], [10, 10, 82 - 10]);
		// The first is the weakest: four bits of small ranks count less than two of large ones.
		assert_eq!([ranks(0b0000_1111), ranks(0b1100_0000)], [10, 15]);
		assert!(turns[2].iter().all(|turn| !turns[1].contains(turn)));
		// Damaged weak bits turn something, and nothing breaks.
		assert_eq!(spread(0b11, &[255; Key::WEAK]), 0);
	}

	#[test]
	fn the_first_round_looks_everywhere_and_the_last_at_the_surest() {
		let keys: Vec<Key> = (0..400).map(|at| key(at, at, (at % 100) as u8)).collect();
		let [first, rest, surest] = choose(&keys);
		assert_eq!([first.len(), rest.len(), surest.len()], ROUNDS.map(|round| round.keys));
		assert!(first.windows(2).all(|pair| pair[1].at - pair[0].at <= 20));
		assert!(rest.iter().all(|key| !first.iter().any(|other| other.at == key.at)));
		assert!(surest.windows(2).all(|pair| pair[0].doubt <= pair[1].doubt));
		assert_eq!(surest[0].doubt, 0);
	}
}
