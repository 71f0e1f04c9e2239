//! Bringing the store to what the lists say: fetching, pinning, announcing, dropping. Some spans at once, each tried again
//! until it is complete.

use super::{Keeping, magnet};
use crate::{
	block::RAW,
	dag::manifest::{CellBlock, Manifest},
	error::StoreError,
	network::{Order, Priority},
	store::lock,
};
use cid::Cid;
use reel_fragments::{Fragments, keeping::Piece, span::cells_of};
use serde_json::{Value, json};
use std::{collections::HashMap, time::Duration};
use tokio::{task::JoinSet, time::Instant};

/// Spans worked on at once.
const AT_ONCE: usize = 3;

/// Pause before a span that could not be completed is tried again.
const AGAIN: Duration = Duration::from_secs(10);

/// How long a complete span is taken for complete before its blocks are looked for again.
const RECHECK: Duration = Duration::from_secs(300);

/// How often the lists are looked at when nobody says that they changed.
const TICK: Duration = Duration::from_secs(2);

/// How far one span is.
#[derive(Clone, Debug)]
struct Stand {
	held: Fragments,
	missing: Fragments,
	is_complete: bool,
	is_busy: bool,
	due: Instant,
	error: Option<String>,
}

/// How far each span is.
#[derive(Debug, Default)]
pub(super) struct Progress(HashMap<Piece, Stand>);

impl Progress {
	pub(super) fn is_complete(&self, piece: &Piece) -> bool {
		self.0.get(piece).is_some_and(|stand| stand.is_complete)
	}

	/// Fragments held and missing, of these spans.
	pub(super) fn sums<'a>(
		&self,
		pieces: impl Iterator<Item = &'a Piece>,
	) -> (Fragments, Fragments) {
		pieces.filter_map(|piece| self.0.get(piece)).fold((0, 0), |(held, missing), stand| {
			(held.saturating_add(stand.held), missing.saturating_add(stand.missing))
		})
	}

	/// Looks for a span's blocks again, now.
	pub(super) fn doubt(&mut self, piece: &Piece) {
		if let Some(stand) = self.0.get_mut(piece) {
			stand.due = Instant::now();
		}
	}

	pub(super) fn told(&self, piece: &Piece) -> Value {
		let stand = self.0.get(piece);
		json!({
			"title": magnet(piece).to_string(),
			"span": piece.span,
			"held": stand.map(|stand| stand.held),
			"missing": stand.map(|stand| stand.missing),
			"complete": stand.is_some_and(|stand| stand.is_complete),
			"error": stand.and_then(|stand| stand.error.clone()),
		})
	}

	/// Takes one that is due and not being worked on.
	fn next<'a>(&mut self, pieces: impl Iterator<Item = &'a Piece>) -> Option<Piece> {
		let now = Instant::now();
		let is_due = |piece: &&Piece| {
			self.0.get(piece).is_none_or(|stand| !stand.is_busy && stand.due <= now)
		};
		let piece = *{ pieces }.find(is_due)?;
		let stand = self.0.entry(piece).or_insert(Stand {
			held: 0,
			missing: 0,
			is_complete: false,
			is_busy: true,
			due: now,
			error: None,
		});
		stand.is_busy = true;
		Some(piece)
	}

	fn count(&mut self, piece: &Piece, held: Fragments, missing: Fragments) {
		if let Some(stand) = self.0.get_mut(piece) {
			(stand.held, stand.missing) = (held, missing);
			stand.is_complete &= missing == 0;
		}
	}

	fn ended(&mut self, piece: &Piece, outcome: Result<(), String>) {
		if let Some(stand) = self.0.get_mut(piece) {
			stand.is_busy = false;
			stand.is_complete = outcome.is_ok();
			stand.due = Instant::now() + if outcome.is_ok() { RECHECK } else { AGAIN };
			stand.error = outcome.err();
		}
	}
}

impl Keeping {
	/// Works until the store shuts down.
	pub(crate) async fn run(&self) {
		let mut stop = self.0.handle.on_shutdown();
		tokio::select! {
			() = self.work() => {},
			// An error means that the sender is gone, and the store with it.
			_ = stop.wait_for(|stop| *stop) => {},
		}
	}

	async fn work(&self) {
		let mut tasks = JoinSet::new();
		loop {
			while tasks.len() < AT_ONCE
				&& let Some(piece) = {
					let mut progress = lock(&self.0.progress);
					progress.next(lock(&self.0.lists).all())
				} {
				let keeping = self.clone();
				tasks.spawn(async move { keeping.work_on(piece).await });
			}
			self.drop_due().await;
			tokio::select! {
				Some(_) = tasks.join_next() => {},
				() = self.0.changed.notified() => {},
				() = tokio::time::sleep(TICK) => {},
			}
		}
	}

	async fn work_on(&self, piece: Piece) {
		let outcome = self.complete(&piece).await;
		if let Err(error) = &outcome {
			let title = magnet(&piece);
			tracing::debug!(target: "reel::keeping", %title, span = piece.span, error, "not complete yet");
		}
		lock(&self.0.progress).ended(&piece, outcome);
		self.0.worked.notify_one();
	}

	/// Fetches what is missing of a span and holds it.
	async fn complete(&self, piece: &Piece) -> Result<(), String> {
		let handle = &self.0.handle;
		let title = magnet(piece);
		let manifest = handle.manifest(&title).await.map_err(|error| error.to_string())?;
		handle.hold(&alone(&title)).await.map_err(|error| error.to_string())?;
		let range =
			u32::try_from(manifest.cells.len()).ok().and_then(|all| cells_of(piece.span, all));
		let mut cells = Vec::new();
		for index in range.ok_or("the title has no such span")? {
			let cid = manifest.cells[index as usize];
			let cell = handle.cell(&cid, index).await.map_err(|error| error.to_string())?;
			// Before its fragments come: they are held from the first moment.
			handle.hold(&cid).await.map_err(|error| error.to_string())?;
			cells.push((cid, cell));
		}
		let mut missing = self.count(piece, &cells).await.map_err(|error| error.to_string())?;
		for (cid, _) in &cells {
			if missing == 0 {
				break;
			}
			let network =
				handle.network().ok_or("fragments are missing, and there are no peers")?;
			let fetched = network.fetch_cell(cid, Order::Rarest, Priority::Background).await;
			fetched.map_err(|error| error.to_string())?;
			missing = self.count(piece, &cells).await.map_err(|error| error.to_string())?;
		}
		if missing > 0 {
			return Err(format!("{missing} fragments did not come"));
		}
		if let Some(network) = handle.network() {
			// An error means that it is going down.
			let _ = network.announce_title(&title).await;
		}
		Ok(())
	}

	async fn count(
		&self,
		piece: &Piece,
		cells: &[(Cid, CellBlock)],
	) -> Result<Fragments, StoreError> {
		let fragments: Vec<Cid> =
			cells.iter().flat_map(|(_, cell)| cell.fragments.iter().copied()).collect();
		let all = fragments.len() as Fragments;
		let counted = self.0.handle.blocking(move |store| {
			let mut held: Fragments = 0;
			for fragment in &fragments {
				held += Fragments::from(store.has(fragment)?);
			}
			Ok(held)
		});
		let held = counted.await?;
		lock(&self.0.progress).count(piece, held, all - held);
		Ok(all - held)
	}

	/// Drops what has been off the lists for long enough.
	async fn drop_due(&self) {
		let due = lock(&self.0.lists).due();
		for piece in due {
			match self.let_go(&piece).await {
				Ok(erased) => {
					tracing::info!(target: "reel::keeping", title = %magnet(&piece), span = piece.span, erased, "dropped");
				},
				Err(error) => {
					tracing::warn!(target: "reel::keeping", %error, "cannot drop a span");
					return;
				},
			}
			let forgotten = lock(&self.0.lists).forget(&piece);
			if let Err(error) = forgotten {
				tracing::warn!(target: "reel::keeping", %error, "cannot write what is kept");
				return;
			}
			lock(&self.0.progress).0.remove(&piece);
		}
	}

	/// Unpins a span, and erases what no other pin holds; returns how many blocks that were.
	async fn let_go(&self, piece: &Piece) -> Result<u64, StoreError> {
		let handle = &self.0.handle;
		let title = magnet(piece);
		let Some(manifest) =
			handle.get(&title).await.ok().and_then(|it| Manifest::decode(&it).ok())
		else {
			return Ok(0);
		};
		if lock(&self.0.lists).is_listed(piece) {
			return Ok(0);
		}
		let mut loose = Vec::new();
		let all = manifest.cells.len() as u32;
		for index in cells_of(piece.span, all).into_iter().flatten() {
			let cid = manifest.cells[index as usize];
			handle.release(&cid).await?;
			if let Ok(bytes) = handle.get(&cid).await
				&& let Ok(cell) = CellBlock::decode(&bytes)
			{
				loose.extend(cell.fragments);
				loose.push(cid);
			}
		}
		let is_last = !lock(&self.0.lists).has_others(piece);
		if is_last {
			handle.release(&alone(&title)).await?;
			loose.push(title);
		}
		handle.erase(loose).await
	}
}

/// A block by itself: a pin of it holds nothing that it links to.
fn alone(cid: &Cid) -> Cid {
	Cid::new_v1(RAW, *cid.hash())
}
