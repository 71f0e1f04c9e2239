//! Blocks on their way out: read from the disk a piece at a time, as the client takes them. So a connection costs a piece
//! or two, whatever it asked for and however slowly it takes it.

use super::{State, budget::Budget, reply::Refusal};
use crate::{
	error::StoreError,
	handle::{FetchError, Handle},
	store::{PIECE_BYTES, Pieces},
};
use bytes::Bytes;
use cid::Cid;
use futures::{Stream, stream};
use std::{error::Error, net::IpAddr, ops::Range, sync::Arc};

/// Why an answer was cut short.
pub(crate) type Cut = Box<dyn Error + Send + Sync>;

/// A block, in the store or only fetched: the store may have no room for it.
enum Opened {
	Stored(Pieces),
	NotStored(Bytes),
}

async fn open(handle: &Handle, cid: &Cid) -> Result<Opened, FetchError> {
	let name = *cid;
	match handle.blocking(move |store| store.check(&name)).await {
		Ok(pieces) => return Ok(Opened::Stored(pieces)),
		Err(StoreError::NotFound { .. } | StoreError::Corrupt { .. }) => {},
		Err(error) => return Err(error.into()),
	}
	match handle.fetch(cid).await? {
		(bytes, false) => Ok(Opened::NotStored(bytes)),
		(_, true) => {
			let pieces = handle.blocking(move |store| store.check(&name)).await?;
			Ok(Opened::Stored(pieces))
		},
	}
}

/// Bytes to be sent.
#[derive(Clone, Debug)]
pub(crate) enum Source {
	/// In memory.
	Held(Bytes),
	/// In the store.
	Stored(Arc<Pieces>),
}

impl Source {
	/// The block `cid`, from here or else fetched and stored.
	pub(crate) async fn open(state: &State, from: IpAddr, cid: &Cid) -> Result<Self, Refusal> {
		Ok(match open(&state.handle, cid).await? {
			Opened::Stored(pieces) => Self::Stored(Arc::new(pieces)),
			Opened::NotStored(bytes) => {
				Self::Held(state.budget.take(from, bytes.len()).await?.with(bytes))
			},
		})
	}

	/// As [`open`](Self::open), in the middle of an answer.
	pub(crate) async fn open_next(
		handle: &Handle,
		budget: &Budget,
		from: IpAddr,
		cid: &Cid,
	) -> Result<Self, Cut> {
		Ok(match open(handle, cid).await? {
			Opened::Stored(pieces) => Self::Stored(Arc::new(pieces)),
			Opened::NotStored(bytes) => {
				let held = budget.take(from, bytes.len()).await;
				Self::Held(held.map_err(|refusal| refusal.message)?.with(bytes))
			},
		})
	}

	/// Length in bytes.
	pub(crate) fn len(&self) -> usize {
		match self {
			Self::Held(bytes) => bytes.len(),
			Self::Stored(pieces) => pieces.bytes(),
		}
	}

	/// All of it in memory.
	pub(crate) async fn whole(&self, handle: &Handle, cid: &Cid) -> Result<Bytes, Cut> {
		match self {
			Self::Held(bytes) => Ok(bytes.clone()),
			Self::Stored(_) => Ok(handle.get(cid).await?),
		}
	}

	/// The bytes of `range`, piece by piece.
	pub(crate) fn send(
		self,
		handle: Handle,
		range: Range<usize>,
	) -> impl Stream<Item = Result<Bytes, Cut>> + Send + 'static {
		stream::try_unfold((handle, self, range), |(handle, source, range)| async move {
			if range.is_empty() {
				return Ok(None);
			}
			let number = range.start / PIECE_BYTES;
			let start = number * PIECE_BYTES;
			let end = range.end.min(start + PIECE_BYTES);
			let bytes = match &source {
				Self::Held(bytes) => bytes.slice(range.start..end),
				Self::Stored(pieces) => {
					let pieces = pieces.clone();
					let piece = handle.blocking(move |store| store.piece(&pieces, number)).await?;
					piece.slice(range.start - start..end - start)
				},
			};
			Ok(Some((bytes, (handle, source, end..range.end))))
		})
	}
}
