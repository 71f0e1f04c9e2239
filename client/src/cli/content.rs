//! `publish`, `watch`, `title`.

use super::{
	PublishArgs, TitleCommand, WatchArgs,
	context::{Context, with_receipt},
};
use crate::{
	Error, Result,
	account::to_ss58,
	chain::calls,
	magnet::{Magnet, MagnetFile},
	media::{cut::cut, probe::probe},
	money::format_cfx,
	package::Description,
	publish::{Terms, deposit, new_secret, register, store_title},
	store::http_client,
	watch::{Payments, Title, play::Viewing, player::Player},
};
use reel_primitives::{
	AccountId,
	content::{RewardSplit, TitleStatus, TitleView},
};
use serde_json::{Value, json};
use std::{collections::BTreeMap, path::Path, sync::Arc, time::Duration};
use tokio::{
	process::{Child, Command},
	sync::mpsc,
};

pub(super) async fn publish(context: &Context, arguments: PublishArgs) -> Result<()> {
	let output = &context.output;
	let (signer, store, vault) = (context.signer()?, context.store()?, context.vault()?);
	let metadata = metadata(&arguments.metadata)?;
	let source = probe(&arguments.file).await?;
	let chain = context.chain().await?;
	let desks = context.desks(&chain, &arguments.desks).await?;
	// Before the work of an hour is done in vain.
	chain.publisher(&signer.account()).await?;
	let name = || arguments.file.file_stem().unwrap_or_default().to_string_lossy().into_owned();
	let title = arguments.title.unwrap_or_else(name);

	output.note(&format!("cutting {} s of video", source.duration_ms / 1_000));
	let directory = tempfile::tempdir().map_err(|error| Error::File(error.to_string()))?;
	let pieces = cut(&arguments.file, directory.path(), arguments.cell_seconds).await?;
	let description = Description {
		title: title.clone(),
		codecs: pieces.codecs.clone(),
		width: pieces.width,
		height: pieces.height,
		bandwidth_bps: pieces.bandwidth_bps,
		metadata,
	};
	let secret = new_secret();
	let all = pieces.cells.len();
	let note = |done| output.note(&format!("cell {done} of {all} stored"));
	let stored = store_title(&pieces, &description, &secret, &store, note).await?;
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
	let kept = vault.keep(&content, &secret)?;
	let terms = Terms {
		price_cfx: arguments.price,
		licence: arguments.licence,
		takes_donations: arguments.donations,
		split: RewardSplit::DEFAULT,
	};
	let hash = description.metadata_hash();
	let receipt = register(&chain, &signer, manifest, hash, &terms, context.wait()).await?;
	let fields = json!({ "content": content.to_string() });
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
			"cells": all,
			"duration_ms": manifest.duration_ms,
			"size_bytes": manifest.size_bytes,
			"desks": desks,
			"secret_file": kept,
			"magnet_file": arguments.magnet_file,
		}),
	);
	Ok(())
}

fn metadata(pairs: &[String]) -> Result<BTreeMap<String, String>> {
	pairs
		.iter()
		.map(|pair| {
			let wrong = || Error::Usage(format!("{pair:?} is not KEY=VALUE"));
			let (key, value) = pair.split_once('=').ok_or_else(wrong)?;
			Ok((key.to_owned(), value.to_owned()))
		})
		.collect()
}

fn write_magnet_file(path: &Path, magnet: &Magnet, title: &str, duration_ms: u64) -> Result<()> {
	let file = MagnetFile {
		magnet: magnet.cid.to_string(),
		title: title.to_owned(),
		duration_ms,
		gateways: magnet.gateways.clone(),
	};
	let failed =
		|error: &dyn std::fmt::Display| Error::File(format!("{}: {error}", path.display()));
	let text = serde_json::to_string_pretty(&file).map_err(|error| failed(&error))?;
	std::fs::write(path, text + "\n").map_err(|error| failed(&error))
}

pub(super) async fn watch(context: &Context, arguments: WatchArgs) -> Result<()> {
	let output = context.output;
	let signer = context.signer()?;
	let magnet = Magnet::read(&arguments.magnet)?;
	let chain = context.chain().await?;
	let title = Arc::new(Title::fetch(&context.stores(&magnet)?, &magnet).await?);
	title.check_on(&chain).await?;
	let patience = Duration::from_secs(arguments.pay_wait);
	let viewer = signer.account();
	let payments = Payments::start(chain.clone(), viewer.clone(), output, patience).await?;
	let viewing = Viewing { chain, http: http_client()?, signer, title: title.clone(), output };
	let cells = u32::try_from(title.cells.len()).unwrap_or(u32::MAX);
	output.event(
		"watching",
		&format!(
			"{:?}, {cells} cells, {} s",
			title.manifest.title,
			title.manifest.duration_ms / 1_000
		),
		json!({
			"content": title.content.to_string(),
			"title": title.manifest.title,
			"viewer": to_ss58(&viewer),
			"cells": cells,
			"duration_ms": title.manifest.duration_ms,
		}),
	);
	let earned = if arguments.headless {
		let end =
			arguments.cells.map_or(cells, |some| arguments.from.saturating_add(some).min(cells));
		if arguments.from >= end {
			return Err(Error::NotFound(format!("the title has cells 0 to {}", cells - 1)));
		}
		let (wanted, wishes) = mpsc::unbounded_channel();
		for cell in arguments.from..end {
			// The receiver is at hand.
			let _ = wanted.send(cell);
		}
		drop(wanted);
		viewing.run(wishes, None, payments).await?
	} else {
		with_player(context, arguments.player.as_deref(), viewing, payments).await?
	};
	let amount = format_cfx(earned);
	output.event(
		"watched",
		&format!("earned {amount} CFX"),
		json!({ "earned_planck": earned.to_string(), "earned_cfx": amount }),
	);
	Ok(())
}

async fn with_player(
	context: &Context,
	program: Option<&str>,
	viewing: Viewing,
	payments: Payments,
) -> Result<u128> {
	let (player, wishes) = Player::start(viewing.title.clone()).await?;
	let url = player.url().to_owned();
	context.output.event(
		"playlist",
		&format!("play {url} and leave with Ctrl-C"),
		json!({ "url": url }),
	);
	let mut child = None;
	if let Some(program) = program {
		let started = Command::new(program).arg(&url).kill_on_drop(true).spawn();
		let failed = |error| Error::Media(format!("{program} cannot be run: {error}"));
		child = Some(started.map_err(failed)?);
	}
	let run = viewing.run(wishes, Some(player.clone()), payments);
	tokio::pin!(run);
	tokio::select! {
		earned = &mut run => return earned,
		_ = tokio::signal::ctrl_c() => {},
		() = ended(child.as_mut()) => {},
	}
	context.output.note("waiting for rewards; Ctrl-C leaves at once");
	player.leave();
	tokio::select! {
		earned = run => earned,
		_ = tokio::signal::ctrl_c() => Ok(0),
	}
}

/// Resolves when the player has ended.
async fn ended(player: Option<&mut Child>) {
	match player {
		// However it ended, the viewer sees nothing any more.
		Some(player) => drop(player.wait().await),
		None => std::future::pending().await,
	}
}

pub(super) async fn title(context: &Context, command: TitleCommand) -> Result<()> {
	match command {
		TitleCommand::List { creator } => {
			let creator = context.account(creator.as_deref())?;
			let chain = context.chain().await?;
			let mut from = None;
			loop {
				let page = chain.titles_of(&creator, from).await?;
				for content in &page {
					show(context, &chain.title(content).await?);
				}
				from = page.last().copied();
				if page.len() < 100 {
					return Ok(());
				}
			}
		},
		TitleCommand::Show { magnet } => {
			let content = Magnet::read(&magnet)?.content();
			show(context, &context.chain().await?.title(&content).await?);
			Ok(())
		},
		TitleCommand::Delete { magnet } => {
			let content = Magnet::read(&magnet)?.content();
			let fields = json!({ "content": content.to_string() });
			let text = format!("deleted {content}");
			context.send(calls::delete_title(&content), "deleted", &text, fields).await
		},
		TitleCommand::Price { magnet, cfx } => {
			let content = Magnet::read(&magnet)?.content();
			let fields = json!({ "content": content.to_string(), "price_planck": cfx.to_string() });
			let text = format!("{content} costs {} CFX", format_cfx(cfx));
			context.send(calls::set_price(&content, cfx), "priced", &text, fields).await
		},
		TitleCommand::Deposit { magnet, desks } => {
			let content = Magnet::read(&magnet)?.content();
			let (signer, secret) = (context.signer()?, context.vault()?.read(&content)?);
			let chain = context.chain().await?;
			let desks = context.desks(&chain, &desks).await?;
			let desks = deposit(&chain, &desks, &signer, content, &secret).await?;
			let fields = json!({ "content": content.to_string(), "desks": desks });
			context.output.event("deposited", &format!("{desks} desks have the keys"), fields);
			Ok(())
		},
	}
}

fn show(context: &Context, view: &TitleView<AccountId>) {
	let (text, fields) = describe(view);
	context.output.event("title", &text, fields);
}

fn describe(view: &TitleView<AccountId>) -> (String, Value) {
	let TitleView { content, record, state } = view;
	let (status, reason) = match state.status {
		TitleStatus::Playable => ("playable", None),
		TitleStatus::Stopped(reason) => ("stopped", Some(reason)),
		TitleStatus::Deleted => ("deleted", None),
	};
	let magnet = Magnet::of(content).cid.to_string();
	let (creator, supervisor) = (to_ss58(&record.creator), to_ss58(&record.supervisor));
	let price = format_cfx(state.price_cfx);
	let text = format!(
		"{magnet}\n  {status}, {price} CFX, {} cells, {} s\n  creator {creator}\n  supervisor {supervisor}",
		record.geometry.cells,
		record.geometry.duration_ms / 1_000,
	);
	let fields = json!({
		"magnet": magnet,
		"content": content.to_string(),
		"status": status,
		"reason": reason,
		"creator": creator,
		"supervisor": supervisor,
		"price_planck": state.price_cfx.to_string(),
		"price_cfx": price,
		"takes_donations": state.takes_donations,
		"licence": record.licence,
		"split": record.split,
		"cells": record.geometry.cells,
		"duration_ms": record.geometry.duration_ms,
		"size_bytes": record.geometry.size_bytes,
		"registered_in": record.registered_in,
	});
	(text, fields)
}
