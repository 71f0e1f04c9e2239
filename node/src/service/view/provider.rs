//! The node's own fragment store as the provider of cells.

use super::chain::{KeystoreSigner, NodeChain};
use crate::cli::ViewParams;
use async_trait::async_trait;
use reel_fragment_store::{
	DownloadKey, GrantId, Handle,
	block::{DAG_CBOR, cid_of_digest},
	dag::manifest::CellBlock,
};
use reel_primitives::{
	AccountId, CellIndex, ContentId, Hash32, ads::Category, keys, play::TicketId,
};
use reel_view_service::{Chain, Provider, ProviderReport, Signer};
use std::{
	sync::Arc,
	time::{Duration, UNIX_EPOCH},
};

/// Sends cells from the store over its gateway.
pub(super) struct StoreProvider {
	store: Handle,
	params: ViewParams,
	chain: Arc<NodeChain>,
	signer: Arc<KeystoreSigner>,
	treasury: AccountId,
}

impl StoreProvider {
	pub(super) fn new(
		store: Handle,
		params: ViewParams,
		chain: Arc<NodeChain>,
		signer: Arc<KeystoreSigner>,
		treasury: AccountId,
	) -> Self {
		Self { store, params, chain, signer, treasury }
	}

	/// The account of the authority whose session key this node holds.
	fn own_account(&self) -> Option<AccountId> {
		let own = self.signer.own_keys();
		let now = self.chain.authorities().ok()?;
		now.authorities.into_iter().find(|(_, key)| own.contains(key)).map(|(who, _)| who)
	}

	async fn cell_block(&self, content: ContentId, cell: CellIndex) -> Option<CellBlock> {
		let manifest = self.store.manifest(&cid_of_digest(DAG_CBOR, &content.0)).await.ok()?;
		let link = manifest.cells.get(usize::try_from(cell).ok()?)?;
		self.store.cell(link, cell).await.ok()
	}
}

#[async_trait]
impl Provider for StoreProvider {
	fn account(&self) -> AccountId {
		self.params
			.sharing_account
			.clone()
			.or_else(|| self.own_account())
			.unwrap_or_else(|| self.treasury.clone())
	}

	fn gateway(&self) -> String {
		if let Some(url) = &self.params.gateway_url {
			return url.trim_end_matches('/').to_owned();
		}
		let address = self.store.http_address();
		address.map(|address| format!("http://{address}")).unwrap_or_default()
	}

	async fn grant(
		&self,
		ticket: TicketId,
		key: keys::DownloadKey,
		content: ContentId,
		cell: CellIndex,
		expires_at_ms: u64,
	) -> bool {
		let Some(block) = self.cell_block(content, cell).await else { return false };
		let expires_at = UNIX_EPOCH + Duration::from_millis(expires_at_ms);
		let granted =
			self.store.grant(GrantId(ticket), DownloadKey::new(key), block.fragments, expires_at);
		if let Err(error) = &granted {
			log::warn!(target: "reel::view", "fragment store refused a grant: {error}");
		}
		granted.is_ok()
	}

	async fn report(&self, ticket: TicketId) -> Option<ProviderReport> {
		let report = self.store.transfer_report(&GrantId(ticket))?;
		Some(ProviderReport { hashes: report.hashes, bytes: report.bytes })
	}

	async fn sealed_hashes(&self, ticket: TicketId) -> Option<Vec<Hash32>> {
		self.store.sealed_hashes(&GrantId(ticket)).await.ok()
	}

	async fn has_cell(&self, content: ContentId, cell: CellIndex) -> bool {
		let Some(block) = self.cell_block(content, cell).await else { return false };
		for fragment in &block.fragments {
			if !self.store.has(fragment).await.unwrap_or(false) {
				return false;
			}
		}
		true
	}

	async fn cell_duration_ms(&self, content: ContentId, cell: CellIndex) -> Option<u32> {
		self.cell_block(content, cell).await.map(|block| block.duration_ms)
	}

	async fn categories(&self, content: ContentId) -> Vec<Category> {
		let manifest = self.store.manifest(&cid_of_digest(DAG_CBOR, &content.0)).await;
		let genres = manifest.map(|manifest| manifest.metadata.genres).unwrap_or_default();
		// A name longer than those of categories is none.
		genres.into_iter().filter_map(|genre| Category::try_from(genre.into_bytes()).ok()).collect()
	}
}
