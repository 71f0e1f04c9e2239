//! From a print to the stored prints that are of the same recording.

use crate::{
	Result,
	compare::{Overlay, Relation, Thresholds, best_overlay, overlay, overlay_of_sound},
	log::Log,
	postings::Postings,
	print::{Key, Medium, Print},
};

/// A word seen more often than this tells nothing.
const COMMON: usize = 400;
/// Keys that are looked up before anything is compared: a copy is nearly always found by these.
const FIRST_KEYS: usize = 40;
/// Keys looked up for a film of any length.
const MOST_KEYS: usize = 400;
/// Dense steps by which votes for one offset may differ.
const VOTE_SPREAD: i64 = 3;
/// Candidates compared in each of the two rounds.
const COMPARED: [usize; 2] = [4, 24];
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

struct Candidate {
	print: u32,
	offset: i64,
	votes: usize,
}

impl Shelf {
	/// All stored prints of the same recording that the keys lead to, the best first.
	pub(crate) fn search(&self, log: &Log, print: &Print) -> Result<Vec<Found>> {
		let [first, rest] = choose(&print.keys);
		let mut votes = Vec::new();
		for (round, keys) in [first, rest].iter().enumerate() {
			for key in keys {
				self.vote(key, &mut votes);
			}
			votes.sort_unstable();
			let found = self.compare(log, print, &votes, round)?;
			if !found.is_empty() {
				return Ok(found);
			}
		}
		Ok(Vec::new())
	}

	/// Looks one key up, as it is and with each of its weak bits turned.
	fn vote(&self, key: &Key, votes: &mut Vec<(u32, i64)>) {
		let mut find = |word: u32| {
			self.postings.find(word, COMMON, |print, at| {
				votes.push((print, i64::from(key.at) - i64::from(at)));
			});
		};
		find(key.word);
		for (i, bit) in key.weak.iter().enumerate() {
			find(key.word ^ 1 << bit);
			for other in &key.weak[..i] {
				find(key.word ^ 1 << bit ^ 1 << other);
			}
		}
	}

	fn compare(
		&self,
		log: &Log,
		print: &Print,
		votes: &[(u32, i64)],
		round: usize,
	) -> Result<Vec<Found>> {
		let mut candidates = clusters(votes);
		candidates.sort_unstable_by_key(|c| (core::cmp::Reverse(c.votes), c.print));
		// In the first round only what was seen twice; a single vote is weighed when all have been cast.
		candidates.retain(|c| round == 1 || c.votes > 1);
		candidates.truncate(COMPARED[round]);
		let thresholds = Thresholds::of(print.medium);
		let (mut bytes, mut steps, mut timbre) = (Vec::new(), Vec::new(), Vec::new());
		let mut loaded = None;
		let mut found: Vec<Found> = Vec::new();
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
			let judged = thresholds.judge(print.words.len(), steps.len(), &overlay);
			let Some(relation) = judged else { continue };
			let (recording, steps) = (place.recording, place.steps);
			found.push(Found { recording, steps, overlay, relation });
		}
		found.sort_by(|a, b| b.evidence().total_cmp(&a.evidence()));
		found.dedup_by_key(|f| f.recording);
		Ok(found)
	}
}

/// The keys of the two rounds: the surest of each of [`FIRST_KEYS`] stretches, so that neither a common intro nor a
/// quiet end uses the first round up; then the surest of all others.
fn choose(keys: &[Key]) -> [Vec<&Key>; 2] {
	let mut first = Vec::with_capacity(FIRST_KEYS);
	let mut rest: Vec<&Key> = Vec::with_capacity(keys.len());
	for stretch in keys.chunks(keys.len().div_ceil(FIRST_KEYS).max(1)) {
		let best = stretch.iter().min_by_key(|key| key.doubt);
		first.extend(best);
		rest.extend(stretch.iter().filter(|key| best.is_none_or(|best| best.at != key.at)));
	}
	rest.sort_by_key(|key| key.doubt);
	rest.truncate(MOST_KEYS);
	[first, rest]
}

/// Votes, sorted, gathered by stored print and offset.
fn clusters(votes: &[(u32, i64)]) -> Vec<Candidate> {
	let mut out: Vec<Candidate> = Vec::new();
	let mut from = 0;
	while from < votes.len() {
		let (print, first) = votes[from];
		let near = |vote: &&(u32, i64)| vote.0 == print && vote.1 - first <= VOTE_SPREAD;
		let count = votes[from..].iter().take_while(near).count();
		// The middle vote is as good as their mean.
		out.push(Candidate { print, offset: votes[from + count / 2].1, votes: count });
		from += count;
	}
	out
}
