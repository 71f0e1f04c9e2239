//! Runs nodes and asks them.

mod crowd;
pub(crate) mod curator;
mod film;
mod node;
mod planted;
pub(crate) mod relay;
mod rpc;
pub(crate) mod sockets;
mod state;
mod usage;
mod viewer;

pub(crate) use crowd::{Crowd, SUM_PERIOD};
pub(crate) use film::{Film, GIVEN, Stage, dev, file_of};
pub(crate) use node::{Builder, Node, local_validator, validators};
pub(crate) use planted::{Planted, files};
pub(crate) use rpc::{Rpc, until, until_ms};
pub(crate) use state::{Books, accepted_batch, events, moment};
pub(crate) use usage::usage;
pub(crate) use viewer::{Viewer, watch};

use clap::Parser;
use futures::future::join_all;
use reel::account::Signer;
use reel_primitives::AccountId;
use std::{
	path::PathBuf,
	process::{Command, Stdio},
	time::Duration,
};

/// Longest wait for a node to serve RPC: an unoptimised node may have to compile the runtime first.
pub(crate) const START_DEADLINE: Duration = Duration::from_secs(120);

/// Longest wait for something that takes some blocks of 2.4 s, on a machine that is busy with other tests.
pub(crate) const BLOCKS_DEADLINE: Duration = Duration::from_secs(120);

/// Pause between two looks at something that is waited for.
pub(crate) const POLL: Duration = Duration::from_millis(200);

/// The binary under test, with the runtime cache that all tests share.
pub(crate) fn binary() -> Command {
	let mut command = Command::new(env!("CARGO_BIN_EXE_reelchain-node"));
	command
		.env("REELCHAIN_RUNTIME_CACHE", runtime_cache())
		// Temporary base paths of nodes that do not start are left behind: not in the system's directory.
		.env("TMPDIR", env!("CARGO_TARGET_TMPDIR"))
		.env_remove("RUST_LOG")
		.stdin(Stdio::null());
	command
}

/// Compiling the runtime once per test run is enough.
pub(crate) fn runtime_cache() -> PathBuf {
	PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join("runtime-cache")
}

/// What a command that ends by itself printed, and how it ended.
#[derive(Debug)]
pub(crate) struct Finished {
	pub(crate) code: Option<i32>,
	pub(crate) stdout: String,
	pub(crate) stderr: String,
}

/// Runs the binary with `arguments` to its end.
pub(crate) fn run(arguments: &[&str]) -> Finished {
	let output = binary().args(arguments).output().expect("the binary exists");
	Finished {
		code: output.status.code(),
		stdout: String::from_utf8_lossy(&output.stdout).into_owned(),
		stderr: String::from_utf8_lossy(&output.stderr).into_owned(),
	}
}

/// As [`run`], for commands that must succeed.
pub(crate) fn run_ok(arguments: &[&str]) -> Finished {
	let finished = run(arguments);
	assert_eq!(finished.code, Some(0), "{arguments:?} failed: {finished:?}");
	finished
}

/// Runs a command of the client at a node; its exit code. Its store is nowhere: what it tells is not needed.
pub(crate) async fn reel(node: &Node, arguments: &[&str]) -> u8 {
	reel_at(node, &["--store", "http://127.0.0.1:1"], arguments).await
}

/// As [`reel`], with the node's store and the right to write there.
pub(crate) async fn reel_with_store(node: &Node, arguments: &[&str]) -> u8 {
	let (url, token) = node.store_access();
	let folder = tempfile::tempdir().expect("a temporary directory can be made");
	let file = folder.path().join("token");
	std::fs::write(&file, token).expect("it can be written");
	let file = file.display().to_string();
	reel_at(node, &["--store", &url, "--store-token-file", &file], arguments).await
}

/// As [`reel_with_store`], signed by a name that everybody knows.
pub(crate) async fn by(node: &Node, name: &str, command: &[&str]) -> u8 {
	reel_with_store(node, &[&["--dev-account", name], command].concat()).await
}

/// Commands of several people at once, each as by [`by`]; their exit codes.
pub(crate) async fn at_once(node: &Node, commands: &[(&str, &[&str])]) -> Vec<u8> {
	join_all(commands.iter().map(|(name, command)| by(node, name, command))).await
}

/// The account of a name that everybody knows.
pub(crate) fn account(name: &str) -> AccountId {
	Signer::dev(name).expect("a name derives a key").account()
}

async fn reel_at(node: &Node, store: &[&str], arguments: &[&str]) -> u8 {
	let url = node.rpc().websocket();
	// No file of whoever runs the tests.
	let common = ["reel", "--node", url.as_str(), "--config", "/nonexistent/reel.toml", "--json"];
	let all = common.iter().chain(store).chain(arguments);
	reel::cli::run(reel::cli::Cli::try_parse_from(all).expect("a command line")).await
}
