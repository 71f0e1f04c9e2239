//! The view desk, joined to this node: what it asks of chain, keystore, network and store.

mod backlog;
mod chain;
mod provider;

use super::{Services, gossip::PovGossip};
use crate::{cli::ViewParams, failure::Failure};
pub(super) use chain::NodeChain;

use chain::KeystoreSigner;
use futures::{StreamExt, stream::BoxStream};
use provider::StoreProvider;
use reel_fragment_store::Handle;
use reel_view_service::{
	Config, DeskHandle, Gossip, Misconduct, Parts, PeerKey, SystemClock, ViewService,
};
use sc_network::{PeerId, ReputationChange, service::traits::NetworkService};
use sc_service::{Configuration, TaskManager};
use std::{path::PathBuf, sync::Arc};

/// Name of the desk's key file. Session keys are files named in hex, which this is not, so the keystore passes it over.
const KEY_FILE: &str = "reel-desk.key";

/// Six of these and the network hangs up and does not connect again for a while.
const GARBAGE: ReputationChange =
	ReputationChange::new(-(1 << 28), "reel: garbage on the protocol for plays");

/// A peer of good standing that has much to say once loses little.
const FLOOD: ReputationChange =
	ReputationChange::new(-(1 << 24), "reel: flood on the protocol for plays");

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
		gossip: Arc::new(NodeGossip { gossip, network: services.network.clone() }),
		provider: Arc::new(provider),
		clock: Arc::new(SystemClock),
	};
	// A keystore in memory is of a node that keeps nothing either.
	let keystore = config.keystore.path().unwrap_or(&directory);
	let desk_config = Config::new(directory.clone(), keystore.join(KEY_FILE), treasury);
	let opened = ViewService::open(parts, desk_config, config.prometheus_registry());
	let (service, desk) = opened.map_err(|error| {
		Failure::new(
			format!("view desk cannot start in {}: {error}", directory.display()),
			error.advice(),
		)
	})?;
	backlog::spawn(services, config.prometheus_registry(), task_manager)
		.map_err(|error| Failure::new(format!("metrics: {error}"), "this is a bug: report it"))?;
	task_manager.spawn_essential_handle().spawn("view-desk", Some("view"), service.run());
	Ok(desk)
}

/// The gossip protocol, with peers named by the bytes of their id.
struct NodeGossip {
	gossip: PovGossip,
	network: Arc<dyn NetworkService>,
}

impl Gossip for NodeGossip {
	fn own_peer(&self) -> PeerKey {
		PeerKey(self.network.local_peer_id().to_bytes())
	}

	fn broadcast(&self, message: Vec<u8>) {
		self.gossip.broadcast(message);
	}

	fn send(&self, peer: PeerKey, message: Vec<u8>) {
		if let Ok(peer) = PeerId::from_bytes(&peer.0) {
			self.gossip.send(peer, message);
		}
	}

	fn is_connected(&self, peer: &PeerKey) -> bool {
		PeerId::from_bytes(&peer.0).is_ok_and(|peer| self.gossip.is_connected(&peer))
	}

	fn report(&self, peer: PeerKey, misconduct: Misconduct) {
		let Ok(peer) = PeerId::from_bytes(&peer.0) else { return };
		match misconduct {
			Misconduct::Garbage => {
				self.network.report_peer(peer, GARBAGE);
				self.network.disconnect_peer(peer, self.gossip.protocol());
			},
			Misconduct::Flood => self.network.report_peer(peer, FLOOD),
		}
	}

	fn incoming(&self) -> BoxStream<'static, (PeerKey, Vec<u8>)> {
		self.gossip.incoming().map(|(peer, message)| (PeerKey(peer.to_bytes()), message)).boxed()
	}
}
