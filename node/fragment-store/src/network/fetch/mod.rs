//! Fetching blocks, cells and titles from whoever has them.

pub(crate) mod gate;
pub(crate) mod job;
pub(crate) mod origin;
pub(crate) mod plan;
mod providers;
pub(crate) mod sources;
pub(crate) mod wanted;
mod workers;

use super::{
	bitswap,
	protocol::client::{AskError, Asker, patiently},
	shared::Shared,
};
use crate::{
	block::DAG_CBOR,
	dag::manifest::{CellBlock, Manifest},
	error::StoreError,
	exchange::ExchangeError,
	store::lock,
};
use bytes::Bytes;
use cid::Cid;
use futures::{StreamExt, TryStreamExt, stream};
use gate::Priority;
use job::{CellReport, Job};
use libp2p::PeerId;
use origin::Origins;
use plan::Order;
use sources::Sources;
use std::{
	collections::HashMap,
	sync::{Arc, Mutex},
	time::{Duration, Instant},
};
use tokio::task::JoinSet;
use workers::{MAX_SEARCH_PAUSE, ROUND_PAUSE, ROUNDS, SEARCH_AGAIN};

/// Peers asked for the same block at first, and how many more each time nobody delivered it meanwhile.
const ASKED_AT_FIRST: usize = 4;

/// Most peers asked for the same block at once.
const MAX_ASKED: usize = 32;

/// How long until more are asked.
const HURRY: Duration = Duration::from_millis(250);

/// The peer that was asked for a block, if it was not an origin, and what it said.
type Asked = (Option<PeerId>, Result<Bytes, String>);

/// How long peers alone are asked for a block before web origins are.
const ORIGIN_GRACE: Duration = Duration::from_millis(200);

/// Cells of a title fetched at once.
const CELLS_AT_ONCE: usize = 3;

/// Fetches that run.
pub(crate) struct Fetcher {
	pub(crate) shared: Arc<Shared>,
	origins: Arc<Origins>,
	jobs: Mutex<HashMap<Cid, Arc<Job>>>,
}

fn failed(cid: &Cid) -> impl FnOnce(String) -> ExchangeError {
	let cid = *cid;
	move |reason| ExchangeError::Failed { cid, reason }
}

impl Fetcher {
	pub(crate) fn new(shared: Arc<Shared>, origins: Origins) -> Self {
		Self { shared, origins: Arc::new(origins), jobs: Mutex::default() }
	}

	/// Fetches a block that is not here: a fragment with the rest of its cell, anything else by itself.
	pub(crate) async fn fetch(self: &Arc<Self>, cid: &Cid) -> Result<Bytes, ExchangeError> {
		if let Some((cell, index)) = self.shared.catalog.cell_of(cid) {
			let job = self.job(&cell, Order::Play, Priority::Viewer).await?;
			job.play_from(index);
			let wanted = *cid;
			if job.fragment(index).await.is_ok()
				&& let Ok(bytes) = self.shared.blocking(move |store| store.get(&wanted)).await
			{
				return Ok(bytes);
			}
			// The store may have no room; then the block by itself is still good.
			return self.block(cid, Some(cell)).await;
		}
		self.block(cid, None).await
	}

	/// Fetches a cell.
	pub(crate) async fn cell(
		self: &Arc<Self>,
		cid: &Cid,
		order: Order,
		priority: Priority,
	) -> Result<CellReport, ExchangeError> {
		let job = self.job(cid, order, priority).await?;
		job.over().await.map_err(failed(cid))?;
		Ok(job.report())
	}

	/// Fetches a title: its manifest, then its cells, some at once and in play order. `progress` is called with each
	/// cell that is complete.
	pub(crate) async fn title(
		self: &Arc<Self>,
		magnet: &Cid,
		order: Order,
		priority: Priority,
		progress: &(dyn Fn(usize, CellReport) + Send + Sync),
	) -> Result<Vec<CellReport>, ExchangeError> {
		let bytes = self.stored(magnet).await?;
		let manifest =
			Manifest::decode(&bytes).map_err(|error| failed(magnet)(error.to_string()))?;
		self.shared.catalog.learn_title(*magnet, &manifest);
		stream::iter(manifest.cells.into_iter().enumerate())
			.map(|(number, cell)| async move {
				let report = self.cell(&cell, order, priority).await?;
				progress(number, report);
				Ok(report)
			})
			.buffered(CELLS_AT_ONCE)
			.try_collect()
			.await
	}

	/// A dag-cbor block, from here or fetched and stored.
	async fn stored(&self, cid: &Cid) -> Result<Bytes, ExchangeError> {
		let wanted = *cid;
		match self.shared.blocking(move |store| store.get(&wanted)).await {
			Ok(bytes) => {
				self.shared.catalog.learn_block(*cid, &bytes);
				Ok(bytes)
			},
			Err(StoreError::NotFound { .. } | StoreError::Corrupt { .. }) => {
				let bytes = self.block(cid, None).await?;
				let kept = bytes.clone();
				self.shared
					.blocking(move |store| store.put_cid(&wanted, &kept))
					.await
					.map_err(|error| failed(cid)(error.to_string()))?;
				Ok(bytes)
			},
			Err(error) => Err(failed(cid)(error.to_string())),
		}
	}

	/// The fetch of a cell: the one that runs, or a new one.
	async fn job(
		self: &Arc<Self>,
		cid: &Cid,
		order: Order,
		priority: Priority,
	) -> Result<Arc<Job>, ExchangeError> {
		if let Some(job) = self.running(cid, priority) {
			return Ok(job);
		}
		let bytes = self.stored(cid).await?;
		let cell = match self.shared.catalog.cell(cid) {
			Some(cell) => cell,
			None => CellBlock::decode(&bytes)
				.map(Arc::new)
				.map_err(|error| failed(cid)(error.to_string()))?,
		};
		self.shared.catalog.learn_cell(*cid, &cell);
		let present = self.shared.present(&cell).await;
		let present = present.map_err(|error| failed(cid)(error.to_string()))?;
		let job = {
			let mut jobs = lock(&self.jobs);
			// Somebody else may have begun meanwhile.
			if let Some(job) = jobs.get(cid) {
				job.hurry(priority);
				return Ok(job.clone());
			}
			let place = self.place();
			let job = Arc::new(Job::new(*cid, cell, present, order, priority, place));
			jobs.insert(*cid, job.clone());
			job
		};
		let (fetcher, running) = (self.clone(), job.clone());
		tokio::spawn(async move {
			let cid = running.cid;
			running.run(fetcher.shared.clone(), fetcher.origins.clone()).await;
			lock(&fetcher.jobs).remove(&cid);
		});
		Ok(job)
	}

	/// A number of this node's own, the same for all its fetches.
	fn place(&self) -> usize {
		let name = self.shared.local.to_bytes();
		name.iter().rev().take(4).fold(0, |number, byte| number << 8 | usize::from(*byte))
	}

	fn running(&self, cid: &Cid, priority: Priority) -> Option<Arc<Job>> {
		let job = lock(&self.jobs).get(cid).cloned()?;
		job.hurry(priority);
		Some(job)
	}

	/// A block by itself, checked. `within` is the cell it is of, whose providers are asked.
	///
	/// A few are asked at first, those that served before and no others if there are any; and the longer nobody delivers the
	/// more, so that peers that do not answer do not keep it from those that would. If a search named some and all of them fail
	/// soon, they may be busy, or about to have it themselves: then all are searched and asked again, a few times.
	async fn block(&self, cid: &Cid, within: Option<Cid>) -> Result<Bytes, ExchangeError> {
		let mut sources = Sources::of(&self.shared, within.unwrap_or(*cid)).await;
		let served = self.shared.standing.latest(ASKED_AT_FIRST).len();
		let mut allowed = if served == 0 { ASKED_AT_FIRST } else { served };
		let (begun, mut round) = (Instant::now(), 1);
		let mut asking: JoinSet<Asked> = JoinSet::new();
		let mut reasons: Vec<String> = Vec::new();
		let mut origins = 0..self.origins.len();
		let grace = tokio::time::sleep(ORIGIN_GRACE);
		tokio::pin!(grace);
		let mut hurry = tokio::time::interval(HURRY);
		hurry.reset();
		let mut pause = SEARCH_AGAIN;
		let again = tokio::time::sleep(pause);
		tokio::pin!(again);
		loop {
			while asking.len() < allowed
				&& let Some(peer) = sources.next()
			{
				asking.spawn(ask(self.shared.clone(), peer, *cid));
			}
			sources.search(asking.is_empty()).await;
			let nobody = asking.is_empty() && sources.is_over();
			if (nobody || grace.is_elapsed())
				&& asking.len() < allowed
				&& let Some(number) = origins.next()
			{
				let (shared, origins, cid) = (self.shared.clone(), self.origins.clone(), *cid);
				asking.spawn(async move {
					let asked = origins.block(&shared, number, &cid).await;
					let answer = asked.map_err(|error| format!("origin {number}: {error}"));
					(None, answer)
				});
				continue;
			}
			if nobody {
				let soon = begun.elapsed() < self.shared.config.connect_timeout;
				if !sources.any_named() || !soon || round == ROUNDS {
					break;
				}
				tokio::time::sleep(ROUND_PAUSE * round).await;
				round += 1;
				sources.search_again().await;
			}
			tokio::select! {
				() = sources.found() => {},
				Some(asked) = asking.join_next() => {
					let Ok((peer, answer)) = asked else { continue };
					match answer {
						Ok(bytes) => {
							self.shared.catalog.learn_block(*cid, &bytes);
							return Ok(bytes);
						},
						Err(reason) if reasons.len() < 8 => reasons.push(reason),
						Err(_) => {},
					}
					if let Some(peer) = peer {
						sources.over(&peer);
					}
				},
				() = &mut grace, if !grace.is_elapsed() => {},
				() = &mut again => {
					sources.search_again().await;
					pause = (pause * 2).min(MAX_SEARCH_PAUSE);
					again.as_mut().reset(tokio::time::Instant::now() + pause);
				},
				_ = hurry.tick() => allowed = (allowed + ASKED_AT_FIRST).min(MAX_ASKED),
			}
		}
		if reasons.is_empty() {
			return Err(ExchangeError::NoProvider { cid: *cid });
		}
		Err(failed(cid)(reasons.join("; ")))
	}

	/// Notes a cell block that was read here.
	pub(crate) fn learn(&self, cid: &Cid, cell: &CellBlock) {
		if cid.codec() == DAG_CBOR && self.shared.catalog.cell(cid).is_none() {
			self.shared.catalog.learn_cell(*cid, &Arc::new(cell.clone()));
		}
	}
}

/// Asks `peer` for a block.
async fn ask(shared: Arc<Shared>, peer: PeerId, cid: Cid) -> Asked {
	let asked = || async {
		match Asker::open(&shared, peer, cid).await {
			Ok(mut asker) => asker.block(&cid).await,
			Err(AskError::Foreign) => bitswap::client::block(&shared, peer, &cid).await,
			Err(error) => Err(error),
		}
	};
	let asked = patiently(asked).await;
	tracing::debug!(target: "reel::peers", %peer, %cid, error = ?asked.as_ref().err(), "asked for a block");
	if asked.is_ok() {
		shared.standing.served(peer);
	}
	(Some(peer), asked.map_err(|error| format!("{peer}: {error}")))
}
