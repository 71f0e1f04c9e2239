//! How the node says that it cannot go on: one line with what is wrong, one hint with what to do.

use std::{error::Error, fmt, process::ExitCode};

/// Exit code of a wrong command line.
const USAGE: u8 = 2;

/// Exit code of everything else.
const FAILED: u8 = 1;

/// Why the binary ends without having done what it was asked.
#[derive(Debug)]
pub(crate) struct Failure {
	what: String,
	hint: String,
	code: u8,
}

impl Failure {
	/// `what` is wrong, and `hint` says what to do about it.
	pub(crate) fn new(what: impl Into<String>, hint: impl Into<String>) -> Self {
		Self { what: what.into(), hint: hint.into(), code: FAILED }
	}

	/// A command line that does not parse. Help and version are no failure and end the process here.
	pub(crate) fn usage(error: &clap::Error) -> Self {
		if !error.use_stderr() {
			error.exit();
		}
		let text = error.to_string();
		let mut paragraphs = text.split("\n\n").map(one_line);
		let what = paragraphs.next().unwrap_or_default();
		let tip = paragraphs.find_map(|line| line.strip_prefix("tip: ").map(str::to_owned));
		Self {
			what: what.trim_start_matches("error: ").to_owned(),
			hint: tip.unwrap_or_else(|| "see `reelchain-node --help`".into()),
			code: USAGE,
		}
	}

	/// Prints the line to stderr and gives the exit code.
	pub(crate) fn report(&self) -> ExitCode {
		eprintln!("Error: {self}");
		ExitCode::from(self.code)
	}
}

impl fmt::Display for Failure {
	fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
		let what = one_line(&self.what);
		write!(formatter, "{}. Hint: {}", what.trim_end_matches('.'), one_line(&self.hint))
	}
}

impl Error for Failure {}

impl From<sc_cli::Error> for Failure {
	fn from(error: sc_cli::Error) -> Self {
		use sc_cli::Error as Cli;
		match error {
			Cli::Cli(error) => Self::usage(&error),
			Cli::NetworkKeyNotFound(path) => Self::new(
				format!(
					"a validator needs a network key that stays the same, and {} does not exist",
					path.display()
				),
				format!(
					"make one with `reelchain-node key generate-node-key --file {}`, or name another with \
					 --node-key-file",
					path.display()
				),
			),
			Cli::KeyAlreadyExistsInPath(path) => Self::new(
				format!("a network key exists already in {}", path.display()),
				"delete it first if the node may change its identity",
			),
			Cli::Service(error) => error.into(),
			Cli::Client(error) => error.into(),
			error => Self::from_text(error.to_string()),
		}
	}
}

impl From<sc_service::Error> for Failure {
	fn from(error: sc_service::Error) -> Self {
		match error {
			sc_service::Error::Client(error) => error.into(),
			error => Self::from_text(error.to_string()),
		}
	}
}

impl From<sp_blockchain::Error> for Failure {
	fn from(error: sp_blockchain::Error) -> Self {
		Self::from_text(error.to_string())
	}
}

impl Failure {
	/// The SDK's errors are mostly text: the hint follows the words that say what they are about.
	fn from_text(what: String) -> Self {
		let words = what.to_lowercase();
		let about = |needles: &[&str]| needles.iter().any(|needle| words.contains(needle));
		let hint = if about(&["database is locked", "in use", "lock"]) && !about(&["address"]) {
			"another node works in this directory: stop it, or choose another with --base-path"
		} else if about(&["address already in use"]) {
			"another program has the port: choose others with --rpc-port, --port, --prometheus-port, --store-listen"
		} else if about(&["permission denied", "read-only file system"]) {
			"give this user access to the file, or choose another directory with --base-path"
		} else if about(&["no space left"]) {
			"free disk space, or choose another disk with --base-path"
		} else if about(&["chain named", "chain spec"]) {
			"--chain takes dev, local, main or the path of a chain spec in JSON"
		} else if about(&["skip_wasm_build"]) {
			"build again without SKIP_WASM_BUILD"
		} else if about(&["pruning"]) {
			"start with the pruning mode the database was made with, or run `reelchain-node purge-chain`"
		} else if about(&["node key", "secret", "key"]) {
			"see `reelchain-node key --help`"
		} else {
			"see `reelchain-node --help`; -l debug shows more"
		};
		Self::new(what, hint)
	}
}

/// Text of several lines as one.
fn one_line(text: &str) -> String {
	text.split_whitespace().collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
	use super::*;

	#[test]
	fn a_failure_is_one_line_whatever_it_was_made_of() {
		let failure = Failure::new("first\n\tsecond.\n", "do\nthis");
		assert_eq!(failure.to_string(), "first second. Hint: do this");
	}

	#[test]
	fn a_validator_without_network_key_is_told_the_command() {
		let failure = Failure::from(sc_cli::Error::NetworkKeyNotFound("/data/key".into()));
		assert!(failure.to_string().contains("key generate-node-key --file /data/key"));
	}

	#[test]
	fn a_mistyped_option_brings_the_nearest_one() {
		use sc_cli::SubstrateCli;
		let error = crate::cli::Cli::try_from_iter(["node", "--store-pat", "x"]).unwrap_err();
		let failure = Failure::usage(&error);
		assert_eq!(failure.code, USAGE);
		let line = failure.to_string();
		assert!(line.contains("'--store-pat'") && line.contains("'--store-path'"), "{line}");
		assert!(!line.contains('\n'));
	}
}
