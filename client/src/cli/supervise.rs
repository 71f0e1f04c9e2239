//! `supervisor`.

use super::{by_name, context::Context, places::parse_country, report};
use crate::{
	Error, Result,
	account::{parse_account, to_ss58},
	chain::calls::{self, Verdict},
	magnet::Magnet,
	now_ms,
};
use clap::Subcommand;
use rand::RngCore;
use reel_primitives::{
	Hash32, Round,
	content::ReasonCode,
	time::{ROUND_MS, round_of_ms},
};
use reel_rpc_api::to_hex;
use serde_json::json;

const DAY_MS: u64 = 24 * 3_600 * 1_000;

#[derive(Debug, Subcommand)]
pub(super) enum SupervisorCommand {
	/// Let a creator publish until a round.
	#[command(
		after_help = "Example: reel supervisor authorize //Bob --country KR --days 365 --key office"
	)]
	Authorize {
		/// SS58 address or //Name.
		creator: String,
		/// Country of the authorization: two capital letters.
		#[arg(long, default_value = "KR")]
		country: String,
		/// For how many days from now.
		#[arg(long, default_value_t = 365)]
		days: u64,
		/// Random number under which the papers are kept off chain: 64 hex digits [default: drawn].
		#[arg(long, value_name = "HEX")]
		case: Option<String>,
	},
	/// Take a creator's authorization back.
	#[command(after_help = "Example: reel supervisor revoke //Bob --key office")]
	Revoke {
		/// SS58 address or //Name.
		creator: String,
	},
	/// Stop the playback of a title.
	#[command(after_help = "Example: reel supervisor stop film.reel --reason rights --key office")]
	Stop {
		/// Magnet, link, magnet file, or 0x content id.
		magnet: String,
		/// rights, unlawful, misleading, harmful or order.
		#[arg(long, value_parser = by_name::<ReasonCode>)]
		reason: ReasonCode,
	},
	/// Allow the playback of a stopped title again.
	#[command(after_help = "Example: reel supervisor reinstate film.reel --key office")]
	Reinstate {
		/// Magnet, link, magnet file, or 0x content id.
		magnet: String,
	},
	/// Decide a report.
	#[command(after_help = "Example: reel supervisor decide 4 upheld --key office")]
	Decide {
		/// Number of the report.
		report: u64,
		/// The verdict.
		#[arg(value_enum)]
		verdict: Verdict,
	},
	/// Forbid a creator to publish for some days.
	#[command(
		after_help = "Example: reel supervisor sanction //Bob --days 30 --reason rights --key office"
	)]
	Sanction {
		/// SS58 address or //Name.
		creator: String,
		/// For how many days from now.
		#[arg(long)]
		days: u64,
		/// rights, unlawful, misleading, harmful or order.
		#[arg(long, value_parser = by_name::<ReasonCode>)]
		reason: ReasonCode,
	},
	/// Let a sanctioned creator publish again.
	#[command(after_help = "Example: reel supervisor lift //Bob --key office")]
	Lift {
		/// SS58 address or //Name.
		creator: String,
	},
	/// List the open reports of titles that one's country answers for, with their deposits.
	#[command(after_help = "Example: reel supervisor reports --country KR")]
	Reports {
		/// Country: two capital letters [default: those of the signing supervisor].
		#[arg(long)]
		country: Option<String>,
		/// Those of all countries.
		#[arg(long, conflicts_with = "country")]
		all: bool,
	},
}

pub(super) async fn supervisor(context: &Context, command: SupervisorCommand) -> Result<()> {
	match command {
		SupervisorCommand::Authorize { creator, country, days, case } => {
			let creator = parse_account(&creator)?;
			let country = parse_country(&country)?;
			let case = parse_case(case.as_deref())?;
			// By the clock: a chain that has just begun does not know its round before its first block.
			let now = round_of_ms(now_ms());
			let expires_in = now.saturating_add(rounds_of_days(days));
			let fields = json!({
				"creator": to_ss58(&creator),
				"country": String::from_utf8_lossy(&country),
				"case": to_hex(case),
				"expires_in": expires_in,
			});
			let text = format!("{} may publish until round {expires_in}", to_ss58(&creator));
			let call = calls::authorize_creator(&creator, country, &case, expires_in);
			context.send(call, "authorized", &text, fields).await
		},
		SupervisorCommand::Revoke { creator } => {
			let creator = parse_account(&creator)?;
			let fields = json!({ "creator": to_ss58(&creator) });
			let text = format!("{} may not publish any more", to_ss58(&creator));
			context.send(calls::revoke_creator(&creator), "revoked", &text, fields).await
		},
		SupervisorCommand::Stop { magnet, reason } => {
			let content = Magnet::read(&magnet)?.content();
			let fields = json!({ "content": content.to_string(), "reason": reason });
			let text = format!("{content} is stopped");
			context.send(calls::stop_title(&content, reason), "stopped", &text, fields).await
		},
		SupervisorCommand::Reinstate { magnet } => {
			let content = Magnet::read(&magnet)?.content();
			let fields = json!({ "content": content.to_string() });
			let text = format!("{content} may be played again");
			context.send(calls::reinstate_title(&content), "reinstated", &text, fields).await
		},
		SupervisorCommand::Sanction { creator, days, reason } => {
			let creator = parse_account(&creator)?;
			let until = round_of_ms(now_ms()).saturating_add(rounds_of_days(days));
			let text = format!("{} may not publish until round {until}", to_ss58(&creator));
			let fields = json!({ "creator": to_ss58(&creator), "until": until, "reason": reason });
			let call = calls::sanction_creator(&creator, until, reason);
			context.send(call, "sanctioned", &text, fields).await
		},
		SupervisorCommand::Lift { creator } => {
			let creator = parse_account(&creator)?;
			let text = format!("{} is under no sanction any more", to_ss58(&creator));
			let fields = json!({ "creator": to_ss58(&creator) });
			context.send(calls::lift_sanction(&creator), "lifted", &text, fields).await
		},
		SupervisorCommand::Reports { country, all } => {
			let chain = context.chain().await?;
			let countries = match (all, country) {
				(true, _) => None,
				(false, Some(country)) => Some(vec![parse_country(&country)?]),
				(false, None) => Some(chain.countries_of(&context.account(None)?).await?),
			};
			report::list_of_countries(context, &chain, countries.as_deref()).await
		},
		SupervisorCommand::Decide { report, verdict } => {
			let verdict_name = format!("{verdict:?}").to_lowercase();
			let text = format!("report {report}: {verdict_name}");
			let fields = json!({ "report": report, "verdict": verdict_name });
			context.send(calls::decide_report(report, verdict), "decided", &text, fields).await
		},
	}
}

fn rounds_of_days(days: u64) -> Round {
	days.saturating_mul(DAY_MS) / ROUND_MS
}

fn parse_case(text: Option<&str>) -> Result<Hash32> {
	let mut case = [0; 32];
	match text {
		Some(text) => hex::decode_to_slice(text.trim_start_matches("0x"), &mut case)
			.map_err(|_| Error::Usage("a case number is 64 hex digits".to_owned()))?,
		None => rand::rngs::OsRng.fill_bytes(&mut case),
	}
	Ok(case)
}

#[cfg(test)]
mod tests {
	use super::*;

	#[test]
	fn a_day_is_six_thousand_rounds() {
		assert_eq!(rounds_of_days(1), 6_000);
	}

	#[test]
	fn a_case_number_is_drawn_unless_given() {
		assert_ne!(parse_case(None).expect("drawn"), parse_case(None).expect("drawn"));
		assert_eq!(parse_case(Some(&"0a".repeat(32))).expect("hex"), [10; 32]);
		assert!(parse_case(Some("0a")).is_err());
	}
}
