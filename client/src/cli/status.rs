//! `status`.

use super::context::Context;
use crate::{Result, account::to_ss58, chain::Chain, money::format_cfx};
use clap::Args;
use serde_json::json;

#[derive(Debug, Args)]
pub(super) struct StatusArgs {
	/// What is watched and paid: the desk's tickets and plays, batches under vote, how far pay is behind, what waits to be
	/// claimed.
	#[arg(long)]
	view: bool,
}

pub(super) async fn status(context: &Context, arguments: &StatusArgs) -> Result<()> {
	let chain = context.chain().await?;
	if arguments.view {
		return view(context, &chain).await;
	}
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

async fn view(context: &Context, chain: &Chain) -> Result<()> {
	let status = chain.status().await?;
	let (open, unclaimed) = (chain.open_batches().await?, chain.unclaimed().await?);
	// A light client, and a node that does not vote, has no desk.
	let desk = chain.desk().stat().await.ok();
	let behind = status.last_paid_round.map(|paid| status.round.saturating_sub(paid));
	let mut text = match behind {
		Some(rounds) => format!("round {}, last paid {rounds} rounds ago", status.round),
		None => format!("round {}, none paid yet", status.round),
	};
	for batch in &open {
		text += &format!(
			"\n  round {}: {} plays, {} of {} have voted",
			batch.round,
			batch.plays,
			batch.voted.len(),
			status.authorities.len()
		);
	}
	text += &match &desk {
		Some(desk) => format!(
			"\n  desk: {} tickets, {} plays, {} batches not decided, {} providers",
			desk.tickets, desk.plays, desk.undecided_batches, desk.providers
		),
		None => "\n  this node has no desk".to_owned(),
	};
	text += &format!("\n  {} CFX wait to be claimed", format_cfx(unclaimed));
	let open: Vec<_> = open
		.iter()
		.map(
			|batch| json!({ "round": batch.round, "plays": batch.plays, "voted": batch.voted.len() }),
		)
		.collect();
	context.output.event(
		"view",
		&text,
		json!({
			"round": status.round,
			"last_paid_round": status.last_paid_round,
			"open_batches": open,
			"validators": status.authorities.len(),
			"desk": desk,
			"unclaimed_planck": unclaimed.to_string(),
			"unclaimed_cfx": format_cfx(unclaimed),
		}),
	);
	Ok(())
}
