//! What peers send. Nothing is believed: each message is checked before it is kept or passed on.

use crate::{
	PeerKey,
	gossip::{DeskKeyCard, MAX_WANTED, Message, accepted_payload},
	play::{Evidence, ProvenPlay, ReceivedPlay, TimedPlay, play_id},
	secrets::Kept,
	service::{Core, LOG_TARGET},
	signature::{is_signed, key_bytes},
	state::FullPlay,
	store::Record,
};
use codec::Encode;
use reel_merkle::binary;
use reel_primitives::{
	Hash32, Round,
	batch::BATCH_DEADLINE_ROUNDS,
	blake2b_256,
	geometry::MAX_CELL_MS,
	play::{SignedPlay, SignedTicket, Ticket},
};
use reel_rpc_api::{
	MAX_SEALED_BOXES, Rejection, SEALED_SECRET_BYTES, SecretDeposit, desk_key_payload,
};

/// How far the clocks of two validators may be apart, the way of a message included.
pub(crate) const SKEW_MS: u64 = 2_000;

/// Bodies kept that no open batch has asked for yet.
const MAX_BODIES: usize = 64;

/// Deposits remembered so as not to pass them on again.
const MAX_DEPOSITS: usize = 65_536;

impl Core {
	pub(crate) fn on_message(&self, peer: PeerKey, bytes: &[u8]) {
		let Some(message) = Message::from_bytes(bytes) else {
			log::debug!(target: LOG_TARGET, "a peer sent what is no message");
			return;
		};
		match message {
			Message::Ticket(ticket) => self.on_ticket(ticket),
			Message::Play { ticket, play, accepted_at_ms, signature } => {
				self.on_play(ticket, play, accepted_at_ms, signature);
			},
			Message::Body { round, batch, plays } => self.on_body(peer, round, batch, plays),
			Message::Want { ids } => self.on_want(&peer, &ids),
			Message::Secret(deposit) => {
				if let Err(rejection) = self.take_deposit(deposit) {
					log::debug!(target: LOG_TARGET, "secret from a peer: {rejection}");
				}
			},
			Message::DeskKey(card) => self.on_desk_key(card),
		}
	}

	/// Whether a ticket is of a current authority and keeps the rules that every desk can check.
	fn is_valid_ticket(&self, signed: &SignedTicket) -> bool {
		let ticket = &signed.ticket;
		let Ticket { issued_at_ms, starts_at_ms, duration_ms, .. } = *ticket;
		ticket.genesis == self.genesis
			&& (1..=MAX_CELL_MS).contains(&duration_ms)
			&& (issued_at_ms..=issued_at_ms.saturating_add(MAX_CELL_MS.into()))
				.contains(&starts_at_ms)
			&& ticket.difficulty_bits >= self.config.difficulty_bits
			&& ticket.providers.len() <= reel_primitives::play::MAX_PROVIDERS
			&& self.is_known_authority(&ticket.desk)
			&& is_signed(&ticket.desk, &signed.signature, &ticket.signing_payload())
	}

	/// Of now, or of the session before: its tickets still run.
	fn is_known_authority(&self, key: &Hash32) -> bool {
		let Ok(now) = self.authorities() else { return false };
		let net = self.net();
		let before = net.sessions.range(..now.session).next_back().map(|(_, keys)| keys);
		let mut all = now.authorities.iter().chain(before.into_iter().flatten());
		all.any(|(_, pov)| key_bytes(pov) == *key)
	}

	fn on_ticket(&self, signed: SignedTicket) {
		let now_ms = self.now_ms();
		let over = signed.ticket.closes_at_ms().saturating_add(SKEW_MS) < now_ms;
		let id = signed.ticket.id();
		if over || self.store().state().tickets.contains_key(&id) || !self.is_valid_ticket(&signed)
		{
			return;
		}
		let record = Record::Ticket { signed: signed.clone(), first_seen_ms: now_ms };
		if self.keep(record) {
			self.broadcast(&Message::Ticket(signed));
		}
	}

	fn on_play(
		&self,
		ticket: SignedTicket,
		play: SignedPlay,
		accepted_at_ms: u64,
		signature: [u8; 64],
	) {
		let now_ms = self.now_ms();
		let id = play_id(&play);
		let first_seen_ms = {
			let store = self.store();
			let state = store.state();
			if state.plays.contains_key(&id) || state.play_of(&ticket.ticket.id()).is_some() {
				return;
			}
			state.tickets.get(&ticket.ticket.id()).map(|entry| entry.first_seen_ms)
		};
		let payload = accepted_payload(&self.genesis, &id, accepted_at_ms);
		if !self.is_valid_ticket(&ticket)
			|| !is_signed(&ticket.ticket.desk, &signature, &payload)
			|| accepted_at_ms > now_ms.saturating_add(SKEW_MS)
		{
			return;
		}
		if let Err(rejection) = self.check_foreign(&ticket.ticket, play.clone(), accepted_at_ms) {
			log::debug!(target: LOG_TARGET, "play of another desk: {rejection}");
			return;
		}
		let seen_in_time =
			first_seen_ms.is_some_and(|ms| ms.abs_diff(ticket.ticket.issued_at_ms) <= SKEW_MS);
		let opens = ticket.ticket.opens_at_ms().saturating_sub(SKEW_MS);
		let closes = ticket.ticket.closes_at_ms().saturating_add(SKEW_MS);
		let timely = seen_in_time && (opens..=closes).contains(&now_ms);
		let record = Record::Play {
			ticket: ticket.clone(),
			play: play.clone(),
			accepted_at_ms,
			signature,
			timely,
		};
		if self.keep(record) {
			self.broadcast(&Message::Play { ticket, play, accepted_at_ms, signature });
		}
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

	fn on_body(&self, peer: PeerKey, round: Round, batch: Hash32, plays: Vec<Hash32>) {
		let Ok(current) = self.parts.chain.current_round() else { return };
		let first = current.saturating_sub(BATCH_DEADLINE_ROUNDS);
		let ascending = plays.is_sorted_by(|a, b| a < b);
		if !(first..=current).contains(&round) || !ascending || plays.is_empty() {
			return;
		}
		let mut net = self.net();
		net.bodies.retain(|(round, _), _| *round >= first);
		if net.bodies.contains_key(&(round, batch)) {
			// A false body must not keep out the true one.
			let root = net.unresolved.get(&round).map(|(_, root)| *root);
			if root != Some(binary::root(&plays)) {
				return;
			}
		} else if net.bodies.len() >= MAX_BODIES {
			return;
		}
		net.bodies.insert((round, batch), (peer, plays.clone()));
		drop(net);
	}

	fn on_want(&self, peer: &PeerKey, ids: &[Hash32]) {
		let answers: Vec<Message> = {
			let store = self.store();
			let state = store.state();
			let mut answers = Vec::new();
			for id in ids.iter().take(MAX_WANTED) {
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
	}

	fn on_desk_key(&self, card: DeskKeyCard) {
		let payload = desk_key_payload(&self.genesis, &card.public);
		let known = self.net().desk_keys.get(&card.authority) == Some(&card);
		if known
			|| !self.is_authority(&card.authority)
			|| !is_signed(&card.authority, &card.signature, &payload)
		{
			return;
		}
		self.net().desk_keys.insert(card.authority, card.clone());
		self.broadcast(&Message::DeskKey(card));
	}

	/// Takes this desk's box out of a deposit and passes the deposit on.
	pub(crate) fn take_deposit(&self, deposit: SecretDeposit) -> Result<(), Rejection> {
		let hash = blake2b_256(&[&deposit.encode()]);
		if self.net().deposits.contains(&hash) {
			return Ok(());
		}
		let boxes = &deposit.sealed;
		if boxes.len() > MAX_SEALED_BOXES || boxes.iter().any(|b| b.1.len() != SEALED_SECRET_BYTES)
		{
			return Err(Rejection::Malformed);
		}
		let title = self.title(&deposit.content)?;
		let creator: &[u8; 32] = deposit.creator.as_ref();
		if title.record.creator != deposit.creator
			|| !is_signed(creator, &deposit.signature, &deposit.signing_payload(&self.genesis))
		{
			return Err(Rejection::WrongSignature);
		}
		let own: Vec<Hash32> = self.parts.signer.own_keys().iter().map(key_bytes).collect();
		if let Some((_, sealed)) = boxes.iter().find(|(authority, _)| own.contains(authority)) {
			let kept =
				self.secrets.keep(&deposit.content, sealed).map_err(crate::desk::internal)?;
			if kept == Kept::Refused {
				return Err(Rejection::Malformed);
			}
		}
		{
			let mut net = self.net();
			if net.deposits.len() >= MAX_DEPOSITS {
				net.deposits.clear();
			}
			net.deposits.insert(hash);
		}
		self.broadcast(&Message::Secret(deposit));
		Ok(())
	}
}
