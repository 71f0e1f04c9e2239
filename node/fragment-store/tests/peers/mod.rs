//! Stores that exchange titles over real sockets of this machine.

mod abuse;
mod exchange;
mod kill;
mod liar;
mod lies;
mod limits;
mod origins;
mod rates;
mod relays;
mod removal;
mod strangers;
mod wants;

pub(crate) use crate::film::MIB;
pub(crate) use origins::gzip;

use crate::{
	common::{self, temporary},
	film::{self, Cell},
};
use cid::Cid;
use reel_fragment_store::{
	Config, Handle, Network, NetworkConfig, Service,
	block::{RAW, cid_of},
	dag::manifest::CellBlock,
	network::{DhtMode, Multiaddr},
};
use std::{path::Path, time::Duration};
use tempfile::TempDir;
use tokio::task::JoinHandle;

/// Longest wait for something that has to happen, on a machine that does much else.
pub(crate) const LONG: Duration = Duration::from_secs(240);

/// Settings of a node of a test network: private addresses, quick renewals.
pub(crate) fn settings(bootstrap: &[Multiaddr]) -> NetworkConfig {
	NetworkConfig {
		listen: vec!["/ip4/127.0.0.1/tcp/0".parse().expect("parses")],
		bootstrap: bootstrap.to_vec(),
		allow_private: true,
		dht_mode: DhtMode::Server,
		..NetworkConfig::default()
	}
}

/// A store with its network, stopped on drop.
pub(crate) struct Node {
	pub(crate) handle: Handle,
	task: JoinHandle<()>,
	/// Kept until the store is closed.
	_directory: Option<TempDir>,
}

impl Node {
	pub(crate) async fn start(settings: NetworkConfig) -> Self {
		let directory = temporary();
		let mut node = Self::start_in(directory.path(), settings).await;
		node._directory = Some(directory);
		node
	}

	pub(crate) async fn start_in(directory: &Path, settings: NetworkConfig) -> Self {
		let config = Config {
			network: Some(settings),
			segment_bytes: 64 << 20,
			quota_bytes: 512 << 20,
			..common::config(directory)
		};
		Self::open(config).await
	}

	pub(crate) async fn open(config: Config) -> Self {
		let (handle, running) = Service::open(config).await.expect("opens");
		Self { handle, task: tokio::spawn(running), _directory: None }
	}

	/// Ends the node; the store closes when its last request is over.
	pub(crate) async fn stop(mut self) {
		self.handle.shutdown();
		(&mut self.task).await.expect("ends");
	}

	pub(crate) fn network(&self) -> &Network {
		self.handle.network().expect("has one")
	}

	pub(crate) fn address(&self) -> Multiaddr {
		self.network().addresses().first().cloned().expect("listens")
	}

	/// Waits until the routing table has `count` peers.
	pub(crate) async fn knows(&self, count: usize) {
		eventually("peers in the routing table", || async {
			self.network().state().await.expect("runs").routing >= count
		})
		.await;
	}

	/// Waits until `key` has at least `count` other providers.
	pub(crate) async fn finds(&self, key: &Cid, count: usize) {
		eventually("providers", || async {
			self.network().providers(key, 20).await.expect("runs").len() >= count
		})
		.await;
	}

	/// Puts, pins and so announces a title.
	pub(crate) async fn publish(&self, film: &Film) {
		for (cid, bytes) in &film.blocks {
			self.handle.put_cid(cid, bytes.clone().into()).await.expect("put");
		}
		self.handle.pin(&film.magnet).await.expect("pins");
	}

	/// Checks every byte of a title.
	pub(crate) async fn holds(&self, film: &Film) {
		for (cid, bytes) in &film.blocks {
			assert_eq!(self.handle.get(cid).await.expect("is here"), bytes, "{cid}");
		}
	}
}

impl Drop for Node {
	fn drop(&mut self) {
		self.handle.shutdown();
		self.task.abort();
	}
}

/// Waits until `check` holds. There is no event for what other machines know, so it is asked again and again.
pub(crate) async fn eventually<F: Future<Output = bool>>(what: &str, check: impl Fn() -> F) {
	let waited = async {
		while !check().await {
			tokio::time::sleep(Duration::from_millis(20)).await;
		}
	};
	tokio::time::timeout(LONG, waited).await.unwrap_or_else(|_| panic!("{what}: not in time"));
}

/// A title with its blocks: manifest, cell blocks, fragments.
#[derive(Clone)]
pub(crate) struct Film {
	pub(crate) magnet: Cid,
	pub(crate) cells: Vec<(Cid, CellBlock)>,
	/// Ciphertext of each cell.
	pub(crate) bytes: Vec<Vec<u8>>,
	pub(crate) blocks: Vec<(Cid, Vec<u8>)>,
}

/// A title of cells of these sizes, which are rounded up to whole cipher blocks.
pub(crate) fn film(seed: u64, sizes: &[usize]) -> Film {
	let mut film = Film { magnet: cid_of(RAW, b""), cells: vec![], bytes: vec![], blocks: vec![] };
	for (index, size) in (0u32..).zip(sizes) {
		let cell = Cell::new(seed, index, *size);
		film.blocks.extend(cell.fragments().map(|(cid, bytes)| (cid, bytes.to_vec())));
		film.blocks.push((cell.cid, cell.encoded));
		film.cells.push((cell.cid, cell.block));
		film.bytes.push(cell.bytes);
	}
	let cells: Vec<Cid> = film.cells.iter().map(|(cid, _)| *cid).collect();
	let size = film.bytes.iter().map(|cell| cell.len() as u64).sum();
	let manifest = film::manifest(seed, &cells, size);
	film.magnet = manifest.magnet().expect("encodes");
	film.blocks.push((film.magnet, manifest.encode().expect("encodes")));
	film
}
