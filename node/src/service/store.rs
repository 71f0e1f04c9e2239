//! The node's fragment store: opened, served, joined to its peers, and shown to Prometheus.

use crate::{
	cli::{PeerParams, StoreParams},
	failure::Failure,
};
use reel_fragment_store::{
	Config, Handle, HttpConfig, Network, NetworkConfig, Service, ServiceError, StoreError,
};
use sc_service::{Configuration, TaskManager};
use substrate_prometheus_endpoint::{MetricSource, Opts, SourcedGauge, register};

/// Opens the fragment store, serves its gateway and joins its peers; `None` with `--no-store`.
///
/// # Errors
/// The directory or an address cannot be used.
pub(crate) async fn spawn(
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
		network: peers(&params.peers),
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
	for address in store.network().map(Network::addresses).unwrap_or_default() {
		log::info!(target: "reel::node", "Fragment store exchanges with peers at {address}");
	}
	Ok(Some(store))
}

/// The peer network that the options ask for; `None` without an address to listen on.
fn peers(params: &PeerParams) -> Option<NetworkConfig> {
	(!params.store_p2p_listen.is_empty()).then(|| NetworkConfig {
		listen: params.store_p2p_listen.clone(),
		external: params.store_external.clone(),
		bootstrap: params.store_bootstrap.clone(),
		relay_server: params.store_relay,
		allow_private: params.store_allow_private,
		upload_bps: params.store_upload,
		download_bps: params.store_download,
		..NetworkConfig::default()
	})
}

fn store_failure(error: &ServiceError) -> Failure {
	let hint = match error {
		ServiceError::Listen { .. } => "choose another address with --store-listen",
		ServiceError::Store(StoreError::Locked { .. }) => {
			"another node uses this store: stop it, or choose another directory with --store-path"
		},
		ServiceError::Network { .. } => {
			"choose other addresses with --store-p2p-listen, or leave it out to talk to no peers"
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
