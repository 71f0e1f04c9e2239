//! `supervisor`, `report`.

use super::{SupervisorCommand, context::Context};
use crate::{
	Error, Result,
	account::{parse_account, to_ss58},
	chain::calls,
	magnet::Magnet,
	now_ms,
};
use rand::RngCore;
use reel_primitives::{
	Hash32, Round,
	content::ReasonCode,
	time::{ROUND_MS, round_of_ms},
};
use reel_rpc_api::to_hex;
use serde_json::json;

const DAY_MS: u64 = 24 * 3_600 * 1_000;

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
		SupervisorCommand::Decide { report, verdict } => {
			let verdict_name = format!("{verdict:?}").to_lowercase();
			let text = format!("report {report}: {verdict_name}");
			let fields = json!({ "report": report, "verdict": verdict_name });
			context.send(calls::decide_report(report, verdict), "decided", &text, fields).await
		},
	}
}

pub(super) async fn report(context: &Context, magnet: &str, reason: ReasonCode) -> Result<()> {
	let content = Magnet::read(magnet)?.content();
	let fields = json!({ "content": content.to_string(), "reason": reason });
	let text = format!("{content} is reported");
	context.send(calls::report_title(&content, reason), "reported", &text, fields).await
}

fn rounds_of_days(days: u64) -> Round {
	days.saturating_mul(DAY_MS) / ROUND_MS
}

fn parse_country(text: &str) -> Result<[u8; 2]> {
	match text.as_bytes() {
		[first, second] if first.is_ascii_uppercase() && second.is_ascii_uppercase() => {
			Ok([*first, *second])
		},
		_ => Err(Error::Usage(format!("{text:?} is no country: two capital letters, such as KR"))),
	}
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
	fn a_country_is_two_capital_letters_and_a_day_is_six_thousand_rounds() {
		assert_eq!(parse_country("DE").expect("a country"), *b"DE");
		for wrong in ["", "de", "DEU", "D1"] {
			assert!(parse_country(wrong).is_err(), "{wrong}");
		}
		assert_eq!(rounds_of_days(1), 6_000);
	}

	#[test]
	fn a_case_number_is_drawn_unless_given() {
		assert_ne!(parse_case(None).expect("drawn"), parse_case(None).expect("drawn"));
		assert_eq!(parse_case(Some(&"0a".repeat(32))).expect("hex"), [10; 32]);
		assert!(parse_case(Some("0a")).is_err());
	}
}
