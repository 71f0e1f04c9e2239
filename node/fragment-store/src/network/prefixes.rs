//! Connections from one part of the network: a /24 of IPv4, a /48 of IPv6.
//!
//! Names cost nothing, addresses do. Without this one machine takes every place there is, or holds every handshake open
//! so that nobody else comes to one. A handshake costs this node more than those who begin and drop them, so there is a bound
//! on new ones as well.
//!
//! Dials to more addresses than a peer may have are refused here too: whoever asks to be met (`DCUtR`) tells the addresses,
//! which may be those of others.

use super::{
	addresses::{MAX_ADDRESSES, ip_of},
	allowance::Allowance,
};
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
	time::Instant,
};

/// Parts of the network that are remembered for having made connections lately, before those are forgotten that are as
/// good as new.
const MAX_LATELY: usize = 4096;

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

/// A connection above the limits.
#[derive(Debug, thiserror::Error)]
enum Refused {
	#[error("there are {0} connections from this part of the network already")]
	Full(u32),
	#[error("connections from this part of the network come too fast")]
	TooFast,
	#[error("a peer with {0} addresses is not dialled")]
	TooManyAddresses(usize),
}

/// Refuses connections, begun handshakes included, above a number from each part of the network.
#[derive(Debug)]
pub(crate) struct Behaviour {
	max: u32,
	per_second: u32,
	lately: HashMap<Prefix, Allowance>,
	counts: HashMap<Prefix, u32>,
	open: HashMap<ConnectionId, Prefix>,
}

impl Behaviour {
	pub(crate) fn new(max: u32, per_second: u32) -> Self {
		let (lately, counts, open) = Default::default();
		Self { max, per_second, lately, counts, open }
	}

	fn enter(&mut self, id: ConnectionId, from: &Multiaddr, now: Instant) -> Result<(), Refused> {
		let Some(prefix) = Prefix::of(from) else { return Ok(()) };
		let count = self.counts.get(&prefix).copied().unwrap_or_default();
		if count >= self.max {
			return Err(Refused::Full(count));
		}
		if self.lately.len() >= MAX_LATELY {
			self.lately.retain(|_, allowance| !allowance.is_full(now));
		}
		let (at_once, per_second) = (self.max.saturating_mul(2), f64::from(self.per_second));
		let new = || Allowance::new(at_once, per_second, now);
		if !self.lately.entry(prefix).or_insert_with(new).take(now) {
			return Err(Refused::TooFast);
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
		self.enter(id, from, Instant::now()).map_err(ConnectionDenied::new)
	}

	fn handle_pending_outbound_connection(
		&mut self,
		_: ConnectionId,
		_: Option<PeerId>,
		addresses: &[Multiaddr],
		_: Endpoint,
	) -> Result<Vec<Multiaddr>, ConnectionDenied> {
		if addresses.len() > MAX_ADDRESSES {
			return Err(ConnectionDenied::new(Refused::TooManyAddresses(addresses.len())));
		}
		Ok(Vec::new())
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
	use std::time::Duration;

	#[test]
	fn each_part_of_the_network_has_so_many_places() {
		let mut limits = Behaviour::new(2, 1);
		let id = ConnectionId::new_unchecked;
		let now = Instant::now();
		let enter = |limits: &mut Behaviour, number, from: &str| {
			limits.enter(id(number), &from.parse().expect("parses"), now)
		};
		assert!(enter(&mut limits, 1, "/ip4/1.2.3.4/tcp/1").is_ok());
		assert!(enter(&mut limits, 2, "/ip6/::ffff:1.2.3.99/tcp/1").is_ok());
		assert!(enter(&mut limits, 3, "/ip4/1.2.3.5/udp/1/quic-v1").is_err());
		assert!(enter(&mut limits, 4, "/ip4/1.2.4.5/tcp/1").is_ok());
		assert!(enter(&mut limits, 5, "/ip6/2001:db8:1:1::1/tcp/1").is_ok());
		assert!(enter(&mut limits, 6, "/ip6/2001:db8:1:2::1/tcp/1").is_ok());
		assert!(enter(&mut limits, 7, "/ip6/2001:db8:1:3::1/tcp/1").is_err());
		assert!(enter(&mut limits, 8, "/ip4/1.2.3.4/tcp/1/p2p-circuit").is_ok(), "a circuit");
		limits.leave(id(3));
		assert!(enter(&mut limits, 9, "/ip4/1.2.3.6/tcp/1").is_err(), "a refused one had no place");
		limits.leave(id(1));
		assert!(enter(&mut limits, 9, "/ip4/1.2.3.6/tcp/1").is_ok());
		for one in 1..10 {
			limits.leave(id(one));
		}
		assert!(limits.counts.is_empty() && limits.open.is_empty());
	}
	#[test]
	fn new_connections_of_a_part_of_the_network_come_so_often_and_no_oftener() {
		let mut limits = Behaviour::new(2, 1);
		let id = ConnectionId::new_unchecked;
		let from = "/ip4/1.2.3.4/tcp/1".parse().expect("parses");
		let other = "/ip4/5.6.7.8/tcp/1".parse().expect("parses");
		let start = Instant::now();
		for number in 0..4 {
			assert!(limits.enter(id(number), &from, start).is_ok());
			limits.leave(id(number));
		}
		let refused = limits.enter(id(5), &from, start);
		assert!(matches!(refused, Err(Refused::TooFast)), "a fifth at once");
		assert!(limits.enter(id(6), &other, start).is_ok(), "another part");
		assert!(limits.enter(id(7), &from, start + Duration::from_secs(1)).is_ok(), "later");
	}

	#[test]
	fn a_peer_with_very_many_addresses_is_not_dialled() {
		let mut limits = Behaviour::new(2, 1);
		let address = |port: usize| format!("/ip4/1.2.3.4/tcp/{port}").parse().expect("parses");
		let addresses: Vec<Multiaddr> = (0..=MAX_ADDRESSES).map(address).collect();
		let mut dial = |addresses: &[Multiaddr]| {
			let id = ConnectionId::new_unchecked(1);
			limits.handle_pending_outbound_connection(id, None, addresses, Endpoint::Dialer).is_ok()
		};
		assert!(!dial(&addresses));
		assert!(dial(&addresses[1..]));
	}
}
