//! The command as scripts use it.

use clap::{Command as Definition, CommandFactory};
use reel::cli::Cli;
use serde_json::Value;
use std::process::{Command, Output, Stdio};

pub(crate) const ALICE: &str = "5GrwvaEF5zXb26Fz9rcQpDWS57CtERHpNehXCPcNoHGKutQY";
/// A pattern that nobody opened.
const PATTERN: &str = "0x0101010101010101010101010101010101010101010101010101010101010101";
/// Nobody listens on this port.
const NOWHERE: &str = "ws://127.0.0.1:1";

fn reel(arguments: &[&str]) -> Output {
	reel_with(arguments, &[])
}

/// The command with these arguments and variables, and without those of whoever runs the tests.
pub(crate) fn reel_with(arguments: &[&str], variables: &[(&str, &str)]) -> Output {
	let mut command = Command::new(env!("CARGO_BIN_EXE_reel"));
	for (name, _) in std::env::vars().filter(|(name, _)| name.starts_with("REEL_")) {
		command.env_remove(name);
	}
	command
		.env("REEL_NODE", NOWHERE)
		.env("REEL_CONFIG", "/nonexistent/reel.toml")
		.envs(variables.iter().copied())
		.args(arguments)
		.stdin(Stdio::null())
		.output()
		.expect("runs")
}

pub(crate) fn last_event(output: &Output) -> Value {
	let text = String::from_utf8_lossy(&output.stdout);
	serde_json::from_str(text.lines().last().expect("a line")).expect("json")
}

#[test]
fn the_definition_is_consistent_and_everything_is_documented() {
	fn check(command: &Definition, path: &str) {
		let path = format!("{path} {}", command.get_name());
		assert!(command.get_about().is_some(), "{path}");
		for argument in command.get_arguments() {
			assert!(argument.get_help().is_some(), "{path} {}", argument.get_id());
		}
		command.get_subcommands().for_each(|command| check(command, &path));
	}
	let command = Cli::command();
	check(&command, "");
	command.debug_assert();
}

#[test]
fn no_secret_can_be_given_as_an_argument() {
	let output = reel(&["--suri", "//Alice", "wallet", "address"]);
	assert_eq!(output.status.code(), Some(2));
}

#[test]
fn exit_codes_tell_the_cause() {
	let alice = ["--dev-account", "Alice"];
	for (arguments, code) in [
		(&["status"][..], 1),
		(&["wallet", "balance", "//Bob"], 1),
		(&["wallet", "address"], 2),
		(&["wallet", "balance", "Bob"], 2),
		(&["title", "show", "film.mp4"], 2),
		(&["watch", "film.mp4", alice[0], alice[1]], 2),
		(&["rate", "film.reel", "6", alice[0], alice[1]], 2),
		(&["rate", "film.reel", "5"], 2),
		(&["title", "ratings"], 2),
		(&["wallet", "send", "//Bob", "much", alice[0], alice[1]], 2),
		(&["wallet", "quote", "--from", "cfx", "--amount", "1"], 1),
		(&["wallet", "quote", "--from", "eur", "--amount", "1"], 2),
		(&["wallet", "swap", "--from", "ssh", "--amount", "1", "--slippage", "51%"], 2),
		(&["wallet", "balance", "//Bob", "--fee-in", "eur"], 2),
		(&["watch", "film.reel", "--layers", "all"], 2),
		(&["watch", "film.reel", "--language", "german", alice[0], alice[1]], 2),
		(&["watch", "film.reel", "--click-ads", alice[0], alice[1]], 2),
		(&["watch", "film.reel", "--no-ads", "--country", "DE"], 2),
		(&["title", "show", "nofile.reel"], 3),
		(&["title", "check-record", "missing.json"], 3),
		(&["wallet", "send", "//Bob", "1", "--with", "ssh", alice[0], alice[1]], 1),
		(&["wallet", "send", "//Bob", "0.5", "--token", "7", alice[0], alice[1]], 2),
		(&["wallet", "send", "//Bob", "1", "--token", "7", "--with", "ssh"], 2),
		(&["wallet", "address", "--suri-file", "missing"], 3),
		(
			&[
				"fund",
				"open",
				"missing.md",
				"--milestone",
				"1=missing.md",
				"--share",
				"1",
				"--tokens",
				"1",
			],
			3,
		),
		(&["layer", "list", "film.mp4"], 2),
		(&["layer", "offer", "film.reel", "--kind", "subtitle", "--language", "ko"], 2),
		(&["layer", "stop", "1", "--reason", "dislike", alice[0], alice[1]], 2),
		(&["publish", "missing.mp4", "--cell-seconds", "61", alice[0], alice[1]], 2),
		(&["report", "0x00", "--reason", "dislike", alice[0], alice[1]], 2),
		(&["publish", "missing.mp4", alice[0], alice[1]], 3),
		(&["identify", "missing.mp4"], 3),
		(&["pattern", "show", "film.mp4"], 2),
		(&["appeal", "open", PATTERN, "--file", "film.mp4", alice[0], alice[1]], 2),
		(&["appeal", "rule", PATTERN, "//Bob", "perhaps", alice[0], alice[1]], 2),
		(&["pattern", "split", "missing.mp4", alice[0], alice[1]], 3),
	] {
		let output = reel(arguments);
		let errors = String::from_utf8_lossy(&output.stderr);
		assert_eq!(output.status.code(), Some(code), "{arguments:?}: {errors}");
		assert!(!errors.is_empty());
	}
}

#[test]
fn json_gives_one_event_a_line_for_failures_too() {
	let output = reel(&["--json", "--dev-account", "Alice", "wallet", "address"]);
	assert!(output.status.success());
	assert_eq!(last_event(&output)["event"], "address");
	assert_eq!(last_event(&output)["account"], ALICE);
	let output = reel(&["--json", "publish", "missing.mp4", "--dev-account", "Alice"]);
	let event = last_event(&output);
	assert_eq!(
		(&event["event"], &event["label"], &event["exit_code"]),
		(&"error".into(), &"not-found".into(), &3.into())
	);
	for arguments in
		[&["--json", "buy"][..], &["buy", "--output", "json"], &["buy", "--output=json", "--rent"]]
	{
		let output = reel(arguments);
		assert_eq!(output.status.code(), Some(2), "{output:?}");
		let event = last_event(&output);
		assert_eq!((&event["event"], &event["label"]), (&"error".into(), &"usage".into()));
		let message = "the following required arguments were not provided: <MAGNET>";
		assert_eq!(event["message"], message);
	}
	let output = reel(&["buy"]);
	assert_eq!((output.status.code(), output.stdout.len()), (Some(2), 0));
	assert!(String::from_utf8_lossy(&output.stderr).contains("Usage:"));
	assert!(reel(&["--json", "--help"]).status.success());
}

#[test]
fn a_node_that_is_down_is_told_once() {
	let output = reel(&["status"]);
	let errors = String::from_utf8_lossy(&output.stderr);
	assert!(errors.contains("cannot be reached: ") && errors.contains("Is the node running?"));
	assert!(!errors.contains("RPC error") && !errors.contains("client error"), "{errors}");
}

#[test]
fn a_flag_goes_before_the_environment_and_that_before_the_file() {
	let directory = tempfile::tempdir().expect("temporary directory");
	let file = directory.path().join("config.toml").display().to_string();
	let key = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/fixtures/polkadot-js-key.json");
	let with = |arguments: &[&str], variables: &[(&str, &str)]| {
		let mut all = vec![("REEL_CONFIG", file.as_str())];
		all.extend(variables);
		let output = reel_with(arguments, &all);
		assert!(output.status.success(), "{arguments:?}: {output:?}");
		output
	};
	let address = |arguments: &[&str], variables: &[(&str, &str)]| {
		let mut all = arguments.to_vec();
		all.extend(["wallet", "address"]);
		String::from_utf8_lossy(&with(&all, variables).stdout).trim().to_owned()
	};
	let suri = [("REEL_SURI", "//Alice")];
	assert_eq!(address(&[], &suri), ALICE);
	with(&["config", "set", "key", key], &[]);
	assert_eq!(address(&[], &[]), "5CDoEBPZx9Zb6yLzWJ2wQuCEgirA4TW22C685ikFnxANJNGc");
	assert_eq!(address(&[], &suri), ALICE);
	assert_ne!(address(&["--dev-account", "Bob"], &suri), ALICE);

	with(&["config", "set", "node", "ws://file"], &[]);
	with(&["config", "set", "timeout", "7"], &[]);
	let shown = last_event(&with(&["--json", "config", "show"], &[("REEL_STORE", "http://env")]));
	let settings = &shown["settings"];
	for (name, value, from) in [
		("node", NOWHERE, "given"),
		("store", "http://env", "given"),
		("timeout", "7", "file"),
		("key", key, "file"),
		("output", "json", "given"),
	] {
		assert_eq!(settings[name]["value"], value, "{name}");
		assert_eq!(settings[name]["from"], from, "{name}");
	}
	assert_eq!(settings["vault"]["from"], "default");
	with(&["config", "set", "timeout", "--unset"], &[]);
	let path = with(&["config", "path"], &[]);
	assert_eq!(String::from_utf8_lossy(&path.stdout).trim(), file);

	std::fs::write(&file, "nodes = 1").expect("written");
	let broken = reel_with(&["--json", "status"], &[("REEL_CONFIG", &file)]);
	assert_eq!(
		(broken.status.code(), last_event(&broken)["label"].as_str()),
		(Some(1), Some("file"))
	);
}

#[test]
fn only_one_account_can_be_named() {
	for other in [["--key", "alice"], ["--suri-file", "phrase"]] {
		let output = reel(&["--dev-account", "Alice", other[0], other[1], "wallet", "address"]);
		assert_eq!(output.status.code(), Some(2), "{other:?}");
	}
	assert_eq!(reel(&["--json", "--output", "human", "wallet", "list"]).status.code(), Some(2));
}

#[test]
fn a_node_that_does_not_answer_is_waited_for_no_longer_than_asked() {
	// Takes connections, and says nothing.
	let silent = std::net::TcpListener::bind("127.0.0.1:0").expect("bound");
	let url = format!("ws://{}", silent.local_addr().expect("bound"));
	let started = std::time::Instant::now();
	let output = reel_with(&["--json", "--timeout", "1", "status"], &[("REEL_NODE", &url)]);
	assert_eq!(output.status.code(), Some(5), "{output:?}");
	assert_eq!(last_event(&output)["label"], "timeout");
	assert!(started.elapsed() < std::time::Duration::from_secs(8));
}

#[test]
fn every_command_has_an_example_and_the_page_of_exit_codes_is_complete() {
	fn check(command: &Definition, path: &str) {
		let path = format!("{path} {}", command.get_name());
		if !command.has_subcommands() {
			let help = command.get_after_help().expect(&path).to_string();
			assert!(help.starts_with("Example: ") && help.contains("reel "), "{path}: {help}");
		}
		command.get_subcommands().for_each(|command| check(command, &path));
	}
	check(&Cli::command(), "");
	let help = reel(&["--help"]);
	let help = String::from_utf8_lossy(&help.stdout).into_owned();
	for code in 0..=7 {
		assert!(help.contains(&format!("\n  {code}  ")), "{code}: {help}");
	}
}

#[test]
fn the_pages_of_the_manual_are_checked_against_the_command() {
	let directory = tempfile::tempdir().expect("temporary directory");
	let path = directory.path().join("cli").display().to_string();
	assert_eq!(reel(&["help-pages", &path, "--check"]).status.code(), Some(1));
	assert!(reel(&["help-pages", &path]).status.success());
	assert!(reel(&["help-pages", &path, "--check"]).status.success());
	let page = directory.path().join("cli/wallet.md");
	let text = std::fs::read_to_string(&page).expect("a page");
	assert!(text.contains("## reel wallet send") && text.contains("reel wallet send //Bob 2.5"));
	std::fs::write(&page, text + "more").expect("written");
	let stale = reel(&["--json", "help-pages", &path, "--check"]);
	assert_eq!(stale.status.code(), Some(3));
	assert!(last_event(&stale)["message"].as_str().expect("text").contains("wallet.md"));
}

#[test]
fn completions_are_printed() {
	let output = reel(&["completion", "bash"]);
	assert!(output.status.success());
	assert!(String::from_utf8_lossy(&output.stdout).contains("supervisor"));
}
