//! What this node shares: announcing what it holds, withdrawing what it no longer does, and fetching what is wanted.

use super::{Network, NetworkError, Order, Priority, command::Command};
use crate::{
	block::DAG_CBOR,
	dag::manifest::{CellBlock, Manifest},
	error::StoreError,
	store::Store,
};
use cid::Cid;
use std::{sync::Arc, time::Duration};

/// Pause before a wanted title that could not be completed is tried again.
const WANTED_AGAIN: Duration = Duration::from_secs(30);

/// The manifest `magnet`, if it is here and is one.
fn manifest(store: &Store, magnet: &Cid) -> Result<Option<Manifest>, StoreError> {
	match store.get(magnet) {
		Ok(bytes) => Ok(Manifest::decode(&bytes).ok()),
		Err(
			StoreError::NotFound { .. }
			| StoreError::Corrupt { .. }
			| StoreError::Denied { .. }
			| StoreError::UnsupportedCid { .. },
		) => Ok(None),
		Err(error) => Err(error),
	}
}

/// Whether a cell, or any fragment of it, is here.
fn holds_cell(store: &Store, cid: &Cid) -> Result<bool, StoreError> {
	let Ok(bytes) = store.get(cid) else { return Ok(false) };
	let Ok(cell) = CellBlock::decode(&bytes) else { return Ok(false) };
	for fragment in &cell.fragments {
		if store.has(fragment)? {
			return Ok(true);
		}
	}
	Ok(false)
}

/// Whether what `cid` names is worth an announcement: the block is here and, of a cell, something to send.
fn is_here(store: &Store, cid: &Cid) -> Result<bool, StoreError> {
	let Ok(bytes) = store.get(cid) else { return Ok(false) };
	if CellBlock::decode(&bytes).is_ok() { holds_cell(store, cid) } else { Ok(true) }
}

impl Network {
	/// Announces what a pin holds, so that others find it: a title as [`announce_title`](Self::announce_title) does, and a
	/// file by its root, such as that of a layer (C10). A fragment of a known cell is none, and is found by its cell.
	///
	/// # Errors
	/// [`NetworkError::Stopped`].
	pub async fn announce_pin(&self, pin: &Cid) -> Result<(), NetworkError> {
		if pin.codec() == DAG_CBOR {
			return self.announce_title(pin).await.map(drop);
		}
		let shared = &self.0.shared;
		if shared.config.share && shared.catalog.cell_of(pin).is_none() {
			self.send(Command::Announce(*pin)).await?;
		}
		Ok(())
	}

	/// Announces a title and those of its cells that are here, at least in part. Returns how many of both; 0 if the
	/// title is not here, or this node does not share.
	///
	/// # Errors
	/// [`NetworkError::Stopped`].
	pub async fn announce_title(&self, magnet: &Cid) -> Result<usize, NetworkError> {
		let shared = &self.0.shared;
		if !shared.config.share {
			return Ok(0);
		}
		let title = *magnet;
		let found = shared
			.blocking(move |store| {
				let Some(manifest) = manifest(store, &title)? else { return Ok(None) };
				let mut cells = Vec::new();
				for cell in &manifest.cells {
					if holds_cell(store, cell)? {
						cells.push(*cell);
					}
				}
				Ok(Some((manifest, cells)))
			})
			.await;
		let Ok(Some((manifest, cells))) = found else { return Ok(0) };
		shared.catalog.learn_title(title, &manifest);
		let count = cells.len() + 1;
		for cid in std::iter::once(title).chain(cells) {
			self.send(Command::Announce(cid)).await?;
		}
		Ok(count)
	}

	/// Withdraws the announcements of what is no longer here. [`Handle`](crate::Handle) calls it after each removal.
	///
	/// # Errors
	/// [`NetworkError::Stopped`].
	pub async fn withdraw_removed(&self) -> Result<(), NetworkError> {
		let shared = &self.0.shared;
		let announced = self.state().await?.announced;
		let gone = shared
			.blocking(move |store| {
				let mut gone = Vec::new();
				for cid in announced {
					if !is_here(store, &cid)? {
						gone.push(cid);
					}
				}
				Ok(gone)
			})
			.await
			.unwrap_or_default();
		for cid in &gone {
			shared.forget(cid);
		}
		if gone.is_empty() { Ok(()) } else { self.send(Command::Unannounce(gone)).await }
	}

	/// Announces what pins hold, when the network starts.
	pub(super) async fn announce_pinned(&self) {
		for pin in self.0.shared.store.pins() {
			if self.announce_pin(&pin).await.is_err() {
				return;
			}
		}
	}

	/// Fetches the wanted titles, until the network stops.
	pub(super) async fn fetch_wanted(&self) {
		let shared = Arc::clone(&self.0.shared);
		let work = async {
			loop {
				for magnet in self.0.wanted.all() {
					let fetched = self
						.fetch_title(&magnet, Order::Rarest, Priority::Background, |_, _| {})
						.await;
					match fetched {
						Ok(_) => {
							if let Err(error) = self.unwant(&magnet).await {
								tracing::warn!(target: "reel::peers", %magnet, %error, "cannot note a complete title");
							}
						},
						Err(error) => {
							tracing::debug!(target: "reel::peers", %magnet, %error, "a wanted title is not complete yet");
						},
					}
				}
				let added = self.0.wanted.added.notified();
				let _ = tokio::time::timeout(WANTED_AGAIN, added).await;
			}
		};
		tokio::select! {
			() = work => {},
			() = shared.stopped() => {},
		}
	}
}
