//! What would make the node fail later, or worse, go on without a part of itself, is looked for before anything
//! starts.
//!
//! The SDK moves a taken RPC port to a random one and lets the network run without the addresses that it could
//! not bind: an operator finds out from somebody else. Here both are errors that name the option.

use crate::{cli::StoreParams, failure::Failure};
use sc_network::{
	config::{NodeKeyConfig, Secret},
	multiaddr::{Multiaddr, Protocol},
};
use sc_service::Configuration;
use std::{
	io,
	net::{IpAddr, SocketAddr, TcpListener, UdpSocket},
};

/// Transport of a port.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Transport {
	Tcp,
	Udp,
}

/// Makes the RPC server keep to its port, and checks that each port is free and the network key readable.
///
/// # Errors
/// The first thing that is wrong.
pub(crate) fn check(config: &mut Configuration, store: &StoreParams) -> Result<(), Failure> {
	for endpoint in config.rpc.addr.iter_mut().flatten() {
		endpoint.retry_random_port = false;
	}
	check_node_key(&config.network.node_key)?;
	for endpoint in config.rpc.addr.iter().flatten().filter(|endpoint| !endpoint.is_optional) {
		check_port("JSON-RPC", "--rpc-port", Transport::Tcp, endpoint.listen_addr)?;
	}
	for (transport, address) in config.network.listen_addresses.iter().filter_map(socket_address) {
		check_port("peer-to-peer", "--port", transport, address)?;
	}
	if let Some(prometheus) = &config.prometheus_config {
		check_port("Prometheus", "--prometheus-port", Transport::Tcp, prometheus.port)?;
	}
	if !store.no_store {
		check_port("fragment store", "--store-listen", Transport::Tcp, store.store_listen)?;
	}
	Ok(())
}

/// A key file that exists must hold a key; one that does not exist is made later.
fn check_node_key(key: &NodeKeyConfig) -> Result<(), Failure> {
	let NodeKeyConfig::Ed25519(Secret::File(path)) = key else { return Ok(()) };
	if !path.exists() {
		return Ok(());
	}
	let reason = match key.clone().into_keypair() {
		Ok(_) => return Ok(()),
		Err(error) if error.kind() == io::ErrorKind::InvalidData => {
			"it does not hold an Ed25519 secret of 32 bytes or 64 hex digits".into()
		},
		Err(error) => error.to_string(),
	};
	Err(Failure::new(
		format!("network key {} cannot be read: {reason}", path.display()),
		"check the file and its owner, or name another with --node-key-file; `reelchain-node key \
		 generate-node-key --file PATH` makes one",
	))
}

fn check_port(
	service: &str,
	option: &str,
	transport: Transport,
	address: SocketAddr,
) -> Result<(), Failure> {
	let bound = match transport {
		Transport::Tcp => TcpListener::bind(address).map(drop),
		Transport::Udp => UdpSocket::bind(address).map(drop),
	};
	let Err(error) = bound else { return Ok(()) };
	let port = address.port();
	match error.kind() {
		io::ErrorKind::AddrInUse => Err(Failure::new(
			format!("{service} port {port} is taken by another program ({address})"),
			format!("stop that program, or choose another port with {option}"),
		)),
		io::ErrorKind::PermissionDenied => Err(Failure::new(
			format!("this user may not open {service} port {port} ({address})"),
			format!("choose a port above 1023 with {option}"),
		)),
		// A machine without IPv6 is no reason to stop.
		_ if address.is_ipv6() => Ok(()),
		_ => Err(Failure::new(
			format!("{service} address {address} cannot be opened: {error}"),
			format!("choose an address of this machine with {option}"),
		)),
	}
}

/// The socket that a peer-to-peer address opens; names and unknown transports are left to the network.
fn socket_address(address: &Multiaddr) -> Option<(Transport, SocketAddr)> {
	let mut parts = address.iter();
	let ip = match parts.next()? {
		Protocol::Ip4(ip) => IpAddr::V4(ip),
		Protocol::Ip6(ip) => IpAddr::V6(ip),
		_ => return None,
	};
	match parts.next()? {
		Protocol::Tcp(port) => Some((Transport::Tcp, SocketAddr::new(ip, port))),
		Protocol::Udp(port) => Some((Transport::Udp, SocketAddr::new(ip, port))),
		_ => None,
	}
}

#[cfg(test)]
mod tests {
	use super::*;

	#[test]
	fn a_taken_port_names_the_port_and_the_option() {
		let taken = TcpListener::bind("127.0.0.1:0").unwrap();
		let address = taken.local_addr().unwrap();
		let failure = check_port("JSON-RPC", "--rpc-port", Transport::Tcp, address).unwrap_err();
		let line = failure.to_string();
		assert!(
			line.contains(&address.port().to_string()) && line.contains("--rpc-port"),
			"{line}"
		);
		drop(taken);
		assert!(check_port("JSON-RPC", "--rpc-port", Transport::Tcp, address).is_ok());
	}

	#[test]
	fn sockets_are_read_from_peer_to_peer_addresses() {
		for (text, expected) in [
			("/ip4/127.0.0.1/tcp/30333", Some((Transport::Tcp, "127.0.0.1:30333"))),
			("/ip6/::1/tcp/1/ws", Some((Transport::Tcp, "[::1]:1"))),
			("/ip4/0.0.0.0/udp/7/webrtc-direct", Some((Transport::Udp, "0.0.0.0:7"))),
			("/dns/example.org/tcp/30333", None),
			("/memory/5", None),
		] {
			let address: Multiaddr = text.parse().unwrap();
			let expected = expected.map(|(transport, socket)| (transport, socket.parse().unwrap()));
			assert_eq!(socket_address(&address), expected, "{text}");
		}
	}

	#[test]
	fn a_key_file_with_other_content_is_refused_by_name() {
		let folder = tempfile::tempdir().unwrap();
		let path = folder.path().join("key");
		std::fs::write(&path, "not a key").unwrap();
		let key = NodeKeyConfig::Ed25519(Secret::File(path.clone()));
		let line = check_node_key(&key).unwrap_err().to_string();
		assert!(
			line.contains(&path.display().to_string()) && line.contains("64 hex digits"),
			"{line}"
		);
	}
}
