//! `fetch`.

use super::{
	context::{Context, in_data_home},
	peer_args::PeerArgs,
};
use crate::{
	Error, Result,
	magnet::Magnet,
	peers::{PeerOptions, Peers, Share},
	size::format_size,
	watch::Title,
};
use clap::{Args, ValueEnum};
use reel_fragment_store::{
	Cid,
	network::{CellReport, Order, Priority},
};
use serde_json::json;
use std::{path::PathBuf, sync::Mutex, time::Duration};
use tokio::time::{Instant, MissedTickBehavior, interval, sleep};

/// Pause between two tellings of how far it is.
const TELL_EVERY: Duration = Duration::from_secs(2);

/// Pause before a fetch that stopped short is tried again. A clock, because nobody tells when somebody has something: who
/// has it is asked of the table of providers, and a store that comes by it says so to the table, not to us.
const AGAIN_AFTER: Duration = Duration::from_secs(2);

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum)]
enum Urgency {
	/// After everything else.
	Background,
	/// Soon, behind what somebody watches.
	#[default]
	Prefetch,
	/// At once.
	Viewer,
}

impl From<Urgency> for Priority {
	fn from(urgency: Urgency) -> Self {
		match urgency {
			Urgency::Background => Self::Background,
			Urgency::Prefetch => Self::Prefetch,
			Urgency::Viewer => Self::Viewer,
		}
	}
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum)]
enum Sequence {
	/// As it is played.
	#[default]
	Play,
	/// What the fewest have, first.
	Rarest,
}

impl From<Sequence> for Order {
	fn from(sequence: Sequence) -> Self {
		match sequence {
			Sequence::Play => Self::Play,
			Sequence::Rarest => Self::Rarest,
		}
	}
}

/// How a fetch goes about it.
#[derive(Clone, Debug, Args)]
pub(super) struct FetchOptions {
	/// Directory of the store to fetch into; what is there already is not fetched again [default: ~/.local/share/reel/store].
	#[arg(long, value_name = "DIRECTORY")]
	into: Option<PathBuf>,
	/// How urgent it is among all that this store fetches.
	#[arg(long, value_enum, default_value = "prefetch")]
	priority: Urgency,
	/// Which fragment of a cell comes first.
	#[arg(long, value_enum, default_value = "play")]
	order: Sequence,
	/// How long to go on without anything new, in seconds.
	#[arg(long, value_name = "SECONDS", default_value_t = 60)]
	patience: u64,
	/// Afterwards go on sending it to others, until Ctrl-C.
	#[arg(long, conflicts_with = "no_share")]
	stay: bool,
	#[command(flatten)]
	peers: PeerArgs,
}

#[derive(Debug, Args)]
#[command(
	after_help = "Example: reel fetch film.reel --bootstrap /ip4/192.0.2.7/tcp/30444/p2p/12D3KooW... --download-rate 5MB\n\nWhat comes is encrypted; reel watch plays it. Stopped with Ctrl-C or otherwise, it goes on where it was when the same is\nrun again."
)]
pub(super) struct FetchArgs {
	/// Magnet, link, magnet file, or 0x content id.
	magnet: String,
	#[command(flatten)]
	options: FetchOptions,
}

pub(super) async fn fetch(context: &Context, arguments: FetchArgs) -> Result<()> {
	let magnet = Magnet::read(&arguments.magnet)?;
	let done = fetch_title(context, &magnet, &arguments.options).await;
	done.map_err(|error| arguments.options.explain(error))
}

impl FetchOptions {
	/// Opens the store, and joins the others; with a word on those that cannot be reached.
	pub(super) async fn open(&self, context: &Context, magnet: &Magnet) -> Result<Peers> {
		let directory = self.into.clone().map_or_else(|| in_data_home("store", "--into"), Ok)?;
		let peers = Peers::open(self.peers.options(context, magnet, directory)?).await?;
		match peers.join().await {
			Ok(failed) => {
				failed.iter().for_each(|why| context.output.note(&format!("left out: {why}")));
			},
			// There may be web servers, or peers that are known from before.
			Err(error) => context.output.note(&format!("no peer answers: {error}")),
		}
		Ok(peers)
	}

	/// Opens the store without talking to anybody.
	pub(super) async fn open_alone(&self) -> Result<Peers> {
		let directory = self.into.clone().map_or_else(|| in_data_home("store", "--into"), Ok)?;
		Peers::open(PeerOptions::alone(directory)).await
	}

	/// How long to go on without anything new.
	pub(super) const fn patience(&self) -> Duration {
		Duration::from_secs(self.patience)
	}

	/// Fetches and pins a title; the number of its blocks.
	pub(super) async fn title(&self, peers: &Peers, magnet: &Cid) -> Result<u64> {
		let note = |_, _| ();
		let reports = peers.fetch(magnet, self.order.into(), self.priority.into(), note).await?;
		let fragments: u64 = reports.iter().map(|report| u64::from(report.fragments)).sum();
		// The manifest, and a block for each cell.
		Ok(1 + reports.len() as u64 + fragments)
	}

	/// What a failure may come from.
	pub(super) fn explain(&self, error: Error) -> Error {
		self.peers.explain(error)
	}
}

async fn fetch_title(context: &Context, magnet: &Magnet, options: &FetchOptions) -> Result<()> {
	let peers = options.open(context, magnet).await?;
	let patience = options.patience();
	let title = patiently(&peers, patience, || peers.title(magnet)).await?;
	let Title { manifest, cells, .. } = &title;
	let size = manifest.size_bytes;
	context.output.event(
		if context.is_dry() { "dry-run" } else { "fetching" },
		&format!(
			"{:?}: {} cells, {}, into {}",
			manifest.title,
			cells.len(),
			format_size(size),
			peers.directory().display(),
		),
		json!({
			"content": title.content.to_string(),
			"title": manifest.title,
			"cells": cells.len(),
			"size_bytes": size,
			"directory": peers.directory(),
			"addresses": peers.addresses(),
		}),
	);
	if context.is_dry() {
		return Ok(());
	}
	let came: Mutex<Vec<Option<CellReport>>> = Mutex::new(vec![None; cells.len()]);
	let note = |number: usize, report: CellReport| tell_cell(context, &came, number, report);
	let work = patiently(&peers, patience, || {
		peers.fetch(&magnet.cid, options.order.into(), options.priority.into(), note)
	});
	tokio::pin!(work);
	let mut ticks = interval(TELL_EVERY);
	ticks.set_missed_tick_behavior(MissedTickBehavior::Delay);
	ticks.tick().await;
	let reports = loop {
		tokio::select! {
			reports = &mut work => break reports?,
			_ = ticks.tick() => tell_progress(context, &peers, size).await,
		}
	};
	tell_fetched(context, &peers, &title, &reports);
	if options.stay {
		context.output.note("sending it to whoever asks, until Ctrl-C");
		// Without a handler there is nothing to wait for.
		let _ = tokio::signal::ctrl_c().await;
		let sent = peers.sent_bytes();
		context.output.event(
			"sent",
			&format!("{} sent to others", format_size(sent)),
			json!({ "sent_bytes": sent }),
		);
	}
	Ok(())
}

/// Does something again as long as something new comes, and for `patience` after the last byte.
pub(super) async fn patiently<T, W: Future<Output = Result<T>>>(
	peers: &Peers,
	patience: Duration,
	mut work: impl FnMut() -> W,
) -> Result<T> {
	let mut had = peers.share();
	let mut until = Instant::now() + patience;
	loop {
		let error = match work().await {
			Err(error @ (Error::NotFound(_) | Error::Storage(_))) => error,
			done => return done,
		};
		let has = peers.share();
		if has != had {
			(had, until) = (has, Instant::now() + patience);
		}
		if Instant::now() + AGAIN_AFTER >= until {
			return Err(error);
		}
		sleep(AGAIN_AFTER).await;
	}
}

/// A cell that a later try finds here is not told twice.
fn tell_cell(
	context: &Context,
	came: &Mutex<Vec<Option<CellReport>>>,
	number: usize,
	report: CellReport,
) {
	let mut came = came.lock().unwrap_or_else(std::sync::PoisonError::into_inner);
	let Some(slot) = came.get_mut(number) else { return };
	if slot.replace(report).is_some() {
		return;
	}
	let text = if report.present == report.fragments {
		format!("cell {number}: was here")
	} else {
		format!("cell {number}: {} fragments, {}", report.fragments, Share::from(report).text())
	};
	context.output.event(
		"cell",
		&text,
		json!({
			"cell": number,
			"fragments": report.fragments,
			"present": report.present,
			"peer_bytes": report.peer_bytes,
			"web_bytes": report.origin_bytes,
		}),
	);
}

async fn tell_progress(context: &Context, peers: &Peers, size: u64) {
	let share = peers.share();
	let came = share.peer_bytes.saturating_add(share.web_bytes);
	let connected = peers.connected().await;
	context.output.event(
		"progress",
		&format!("{} of {} came, {connected} peers", format_size(came), format_size(size)),
		json!({
			"bytes": came,
			"size_bytes": size,
			"peer_bytes": share.peer_bytes,
			"web_bytes": share.web_bytes,
			"peers": connected,
		}),
	);
}

fn tell_fetched(context: &Context, peers: &Peers, title: &Title, reports: &[CellReport]) {
	let share = peers.share();
	let fragments: u64 = reports.iter().map(|report| u64::from(report.fragments)).sum();
	let present: u64 = reports.iter().map(|report| u64::from(report.present)).sum();
	context.output.event(
		"fetched",
		&format!(
			"{:?} is here, whole and pinned: {fragments} fragments, {present} of them before; {}",
			title.manifest.title,
			share.text(),
		),
		json!({
			"content": title.content.to_string(),
			"fragments": fragments,
			"present": present,
			"peer_bytes": share.peer_bytes,
			"web_bytes": share.web_bytes,
			"peer_share_bp": share.peers_bp(),
			"directory": peers.directory(),
		}),
	);
}
