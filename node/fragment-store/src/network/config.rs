//! Settings of the peer network, with their defaults in one place.

use libp2p::Multiaddr;
use std::time::Duration;

/// Whether this node keeps and answers for a part of the provider table.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum DhtMode {
	/// A server once an address is known under which others reach it; a client until then.
	#[default]
	Auto,
	/// Always a server.
	Server,
	/// Never: phones, and nodes that only fetch.
	Client,
}

/// How a plain web server names what it has.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum OriginKind {
	/// A trustless gateway, ours or another: blocks at `/ipfs/{cid}?format=raw`.
	Gateway,
	/// Files with ranges: the ciphertext of a cell at `/{cid of its cell block}`, a block at `/{cid}`. Any web server
	/// or CDN will do.
	Files,
}

/// A web server that provides beside peers (D1).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Origin {
	/// What comes before the paths of [`OriginKind`], such as `https://films.example`.
	pub base: String,
	/// How it names what it has.
	pub kind: OriginKind,
}

/// Bounds on what strangers can make this node do.
#[derive(Clone, Debug)]
pub struct LimitsConfig {
	/// Most connections that others opened.
	pub max_incoming: u32,
	/// Most connections opened from here.
	pub max_outgoing: u32,
	/// Most connections with one peer.
	pub max_per_peer: u32,
	/// Most connections that others opened from one /24 of IPv4 or /48 of IPv6, begun handshakes included. Below
	/// `max_pending`, or one machine can keep all others out.
	pub max_per_prefix: u32,
	/// Most connections that others begin from one such part in a second, in the mean; twice `max_per_prefix` at once.
	pub new_per_prefix_s: u32,
	/// Most handshakes at once, in each direction.
	pub max_pending: u32,
	/// Memory of the process, in bytes, above which no connection is made or taken.
	pub max_memory_bytes: usize,
	/// Most fragment streams of one peer.
	pub max_streams_per_peer: usize,
	/// Most answers in memory until peers have taken them, about 1 MiB each; over Bitswap a quarter of it, of 3 MiB each.
	/// When all are, one that nobody takes makes room. A request that waits longer than a second is answered "busy".
	pub max_served: usize,
	/// Most provider records of others kept here.
	pub max_provider_records: usize,
	/// Most provider records of one other peer kept here.
	pub max_records_per_peer: usize,
	/// Most titles and cells announced from here.
	pub max_announced: usize,
}

impl Default for LimitsConfig {
	fn default() -> Self {
		Self {
			max_incoming: 256,
			max_outgoing: 256,
			max_per_peer: 4,
			max_per_prefix: 48,
			new_per_prefix_s: 8,
			max_pending: 64,
			max_memory_bytes: 4 << 30,
			max_streams_per_peer: 16,
			max_served: 64,
			max_provider_records: 200_000,
			max_records_per_peer: 20_000,
			max_announced: 200_000,
		}
	}
}

/// Bounds on what this node relays for others. An address has no more reservations than connections, of which
/// [`LimitsConfig::max_per_prefix`] is the bound, and begins few circuits a minute.
#[derive(Clone, Debug)]
pub struct RelayLimits {
	/// Most nodes that are reached through this one.
	pub max_reservations: usize,
	/// Most connections over which one node is.
	pub max_reservations_per_peer: usize,
	/// Most circuits at once.
	pub max_circuits: usize,
	/// Most circuits that one peer began.
	pub max_circuits_per_peer: usize,
	/// Bytes after which a circuit ends, in either direction: enough for some cells, and for a hole to be punched
	/// meanwhile.
	pub max_circuit_bytes: u64,
	/// Time after which a circuit ends.
	pub max_circuit_time: Duration,
}

impl Default for RelayLimits {
	fn default() -> Self {
		Self {
			max_reservations: 128,
			max_reservations_per_peer: 2,
			max_circuits: 64,
			max_circuits_per_peer: 4,
			max_circuit_bytes: 256 << 20,
			max_circuit_time: Duration::from_secs(600),
		}
	}
}

/// Settings of the peer network.
#[derive(Clone, Debug)]
pub struct NetworkConfig {
	/// Where to listen: TCP, QUIC (`/udp/…/quic-v1`) and WebSocket (`/tcp/…/ws`). Port 0 takes a free one.
	pub listen: Vec<Multiaddr>,
	/// Addresses under which others reach this node, if they are known beforehand.
	pub external: Vec<Multiaddr>,
	/// Nodes to join by, each with its `/p2p/` part. Nothing else is ever dialled unasked: there is no default list, and
	/// the public IPFS network is not joined.
	pub bootstrap: Vec<Multiaddr>,
	/// Nodes that relay for this one while it is not reachable, each with its `/p2p/` part.
	pub relays: Vec<Multiaddr>,
	/// Asks the relays at once instead of waiting for the finding that this node is not reachable.
	pub always_relay: bool,
	/// Whether this node relays for others.
	pub relay_server: bool,
	/// Bounds on that.
	pub relay_limits: RelayLimits,
	/// Whether addresses of this machine and of private networks are dialled, announced, and fetched from over HTTP.
	/// Only for test networks.
	pub allow_private: bool,
	/// Whether what is here is announced and sent to peers. Off for phones, which only fetch.
	pub share: bool,
	/// Part in the provider table.
	pub dht_mode: DhtMode,
	/// Bounds.
	pub limits: LimitsConfig,
	/// Longest wait for a connection and for a stream on it.
	pub connect_timeout: Duration,
	/// Longest time without a byte of an answer, or without a byte taken of one; the latter ends the stream.
	pub stall_timeout: Duration,
	/// How long an idle connection or stream is kept.
	pub idle_timeout: Duration,
	/// How long a provider record lasts that is not renewed.
	pub record_ttl: Duration,
	/// How often an announcement is renewed.
	pub republish: Duration,
	/// How long a peer that lied is shut out.
	pub ban_time: Duration,
	/// Broken answers (cut off, stalled, against the protocol) after which a peer is shut out as well. One wrong byte
	/// is enough by itself.
	pub max_strikes: u32,
	/// Most bytes a second sent to peers; `None` for no cap.
	pub upload_bps: Option<u64>,
	/// Most bytes a second taken from peers and origins; `None` for no cap.
	pub download_bps: Option<u64>,
	/// Most fragments fetched at once, all cells together.
	pub max_downloads: usize,
	/// Streams used with one peer for one cell.
	pub streams_per_peer: usize,
	/// Most peers that one cell is fetched from at once.
	pub max_providers: usize,
	/// Web servers that provide beside peers.
	pub origins: Vec<Origin>,
}

impl Default for NetworkConfig {
	fn default() -> Self {
		let parse = |text: &str| text.parse().expect("a literal address parses; qed");
		Self {
			listen: vec![
				parse("/ip4/0.0.0.0/tcp/30444"),
				parse("/ip4/0.0.0.0/udp/30444/quic-v1"),
				parse("/ip4/0.0.0.0/tcp/30445/ws"),
			],
			external: Vec::new(),
			bootstrap: Vec::new(),
			relays: Vec::new(),
			always_relay: false,
			relay_server: false,
			relay_limits: RelayLimits::default(),
			allow_private: false,
			share: true,
			dht_mode: DhtMode::Auto,
			limits: LimitsConfig::default(),
			connect_timeout: Duration::from_secs(10),
			stall_timeout: Duration::from_secs(10),
			idle_timeout: Duration::from_secs(60),
			record_ttl: Duration::from_secs(3600),
			republish: Duration::from_secs(1200),
			ban_time: Duration::from_secs(3600),
			max_strikes: 3,
			upload_bps: None,
			download_bps: None,
			max_downloads: 32,
			streams_per_peer: 4,
			max_providers: 16,
			origins: Vec::new(),
		}
	}
}
