//! Connections from one part of the network: a /24 of IPv4, a /48 of IPv6.
//!
//! Names cost nothing, addresses do. Without this one machine takes every place there is, or holds every handshake open
//! so that nobody else comes to one.

use super::addresses::ip_of;
use libp2p::{
	Multiaddr, PeerId,
	core::{Endpoint, transport::PortUse},
	multiaddr::Protocol,
	swarm::{
		ConnectionClosed, ConnectionDenied, ConnectionId, FromSwarm, ListenFailure,
		NetworkBehaviour, THandler, THandlerInEvent, THandlerOutEvent, ToSwarm, dummy,
	},
};
use std::{
	collections::HashMap,
	convert::Infallible,
	net::IpAddr,
	task::{Context, Poll},
};

/// A part of the network.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(crate) enum Prefix {
	/// A /24.
	V4([u8; 3]),
	/// A /48.
	V6([u16; 3]),
}

impl From<IpAddr> for Prefix {
	fn from(ip: IpAddr) -> Self {
		match ip.to_canonical() {
			IpAddr::V4(ip) => {
				let [a, b, c, _] = ip.octets();
				Self::V4([a, b, c])
			},
			IpAddr::V6(ip) => {
				let [a, b, c, ..] = ip.segments();
				Self::V6([a, b, c])
			},
		}
	}
}

impl Prefix {
	/// Where `address` lies; `None` for circuits, which come from their relay.
	fn of(address: &Multiaddr) -> Option<Self> {
		if address.iter().any(|part| part == Protocol::P2pCircuit) {
			return None;
		}
		ip_of(address).map(Self::from)
	}
}

/// A connection above the limit.
#[derive(Debug, thiserror::Error)]
#[error("there are {0} connections from this part of the network already")]
struct Full(u32);

/// Refuses connections, begun handshakes included, above a number from each part of the network.
#[derive(Debug)]
pub(crate) struct Behaviour {
	max: u32,
	counts: HashMap<Prefix, u32>,
	open: HashMap<ConnectionId, Prefix>,
}

impl Behaviour {
	pub(crate) fn new(max: u32) -> Self {
		Self { max, counts: HashMap::new(), open: HashMap::new() }
	}

	fn enter(&mut self, id: ConnectionId, from: &Multiaddr) -> Result<(), Full> {
		let Some(prefix) = Prefix::of(from) else { return Ok(()) };
		let count = self.counts.get(&prefix).copied().unwrap_or_default();
		if count >= self.max {
			return Err(Full(count));
		}
		self.counts.insert(prefix, count + 1);
		self.open.insert(id, prefix);
		Ok(())
	}

	fn leave(&mut self, id: ConnectionId) {
		let Some(prefix) = self.open.remove(&id) else { return };
		if let Some(count) = self.counts.get_mut(&prefix) {
			*count -= 1;
			if *count == 0 {
				self.counts.remove(&prefix);
			}
		}
	}
}

impl NetworkBehaviour for Behaviour {
	type ConnectionHandler = dummy::ConnectionHandler;
	type ToSwarm = Infallible;

	fn handle_pending_inbound_connection(
		&mut self,
		id: ConnectionId,
		_: &Multiaddr,
		from: &Multiaddr,
	) -> Result<(), ConnectionDenied> {
		self.enter(id, from).map_err(ConnectionDenied::new)
	}

	fn handle_established_inbound_connection(
		&mut self,
		_: ConnectionId,
		_: PeerId,
		_: &Multiaddr,
		_: &Multiaddr,
	) -> Result<THandler<Self>, ConnectionDenied> {
		Ok(dummy::ConnectionHandler)
	}

	fn handle_established_outbound_connection(
		&mut self,
		_: ConnectionId,
		_: PeerId,
		_: &Multiaddr,
		_: Endpoint,
		_: PortUse,
	) -> Result<THandler<Self>, ConnectionDenied> {
		Ok(dummy::ConnectionHandler)
	}

	fn on_swarm_event(&mut self, event: FromSwarm<'_>) {
		match event {
			FromSwarm::ConnectionClosed(ConnectionClosed { connection_id, .. })
			| FromSwarm::ListenFailure(ListenFailure { connection_id, .. }) => self.leave(connection_id),
			_ => {},
		}
	}

	fn on_connection_handler_event(
		&mut self,
		_: PeerId,
		_: ConnectionId,
		event: THandlerOutEvent<Self>,
	) {
		match event {}
	}

	fn poll(&mut self, _: &mut Context<'_>) -> Poll<ToSwarm<Self::ToSwarm, THandlerInEvent<Self>>> {
		Poll::Pending
	}
}

#[cfg(test)]
mod tests {
	use super::*;

	#[test]
	fn each_part_of_the_network_has_so_many_places() {
		let mut limits = Behaviour::new(2);
		let id = ConnectionId::new_unchecked;
		let at = |text: &str| text.parse::<Multiaddr>().expect("parses");
		assert!(limits.enter(id(1), &at("/ip4/1.2.3.4/tcp/1")).is_ok());
		assert!(limits.enter(id(2), &at("/ip6/::ffff:1.2.3.99/tcp/1")).is_ok());
		assert!(limits.enter(id(3), &at("/ip4/1.2.3.5/udp/1/quic-v1")).is_err());
		assert!(limits.enter(id(4), &at("/ip4/1.2.4.5/tcp/1")).is_ok());
		assert!(limits.enter(id(5), &at("/ip6/2001:db8:1:1::1/tcp/1")).is_ok());
		assert!(limits.enter(id(6), &at("/ip6/2001:db8:1:2::1/tcp/1")).is_ok());
		assert!(limits.enter(id(7), &at("/ip6/2001:db8:1:3::1/tcp/1")).is_err());
		assert!(limits.enter(id(8), &at("/ip4/1.2.3.4/tcp/1/p2p-circuit")).is_ok(), "a circuit");
		limits.leave(id(3));
		assert!(
			limits.enter(id(9), &at("/ip4/1.2.3.6/tcp/1")).is_err(),
			"a refused one had no place"
		);
		limits.leave(id(1));
		assert!(limits.enter(id(9), &at("/ip4/1.2.3.6/tcp/1")).is_ok());
		for one in 1..10 {
			limits.leave(id(one));
		}
		assert!(limits.counts.is_empty() && limits.open.is_empty());
	}
}
