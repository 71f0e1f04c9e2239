//! `pattern` and `appeal`: whose a recording is to publish, and what supervisors say of it.

use super::{
	by_name,
	context::Context,
	identify::{IndexArgs, described, parse_hash, parse_pattern},
};
use crate::{
	Error, Result,
	account::{parse_account, to_ss58},
	chain::patterns::{self, OpenAppeal},
	identify::hash_of,
	money::format_cfx,
};
use clap::Subcommand;
use reel_primitives::{
	Hash32,
	pattern::{PatternId, Ruling},
};
use reel_rpc_api::to_hex;
use serde_json::json;
use std::path::{Path, PathBuf};

#[derive(Debug, Subcommand)]
pub(super) enum PatternCommand {
	/// Show whose a pattern is, with its titles, what they cost and who shares their income.
	#[command(after_help = "Example: reel pattern show 0x24e0... --json")]
	Show {
		/// Any name that leads to it: 0x and 64 hex digits, as reel identify tells it.
		#[arg(value_parser = parse_pattern)]
		pattern: PatternId,
	},
	/// Fetch the fingerprints of all that others have published, for the index that files are compared with.
	#[command(
		after_help = "Example: reel pattern sync --index-wait 3600 --json\n\nreel identify and reel publish do so by themselves, for two minutes at most. What nobody serves is counted and asked for again later."
	)]
	Sync(IndexArgs),
	/// Make two patterns one, as a supervisor: a recording that was not recognised.
	#[command(
		after_help = "Example: reel pattern link 0x24e0... 0x77a1... --key office\n\nThe first one's owner may publish from now on, and titles of the other are not sold any more."
	)]
	Link {
		/// The pattern whose name and owner stay.
		#[arg(value_parser = parse_pattern)]
		kept: PatternId,
		/// The one that leads to it from now on.
		#[arg(value_parser = parse_pattern)]
		gone: PatternId,
	},
	/// Undo a link, as a supervisor.
	#[command(after_help = "Example: reel pattern unlink 0x77a1... --key office")]
	Unlink {
		/// The pattern that leads to another.
		#[arg(value_parser = parse_pattern)]
		pattern: PatternId,
	},
	/// Give a file a pattern of its own, as a supervisor: it was taken for what it is not.
	#[command(after_help = "Example: reel pattern split film.mkv --key office")]
	Split {
		/// The file, or 0x and the 64 hex digits of its exact hash.
		file: PathBuf,
	},
}

#[derive(Debug, Subcommand)]
pub(super) enum AppealCommand {
	/// Ask a supervisor to look at whose a pattern is. Holds a deposit until it is ruled on or withdrawn.
	#[command(
		after_help = "Example: reel appeal open 0x24e0... --file film.mkv --evidence contract.pdf --key anna\n\nHashes alone are published: keep the evidence, and hand it to the supervisor."
	)]
	Open {
		/// Any name that leads to the pattern: 0x and 64 hex digits.
		#[arg(value_parser = parse_pattern)]
		pattern: PatternId,
		/// The file in question, or 0x and the 64 hex digits of its exact hash.
		#[arg(long)]
		file: PathBuf,
		/// What speaks for it: a file, of which the hash is published.
		#[arg(long)]
		evidence: PathBuf,
	},
	/// Take one's own appeal back, with its deposit.
	#[command(after_help = "Example: reel appeal withdraw 0x24e0... --key anna")]
	Withdraw {
		/// The pattern, by the name that reel appeal list tells.
		#[arg(value_parser = parse_pattern)]
		pattern: PatternId,
	},
	/// List the appeals that are not ruled on.
	#[command(after_help = "Example: reel appeal list --json")]
	List,
	/// Rule on an appeal, as a supervisor. Its deposit goes back, whatever the ruling.
	#[command(after_help = "Example: reel appeal rule 0x24e0... //Anna permitted --key office")]
	Rule {
		/// The pattern, by the name that reel appeal list tells.
		#[arg(value_parser = parse_pattern)]
		pattern: PatternId,
		/// Who made it: SS58 address or //Name.
		appellant: String,
		/// dismissed: it stays as it is; permitted: both may publish; transferred: the pattern is the appellant's.
		#[arg(value_parser = by_name::<Ruling>)]
		ruling: Ruling,
	},
}

/// The hash that was given, or that of the file.
async fn exact(file: &Path) -> Result<Hash32> {
	match file.to_str().and_then(parse_hash) {
		Some(hash) => Ok(hash),
		None => hash_of(file).await,
	}
}

pub(super) async fn pattern(context: &Context, command: PatternCommand) -> Result<()> {
	match command {
		PatternCommand::Show { pattern } => show(context, &pattern).await,
		PatternCommand::Sync(index) => sync(context, &index).await,
		PatternCommand::Link { kept, gone } => {
			let fields = json!({ "kept": kept.to_string(), "gone": gone.to_string() });
			let text = format!("{gone} leads to {kept} from now on");
			context.send(patterns::link(&kept, &gone), "patterns-linked", &text, fields).await
		},
		PatternCommand::Unlink { pattern } => {
			let fields = json!({ "pattern": pattern.to_string() });
			let text = format!("{pattern} is one of its own again");
			context.send(patterns::unlink(&pattern), "pattern-unlinked", &text, fields).await
		},
		PatternCommand::Split { file } => {
			let file = exact(&file).await?;
			let fields = json!({ "file": to_hex(file) });
			let text = format!("{} has a pattern of its own", to_hex(file));
			context.send(patterns::split(&file), "file-split", &text, fields).await
		},
	}
}

pub(super) async fn appeal(context: &Context, command: AppealCommand) -> Result<()> {
	match command {
		AppealCommand::Open { pattern, file, evidence } => {
			let (file, evidence) = (exact(&file).await?, hash_of(&evidence).await?);
			let fields = json!({
				"pattern": pattern.to_string(),
				"file": to_hex(file),
				"evidence": to_hex(evidence),
			});
			let text =
				format!("appealed: hand the evidence, {}, to a supervisor", to_hex(evidence));
			let call = patterns::appeal(&pattern, &file, &evidence);
			context.send(call, "appealed", &text, fields).await
		},
		AppealCommand::Withdraw { pattern } => {
			let fields = json!({ "pattern": pattern.to_string() });
			let call = patterns::withdraw_appeal(&pattern);
			context.send(call, "appeal-withdrawn", "withdrawn, its deposit is free", fields).await
		},
		AppealCommand::List => list(context).await,
		AppealCommand::Rule { pattern, appellant, ruling } => {
			let appellant = parse_account(&appellant)?;
			let fields = json!({
				"pattern": pattern.to_string(),
				"appellant": to_ss58(&appellant),
				"ruling": ruling,
			});
			let text = match ruling {
				Ruling::Dismissed => "dismissed: it stays as it is".to_owned(),
				Ruling::Permitted => format!("{} may publish it, too", to_ss58(&appellant)),
				Ruling::Transferred => format!("{pattern} is {}'s", to_ss58(&appellant)),
			};
			let call = patterns::rule(&pattern, &appellant, ruling);
			context.send(call, "ruled", &text, fields).await
		},
	}
}

async fn sync(context: &Context, index: &IndexArgs) -> Result<()> {
	let chain = context.chain().await?;
	if context.is_dry() {
		let folder = index.folder()?.display().to_string();
		let text = format!("would bring the index in {folder} up to date");
		context.would(&text, json!({ "index": folder }));
		return Ok(());
	}
	index.sync(context, &chain, true).await
}

async fn show(context: &Context, pattern: &PatternId) -> Result<()> {
	let chain = context.chain().await?;
	let view = chain.pattern(pattern).await?;
	let view = view.ok_or_else(|| Error::NotFound(format!("there is no pattern {pattern}")))?;
	let (text, fields) = described(&chain, &view).await?;
	context.output.event("pattern", text.trim_start(), fields);
	Ok(())
}

async fn list(context: &Context) -> Result<()> {
	let appeals = context.chain().await?.open_appeals().await?;
	for OpenAppeal { pattern, appellant, file, evidence, made_in, deposit_cfx } in &appeals {
		let (appellant, deposit) = (to_ss58(appellant), format_cfx(*deposit_cfx));
		let (file, evidence) = (to_hex(file), to_hex(evidence));
		context.output.event(
			"appeal",
			&format!(
				"{pattern}, round {made_in}, deposit {deposit} CFX\n  by {appellant}\n  file {file}\n  evidence {evidence}"
			),
			json!({
				"pattern": pattern.to_string(),
				"appellant": appellant,
				"file": file,
				"evidence": evidence,
				"made_in": made_in,
				"deposit_planck": deposit_cfx.to_string(),
				"deposit_cfx": deposit,
			}),
		);
	}
	if appeals.is_empty() {
		context.output.note("no open appeals");
	}
	Ok(())
}
