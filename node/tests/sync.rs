//! A node that comes late: warp sync, metrics, and to whom it talks.

use crate::common::{
	BLOCKS_DEADLINE, Builder, Node, START_DEADLINE, dev, local_validator, sockets, until,
};
use reelchain_runtime::VERSION;
use serde_json::json;
use std::collections::BTreeMap;

#[tokio::test]
async fn a_late_node_warps_to_the_head_follows_finality_and_shows_it_in_its_metrics() {
	let folder = tempfile::tempdir().expect("a temporary directory can be made");
	let alice = local_validator(&folder, "--alice", None).start();
	let address = alice.rpc().listen_address().await;
	// Warp sync asks three peers before it believes one.
	let others = ["--bob", "--charlie", "--dave"]
		.map(|who| local_validator(&folder, who, Some(&address)).start());
	until("there is something to warp to", BLOCKS_DEADLINE, async || {
		(alice.rpc().finalized().await >= 5).then_some(())
	})
	.await;

	let late = local_validator(&folder, "--name=late", Some(&address))
		.with(&["--sync", "warp"])
		.observable()
		.start();
	late.wait_for_line("Warp sync is complete", BLOCKS_DEADLINE);
	let target = alice.rpc().finalized().await;
	until("the late node follows finality", BLOCKS_DEADLINE, async || {
		(late.rpc().finalized().await > target).then_some(())
	})
	.await;
	let (number, hash) = (target, alice.rpc().hash(target).await);
	for node in others.iter().chain([&late]) {
		assert_eq!(node.rpc().hash(number).await, hash);
	}
	// It has the state too, not only headers.
	let version = late.rpc().call("state_getRuntimeVersion", json!([hash])).await;
	assert_eq!(version["specVersion"], VERSION.spec_version);
	let refused = late.rpc().try_call("pov_v1_requestPlay", json!(["0x", "0x"])).await;
	assert!(refused.expect_err("it is no validator").contains("-32601"));

	height_is_shown(&late, "finalized", target).await;
	height_is_shown(&late, "best", target).await;
	assert_eq!(late.lines_with(&["panicked", "Essential task"]), Vec::<String>::new());
}

#[tokio::test]
async fn a_validator_counts_its_desk_in_metrics_and_calls_nobody() {
	let node = Builder::new(&["--dev", "--tmp"]).observable().start();
	let metrics = metrics_of(&node).await;
	for name in ["reel_desk_tickets_total", "reel_desk_plays_total", "reel_desk_proposals_total"] {
		assert_eq!(metrics[name], 0.0, "{name}");
	}
	let refused = node.rpc().try_call("pov_v1_submitPlay", json!(["0x00"])).await;
	refused.expect_err("that is no play");
	height_is_shown(&node, "best", 2).await;

	// Nobody asked for telemetry: no line about it, and no socket that leads off this machine.
	assert_eq!(node.lines_with(&["elemetry"]), Vec::<String>::new());
	let sockets = sockets::of(node.process());
	let listening = sockets.iter().filter(|socket| socket.remote.port() == 0);
	assert!(listening.count() >= 4, "RPC, peers, store, metrics: {sockets:?}");
	let away = sockets.iter().filter(|socket| {
		let ip = socket.remote.ip();
		!ip.is_loopback() && !ip.is_unspecified()
	});
	assert_eq!(away.collect::<Vec<_>>(), Vec::<&sockets::Socket>::new());
}

#[tokio::test]
async fn the_blob_on_chain_is_the_runtime_that_this_node_was_built_with() {
	let node = dev();
	// `Core_version`, executed in Wasm.
	let version = node.rpc().call("state_getRuntimeVersion", json!([])).await;
	assert_eq!(version["specName"], *VERSION.spec_name);
	assert_eq!(version["implName"], *VERSION.impl_name);
	assert_eq!(version["specVersion"], VERSION.spec_version);
	assert_eq!(version["transactionVersion"], VERSION.transaction_version);
	let apis = version["apis"].as_array().expect("a list");
	assert_eq!(apis.len(), VERSION.apis.len());
	for (id, number) in VERSION.apis.iter() {
		let id = reel_rpc_api::to_hex(id);
		assert!(apis.contains(&json!([id, number])), "{id} {number}");
	}
	// The node looks a version up in the blob's section; this runs the code.
	let raw = node.rpc().call("state_call", json!(["Core_version", "0x"])).await;
	let raw = reel_rpc_api::from_hex(raw.as_str().expect("hex")).expect("hex");
	let run = <sp_version::RuntimeVersion as codec::DecodeAll>::decode_all(&mut &raw[..]);
	assert_eq!(run.expect("the current layout"), VERSION);
}

/// The node's metrics: name with labels, without the chain's, and value.
async fn metrics_of(node: &Node) -> BTreeMap<String, f64> {
	let line = node.wait_for_line("Prometheus exporter started at ", START_DEADLINE);
	let address = line.split("started at ").nth(1).expect("the line names an address").trim();
	let url = format!("http://{address}/metrics");
	let text = reqwest::get(url).await.expect("the exporter answers").text().await.expect("text");
	let of_line = |line: &str| {
		let (name, value) = line.rsplit_once(' ')?;
		// Each metric carries the chain's id as its last label.
		let (name, _) = name.split_once("chain=\"")?;
		let name = name.trim_end_matches(['{', ',']);
		Some((name.to_owned(), value.parse().ok()?))
	};
	text.lines().filter(|line| !line.starts_with('#')).filter_map(of_line).collect()
}

/// Waits until the metrics, which the node brings up to date now and then, show a block of that status.
async fn height_is_shown(node: &Node, status: &str, least: u32) {
	let name = format!("substrate_block_height{{status=\"{status}\"");
	until("metrics show the height", BLOCKS_DEADLINE, async || {
		let height = metrics_of(node).await[&name];
		(height >= f64::from(least)).then_some(())
	})
	.await;
}
