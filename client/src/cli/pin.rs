//! `pin`.

use super::{
	context::Context,
	fetch::{FetchOptions, patiently},
};
use crate::{Error, Result, magnet::Magnet, store::Store};
use clap::Args;
use futures::{StreamExt, TryStreamExt, stream};
use reel_fragment_store::{
	Cid,
	block::DAG_CBOR,
	dag::manifest::{CellBlock, Manifest},
};
use serde::Deserialize;
use serde_json::json;
use std::{collections::BTreeMap, time::Duration};

/// Fragments under way at once.
const PARALLEL: usize = 4;

/// Largest list of pins that is read, in bytes.
const MAX_LIST: usize = 64 << 20;

#[derive(Debug, Args)]
#[command(
	after_help = "Example: reel pin film.reel --store-token-file /var/lib/reel/store/api-token\n\nThe node's own store fetches from its peers what it lacks. With --embedded the store of reel fetch keeps it, and no node\nis needed."
)]
pub(super) struct PinArgs {
	/// Magnet, link, magnet file, 0x content id, or the CID of any block.
	#[arg(required_unless_present = "list")]
	what: Option<String>,
	/// Take the pin away: the store may then drop it when it needs room.
	#[arg(long)]
	remove: bool,
	/// List what is pinned.
	#[arg(long, conflicts_with_all = ["what", "remove"])]
	list: bool,
	/// In a store of this program's own, not in the node's.
	#[arg(long)]
	embedded: bool,
	#[command(flatten)]
	options: FetchOptions,
}

#[derive(Deserialize)]
struct Pins {
	#[serde(rename = "Keys")]
	keys: BTreeMap<String, serde_json::Value>,
}

pub(super) async fn pin(context: &Context, arguments: PinArgs) -> Result<()> {
	let PinArgs { what, remove, list, embedded, options } = &arguments;
	let asked = what.as_deref().map(Asked::read).transpose()?;
	let done = match (asked, *embedded) {
		(None, false) => list_node(context).await,
		(None, true) => list_embedded(context, options).await,
		(Some(asked), false) if *remove => unpin_node(context, &asked.cid).await,
		(Some(asked), false) => pin_node(context, &asked.cid).await,
		(Some(asked), true) => return in_embedded(context, options, asked, *remove).await,
	};
	debug_assert!(what.is_some() || *list, "clap asks for one of them");
	done
}

/// What is to be pinned.
struct Asked {
	cid: Cid,
	magnet: Magnet,
}

impl Asked {
	fn read(text: &str) -> Result<Self> {
		match Magnet::read(text) {
			Ok(magnet) => Ok(Self { cid: magnet.cid, magnet }),
			Err(error) => {
				let cid: Cid = text.trim().parse().map_err(|_| error)?;
				let magnet = Magnet { cid, gateways: Vec::new(), peers: Vec::new() };
				Ok(Self { cid, magnet })
			},
		}
	}
}

fn tell_pinned(context: &Context, cid: &Cid, blocks: u64) {
	context.output.event(
		"pinned",
		&format!("{cid} is pinned, {blocks} blocks"),
		json!({ "cid": cid.to_string(), "blocks": blocks }),
	);
}

fn tell_unpinned(context: &Context, cid: &Cid) {
	let fields = json!({ "cid": cid.to_string() });
	context.output.event("unpinned", &format!("{cid} is not pinned any more"), fields);
}

fn tell_list(context: &Context, pins: &[String]) {
	for cid in pins {
		context.output.event("pin", cid, json!({ "cid": cid }));
	}
	if pins.is_empty() {
		context.output.note("nothing is pinned");
	}
}

async fn list_node(context: &Context) -> Result<()> {
	let answer = context.store()?.command("pin/ls", MAX_LIST).await?;
	let pins: Pins =
		serde_json::from_slice(&answer).map_err(|error| Error::Storage(error.to_string()))?;
	tell_list(context, &pins.keys.into_keys().collect::<Vec<_>>());
	Ok(())
}

async fn unpin_node(context: &Context, cid: &Cid) -> Result<()> {
	if context.is_dry() {
		context.would(&format!("would unpin {cid}"), json!({ "cid": cid.to_string() }));
		return Ok(());
	}
	context.store()?.command(&format!("pin/rm?arg={cid}"), 1 << 16).await?;
	tell_unpinned(context, cid);
	Ok(())
}

async fn pin_node(context: &Context, cid: &Cid) -> Result<()> {
	let store = context.store()?;
	if context.is_dry() {
		let text = format!("would have {} fetch and pin {cid}", store.base());
		context.would(&text, json!({ "cid": cid.to_string(), "store": store.base() }));
		return Ok(());
	}
	let blocks = complete(context, &store, cid).await?;
	store.command(&format!("pin/add?arg={cid}"), 1 << 16).await?;
	tell_pinned(context, cid, blocks);
	Ok(())
}

/// Has the node's store fetch what it lacks of a title, a cell, or a block; the number of its blocks.
async fn complete(context: &Context, store: &Store, cid: &Cid) -> Result<u64> {
	if cid.codec() != DAG_CBOR {
		store.touch(cid).await?;
		return Ok(1);
	}
	let bytes = store.get(cid).await?;
	if let Ok(cell) = CellBlock::decode(&bytes) {
		return Ok(1 + complete_cell(store, &cell).await?);
	}
	let mut blocks = 1;
	// Any other dag-cbor block is for the store to walk.
	let cells = Manifest::decode(&bytes).map(|manifest| manifest.cells).unwrap_or_default();
	for (number, link) in cells.iter().enumerate() {
		let cell = CellBlock::decode(&store.get(link).await?)?;
		blocks += 1 + complete_cell(store, &cell).await?;
		context.output.note(&format!("cell {} of {} is here", number + 1, cells.len()));
	}
	Ok(blocks)
}

async fn complete_cell(store: &Store, cell: &CellBlock) -> Result<u64> {
	stream::iter(&cell.fragments)
		.map(|fragment| store.touch(fragment))
		.buffer_unordered(PARALLEL)
		.try_fold(0, |count, ()| async move { Ok(count + 1) })
		.await
}

async fn list_embedded(context: &Context, options: &FetchOptions) -> Result<()> {
	let pins = options.open_alone().await?.store().pins();
	tell_list(context, &pins.iter().map(ToString::to_string).collect::<Vec<_>>());
	Ok(())
}

async fn in_embedded(
	context: &Context,
	options: &FetchOptions,
	asked: Asked,
	remove: bool,
) -> Result<()> {
	let Asked { cid, magnet } = asked;
	if context.is_dry() {
		let verb = if remove { "unpin" } else { "fetch and pin" };
		context.would(&format!("would {verb} {cid}"), json!({ "cid": cid.to_string() }));
		return Ok(());
	}
	if remove {
		options.open_alone().await?.store().unpin(&cid).await?;
		tell_unpinned(context, &cid);
		return Ok(());
	}
	let peers = options.open(context, &magnet).await?;
	let patience: Duration = options.patience();
	let title = async {
		let manifest = peers.store().manifest(&cid).await.ok()?;
		Some(manifest.cells.len() as u64)
	};
	let pinned = match title.await {
		Some(_) => patiently(&peers, patience, || options.title(&peers, &cid)).await,
		None => {
			patiently(&peers, patience, || async { peers.fetch_block(&cid).await.map(|_| 1) }).await
		},
	};
	tell_pinned(context, &cid, pinned.map_err(|error| options.explain(error))?);
	Ok(())
}
