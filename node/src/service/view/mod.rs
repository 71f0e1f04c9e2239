//! The view desk, joined to this node: what it asks of chain, keystore, network and store.

mod chain;
mod provider;

use super::{Services, gossip::PovGossip};
use crate::{cli::ViewParams, failure::Failure};
use chain::{KeystoreSigner, NodeChain};
use futures::{StreamExt, stream::BoxStream};
use provider::StoreProvider;
use reel_fragment_store::Handle;
use reel_view_service::{Config, DeskHandle, Gossip, Parts, PeerKey, SystemClock, ViewService};
use sc_network::PeerId;
use sc_service::{Configuration, TaskManager};
use std::{path::PathBuf, sync::Arc};

/// Opens the desk of a validator and runs it. Plays wait in its log, so it is essential: a node whose desk has
/// stopped would take plays and never have them paid.
///
/// # Errors
/// The desk's files cannot be used.
pub(crate) fn spawn_view_service(
	params: &ViewParams,
	directory: PathBuf,
	services: &Services,
	(gossip, store): (PovGossip, Handle),
	config: &Configuration,
	task_manager: &TaskManager,
) -> Result<DeskHandle, Failure> {
	let chain = Arc::new(NodeChain::new(services));
	let signer = Arc::new(KeystoreSigner::new(services.keystore.clone()));
	let treasury = reelchain_runtime::configs::assets::TreasuryAccount::get();
	let provider =
		StoreProvider::new(store, params.clone(), chain.clone(), signer.clone(), treasury.clone());
	let parts = Parts {
		chain,
		signer,
		gossip: Arc::new(NodeGossip(gossip)),
		provider: Arc::new(provider),
		clock: Arc::new(SystemClock),
	};
	let opened = ViewService::open(
		parts,
		Config::new(directory.clone(), treasury),
		config.prometheus_registry(),
	);
	let (service, desk) = opened.map_err(|error| {
		Failure::new(
			format!("view desk cannot start in {}: {error}", directory.display()),
			"give this user the right to write there, or choose another --base-path",
		)
	})?;
	task_manager.spawn_essential_handle().spawn("view-desk", Some("view"), service.run());
	Ok(desk)
}

/// The gossip protocol, with peers named by the bytes of their id.
struct NodeGossip(PovGossip);

impl Gossip for NodeGossip {
	fn broadcast(&self, message: Vec<u8>) {
		self.0.broadcast(message);
	}

	fn send(&self, peer: PeerKey, message: Vec<u8>) {
		if let Ok(peer) = PeerId::from_bytes(&peer.0) {
			self.0.send(peer, message);
		}
	}

	fn incoming(&self) -> BoxStream<'static, (PeerKey, Vec<u8>)> {
		self.0.incoming().map(|(peer, message)| (PeerKey(peer.to_bytes()), message)).boxed()
	}
}
