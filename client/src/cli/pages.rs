//! `help-pages`: the manual, out of the definition of the command line.

use super::context::Context;
use crate::{Error, Result};
use clap::{Arg, Command};
use serde_json::json;
use std::{
	collections::BTreeMap,
	fmt::{Display, Write},
	fs,
	path::Path,
};

/// Heading under which options of every command stand, which are told of once.
const GLOBAL: &str = "Options of every command";

/// Writes a page for each command into `directory`, or with `check` compares.
///
/// # Errors
/// [`Error::File`]; with `check`, [`Error::NotFound`] for pages that are missing, superfluous or old.
pub(super) fn write(
	context: &Context,
	command: &Command,
	directory: &Path,
	check: bool,
) -> Result<()> {
	let pages = pages(command);
	let failed =
		|path: &Path, error: &dyn Display| Error::File(format!("{}: {error}", path.display()));
	let mut stale = Vec::new();
	if !check {
		fs::create_dir_all(directory).map_err(|error| failed(directory, &error))?;
	}
	for (name, text) in &pages {
		let path = directory.join(name);
		if !check {
			fs::write(&path, text).map_err(|error| failed(&path, &error))?;
		} else if fs::read_to_string(&path).ok().as_ref() != Some(text) {
			stale.push(name.clone());
		}
	}
	for entry in fs::read_dir(directory).map_err(|error| failed(directory, &error))? {
		let path = entry.map_err(|error| failed(directory, &error))?.path();
		let name = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
		if !name.ends_with(".md") || pages.contains_key(&name) {
			continue;
		}
		if check {
			stale.push(name);
		} else {
			fs::remove_file(&path).map_err(|error| failed(&path, &error))?;
		}
	}
	if !stale.is_empty() {
		return Err(Error::NotFound(format!(
			"not up to date: {}. Run scripts/cli-pages.sh",
			stale.join(", ")
		)));
	}
	let text = format!("{} pages in {}", pages.len(), directory.display());
	context.output.event("help-pages", &text, json!({ "pages": pages.len() }));
	Ok(())
}

/// Pages by file name.
fn pages(command: &Command) -> BTreeMap<String, String> {
	let mut command = command.clone();
	command.build();
	let mut index = String::new();
	heading(&mut index, 1, "reel");
	about(&mut index, &command);
	line(&mut index, "| command | |");
	line(&mut index, "|---|---|");
	let mut pages = BTreeMap::new();
	for sub in visible(&command) {
		let name = sub.get_name();
		let about = sub.get_about().map(ToString::to_string).unwrap_or_default();
		line(&mut index, &format!("| [`reel {name}`]({name}.md) | {} |", escaped(&about)));
		let mut page = String::new();
		describe(&mut page, sub, &format!("reel {name}"), 1);
		pages.insert(format!("{name}.md"), page);
	}
	line(&mut index, "");
	heading(&mut index, 2, GLOBAL);
	arguments(&mut index, command.get_arguments().filter(|argument| is_global(argument)));
	if let Some(text) = command.get_after_long_help() {
		let text = text.to_string();
		let (title, rest) = text.split_once(":\n").unwrap_or(("", &text));
		heading(&mut index, 2, title);
		fenced(&mut index, rest);
	}
	pages.insert("README.md".to_owned(), index.trim_end().to_owned() + "\n");
	for page in pages.values_mut() {
		*page = page.trim_end().to_owned() + "\n";
	}
	pages
}

fn visible(command: &Command) -> impl Iterator<Item = &Command> {
	command.get_subcommands().filter(|sub| !sub.is_hide_set() && sub.get_name() != "help")
}

fn is_global(argument: &Arg) -> bool {
	argument.get_help_heading() == Some(GLOBAL)
}

fn line(page: &mut String, text: &str) {
	// Writing into a string does not fail.
	let _ = writeln!(page, "{text}");
}

fn heading(page: &mut String, level: usize, text: &str) {
	line(page, &format!("{} {text}\n", "#".repeat(level)));
}

fn fenced(page: &mut String, text: &str) {
	line(page, &format!("```text\n{}\n```\n", text.trim_end()));
}

fn about(page: &mut String, command: &Command) {
	let text = command.get_long_about().or_else(|| command.get_about());
	line(page, &format!("{}\n", text.map(ToString::to_string).unwrap_or_default()));
}

fn describe(page: &mut String, command: &Command, path: &str, level: usize) {
	heading(page, level, path);
	about(page, command);
	let own = || {
		let all = command.get_arguments();
		all.filter(|argument| {
			!is_global(argument) && !matches!(argument.get_id().as_str(), "help" | "version")
		})
	};
	let subs: Vec<&Command> = visible(command).collect();
	if subs.is_empty() || own().next().is_some() {
		let usage = command.clone().render_usage().to_string();
		fenced(page, usage.trim_start_matches("Usage:").trim());
	}
	if own().next().is_some() {
		arguments(page, own());
	}
	if let Some(help) = command.get_after_help() {
		let help = help.to_string();
		let (example, rest) = help.split_once("\n\n").unwrap_or((&help, ""));
		fenced(page, example.trim_start_matches("Example:").trim());
		if !rest.is_empty() {
			line(page, &format!("{}\n", rest.replace('\n', " ")));
		}
	}
	for sub in subs {
		describe(page, sub, &format!("{path} {}", sub.get_name()), level + 1);
	}
}

fn arguments<'a>(page: &mut String, arguments: impl Iterator<Item = &'a Arg>) {
	line(page, "| argument | |");
	line(page, "|---|---|");
	for argument in arguments {
		let names = argument.get_value_names().unwrap_or_default();
		let value = names.iter().map(|name| format!("<{name}>")).collect::<Vec<_>>().join(" ");
		let takes = argument.get_action().takes_values();
		let shown = match argument.get_long() {
			Some(long) if takes => format!("--{long} {value}"),
			Some(long) => format!("--{long}"),
			None => value,
		};
		let mut help = argument.get_help().map(ToString::to_string).unwrap_or_default();
		let possible = argument.get_possible_values();
		// Shells are none of ours to list.
		if takes && !possible.is_empty() && argument.get_long().is_some() {
			let names: Vec<_> =
				possible.iter().map(clap::builder::PossibleValue::get_name).collect();
			let _ = write!(help, " One of {}.", names.join(", "));
		}
		let defaults = argument.get_default_values();
		if takes && let Some(default) = defaults.first() {
			let _ = write!(help, " [default: {}]", default.to_string_lossy());
		}
		if let Some(variable) = argument.get_env() {
			let _ = write!(help, " [env: {}]", variable.to_string_lossy());
		}
		line(page, &format!("| `{}` | {} |", shown.replace('|', "\\|"), escaped(&help)));
	}
	line(page, "");
}

/// Text that is no markup of a table.
fn escaped(text: &str) -> String {
	text.replace('|', "\\|").replace('\n', " ").replace('*', "\\*")
}
