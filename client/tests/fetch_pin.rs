//! `reel fetch` and `reel pin` against real stores: peers, gateways, a kill in between.

use crate::{
	command::{last_event, reel_with},
	sample::{Sample, local_network, published_among_peers},
};
use reel::peers::{PeerOptions, Peers};
use reel_fragment_store::{Cid, Config, Handle, HttpConfig, Service};
use serde_json::Value;
use std::{
	io::{BufRead, BufReader},
	net::SocketAddr,
	path::Path,
	process::{Command, Output, Stdio},
};
use tempfile::TempDir;

/// Loopback only, and nothing of whoever runs the tests.
const LOCAL: [&str; 3] = ["--allow-private", "--peer-listen", "/ip4/127.0.0.1/tcp/0"];

fn text(path: &Path) -> String {
	path.display().to_string()
}

/// Runs the command beside the stores of this process, which go on serving.
async fn reel(arguments: Vec<String>) -> Output {
	let run = move || {
		let arguments: Vec<&str> = arguments.iter().map(String::as_str).collect();
		reel_with(&arguments, &[])
	};
	tokio::task::spawn_blocking(run).await.expect("the command ends")
}

fn arguments(some: &[&str], more: &[&str]) -> Vec<String> {
	some.iter().chain(more).map(ToString::to_string).collect()
}

fn events(output: &Output, name: &str) -> Vec<Value> {
	let text = String::from_utf8_lossy(&output.stdout).into_owned();
	let all = text.lines().map(|line| serde_json::from_str::<Value>(line).expect("json"));
	all.filter(|event| event["event"] == name).collect()
}

fn succeeded(output: &Output) {
	assert!(output.status.success(), "{output:?}");
}

/// Every block of the sample, as another store has it.
async fn assert_whole(sample: &Sample, store: &Handle) {
	let magnet = sample.stored.magnet.cid;
	assert!(store.pins().contains(&magnet), "it is pinned");
	let manifest = store.get(&magnet).await.expect("the manifest is here");
	assert_eq!(manifest, sample.handle.get(&magnet).await.expect("published"));
	for (index, link) in (0u32..).zip(&sample.stored.manifest.cells) {
		let cell = sample.handle.cell(link, index).await.expect("published");
		for cid in std::iter::once(link).chain(&cell.fragments) {
			let found = store.get(cid).await.expect("it is here");
			assert_eq!(found, sample.handle.get(cid).await.expect("published"));
		}
	}
}

async fn opened(directory: &Path) -> Peers {
	Peers::open(PeerOptions::alone(directory.to_owned())).await.expect("the lock is free")
}

fn magnet(sample: &Sample) -> String {
	sample.stored.magnet.cid.to_string()
}

#[tokio::test(flavor = "multi_thread")]
async fn a_title_comes_from_peers_whole_and_what_is_here_is_not_fetched_again() {
	let sample = published_among_peers().await;
	let folder = tempfile::tempdir().expect("temporary directory");
	let into = text(&folder.path().join("store"));
	let (magnet, peer) = (magnet(&sample), sample.peer_address());
	let fetch = ["--json", "fetch", &magnet, "--into", &into, "--bootstrap", &peer, "--peers-only"];
	let output = reel(arguments(&fetch, &LOCAL)).await;
	succeeded(&output);
	let fetched = last_event(&output);
	assert_eq!((&fetched["event"], &fetched["present"]), (&"fetched".into(), &0.into()));
	assert_eq!(fetched["peer_share_bp"], 10_000);
	assert!(fetched["peer_bytes"].as_u64() >= Some(sample.stored.manifest.size_bytes));
	assert_eq!(events(&output, "cell").len(), sample.cut.cells.len());
	let here = opened(&folder.path().join("store")).await;
	assert_whole(&sample, here.store()).await;
	here.close().await;

	// Nobody is there any more, and nobody is needed.
	sample.handle.shutdown();
	let again = reel(arguments(&fetch, &LOCAL)).await;
	succeeded(&again);
	let fetched = last_event(&again);
	assert_eq!(fetched["present"], fetched["fragments"]);
	assert_eq!((&fetched["peer_bytes"], &fetched["peer_share_bp"]), (&0.into(), &Value::Null));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_fetch_that_was_killed_goes_on_where_it_was() {
	let sample = published_among_peers().await;
	let folder = tempfile::tempdir().expect("temporary directory");
	let into = text(&folder.path().join("store"));
	let (magnet, peer) = (magnet(&sample), sample.peer_address());
	let fetch = ["--json", "fetch", &magnet, "--into", &into, "--bootstrap", &peer];
	// Slow enough that cells come one after the other.
	let slow = format!("{}", sample.stored.manifest.size_bytes / 8);
	let killed = arguments(&fetch, &["--download-rate", &slow]);
	let first = tokio::task::spawn_blocking(move || {
		let mut child = Command::new(env!("CARGO_BIN_EXE_reel"))
			.args(killed)
			.args(LOCAL)
			.env("REEL_CONFIG", "/nonexistent/reel.toml")
			.stdin(Stdio::null())
			.stdout(Stdio::piped())
			.spawn()
			.expect("runs");
		let lines = BufReader::new(child.stdout.take().expect("piped")).lines();
		let came = lines.map_while(Result::ok).find(|line| line.contains("\"event\":\"cell\""));
		child.kill().expect("it runs");
		child.wait().expect("it ends");
		came
	});
	assert!(first.await.expect("the child ran").is_some(), "a cell came before the kill");

	let output = reel(arguments(&fetch, &LOCAL)).await;
	succeeded(&output);
	let fetched = last_event(&output);
	let present = fetched["present"].as_u64().expect("a number");
	let size = sample.stored.manifest.size_bytes;
	assert!(present >= 1, "what had come is not fetched again: {fetched}");
	assert!(fetched["peer_bytes"].as_u64().expect("a number") < size, "{fetched}");
	let here = opened(&folder.path().join("store")).await;
	assert_whole(&sample, here.store()).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_plain_gateway_is_a_provider_and_one_of_this_machine_only_if_allowed() {
	let sample = published_among_peers().await;
	let folder = tempfile::tempdir().expect("temporary directory");
	let into = text(&folder.path().join("store"));
	let (magnet, base) = (magnet(&sample), sample.store.base().to_owned());
	let fetch = ["--json", "fetch", &magnet, "--into", &into, "--origin", &base];
	let refused = reel(arguments(&fetch, &["--patience", "0"])).await;
	assert!(matches!(refused.status.code(), Some(3 | 7)), "{refused:?}");
	let message = last_event(&refused)["message"].as_str().expect("text").to_owned();
	assert!(message.contains("--allow-private"), "{message}");

	let output = reel(arguments(&fetch, &LOCAL)).await;
	succeeded(&output);
	let fetched = last_event(&output);
	assert_eq!((&fetched["peer_bytes"], &fetched["peer_share_bp"]), (&0.into(), &0.into()));
	assert!(fetched["web_bytes"].as_u64() >= Some(sample.stored.manifest.size_bytes));
}

/// A store with a gateway and peers, as a node has it.
pub(crate) async fn node_store(peer: &str) -> (Handle, TempDir) {
	let folder = tempfile::tempdir().expect("temporary directory");
	let listen = SocketAddr::from(([127, 0, 0, 1], 0));
	let config = Config {
		directory: folder.path().join("store"),
		quota_bytes: 1 << 30,
		http: Some(HttpConfig { listen, ..HttpConfig::default() }),
		network: Some(local_network(&[peer.to_owned()])),
		..Config::default()
	};
	let (handle, serving) = Service::open(config).await.expect("opened");
	tokio::spawn(serving);
	(handle, folder)
}

#[tokio::test(flavor = "multi_thread")]
async fn a_pinned_title_is_fetched_by_the_nodes_store_and_stays_when_its_peers_are_gone() {
	let sample = published_among_peers().await;
	let (node, folder) = node_store(&sample.peer_address()).await;
	let base = format!("http://{}", node.http_address().expect("listens"));
	let token = text(&folder.path().join("store/api-token"));
	let magnet = magnet(&sample);
	let at = ["--json", "--store", &base];
	let with_token = ["--json", "--store", &base, "--store-token-file", &token];

	let strange = reel(arguments(&at, &["pin", &magnet])).await;
	assert_eq!(strange.status.code(), Some(6), "{strange:?}");
	assert_eq!(last_event(&strange)["label"], "store-token");
	let dry = reel(arguments(&with_token, &["pin", &magnet, "--dry-run"])).await;
	succeeded(&dry);
	assert!(node.pins().is_empty());

	let pinned = reel(arguments(&with_token, &["pin", &magnet])).await;
	succeeded(&pinned);
	assert_eq!(last_event(&pinned)["cid"], magnet.as_str());
	sample.handle.network().expect("it has peers").shutdown();
	assert_whole(&sample, &node).await;

	let listed = reel(arguments(&with_token, &["pin", "--list"])).await;
	assert_eq!(last_event(&listed)["cid"], magnet.as_str());
	succeeded(&reel(arguments(&with_token, &["pin", &magnet, "--remove"])).await);
	assert!(node.pins().is_empty());
	let nobody = Cid::try_from("bafkreigh2akiscaildcqabsyg3dfr6chu3fgpregiymsck7e7aqa4s52zy");
	let nobody = nobody.expect("a name").to_string();
	let missing = reel(arguments(&with_token, &["pin", &nobody])).await;
	assert_eq!(missing.status.code(), Some(3), "{missing:?}");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_title_is_pinned_without_any_node() {
	let sample = published_among_peers().await;
	let folder = tempfile::tempdir().expect("temporary directory");
	let into = text(&folder.path().join("store"));
	let (magnet, peer) = (magnet(&sample), sample.peer_address());
	let pin = ["--json", "pin", &magnet, "--embedded", "--into", &into, "--bootstrap", &peer];
	let output = reel(arguments(&pin, &LOCAL)).await;
	succeeded(&output);
	assert_eq!(last_event(&output)["event"], "pinned");
	let listed = reel(arguments(&["--json", "pin", "--list", "--embedded", "--into", &into], &[]));
	assert_eq!(last_event(&listed.await)["cid"], magnet.as_str());
	let here = opened(&folder.path().join("store")).await;
	assert_whole(&sample, here.store()).await;
}
