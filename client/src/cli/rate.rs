//! `rate`, and `title ratings`.

use super::{context::Context, options::Format};
use crate::{
	Error, Result,
	account::to_ss58,
	chain::Chain,
	magnet::Magnet,
	ratings::{Log, Newest, Summary, fetch, sign_rating},
};
use clap::Args;
use reel_primitives::{ContentId, rating::HeadStatement};
use reel_rpc_api::to_hex;
use serde_json::{Value, json};
use std::{
	fs::File,
	io::BufReader,
	path::{Path, PathBuf},
};

/// Waits of a minute and longer are for the day's rating; a desk's other limits pass sooner.
const MINUTE_MS: u64 = 60_000;

/// Say in public what one thinks of a title that one has watched.
///
/// The rating is signed with the viewer's key, and shows everybody that this account has watched the title; it costs nothing and
/// is not on the chain. A view of it must have been paid within the last 40 hours. A new rating takes the place of the
/// last one, once a day.
#[derive(Debug, Args)]
#[command(after_help = "Example: reel rate film.reel 5 --key alice")]
pub(super) struct RateArgs {
	/// Magnet, link, magnet file, or 0x content id.
	magnet: String,
	/// 1, the worst, to 5.
	#[arg(value_parser = clap::value_parser!(u8).range(1..=5))]
	stars: u8,
	/// Desk that takes it: RPC address of any validator [default: the desk of --node].
	#[arg(long, env = "REEL_DESK", value_name = "URL")]
	desk: Option<String>,
}

#[derive(Debug, Args)]
pub(super) struct RatingsArgs {
	/// Magnet, link, magnet file, or 0x content id.
	#[arg(required_unless_present = "log")]
	magnet: Option<String>,
	/// Further nodes to ask, beside --node: each desk knows the ratings that were given to it.
	#[arg(long = "desk", value_name = "URL", conflicts_with = "log")]
	desks: Vec<String>,
	/// Ask nobody: read a desk's ratings.jsonl, check every line of it, and hold it against what the chain says of it.
	#[arg(long, value_name = "FILE")]
	log: Option<PathBuf>,
}

pub(super) async fn rate(context: &Context, arguments: RateArgs) -> Result<()> {
	let signer = context.signer()?;
	let content = Magnet::read(&arguments.magnet)?.content();
	let chain = context.chain_at(arguments.desk.as_deref()).await?;
	let signed = sign_rating(chain.genesis(), content, arguments.stars, &signer)?;
	let (viewer, stars) = (to_ss58(&signed.rating.viewer), arguments.stars);
	let mut fields = json!({
		"content": content.to_string(),
		"viewer": viewer,
		"stars": stars,
		"rated_at_ms": signed.rating.rated_at_ms,
	});
	if context.is_dry() {
		context.would(&format!("would rate {content} {stars} of 5 as {viewer}, in public"), fields);
		return Ok(());
	}
	let taken = chain.desk().rate(&signed).await.map_err(once_a_day)?;
	if let Some(fields) = fields.as_object_mut() {
		fields.insert("number".to_owned(), taken.number.into());
		fields.insert("hash".to_owned(), taken.hash.into());
	}
	context.output.event("rated", &format!("rated {content} {stars} of 5"), fields);
	Ok(())
}

/// A desk that took a rating of the title already says when it takes the next: not in milliseconds for people.
fn once_a_day(error: Error) -> Error {
	match error {
		Error::Refused { label, retry_after_ms: Some(wait_ms), .. } if wait_ms >= MINUTE_MS => {
			// Up: a minute too early is refused again.
			let minutes = wait_ms.div_ceil(MINUTE_MS);
			let wait = match minutes / 60 {
				0 => format!("{minutes} min"),
				hours => format!("{hours} h {} min", minutes % 60),
			};
			let message = format!("once a day for a title: try again in {wait}");
			Error::Refused { label, message, retry_after_ms: Some(wait_ms) }
		},
		error => error,
	}
}

pub(super) async fn ratings(context: &Context, arguments: RatingsArgs) -> Result<()> {
	let content = arguments.magnet.as_deref().map(Magnet::read).transpose()?;
	let content = content.map(|magnet| magnet.content());
	let chain = context.chain().await?;
	let mut newest = match &arguments.log {
		Some(path) => read_log(context, &chain, path).await?,
		None => {
			let desks = context.desks(&chain, &arguments.desks).await?;
			let content = content.ok_or_else(|| Error::Usage("name the title".to_owned()))?;
			fetch(&desks, &chain.genesis(), &content).await?
		},
	};
	match content {
		Some(content) => {
			newest.retain(|(of, _), _| *of == content);
			tell(context, &content, &newest);
		},
		None => {
			let mut titles: Vec<ContentId> = newest.keys().map(|(of, _)| *of).collect();
			titles.dedup();
			titles.iter().for_each(|content| tell(context, content, &newest));
		},
	}
	Ok(())
}

/// Tells of the ratings of a title: each, where programs read, and what they come to.
fn tell(context: &Context, content: &ContentId, newest: &Newest) {
	let of_title = || newest.iter().filter(|((of, _), _)| of == content).map(|(_, it)| it);
	if context.settings.format == Format::Json {
		for rating in of_title() {
			let fields = json!({
				"content": content.to_string(),
				"viewer": to_ss58(&rating.viewer),
				"stars": rating.stars,
				"rated_at_ms": rating.rated_at_ms,
			});
			context.output.event("rating", "", fields);
		}
	}
	let summary = Summary::of(of_title());
	let (count, mean) = (summary.count(), summary.mean());
	let text = match &mean {
		Some(mean) => format!("{content}: {mean} of 5 by {count} who have watched it"),
		None => format!("{content}: nobody has rated it"),
	};
	let fields = json!({
		"content": content.to_string(),
		"count": count,
		"mean": mean,
		"by_stars": summary.by_stars,
	});
	context.output.event("ratings", &text, fields);
}

/// Reads a log and tells which validators have said on the chain that theirs stood so.
///
/// # Errors
/// [`Error::Storage`] when it does not hold together, or when no validator has.
async fn read_log(context: &Context, chain: &Chain, path: &Path) -> Result<Newest> {
	let opened = File::open(path).map_err(|error| Error::of_file(path, &error));
	let file = BufReader::new(opened?);
	let log = Log::read(file, &chain.genesis())?;
	let head = log.head();
	let mut anchors = chain.ratings_anchors().await?;
	anchors.retain(|(_, statement)| log.anchored(statement));
	if anchors.is_empty() {
		return Err(Error::Storage(format!(
			"{} lines of {} hold together, but no validator's anchor is of them: the log is new, of nobody, or was begun anew",
			head.count,
			path.display()
		)));
	}
	if log.torn_bytes > 0 {
		context.output.note("the last line was being written when the log was copied: left out");
	}
	let of_whom: Vec<String> = anchors.iter().map(|(who, _)| to_ss58(who)).collect();
	let upto = anchors.iter().map(|(_, statement)| statement.head.count).max().unwrap_or_default();
	let text =
		format!("{} lines, anchored up to line {upto} by {}", head.count, of_whom.join(", "));
	let fields = json!({
		"lines": head.count,
		"hash": to_hex(head.hash),
		"anchored_lines": upto,
		"anchors": anchors.iter().map(anchor_json).collect::<Vec<_>>(),
	});
	context.output.event("ratings-log", &text, fields);
	Ok(log.newest)
}

fn anchor_json((who, statement): &(reel_primitives::AccountId, HeadStatement)) -> Value {
	json!({
		"validator": to_ss58(who),
		"round": statement.round,
		"count": statement.head.count,
		"hash": to_hex(statement.head.hash),
	})
}

#[cfg(test)]
mod tests {
	use super::*;
	use reel_rpc_api::Rejection;

	#[test]
	fn the_next_rating_is_told_in_hours_and_minutes() {
		let told = |retry_after_ms| once_a_day(Rejection::RateLimited { retry_after_ms }.into());
		for (wait_ms, wait) in
			[(85_996_397, "23 h 54 min"), (60_001, "2 min"), (86_400_000, "24 h 0 min")]
		{
			let text = format!("once a day for a title: try again in {wait} (rate-limited)");
			assert_eq!(told(wait_ms).to_string(), text);
		}
		assert!(told(500).to_string().contains("500 ms"));
		assert_eq!(once_a_day(Error::Node("gone".to_owned())).label(), "node");
	}
}
