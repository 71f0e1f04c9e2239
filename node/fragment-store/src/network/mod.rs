//! The peer network: finding titles and cells at other stores, fetching from them, and serving them.
//!
//! ```text
//!            Network (async, cheap to clone; an Exchange)
//!              │ fetch_cell fetch_title want announce connect state …
//!   fetch/ ────┤ jobs: plan, workers, gate, web origins        protocol/server: answers, bounded
//!              │        │ protocol/client: asks, verifies          │
//!              ▼        ▼ streams /reel/fragment/1                 ▼
//!              │        └ bitswap/: the same, block by block, with ordinary IPFS nodes
//!            swarm + events: one task drives libp2p: Kademlia /reel/kad/1, identify, ping, AutoNAT, relay, DCUtR,
//!                            limits, bans;  TCP and WebSocket with noise and yamux, QUIC
//! ```
//!
//! A *provider record* says that a peer has a title or a cell; fragments are found through their cell. What arrives is
//! checked KiB by KiB against the cell's root, so the first wrong KiB ends a transfer and shuts the peer out. An
//! announcement is renewed while what it names is here, and withdrawn at those who hold it once it is removed.
//!
//! | bound | where |
//! |---|---|
//! | connections, new ones of a part of the network a second, memory | [`LimitsConfig`], refused before a protocol sees them |
//! | streams of a connection a second, of a peer at once; who goes on is hung up on | `muxer.rs`, [`LimitsConfig`], `inbound.rs` |
//! | answers in memory, of which those go first that nobody takes; size of a request | [`LimitsConfig`], `turns.rs` |
//! | reservations and circuits of a relay: in all, of a peer, bytes, time | [`RelayLimits`] |
//! | provider records in all and of a peer, announcements | [`LimitsConfig`], `records.rs` |
//! | the routing table: who answered a question, few of a part of the network | `routing.rs` |
//! | what peers that deliver nothing cost a fetch: a second | `fetch/providers.rs`, `fetch/plan.rs` |
//! | bytes a second, in all and for an object | [`NetworkConfig`], [`Network::set_object_rates`] |
//! | fragments fetched at once | [`NetworkConfig::max_downloads`], the more urgent first |
//! | addresses dialled | of the open network only, `addresses.rs` |
//!
//! What this does not stop: a peer that delivered something may answer slowly from then on, just above the stall timeout;
//! many peers with keys and addresses of their own may fill a region of the provider table (look-ups go by disjoint paths,
//! after S/Kademlia, which makes it dearer). Nobody waits for them who knows a provider otherwise: peers that served before
//! and those that are connected are asked before a search begins. Whoever asks for something shows interest in it to those asked.
//!
//! Sources: mission S1, C5, C13, D1, D2; design 6.

mod addresses;
mod allowance;
mod bans;
mod behaviour;
mod bitswap;
mod catalog;
mod command;
mod config;
mod events;
mod fetch;
mod identity;
mod inbound;
mod introductions;
mod links;
mod muxer;
pub(crate) mod prefixes;
mod protocol;
mod rates;
mod records;
mod routing;
mod share;
mod shared;
mod standing;
mod swarm;
mod table;
mod turns;

pub use bans::{Misdeed, Report};
pub use command::State;
pub use config::{DhtMode, LimitsConfig, NetworkConfig, Origin, OriginKind, RelayLimits};
pub use fetch::{gate::Priority, job::CellReport, plan::Order};
pub use libp2p::{Multiaddr, PeerId};
pub use rates::RateCaps;

use crate::{
	dag::manifest::CellBlock,
	error::ServiceError,
	exchange::{Exchange, ExchangeError},
	store::Store,
};
use async_trait::async_trait;
use bytes::Bytes;
use cid::Cid;
use command::Command;
use fetch::{Fetcher, origin::Origins, wanted::Wanted};
use futures::{StreamExt, future::BoxFuture};
use libp2p::{Swarm, multiaddr::Protocol, swarm::SwarmEvent};
use shared::Shared;
use std::{collections::HashSet, error::Error, io, sync::Arc};
use swarm::Driver;
use tokio::sync::{broadcast, mpsc, oneshot, watch};

/// Commands that wait for the swarm.
const MAX_COMMANDS: usize = 256;

/// Why the network did not do what it was asked.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum NetworkError {
	/// The address does not name a peer.
	#[error("{0} does not end in /p2p/ and a peer id")]
	NoPeer(Multiaddr),
	/// The peer cannot be reached.
	#[error("cannot connect with {peer}: {reason}")]
	Unreachable {
		/// The peer.
		peer: PeerId,
		/// What was tried, and how it ended.
		reason: String,
	},
	/// The list of wanted titles cannot be written.
	#[error("cannot note what is wanted: {0}")]
	Wanted(#[from] io::Error),
	/// There are as many objects with caps of their own as allowed.
	#[error("too many objects have bandwidth caps of their own: take one away")]
	TooManyCaps,
	/// The network was shut down.
	#[error("the network has stopped")]
	Stopped,
}

/// A way to use the peer network of a store.
#[derive(Clone)]
pub struct Network(Arc<Inner>);

struct Inner {
	shared: Arc<Shared>,
	fetcher: Arc<Fetcher>,
	wanted: Arc<Wanted>,
	listening: watch::Receiver<Vec<Multiaddr>>,
}

impl std::fmt::Debug for Network {
	fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
		f.debug_struct("Network").field("peer", &self.0.shared.local).finish_non_exhaustive()
	}
}

fn cannot(source: impl Into<Box<dyn Error + Send + Sync>>) -> ServiceError {
	ServiceError::Network { source: source.into() }
}

impl Network {
	/// Starts the network of `store`. It listens when this returns; the future has to be spawned and ends with
	/// [`shutdown`](Self::shutdown).
	///
	/// # Errors
	/// [`ServiceError::Network`]: the key cannot be read, an address not listened on, a web origin's client not made.
	pub(crate) async fn start(
		store: Arc<Store>,
		config: NetworkConfig,
	) -> Result<(Self, BoxFuture<'static, ()>), ServiceError> {
		let directory = store.directory().to_owned();
		let key = identity::load_or_make(&directory).map_err(cannot)?;
		let wanted = Arc::new(Wanted::load(&directory).map_err(cannot)?);
		let local = key.public().to_peer_id();
		let mut swarm = behaviour::build(key, &config, store.metrics()).map_err(cannot)?;
		let addresses = listen(&mut swarm, &config).await?;
		let (listens, listening) = watch::channel(addresses);
		let (commands, from_others) = mpsc::channel(MAX_COMMANDS);
		let control = swarm.behaviour().streams.new_control();
		let incoming = swarm.behaviour_mut().fragments.incoming();
		let by_bitswap = swarm.behaviour_mut().bitswap.incoming();
		let origins = Origins::new(&config).map_err(cannot)?;
		let shared = Arc::new(Shared::new(store, config, commands, control, local));
		let fetcher = Arc::new(Fetcher::new(shared.clone(), origins));
		let network = Self(Arc::new(Inner { shared: shared.clone(), fetcher, wanted, listening }));
		let driver = Driver::new(shared.clone(), swarm, from_others, listens);
		let keeper = network.clone();
		// Boxed: it is large, and callers pass it on by value.
		let running = Box::pin(async move {
			let serving = tokio::spawn(async move {
				let blocks = async {
					if let Some(incoming) = by_bitswap {
						bitswap::run(shared.clone(), incoming).await;
					}
				};
				let fragments = async {
					if let Some(incoming) = incoming {
						protocol::server::run(shared.clone(), incoming).await;
					}
				};
				// Streams never end by themselves: the control that opens them keeps their source open.
				tokio::select! {
					() = shared.stopped() => {},
					() = async { tokio::join!(blocks, fragments); } => {},
				}
			});
			tokio::join!(driver.run(), keeper.announce_pinned(), keeper.fetch_wanted());
			// Its end is that of the network; a panic there was told already.
			let _ = serving.await;
		});
		Ok((network, running))
	}

	/// Name of this node.
	pub fn peer_id(&self) -> PeerId {
		self.0.shared.local
	}

	/// Where this node listens, each address with its `/p2p/` part.
	pub fn addresses(&self) -> Vec<Multiaddr> {
		let own = Protocol::P2p(self.peer_id());
		let listening = self.0.listening.borrow();
		listening
			.iter()
			.map(|address| {
				address
					.clone()
					.with_p2p(self.peer_id())
					.unwrap_or_else(|address| address.with(own.clone()))
			})
			.collect()
	}

	/// Connects with the peer at `address`, which ends in its `/p2p/` part, and waits until it has said what it speaks: from
	/// then on it is asked who provides what. Returns its name.
	///
	/// # Errors
	/// [`NetworkError::NoPeer`], [`NetworkError::Unreachable`].
	pub async fn connect(&self, address: &Multiaddr) -> Result<PeerId, NetworkError> {
		let (peer, _) =
			addresses::split_peer(address).ok_or_else(|| NetworkError::NoPeer(address.clone()))?;
		command::connect(&self.0.shared, peer, vec![address.clone()])
			.await
			.map_err(|reason| NetworkError::Unreachable { peer, reason })?;
		command::introduced(&self.0.shared, peer).await;
		Ok(peer)
	}

	/// What is going on.
	///
	/// # Errors
	/// [`NetworkError::Stopped`].
	pub async fn state(&self) -> Result<State, NetworkError> {
		fetch::sources::state(&self.0.shared).await.ok_or(NetworkError::Stopped)
	}

	/// Searches the providers of a title or cell, `limit` at most. This node is not among them.
	///
	/// # Errors
	/// [`NetworkError::Stopped`].
	pub async fn providers(&self, key: &Cid, limit: usize) -> Result<Vec<PeerId>, NetworkError> {
		let (found, mut providers) = mpsc::channel(64);
		self.send(Command::Providers { key: *key, found }).await?;
		let mut all = HashSet::new();
		while all.len() < limit
			&& let Some(peer) = providers.recv().await
		{
			all.insert(peer);
		}
		Ok(all.into_iter().collect())
	}

	/// The providers of a title or cell that this node's own part of the provider table knows, with their addresses;
	/// for delegated routing. This node is among them if it announced the key.
	///
	/// # Errors
	/// [`NetworkError::Stopped`].
	pub async fn known_providers(
		&self,
		key: &Cid,
	) -> Result<Vec<(PeerId, Vec<Multiaddr>)>, NetworkError> {
		let (tell, told) = oneshot::channel();
		self.send(Command::Known { key: *key, tell }).await?;
		told.await.map_err(|_| NetworkError::Stopped)
	}

	/// Fetches a cell from peers and web origins; every fragment is durable when this returns.
	///
	/// # Errors
	/// [`ExchangeError`] if somebody was asked and not everything came; what came is kept.
	pub async fn fetch_cell(
		&self,
		cell: &Cid,
		order: Order,
		priority: Priority,
	) -> Result<CellReport, ExchangeError> {
		self.0.fetcher.cell(cell, order, priority).await
	}

	/// Fetches a title with all its cells, some at once. `progress` is told the number and report of each cell that is
	/// complete. What is here already is not fetched again.
	///
	/// # Errors
	/// As [`fetch_cell`](Self::fetch_cell); also if the block is not a manifest.
	pub async fn fetch_title(
		&self,
		magnet: &Cid,
		order: Order,
		priority: Priority,
		progress: impl Fn(usize, CellReport) + Send + Sync,
	) -> Result<Vec<CellReport>, ExchangeError> {
		self.0.fetcher.title(magnet, order, priority, &progress).await
	}

	/// Fetches a title in the background, rarest fragments first, until it is complete, over restarts as well.
	///
	/// # Errors
	/// [`NetworkError::Wanted`].
	pub async fn want(&self, magnet: &Cid) -> Result<(), NetworkError> {
		let (wanted, magnet) = (self.0.wanted.clone(), *magnet);
		let added = tokio::task::spawn_blocking(move || wanted.add(magnet)).await;
		Ok(added.map_err(|_| NetworkError::Stopped)??)
	}

	/// No longer fetches a title in the background.
	///
	/// # Errors
	/// [`NetworkError::Wanted`].
	pub async fn unwant(&self, magnet: &Cid) -> Result<(), NetworkError> {
		let (wanted, magnet) = (self.0.wanted.clone(), *magnet);
		let removed = tokio::task::spawn_blocking(move || wanted.remove(&magnet)).await;
		Ok(removed.map_err(|_| NetworkError::Stopped)??)
	}

	/// The titles that are fetched in the background.
	pub fn wanted(&self) -> Vec<Cid> {
		self.0.wanted.all()
	}

	/// Sets the caps of all traffic together.
	pub fn set_rates(&self, caps: RateCaps) {
		self.0.shared.rates.set_all(caps);
	}

	/// Sets the caps of one title or cell (D2); two times no cap takes them away.
	///
	/// # Errors
	/// [`NetworkError::TooManyCaps`].
	pub fn set_object_rates(&self, object: Cid, caps: RateCaps) -> Result<(), NetworkError> {
		let set = self.0.shared.rates.set_object(object, caps);
		if set { Ok(()) } else { Err(NetworkError::TooManyCaps) }
	}

	/// Peers that are shut out.
	pub fn banned(&self) -> Vec<PeerId> {
		self.0.shared.bans.banned()
	}

	/// Misdeeds of peers from now on.
	pub fn reports(&self) -> broadcast::Receiver<Report> {
		self.0.shared.bans.reports()
	}

	/// Ends the network: connections are closed, its future completes.
	pub fn shutdown(&self) {
		self.0.shared.stop.send_replace(true);
	}

	async fn send(&self, command: Command) -> Result<(), NetworkError> {
		self.0.shared.commands.send(command).await.map_err(|_| NetworkError::Stopped)
	}
}

#[async_trait]
impl Exchange for Network {
	async fn fetch(&self, cid: &Cid) -> Result<Bytes, ExchangeError> {
		self.0.fetcher.fetch(cid).await
	}

	fn learn(&self, cid: &Cid, cell: &CellBlock) {
		self.0.fetcher.learn(cid, cell);
	}
}

/// Listens on every address of the configuration; returns the addresses once each listener has one.
async fn listen(
	swarm: &mut Swarm<behaviour::Behaviour>,
	config: &NetworkConfig,
) -> Result<Vec<Multiaddr>, ServiceError> {
	for address in &config.external {
		swarm.add_external_address(address.clone());
	}
	let mut waiting = HashSet::new();
	for address in &config.listen {
		let cannot = |error| cannot(format!("cannot listen on {address}: {error}; choose another"));
		waiting.insert(swarm.listen_on(address.clone()).map_err(cannot)?);
	}
	let mut listening = Vec::new();
	while !waiting.is_empty() {
		match swarm.select_next_some().await {
			SwarmEvent::NewListenAddr { listener_id, address } => {
				waiting.remove(&listener_id);
				if config.allow_private {
					swarm.add_external_address(address.clone());
				}
				listening.push(address);
			},
			SwarmEvent::ListenerClosed { addresses, reason: Err(error), .. } => {
				return Err(cannot(format!("cannot listen on {addresses:?}: {error}")));
			},
			_ => {},
		}
	}
	Ok(listening)
}
