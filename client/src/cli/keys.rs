//! `wallet new`, `wallet import`, `wallet list`.

use super::context::Context;
use crate::{
	Error, Result,
	account::{Signer, to_ss58},
	keystore::KeyFile,
	password::prompt,
};
use serde_json::json;
use std::{
	fs::OpenOptions,
	io::{IsTerminal, Read, Write},
	os::unix::fs::OpenOptionsExt,
	path::Path,
};
use zeroize::Zeroizing;

/// Most bytes of a phrase that is piped in.
const MAX_PHRASE_BYTES: u64 = 4_096;

pub(super) fn new(context: &Context, name: &str, phrase_file: Option<&Path>) -> Result<()> {
	context.keystore()?.check_free(name)?;
	let (signer, phrase) = Signer::generate()?;
	let password = context.passwords().ask_new(name)?;
	let key = KeyFile::encrypt(&signer, name, &password)?;
	if let Some(path) = phrase_file {
		let write = || -> std::io::Result<()> {
			let mut file =
				OpenOptions::new().write(true).create_new(true).mode(0o600).open(path)?;
			writeln!(file, "{}", *phrase)?;
			file.sync_all()
		};
		write().map_err(|error| Error::File(format!("{}: {error}", path.display())))?;
	}
	keep(context, name, &key)?;
	if phrase_file.is_none() {
		context.output.note("the key file and its password are all there is: make a copy of it");
	}
	Ok(())
}

pub(super) fn import(context: &Context, name: &str, file: Option<&Path>) -> Result<()> {
	context.keystore()?.check_free(name)?;
	if let Some(path) = file {
		let key = KeyFile::read(path)?;
		// Decrypted once, so that nobody keeps a file that cannot be opened.
		key.decrypt(&context.passwords().ask(&path.display().to_string())?)?;
		return keep(context, name, &key);
	}
	let signer = match &context.global.suri_file {
		Some(path) => Signer::from_file(path)?,
		None => Signer::from_suri(phrase()?.trim())?,
	};
	let password = context.passwords().ask_new(name)?;
	keep(context, name, &KeyFile::encrypt(&signer, name, &password)?)
}

/// The phrase or seed, from the terminal without showing it, or else from standard input.
fn phrase() -> Result<Zeroizing<String>> {
	let mut input = std::io::stdin();
	if input.is_terminal() {
		return prompt("Phrase or seed: ");
	}
	let mut text = Zeroizing::new(String::new());
	let read = input.by_ref().take(MAX_PHRASE_BYTES).read_to_string(&mut text);
	read.map_err(|error| Error::File(format!("standard input: {error}")))?;
	Ok(text)
}

fn keep(context: &Context, name: &str, key: &KeyFile) -> Result<()> {
	let path = context.keystore()?.keep(name, key)?;
	let account = to_ss58(&key.account()?);
	context.output.event(
		"key",
		&format!("{name} is {account}, in {}", path.display()),
		json!({ "name": name, "account": account, "file": path }),
	);
	Ok(())
}

pub(super) fn list(context: &Context) -> Result<()> {
	let keys = context.keystore()?.list()?;
	if keys.is_empty() {
		context.output.note("no keys: make one with reel wallet new NAME");
	}
	for (name, key) in keys {
		let account = to_ss58(&key.account()?);
		let text = format!("{name:<20} {account}");
		context.output.event("key", &text, json!({ "name": name, "account": account }));
	}
	Ok(())
}
