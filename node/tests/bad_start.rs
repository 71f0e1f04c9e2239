//! What an operator is told when a node cannot start: one line, with what to do, and an exit code.

use crate::common::{Finished, run, run_ok};
use serde_json::{Value, json};
use std::{fs, net::TcpListener, path::Path};

/// Arguments that keep a node that starts against expectation from disturbing anything. It would not end, so each
/// test gives it a reason to.
const QUIET: [&str; 3] = ["--no-prometheus", "--no-telemetry", "--no-mdns"];

/// The one line of error; log lines may still be written after it.
fn the_line(finished: &Finished, code: i32) -> String {
	assert_eq!(finished.code, Some(code), "{finished:?}");
	let errors: Vec<_> =
		finished.stderr.lines().filter(|line| line.starts_with("Error: ")).collect();
	assert_eq!(errors.len(), 1, "one line of error in {}", finished.stderr);
	assert!(errors[0].contains(". Hint: "), "{}", errors[0]);
	errors[0].to_owned()
}

fn assert_mentions(line: &str, words: &[&str]) {
	for word in words {
		assert!(line.contains(word), "{word:?} is not in: {line}");
	}
}

fn text(path: &Path) -> &str {
	path.to_str().expect("temporary paths are text")
}

/// A port that somebody else has.
fn taken() -> (TcpListener, String) {
	let listener = TcpListener::bind("127.0.0.1:0").expect("loopback has free ports");
	let port = listener.local_addr().expect("it is bound").port().to_string();
	(listener, port)
}

#[test]
fn a_wrong_option_is_named_with_the_nearest_right_one() {
	let line = the_line(&run(&["--dev", "--store-qota", "1GB"]), 2);
	assert_mentions(&line, &["'--store-qota'", "'--store-quota'"]);
}

#[test]
fn a_wrong_value_is_named_with_its_option() {
	let line = the_line(&run(&["--dev", "--store-quota", "12 parsecs"]), 2);
	assert_mentions(&line, &["12 parsecs", "--store-quota", "GiB"]);
}

#[test]
fn a_taken_rpc_port_is_an_error_and_not_another_port() {
	let (_listener, port) = taken();
	let arguments = ["--dev", "--port", "0", "--store-listen", "127.0.0.1:0", "--rpc-port", &port];
	let line = the_line(&run(&[&arguments[..], &QUIET].concat()), 1);
	assert_mentions(&line, &["JSON-RPC", &port, "--rpc-port"]);
}

#[test]
fn a_taken_peer_to_peer_port_is_an_error_and_not_silence() {
	let (_listener, port) = taken();
	let arguments = ["--dev", "--rpc-port", "0", "--store-listen", "127.0.0.1:0", "--port", &port];
	let line = the_line(&run(&[&arguments[..], &QUIET].concat()), 1);
	assert_mentions(&line, &["peer-to-peer", &port, "--port"]);
}

#[test]
fn a_taken_store_port_is_an_error() {
	let (_listener, port) = taken();
	let address = format!("127.0.0.1:{port}");
	let arguments = ["--dev", "--rpc-port", "0", "--port", "0", "--store-listen", &address];
	let line = the_line(&run(&[&arguments[..], &QUIET].concat()), 1);
	assert_mentions(&line, &["fragment store", &port, "--store-listen"]);
}

#[test]
fn an_unknown_chain_brings_the_known_ones() {
	let line = the_line(&run(&["--chain", "atlantis"]), 1);
	assert_mentions(&line, &["\"atlantis\"", "dev, local, main"]);
}

#[test]
fn a_file_that_is_no_chain_spec_is_named() {
	let folder = tempfile::tempdir().expect("a temporary directory can be made");
	let file = folder.path().join("spec.json");
	fs::write(&file, "{}").expect("the directory is ours");
	let line = the_line(&run(&["--chain", text(&file)]), 1);
	assert_mentions(&line, &["spec.json", "cannot be used"]);
}

#[test]
fn the_main_chain_without_keys_says_that_they_are_missing() {
	let folder = tempfile::tempdir().expect("a temporary directory can be made");
	let ports = ["--rpc-port", "0", "--port", "0", "--store-listen", "127.0.0.1:0"];
	let arguments = ["--chain", "main", "--base-path", text(folder.path())];
	let line = the_line(&run(&[&arguments[..], &ports, &QUIET].concat()), 1);
	assert_mentions(&line, &["no authorities", "--dev"]);
}

#[test]
fn a_validator_without_network_key_is_told_the_command() {
	let folder = tempfile::tempdir().expect("a temporary directory can be made");
	let path = text(folder.path());
	let line = the_line(&run(&["--chain", "local", "--validator", "--base-path", path]), 1);
	assert_mentions(&line, &["network key", "key generate-node-key --file", path]);
}

#[test]
fn a_file_that_is_no_key_is_named() {
	let folder = tempfile::tempdir().expect("a temporary directory can be made");
	let file = folder.path().join("node.key");
	fs::write(&file, "not a key").expect("the directory is ours");
	let line = the_line(&run(&["--dev", "--node-key-file", text(&file)]), 1);
	assert_mentions(&line, &[text(&file), "cannot be read", "--node-key-file"]);
}

#[test]
fn a_key_that_cannot_be_read_is_named() {
	let folder = tempfile::tempdir().expect("a temporary directory can be made");
	// A directory cannot be read as a file, whoever the user is.
	let line = the_line(&run(&["--dev", "--node-key-file", text(folder.path())]), 1);
	assert_mentions(&line, &[text(folder.path()), "cannot be read", "--node-key-file"]);
}

#[test]
fn the_database_of_another_chain_is_refused_although_the_ids_are_the_same() {
	let folder = tempfile::tempdir().expect("a temporary directory can be made");
	let base = text(folder.path());
	let blocks = folder.path().join("blocks");
	let open = |chain: &str| {
		run(&["export-blocks", "--chain", chain, "--base-path", base, "--to", "1", text(&blocks)])
	};
	// Opening writes the genesis block; that there is no block 1 to export does not matter.
	let own = open("dev");
	assert!(!own.stderr.contains("another chain"), "{own:?}");

	let spec = run_ok(&["export-chain-spec", "--chain", "dev", "--raw"]).stdout;
	let mut spec: Value = serde_json::from_str(&spec).expect("a spec is JSON");
	spec["genesis"]["raw"]["top"]["0x00"] = json!("0x01");
	let file = folder.path().join("other.json");
	fs::write(&file, spec.to_string()).expect("the directory is ours");
	let line = the_line(&open(text(&file)), 1);
	assert_mentions(&line, &["another chain", base, "--base-path", "purge-chain"]);
}

#[test]
fn a_base_path_in_use_is_refused() {
	let folder = tempfile::tempdir().expect("a temporary directory can be made");
	let base = text(folder.path());
	let first = crate::common::Builder::new(&["--dev", "--base-path", base]).start();
	let ports = ["--rpc-port", "0", "--port", "0", "--store-listen", "127.0.0.1:0"];
	let arguments = ["--dev", "--base-path", base];
	let line = the_line(&run(&[&arguments[..], &ports, &QUIET].concat()), 1);
	assert_mentions(&line, &["--base-path"]);
	drop(first);
}
