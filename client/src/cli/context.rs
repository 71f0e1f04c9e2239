//! What commands share: settings, accounts and connections, made when they are needed.

use super::options::{Format, Global, Origin, Settings};
use crate::{
	Error, Result,
	account::{SURI_FILE_VARIABLE, SURI_VARIABLE, Signer, parse_account, to_ss58},
	chain::{Chain, Receipt, Wait, calls::Call},
	desk::Desk,
	keystore::Keystore,
	magnet::Magnet,
	money::{format_cfx, format_ssh},
	output::Output,
	password::Passwords,
	store::{Store, http_client},
	vault::Vault,
};
use reel_primitives::{AccountId, market::Currency};
use reel_rpc_api::to_hex;
use serde_json::{Value, json};
use std::path::{Path, PathBuf};
use zeroize::Zeroizing;

/// Environment variable with the name or file of the signing key.
const KEY_VARIABLE: &str = "REEL_KEY";

pub(super) struct Context {
	pub(super) global: Global,
	pub(super) settings: Settings,
	pub(super) output: Output,
}

/// Where the signing key is.
enum Source {
	Dev(String),
	Key(String),
	SuriFile(PathBuf),
	Suri(Zeroizing<String>),
}

impl Context {
	pub(super) fn new(global: Global) -> Result<Self> {
		let settings = Settings::of(&global)?;
		let output = Output::new(settings.format == Format::Json);
		Ok(Self { global, settings, output })
	}

	/// Whether nothing is to be submitted.
	pub(super) const fn is_dry(&self) -> bool {
		self.global.dry_run
	}

	/// A flag, else the environment, else the configuration file.
	fn source(&self) -> Result<Source> {
		let Global { dev_account, key, suri_file, .. } = &self.global;
		let variable = |name: &str| std::env::var(name).ok();
		if let Some(name) = dev_account {
			Ok(Source::Dev(name.clone()))
		} else if let Some(key) = key {
			Ok(Source::Key(key.clone()))
		} else if let Some(path) = suri_file {
			Ok(Source::SuriFile(path.clone()))
		} else if let Some(key) = variable(KEY_VARIABLE) {
			Ok(Source::Key(key))
		} else if let Some(path) = variable(SURI_FILE_VARIABLE) {
			Ok(Source::SuriFile(path.into()))
		} else if let Some(suri) = variable(SURI_VARIABLE) {
			Ok(Source::Suri(Zeroizing::new(suri)))
		} else if let Some(key) = &self.settings.key {
			Ok(Source::Key(key.clone()))
		} else {
			Err(Error::Usage(format!(
				"no account: give --key NAME (see reel wallet new), --suri-file FILE, set {KEY_VARIABLE} or {SURI_VARIABLE}, or use --dev-account Alice on a development chain"
			)))
		}
	}

	pub(super) fn signer(&self) -> Result<Signer> {
		match self.source()? {
			Source::Dev(name) => Signer::dev(&name),
			Source::SuriFile(path) => Signer::from_file(&path),
			Source::Suri(suri) => Signer::from_suri(suri.trim()),
			Source::Key(key) => {
				let file = self.keystore()?.read(&key)?;
				file.decrypt(&self.passwords().ask(&key)?)
			},
		}
	}

	/// The account named, or else the one that signs. Its secret is not needed.
	pub(super) fn account(&self, named: Option<&str>) -> Result<AccountId> {
		match (named, self.source()) {
			(Some(text), _) => parse_account(text),
			(None, Ok(Source::Key(key))) => self.keystore()?.read(&key)?.account(),
			(None, Ok(_)) => Ok(self.signer()?.account()),
			(None, Err(error)) => Err(error),
		}
	}

	pub(super) fn passwords(&self) -> Passwords {
		Passwords { file: self.global.password_file.clone() }
	}

	pub(super) fn keystore(&self) -> Result<Keystore> {
		let given = self.settings.keystore.clone();
		Ok(Keystore::new(given.map_or_else(|| in_data_home("keys", "--keystore"), Ok)?))
	}

	pub(super) async fn chain(&self) -> Result<Chain> {
		let chain = Chain::connect(&self.settings.node, self.settings.patience).await?;
		Ok(match self.global.fee_in {
			Some(Currency::Ssh) => chain.paying_in(Currency::Ssh),
			_ => chain,
		})
	}

	/// The chain, watched at the desk of another node if one is named.
	pub(super) async fn chain_at(&self, desk: Option<&str>) -> Result<Chain> {
		let chain = self.chain().await?;
		match desk {
			Some(url) => chain.with_desk(Desk::connect(url, self.settings.patience).await?).await,
			None => Ok(chain),
		}
	}

	/// The desk of the node, and those of further nodes.
	pub(super) async fn desks(&self, chain: &Chain, further: &[String]) -> Result<Vec<Desk>> {
		let mut desks = vec![chain.desk().clone()];
		for url in further.iter().filter(|url| **url != self.settings.node) {
			desks.push(Desk::connect(url, self.settings.patience).await?);
		}
		Ok(desks)
	}

	/// The store to write to.
	pub(super) fn store(&self) -> Result<Store> {
		let store = Store::new(http_client()?, &self.settings.store);
		match &self.settings.store_token_file {
			Some(path) => store.with_token_file(path),
			None => Ok(store),
		}
	}

	/// The store that somebody named; not the one that is tried otherwise.
	pub(super) fn given_store(&self) -> Option<&String> {
		let mut all = self.settings.effective.iter();
		let is_given = all.any(|(name, _, origin)| *name == "store" && *origin != Origin::Default);
		is_given.then_some(&self.settings.store)
	}

	/// The stores to read a title from: those of its magnet file, then the one given.
	pub(super) fn stores(&self, magnet: &Magnet) -> Result<Vec<Store>> {
		let http = http_client()?;
		let given = std::iter::once(&self.settings.store);
		let urls = magnet.gateways.iter().chain(given);
		Ok(urls.map(|url| Store::new(http.clone(), url)).collect())
	}

	pub(super) fn vault(&self) -> Result<Vault> {
		let given = self.settings.vault.clone();
		Ok(Vault::new(given.map_or_else(|| in_data_home("secrets", "--vault"), Ok)?))
	}

	pub(super) const fn wait(&self) -> Wait {
		if self.global.finalized { Wait::Finalized } else { Wait::InBlock }
	}

	/// Signs and sends a call, and tells what it did; with `--dry-run` tells what it would do.
	pub(super) async fn send(
		&self,
		call: Call,
		event: &str,
		text: &str,
		fields: Value,
	) -> Result<()> {
		self.send_told(call, event, fields, |_, _| text.to_owned()).await
	}

	/// As [`Self::send`], of a call that makes something: its number goes before the text, and into the field `what`.
	pub(super) async fn send_numbered(
		&self,
		call: Call,
		event: &str,
		what: &str,
		text: &str,
		fields: Value,
	) -> Result<()> {
		self.send_told(call, event, fields, |number, fields| numbered(what, text, number, fields))
			.await
	}

	/// As [`Self::send`]; `tell` makes the text, and completes the fields, of what the transaction's event tells.
	pub(super) async fn send_told(
		&self,
		call: Call,
		event: &str,
		mut fields: Value,
		tell: impl FnOnce(Option<u128>, &mut Value) -> String,
	) -> Result<()> {
		let signer = self.signer()?;
		let chain = self.chain().await?;
		if self.is_dry() {
			return self.forecast(&chain, &signer, &call).await;
		}
		let receipt = chain.submit(&signer, call, self.wait()).await?;
		let text = tell(receipt.told, &mut fields);
		self.output.event(event, &text, with_receipt(fields, &receipt));
		Ok(())
	}

	/// Tells what submitting a call would come to.
	///
	/// # Errors
	/// What the chain would refuse it with.
	pub(super) async fn forecast(&self, chain: &Chain, signer: &Signer, call: &Call) -> Result<()> {
		let forecast = chain.forecast(signer, call).await?;
		let verdict = match &forecast.refusal {
			None => "the chain would take it now".to_owned(),
			Some(refusal) => format!("the chain would refuse it: {refusal}"),
		};
		let (account, fee) = (to_ss58(&signer.account()), format_cfx(forecast.fee));
		let fee_ssh = match self.global.fee_in {
			Some(Currency::Ssh) => Some(chain.ssh_for_fee(forecast.fee).await?),
			_ => None,
		};
		let in_ssh =
			fee_ssh.map_or_else(String::new, |ssh| format!(", paid with {} SSH", format_ssh(ssh)));
		self.output.event(
			"dry-run",
			&format!("would submit {call} as {account} for a fee of {fee} CFX{in_ssh}; {verdict}"),
			json!({
				"call": call.to_string(),
				"account": account,
				"fee_planck": forecast.fee.to_string(),
				"fee_cfx": fee,
				"fee_ssh_planck": fee_ssh.map(|ssh| ssh.to_string()),
				"accepted": forecast.refusal.is_none(),
				"label": forecast.refusal.as_ref().map(Error::label),
			}),
		);
		forecast.refusal.map_or(Ok(()), Err)
	}

	/// Tells what would be done that is no transaction.
	pub(super) fn would(&self, text: &str, fields: Value) {
		self.output.event("dry-run", text, fields);
	}
}

/// A directory of ours under `$XDG_DATA_HOME`, or `~/.local/share`.
pub(super) fn in_data_home(name: &str, flag: &str) -> Result<PathBuf> {
	let absolute =
		|name: &str| std::env::var_os(name).map(PathBuf::from).filter(|path| path.is_absolute());
	absolute("XDG_DATA_HOME")
		.or_else(|| absolute("HOME").map(|home| home.join(".local/share")))
		.map(|data| data.join(Path::new("reel")).join(name))
		.ok_or_else(|| Error::Usage(format!("no home directory: give {flag} DIRECTORY")))
}

/// A text behind the number of what it is about, which is put into a field too.
fn numbered(what: &str, text: &str, number: Option<u128>, fields: &mut Value) -> String {
	let Some(number) = number.and_then(|number| u64::try_from(number).ok()) else {
		return text.to_owned();
	};
	fields[what] = number.into();
	format!("{what} {number}: {text}")
}

/// `fields` with the hashes of a transaction and its block.
pub(super) fn with_receipt(mut fields: Value, receipt: &Receipt) -> Value {
	let hashes = json!({
		"transaction": to_hex(receipt.transaction),
		"block": to_hex(receipt.block),
	});
	if let (Value::Object(fields), Value::Object(hashes)) = (&mut fields, hashes) {
		fields.extend(hashes);
	}
	fields
}

#[cfg(test)]
mod tests {
	use super::*;

	#[test]
	fn what_was_made_is_told_by_its_number() {
		let mut fields = json!({ "kind": "dub" });
		assert_eq!(numbered("layer", "offered", Some(7), &mut fields), "layer 7: offered");
		assert_eq!(fields, json!({ "kind": "dub", "layer": 7 }));
		assert_eq!(numbered("layer", "offered", None, &mut json!({})), "offered");
	}
}
