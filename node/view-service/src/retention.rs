//! What is forgotten, and when (design 5, privacy).
//!
//! | what | kept for |
//! |---|---|
//! | ticket without a play | ten minutes after its window |
//! | play that was paid, with viewer and title | [`DISPUTE_ROUNDS`] after the round that paid it |
//! | its proof: on the disk of the desk that accepted it, in the memory of all (module `proofs`) | as long, at most |
//! | play that was not paid | [`DISPUTE_ROUNDS`] and two deadlines after its round; then it can stand in no batch |
//! | that a view was counted, by cell and by title: keyed hashes | to the end of the period after its own |
//! | how often a viewer was paid for an ad on a day: a keyed hash and a number | to the end of the day after |
//! | what advertisers are to be told of: numbers, no viewer | until a batch that tells it was paid |
//! | plays of a batch: ids alone | two deadlines beyond the plays themselves |
//! | payees of a batch, or of a bill, that have to claim: account and shares, no title | two periods |
//! | votes and proposals of this node | two deadlines |
//!
//! Memory forgets at the next best block, the disk within [`ERASE_WITHIN_ROUNDS`] more: the log is then written anew
//! without it and the old bytes are blotted out. Until then they lie sealed, as everything does.

use crate::{
	ads::Awards,
	play::PlayId,
	state::{BatchEntry, OwnProposal, PlayEntry, Stage, State},
	store::Record,
};
use reel_primitives::{
	AccountId, Round,
	ads::{CampaignId, Day, day_of},
	batch::BATCH_DEADLINE_ROUNDS,
	time::{ROUNDS_PER_PERIOD, period_of, round_of_ms},
};
use std::collections::HashSet;

/// Rounds for which play data is kept after it was paid: one hour.
///
/// What refers to play data after its batch was paid is short-lived: reports of the batch's proposer and of
/// equivocations (the chain remembers the keys of five sessions, ten minutes), and desks that were down and have to
/// learn which plays were paid. An hour is six times the first and leaves an operator the time for the second;
/// longer would only keep what somebody watched where it can be stolen.
pub(crate) const DISPUTE_ROUNDS: Round = 250;

/// Rounds until what memory has forgotten is off the disk too: 25 × 14.4 s are six minutes.
pub(crate) const ERASE_WITHIN_ROUNDS: Round = 25;

/// Tickets without a play are forgotten this long after their window.
const KEEP_TICKET_MS: u64 = 600_000;

/// Whether a play that counts for `accepted` is too old for a batch of `round`: desks that were down for less than that
/// know whether it was paid, so nobody is asked to vote on what he cannot know.
pub(crate) fn is_expired(accepted: Round, round: Round) -> bool {
	accepted.saturating_add(DISPUTE_ROUNDS) < round
}

/// Whether a play that counts for `accepted` can stand in no batch any more, open ones among them, in round `current`.
pub(crate) fn is_lapsed(accepted: Round, current: Round) -> bool {
	is_expired(accepted, current.saturating_sub(BATCH_DEADLINE_ROUNDS * 2))
}

/// The first round whose batch holds plays that may matter yet in round `current`: of those before, none can stand in a
/// batch again, and nothing of them is kept.
pub(crate) fn first_disputed(current: Round) -> Round {
	current.saturating_sub(BATCH_DEADLINE_ROUNDS * 2).saturating_sub(DISPUTE_ROUNDS)
}

/// Whose view of which campaign was paid, and on which day.
fn paid_view(play: &PlayEntry) -> Option<(AccountId, CampaignId, Day)> {
	let (Some(ad), Stage::Paid(round)) = (&play.facts.ad, play.stage) else { return None };
	Some((play.facts.viewer.clone(), ad.placement.campaign, day_of(round)))
}

impl State {
	/// Forgets what is too old to matter; whether there was anything.
	pub(crate) fn prune(&mut self, now_ms: u64) -> bool {
		let current = round_of_ms(now_ms);
		let period = period_of(current);
		let tickets_before = self.tickets.len();
		self.tickets.retain(|_, entry| {
			entry.signed.ticket.closes_at_ms().saturating_add(KEEP_TICKET_MS) >= now_ms
		});
		let mut forgot = self.tickets.len() != tickets_before;
		let tickets = &self.tickets;
		self.by_viewer.retain(|_, ids| {
			ids.retain(|id| tickets.contains_key(id));
			!ids.is_empty()
		});
		forgot |= self.forget_plays(current);
		self.past.retain(|_, of| *of + 1 >= period);
		let (tickets, play_of_ticket) = (&self.tickets, &self.play_of_ticket);
		self.ads.retain(
			day_of(current),
			|ticket| tickets.contains_key(ticket) || play_of_ticket.contains_key(ticket),
			|play| self.plays.contains_key(play),
		);
		let ended = current.saturating_sub(BATCH_DEADLINE_ROUNDS * 2);
		self.settle_told(ended);
		self.votes.retain(|(round, _), _| *round >= ended);
		self.proposals.retain(|round, _| *round >= ended);
		let disputed = first_disputed(current);
		let claims_end = current.saturating_sub(ROUNDS_PER_PERIOD * 2);
		self.batches.retain(|round, entry| {
			*round >= disputed
				|| entry.paid.is_none()
				|| (*round >= claims_end
					&& (!entry.payees.is_empty() || self.ads.has_awards(*round)))
		});
		self.ads.forget_awards(claims_end);
		self.paid.retain(|id, round| self.plays.contains_key(id) || *round >= disputed);
		forgot
	}

	fn forget_plays(&mut self, current: Round) -> bool {
		let is_over = |play: &PlayEntry| match play.stage {
			Stage::Paid(round) => round.saturating_add(DISPUTE_ROUNDS) < current,
			_ => is_lapsed(play.facts.round(), current),
		};
		let plays = self.plays.values().map(Box::as_ref);
		let old: Vec<&PlayEntry> = plays.filter(|play| is_over(play)).collect();
		if old.is_empty() {
			return false;
		}
		let ids: HashSet<PlayId> = old.iter().map(|play| play.facts.id).collect();
		let was_paid = |play: &&PlayEntry| matches!(play.stage, Stage::Paid(_));
		let (ads, titles): (Vec<&PlayEntry>, Vec<_>) =
			old.into_iter().filter(was_paid).partition(|play| play.facts.ad.is_some());
		let counted: Vec<_> = titles.into_iter().map(|play| play.facts.count_key()).collect();
		let seen: Vec<_> = ads.into_iter().filter_map(paid_view).collect();
		self.remember_views(&seen);
		for key in counted {
			self.put_past(&key);
		}
		self.plays.retain(|id, _| !ids.contains(id));
		self.count_proofs();
		self.play_of_ticket.retain(|_, id| !ids.contains(id));
		self.doubles.retain(|id| !ids.contains(id));
		self.counted.values_mut().for_each(|plays| plays.retain(|id| !ids.contains(id)));
		self.of_viewer.values_mut().for_each(|plays| plays.retain(|id| !ids.contains(id)));
		self.counted.retain(|_, plays| !plays.is_empty());
		self.of_viewer.retain(|_, plays| !plays.is_empty());
		true
	}

	/// About how many bytes [`State::snapshot`] takes in the log: what has a bounded size is rounded up.
	pub(crate) fn kept_bytes(&self) -> u64 {
		let full = |play: &PlayEntry| match &play.full {
			Some(full) if play.is_own => full.wire().len() + 64,
			_ => 512,
		};
		let plays: usize = self.plays.values().map(Box::as_ref).map(full).sum();
		let batches: usize = self
			.batches
			.values()
			.map(|batch| batch.plays.len() * 32 + batch.payees.len() * 48)
			.sum();
		let awards: usize = self.ads.all_awards().map(|(.., it)| it.payees.len() * 48).sum();
		let tags = self.past.len() + self.ads.all_seen().len();
		(plays + batches + awards + self.tickets.len() * 512 + tags * 48) as u64
	}

	/// The fewest records from which this memory can be built again.
	pub(crate) fn snapshot(&self) -> Vec<Record> {
		let mut records: Vec<Record> = self
			.tickets
			.values()
			.map(|entry| Record::Ticket {
				signed: entry.signed.clone(),
				first_seen_ms: entry.first_seen_ms,
			})
			.collect();
		for PlayEntry { facts, full, is_own, stage, witness } in
			self.plays.values().map(|play| PlayEntry::clone(play))
		{
			let paid_in = match stage {
				Stage::Paid(round) => Some(round),
				_ => None,
			};
			let id = facts.id;
			match (full.filter(|_| is_own), paid_in) {
				(Some(full), paid_in) => {
					records.push(Record::Play { full, witness });
					records.extend(paid_in.map(|round| Record::PaidPlay { id, round }));
				},
				(None, Some(round)) => records.push(Record::Paid { facts, round }),
				(None, None) => records.push(Record::Checked { facts, witness }),
			}
		}
		let past = self.past.iter();
		records.extend(past.map(|(tag, period)| Record::Past { tag: *tag, period: *period }));
		let seen = self.ads.all_seen();
		records.extend(seen.map(|(tag, day, views)| Record::Seen { tag, day, views }));
		records.extend(self.ads.all_awards().map(|(round, bill, awards)| {
			let Awards { batch, payees } = awards.clone();
			Record::Awards { round, bill, batch, payees }
		}));
		records.push(Record::Tally { tally: self.ads.tally().clone() });
		for (round, BatchEntry { batch, plays, payees, paid }) in self.batches.clone() {
			records.push(Record::Batch { round, batch, plays, payees });
			records.extend(paid.map(|paid| Record::Settled { round, paid }));
		}
		records.extend(self.proposals.values().cloned().map(|OwnProposal { key, proposal }| {
			let entry = self.batches.get(&proposal.round);
			let (plays, payees) =
				entry.map_or_else(Default::default, |e| (e.plays.clone(), e.payees.clone()));
			Record::Proposal { key, proposal, plays, payees }
		}));
		let votes = self.votes.iter();
		records.extend(votes.map(|((_, key), vote)| Record::Vote { key: *key, vote: *vote }));
		records
	}
}
