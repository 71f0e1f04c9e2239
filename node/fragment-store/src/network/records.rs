//! The provider table: what others provide, bounded, and what is announced from here.

use cid::Cid;
use libp2p::{PeerId, kad::RecordKey};
use std::{
	collections::{BTreeSet, HashMap},
	time::{Duration, Instant},
};

/// The key of a CID in the provider table: its multihash, so that codecs do not matter.
pub(crate) fn record_key(cid: &Cid) -> RecordKey {
	RecordKey::new(&cid.hash().to_bytes())
}

/// Provider records of others that are kept here, with their ends. The records themselves are in `table.rs`, which bounds
/// the providers of a key and neither the keys nor the records of a peer.
///
/// A record is taken only over a connection with the provider itself, so its name cannot be another's.
#[derive(Debug)]
pub(crate) struct ProviderRecords {
	ends: HashMap<(RecordKey, PeerId), Instant>,
	of_peer: HashMap<PeerId, usize>,
	max: usize,
	max_per_peer: usize,
}

impl ProviderRecords {
	pub(crate) fn new(max: usize, max_per_peer: usize) -> Self {
		Self { ends: HashMap::new(), of_peer: HashMap::new(), max, max_per_peer }
	}

	/// Whether the record is taken. One that is here already is renewed.
	pub(crate) fn admit(&mut self, key: RecordKey, provider: PeerId, ends: Instant) -> bool {
		if let Some(end) = self.ends.get_mut(&(key.clone(), provider)) {
			*end = ends;
			return true;
		}
		let of_peer = self.of_peer.entry(provider).or_default();
		if self.ends.len() >= self.max || *of_peer >= self.max_per_peer {
			return false;
		}
		*of_peer += 1;
		self.ends.insert((key, provider), ends);
		true
	}

	/// Drops a record; returns whether it was here.
	pub(crate) fn remove(&mut self, key: &RecordKey, provider: PeerId) -> bool {
		let found = self.ends.remove(&(key.clone(), provider)).is_some();
		if found && let Some(count) = self.of_peer.get_mut(&provider) {
			*count -= 1;
			if *count == 0 {
				self.of_peer.remove(&provider);
			}
		}
		found
	}

	/// Drops the records that ended before `now`, and returns them.
	pub(crate) fn sweep(&mut self, now: Instant) -> Vec<(RecordKey, PeerId)> {
		self.take(|_, end| end <= now)
	}

	/// Drops every record of `provider`, and returns them.
	pub(crate) fn remove_peer(&mut self, provider: &PeerId) -> Vec<(RecordKey, PeerId)> {
		self.take(|one, _| one == provider)
	}

	fn take(&mut self, which: impl Fn(&PeerId, Instant) -> bool) -> Vec<(RecordKey, PeerId)> {
		let found: Vec<_> = self
			.ends
			.iter()
			.filter(|((_, peer), end)| which(peer, **end))
			.map(|(record, _)| record.clone())
			.collect();
		for (key, peer) in &found {
			self.remove(key, *peer);
		}
		found
	}

	/// Number of records.
	pub(crate) fn len(&self) -> usize {
		self.ends.len()
	}
}

/// How soon an announcement is made again that is new or failed: those that are told do not answer, so a lost one is
/// not noticed.
pub(crate) const AGAIN: Duration = Duration::from_secs(10);

/// When an announcement is due, and whether once more soon after that.
#[derive(Clone, Copy, Debug)]
struct Due {
	at: Instant,
	twice: bool,
}

/// What is announced from here, and when each is due again.
#[derive(Debug)]
pub(crate) struct Announcements {
	due_at: HashMap<Cid, Due>,
	due: BTreeSet<(Instant, Cid)>,
	max: usize,
	republish: Duration,
}

impl Announcements {
	pub(crate) fn new(max: usize, republish: Duration) -> Self {
		Self { due_at: HashMap::new(), due: BTreeSet::new(), max, republish }
	}

	/// Announces `cid` from now on; false if there are too many.
	pub(crate) fn add(&mut self, cid: Cid, now: Instant) -> bool {
		if self.due_at.contains_key(&cid) {
			return true;
		}
		if self.due_at.len() >= self.max {
			return false;
		}
		self.set(cid, Due { at: now, twice: true });
		true
	}

	/// Announces `cid` no longer; returns whether it was.
	pub(crate) fn remove(&mut self, cid: &Cid) -> bool {
		let Some(due) = self.due_at.remove(cid) else { return false };
		self.due.remove(&(due.at, *cid))
	}

	/// Nobody was told of `cid`: it is due again soon, if it is still announced.
	pub(crate) fn failed(&mut self, cid: Cid, now: Instant) {
		if self.due_at.contains_key(&cid) {
			self.set(cid, Due { at: now + AGAIN, twice: false });
		}
	}

	/// One that is due; it is due again after the interval, and once more soon if it is new.
	pub(crate) fn next(&mut self, now: Instant) -> Option<Cid> {
		let (at, cid) = *self.due.first()?;
		if at > now {
			return None;
		}
		let twice = self.due_at.get(&cid).is_some_and(|due| due.twice);
		let after = if twice { AGAIN.min(self.republish) } else { self.republish };
		self.set(cid, Due { at: now + after, twice: false });
		Some(cid)
	}

	/// Makes all of them due: somebody came who does not know of them.
	pub(crate) fn renew(&mut self, now: Instant) {
		self.due.clear();
		for (cid, due) in &mut self.due_at {
			*due = Due { at: now, twice: true };
			self.due.insert((now, *cid));
		}
	}

	/// Everything announced.
	pub(crate) fn all(&self) -> Vec<Cid> {
		self.due_at.keys().copied().collect()
	}

	fn set(&mut self, cid: Cid, due: Due) {
		if let Some(before) = self.due_at.insert(cid, due) {
			self.due.remove(&(before.at, cid));
		}
		self.due.insert((due.at, cid));
	}
}

#[cfg(test)]
mod tests {
	use super::*;
	use crate::block::{RAW, cid_of};

	const HOUR: Duration = Duration::from_secs(3600);

	#[test]
	fn records_are_bounded_in_all_and_for_each_peer_and_end() {
		let now = Instant::now();
		let mut records = ProviderRecords::new(5, 2);
		let peers: Vec<PeerId> = (0..4).map(|_| PeerId::random()).collect();
		let key = |at: u8| record_key(&cid_of(RAW, &[at]));
		assert!(records.admit(key(0), peers[0], now + HOUR));
		assert!(records.admit(key(1), peers[0], now));
		assert!(!records.admit(key(2), peers[0], now), "a third of one peer");
		assert!(records.admit(key(1), peers[0], now), "a renewal");
		for (at, peer) in [(0, 1), (1, 1), (0, 2)] {
			assert!(records.admit(key(at), peers[peer], now + HOUR));
		}
		assert!(!records.admit(key(0), peers[3], now + HOUR), "a sixth in all");
		assert_eq!(records.sweep(now), [(key(1), peers[0])]);
		assert!(records.admit(key(0), peers[3], now + HOUR));
		assert_eq!(records.remove_peer(&peers[1]).len(), 2);
		assert!(!records.remove(&key(0), peers[1]));
		assert_eq!(records.len(), 3);
		assert_eq!(records.of_peer.len(), 3);
	}

	#[test]
	fn announcements_come_again_until_they_are_removed() {
		let now = Instant::now();
		let mut ours = Announcements::new(2, HOUR);
		let [film, cell, other] = [b"film", b"cell", b"more"].map(|bytes| cid_of(RAW, bytes));
		assert!(ours.add(film, now) && ours.add(cell, now) && ours.add(film, now));
		assert!(!ours.add(other, now), "a third");
		assert!(ours.next(now).is_some() && ours.next(now).is_some());
		assert_eq!(ours.next(now), None);
		assert!(ours.remove(&cell) && !ours.remove(&cell));
		assert_eq!(ours.next(now + AGAIN), Some(film), "once more");
		assert_eq!(ours.next(now + AGAIN), None);
		let later = now + AGAIN + HOUR;
		assert_eq!(ours.next(later), Some(film));
		assert_eq!(ours.next(later), None);
		ours.failed(film, later);
		ours.failed(cell, later);
		assert_eq!(ours.next(later + AGAIN), Some(film));
		assert_eq!(ours.next(later + AGAIN * 2), None);
		ours.renew(later);
		assert_eq!(ours.next(later), Some(film));
		assert_eq!(ours.all(), [film]);
	}
}
