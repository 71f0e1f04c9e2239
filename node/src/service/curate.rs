//! `--curate`: what the off-chain worker of `pallet-fragment-staking` needs of this node.
//!
//! ```text
//! keystore (cur1) ──hot key──┐
//! store's address and token ─┴─► off-chain storage ─► worker, after each best block ─► store ─► transactions
//!                                       └─ state of the bridge ─► RPC fragment_v1_keeping
//! ```
//!
//! The worker sees only the runtime's host functions, so the node writes down where the store is, and at which age the
//! operator wants contracts claimed for. The token lies in the
//! node's database from then on, which is as private as the store's own token file: directories under the base path belong
//! to the operator.

use super::{Services, partial::FullBackend};
use crate::{
	cli::{CurateParams, StoreParams},
	failure::Failure,
};
use codec::{Decode, Encode};
use reel_fragment_store::Handle;
use reel_fragments::keeping::{
	ADDRESS_KEY, BridgeState, CLAIM_KEY, HOT_KEY_TYPE, STATE_KEY, StoreAddress,
};
use reel_primitives::AccountId;
use sc_client_api::Backend;
use sp_core::{
	crypto::KeyTypeId,
	offchain::{OffchainStorage, STORAGE_PREFIX},
	sr25519,
};
use sp_keystore::KeystorePtr;
use std::{
	fs,
	net::{IpAddr, Ipv4Addr, Ipv6Addr, SocketAddr},
	sync::Arc,
	time::{SystemTime, UNIX_EPOCH},
};

/// Type of hot keys.
pub(crate) const KEY_TYPE: KeyTypeId = KeyTypeId(HOT_KEY_TYPE);

/// File of the token in the store's directory.
const TOKEN_FILE: &str = "api-token";

/// Where a curator's store listens for others if no address was given.
const DEFAULT_LISTEN: [&str; 2] = ["/ip4/0.0.0.0/tcp/30444", "/ip4/0.0.0.0/udp/30444/quic-v1"];

/// Why there is no hot key.
#[derive(Debug)]
pub(crate) struct KeystoreFailed(sp_keystore::Error);

impl std::fmt::Display for KeystoreFailed {
	fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
		write!(f, "the keystore cannot make a hot key: {}", self.0)
	}
}

/// What a curator's node is started with beside what was asked for: peers.
pub(crate) fn complete(store: &mut StoreParams, curate: &CurateParams) {
	if curate.curate && !store.no_store && store.peers.store_p2p_listen.is_empty() {
		store.peers.store_p2p_listen = DEFAULT_LISTEN
			.iter()
			.map(|address| address.parse().expect("addresses written here are well-formed; qed"))
			.collect();
	}
}

/// The node's hot key, made if there is none.
///
/// # Errors
/// The keystore cannot be written.
pub(crate) fn hot_key(keystore: &KeystorePtr) -> Result<sr25519::Public, KeystoreFailed> {
	match keystore.sr25519_public_keys(KEY_TYPE).first() {
		Some(key) => Ok(*key),
		None => keystore.sr25519_generate_new(KEY_TYPE, None).map_err(KeystoreFailed),
	}
}

/// Gets everything ready for the worker, or sees to it that it does nothing.
///
/// # Errors
/// There is no store to keep anything in, a token that cannot be read, a keystore that cannot be written.
pub(crate) fn prepare(
	params: &CurateParams,
	store: Option<&Handle>,
	services: &Services,
) -> Result<(), Failure> {
	let mut storage = services.backend.offchain_storage().ok_or_else(|| {
		Failure::new("the database keeps no off-chain storage", "use another database backend")
	})?;
	if !params.curate {
		storage.remove(STORAGE_PREFIX, ADDRESS_KEY);
		return Ok(());
	}
	if !params.curate_no_key {
		let key = hot_key(&services.keystore).map_err(|error| {
			Failure::new(error.to_string(), "check the directory that --keystore-path names")
		})?;
		log::info!(target: "reel::node", "Curating with hot key {}", AccountId::from(key));
	}
	let (url, token) = address(params, store)?;
	// Distinct for each start: two starts within a nanosecond do not happen.
	let session =
		SystemTime::now().duration_since(UNIX_EPOCH).map_or(0, |now| now.as_nanos() as u64);
	let address = StoreAddress { url: url.into_bytes(), token: token.into_bytes(), session };
	storage.set(STORAGE_PREFIX, ADDRESS_KEY, &address.encode());
	match params.curate_claim_every {
		Some(rounds) => storage.set(STORAGE_PREFIX, CLAIM_KEY, &rounds.encode()),
		None => storage.remove(STORAGE_PREFIX, CLAIM_KEY),
	}
	Ok(())
}

fn address(params: &CurateParams, store: Option<&Handle>) -> Result<(String, String), Failure> {
	let read = |path: &std::path::Path| {
		fs::read_to_string(path).map(|token| token.trim().to_owned()).map_err(|error| {
			Failure::new(
				format!("token {} cannot be read: {error}", path.display()),
				"check the file and its owner; it is `api-token` in the store's directory",
			)
		})
	};
	if let Some(url) = &params.curate_store {
		let token = params.curate_token_file.as_deref().map_or_else(|| Ok(String::new()), read)?;
		return Ok((url.clone(), token));
	}
	let own = store.and_then(|store| Some((store.http_address()?, store.stat().directory)));
	let (listens, directory) = own.ok_or_else(|| {
		Failure::new(
			"--curate needs a fragment store",
			"leave out --no-store, or name another store with --curate-store",
		)
	})?;
	Ok((format!("http://{}", reachable(listens)), read(&directory.join(TOKEN_FILE))?))
}

/// The address by which this machine reaches a listener of its own.
fn reachable(listens: SocketAddr) -> SocketAddr {
	let ip = match listens.ip() {
		IpAddr::V4(ip) if ip.is_unspecified() => Ipv4Addr::LOCALHOST.into(),
		IpAddr::V6(ip) if ip.is_unspecified() => Ipv6Addr::LOCALHOST.into(),
		ip => ip,
	};
	SocketAddr::new(ip, listens.port())
}

/// How the bridge stands; nothing of note before its first run.
pub(crate) fn state(backend: &Arc<FullBackend>) -> BridgeState<AccountId> {
	let stored = backend.offchain_storage().and_then(|it| it.get(STORAGE_PREFIX, STATE_KEY));
	stored.and_then(|bytes| BridgeState::decode(&mut &bytes[..]).ok()).unwrap_or_default()
}

#[cfg(test)]
mod tests {
	use super::*;

	#[test]
	fn the_store_is_asked_on_this_machine_wherever_it_listens() {
		for (listens, asked) in [
			("0.0.0.0:8945", "127.0.0.1:8945"),
			("[::]:8945", "[::1]:8945"),
			("10.0.0.7:80", "10.0.0.7:80"),
		] {
			assert_eq!(reachable(listens.parse().expect("address")).to_string(), asked);
		}
	}
}
