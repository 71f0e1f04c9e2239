//! `curate`: keeping other people's titles, for SSH (C12, S2).

mod claim;
mod map;
mod start;
mod status;
mod stop;

use super::context::{Context, with_receipt};
use crate::{
	Error, Result,
	account::to_ss58,
	chain::{
		Chain,
		curators::{amount, set_capacity},
		reports::Country,
	},
	money::format_cfx,
	size::{format_capacity, parse_capacity},
};
use clap::Subcommand;
use reel_primitives::{AccountId, Balance};
use reel_rpc_api::{Curator, Standing};
use serde_json::json;
use std::time::Duration;

#[derive(Debug, Subcommand)]
pub(super) enum CurateCommand {
	/// Register as a curator with the signing account, which pays the collateral and gets the SSH, and wait for the seat.
	///
	/// Run it on the machine that keeps the files, where reelchain-node --curate runs. Run again, it moves the curator to the
	/// machine where it runs, takes over what is given otherwise, the region aside, and fills up what the machine has for fees.
	#[command(
		after_help = "Example: reel curate start --capacity 10GiB --region CH --endpoint /ip4/192.0.2.7/tcp/30444 --key alice"
	)]
	Start(start::StartArgs),
	/// Leave in an orderly way; once the cool-down is over, the same again gets the collateral back.
	#[command(after_help = "Example: reel curate stop --key alice")]
	Stop,
	/// Show what a curator keeps, what is asked of it, what it has earned, and what this node's part in it says.
	#[command(after_help = "Example: reel curate status --key alice --json")]
	Status {
		/// SS58 address or //Name of the curator or its hot key [default: the signing account].
		account: Option<String>,
	},
	/// Claim the SSH of all contracts that have lasted long enough, for the curator's account.
	#[command(after_help = "Example: reel curate claim --key alice")]
	Claim,
	/// Change what is offered; collateral is held or released. With the capacity as it is, it completes a collateral that
	/// was slashed.
	#[command(after_help = "Example: reel curate capacity 1TiB --key alice --dry-run")]
	Capacity {
		/// What is offered from now on, such as 10GiB.
		#[arg(value_parser = parse_capacity)]
		capacity: u32,
	},
	/// Show who keeps what: all curators and titles, or every span of one title.
	#[command(after_help = "Example: reel curate map film.reel --json")]
	Map {
		/// Magnet, link, magnet file, or 0x content id [default: all that is kept].
		magnet: Option<String>,
	},
}

pub(super) async fn curate(context: &Context, command: CurateCommand) -> Result<()> {
	match command {
		CurateCommand::Start(arguments) => start::start(context, arguments).await,
		CurateCommand::Stop => stop::stop(context).await,
		CurateCommand::Status { account } => {
			let account = context.account(account.as_deref())?;
			status::status(context, &account).await
		},
		CurateCommand::Claim => claim::claim(context).await,
		CurateCommand::Capacity { capacity: fragments } => capacity(context, fragments).await,
		CurateCommand::Map { magnet } => map::map(context, magnet.as_deref()).await,
	}
}

async fn capacity(context: &Context, fragments: u32) -> Result<()> {
	let (signer, chain) = (context.signer()?, context.chain().await?);
	let account = signer.account();
	let before = known(chain.curator(&account).await?, &account)?;
	let call = set_capacity(fragments);
	if context.is_dry() {
		return context.forecast(&chain, &signer, &call).await;
	}
	let receipt = chain.submit(&signer, call, context.wait()).await?;
	let after = known(chain.curator(&account).await?, &account)?;
	let (held, was) = (amount(&after.collateral_cfx)?, amount(&before.collateral_cfx)?);
	let moved = match held.checked_sub(was) {
		Some(0) => "its collateral is as it was".to_owned(),
		Some(more) => format!("{} CFX more are held", format_cfx(more)),
		None => format!("{} CFX are released", format_cfx(was.saturating_sub(held))),
	};
	context.output.event(
		"capacity",
		&format!(
			"{} offers {}: {moved}, {} CFX in all; more than before counts from the next epoch on",
			to_ss58(&account),
			format_capacity(after.capacity),
			format_cfx(held),
		),
		with_receipt(
			json!({
				"account": to_ss58(&account),
				"capacity": after.capacity,
				"capacity_before": before.capacity,
				"collateral_planck": after.collateral_cfx,
				"collateral_before_planck": before.collateral_cfx,
			}),
			&receipt,
		),
	);
	Ok(())
}

fn known(curator: Option<Curator>, account: &AccountId) -> Result<Curator> {
	curator.ok_or_else(|| {
		Error::NotFound(format!(
			"{} is no curator: see reel curate start (Curators.CuratorNotFound)",
			to_ss58(account)
		))
	})
}

/// Checks that an account has the collateral of a capacity and what it is to send to the hot key; a node says no more of a
/// transaction that cannot be paid for than that it is invalid.
async fn afford(chain: &Chain, account: &AccountId, capacity: u32, fees: Balance) -> Result<()> {
	let Some(collateral) = chain.collateral_for(capacity).await? else { return Ok(()) };
	let (has, needs) = (chain.balances(account).await?.free, collateral.saturating_add(fees));
	if has > needs {
		return Ok(());
	}
	Err(Error::Refused {
		label: "Token.FundsUnavailable".to_owned(),
		message: format!(
			"{} has {} CFX and needs {} CFX as collateral for {}, {} CFX for its machine, and a little for this",
			to_ss58(account),
			format_cfx(has),
			format_cfx(collateral),
			format_capacity(capacity),
			format_cfx(fees),
		),
		retry_after_ms: None,
	})
}

fn parse_region(text: &str) -> Result<Country> {
	let upper = text.to_ascii_uppercase();
	match upper.as_bytes() {
		[first, second] if first.is_ascii_uppercase() && second.is_ascii_uppercase() => {
			Ok([*first, *second])
		},
		_ => Err(Error::Usage(format!("{text:?} is no country: two letters, such as CH"))),
	}
}

fn standing_text(standing: Standing) -> String {
	match standing {
		Standing::Live => "live".to_owned(),
		Standing::Leaving { until } => format!("leaving until round {until}"),
		Standing::Ejected { until } => format!("thrown out, settled in round {until}"),
		_ => "of a standing unknown to this program".to_owned(),
	}
}

/// A time for people: in the largest unit of which there are at least two.
fn lasting(time: Duration) -> String {
	let seconds = time.as_secs().saturating_add(u64::from(time.subsec_millis() >= 500));
	match seconds {
		0..120 => format!("{seconds} s"),
		120..7_200 => format!("{} min", seconds / 60),
		7_200..172_800 => format!("{} h", seconds / 3_600),
		_ => format!("{} days", seconds / 86_400),
	}
}

/// Collateral in words: what is held, and what is missing of it.
fn collateral_text(held: Balance, asked: Balance) -> String {
	match asked.checked_sub(held) {
		None | Some(0) => format!("{} CFX held as collateral", format_cfx(held)),
		Some(missing) => format!(
			"{} CFX held as collateral, {} CFX of it were slashed: until reel curate capacity completes it, it takes nothing new",
			format_cfx(held),
			format_cfx(missing),
		),
	}
}

#[cfg(test)]
mod tests {
	use super::*;

	#[test]
	fn a_region_is_two_letters_however_they_are_written() {
		assert_eq!(parse_region("ch").expect("read"), *b"CH");
		for wrong in ["", "C", "CHE", "4x", "çh"] {
			assert_eq!(parse_region(wrong).expect_err(wrong).exit_code(), 2);
		}
	}

	#[test]
	fn times_are_told_in_units_of_which_there_are_two() {
		for (seconds, text) in
			[(57, "57 s"), (119, "119 s"), (120, "2 min"), (7_200, "2 h"), (172_800, "2 days")]
		{
			assert_eq!(lasting(Duration::from_secs(seconds)), text);
		}
		assert_eq!(lasting(Duration::from_millis(57_600)), "58 s");
	}

	#[test]
	fn a_slashed_collateral_says_what_is_missing_and_how_to_complete_it() {
		let whole = collateral_text(100 * crate::money::CFX, 100 * crate::money::CFX);
		assert_eq!(whole, "100 CFX held as collateral");
		let slashed = collateral_text(98 * crate::money::CFX, 100 * crate::money::CFX);
		assert!(
			slashed.contains("2 CFX of it were slashed")
				&& slashed.contains("reel curate capacity")
		);
	}
}
