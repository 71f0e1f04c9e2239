//! What a curator's chain node has this store keep, and prove (S2).
//!
//! ```text
//! bridge ──sync──► lists (on disk) ──► work: fetch, pin, announce ──► held until off the lists for a while
//!        ──cells, proofs──► prepared: made in tasks of the store's own, waited for a second, there for the next asking
//! ```
//!
//! The bridge sends ids, and is answered at once; whatever takes time runs in tasks here, is tried again, and goes on
//! after a restart, because the lists are on disk and the blocks say themselves what is missing. See
//! [`reel_fragments::keeping`] for the messages.
//!
//! A kept span's cells are pinned one by one, and the title's manifest alone, not what it links to: a title's other spans
//! are other curators' affair. A span that is on no list any more is held for [`list::GRACE_S`] longer, since the chain may
//! go back, and then unpinned and erased, as far as no other pin holds it.

mod list;
mod prepared;
mod proofs;
#[cfg(test)]
mod tests;
mod work;

use crate::{block::cid_of_digest, handle::Handle, store::lock};
use cid::Cid;
use list::Lists;
use prepared::Prepared;
use reel_fragments::{
	challenge::LeafRef,
	keeping::{CellsReply, Piece, ProofsReply, ProofsRequest, SyncReply, SyncRequest},
	proof::{PossessionProof, SpanCell},
};
use std::{
	io,
	sync::{Arc, Mutex},
	time::Duration,
};
use tokio::{sync::Notify, time::Instant};
use work::Progress;

/// How long an answer is waited for before the asker is told to come again.
const PATIENCE: Duration = Duration::from_millis(1_000);

/// What this store keeps for a curator. Cheap to clone.
#[derive(Clone)]
pub(crate) struct Keeping(Arc<Inner>);

struct Inner {
	handle: Handle,
	lists: Mutex<Lists>,
	progress: Mutex<Progress>,
	proofs: Prepared<(Piece, LeafRef), PossessionProof>,
	cells: Prepared<Piece, Vec<SpanCell>>,
	/// Told when there may be something to do.
	changed: Notify,
	/// Told when a span was worked on.
	worked: Notify,
}

/// The magnet of a title.
fn magnet(piece: &Piece) -> Cid {
	cid_of_digest(crate::block::DAG_CBOR, &piece.content.0)
}

impl Keeping {
	/// Goes on with the lists in the store's directory.
	///
	/// # Errors
	/// The file cannot be read.
	pub(crate) fn open(handle: Handle) -> io::Result<Self> {
		let lists = Lists::load(&handle.stat().directory)?;
		Ok(Self(Arc::new(Inner {
			handle,
			lists: Mutex::new(lists),
			progress: Mutex::default(),
			proofs: Prepared::new(),
			cells: Prepared::new(),
			changed: Notify::new(),
			worked: Notify::new(),
		})))
	}

	/// Takes a page of a list over.
	///
	/// # Errors
	/// The lists cannot be written; they are as before.
	pub(crate) async fn sync(&self, request: SyncRequest) -> io::Result<SyncReply> {
		let wanted = request.wanted.clone();
		let keeping = self.clone();
		let taken = tokio::task::spawn_blocking(move || lock(&keeping.0.lists).take(request));
		let (next, has_changed) = taken.await.map_err(io::Error::other)??;
		if has_changed {
			self.0.changed.notify_one();
		}
		let progress = lock(&self.0.progress);
		let ready: Vec<_> = wanted.iter().map(|piece| progress.is_complete(piece)).collect();
		let (held, missing) = progress.sums(lock(&self.0.lists).all());
		Ok(SyncReply { next, ready: ready.try_into().unwrap_or_default(), held, missing })
	}

	/// The cells of a span, if they are known by now.
	pub(crate) async fn cells(&self, piece: Piece) -> CellsReply {
		let handle = self.0.handle.clone();
		let asked = self.0.cells.get(piece, async move { proofs::cells(&handle, &piece).await });
		let found = asked.by(Instant::now() + PATIENCE).await;
		CellsReply { cells: found.and_then(|cells| cells.to_vec().try_into().ok()) }
	}

	/// The proofs that are ready by now, all being made at once.
	pub(crate) async fn proofs(&self, request: ProofsRequest) -> ProofsReply {
		let until = Instant::now() + PATIENCE;
		let asked: Vec<_> = request
			.asked
			.into_iter()
			.map(|(piece, leaf)| {
				let keeping = self.clone();
				self.0.proofs.get((piece, leaf), async move { keeping.prove(piece, leaf).await })
			})
			.collect();
		let mut proofs = Vec::with_capacity(asked.len());
		for one in asked {
			proofs.push(one.by(until).await.map(|proof| (*proof).clone()));
		}
		ProofsReply { proofs: proofs.try_into().unwrap_or_default() }
	}

	async fn prove(&self, piece: Piece, leaf: LeafRef) -> Option<PossessionProof> {
		let proof = proofs::possession(&self.0.handle, &piece, leaf).await;
		if proof.is_none() {
			// Something that should be here is not, or is damaged: it is fetched again.
			lock(&self.0.progress).doubt(&piece);
			self.0.changed.notify_one();
		}
		proof
	}

	/// How every span stands, for people.
	pub(crate) fn status(&self) -> serde_json::Value {
		let progress = lock(&self.0.progress);
		let lists = lock(&self.0.lists);
		let told = |piece: &Piece| progress.told(piece);
		serde_json::json!({
			"kept": lists.kept().map(told).collect::<Vec<_>>(),
			"wanted": lists.wanted().map(told).collect::<Vec<_>>(),
			"leaving": lists.leaving().map(told).collect::<Vec<_>>(),
		})
	}
}
