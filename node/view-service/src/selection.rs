//! Which plays may stand together in a batch: each view once, nobody in two cells at once, nothing twice (C6).

use crate::{
	batch::MAX_PLAYS_PER_BATCH,
	id_map::{IdMap, IdSet, IdState},
	play::PlayId,
	retention::is_expired,
	state::{CountKey, PlayEntry, PlayFacts, Stage, State, one},
};
use reel_primitives::{
	AccountId, ContentId, Round,
	batch::{BATCH_DEADLINE_ROUNDS, MAX_TITLES_PER_BATCH},
};
use std::collections::BTreeSet;

/// Rounds after which everybody who proposes knows that an earlier round was paid, and for which plays: a batch is decided before
/// its deadline, and forks are shorter than the rest.
const KNOWN_PAID_ROUNDS: Round = BATCH_DEADLINE_ROUNDS + 3;

/// Whether a play may stand in a batch.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Standing {
	/// It may.
	Free,
	/// Not as far as this desk knows: its view is paid, or in another batch that is open, or was paid with another's at the same
	/// time. Whoever proposed it may not have known.
	Taken,
	/// It may not, and everybody can tell.
	Wrong,
}

impl State {
	/// Whether a play may stand in a batch of `round` beside `chosen`: its view is not paid yet, is in no other
	/// batch that is open, and nobody watches two cells at once.
	pub(crate) fn standing(&self, play: &PlayEntry, round: Round, chosen: &Chosen) -> Standing {
		let facts = &play.facts;
		if facts.round() > round || is_expired(facts.round(), round) || !chosen.admits(facts) {
			return Standing::Wrong;
		}
		match play.stage {
			Stage::Paid(before) if before.saturating_add(KNOWN_PAID_ROUNDS) < round => {
				return Standing::Wrong;
			},
			Stage::Paid(_) => return Standing::Taken,
			Stage::Batched(other) if other != round => return Standing::Taken,
			Stage::Batched(_) | Stage::Accepted | Stage::RolledOver(_) => {},
		}
		let is_paid = |id: &PlayId| {
			// Itself is nearly always the only one, and need not be looked up.
			let other = if *id == facts.id { None } else { self.plays.get(id) };
			other.filter(|other| matches!(other.stage, Stage::Paid(_)))
		};
		let key = facts.count_key();
		let mut twins = self.counted.get(&key).into_iter().flatten();
		let paid_twin = twins.any(|id| is_paid(id).is_some());
		let mut of_viewer = self.of_viewer.get(&facts.viewer).into_iter().flatten();
		let overlaps_paid =
			of_viewer.any(|id| is_paid(id).is_some_and(|other| other.facts.overlaps(facts)));
		if self.is_past(&key) || paid_twin || overlaps_paid {
			Standing::Taken
		} else {
			Standing::Free
		}
	}

	/// The plays for a proposal of `round`, oldest first: what counts for it or one before and is not paid. Plays of a title
	/// that was stopped wait: the chain would refuse the whole batch for one of them. Which of those of ads stand in it is to
	/// be seen (module `ads`). Of a ticket with several plays there is
	/// none (module `doubles`).
	pub(crate) fn select(
		&self,
		round: Round,
		is_playable: &dyn Fn(&ContentId) -> bool,
	) -> Vec<PlayFacts> {
		let undecided = self.batches.values().filter(|batch| batch.paid.is_none());
		let taken: IdSet<&PlayId> = undecided.flat_map(|batch| &batch.plays).collect();
		let mut playable: IdMap<ContentId, bool> = IdMap::default();
		let mut is_playable =
			|content: &ContentId| *playable.entry(*content).or_insert_with(|| is_playable(content));
		let mut candidates: Vec<&PlayEntry> = self
			.plays
			.values()
			.map(Box::as_ref)
			.filter(|play| play.witness.may_propose() && play.facts.round() <= round)
			.filter(|play| !self.doubles.has(&play.facts.ticket))
			.filter(|play| !taken.contains(&play.facts.id))
			.filter(|play| play.facts.ad.is_some() || is_playable(&play.facts.content))
			.collect();
		candidates.sort_by_key(|play| (play.facts.span().1, play.facts.id));
		let mut chosen = Chosen::with_room(candidates.len().min(MAX_PLAYS_PER_BATCH));
		let mut titles = BTreeSet::new();
		let mut plays = Vec::new();
		for play in candidates {
			let content = play.facts.content;
			let is_ad = play.facts.ad.is_some();
			let full = titles.len() >= MAX_TITLES_PER_BATCH as usize && !titles.contains(&content);
			if (is_ad || !full) && self.standing(play, round, &chosen) == Standing::Free {
				if !is_ad {
					titles.insert(content);
				}
				chosen.add(&play.facts);
				plays.push(play.facts.clone());
			}
			if plays.len() >= MAX_PLAYS_PER_BATCH {
				break;
			}
		}
		plays
	}
}

/// Plays that were already put into a batch.
pub(crate) struct Chosen {
	keys: IdSet<CountKey>,
	/// From when to when each watched.
	spans: IdMap<AccountId, Vec<(u64, u64)>>,
}

impl Chosen {
	fn admits(&self, facts: &PlayFacts) -> bool {
		let (start, end) = facts.span();
		let mut others = self.spans.get(&facts.viewer).into_iter().flatten();
		!self.keys.contains(&facts.count_key())
			&& !others.any(|(other_start, other_end)| start < *other_end && *other_start < end)
	}

	/// With room for so many.
	pub(crate) fn with_room(plays: usize) -> Self {
		Self {
			keys: IdSet::with_capacity_and_hasher(plays, IdState::default()),
			spans: IdMap::with_capacity_and_hasher(plays, IdState::default()),
		}
	}

	pub(crate) fn add(&mut self, facts: &PlayFacts) {
		self.keys.insert(facts.count_key());
		let spans = self.spans.entry(facts.viewer.clone());
		spans.or_insert_with(one).push(facts.span());
	}
}
