//! A store with its peer network, driven over its standard input: the subject of the tests with real processes and
//! network namespaces (`scripts/test-network.sh`).
//!
//! ```text
//! store_node DIRECTORY [name=value]…     settings, see `settings`
//! stdin:   ID COMMAND ARGUMENT…          one command a line, run beside each other
//! stdout:  {"ready": …}, then {"id": ID, "ok": …} or {"id": ID, "error": …} as each ends
//! ```
//!
//! A film is told by its seed and the sizes of its cells (`40x52428800,77`), so that every process knows every byte.

#[path = "../tests/film.rs"]
mod film;

use cid::Cid;
use film::Cell;
use reel_fragment_store::{
	Config, Handle, HttpConfig, NetworkConfig, Service,
	block::{DAG_CBOR, RAW},
	network::{DhtMode, LimitsConfig, Multiaddr, Order, Origin, OriginKind, Priority},
};
use serde_json::{Value, json};
use std::{
	error::Error,
	io::{BufRead, Write},
	time::{Duration, Instant},
};

type Outcome = Result<Value, Box<dyn Error + Send + Sync>>;

/// Reads `name=value` settings.
fn settings(directory: &str, arguments: &[String]) -> Result<Config, Box<dyn Error>> {
	let mut network = NetworkConfig { listen: Vec::new(), ..NetworkConfig::default() };
	let mut limits = LimitsConfig::default();
	let mut config = Config {
		directory: directory.into(),
		gc_grace: Duration::ZERO,
		http: None,
		..Config::default()
	};
	for argument in arguments {
		let (name, value) = argument.split_once('=').ok_or("settings are name=value")?;
		let address = || value.parse::<Multiaddr>();
		match name {
			"listen" => network.listen.push(address()?),
			"external" => network.external.push(address()?),
			"bootstrap" => network.bootstrap.push(address()?),
			"relay" => network.relays.push(address()?),
			"always-relay" => network.always_relay = value.parse()?,
			"relay-server" => network.relay_server = value.parse()?,
			"private" => network.allow_private = value.parse()?,
			"dht" => {
				network.dht_mode = match value {
					"server" => DhtMode::Server,
					"client" => DhtMode::Client,
					_ => DhtMode::Auto,
				};
			},
			"files" | "gateway" => {
				let kind = if name == "files" { OriginKind::Files } else { OriginKind::Gateway };
				network.origins.push(Origin { base: value.to_owned(), kind });
			},
			"http" => {
				let listen = value.parse()?;
				config.http = Some(HttpConfig { listen, ..HttpConfig::default() });
			},
			"upload" => network.upload_bps = Some(value.parse()?),
			"streams" => network.streams_per_peer = value.parse()?,
			"stall" => network.stall_timeout = Duration::from_secs(value.parse()?),
			"connect" => network.connect_timeout = Duration::from_secs(value.parse()?),
			"max-incoming" => limits.max_incoming = value.parse()?,
			_ => return Err(format!("no setting {name}").into()),
		}
	}
	network.limits = limits;
	config.network = Some(network);
	Ok(config)
}

/// A film: its seed and the sizes of its cells.
struct Spec {
	seed: u64,
	sizes: Vec<usize>,
}

impl Spec {
	fn parse(seed: &str, sizes: &str) -> Result<Self, Box<dyn Error + Send + Sync>> {
		let mut all = Vec::new();
		for part in sizes.split(',') {
			let (count, size) = part.split_once('x').unwrap_or(("1", part));
			all.extend(std::iter::repeat_n(size.parse::<usize>()?, count.parse()?));
		}
		Ok(Self { seed: seed.parse()?, sizes: all })
	}

	fn cells(&self) -> impl Iterator<Item = Cell> {
		let sizes = (0..).zip(&self.sizes);
		sizes.map(|(index, size)| Cell::new(self.seed, index, *size))
	}

	/// The manifest; all cells are made for it, one after the other.
	fn manifest(&self) -> Result<(Cid, Vec<u8>), Box<dyn Error + Send + Sync>> {
		let (mut names, mut size) = (Vec::new(), 0);
		for cell in self.cells() {
			names.push(cell.cid);
			size += cell.bytes.len() as u64;
		}
		let manifest = film::manifest(self.seed, &names, size);
		Ok((manifest.magnet()?, manifest.encode()?))
	}
}

/// Puts and pins the cells of which this is one of the keepers: `PLACE/NODES/REPLICAS`.
async fn publish(handle: &Handle, spec: &Spec, part: &str) -> Outcome {
	let part: Vec<usize> = part.split('/').map(str::parse).collect::<Result<_, _>>()?;
	let &[place, nodes, replicas] = part.as_slice() else {
		return Err("place/nodes/replicas".into());
	};
	let (mut cells, mut fragments) = (0, 0);
	for (index, cell) in spec.cells().enumerate() {
		if (place + nodes - index % nodes) % nodes >= replicas {
			continue;
		}
		for (cid, bytes) in cell.fragments() {
			handle.put_cid(&cid, bytes.to_vec().into()).await?;
			fragments += 1;
		}
		handle.put(DAG_CBOR, cell.encoded.into()).await?;
		cells += 1;
	}
	let (magnet, encoded) = spec.manifest()?;
	handle.put_cid(&magnet, encoded.into()).await?;
	handle.pin(&magnet).await?;
	Ok(json!({ "magnet": magnet.to_string(), "cells": cells, "fragments": fragments }))
}

/// Compares every byte of a film with what it should be.
async fn verify(handle: &Handle, spec: &Spec) -> Outcome {
	let (mut bytes, mut fragments) = (0, 0);
	for cell in spec.cells() {
		if handle.get(&cell.cid).await? != cell.encoded {
			return Err(format!("cell {} has a wrong block", cell.block.index).into());
		}
		for (cid, expected) in cell.fragments() {
			if handle.get(&cid).await? != expected {
				return Err(format!("{cid} has a wrong byte").into());
			}
			bytes += expected.len();
			fragments += 1;
		}
	}
	Ok(json!({ "bytes": bytes, "fragments": fragments }))
}

async fn fetch(handle: &Handle, spec: &Spec, order: Order) -> Outcome {
	let network = handle.network().ok_or("no network")?;
	let (magnet, _) = spec.manifest()?;
	let start = Instant::now();
	let reports = network.fetch_title(&magnet, order, Priority::Prefetch, |_, _| {}).await?;
	let seconds = start.elapsed().as_secs_f64();
	let sum = |value: fn(&reel_fragment_store::network::CellReport) -> u64| {
		reports.iter().map(value).sum::<u64>()
	};
	let mut told = verify(handle, spec).await?;
	told["seconds"] = json!(seconds);
	told["peer_bytes"] = json!(sum(|report| report.peer_bytes));
	told["origin_bytes"] = json!(sum(|report| report.origin_bytes));
	told["present"] = json!(sum(|report| u64::from(report.present)));
	Ok(told)
}

async fn state(handle: &Handle) -> Outcome {
	let network = handle.network().ok_or("no network")?;
	let state = network.state().await?;
	let texts = |peers: &[reel_fragment_store::network::PeerId]| {
		peers.iter().map(ToString::to_string).collect::<Vec<_>>()
	};
	let addresses = |all: &[Multiaddr]| all.iter().map(ToString::to_string).collect::<Vec<_>>();
	let metrics: serde_json::Map<String, Value> = handle
		.metrics()
		.all()
		.into_iter()
		.map(|(name, value)| (name.into(), value.into()))
		.collect();
	Ok(json!({
		"connected": texts(&state.connected),
		"relayed": texts(&state.relayed),
		"routing": state.routing,
		"records": state.provider_records,
		"announced": state.announced.len(),
		"external": addresses(&state.external),
		"addresses": addresses(&network.addresses()),
		"reachable": state.reachable,
		"banned": texts(&network.banned()),
		"metrics": metrics,
	}))
}

async fn run(handle: &Handle, command: &str, arguments: &[&str]) -> Outcome {
	let network = handle.network().ok_or("no network")?;
	match (command, arguments) {
		("publish", [seed, sizes, part]) => publish(handle, &Spec::parse(seed, sizes)?, part).await,
		("fetch", [seed, sizes]) => fetch(handle, &Spec::parse(seed, sizes)?, Order::Rarest).await,
		("play", [seed, sizes]) => fetch(handle, &Spec::parse(seed, sizes)?, Order::Play).await,
		("verify", [seed, sizes]) => verify(handle, &Spec::parse(seed, sizes)?).await,
		("providers", [key]) => {
			let found = network.providers(&key.parse()?, 100).await?;
			Ok(json!(found.iter().map(ToString::to_string).collect::<Vec<_>>()))
		},
		("get", [cid]) => Ok(json!(handle.get_or_fetch(&cid.parse()?).await?.len())),
		("put", [text]) => {
			let cid = handle.put(RAW, text.as_bytes().to_vec().into()).await?;
			Ok(json!(cid.to_string()))
		},
		("connect", [address]) => Ok(json!(network.connect(&address.parse()?).await?.to_string())),
		("state", []) => state(handle).await,
		_ => Err(format!("no command {command} with {} arguments", arguments.len()).into()),
	}
}

fn say(line: &Value) {
	let mut out = std::io::stdout().lock();
	// Whoever drives this is gone if nobody listens.
	if writeln!(out, "{line}").and_then(|()| out.flush()).is_err() {
		std::process::exit(0);
	}
}

#[tokio::main]
async fn main() -> Result<(), Box<dyn Error>> {
	// To standard error; `RUST_LOG` says how much.
	tracing_subscriber::fmt()
		.with_env_filter(tracing_subscriber::EnvFilter::from_default_env())
		.with_writer(std::io::stderr)
		.init();
	let arguments: Vec<String> = std::env::args().skip(1).collect();
	let (directory, rest) =
		arguments.split_first().ok_or("usage: store_node DIRECTORY [name=value]…")?;
	let (handle, serving) = Service::open(settings(directory, rest)?).await?;
	let serving = tokio::spawn(serving);
	let network = handle.network().ok_or("no network")?;
	let addresses: Vec<String> = network.addresses().iter().map(ToString::to_string).collect();
	let http = handle.http_address().map(|address| address.to_string());
	say(
		&json!({ "ready": { "peer": network.peer_id().to_string(), "addresses": addresses, "http": http } }),
	);
	let (tell, mut lines) = tokio::sync::mpsc::unbounded_channel();
	std::thread::spawn(move || {
		for line in std::io::stdin().lock().lines().map_while(Result::ok) {
			if tell.send(line).is_err() {
				return;
			}
		}
	});
	while let Some(line) = lines.recv().await {
		let handle = handle.clone();
		tokio::spawn(async move {
			let words: Vec<&str> = line.split_whitespace().collect();
			let [id, command, arguments @ ..] = words.as_slice() else { return };
			say(&match run(&handle, command, arguments).await {
				Ok(value) => json!({ "id": id, "ok": value }),
				Err(error) => json!({ "id": id, "error": error.to_string() }),
			});
		});
	}
	handle.shutdown();
	Ok(serving.await?)
}
