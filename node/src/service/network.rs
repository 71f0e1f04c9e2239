//! Peer to peer: which protocols this node speaks beside those that the SDK adds itself.

use super::partial::{FullBackend, FullGrandpaLink};
use reelchain_runtime::{Hash, opaque::Block};
use sc_consensus_grandpa::warp_proof::NetworkProvider as WarpProofs;
use sc_network::{
	NetworkBackend, NotificationMetrics, NotificationService, ProtocolName,
	config::{FullNetworkConfiguration, NonReservedPeerMode, SetConfig},
};
use sc_service::{Configuration, WarpSyncConfig};
use std::sync::Arc;

/// Most bytes of one message about plays.
const MAX_POV_MESSAGE: u64 = 1024 * 1024;

/// Peers that may open a stream for plays to this node, and peers that it opens one to.
const POV_PEERS: u32 = 25;

/// What is registered with the network before it is built; afterwards nothing can be added.
pub(crate) struct Protocols<N: NetworkBackend<Block, Hash>> {
	/// The network's configuration with our protocols in it.
	pub(crate) config: FullNetworkConfiguration<Block, Hash, N>,
	/// Counters of notification protocols.
	pub(crate) metrics: NotificationMetrics,
	/// GRANDPA's votes.
	pub(crate) grandpa: Channel,
	/// Tickets, plays and batches between validators.
	pub(crate) pov: Channel,
}

/// A notification protocol and the node's end of it.
#[derive(Debug)]
pub(crate) struct Channel {
	/// Name on the wire.
	pub(crate) name: ProtocolName,
	/// Sends and receives.
	pub(crate) service: Box<dyn NotificationService>,
}

/// Registers GRANDPA and the gossip about plays.
pub(crate) fn protocols<N: NetworkBackend<Block, Hash>>(
	config: &Configuration,
	genesis: Hash,
) -> Protocols<N> {
	let registry = config.prometheus_registry();
	let mut network = FullNetworkConfiguration::<_, _, N>::new(&config.network, registry.cloned());
	let metrics = N::register_notification_metrics(registry);

	let name = sc_consensus_grandpa::protocol_standard_name(&genesis, &config.chain_spec);
	let (protocol, service) = sc_consensus_grandpa::grandpa_peers_set_config::<Block, N>(
		name.clone(),
		metrics.clone(),
		network.peer_store_handle(),
	);
	network.add_notification_protocol(protocol);
	let grandpa = Channel { name, service };

	let name = pov_protocol_name(genesis, config.chain_spec.fork_id());
	let (protocol, service) = N::notification_config(
		name.clone(),
		Vec::new(),
		MAX_POV_MESSAGE,
		None,
		SetConfig {
			in_peers: POV_PEERS,
			out_peers: POV_PEERS,
			reserved_nodes: Vec::new(),
			non_reserved_mode: NonReservedPeerMode::Accept,
		},
		metrics.clone(),
		network.peer_store_handle(),
	);
	network.add_notification_protocol(protocol);
	let pov = Channel { name, service };

	Protocols { config: network, metrics, grandpa, pov }
}

/// Lets a new node start from proofs of finality instead of all blocks (`--sync warp`), and serves them to others.
pub(crate) fn warp_sync(
	backend: Arc<FullBackend>,
	grandpa: &FullGrandpaLink,
) -> WarpSyncConfig<Block> {
	let authorities = grandpa.shared_authority_set().clone();
	let proofs = WarpProofs::new(backend, authorities, Vec::new());
	WarpSyncConfig::WithProvider(Arc::new(proofs))
}

/// `/<genesis>[/<fork id>]/reel/pov/1`: nodes of other chains and forks do not even open the stream.
fn pov_protocol_name(genesis: Hash, fork_id: Option<&str>) -> ProtocolName {
	let genesis = hex::encode(genesis.as_bytes());
	match fork_id {
		Some(fork_id) => format!("/{genesis}/{fork_id}/reel/pov/1").into(),
		None => format!("/{genesis}/reel/pov/1").into(),
	}
}

#[cfg(test)]
mod tests {
	use super::*;

	#[test]
	fn the_protocol_is_named_after_genesis_and_fork() {
		let genesis = Hash::repeat_byte(0xab);
		let hex = "ab".repeat(32);
		assert_eq!(&*pov_protocol_name(genesis, None), format!("/{hex}/reel/pov/1"));
		assert_eq!(&*pov_protocol_name(genesis, Some("f")), format!("/{hex}/f/reel/pov/1"));
	}
}
