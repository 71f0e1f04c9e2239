//! Keyed transfers: who may have fragments sealed, what was sent, and what could be (C5).

use super::{Handle, KeyedError};
use crate::{
	admission::{Admission, NotAdmitted},
	block::{DAG_CBOR, cid_of_digest},
	dag::manifest::{CellBlock, Manifest},
	error::{GrantError, StoreError},
	grants::{DownloadKey, GrantId, TransferReport, seal_fragment},
	store::Store,
};
use bytes::Bytes;
use cid::Cid;
use reel_primitives::ContentId;
use sha2::{Digest, Sha256};
use std::{ops::Range, sync::Arc, time::SystemTime};
use tokio::sync::watch;

impl Handle {
	/// Lets the holder of `key` have the fragments `cids` until `expires_at`. The same grant again moves its end.
	///
	/// # Errors
	/// [`GrantError::TableFull`], [`GrantError::TooManyFragments`], [`GrantError::Conflict`].
	pub fn grant(
		&self,
		id: GrantId,
		key: DownloadKey,
		cids: Vec<Cid>,
		expires_at: SystemTime,
	) -> Result<(), GrantError> {
		let taken = self.0.grants.insert(id, key, cids, expires_at);
		match taken {
			Ok(()) => self.metrics().grants_taken.one(),
			Err(_) => self.metrics().grants_refused.one(),
		}
		taken
	}

	/// What was sent under a grant; `None` if it is unknown, or over for longer than reports are kept.
	pub fn transfer_report(&self, id: &GrantId) -> Option<TransferReport> {
		self.0.grants.report(id)
	}

	/// Ends a grant and returns what was sent.
	pub fn revoke(&self, id: &GrantId) -> Option<TransferReport> {
		self.0.grants.remove(id)
	}

	/// A granted fragment, sealed, and noted as sent.
	///
	/// # Errors
	/// [`KeyedError`].
	pub async fn sealed_fragment(&self, id: &GrantId, index: u32) -> Result<Bytes, KeyedError> {
		let found = self.0.grants.find(id, index);
		let (key, cid) = found.inspect_err(|_| self.metrics().keyed_refused.one())?;
		let grant = *id;
		let (sealed, hash) = self
			.blocking(move |store| {
				let sealed = seal_fragment(&key, &grant, index, &store.get(&cid)?);
				let hash: [u8; 32] = Sha256::digest(&sealed).into();
				Ok((Bytes::from(sealed), hash))
			})
			.await?;
		self.0.grants.note_sent(id, index, hash, sealed.len() as u64);
		self.metrics().keyed_sent.one();
		self.metrics().keyed_bytes.add(sealed.len() as u64);
		Ok(sealed)
	}

	/// Has `admission` decide on what viewers show at `POST /keyed`. Once: what comes later is not taken, and said to be
	/// so by `false`. Without it nobody is admitted that way.
	pub fn admit_by(&self, admission: Arc<dyn Admission>) -> bool {
		self.0.admission.set(admission).is_ok()
	}

	/// Shows an introduction to whoever decides on them.
	pub(crate) async fn admit(&self, introduction: Bytes) -> Result<(), NotAdmitted> {
		let Some(admission) = self.0.admission.get() else { return Err(NotAdmitted::NO_PROVIDER) };
		admission.admit(self, introduction).await
	}

	/// Changes whenever a sealed fragment was sent.
	pub fn transfers(&self) -> watch::Receiver<()> {
		self.0.grants.transfers()
	}

	/// SHA2-256 of all fragments of a grant, sealed, whether they were sent or not. Nothing is noted as sent.
	///
	/// # Errors
	/// [`KeyedError`]: the grant is unknown or over, or a fragment is not here.
	pub async fn sealed_hashes(&self, id: &GrantId) -> Result<Vec<[u8; 32]>, KeyedError> {
		let (key, cids) = self.0.grants.all(id)?;
		let grant = *id;
		let hashes = self.blocking(move |store| {
			let sealed = (0..).zip(cids.iter()).map(|(index, cid)| {
				let sealed = seal_fragment(&key, &grant, index, &store.get(cid)?);
				Ok(Sha256::digest(&sealed).into())
			});
			sealed.collect::<Result<_, StoreError>>()
		});
		Ok(hashes.await?)
	}

	/// The block of a cell, if it and the title's manifest are here; nobody else is asked.
	///
	/// # Errors
	/// As [`Handle::get`], but for what is not here.
	pub async fn local_cell(
		&self,
		content: ContentId,
		cell: u32,
	) -> Result<Option<CellBlock>, StoreError> {
		self.blocking(move |store| {
			let manifest: Option<Manifest> = local(store, &magnet(&content), Manifest::decode)?;
			let link = manifest.and_then(|it| it.cells.get(usize::try_from(cell).ok()?).copied());
			let block = match link {
				Some(link) => local(store, &link, CellBlock::decode)?,
				None => None,
			};
			Ok(block.filter(|block| block.index == cell))
		})
		.await
	}

	/// The runs of cells of a title that are here whole, ascending.
	///
	/// # Errors
	/// As [`Handle::get`], but for what is not here.
	pub async fn whole_cells(&self, content: ContentId) -> Result<Vec<Range<u32>>, StoreError> {
		self.blocking(move |store| {
			let manifest: Option<Manifest> = local(store, &magnet(&content), Manifest::decode)?;
			let mut runs: Vec<Range<u32>> = Vec::new();
			for (index, link) in (0..).zip(manifest.into_iter().flat_map(|it| it.cells)) {
				if !is_whole(store, &link)? {
					continue;
				}
				match runs.last_mut() {
					Some(run) if run.end == index => run.end = index + 1,
					_ => runs.push(index..index + 1),
				}
			}
			Ok(runs)
		})
		.await
	}
}

fn magnet(content: &ContentId) -> Cid {
	cid_of_digest(DAG_CBOR, &content.0)
}

/// A block of a title, if it is here and what it should be.
fn local<T, E>(
	store: &Store,
	cid: &Cid,
	decode: impl Fn(&[u8]) -> Result<T, E>,
) -> Result<Option<T>, StoreError> {
	match store.get(cid) {
		Ok(bytes) => Ok(decode(&bytes).ok()),
		Err(
			StoreError::NotFound { .. } | StoreError::Denied { .. } | StoreError::Corrupt { .. },
		) => Ok(None),
		Err(error) => Err(error),
	}
}

fn is_whole(store: &Store, link: &Cid) -> Result<bool, StoreError> {
	let Some(cell) = local(store, link, CellBlock::decode)? else { return Ok(false) };
	for fragment in &cell.fragments {
		if !store.has(fragment)? || store.denied(fragment).is_some() {
			return Ok(false);
		}
	}
	Ok(true)
}
