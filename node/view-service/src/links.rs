//! Which peers are validators' desks.
//!
//! A ticket or a play says who watched what, so it goes to validators alone: to peers that have shown, signed by a
//! session key of now or of the session before, that the key is theirs. The signature covers the peer's own network
//! id, which the connection has proven: nobody can say it for another, and it is of no use to whoever overhears it.
//!
//! Every desk says its hello at each best block, and answers the first of a peer at once, with the keys of all desks
//! that it knows: whoever connects between two announcements has heard none. It is told the tickets, too, that run: who hears of
//! one late may still see the time of its play pass.
//!
//! A ticket that nobody else has heard of earns nothing, so a desk that is linked to no other issues none, unless there is no
//! other authority.

use crate::{
	Misconduct, PeerKey,
	gossip::{Hello, Message},
	id_map::IdMap,
	service::Core,
	signature::{is_signed, key_bytes, signature_bytes},
};
use reel_primitives::Hash32;

/// Most peers that are known as validators' desks.
const MAX_LINKS: usize = 512;

/// Farthest that an authority's clock may be off.
const MAX_SKEW_MS: u64 = 60_000;

/// Peer → its `pov1` key.
pub(crate) type Links = IdMap<PeerKey, Hash32>;

impl Core {
	fn hello(&self) -> Option<Message> {
		let key = self.own_seat()?;
		let mut hello = Hello {
			authority: key_bytes(&key),
			peer: self.parts.gossip.own_peer().0,
			at_ms: self.now_ms(),
			signature: [0; 64],
		};
		let payload = hello.signing_payload(&self.genesis);
		hello.signature = signature_bytes(&self.parts.signer.sign(&key, &payload)?);
		Some(Message::Hello(hello))
	}

	/// Says hello to all peers, and forgets those that are gone, or whose keys are no authorities' any more.
	pub(crate) fn say_hello(&self) {
		let links = self.links().clone();
		let gone = links.into_iter().filter(|(peer, key)| {
			!self.parts.gossip.is_connected(peer) || !self.is_known_authority(key)
		});
		gone.for_each(|(peer, _)| {
			self.links().remove(&peer);
		});
		if let Some(hello) = self.hello() {
			self.broadcast(&hello);
		}
	}

	pub(crate) fn on_hello(&self, peer: PeerKey, hello: &Hello) -> Result<(), Misconduct> {
		if hello.peer != peer.0 {
			return Err(Misconduct::Garbage);
		}
		let is_recent = self.now_ms().abs_diff(hello.at_ms) <= MAX_SKEW_MS;
		let known = self.links().get(&peer) == Some(&hello.authority);
		if known || !is_recent || !self.is_known_authority(&hello.authority) {
			return Ok(());
		}
		if !is_signed(&hello.authority, &hello.signature, &hello.signing_payload(&self.genesis)) {
			return Err(Misconduct::Garbage);
		}
		{
			let mut links = self.links();
			if links.len() >= MAX_LINKS && !links.contains_key(&peer) {
				return Ok(());
			}
			links.insert(peer.clone(), hello.authority);
		}
		let known: Vec<_> = self.net().desk_keys.values().cloned().collect();
		let cards = self.own_cards().into_iter().chain(known).map(Message::DeskKey);
		for answer in self.hello().into_iter().chain(cards) {
			self.parts.gossip.send(peer.clone(), answer.to_bytes());
		}
		self.tell_running_tickets(&peer);
		Ok(())
	}

	/// Whether there are other authorities, and no desk of theirs would hear of a ticket.
	pub(crate) fn is_alone(&self) -> bool {
		let Ok(now) = self.authorities() else { return true };
		let own = self.parts.signer.own_keys();
		let has_others = now.authorities.iter().any(|(_, key)| !own.contains(key));
		has_others && !self.linked_peers().iter().any(|peer| self.parts.gossip.is_connected(peer))
	}

	/// Whether a peer is a validator's desk.
	pub(crate) fn is_linked(&self, peer: &PeerKey) -> bool {
		self.links().contains_key(peer)
	}

	/// The validators' desks.
	pub(crate) fn linked_peers(&self) -> Vec<PeerKey> {
		self.links().keys().cloned().collect()
	}

	/// Sends the bytes of a message to validators' desks alone.
	pub(crate) fn send_to_validators(&self, message: &[u8]) {
		for peer in self.linked_peers() {
			self.parts.gossip.send(peer, message.to_vec());
		}
	}
}
