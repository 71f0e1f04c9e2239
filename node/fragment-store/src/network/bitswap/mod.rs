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
//! | large messages read at once, in all | [`MAX_LARGE`] |
//! | answers made at once, in all; one at a time for a peer | [`LimitsConfig::max_served`](super::LimitsConfig) |
//! | streams of a peer | [`LimitsConfig::max_streams_per_peer`](super::LimitsConfig) |
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
pub(crate) mod streams;

use super::shared::Shared;
use crate::store::lock;
use ledger::Ledger;
use libp2p::{PeerId, StreamProtocol};
use std::{
	collections::HashMap,
	sync::{Arc, Mutex},
	time::Instant,
};
use streams::Incoming;
use tokio::sync::{Notify, Semaphore};

/// The version with presences.
pub(crate) const PROTOCOL: StreamProtocol = StreamProtocol::new("/ipfs/bitswap/1.2.0");

/// The version before it: blocks and want-lists only.
pub(crate) const PROTOCOL_1_1: StreamProtocol = StreamProtocol::new("/ipfs/bitswap/1.1.0");

/// Longest message taken from a peer that was asked for nothing: want-lists, in bytes.
const MAX_UNASKED_BYTES: usize = 512 << 10;

/// Messages above [`MAX_UNASKED_BYTES`] read at once.
const MAX_LARGE: usize = 32;

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
	/// Turns for answers.
	turns: Semaphore,
	/// Turns for reading large messages.
	large: Semaphore,
}

impl Bitswap {
	pub(crate) fn new(max_served: usize) -> Self {
		Self {
			sessions: Mutex::default(),
			turns: Semaphore::new(max_served.max(1)),
			large: Semaphore::new(MAX_LARGE),
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
