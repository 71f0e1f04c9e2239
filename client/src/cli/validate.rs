//! `validator`: joining, leaving, and what the council decides about it.

use super::{
	context::{Context, with_receipt},
	decide::decide,
};
use crate::{
	Error, Result,
	account::{parse_account, to_ss58},
	chain::{
		Chain, Wait,
		governance::{self, Declaration, NetworkSecurity, Server},
		validators::{self, Session, Standing, Validator},
	},
	money::format_cfx,
};
use clap::Subcommand;
use reel_primitives::AccountId;
use reel_rpc_api::to_hex;
use serde_json::{Value, json};

#[derive(Debug, Subcommand)]
pub(super) enum ValidatorCommand {
	/// Make session keys in the validator's own node, register them for the account and say what comes next.
	///
	/// Run it on the validator's machine: the node makes keys only for callers on its loopback address.
	#[command(
		after_help = "Example: reel validator join --node ws://127.0.0.1:9944 --key validator"
	)]
	Join {
		/// Make and register new keys even though this node has those that are registered.
		#[arg(long)]
		rotate: bool,
	},
	/// Place the bond that admission asked for, and become a member.
	#[command(after_help = "Example: reel validator accept --key validator")]
	Accept,
	/// Show where a validator stands, and whether this node has its keys.
	#[command(after_help = "Example: reel validator status //Alice --json")]
	Status {
		/// SS58 address or //Name [default: the signing account].
		account: Option<String>,
	},
	/// Get the bond of a removed validator back, once its cool-down is over. A validator that wants to leave asks the
	/// council to remove it: reel validator remove.
	#[command(after_help = "Example: reel validator leave --key validator")]
	Leave {
		/// SS58 address or //Name [default: the signing account].
		account: Option<String>,
	},
	/// Admit a validator: at once as sudo, else as a motion of the council.
	#[command(
		after_help = "Example: reel validator admit 5Grwva... --bandwidth 1000 --network flood-protected --cores 8 --memory 32 --disk 2000 --key councillor"
	)]
	Admit {
		/// SS58 address or //Name.
		account: String,
		/// Symmetric bandwidth in Mbit/s.
		#[arg(long, value_name = "MBPS")]
		bandwidth: u32,
		/// How its node is kept from the open network.
		#[arg(long, value_enum)]
		network: NetworkSecurity,
		/// Processor cores.
		#[arg(long)]
		cores: u16,
		/// Memory in GiB.
		#[arg(long, value_name = "GIB")]
		memory: u16,
		/// Free disk in GiB.
		#[arg(long, value_name = "GIB")]
		disk: u32,
		/// Only print the motion, for a member of the council to submit in any wallet.
		#[arg(long)]
		motion: bool,
	},
	/// Remove a validator: at once as sudo, else as a motion of the council.
	#[command(after_help = "Example: reel validator remove 5Grwva... --motion")]
	Remove {
		/// SS58 address or //Name.
		account: String,
		/// Only print the motion, for a member of the council to submit in any wallet.
		#[arg(long)]
		motion: bool,
	},
}

pub(super) async fn validator(context: &Context, command: ValidatorCommand) -> Result<()> {
	match command {
		ValidatorCommand::Join { rotate } => join(context, rotate).await,
		ValidatorCommand::Accept => {
			let session = context.chain().await?.session().await?;
			let text = format!("the bond is held: {}", takes_effect("it validates", session));
			let fields = json!({ "session": session.of_a_change().0 });
			context.send(validators::accept_admission(), "activated", &text, fields).await
		},
		ValidatorCommand::Status { account } => {
			let account = context.account(account.as_deref())?;
			status(context, &account).await
		},
		ValidatorCommand::Leave { account } => {
			let account = context.account(account.as_deref())?;
			let fields = json!({ "account": to_ss58(&account) });
			let text = format!("the bond of {} is released", to_ss58(&account));
			context.send(validators::withdraw(&account), "withdrawn", &text, fields).await
		},
		ValidatorCommand::Admit { account, bandwidth, network, cores, memory, disk, motion } => {
			let account = parse_account(&account)?;
			let server = Server { cores, memory_gib: memory, disk_gib: disk };
			let declaration = Declaration { bandwidth_mbps: bandwidth, network, server };
			let call = governance::admit_validator(&account, &declaration);
			let Some(chain) = decide(context, call, motion).await? else { return Ok(()) };
			let (next, mut fields) = next_step(&chain, &account).await?;
			fields["account"] = to_ss58(&account).into();
			let text = format!("{} is admitted: {next}", to_ss58(&account));
			context.output.event("admitted", &text, fields);
			Ok(())
		},
		ValidatorCommand::Remove { account, motion } => {
			let account = parse_account(&account)?;
			let call = governance::remove_validator(&account);
			let Some(chain) = decide(context, call, motion).await? else { return Ok(()) };
			let (next, mut fields) = next_step(&chain, &account).await?;
			fields["account"] = to_ss58(&account).into();
			let text = format!("{} is removed: {next}", to_ss58(&account));
			context.output.event("removed", &text, fields);
			Ok(())
		},
	}
}

async fn join(context: &Context, rotate: bool) -> Result<()> {
	let signer = context.signer()?;
	let account = signer.account();
	let chain = context.chain().await?;
	if context.is_dry() {
		let call = validators::set_keys(&validators::stand_in_keys())?;
		let fee = format_cfx(chain.fee(&signer, &call).await?);
		let name = to_ss58(&account);
		let text = format!(
			"would make session keys in the node and submit {call} as {name} for a fee of about {fee} CFX"
		);
		let fields = json!({ "call": call.to_string(), "account": name, "fee_cfx": fee });
		context.would(&text, fields);
		return Ok(());
	}
	if let Some(keys) = chain.registered_keys(&account).await?
		&& chain.has_keys(&keys).await == Some(true)
		&& !rotate
	{
		let (next, mut fields) = next_step(&chain, &account).await?;
		fields["keys"] = to_hex(&keys).into();
		let text =
			format!("this node has the registered keys already (--rotate makes new ones): {next}");
		context.output.event("joined", &text, fields);
		return Ok(());
	}
	// Before keys are made for nothing.
	if chain.balances(&account).await?.free == 0 {
		return Err(Error::Refused {
			label: "no-funds".to_owned(),
			message: format!("{} cannot pay the fee: send it some CFX first", to_ss58(&account)),
			retry_after_ms: None,
		});
	}
	let keys = chain.rotate_keys(&account).await?;
	context.output.note("the node has made session keys; registering them, until it is final");
	let call = validators::set_keys(&keys)?;
	let receipt = chain.submit(&signer, call, Wait::Finalized).await?;
	let (next, mut fields) = next_step(&chain, &account).await?;
	fields["keys"] = to_hex(&keys.keys).into();
	fields["account"] = to_ss58(&account).into();
	let text = format!("the keys of {} are registered: {next}", to_ss58(&account));
	context.output.event("joined", &text, with_receipt(fields, &receipt));
	Ok(())
}

/// What an account has to wait for or to do next.
async fn next_step(chain: &Chain, account: &AccountId) -> Result<(String, Value)> {
	let session = chain.session().await?;
	let (from, wait) = session.of_a_change();
	let effect = json!({ "session": from, "seconds": wait.as_secs() });
	Ok(match chain.validator(account).await?.map(|validator| validator.standing) {
		None => {
			let text = format!(
				"it is no validator. The council admits it: give the members its address and what the machine has, they run reel validator admit {}",
				to_ss58(account)
			);
			(text, json!({ "standing": "none", "next": "admission" }))
		},
		Some(Standing::Admitted { asked_cfx }) => {
			let asked = format_cfx(asked_cfx);
			let text = format!("a bond of {asked} CFX is asked for: run reel validator accept");
			let asked = asked_cfx.to_string();
			(text, json!({ "standing": "admitted", "next": "accept", "asked_planck": asked }))
		},
		Some(Standing::Active) => {
			let text = takes_effect("it validates with its keys", session);
			(text, json!({ "standing": "active", "next": "wait", "effect": effect }))
		},
		Some(Standing::Leaving { withdrawable_from }) => {
			let text = format!(
				"{}; its bond can be withdrawn from round {withdrawable_from} on, with reel validator leave",
				takes_effect("it stops", session)
			);
			let fields = json!({
				"standing": "leaving",
				"next": "leave",
				"effect": effect,
				"withdrawable_from": withdrawable_from,
			});
			(text, fields)
		},
	})
}

fn takes_effect(what: &str, session: Session) -> String {
	let (from, wait) = session.of_a_change();
	format!("{what} from session {from} at the latest, in about {} s", wait.as_secs())
}

async fn status(context: &Context, account: &AccountId) -> Result<()> {
	let chain = context.chain().await?;
	let (record, session) = (chain.validator(account).await?, chain.session().await?);
	let keys = chain.registered_keys(account).await?;
	let here = match &keys {
		Some(keys) => chain.has_keys(keys).await,
		None => None,
	};
	let authorities = chain.authorities().await?;
	let validates = authorities.iter().any(|(authority, _)| authority == account);
	let standing = match record.map(|record| record.standing) {
		None => "no validator",
		Some(Standing::Admitted { .. }) => "admitted, its bond is not placed",
		Some(Standing::Active) => "a member",
		Some(Standing::Leaving { .. }) => "removed",
	};
	let keys_text = match (&keys, here) {
		(None, _) => "no session keys are registered",
		(Some(_), Some(true)) => "this node has its keys",
		(Some(_), Some(false)) => "this node does not have its keys",
		(Some(_), None) => "this node does not tell whether it has its keys",
	};
	let mut text = format!(
		"{}: {standing}; it {} in session {}, which ends in about {} s; {keys_text}",
		to_ss58(account),
		if validates { "validates" } else { "does not validate" },
		session.index,
		session.rest.as_secs(),
	);
	if let Some(Validator { bond_cfx, strikes, barred_until, declaration, .. }) = &record {
		let Declaration { bandwidth_mbps, network, server } = declaration;
		text += &format!(
			"\n  bond {} CFX, {strikes} strikes, barred until round {barred_until}\n  declared {bandwidth_mbps} Mbit/s, {network:?}, {} cores, {} GiB, {} GiB of disk",
			format_cfx(*bond_cfx),
			server.cores,
			server.memory_gib,
			server.disk_gib,
		);
	}
	let record = record.map(|record| {
		let Declaration { bandwidth_mbps, network, server } = record.declaration;
		json!({
			"standing": format!("{:?}", record.standing),
			"bond_planck": record.bond_cfx.to_string(),
			"strikes": record.strikes,
			"barred_until": record.barred_until,
			"bandwidth_mbps": bandwidth_mbps,
			"network": format!("{network:?}"),
			"cores": server.cores,
			"memory_gib": server.memory_gib,
			"disk_gib": server.disk_gib,
		})
	});
	context.output.event(
		"validator",
		&text,
		json!({
			"account": to_ss58(account),
			"record": record,
			"session": session.index,
			"session_rest_s": session.rest.as_secs(),
			"validates": validates,
			"keys": keys.map(to_hex),
			"keys_here": here,
		}),
	);
	Ok(())
}
