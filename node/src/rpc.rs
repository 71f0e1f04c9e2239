//! Which RPC modules are served beside those that the SDK always serves.
//!
//! Merging only: what a method does is in the crate that it comes from.

mod bridge;
mod fragments;
mod patterns;

use crate::service::partial::{
	FullBackend, FullClient, FullGrandpaLink, FullPool, FullSelectChain,
};
use async_trait::async_trait;
use bridge::{BridgeApiServer, BridgeRpc};
use fragments::KeepingRpc;
use jsonrpsee::RpcModule;
use patterns::PatternRpc;
use reel_fragment_store::Handle;
use reel_rpc_api::{
	FragmentApiServer, KeepingApiServer, PatternApiServer, PovApiServer, Rejection, StoreStat,
	TitleApiServer,
};
use reel_view_service::{DeskHandle, DeskRpc};
use reelchain_runtime::{AccountId, BlockNumber, Hash, Nonce, opaque::Block};
use sc_consensus_babe::BabeWorkerHandle;
use sc_consensus_grandpa::{
	FinalityProofProvider, GrandpaJustificationStream, SharedAuthoritySet, SharedVoterState,
};
use sp_core::traits::SpawnNamed;
use sp_keystore::KeystorePtr;
use std::sync::Arc;

/// What the modules ask.
pub(crate) struct Deps {
	/// Blocks and state.
	pub(crate) client: Arc<FullClient>,
	/// Transactions that wait.
	pub(crate) pool: Arc<FullPool>,
	/// Which of several chains is the best.
	pub(crate) select_chain: FullSelectChain,
	/// Keys of this node.
	pub(crate) keystore: KeystorePtr,
	/// The database.
	pub(crate) backend: Arc<FullBackend>,
	/// What the node was started with, for light clients.
	pub(crate) chain_spec: Box<dyn sc_chain_spec::ChainSpec>,
	/// Answers about epochs.
	pub(crate) babe: BabeWorkerHandle<Block>,
	/// Answers about finality.
	pub(crate) grandpa: GrandpaDeps,
	/// Takes plays; `None` where nothing is voted on or sent.
	pub(crate) desk: Option<DeskHandle>,
	/// Keeps fragments; `None` with `--no-store`.
	pub(crate) store: Option<Handle>,
}

/// The fragment store behind JSON-RPC.
struct FragmentRpc(Handle);

#[async_trait]
impl FragmentApiServer for FragmentRpc {
	async fn stat(&self) -> Result<StoreStat, Rejection> {
		let stat = self.0.stat();
		Ok(StoreStat { blocks: stat.blocks, bytes: stat.used_bytes, quota_bytes: stat.quota_bytes })
	}
}

/// What the GRANDPA module asks.
pub(crate) struct GrandpaDeps {
	/// Votes of the running round.
	pub(crate) voter_state: SharedVoterState,
	/// Who may vote.
	pub(crate) authority_set: SharedAuthoritySet<Hash, BlockNumber>,
	/// Proofs as they come into being.
	pub(crate) justifications: GrandpaJustificationStream<Block>,
	/// Proofs of blocks in the past.
	pub(crate) proofs: Arc<FinalityProofProvider<FullBackend, Block>>,
}

impl GrandpaDeps {
	/// From what joins GRANDPA's import to its voter, which the voter then takes.
	pub(crate) fn new(
		link: &FullGrandpaLink,
		voter_state: &SharedVoterState,
		backend: &Arc<FullBackend>,
	) -> Self {
		let authority_set = link.shared_authority_set().clone();
		Self {
			voter_state: voter_state.clone(),
			justifications: link.justification_stream(),
			proofs: FinalityProofProvider::new_for_service(
				backend.clone(),
				Some(authority_set.clone()),
			),
			authority_set,
		}
	}
}

/// All modules of this node. `subscriptions` runs what feeds subscribers.
///
/// # Errors
/// Two modules with a method of the same name, or a chain spec without room for a light client's start.
pub(crate) fn create(
	deps: &Deps,
	subscriptions: Arc<dyn SpawnNamed>,
) -> Result<RpcModule<()>, Box<dyn std::error::Error + Send + Sync>> {
	use pallet_transaction_payment_rpc::{TransactionPayment, TransactionPaymentApiServer};
	use sc_consensus_babe_rpc::{Babe, BabeApiServer};
	use sc_consensus_grandpa_rpc::{Grandpa, GrandpaApiServer};
	use sc_sync_state_rpc::{SyncState, SyncStateApiServer};
	use substrate_frame_rpc_system::{System, SystemApiServer};

	let Deps {
		client, pool, select_chain, keystore, chain_spec, babe, grandpa, desk, store, ..
	} = deps;
	let mut module = RpcModule::new(());
	module.merge(SystemApiServer::<Hash, AccountId, Nonce>::into_rpc(System::<
		FullPool,
		FullClient,
		Block,
	>::new(
		client.clone(),
		pool.clone(),
	)))?;
	module.merge(TransactionPayment::<FullClient, Block>::new(client.clone()).into_rpc())?;
	module.merge(
		Babe::new(client.clone(), babe.clone(), keystore.clone(), select_chain.clone()).into_rpc(),
	)?;
	module.merge(
		Grandpa::new(
			subscriptions,
			grandpa.authority_set.clone(),
			grandpa.voter_state.clone(),
			grandpa.justifications.clone(),
			grandpa.proofs.clone(),
		)
		.into_rpc(),
	)?;
	module.merge(
		SyncState::<Block, FullClient>::new(
			chain_spec.cloned_box(),
			client.clone(),
			grandpa.authority_set.clone(),
			babe.clone(),
		)?
		.into_rpc(),
	)?;
	module.merge(KeepingRpc(client.clone()).into_rpc())?;
	module.merge(PatternRpc(client.clone()).into_rpc())?;
	if let Some(desk) = desk {
		module.merge(PovApiServer::into_rpc(DeskRpc::new(desk.clone())))?;
		module.merge(TitleApiServer::into_rpc(DeskRpc::new(desk.clone())))?;
	}
	module.merge(BridgeRpc::new(keystore.clone(), deps.backend.clone()).into_rpc())?;
	if let Some(store) = store {
		module.merge(FragmentRpc(store.clone()).into_rpc())?;
	}
	Ok(module)
}
