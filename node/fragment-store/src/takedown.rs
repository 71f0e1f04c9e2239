//! The async face of what takes away whole titles, and of what a curator's spans are held by.

use crate::{error::StoreError, handle::Handle, store::Store};
use cid::Cid;

impl Handle {
	/// The titles whose manifests are here. See [`Store::titles`].
	///
	/// # Errors
	/// As [`Store::titles`].
	pub async fn titles(&self) -> Result<Vec<Cid>, StoreError> {
		self.blocking(Store::titles).await
	}

	/// Refuses a title and erases it, but for what another title here shares; announcements end. See
	/// [`Store::take_down`].
	///
	/// # Errors
	/// As [`Store::take_down`].
	pub async fn take_down(&self, magnet: &Cid, reason: &str) -> Result<u64, StoreError> {
		let (magnet, reason) = (*magnet, reason.to_owned());
		let denied = self.blocking(move |store| store.take_down(&magnet, &reason)).await;
		self.removed().await;
		denied
	}

	/// Allows a title again that was taken down. See [`Store::reinstate`].
	///
	/// # Errors
	/// As [`Store::reinstate`].
	pub async fn reinstate(&self, magnet: &Cid) -> Result<u64, StoreError> {
		let magnet = *magnet;
		self.blocking(move |store| store.reinstate(&magnet)).await
	}

	/// Lets in what a title links to that may be played, if it was denied with another. See [`Store::let_in`].
	///
	/// # Errors
	/// As [`Store::let_in`].
	pub async fn let_in(&self, magnet: &Cid) -> Result<bool, StoreError> {
		let magnet = *magnet;
		self.blocking(move |store| store.let_in(&magnet)).await
	}

	/// The titles that are taken down.
	pub fn taken_down(&self) -> Vec<Cid> {
		self.store().taken_down()
	}

	/// Pins without announcing: of a curator's spans only cells are held, which are announced with their title.
	pub(crate) async fn hold(&self, cid: &Cid) -> Result<(), StoreError> {
		let cid = *cid;
		self.blocking(move |store| store.pin(&cid)).await
	}

	/// Takes such a pin away, if it is there.
	pub(crate) async fn release(&self, cid: &Cid) -> Result<(), StoreError> {
		match self.unpin(cid).await {
			Ok(()) | Err(StoreError::NotPinned { .. }) => Ok(()),
			Err(error) => Err(error),
		}
	}

	/// Removes and erases blocks, as far as no pin holds them; returns how many.
	pub(crate) async fn erase(&self, cids: Vec<Cid>) -> Result<u64, StoreError> {
		let erased = self
			.blocking(move |store| {
				let mut erased = 0;
				for cid in &cids {
					match store.delete(cid) {
						Ok(()) => erased += 1,
						Err(StoreError::Pinned { .. } | StoreError::NotFound { .. }) => {},
						Err(error) => return Err(error),
					}
				}
				Ok(erased)
			})
			.await;
		self.removed().await;
		erased
	}
}
