//! Delegated routing v1, `GET /routing/v1/providers/{cid}`: who has a title or cell, from this node's own part of the
//! provider table. Nothing is searched for the asker, so asking costs no other node anything.
//!
//! Records have the `peer` schema and say `transport-bitswap`. This node is among them if the block is here; it is also
//! a trustless gateway, which its record says with `transport-ipfs-gateway-http` and an address that ends in `/http`.

use super::{
	State,
	reply::{CORS, Refusal},
	trustless::parse_cid,
};
use crate::block::check_cid;
use axum::{
	Json,
	extract::{Path, State as Shared},
	http::{
		HeaderMap, HeaderValue,
		header::{ACCEPT, CACHE_CONTROL, CONTENT_TYPE, VARY, X_CONTENT_TYPE_OPTIONS},
	},
	response::{IntoResponse, Response},
};
use serde_json::{Value, json};
use std::net::SocketAddr;

/// Most records of an answer.
const MAX_RECORDS: usize = 100;

/// An announcement may come or go at any time.
const FRESH: HeaderValue = HeaderValue::from_static("public, max-age=15");

/// What every store of this network speaks, by the names that clients filter by.
const BITSWAP: &str = "transport-bitswap";
const GATEWAY: &str = "transport-ipfs-gateway-http";

const LINES_TYPE: &str = "application/x-ndjson";

pub(crate) async fn providers(
	Shared(state): Shared<State>,
	Path(cid): Path<String>,
	headers: HeaderMap,
) -> Result<Response, Refusal> {
	let cid = parse_cid(&cid)?;
	check_cid(&cid)?;
	let mut records = Vec::new();
	if let Some(network) = state.handle.network() {
		let own = network.peer_id();
		if state.handle.has(&cid).await? {
			let mut addresses: Vec<String> =
				network.addresses().iter().map(ToString::to_string).collect();
			addresses.extend(state.handle.http_address().and_then(http_address));
			records.push(record(&own.to_string(), &addresses, &[BITSWAP, GATEWAY]));
		}
		// An error means that the network is going down: then it knows nobody.
		let known = network.known_providers(&cid).await.unwrap_or_default();
		for (peer, addresses) in known.into_iter().filter(|(peer, _)| *peer != own) {
			let addresses: Vec<String> = addresses.iter().map(ToString::to_string).collect();
			records.push(record(&peer.to_string(), &addresses, &[BITSWAP]));
		}
	}
	records.truncate(MAX_RECORDS);
	let common = [
		(CACHE_CONTROL, FRESH),
		(VARY, HeaderValue::from_static("Accept")),
		(X_CONTENT_TYPE_OPTIONS, HeaderValue::from_static("nosniff")),
	];
	let lines = headers
		.get_all(ACCEPT)
		.iter()
		.filter_map(|value| value.to_str().ok())
		.any(|value| value.contains(LINES_TYPE));
	if lines {
		let body: String = records.iter().map(|record| format!("{record}\n")).collect();
		let kind = [(CONTENT_TYPE, HeaderValue::from_static(LINES_TYPE))];
		return Ok((common, CORS, kind, body).into_response());
	}
	Ok((common, CORS, Json(json!({ "Providers": records }))).into_response())
}

fn record(peer: &str, addresses: &[String], protocols: &[&str]) -> Value {
	json!({ "Schema": "peer", "ID": peer, "Addrs": addresses, "Protocols": protocols })
}

/// The gateway's own address as a multiaddr; `None` for one that listens everywhere, which is no address to go to.
fn http_address(address: SocketAddr) -> Option<String> {
	let kind = if address.is_ipv4() { "ip4" } else { "ip6" };
	(!address.ip().is_unspecified())
		.then(|| format!("/{kind}/{}/tcp/{}/http", address.ip(), address.port()))
}
