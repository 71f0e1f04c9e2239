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

/// Most peers that one search may name.
const MAX_NAMED: usize = 256;

/// Head start of peers that are known already over a search, which asks, and connects with, whoever is in the provider
/// table.
const SEARCH_GRACE: Duration = Duration::from_millis(300);

/// How far the search is.
enum Search {
	NotBefore(Instant),
	Due,
	Runs(mpsc::Receiver<PeerId>),
	Over,
}

/// Who may have something: peers that are known already, who need no search, and those that are found, in turn, since
/// either may be peers that do not answer.
///
/// A peer that was asked on the chance may just have been too early to ask: it is asked again if a search names it, and so
/// is one that a former search named.
#[derive(Debug, Default)]
struct Candidates {
	/// In the order in which they are to be asked.
	near: VecDeque<PeerId>,
	queue: VecDeque<PeerId>,
	/// Those that the last search named.
	named: HashSet<PeerId>,
	/// Those that are being asked; none of them is asked twice at once.
	asked: HashSet<PeerId>,
	/// Whether one that was found is next.
	turn: bool,
}

impl Candidates {
	/// A search found `peer`.
	fn name(&mut self, peer: PeerId) {
		let first = self.named.len() < MAX_NAMED && self.named.insert(peer);
		// Whoever is still to be asked is asked after it was named.
		if first && !self.near.contains(&peer) && !self.queue.contains(&peer) {
			self.queue.push_back(peer);
		}
	}

	fn next(&mut self) -> Option<PeerId> {
		self.turn = !self.turn;
		let (first, second) = if self.turn {
			(&mut self.near, &mut self.queue)
		} else {
			(&mut self.queue, &mut self.near)
		};
		let asked = &self.asked;
		let take = |all: &mut VecDeque<PeerId>| {
			let at = all.iter().position(|peer| !asked.contains(peer))?;
			all.remove(at)
		};
		let peer = take(first).or_else(|| take(second))?;
		self.asked.insert(peer);
		Some(peer)
	}
}

/// The [`Candidates`] for one thing, and the search that adds to them. It begins when the known ones had some time, or none
/// of them is left; nobody has to wait for its end.
pub(super) struct Sources {
	shared: Arc<Shared>,
	key: Cid,
	who: Candidates,
	search: Search,
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
			who: Candidates { near: near.into(), ..Candidates::default() },
			search: Search::NotBefore(Instant::now() + SEARCH_GRACE),
		}
	}

	/// Begins the search if it is time for it, or `now`. Not part of [`found`](Self::found), which may be dropped in the
	/// middle.
	pub(super) async fn search(&mut self, now: bool) {
		match self.search {
			Search::Due => self.search_once().await,
			Search::NotBefore(_) if now => self.search_once().await,
			_ => {},
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
		self.who.named.clear();
		let title = self.shared.catalog.title_of(&self.key);
		for key in [Some(self.key), title].into_iter().flatten() {
			let command = Command::Providers { key, found: tell.clone() };
			if self.shared.commands.send(command).await.is_err() {
				return;
			}
		}
	}

	/// Waits until it is time for the search, a further one is found, or the search is over. Never completes after that.
	pub(super) async fn found(&mut self) {
		match &mut self.search {
			Search::NotBefore(then) => {
				tokio::time::sleep_until(*then).await;
				self.search = Search::Due;
			},
			Search::Due => {},
			Search::Runs(found) => match found.recv().await {
				Some(peer) => self.who.name(peer),
				None => self.search = Search::Over,
			},
			Search::Over => pending().await,
		}
	}

	/// Whether the last search named anybody.
	pub(super) fn any_named(&self) -> bool {
		!self.who.named.is_empty()
	}

	/// The next one, if there is one by now; [`over`](Self::over) has to follow.
	pub(super) fn next(&mut self) -> Option<PeerId> {
		self.who.next()
	}

	/// `peer`, that [`next`](Self::next) named, is not being asked any more.
	pub(super) fn over(&mut self, peer: &PeerId) {
		self.who.asked.remove(peer);
	}

	/// Whether there may be a further one.
	pub(super) fn is_over(&self) -> bool {
		matches!(self.search, Search::Over) && self.who.near.is_empty() && self.who.queue.is_empty()
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

#[cfg(test)]
mod tests {
	use super::*;

	#[test]
	fn known_ones_and_found_ones_come_in_turn() {
		let peers = [(); 4].map(|()| PeerId::random());
		let near = VecDeque::from([peers[0], peers[1]]);
		let mut who = Candidates { near, ..Candidates::default() };
		[peers[2], peers[1], peers[3], peers[2]].into_iter().for_each(|peer| who.name(peer));
		let order: Vec<PeerId> = std::iter::from_fn(|| who.next()).collect();
		assert_eq!(order, [peers[0], peers[2], peers[1], peers[3]], "each once");
	}

	#[test]
	fn who_was_asked_too_early_is_asked_again_when_a_search_names_it() {
		let peer = PeerId::random();
		let mut who = Candidates { near: VecDeque::from([peer]), ..Candidates::default() };
		assert_eq!(who.next(), Some(peer), "on the chance");
		who.name(peer);
		assert_eq!(who.next(), None, "it is being asked");
		who.asked.remove(&peer);
		assert_eq!(who.next(), Some(peer), "it was named meanwhile");
		who.asked.remove(&peer);
		who.name(peer);
		assert_eq!(who.next(), None, "the same search names it once");
		who.named.clear();
		who.name(peer);
		assert_eq!(who.next(), Some(peer), "another search");
	}

	#[test]
	fn one_search_names_so_many_and_no_more() {
		let mut who = Candidates::default();
		(0..2 * MAX_NAMED).for_each(|_| who.name(PeerId::random()));
		assert_eq!(std::iter::from_fn(|| who.next()).count(), MAX_NAMED);
	}
}
