//! What peers send. Nothing is believed: each message is checked before it is kept or passed on, and whoever sends
//! what no honest desk would have passed on is reported (module `peers`).

use crate::{
	Misconduct, PeerKey,
	batch::MAX_PLAYS_PER_BATCH,
	gossip::{DeskKeyCard, Envelope, Kind, MAX_WANTED, Message},
	intake::{Arrival, MAX_PART, Part},
	peers::Refused,
	service::{Core, LOG_TARGET},
	signature::{is_signed, key_bytes},
};
use reel_merkle::binary;
use reel_primitives::{Hash32, Round, batch::BATCH_DEADLINE_ROUNDS};
use reel_rpc_api::desk_key_payload;
use std::collections::HashSet;

/// Bodies kept that no open batch has asked for yet.
const MAX_BODIES: usize = 256;

/// Ids in all of them together: 128 MiB.
const MAX_BODY_IDS: usize = 4 << 20;

/// A message with its sender.
pub(crate) type Told = (PeerKey, Vec<u8>);

/// Messages taken by one call at most, so that the desk can be stopped under a load without end, and bytes of names among them.
const MAX_RUN: usize = 65_536;
const MAX_NAME_BYTES: usize = 32 << 20;

/// Tickets and plays that follow each other among what peers send.
struct Run<'a> {
	core: &'a Core,
	messages: &'a mut (dyn Iterator<Item = Told> + Send),
	left: usize,
	/// Names of plays, which come between them: looked at when the run is over.
	names: Vec<Told>,
	name_bytes: usize,
	/// The message of another kind that has ended it.
	ended_by: Option<Told>,
}

impl Run<'_> {
	fn is_over(&self) -> bool {
		self.left == 0 || self.name_bytes >= MAX_NAME_BYTES || self.ended_by.is_some()
	}

	/// The next part, if there is something for it.
	fn next_part(&mut self) -> Option<Part> {
		let mut part = Part::default();
		while part.len() < MAX_PART && !self.is_over() {
			let Some((peer, bytes)) = self.messages.next() else { break };
			self.left -= 1;
			match self.core.admit(&peer, &bytes) {
				Some(Kind::Ticket) => part.tickets.push(Arrival { peer, bytes }),
				Some(Kind::Play) => part.plays.push(Arrival { peer, bytes }),
				Some(Kind::Have) => {
					self.name_bytes = self.name_bytes.saturating_add(bytes.len());
					self.names.push((peer, bytes));
				},
				Some(_) => self.ended_by = Some((peer, bytes)),
				None => {},
			}
		}
		(part.len() > 0).then_some(part)
	}
}

impl Core {
	/// One message of a peer.
	#[cfg(test)]
	pub(crate) fn on_message(&self, peer: PeerKey, bytes: &[u8]) {
		self.on_messages([(peer, bytes.to_vec())].into_iter());
	}

	/// Messages of peers, in the order in which they came: those that are there, up to a bound. Tickets and plays are checked
	/// together, by several threads.
	pub(crate) fn on_messages(&self, mut messages: impl Iterator<Item = Told> + Send) {
		let (messages, names) = (&mut messages, Vec::new());
		let mut run =
			Run { core: self, messages, left: MAX_RUN, names, name_bytes: 0, ended_by: None };
		loop {
			self.take_in(|| run.next_part());
			let ended_by = run.ended_by.take();
			let is_over = ended_by.is_none();
			for (peer, bytes) in run.names.drain(..).chain(ended_by) {
				self.take_other(peer, &bytes);
			}
			if is_over {
				break;
			}
		}
		self.ask_for_heard();
	}

	/// A message that is no ticket and no play.
	fn take_other(&self, peer: PeerKey, bytes: &[u8]) {
		let taken = Message::from_bytes(bytes).ok_or(Misconduct::Garbage);
		if taken.and_then(|message| self.take(peer.clone(), message)) == Err(Misconduct::Garbage) {
			self.on_garbage(peer);
		}
	}

	/// What kind of message a peer sent, if it is to be looked at.
	fn admit(&self, peer: &PeerKey, bytes: &[u8]) -> Option<Kind> {
		let now_ms = self.now_ms();
		let kind = match Envelope::of(bytes) {
			Envelope::Kind(kind) => kind,
			_ if self.peers().is_muted(peer, now_ms) => {
				self.metrics.gossip_drop("muted");
				return None;
			},
			Envelope::OtherVersion => {
				self.metrics.gossip_drop("version");
				return None;
			},
			Envelope::Garbage => {
				self.on_garbage(peer.clone());
				return None;
			},
		};
		let admitted = self.peers().admit(peer, kind, now_ms);
		match admitted {
			Ok(()) => {
				self.metrics.gossip(kind.label());
				return Some(kind);
			},
			Err(Refused::Muted) => self.metrics.gossip_drop("muted"),
			Err(Refused::Flood { tell }) => {
				if tell {
					self.parts.gossip.report(peer.clone(), Misconduct::Flood);
				}
				self.metrics.gossip_drop("flood");
			},
		}
		None
	}

	pub(crate) fn on_garbage(&self, peer: PeerKey) {
		self.metrics.gossip_drop("garbage");
		if self.peers().fault(&peer, self.now_ms()) {
			log::warn!(target: LOG_TARGET, "a peer sends garbage: not listening to it for ten minutes");
		}
		self.parts.gossip.report(peer, Misconduct::Garbage);
	}

	fn take(&self, peer: PeerKey, message: Message) -> Result<(), Misconduct> {
		match message {
			// Taken in groups, without being decoded (module `intake`).
			Message::Ticket { .. } | Message::Play { .. } => Ok(()),
			Message::Body { round, batch, plays } => self.on_body(peer, round, batch, plays),
			Message::Want { ids } => self.on_want(&peer, &ids),
			Message::Secret(deposit) => self.on_deposit(deposit),
			Message::DeskKey(card) => self.on_desk_key(card),
			Message::SecretsHeld(held) => self.on_secrets_held(peer, &held),
			Message::SecretsAsk(ask) => self.on_secrets_ask(peer, &ask),
			Message::SecretsGift(gift) => self.on_secrets_gift(&gift),
			Message::Hello(hello) => self.on_hello(peer, &hello),
			Message::Have { ids } => self.on_have(&peer, ids),
			Message::WantLeaves(wanted) => self.on_want_leaves(&peer, wanted),
			Message::Leaves(part) => self.on_leaves(part),
		}
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
		} else if net.bodies.len() >= MAX_BODIES
			|| net.bodies.values().map(|(_, ids)| ids.len()).sum::<usize>() >= MAX_BODY_IDS
		{
			return Ok(());
		}
		net.bodies.insert((round, batch), (peer, plays));
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
		let answers: Vec<Vec<u8>> = {
			let store = self.store();
			let state = store.state();
			let mut answers = Vec::new();
			for id in ids.iter().take(granted) {
				if let Some(play) = state.plays.get(id) {
					let told = play.full.iter().filter(|full| full.is_sealed());
					answers.extend(told.map(|full| full.wire().to_vec()));
					continue;
				}
				let mut batches = state.batches.iter();
				if let Some((round, entry)) = batches.find(|(_, entry)| entry.batch == *id) {
					let plays = entry.plays.clone();
					answers.push(Message::Body { round: *round, batch: *id, plays }.to_bytes());
				}
			}
			answers
		};
		for answer in answers {
			self.parts.gossip.send(peer.clone(), answer);
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
