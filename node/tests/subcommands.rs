//! The subcommands, on a database that a real node made.

use crate::common::{BLOCKS_DEADLINE, Builder, run, run_ok, until};
use serde_json::Value;

#[test]
fn version_carries_number_commit_and_platform() {
	let version = run_ok(&["--version"]).stdout;
	let version = version.trim();
	let number = env!("CARGO_PKG_VERSION");
	assert!(version.starts_with(&format!("reelchain-node {number}-")), "{version}");
	assert_eq!(version, version.lines().next().unwrap_or_default());
}

#[test]
fn completion_scripts_know_the_own_options() {
	for shell in ["bash", "zsh", "fish", "elvish", "powershell"] {
		let script = run_ok(&["completion", shell]).stdout;
		assert!(script.contains("store-quota"), "{shell}");
	}
}

#[test]
fn keys_are_made_and_inspected() {
	let made = run_ok(&["key", "generate", "--output-type", "json"]).stdout;
	let made: Value = serde_json::from_str(&made).expect("JSON was asked for");
	let phrase = made["secretPhrase"].as_str().expect("a new key has a phrase");
	let seen = run_ok(&["key", "inspect", "--output-type", "json", phrase]).stdout;
	let seen: Value = serde_json::from_str(&seen).expect("JSON was asked for");
	assert_eq!(made["ss58Address"], seen["ss58Address"]);
}

#[test]
fn built_in_chains_have_ids_protocols_and_no_telemetry() {
	for (chain, id) in
		[("dev", "reelchain_dev"), ("local", "reelchain_local"), ("main", "reelchain")]
	{
		let spec = run_ok(&["export-chain-spec", "--chain", chain]).stdout;
		let spec: Value = serde_json::from_str(&spec).expect("a spec is JSON");
		assert_eq!(spec["id"], *id, "{chain}");
		assert_eq!(spec["protocolId"], *id, "{chain}");
		assert_eq!(spec["telemetryEndpoints"], Value::Null, "{chain}");
		assert_eq!(spec["properties"]["tokenSymbol"], "CFX", "{chain}");
		assert_eq!(spec["properties"]["tokenDecimals"], 18, "{chain}");
	}
}

#[tokio::test]
async fn blocks_are_exported_checked_imported_reverted_and_purged() {
	let folder = tempfile::tempdir().expect("a temporary directory can be made");
	let path = |name: &str| folder.path().join(name).to_str().expect("text").to_owned();
	let (first, second, blocks) = (path("first"), path("second"), path("blocks"));

	let node = Builder::new(&["--dev", "--base-path", &first]).start();
	until("six blocks", BLOCKS_DEADLINE, async || (node.rpc().best().await >= 6).then_some(()))
		.await;
	let fifth = node.rpc().hash(5).await;
	node.stop();

	run_ok(&["check-block", "--dev", "--base-path", &first, "3"]);
	run_ok(&["export-blocks", "--dev", "--base-path", &first, "--to", "5", "--binary", &blocks]);
	run_ok(&["import-blocks", "--dev", "--base-path", &second, "--binary", &blocks]);
	let info = chain_info(&second);
	assert_eq!((&info["best_number"], &info["best_hash"]), (&5.into(), &fifth.into()));

	// Imported blocks are not final: all five can be reverted.
	run_ok(&["revert", "--dev", "--base-path", &second, "2"]);
	assert_eq!(chain_info(&second)["best_number"], 3);

	run_ok(&["purge-chain", "--dev", "--base-path", &second, "-y"]);
	assert_eq!(chain_info(&second)["best_number"], 0);
	assert_eq!(run(&["check-block", "--dev", "--base-path", &second, "3"]).code, Some(1));
}

fn chain_info(base_path: &str) -> Value {
	let info = run_ok(&["chain-info", "--dev", "--base-path", base_path]).stdout;
	serde_json::from_str(&info).expect("chain info is JSON")
}
