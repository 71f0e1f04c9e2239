//! `wallet`, `status`.

use super::{WalletCommand, context::Context};
use crate::{
	Result,
	account::{parse_account, to_ss58},
	chain::calls,
	money::format_cfx,
};
use serde_json::json;

pub(super) async fn wallet(context: &Context, command: WalletCommand) -> Result<()> {
	match command {
		WalletCommand::Balance { account } => {
			let account = context.account(account.as_deref())?;
			let balances = context.chain().await?.balances(&account).await?;
			let free = format_cfx(balances.free);
			context.output.event(
				"balance",
				&format!("{free} CFX free, {} CFX held", format_cfx(balances.reserved)),
				json!({
					"account": to_ss58(&account),
					"free_planck": balances.free.to_string(),
					"free_cfx": free,
					"held_planck": balances.reserved.to_string(),
					"frozen_planck": balances.frozen.to_string(),
				}),
			);
			Ok(())
		},
		WalletCommand::Send { to, cfx } => {
			let to = parse_account(&to)?;
			let amount = format_cfx(cfx);
			let fields = json!({
				"to": to_ss58(&to),
				"amount_planck": cfx.to_string(),
				"amount_cfx": amount,
			});
			let text = format!("sent {amount} CFX to {}", to_ss58(&to));
			context.send(calls::transfer(&to, cfx), "sent", &text, fields).await
		},
		WalletCommand::Address => {
			let account = to_ss58(&context.account(None)?);
			context.output.event("address", &account, json!({ "account": account }));
			Ok(())
		},
		WalletCommand::Claim { account } => {
			let account = context.account(account.as_deref())?;
			let chain = context.chain().await?;
			let awards = chain.desk().claimable(&account).await?;
			if awards.is_empty() {
				let fields = json!({ "account": to_ss58(&account), "awards": 0 });
				context.output.event("claimed", "nothing waits to be claimed", fields);
				return Ok(());
			}
			let transaction = chain.desk().claim(&account).await?;
			context.output.event(
				"claimed",
				&format!("claimed {} awards in {transaction}", awards.len()),
				json!({
					"account": to_ss58(&account),
					"awards": awards.len(),
					"transaction": transaction,
				}),
			);
			Ok(())
		},
	}
}

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
