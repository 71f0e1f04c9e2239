//! `curate map`: who keeps what (C12).

use super::{standing_text, status::title_of};
use crate::{
	Result, account::parse_account, chain::Chain, cli::context::Context, magnet::Magnet,
	size::format_capacity,
};
use reel_primitives::ContentId;
use reel_rpc_api::{CuratorSeat, SpanKeeping, TitleKeeping, from_hex, to_hex};
use serde_json::json;
use std::collections::BTreeMap;

/// Most contracts that are read for a map of everything; with more, only curators and the titles seen so far are shown.
const MOST_CONTRACTS: usize = 16_384;

pub(super) async fn map(context: &Context, magnet: Option<&str>) -> Result<()> {
	let chain = context.chain().await?;
	match magnet {
		Some(magnet) => one_title(context, &chain, &Magnet::read(magnet)?.content()).await,
		None => everything(context, &chain).await,
	}
}

/// Replicas had of a title, in words beside those wanted of each span.
fn replicas(keeping: &TitleKeeping) -> String {
	let wanted = keeping.spans.saturating_mul(keeping.wanted);
	format!("{} of {wanted} replicas", keeping.contracts)
}

fn tell_title(context: &Context, content: &str, keeping: &TitleKeeping) {
	context.output.event(
		"title",
		&format!(
			"title {}: popularity {}, {} spans, {} wanted of each, {}, {} s watched in this epoch",
			title_of(content),
			keeping.level,
			keeping.spans,
			keeping.wanted,
			replicas(keeping),
			keeping.watched_ms / 1_000,
		),
		json!({
			"content": content,
			"magnet": title_of(content),
			"popularity": keeping.level,
			"watched_ms": keeping.watched_ms,
			"spans": keeping.spans,
			"replicas_wanted_each": keeping.wanted,
			"replicas_wanted": keeping.spans.saturating_mul(keeping.wanted),
			"replicas_had": keeping.contracts,
		}),
	);
}

fn tell_span(context: &Context, number: u32, span: &SpanKeeping) {
	let live = span.holders.iter().filter(|holder| holder.is_live).count();
	let mut text = format!("  span {number}: {live} live of {} wanted", span.wanted);
	for holder in &span.holders {
		let mark = if holder.is_live { "" } else { ", on its way out" };
		text += &format!("\n    {} (contract {}{mark})", holder.curator, holder.contract);
	}
	if span.places > 0 {
		let next = span.candidates.iter().take(span.places as usize);
		let next: Vec<&str> = next.map(String::as_str).collect();
		text += &format!(
			"\n    next: {}",
			if next.is_empty() { "nobody has room".to_owned() } else { next.join(", ") }
		);
	}
	context.output.event(
		"span",
		&text,
		json!({
			"span": number,
			"holders": span.holders,
			"live": live,
			"replicas_wanted": span.wanted,
			"places": span.places,
			"candidates": span.candidates,
		}),
	);
}

async fn one_title(context: &Context, chain: &Chain, content: &ContentId) -> Result<()> {
	let keeping = chain.title_keeping(content).await?;
	tell_title(context, &to_hex(content.0), &keeping);
	for number in 0..keeping.spans {
		tell_span(context, number, &chain.span_keeping(content, number).await?);
	}
	Ok(())
}

fn tell_curator(context: &Context, seat: &CuratorSeat, contracts: usize) {
	let curator = &seat.curator;
	context.output.event(
		"curator",
		&format!(
			"curator {}: {}, {}, {} of {} kept, {contracts} contracts{}",
			curator.account,
			curator.region,
			standing_text(curator.standing),
			format_capacity(curator.used),
			format_capacity(curator.capacity),
			if seat.is_open { "" } else { ", takes nothing new" },
		),
		json!({ "seat": seat, "contracts": contracts }),
	);
}

async fn everything(context: &Context, chain: &Chain) -> Result<()> {
	let seats = chain.curators().await?;
	let mut kept: BTreeMap<String, u32> = BTreeMap::new();
	let mut read = 0;
	for seat in &seats {
		let contracts = match read {
			0..MOST_CONTRACTS => chain.contracts(&parse_account(&seat.curator.account)?).await?,
			_ => Vec::new(),
		};
		read += contracts.len();
		tell_curator(context, seat, contracts.len());
		for contract in contracts {
			*kept.entry(contract.content).or_default() += 1;
		}
	}
	if read >= MOST_CONTRACTS {
		context.output.note("there is more than one map shows: name a title");
	}
	for content in kept.keys() {
		let Some(id) = content_id(content) else { continue };
		tell_title(context, content, &chain.title_keeping(&id).await?);
	}
	let sum =
		|of: fn(&CuratorSeat) -> u32| seats.iter().map(|seat| u64::from(of(seat))).sum::<u64>();
	let (used, capacity) = (sum(|seat| seat.curator.used), sum(|seat| seat.curator.capacity));
	let open = seats.iter().filter(|seat| seat.is_open).count();
	let size =
		|fragments: u64| crate::size::format_size(fragments.saturating_mul(crate::size::FRAGMENT));
	context.output.event(
		"map",
		&format!(
			"{} curators seated, {open} with room; {} titles kept; {} of {} taken",
			seats.len(),
			kept.len(),
			size(used),
			size(capacity),
		),
		json!({
			"curators": seats.len(),
			"open": open,
			"titles": kept.len(),
			"used": used,
			"capacity": capacity,
		}),
	);
	Ok(())
}

fn content_id(text: &str) -> Option<ContentId> {
	from_hex(text).ok()?.try_into().ok().map(ContentId)
}

#[cfg(test)]
mod tests {
	use super::*;

	#[test]
	fn replicas_are_told_beside_what_is_wanted_of_all_spans() {
		let keeping = TitleKeeping { level: 1, watched_ms: 0, spans: 2, wanted: 3, contracts: 5 };
		assert_eq!(replicas(&keeping), "5 of 6 replicas");
	}

	#[test]
	fn ids_are_read_whole_or_not_at_all() {
		assert_eq!(content_id(&to_hex([7; 32])), Some(ContentId([7; 32])));
		assert_eq!(content_id("0x07"), None);
	}
}
