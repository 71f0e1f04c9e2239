//! `rights report`: what was paid to whom.

use super::super::{context::Context, identify::parse_pattern};
use crate::{
	Error, Result,
	account::parse_account,
	chain::{Chain, payouts::Payout},
	magnet::Magnet,
};
use clap::Args;
use reel_primitives::{AccountId, ContentId, pattern::PatternId};
use serde_json::json;
use std::time::{Duration, Instant};

/// Time between two words on how far it is.
const PROGRESS: Duration = Duration::from_secs(2);

/// Write every payout, read from the events of finalized blocks: as CSV, or with --json one object a line.
///
/// What an account got is the sum of its lines less those of kind owed. Kinds:
///
/// share: a part of a sale or donation. fee: the platform's part of a sale. returned: a price that went back to who had paid it.
/// owed: of these, what the account could not take; owed-paid: the same, paid. views: what views and ads of a title brought a
/// holder who is not its creator; pattern-views: the same of all titles that follow a pattern. creator: what they brought its creator beside others. layer: what views of a title brought who
/// added a layer. royalty: what tokens of a campaign brought, out of what the campaign's own account got before. earned: what
/// else views and ads brought, in whatever role: viewer, sharing peer, supervisor, validator, creator of a title that is nobody
/// else's.
///
/// What waits to be claimed is told when it is paid. What a campaign's account got and pays out as royalties is in both.
///
/// Lines of kind earned name no title, for the chain pays an account for its role and does not say of which title, nor do
/// pattern-views, which are of all of a pattern's titles; with --title
/// and --pattern they are left out, and so is what is owed-paid of blocks before --from.
#[derive(Debug, Args)]
#[command(
	after_help = "Example: reel rights report --title film.reel > payouts.csv\n         reel rights report --holder //Bob --json"
)]
pub(in crate::cli) struct ReportArgs {
	/// Only what is of this title: magnet, link, magnet file, or 0x content id.
	#[arg(long, value_name = "MAGNET")]
	title: Option<String>,
	/// Only what is of titles of this pattern, 100 at most: 0x and 64 hex digits, as reel identify tells it.
	#[arg(long, conflicts_with = "title", value_parser = parse_pattern)]
	pattern: Option<PatternId>,
	/// Only what is of this account: SS58 address or //Name.
	#[arg(long)]
	holder: Option<String>,
	/// First block to look through.
	#[arg(long, default_value_t = 0, value_name = "BLOCK")]
	from: u64,
}

/// What of a report is asked for.
fn is_wanted(payout: &Payout, titles: Option<&[ContentId]>, holder: Option<&AccountId>) -> bool {
	titles.is_none_or(|titles| payout.content.is_some_and(|content| titles.contains(&content)))
		&& holder.is_none_or(|holder| payout.account.as_ref() == Some(holder))
}

/// Titles of a pattern.
async fn of_pattern(chain: &Chain, pattern: &PatternId) -> Result<Vec<ContentId>> {
	let unknown = || Error::NotFound(format!("there is no pattern {pattern}"));
	let kept = chain.pattern(pattern).await?.ok_or_else(unknown)?.pattern;
	chain.titles_of_pattern(&kept).await
}

pub(super) async fn report(context: &Context, arguments: ReportArgs) -> Result<()> {
	let ReportArgs { title, pattern, holder, from } = arguments;
	let title = title.map(|title| Magnet::read(&title)).transpose()?;
	let holder = holder.map(|holder| parse_account(&holder)).transpose()?;
	let chain = context.chain().await?;
	let titles = match pattern {
		Some(pattern) => Some(of_pattern(&chain, &pattern).await?),
		None => title.map(|title| vec![title.content()]),
	};
	let (mut told, mut looked) = (Instant::now(), 0u64);
	let progress = |block| {
		if looked == 0 {
			// Not before it is known that there is something to look through.
			let columns = Payout::COLUMNS;
			context.output.event("payout-columns", columns, json!({ "columns": columns }));
		}
		looked += 1;
		if told.elapsed() >= PROGRESS {
			told = Instant::now();
			context.output.note(&format!("{looked} blocks looked through, at block {block}"));
		}
	};
	let (mut count, mut untitled) = (0u64, 0u64);
	let tell = |payout: Payout| {
		if !is_wanted(&payout, None, holder.as_ref()) {
			return;
		}
		if !is_wanted(&payout, titles.as_deref(), None) {
			untitled += u64::from(payout.content.is_none());
			return;
		}
		count += 1;
		context.output.event("payout", &payout.csv(), payout.json());
	};
	let (first, last) = chain.payouts(from, progress, tell).await?;
	if first > from {
		context.output.note(&format!(
			"this node has forgotten the state before block {first}: ask one that runs with --state-pruning archive"
		));
	}
	if untitled > 0 {
		context.output.note(&format!(
			"{untitled} payouts more are of no title: leave --title or --pattern out"
		));
	}
	context.output.note(&format!("{count} payouts in blocks {first} to {last}"));
	Ok(())
}

#[cfg(test)]
mod tests {
	use super::*;
	use crate::chain::payouts::PayoutKind;
	use reel_primitives::market::Currency;

	#[test]
	fn a_report_has_what_was_asked_for() {
		let (alice, bob) = (parse_account("//Alice").ok(), parse_account("//Bob").ok());
		let payout = Payout {
			block: 7,
			unix_ms: 9,
			kind: PayoutKind::Share,
			content: Some(ContentId([1; 32])),
			purchase: None,
			account: alice.clone(),
			currency: Currency::Ssh,
			amount: 5,
		};
		assert!(is_wanted(&payout, None, None));
		assert!(is_wanted(&payout, Some(&[ContentId([1; 32])]), alice.as_ref()));
		assert!(!is_wanted(&payout, Some(&[ContentId([2; 32])]), None));
		assert!(!is_wanted(&payout, None, bob.as_ref()));
		let earned = Payout { content: None, kind: PayoutKind::Earned, ..payout };
		assert!(!is_wanted(&earned, Some(&[ContentId([1; 32])]), None));
	}
}
