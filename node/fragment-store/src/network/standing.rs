//! Peers that served this node: they are asked before strangers, and known again when something else is wanted.
//!
//! Kept in memory only. Who fails is a stranger again.

use crate::store::lock;
use libp2p::PeerId;
use std::{collections::HashMap, sync::Mutex};

/// Most peers remembered. Beyond it the one that served longest ago is forgotten.
const MAX_PEERS: usize = 1024;

/// Who served, and when last, in the order of servings.
#[derive(Debug, Default)]
pub(crate) struct Standing(Mutex<Served>);

#[derive(Debug, Default)]
struct Served {
	count: u64,
	last: HashMap<PeerId, u64>,
}

impl Standing {
	/// `peer` delivered something that was asked for, and it was right.
	pub(crate) fn served(&self, peer: PeerId) {
		let mut served = lock(&self.0);
		served.count += 1;
		let count = served.count;
		served.last.insert(peer, count);
		if served.last.len() > MAX_PEERS
			&& let Some(oldest) =
				served.last.iter().min_by_key(|(_, at)| **at).map(|(peer, _)| *peer)
		{
			served.last.remove(&oldest);
		}
	}

	/// `peer` misbehaved, or is not to be reached.
	pub(crate) fn failed(&self, peer: &PeerId) {
		lock(&self.0).last.remove(peer);
	}

	/// Whether `peer` served.
	pub(crate) fn has_served(&self, peer: &PeerId) -> bool {
		lock(&self.0).last.contains_key(peer)
	}

	/// The `limit` peers that served last, the last one first.
	pub(crate) fn latest(&self, limit: usize) -> Vec<PeerId> {
		let served = lock(&self.0);
		let mut all: Vec<_> = served.last.iter().map(|(peer, at)| (*at, *peer)).collect();
		drop(served);
		all.sort_unstable_by(|one, other| other.cmp(one));
		all.into_iter().take(limit).map(|(_, peer)| peer).collect()
	}
}

#[cfg(test)]
mod tests {
	use super::*;

	#[test]
	fn who_served_last_comes_first_and_who_failed_is_a_stranger() {
		let standing = Standing::default();
		let peers = [(); 3].map(|()| PeerId::random());
		for peer in [peers[0], peers[1], peers[2], peers[0]] {
			standing.served(peer);
		}
		assert_eq!(standing.latest(2), [peers[0], peers[2]]);
		standing.failed(&peers[0]);
		assert!(!standing.has_served(&peers[0]) && standing.has_served(&peers[1]));
		assert_eq!(standing.latest(8), [peers[2], peers[1]]);
	}

	#[test]
	fn so_many_are_remembered_and_the_oldest_goes_first() {
		let standing = Standing::default();
		let first = PeerId::random();
		standing.served(first);
		for _ in 0..MAX_PEERS {
			standing.served(PeerId::random());
		}
		assert!(!standing.has_served(&first));
		assert_eq!(standing.latest(usize::MAX).len(), MAX_PEERS);
	}
}
