//! The connections with each peer: direct ones, and circuits through a relay.
//!
//! A circuit is the way to a peer that cannot be dialled, and the place where a hole is punched. Once there is a direct
//! connection the circuit is closed, for streams would be opened on either of the two, and its bytes and time are the
//! relay's.

use libp2p::{PeerId, swarm::ConnectionId};
use std::collections::HashMap;

#[derive(Clone, Copy, Debug)]
struct Link {
	id: ConnectionId,
	relayed: bool,
}

/// The open connections. As many as the connection limits allow.
#[derive(Debug, Default)]
pub(crate) struct Links(HashMap<PeerId, Vec<Link>>);

impl Links {
	/// Notes a connection. Returns the circuits that it makes superfluous.
	pub(crate) fn opened(
		&mut self,
		peer: PeerId,
		id: ConnectionId,
		relayed: bool,
	) -> Vec<ConnectionId> {
		let links = self.0.entry(peer).or_default();
		links.push(Link { id, relayed });
		let direct = links.iter().any(|link| !link.relayed);
		links.iter().filter(|link| direct && link.relayed).map(|link| link.id).collect()
	}

	/// Notes that a connection is closed.
	pub(crate) fn closed(&mut self, peer: &PeerId, id: ConnectionId) {
		if let Some(links) = self.0.get_mut(peer) {
			links.retain(|link| link.id != id);
			if links.is_empty() {
				self.0.remove(peer);
			}
		}
	}

	/// The peers that are reached through a relay only.
	pub(crate) fn relayed(&self) -> Vec<PeerId> {
		let relayed = |links: &[Link]| links.iter().all(|link| link.relayed);
		self.0.iter().filter(|(_, links)| relayed(links)).map(|(peer, _)| *peer).collect()
	}
}

#[cfg(test)]
mod tests {
	use super::*;

	#[test]
	fn a_direct_connection_makes_circuits_superfluous_in_either_order() {
		let mut links = Links::default();
		let peer = PeerId::random();
		let id = ConnectionId::new_unchecked;
		assert!(links.opened(peer, id(1), true).is_empty());
		assert_eq!(links.relayed(), [peer]);
		assert_eq!(links.opened(peer, id(2), false), [id(1)]);
		assert!(links.relayed().is_empty());
		links.closed(&peer, id(1));
		assert_eq!(links.opened(peer, id(3), true), [id(3)]);
		links.closed(&peer, id(3));
		links.closed(&peer, id(2));
		assert!(links.0.is_empty(), "nothing is kept of a peer that is gone");
	}
}
