//! The RPC of a curator's node: its hot key, and how the bridge to its store stands.

use crate::service::{curate, partial::FullBackend};
use jsonrpsee::{
	Extensions,
	core::async_trait,
	proc_macros::rpc,
	types::{ErrorObjectOwned, error::INTERNAL_ERROR_CODE},
};
use reel_fragments::keeping::BridgeState;
use reel_primitives::AccountId;
use reel_rpc_api::to_hex;
use sc_rpc_api::check_if_safe;
use serde::Serialize;
use sp_keystore::KeystorePtr;
use std::sync::Arc;

/// How the bridge stands. The same fields as [`BridgeState`].
#[derive(Clone, Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct KeepingState {
	curator: Option<AccountId>,
	hot_key: Option<AccountId>,
	store_reachable: bool,
	contracts: u32,
	held_fragments: u32,
	wanted_fragments: u32,
	open_challenges: u32,
	answered: u64,
	started: u64,
	shed: u64,
	claimed: u64,
	last_error: Option<String>,
	last_block: u64,
}

impl From<BridgeState<AccountId>> for KeepingState {
	fn from(state: BridgeState<AccountId>) -> Self {
		Self {
			curator: state.curator,
			hot_key: state.hot_key,
			store_reachable: state.is_store_reachable,
			contracts: state.contracts,
			held_fragments: state.held,
			wanted_fragments: state.missing,
			open_challenges: state.open_challenges,
			answered: state.answered,
			started: state.started,
			shed: state.shed,
			claimed: state.claimed,
			last_error: state.last_error.map(|text| String::from_utf8_lossy(&text).into_owned()),
			last_block: state.last_block,
		}
	}
}

/// Of a curator's node.
#[rpc(server)]
pub(crate) trait BridgeApi {
	/// The hot key of this node in hex, made if there is none. Only for callers that may use unsafe methods.
	#[method(name = "fragment_v1_hotKey", with_extensions)]
	async fn hot_key(&self) -> Result<String, ErrorObjectOwned>;

	/// How the bridge stands: whose node this is, what is kept, asked, answered, and what went wrong last.
	#[method(name = "fragment_v1_keeping")]
	async fn keeping(&self) -> Result<KeepingState, ErrorObjectOwned>;
}

/// The keystore and off-chain storage behind it.
pub(crate) struct BridgeRpc {
	keystore: KeystorePtr,
	backend: Arc<FullBackend>,
}

impl BridgeRpc {
	/// Of this node.
	pub(crate) fn new(keystore: KeystorePtr, backend: Arc<FullBackend>) -> Self {
		Self { keystore, backend }
	}
}

#[async_trait]
impl BridgeApiServer for BridgeRpc {
	async fn hot_key(&self, extensions: &Extensions) -> Result<String, ErrorObjectOwned> {
		check_if_safe(extensions)?;
		let key = curate::hot_key(&self.keystore).map_err(|error| {
			ErrorObjectOwned::owned(INTERNAL_ERROR_CODE, error.to_string(), None::<()>)
		})?;
		Ok(to_hex(key))
	}

	async fn keeping(&self) -> Result<KeepingState, ErrorObjectOwned> {
		let mut state = curate::state(&self.backend);
		if state.hot_key.is_none() {
			// Before the first run.
			let keys = self.keystore.sr25519_public_keys(curate::KEY_TYPE);
			state.hot_key = keys.first().map(|key| AccountId::from(*key));
		}
		Ok(state.into())
	}
}
