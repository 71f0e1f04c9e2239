//! The configuration file, and `config`.

use super::{
	context::Context,
	options::{Format, Global, Origin},
};
use crate::{Error, Result};
use clap::Subcommand;
use serde::Deserialize;
use serde_json::{Map, json};
use std::{
	fs,
	io::Write,
	path::{Path, PathBuf},
};
use toml_edit::{DocumentMut, value};

#[derive(Clone, Debug, Subcommand)]
pub(super) enum ConfigCommand {
	/// Show what is in force and where it comes from: a flag or the environment, the file, or the default.
	#[command(after_help = "Example: reel config show")]
	Show,
	/// Set a value in the configuration file, or take it out with --unset.
	#[command(after_help = "Example: reel config set node ws://10.0.0.7:9944")]
	Set {
		/// node, store, store-token-file, key, keystore, vault, timeout or output.
		name: String,
		/// Its value.
		#[arg(required_unless_present = "unset")]
		value: Option<String>,
		/// Take the value out of the file.
		#[arg(long, conflicts_with = "value")]
		unset: bool,
	},
	/// Print where the configuration file is, whether it is there or not.
	#[command(after_help = "Example: $EDITOR $(reel config path)")]
	Path,
}

/// What the file may say.
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub(super) struct Config {
	pub(super) node: Option<String>,
	pub(super) store: Option<String>,
	pub(super) store_token_file: Option<PathBuf>,
	pub(super) key: Option<String>,
	pub(super) keystore: Option<PathBuf>,
	pub(super) vault: Option<PathBuf>,
	pub(super) timeout: Option<u64>,
	pub(super) output: Option<Format>,
}

fn failed(path: &Path, error: &dyn std::fmt::Display) -> Error {
	Error::File(format!("{}: {error}", path.display()))
}

impl Config {
	/// The file given, else `$XDG_CONFIG_HOME/reel/config.toml`, else the same under `~/.config`.
	pub(super) fn path(global: &Global) -> Result<PathBuf> {
		if let Some(path) = &global.config {
			return Ok(path.clone());
		}
		let absolute = |name: &str| {
			std::env::var_os(name).map(PathBuf::from).filter(|path| path.is_absolute())
		};
		let home = absolute("XDG_CONFIG_HOME")
			.or_else(|| absolute("HOME").map(|home| home.join(".config")))
			.ok_or_else(|| Error::Usage("no home directory: give --config FILE".to_owned()))?;
		Ok(home.join("reel/config.toml"))
	}

	/// Reads the file; one that is not there says nothing.
	pub(super) fn read(path: &Path) -> Result<Self> {
		match fs::read_to_string(path) {
			Ok(text) => Self::parse(&text).map_err(|error| failed(path, &error)),
			Err(error) if error.kind() == std::io::ErrorKind::NotFound => Ok(Self::default()),
			Err(error) => Err(failed(path, &error)),
		}
	}

	fn parse(text: &str) -> Result<Self, String> {
		toml_edit::de::from_str(text).map_err(|error| error.to_string().trim().to_owned())
	}
}

/// The text of the file with one value changed; comments stay.
fn changed(text: &str, name: &str, new: Option<&str>) -> Result<String, String> {
	let mut document: DocumentMut = text.parse().map_err(|error| format!("{error}"))?;
	match new {
		None => drop(document.remove(name)),
		Some(new) if name == "timeout" => {
			let seconds: i64 =
				new.parse().map_err(|_| format!("{new:?} is no number of seconds"))?;
			document[name] = value(seconds);
		},
		Some(new) => document[name] = value(new),
	}
	let text = document.to_string();
	// Names and values alike are refused before anything is written.
	Config::parse(&text)?;
	Ok(text)
}

fn set(path: &Path, name: &str, new: Option<&str>) -> Result<()> {
	let text = match fs::read_to_string(path) {
		Ok(text) => text,
		Err(error) if error.kind() == std::io::ErrorKind::NotFound => String::new(),
		Err(error) => return Err(failed(path, &error)),
	};
	let text = changed(&text, name, new).map_err(Error::Usage)?;
	let directory = path.parent().ok_or_else(|| failed(path, &"has no directory"))?;
	let write = || -> std::io::Result<()> {
		fs::create_dir_all(directory)?;
		// Replaced as a whole: a full disk leaves the old one.
		let mut file = tempfile::NamedTempFile::new_in(directory)?;
		file.write_all(text.as_bytes())?;
		file.persist(path)?;
		Ok(())
	};
	write().map_err(|error| failed(path, &error))
}

pub(super) fn config(context: &Context, command: ConfigCommand) -> Result<()> {
	let path = Config::path(&context.global)?;
	match command {
		ConfigCommand::Path => {
			let text = path.display().to_string();
			context.output.event("config-path", &text, json!({ "path": text }));
		},
		ConfigCommand::Set { name, value, .. } => {
			set(&path, &name, value.as_deref())?;
			let text = match &value {
				Some(value) => format!("{name} is {value}"),
				None => format!("{name} is not set"),
			};
			let fields = json!({ "name": name, "value": value, "path": path });
			context.output.event("config-set", &text, fields);
		},
		ConfigCommand::Show => {
			let (mut lines, mut fields) = (Vec::new(), Map::new());
			for (name, value, origin) in &context.settings.effective {
				let from = match origin {
					Origin::Given => "flag or environment",
					Origin::File => "file",
					Origin::Default => "default",
				};
				let shown = value.as_deref().unwrap_or("not set");
				lines.push(format!("{name:<17} {shown} ({from})"));
				fields.insert((*name).to_owned(), json!({ "value": value, "from": origin }));
			}
			let fields = json!({ "path": path, "settings": fields });
			context.output.event("config", &lines.join("\n"), fields);
		},
	}
	Ok(())
}

#[cfg(test)]
mod tests {
	use super::*;

	#[test]
	fn a_value_is_changed_and_comments_stay() {
		let text = changed("# mine\nnode = \"ws://a\" # home\n", "timeout", Some("7"));
		let text = text.expect("changed");
		assert!(text.starts_with("# mine\n") && text.contains("# home"), "{text}");
		let config = Config::parse(&text).expect("parsed");
		assert_eq!((config.node.as_deref(), config.timeout), (Some("ws://a"), Some(7)));
		let text = changed(&text, "node", None).expect("changed");
		assert_eq!(Config::parse(&text).expect("parsed").node, None);
	}

	#[test]
	fn names_and_values_that_make_no_sense_are_refused() {
		for (name, value) in [("nodes", "ws://a"), ("timeout", "soon"), ("output", "xml")] {
			assert!(changed("", name, Some(value)).is_err(), "{name}");
		}
	}
}
