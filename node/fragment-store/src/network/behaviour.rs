//! The protocols of a node, and the transports below them.

use super::{
	addresses::Guard,
	bitswap,
	config::{DhtMode, LimitsConfig, NetworkConfig, RelayLimits},
	inbound,
	muxer::Bounded,
	prefixes,
	protocol::message::PROTOCOL,
	table::Table,
};
use crate::metrics::Metrics;
use libp2p::{
	PeerId, StreamProtocol, Swarm, SwarmBuilder, Transport,
	allow_block_list::{self, BlockedPeers},
	autonat, connection_limits,
	core::{muxing::StreamMuxerBox, transport::Boxed, upgrade::Version},
	dcutr, dns, identify,
	identity::Keypair,
	kad, memory_connection_limits, noise, ping, quic, relay,
	swarm::{NetworkBehaviour, behaviour::toggle::Toggle},
	tcp, websocket, yamux,
};
use std::{
	error::Error,
	num::{NonZeroU32, NonZeroUsize},
	sync::Arc,
	time::Duration,
};

/// Our own provider table; the public one has another name, so the two cannot meet.
pub(crate) const KAD_PROTOCOL: StreamProtocol = StreamProtocol::new("/reel/kad/1");

const IDENTIFY_PROTOCOL: &str = "/reel/id/1";

/// Longest message of the provider table, in bytes.
pub(super) const MAX_KAD_BYTES: usize = 16 << 10;

/// Ways by which a look-up goes, each with one question at a time.
const PATHS: NonZeroUsize = NonZeroUsize::new(4).expect("it is not 0; qed");

/// What is taken of our own protocol by a node that shares.
const FRAGMENTS: &[StreamProtocol] = &[PROTOCOL];

/// Circuits that one address may begin at once, and how long until it may begin a further one. One address alone never
/// has all circuits there are, since each ends after [`RelayLimits::max_circuit_time`].
const CIRCUITS_AT_ONCE: NonZeroU32 = NonZeroU32::new(32).expect("it is not 0; qed");
const CIRCUIT_PAUSE: Duration = Duration::from_secs(30);

/// The same for one peer.
const PEER_CIRCUITS_AT_ONCE: NonZeroU32 = NonZeroU32::new(30).expect("it is not 0; qed");
const PEER_CIRCUIT_PAUSE: Duration = Duration::from_secs(120);

/// Largest WebSocket frame, in bytes.
const MAX_FRAME_BYTES: usize = 1 << 20;

/// The limits come first: they refuse before anybody else sees a connection.
#[derive(NetworkBehaviour)]
pub(crate) struct Behaviour {
	pub(crate) limits: connection_limits::Behaviour,
	pub(crate) prefixes: prefixes::Behaviour,
	pub(crate) memory: memory_connection_limits::Behaviour,
	pub(crate) banned: allow_block_list::Behaviour<BlockedPeers>,
	pub(crate) identify: identify::Behaviour,
	pub(crate) ping: ping::Behaviour,
	pub(crate) kad: kad::Behaviour<Table>,
	pub(crate) autonat: autonat::Behaviour,
	pub(crate) relay_client: relay::client::Behaviour,
	pub(crate) relay_server: Toggle<relay::Behaviour>,
	pub(crate) dcutr: dcutr::Behaviour,
	/// Opens streams; those of others are taken by the two below.
	pub(crate) streams: libp2p_stream::Behaviour,
	pub(crate) fragments: inbound::Behaviour,
	pub(crate) bitswap: inbound::Behaviour,
}

/// A swarm with all transports and protocols.
pub(crate) fn build(
	key: Keypair,
	config: &NetworkConfig,
	metrics: &Arc<Metrics>,
) -> Result<Swarm<Behaviour>, Box<dyn Error + Send + Sync>> {
	let allow_private = config.allow_private;
	let swarm = SwarmBuilder::with_existing_identity(key)
		.with_tokio()
		.with_other_transport(|key| transport(key, allow_private, metrics))
		.map_err(|error| error.to_string())?
		.with_relay_client(noise::Config::new, yamux::Config::default)?
		.with_behaviour(|key, relay_client| behaviour(key, relay_client, config, metrics))
		.map_err(|error| error.to_string())?
		.with_swarm_config(|swarm| {
			swarm
				.with_idle_connection_timeout(config.idle_timeout)
				.with_max_negotiating_inbound_streams(config.limits.max_streams_per_peer.max(1) * 2)
		})
		.build();
	Ok(swarm)
}

/// QUIC, WebSocket and TCP, each dialling through the [`Guard`], which sits below the name lookup.
fn transport(
	key: &Keypair,
	allow_private: bool,
	metrics: &Arc<Metrics>,
) -> Result<Boxed<(PeerId, StreamMuxerBox)>, Box<dyn Error + Send + Sync>> {
	let (of_websocket, of_tcp, of_quic) = (metrics.clone(), metrics.clone(), metrics.clone());
	let plain = || {
		let tcp = tcp::tokio::Transport::new(tcp::Config::new().nodelay(true));
		Guard::new(tcp, allow_private)
	};
	let mut websocket = websocket::WsConfig::new(dns::tokio::Transport::system(plain())?);
	websocket.set_max_data_size(MAX_FRAME_BYTES);
	let websocket = websocket
		.upgrade(Version::V1Lazy)
		.authenticate(noise::Config::new(key)?)
		.multiplex(yamux::Config::default())
		.map(move |(peer, muxer), _| (peer, Bounded::boxed(muxer, of_websocket)))
		.boxed();
	let tcp = plain()
		.upgrade(Version::V1Lazy)
		.authenticate(noise::Config::new(key)?)
		.multiplex(yamux::Config::default())
		.map(move |(peer, muxer), _| (peer, Bounded::boxed(muxer, of_tcp)))
		.boxed();
	let quic = Guard::new(quic::tokio::Transport::new(quic::Config::new(key)), allow_private)
		.map(move |(peer, muxer), _| (peer, Bounded::boxed(muxer, of_quic)))
		.boxed();
	let named =
		dns::tokio::Transport::system(quic.or_transport(tcp).map(|either, _| either.into_inner()))?;
	// WebSocket first: the name lookup takes every address, and only then finds that nobody below does.
	Ok(websocket.or_transport(named).map(|either, _| either.into_inner()).boxed())
}

fn behaviour(
	key: &Keypair,
	relay_client: relay::client::Behaviour,
	config: &NetworkConfig,
	metrics: &Arc<Metrics>,
) -> Behaviour {
	let local = key.public().to_peer_id();
	let autonat = autonat::Config {
		// Test networks have private addresses only; there the question is whether they are reached at all.
		only_global_ips: !config.allow_private,
		..Default::default()
	};
	let relay = config
		.relay_server
		.then(|| relay::Behaviour::new(local, relay_config(&config.relay_limits)));
	let taken: &[StreamProtocol] = if config.share { FRAGMENTS } else { &[] };
	let max_streams = config.limits.max_streams_per_peer;
	Behaviour {
		limits: connection_limits::Behaviour::new(connection_limits(&config.limits)),
		prefixes: prefixes::Behaviour::new(
			config.limits.max_per_prefix,
			config.limits.new_per_prefix_s,
		),
		memory: memory_connection_limits::Behaviour::with_max_bytes(config.limits.max_memory_bytes),
		banned: allow_block_list::Behaviour::default(),
		identify: identify::Behaviour::new(
			identify::Config::new(IDENTIFY_PROTOCOL.to_owned(), key.public())
				.with_agent_version(concat!("reel/", env!("CARGO_PKG_VERSION")).to_owned())
				.with_push_listen_addr_updates(true),
		),
		ping: ping::Behaviour::default(),
		kad: kademlia(local, config),
		autonat: autonat::Behaviour::new(local, autonat),
		relay_client,
		relay_server: relay.into(),
		dcutr: dcutr::Behaviour::new(local),
		streams: libp2p_stream::Behaviour::new(),
		fragments: inbound::Behaviour::new(taken, max_streams, metrics.clone()),
		bitswap: inbound::Behaviour::new(bitswap::PROTOCOLS, max_streams, metrics.clone()),
	}
}

fn relay_config(limits: &RelayLimits) -> relay::Config {
	let config = relay::Config {
		max_reservations: limits.max_reservations,
		// libp2p takes one more than these two.
		max_reservations_per_peer: limits.max_reservations_per_peer.saturating_sub(1),
		max_circuits: limits.max_circuits,
		max_circuits_per_peer: limits.max_circuits_per_peer.saturating_sub(1),
		max_circuit_bytes: limits.max_circuit_bytes,
		max_circuit_duration: limits.max_circuit_time,
		circuit_src_rate_limiters: Vec::new(),
		..Default::default()
	};
	config
		.circuit_src_per_peer(PEER_CIRCUITS_AT_ONCE, PEER_CIRCUIT_PAUSE)
		.circuit_src_per_ip(CIRCUITS_AT_ONCE, CIRCUIT_PAUSE)
}

fn kademlia(local: PeerId, config: &NetworkConfig) -> kad::Behaviour<Table> {
	let mut settings = kad::Config::new(KAD_PROTOCOL);
	settings
		.set_query_timeout(config.connect_timeout * 3)
		// After S/Kademlia: look-ups go by ways that share no peer, so one that meets a peer without an answer costs one of them.
		.disjoint_query_paths(true)
		.set_parallelism(PATHS)
		// Only who answered gets into the routing table, see `routing.rs`.
		.set_kbucket_inserts(kad::BucketInserts::Manual)
		// Records of others are taken, bounded and dropped by `records.rs`; our own are renewed there.
		.set_record_filtering(kad::StoreInserts::FilterBoth)
		.set_provider_record_ttl(Some(config.record_ttl))
		.set_provider_publication_interval(None)
		.set_publication_interval(None)
		.set_replication_interval(None)
		.set_max_packet_size(MAX_KAD_BYTES);
	let table = Table::new(local, config.limits.max_announced);
	let mut kad = kad::Behaviour::with_config(local, table, settings);
	kad.set_mode(match config.dht_mode {
		// Kademlia by itself becomes a server with any address, one through a relay included: see `choose_mode`.
		DhtMode::Auto if config.external.is_empty() && !config.allow_private => {
			Some(kad::Mode::Client)
		},
		DhtMode::Auto => None,
		DhtMode::Server => Some(kad::Mode::Server),
		DhtMode::Client => Some(kad::Mode::Client),
	});
	kad
}

fn connection_limits(limits: &LimitsConfig) -> connection_limits::ConnectionLimits {
	connection_limits::ConnectionLimits::default()
		.with_max_pending_incoming(Some(limits.max_pending))
		.with_max_pending_outgoing(Some(limits.max_pending))
		.with_max_established_incoming(Some(limits.max_incoming))
		.with_max_established_outgoing(Some(limits.max_outgoing))
		.with_max_established_per_peer(Some(limits.max_per_peer))
}
