//! Services beside the chain: one `spawn_` function for each.

use super::{Services, gossip::PovGossip, network::Channel};
use crate::failure::Failure;
use futures::FutureExt;
use sc_client_api::Backend;
use sc_network::config::Role;
use sc_offchain::{OffchainWorkerOptions, OffchainWorkers};
use sc_service::TaskManager;
use sc_transaction_pool_api::OffchainTransactionPoolFactory;
use std::sync::Arc;

/// Runs the runtime's off-chain workers after each new best block.
///
/// # Errors
/// The HTTP client finds no root certificates.
pub(crate) fn spawn_offchain_workers(
	services: &Services,
	role: Role,
	task_manager: &TaskManager,
) -> Result<(), Failure> {
	let workers = OffchainWorkers::new(OffchainWorkerOptions {
		runtime_api_provider: services.client.clone(),
		keystore: Some(services.keystore.clone()),
		offchain_db: services.backend.offchain_storage(),
		transaction_pool: Some(OffchainTransactionPoolFactory::new(services.pool.clone())),
		network_provider: Arc::new(services.network.clone()),
		is_validator: role.is_authority(),
		enable_http_requests: true,
		custom_extensions: |_| Vec::new(),
	})
	.map_err(|error| {
		Failure::new(
			format!("off-chain workers cannot start: {error}"),
			"install the system's root certificates (package ca-certificates), or start with \
			 --offchain-worker never",
		)
	})?;
	task_manager.spawn_handle().spawn(
		"offchain-workers-runner",
		Some("offchain-worker"),
		workers.run(services.client.clone(), task_manager.spawn_handle()).boxed(),
	);
	Ok(())
}

/// Runs the protocol for messages about plays. It is essential: without it the network closes connections.
pub(crate) fn spawn_pov_gossip(channel: Channel, task_manager: &TaskManager) -> PovGossip {
	let (gossip, driver) = PovGossip::over(channel);
	task_manager.spawn_essential_handle().spawn("pov-gossip", Some("networking"), driver);
	gossip
}
