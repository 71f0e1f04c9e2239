//! The running node: how its parts are started and joined.
//!
//! ```text
//! cache ─► partial (database, client, pool, import queue)
//!              │
//!              ├─► network (protocols registered, then built)
//!              ├─► store (fragments, their gateway, their peers), deletion (it follows the registry), curate
//!              ├─► provide (the store sends for desks elsewhere)
//!              ├─► offchain (off-chain workers, gossip of plays), view (the desk)
//!              ├─► rpc
//!              └─► consensus (BABE if validator, GRANDPA unless disabled)
//! ```

pub(crate) mod cache;
mod consensus;
pub(crate) mod curate;
mod deletion;
mod gossip;
mod inherents;
mod network;
mod offchain;
pub(crate) mod partial;
mod provide;
mod store;
mod view;

use crate::{
	cli::{CurateParams, ProvideParams, StoreParams, ViewParams},
	failure::Failure,
	rpc,
};
use cache::RuntimeCache;
use consensus::{Authoring, Common, Engines, Finality};
use network::Protocols;
use partial::{Consensus, FullBackend, FullClient, FullPool, Partial};
use reelchain_runtime::{Hash, opaque::Block};
use sc_consensus_grandpa::SharedVoterState;
use sc_network::{
	Litep2pNetworkBackend, NetworkBackend, NetworkWorker, config::NetworkBackendType,
	service::traits::NetworkService,
};
use sc_network_sync::SyncingService;
use sc_service::{
	BuildNetworkParams, Configuration, PartialComponents, SpawnTasksParams, TaskManager,
};
use sc_telemetry::Telemetry;
use sp_keystore::KeystorePtr;
use std::sync::Arc;

/// What this node has beyond the SDK's configuration.
#[derive(Clone, Debug)]
pub(crate) struct Options {
	/// The fragment store.
	pub(crate) store: StoreParams,
	/// A curator.
	pub(crate) curate: CurateParams,
	/// The view desk.
	pub(crate) view: ViewParams,
	/// A provider for other desks.
	pub(crate) provide: ProvideParams,
	/// Where the compiled runtime is kept.
	pub(crate) cache: RuntimeCache,
}

/// What most parts of a node use of the others.
#[derive(Clone)]
pub(crate) struct Services {
	/// Blocks and state.
	pub(crate) client: Arc<FullClient>,
	/// The database.
	pub(crate) backend: Arc<FullBackend>,
	/// Transactions that wait.
	pub(crate) pool: Arc<FullPool>,
	/// Keys of this node.
	pub(crate) keystore: KeystorePtr,
	/// Peers and protocols.
	pub(crate) network: Arc<dyn NetworkService>,
	/// Which blocks come from whom.
	pub(crate) sync: Arc<SyncingService<Block>>,
}

/// Starts a node on the network backend of its configuration.
///
/// # Errors
/// Whatever keeps it from starting.
pub(crate) async fn start(config: Configuration, options: Options) -> Result<TaskManager, Failure> {
	match config.network.network_backend {
		NetworkBackendType::Litep2p => start_on::<Litep2pNetworkBackend>(config, options).await,
		NetworkBackendType::Libp2p => start_on::<NetworkWorker<Block, Hash>>(config, options).await,
	}
}

#[expect(
	clippy::result_large_err,
	reason = "the SDK's error type is in the signature of its callbacks"
)]
async fn start_on<N: NetworkBackend<Block, Hash>>(
	config: Configuration,
	options: Options,
) -> Result<TaskManager, Failure> {
	let PartialComponents {
		client,
		backend,
		mut task_manager,
		import_queue,
		keystore_container,
		select_chain,
		transaction_pool: pool,
		other: Consensus { block_import, babe_link, babe_worker, grandpa_link, mut telemetry },
	}: Partial = partial::new_partial(&config, &options.cache)?;
	let keystore = keystore_container.keystore();

	let Protocols { config: net_config, metrics, grandpa, pov } =
		network::protocols::<N>(&config, client.chain_info().genesis_hash);
	let (network, system_rpc_tx, tx_handler_controller, sync, _bitswap) =
		sc_service::build_network(BuildNetworkParams {
			config: &config,
			net_config,
			client: client.clone(),
			transaction_pool: pool.clone(),
			spawn_handle: task_manager.spawn_handle(),
			spawn_essential_handle: task_manager.spawn_essential_handle(),
			import_queue,
			block_announce_validator_builder: None,
			warp_sync_config: Some(network::warp_sync(backend.clone(), &grandpa_link)),
			block_relay: None,
			metrics,
			gap_sync_body_policy: None,
		})?;

	let services = Services { client, backend, pool, keystore, network, sync };
	let gossip = offchain::spawn_pov_gossip(pov, &task_manager);
	let store = store::spawn(&options.store, &config, &task_manager).await?;
	if let Some(store) = &store {
		deletion::spawn(store.clone(), &services, &task_manager);
	}
	curate::prepare(&options.curate, store.as_ref(), &services)?;
	if config.offchain_worker.enabled {
		offchain::spawn_offchain_workers(&services, config.role, &task_manager)?;
	}
	provide::spawn(
		(&options.provide, &options.curate, &options.view),
		store.as_ref(),
		&services,
		&task_manager,
	)?;
	let desk = match &store {
		// Plays are taken where they are voted on, and where there is something to send.
		Some(store) if config.role.is_authority() => Some(view::spawn_view_service(
			&options.view,
			config.base_path.config_dir(config.chain_spec.id()).join("desk"),
			&services,
			(gossip, store.clone()),
			&config,
			&task_manager,
		)?),
		_ => None,
	};

	let voter_state = SharedVoterState::empty();
	let rpc_deps = rpc::Deps {
		client: services.client.clone(),
		pool: services.pool.clone(),
		select_chain: select_chain.clone(),
		keystore: services.keystore.clone(),
		backend: services.backend.clone(),
		chain_spec: config.chain_spec.cloned_box(),
		babe: babe_worker,
		grandpa: rpc::GrandpaDeps::new(&grandpa_link, &voter_state, &services.backend),
		desk,
		store,
	};
	let engines = Engines::of(&config);
	sc_service::spawn_tasks(SpawnTasksParams {
		config,
		client: services.client.clone(),
		backend: services.backend.clone(),
		task_manager: &mut task_manager,
		keystore: services.keystore.clone(),
		transaction_pool: services.pool.clone(),
		rpc_builder: Box::new(move |subscriptions| {
			rpc::create(&rpc_deps, subscriptions).map_err(sc_service::Error::Application)
		}),
		network: services.network.clone(),
		system_rpc_tx,
		tx_handler_controller,
		sync_service: services.sync.clone(),
		telemetry: telemetry.as_mut(),
		tracing_execute_block: None,
	})?;

	let telemetry = telemetry.as_ref().map(Telemetry::handle);
	let common = Common { services, engines, telemetry, task_manager: &task_manager };
	consensus::spawn_babe(&common, Authoring { select_chain, block_import, babe_link })?;
	consensus::spawn_grandpa(
		&common,
		Finality { link: grandpa_link, channel: grandpa, voter_state },
	)?;
	Ok(task_manager)
}
