//! Tickets and plays of other desks: checked in groups, by several threads (C6, C7).
//!
//! ```text
//! messages ─► chunk: read in place ─► known? ─► rules, proof ─► signatures of all at once ─┐ on each thread
//!                                                                                          ▼
//!                       passed on ◄─ memory ◄─ log, in few frames ◄─ still new? room? ◄─ in order
//! ```
//!
//! A desk that does every check for every play of every other desk has to be quick about it: this is where a view costs.
//! What is checked is not copied; buffers are kept; and of the two or three signatures of a play only the sum is
//! verified, with those of its neighbours. All tickets of a group are taken before its plays: that is the order in
//! which one desk sends them.

use crate::{
	PeerKey,
	gossip::{TICKET_PREFIX, append_accepted_payload},
	inbound::{SKEW_MS, is_witnessed},
	kept::{FullPlay, PlayParts},
	play::{Evidence, MatchedPlay, PlayId, ProvenPlay, TimedPlay},
	service::{Core, LOG_TARGET},
	signature::SignatureGroup,
	state::{PlayFacts, State},
	store::Addition,
};
use codec::Decode;
use reel_primitives::{
	ContentId, Hash32,
	geometry::MAX_CELL_MS,
	play::{MAX_PROVIDERS, SignedTicket, TicketId},
	play_ref::TicketRef,
};
use reel_rpc_api::Rejection;
use std::collections::{HashMap, HashSet};

/// Messages checked by one thread at once: enough that adding up signatures pays, few enough that two threads have work.
const CHUNK: usize = 192;

/// A message as it came.
pub(crate) struct Arrival {
	pub(crate) peer: PeerKey,
	pub(crate) bytes: Vec<u8>,
}

/// What a desk makes of an arrival.
enum Finding {
	/// Known, over, or not for this desk now.
	Ignored,
	/// What no honest desk passes on. For plays: why, if it is not the signatures.
	Garbage(Option<&'static str>),
	/// Not kept, and nobody's fault.
	Refused(&'static str),
	Ticket {
		id: TicketId,
		signed: SignedTicket,
	},
	Play {
		facts: PlayFacts,
		timely: bool,
	},
}

/// Buffers of a thread.
#[derive(Default)]
pub(crate) struct Bench {
	signatures: SignatureGroup,
	/// Desk, place in the chunk: what is signed by one key follows each other.
	by_desk: Vec<(Hash32, usize)>,
	known_desks: HashMap<Hash32, bool>,
	evidence: HashMap<ContentId, Result<Evidence, Rejection>>,
}

impl Bench {
	/// What was looked up at one best block is not believed at the next.
	fn forget(&mut self) {
		self.by_desk.clear();
		self.known_desks.clear();
		self.evidence.clear();
	}
}

/// A play that has passed all but the signatures.
struct Candidate<'a> {
	parts: PlayParts<'a>,
	id: PlayId,
	ticket_id: TicketId,
	first_seen_ms: Option<u64>,
	/// The ticket stands in the log: its signature was checked when it came.
	has_ticket: bool,
	/// The play does, or another of the same ticket.
	is_known: bool,
}

impl Core {
	/// Tickets and plays of peers, in the order in which they came.
	pub(crate) fn take_in(&self, arrivals: Vec<Arrival>) {
		let is_ticket = |arrival: &Arrival| arrival.bytes.starts_with(&TICKET_PREFIX);
		let (tickets, plays): (Vec<_>, Vec<_>) = arrivals.into_iter().partition(is_ticket);
		for (arrivals, are_tickets) in [(tickets, true), (plays, false)] {
			let findings = self.benches.run(&arrivals, CHUNK, |bench, _, chunk| {
				bench.forget();
				if are_tickets {
					self.check_tickets(bench, chunk)
				} else {
					self.check_plays(bench, chunk)
				}
			});
			self.keep_group(arrivals, findings.into_iter().flatten());
		}
	}

	fn is_known_desk(&self, bench: &mut Bench, desk: &Hash32) -> bool {
		let known = bench.known_desks.entry(*desk);
		*known.or_insert_with(|| self.is_known_authority(desk))
	}

	/// Whether a ticket keeps the rules that every desk can check, its signature apart. Whose it is is asked apart, too:
	/// at another best block others may be authorities.
	fn keeps_rules(&self, ticket: &TicketRef<'_>) -> bool {
		let TicketRef { issued_at_ms, starts_at_ms, duration_ms, .. } = *ticket;
		*ticket.genesis == self.genesis
			&& (1..=MAX_CELL_MS).contains(&duration_ms)
			&& (issued_at_ms..=issued_at_ms.saturating_add(MAX_CELL_MS.into()))
				.contains(&starts_at_ms)
			&& ticket.difficulty_bits >= self.config.difficulty_bits
			&& ticket.providers.len() <= MAX_PROVIDERS
	}

	fn check_tickets(&self, bench: &mut Bench, chunk: &[Arrival]) -> Vec<Finding> {
		let now_ms = self.now_ms();
		let mut findings = Vec::with_capacity(chunk.len());
		let mut read = Vec::with_capacity(chunk.len());
		for arrival in chunk {
			let ticket = read_ticket(&arrival.bytes);
			let Some(ticket) = ticket else {
				findings.push(Finding::Garbage(None));
				read.push(None);
				continue;
			};
			let id = ticket.id();
			let is_over = ticket.closes_at_ms().saturating_add(SKEW_MS) < now_ms;
			let is_new = !is_over && self.is_known_desk(bench, ticket.desk);
			let finding = if !is_new || self.store().state().tickets.contains_key(&id) {
				Finding::Ignored
			} else if self.keeps_rules(&ticket) {
				bench.by_desk.push((*ticket.desk, findings.len()));
				// Decodes: it was read.
				let signed = SignedTicket::decode(&mut arrival.bytes.get(2..).unwrap_or_default());
				signed.map_or(Finding::Garbage(None), |signed| Finding::Ticket { id, signed })
			} else {
				Finding::Garbage(None)
			};
			findings.push(finding);
			read.push(Some(ticket));
		}
		let Bench { signatures, by_desk, .. } = bench;
		by_desk.sort_unstable();
		for (_, place) in by_desk {
			let Some(Some(ticket)) = read.get(*place) else { continue };
			if !signatures.push(*place, ticket.desk, ticket.signature, |to| {
				ticket.append_payload(to);
			}) {
				make_garbage(&mut findings, *place);
			}
		}
		signatures.verify(|place| make_garbage(&mut findings, place));
		findings
	}

	fn check_plays(&self, bench: &mut Bench, chunk: &[Arrival]) -> Vec<Finding> {
		let now_ms = self.now_ms();
		let read: Vec<Option<Candidate<'_>>> = {
			let parts = chunk.iter().map(|arrival| PlayParts::of(&arrival.bytes));
			let mut read: Vec<_> = parts.map(|parts| parts.map(Candidate::of)).collect();
			let store = self.store();
			read.iter_mut().flatten().for_each(|candidate| candidate.look_up(store.state()));
			read
		};
		let mut findings: Vec<Finding> = Vec::with_capacity(chunk.len());
		for (place, candidate) in read.iter().enumerate() {
			let Some(candidate) = candidate else {
				findings.push(Finding::Garbage(None));
				continue;
			};
			let finding = self.check_play(bench, candidate, now_ms);
			if matches!(finding, Finding::Play { .. }) {
				bench.by_desk.push((*candidate.parts.ticket.desk, place));
			}
			findings.push(finding);
		}
		self.check_signatures(bench, &read, &mut findings);
		findings
	}

	/// All but the signatures, what costs least first.
	fn check_play(&self, bench: &mut Bench, candidate: &Candidate<'_>, now_ms: u64) -> Finding {
		let Candidate { parts, id, ticket_id, first_seen_ms, .. } = candidate;
		let PlayParts { ticket, play, accepted_at_ms, .. } = parts;
		if candidate.is_known
			|| !self.is_known_desk(bench, ticket.desk)
			|| *accepted_at_ms > now_ms.saturating_add(SKEW_MS)
		{
			return Finding::Ignored;
		}
		if !self.keeps_rules(ticket) {
			return Finding::Garbage(None);
		}
		if !self.has_room_for(ticket.desk) {
			return Finding::Refused("too-many");
		}
		let evidence = bench.evidence.entry(ticket.content);
		let evidence = evidence.or_insert_with(|| {
			let record = self.title(&ticket.content)?.record;
			let cells = record.geometry.cells;
			Ok(Evidence { cells_root: record.cells_root, cells })
		});
		let proven = evidence.as_ref().map_err(Clone::clone).and_then(|evidence| {
			let matched = MatchedPlay::check(*play, *ticket, ticket_id)?;
			ProvenPlay::check(TimedPlay::check(matched, *accepted_at_ms)?, evidence)
		});
		match proven {
			Ok(_) => {
				let facts = PlayFacts::with_ids(parts, *id, *ticket_id);
				let timely = first_seen_ms.is_some_and(|seen| is_witnessed(ticket, seen, now_ms));
				Finding::Play { facts, timely }
			},
			// This chain may be behind, or cannot be asked.
			Err(rejection @ (Rejection::TitleNotFound | Rejection::Internal)) => {
				Finding::Refused(rejection.label())
			},
			Err(rejection) => Finding::Garbage(Some(rejection.label())),
		}
	}

	/// Of each play that is right but for its signatures: the desk's under the ticket, unless it was checked before; the
	/// desk's that it accepted the play; the viewer's.
	fn check_signatures(
		&self,
		bench: &mut Bench,
		read: &[Option<Candidate<'_>>],
		findings: &mut [Finding],
	) {
		let Bench { signatures, by_desk, .. } = bench;
		by_desk.sort_unstable();
		let places = || by_desk.iter().map(|(_, place)| *place);
		let candidate = |place: usize| read.get(place).and_then(Option::as_ref);
		let candidates = || places().filter_map(|place| Some((place, candidate(place)?)));
		for (place, Candidate { parts, id, has_ticket, .. }) in candidates() {
			let PlayParts { ticket, accepted_at_ms, signature, .. } = parts;
			let is_key = signatures.push(place, ticket.desk, signature, |to| {
				append_accepted_payload(&self.genesis, id, *accepted_at_ms, to);
			});
			let has_ticket = *has_ticket
				|| signatures.push(place, ticket.desk, ticket.signature, |to| {
					ticket.append_payload(to);
				});
			if !is_key || !has_ticket {
				make_garbage(findings, place);
			}
		}
		for (place, Candidate { parts: PlayParts { ticket, play, .. }, .. }) in candidates() {
			if !signatures.push(place, ticket.viewer, play.signature, |to| play.append_payload(to))
			{
				make_garbage(findings, place);
			}
		}
		signatures.verify(|place| make_garbage(findings, place));
	}

	/// Writes what was found right and is still new, and passes it on; tells of the rest.
	fn keep_group(&self, arrivals: Vec<Arrival>, findings: impl Iterator<Item = Finding>) {
		let peers = self.linked_peers();
		let (mut additions, mut onward, mut timely_late) = (Vec::new(), Vec::new(), [0, 0]);
		let mut seen: HashSet<TicketId> = HashSet::new();
		let mut store = self.store();
		let now_ms = self.now_ms();
		let state = store.state();
		let (mut tickets, mut plays) = (state.tickets.len(), state.plays.len());
		for (Arrival { peer, bytes }, finding) in arrivals.into_iter().zip(findings) {
			let pass_on = |onward: &mut Vec<(PeerKey, Vec<u8>)>| {
				let others = peers.iter().filter(|other| **other != peer);
				onward.extend(others.map(|other| (other.clone(), bytes.clone())));
			};
			match finding {
				Finding::Ignored => {},
				Finding::Garbage(label) => {
					if let Some(label) = label {
						log::debug!(target: LOG_TARGET, "play of another desk: {label}");
						self.metrics.foreign(label);
					}
					self.on_garbage(peer);
				},
				Finding::Refused(label) => self.metrics.foreign(label),
				Finding::Ticket { id, signed } => {
					let is_new = !state.tickets.contains_key(&id) && seen.insert(id);
					if is_new && tickets < self.config.max_tickets {
						tickets += 1;
						pass_on(&mut onward);
						additions.push(Addition::Ticket { signed, first_seen_ms: now_ms });
					}
				},
				Finding::Play { facts, timely } => {
					let is_new = !state.plays.contains_key(&facts.id)
						&& state.play_of(&facts.ticket).is_none()
						&& !seen.contains(&facts.ticket);
					if !is_new || plays >= self.config.max_plays {
						continue;
					}
					let desk = PlayParts::of(&bytes).map(|parts| *parts.ticket.desk);
					if !desk.is_some_and(|desk| self.admit_play_of(&desk)) {
						self.metrics.foreign("too-many");
						continue;
					}
					plays += 1;
					seen.insert(facts.ticket);
					timely_late[usize::from(!timely)] += 1;
					pass_on(&mut onward);
					let full = FullPlay::of_checked(bytes);
					additions.push(Addition::Play { facts, full, timely });
				},
			}
		}
		if let Err(error) = store.append_group(additions, &self.sealers) {
			log::error!(target: LOG_TARGET, "desk log: {error}");
			return;
		}
		drop(store);
		for (count, verdict) in timely_late.into_iter().zip(["witnessed", "late"]) {
			self.metrics.foreign_many(verdict, count);
		}
		onward.into_iter().for_each(|(peer, bytes)| self.parts.gossip.send(peer, bytes));
	}
}

impl<'a> Candidate<'a> {
	fn of(parts: PlayParts<'a>) -> Self {
		let (id, ticket_id) = (parts.play.id(), parts.ticket.id());
		Self { parts, id, ticket_id, first_seen_ms: None, has_ticket: false, is_known: false }
	}

	/// What this desk knows of it.
	fn look_up(&mut self, state: &State) {
		let ticket = state.tickets.get(&self.ticket_id);
		self.first_seen_ms = ticket.map(|entry| entry.first_seen_ms);
		self.has_ticket = ticket.is_some();
		self.is_known =
			state.plays.contains_key(&self.id) || state.play_of(&self.ticket_id).is_some();
	}
}

fn read_ticket(bytes: &[u8]) -> Option<TicketRef<'_>> {
	let mut rest = bytes.strip_prefix(&TICKET_PREFIX[..])?;
	let ticket = TicketRef::take(&mut rest)?;
	rest.is_empty().then_some(ticket)
}

fn make_garbage(findings: &mut [Finding], place: usize) {
	if let Some(finding) = findings.get_mut(place) {
		*finding = Finding::Garbage(None);
	}
}
