//! One node with `--dev`: blocks, finality, RPC, fragment store.

use crate::common::{BLOCKS_DEADLINE, Builder, Node, START_DEADLINE, until};
use serde_json::{Value, json};
use std::net::Ipv4Addr;

#[tokio::test]
async fn a_development_node_makes_final_blocks_and_serves_its_rpc_and_store() {
	let node = Builder::new(&["--dev", "--tmp"]).start();
	blocks_become_final(&node).await;
	spec_tells_wallets_what_they_show(&node).await;
	all_modules_are_served(&node).await;
	light_clients_get_a_spec_to_start_from(&node).await;
	store_answers_where_the_log_says(&node).await;
	a_crowd_is_served_at_once(&node).await;
	assert_eq!(node.lines_with(&["panicked", "Essential task"]), Vec::<String>::new());
	node.stop();
}

#[tokio::test]
async fn the_other_network_backend_works_too() {
	let node = Builder::new(&["--dev", "--tmp", "--network-backend", "libp2p"]).start();
	node.wait_for_line("Running libp2p network backend", START_DEADLINE);
	blocks_become_final(&node).await;
	node.stop();
}

async fn blocks_become_final(node: &Node) {
	let rpc = node.rpc();
	let first = until("first block", BLOCKS_DEADLINE, async || {
		Some(rpc.best().await).filter(|best| *best >= 1)
	});
	let first = first.await;
	until("three more blocks", BLOCKS_DEADLINE, async || {
		(rpc.best().await >= first + 3).then_some(())
	})
	.await;
	let finalized = until("finality", BLOCKS_DEADLINE, async || {
		Some(rpc.finalized().await).filter(|finalized| *finalized >= 1)
	});
	let finalized = finalized.await;
	until("finality moves", BLOCKS_DEADLINE, async || {
		(rpc.finalized().await > finalized).then_some(())
	})
	.await;
}

/// Each viewer is a client that stays connected.
async fn a_crowd_is_served_at_once(node: &Node) {
	let mut crowd = Vec::new();
	for _ in 0..300 {
		let client = node.rpc().coming_from(Ipv4Addr::LOCALHOST.into());
		assert_eq!(client.call("system_name", json!([])).await, json!("Reelchain Node"));
		crowd.push(client);
	}
}

async fn spec_tells_wallets_what_they_show(node: &Node) {
	let properties = node.rpc().call("system_properties", json!([])).await;
	assert_eq!(properties, json!({ "tokenSymbol": "CFX", "tokenDecimals": 18, "ss58Format": 42 }));
	assert_eq!(node.rpc().call("system_chain", json!([])).await, json!("Reelchain Development"));
	assert_eq!(node.rpc().call("system_nodeRoles", json!([])).await, json!(["Authority"]));
}

async fn all_modules_are_served(node: &Node) {
	let methods = node.rpc().call("rpc_methods", json!([])).await;
	let methods: Vec<_> =
		methods["methods"].as_array().expect("a list").iter().filter_map(Value::as_str).collect();
	for method in [
		"system_accountNextIndex",
		"payment_queryFeeDetails",
		"babe_epochAuthorship",
		"grandpa_roundState",
		"grandpa_proveFinality",
		"sync_state_genSyncSpec",
		"author_rotateKeysWithOwner",
		"chainHead_v1_follow",
		"transactionWatch_v1_submitAndWatch",
	] {
		assert!(methods.contains(&method), "{method} is not among {methods:?}");
	}
	let claims = node.rpc().call("babe_epochAuthorship", json!([])).await;
	assert_eq!(claims.as_object().expect("by authority").len(), 1, "{claims}");
	let round = node.rpc().call("grandpa_roundState", json!([])).await;
	assert_eq!(round["best"]["totalWeight"], json!(1), "{round}");
}

async fn light_clients_get_a_spec_to_start_from(node: &Node) {
	let spec = node.rpc().call("sync_state_genSyncSpec", json!([true])).await;
	assert!(spec["lightSyncState"]["finalizedBlockHeader"].is_string(), "{spec:.200}");
	assert_eq!(spec["protocolId"], json!("reelchain_dev"));
	assert_eq!(spec["telemetryEndpoints"], Value::Null);
}

async fn store_answers_where_the_log_says(node: &Node) {
	let line = node.wait_for_line("Fragment store listening on http://", START_DEADLINE);
	let url = line.split("listening on ").nth(1).expect("the line names an address").trim();
	let response = reqwest::get(format!("{url}/ipfs/nonsense")).await.expect("the store listens");
	assert_eq!(response.status().as_u16(), 400);
}
