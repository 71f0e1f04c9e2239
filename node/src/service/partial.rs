//! The chain without a network: database, client, pool, import queue. The subcommands that work on the database
//! need no more, and the running node adds to it.

use super::{
	cache::{Executor, RuntimeCache},
	inherents::SlotInherents,
};
use crate::failure::Failure;
use reelchain_runtime::{Hash, RuntimeApi, opaque::Block};
use sc_client_api::Backend as _;
use sc_consensus::DefaultImportQueue;
use sc_consensus_babe::{BabeBlockImport, BabeLink, BabeWorkerHandle};
use sc_consensus_grandpa::GrandpaBlockImport;
use sc_service::{
	BuildGenesisBlock, Configuration, GenesisBlockBuilder, KeystoreContainer, PartialComponents,
	TFullBackend, TFullClient, TaskManager,
};
use sc_telemetry::{Telemetry, TelemetryHandle, TelemetryWorker};
use sc_transaction_pool::TransactionPoolHandle;
use sc_transaction_pool_api::OffchainTransactionPoolFactory;
use sp_blockchain::HeaderBackend;
use sp_runtime::Storage;
use std::sync::Arc;

/// Blocks and state, and the runtime on top of them.
pub(crate) type FullClient = TFullClient<Block, RuntimeApi, Executor>;
/// The database.
pub(crate) type FullBackend = TFullBackend<Block>;
/// The longest chain that contains the last final block.
pub(crate) type FullSelectChain = sc_consensus::LongestChain<FullBackend, Block>;
/// Transactions that wait.
pub(crate) type FullPool = TransactionPoolHandle<Block, FullClient>;
/// Block import, outer half: BABE over GRANDPA over the client.
pub(crate) type FullBlockImport =
	BabeBlockImport<Block, FullClient, FullGrandpaImport, SlotInherents, FullSelectChain>;
/// Block import, inner half.
pub(crate) type FullGrandpaImport =
	GrandpaBlockImport<FullBackend, Block, FullClient, FullSelectChain>;
/// What joins GRANDPA's import to its voter.
pub(crate) type FullGrandpaLink =
	sc_consensus_grandpa::LinkHalf<Block, FullClient, FullSelectChain>;

/// A justification is made and imported at least each so many blocks: 512 blocks are 20 minutes.
pub(crate) const JUSTIFICATION_PERIOD: u32 = 512;

/// Messages that telemetry holds back for a slow endpoint before it drops them.
const TELEMETRY_BUFFER: usize = 16;

/// The parts and what consensus will need.
pub(crate) type Partial = PartialComponents<
	FullClient,
	FullBackend,
	FullSelectChain,
	DefaultImportQueue<Block>,
	FullPool,
	Consensus,
>;

/// What the consensus engines hand from import to authoring and voting.
pub(crate) struct Consensus {
	/// Where own blocks are imported.
	pub(crate) block_import: FullBlockImport,
	/// Epochs, for authoring.
	pub(crate) babe_link: BabeLink<Block>,
	/// Epochs, for RPC.
	pub(crate) babe_worker: BabeWorkerHandle<Block>,
	/// Authority set and justifications.
	pub(crate) grandpa_link: FullGrandpaLink,
	/// Only if endpoints were asked for.
	pub(crate) telemetry: Option<Telemetry>,
}

/// Opens the database and builds what needs no network.
///
/// # Errors
/// Whatever the SDK fails with, and a database that belongs to another chain.
pub(crate) fn new_partial(
	config: &Configuration,
	cache: &RuntimeCache,
) -> Result<Partial, Failure> {
	let worker = telemetry_worker(config)?;
	let handle = worker.as_ref().map(|(_, telemetry)| telemetry.handle());
	let (client, backend, keystore_container, task_manager) =
		open_client(config, cache, handle.clone())?;
	let telemetry = worker.map(|(worker, telemetry)| {
		task_manager.spawn_handle().spawn("telemetry", None, worker.run());
		telemetry
	});

	let select_chain = sc_consensus::LongestChain::new(backend.clone());
	let transaction_pool = Arc::new(
		sc_transaction_pool::Builder::new(
			task_manager.spawn_essential_handle(),
			client.clone(),
			config.role.is_authority().into(),
		)
		.with_options(config.transaction_pool.clone())
		.with_prometheus(config.prometheus_registry())
		.build(),
	);

	// Before GRANDPA, which panics without authorities.
	let babe_config = sc_consensus_babe::configuration(&*client)?;
	if babe_config.authorities.is_empty() {
		return Err(Failure::new(
			format!(
				"chain {:?} has no authorities: its chain spec has no keys yet",
				config.chain_spec.name()
			),
			"start with --dev or --chain local, or fill in the keys: chain-specs/README.md says how",
		));
	}
	let (grandpa_import, grandpa_link) = sc_consensus_grandpa::block_import(
		client.clone(),
		JUSTIFICATION_PERIOD,
		&client,
		select_chain.clone(),
		handle.clone(),
	)?;
	let slot_duration = babe_config.slot_duration();
	// With the pool at hand, import reports equivocations that it sees.
	let (block_import, babe_link) = sc_consensus_babe::block_import(
		babe_config,
		grandpa_import.clone(),
		client.clone(),
		SlotInherents::new(slot_duration),
		select_chain.clone(),
		OffchainTransactionPoolFactory::new(transaction_pool.clone()),
	)?;
	let (import_queue, babe_worker) =
		sc_consensus_babe::import_queue(sc_consensus_babe::ImportQueueParams {
			link: babe_link.clone(),
			block_import: block_import.clone(),
			justification_import: Some(Box::new(grandpa_import)),
			client: client.clone(),
			slot_duration,
			spawner: &task_manager.spawn_essential_handle(),
			registry: config.prometheus_registry(),
			telemetry: handle,
		})?;

	Ok(PartialComponents {
		client,
		backend,
		task_manager,
		keystore_container,
		select_chain,
		import_queue,
		transaction_pool,
		other: Consensus { block_import, babe_link, babe_worker, grandpa_link, telemetry },
	})
}

/// A worker only if `--telemetry-url` was given or the chain spec names endpoints (ours name none).
fn telemetry_worker(
	config: &Configuration,
) -> Result<Option<(TelemetryWorker, Telemetry)>, Failure> {
	let Some(endpoints) = config.telemetry_endpoints.clone().filter(|list| !list.is_empty()) else {
		return Ok(None);
	};
	let worker = TelemetryWorker::new(TELEMETRY_BUFFER).map_err(sc_service::Error::from)?;
	let telemetry = worker.handle().new_telemetry(endpoints);
	Ok(Some((worker, telemetry)))
}

type OpenClient = (Arc<FullClient>, Arc<FullBackend>, KeystoreContainer, TaskManager);

fn open_client(
	config: &Configuration,
	cache: &RuntimeCache,
	telemetry: Option<TelemetryHandle>,
) -> Result<OpenClient, Failure> {
	let executor = cache.executor(&config.executor);
	let backend = sc_service::new_db_backend::<Block>(config.db_config())?;
	let genesis = cache.genesis(config.chain_spec.as_ref())?;
	ensure_same_chain(config, &genesis, &backend, &executor)?;
	let builder = GenesisBlockBuilder::new_with_storage(
		genesis,
		!config.no_genesis(),
		backend.clone(),
		executor.clone(),
	)?;
	let (client, backend, keystore, tasks) = sc_service::new_full_parts_with_genesis_builder(
		config, telemetry, executor, backend, builder, false,
	)?;
	Ok((Arc::new(client), backend, keystore, tasks))
}

/// Directories are named after the id in the chain spec, which two chains may share; their genesis they cannot.
/// The SDK does not look, and would go on with the other chain's blocks.
fn ensure_same_chain(
	config: &Configuration,
	genesis: &Storage,
	backend: &Arc<FullBackend>,
	executor: &Executor,
) -> Result<(), Failure> {
	let Some(found) = backend.blockchain().hash(0)? else { return Ok(()) };
	let builder = GenesisBlockBuilder::<Block, _, _>::new_with_storage(
		genesis.clone(),
		false,
		backend.clone(),
		executor.clone(),
	)?;
	let (block, _operation) = builder.build_genesis_block()?;
	let expected: Hash = block.header.hash();
	if found == expected {
		return Ok(());
	}
	let path = config.database.path().map(|path| path.display().to_string()).unwrap_or_default();
	Err(Failure::new(
		format!(
			"database {path} belongs to another chain: its genesis is {found:?}, this chain's {expected:?}"
		),
		"choose another directory with --base-path, give the chain spec the database was made with, or delete \
		 it with `reelchain-node purge-chain`",
	))
}
