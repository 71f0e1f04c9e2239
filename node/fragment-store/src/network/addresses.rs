//! Which addresses are dialled: those of the open network, and private ones only if the configuration allows them.
//!
//! Peers tell addresses of other peers, and names resolve to whatever their owner says; without this a stranger could
//! make the node connect into the network it stands in. The check sits below the name lookup, at the very dial.

use libp2p::{
	Multiaddr, PeerId, Transport, TransportError,
	core::transport::{DialOpts, ListenerId, TransportEvent},
	multiaddr::Protocol,
};
use std::{
	collections::{HashMap, VecDeque},
	net::{IpAddr, Ipv4Addr, Ipv6Addr},
	pin::Pin,
	task::{Context, Poll},
};

/// Most addresses remembered of one peer.
pub(crate) const MAX_ADDRESSES: usize = 16;

/// Longest address taken from a stranger, in bytes: one of a circuit, with the names of both peers and two certificates.
const MAX_ADDRESS_BYTES: usize = 256;

/// Most peers whose addresses are remembered.
const MAX_PEERS: usize = 10_000;

/// Whether an address belongs to the open network.
pub(crate) fn is_global(ip: IpAddr) -> bool {
	match ip.to_canonical() {
		IpAddr::V4(ip) => is_global_v4(ip),
		IpAddr::V6(ip) => is_global_v6(ip),
	}
}

fn is_global_v4(ip: Ipv4Addr) -> bool {
	let [a, b, c, _] = ip.octets();
	let special = a == 0
		|| a >= 240
		|| ip.is_private()
		|| ip.is_loopback()
		|| ip.is_link_local()
		|| ip.is_documentation()
		|| ip.is_multicast()
		|| (a == 100 && (64..128).contains(&b))
		|| (a == 192 && b == 0 && c == 0)
		|| (a == 198 && (b == 18 || b == 19));
	!special
}

fn is_global_v6(ip: Ipv6Addr) -> bool {
	let [a, b, ..] = ip.segments();
	// 2000::/3 is all that is given out. Taken from it: documentation, Teredo and 6to4, which carry a v4 address.
	let special = (a == 0x2001 && (b == 0xdb8 || b < 0x200)) || a == 0x2002 || a == 0x3fff;
	a & 0xe000 == 0x2000 && !special
}

/// The first IP address in `address`.
pub(crate) fn ip_of(address: &Multiaddr) -> Option<IpAddr> {
	address.iter().find_map(|part| match part {
		Protocol::Ip4(ip) => Some(IpAddr::V4(ip)),
		Protocol::Ip6(ip) => Some(IpAddr::V6(ip)),
		_ => None,
	})
}

/// Whether an address that a stranger told is worth keeping: an IP address of sensible length, and not a private one
/// unless allowed.
pub(crate) fn is_acceptable(address: &Multiaddr, allow_private: bool) -> bool {
	address.len() <= MAX_ADDRESS_BYTES
		&& ip_of(address).is_some_and(|ip| allow_private || is_global(ip))
}

/// The peer id at the end of `address`, and the address without it.
pub(crate) fn split_peer(address: &Multiaddr) -> Option<(PeerId, Multiaddr)> {
	let mut rest = address.clone();
	match rest.pop() {
		Some(Protocol::P2p(peer)) => Some((peer, rest)),
		_ => None,
	}
}

/// A transport that does not dial private addresses.
pub(crate) struct Guard<T> {
	inner: T,
	allow_private: bool,
}

impl<T> Guard<T> {
	pub(crate) const fn new(inner: T, allow_private: bool) -> Self {
		Self { inner, allow_private }
	}
}

impl<T: Transport + Unpin> Transport for Guard<T> {
	type Output = T::Output;
	type Error = T::Error;
	type ListenerUpgrade = T::ListenerUpgrade;
	type Dial = T::Dial;

	fn listen_on(
		&mut self,
		id: ListenerId,
		address: Multiaddr,
	) -> Result<(), TransportError<Self::Error>> {
		self.inner.listen_on(id, address)
	}

	fn remove_listener(&mut self, id: ListenerId) -> bool {
		self.inner.remove_listener(id)
	}

	fn dial(
		&mut self,
		address: Multiaddr,
		options: DialOpts,
	) -> Result<Self::Dial, TransportError<Self::Error>> {
		if !is_acceptable(&address, self.allow_private) {
			return Err(TransportError::MultiaddrNotSupported(address));
		}
		self.inner.dial(address, options)
	}

	fn poll(
		mut self: Pin<&mut Self>,
		context: &mut Context<'_>,
	) -> Poll<TransportEvent<Self::ListenerUpgrade, Self::Error>> {
		Pin::new(&mut self.inner).poll(context)
	}
}

/// Addresses of peers, as far as somebody told them, without their `/p2p/` part. The peers added first are forgotten
/// first.
#[derive(Debug, Default)]
pub(crate) struct AddressBook {
	peers: HashMap<PeerId, Vec<Multiaddr>>,
	order: VecDeque<PeerId>,
}

impl AddressBook {
	/// Remembers `address` of `peer`.
	pub(crate) fn add(&mut self, peer: PeerId, address: Multiaddr) {
		// One address in two forms would be dialled twice.
		let address = match split_peer(&address) {
			Some((named, rest)) if named == peer => rest,
			_ => address,
		};
		if !self.peers.contains_key(&peer) {
			self.order.push_back(peer);
			if self.order.len() > MAX_PEERS
				&& let Some(oldest) = self.order.pop_front()
			{
				self.peers.remove(&oldest);
			}
		}
		let known = self.peers.entry(peer).or_default();
		if !known.contains(&address) {
			if known.len() >= MAX_ADDRESSES {
				known.remove(0);
			}
			known.push(address);
		}
	}

	/// The addresses of `peer`.
	pub(crate) fn of(&self, peer: &PeerId) -> Vec<Multiaddr> {
		self.peers.get(peer).cloned().unwrap_or_default()
	}
}

#[cfg(test)]
mod tests {
	use super::*;

	#[test]
	fn only_addresses_of_the_open_network_are_global() {
		for ip in ["1.1.1.1", "93.184.216.34", "2606:4700::1111", "::ffff:8.8.8.8"] {
			assert!(is_global(ip.parse().expect("parses")), "{ip}");
		}
		for ip in [
			"127.0.0.1",
			"10.0.0.1",
			"172.16.0.1",
			"192.168.1.1",
			"169.254.169.254",
			"100.64.0.1",
			"0.0.0.0",
			"198.18.0.1",
			"255.255.255.255",
			"224.0.0.1",
			"192.0.0.8",
			"::1",
			"::",
			"fe80::1",
			"fc00::1",
			"ff02::1",
			"2001:db8::1",
			"2002:7f00:1::",
			"::ffff:127.0.0.1",
			"64:ff9b::7f00:1",
		] {
			assert!(!is_global(ip.parse().expect("parses")), "{ip}");
		}
	}

	#[test]
	fn what_a_stranger_tells_must_be_an_address_and_not_a_name() {
		let ok = |text: &str, private| is_acceptable(&text.parse().expect("parses"), private);
		assert!(ok("/ip4/1.1.1.1/tcp/1", false));
		assert!(!ok("/ip4/127.0.0.1/tcp/1", false));
		assert!(ok("/ip4/127.0.0.1/tcp/1", true));
		assert!(!ok("/dns4/localhost/tcp/1", true));
		assert!(!ok("/memory/1", true));
		assert!(!ok(&format!("/ip4/1.1.1.1/tcp/1{}", "/ws".repeat(200)), true), "a long one");
	}

	#[test]
	fn the_book_forgets_the_oldest_and_stays_bounded() {
		let mut book = AddressBook::default();
		let peer = PeerId::random();
		for port in 0..100u16 {
			book.add(peer, format!("/ip4/1.1.1.1/tcp/{port}").parse().expect("parses"));
		}
		assert_eq!(book.of(&peer).len(), MAX_ADDRESSES);
		book.add(peer, format!("/ip4/1.1.1.1/tcp/99/p2p/{peer}").parse().expect("parses"));
		assert_eq!(book.of(&peer).last(), Some(&"/ip4/1.1.1.1/tcp/99".parse().expect("parses")));
		assert_eq!(book.of(&peer).len(), MAX_ADDRESSES, "the same address in another form");
		for _ in 0..MAX_PEERS {
			book.add(PeerId::random(), "/ip4/1.1.1.1/tcp/1".parse().expect("parses"));
		}
		assert!(book.of(&peer).is_empty());
		assert_eq!(book.peers.len(), MAX_PEERS);
	}
}
