//! Options of every command, and where the others come from: a flag, then the environment, then the configuration
//! file, then what is built in.

use super::config::Config;
use crate::{Result, transport::PATIENCE};
use clap::{Args, ValueEnum};
use reel_primitives::market::Currency;
use serde::{Deserialize, Serialize};
use std::{path::PathBuf, time::Duration};

/// How results are printed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize, Serialize, ValueEnum)]
#[serde(rename_all = "kebab-case")]
pub(super) enum Format {
	/// Text.
	Human,
	/// One object a line.
	Json,
}

/// Options of every command.
#[derive(Clone, Debug, Args)]
#[command(next_help_heading = "Options of every command")]
pub(super) struct Global {
	/// Node to talk to, and desk to watch with [default: `ws://127.0.0.1:9944`].
	#[arg(long, global = true, env = "REEL_NODE", value_name = "URL")]
	pub(super) node: Option<String>,
	/// Fragment store to write to and to read from [default: `http://127.0.0.1:8945`].
	#[arg(long, global = true, env = "REEL_STORE", value_name = "URL")]
	pub(super) store: Option<String>,
	/// File with the token of the store's API, needed to publish.
	#[arg(long, global = true, env = "REEL_STORE_TOKEN_FILE", value_name = "FILE")]
	pub(super) store_token_file: Option<PathBuf>,
	/// Sign with this key: a name in the keystore, or a key file as polkadot-js exports it [env: `REEL_KEY`].
	#[arg(long, global = true, value_name = "NAME|FILE")]
	pub(super) key: Option<String>,
	/// File with the password of the key, which only its owner may read [env: `REEL_PASSWORD` with the password itself;
	/// otherwise asked for].
	#[arg(long, global = true, env = "REEL_PASSWORD_FILE", value_name = "FILE")]
	pub(super) password_file: Option<PathBuf>,
	/// Sign with the phrase or seed in this file, which only its owner may read [env: `REEL_SURI_FILE`, or `REEL_SURI` with
	/// the phrase itself].
	#[arg(long, global = true, value_name = "FILE", conflicts_with = "key")]
	pub(super) suri_file: Option<PathBuf>,
	/// Sign with a well-known development key, such as Alice. Everybody has these keys.
	#[arg(long, global = true, value_name = "NAME", conflicts_with_all = ["key", "suri_file"])]
	pub(super) dev_account: Option<String>,
	/// Directory of key files [default: ~/.local/share/reel/keys].
	#[arg(long, global = true, env = "REEL_KEYSTORE", value_name = "DIRECTORY")]
	pub(super) keystore: Option<PathBuf>,
	/// Directory of the secrets of published titles [default: ~/.local/share/reel/secrets].
	#[arg(long, global = true, env = "REEL_VAULT", value_name = "DIRECTORY")]
	pub(super) vault: Option<PathBuf>,
	/// Configuration file [default: ~/.config/reel/config.toml].
	#[arg(long, global = true, env = "REEL_CONFIG", value_name = "FILE")]
	pub(super) config: Option<PathBuf>,
	/// Wait until transactions are finalized, not only in a block.
	#[arg(long, global = true)]
	pub(super) finalized: bool,
	/// Pay fees in cfx or ssh; in ssh at the price of the pool [default: cfx].
	#[arg(long, global = true, value_name = "COIN", value_parser = super::by_name::<Currency>)]
	pub(super) fee_in: Option<Currency>,
	/// Submit nothing: say what would be submitted, the fee, and whether the chain would take it.
	#[arg(long, global = true)]
	pub(super) dry_run: bool,
	/// How long the node may take to answer, and a transaction to be done, in seconds [default: 90].
	#[arg(long, global = true, env = "REEL_TIMEOUT", value_name = "SECONDS",
		value_parser = clap::value_parser!(u64).range(1..=86_400))]
	pub(super) timeout: Option<u64>,
	/// How to print results [default: human].
	#[arg(long, global = true, env = "REEL_OUTPUT", value_name = "FORMAT", value_enum)]
	pub(super) output: Option<Format>,
	/// Short for --output json: one object a line.
	#[arg(long, global = true, conflicts_with = "output")]
	pub(super) json: bool,
}

impl Global {
	/// The format that flags or the environment ask for.
	pub(super) fn format(&self) -> Option<Format> {
		if self.json { Some(Format::Json) } else { self.output }
	}
}

/// Where a value comes from.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub(super) enum Origin {
	/// A flag or the environment.
	Given,
	/// The configuration file.
	File,
	/// What is built in.
	Default,
}

/// A value in force.
pub(super) type Effective = (&'static str, Option<String>, Origin);

/// What is in force.
#[derive(Clone, Debug)]
pub(super) struct Settings {
	pub(super) node: String,
	pub(super) store: String,
	pub(super) store_token_file: Option<PathBuf>,
	pub(super) keystore: Option<PathBuf>,
	pub(super) vault: Option<PathBuf>,
	pub(super) patience: Duration,
	pub(super) format: Format,
	/// Key of the configuration file; flags and environment go before it.
	pub(super) key: Option<String>,
	/// All of these as text.
	pub(super) effective: Vec<Effective>,
}

impl Settings {
	/// Puts flags, environment and file together.
	pub(super) fn of(global: &Global) -> Result<Self> {
		let file = Config::read(&Config::path(global)?)?;
		let mut effective = Vec::new();
		let mut text = |name, given: Option<String>, file: Option<String>, default: &str| {
			let (value, origin) = match (given, file) {
				(Some(value), _) => (Some(value), Origin::Given),
				(None, Some(value)) => (Some(value), Origin::File),
				(None, None) => {
					(Some(default.to_owned()).filter(|text| !text.is_empty()), Origin::Default)
				},
			};
			effective.push((name, value.clone(), origin));
			value
		};
		let path = |path: &Option<PathBuf>| path.as_ref().map(|path| path.display().to_string());
		let node = text("node", global.node.clone(), file.node, "ws://127.0.0.1:9944");
		let store = text("store", global.store.clone(), file.store, "http://127.0.0.1:8945");
		let given = path(&global.store_token_file);
		let store_token_file = text("store-token-file", given, path(&file.store_token_file), "");
		let given = global.key.clone().or_else(|| std::env::var("REEL_KEY").ok());
		text("key", given, file.key.clone(), "");
		let keystore = text("keystore", path(&global.keystore), path(&file.keystore), "");
		let vault = text("vault", path(&global.vault), path(&file.vault), "");
		let seconds = |seconds: Option<u64>| seconds.map(|seconds| seconds.to_string());
		let default = PATIENCE.as_secs();
		text("timeout", seconds(global.timeout), seconds(file.timeout), &default.to_string());
		let name =
			|format: Option<Format>| format.map(|format| format!("{format:?}").to_lowercase());
		text("output", name(global.format()), name(file.output), "human");
		Ok(Self {
			node: node.unwrap_or_default(),
			store: store.unwrap_or_default(),
			store_token_file: store_token_file.map(PathBuf::from),
			keystore: keystore.map(PathBuf::from),
			vault: vault.map(PathBuf::from),
			patience: Duration::from_secs(
				global.timeout.or(file.timeout).unwrap_or(default).max(1),
			),
			format: global.format().or(file.output).unwrap_or(Format::Human),
			key: file.key,
			effective,
		})
	}
}
