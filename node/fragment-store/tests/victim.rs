//! A store with gateway and peer network in a process of its own, so that what attacks cost it can be measured.
//!
//! The test starts its own binary again; with [`CHILD`] set the "test" below is the victim, which tells its addresses,
//! and its counters for each line it is sent.

use crate::{
	common,
	peers::{Node, film, settings},
};
use reel_fragment_store::{Config, HttpConfig, NetworkConfig, network::Multiaddr};
use serde_json::{Value, json};
use std::{
	io::{BufRead, BufReader, Write},
	net::SocketAddr,
	path::Path,
	process::{Child, ChildStdin, ChildStdout, Command, Stdio},
};
use tempfile::TempDir;

const CHILD: &str = "FRAGMENT_STORE_VICTIM";

/// What comes before each answer; the harness has words of its own.
const MARK: &str = "@@";

/// Sizes of the cells of the title it has.
pub(crate) const SIZES: [usize; 2] = [4 << 20, 100_000];

/// Seed of the title it has.
pub(crate) const SEED: u64 = 900;

fn say(value: &Value) {
	let mut out = std::io::stdout().lock();
	writeln!(out, "{MARK}{value}").and_then(|()| out.flush()).expect("the parent listens");
}

#[tokio::test(flavor = "multi_thread")]
async fn victim() {
	let Ok(directory) = std::env::var(CHILD) else { return };
	let listen = SocketAddr::from(([127, 0, 0, 1], 0));
	let config = Config {
		http: Some(HttpConfig { listen, ..HttpConfig::default() }),
		network: Some(NetworkConfig {
			listen: vec!["/ip4/0.0.0.0/tcp/0".parse().expect("parses")],
			relay_server: true,
			..settings(&[])
		}),
		quota_bytes: 256 << 20,
		..common::config(Path::new(&directory))
	};
	let node = Node::open(config).await;
	let film = film(SEED, &SIZES);
	node.publish(&film).await;
	let address =
		node.network().addresses().into_iter().find(|one| one.to_string().contains("127.0.0.1"));
	let http = node.handle.http_address().expect("listens").to_string();
	say(&json!({ "address": address.expect("loopback").to_string(), "http": http }));
	let (tell, mut lines) = tokio::sync::mpsc::unbounded_channel();
	std::thread::spawn(move || {
		for _ in std::io::stdin().lock().lines().map_while(Result::ok) {
			let _ = tell.send(());
		}
	});
	while lines.recv().await.is_some() {
		let state = node.network().state().await.expect("runs");
		let metrics = node.handle.metrics().all().into_iter();
		let mut told: serde_json::Map<String, Value> =
			metrics.map(|(name, value)| (name.to_owned(), value.into())).collect();
		told.insert("connected".to_owned(), state.connected.len().into());
		told.insert("records".to_owned(), state.provider_records.into());
		told.insert("routing".to_owned(), state.routing.into());
		say(&Value::Object(told));
	}
}

/// The victim, killed on drop.
pub(crate) struct Victim {
	pub(crate) address: Multiaddr,
	pub(crate) http: SocketAddr,
	pub(crate) directory: TempDir,
	process: Child,
	input: ChildStdin,
	output: BufReader<ChildStdout>,
}

impl Victim {
	pub(crate) fn start() -> Self {
		let directory = common::temporary();
		let mut process = Command::new(std::env::current_exe().expect("known"))
			.args(["--exact", "victim::victim", "--nocapture", "--test-threads=1"])
			.env(CHILD, directory.path())
			.stdin(Stdio::piped())
			.stdout(Stdio::piped())
			.stderr(Stdio::null())
			.spawn()
			.expect("starts");
		let input = process.stdin.take().expect("piped");
		let mut output = BufReader::new(process.stdout.take().expect("piped"));
		let told = next(&mut output);
		let text = |name: &str| told[name].as_str().expect("text").to_owned();
		Self {
			address: text("address").parse().expect("parses"),
			http: text("http").parse().expect("parses"),
			directory,
			process,
			input,
			output,
		}
	}

	/// A counter of the store, or `connected`, `records`, `routing`.
	pub(crate) fn count(&mut self, name: &str) -> u64 {
		writeln!(self.input, "tell").and_then(|()| self.input.flush()).expect("the victim lives");
		next(&mut self.output)[name].as_u64().unwrap_or_else(|| panic!("no counter {name}"))
	}

	/// Memory it has in use, in KiB.
	pub(crate) fn rss_kib(&self) -> u64 {
		self.memory("VmRSS:")
	}

	/// Forgets how much memory it ever used.
	pub(crate) fn reset_peak(&self) {
		let path = format!("/proc/{}/clear_refs", self.process.id());
		std::fs::write(path, "5").expect("the victim lives");
	}

	/// The most memory it used since, in KiB.
	pub(crate) fn peak_kib(&self) -> u64 {
		self.memory("VmHWM:")
	}

	fn memory(&self, name: &str) -> u64 {
		let status = std::fs::read_to_string(format!("/proc/{}/status", self.process.id()));
		let status = status.expect("the victim lives");
		let line = status.lines().find_map(|line| line.strip_prefix(name)).expect("is told");
		line.split_whitespace().next().and_then(|kib| kib.parse().ok()).expect("a number")
	}

	pub(crate) fn token(&self) -> String {
		let path = self.directory.path().join("api-token");
		std::fs::read_to_string(path).expect("is there").trim().to_owned()
	}
}

fn next(output: &mut BufReader<ChildStdout>) -> Value {
	loop {
		let mut line = String::new();
		assert!(output.read_line(&mut line).expect("text") > 0, "the victim ended");
		if let Some((_, told)) = line.split_once(MARK) {
			return serde_json::from_str(told).expect("JSON");
		}
	}
}

impl Drop for Victim {
	fn drop(&mut self) {
		// It may have ended by itself, which a test has told by then.
		let _ = self.process.kill();
		let _ = self.process.wait();
	}
}
