//! `wallet history`.

use super::context::Context;
use crate::{
	Result,
	account::to_ss58,
	chain::history::{Entry, Page, Way},
	money::format_cfx,
};
use reel_primitives::AccountId;
use serde_json::json;
use std::time::{Duration, Instant};

/// Time between two words on how far it is.
const PROGRESS: Duration = Duration::from_secs(2);

pub(super) async fn history(
	context: &Context,
	account: &AccountId,
	from: Option<u64>,
	limit: u32,
) -> Result<()> {
	let chain = context.chain().await?;
	let (mut told, mut looked) = (Instant::now(), 0u64);
	let progress = |block| {
		looked += 1;
		if told.elapsed() >= PROGRESS {
			told = Instant::now();
			context.output.note(&format!("{looked} blocks looked through, at block {block}"));
		}
	};
	let limit = usize::try_from(limit).unwrap_or(usize::MAX);
	let page = chain.history(account, from, limit, progress).await?;
	for entry in &page.entries {
		show(context, entry);
	}
	end(context, account, &page);
	Ok(())
}

fn show(context: &Context, entry: &Entry) {
	let Entry { block, unix_ms, kind, way, amount, other, reason } = entry;
	let (sign, preposition) = match way {
		Way::In => ("+", "from"),
		Way::Out => ("-", "to"),
		Way::Neither => (" ", "with"),
	};
	let other = other.as_ref().map(to_ss58);
	let mut text = format!("{} #{block} {sign}{} CFX {kind}", utc(*unix_ms), format_cfx(*amount));
	if let Some(reason) = reason {
		text += &format!(" for {reason}");
	}
	if let Some(other) = &other {
		text += &format!(" {preposition} {other}");
	}
	context.output.event(
		"history",
		&text,
		json!({
			"block": block,
			"unix_ms": unix_ms,
			"kind": kind,
			"way": format!("{way:?}").to_lowercase(),
			"amount_planck": amount.to_string(),
			"amount_cfx": format_cfx(*amount),
			"other": other,
			"reason": reason,
		}),
	);
}

fn end(context: &Context, account: &AccountId, page: &Page) {
	let Page { entries, first, last, pruned } = page;
	let mut text = format!("{} entries in blocks {first} to {last}", entries.len());
	if *pruned {
		text += &format!(
			"; this node has forgotten the state before block {first}: ask one that runs with --state-pruning archive"
		);
	}
	context.output.event(
		"history-end",
		&text,
		json!({
			"account": to_ss58(account),
			"entries": entries.len(),
			"first_block": first,
			"last_block": last,
			"pruned": pruned,
		}),
	);
}

/// A day, counted from the first of 1970, as `2026-11-21`.
pub(super) fn date(day: u64) -> String {
	utc(day.saturating_mul(86_400_000)).chars().take_while(|letter| *letter != ' ').collect()
}

/// Date and time as `2026-11-21 12:03:15`, by the calendar's 400-year cycle counted from the first of March of year 0.
pub(super) fn utc(unix_ms: u64) -> String {
	let seconds = unix_ms / 1_000;
	let days = seconds / 86_400 + 719_468;
	let (era, day) = (days / 146_097, days % 146_097);
	let year = (day - day / 1_460 + day / 36_524 - day / 146_096) / 365;
	let day = day - (365 * year + year / 4 - year / 100);
	let month = (5 * day + 2) / 153;
	let day = day - (153 * month + 2) / 5 + 1;
	let (month, carry) = if month < 10 { (month + 3, 0) } else { (month - 9, 1) };
	let year = year + era * 400 + carry;
	let (hours, minutes) = (seconds / 3_600 % 24, seconds / 60 % 60);
	format!("{year:04}-{month:02}-{day:02} {hours:02}:{minutes:02}:{:02}", seconds % 60)
}

#[cfg(test)]
mod tests {
	use super::*;

	#[test]
	fn dates_are_those_of_the_calendar() {
		for (seconds, text) in [
			(0, "1970-01-01 00:00:00"),
			(951_782_399, "2000-02-28 23:59:59"),
			(951_782_400, "2000-02-29 00:00:00"),
			(1_795_262_595, "2026-11-21 12:03:15"),
			(4_107_542_400, "2100-03-01 00:00:00"),
		] {
			assert_eq!(utc(seconds * 1_000), text);
		}
		assert_eq!(date(20_779), "2026-11-22");
	}
}
