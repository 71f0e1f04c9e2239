//! The work of a fetch: searching providers, and a worker for each stream to one.

use super::{
	gate::Priority,
	job::{From, Job},
	origin::Origins,
	plan::TRIAL,
	providers::{Provider, Providers},
	sources::Sources,
};
use crate::{
	network::{
		bitswap,
		protocol::{
			client::{AskError, Asker, patiently},
			message::Refusal,
			tree::Place,
		},
		shared::Shared,
	},
	store::lock,
};
use bytes::Bytes;
use libp2p::PeerId;
use std::{sync::Arc, time::Duration};
use tokio::{task::JoinSet, time::Instant};

/// Searches for providers before a fetch is given up.
pub(super) const ROUNDS: u32 = 4;

/// Pause before the second search; it grows with each further one.
pub(super) const ROUND_PAUSE: Duration = Duration::from_millis(400);

/// Pause before a provider that fetches the cell itself is asked again what it has.
const HAVE_AGAIN: Duration = Duration::from_millis(250);

/// Pause before further providers are searched while a fetch runs; it doubles with each search.
pub(super) const SEARCH_AGAIN: Duration = Duration::from_secs(1);

/// Longest such pause.
pub(super) const MAX_SEARCH_PAUSE: Duration = Duration::from_secs(16);

/// How often in a row a provider may have nothing new, or be busy.
const MAX_IDLE: u32 = 20;

/// Head start of peers over web origins, unless somebody watches.
const ORIGIN_GRACE: Duration = Duration::from_millis(200);

impl Job {
	/// Runs the fetch to its end.
	pub(crate) async fn run(self: Arc<Self>, shared: Arc<Shared>, origins: Arc<Origins>) {
		let work = async {
			let mut reasons = Vec::new();
			for round in 0..ROUNDS {
				if round > 0 {
					tokio::time::sleep(ROUND_PAUSE * round).await;
				}
				self.round(&shared, &origins, &mut reasons).await;
				if self.is_over() {
					break;
				}
			}
			reasons
		};
		let reasons = tokio::select! {
			() = shared.stopped() => vec!["the network has stopped".to_owned()],
			reasons = work => reasons,
		};
		self.end(if self.missing() == 0 {
			Ok(())
		} else if reasons.is_empty() {
			Err("no provider is known".to_owned())
		} else {
			Err(reasons.join("; "))
		});
	}

	/// Searches providers and works with them until they have nothing more to give.
	async fn round(
		self: &Arc<Self>,
		shared: &Arc<Shared>,
		origins: &Arc<Origins>,
		reasons: &mut Vec<String>,
	) {
		let mut sources = Sources::of(shared, self.cid).await;
		let mut providers = Providers::new(shared.config.max_providers, origins.len());
		let mut pause = SEARCH_AGAIN;
		let again = tokio::time::sleep(pause);
		tokio::pin!(again);
		// Beside how it went, the peer whose last worker it was.
		let mut workers: JoinSet<(Option<PeerId>, Result<(), String>)> = JoinSet::new();
		for number in 0..origins.len() {
			let (job, shared, origins) = (self.clone(), shared.clone(), origins.clone());
			let grace =
				if self.priority() == Priority::Viewer { Duration::ZERO } else { ORIGIN_GRACE };
			workers.spawn(async move {
				job.change_or_over(grace).await;
				(None, origins.work(&shared, &job, number).await)
			});
		}
		while !self.is_over() && (!sources.is_over() || !workers.is_empty()) {
			while providers.have_room()
				&& let Some(peer) = sources.next()
			{
				let streams = shared.config.streams_per_peer.max(1);
				let provider = providers.add(peer, shared.standing.has_served(&peer), streams);
				for stream in 0..streams {
					let (job, shared, provider) = (self.clone(), shared.clone(), provider.clone());
					workers.spawn(async move {
						let worked =
							patiently(|| job.stream(&shared, &provider, stream == 0)).await;
						if stream == 0 {
							provider.over();
							tracing::debug!(target: "reel::peers", %peer, cell = %job.cid, ?worked, "a provider is done");
						}
						let last = provider.stream_over().then_some(peer);
						(last, worked.map_err(|error| format!("{peer}: {error}")))
					});
				}
			}
			sources.search(!providers.any()).await;
			let room = providers.have_room();
			tokio::select! {
				() = sources.found() => {},
				Some(ended) = workers.join_next() => {
					let Ok((last, worked)) = ended else { continue };
					if let Some(peer) = last {
						sources.over(&peer);
					}
					if let Err(reason) = worked
						&& reasons.len() < 8
						&& !reasons.contains(&reason)
					{
						reasons.push(reason);
					}
				},
				() = &mut again, if room => {
					sources.search_again().await;
					pause = (pause * 2).min(MAX_SEARCH_PAUSE);
					again.as_mut().reset(Instant::now() + pause);
				},
				// Room comes with time as well.
				() = self.change(TRIAL) => {},
			}
		}
		workers.shutdown().await;
	}

	/// One of the streams to a peer. All but the first wait until the peer has delivered something.
	async fn stream(
		&self,
		shared: &Arc<Shared>,
		provider: &Provider,
		first: bool,
	) -> Result<(), AskError> {
		if !first && !provider.proves().await {
			return Ok(());
		}
		self.work(shared, provider, first).await
	}

	/// Waits for `limit`, or until the fetch is over.
	async fn change_or_over(&self, limit: Duration) {
		let _ = tokio::time::timeout(limit, self.over()).await;
	}

	/// Fetches from one peer until it has nothing more, or fails.
	async fn work(
		&self,
		shared: &Arc<Shared>,
		provider: &Provider,
		first: bool,
	) -> Result<(), AskError> {
		let peer = provider.peer;
		let mut asker = match Asker::open(shared, peer, self.cid).await {
			Err(AskError::Foreign) => {
				return self.work_by_blocks(shared, provider, first).await;
			},
			opened => opened?,
		};
		self.learn_outline(shared, &mut asker).await?;
		let mut has = asker.have(&self.cid, self.cell.fragments.len()).await?;
		self.found();
		if first {
			lock(&self.plan).count(&has);
		}
		let mut idle = 0;
		while !self.is_over() {
			let Some(taken) = self.take(&has, provider.runner()) else {
				idle += 1;
				let full = has.iter().all(|has| *has);
				if idle > MAX_IDLE && !full {
					return Ok(());
				}
				self.change(HAVE_AGAIN).await;
				if !full {
					has = asker.have(&self.cid, has.len()).await?;
				}
				continue;
			};
			let pass = shared.gate.enter(self.priority()).await;
			let index = taken.index;
			let fetched = tokio::select! {
				biased;
				() = self.done(index) => None,
				fetched = provider.with_pass(pass, self.fetch(&mut asker, index)) => Some(fetched),
			};
			match fetched {
				// Somebody else was faster; what this stream still carries is of no use.
				None => asker = Asker::open(shared, peer, self.cid).await?,
				Some(Ok(bytes)) => {
					idle = 0;
					if !self.store(shared, index, bytes, From::Peer).await {
						return Ok(());
					}
					provider.delivered(shared);
				},
				Some(Err(AskError::Refused(Refusal::NotHere))) => has[index as usize] = false,
				Some(Err(AskError::Refused(Refusal::Busy))) if idle < MAX_IDLE => {
					idle += 1;
					drop(taken);
					self.change(HAVE_AGAIN).await;
				},
				Some(Err(error)) => return Err(error),
			}
		}
		Ok(())
	}

	/// As [`work`](Self::work), with an ordinary IPFS node: whole fragments over Bitswap, checked when complete.
	async fn work_by_blocks(
		&self,
		shared: &Arc<Shared>,
		provider: &Provider,
		first: bool,
	) -> Result<(), AskError> {
		let peer = provider.peer;
		let mut has = bitswap::client::haves(shared, peer, &self.cell.fragments).await?;
		self.found();
		if first {
			lock(&self.plan).count(&has);
		}
		while !self.is_over() {
			// What such a peer lacked it hardly fetches meanwhile.
			let Some(taken) = self.take(&has, provider.runner()) else {
				if has.iter().any(|has| *has) {
					self.change(HAVE_AGAIN).await;
					continue;
				}
				return Ok(());
			};
			let pass = shared.gate.enter(self.priority()).await;
			let index = taken.index;
			let Some(fragment) = self.cell.fragments.get(index as usize) else { return Ok(()) };
			let fetched = tokio::select! {
				biased;
				() = self.done(index) => continue,
				fetched = provider.with_pass(pass, bitswap::client::block(shared, peer, fragment)) => fetched,
			};
			match fetched {
				Ok(bytes) => {
					if !self.store(shared, index, bytes, From::Peer).await {
						return Ok(());
					}
					provider.delivered(shared);
				},
				Err(AskError::Refused(_)) => has[index as usize] = false,
				Err(error) => return Err(error),
			}
		}
		Ok(())
	}

	/// A fragment, each leaf checked as it arrives; or, without an outline, the whole block by its name.
	async fn fetch(&self, asker: &mut Asker, index: u32) -> Result<Bytes, AskError> {
		let at = index as usize;
		let not_here = || AskError::Refused(Refusal::NotHere);
		let place = Place::of(index, self.cell.length_bytes).ok_or_else(not_here)?;
		match self.nodes.get().and_then(|nodes| nodes.get(at)) {
			Some(node) => asker.fragment(&self.cid, index, &place, *node, 0..place.leaves()).await,
			None => {
				let fragment = self.cell.fragments.get(at).ok_or_else(not_here)?;
				asker.block(fragment).await
			},
		}
	}

	/// Learns the cell's outline, of this peer if need be. Whoever keeps a part of a cell cannot make it, and there may be
	/// nobody who can: fragments are fetched all the same then, and a lie costs a fragment instead of a leaf.
	async fn learn_outline(&self, shared: &Shared, asker: &mut Asker) -> Result<(), AskError> {
		if self.nodes.get().is_some() {
			return Ok(());
		}
		if let Some(nodes) = shared.outlines.get(&self.cid) {
			self.nodes.get_or_init(|| nodes);
			return Ok(());
		}
		match asker.outline(&self.cid, &self.cell).await {
			Ok(nodes) => {
				let nodes = Arc::new(nodes);
				shared.outlines.keep(self.cid, nodes.clone());
				self.nodes.get_or_init(|| nodes);
				Ok(())
			},
			Err(AskError::Refused(Refusal::NotHere)) => Ok(()),
			Err(error) => Err(error),
		}
	}
}
