//! What other parts ask of the task that drives the swarm.

use super::shared::Shared;
use cid::Cid;
use libp2p::{Multiaddr, PeerId};
use tokio::sync::{mpsc, oneshot};

/// Somebody who waits for a connection.
pub(super) type Waiting = oneshot::Sender<Result<(), String>>;

/// What others ask of the task.
pub(crate) enum Command {
	/// Connect with a peer, at these addresses beside those known.
	Connect { peer: PeerId, addresses: Vec<Multiaddr>, done: Waiting },
	/// Drop `done` once a connected peer has said what it speaks, or will not.
	Introduced { peer: PeerId, done: oneshot::Sender<()> },
	/// Search the providers of a title or cell; the channel closes at the end.
	Providers { key: Cid, found: mpsc::Sender<PeerId> },
	/// Announce a title or cell.
	Announce(Cid),
	/// Announce these no longer, and tell those that hold the announcement.
	Unannounce(Vec<Cid>),
	/// A peer no longer provides these keys.
	Withdrawn { peer: PeerId, keys: Vec<Vec<u8>> },
	/// Shut a peer out.
	Ban(PeerId),
	/// Close the connections with a peer.
	HangUp(PeerId),
	/// Tell what is going on.
	State(oneshot::Sender<State>),
	/// Tell the connected peers, in the order in which they are to be asked for something.
	Near(oneshot::Sender<Vec<PeerId>>),
	/// Whether a peer answered a question of the provider table.
	Probed { peer: PeerId, answered: bool },
	/// Tell the providers of a key that are known here, with their addresses.
	Known { key: Cid, tell: oneshot::Sender<Vec<(PeerId, Vec<Multiaddr>)>> },
}

/// What is going on in the network.
#[derive(Clone, Debug, Default)]
pub struct State {
	/// Peers connected.
	pub connected: Vec<PeerId>,
	/// Those of them that are reached through a relay only.
	pub relayed: Vec<PeerId>,
	/// Peers in the routing table.
	pub routing: usize,
	/// Provider records of others kept here.
	pub provider_records: usize,
	/// Titles and cells announced from here.
	pub announced: Vec<Cid>,
	/// Addresses under which others reach this node, as far as is known.
	pub external: Vec<Multiaddr>,
	/// Connected peers that speak Bitswap, but not our own protocol: ordinary IPFS nodes.
	pub foreign: Vec<PeerId>,
	/// What `AutoNAT` found: reachable, not reachable, or not known yet.
	pub reachable: Option<bool>,
}

/// Connects with `peer`, or finds that it is connected.
pub(crate) async fn connect(
	shared: &Shared,
	peer: PeerId,
	addresses: Vec<Multiaddr>,
) -> Result<(), String> {
	let (done, connected) = oneshot::channel();
	let gone = |_| "the network has stopped".to_owned();
	let command = Command::Connect { peer, addresses, done };
	shared.commands.send(command).await.map_err(|_| gone(()))?;
	match tokio::time::timeout(shared.config.connect_timeout, connected).await {
		Ok(answer) => answer.map_err(|_| gone(()))?,
		Err(_) => Err("no connection in time".to_owned()),
	}
}

/// Waits until a connected `peer` has said what it speaks, or will not: only then is it asked who provides what.
pub(crate) async fn introduced(shared: &Shared, peer: PeerId) {
	let (done, told) = oneshot::channel();
	if shared.commands.send(Command::Introduced { peer, done }).await.is_ok() {
		// Neither the end of the wait nor a silent peer undoes the connection.
		let _ = tokio::time::timeout(shared.config.connect_timeout, told).await;
	}
}
