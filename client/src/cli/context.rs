//! What subcommands share: accounts and connections, made when they are needed.

use super::Global;
use crate::{
	Result,
	account::{Signer, parse_account},
	chain::{Chain, Receipt, Wait, calls::Call},
	desk::Desk,
	magnet::Magnet,
	output::Output,
	store::{Store, http_client},
	vault::Vault,
};
use reel_primitives::AccountId;
use reel_rpc_api::to_hex;
use serde_json::{Value, json};

pub(super) struct Context {
	global: Global,
	pub(super) output: Output,
}

impl Context {
	pub(super) const fn new(global: Global, output: Output) -> Self {
		Self { global, output }
	}

	pub(super) fn signer(&self) -> Result<Signer> {
		let Global { dev_account, suri_file, .. } = &self.global;
		Signer::choose(dev_account.as_deref(), suri_file.as_deref())
	}

	/// The account named, or else the one that signs.
	pub(super) fn account(&self, named: Option<&str>) -> Result<AccountId> {
		match named {
			Some(text) => parse_account(text),
			None => Ok(self.signer()?.account()),
		}
	}

	pub(super) async fn chain(&self) -> Result<Chain> {
		Chain::connect(&self.global.node).await
	}

	/// The desk of the node, and those of further nodes.
	pub(super) async fn desks(&self, chain: &Chain, further: &[String]) -> Result<Vec<Desk>> {
		let mut desks = vec![chain.desk().clone()];
		for url in further.iter().filter(|url| **url != self.global.node) {
			desks.push(Desk::connect(url).await?);
		}
		Ok(desks)
	}

	/// The store to write to.
	pub(super) fn store(&self) -> Result<Store> {
		let store = Store::new(http_client()?, &self.global.store);
		match &self.global.store_token_file {
			Some(path) => store.with_token_file(path),
			None => Ok(store),
		}
	}

	/// The stores to read a title from: those of its magnet file, then the one given.
	pub(super) fn stores(&self, magnet: &Magnet) -> Result<Vec<Store>> {
		let http = http_client()?;
		let given = std::iter::once(&self.global.store);
		let urls = magnet.gateways.iter().chain(given);
		Ok(urls.map(|url| Store::new(http.clone(), url)).collect())
	}

	pub(super) fn vault(&self) -> Result<Vault> {
		self.global.vault.clone().map_or_else(Vault::of_user, |path| Ok(Vault::new(path)))
	}

	pub(super) const fn wait(&self) -> Wait {
		if self.global.finalized { Wait::Finalized } else { Wait::InBlock }
	}

	/// Signs and sends a call, and tells what it did.
	pub(super) async fn send(
		&self,
		call: Call,
		event: &str,
		text: &str,
		fields: Value,
	) -> Result<()> {
		let signer = self.signer()?;
		let receipt = self.chain().await?.submit(&signer, call, self.wait()).await?;
		self.output.event(event, text, with_receipt(fields, &receipt));
		Ok(())
	}
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
