//! A store with its peer network and its gateway on this machine's own addresses, driven by lines on its standard input.
//! The other side of the interoperability tests and of the comparison (`scripts/test-interop.sh`, `scripts/bench`).
//!
//! ```text
//! store-peer DIRECTORY
//! title SEED MIB        makes, stores and pins a title of cells of 64 MiB
//! connect ADDRESS       connects with a peer
//! fetch CID             fetches a title with all its cells
//! dag CID               fetches a block and all that is linked from it
//! get CID               a block, from here or fetched
//! deny CID REASON       takes it down with all that is linked from it
//! state                 peers, counters
//! ```
//!
//! Every line is answered with one line of JSON; the first line of the output says where the store is reached.

use reel_fragment_store::{
	Cid, Config, Handle, HttpConfig, Network, NetworkConfig, Service,
	block::{DAG_CBOR, RAW, as_v1, cid_of},
	dag::{
		links,
		manifest::{CellBlock, InitPiece, Manifest, SegmentPiece},
		record::Record,
	},
	network::{DhtMode, Order, Priority},
};
use serde_json::{Value, json};
use sha2::{Digest, Sha256};
use std::{
	collections::{HashSet, VecDeque},
	error::Error,
	io::{BufRead, Write},
	path::PathBuf,
	time::{Duration, Instant},
};
use tokio::task::JoinSet;

type Outcome = Result<Value, Box<dyn Error + Send + Sync>>;

const MIB: usize = 1 << 20;

/// Fragments of a cell.
const CELL_MIB: usize = 64;

/// Blocks of a DAG fetched at once.
const AT_ONCE: usize = 8;

#[tokio::main]
async fn main() -> Result<(), Box<dyn Error + Send + Sync>> {
	let directory = std::env::args().nth(1).ok_or("name a directory")?;
	let network = NetworkConfig {
		listen: vec!["/ip4/127.0.0.1/tcp/0".parse()?, "/ip4/127.0.0.1/udp/0/quic-v1".parse()?],
		allow_private: true,
		dht_mode: DhtMode::Server,
		..NetworkConfig::default()
	};
	let config = Config {
		directory: PathBuf::from(directory),
		http: Some(HttpConfig { listen: ([127, 0, 0, 1], 0).into(), ..HttpConfig::default() }),
		network: Some(network),
		gc_grace: Duration::ZERO,
		..Config::default()
	};
	let (handle, serving) = Service::open(config).await?;
	let serving = tokio::spawn(serving);
	let addresses: Vec<String> =
		network_of(&handle)?.addresses().iter().map(ToString::to_string).collect();
	say(&json!({
		"peer": network_of(&handle)?.peer_id().to_string(),
		"addresses": addresses,
		"gateway": handle.http_address().map(|address| format!("http://{address}")),
	}))?;
	let (tell, mut told) = tokio::sync::mpsc::channel(16);
	std::thread::spawn(move || {
		for line in std::io::stdin().lock().lines().map_while(Result::ok) {
			if tell.blocking_send(line).is_err() {
				break;
			}
		}
	});
	while let Some(line) = told.recv().await {
		let answer = obey(&handle, &line).await;
		say(&answer.unwrap_or_else(|error| json!({ "error": error.to_string() })))?;
	}
	handle.shutdown();
	serving.await?;
	Ok(())
}

fn say(answer: &Value) -> std::io::Result<()> {
	let mut out = std::io::stdout().lock();
	writeln!(out, "{answer}")?;
	out.flush()
}

fn network_of(handle: &Handle) -> Result<&Network, Box<dyn Error + Send + Sync>> {
	handle.network().ok_or_else(|| "the store has no network".into())
}

async fn obey(handle: &Handle, line: &str) -> Outcome {
	let mut words = line.split_whitespace();
	let command = words.next().unwrap_or_default();
	let first = words.next().unwrap_or_default();
	let begun = Instant::now();
	match command {
		"title" => {
			let mib = words.next().unwrap_or("8").parse()?;
			title(handle, first.parse()?, mib).await
		},
		"connect" => {
			let peer = network_of(handle)?.connect(&first.parse()?).await?;
			Ok(json!({ "peer": peer.to_string() }))
		},
		"fetch" => {
			let network = network_of(handle)?;
			let order = Order::Play;
			let magnet = first.parse()?;
			let cells = network.fetch_title(&magnet, order, Priority::Viewer, |_, _| {}).await?;
			let bytes: u64 = cells.iter().map(|cell| cell.peer_bytes).sum();
			Ok(json!({ "seconds": begun.elapsed().as_secs_f64(), "peer_bytes": bytes }))
		},
		"dag" => {
			let (blocks, bytes) = dag(handle, as_v1(first.parse()?)).await?;
			let seconds = begun.elapsed().as_secs_f64();
			Ok(json!({ "seconds": seconds, "blocks": blocks, "bytes": bytes }))
		},
		"get" => {
			let bytes = handle.get_or_fetch(&first.parse()?).await?;
			Ok(json!({ "bytes": bytes.len(), "sha256": hex::encode(Sha256::digest(&bytes)) }))
		},
		"deny" => {
			let reason: Vec<&str> = words.collect();
			let denied = handle.deny_dag(&first.parse()?, &reason.join(" ")).await?;
			Ok(json!({ "denied": denied }))
		},
		"state" => {
			let state = network_of(handle)?.state().await?;
			let names = |peers: &[_]| peers.iter().map(ToString::to_string).collect::<Vec<_>>();
			let counters: serde_json::Map<String, Value> = handle
				.metrics()
				.all()
				.into_iter()
				.map(|(name, n)| (name.into(), n.into()))
				.collect();
			Ok(json!({
				"connected": names(&state.connected),
				"foreign": names(&state.foreign),
				"banned": names(&network_of(handle)?.banned()),
				"blocks": handle.stat().blocks,
				"counters": counters,
			}))
		},
		_ => Err("there is no such command".into()),
	}
}

/// Bytes that differ from seed to seed.
fn noise(seed: u64, size: usize) -> Vec<u8> {
	let mut state = seed.wrapping_mul(0x9e37_79b9_7f4a_7c15) | 1;
	let mut bytes = Vec::with_capacity(size + 8);
	while bytes.len() < size {
		state ^= state << 13;
		state ^= state >> 7;
		state ^= state << 17;
		bytes.extend_from_slice(&state.to_le_bytes());
	}
	bytes.truncate(size);
	bytes
}

async fn title(handle: &Handle, seed: u64, mib: usize) -> Outcome {
	let (mut cells, mut blocks, mut left) = (Vec::new(), Vec::new(), mib);
	while left > 0 {
		let size = left.min(CELL_MIB);
		left -= size;
		let index = u32::try_from(cells.len())?;
		let content = noise(seed * 1000 + u64::from(index) + 1, size * MIB);
		let length = u32::try_from(content.len())?;
		let mut fragments = Vec::new();
		for fragment in content.chunks(MIB) {
			fragments.push(handle.put(RAW, fragment.to_vec().into()).await?);
		}
		blocks.extend(fragments.iter().map(ToString::to_string));
		let cell = CellBlock {
			index,
			duration_ms: 60_000,
			length_bytes: u64::from(length),
			root: *blake3::hash(&content).as_bytes(),
			fragments,
			init: InitPiece { offset: 0, length: 16 },
			segments: vec![SegmentPiece { offset: 16, length: length - 16, duration_ms: 60_000 }],
		};
		cells.push(handle.put(DAG_CBOR, cell.encode()?.into()).await?);
	}
	let manifest = Manifest {
		version: 1,
		title: format!("Film {seed}"),
		duration_ms: 60_000 * cells.len() as u64,
		size_bytes: (mib * MIB) as u64,
		cells_root: [7; 32],
		codecs: "avc1.64001f,mp4a.40.2".to_owned(),
		width: 1280,
		height: 720,
		bandwidth_bps: 8_000_000,
		metadata: Record::default(),
		cells: cells.clone(),
	};
	let magnet = handle.put(DAG_CBOR, manifest.encode()?.into()).await?;
	assert_eq!(magnet, cid_of(DAG_CBOR, &manifest.encode()?));
	handle.pin(&magnet).await?;
	let cells: Vec<String> = cells.iter().map(ToString::to_string).collect();
	Ok(json!({ "magnet": magnet.to_string(), "cells": cells, "fragments": blocks }))
}

/// Fetches a DAG, some blocks at once; returns how many blocks and bytes it has.
async fn dag(handle: &Handle, root: Cid) -> Result<(u64, u64), Box<dyn Error + Send + Sync>> {
	let (mut waiting, mut seen) = (VecDeque::from([root]), HashSet::from([root]));
	let mut fetching = JoinSet::new();
	let (mut blocks, mut bytes) = (0, 0);
	loop {
		while fetching.len() < AT_ONCE
			&& let Some(cid) = waiting.pop_front()
		{
			let handle = handle.clone();
			fetching.spawn(async move { (cid, handle.get_or_fetch(&cid).await) });
		}
		let Some(fetched) = fetching.join_next().await else { return Ok((blocks, bytes)) };
		let (cid, block) = fetched?;
		let block = block?;
		blocks += 1;
		bytes += block.len() as u64;
		if cid.codec() != RAW {
			waiting.extend(links(&cid, &block)?.into_iter().filter(|link| seen.insert(*link)));
		}
	}
}
