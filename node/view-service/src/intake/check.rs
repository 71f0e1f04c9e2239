//! Checking the tickets or the plays of a part on one thread.

use super::{
	Arrival,
	bench::{Bench, Finding, make_garbage},
};
use crate::{
	gossip::TICKET_PREFIX,
	kept::PlayParts,
	links::Links,
	play::{Evidence, MatchedPlay, PlayId, ProvenPlay, TimedPlay},
	seal::SealRef,
	service::Core,
	state::{PlayFacts, State},
	witness::{SKEW_MS, Times},
};
use codec::Decode;
use reel_primitives::{
	Hash32,
	geometry::MAX_CELL_MS,
	play::{MAX_PROVIDERS, SignedTicket, TicketId},
	play_ref::TicketRef,
};
use reel_rpc_api::Rejection;

/// A play that has passed all but the signatures.
struct Candidate<'a> {
	parts: PlayParts<'a>,
	id: PlayId,
	ticket_id: TicketId,
	first_seen_ms: Option<u64>,
	/// The play stands in the log, or so many of the same ticket that no more is taken from whoever sent it.
	is_known: bool,
}

impl<'a> Candidate<'a> {
	fn of(parts: PlayParts<'a>) -> Self {
		let (id, ticket_id) = (parts.play.id(), parts.ticket.id());
		Self { parts, id, ticket_id, first_seen_ms: None, is_known: false }
	}

	/// What this desk knows of it; `told_by`: the desk that sent it.
	fn look_up(&mut self, state: &State, told_by: Option<&Hash32>) {
		let ticket = state.tickets.get(&self.ticket_id);
		self.first_seen_ms = ticket.map(|entry| entry.first_seen_ms);
		self.is_known =
			state.plays.contains_key(&self.id) || !state.takes_play_of(&self.ticket_id, told_by);
	}
}

impl Core {
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
			&& ticket.ad.is_none_or(|ad| ad.is_sound(&ticket.content, ticket.cell))
	}

	pub(super) fn check_tickets(
		&self,
		bench: &mut Bench,
		chunk: &[Arrival],
		links: &Links,
	) -> Vec<Finding> {
		let now_ms = self.now_ms();
		let mut findings = Vec::with_capacity(chunk.len());
		let mut read = Vec::with_capacity(chunk.len());
		for arrival in chunk {
			let Some((ticket, seal)) = read_ticket(&arrival.bytes) else {
				findings.push(Finding::Garbage(None));
				read.push(None);
				continue;
			};
			let id = ticket.id();
			let is_over = ticket.closes_at_ms().saturating_add(SKEW_MS) < now_ms;
			let finding = if is_over || !self.is_known_desk(bench, ticket.desk) {
				Finding::Ignored
			} else if self.keeps_rules(&ticket) {
				// Decodes: it was read.
				let signed = SignedTicket::decode(&mut arrival.bytes.get(2..).unwrap_or_default());
				signed.map_or(Finding::Garbage(None), |signed| Finding::Ticket { id, signed })
			} else {
				Finding::Garbage(None)
			};
			let root = match finding {
				Finding::Ticket { .. } => seal.root_of_ticket(&id, bench.paths_of(ticket.desk)),
				_ => None,
			};
			findings.push(finding);
			read.push(root.map(|root| (ticket.desk, root, seal)));
		}
		self.pass_over_known(&mut findings);
		for are_linked in [true, false] {
			for (place, Arrival { peer, .. }) in chunk.iter().enumerate() {
				let is_one = matches!(findings.get(place), Some(Finding::Ticket { .. }));
				if !is_one || links.contains_key(peer) != are_linked {
					continue;
				}
				let is_sealed = match read.get(place) {
					Some(Some((desk, root, seal))) => {
						bench.push_seal(place, chunk.len(), (desk, *root), seal, &self.genesis)
					},
					_ => false,
				};
				if !is_sealed {
					make_garbage(&mut findings, place);
				}
			}
			bench.verify(&mut findings);
		}
		findings
	}

	/// Takes out the tickets that stand in the log: no signature of them is looked at. Nobody waits for it: while somebody has the
	/// store, it is asked when they are kept.
	fn pass_over_known(&self, findings: &mut [Finding]) {
		let Some(store) = self.try_store() else { return };
		let tickets = &store.state().tickets;
		for finding in findings {
			if matches!(finding, Finding::Ticket { id, .. } if tickets.contains_key(id)) {
				*finding = Finding::Ignored;
			}
		}
	}

	pub(super) fn check_plays(
		&self,
		bench: &mut Bench,
		chunk: &[Arrival],
		links: &Links,
	) -> Vec<Finding> {
		let now_ms = self.now_ms();
		let parts = chunk.iter().map(|arrival| PlayParts::of(&arrival.bytes));
		let mut read: Vec<_> = parts.map(|parts| parts.map(Candidate::of)).collect();
		let look_up = |read: &mut [Option<Candidate<'_>>], state: &State| {
			for (candidate, arrival) in read.iter_mut().zip(chunk) {
				let told_by = links.get(&arrival.peer);
				candidate.iter_mut().for_each(|candidate| candidate.look_up(state, told_by));
			}
		};
		// What is known costs nothing more, if that can be told at once. Nobody waits for it: while somebody has the store, it is
		// asked when the play is kept.
		let look_up = |read: &mut [Option<Candidate<'_>>]| {
			self.try_store().map(|store| look_up(read, store.state())).is_some()
		};
		let is_looked_up = look_up(&mut read);
		let check = |candidate: &Option<Candidate<'_>>| match candidate {
			Some(candidate) => self.check_play(bench, candidate, now_ms),
			None => Finding::Garbage(None),
		};
		let mut findings: Vec<Finding> = read.iter().map(check).collect();
		if !is_looked_up {
			look_up(&mut read);
		}
		for (finding, candidate) in findings.iter_mut().zip(&read) {
			if let (Finding::Play { witness: is, .. }, Some(candidate)) = (&mut *finding, candidate)
			{
				let times = Times::from(&candidate.parts.ticket);
				let seen = candidate.first_seen_ms.map(|seen_ms| times.witness(seen_ms, now_ms));
				match seen {
					_ if candidate.is_known => *finding = Finding::Ignored,
					// Not even its signatures are looked at before.
					Some(Err(until_ms)) => *finding = Finding::Early { id: candidate.id, until_ms },
					Some(Ok(witness)) => *is = Some(witness),
					None => {},
				}
			}
		}
		for are_linked in [true, false] {
			for (place, (Arrival { peer, .. }, candidate)) in chunk.iter().zip(&read).enumerate() {
				let is_one = matches!(findings.get(place), Some(Finding::Play { .. }));
				if let Some(candidate) = candidate
					&& is_one && links.contains_key(peer) == are_linked
					&& !self.push_signatures(bench, place, chunk.len(), candidate)
				{
					make_garbage(&mut findings, place);
				}
			}
			bench.verify(&mut findings);
		}
		findings
	}

	/// The desk's that it issued the ticket and accepted the play, and the viewer's; `false` when one is none.
	fn push_signatures(
		&self,
		bench: &mut Bench,
		place: usize,
		places: usize,
		candidate: &Candidate<'_>,
	) -> bool {
		let Candidate { parts, id, ticket_id, .. } = candidate;
		let PlayParts { ticket, play, accepted_at_ms, seal } = parts;
		let paths = bench.paths_of(ticket.desk);
		let root = seal.root_of_play(ticket_id, id, *accepted_at_ms, paths);
		let Some(root) = root else { return false };
		bench.push_seal(place, places, (ticket.desk, root), seal, &self.genesis)
			&& bench.signatures.push(place, ticket.viewer, play.signature, |to| {
				play.append_payload(to);
			})
	}

	/// All but the signatures, what costs least first.
	fn check_play(&self, bench: &mut Bench, candidate: &Candidate<'_>, now_ms: u64) -> Finding {
		let Candidate { parts, id, ticket_id, .. } = candidate;
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
			let timed = TimedPlay::check(matched, *accepted_at_ms)?;
			ProvenPlay::check(timed, evidence, &mut bench.cells)
		});
		match proven {
			Ok(_) => {
				let facts = PlayFacts::with_ids(parts, *id, *ticket_id);
				Finding::Play { facts, desk: *ticket.desk, witness: None }
			},
			// This chain may be behind, or cannot be asked.
			Err(rejection @ (Rejection::TitleNotFound | Rejection::Internal)) => {
				Finding::Refused(rejection.label())
			},
			Err(rejection) => Finding::Garbage(Some(rejection.label())),
		}
	}
}

fn read_ticket(bytes: &[u8]) -> Option<(TicketRef<'_>, SealRef<'_>)> {
	let mut rest = bytes.strip_prefix(&TICKET_PREFIX[..])?;
	let (ticket, seal) = (TicketRef::take(&mut rest)?, SealRef::take(&mut rest)?);
	rest.is_empty().then_some((ticket, seal))
}
