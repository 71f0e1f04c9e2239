//! What the desk needs of the node: the chain, the keystore, the network, the fragments, the time.

use async_trait::async_trait;
use futures::stream::BoxStream;
use reel_primitives::{
	AccountId, Balance, CellIndex, ContentId, Hash32, Round,
	ads::{CampaignId, Category, counting::Payer},
	batch::{BatchProposal, BatchVote, OpenBatch, PaidBatch, PayoutClaim},
	content::TitleView,
	ids::{PovId, PovSignature},
	keys::DownloadKey,
	market::{PurchaseId, PurchaseState},
	play::TicketId,
	sums::{SumLeaf, SumProposal, SumVote, SummableRound, SumsStatus},
};
use std::time::{SystemTime, UNIX_EPOCH};

/// The chain could not be asked, or refused a transaction.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("chain: {0}")]
pub struct ChainError(pub String);

/// Who may sign for a session, in the chain's order.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SessionAuthorities {
	/// Index of the session.
	pub session: u32,
	/// The authorities with their `pov1` keys.
	pub authorities: Vec<(AccountId, PovId)>,
}

/// The chain at its best block.
#[async_trait]
pub trait Chain: Send + Sync + 'static {
	/// Genesis hash.
	fn genesis(&self) -> Hash32;
	/// Hash of the best block. Asked for each message, so it must be cheap.
	fn best(&self) -> Hash32;
	/// Authorities of the session at the best block.
	fn authorities(&self) -> Result<SessionAuthorities, ChainError>;
	/// A title, if it is registered.
	fn title(&self, content: &ContentId) -> Result<Option<TitleView<AccountId>>, ChainError>;
	/// Whether an account has bought a title, or was given it, and may watch it now.
	fn has_access(&self, content: &ContentId, viewer: &AccountId) -> Result<bool, ChainError>;
	/// Numbers of the open purchases under which these accounts watch these titles, at the finalized block.
	fn open_purchases(
		&self,
		watched: Vec<(ContentId, AccountId)>,
	) -> Result<Vec<PurchaseId>, ChainError>;
	/// How each of these purchases stands, at the finalized block.
	fn purchase_states(
		&self,
		purchases: Vec<PurchaseId>,
	) -> Result<Vec<PurchaseState<AccountId>>, ChainError>;
	/// Campaigns that may be shown now, ascending, as the batch of the current round would find them.
	fn shown_campaigns(&self) -> Result<Vec<(CampaignId, Payer<AccountId>)>, ChainError>;
	/// Campaigns as the batch of `round` would find them, in the same order, at most 64. `None` for one that does not exist
	/// or has ended.
	fn payers(
		&self,
		campaigns: Vec<CampaignId>,
		round: Round,
	) -> Result<Vec<Option<Payer<AccountId>>>, ChainError>;
	/// The same at the finalized block.
	fn final_payers(
		&self,
		campaigns: Vec<CampaignId>,
		round: Round,
	) -> Result<Vec<Option<Payer<AccountId>>>, ChainError>;
	/// The round that runs.
	fn current_round(&self) -> Result<Round, ChainError>;
	/// The last round whose reward was paid. Never goes back.
	fn last_paid_round(&self) -> Result<Option<Round>, ChainError>;
	/// Basis points of a round that one title may bring at most; `None`: no cap.
	fn title_cap(&self, round: Round) -> Result<Option<u16>, ChainError>;
	/// The batch that a round was paid for, as far back as the chain remembers.
	fn paid_batch(&self, round: Round) -> Result<Option<PaidBatch>, ChainError>;
	/// Whether a leaf of a paid round can still be claimed.
	fn is_claimable(&self, round: Round, index: u32) -> Result<bool, ChainError>;
	/// Batches that are being voted on.
	fn open_batches(&self) -> Result<Vec<OpenBatch>, ChainError>;
	/// Index of the authority whose turn a round is.
	fn proposer(&self, round: Round) -> Result<Option<u32>, ChainError>;
	/// Sends a proposal.
	async fn submit_proposal(
		&self,
		proposal: BatchProposal,
		authority: u32,
		session: u32,
		signature: PovSignature,
	) -> Result<(), ChainError>;
	/// Sends a vote.
	async fn submit_vote(
		&self,
		vote: BatchVote,
		authority: u32,
		session: u32,
		signature: PovSignature,
	) -> Result<(), ChainError>;
	/// Sends claims for an account; the transaction's hash.
	async fn submit_claim(
		&self,
		account: AccountId,
		claims: Vec<PayoutClaim>,
	) -> Result<Hash32, ChainError>;
	/// How the sums of what was not claimed stand.
	fn sums(&self) -> Result<SumsStatus, ChainError>;
	/// What it takes to sum a round up, if it is claimed over a root.
	fn summable_round(&self, round: Round) -> Result<Option<SummableRound>, ChainError>;
	/// What accounts were paid of their sums of a generation, in planck.
	fn sums_paid(
		&self,
		generation: u32,
		accounts: Vec<AccountId>,
	) -> Result<Vec<Balance>, ChainError>;
	/// Sends a proposal for a step of sums.
	async fn submit_step(
		&self,
		proposal: SumProposal,
		authority: u32,
		session: u32,
		signature: PovSignature,
	) -> Result<(), ChainError>;
	/// Sends a vote on a step of sums.
	async fn submit_step_vote(
		&self,
		vote: SumVote,
		authority: u32,
		session: u32,
		signature: PovSignature,
	) -> Result<(), ChainError>;
	/// Sends a claim of the sums of neighbours; the transaction's hash.
	async fn submit_sum_claim(
		&self,
		generation: u32,
		first: u32,
		leaves: Vec<SumLeaf>,
		path: Vec<Hash32>,
	) -> Result<Hash32, ChainError>;
	/// Fires at each new best block.
	fn best_blocks(&self) -> BoxStream<'static, ()>;
}

/// The keystore.
pub trait Signer: Send + Sync + 'static {
	/// Signs with one of [`Signer::own_keys`].
	fn sign(&self, key: &PovId, payload: &[u8]) -> Option<PovSignature>;
	/// The `pov1` keys that this node holds.
	fn own_keys(&self) -> Vec<PovId>;
}

/// A peer as the network names it.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct PeerKey(pub Vec<u8>);

/// What a peer did that no honest desk does.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Misconduct {
	/// Sent what is no message, or what its own check would have refused.
	Garbage,
	/// Sent far more than there is to say.
	Flood,
}

/// The notification protocol between desks.
pub trait Gossip: Send + Sync + 'static {
	/// The network id of this node, as its peers name it.
	fn own_peer(&self) -> PeerKey;
	/// Sends to every peer.
	fn broadcast(&self, message: Vec<u8>);
	/// Sends to one peer.
	fn send(&self, peer: PeerKey, message: Vec<u8>);
	/// Whether what is sent to a peer now may arrive.
	fn is_connected(&self, peer: &PeerKey) -> bool;
	/// A peer misbehaved: the network may think less of it, or hang up. The desk itself stops listening to it.
	fn report(&self, peer: PeerKey, misconduct: Misconduct);
	/// What peers send.
	fn incoming(&self) -> BoxStream<'static, (PeerKey, Vec<u8>)>;
}

/// What a provider sent under a ticket.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ProviderReport {
	/// SHA2-256 of each fragment as transferred, by fragment index; `None`: not sent.
	pub hashes: Vec<Option<Hash32>>,
	/// Bytes sent.
	pub bytes: u64,
}

/// The fragment store of this node, as provider.
#[async_trait]
pub trait Provider: Send + Sync + 'static {
	/// Account that is paid for what it sends.
	fn account(&self) -> AccountId;
	/// Its base URL, without a slash at the end.
	fn gateway(&self) -> String;
	/// Lets the holder of a ticket fetch a cell, sealed under `key`, until `expires_at_ms`. Granting the same
	/// ticket again changes nothing. `false` when it cannot.
	async fn grant(
		&self,
		ticket: TicketId,
		key: DownloadKey,
		content: ContentId,
		cell: CellIndex,
		expires_at_ms: u64,
	) -> bool;
	/// What was sent under a ticket; `None` for a ticket that it does not know.
	async fn report(&self, ticket: TicketId) -> Option<ProviderReport>;
	/// SHA2-256 of every fragment of a granted cell as it is in transit, sent or not. Seals the whole cell. `None` when it
	/// does not hold all of it, or knows no such ticket.
	async fn sealed_hashes(&self, _ticket: TicketId) -> Option<Vec<Hash32>> {
		None
	}
	/// Whether it holds all fragments of a cell.
	async fn has_cell(&self, content: ContentId, cell: CellIndex) -> bool;
	/// Play time of a cell in milliseconds, out of the title's manifest.
	async fn cell_duration_ms(&self, content: ContentId, cell: CellIndex) -> Option<u32>;
	/// Categories of a title, out of its manifest; none when it is not known.
	async fn categories(&self, _content: ContentId) -> Vec<Category> {
		Vec::new()
	}
}

/// The desk's clock.
pub trait Clock: Send + Sync + 'static {
	/// Unix milliseconds.
	fn now_ms(&self) -> u64;
}

/// The clock of this machine.
#[derive(Clone, Copy, Debug, Default)]
pub struct SystemClock;

impl Clock for SystemClock {
	fn now_ms(&self) -> u64 {
		let since = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default();
		u64::try_from(since.as_millis()).unwrap_or(u64::MAX)
	}
}
