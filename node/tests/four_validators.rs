//! Four validators of `--chain local`, and a full node that joins them.

use crate::common::{BLOCKS_DEADLINE, Builder, Node, until};
use serde_json::json;
use tempfile::TempDir;

/// A node of the local chain: `who` is a flag such as `--bob`, or nothing for a full node.
fn node(folder: &TempDir, name: &str, who: &[&str], bootnode: Option<&str>) -> Node {
	let path = folder.path().join(name);
	let path = path.to_str().expect("temporary paths are text");
	let builder = Builder::new(&["--chain", "local", "--base-path", path])
		.with(&["--unsafe-force-node-key-generation", "--allow-private-ip"])
		.with(who);
	match bootnode {
		Some(address) => builder.with(&["--bootnodes", address]).start(),
		None => builder.start(),
	}
}

#[tokio::test]
async fn four_validators_finalise_together_and_a_full_node_follows() {
	let folder = tempfile::tempdir().expect("a temporary directory can be made");
	let alice = node(&folder, "alice", &["--alice"], None);
	let address = alice.rpc().listen_address().await;
	let others = ["bob", "charlie", "dave"]
		.map(|name| node(&folder, name, &[&format!("--{name}")], Some(&address)));

	until("four validators finalise", BLOCKS_DEADLINE, async || {
		(alice.rpc().finalized().await >= 3).then_some(())
	})
	.await;
	let round = alice.rpc().call("grandpa_roundState", json!([])).await;
	assert_eq!(round["best"]["totalWeight"], json!(4), "{round}");
	// With four, three are needed and enough.
	assert_eq!(round["best"]["thresholdWeight"], json!(3), "{round}");

	let agreed = alice.rpc().hash(3).await;
	let full = node(&folder, "full", &[], Some(&address));
	for node in others.iter().chain([&full]) {
		until("finality is everywhere", BLOCKS_DEADLINE, async || {
			(node.rpc().finalized().await >= 3).then_some(())
		})
		.await;
		assert_eq!(node.rpc().hash(3).await, agreed);
	}
	assert_eq!(full.rpc().call("system_nodeRoles", json!([])).await, json!(["Full"]));

	// One validator may go.
	let [bob, ..] = others;
	drop(bob);
	let before = full.rpc().finalized().await;
	until("three validators finalise", BLOCKS_DEADLINE, async || {
		(full.rpc().finalized().await >= before + 3).then_some(())
	})
	.await;
}
