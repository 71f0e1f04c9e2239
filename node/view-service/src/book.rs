//! What the desk knows of tickets, plays and batches: an index in memory over what is in the database.
//!
//! Every change is written to the database before the index, so that a restart finds what was answered.

use crate::{
	chain::SessionAuthorities,
	error::Error,
	gossip::AcceptedPlay,
	play::{PlayKey, TicketWitness},
	store::{Column, Store, batch_key},
};
use codec::{Decode, Encode};
use reel_primitives::{
	AccountId, CellIndex, ContentId, Hash32, Round,
	batch::{BatchHash, BatchProposal},
	play::{SignedTicket, TicketId},
	time::round_of_ms,
};
use reel_rpc_api::{DeskKey, Rejection};
use std::collections::{BTreeMap, BTreeSet, HashMap};

/// Name of a [`PlayKey`] in memory and on disk: period u64 BE ‖ keyed hash.
pub(crate) type Mark = [u8; 40];

/// How long a ticket without a play is remembered after its window, in milliseconds.
const TICKET_MEMORY_MS: u64 = 3_600_000;

/// A ticket, own or witnessed.
#[derive(Clone, Encode, Decode)]
pub(crate) struct TicketRecord {
	pub(crate) signed: SignedTicket,
	pub(crate) first_seen_ms: u64,
	pub(crate) is_live: bool,
	pub(crate) is_own: bool,
	pub(crate) gateways: Vec<String>,
	pub(crate) play: Option<Hash32>,
}

impl TicketRecord {
	pub(crate) const fn witness(&self) -> TicketWitness {
		TicketWitness { first_seen_ms: self.first_seen_ms, is_live: self.is_live }
	}
}

/// A play on disk.
#[derive(Clone, Encode, Decode)]
pub(crate) struct PlayRecord {
	pub(crate) accepted: AcceptedPlay,
	pub(crate) first_seen_ms: u64,
	pub(crate) is_live: bool,
	pub(crate) attempts: u8,
	pub(crate) paid_in: Option<Round>,
	pub(crate) failed_in: Option<Round>,
}

impl PlayRecord {
	pub(crate) const fn witness(&self) -> TicketWitness {
		TicketWitness { first_seen_ms: self.first_seen_ms, is_live: self.is_live }
	}
}

/// What this desk thinks of a play.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Verdict {
	/// Not looked at: the title is not known yet.
	Unchecked,
	Valid,
	Invalid,
	/// Right in itself, but this desk did not see it in time.
	Unwitnessed,
}

/// A play in memory.
#[derive(Clone)]
pub(crate) struct PlayEntry {
	pub(crate) ticket: TicketId,
	pub(crate) mark: Mark,
	pub(crate) round: Round,
	pub(crate) attempts: u8,
	pub(crate) paid_in: Option<Round>,
	pub(crate) failed_in: Option<Round>,
	pub(crate) verdict: Verdict,
}

/// Where a batch stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Encode, Decode)]
pub(crate) enum BodyState {
	/// Proposed, not seen on chain.
	Pending,
	Open,
	Paid,
	Lapsed,
}

/// A batch with its plays.
#[derive(Clone, Encode, Decode)]
pub(crate) struct BodyRecord {
	pub(crate) proposal: BatchProposal,
	pub(crate) plays: Vec<Hash32>,
	pub(crate) is_own: bool,
	pub(crate) state: BodyState,
}

/// The index.
pub(crate) struct Book {
	pub(crate) tickets: HashMap<TicketId, TicketRecord>,
	by_viewer: HashMap<AccountId, BTreeSet<TicketId>>,
	pub(crate) plays: BTreeMap<Hash32, PlayEntry>,
	waiting_marks: HashMap<Mark, u32>,
	counted: BTreeMap<Mark, Hash32>,
	pub(crate) bodies: BTreeMap<(Round, BatchHash), BodyRecord>,
	/// Paid batches with a payout root, whose payees are on disk.
	pub(crate) rooted: BTreeSet<(Round, BatchHash)>,
	/// Plays that were asked for: they do not count as witnessed when they come.
	pub(crate) wanted: BTreeSet<Hash32>,
	pub(crate) desk_keys: BTreeMap<Hash32, DeskKey>,
	/// The latest sessions; a batch is voted on by those of the session it was proposed in.
	pub(crate) sessions: BTreeMap<u32, SessionAuthorities>,
	pub(crate) blocks: u64,
}

impl Book {
	/// Reads the database.
	pub(crate) fn open(store: &Store) -> Result<Self, Error> {
		let mut book = Self {
			tickets: HashMap::new(),
			by_viewer: HashMap::new(),
			plays: BTreeMap::new(),
			waiting_marks: HashMap::new(),
			counted: BTreeMap::new(),
			bodies: BTreeMap::new(),
			rooted: BTreeSet::new(),
			wanted: BTreeSet::new(),
			desk_keys: BTreeMap::new(),
			sessions: BTreeMap::new(),
			blocks: 0,
		};
		for (_, record) in store.all::<TicketRecord>(Column::Tickets)? {
			book.index_ticket(record);
		}
		for (key, play) in store.all::<Hash32>(Column::Counted)? {
			let mark = key.try_into().map_err(|_| Error::Unreadable)?;
			book.counted.insert(mark, play);
		}
		for (key, record) in store.all::<PlayRecord>(Column::Plays)? {
			let id = key.try_into().map_err(|_| Error::Unreadable)?;
			book.index_play(store, id, &record);
		}
		for (_, record) in store.all::<BodyRecord>(Column::Bodies)? {
			let key = (record.proposal.round, record.proposal.hash());
			book.bodies.insert(key, record);
		}
		for (key, _) in store.all::<Vec<reel_primitives::batch::Payee>>(Column::Payees)? {
			if let Some((round, batch)) = key.split_first_chunk::<8>()
				&& let Ok(batch) = batch.try_into()
			{
				book.rooted.insert((Round::from_be_bytes(*round), batch));
			}
		}
		Ok(book)
	}

	/// The mark of a key.
	pub(crate) fn mark(store: &Store, key: &PlayKey) -> Mark {
		let period = key.period.to_be_bytes();
		let cell = key.cell.to_le_bytes();
		let hash = store.keyed(&[b"view", &period, key.viewer.as_ref(), &key.content.0, &cell]);
		let mut mark = [0; 40];
		mark[..8].copy_from_slice(&period);
		mark[8..].copy_from_slice(&hash);
		mark
	}

	/// Whether a play of this key is paid, or waits to be.
	pub(crate) fn is_taken(&self, mark: &Mark) -> bool {
		self.counted.contains_key(mark) || self.waiting_marks.contains_key(mark)
	}

	/// The play that was paid for this key.
	pub(crate) fn paid_play(&self, mark: &Mark) -> Option<&Hash32> {
		self.counted.get(mark)
	}

	/// The ticket of a cell that still runs and has no play.
	pub(crate) fn live_ticket(
		&self,
		viewer: &AccountId,
		content: &ContentId,
		cell: CellIndex,
		now_ms: u64,
	) -> Option<&TicketRecord> {
		self.tickets_of(viewer).find(|record| {
			let ticket = &record.signed.ticket;
			let is_of_cell = ticket.content == *content && ticket.cell == cell;
			is_of_cell && record.is_own && record.play.is_none() && now_ms <= ticket.closes_at_ms()
		})
	}

	/// When the viewer's next cell may start: now, or when the one that runs is over.
	pub(crate) fn next_start(&self, viewer: &AccountId, now_ms: u64) -> Result<u64, Rejection> {
		let ends: Vec<u64> = self
			.tickets_of(viewer)
			.map(|record| record.signed.ticket.opens_at_ms())
			.filter(|end| *end > now_ms)
			.collect();
		match ends[..] {
			[] => Ok(now_ms),
			[end] => Ok(end),
			_ => Err(Rejection::StreamBusy),
		}
	}

	fn tickets_of(&self, viewer: &AccountId) -> impl Iterator<Item = &TicketRecord> {
		let ids = self.by_viewer.get(viewer).into_iter().flatten();
		ids.filter_map(|id| self.tickets.get(id))
	}

	pub(crate) fn put_ticket(&mut self, store: &Store, record: TicketRecord) -> Result<(), Error> {
		store.put(Column::Tickets, &record.signed.ticket.id(), &record)?;
		self.index_ticket(record);
		Ok(())
	}

	fn index_ticket(&mut self, record: TicketRecord) {
		let id = record.signed.ticket.id();
		self.by_viewer.entry(record.signed.ticket.viewer.clone()).or_default().insert(id);
		self.tickets.insert(id, record);
	}

	/// Takes a play whose ticket is known and has none yet.
	pub(crate) fn put_play(
		&mut self,
		store: &Store,
		id: Hash32,
		record: &PlayRecord,
	) -> Result<(), Error> {
		store.put(Column::Plays, &id, record)?;
		self.index_play(store, id, record);
		let ticket = record.accepted.play.play.ticket;
		if let Some(mut known) = self.tickets.get(&ticket).cloned() {
			known.play = Some(id);
			self.put_ticket(store, known)?;
		}
		Ok(())
	}

	fn index_play(&mut self, store: &Store, id: Hash32, record: &PlayRecord) {
		let ticket = &record.accepted.ticket.ticket;
		let at = record.accepted.accepted_at_ms;
		let key = PlayKey::at(at, &ticket.viewer, &ticket.content, ticket.cell);
		let mark = Self::mark(store, &key);
		let entry = PlayEntry {
			ticket: ticket.id(),
			mark,
			round: round_of_ms(at),
			attempts: record.attempts,
			paid_in: record.paid_in,
			failed_in: record.failed_in,
			verdict: Verdict::Unchecked,
		};
		if entry.paid_in.is_none() {
			*self.waiting_marks.entry(mark).or_default() += 1;
		}
		self.plays.insert(id, entry);
	}

	pub(crate) fn set_verdict(&mut self, id: &Hash32, verdict: Verdict) {
		if let Some(entry) = self.plays.get_mut(id) {
			entry.verdict = verdict;
			// What will never be paid must not keep the viewer from watching again.
			if verdict == Verdict::Invalid && entry.paid_in.is_none() {
				let mark = entry.mark;
				self.release_mark(&mark);
			}
		}
	}

	fn release_mark(&mut self, mark: &Mark) {
		if let Some(count) = self.waiting_marks.get_mut(mark) {
			*count = count.saturating_sub(1);
			if *count == 0 {
				self.waiting_marks.remove(mark);
			}
		}
	}

	pub(crate) fn waiting(&self) -> usize {
		self.waiting_marks.len()
	}

	/// Marks a play as paid in a round, or as waiting again (`None`: the chain took the payment back).
	pub(crate) fn set_paid(
		&mut self,
		store: &Store,
		id: &Hash32,
		paid_in: Option<Round>,
	) -> Result<(), Error> {
		let Some(entry) = self.plays.get(id).filter(|entry| entry.paid_in != paid_in).cloned()
		else {
			return Ok(());
		};
		if let Some(mut record) = store.get::<PlayRecord>(Column::Plays, id)? {
			record.paid_in = paid_in;
			store.put(Column::Plays, id, &record)?;
		}
		match (entry.paid_in, paid_in) {
			(None, Some(_)) => {
				store.put(Column::Counted, &entry.mark, id)?;
				self.counted.insert(entry.mark, *id);
				if entry.verdict != Verdict::Invalid {
					self.release_mark(&entry.mark);
				}
			},
			(Some(_), None) => {
				store.delete(Column::Counted, &entry.mark)?;
				self.counted.remove(&entry.mark);
				*self.waiting_marks.entry(entry.mark).or_default() += 1;
			},
			_ => {},
		}
		if let Some(known) = self.plays.get_mut(id) {
			known.paid_in = paid_in;
		}
		Ok(())
	}

	/// Notes that the batch of `round` with this play failed; `is_refused`: it was voted down.
	pub(crate) fn set_failed(
		&mut self,
		store: &Store,
		id: &Hash32,
		round: Round,
		is_refused: bool,
	) -> Result<(), Error> {
		let Some(entry) = self.plays.get_mut(id) else { return Ok(()) };
		entry.failed_in = Some(round);
		entry.attempts = entry.attempts.saturating_add(is_refused.into());
		if let Some(mut record) = store.get::<PlayRecord>(Column::Plays, id)? {
			record.failed_in = entry.failed_in;
			record.attempts = entry.attempts;
			store.put(Column::Plays, id, &record)?;
		}
		Ok(())
	}

	pub(crate) fn put_body(&mut self, store: &Store, record: BodyRecord) -> Result<(), Error> {
		let (round, batch) = (record.proposal.round, record.proposal.hash());
		store.put(Column::Bodies, &batch_key(round, &batch), &record)?;
		self.bodies.insert((round, batch), record);
		Ok(())
	}

	/// Round and state of the latest batch with this play.
	pub(crate) fn batch_of(&self, play: &Hash32) -> Option<(Round, BodyState)> {
		let mut with_it = self.bodies.iter().rev().filter(|(_, body)| body.plays.contains(play));
		with_it.next().map(|((round, _), body)| (*round, body.state))
	}

	/// Plays of batches that are open, or that this desk has proposed: they are in no other batch (V3).
	pub(crate) fn bound_plays(&self) -> HashMap<Hash32, BatchHash> {
		let is_bound = |body: &BodyRecord| {
			body.state == BodyState::Open || (body.state == BodyState::Pending && body.is_own)
		};
		let bodies = self.bodies.iter().filter(|(_, body)| is_bound(body));
		bodies
			.flat_map(|((_, batch), body)| body.plays.iter().map(|play| (*play, *batch)))
			.collect()
	}

	/// Forgets what is over: see the crate docs for how long things are kept.
	pub(crate) fn prune(
		&mut self,
		store: &Store,
		now_ms: u64,
		dispute_rounds: Round,
		claim_rounds: Round,
	) -> Result<(), Error> {
		let round = round_of_ms(now_ms);
		let oldest = round.saturating_sub(dispute_rounds);
		let plays: Vec<Hash32> = self
			.plays
			.iter()
			.filter(|(_, entry)| entry.paid_in.unwrap_or(entry.round) < oldest)
			.map(|(id, _)| *id)
			.collect();
		for id in plays {
			if let Some(entry) = self.plays.remove(&id) {
				if entry.paid_in.is_none() && entry.verdict != Verdict::Invalid {
					self.release_mark(&entry.mark);
				}
				store.delete(Column::Plays, &id)?;
				self.drop_ticket(store, &entry.ticket)?;
			}
		}
		let is_over = |record: &TicketRecord| {
			let end = record.signed.ticket.closes_at_ms().saturating_add(TICKET_MEMORY_MS);
			record.play.is_none() && end < now_ms
		};
		let tickets: Vec<TicketId> = self
			.tickets
			.iter()
			.filter(|(_, record)| is_over(record))
			.map(|(id, _)| *id)
			.collect();
		for id in tickets {
			self.drop_ticket(store, &id)?;
		}
		let old: Vec<_> =
			self.bodies.range(..(oldest, [0; 32])).map(|((round, hash), _)| (*round, *hash)).collect();
		for (round, batch) in old {
			store.delete(Column::Bodies, &batch_key(round, &batch))?;
			self.bodies.remove(&(round, batch));
		}
		let unclaimed = round.saturating_sub(claim_rounds);
		while let Some(first) = self.rooted.first().copied().filter(|first| first.0 < unclaimed) {
			store.delete(Column::Payees, &batch_key(first.0, &first.1))?;
			self.rooted.remove(&first);
		}
		// A batch may be late by its deadline, so the last period's marks are still needed.
		let period = reel_primitives::time::period_of(round).saturating_sub(1);
		while let Some((mark, _)) = self.counted.first_key_value()
			&& mark[..8] < period.to_be_bytes()[..]
		{
			let mark = *mark;
			store.delete(Column::Counted, &mark)?;
			self.counted.remove(&mark);
		}
		Ok(())
	}

	fn drop_ticket(&mut self, store: &Store, id: &TicketId) -> Result<(), Error> {
		let Some(record) = self.tickets.remove(id) else { return Ok(()) };
		let viewer = &record.signed.ticket.viewer;
		if let Some(ids) = self.by_viewer.get_mut(viewer) {
			ids.remove(id);
			if ids.is_empty() {
				self.by_viewer.remove(viewer);
			}
		}
		store.delete(Column::Tickets, id)
	}
}
