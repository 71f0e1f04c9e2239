//! Those who send fragments: for now the node's own store, later any peer.

use async_trait::async_trait;
use reel_primitives::{
	AccountId, CellIndex, ContentId, geometry::CellDescriptor, keys::DownloadKey, play::TicketId,
};

/// What a provider sent for a ticket.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ProviderReport {
	/// For each fragment of the cell the SHA2-256 of the sealed bytes, once it was sent.
	pub hashes: Vec<Option<[u8; 32]>>,
	/// Sealed bytes of those fragments; one that was sent twice counts once.
	pub bytes: u64,
}

/// A provider did not take a grant.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("provider refused the grant: {0}: another one is asked")]
pub struct ProviderError(pub String);

/// Sends the fragments of a cell to whoever has a ticket, sealed under its DownloadKey.
#[async_trait]
pub trait Provider: Send + Sync + 'static {
	/// Account that is paid for the bytes.
	fn account(&self) -> AccountId;

	/// Base URL of its endpoint: fragments are at `{gateway}/keyed/{ticket id hex}/{fragment index}`.
	fn gateway(&self) -> String;

	/// The descriptor of a cell that it holds whole; `None` when it does not. It need not be trusted: a wrong
	/// one makes tickets whose plays fail the check against the title's cells root.
	async fn cell(&self, content: &ContentId, cell: CellIndex) -> Option<CellDescriptor>;

	/// Lets the bearer of `ticket` fetch a cell until `expires_at_ms` (Unix milliseconds). The same grant again
	/// changes nothing but its end.
	///
	/// # Errors
	/// When the provider cannot take it.
	async fn grant(
		&self,
		ticket: TicketId,
		key: DownloadKey,
		content: &ContentId,
		cell: CellIndex,
		expires_at_ms: u64,
	) -> Result<(), ProviderError>;

	/// What it sent for a ticket; `None` when it knows no such grant (any more).
	async fn report(&self, ticket: TicketId) -> Option<ProviderReport>;
}
