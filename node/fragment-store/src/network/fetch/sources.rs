//! Where something may be had, and telling others that it is here now.

use crate::network::{
	shared::Shared,
	swarm::{Command, State},
};
use cid::Cid;
use libp2p::PeerId;
use std::sync::Arc;
use tokio::sync::{mpsc, oneshot};

/// Most connected peers that are asked for a block on the chance that they have it.
const MAX_CHANCE: usize = 8;

/// Providers that wait to be looked at; a search that finds more has found enough.
const MAX_FOUND: usize = 64;

/// The providers of `key`, and of the title it is of, as they are found; the channel closes at the end.
pub(super) async fn search(shared: &Arc<Shared>, key: Cid) -> mpsc::Receiver<PeerId> {
	let (tell, found) = mpsc::channel(MAX_FOUND);
	// Ordinary IPFS nodes are not in our table, so those that are connected are asked on the chance.
	if let Some(state) = state(shared).await {
		for peer in state.foreign.into_iter().take(MAX_CHANCE) {
			let _ = tell.try_send(peer);
		}
	}
	search_for(shared, key, tell).await;
	found
}

async fn search_for(shared: &Arc<Shared>, key: Cid, tell: mpsc::Sender<PeerId>) {
	let title = shared.catalog.title_of(&key);
	for key in [Some(key), title].into_iter().flatten() {
		let command = Command::Providers { key, found: tell.clone() };
		if shared.commands.send(command).await.is_err() {
			return;
		}
	}
}

/// As [`search`], with the peers that are connected already in front: they need no search.
pub(super) async fn search_near(shared: &Arc<Shared>, key: Cid) -> mpsc::Receiver<PeerId> {
	let (tell, found) = mpsc::channel(MAX_FOUND);
	if let Some(state) = state(shared).await {
		for peer in state.connected.into_iter().take(MAX_CHANCE) {
			// A full channel means that there are enough.
			let _ = tell.try_send(peer);
		}
	}
	search_for(shared, key, tell).await;
	found
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
