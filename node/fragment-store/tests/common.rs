//! A store in a temporary directory, and one with its server.

use bytes::Bytes;
use cid::Cid;
use reel_fragment_store::{
	Config, Exchange, Handle, HttpConfig, LocalOnly, Service, Store,
	block::{DAG_CBOR, RAW},
};
use serde::Serialize;
use std::{
	net::SocketAddr,
	path::{Path, PathBuf},
	sync::Arc,
	time::Duration,
};
use tempfile::TempDir;
use tokio::task::JoinHandle;

/// Small segments, so that tests pass through several.
pub(crate) const SEGMENT_BYTES: u64 = 4 << 20;

pub(crate) fn config(directory: &Path) -> Config {
	Config {
		directory: directory.to_owned(),
		quota_bytes: 64 << 20,
		segment_bytes: SEGMENT_BYTES,
		gc_grace: Duration::ZERO,
		http: None,
		..Config::default()
	}
}

pub(crate) fn open(directory: &Path) -> Store {
	Store::open(config(directory)).expect("opens")
}

/// How many cases a test takes: few in CI, many with `REEL_SOAK` set (`scripts/soak.sh`).
pub(crate) fn cases(few: usize, many: usize) -> usize {
	if std::env::var_os("REEL_SOAK").is_some() { many } else { few }
}

/// A line of the table at the end of `scripts/soak.sh`.
pub(crate) fn summary(line: &str) {
	println!("soak: {line}");
}

/// The middle one of some figures.
pub(crate) fn middle<T: Copy + PartialOrd>(mut all: Vec<T>) -> T {
	all.sort_by(|one, other| one.partial_cmp(other).expect("figures"));
	all[all.len() / 2]
}

pub(crate) fn temporary() -> TempDir {
	tempfile::tempdir().expect("temporary directory")
}

/// `size` bytes that differ from seed to seed.
pub(crate) fn bytes(seed: u64, size: usize) -> Vec<u8> {
	let mut state = seed.wrapping_mul(0x9e37_79b9_7f4a_7c15) | 1;
	(0..size)
		.map(|_| {
			state ^= state << 13;
			state ^= state >> 7;
			state ^= state << 17;
			(state >> 24) as u8
		})
		.collect()
}

#[derive(Serialize)]
struct Node<'a> {
	links: &'a [Cid],
}

/// A dag-cbor block with these links.
pub(crate) fn node(links: &[Cid]) -> Vec<u8> {
	serde_ipld_dagcbor::to_vec(&Node { links }).expect("encodes")
}

/// Puts a root over `leaves` raw blocks of `size` bytes.
pub(crate) fn put_dag(store: &Store, seed: u64, leaves: u64, size: usize) -> (Cid, Vec<Cid>) {
	let leaves: Vec<Cid> =
		(0..leaves).map(|leaf| store.put(RAW, &bytes(seed + leaf, size)).expect("put")).collect();
	(store.put(DAG_CBOR, &node(&leaves)).expect("put"), leaves)
}

/// The segment files, in order.
pub(crate) fn segments(directory: &Path) -> Vec<PathBuf> {
	let mut found: Vec<PathBuf> = std::fs::read_dir(directory.join("segments"))
		.expect("is there")
		.map(|entry| entry.expect("readable").path())
		.collect();
	found.sort();
	found
}

/// A store with its server, stopped on drop.
pub(crate) struct Served {
	pub(crate) handle: Handle,
	pub(crate) address: SocketAddr,
	pub(crate) directory: PathBuf,
	server: JoinHandle<()>,
	/// Kept until the store is closed.
	_directory: Option<TempDir>,
}

impl Served {
	pub(crate) async fn start(http: HttpConfig) -> Self {
		let directory = temporary();
		let mut served = Self::start_in(directory.path(), http, Arc::new(LocalOnly)).await;
		served._directory = Some(directory);
		served
	}

	/// With somebody to ask for what is not here.
	pub(crate) async fn start_in(
		directory: &Path,
		http: HttpConfig,
		exchange: Arc<dyn Exchange>,
	) -> Self {
		let listen = SocketAddr::from(([127, 0, 0, 1], 0));
		let config = Config { http: Some(HttpConfig { listen, ..http }), ..config(directory) };
		let (handle, serving) = Service::open_with(config, exchange).await.expect("opens");
		let address = handle.http_address().expect("listens");
		let server = tokio::spawn(serving);
		Self { handle, address, directory: directory.to_owned(), server, _directory: None }
	}

	/// Ends the server; the store closes when its last request is over.
	pub(crate) async fn stop(mut self) {
		self.handle.shutdown();
		(&mut self.server).await.expect("ends");
	}

	pub(crate) fn url(&self, path: &str) -> String {
		format!("http://{}{path}", self.address)
	}

	pub(crate) async fn put(&self, bytes: impl Into<Bytes>) -> Cid {
		self.handle.put(RAW, bytes.into()).await.expect("put")
	}

	pub(crate) fn token(&self) -> String {
		let path = self.directory.join("api-token");
		std::fs::read_to_string(path).expect("is there").trim().to_owned()
	}
}

impl Drop for Served {
	fn drop(&mut self) {
		self.server.abort();
	}
}

pub(crate) async fn served() -> Served {
	Served::start(HttpConfig::default()).await
}
