//! `publish`.

use super::{
	by_name,
	context::{Context, with_receipt},
	identify::{CompareArgs, before_publishing},
};
use crate::{
	Error, Result,
	account::Signer,
	chain::{Chain, calls::Registration},
	fingerprints,
	identify::{Taken, remember},
	magnet::{Magnet, MagnetFile},
	media::{
		cut::{CELL_SECONDS, cut},
		probe::{Probe, cover, probe},
		tags,
	},
	money::format_price,
	output::Output,
	package::Description,
	publish::{Source, Terms, deposit, new_secret, register, store_title},
	record::{Poster, TitleRecord},
};
use clap::Args;
use reel_fragment_store::dag::record::Record;
use reel_primitives::{
	ContentId,
	content::{Licence, RewardSplit},
	geometry::Geometry,
};
use serde_json::json;
use std::path::{Path, PathBuf};

#[derive(Debug, Args)]
#[command(
	after_help = "Example: reel publish film.mp4 --title 'My film' --price 0.5 --store-token-file token --key alice\n         reel publish song.flac --price quality --store-token-file token --key alice"
)]
pub(super) struct PublishArgs {
	/// Film or music, of any form that FFmpeg reads.
	file: PathBuf,
	/// Title for people [default: that of the record, else of the tags of music, else the file's name].
	#[arg(long)]
	title: Option<String>,
	/// Price of watching in CFX; "quality" is what follows from the quality. Without it, or with 0, the title is free:
	/// anybody may watch it, and nobody has to pay.
	#[arg(long, default_value = "0", value_name = "CFX", value_parser = crate::money::parse_price)]
	price: u128,
	/// Longest cell in seconds: a viewer is paid cell by cell.
	#[arg(long, default_value_t = *CELL_SECONDS.end(), value_name = "SECONDS",
		value_parser = clap::value_parser!(u32).range(i64::from(*CELL_SECONDS.start())..=i64::from(*CELL_SECONDS.end())))]
	cell_seconds: u32,
	/// all-rights-reserved, cc-by, cc-by-sa, cc-by-nc, cc-by-nd or public-domain.
	#[arg(long, default_value = "all-rights-reserved", value_parser = by_name::<Licence>)]
	licence: Licence,
	/// Welcome donations.
	#[arg(long)]
	donations: bool,
	/// What film and music databases know of it: a JSON file, checked before anything is stored; see docs/schema/title-record.json.
	#[arg(long, value_name = "FILE")]
	record: Option<PathBuf>,
	/// Take nothing from the tags of music. Without this they complete what --title and --record do not say (artist, date,
	/// genre, ISRC ...), and its cover is the poster.
	#[arg(long)]
	no_tags: bool,
	/// A picture, stored beside the title and named in its record: JPEG, PNG or WebP of 1 MiB at most [default: the cover
	/// of music].
	#[arg(long, value_name = "FILE")]
	poster: Option<PathBuf>,
	/// Where to write the magnet file.
	#[arg(long, value_name = "FILE")]
	magnet_file: Option<PathBuf>,
	/// Further nodes whose desks get the keys, beside --node; each of the network's validators can then serve it.
	#[arg(long = "desk", value_name = "URL")]
	desks: Vec<String>,
	#[command(flatten)]
	compare: CompareArgs,
}

impl PublishArgs {
	const fn terms(&self) -> Terms {
		Terms {
			price_cfx: self.price,
			licence: self.licence,
			takes_donations: self.donations,
			split: RewardSplit::DEFAULT,
		}
	}
}

/// What is said of a title: by its publisher, and by the tags of music.
struct Said {
	title: Option<String>,
	record: Record,
	poster: Option<Poster>,
}

/// The same with a name, which a title must have.
struct Described {
	title: String,
	record: Record,
	poster: Option<Poster>,
}

impl Said {
	/// What the command line says.
	fn read(arguments: &PublishArgs) -> Result<Self> {
		let described = arguments.record.as_deref().map(TitleRecord::read).transpose()?;
		let poster = arguments.poster.as_deref().map(Poster::read).transpose()?;
		let (recorded, record) = described.map(|it| (it.title, it.record)).unzip();
		let title = arguments.title.clone().or(recorded);
		Ok(Self { title, record: record.unwrap_or_default(), poster })
	}

	/// Completed by the tags and the cover of music, and told; a film's tags are those of whoever encoded it last. The name
	/// of the file is the last resort.
	async fn completed(
		mut self,
		arguments: &PublishArgs,
		facts: &Probe,
		output: Output,
	) -> Described {
		if facts.picture.is_none() && !arguments.no_tags {
			let mut taken = tags::complete(&facts.tags, &mut self.title, &mut self.record);
			if let (Some(stream), None, None) = (facts.cover, &self.poster, &self.record.poster) {
				let bytes = cover(&arguments.file, stream).await;
				match bytes.and_then(|bytes| Poster::of(bytes, "the cover")) {
					Ok(poster) => {
						self.poster = Some(poster);
						taken.push("poster");
					},
					Err(error) => output.note(&format!("without a poster: {error}")),
				}
			}
			if !taken.is_empty() {
				let text = format!("of its tags: {} (--no-tags takes none)", taken.join(", "));
				let fields = json!({ "taken": taken, "title": self.title, "record": self.record });
				output.event("tagged", &text, fields);
			}
		}
		let name = || arguments.file.file_stem().unwrap_or_default().to_string_lossy().into_owned();
		let Self { title, record, poster } = self;
		Described { title: title.unwrap_or_else(name), record, poster }
	}
}

pub(super) async fn publish(context: &Context, arguments: PublishArgs) -> Result<()> {
	let output = &context.output;
	let (signer, store, vault) = (context.signer()?, context.store()?, context.vault()?);
	let said = Said::read(&arguments)?;
	let terms = arguments.terms();
	let facts = probe(&arguments.file).await?;
	let index = arguments.compare.index.folder()?;
	let chain = context.chain().await?;
	let desks = context.desks(&chain, &arguments.desks).await?;
	// Before the work of an hour is done in vain.
	chain.publisher(&signer.account()).await?;
	output.note("identifying the file");
	let (source, taken) =
		before_publishing(context, &chain, &signer.account(), &arguments.file, &arguments.compare)
			.await?;
	let Described { title, mut record, poster } = said.completed(&arguments, &facts, *output).await;

	if context.is_dry() {
		let cell_seconds = arguments.cell_seconds;
		return would_publish(context, &chain, &signer, &terms, &source, &facts, cell_seconds)
			.await;
	}
	output.note(&format!("cutting {} s of {}", facts.duration_ms / 1_000, facts.what()));
	let directory = tempfile::tempdir().map_err(|error| Error::File(error.to_string()))?;
	let pieces = cut(&arguments.file, directory.path(), arguments.cell_seconds).await?;
	if let Some(Poster { cid, bytes }) = poster {
		record.poster = Some(cid.to_string());
		store.put(&cid, bytes, true).await?;
	}
	let description = Description {
		title: title.clone(),
		codecs: pieces.codecs.clone(),
		width: pieces.width,
		height: pieces.height,
		bandwidth_bps: pieces.bandwidth_bps,
		metadata: record,
	};
	let secret = new_secret();
	let all = pieces.cells.len();
	let note = |done| output.note(&format!("cell {done} of {all} stored"));
	let stored = store_title(&pieces, &description, &secret, &store, note).await?;
	// Others find the recording by it: as long as the store keeps it.
	fingerprints::put(&store, &taken.fingerprint).await?;
	let (manifest, magnet) = (&stored.manifest, &stored.magnet);
	let content = magnet.content();
	output.event(
		"stored",
		&format!("stored {all} cells, {} bytes", manifest.size_bytes),
		json!({ "cells": all, "fragments": stored.fragments, "size_bytes": manifest.size_bytes }),
	);

	if let Some(path) = &arguments.magnet_file {
		write_magnet_file(path, magnet, &title, manifest.duration_ms)?;
	}
	// Kept before it is needed: a title whose secret is lost can never be played.
	let kept = vault.keep(&content, &secret, &signer)?;
	let receipt =
		register(&chain, &signer, manifest, &terms, Some(&source), context.wait()).await?;
	// The title is on the chain: an index that cannot be written to is no reason to stop here.
	let remembered = keep_in(&index, &chain, taken).await;
	if let Err(error) = &remembered {
		output.note(&format!("the index does not know the file: {error}"));
	}
	let fields = json!({ "content": content.to_string(), "indexed": remembered.is_ok() });
	output.event("registered", &format!("registered {content}"), with_receipt(fields, &receipt));
	let desks = deposit(&chain, &desks, &signer, content, &secret).await?;

	let link = magnet.link(&title);
	output.event(
		"published",
		&link,
		json!({
			"magnet": magnet.cid.to_string(),
			"link": link,
			"content": content.to_string(),
			"title": title,
			"price": format_price(terms.price_cfx),
			"cells": all,
			"duration_ms": manifest.duration_ms,
			"size_bytes": manifest.size_bytes,
			"desks": desks,
			"secret_file": kept,
			"magnet_file": arguments.magnet_file,
		}),
	);
	if terms.price_cfx == 0 {
		output.note("free to watch: set a price with reel title price");
	}
	Ok(())
}

/// Puts the file into the index, under the pattern that it is in by now.
async fn keep_in(index: &Path, chain: &Chain, taken: Taken) -> Result<()> {
	let listed = chain.listed_file(&taken.hash).await?;
	let listed = listed.ok_or_else(|| Error::NotFound("its block was abandoned".to_owned()))?;
	remember(index, listed.pattern, taken).await
}

fn write_magnet_file(path: &Path, magnet: &Magnet, title: &str, duration_ms: u64) -> Result<()> {
	let file = MagnetFile {
		magnet: magnet.cid.to_string(),
		title: title.to_owned(),
		duration_ms,
		gateways: magnet.gateways.clone(),
		peers: magnet.peers.clone(),
	};
	let failed =
		|error: &dyn std::fmt::Display| Error::File(format!("{}: {error}", path.display()));
	let text = serde_json::to_string_pretty(&file).map_err(|error| failed(&error))?;
	std::fs::write(path, text + "\n").map_err(|error| failed(&error))
}

/// What publishing would register: the size is known only when the file is cut, and the fee hardly depends on it.
async fn would_publish(
	context: &Context,
	chain: &Chain,
	signer: &Signer,
	terms: &Terms,
	source: &Source,
	facts: &Probe,
	cell_seconds: u32,
) -> Result<()> {
	let cells = facts.duration_ms.div_ceil(u64::from(cell_seconds).saturating_mul(1_000)).max(1);
	let geometry = Geometry {
		cells: u32::try_from(cells).unwrap_or(u32::MAX),
		duration_ms: facts.duration_ms,
		size_bytes: cells.max(facts.duration_ms),
	};
	let registration = Registration {
		cells_root: [0; 32],
		geometry,
		split: terms.split,
		licence: terms.licence,
		metadata_hash: [0; 32],
		price_cfx: terms.price_cfx,
		takes_donations: terms.takes_donations,
	};
	let text = format!(
		"would cut {} s of {} into about {cells} cells, store and register them",
		facts.duration_ms / 1_000,
		facts.what()
	);
	let fields = json!({ "cells": cells, "duration_ms": facts.duration_ms });
	context.would(&text, fields);
	// No title has the digest of nothing for its id.
	let content = ContentId(*new_secret());
	let call = source.registering(&content, &registration);
	context.forecast(chain, signer, &call).await
}
