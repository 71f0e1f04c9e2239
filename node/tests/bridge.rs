//! One curator's node and a store that misbehaves in every way it can: whatever it does, the node makes blocks, signs
//! nothing that the chain would refuse, and says what is wrong; and it does its duty once the store does.

use crate::common::{
	BLOCKS_DEADLINE, Film, Node, Rpc, Stage,
	curator::{EPOCHS_DEADLINE, account, hot_key, keeper, register, short_chain},
	relay::{Manner, Relay},
	run_ok, until,
};
use reel_fragments::keeping::PROOFS_PATH;
use reel_primitives::AccountId;
use reelchain_runtime::RuntimeEvent;
use serde_json::Value;
use std::{fs, path::PathBuf};
use tempfile::TempDir;

fn says(text: &'static str) -> impl Fn(&Value) -> bool {
	move |state| state["lastError"].as_str().is_some_and(|error| error.contains(text))
}

/// A node of Alice's that curates in the store behind `relay`.
fn start(chain: &str, folder: &TempDir, relay: &Relay) -> Node {
	let node =
		keeper(chain, folder, "alice").with(&["--curate", "--curate-store", &relay.url]).start();
	let (url, token) = node.store_access();
	relay.stand_before(&url, &token);
	node
}

async fn makes_blocks(node: &Node) {
	let before = node.rpc().best().await;
	until("blocks go on", BLOCKS_DEADLINE, async || {
		(node.rpc().best().await >= before + 3).then_some(())
	})
	.await;
}

/// Challenges missed on the chain so far.
async fn missed(node: &Node) -> usize {
	let mut missed = 0;
	for number in 1..=node.rpc().best().await {
		let hash = node.rpc().hash(number).await;
		let events = crate::common::events(node.rpc(), &hash).await;
		let is_miss = |event: &&RuntimeEvent| {
			matches!(
				event,
				RuntimeEvent::FragmentStaking(
					pallet_fragment_staking::Event::ChallengeMissed { .. }
				)
			)
		};
		missed += events.iter().filter(is_miss).count();
	}
	missed
}

/// The file of the hot key under a node's folder.
fn key_file(folder: &TempDir) -> PathBuf {
	let chains = folder.path().join("alice/chains");
	let mut folders = vec![chains];
	while let Some(path) = folders.pop() {
		for entry in fs::read_dir(path).expect("the node's folder").flatten() {
			// The type of a key is the beginning of its file's name.
			if entry.file_name().to_string_lossy().starts_with(&hex::encode(b"cur1")) {
				return entry.path();
			}
			if entry.path().is_dir() {
				folders.push(entry.path());
			}
		}
	}
	panic!("no hot key in the keystore");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_curators_node_survives_every_store_and_does_its_duty_when_it_can() {
	let folder = tempfile::tempdir().expect("a temporary directory can be made");
	let chain = short_chain(&folder);
	let relay = Relay::start(Manner::Absent).await;
	let node = start(&chain, &folder, &relay);
	let (rpc, hot, keeper) = (node.rpc(), hot_key(&node).await, account("Charlie"));

	rpc.keeping_until("nobody's key", says("acts for no curator")).await;
	register(&node, "Charlie").await;
	let stage = Stage::open(rpc).await;
	let film = Film::draw(2, 4).await;
	stage.publish(&film, &[&node], 1).await;

	// Before anything is kept: nothing it says gets as far as a signature.
	let state = rpc.keeping_until("no store", says("does not answer")).await;
	assert_eq!(state["storeReachable"], false);
	for (manner, text) in [
		(Manner::Garbage, "nonsense"),
		(Manner::Flood, "more than any answer has"),
		(Manner::Slow, "not in time"),
	] {
		relay.set(manner);
		rpc.keeping_until("a store that misbehaves", says(text)).await;
		makes_blocks(&node).await;
	}
	assert!(relay.flooded() < 64 << 20, "what is too long is not read");
	relay.set(Manner::WrongLeaf);
	rpc.keeping_until("a claim with wrong proofs", says("claim would be refused")).await;
	assert_eq!(rpc.nonce(&hot).await, 0, "nothing was signed");

	relay.set(Manner::Honest);
	let state = rpc.keeping_until("a contract", |state| state["started"] == 1).await;
	assert_eq!(state["curator"], keeper.to_string());
	let [(_, contract)] = &rpc.contracts_of(&keeper).await[..] else { panic!("one contract") };
	assert_eq!(contract.span, 0);

	answers_after_a_lie(&node, &relay, &hot).await;
	let node = answers_again_after_a_reorganization(node, &chain, &folder, &relay).await;
	let node = answers_after_a_kill(node, &chain, &folder, &relay).await;
	answers_when_its_key_is_back(&node, &folder, &relay).await;
	assert_eq!(node.lines_with(&["panicked", "Essential task"]), Vec::<String>::new());
}

/// A wrong proof costs nothing, and does not keep the right one from coming.
async fn answers_after_a_lie(node: &Node, relay: &Relay, hot: &AccountId) {
	let rpc = node.rpc();
	relay.set(Manner::WrongLeaf);
	rpc.keeping_until("a lie found out", says("proof would be refused")).await;
	let before = rpc.keeping().await["answered"].clone();
	let nonce = rpc.nonce(hot).await;
	relay.set(Manner::Honest);
	rpc.keeping_until("answers", |state| state["answered"] != before).await;
	assert_eq!(rpc.nonce(hot).await, nonce + 1, "all at once, and once");
	assert_eq!(missed(node).await, 0);
}

/// The block with an answer is taken back: it is given again, in a block of the new chain.
async fn answers_again_after_a_reorganization(
	mut node: Node,
	chain: &str,
	folder: &TempDir,
	relay: &Relay,
) -> Node {
	let keeper = account("Charlie");
	let path = folder.path().join("alice");
	let at = ["--chain", chain, "--base-path", path.to_str().expect("temporary paths are text")];
	// Finality may be faster than this test.
	for _ in 0..4 {
		let open =
			async |rpc: &Rpc| rpc.challenges(&keeper).await.iter().any(|asked| !asked.is_answered);
		let rpc = node.rpc().clone();
		until("something is asked", EPOCHS_DEADLINE, async || open(&rpc).await.then_some(())).await;
		until("it is answered", EPOCHS_DEADLINE, async || (!open(&rpc).await).then_some(())).await;
		let answered = rpc.best().await;
		node.stop();
		run_ok(&[&["revert"], &at[..], &["3"]].concat());
		let info = run_ok(&[&["chain-info"], &at[..]].concat()).stdout;
		let info: Value = serde_json::from_str(&info).expect("chain info is JSON");
		let is_undone = info["best_number"].as_u64() < Some(answered.into());
		node = start(chain, folder, relay);
		let rpc = node.rpc().clone();
		until("blocks go on", BLOCKS_DEADLINE, async || {
			(rpc.best().await > answered).then_some(())
		})
		.await;
		until("it is answered again", BLOCKS_DEADLINE, async || (!open(&rpc).await).then_some(()))
			.await;
		assert_eq!(missed(&node).await, 0);
		if is_undone {
			return node;
		}
	}
	panic!("each answer was final before it could be taken back");
}

/// Killed between the question to the store and its answer, and started again.
async fn answers_after_a_kill(node: Node, chain: &str, folder: &TempDir, relay: &Relay) -> Node {
	let before = node.rpc().keeping().await["answered"].clone();
	relay.set(Manner::SlowProofs);
	until("proofs are asked for", EPOCHS_DEADLINE, async || {
		relay.was_asked(PROOFS_PATH).then_some(())
	})
	.await;
	drop(node);
	relay.set(Manner::Honest);
	let node = start(chain, folder, relay);
	node.rpc().keeping_until("answers", |state| state["answered"] != before).await;
	assert_eq!(missed(&node).await, 0);
	node
}

/// Without its key the node says so; it is slashed meanwhile, and goes on when the key is there again.
async fn answers_when_its_key_is_back(node: &Node, folder: &TempDir, relay: &Relay) {
	let rpc = node.rpc();
	let file = key_file(folder);
	let aside = folder.path().join("aside");
	fs::rename(&file, &aside).expect("the folder is ours");
	rpc.keeping_until("the key is missed", says("no hot key")).await;
	fs::rename(&aside, &file).expect("the folder is ours");
	relay.set(Manner::Honest);
	let before = rpc.keeping().await["answered"].clone();
	rpc.keeping_until("answers", |state| state["answered"] != before).await;
}
