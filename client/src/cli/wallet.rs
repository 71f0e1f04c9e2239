//! `wallet`.

use super::{context::Context, history, keys, send, swap};
use crate::{
	Result,
	account::to_ss58,
	chain::standing::{BondAction, Stage, Standing, bond_action},
	money::{format_cfx, format_ssh},
};
use clap::Subcommand;
use reel_primitives::AccountId;
use reel_rpc_api::{Rejection, SumAward};
use serde_json::json;
use std::path::PathBuf;

#[derive(Debug, Subcommand)]
pub(super) enum WalletCommand {
	/// Show what an account has.
	#[command(after_help = "Example: reel wallet balance //Bob --json")]
	Balance {
		/// SS58 address or //Name [default: the signing account].
		account: Option<String>,
	},
	/// Send CFX, SSH or tokens of a campaign.
	#[command(
		after_help = "Example: reel wallet send //Bob 2.5 --key alice --dry-run\n         reel wallet send //Bob 0.01 --with ssh --key alice\n         reel wallet send //Bob 40 --token 7 --key alice"
	)]
	Send(send::SendArgs),
	/// Ask the pool what CFX gives in SSH, or SSH in CFX.
	Quote(swap::QuoteArgs),
	/// Swap CFX for SSH, or SSH for CFX, at the pool's price.
	Swap(swap::SwapArgs),
	/// Leave with the bond that was held out of the first rewards, or appeal against a sanction.
	#[command(after_help = "Example: reel wallet bond leave --key alice")]
	Bond {
		/// leave, stay, withdraw or appeal.
		action: BondAction,
	},
	/// Show the address of the signing account.
	#[command(after_help = "Example: reel wallet address --key alice")]
	Address,
	/// Claim the rewards that wait at this node's desk, without a fee.
	#[command(after_help = "Example: reel wallet claim --key alice")]
	Claim {
		/// SS58 address or //Name [default: the signing account].
		account: Option<String>,
	},
	/// Show what happened to an account's CFX: transfers, fees, rewards of views, deposits; newest last.
	#[command(
		after_help = "Example: reel wallet history //Bob --limit 20\n\nBlocks are looked through one by one, finalized ones only: without --from backwards from the newest until --limit\nentries are found, with --from forwards from that block. A node keeps the state of its last blocks only, unless it\nruns with --state-pruning archive; where it ends is said."
	)]
	History {
		/// SS58 address or //Name [default: the signing account].
		account: Option<String>,
		/// First block to look at [default: as far back as needed].
		#[arg(long, value_name = "BLOCK")]
		from: Option<u64>,
		/// Most entries.
		#[arg(long, default_value_t = 50, value_name = "N", value_parser = clap::value_parser!(u32).range(1..=10_000))]
		limit: u32,
	},
	/// Make a new key and keep it under a password, in a file that polkadot-js opens too.
	#[command(after_help = "Example: reel wallet new alice --phrase-file alice.phrase")]
	New {
		/// Name of the key.
		name: String,
		/// Write the phrase that makes the key again to this new file, to be kept off this machine. Without it the key
		/// file and its password are all there is.
		#[arg(long, value_name = "FILE")]
		phrase_file: Option<PathBuf>,
	},
	/// Keep a key that is there already: a phrase or seed asked for or given with --suri-file, or a file of polkadot-js.
	#[command(after_help = "Example: reel wallet import alice --file 5Grwva.json")]
	Import {
		/// Name of the key.
		name: String,
		/// Key file as polkadot-js exports it. It keeps its password.
		#[arg(long, value_name = "FILE", conflicts_with = "suri_file")]
		file: Option<PathBuf>,
	},
	/// List the keys of the keystore.
	#[command(after_help = "Example: reel wallet list --json")]
	List,
}

pub(super) async fn wallet(context: &Context, command: WalletCommand) -> Result<()> {
	match command {
		WalletCommand::Balance { account } => {
			let account = context.account(account.as_deref())?;
			let chain = context.chain().await?;
			let balances = chain.balances(&account).await?;
			let (standing, ssh) = (chain.standing(&account).await?, chain.ssh(&account).await?);
			let free = format_cfx(balances.free);
			let held = format_cfx(balances.reserved);
			context.output.event(
				"balance",
				&format!(
					"{free} CFX free, {held} CFX held{}{}",
					if ssh > 0 { format!(", {} SSH", format_ssh(ssh)) } else { String::new() },
					told(&standing)
				),
				json!({
					"account": to_ss58(&account),
					"free_planck": balances.free.to_string(),
					"free_cfx": free,
					"held_planck": balances.reserved.to_string(),
					"frozen_planck": balances.frozen.to_string(),
					"ssh_planck": ssh.to_string(),
					"ssh": format_ssh(ssh),
					"bond_planck": standing.held.to_string(),
					"bond_asked_planck": standing.asked.to_string(),
					"bond_free_in_round": standing.free_in,
					"sanction": standing.sanction.map(|stage| stage.label()),
					"sanction_until_round": standing.sanction.and_then(|stage| stage.until()),
				}),
			);
			Ok(())
		},
		WalletCommand::Send(arguments) => send::send(context, arguments).await,
		WalletCommand::Quote(arguments) => swap::quote(context, arguments).await,
		WalletCommand::Swap(arguments) => swap::swap(context, arguments).await,
		WalletCommand::Bond { action } => {
			let text = match action {
				BondAction::Leave => "leaving; the bond may be withdrawn after the cool-down",
				BondAction::Stay => "staying",
				BondAction::Withdraw => "the bond is free",
				BondAction::Appeal => "appealed; governance decides",
			};
			context.send(bond_action(action), "bond", text, json!({})).await
		},
		WalletCommand::Address => {
			let account = to_ss58(&context.account(None)?);
			context.output.event("address", &account, json!({ "account": account }));
			Ok(())
		},
		WalletCommand::Claim { account } => {
			let account = context.account(account.as_deref())?;
			claim(context, &account).await
		},
		WalletCommand::History { account, from, limit } => {
			let account = context.account(account.as_deref())?;
			history::history(context, &account, from, limit).await
		},
		WalletCommand::New { name, phrase_file } => {
			keys::new(context, &name, phrase_file.as_deref())
		},
		WalletCommand::Import { name, file } => keys::import(context, &name, file.as_deref()),
		WalletCommand::List => keys::list(context),
	}
}

/// Claims sums first, then what is claimed by round.
async fn claim(context: &Context, account: &AccountId) -> Result<()> {
	let chain = context.chain().await?;
	let desk = chain.desk();
	let (sums, awards) = (desk.sums(account).await?, desk.claimable(account).await?);
	if sums.is_empty() && awards.is_empty() {
		nothing_to_claim(context, account);
		return Ok(());
	}
	let due = sums.iter().fold(0u128, |due, award| due.saturating_add(unpaid(award)));
	if context.is_dry() {
		let text = format!(
			"would claim {} CFX of sums and {} awards, without a fee",
			format_cfx(due),
			awards.len(),
		);
		let fields = json!({
			"account": to_ss58(account),
			"awards": awards.len(),
			"sums_planck": due.to_string(),
		});
		context.would(&text, fields);
		return Ok(());
	}
	let mut claimed = false;
	for award in &sums {
		let Some(transaction) = sent(desk.claim_sums(account).await)? else { break };
		claimed = true;
		let amount = format_cfx(unpaid(award));
		context.output.event(
			"claimed",
			&format!("claimed {amount} CFX of sums in {transaction}"),
			json!({
				"account": to_ss58(account),
				"generation": award.generation,
				"amount_planck": unpaid(award).to_string(),
				"transaction": transaction,
			}),
		);
	}
	if !awards.is_empty()
		&& let Some(transaction) = sent(desk.claim(account).await)?
	{
		claimed = true;
		context.output.event(
			"claimed",
			&format!("claimed {} awards in {transaction}", awards.len()),
			json!({
				"account": to_ss58(account),
				"awards": awards.len(),
				"transaction": transaction,
			}),
		);
	}
	if !claimed {
		nothing_to_claim(context, account);
	}
	Ok(())
}

/// What of a sum is not paid, in planck.
fn unpaid(award: &SumAward) -> u128 {
	let [sum, paid] =
		[&award.sum_planck, &award.paid_planck].map(|text| text.parse::<u128>().unwrap_or(0));
	sum.saturating_sub(paid)
}

/// The transaction; `None` when somebody else has claimed it for the account just now: nothing is lost.
fn sent(answer: Result<String>) -> Result<Option<String>> {
	match answer {
		Ok(transaction) => Ok(Some(transaction)),
		Err(error) if error.label() == Rejection::Malformed.label() => Ok(None),
		Err(error) => Err(error),
	}
}

/// What there is to say of bond and sanction; nothing for an account without either.
fn told(standing: &Standing) -> String {
	let mut text = String::new();
	if standing.held > 0 {
		let (held, asked) = (format_cfx(standing.held), format_cfx(standing.asked));
		text += &format!("; {held} CFX of it out of rewards, {asked} CFX are asked as a bond");
	}
	if let Some(round) = standing.free_in {
		text += &format!("; leaving: all of that may be withdrawn from round {round} on");
	}
	text += &match standing.sanction {
		Some(Stage::Open { until }) => format!(
			"; SANCTIONED: rewards are kept, and lost unless you appeal before round {until} (reel wallet bond appeal)"
		),
		Some(Stage::Appealed { until }) => {
			format!(
				"; sanctioned, and appealed: lifted unless governance decides before round {until}"
			)
		},
		Some(Stage::Upheld) => "; closed by a sanction: what it earns is the treasury's".to_owned(),
		None => String::new(),
	};
	text
}

fn nothing_to_claim(context: &Context, account: &AccountId) {
	let fields = json!({ "account": to_ss58(account), "awards": 0 });
	context.output.event("claimed", "nothing to claim", fields);
}
