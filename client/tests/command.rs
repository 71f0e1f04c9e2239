//! The command as scripts use it.

use clap::{Command as Definition, CommandFactory};
use reel::cli::Cli;
use serde_json::Value;
use std::process::{Command, Output};

const ALICE: &str = "5GrwvaEF5zXb26Fz9rcQpDWS57CtERHpNehXCPcNoHGKutQY";
/// Nobody listens on this port.
const NOWHERE: &str = "ws://127.0.0.1:1";

fn reel(arguments: &[&str]) -> Output {
	Command::new(env!("CARGO_BIN_EXE_reel"))
		.args(["--node", NOWHERE])
		.args(arguments)
		.env_remove("REEL_SURI")
		.env_remove("REEL_SURI_FILE")
		.output()
		.expect("runs")
}

fn last_event(output: &Output) -> Value {
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
		(&["wallet", "send", "//Bob", "much", alice[0], alice[1]], 2),
		(&["publish", "missing.mp4", "--cell-seconds", "61", alice[0], alice[1]], 2),
		(&["report", "0x00", "--reason", "dislike", alice[0], alice[1]], 2),
		(&["publish", "missing.mp4", alice[0], alice[1]], 3),
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
}

#[test]
fn the_account_comes_from_the_environment_or_a_file() {
	let output = Command::new(env!("CARGO_BIN_EXE_reel"))
		.args(["wallet", "address"])
		.env("REEL_SURI", "//Alice")
		.output()
		.expect("runs");
	assert_eq!(String::from_utf8_lossy(&output.stdout).trim(), ALICE);
}

#[test]
fn completions_are_printed() {
	let output = reel(&["completion", "bash"]);
	assert!(output.status.success());
	assert!(String::from_utf8_lossy(&output.stdout).contains("supervisor"));
}
