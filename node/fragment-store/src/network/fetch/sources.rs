//! Where something may be had, and telling others that it is here now.

use crate::network::{
	command::{Command, State},
	shared::Shared,
};
use cid::Cid;
use libp2p::PeerId;
use std::{
	collections::{HashSet, VecDeque},
	future::pending,
	sync::Arc,
	time::Duration,
};
use tokio::{
	sync::{mpsc, oneshot},
	time::Instant,
};

/// Most connected peers that are asked on the chance that they have something.
const MAX_CHANCE: usize = 8;

/// Most peers that are asked because they served before, connected or not.
const MAX_SERVED: usize = 4;

/// Providers that wait to be looked at; a search that finds more has found enough.
const MAX_FOUND: usize = 64;

/// Most peers looked at for one thing.
const MAX_SEEN: usize = 256;

/// Head start of peers that are known already over a search, which asks, and connects with, whoever is in the provider
/// table.
const SEARCH_GRACE: Duration = Duration::from_millis(300);

/// How far the search is.
enum Search {
	NotBefore(Instant),
	Runs(mpsc::Receiver<PeerId>),
	Over,
}

/// Who may have something: peers that are known already, who need no search, and those that are found, in turn, since
/// either may be peers that do not answer. The search begins when the known ones had some time, or none of them is left;
/// nobody has to wait for its end.
pub(super) struct Sources {
	shared: Arc<Shared>,
	key: Cid,
	/// In the order in which they are to be asked.
	near: VecDeque<PeerId>,
	queue: VecDeque<PeerId>,
	seen: HashSet<PeerId>,
	search: Search,
	/// Whether one that was found is next.
	turn: bool,
}

impl Sources {
	/// For `key`, and the title it is of.
	pub(super) async fn of(shared: &Arc<Shared>, key: Cid) -> Self {
		let mut near = shared.standing.latest(MAX_SERVED);
		let mut connected = near_by(shared).await;
		connected.retain(|peer| !near.contains(peer));
		near.extend(connected.into_iter().take(MAX_CHANCE));
		Self {
			shared: shared.clone(),
			key,
			seen: near.iter().copied().collect(),
			near: near.into(),
			queue: VecDeque::new(),
			search: Search::NotBefore(Instant::now() + SEARCH_GRACE),
			turn: false,
		}
	}

	/// Begins the search if it has not begun yet.
	pub(super) async fn search_now(&mut self) {
		if matches!(self.search, Search::NotBefore(_)) {
			self.search_once().await;
		}
	}

	/// Searches once more if the last search is over: who fetches something as well becomes a provider meanwhile.
	pub(super) async fn search_again(&mut self) {
		if matches!(self.search, Search::Over) {
			self.search_once().await;
		}
	}

	async fn search_once(&mut self) {
		let (tell, found) = mpsc::channel(MAX_FOUND);
		self.search = Search::Runs(found);
		let title = self.shared.catalog.title_of(&self.key);
		for key in [Some(self.key), title].into_iter().flatten() {
			let command = Command::Providers { key, found: tell.clone() };
			if self.shared.commands.send(command).await.is_err() {
				return;
			}
		}
	}

	/// Waits until a further one is found, or the search is over. Never completes after that.
	pub(super) async fn found(&mut self) {
		match &mut self.search {
			Search::NotBefore(then) => {
				tokio::time::sleep_until(*then).await;
				self.search_once().await;
			},
			Search::Runs(found) => match found.recv().await {
				Some(peer) => {
					if self.seen.len() < MAX_SEEN && self.seen.insert(peer) {
						self.queue.push_back(peer);
					}
				},
				None => self.search = Search::Over,
			},
			Search::Over => pending().await,
		}
	}

	/// The next one, if there is one by now.
	pub(super) fn next(&mut self) -> Option<PeerId> {
		self.turn = !self.turn;
		let (first, second) = if self.turn {
			(&mut self.near, &mut self.queue)
		} else {
			(&mut self.queue, &mut self.near)
		};
		first.pop_front().or_else(|| second.pop_front())
	}

	/// Whether there may be a further one.
	pub(super) fn is_over(&self) -> bool {
		matches!(self.search, Search::Over) && self.near.is_empty() && self.queue.is_empty()
	}
}

/// The connected peers, in the order in which they are to be asked; none once the network has stopped.
async fn near_by(shared: &Shared) -> Vec<PeerId> {
	let (tell, told) = oneshot::channel();
	if shared.commands.send(Command::Near(tell)).await.is_err() {
		return Vec::new();
	}
	told.await.unwrap_or_default()
}

/// What is going on; `None` once the network has stopped.
pub(crate) async fn state(shared: &Shared) -> Option<State> {
	let (tell, told) = oneshot::channel();
	shared.commands.send(Command::State(tell)).await.ok()?;
	told.await.ok()
}

/// Announces a cell, and the title it is of if that is here, unless this node does not share.
pub(crate) async fn announce(shared: &Arc<Shared>, cell: Cid) {
	if !shared.config.share {
		return;
	}
	let title = shared.catalog.title_of(&cell);
	for cid in [Some(cell), title].into_iter().flatten() {
		let here = shared.blocking(move |store| store.has(&cid)).await;
		if here.is_ok_and(|here| here) {
			// The network is going down otherwise.
			let _ = shared.commands.send(Command::Announce(cid)).await;
		}
	}
}
