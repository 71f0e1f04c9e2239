//! What peers send. Nothing is believed: each message is checked before it is kept or passed on, and whoever sends
//! what no honest desk would have passed on is reported (module `peers`).

use crate::{
	Misconduct, PeerKey,
	batch::MAX_PLAYS_PER_BATCH,
	gossip::{DeskKeyCard, Envelope, MAX_WANTED, Message, accepted_payload},
	peers::Refused,
	play::{Evidence, ProvenPlay, ReceivedPlay, TimedPlay, play_id},
	service::{Core, LOG_TARGET},
	signature::{is_signed, key_bytes},
	state::FullPlay,
	store::Record,
};
use reel_merkle::binary;
use reel_primitives::{
	Hash32, Round,
	batch::BATCH_DEADLINE_ROUNDS,
	geometry::MAX_CELL_MS,
	play::{SignedPlay, SignedTicket, Ticket},
};
use reel_rpc_api::{Rejection, desk_key_payload};
use std::collections::HashSet;

/// How far the clocks of two validators may be apart, the way of a message included.
pub(crate) const SKEW_MS: u64 = 2_000;

/// Bodies kept that no open batch has asked for yet.
const MAX_BODIES: usize = 256;

/// Whether a desk that saw a ticket and now its play has seen the time pass that the cell takes.
///
/// By its own clock, whatever the ticket says of itself: `2 × SKEW_MS` less than the play time must lie between the two,
/// so a ticket may come later than it should by as much. A ticket from the future is not vouched for, nor a play outside
/// of its window.
fn is_witnessed(ticket: &Ticket, seen_ms: u64, now_ms: u64) -> bool {
	let least = u64::from(ticket.duration_ms).saturating_sub(2 * SKEW_MS);
	let opens = ticket.opens_at_ms().saturating_sub(SKEW_MS);
	let closes = ticket.closes_at_ms().saturating_add(SKEW_MS);
	ticket.issued_at_ms <= seen_ms.saturating_add(SKEW_MS)
		&& now_ms.saturating_sub(seen_ms) >= least
		&& (opens..=closes).contains(&now_ms)
}

impl Core {
	pub(crate) fn on_message(&self, peer: PeerKey, bytes: &[u8]) {
		let now_ms = self.now_ms();
		let kind = match Envelope::of(bytes) {
			_ if self.peers().is_muted(&peer, now_ms) => return self.metrics.gossip_drop("muted"),
			Envelope::Kind(kind) => kind,
			Envelope::OtherVersion => return self.metrics.gossip_drop("version"),
			Envelope::Garbage => return self.on_garbage(peer),
		};
		let admitted = self.peers().admit(&peer, kind, now_ms);
		match admitted {
			Ok(()) => self.metrics.gossip(kind.label()),
			Err(Refused::Muted) => return self.metrics.gossip_drop("muted"),
			Err(Refused::Flood { tell }) => {
				if tell {
					self.parts.gossip.report(peer, Misconduct::Flood);
				}
				return self.metrics.gossip_drop("flood");
			},
		}
		let Some(message) = Message::from_bytes(bytes) else { return self.on_garbage(peer) };
		if self.take(peer.clone(), message) == Err(Misconduct::Garbage) {
			self.on_garbage(peer);
		}
	}

	fn on_garbage(&self, peer: PeerKey) {
		self.metrics.gossip_drop("garbage");
		if self.peers().fault(&peer, self.now_ms()) {
			log::warn!(target: LOG_TARGET, "a peer sends garbage: not listening to it for ten minutes");
		}
		self.parts.gossip.report(peer, Misconduct::Garbage);
	}

	fn take(&self, peer: PeerKey, message: Message) -> Result<(), Misconduct> {
		match message {
			Message::Ticket(ticket) => self.on_ticket(ticket),
			Message::Play { ticket, play, accepted_at_ms, signature } => {
				self.on_play(ticket, play, accepted_at_ms, signature)
			},
			Message::Body { round, batch, plays } => self.on_body(peer, round, batch, plays),
			Message::Want { ids } => self.on_want(&peer, &ids),
			Message::Secret(deposit) => self.on_deposit(deposit),
			Message::DeskKey(card) => self.on_desk_key(card),
			Message::SecretsHeld(held) => self.on_secrets_held(peer, &held),
			Message::SecretsAsk(ask) => self.on_secrets_ask(peer, &ask),
			Message::SecretsGift(gift) => self.on_secrets_gift(&gift),
			Message::Hello(hello) => self.on_hello(peer, &hello),
		}
	}

	/// Whether a ticket keeps the rules that every desk can check. Whose it is is asked apart: at another best block
	/// others may be authorities.
	fn check_ticket(&self, signed: &SignedTicket) -> Result<(), Misconduct> {
		let ticket = &signed.ticket;
		let Ticket { issued_at_ms, starts_at_ms, duration_ms, .. } = *ticket;
		let is_right = ticket.genesis == self.genesis
			&& (1..=MAX_CELL_MS).contains(&duration_ms)
			&& (issued_at_ms..=issued_at_ms.saturating_add(MAX_CELL_MS.into()))
				.contains(&starts_at_ms)
			&& ticket.difficulty_bits >= self.config.difficulty_bits
			&& ticket.providers.len() <= reel_primitives::play::MAX_PROVIDERS
			&& is_signed(&ticket.desk, &signed.signature, &ticket.signing_payload());
		if is_right { Ok(()) } else { Err(Misconduct::Garbage) }
	}

	fn on_ticket(&self, signed: SignedTicket) -> Result<(), Misconduct> {
		let now_ms = self.now_ms();
		let over = signed.ticket.closes_at_ms().saturating_add(SKEW_MS) < now_ms;
		let id = signed.ticket.id();
		if over
			|| self.store().state().tickets.contains_key(&id)
			|| !self.is_known_authority(&signed.ticket.desk)
		{
			return Ok(());
		}
		self.check_ticket(&signed)?;
		let record = Record::Ticket { signed: signed.clone(), first_seen_ms: now_ms };
		if self.keep(record) {
			self.broadcast_to_validators(&Message::Ticket(signed));
		}
		Ok(())
	}

	fn on_play(
		&self,
		ticket: SignedTicket,
		play: SignedPlay,
		accepted_at_ms: u64,
		signature: [u8; 64],
	) -> Result<(), Misconduct> {
		let now_ms = self.now_ms();
		let id = play_id(&play);
		let first_seen_ms = {
			let store = self.store();
			let state = store.state();
			if state.plays.contains_key(&id) || state.play_of(&ticket.ticket.id()).is_some() {
				return Ok(());
			}
			state.tickets.get(&ticket.ticket.id()).map(|entry| entry.first_seen_ms)
		};
		let payload = accepted_payload(&self.genesis, &id, accepted_at_ms);
		if !self.is_known_authority(&ticket.ticket.desk)
			|| accepted_at_ms > now_ms.saturating_add(SKEW_MS)
		{
			return Ok(());
		}
		self.check_ticket(&ticket)?;
		if !is_signed(&ticket.ticket.desk, &signature, &payload) {
			return Err(Misconduct::Garbage);
		}
		if !self.admit_play_of(&ticket.ticket.desk) {
			self.metrics.foreign("too-many");
			return Ok(());
		}
		if let Err(rejection) = self.check_foreign(&ticket.ticket, play.clone(), accepted_at_ms) {
			log::debug!(target: LOG_TARGET, "play of another desk: {rejection}");
			self.metrics.foreign(rejection.label());
			return match rejection {
				// This chain may be behind, or cannot be asked.
				Rejection::TitleNotFound | Rejection::Internal => Ok(()),
				_ => Err(Misconduct::Garbage),
			};
		}
		let timely =
			first_seen_ms.is_some_and(|seen_ms| is_witnessed(&ticket.ticket, seen_ms, now_ms));
		let record = Record::Play {
			ticket: ticket.clone(),
			play: play.clone(),
			accepted_at_ms,
			signature,
			timely,
		};
		if self.keep(record) {
			self.metrics.foreign(if timely { "witnessed" } else { "late" });
			self.broadcast_to_validators(&Message::Play {
				ticket,
				play,
				accepted_at_ms,
				signature,
			});
		}
		Ok(())
	}

	fn check_foreign(
		&self,
		ticket: &Ticket,
		play: SignedPlay,
		accepted_at_ms: u64,
	) -> Result<ProvenPlay, Rejection> {
		let record = self.title(&ticket.content)?.record;
		let cells = record.geometry.cells;
		let evidence = Evidence { cells_root: record.cells_root, cells, local: None };
		let received = ReceivedPlay::check(play, ticket.clone())?;
		ProvenPlay::check(TimedPlay::check(received, accepted_at_ms)?, &evidence)
	}

	/// Writes a peer's record, if there is room.
	fn keep(&self, record: Record) -> bool {
		let mut store = self.store();
		let state = store.state();
		let full = match record {
			Record::Ticket { .. } => state.tickets.len() >= self.config.max_tickets,
			_ => state.plays.len() >= self.config.max_plays,
		};
		if full {
			return false;
		}
		store.append(record).map_err(|e| log::error!(target: LOG_TARGET, "desk log: {e}")).is_ok()
	}

	fn on_body(
		&self,
		peer: PeerKey,
		round: Round,
		batch: Hash32,
		plays: Vec<Hash32>,
	) -> Result<(), Misconduct> {
		let Ok(current) = self.parts.chain.current_round() else { return Ok(()) };
		let first = current.saturating_sub(BATCH_DEADLINE_ROUNDS);
		let ascending = plays.is_sorted_by(|a, b| a < b);
		if !ascending || plays.is_empty() || plays.len() > MAX_PLAYS_PER_BATCH {
			return Err(Misconduct::Garbage);
		}
		let mut net = self.net();
		let wanted: HashSet<(Round, Hash32)> =
			net.unresolved.iter().map(|(round, of)| (*round, of.batch)).collect();
		if !(first..=current).contains(&round) && !wanted.contains(&(round, batch)) {
			return Ok(());
		}
		net.bodies.retain(|key, _| key.0 >= first || wanted.contains(key));
		if net.bodies.contains_key(&(round, batch)) {
			// A false body must not keep out the true one.
			let root = net.unresolved.get(&round).map(|of| of.plays_root);
			if root != Some(binary::root(&plays)) {
				return Ok(());
			}
		} else if net.bodies.len() >= MAX_BODIES {
			return Ok(());
		}
		net.bodies.insert((round, batch), (peer, plays.clone()));
		drop(net);
		Ok(())
	}

	fn on_want(&self, peer: &PeerKey, ids: &[Hash32]) -> Result<(), Misconduct> {
		if ids.len() > MAX_WANTED {
			return Err(Misconduct::Garbage);
		}
		// Plays say who watched what.
		if !self.is_linked(peer) {
			return Ok(());
		}
		let granted = self.peers().grant(peer, ids.len(), self.now_ms());
		if granted < ids.len() {
			self.metrics.gossip_drop("flood");
		}
		let answers: Vec<Message> = {
			let store = self.store();
			let state = store.state();
			let mut answers = Vec::new();
			for id in ids.iter().take(granted) {
				if let Some(play) = state.plays.get(id) {
					if let Some(FullPlay { ticket, play: signed, signature }) = play.full.clone() {
						let accepted_at_ms = play.facts.accepted_at_ms;
						answers.push(Message::Play {
							ticket,
							play: signed,
							accepted_at_ms,
							signature,
						});
					}
					continue;
				}
				let mut batches = state.batches.iter();
				if let Some((round, entry)) = batches.find(|(_, entry)| entry.batch == *id) {
					let plays = entry.plays.clone();
					answers.push(Message::Body { round: *round, batch: *id, plays });
				}
			}
			answers
		};
		for answer in answers {
			self.parts.gossip.send(peer.clone(), answer.to_bytes());
		}
		Ok(())
	}

	fn on_desk_key(&self, card: DeskKeyCard) -> Result<(), Misconduct> {
		let payload = desk_key_payload(&self.genesis, &card.public);
		let is_own =
			self.parts.signer.own_keys().iter().any(|key| key_bytes(key) == card.authority);
		// By the key: signatures are random, and two cards that differ in them alone would go round for ever.
		let known = self.net().desk_keys.get(&card.authority).map(|known| known.public);
		if is_own || known == Some(card.public) || !self.is_authority(&card.authority) {
			return Ok(());
		}
		if !is_signed(&card.authority, &card.signature, &payload) {
			return Err(Misconduct::Garbage);
		}
		self.net().desk_keys.insert(card.authority, card.clone());
		self.broadcast(&Message::DeskKey(card));
		Ok(())
	}
}
