//! The async face of the store. Cheap to clone; work on disk runs on the runtime's blocking threads.

mod transfers;

use crate::{
	admission::Admission,
	block::is_named_by,
	dag::manifest::{CellBlock, Manifest, ManifestError},
	error::{GrantError, StoreError},
	exchange::{Exchange, ExchangeError},
	grants::Grants,
	metrics::Metrics,
	network::Network,
	store::{BlockStat, GcReport, Store, StoreStat},
};
use bytes::Bytes;
use cid::Cid;
use std::{
	net::SocketAddr,
	sync::{Arc, OnceLock},
};
use tokio::sync::{Semaphore, watch};

/// A way to use a store that is open in this process.
#[derive(Clone)]
pub struct Handle(Arc<Inner>);

struct Inner {
	store: Arc<Store>,
	grants: Grants,
	admission: OnceLock<Arc<dyn Admission>>,
	exchange: Arc<dyn Exchange>,
	network: Option<Network>,
	slots: Arc<Semaphore>,
	shutdown: watch::Sender<bool>,
	http: Option<SocketAddr>,
}

impl std::fmt::Debug for Handle {
	fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
		f.debug_struct("Handle").field("store", &self.0.store).finish_non_exhaustive()
	}
}

/// Why a block could neither be read here nor had from elsewhere.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum FetchError {
	/// The store refused.
	#[error(transparent)]
	Store(#[from] StoreError),
	/// Nobody delivered it.
	#[error(transparent)]
	Exchange(#[from] ExchangeError),
}

/// Why a title could not be read.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum TitleError {
	/// A block of it cannot be had.
	#[error(transparent)]
	Fetch(#[from] FetchError),
	/// A block of it is not what it should be.
	#[error("{cid}: {source}")]
	Manifest {
		/// The block at fault.
		cid: Cid,
		/// What is wrong with it.
		source: ManifestError,
	},
}

/// Why a granted fragment was not given.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum KeyedError {
	/// The grant does not allow it.
	#[error(transparent)]
	Grant(#[from] GrantError),
	/// The store refused.
	#[error(transparent)]
	Store(#[from] StoreError),
}

impl Handle {
	pub(crate) fn new(
		store: Arc<Store>,
		grants: Grants,
		exchange: Arc<dyn Exchange>,
		network: Option<Network>,
		max_concurrent: usize,
		http: Option<SocketAddr>,
	) -> Self {
		let slots = Arc::new(Semaphore::new(max_concurrent.max(1)));
		let (shutdown, _) = watch::channel(false);
		let admission = OnceLock::new();
		Self(Arc::new(Inner { store, grants, admission, exchange, network, slots, shutdown, http }))
	}

	pub(crate) fn store(&self) -> &Store {
		&self.0.store
	}

	/// Runs `work` on a blocking thread, at most `max_concurrent` at once. It runs to its end even if the caller
	/// stops waiting.
	pub(crate) async fn blocking<T: Send + 'static>(
		&self,
		work: impl FnOnce(&Store) -> Result<T, StoreError> + Send + 'static,
	) -> Result<T, StoreError> {
		let slot = self.0.slots.clone().acquire_owned().await.map_err(|_| StoreError::Stopped)?;
		let store = self.0.store.clone();
		tokio::task::spawn_blocking(move || {
			let _slot = slot;
			work(&store)
		})
		.await
		.map_err(|_| StoreError::Stopped)?
	}

	/// Stores `bytes` under `codec` and SHA2-256; durable when it returns. See [`Store::put`].
	///
	/// # Errors
	/// As [`Store::put`].
	pub async fn put(&self, codec: u64, bytes: Bytes) -> Result<Cid, StoreError> {
		self.blocking(move |store| store.put(codec, &bytes)).await
	}

	/// Stores `bytes`, which must be what `cid` names; durable when it returns.
	///
	/// # Errors
	/// As [`Store::put_cid`].
	pub async fn put_cid(&self, cid: &Cid, bytes: Bytes) -> Result<(), StoreError> {
		let cid = *cid;
		self.blocking(move |store| store.put_cid(&cid, &bytes)).await
	}

	/// The bytes of a block, checked against its hash.
	///
	/// # Errors
	/// As [`Store::get`].
	pub async fn get(&self, cid: &Cid) -> Result<Bytes, StoreError> {
		let cid = *cid;
		self.blocking(move |store| store.get(&cid)).await
	}

	/// The bytes of a block, from here or else from the exchange, in which case they are stored.
	///
	/// # Errors
	/// [`FetchError`]. A full quota does not keep the bytes from the caller.
	pub async fn get_or_fetch(&self, cid: &Cid) -> Result<Bytes, FetchError> {
		match self.get(cid).await {
			Ok(bytes) => return Ok(bytes),
			Err(StoreError::NotFound { .. } | StoreError::Corrupt { .. }) => {},
			Err(error) => return Err(error.into()),
		}
		Ok(self.fetch(cid).await?.0)
	}

	/// Fetches a block; returns whether it is stored.
	pub(crate) async fn fetch(&self, cid: &Cid) -> Result<(Bytes, bool), FetchError> {
		let bytes = self.0.exchange.fetch(cid).await?;
		if !is_named_by(cid, &bytes) {
			return Err(StoreError::HashMismatch { cid: *cid }.into());
		}
		match self.put_cid(cid, bytes.clone()).await {
			Ok(()) => Ok((bytes, true)),
			Err(StoreError::QuotaExceeded { .. }) => Ok((bytes, false)),
			Err(error) => Err(error.into()),
		}
	}

	/// Whether a block is here.
	///
	/// # Errors
	/// Errors of the index.
	pub async fn has(&self, cid: &Cid) -> Result<bool, StoreError> {
		let cid = *cid;
		self.blocking(move |store| store.has(&cid)).await
	}

	/// Size and codec of a block; `None` if it is not here.
	///
	/// # Errors
	/// Errors of the index.
	pub async fn block_stat(&self, cid: &Cid) -> Result<Option<BlockStat>, StoreError> {
		let cid = *cid;
		self.blocking(move |store| store.block_stat(&cid)).await
	}

	/// Removes a block and erases its bytes.
	///
	/// # Errors
	/// As [`Store::delete`].
	pub async fn delete(&self, cid: &Cid) -> Result<(), StoreError> {
		let cid = *cid;
		self.blocking(move |store| store.delete(&cid)).await?;
		self.removed().await;
		Ok(())
	}

	/// Holds a block and what is linked from it.
	///
	/// # Errors
	/// As [`Store::pin`].
	pub async fn pin(&self, cid: &Cid) -> Result<(), StoreError> {
		let cid = *cid;
		self.blocking(move |store| store.pin(&cid)).await?;
		if let Some(network) = &self.0.network {
			// An error means that it is going down.
			let _ = network.announce_pin(&cid).await;
		}
		Ok(())
	}

	/// Takes a pin away.
	///
	/// # Errors
	/// As [`Store::unpin`].
	pub async fn unpin(&self, cid: &Cid) -> Result<(), StoreError> {
		let cid = *cid;
		self.blocking(move |store| store.unpin(&cid)).await
	}

	/// The pins, in no order.
	pub fn pins(&self) -> Vec<Cid> {
		self.0.store.pins()
	}

	/// Refuses a block from now on and erases it.
	///
	/// # Errors
	/// As [`Store::deny`].
	pub async fn deny(&self, cid: &Cid, reason: &str) -> Result<(), StoreError> {
		let (cid, reason) = (*cid, reason.to_owned());
		self.blocking(move |store| store.deny(&cid, &reason)).await?;
		self.removed().await;
		Ok(())
	}

	/// Refuses a root and all that is linked from it; returns the number of blocks.
	///
	/// # Errors
	/// As [`Store::deny_dag`].
	pub async fn deny_dag(&self, root: &Cid, reason: &str) -> Result<u64, StoreError> {
		let (root, reason) = (*root, reason.to_owned());
		let denied = self.blocking(move |store| store.deny_dag(&root, &reason)).await;
		// Some may have been denied before the error.
		self.removed().await;
		denied
	}

	/// Takes a block off the deny list.
	///
	/// # Errors
	/// As [`Store::allow`].
	pub async fn allow(&self, cid: &Cid) -> Result<(), StoreError> {
		let cid = *cid;
		self.blocking(move |store| store.allow(&cid)).await
	}

	/// Why a block is denied; `None` if it is not.
	pub fn denied(&self, cid: &Cid) -> Option<String> {
		self.0.store.denied(cid)
	}

	/// Removes what no pin holds, and gives disk space back.
	///
	/// # Errors
	/// As [`Store::gc`].
	pub async fn gc(&self) -> Result<GcReport, StoreError> {
		let report = self.blocking(Store::gc).await;
		self.removed().await;
		report
	}

	/// What the store holds.
	pub fn stat(&self) -> StoreStat {
		self.0.store.stat()
	}

	/// Counters since the store was opened.
	pub fn metrics(&self) -> &Metrics {
		self.0.store.metrics()
	}

	/// The peer network; `None` for a store without one.
	pub fn network(&self) -> Option<&Network> {
		self.0.network.as_ref()
	}

	/// Withdraws the announcements of what was removed.
	pub(crate) async fn removed(&self) {
		if let Some(network) = &self.0.network {
			// An error means that it is going down.
			let _ = network.withdraw_removed().await;
		}
	}

	/// Where the HTTP server listens; `None` for a store without one.
	pub fn http_address(&self) -> Option<SocketAddr> {
		self.0.http
	}

	/// The manifest of a title.
	///
	/// # Errors
	/// [`TitleError`].
	pub async fn manifest(&self, magnet: &Cid) -> Result<Manifest, TitleError> {
		let bytes = self.get_or_fetch(magnet).await?;
		Manifest::decode(&bytes).map_err(|source| TitleError::Manifest { cid: *magnet, source })
	}

	/// The block of cell number `index`, whose link is `cid`.
	///
	/// # Errors
	/// [`TitleError`]; also if the block is that of another cell.
	pub async fn cell(&self, cid: &Cid, index: u32) -> Result<CellBlock, TitleError> {
		let bytes = self.get_or_fetch(cid).await?;
		let wrong = |source| TitleError::Manifest { cid: *cid, source };
		let cell = CellBlock::decode(&bytes).map_err(wrong)?;
		if cell.index != index {
			return Err(wrong(ManifestError::OutOfBounds("it is the block of another cell")));
		}
		self.0.exchange.learn(cid, &cell);
		Ok(cell)
	}

	/// Ends the service: open connections are closed, its future completes. The store closes with the last handle.
	pub fn shutdown(&self) {
		self.0.shutdown.send_replace(true);
		if let Some(network) = &self.0.network {
			network.shutdown();
		}
	}

	/// As [`shutdown`](Self::shutdown), and waits until the store is closed and its directory free for another process.
	/// That is when the service's future and every other handle are gone: keep none while waiting.
	pub async fn close(self) {
		let mut closed = self.0.store.on_close();
		self.shutdown();
		drop(self);
		// Nothing is ever sent: the error is the end of the store.
		while closed.changed().await.is_ok() {}
	}

	pub(crate) fn on_shutdown(&self) -> watch::Receiver<bool> {
		self.0.shutdown.subscribe()
	}
}
