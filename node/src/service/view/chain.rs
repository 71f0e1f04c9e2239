//! The chain and the keystore, as the desk asks for them: runtime APIs at the best block, extrinsics built by the
//! runtime and handed to the pool.

use crate::service::{
	Services,
	partial::{FullClient, FullPool},
};
use async_trait::async_trait;
use futures::{StreamExt, future, stream::BoxStream};
use pallet_content_registry_runtime_api::TitleApi;
use pallet_proof_of_view_runtime_api::ProofOfViewApi;
use reel_primitives::{
	AccountId, Balance, ContentId, Hash32, Round,
	ads::{CampaignId, counting::Payer},
	batch::{BatchProposal, BatchVote, OpenBatch, PaidBatch, PayoutClaim},
	content::TitleView,
	ids::{POV_KEY_TYPE, PovId, PovSignature},
	market::{PurchaseId, PurchaseState},
	sums::{SumLeaf, SumProposal, SumVote, SummableRound, SumsStatus},
};
use reel_view_service::{Chain, ChainError, SessionAuthorities, Signer};
use reelchain_runtime::{Hash, opaque::Block};
use sc_client_api::BlockchainEvents;
use sc_transaction_pool_api::{TransactionPool, TransactionSource};
use sp_api::{ApiError, ProvideRuntimeApi};
use sp_blockchain::HeaderBackend;
use sp_core::sr25519;
use sp_keystore::KeystorePtr;
use sp_runtime::OpaqueExtrinsic;
use std::{fmt, sync::Arc};

/// Numbers of campaigns that the runtime looks through at once.
const CAMPAIGNS_SPAN: u32 = 64;

/// Campaigns of the highest numbers that are looked through for those that may be shown: 64 calls, at best blocks at which
/// somebody asks for an ad.
const MAX_CAMPAIGNS_SHOWN: CampaignId = 4_096;

/// The best block of this node.
#[derive(Clone)]
pub(in crate::service) struct NodeChain {
	client: Arc<FullClient>,
	pool: Arc<FullPool>,
}

fn failed(error: impl fmt::Display) -> ChainError {
	ChainError(error.to_string())
}

impl NodeChain {
	pub(in crate::service) fn new(services: &Services) -> Self {
		Self { client: services.client.clone(), pool: services.pool.clone() }
	}

	fn best_hash(&self) -> Hash {
		self.client.info().best_hash
	}

	/// Hands an extrinsic to the pool, as the node's own.
	async fn submit(
		&self,
		built: Result<Option<OpaqueExtrinsic>, ApiError>,
	) -> Result<Hash32, ChainError> {
		let extrinsic = built.map_err(failed)?;
		let extrinsic =
			extrinsic.ok_or_else(|| ChainError("the runtime cannot build it".into()))?;
		let hash =
			self.pool.submit_one(self.best_hash(), TransactionSource::Local, extrinsic).await;
		hash.map(|hash| hash.0).map_err(failed)
	}
}

#[async_trait]
impl Chain for NodeChain {
	fn genesis(&self) -> Hash32 {
		self.client.info().genesis_hash.0
	}

	fn best(&self) -> Hash32 {
		self.best_hash().0
	}

	fn authorities(&self) -> Result<SessionAuthorities, ChainError> {
		// BABE's API has a method of the same name.
		let api = self.client.runtime_api();
		let (session, authorities) =
			ProofOfViewApi::<Block, AccountId>::authorities(&*api, self.best_hash())
				.map_err(failed)?;
		Ok(SessionAuthorities { session, authorities })
	}

	fn title(&self, content: &ContentId) -> Result<Option<TitleView<AccountId>>, ChainError> {
		self.client.runtime_api().title(self.best_hash(), *content).map_err(failed)
	}

	fn has_access(&self, content: &ContentId, viewer: &AccountId) -> Result<bool, ChainError> {
		let api = self.client.runtime_api();
		api.has_access(self.best_hash(), *content, viewer.clone()).map_err(failed)
	}

	fn open_purchases(
		&self,
		watched: Vec<(ContentId, AccountId)>,
	) -> Result<Vec<PurchaseId>, ChainError> {
		let finalized = self.client.info().finalized_hash;
		self.client.runtime_api().open_purchases(finalized, watched).map_err(failed)
	}

	fn purchase_states(
		&self,
		purchases: Vec<PurchaseId>,
	) -> Result<Vec<PurchaseState<AccountId>>, ChainError> {
		let finalized = self.client.info().finalized_hash;
		self.client.runtime_api().purchase_states(finalized, purchases).map_err(failed)
	}

	fn shown_campaigns(&self) -> Result<Vec<(CampaignId, Payer<AccountId>)>, ChainError> {
		let (api, best) = (self.client.runtime_api(), self.best_hash());
		let (next, _) = api.shown_campaigns(best, CampaignId::MAX, 0).map_err(failed)?;
		let (mut shown, mut from) = (Vec::new(), next.saturating_sub(MAX_CAMPAIGNS_SHOWN));
		while from < next {
			let (_, page) = api.shown_campaigns(best, from, CAMPAIGNS_SPAN).map_err(failed)?;
			shown.extend(page);
			from = from.saturating_add(CAMPAIGNS_SPAN.into());
		}
		Ok(shown)
	}

	fn payers(
		&self,
		campaigns: Vec<CampaignId>,
		round: Round,
	) -> Result<Vec<Option<Payer<AccountId>>>, ChainError> {
		self.client.runtime_api().payers(self.best_hash(), campaigns, round).map_err(failed)
	}

	fn final_payers(
		&self,
		campaigns: Vec<CampaignId>,
		round: Round,
	) -> Result<Vec<Option<Payer<AccountId>>>, ChainError> {
		let finalized = self.client.info().finalized_hash;
		self.client.runtime_api().payers(finalized, campaigns, round).map_err(failed)
	}

	fn current_round(&self) -> Result<Round, ChainError> {
		self.client.runtime_api().current_round(self.best_hash()).map_err(failed)
	}

	fn last_paid_round(&self) -> Result<Option<Round>, ChainError> {
		self.client.runtime_api().last_paid_round(self.best_hash()).map_err(failed)
	}

	fn title_cap(&self, round: Round) -> Result<Option<u16>, ChainError> {
		self.client.runtime_api().title_cap(self.best_hash(), round).map_err(failed)
	}

	fn paid_batch(&self, round: Round) -> Result<Option<PaidBatch>, ChainError> {
		self.client.runtime_api().paid_batch(self.best_hash(), round).map_err(failed)
	}

	fn is_claimable(&self, round: Round, index: u32) -> Result<bool, ChainError> {
		self.client.runtime_api().is_claimable(self.best_hash(), round, index).map_err(failed)
	}

	fn open_batches(&self) -> Result<Vec<OpenBatch>, ChainError> {
		self.client.runtime_api().open_batches(self.best_hash()).map_err(failed)
	}

	fn proposer(&self, round: Round) -> Result<Option<u32>, ChainError> {
		self.client.runtime_api().proposer(self.best_hash(), round).map_err(failed)
	}

	async fn submit_proposal(
		&self,
		proposal: BatchProposal,
		authority: u32,
		session: u32,
		signature: PovSignature,
	) -> Result<(), ChainError> {
		let built = self.client.runtime_api().propose_extrinsic(
			self.best_hash(),
			proposal,
			authority,
			session,
			signature,
		);
		self.submit(built).await.map(drop)
	}

	async fn submit_vote(
		&self,
		vote: BatchVote,
		authority: u32,
		session: u32,
		signature: PovSignature,
	) -> Result<(), ChainError> {
		let built = self.client.runtime_api().vote_extrinsic(
			self.best_hash(),
			vote,
			authority,
			session,
			signature,
		);
		self.submit(built).await.map(drop)
	}

	async fn submit_claim(
		&self,
		account: AccountId,
		claims: Vec<PayoutClaim>,
	) -> Result<Hash32, ChainError> {
		let built = self.client.runtime_api().claim_extrinsic(self.best_hash(), account, claims);
		self.submit(built).await
	}

	fn sums(&self) -> Result<SumsStatus, ChainError> {
		self.client.runtime_api().sums(self.best_hash()).map_err(failed)
	}

	fn summable_round(&self, round: Round) -> Result<Option<SummableRound>, ChainError> {
		self.client.runtime_api().summable_round(self.best_hash(), round).map_err(failed)
	}

	fn sums_paid(
		&self,
		generation: u32,
		accounts: Vec<AccountId>,
	) -> Result<Vec<Balance>, ChainError> {
		self.client.runtime_api().sums_paid(self.best_hash(), generation, accounts).map_err(failed)
	}

	async fn submit_step(
		&self,
		proposal: SumProposal,
		authority: u32,
		session: u32,
		signature: PovSignature,
	) -> Result<(), ChainError> {
		let built = self.client.runtime_api().propose_step_extrinsic(
			self.best_hash(),
			proposal,
			authority,
			session,
			signature,
		);
		self.submit(built).await.map(drop)
	}

	async fn submit_step_vote(
		&self,
		vote: SumVote,
		authority: u32,
		session: u32,
		signature: PovSignature,
	) -> Result<(), ChainError> {
		let built = self.client.runtime_api().vote_step_extrinsic(
			self.best_hash(),
			vote,
			authority,
			session,
			signature,
		);
		self.submit(built).await.map(drop)
	}

	async fn submit_sum_claim(
		&self,
		generation: u32,
		first: u32,
		leaves: Vec<SumLeaf>,
		path: Vec<Hash32>,
	) -> Result<Hash32, ChainError> {
		let built = self.client.runtime_api().claim_sums_extrinsic(
			self.best_hash(),
			generation,
			first,
			leaves,
			path,
		);
		self.submit(built).await
	}

	fn best_blocks(&self) -> BoxStream<'static, ()> {
		self.client
			.import_notification_stream()
			.filter(|block| future::ready(block.is_new_best))
			.map(|_| ())
			.boxed()
	}
}

/// The node's keystore.
#[derive(Clone)]
pub(super) struct KeystoreSigner(KeystorePtr);

impl KeystoreSigner {
	pub(super) fn new(keystore: KeystorePtr) -> Self {
		Self(keystore)
	}
}

impl Signer for KeystoreSigner {
	fn sign(&self, key: &PovId, payload: &[u8]) -> Option<PovSignature> {
		let public = sr25519::Public::from(key.clone());
		self.0.sr25519_sign(POV_KEY_TYPE, &public, payload).ok().flatten().map(Into::into)
	}

	fn own_keys(&self) -> Vec<PovId> {
		self.0.sr25519_public_keys(POV_KEY_TYPE).into_iter().map(Into::into).collect()
	}
}
