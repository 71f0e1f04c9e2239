//! How much a peer may say, and when the desk stops listening to it.
//!
//! Every kind of message has its own limit per peer and minute, since one ticket a second is silence and one list of
//! plays a second is noise. What is over the limit is dropped before it is decoded. A desk passes on what it has
//! checked and nothing else, so whoever sends what does not pass a check has made it up: after four such messages in
//! ten minutes the peer is not listened to for ten minutes, and the network is told each time.

use crate::{PeerKey, gossip::Kind, id_map::IdMap, rate_limit::Bucket};

/// Most peers remembered; the network has fewer open streams.
const MAX_PEERS: usize = 512;

/// Ids that a peer may want per minute: each may be answered with a play of 8 KB.
const WANTED_PER_MINUTE: u64 = 16_384;

/// Garbage after which a peer is muted.
const FAULTS: u32 = 4;

/// For how long faults are remembered, and a peer is muted.
const MEMORY_MS: u64 = 600_000;

/// A flood is told to the network once in this time.
const FLOOD_REPORT_MS: u64 = 10_000;

/// Messages per minute. A desk relays each ticket and the name of each play once, so `plays` bounds the whole network: as many cells a
/// minute, which is as many viewers.
const fn limit(kind: Kind, plays: u64) -> u64 {
	match kind {
		Kind::Ticket | Kind::Play | Kind::Have => plays,
		Kind::Body | Kind::Want => 600,
		Kind::Secret => 300,
		Kind::DeskKey => 512,
		Kind::SecretsHeld | Kind::SecretsAsk => 30,
		Kind::SecretsGift => 60,
		Kind::Hello => 240,
		// Sixteen parts of 3 MiB are the longest list there is, and take a tree's hashing.
		Kind::WantLeaves | Kind::Leaves => 240,
	}
}

/// Why a message is not looked at.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Refused {
	/// The peer is not listened to.
	Muted,
	/// Over the limit; `tell`: time to tell the network.
	Flood { tell: bool },
}

struct Peer {
	kinds: [Bucket; Kind::ALL.len()],
	wanted: Bucket,
	faults: u32,
	first_fault_ms: u64,
	muted_until_ms: u64,
	flood_told_ms: Option<u64>,
	seen_ms: u64,
}

impl Peer {
	fn new(plays: u64, now_ms: u64) -> Self {
		Self {
			kinds: Kind::ALL.map(|kind| Bucket::full(limit(kind, plays), now_ms)),
			wanted: Bucket::full(WANTED_PER_MINUTE, now_ms),
			faults: 0,
			first_fault_ms: 0,
			muted_until_ms: 0,
			flood_told_ms: None,
			seen_ms: now_ms,
		}
	}
}

/// All peers that were heard of.
pub(crate) struct Peers {
	/// Tickets, and plays, that each may send per minute.
	plays: u64,
	peers: IdMap<PeerKey, Peer>,
}

impl Peers {
	/// `plays`: tickets, and plays, that each may send per minute.
	pub(crate) fn new(plays: u32) -> Self {
		Self { plays: plays.max(1).into(), peers: IdMap::default() }
	}

	/// What is remembered of a peer, from now on if it is new: always there. Asked for each message: the name is copied once.
	fn peer(&mut self, key: &PeerKey, now_ms: u64) -> Option<&mut Peer> {
		if !self.peers.contains_key(key) {
			self.make_room(now_ms);
			self.peers.insert(key.clone(), Peer::new(self.plays, now_ms));
		}
		let peer = self.peers.get_mut(key)?;
		peer.seen_ms = now_ms;
		Some(peer)
	}

	fn make_room(&mut self, now_ms: u64) {
		if self.peers.len() < MAX_PEERS {
			return;
		}
		// The one that has been silent longest, but none that would have itself unmuted that way.
		let heard = |peer: &Peer| (peer.muted_until_ms > now_ms, peer.seen_ms);
		let silent = self.peers.iter().min_by_key(|(_, peer)| heard(peer));
		if let Some(silent) = silent.map(|(key, _)| key.clone()) {
			self.peers.remove(&silent);
		}
	}

	/// Whether a peer is listened to.
	pub(crate) fn is_muted(&self, key: &PeerKey, now_ms: u64) -> bool {
		self.peers.get(key).is_some_and(|peer| peer.muted_until_ms > now_ms)
	}

	/// Admits one message of a kind.
	pub(crate) fn admit(&mut self, key: &PeerKey, kind: Kind, now_ms: u64) -> Result<(), Refused> {
		let limit = limit(kind, self.plays);
		let Some(peer) = self.peer(key, now_ms).filter(|peer| peer.muted_until_ms <= now_ms) else {
			return Err(Refused::Muted);
		};
		// The array has a place for each kind.
		let Some(bucket) = peer.kinds.get_mut(kind as usize) else { return Err(Refused::Muted) };
		if bucket.take(1, limit, now_ms).is_ok() {
			return Ok(());
		}
		let tell = peer.flood_told_ms.is_none_or(|ms| now_ms.saturating_sub(ms) >= FLOOD_REPORT_MS);
		if tell {
			peer.flood_told_ms = Some(now_ms);
		}
		Err(Refused::Flood { tell })
	}

	/// How many of `ids` wanted things a peer is answered.
	pub(crate) fn grant(&mut self, key: &PeerKey, ids: usize, now_ms: u64) -> usize {
		let Some(Peer { wanted: bucket, .. }) = self.peer(key, now_ms) else { return 0 };
		let taken = (1..=ids).take_while(|_| bucket.take(1, WANTED_PER_MINUTE, now_ms).is_ok());
		taken.count()
	}

	/// Notes garbage; whether the peer is muted now.
	pub(crate) fn fault(&mut self, key: &PeerKey, now_ms: u64) -> bool {
		let Some(peer) = self.peer(key, now_ms) else { return false };
		if now_ms.saturating_sub(peer.first_fault_ms) > MEMORY_MS {
			peer.faults = 0;
		}
		if peer.faults == 0 {
			peer.first_fault_ms = now_ms;
		}
		peer.faults += 1;
		let is_muted = peer.faults >= FAULTS;
		if is_muted {
			peer.muted_until_ms = now_ms.saturating_add(MEMORY_MS);
			peer.faults = 0;
		}
		is_muted
	}
}

#[cfg(test)]
mod tests {
	use super::*;

	fn key(n: u32) -> PeerKey {
		PeerKey(n.to_le_bytes().to_vec())
	}

	#[test]
	fn each_kind_has_its_own_limit_for_each_peer() {
		let mut peers = Peers::new(30_000);
		for _ in 0..30 {
			assert_eq!(peers.admit(&key(1), Kind::SecretsAsk, 0), Ok(()));
		}
		let refused = peers.admit(&key(1), Kind::SecretsAsk, 0);
		assert_eq!(refused, Err(Refused::Flood { tell: true }));
		let refused = peers.admit(&key(1), Kind::SecretsAsk, 1);
		assert_eq!(refused, Err(Refused::Flood { tell: false }));
		assert_eq!(peers.admit(&key(1), Kind::Ticket, 1), Ok(()));
		assert_eq!(peers.admit(&key(2), Kind::SecretsAsk, 1), Ok(()));
		assert_eq!(peers.admit(&key(1), Kind::SecretsAsk, 2_001), Ok(()));
	}

	#[test]
	fn wanted_things_are_answered_up_to_the_limit() {
		let mut peers = Peers::new(30_000);
		let all = WANTED_PER_MINUTE as usize;
		assert_eq!(peers.grant(&key(1), all - 10, 0), all - 10);
		assert_eq!(peers.grant(&key(1), 1_024, 0), 10);
		assert_eq!(peers.grant(&key(1), 1_024, 0), 0);
		assert_eq!(peers.grant(&key(2), 5, 0), 5);
	}

	#[test]
	fn garbage_mutes_a_peer_for_a_while() {
		let mut peers = Peers::new(30_000);
		for _ in 1..FAULTS {
			assert!(!peers.fault(&key(1), 5));
		}
		assert!(peers.fault(&key(1), 6));
		assert!(peers.is_muted(&key(1), 7) && !peers.is_muted(&key(2), 7));
		assert_eq!(peers.admit(&key(1), Kind::Ticket, 7), Err(Refused::Muted));
		assert_eq!(peers.admit(&key(1), Kind::Ticket, 6 + MEMORY_MS), Ok(()));
		// Old faults are forgiven.
		for n in 0..10 {
			assert!(!peers.fault(&key(3), n * (MEMORY_MS + 1)));
		}
	}

	#[test]
	fn newcomers_push_out_the_silent_and_not_the_muted() {
		let mut peers = Peers::new(30_000);
		for _ in 0..FAULTS {
			peers.fault(&key(0), 1);
		}
		for n in 1..=(MAX_PEERS as u32 + 10) {
			peers.admit(&key(n), Kind::Ticket, u64::from(n) + 1).unwrap();
		}
		assert_eq!(peers.peers.len(), MAX_PEERS);
		assert!(peers.is_muted(&key(0), 1_000));
	}
}
