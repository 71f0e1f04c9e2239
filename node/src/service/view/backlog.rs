//! What is minted and not yet claimed, for Prometheus: the one number about claims that the desk itself does not have.

use crate::service::{Services, partial::FullClient};
use codec::DecodeAll;
use futures::StreamExt;
use reel_primitives::Balance;
use reelchain_runtime::Hash;
use sc_client_api::{BlockchainEvents, StorageKey, StorageProvider};
use sc_service::TaskManager;
use sp_io::hashing::twox_128;
use std::sync::Arc;
use substrate_prometheus_endpoint::{F64, Gauge, PrometheusError, Registry, register};

/// Planck of one CFX.
const CFX: f64 = 1e18;

/// Keeps `reel_desk_unclaimed_cfx` as the best block says, if anybody looks at metrics.
///
/// # Errors
/// The name is taken.
pub(super) fn spawn(
	services: &Services,
	registry: Option<&Registry>,
	task_manager: &TaskManager,
) -> Result<(), PrometheusError> {
	let Some(registry) = registry else { return Ok(()) };
	let name = "reel_desk_unclaimed_cfx";
	let gauge = Gauge::<F64>::new(name, "Minted for views and not yet claimed, in CFX")?;
	let gauge = register(gauge, registry)?;
	let client = services.client.clone();
	let mut blocks = client.import_notification_stream();
	task_manager.spawn_handle().spawn("reel-claim-backlog", Some("reel"), async move {
		while let Some(block) = blocks.next().await {
			if block.is_new_best
				&& let Some(planck) = unclaimed(&client, block.hash)
			{
				gauge.set(planck as f64 / CFX);
			}
		}
	});
	Ok(())
}

/// In planck; `None` when the block is forgotten, or the runtime keeps it elsewhere.
fn unclaimed(client: &Arc<FullClient>, at: Hash) -> Option<Balance> {
	let mut unclaimed: Balance = 0;
	// By round, and what became sums.
	for item in ["OpenTotal", "SumsOpen"] {
		let key = StorageKey([twox_128(b"Payouts"), twox_128(item.as_bytes())].concat());
		// Without a value nothing was ever left to be claimed.
		if let Some(part) = client.storage(at, &key).ok()? {
			unclaimed = unclaimed.saturating_add(Balance::decode_all(&mut &part.0[..]).ok()?);
		}
	}
	Some(unclaimed)
}
