//! A store of this program's own that exchanges with other stores: many providers at once, each byte checked.
//!
//! ```text
//! bootstrap ─► Kademlia: who has the title, the cell ─┐
//! web origins (gateways, plain files) ────────────────┴─► verified ranges ─► store on disk ─► title, ciphertext
//! ```
//!
//! What it carries is at rest, encrypted: the keys of a title come from desks alone, and so does the proof of a paid
//! view, which takes fragments sent under its ticket (C5). What was fetched is on disk the moment it came: a fetch that
//! was cut off goes on where it stopped. Source: mission D1, D2, C13.

use crate::{Error, Result, magnet::Magnet, watch::Title};
use reel_fragment_store::{
	Cid, Config, ExchangeError, FetchError, Handle, Network, NetworkConfig, Service, StoreError,
	TitleError,
	block::DAG_CBOR,
	dag::manifest::CellBlock,
	network::{CellReport, Multiaddr, Order, Origin, Priority},
};
use std::{fmt, path::PathBuf, sync::Arc};
use tokio::task::JoinHandle;

/// How a store of one's own takes part.
#[derive(Clone, Debug)]
pub struct PeerOptions {
	/// Its directory, made if it is not there; one process at a time.
	pub directory: PathBuf,
	/// Most bytes that it keeps.
	pub quota_bytes: u64,
	/// Stores to join the others by, each with its `/p2p/` part.
	pub bootstrap: Vec<Multiaddr>,
	/// Web servers that provide beside peers.
	pub origins: Vec<Origin>,
	/// Where others may reach it.
	pub listen: Vec<Multiaddr>,
	/// Whether addresses of this machine and of private networks are used.
	pub allow_private: bool,
	/// Whether what is here is sent to others.
	pub share: bool,
	/// Most bytes a second sent; `None` for no cap.
	pub upload_bps: Option<u64>,
	/// Most bytes a second taken; `None` for no cap.
	pub download_bps: Option<u64>,
}

impl PeerOptions {
	/// A store that talks to nobody.
	pub const fn alone(directory: PathBuf) -> Self {
		Self {
			directory,
			quota_bytes: u64::MAX,
			bootstrap: Vec::new(),
			origins: Vec::new(),
			listen: Vec::new(),
			allow_private: false,
			share: false,
			upload_bps: None,
			download_bps: None,
		}
	}
}

/// Where bytes came from.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Share {
	/// From peers.
	pub peer_bytes: u64,
	/// From web servers: origins, gateways, and providers of tickets.
	pub web_bytes: u64,
}

impl Share {
	/// The part of peers in basis points; `None` before the first byte.
	pub fn peers_bp(&self) -> Option<u32> {
		let all = u128::from(self.peer_bytes) + u128::from(self.web_bytes);
		u32::try_from((u128::from(self.peer_bytes) * 10_000).checked_div(all)?).ok()
	}

	/// The part of peers in percent, for people.
	pub fn text(&self) -> String {
		match self.peers_bp() {
			None => "nothing had to be fetched".to_owned(),
			Some(bp) => format!("{}.{:02} % of the bytes from peers", bp / 100, bp % 100),
		}
	}

	/// Both together.
	pub const fn plus(self, other: Self) -> Self {
		Self {
			peer_bytes: self.peer_bytes.saturating_add(other.peer_bytes),
			web_bytes: self.web_bytes.saturating_add(other.web_bytes),
		}
	}
}

impl From<CellReport> for Share {
	fn from(report: CellReport) -> Self {
		Self { peer_bytes: report.peer_bytes, web_bytes: report.origin_bytes }
	}
}

struct Inner {
	handle: Handle,
	serving: JoinHandle<()>,
	bootstrap: Vec<Multiaddr>,
}

impl Drop for Inner {
	fn drop(&mut self) {
		self.handle.shutdown();
		self.serving.abort();
	}
}

/// A store of one's own among others. Leaves them when the last copy is dropped.
#[derive(Clone)]
pub struct Peers(Arc<Inner>);

impl fmt::Debug for Peers {
	fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
		f.debug_struct("Peers").field("store", &self.0.handle).finish()
	}
}

impl From<ExchangeError> for Error {
	fn from(error: ExchangeError) -> Self {
		match error {
			ExchangeError::NoProvider { .. } => Self::NotFound(error.to_string()),
			error => Self::Storage(error.to_string()),
		}
	}
}

impl From<StoreError> for Error {
	fn from(error: StoreError) -> Self {
		match error {
			StoreError::NotFound { .. } | StoreError::Denied { .. } => {
				Self::NotFound(error.to_string())
			},
			error => Self::Storage(error.to_string()),
		}
	}
}

impl From<TitleError> for Error {
	fn from(error: TitleError) -> Self {
		match error {
			TitleError::Fetch(FetchError::Exchange(error)) => error.into(),
			TitleError::Fetch(FetchError::Store(error)) => error.into(),
			error => Self::Storage(error.to_string()),
		}
	}
}

impl Peers {
	/// Opens the store, and begins to listen.
	///
	/// # Errors
	/// [`Error::Storage`]: the directory is in use or cannot be used, an address not listened on.
	pub async fn open(options: PeerOptions) -> Result<Self> {
		let bootstrap = options.bootstrap.clone();
		let network = NetworkConfig {
			listen: options.listen,
			bootstrap: options.bootstrap,
			allow_private: options.allow_private,
			share: options.share,
			upload_bps: options.upload_bps,
			download_bps: options.download_bps,
			origins: options.origins,
			..NetworkConfig::default()
		};
		let config = Config {
			directory: options.directory,
			quota_bytes: options.quota_bytes,
			http: None,
			network: Some(network),
			..Config::default()
		};
		let opened = Service::open(config).await;
		let (handle, serving) = opened.map_err(|error| Error::Storage(error.to_string()))?;
		let serving = tokio::spawn(serving);
		Ok(Self(Arc::new(Inner { handle, serving, bootstrap })))
	}

	/// Leaves the others, and waits until the store is closed and its directory free for another process. That is when
	/// the other copies are dropped, and the transfers that were under way have ended.
	pub async fn close(self) {
		let handle = self.0.handle.clone();
		drop(self);
		handle.close().await;
	}

	fn network(&self) -> Result<&Network> {
		let network = self.0.handle.network();
		network.ok_or_else(|| Error::Storage("the store has no peer network".to_owned()))
	}

	/// The store.
	pub fn store(&self) -> &Handle {
		&self.0.handle
	}

	/// Where the store's files are.
	pub fn directory(&self) -> PathBuf {
		self.0.handle.stat().directory
	}

	/// Where others may reach it, each address with its `/p2p/` part.
	pub fn addresses(&self) -> Vec<String> {
		let network = self.0.handle.network();
		let addresses = network.map(Network::addresses).unwrap_or_default();
		addresses.iter().map(ToString::to_string).collect()
	}

	/// Connects with the stores to join by. Why each that could not be reached could not; the others go on without it.
	///
	/// # Errors
	/// [`Error::Storage`] when there are some and none can be reached.
	pub async fn join(&self) -> Result<Vec<String>> {
		let network = self.network()?;
		let all = self.0.bootstrap.iter().map(|address| network.connect(address));
		let failed: Vec<String> = futures::future::join_all(all)
			.await
			.into_iter()
			.filter_map(|joined| joined.err().map(|error| error.to_string()))
			.collect();
		if !failed.is_empty() && failed.len() == self.0.bootstrap.len() {
			return Err(Error::Storage(failed.join("; ")));
		}
		Ok(failed)
	}

	/// Peers connected now.
	pub async fn connected(&self) -> usize {
		match self.0.handle.network() {
			Some(network) => network.state().await.map_or(0, |state| state.connected.len()),
			None => 0,
		}
	}

	/// A title's description, from here or from whoever has it; then it is here.
	///
	/// # Errors
	/// [`Error::NotFound`] when nobody is known to have it, [`Error::Storage`].
	pub async fn title(&self, magnet: &Magnet) -> Result<Title> {
		let manifest = self.0.handle.manifest(&magnet.cid).await?;
		let mut cells = Vec::with_capacity(manifest.cells.len());
		for (index, link) in (0u32..).zip(&manifest.cells) {
			cells.push(self.0.handle.cell(link, index).await?);
		}
		Title::new(magnet.content(), manifest, cells)
	}

	/// Fetches what of a title is not here yet, and pins it. `progress` is told the number and report of each cell that is
	/// whole.
	///
	/// # Errors
	/// [`Error::NotFound`], [`Error::Storage`]; what came is kept.
	pub async fn fetch(
		&self,
		magnet: &Cid,
		order: Order,
		priority: Priority,
		progress: impl Fn(usize, CellReport) + Send + Sync,
	) -> Result<Vec<CellReport>> {
		let reports = self.network()?.fetch_title(magnet, order, priority, progress).await?;
		self.0.handle.pin(magnet).await?;
		Ok(reports)
	}

	/// Fetches one block, with everything linked from it if it is a cell, and pins it.
	///
	/// # Errors
	/// As [`Self::fetch`].
	pub async fn fetch_block(&self, cid: &Cid) -> Result<Share> {
		let before = self.share();
		let bytes = self.0.handle.get_or_fetch(cid).await;
		let bytes = bytes.map_err(|error| Error::from(TitleError::Fetch(error)))?;
		if cid.codec() == DAG_CBOR && CellBlock::decode(&bytes).is_ok() {
			self.network()?.fetch_cell(cid, Order::Rarest, Priority::Prefetch).await?;
		}
		self.0.handle.pin(cid).await?;
		let now = self.share();
		Ok(Share {
			peer_bytes: now.peer_bytes.saturating_sub(before.peer_bytes),
			web_bytes: now.web_bytes.saturating_sub(before.web_bytes),
		})
	}

	/// The ciphertext of a cell, for a viewer who waits for it, and where it came from.
	///
	/// # Errors
	/// [`Error::NotFound`], [`Error::Storage`].
	pub async fn cell(&self, link: &Cid, cell: &CellBlock) -> Result<(Vec<u8>, Share)> {
		let report = self.network()?.fetch_cell(link, Order::Play, Priority::Viewer).await?;
		let mut ciphertext = Vec::new();
		for fragment in &cell.fragments {
			ciphertext.extend_from_slice(&self.0.handle.get(fragment).await?);
		}
		if blake3::hash(&ciphertext).as_bytes() != &cell.root {
			return Err(Error::Storage(format!("cell {} is not the one registered", cell.index)));
		}
		Ok((ciphertext, report.into()))
	}

	/// Bytes of content that came since the store was opened.
	pub fn share(&self) -> Share {
		let metrics = self.0.handle.metrics();
		Share { peer_bytes: metrics.peer_bytes_in.get(), web_bytes: metrics.origin_bytes_in.get() }
	}

	/// Bytes of content sent to others since the store was opened.
	pub fn sent_bytes(&self) -> u64 {
		self.0.handle.metrics().peer_bytes_out.get()
	}
}

/// Reads the address of a store to join by.
///
/// # Errors
/// [`Error::Usage`] for what is no multiaddress that names its peer.
pub fn parse_peer(text: &str) -> Result<Multiaddr> {
	let wrong = || {
		Error::Usage(format!(
			"{text:?} is no address of a peer: write /ip4/192.0.2.7/tcp/30444/p2p/12D3KooW…"
		))
	};
	let address: Multiaddr = text.parse().map_err(|_| wrong())?;
	if text.contains("/p2p/") { Ok(address) } else { Err(wrong()) }
}

#[cfg(test)]
mod tests {
	use super::*;

	#[test]
	fn the_share_of_peers_is_counted_in_basis_points() {
		let share = Share { peer_bytes: 3, web_bytes: 1 };
		assert_eq!(share.peers_bp(), Some(7_500));
		assert_eq!(share.text(), "75.00 % of the bytes from peers");
		assert_eq!(Share::default().peers_bp(), None);
		let both = share.plus(Share { peer_bytes: u64::MAX, web_bytes: 0 });
		assert_eq!(both, Share { peer_bytes: u64::MAX, web_bytes: 1 });
		assert_eq!(Share { peer_bytes: u64::MAX, web_bytes: u64::MAX }.peers_bp(), Some(5_000));
	}

	#[test]
	fn a_peer_is_named_by_its_address_and_its_key() {
		let whole = "/ip4/127.0.0.1/tcp/1/p2p/12D3KooWEyoppNCUx8Yx66oV9fJnriXwCcXwDDUA2kj6vnc6iDEp";
		assert_eq!(parse_peer(whole).expect("an address").to_string(), whole);
		for wrong in ["", "127.0.0.1:1", "/ip4/127.0.0.1/tcp/1", "/p2p/"] {
			assert_eq!(parse_peer(wrong).expect_err(wrong).exit_code(), 2, "{wrong}");
		}
	}
}
