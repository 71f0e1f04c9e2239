//! What all parts of the network use.

use super::{
	bans::{Bans, Misdeed},
	bitswap::Bitswap,
	catalog::Catalog,
	command::Command,
	config::NetworkConfig,
	fetch::gate::Gate,
	protocol::outlines::Outlines,
	rates::{RateCaps, Rates},
	standing::Standing,
};
use crate::{dag::manifest::CellBlock, error::StoreError, metrics::Metrics, store::Store};
use cid::Cid;
use libp2p::PeerId;
use std::sync::Arc;
use tokio::sync::{Semaphore, broadcast, mpsc, watch};

/// Operations on disk at once, for peers and fetches together.
const MAX_DISK: usize = 16;

/// Closed connections kept for a reader that is behind.
const MAX_CLOSED: usize = 256;

pub(crate) struct Shared {
	pub(crate) store: Arc<Store>,
	pub(crate) config: NetworkConfig,
	pub(crate) catalog: Catalog,
	pub(crate) rates: Rates,
	pub(crate) gate: Gate,
	pub(crate) bans: Bans,
	pub(crate) standing: Standing,
	pub(crate) outlines: Outlines,
	pub(crate) bitswap: Bitswap,
	pub(crate) commands: mpsc::Sender<Command>,
	pub(crate) control: libp2p_stream::Control,
	pub(crate) local: PeerId,
	pub(crate) stop: watch::Sender<bool>,
	/// Names the peer of each connection that closes.
	pub(crate) closed: broadcast::Sender<PeerId>,
	disk: Arc<Semaphore>,
}

impl Shared {
	pub(crate) fn new(
		store: Arc<Store>,
		config: NetworkConfig,
		commands: mpsc::Sender<Command>,
		control: libp2p_stream::Control,
		local: PeerId,
	) -> Self {
		let metrics = store.metrics().clone();
		let caps = RateCaps { upload_bps: config.upload_bps, download_bps: config.download_bps };
		Self {
			catalog: Catalog::default(),
			rates: Rates::new(caps),
			gate: Gate::new(config.max_downloads),
			bans: Bans::new(config.ban_time, config.max_strikes, metrics),
			standing: Standing::default(),
			outlines: Outlines::default(),
			bitswap: Bitswap::new(config.limits.max_served),
			disk: Arc::new(Semaphore::new(MAX_DISK)),
			stop: watch::channel(false).0,
			closed: broadcast::channel(MAX_CLOSED).0,
			store,
			config,
			commands,
			control,
			local,
		}
	}

	pub(crate) fn metrics(&self) -> &Metrics {
		self.store.metrics()
	}

	/// Runs `work` on a blocking thread, a bounded number at once.
	pub(crate) async fn blocking<T: Send + 'static>(
		&self,
		work: impl FnOnce(&Store) -> Result<T, StoreError> + Send + 'static,
	) -> Result<T, StoreError> {
		let slot = self.disk.clone().acquire_owned().await.map_err(|_| StoreError::Stopped)?;
		let store = self.store.clone();
		tokio::task::spawn_blocking(move || {
			let _slot = slot;
			work(&store)
		})
		.await
		.map_err(|_| StoreError::Stopped)?
	}

	/// A cell block that is here; `None` if it is not, or is not one.
	pub(crate) async fn local_cell(&self, cid: &Cid) -> Result<Option<Arc<CellBlock>>, StoreError> {
		// The deny list may have grown since the block was noted.
		if let Some(reason) = self.store.denied(cid) {
			return Err(StoreError::Denied { cid: *cid, reason });
		}
		let wanted = *cid;
		if let Some(cell) = self.catalog.cell(cid) {
			// What was noted may have been removed since.
			if self.blocking(move |store| store.has(&wanted)).await? {
				return Ok(Some(cell));
			}
			self.forget(cid);
			return Ok(None);
		}
		let bytes = match self.blocking(move |store| store.get(&wanted)).await {
			Ok(bytes) => bytes,
			Err(StoreError::NotFound { .. } | StoreError::Corrupt { .. }) => return Ok(None),
			Err(error) => return Err(error),
		};
		let Ok(cell) = CellBlock::decode(&bytes) else { return Ok(None) };
		let cell = Arc::new(cell);
		self.catalog.learn_cell(*cid, &cell);
		Ok(Some(cell))
	}

	/// Forgets a cell that was removed.
	pub(crate) fn forget(&self, cell: &Cid) {
		self.catalog.forget_cell(cell);
		self.outlines.forget(cell);
	}

	/// Which fragments of a cell are here, one bool each.
	pub(crate) async fn present(&self, cell: &Arc<CellBlock>) -> Result<Vec<bool>, StoreError> {
		let cell = cell.clone();
		self.blocking(move |store| cell.fragments.iter().map(|cid| store.has(cid)).collect()).await
	}

	/// Notes a misdeed, and shuts the peer out if that was enough.
	pub(crate) async fn note(
		&self,
		peer: PeerId,
		misdeed: Misdeed,
		asked: Cid,
		fragment: Option<u32>,
	) {
		self.standing.failed(&peer);
		if self.bans.note(peer, misdeed, asked, fragment) {
			// The table is what counts; the swarm hangs up.
			let _ = self.commands.send(Command::Ban(peer)).await;
		}
	}

	/// Completes when the network is stopped.
	pub(crate) async fn stopped(&self) {
		let mut stop = self.stop.subscribe();
		// An error means that the sender is gone, which `self` prevents.
		let _ = stop.wait_for(|stop| *stop).await;
	}
}
