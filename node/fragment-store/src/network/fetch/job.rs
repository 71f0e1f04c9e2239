//! Fetching one cell: many providers, one plan.
//!
//! Every provider has workers of its own; each takes the next fragment of the [`Plan`] that its provider has, fetches it
//! verified, and stores it, which makes it durable. So what was fetched survives a kill, and a fetch begun again asks for
//! what is missing only. A worker whose provider fails ends; what it had taken goes back into the plan.

use super::{
	gate::Priority,
	plan::{Order, Plan, Runner},
	sources,
};
use crate::{dag::manifest::CellBlock, error::StoreError, network::shared::Shared, store::lock};
use bytes::Bytes;
use cid::Cid;
use reel_primitives::Hash32;
use std::{
	sync::{
		Arc, Mutex, OnceLock,
		atomic::{AtomicBool, AtomicU64, Ordering},
	},
	time::{Duration, Instant},
};
use tokio::sync::watch;

/// What a fetch of a cell brought.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct CellReport {
	/// Fragments of the cell.
	pub fragments: u32,
	/// Fragments that were here before.
	pub present: u32,
	/// Bytes that came from peers.
	pub peer_bytes: u64,
	/// Bytes that came from web origins.
	pub origin_bytes: u64,
	/// From the beginning of the fetch until the first peer or origin said what it has; all of it if nobody did.
	pub searched: Duration,
	/// From the beginning of the fetch to its end.
	pub took: Duration,
}

/// A fetch that runs, or is over.
pub(crate) struct Job {
	pub(crate) cid: Cid,
	pub(crate) cell: Arc<CellBlock>,
	pub(super) plan: Mutex<Plan>,
	priority: Mutex<Priority>,
	pub(super) nodes: OnceLock<Arc<Vec<Hash32>>>,
	/// Counts what happens, so that whoever waits looks again.
	changed: watch::Sender<u64>,
	/// Why it cannot go on, or that it is over.
	outcome: watch::Sender<Option<Result<(), String>>>,
	pub(super) present: u32,
	peer_bytes: AtomicU64,
	origin_bytes: AtomicU64,
	announced: AtomicBool,
	begun: Instant,
	found_after: OnceLock<Duration>,
	took: OnceLock<Duration>,
}

/// Whom a fragment came from.
#[derive(Clone, Copy)]
pub(super) enum From {
	Peer,
	Origin,
}

/// A fragment that a worker has taken; goes back into the plan when dropped.
pub(super) struct Taken<'a> {
	job: &'a Job,
	pub(super) index: u32,
	provider: usize,
}

impl Drop for Taken<'_> {
	fn drop(&mut self) {
		lock(&self.job.plan).ended(self.index, self.provider);
		self.job.notify();
	}
}

impl Job {
	pub(crate) fn new(
		cid: Cid,
		cell: Arc<CellBlock>,
		present: Vec<bool>,
		order: Order,
		priority: Priority,
		place: usize,
	) -> Self {
		let count = present.iter().filter(|here| **here).count() as u32;
		let nodes = OnceLock::new();
		if cell.fragments.len() == 1 {
			// The only node of a cell of one fragment is its root.
			let _ = nodes.set(Arc::new(vec![cell.root]));
		}
		Self {
			cid,
			plan: Mutex::new(Plan::new(present, order, place)),
			cell,
			priority: Mutex::new(priority),
			nodes,
			changed: watch::channel(0).0,
			outcome: watch::channel(None).0,
			present: count,
			peer_bytes: AtomicU64::new(0),
			origin_bytes: AtomicU64::new(0),
			announced: AtomicBool::new(false),
			begun: Instant::now(),
			found_after: OnceLock::new(),
			took: OnceLock::new(),
		}
	}

	/// Makes the fetch at least as urgent as `priority`.
	pub(crate) fn hurry(&self, priority: Priority) {
		let mut now = lock(&self.priority);
		*now = (*now).max(priority);
	}

	/// Somebody plays at `index`.
	pub(crate) fn play_from(&self, index: u32) {
		lock(&self.plan).play_from(index);
	}

	/// Waits until fragment `index` is here.
	pub(crate) async fn fragment(&self, index: u32) -> Result<(), String> {
		tokio::select! {
			biased;
			() = self.done(index) => Ok(()),
			over = self.over() => over,
		}
	}

	/// Waits until the fetch is over.
	pub(crate) async fn over(&self) -> Result<(), String> {
		let mut outcome = self.outcome.subscribe();
		match outcome.wait_for(Option::is_some).await {
			Ok(over) => over.clone().unwrap_or(Ok(())),
			Err(_) => Err("the fetch was dropped".to_owned()),
		}
	}

	/// What it brought so far.
	pub(crate) fn report(&self) -> CellReport {
		let took = self.took.get().copied().unwrap_or_else(|| self.begun.elapsed());
		CellReport {
			fragments: self.cell.fragments.len() as u32,
			present: self.present,
			peer_bytes: self.peer_bytes.load(Ordering::Relaxed),
			origin_bytes: self.origin_bytes.load(Ordering::Relaxed),
			searched: self.found_after.get().copied().unwrap_or(took),
			took,
		}
	}

	/// Somebody said what it has.
	pub(super) fn found(&self) {
		self.found_after.get_or_init(|| self.begun.elapsed());
	}

	pub(super) fn priority(&self) -> Priority {
		*lock(&self.priority)
	}

	/// The next fragment for a provider.
	pub(super) fn take(&self, has: &[bool], by: Runner) -> Option<Taken<'_>> {
		let index = lock(&self.plan).next(has, by, Instant::now())?;
		Some(Taken { job: self, index, provider: by.number })
	}

	pub(super) fn is_done(&self, index: u32) -> bool {
		lock(&self.plan).is_done(index)
	}

	pub(super) fn missing(&self) -> usize {
		lock(&self.plan).missing()
	}

	/// Whether it is over, for whatever reason.
	pub(super) fn is_over(&self) -> bool {
		self.missing() == 0 || self.outcome.borrow().is_some()
	}

	/// Completes when fragment `index` is here.
	pub(super) async fn done(&self, index: u32) {
		let mut changed = self.changed.subscribe();
		// An error means that the sender is gone, which `self` prevents.
		let _ = changed.wait_for(|_| self.is_done(index)).await;
	}

	/// Completes at the next thing that happens, or after `limit`.
	pub(super) async fn change(&self, limit: Duration) {
		let mut changed = self.changed.subscribe();
		let _ = tokio::time::timeout(limit, changed.changed()).await;
	}

	fn notify(&self) {
		self.changed.send_modify(|count| *count = count.wrapping_add(1));
	}

	pub(super) fn end(&self, outcome: Result<(), String>) {
		self.took.get_or_init(|| self.begun.elapsed());
		self.outcome.send_if_modified(|now| {
			let first = now.is_none();
			if first {
				*now = Some(outcome);
			}
			first
		});
		self.notify();
	}

	/// Stores a fragment that was fetched. An error is the end of the fetch: the disk or the cell block is at fault.
	pub(super) async fn store(
		&self,
		shared: &Arc<Shared>,
		index: u32,
		bytes: Bytes,
		from: From,
	) -> bool {
		let Some(cid) = self.cell.fragments.get(index as usize).copied() else { return false };
		let length = bytes.len() as u64;
		let stored = shared.blocking(move |store| store.put_cid(&cid, &bytes)).await;
		if let Err(error) = stored {
			self.end(Err(match error {
				StoreError::HashMismatch { .. } => {
					"the cell block names other fragments than its root".to_owned()
				},
				error => error.to_string(),
			}));
			return false;
		}
		// Web origins do not say beforehand.
		self.found();
		// From the first fragment on there is something to share. Before it counts: with the last one this work is over.
		if !self.announced.swap(true, Ordering::Relaxed) {
			sources::announce(shared, self.cid).await;
		}
		if lock(&self.plan).complete(index) {
			shared.metrics().fragments_fetched.one();
			match from {
				From::Peer => &self.peer_bytes,
				From::Origin => &self.origin_bytes,
			}
			.fetch_add(length, Ordering::Relaxed);
		}
		self.notify();
		true
	}
}
