//! The connections with each peer: direct ones, and circuits through a relay.
//!
//! A circuit is the way to a peer that cannot be dialled, and the place where a hole is punched. Once there is a direct
//! connection the circuit is closed, for streams would be opened on either of the two, and its bytes and time are the
//! relay's.

use libp2p::{Multiaddr, PeerId, swarm::ConnectionId};
use std::collections::HashMap;

#[derive(Clone, Debug)]
struct Link {
	id: ConnectionId,
	relayed: bool,
	/// Where it leads, if it was opened from here.
	dialled: Option<Multiaddr>,
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
		dialled: Option<Multiaddr>,
	) -> Vec<ConnectionId> {
		let links = self.0.entry(peer).or_default();
		links.push(Link { id, relayed, dialled });
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

	/// All peers, those first that were dialled from here, and of either kind those that are connected for longest: to be
	/// dialled a peer had to be named by somebody, to come it had to come only.
	pub(crate) fn by_acquaintance(&self) -> Vec<PeerId> {
		let first = |links: &[Link]| {
			let dialled = links.iter().any(|link| link.dialled.is_some());
			(!dialled, links.iter().map(|link| link.id).min())
		};
		let mut peers: Vec<_> = self.0.iter().map(|(peer, links)| (first(links), *peer)).collect();
		peers.sort_unstable();
		peers.into_iter().map(|(_, peer)| peer).collect()
	}

	/// An address at which `peer` was reached directly.
	pub(crate) fn reached_at(&self, peer: &PeerId) -> Option<&Multiaddr> {
		let direct = self.0.get(peer)?.iter().filter(|link| !link.relayed);
		direct.filter_map(|link| link.dialled.as_ref()).next()
	}

	/// Whether there is a connection with `peer`.
	pub(crate) fn is_connected(&self, peer: &PeerId) -> bool {
		self.0.contains_key(peer)
	}

	/// Whether there is a connection with anybody else than `peer`.
	pub(crate) fn others_than(&self, peer: &PeerId) -> bool {
		self.0.keys().any(|one| one != peer)
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
		let at: Multiaddr = "/ip4/1.1.1.1/tcp/1".parse().expect("parses");
		let id = ConnectionId::new_unchecked;
		assert!(links.opened(peer, id(1), true, None).is_empty());
		assert_eq!(links.relayed(), [peer]);
		assert_eq!(links.opened(peer, id(2), false, Some(at.clone())), [id(1)]);
		assert!(links.relayed().is_empty());
		links.closed(&peer, id(1));
		assert_eq!(links.opened(peer, id(3), true, None), [id(3)]);
		links.closed(&peer, id(3));
		links.closed(&peer, id(2));
		assert!(links.0.is_empty(), "nothing is kept of a peer that is gone");
	}

	#[test]
	fn who_was_dialled_comes_before_who_came_and_the_older_before_the_younger() {
		let mut links = Links::default();
		let at: Multiaddr = "/ip4/1.1.1.1/tcp/1".parse().expect("parses");
		let [came, dialled, later] = [(); 3].map(|()| PeerId::random());
		let id = ConnectionId::new_unchecked;
		links.opened(came, id(1), false, None);
		links.opened(later, id(3), false, Some(at.clone()));
		links.opened(dialled, id(2), false, Some(at.clone()));
		assert_eq!(links.by_acquaintance(), [dialled, later, came]);
		assert_eq!((links.reached_at(&later), links.reached_at(&came)), (Some(&at), None));
	}
}
