//! Peers that are connected and have not said yet what they speak.
//!
//! The routing table takes a peer by its word (identify) and its answer to a first question (`routing.rs`), which come some
//! round trips after the connection. Whoever connected and searched at once would ask nobody and hear that there is nobody.

use cid::Cid;
use libp2p::PeerId;
use std::{
	collections::HashMap,
	mem,
	time::{Duration, Instant},
};
use tokio::sync::{mpsc, oneshot};

/// How long a search waits for the word of a peer: one that connects and keeps silent holds up nobody for longer.
const PATIENCE: Duration = Duration::from_secs(5);

/// A search for providers: of what, who waits for it, and when it was asked for.
#[derive(Debug)]
struct Search {
	key: Cid,
	found: mpsc::Sender<PeerId>,
	asked_at: Instant,
}

/// Who is still to introduce itself, and what waits for that. As many peers as the connection limits allow.
#[derive(Debug, Default)]
pub(crate) struct Introductions {
	/// Dropping a sender tells its receiver that there is nothing to wait for any more.
	strangers: HashMap<PeerId, Vec<oneshot::Sender<()>>>,
	searches: Vec<Search>,
}

impl Introductions {
	/// Notes that `peer` is connected and has said nothing.
	pub(crate) fn connected(&mut self, peer: PeerId) {
		self.strangers.entry(peer).or_default();
	}

	/// Notes that `peer` has said what it speaks, and answered if it says that it does; or will not, or is gone.
	pub(crate) fn done(&mut self, peer: &PeerId) {
		self.strangers.remove(peer);
	}

	/// Drops `done` once `peer` has said what it speaks, or will not.
	pub(crate) fn wait(&mut self, peer: &PeerId, done: oneshot::Sender<()>) {
		if let Some(waiting) = self.strangers.get_mut(peer) {
			waiting.push(done);
		}
	}

	/// Keeps a search that has nobody to ask yet until [`Self::due`]. Gives it back if nobody is to be waited for.
	pub(crate) fn postpone(
		&mut self,
		key: Cid,
		found: mpsc::Sender<PeerId>,
		now: Instant,
	) -> Option<(Cid, mpsc::Sender<PeerId>)> {
		if self.strangers.is_empty() {
			return Some((key, found));
		}
		self.searches.push(Search { key, found, asked_at: now });
		None
	}

	/// Searches kept.
	pub(crate) fn searches(&self) -> usize {
		self.searches.len()
	}

	/// Takes the searches that are to start: all if there is somebody to ask (`routed`) or nobody left to wait for, else those
	/// that have waited long enough.
	pub(crate) fn due(&mut self, routed: bool, now: Instant) -> Vec<(Cid, mpsc::Sender<PeerId>)> {
		let all = routed || self.strangers.is_empty();
		let (due, kept) = mem::take(&mut self.searches)
			.into_iter()
			.partition(|search: &Search| all || now.duration_since(search.asked_at) >= PATIENCE);
		self.searches = kept;
		due.into_iter().map(|search| (search.key, search.found)).collect()
	}
}

#[cfg(test)]
mod tests {
	use super::*;
	use crate::block;

	fn search() -> (Cid, mpsc::Sender<PeerId>) {
		(block::cid_of(block::RAW, &[1; 32]), mpsc::channel(1).0)
	}

	#[test]
	fn a_search_waits_for_the_word_of_a_peer_and_not_for_long() {
		let mut all = Introductions::default();
		let now = Instant::now();
		let (key, found) = search();
		assert!(all.postpone(key, found, now).is_some(), "nobody is to be waited for");
		let peer = PeerId::random();
		for ends in 0..3 {
			all.connected(peer);
			let (key, found) = search();
			assert!(all.postpone(key, found, now).is_none());
			assert!(all.due(false, now).is_empty());
			let due = match ends {
				0 => all.due(true, now),
				1 => all.due(false, now + PATIENCE),
				_ => {
					all.done(&peer);
					all.due(false, now)
				},
			};
			assert_eq!(due.len(), 1, "case {ends}");
			assert_eq!(all.searches(), 0);
			all.done(&peer);
		}
	}

	#[test]
	fn who_waits_for_a_peer_hears_of_its_word_and_of_its_end() {
		let mut all = Introductions::default();
		let peer = PeerId::random();
		let (done, mut told) = oneshot::channel();
		all.wait(&peer, done);
		assert!(
			told.try_recv().is_err_and(|e| e == oneshot::error::TryRecvError::Closed),
			"not connected"
		);
		all.connected(peer);
		let (done, mut told) = oneshot::channel();
		all.wait(&peer, done);
		assert_eq!(told.try_recv(), Err(oneshot::error::TryRecvError::Empty));
		all.done(&peer);
		assert_eq!(told.try_recv(), Err(oneshot::error::TryRecvError::Closed));
		assert!(all.strangers.is_empty(), "nothing is kept of a peer that is known");
	}
}
