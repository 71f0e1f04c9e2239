//! Bitswap 1.2, as ordinary IPFS nodes speak it: they fetch blocks at rest from here, and this node fetches theirs.
//!
//! A block is checked only when it is complete, so between our own nodes the fragment protocol is used. Messages go one
//! way on a stream; what a peer wants and what is wanted from it is kept in a [`Ledger`] for each peer.
//!
//! | bound | where |
//! |---|---|
//! | wants of a peer, those that wait for a block to come | `ledger.rs` |
//! | entries, blocks and size of a message | `message.rs` |
//! | size of a message from a peer that was asked for nothing | [`MAX_UNASKED_BYTES`] |
//! | messages read at once, in all: large ones, and bytes of others | [`MAX_LARGE`], [`MAX_READING_BYTES`] |
//! | answers made at once: a quarter of what peers get of fragments; one at a time for a peer | [`LimitsConfig::max_served`](super::LimitsConfig) |
//! | streams of a peer | [`LimitsConfig::max_streams_per_peer`](super::LimitsConfig) |
//! | lines of want-lists of a peer, at once and a second; who goes on is hung up on | [`WANTS_AT_ONCE`] |
//! | look-ups in vain for a peer | [`ABSENT_AT_ONCE`] |
//! | bytes a second | the caps on upload and download |
//!
//! What was taken down is answered as absent: the protocol has no word for it. A block that was never asked for, from a
//! peer that is asked for others, is a lie, and shuts the peer out.
//!
//! Sources: mission S1, C5, D1; the Bitswap specification of IPFS, version 1.2.0.

pub(crate) mod client;
mod ledger;
mod message;
mod reader;
mod sender;

use super::{allowance::Allowance, inbound::Incoming, shared::Shared, turns::Turns};
use crate::store::lock;
use ledger::Ledger;
use libp2p::{PeerId, StreamProtocol};
use std::{
	collections::HashMap,
	sync::{Arc, Mutex},
	time::Instant,
};
use tokio::sync::{Notify, Semaphore};

/// The versions that are taken, the newest first.
pub(crate) const PROTOCOLS: &[StreamProtocol] = &[PROTOCOL, PROTOCOL_1_1];

/// The version with presences.
pub(crate) const PROTOCOL: StreamProtocol = StreamProtocol::new("/ipfs/bitswap/1.2.0");

/// The version before it: blocks and want-lists only.
pub(crate) const PROTOCOL_1_1: StreamProtocol = StreamProtocol::new("/ipfs/bitswap/1.1.0");

/// Longest message taken from a peer that was asked for nothing: want-lists, in bytes.
const MAX_UNASKED_BYTES: usize = 512 << 10;

/// Messages read at once from peers that were asked for something, small ones aside.
const MAX_LARGE: usize = 24;

/// Bytes of all other messages read at once, small ones aside.
const MAX_READING_BYTES: usize = 32 << 20;

/// Lines of want-lists taken from a peer: so many at once, and a second in the mean. A Kubo that fetches 100 MB a second
/// in its blocks of 256 KiB wants 400.
const WANTS_AT_ONCE: u32 = 8192;
const WANTS_PER_SECOND: f64 = 1024.0;

/// Lines beyond that a connection survives.
const EXCESS_AT_ONCE: u32 = 16_384;
const EXCESS_PER_SECOND: f64 = 256.0;

/// Wants of a peer that were looked up in vain. Beyond it all it wants is told to be absent, without a look.
const ABSENT_AT_ONCE: u32 = 256;
const ABSENT_PER_SECOND: f64 = 64.0;

/// What a peer may still want.
struct Patience {
	wants: Allowance,
	excess: Allowance,
	absent: Allowance,
}

/// What is between this node and one peer.
pub(crate) struct Session {
	peer: PeerId,
	ledger: Mutex<Ledger>,
	/// There is something to say.
	wake: Notify,
	/// Whether a sender runs.
	sending: Mutex<bool>,
	/// When the last byte came.
	heard: Mutex<Instant>,
}

impl Session {
	fn new(peer: PeerId) -> Self {
		Self {
			peer,
			ledger: Mutex::default(),
			wake: Notify::new(),
			sending: Mutex::new(false),
			heard: Mutex::new(Instant::now()),
		}
	}
}

/// All sessions, and what they share.
pub(crate) struct Bitswap {
	sessions: Mutex<HashMap<PeerId, Arc<Session>>>,
	/// Of peers that wanted something, as long as they are connected: sessions come and go.
	patience: Mutex<HashMap<PeerId, Patience>>,
	/// Turns for answers, each of which is up to three blocks of 1 MiB in memory.
	turns: Arc<Turns>,
	/// Turns for reading messages of peers that were asked.
	large: Semaphore,
	/// Bytes of other messages.
	reading: Semaphore,
}

impl Bitswap {
	pub(crate) fn new(max_served: usize) -> Self {
		Self {
			sessions: Mutex::default(),
			patience: Mutex::default(),
			turns: Turns::new(max_served / 4),
			large: Semaphore::new(MAX_LARGE),
			reading: Semaphore::new(MAX_READING_BYTES),
		}
	}

	/// How many of `count` lines of a want-list are taken from `peer`, and whether it may stay.
	fn allow(&self, peer: PeerId, count: usize) -> (usize, bool) {
		let now = Instant::now();
		let mut all = lock(&self.patience);
		let patience = all.entry(peer).or_insert_with(|| Patience {
			wants: Allowance::new(WANTS_AT_ONCE, WANTS_PER_SECOND, now),
			excess: Allowance::new(EXCESS_AT_ONCE, EXCESS_PER_SECOND, now),
			absent: Allowance::new(ABSENT_AT_ONCE, ABSENT_PER_SECOND, now),
		});
		let taken = patience.wants.take_up_to(count, now);
		(taken, patience.excess.take_up_to(count - taken, now) == count - taken)
	}

	/// Whether it is worth looking up what `peer` wants.
	fn worth_a_look(&self, peer: &PeerId) -> bool {
		let used_up = |patience: &Patience| patience.absent.is_used_up(Instant::now());
		!lock(&self.patience).get(peer).is_some_and(used_up)
	}

	/// Something was looked up for `peer` in vain.
	fn looked_in_vain(&self, peer: &PeerId) {
		if let Some(patience) = lock(&self.patience).get_mut(peer) {
			patience.absent.take(Instant::now());
		}
	}

	/// The session with `peer`, if there is one.
	fn session(&self, peer: &PeerId) -> Option<Arc<Session>> {
		lock(&self.sessions).get(peer).cloned()
	}

	/// Does `work` in the session with `peer`, a new one if need be. It cannot end meanwhile.
	fn with<T>(&self, peer: PeerId, work: impl FnOnce(&mut Ledger) -> T) -> (Arc<Session>, T) {
		let mut sessions = lock(&self.sessions);
		let session = sessions.entry(peer).or_insert_with(|| Arc::new(Session::new(peer)));
		let done = work(&mut lock(&session.ledger));
		(session.clone(), done)
	}

	/// The last connection with `peer` is closed.
	pub(crate) fn gone(&self, peer: &PeerId) {
		lock(&self.patience).remove(peer);
		let session = lock(&self.sessions).remove(peer);
		if let Some(session) = session {
			lock(&session.ledger).gone();
			session.wake.notify_one();
		}
	}

	/// Forgets a session in which nothing is left to do. Only the one given: there may be a newer one.
	fn end(&self, session: &Arc<Session>) {
		let mut sessions = lock(&self.sessions);
		let same = sessions.get(&session.peer).is_some_and(|one| Arc::ptr_eq(one, session));
		if same && lock(&session.ledger).is_empty() {
			sessions.remove(&session.peer);
		}
	}

	fn is_current(&self, session: &Arc<Session>) -> bool {
		let sessions = lock(&self.sessions);
		sessions.get(&session.peer).is_some_and(|one| Arc::ptr_eq(one, session))
	}
}

/// Reads every stream that comes in, until the network stops.
pub(crate) async fn run(shared: Arc<Shared>, incoming: Incoming) {
	tokio::select! {
		() = reader::run(&shared, incoming) => {},
		() = shared.stopped() => {},
	}
}
