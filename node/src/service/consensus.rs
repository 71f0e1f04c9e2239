//! Authoring (BABE) and finality (GRANDPA).

use super::{
	Services,
	inherents::SlotInherents,
	network::Channel,
	partial::{FullBlockImport, FullGrandpaLink, FullSelectChain, JUSTIFICATION_PERIOD},
};
use crate::failure::Failure;
use reelchain_runtime::opaque::Block;
use sc_consensus_babe::{BabeLink, BabeParams, SlotProportion};
use sc_consensus_grandpa::{GrandpaParams, SharedVoterState, VotingRulesBuilder};
use sc_network::config::Role;
use sc_service::{Configuration, TaskManager};
use sc_telemetry::TelemetryHandle;
use sc_transaction_pool_api::OffchainTransactionPoolFactory;
use std::time::Duration;
use substrate_prometheus_endpoint::Registry;

/// Part of a slot in which a block is filled: the rest is for sealing, sending and importing it.
const PROPOSAL_PORTION: f32 = 2.0 / 3.0;

/// How long a GRANDPA message is expected to need to everybody; rounds are paced by it.
const GOSSIP_DURATION: Duration = Duration::from_millis(333);

/// Which engines run and how, taken from the configuration before it is given away.
#[derive(Clone, Debug)]
pub(crate) struct Engines {
	role: Role,
	/// Make blocks without peers: for development.
	force_authoring: bool,
	grandpa: bool,
	/// Name of this node in GRANDPA's logs.
	node_name: String,
	registry: Option<Registry>,
}

impl Engines {
	/// As the configuration says.
	pub(crate) fn of(config: &Configuration) -> Self {
		Self {
			role: config.role,
			force_authoring: config.force_authoring,
			grandpa: !config.disable_grandpa,
			node_name: config.network.node_name.clone(),
			registry: config.prometheus_registry().cloned(),
		}
	}
}

/// What both engines need.
pub(crate) struct Common<'a> {
	/// The node around them.
	pub(crate) services: Services,
	/// Which run.
	pub(crate) engines: Engines,
	/// Only if endpoints were asked for.
	pub(crate) telemetry: Option<TelemetryHandle>,
	/// Runs the engines.
	pub(crate) task_manager: &'a TaskManager,
}

/// What authoring needs.
pub(crate) struct Authoring {
	/// Which chain to build on.
	pub(crate) select_chain: FullSelectChain,
	/// Where own blocks are imported.
	pub(crate) block_import: FullBlockImport,
	/// The epochs.
	pub(crate) babe_link: BabeLink<Block>,
}

/// Starts making blocks, if this node is a validator.
///
/// Authoring does not slow down when finality lags: rounds are paid by time, and a validator set that has lost a
/// third of its members must still be able to vote them out.
///
/// # Errors
/// Whatever BABE fails with.
pub(crate) fn spawn_babe(common: &Common<'_>, authoring: Authoring) -> Result<(), Failure> {
	let Common { services, engines, telemetry, task_manager } = common;
	if !engines.role.is_authority() {
		return Ok(());
	}
	let env = sc_basic_authorship::ProposerFactory::new(
		task_manager.spawn_handle(),
		services.client.clone(),
		services.pool.clone(),
		engines.registry.as_ref(),
		telemetry.clone(),
	);
	let slot_duration = authoring.babe_link.config().slot_duration();
	let babe = sc_consensus_babe::start_babe(BabeParams {
		keystore: services.keystore.clone(),
		client: services.client.clone(),
		select_chain: authoring.select_chain,
		env,
		block_import: authoring.block_import,
		sync_oracle: services.sync.clone(),
		justification_sync_link: services.sync.clone(),
		create_inherent_data_providers: SlotInherents::new(slot_duration),
		force_authoring: engines.force_authoring,
		backoff_authoring_blocks: None::<()>,
		babe_link: authoring.babe_link,
		block_proposal_slot_portion: SlotProportion::new(PROPOSAL_PORTION),
		max_block_proposal_slot_portion: None,
		telemetry: telemetry.clone(),
	})
	.map_err(sc_service::Error::from)?;
	task_manager.spawn_essential_handle().spawn_blocking("babe", Some("block-authoring"), babe);
	Ok(())
}

/// What finality needs.
pub(crate) struct Finality {
	/// Authority set and justifications.
	pub(crate) link: FullGrandpaLink,
	/// Votes.
	pub(crate) channel: Channel,
	/// Shows the running round to RPC.
	pub(crate) voter_state: SharedVoterState,
}

/// Starts voting, or following the votes if this node is no validator; nothing with `--no-grandpa`.
///
/// # Errors
/// Whatever GRANDPA fails with.
pub(crate) fn spawn_grandpa(common: &Common<'_>, finality: Finality) -> Result<(), Failure> {
	let Common { services, engines, telemetry, task_manager } = common;
	if !engines.grandpa {
		return Ok(());
	}
	let config = sc_consensus_grandpa::Config {
		gossip_duration: GOSSIP_DURATION,
		justification_generation_period: JUSTIFICATION_PERIOD,
		name: Some(engines.node_name.clone()),
		observer_enabled: false,
		keystore: engines.role.is_authority().then(|| services.keystore.clone()),
		local_role: engines.role,
		telemetry: telemetry.clone(),
		protocol_name: finality.channel.name,
	};
	let voter = sc_consensus_grandpa::run_grandpa_voter(GrandpaParams {
		config,
		link: finality.link,
		network: services.network.clone(),
		sync: services.sync.clone(),
		notification_service: finality.channel.service,
		voting_rule: VotingRulesBuilder::default().build(),
		prometheus_registry: engines.registry.clone(),
		shared_voter_state: finality.voter_state,
		telemetry: telemetry.clone(),
		offchain_tx_pool_factory: OffchainTransactionPoolFactory::new(services.pool.clone()),
	})?;
	// A node whose voter has died must not look alive.
	task_manager.spawn_essential_handle().spawn_blocking("grandpa-voter", None, voter);
	Ok(())
}
