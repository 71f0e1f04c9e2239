//! Which recording a file is of (K1), over JSON-RPC: what the chain knows of an exact hash.

use crate::service::partial::FullClient;
use pallet_content_registry_runtime_api::TitleApi;
use reel_primitives::{
	AccountId,
	market::Holder,
	pattern::{IdentifiedFile, PatternId, TitleOfPattern},
};
use reel_rpc_api::{
	FilePattern, PatternApiServer, PatternHolder, PatternTitle, Rejection, from_hex, to_hex,
};
use sp_api::ProvideRuntimeApi;
use sp_blockchain::HeaderBackend;
use sp_core::crypto::Ss58Codec;
use std::sync::Arc;

/// The chain behind `title_v1_identify`.
pub(super) struct PatternRpc(pub(super) Arc<FullClient>);

fn holder(holder: &Holder<AccountId>) -> PatternHolder {
	PatternHolder { account: holder.account.to_ss58check(), share_bp: holder.share_bp }
}

fn title(title: &TitleOfPattern<AccountId>) -> PatternTitle {
	PatternTitle {
		content: to_hex(title.content.0),
		price_planck: title.price_cfx.map(|price| price.to_string()),
		holders: title.holders.iter().map(holder).collect(),
	}
}

fn told(file: &IdentifiedFile<AccountId>) -> FilePattern {
	FilePattern {
		pattern: file.pattern.pattern.to_string(),
		owner: file.pattern.owner.to_ss58check(),
		opened_in: file.pattern.opened_in,
		linked: file.pattern.linked.iter().map(PatternId::to_string).collect(),
		holders: file.holders.iter().map(holder).collect(),
		titles: file.titles.iter().map(title).collect(),
	}
}

impl PatternApiServer for PatternRpc {
	fn identify(&self, file: String) -> Result<Option<FilePattern>, Rejection> {
		let file = from_hex(&file)?.try_into().map_err(|_| Rejection::Malformed)?;
		let answer = self.0.runtime_api().identify(self.0.info().best_hash, file);
		let known = answer.map_err(|error| {
			log::warn!(target: "reel::rpc", "the runtime gave no answer about a file: {error}");
			Rejection::Internal
		})?;
		Ok(known.as_ref().map(told))
	}
}
