//! Services beside the chain: one `spawn_` function for each.

use super::{Services, gossip::PovGossip, network::Channel};
use crate::{cli::StoreParams, failure::Failure};
use futures::FutureExt;
use reel_fragment_store::{Config, Handle, HttpConfig, Service, ServiceError, StoreError};
use sc_client_api::Backend;
use sc_network::config::Role;
use sc_offchain::{OffchainWorkerOptions, OffchainWorkers};
use sc_service::{Configuration, TaskManager};
use sc_transaction_pool_api::OffchainTransactionPoolFactory;
use std::sync::Arc;
use substrate_prometheus_endpoint::{MetricSource, Opts, SourcedGauge, register};

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

/// Opens the fragment store and serves its gateway; `None` with `--no-store`.
///
/// # Errors
/// The directory or the address cannot be used.
pub(crate) async fn spawn_fragment_store(
	params: &StoreParams,
	config: &Configuration,
	task_manager: &TaskManager,
) -> Result<Option<Handle>, Failure> {
	if params.no_store {
		return Ok(None);
	}
	// Beside the database, so that two chains under one base path do not share a store.
	let directory = match &params.store_path {
		Some(path) => path.clone(),
		None => config.base_path.config_dir(config.chain_spec.id()).join("store"),
	};
	let opened = Service::open(Config {
		directory,
		quota_bytes: params.store_quota,
		http: Some(HttpConfig { listen: params.store_listen, ..HttpConfig::default() }),
		..Config::default()
	});
	let (store, serving) = opened.await.map_err(|error| store_failure(&error))?;
	task_manager.spawn_handle().spawn("fragment-store", Some("fragment-store"), serving);
	if let Some(registry) = config.prometheus_registry() {
		let opts = Opts::new("reel_store", "State and counters of the fragment store")
			.variable_label("value");
		let metric = SourcedGauge::new(&opts, StoreMetrics(store.clone()));
		metric.and_then(|metric| register(metric, registry)).map_err(sc_service::Error::from)?;
	}
	if let Some(address) = store.http_address() {
		log::info!(target: "reel::node", "Fragment store listening on http://{address}");
	}
	Ok(Some(store))
}

fn store_failure(error: &ServiceError) -> Failure {
	let hint = match error {
		ServiceError::Listen { .. } => "choose another address with --store-listen",
		ServiceError::Store(StoreError::Locked { .. }) => {
			"another node uses this store: stop it, or choose another directory with --store-path"
		},
		_ => "choose another directory with --store-path, or start with --no-store",
	};
	Failure::new(format!("fragment store cannot start: {error}"), hint)
}

/// Shows the store's own numbers to Prometheus.
#[derive(Clone)]
struct StoreMetrics(Handle);

impl MetricSource for StoreMetrics {
	type N = u64;

	fn collect(&self, mut set: impl FnMut(&[&str], u64)) {
		let stat = self.0.stat();
		for (name, value) in [
			("blocks", stat.blocks),
			("used_bytes", stat.used_bytes),
			("disk_bytes", stat.disk_bytes),
			("quota_bytes", stat.quota_bytes),
			("pins", stat.pins),
			("denied", stat.denied),
		] {
			set(&[name], value);
		}
		for (name, value) in self.0.metrics().all() {
			set(&[name], value);
		}
	}
}
