//! `status`.

use super::context::Context;
use crate::{Result, account::to_ss58};
use serde_json::json;

pub(super) async fn status(context: &Context) -> Result<()> {
	let chain = context.chain().await?;
	let status = chain.status().await?;
	// A node without a store or a desk is a node all the same.
	let store = chain.desk().store_stat().await.ok();
	let desks = chain.desk().desk_keys().await.map_or(0, |keys| keys.len());
	let paid = status.last_paid_round.map_or_else(|| "none".to_owned(), |round| round.to_string());
	context.output.event(
		"status",
		&format!(
			"{} {}: block {}, finalized {}, {} peers, round {}, last paid {paid}, {} validators",
			status.chain,
			status.version,
			status.best,
			status.finalized,
			status.health.peers,
			status.round,
			status.authorities.len(),
		),
		json!({
			"chain": status.chain,
			"version": status.version,
			"best": status.best,
			"finalized": status.finalized,
			"peers": status.health.peers,
			"is_syncing": status.health.is_syncing,
			"round": status.round,
			"last_paid_round": status.last_paid_round,
			"authorities": status.authorities.iter().map(to_ss58).collect::<Vec<_>>(),
			"desks": desks,
			"store": store,
		}),
	);
	Ok(())
}
