//! Settings of the store and its HTTP face, with their defaults in one place.

use crate::network::NetworkConfig;
use std::{net::SocketAddr, path::PathBuf, time::Duration};

/// Settings of a fragment store.
#[derive(Clone, Debug)]
pub struct Config {
	/// Directory of the store; made if it is not there. One process at a time.
	pub directory: PathBuf,
	/// Most bytes of live blocks, record headers included. A put beyond it is refused. What was deleted stays on
	/// disk (erased) until [`Handle::gc`](crate::Handle::gc), so the directory may be up to twice as large.
	pub quota_bytes: u64,
	/// Size at which a segment file is closed and the next one begun, at least 4 MiB.
	pub segment_bytes: u64,
	/// Most pins; each is kept in memory. Pinning beyond it is refused.
	pub max_pins: usize,
	/// Most denied blocks; each is kept in memory with its reason. Denying beyond it is refused.
	pub max_denied: usize,
	/// Most blocks below one pin. A larger DAG is refused at pin time.
	pub max_walk_blocks: usize,
	/// Age below which garbage collection leaves an unpinned block alone, so that what was just put can still be
	/// pinned.
	pub gc_grace: Duration,
	/// Most operations on disk at once; later ones wait.
	pub max_concurrent: usize,
	/// Settings of keyed transfers.
	pub grants: GrantsConfig,
	/// Settings of the HTTP server; `None` for a store without one.
	pub http: Option<HttpConfig>,
	/// Settings of the peer network; `None` for a store that fetches from nobody and serves nobody.
	pub network: Option<NetworkConfig>,
}

impl Default for Config {
	fn default() -> Self {
		Self {
			directory: PathBuf::from("fragments"),
			quota_bytes: 100 << 30,
			segment_bytes: 256 << 20,
			max_pins: 100_000,
			max_denied: 1_000_000,
			max_walk_blocks: 1_000_000,
			gc_grace: Duration::from_secs(3600),
			max_concurrent: 32,
			grants: GrantsConfig::default(),
			http: Some(HttpConfig::default()),
			network: None,
		}
	}
}

/// Settings of the table of grants (keyed transfers, C5).
#[derive(Clone, Debug)]
pub struct GrantsConfig {
	/// Most grants, expired ones whose report is still kept included. Beyond it a grant is refused.
	pub max_grants: usize,
	/// Most fragments in a grant. A cell of 60 s at 100 Mbit/s is 716 fragments.
	pub max_fragments: usize,
	/// How long after its expiry a grant's transfer report is kept.
	pub keep_report: Duration,
	/// How long a grant has to be used, when there are too many, before it makes room.
	pub unused: Duration,
}

impl Default for GrantsConfig {
	fn default() -> Self {
		Self {
			max_grants: 10_000,
			max_fragments: 2048,
			keep_report: Duration::from_secs(60),
			unused: Duration::from_secs(10),
		}
	}
}

/// Settings of the HTTP server.
#[derive(Clone, Debug)]
pub struct HttpConfig {
	/// Where to listen. Port 0 takes a free one, see [`Handle::http_address`](crate::Handle::http_address).
	pub listen: SocketAddr,
	/// Longest wait for a complete request head, and so for the next request on an open connection. At most 10 s.
	pub header_timeout: Duration,
	/// Longest time in which less than 16 KiB move while a request is answered; without a byte otherwise.
	pub idle_timeout: Duration,
	/// Longest life of a connection.
	pub total_timeout: Duration,
	/// Most open connections, each with some 100 KiB at most. At the limit one that is idle or stalled makes room for
	/// the next; if there is none, that one is closed at once.
	pub max_connections: usize,
	/// Most bytes of answers that cannot be read from the disk as they are taken: sealed fragments, playlists. Answers
	/// beyond wait, and are refused after some seconds. One network (a /24 or /48) has half of them.
	pub max_answer_bytes: usize,
	/// Largest request body in bytes (imports of CAR files).
	pub max_body_bytes: usize,
	/// Names, beside IP addresses and `localhost`, that a `Host` header may carry (lower case, without port).
	/// Anything else is answered 403: a page whose name was rebound to this address must not read it.
	pub allowed_hosts: Vec<String>,
	/// Origins of pages (`https://name`) that may call the `/api/v0` surface. The gateway is open to all origins.
	pub allowed_origins: Vec<String>,
	/// Whether `/api/v0` answers callers that are not on this machine. The token is asked for either way.
	pub remote_api: bool,
}

impl Default for HttpConfig {
	fn default() -> Self {
		Self {
			listen: SocketAddr::from(([127, 0, 0, 1], 8080)),
			header_timeout: Duration::from_secs(10),
			idle_timeout: Duration::from_secs(30),
			total_timeout: Duration::from_secs(3600),
			max_connections: 256,
			max_answer_bytes: 24 << 20,
			max_body_bytes: 1 << 30,
			allowed_hosts: Vec::new(),
			allowed_origins: Vec::new(),
			remote_api: false,
		}
	}
}
