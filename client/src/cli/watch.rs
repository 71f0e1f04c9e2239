//! `watch`.

use super::{context::Context, layer::parse_language, peer_args::PeerArgs, places::parse_country};
use crate::{
	Error, Result,
	account::to_ss58,
	chain::Chain,
	desk::Desk,
	file::Sources,
	magnet::Magnet,
	money::format_cfx,
	output::Output,
	peers::{Peers, Share},
	store::http_client,
	watch::{
		Payments, Title,
		ads::AdWish,
		layers::{self, Choice, Layers, Wish},
		play::Viewing,
		player::Player,
	},
};
use clap::Args;
use reel_primitives::{
	AccountId,
	ads::{AdAsk, Country, UNKNOWN_COUNTRY},
	layers::Language,
};
use serde_json::json;
use std::{
	path::PathBuf,
	sync::{Arc, Mutex, PoisonError},
	time::Duration,
};
use tempfile::TempDir;
use tokio::{
	process::{Child, Command},
	sync::mpsc,
	time::{Instant, timeout},
};

/// How long a player may take to open an ad, and to end behind it.
const AD_GRACE: Duration = Duration::from_secs(3);

#[derive(Debug, Args)]
#[command(
	after_help = "Example: reel watch film.reel --language de --player mpv --key alice\n\nLayers are subtitles, dubs and effects that others added to the film and its creator accepted. What of them cannot be had\nis left out, and the film is played all the same. An advertiser pays whoever watches its ad, and more for a click: the desk\nchooses one by country and language."
)]
pub(super) struct WatchArgs {
	/// Magnet, link, magnet file, or 0x content id.
	magnet: String,
	/// Play in real time without a picture, instead of serving a player.
	#[arg(long)]
	headless: bool,
	/// Player to start, called with the address of the playlist, for example mpv or ffplay.
	#[arg(long, value_name = "PROGRAM", conflicts_with = "headless")]
	player: Option<String>,
	/// First cell to watch, from 0. Headless only.
	#[arg(long, default_value_t = 0, value_name = "CELL", requires = "headless")]
	from: u32,
	/// How many cells to watch [default: all]. Headless only.
	#[arg(long, value_name = "CELLS", requires = "headless")]
	cells: Option<u32>,
	/// How long the reward of an accepted cell may take, in seconds: four rounds of 14.4 s and a little.
	#[arg(long, default_value_t = 75, value_name = "SECONDS")]
	pay_wait: u64,
	/// Desk to watch with: RPC address of any validator, while --node may be a light client [default: the desk of --node].
	#[arg(long, env = "REEL_DESK", value_name = "URL")]
	desk: Option<String>,
	/// Directory of the store that peers deliver into [default: a temporary one].
	#[arg(long, value_name = "DIRECTORY")]
	into: Option<PathBuf>,
	/// Layers to show: auto (all subtitles, and the dubs and effects of --language), none, or numbers such as 3,7. Headless
	/// shows none.
	#[arg(long, value_name = "LAYERS", default_value = "auto")]
	layers: Choice,
	/// Language of the viewer as BCP 47 writes it, such as de or pt-BR: a player chooses the dub in it, else the subtitles.
	#[arg(long, value_name = "LANGUAGE", value_parser = parse_language)]
	language: Option<Language>,
	/// How long layers may take to be there before the film is played without them, in seconds.
	#[arg(long, default_value_t = 60, value_name = "SECONDS")]
	layer_wait: u64,
	/// No ad before the film.
	#[arg(long)]
	no_ads: bool,
	/// Country of the viewer, two letters, for an ad to be chosen; nobody checks it [default: not told].
	#[arg(long, value_parser = parse_country, conflicts_with = "no_ads")]
	country: Option<Country>,
	/// Click the ad. Headless only: a page of the player has a button for it.
	#[arg(long, requires = "headless", conflicts_with = "no_ads")]
	click_ads: bool,
	#[command(flatten)]
	peers: PeerArgs,
}

pub(super) async fn watch(context: &Context, arguments: WatchArgs) -> Result<()> {
	let output = context.output;
	let signer = context.signer()?;
	let magnet = Magnet::read(&arguments.magnet)?;
	let chain = context.chain_at(arguments.desk.as_deref()).await?;
	let joined = join(context, &arguments, &magnet).await?;
	let peers = joined.as_ref().map(|joined| &joined.peers);
	let title = Arc::new(description(context, peers, &magnet).await?);
	title.check_on(&chain).await?;
	if context.is_dry() {
		let content = title.content.to_string();
		let text = format!("would watch {content}: it is there, whole and may be played");
		context.would(&text, json!({ "content": content, "cells": title.cells.len() }));
		return Ok(());
	}
	let patience = Duration::from_secs(arguments.pay_wait);
	let viewer = signer.account();
	let layers = layers_of(context, &arguments, &magnet, &chain, peers).await?;
	let payments = Payments::start(chain.clone(), viewer.clone(), output, patience).await?;
	let share = Arc::new(Mutex::new(Share::default()));
	let desk = chain.desk().clone();
	let viewing = Viewing {
		chain,
		http: http_client()?,
		signer,
		title: title.clone(),
		peers: peers.cloned(),
		ads: ad_wish(context, &arguments, &magnet)?,
		share: share.clone(),
		output,
	};
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
		with_player(context, arguments.player.as_deref(), viewing, layers, payments).await?
	};
	claim_sums(&desk, &viewer, output).await;
	let amount = format_cfx(earned);
	let share = *share.lock().unwrap_or_else(PoisonError::into_inner);
	let from = match joined {
		Some(_) => format!("; {}", share.text()),
		None => String::new(),
	};
	output.event(
		"watched",
		&format!("earned {amount} CFX{from}"),
		json!({
			"earned_planck": earned.to_string(),
			"earned_cfx": amount,
			"peer_bytes": share.peer_bytes,
			"web_bytes": share.web_bytes,
			"peer_share_bp": share.peers_bp(),
		}),
	);
	Ok(())
}

/// Claims what former viewings came to as a sum, if there is something: it costs nothing, and pays the neighbours too. What
/// the latest rounds owe becomes part of the sum by itself.
async fn claim_sums(desk: &Desk, viewer: &AccountId, output: Output) {
	let sums = desk.sums(viewer).await.unwrap_or_default();
	for award in sums {
		// Another has claimed it meanwhile, or the next viewing does: no reason for this one to fail.
		let Ok(transaction) = desk.claim_sums(viewer).await else { return };
		output.event(
			"claimed",
			&format!("claimed the rewards of former viewings in {transaction}"),
			json!({
				"account": to_ss58(viewer),
				"generation": award.generation,
				"transaction": transaction,
			}),
		);
	}
}

/// A store of one's own, and the directory that goes with it.
struct Joined {
	peers: Peers,
	/// Removed when the viewing is over.
	_temporary: Option<TempDir>,
}

/// Joins other stores, if some are named. Without them the viewing goes on all the same.
async fn join(context: &Context, arguments: &WatchArgs, magnet: &Magnet) -> Result<Option<Joined>> {
	if !arguments.peers.names_anybody(magnet) {
		return Ok(None);
	}
	let (directory, temporary) = match &arguments.into {
		Some(directory) => (directory.clone(), None),
		None => {
			let made = TempDir::new().map_err(|error| Error::File(error.to_string()))?;
			(made.path().to_owned(), Some(made))
		},
	};
	let peers = Peers::open(arguments.peers.options(context, magnet, directory)?).await?;
	if let Err(error) = peers.join().await {
		context.output.note(&format!("no peer answers: {}", arguments.peers.explain(error)));
	}
	Ok(Some(Joined { peers, _temporary: temporary }))
}

/// The title's description from the first store that has it, else from peers.
async fn description(context: &Context, peers: Option<&Peers>, magnet: &Magnet) -> Result<Title> {
	match (Title::fetch(&context.stores(magnet)?, magnet).await, peers) {
		(Err(Error::NotFound(_) | Error::Storage(_)), Some(peers)) => peers.title(magnet).await,
		(found, _) => found,
	}
}

/// What is said for an ad to be chosen; `None` when none is to be shown.
fn ad_wish(context: &Context, arguments: &WatchArgs, magnet: &Magnet) -> Result<Option<AdWish>> {
	if arguments.no_ads {
		return Ok(None);
	}
	let place = AdAsk {
		country: arguments.country.unwrap_or(UNKNOWN_COUNTRY),
		language: arguments.language.as_ref().and_then(ad_language),
	};
	Ok(Some(AdWish { place, stores: context.stores(magnet)?, click: arguments.click_ads }))
}

/// A language as ads name it, by two letters; none for those that have three only.
fn ad_language(language: &Language) -> Option<[u8; 2]> {
	let first = language.tag().split('-').next().unwrap_or_default();
	let letters: [u8; 2] = first.as_bytes().try_into().ok()?;
	Some(letters.map(|letter| letter.to_ascii_lowercase()))
}

/// The layers that are to be shown, ready for a player. That there are none to be had is no reason not to play the film.
async fn layers_of(
	context: &Context,
	arguments: &WatchArgs,
	magnet: &Magnet,
	chain: &Chain,
	peers: Option<&Peers>,
) -> Result<Layers> {
	let wish = Wish { choice: arguments.layers.clone(), language: arguments.language };
	if wish.choice == Choice::None {
		return Ok(Layers::default());
	}
	let all = match chain.layers_of(&magnet.content(), true).await {
		Ok(all) => all,
		Err(error) => {
			layers::leave_out(None, &error, context.output);
			return Ok(Layers::default());
		},
	};
	let chosen = layers::choose(all, &wish, context.output);
	if arguments.headless {
		return Ok(Layers::default());
	}
	let sources = Sources { stores: context.stores(magnet)?, peers: peers.cloned() };
	let patience = Duration::from_secs(arguments.layer_wait);
	layers::prepare(&sources, chosen, &wish, patience, context.output).await
}

async fn with_player(
	context: &Context,
	program: Option<&str>,
	viewing: Viewing,
	layers: Layers,
	payments: Payments,
) -> Result<u128> {
	let has_ads = viewing.ads.is_some();
	let (player, wishes) = Player::start(viewing.title.clone(), layers, has_ads).await?;
	let url = player.url().to_owned();
	let shown: Vec<_> = player
		.layers()
		.into_iter()
		.map(|(layer, kind, url)| json!({ "layer": layer, "kind": kind, "url": url }))
		.collect();
	context.output.event(
		"playlist",
		&format!("play {url}, or open {} in a browser, and leave with Ctrl-C", player.page_url()),
		json!({ "url": url, "page": player.page_url(), "layers": shown }),
	);
	let run = viewing.run(wishes, Some(player.clone()), payments);
	tokio::pin!(run);
	tokio::select! {
		earned = &mut run => return earned,
		_ = tokio::signal::ctrl_c() => {},
		ended = play_with(program, &player, has_ads) => ended?,
	}
	context.output.note("waiting for rewards; Ctrl-C leaves at once");
	player.leave();
	tokio::select! {
		earned = run => earned,
		_ = tokio::signal::ctrl_c() => Ok(0),
	}
}

/// Plays the ad, if there is one, and then the film with a program; resolves when that has ended. Without a program never: the
/// viewer opens the film.
async fn play_with(program: Option<&str>, player: &Player, has_ads: bool) -> Result<()> {
	let Some(program) = program else { return std::future::pending().await };
	if has_ads && let Some((url, length)) = player.ad_alone().await {
		let mut shown = start(program, &url)?;
		let begun = Instant::now();
		// One that stays open at the end is closed: the film is next.
		let ended = timeout(length + AD_GRACE, shown.wait()).await;
		if ended.is_ok() && begun.elapsed() + AD_GRACE < length {
			player.skip_ad();
		}
	}
	// However it ends, the viewer sees nothing any more.
	drop(start(program, player.url())?.wait().await);
	Ok(())
}

/// Starts a player, which ends with what it is returned as.
fn start(program: &str, url: &str) -> Result<Child> {
	let started = Command::new(program).arg(url).kill_on_drop(true).spawn();
	started.map_err(|error| Error::Media(format!("{program} cannot be run: {error}")))
}

#[cfg(test)]
mod tests {
	use super::*;

	#[test]
	fn the_language_of_an_ad_has_two_letters() {
		for (tag, expected) in [("de", Some(*b"de")), ("PT-br", Some(*b"pt")), ("zxx", None)] {
			assert_eq!(ad_language(&Language::new(tag).expect("a tag")), expected);
		}
	}
}
