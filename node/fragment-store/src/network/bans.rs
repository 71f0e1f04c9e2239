//! Peers that misbehaved: strikes, bans, and the reports of them.

use crate::{metrics::Metrics, store::lock};
use cid::Cid;
use libp2p::PeerId;
use std::{
	collections::HashMap,
	sync::{Arc, Mutex},
	time::{Duration, Instant},
};
use tokio::sync::broadcast;

/// Most peers with strikes or a ban. Beyond it the one whose entry ends first is forgotten.
const MAX_ENTRIES: usize = 10_000;

/// Reports kept for a reader that is behind.
const MAX_REPORTS: usize = 256;

/// What a peer did.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Misdeed {
	/// It sent bytes that are not part of what was asked for. Enough for a ban by itself.
	WrongBytes,
	/// Its answer ended too early.
	CutOff,
	/// It stopped sending in the middle of an answer, or never began.
	Stalled,
	/// It answered against the protocol.
	Protocol,
}

/// That a peer misbehaved.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Report {
	/// The peer.
	pub peer: PeerId,
	/// What it did.
	pub misdeed: Misdeed,
	/// The block or cell it was asked for.
	pub asked: Cid,
	/// The fragment of the cell, if it was one.
	pub fragment: Option<u32>,
	/// Whether it was shut out for it.
	pub banned: bool,
}

#[derive(Clone, Copy, Debug)]
struct Entry {
	strikes: u32,
	banned: bool,
	ends: Instant,
}

/// The table of misbehaved peers.
#[derive(Debug)]
pub(crate) struct Bans {
	entries: Mutex<HashMap<PeerId, Entry>>,
	ban_time: Duration,
	max_strikes: u32,
	reports: broadcast::Sender<Report>,
	metrics: Arc<Metrics>,
}

impl Bans {
	pub(crate) fn new(ban_time: Duration, max_strikes: u32, metrics: Arc<Metrics>) -> Self {
		let (reports, _) = broadcast::channel(MAX_REPORTS);
		Self {
			entries: Mutex::default(),
			ban_time,
			max_strikes: max_strikes.max(1),
			reports,
			metrics,
		}
	}

	/// Notes a misdeed; returns whether the peer is to be shut out now.
	pub(crate) fn note(
		&self,
		peer: PeerId,
		misdeed: Misdeed,
		asked: Cid,
		fragment: Option<u32>,
	) -> bool {
		let now = Instant::now();
		let banned = {
			let mut entries = lock(&self.entries);
			entries.retain(|_, entry| entry.ends > now);
			if entries.len() >= MAX_ENTRIES
				&& let Some(first) =
					entries.iter().min_by_key(|(_, entry)| entry.ends).map(|(peer, _)| *peer)
			{
				entries.remove(&first);
			}
			let ends = now + self.ban_time;
			let entry = entries.entry(peer).or_insert(Entry { strikes: 0, banned: false, ends });
			entry.strikes += 1;
			entry.ends = ends;
			let ban = misdeed == Misdeed::WrongBytes || entry.strikes >= self.max_strikes;
			let fresh = ban && !entry.banned;
			entry.banned |= ban;
			fresh
		};
		match misdeed {
			Misdeed::WrongBytes => self.metrics.peer_lies.one(),
			_ => self.metrics.peer_strikes.one(),
		}
		if banned {
			self.metrics.peers_banned.one();
			tracing::warn!(target: "reel::peers", %peer, ?misdeed, %asked, ?fragment, "shutting a peer out");
		}
		// Nobody needs to listen.
		let _ = self.reports.send(Report { peer, misdeed, asked, fragment, banned });
		banned
	}

	/// Whether `peer` is shut out.
	pub(crate) fn is_banned(&self, peer: &PeerId) -> bool {
		let now = Instant::now();
		lock(&self.entries).get(peer).is_some_and(|entry| entry.banned && entry.ends > now)
	}

	/// Everyone shut out now.
	pub(crate) fn banned(&self) -> Vec<PeerId> {
		let now = Instant::now();
		let entries = lock(&self.entries);
		let banned = entries.iter().filter(|(_, entry)| entry.banned && entry.ends > now);
		banned.map(|(peer, _)| *peer).collect()
	}

	/// Reports from now on.
	pub(crate) fn reports(&self) -> broadcast::Receiver<Report> {
		self.reports.subscribe()
	}
}

#[cfg(test)]
mod tests {
	use super::*;
	use crate::block::{RAW, cid_of};

	fn bans(time: Duration) -> Bans {
		Bans::new(time, 3, Arc::default())
	}

	#[test]
	fn one_wrong_byte_is_enough_and_a_cut_answer_is_not() {
		let (bans, asked) = (bans(Duration::from_secs(60)), cid_of(RAW, b"film"));
		let [liar, clumsy] = [PeerId::random(), PeerId::random()];
		let mut reports = bans.reports();
		assert!(bans.note(liar, Misdeed::WrongBytes, asked, Some(4)));
		assert!(!bans.note(liar, Misdeed::WrongBytes, asked, Some(5)), "is out already");
		assert!(!bans.note(clumsy, Misdeed::CutOff, asked, None));
		assert!(!bans.note(clumsy, Misdeed::Stalled, asked, None));
		assert!(bans.is_banned(&liar) && !bans.is_banned(&clumsy));
		assert!(bans.note(clumsy, Misdeed::Protocol, asked, None));
		assert_eq!(bans.banned().len(), 2);
		let first = reports.try_recv().expect("reported");
		assert_eq!((first.peer, first.fragment, first.banned), (liar, Some(4), true));
	}

	#[test]
	fn a_ban_ends() {
		let bans = bans(Duration::ZERO);
		let peer = PeerId::random();
		bans.note(peer, Misdeed::WrongBytes, cid_of(RAW, b"film"), None);
		assert!(!bans.is_banned(&peer));
	}
}
