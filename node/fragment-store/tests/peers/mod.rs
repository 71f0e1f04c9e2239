//! Stores that exchange titles over real sockets of this machine.

mod exchange;
mod kill;
mod liar;
mod lies;
mod limits;
mod origins;
mod removal;

use crate::common::{self, bytes, temporary};
use cid::Cid;
use reel_fragment_store::{
	Config, Handle, Network, NetworkConfig, Service,
	block::{DAG_CBOR, RAW, cid_of},
	dag::manifest::{CellBlock, InitPiece, Manifest, SegmentPiece},
	network::{DhtMode, Multiaddr},
};
use std::{path::Path, time::Duration};
use tempfile::TempDir;
use tokio::task::JoinHandle;

pub(crate) const MIB: usize = 1 << 20;

/// Longest wait for something that has to happen.
pub(crate) const LONG: Duration = Duration::from_secs(60);

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
		let content = bytes(seed * 100 + u64::from(index), size.next_multiple_of(16).max(32));
		let length = content.len() as u32;
		let mut fragments = Vec::new();
		for fragment in content.chunks(MIB) {
			fragments.push(cid_of(RAW, fragment));
			film.blocks.push((cid_of(RAW, fragment), fragment.to_vec()));
		}
		let cell = CellBlock {
			index,
			duration_ms: 60_000,
			length_bytes: u64::from(length),
			root: *blake3::hash(&content).as_bytes(),
			fragments,
			init: InitPiece { offset: 0, length: 16 },
			segments: vec![SegmentPiece { offset: 16, length: length - 16, duration_ms: 60_000 }],
		};
		let block = cell.encode().expect("encodes");
		film.cells.push((cid_of(DAG_CBOR, &block), cell));
		film.blocks.push((cid_of(DAG_CBOR, &block), block));
		film.bytes.push(content);
	}
	let manifest = Manifest {
		version: 1,
		title: format!("Film {seed}"),
		duration_ms: 60_000 * sizes.len() as u64,
		size_bytes: film.bytes.iter().map(|cell| cell.len() as u64).sum(),
		cells_root: [7; 32],
		codecs: "avc1.64001f,mp4a.40.2".to_owned(),
		width: 1280,
		height: 720,
		bandwidth_bps: 2_000_000,
		metadata: [].into(),
		cells: film.cells.iter().map(|(cid, _)| *cid).collect(),
	};
	film.magnet = manifest.magnet().expect("encodes");
	film.blocks.push((film.magnet, manifest.encode().expect("encodes")));
	film
}
