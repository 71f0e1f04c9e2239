//! `curate start`.

use super::{collateral_text, lasting, parse_region};
use crate::{
	Error, Result,
	account::{Signer, parse_account, to_ss58},
	chain::{
		Chain, Receipt,
		calls::{Call, transfer},
		curators::{
			self, Offer, all_of, amount, rounds_last, rounds_to_next_epoch, set_capacity,
			set_endpoints, set_hot_key,
		},
		reports::Country,
	},
	cli::context::{Context, with_receipt},
	money::{format_cfx, parse_cfx},
	size::{format_capacity, parse_capacity},
};
use clap::Args;
use reel_primitives::{AccountId, Balance, Round, time::round_of_ms};
use reel_rpc_api::{Curator, CuratorSeat, KeepingEpoch, Standing};
use serde_json::json;
use std::time::Duration;
use tokio::time::{Instant, timeout_at};

/// Most addresses of a curator.
const MAX_ENDPOINTS: usize = 4;

/// How much longer than until the next epoch the seat is waited for.
const SEAT_MARGIN: Duration = Duration::from_secs(90);

/// Rounds that a node may be behind and still tell the present: about a minute, for clocks that differ.
const MOST_BEHIND: Round = 4;

const LATE: &str =
	"the node has not caught up with the chain: see reel status, and give a longer --timeout";

/// How often a transaction may be refused before it is given up; the first block told of may be an old one.
const REFUSALS: u32 = 3;

#[derive(Debug, Args)]
pub(in crate::cli) struct StartArgs {
	/// What to offer, such as 10GiB; the collateral is in proportion.
	#[arg(long, value_name = "SIZE", value_parser = parse_capacity)]
	capacity: u32,
	/// Country in which the machine stands: ISO 3166-1, two letters. Titles of this country come here first.
	#[arg(long, value_name = "COUNTRY", value_parser = parse_region)]
	region: Country,
	/// Address at which other stores reach this one, up to four: a multiaddress or a URL [default: those that the node's
	/// store tells, with --store-token-file, else the address of the store].
	#[arg(long = "endpoint", value_name = "ADDRESS")]
	endpoints: Vec<String>,
	/// Hot key of the machine, SS58 [default: that of the node, which makes one if it has none].
	#[arg(long, value_name = "ACCOUNT")]
	hot_key: Option<String>,
	/// CFX that the hot key is to have for fees; what it lacks is sent to it.
	#[arg(long, value_name = "CFX", default_value = "1", value_parser = parse_cfx)]
	fees: Balance,
	/// Do not wait for the seat, which is given when the next epoch begins.
	#[arg(long)]
	no_wait: bool,
}

pub(super) async fn start(context: &Context, arguments: StartArgs) -> Result<()> {
	let (signer, chain) = (context.signer()?, context.chain().await?);
	let account = signer.account();
	catch_up(context, &chain).await?;
	let found = chain.curator(&account).await?;
	check_standing(found.as_ref())?;
	let hot_key = match &arguments.hot_key {
		Some(text) => parse_account(text)?,
		// Asking would make one.
		None if context.is_dry() => account.clone(),
		None => chain.hot_key().await?,
	};
	let endpoints = endpoints(context, arguments.endpoints.clone()).await?;
	let (region, capacity) = (arguments.region, arguments.capacity);
	let offer = Offer { hot_key: hot_key.clone(), region, capacity, endpoints };
	let mut calls = match &found {
		None => vec![curators::register(&offer)],
		Some(curator) => changes(curator, &offer, arguments.endpoints.is_empty()),
	};
	let spare = chain.balances(&hot_key).await?.free;
	let lacking = arguments.fees.saturating_sub(spare);
	if hot_key != account && lacking > 0 {
		calls.push(transfer(&hot_key, lacking));
	}
	if context.is_dry() {
		return would_start(context, &chain, &signer, capacity, calls).await;
	}
	if found.is_none() {
		super::afford(&chain, &account, capacity, lacking).await?;
	}
	let epoch = chain.keeping_epoch().await?;
	let seated = find_seat(&chain, &account).await?;
	if let Some(call) = one(calls) {
		let receipt = submit(context, &chain, &signer, call).await?;
		let curator = super::known(chain.curator(&account).await?, &account)?;
		tell_registered(context, &curator, found.is_some(), |fields| {
			with_receipt(fields, &receipt)
		})?;
	} else {
		let curator = super::known(found, &account)?;
		tell_registered(context, &curator, true, |fields| fields)?;
	}
	let wait = rounds_last(rounds_to_next_epoch(&epoch));
	match seated {
		Some(seat) => tell_seated(context, &seat, &epoch),
		None if arguments.no_wait => {
			context.output.note(&format!(
				"it is seated when the next epoch begins, in about {}: see reel curate status",
				lasting(wait)
			));
		},
		None => {
			context.output.note(&format!(
				"waiting for its seat, which it gets when the next epoch begins, in about {}; Ctrl-C leaves, and nothing is lost",
				lasting(wait)
			));
			let seat = wait_for_seat(&chain, &account, &epoch, wait + SEAT_MARGIN).await?;
			tell_seated(context, &seat, &epoch);
		},
	}
	Ok(())
}

/// Waits until the node is where the chain is: what it says of curators, and what it does with a transaction, is of the
/// past before. A node tells of no block while it fetches the chain's history, and of each one from then on.
async fn catch_up(context: &Context, chain: &Chain) -> Result<()> {
	let until = Instant::now() + context.settings.patience;
	// Before the first look: a block in between is not missed.
	let mut blocks = chain.best_blocks().await?;
	let mut told = false;
	while rounds_behind(chain.keeping_epoch().await?.round, crate::now_ms()) > MOST_BEHIND {
		if !told {
			context.output.note("waiting for the node to catch up with the chain");
			told = true;
		}
		let next = timeout_at(until, blocks.next()).await;
		next.map_err(|_| Error::Timeout(LATE.to_owned()))??;
	}
	Ok(())
}

/// Submits, and again at the next blocks if it is refused without being applied: the pool of a node that has just caught up
/// looks at transactions from where it began, until a block comes in.
async fn submit(context: &Context, chain: &Chain, signer: &Signer, call: Call) -> Result<Receipt> {
	let mut blocks = chain.best_blocks().await?;
	for _ in 0..REFUSALS {
		match chain.submit(signer, call.clone(), context.wait()).await {
			Err(Error::Refused { label, .. }) if label == "transaction-refused" => {
				let next = timeout_at(Instant::now() + context.settings.patience, blocks.next());
				next.await.map_err(|_| Error::Timeout("no block comes".to_owned()))??;
			},
			other => return other,
		}
	}
	chain.submit(signer, call, context.wait()).await
}

/// Rounds between the node's best block and this machine's clock.
fn rounds_behind(round: Round, now_ms: u64) -> Round {
	round_of_ms(now_ms).saturating_sub(round)
}

/// Whoever is on the way out cannot come back before it is out.
fn check_standing(found: Option<&Curator>) -> Result<()> {
	match found.map(|curator| curator.standing) {
		None | Some(Standing::Live) => Ok(()),
		Some(standing) => Err(Error::Refused {
			label: "Curators.AlreadyRegistered".to_owned(),
			message: format!(
				"this curator is {}: end that first with reel curate stop, then start anew",
				super::standing_text(standing)
			),
			retry_after_ms: None,
		}),
	}
}

/// What has to change of a curator that is there already. Its region stays: it decides which places are its own.
fn changes(curator: &Curator, offer: &Offer, keep_endpoints: bool) -> Vec<Call> {
	let mut calls = Vec::new();
	if curator.hot_key != to_ss58(&offer.hot_key) {
		calls.push(set_hot_key(&offer.hot_key));
	}
	if !keep_endpoints && curator.endpoints != offer.endpoints {
		calls.push(set_endpoints(&offer.endpoints));
	}
	if curator.capacity != offer.capacity {
		calls.push(set_capacity(offer.capacity));
	}
	calls
}

/// One call that does it all, or none at all.
fn one(mut calls: Vec<Call>) -> Option<Call> {
	match calls.len() {
		0 => None,
		1 => calls.pop(),
		_ => Some(all_of(calls)),
	}
}

/// Where the machine can be reached: as given, else as its store says, else where its store is.
async fn endpoints(context: &Context, given: Vec<String>) -> Result<Vec<String>> {
	let mut all = given;
	if all.is_empty() {
		let store = context.store()?;
		// A store without peers, or without the token, has none to tell.
		all = store.peer_addresses().await.unwrap_or_default();
		if all.is_empty() {
			all.push(store.base().to_owned());
		}
		all.truncate(MAX_ENDPOINTS);
	}
	if all.len() > MAX_ENDPOINTS {
		return Err(Error::Usage(format!("at most {MAX_ENDPOINTS} endpoints")));
	}
	match all.iter().find(|text| text.is_empty() || text.len() > 128) {
		Some(text) => Err(Error::Usage(format!("{text:?} is no endpoint: 1 to 128 bytes"))),
		None => Ok(all),
	}
}

async fn would_start(
	context: &Context,
	chain: &Chain,
	signer: &Signer,
	capacity: u32,
	calls: Vec<Call>,
) -> Result<()> {
	let collateral = chain.collateral_for(capacity).await?;
	let shown = collateral.map_or_else(
		|| "more CFX than there are".to_owned(),
		|planck| format!("{} CFX", format_cfx(planck)),
	);
	let text = format!(
		"would offer {} and hold {shown} as collateral, with the hot key that the node tells",
		format_capacity(capacity)
	);
	let fields = json!({
		"capacity": capacity,
		"collateral_planck": collateral.map(|planck| planck.to_string()),
	});
	context.would(&text, fields);
	match one(calls) {
		Some(call) => context.forecast(chain, signer, &call).await,
		None => {
			context.output.note("nothing would change");
			Ok(())
		},
	}
}

async fn find_seat(chain: &Chain, account: &AccountId) -> Result<Option<CuratorSeat>> {
	let name = to_ss58(account);
	let seats = chain.curators().await?;
	Ok(seats.into_iter().find(|seat| seat.curator.account == name))
}

/// Waits for the seat, looking at each block of the epochs behind `epoch`.
async fn wait_for_seat(
	chain: &Chain,
	account: &AccountId,
	epoch: &KeepingEpoch,
	patience: Duration,
) -> Result<CuratorSeat> {
	let until = Instant::now() + patience;
	let mut blocks = chain.best_blocks().await?;
	loop {
		if chain.keeping_epoch().await?.epoch != epoch.epoch
			&& let Some(seat) = find_seat(chain, account).await?
		{
			return Ok(seat);
		}
		match timeout_at(until, blocks.next()).await {
			Ok(block) => drop(block?),
			Err(_) => {
				return Err(Error::Timeout(
					"it is registered and has no seat yet: see reel curate status".to_owned(),
				));
			},
		}
	}
}

fn tell_registered(
	context: &Context,
	curator: &Curator,
	again: bool,
	dress: impl FnOnce(serde_json::Value) -> serde_json::Value,
) -> Result<()> {
	let held = amount(&curator.collateral_cfx)?;
	let asked = amount(&curator.asked_cfx)?;
	let text = format!(
		"{} {} {} in {}\n  {}; it comes back with reel curate stop, less what is slashed for leaves not shown\n  its machine signs with {}",
		curator.account,
		if again { "is a curator and offers" } else { "is registered as a curator and offers" },
		format_capacity(curator.capacity),
		curator.region,
		collateral_text(held, asked),
		curator.hot_key,
	);
	let fields = json!({
		"account": curator.account,
		"hot_key": curator.hot_key,
		"region": curator.region,
		"capacity": curator.capacity,
		"endpoints": curator.endpoints,
		"collateral_planck": curator.collateral_cfx,
		"collateral_cfx": format_cfx(held),
		"already": again,
	});
	context.output.event("registered", &text, dress(fields));
	Ok(())
}

fn tell_seated(context: &Context, seat: &CuratorSeat, epoch: &KeepingEpoch) {
	let text = format!(
		"{} has its seat. What follows goes by itself, as long as reelchain-node --curate runs:\n  the node claims places of titles that lack keepers, fetches them and proves that it has them\n  once in {} it is asked for leaves of 1 KiB, and has {} to show them; each one missed costs collateral\n  what has been kept for {} earns SSH: reel curate claim\n  how it goes: reel curate status",
		seat.curator.account,
		lasting(rounds_last(epoch.epoch_rounds)),
		lasting(rounds_last(epoch.answer_rounds)),
		lasting(rounds_last(epoch.min_holding_rounds)),
	);
	let fields = json!({
		"account": seat.curator.account,
		"placement": seat.placement,
		"capacity_in_force": seat.capacity_in_force,
		"is_open": seat.is_open,
		"epoch_rounds": epoch.epoch_rounds,
		"answer_rounds": epoch.answer_rounds,
		"min_holding_rounds": epoch.min_holding_rounds,
	});
	context.output.event("seated", &text, fields);
}

#[cfg(test)]
mod tests {
	use super::*;

	fn curator(standing: Standing) -> Curator {
		Curator {
			account: to_ss58(&AccountId::new([1; 32])),
			hot_key: to_ss58(&AccountId::new([2; 32])),
			region: "CH".to_owned(),
			endpoints: vec!["http://a".to_owned()],
			capacity: 10_240,
			used: 0,
			asked_cfx: "1".to_owned(),
			collateral_cfx: "1".to_owned(),
			standing,
			registered_in: 1,
			silent_epochs: None,
		}
	}

	fn offer(key: u8, capacity: u32) -> Offer {
		let hot_key = AccountId::new([key; 32]);
		Offer { hot_key, region: *b"CH", capacity, endpoints: vec!["http://b".to_owned()] }
	}

	fn names(calls: &[Call]) -> Vec<String> {
		calls.iter().map(ToString::to_string).collect()
	}

	#[test]
	fn starting_again_changes_only_what_is_other_than_before() {
		let live = curator(Standing::Live);
		assert!(changes(&live, &offer(2, 10_240), true).is_empty());
		assert_eq!(names(&changes(&live, &offer(3, 10_240), true)), ["Curators.set_hot_key"]);
		assert_eq!(
			names(&changes(&live, &offer(2, 20_480), false)),
			["Curators.set_endpoints", "Curators.set_capacity"]
		);
		assert_eq!(one(Vec::new()), None);
		let both = one(changes(&live, &offer(2, 20_480), false)).expect("two calls");
		assert_eq!(both.to_string(), "Utility.batch_all");
	}

	#[test]
	fn a_node_without_blocks_is_far_behind_and_one_ahead_of_the_clock_is_not() {
		let now_ms = 1_795_000_000_000;
		let round = round_of_ms(now_ms);
		assert!(rounds_behind(0, now_ms) > MOST_BEHIND);
		assert_eq!([rounds_behind(round - 4, now_ms), rounds_behind(round + 9, now_ms)], [4, 0]);
	}

	#[test]
	fn whoever_is_leaving_is_told_to_finish_that_first() {
		assert!(check_standing(None).is_ok());
		assert!(check_standing(Some(&curator(Standing::Live))).is_ok());
		let error = check_standing(Some(&curator(Standing::Leaving { until: 9 })));
		let error = error.expect_err("it is on its way out");
		assert_eq!(error.exit_code(), 4);
		assert!(error.to_string().contains("reel curate stop"), "{error}");
	}
}
