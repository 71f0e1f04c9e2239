//! `id`, `swarm/*` and `routing/findprovs`: the peer network behind the store.

use super::{Args, Failure, State, agent, cid, lines, option};
use crate::{
	block,
	network::{Network, NetworkError},
};
use axum::{Json, extract::State as Shared, http::StatusCode, response::Response};
use cid::Cid;
use serde_json::{Value, json};

/// Kubo's number of a line that names providers.
const PROVIDERS_LINE: u32 = 4;

/// Providers named unless asked otherwise, as Kubo does.
const DEFAULT_PROVIDERS: usize = 20;

/// Most providers named.
const MAX_PROVIDERS: usize = 100;

impl From<NetworkError> for Failure {
	fn from(error: NetworkError) -> Self {
		Self::new(StatusCode::INTERNAL_SERVER_ERROR, error.to_string())
	}
}

fn network(state: &State) -> Result<&Network, Failure> {
	state.handle.network().ok_or_else(|| {
		Failure::new(StatusCode::INTERNAL_SERVER_ERROR, "this store has no peer network")
	})
}

pub(super) async fn id(Shared(state): Shared<State>) -> Json<Value> {
	let (name, addresses) = match state.handle.network() {
		Some(network) => (network.peer_id().to_string(), network.addresses()),
		None => {
			// A name of the right form, made from the store's own.
			let id = state.handle.stat().id;
			let name = Cid::new_v0(*block::cid_of(block::RAW, &id).hash())
				.map_or_else(|_| String::new(), |cid| cid.to_string());
			(name, Vec::new())
		},
	};
	Json(json!({
		"ID": name,
		"PublicKey": "",
		"Addresses": addresses.iter().map(ToString::to_string).collect::<Vec<_>>(),
		"AgentVersion": agent(),
		"Protocols": [],
	}))
}

pub(super) async fn list(Shared(state): Shared<State>) -> Result<Json<Value>, Failure> {
	let connected = network(&state)?.state().await?.connected;
	let peers: Vec<Value> =
		connected.iter().map(|peer| json!({ "Addr": "", "Peer": peer.to_string() })).collect();
	Ok(Json(json!({ "Peers": peers })))
}

pub(super) async fn connect(
	Shared(state): Shared<State>,
	args: Args,
) -> Result<Json<Value>, Failure> {
	let address = option(&args, "arg")
		.and_then(|text| text.parse().ok())
		.ok_or_else(|| Failure::usage("argument \"arg\" is an address that ends in /p2p/…"))?;
	let peer = network(&state)?.connect(&address).await?;
	Ok(Json(json!({ "Strings": [format!("connect {peer} success")] })))
}

pub(super) async fn find_providers(
	Shared(state): Shared<State>,
	args: Args,
) -> Result<Response, Failure> {
	let cid = cid(&args)?;
	let limit = match option(&args, "num-providers") {
		Some(text) => text.parse().map_err(|_| Failure::usage("num-providers is a number"))?,
		None => DEFAULT_PROVIDERS,
	};
	let found = network(&state)?.providers(&cid, limit.min(MAX_PROVIDERS)).await?;
	let named: Vec<Value> = found
		.iter()
		.map(|peer| {
			let responses = json!([{ "Addrs": [], "ID": peer.to_string() }]);
			json!({ "Extra": "", "ID": "", "Responses": responses, "Type": PROVIDERS_LINE })
		})
		.collect();
	Ok(lines(&named))
}
