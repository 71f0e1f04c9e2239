//! `curate status`.

use super::{collateral_text, known, lasting, standing_text};
use crate::{
	Result,
	account::parse_account,
	chain::{
		Chain,
		curators::{amount, rounds_last},
	},
	cli::context::Context,
	magnet::Magnet,
	money::{CFX, format_cfx, format_ssh},
	size::format_capacity,
};
use reel_primitives::{AccountId, Balance, ContentId};
use reel_rpc_api::{Challenge, Contract, Curator, KeepingEpoch, from_hex};
use serde_json::{Value, json};

pub(super) async fn status(context: &Context, account: &AccountId) -> Result<()> {
	let chain = context.chain().await?;
	let curator = known(chain.curator(account).await?, account)?;
	let cold = parse_account(&curator.account)?;
	let hot_key = parse_account(&curator.hot_key)?;
	let look = Look::at(&chain, &cold, &hot_key).await?;
	context.output.event("curator", &text(&curator, &look)?, fields(curator, look)?);
	Ok(())
}

/// CFX in planck below which a hot key may not be able to pay for a transaction.
const LITTLE: Balance = CFX / 10;

/// Everything that is shown beside the record.
struct Look {
	seated: bool,
	epoch: KeepingEpoch,
	contracts: Vec<Contract>,
	challenges: Vec<Challenge>,
	ssh: Balance,
	owed: Balance,
	/// CFX that the hot key has for fees, in planck.
	fees: Balance,
	/// What this node says of its part; `None` when it curates nothing.
	node: Option<Value>,
}

impl Look {
	async fn at(chain: &Chain, account: &AccountId, hot_key: &AccountId) -> Result<Self> {
		let name = crate::account::to_ss58(account);
		Ok(Self {
			seated: chain.curators().await?.iter().any(|seat| seat.curator.account == name),
			epoch: chain.keeping_epoch().await?,
			contracts: chain.contracts(account).await?,
			challenges: chain.challenges(account).await?,
			ssh: chain.ssh(account).await?,
			owed: chain.ssh_owed(account).await?,
			fees: chain.balances(hot_key).await?.free,
			node: chain.keeping().await,
		})
	}

	fn due(&self) -> Result<Balance> {
		let all = self.contracts.iter().map(|contract| amount(&contract.due_ssh));
		all.sum()
	}

	fn open(&self) -> usize {
		self.challenges.iter().filter(|challenge| !challenge.is_answered).count()
	}
}

fn text(curator: &Curator, look: &Look) -> Result<String> {
	let mut text = format!(
		"{}: {}{}, {} of {} kept in {}, {} contracts\n  {}\n  its machine signs with {}, which has {} CFX for fees{}",
		curator.account,
		standing_text(curator.standing),
		if look.seated { ", seated" } else { ", without a seat" },
		format_capacity(curator.used),
		format_capacity(curator.capacity),
		curator.region,
		look.contracts.len(),
		collateral_text(amount(&curator.collateral_cfx)?, amount(&curator.asked_cfx)?),
		curator.hot_key,
		format_cfx(look.fees),
		if look.fees < LITTLE { ": too little, reel curate start fills it up" } else { "" },
	);
	let asked = look.challenges.len();
	text += &match (asked, look.challenges.first()) {
		(0, _) | (_, None) => "\n  nothing is asked of it in this epoch".to_owned(),
		(_, Some(first)) => {
			let rest = rounds_last((first.due_in + 1).saturating_sub(look.epoch.round));
			let open = match look.open() {
				0 => "all shown".to_owned(),
				open => format!("{open} still to be shown within {}", lasting(rest)),
			};
			format!("\n  {asked} leaves asked for in this epoch, {open}")
		},
	};
	if let Some(silent) = curator.silent_epochs.filter(|silent| *silent > 0) {
		text +=
			&format!("\n  it showed nothing for {silent} epochs in a row: is its node running?");
	}
	text += &format!(
		"\n  SSH: {} due now, {} owed, {} in the account",
		format_ssh(look.due()?),
		format_ssh(look.owed),
		format_ssh(look.ssh),
	);
	for contract in &look.contracts {
		text += &format!(
			"\n  contract {}: span {} of {}, {} fragments, since round {}{}",
			contract.contract,
			contract.span,
			title_of(&contract.content),
			contract.fragments,
			contract.since,
			if contract.misses > 0 {
				format!(", missed {} times", contract.misses)
			} else {
				String::new()
			},
		);
	}
	text += &match &look.node {
		None => "\n  this node does not tell whether it is a curator's".to_owned(),
		Some(state) => node_text(state, &curator.hot_key),
	};
	Ok(text)
}

/// The magnet of a title by the hex of its id.
pub(super) fn title_of(content: &str) -> String {
	let digest: Option<[u8; 32]> = from_hex(content).ok().and_then(|bytes| bytes.try_into().ok());
	digest
		.map_or_else(|| content.to_owned(), |digest| Magnet::of(&ContentId(digest)).cid.to_string())
}

/// The node's own words; fields that it does not know are left out.
fn node_text(state: &Value, hot_key: &str) -> String {
	let Some(key) = state["hotKey"].as_str() else {
		return "\n  this node is no curator's".to_owned();
	};
	if !is_same_key(key, hot_key) {
		return "\n  this node signs with another key: to move the curator here, run reel curate start here".to_owned();
	}
	let count = |name: &str| {
		state[name].as_u64().map_or_else(|| "?".to_owned(), |number| number.to_string())
	};
	let mut text = format!(
		"\n  this node, at block {}: {} fragments here, {} still to come; {} leaves shown, {} contracts begun and {} let go, SSH claimed for {} since it started",
		count("lastBlock"),
		count("heldFragments"),
		count("wantedFragments"),
		count("answered"),
		count("started"),
		count("shed"),
		count("claimed"),
	);
	if state["storeReachable"] == Value::Bool(false) {
		text += "\n  ITS STORE CANNOT BE REACHED: nothing can be shown until it can";
	}
	if let Some(error) = state["lastError"].as_str().filter(|text| !text.is_empty()) {
		text += &format!("\n  last trouble: {error}");
	}
	text
}

/// Whether hex or SS58 text names the account of an SS58 address.
fn is_same_key(key: &str, address: &str) -> bool {
	let bytes: Option<[u8; 32]> = from_hex(key).ok().and_then(|bytes| bytes.try_into().ok());
	let shown = bytes.map(|bytes| crate::account::to_ss58(&AccountId::new(bytes)));
	shown.as_deref().unwrap_or(key) == address
}

fn fields(curator: Curator, look: Look) -> Result<Value> {
	let due = look.due()?;
	let open = look.open();
	Ok(json!({
		"curator": curator,
		"seated": look.seated,
		"round": look.epoch.round,
		"epoch": look.epoch.epoch,
		"contracts": look.contracts,
		"challenges": look.challenges,
		"open_challenges": open,
		"due_ssh_planck": due.to_string(),
		"owed_ssh_planck": look.owed.to_string(),
		"ssh_planck": look.ssh.to_string(),
		"hot_key_planck": look.fees.to_string(),
		"node": look.node,
	}))
}

#[cfg(test)]
mod tests {
	use super::*;

	#[test]
	fn the_nodes_state_is_told_and_trouble_is_not_hidden() {
		let address = crate::account::to_ss58(&AccountId::new([2; 32]));
		let mut state = json!({
			"hotKey": address,
			"storeReachable": false,
			"heldFragments": 3,
			"wantedFragments": 5,
			"answered": 7,
			"lastError": "no answer within 30 s",
			"lastBlock": 9,
		});
		let text = node_text(&state, &address);
		assert!(text.contains("3 fragments here, 5 still to come; 7 leaves shown"), "{text}");
		assert!(text.contains("? contracts begun and ? let go"), "{text}");
		assert!(text.contains("CANNOT BE REACHED") && text.contains("no answer within 30 s"));
		state["hotKey"] = reel_rpc_api::to_hex([2; 32]).into();
		assert_eq!(node_text(&state, &address), text);
		state["hotKey"] = reel_rpc_api::to_hex([3; 32]).into();
		assert!(node_text(&state, &address).contains("signs with another key"));
		assert!(node_text(&json!({ "hotKey": null }), &address).contains("no curator's"));
	}

	#[test]
	fn a_title_is_named_by_its_magnet() {
		assert!(title_of(&reel_rpc_api::to_hex([1; 32])).starts_with("bafyrei"));
		assert_eq!(title_of("0x01"), "0x01");
	}
}
