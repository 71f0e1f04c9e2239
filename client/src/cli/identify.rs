//! `identify`, and what `publish` asks before it sends anything.

use super::{
	context::{Context, in_data_home},
	rights,
};
use crate::{
	Error, Result,
	account::to_ss58,
	chain::Chain,
	fingerprints::{Synced, Wish, sync},
	identify::{By, Candidates, Known, Taken, by_fingerprint, by_hash, hash_of, look_up, take},
	magnet::Magnet,
	publish::Source,
	store::{Store, http_client},
};
use clap::Args;
use reel_primitives::{
	AccountId, Hash32,
	pattern::{PatternId, PatternRefusal, PatternView},
};
use reel_rpc_api::to_hex;
use serde_json::{Value, json};
use std::{
	path::{Path, PathBuf},
	time::Duration,
};

/// After how many fingerprints it is told how many came.
const TELL_EVERY: usize = 16;

/// Where fingerprints are.
#[derive(Clone, Debug, Args)]
pub(super) struct IndexArgs {
	/// Folder of the index of fingerprints [default: ~/.local/share/reel/index].
	#[arg(long, env = "REEL_INDEX", value_name = "DIRECTORY")]
	index: Option<PathBuf>,
	/// Web store to ask for fingerprints that the index lacks, beside --store; may be given several times.
	#[arg(
		long = "fingerprints-from",
		value_name = "URL",
		env = "REEL_FINGERPRINTS_FROM",
		value_delimiter = ','
	)]
	from: Vec<String>,
	/// How long fetching fingerprints may take before those that are here have to do, in seconds.
	#[arg(long, value_name = "SECONDS", default_value_t = 120)]
	index_wait: u64,
}

impl IndexArgs {
	pub(super) fn folder(&self) -> Result<PathBuf> {
		self.index.clone().map_or_else(|| in_data_home("index", "--index"), Ok)
	}

	/// Brings the index up to date with the chain, and tells how it stands; `again`: also asks for what could not be had a short
	/// while ago.
	pub(super) async fn sync(&self, context: &Context, chain: &Chain, again: bool) -> Result<()> {
		let http = http_client()?;
		let further = self.from.iter().map(|url| Store::new(http.clone(), url));
		let stores: Vec<Store> = std::iter::once(context.store()?).chain(further).collect();
		let wish = Wish { patience: Duration::from_secs(self.index_wait), again };
		let told = |done: usize, all: usize| {
			if done == all || done.is_multiple_of(TELL_EVERY) {
				context.output.note(&format!("{done} of {all} fingerprints asked for"));
			}
		};
		let synced = sync(chain.files().await?, &stores, &self.folder()?, wish, told).await?;
		let (text, fields) = told_synced(&synced);
		context.output.event("index", &text, fields);
		Ok(())
	}
}

/// How the index stands to the chain.
fn told_synced(synced: &Synced) -> (String, Value) {
	let Synced { files, fetched, moved, missing, broken } = synced;
	let mut text = format!("index: {files} fingerprints on the chain, {fetched} fetched now");
	if *missing > 0 {
		text += &format!("; {missing} of {files} could not be had and are not compared with");
	}
	if *broken > 0 {
		text += &format!("; {broken} of {files} are no fingerprints");
	}
	let fields = json!({
		"files": files,
		"fetched": fetched,
		"moved": moved,
		"missing": missing,
		"broken": broken,
		"is_whole": synced.is_whole(),
	});
	(text, fields)
}

/// The index, and whether it is brought up to date before it is asked.
#[derive(Clone, Debug, Args)]
pub(super) struct CompareArgs {
	#[command(flatten)]
	pub(super) index: IndexArgs,
	/// Fetch no fingerprints that others have published since: the index is taken as it is.
	#[arg(long)]
	offline_index: bool,
}

impl CompareArgs {
	/// What the index says of a file, brought up to date unless that is not wanted.
	async fn candidates(
		&self,
		context: &Context,
		chain: &Chain,
		taken: &Taken,
	) -> Result<Candidates> {
		if !self.offline_index {
			self.index.sync(context, chain, false).await?;
		}
		look_up(&self.index.folder()?, taken).await
	}
}

#[derive(Debug, Args)]
#[command(
	after_help = "Example: reel identify film.mkv --json\n\nBy its exact hash the chain knows it; else its fingerprint is taken with ffmpeg and compared with those that others have published: the index fetches first what it lacks of them. Exit code 3: it is of no pattern that is known."
)]
pub(super) struct IdentifyArgs {
	/// The file: film or music.
	file: PathBuf,
	#[command(flatten)]
	compare: CompareArgs,
}

pub(super) async fn identify(context: &Context, arguments: IdentifyArgs) -> Result<()> {
	let IdentifyArgs { file, compare } = arguments;
	let hash = hash_of(&file).await?;
	let chain = context.chain().await?;
	let (mut known, mut candidates) = (by_hash(&chain, &hash).await?, Candidates::default());
	let mut too_little = false;
	if known.is_none() {
		context.output.note("its exact hash is not known: taking its fingerprint");
		let taken = take(&file, hash).await?;
		too_little = taken.fingerprint.is_too_little();
		candidates = compare.candidates(context, &chain, &taken).await?;
		known = by_fingerprint(&chain, &candidates).await?;
	}
	let mut fields = json!({
		"file": to_hex(hash),
		"too_little": too_little,
		"soundtrack": candidates.soundtrack.map(|pattern| pattern.to_string()),
		"pattern": Value::Null,
		"by": Value::Null,
	});
	let mut text = format!("{}\n  file {}", file.display(), to_hex(hash));
	if let Some(Known { view, by }) = &known {
		let (more, told) = described(&chain, view).await?;
		let by = told_by(*by);
		text += &format!("\n  {by}\n{more}");
		if let (Value::Object(all), Value::Object(told)) = (&mut fields, told) {
			all.extend(told);
			all.insert("by".to_owned(), json!(by));
		}
	}
	if let Some(pattern) = candidates.soundtrack {
		text += &format!("\n  its sound is of pattern {pattern}");
	}
	if too_little {
		text += "\n  nothing in it tells it from others but its exact hash";
	}
	context.output.event("identified", &text, fields);
	match known {
		Some(_) => Ok(()),
		None => {
			Err(Error::NotFound(format!("{}: of no pattern that is known here", file.display())))
		},
	}
}

fn told_by(by: By) -> String {
	match by {
		By::Hash => "known by its exact hash".to_owned(),
		By::Fingerprint(score) => format!("recognised by its fingerprint, likeness {score:.2}"),
	}
}

/// A pattern with its owner and its titles, what these cost and who shares their income.
pub(super) async fn described(
	chain: &Chain,
	view: &PatternView<AccountId>,
) -> Result<(String, Value)> {
	let PatternView { pattern, owner, opened_in, linked } = view;
	let owner = to_ss58(owner);
	let mut text = format!("  pattern {pattern}\n  of {owner}, opened in round {opened_in}");
	for name in linked {
		text += &format!("\n  also named {name}");
	}
	let mut titles = Vec::new();
	for content in chain.titles_of_pattern(pattern).await? {
		let magnet = Magnet::of(&content).cid.to_string();
		text += &format!("\n  title {magnet}\n  ");
		// A title in the index of a file is registered for good.
		let Some((told, mut fields)) = rights::of_title(chain, &content).await? else { continue };
		text += &told.replace('\n', "\n  ");
		if let Value::Object(fields) = &mut fields {
			fields.insert("magnet".to_owned(), json!(magnet));
		}
		titles.push(fields);
	}
	let fields = json!({
		"pattern": pattern.to_string(),
		"owner": owner,
		"opened_in": opened_in,
		"linked": linked.iter().map(PatternId::to_string).collect::<Vec<_>>(),
		"titles": titles,
	});
	Ok((text, fields))
}

/// What is to be said of a file that is published; refuses one that is of another's pattern, before anything is uploaded.
///
/// # Errors
/// [`Error::Refused`] with the label `pattern-of-another`, and those of finding out.
pub(super) async fn before_publishing(
	context: &Context,
	chain: &Chain,
	who: &AccountId,
	file: &Path,
	compare: &CompareArgs,
) -> Result<(Source, Taken)> {
	let taken = take(file, hash_of(file).await?).await?;
	let mut candidates = Candidates::default();
	let mut known = by_hash(chain, &taken.hash).await?;
	if known.is_none() {
		candidates = compare.candidates(context, chain, &taken).await?;
		known = by_fingerprint(chain, &candidates).await?;
	}
	// Of a file that the chain knows, it says itself which pattern is meant.
	let named = match &known {
		Some(Known { view, by: By::Fingerprint(_) }) => Some(view.pattern),
		_ => None,
	};
	let joins = chain.may_publish_file(who, &taken.hash, named.as_ref()).await?;
	let joins = match joins {
		Ok(joins) => joins,
		Err(refusal) => return Err(refused(chain, refusal, known.as_ref()).await?),
	};
	let by = known.as_ref().map(|known| told_by(known.by));
	let text = match (joins, &by) {
		(Some(pattern), Some(by)) => format!("{by}: pattern {pattern}, which may be published"),
		_ => format!("of no known pattern: it opens one, file {}", to_hex(taken.hash)),
	};
	let soundtrack = candidates.soundtrack.map(|pattern| pattern.to_string());
	if let Some(pattern) = &soundtrack {
		context.output.note(&format!(
			"its sound is of pattern {pattern}: that is for you to clear with whose it is"
		));
	}
	context.output.event(
		"identified",
		&text,
		json!({
			"file": to_hex(taken.hash),
			"pattern": joins.map(|pattern| pattern.to_string()),
			"by": by,
			"soundtrack": soundtrack,
		}),
	);
	Ok((Source { identity: taken.identity(), pattern: named }, taken))
}

async fn refused(chain: &Chain, refusal: PatternRefusal, known: Option<&Known>) -> Result<Error> {
	let (label, message) = match refusal {
		PatternRefusal::OfAnother(pattern) => {
			let owner = chain.pattern(&pattern).await?.map(|view| to_ss58(&view.owner));
			let (owner, how) = (
				owner.unwrap_or_default(),
				known.map(|known| told_by(known.by)).unwrap_or_default(),
			);
			let message = format!(
				"the file is of pattern {pattern}, which is {owner}'s to publish ({how}). Nothing was uploaded. If it is yours: reel appeal open {pattern} --file FILE --evidence FILE"
			);
			("pattern-of-another", message)
		},
		PatternRefusal::NotFound(pattern) => {
			("pattern-not-found", format!("the chain has no pattern {pattern}: identify it again"))
		},
		PatternRefusal::Elsewhere(pattern) => {
			("file-of-other-pattern", format!("the chain has the file in pattern {pattern}"))
		},
	};
	Ok(Error::Refused { label: label.to_owned(), message, retry_after_ms: None })
}

/// A pattern's name as 64 hex digits.
pub(super) fn parse_pattern(text: &str) -> Result<PatternId, String> {
	parse_hash(text)
		.map(PatternId)
		.ok_or_else(|| format!("{text:?} is no pattern: write 0x and 64 hex digits"))
}

/// 64 hex digits.
pub(super) fn parse_hash(text: &str) -> Option<Hash32> {
	let mut hash = [0; 32];
	hex::decode_to_slice(text.strip_prefix("0x")?, &mut hash).ok()?;
	Some(hash)
}

#[cfg(test)]
mod tests {
	use super::*;

	#[test]
	fn a_pattern_is_written_in_hex() {
		let text = format!("0x{}", "0a".repeat(32));
		assert_eq!(parse_pattern(&text), Ok(PatternId([10; 32])));
		for wrong in ["", "0x", "0x0a", "film.mp4", &text[2..], &format!("{text}00")] {
			assert!(parse_pattern(wrong).is_err(), "{wrong}");
		}
	}

	#[test]
	fn it_is_told_by_what_a_file_was_recognised() {
		assert_eq!(told_by(By::Hash), "known by its exact hash");
		assert!(told_by(By::Fingerprint(0.876)).ends_with("0.88"));
	}
}
