//! A node as a child process that ends with its value.

use super::{BLOCKS_DEADLINE, Rpc, START_DEADLINE, binary, until};
use nix::{
	sys::signal::{Signal, kill},
	unistd::Pid,
};
use reel::store::{Store, http_client};
use serde_json::json;
use std::{
	fs,
	io::{BufRead, BufReader},
	path::{Path, PathBuf},
	process::{Child, ChildStderr, Stdio},
	sync::{Arc, Condvar, Mutex},
	thread,
	time::{Duration, Instant},
};
use tempfile::TempDir;

/// The file of that name somewhere under `folder`.
fn find(folder: &Path, name: &str) -> Option<PathBuf> {
	let mut folders = vec![folder.to_owned()];
	while let Some(folder) = folders.pop() {
		for entry in fs::read_dir(folder).into_iter().flatten().flatten() {
			match entry.file_type() {
				Ok(kind) if kind.is_dir() => folders.push(entry.path()),
				_ if entry.file_name() == name => return Some(entry.path()),
				_ => {},
			}
		}
	}
	None
}

/// How long a node may take to stop after it was asked to.
const STOP_DEADLINE: Duration = Duration::from_secs(20);

/// Lines of the log so far.
#[derive(Debug, Default)]
struct Log {
	lines: Mutex<Lines>,
	grown: Condvar,
}

#[derive(Debug, Default)]
struct Lines {
	all: Vec<String>,
	ended: bool,
}

/// What to start.
#[derive(Debug)]
pub(crate) struct Builder {
	arguments: Vec<String>,
	silence: &'static [&'static str],
}

impl Builder {
	/// A node with these arguments beside those that keep tests apart.
	pub(crate) fn new(arguments: &[&str]) -> Self {
		Self {
			arguments: arguments.iter().map(ToString::to_string).collect(),
			silence: &["--no-prometheus", "--no-telemetry"],
		}
	}

	/// Lets it serve metrics, and send telemetry if that is its default.
	pub(crate) fn observable(mut self) -> Self {
		self.silence = &["--prometheus-port", "0"];
		self
	}

	/// Adds arguments.
	pub(crate) fn with(mut self, arguments: &[&str]) -> Self {
		self.arguments.extend(arguments.iter().map(ToString::to_string));
		self
	}

	/// Starts the node and waits until it serves RPC.
	pub(crate) fn start(self) -> Node {
		let folder = tempfile::tempdir().expect("a temporary directory can be made");
		let given = self.arguments.iter().skip_while(|argument| *argument != "--base-path").nth(1);
		let base = given.map_or_else(|| folder.path().to_owned(), PathBuf::from);
		let mut command = binary();
		command
			// Where `--tmp` puts its base path.
			.env("TMPDIR", folder.path())
			.args(["--rpc-port", "0", "--store-listen", "127.0.0.1:0"])
			.args(["--listen-addr", "/ip4/127.0.0.1/tcp/0"])
			.args(["--no-mdns", "--trie-cache-size", "16777216", "--db-cache", "32"])
			.args(self.silence)
			.args(&self.arguments)
			.stdout(Stdio::null())
			.stderr(Stdio::piped());
		let mut child = command.spawn().expect("the binary exists");
		let log = Arc::new(Log::default());
		let stderr = child.stderr.take().expect("stderr is piped");
		thread::spawn({
			let log = log.clone();
			move || log.read(stderr)
		});
		let mut node = Node { child, log, rpc: Rpc::at(String::new()), base, _folder: folder };
		let line = node.wait_for_line("Running JSON-RPC server: addr=", START_DEADLINE);
		let address = line.split("addr=").nth(1).and_then(|list| list.split(',').next());
		node.rpc =
			Rpc::at(format!("http://{}", address.expect("the line names an address").trim()));
		node
	}
}

impl Log {
	fn read(&self, stderr: ChildStderr) {
		for line in BufReader::new(stderr).lines().map_while(Result::ok) {
			self.lines.lock().expect("no reader panics").all.push(line);
			self.grown.notify_all();
		}
		self.lines.lock().expect("no reader panics").ended = true;
		self.grown.notify_all();
	}
}

/// A running node. Killed on drop.
#[derive(Debug)]
pub(crate) struct Node {
	child: Child,
	log: Arc<Log>,
	rpc: Rpc,
	/// Where its files lie.
	base: PathBuf,
	_folder: TempDir,
}

/// A node of the chain `local` in a folder of its own under `folder`. `who` is a flag such as `--bob`, or `--name=…`
/// for a full node.
pub(crate) fn local_validator(folder: &TempDir, who: &str, bootnode: Option<&str>) -> Builder {
	let path = folder.path().join(who.trim_start_matches("--"));
	let path = path.to_str().expect("temporary paths are text");
	let builder = Builder::new(&["--chain", "local", "--base-path", path, who])
		.with(&["--unsafe-force-node-key-generation", "--allow-private-ip"]);
	match bootnode {
		Some(address) => builder.with(&["--bootnodes", address]),
		None => builder,
	}
}

/// Four validators of the chain `local`, each with a folder of its own, that know each other's desks.
pub(crate) async fn validators(folder: &TempDir) -> [Node; 4] {
	let alice = local_validator(folder, "--alice", None).start();
	let address = alice.rpc().listen_address().await;
	let [bob, charlie, dave] = ["--bob", "--charlie", "--dave"]
		.map(|who| local_validator(folder, who, Some(&address)).start());
	let all = [alice, bob, charlie, dave];
	for node in &all {
		// Secrets are sealed to the desks that a node knows.
		until("four desks know each other", BLOCKS_DEADLINE, async || {
			let keys = node.rpc().call("title_v1_deskKeys", json!([])).await;
			(keys.as_array().map(Vec::len) == Some(4)).then_some(())
		})
		.await;
	}
	all
}

impl Node {
	/// Its RPC.
	pub(crate) const fn rpc(&self) -> &Rpc {
		&self.rpc
	}

	/// Its process.
	pub(crate) fn process(&self) -> u32 {
		self.child.id()
	}

	/// Its fragment store, with the right to write.
	pub(crate) fn store(&self) -> Store {
		let line = self.wait_for_line("Fragment store listening on ", START_DEADLINE);
		let url = line.split("listening on ").nth(1).expect("the line names an address").trim();
		let token = find(&self.base, "api-token").expect("the store has made its token");
		let store = Store::new(http_client().expect("a client can be made"), url);
		store.with_token_file(&token).expect("the token is ours")
	}

	/// URL and API token of its fragment store.
	pub(crate) fn store_access(&self) -> (String, String) {
		let token = find(&self.base, "api-token").expect("the store has made its token");
		let token = fs::read_to_string(token).expect("the token is ours");
		(self.store().base().to_owned(), token.trim().to_owned())
	}

	/// The first line of the log with `text`, which may still have to come.
	pub(crate) fn wait_for_line(&self, text: &str, deadline: Duration) -> String {
		let end = Instant::now() + deadline;
		let mut lines = self.log.lines.lock().expect("no reader panics");
		loop {
			if let Some(line) = lines.all.iter().find(|line| line.contains(text)) {
				return line.clone();
			}
			let left = end.saturating_duration_since(Instant::now());
			assert!(
				!lines.ended && !left.is_zero(),
				"no line with {text:?}; the log:\n{}",
				lines.all.join("\n")
			);
			lines = self.log.grown.wait_timeout(lines, left).expect("no reader panics").0;
		}
	}

	/// The lines of the log so far that hold one of `texts`.
	pub(crate) fn lines_with(&self, texts: &[&str]) -> Vec<String> {
		let lines = self.log.lines.lock().expect("no reader panics");
		let wanted = |line: &&String| texts.iter().any(|text| line.contains(text));
		lines.all.iter().filter(wanted).cloned().collect()
	}

	/// Kills the node, which says good-bye to nobody, and tells all lines of its log.
	pub(crate) fn kill(mut self) -> Vec<String> {
		self.child.kill().expect("the node runs");
		let mut lines = self.log.lines.lock().expect("no reader panics");
		while !lines.ended {
			lines = self.log.grown.wait(lines).expect("no reader panics");
		}
		std::mem::take(&mut lines.all)
	}

	/// Asks the node to stop, as an operator does, and waits until it has.
	pub(crate) fn stop(mut self) {
		let pid = Pid::from_raw(self.child.id() as i32);
		kill(pid, Signal::SIGINT).expect("the node runs");
		let end = Instant::now() + STOP_DEADLINE;
		while Instant::now() < end {
			if self.child.try_wait().expect("the child is ours").is_some() {
				return;
			}
			thread::sleep(super::POLL);
		}
		panic!("the node did not stop within {STOP_DEADLINE:?}");
	}
}

impl Drop for Node {
	fn drop(&mut self) {
		// Both fail if the node has ended already, which is as good.
		let _ = self.child.kill();
		let _ = self.child.wait();
		if thread::panicking() {
			let lines = self.log.lines.lock().map(|lines| lines.all.clone()).unwrap_or_default();
			let tail = lines.len().saturating_sub(40);
			eprintln!("last lines of the node:\n{}", lines[tail..].join("\n"));
		}
	}
}
