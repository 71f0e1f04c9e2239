//! The desk's memory: built from the log, changed by records alone.

use crate::{
	ads::{AdBook, Awards, ShownAd},
	batch::Watched,
	doubles::Doubles,
	id_map::IdMap,
	kept::{FullPlay, PlayParts},
	play::{PlayId, senders_of},
	proofs::Proofs,
	seal::Seal,
	store::Record,
	witness::Witness,
};
use codec::{Decode, Encode};
use reel_primitives::{
	AccountId, CellIndex, ContentId, Hash32, Period, Round,
	batch::{BatchHash, BatchProposal, BatchVote, Payee},
	blake2b_256,
	play::{Receipt, SignedTicket, TicketId},
	time::{period_of, round_of_ms},
};
use std::collections::{BTreeMap, hash_map::Entry};
use zeroize::Zeroizing;

/// What counts once (C6).
pub(crate) type CountKey = (AccountId, ContentId, CellIndex, Period);

/// A ticket and when this desk first knew of it.
#[derive(Clone, Debug)]
pub(crate) struct TicketEntry {
	pub(crate) signed: SignedTicket,
	pub(crate) first_seen_ms: u64,
}

/// What batches and later plays are held against.
#[derive(Clone, Debug, PartialEq, Eq, Encode, Decode)]
pub(crate) struct PlayFacts {
	pub(crate) id: PlayId,
	pub(crate) ticket: TicketId,
	pub(crate) viewer: AccountId,
	pub(crate) content: ContentId,
	pub(crate) cell: CellIndex,
	pub(crate) duration_ms: u32,
	pub(crate) starts_at_ms: u64,
	pub(crate) accepted_at_ms: u64,
	pub(crate) receipts: Vec<Receipt>,
	/// Of an ad. Apart: few plays are.
	pub(crate) ad: Option<Box<ShownAd>>,
}

impl PlayFacts {
	pub(crate) fn of(parts: &PlayParts<'_>) -> Self {
		Self::with_ids(parts, parts.play.id(), parts.ticket.id())
	}

	/// With the ids of play and ticket, which are hashes, told.
	pub(crate) fn with_ids(parts: &PlayParts<'_>, id: PlayId, ticket_id: TicketId) -> Self {
		let PlayParts { ticket, play, accepted_at_ms, .. } = parts;
		Self {
			id,
			ticket: ticket_id,
			viewer: ticket.viewer(),
			content: ticket.content,
			cell: ticket.cell,
			duration_ms: ticket.duration_ms,
			starts_at_ms: ticket.starts_at_ms,
			accepted_at_ms: *accepted_at_ms,
			receipts: senders_of(play),
			ad: ticket.ad.map(|placement| {
				let is_clicked = play.clicked;
				Box::new(ShownAd { placement, is_clicked })
			}),
		}
	}

	/// The round that it counts for: that in which the cell has been played. Out of the ticket, so that it is one for every
	/// desk: a desk may say different things of when it accepted a play.
	pub(crate) fn round(&self) -> Round {
		round_of_ms(self.span().1)
	}

	/// Of an ad its ticket counts once, in the place of the title: how often the same one may be seen is for its campaign to say.
	pub(crate) fn count_key(&self) -> CountKey {
		let period = period_of(round_of_ms(self.starts_at_ms));
		let content = if self.ad.is_some() { ContentId(self.ticket) } else { self.content };
		(self.viewer.clone(), content, self.cell, period)
	}

	/// From when to when it was watched, Unix milliseconds.
	pub(crate) fn span(&self) -> (u64, u64) {
		(self.starts_at_ms, self.starts_at_ms.saturating_add(self.duration_ms.into()))
	}

	/// Whether somebody would have watched both at once.
	pub(crate) fn overlaps(&self, other: &Self) -> bool {
		let ((start, end), (other_start, other_end)) = (self.span(), other.span());
		self.viewer == other.viewer && start < other_end && other_start < end
	}

	/// What a batch needs of it.
	pub(crate) fn watched(&self) -> Watched<'_> {
		Watched {
			id: &self.id,
			content: &self.content,
			duration_ms: self.duration_ms,
			viewer: &self.viewer,
			receipts: &self.receipts,
			is_ad: self.ad.is_some(),
		}
	}
}

/// Where a play stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Stage {
	Accepted,
	Batched(Round),
	Paid(Round),
	RolledOver(Round),
}

/// A play.
#[derive(Clone, Debug)]
pub(crate) struct PlayEntry {
	pub(crate) facts: PlayFacts,
	/// `None` for a play whose proof this desk does not have any more.
	pub(crate) full: Option<FullPlay>,
	/// This desk accepted it: the proof is on its disk, and in memory for as long as there.
	pub(crate) is_own: bool,
	pub(crate) stage: Stage,
	pub(crate) witness: Witness,
}

/// A batch that was proposed by this node, or open on the chain.
#[derive(Clone, Debug)]
pub(crate) struct BatchEntry {
	pub(crate) batch: BatchHash,
	pub(crate) plays: Vec<PlayId>,
	pub(crate) payees: Vec<Payee>,
	/// `None` while it is not decided.
	pub(crate) paid: Option<bool>,
}

/// A proposal of this node.
#[derive(Clone, Debug)]
pub(crate) struct OwnProposal {
	pub(crate) key: Hash32,
	pub(crate) proposal: BatchProposal,
}

/// The desk's memory.
pub(crate) struct State {
	/// Key of [`State::tag`].
	tag_key: Zeroizing<Hash32>,
	// Boxed: a map that grows moves all it holds, while everybody waits.
	pub(crate) tickets: IdMap<TicketId, Box<TicketEntry>>,
	pub(super) by_viewer: IdMap<AccountId, Vec<TicketId>>,
	pub(crate) plays: IdMap<PlayId, Box<PlayEntry>>,
	pub(super) proofs: Proofs,
	/// The first that came of each ticket.
	pub(super) play_of_ticket: IdMap<TicketId, PlayId>,
	pub(super) doubles: Doubles,
	pub(crate) counted: IdMap<CountKey, Vec<PlayId>>,
	pub(crate) of_viewer: IdMap<AccountId, Vec<PlayId>>,
	pub(crate) batches: BTreeMap<Round, BatchEntry>,
	/// Plays of paid batches, with those that this desk never saw.
	pub(super) paid: IdMap<PlayId, Round>,
	/// What is left of paid plays after the dispute window: that the view was counted, and in which period.
	pub(super) past: IdMap<Hash32, Period>,
	pub(super) votes: BTreeMap<(Round, Hash32), BatchVote>,
	pub(crate) proposals: BTreeMap<Round, OwnProposal>,
	pub(crate) ads: AdBook,
}

/// A list that will have one entry, mostly: by itself a `Vec` makes room for four.
pub(crate) fn one<T>() -> Vec<T> {
	Vec::with_capacity(1)
}

impl State {
	/// Empty. `tag_key`: known to this desk alone.
	pub(crate) fn new(tag_key: Zeroizing<Hash32>) -> Self {
		Self {
			tag_key,
			tickets: IdMap::default(),
			by_viewer: IdMap::default(),
			plays: IdMap::default(),
			proofs: Proofs::default(),
			play_of_ticket: IdMap::default(),
			doubles: Doubles::default(),
			counted: IdMap::default(),
			of_viewer: IdMap::default(),
			batches: BTreeMap::default(),
			paid: IdMap::default(),
			past: IdMap::default(),
			votes: BTreeMap::default(),
			proposals: BTreeMap::default(),
			ads: AdBook::default(),
		}
	}

	/// What stands for a view when account and title are forgotten: nobody without the desk's key can tell whose view
	/// of what it was, nor find out by trying accounts. Of keys of one length alone no two are the same.
	pub(crate) fn tag(&self, key: &impl Encode) -> Hash32 {
		blake2b_256(&[&*self.tag_key, &key.encode()])
	}

	/// The same for a view of any cell of a title, which is all that a rating needs.
	fn title_tag(&self, viewer: &AccountId, content: &ContentId, period: Period) -> Hash32 {
		blake2b_256(&[&*self.tag_key, &(viewer, content, period).encode()])
	}

	/// Forgets a paid view but for that it was counted.
	pub(crate) fn put_past(&mut self, key: &CountKey) {
		let (viewer, content, _, period) = key;
		let tags = [self.tag(key), self.title_tag(viewer, content, *period)];
		self.past.extend(tags.map(|tag| (tag, *period)));
	}

	/// Whether a view of a title was paid in a period, longer ago than plays are kept.
	pub(crate) fn has_past_view(
		&self,
		viewer: &AccountId,
		content: &ContentId,
		period: Period,
	) -> bool {
		!self.past.is_empty() && self.past.contains_key(&self.title_tag(viewer, content, period))
	}

	/// Changes the memory as a record says. The same record twice is as once.
	pub(crate) fn apply(&mut self, record: Record) {
		match record {
			Record::Ticket { signed, first_seen_ms } => self.put_ticket(signed, first_seen_ms),
			Record::Play { full, witness } => {
				let facts = full.parts().as_ref().map(PlayFacts::of);
				if let Some(facts) = facts {
					let stage = Stage::Accepted;
					let full = Some(full);
					self.put_play(PlayEntry { facts, full, is_own: true, stage, witness }, None);
				}
			},
			Record::Checked { facts, witness } => self.add_checked(facts, None, witness, None),
			Record::Batch { round, batch, plays, payees } => {
				self.put_batch(round, BatchEntry { batch, plays, payees, paid: None });
			},
			Record::Settled { round, paid } => self.settle(round, paid),
			Record::Vote { key, vote } => {
				self.votes.entry((vote.round, key)).or_insert(vote);
			},
			Record::Proposal { key, proposal, plays, payees } => {
				let (round, batch) = (proposal.round, proposal.hash());
				if !self.batches.contains_key(&round) {
					self.put_batch(round, BatchEntry { batch, plays, payees, paid: None });
				}
				self.proposals.entry(round).or_insert(OwnProposal { key, proposal });
			},
			Record::Paid { facts, round } => {
				let (stage, witness) = (Stage::Paid(round), Witness::Timely);
				let entry = PlayEntry { facts, full: None, is_own: false, stage, witness };
				self.put_play(entry, None);
			},
			Record::PaidPlay { id, round } => {
				self.paid.insert(id, round);
				if let Some(play) = self.plays.get_mut(&id) {
					play.stage = Stage::Paid(round);
				}
			},
			Record::Past { tag, period } => {
				self.past.insert(tag, period);
			},
			Record::Seen { tag, day, views } => self.ads.set_seen(tag, day, views),
			Record::Awards { round, bill, batch, payees } => {
				self.ads.put_awards(round, bill, Awards { batch, payees });
			},
			Record::Tally { tally } => self.ads.set_tally(tally),
		}
	}

	fn put_ticket(&mut self, signed: SignedTicket, first_seen_ms: u64) {
		self.add_ticket(signed.ticket.id(), signed, first_seen_ms);
	}

	/// What [`Record::Ticket`] does, with the ticket's id, which is a hash, told.
	pub(crate) fn add_ticket(&mut self, id: TicketId, signed: SignedTicket, first_seen_ms: u64) {
		let Entry::Vacant(entry) = self.tickets.entry(id) else { return };
		let of_viewer = self.by_viewer.entry(signed.ticket.viewer.clone());
		of_viewer.or_insert_with(one).push(id);
		if let Some(placement) = &signed.ticket.ad {
			self.ads.note(placement.campaign, id);
		}
		entry.insert(Box::new(TicketEntry { signed, first_seen_ms }));
	}

	/// What [`Record::Checked`] does, with the play's proof while there is memory for it, and the desk that told of it.
	pub(crate) fn add_checked(
		&mut self,
		facts: PlayFacts,
		full: Option<FullPlay>,
		witness: Witness,
		told_by: Option<Hash32>,
	) {
		let stage = Stage::Accepted;
		self.put_play(PlayEntry { facts, full, is_own: false, stage, witness }, told_by);
	}

	/// Puts the seal under a play of this desk.
	pub(super) fn seal_play(&mut self, id: &PlayId, seal: &Seal) -> Option<FullPlay> {
		let full = self.plays.get_mut(id)?.full.as_mut()?;
		let before = full.wire().len();
		*full = full.sealed(seal)?;
		let full = full.clone();
		self.recount_proof(before, full.wire().len());
		Some(full)
	}

	fn put_play(&mut self, mut entry: PlayEntry, told_by: Option<Hash32>) {
		let (id, ticket) = (entry.facts.id, entry.facts.ticket);
		if self.plays.contains_key(&id) {
			return;
		}
		match self.play_of_ticket.entry(ticket) {
			Entry::Vacant(first) => drop(first.insert(id)),
			Entry::Occupied(_) => self.doubles.add(ticket, id, told_by),
		}
		if let Some(ad) = &entry.facts.ad {
			self.ads.note(ad.placement.campaign, ticket);
		}
		entry.stage = self.paid.get(&id).map_or(entry.stage, |round| Stage::Paid(*round));
		self.counted.entry(entry.facts.count_key()).or_insert_with(one).push(id);
		self.of_viewer.entry(entry.facts.viewer.clone()).or_insert_with(one).push(id);
		let proof = entry.full.clone();
		self.plays.insert(id, Box::new(entry));
		if let Some(proof) = proof {
			self.count_proof(id, &proof);
		}
	}

	fn put_batch(&mut self, round: Round, entry: BatchEntry) {
		// Another batch than this node proposed for the round: its own plays wait again.
		self.restage(round, Stage::RolledOver(round));
		for id in &entry.plays {
			// A batch does not take plays out of another that is open.
			if let Some(play) = self.plays.get_mut(id)
				&& matches!(play.stage, Stage::Accepted | Stage::RolledOver(_))
			{
				play.stage = Stage::Batched(round);
			}
		}
		self.batches.insert(round, entry);
	}

	fn restage(&mut self, round: Round, stage: Stage) {
		let Some(entry) = self.batches.get(&round) else { return };
		for id in &entry.plays {
			if let Some(play) = self.plays.get_mut(id)
				&& play.stage == Stage::Batched(round)
			{
				play.stage = stage;
			}
		}
	}

	fn settle(&mut self, round: Round, paid: bool) {
		let Some(entry) = self.batches.get_mut(&round) else { return };
		entry.paid = Some(paid);
		if !paid {
			// Paid on a fork that was given up.
			for id in &entry.plays {
				if self.paid.get(id) == Some(&round) {
					self.paid.remove(id);
					if let Some(play) = self.plays.get_mut(id) {
						play.stage = Stage::RolledOver(round);
					}
				}
			}
			self.restage(round, Stage::RolledOver(round));
			return;
		}
		for id in &entry.plays {
			self.paid.insert(*id, round);
			if let Some(play) = self.plays.get_mut(id) {
				play.stage = Stage::Paid(round);
			}
		}
	}

	/// The tickets of a viewer.
	pub(crate) fn tickets_of(&self, viewer: &AccountId) -> impl Iterator<Item = &TicketEntry> {
		let ids = self.by_viewer.get(viewer).into_iter().flatten();
		ids.filter_map(|id| self.tickets.get(id)).map(Box::as_ref)
	}

	/// Whether a play of a ticket is taken from a desk, or from nobody that is one: the first, and one more from each.
	pub(crate) fn takes_play_of(&self, ticket: &TicketId, told_by: Option<&Hash32>) -> bool {
		!self.play_of_ticket.contains_key(ticket)
			|| told_by.is_some_and(|desk| self.doubles.admits(ticket, desk))
	}

	/// The play of a ticket, the first that came.
	pub(crate) fn play_of(&self, ticket: &TicketId) -> Option<&PlayEntry> {
		self.plays.get(self.play_of_ticket.get(ticket)?).map(Box::as_ref)
	}

	/// Whether a view was accepted already.
	pub(crate) fn is_counted(&self, key: &CountKey) -> bool {
		self.counted.get(key).is_some_and(|plays| !plays.is_empty()) || self.is_past(key)
	}

	/// Whether a view was paid longer ago than plays are kept.
	pub(crate) fn is_past(&self, key: &CountKey) -> bool {
		!self.past.is_empty() && self.past.contains_key(&self.tag(key))
	}

	/// This node's vote for a round.
	pub(crate) fn vote(&self, round: Round, key: &Hash32) -> Option<&BatchVote> {
		self.votes.get(&(round, *key))
	}
}
