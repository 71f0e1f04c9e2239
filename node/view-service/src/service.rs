//! The running desk.

use crate::{
	Chain, Clock, Config, DeskHandle, Gossip, PeerKey, Provider, ServiceError, SessionAuthorities,
	Signer,
	gossip::{DeskKeyCard, Message},
	metrics::Metrics,
	rate_limit::RateLimiter,
	secrets::SecretStore,
	signature::{key_bytes, signature_bytes},
	store::Store,
};
use futures::{FutureExt, StreamExt};
use rand::{RngCore, rngs::OsRng};
use reel_primitives::{AccountId, Hash32, Round, batch::BatchHash, ids::PovId, time::round_of_ms};
use reel_rpc_api::{Rejection, desk_key_payload};
use std::{
	collections::{BTreeMap, HashMap, HashSet},
	fmt,
	sync::{Arc, Mutex, MutexGuard, PoisonError},
};
use substrate_prometheus_endpoint::Registry;

pub(crate) const LOG_TARGET: &str = "reel::desk";

/// Sessions whose authorities are remembered: a batch may be open over a change of session.
const SESSIONS_KEPT: usize = 8;

/// Best blocks between two announcements of the desk's key: two minutes.
const ANNOUNCE_BLOCKS: u64 = 50;

/// What the desk needs of the node.
#[derive(Clone)]
pub struct Parts {
	/// The chain.
	pub chain: Arc<dyn Chain>,
	/// The keystore.
	pub signer: Arc<dyn Signer>,
	/// The network.
	pub gossip: Arc<dyn Gossip>,
	/// This node's fragments.
	pub provider: Arc<dyn Provider>,
	/// The time.
	pub clock: Arc<dyn Clock>,
}

impl fmt::Debug for Parts {
	fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
		f.write_str("Parts")
	}
}

/// What is known only while the node runs.
#[derive(Default)]
pub(crate) struct Net {
	pub(crate) sessions: BTreeMap<u32, Vec<(AccountId, PovId)>>,
	/// Bodies that peers sent, not checked against the chain yet.
	pub(crate) bodies: BTreeMap<(Round, BatchHash), (PeerKey, Vec<Hash32>)>,
	pub(crate) desk_keys: HashMap<Hash32, DeskKeyCard>,
	/// Deposits that were passed on.
	pub(crate) deposits: HashSet<Hash32>,
	/// Batches seen open whose plays this node does not know: round → hash, plays root.
	pub(crate) unresolved: BTreeMap<Round, (BatchHash, Hash32)>,
	/// Claims that were sent.
	pub(crate) claimed: HashSet<(Round, AccountId)>,
	pub(crate) blocks: u64,
}

/// Everything of a desk; shared by its handle, its gossip and its rounds.
pub(crate) struct Core {
	pub(crate) parts: Parts,
	pub(crate) config: Config,
	pub(crate) genesis: Hash32,
	pub(crate) metrics: Metrics,
	pub(crate) secrets: SecretStore,
	/// Neither vote nor proposal for rounds up to this one: the log lost its tail.
	pub(crate) quiet_until: Option<Round>,
	store: Mutex<Store>,
	net: Mutex<Net>,
	addresses: Mutex<RateLimiter>,
	accounts: Mutex<RateLimiter>,
}

impl Core {
	// Locks are never held over an await, and no lock is taken while another is held except store → net.
	pub(crate) fn store(&self) -> MutexGuard<'_, Store> {
		self.store.lock().unwrap_or_else(PoisonError::into_inner)
	}

	pub(crate) fn net(&self) -> MutexGuard<'_, Net> {
		self.net.lock().unwrap_or_else(PoisonError::into_inner)
	}

	pub(crate) fn now_ms(&self) -> u64 {
		self.parts.clock.now_ms()
	}

	/// The authorities of now, remembered under their session.
	pub(crate) fn authorities(&self) -> Result<SessionAuthorities, crate::ChainError> {
		let now = self.parts.chain.authorities()?;
		let mut net = self.net();
		net.sessions.insert(now.session, now.authorities.clone());
		while net.sessions.len() > SESSIONS_KEPT {
			net.sessions.pop_first();
		}
		Ok(now)
	}

	/// This node's keys among `authorities`, with their indices.
	pub(crate) fn own_seats(&self, authorities: &[(AccountId, PovId)]) -> Vec<(u32, PovId)> {
		let own = self.parts.signer.own_keys();
		(0..)
			.zip(authorities)
			.filter(|(_, (_, key))| own.contains(key))
			.map(|(index, (_, key))| (index, key.clone()))
			.collect()
	}

	/// Whether a key is of an authority of now.
	pub(crate) fn is_authority(&self, key: &Hash32) -> bool {
		self.authorities()
			.is_ok_and(|now| now.authorities.iter().any(|(_, pov)| key_bytes(pov) == *key))
	}

	pub(crate) fn limit_address(&self, address: &[u8]) -> Result<(), Rejection> {
		let mut limiter = self.addresses.lock().unwrap_or_else(PoisonError::into_inner);
		let taken = limiter.take(address, self.now_ms());
		taken.map_err(|retry_after_ms| Rejection::RateLimited { retry_after_ms })
	}

	pub(crate) fn limit_account(&self, account: &AccountId) -> Result<(), Rejection> {
		let mut limiter = self.accounts.lock().unwrap_or_else(PoisonError::into_inner);
		let taken = limiter.take(account.as_ref(), self.now_ms());
		taken.map_err(|retry_after_ms| Rejection::RateLimited { retry_after_ms })
	}

	pub(crate) fn broadcast(&self, message: &Message) {
		self.parts.gossip.broadcast(message.to_bytes());
	}

	/// The cards of this node's own desk, one for each of its authorities' keys.
	pub(crate) fn own_cards(&self) -> Vec<DeskKeyCard> {
		let Ok(now) = self.authorities() else { return Vec::new() };
		let public = self.secrets.public();
		let payload = desk_key_payload(&self.genesis, &public);
		let seats = self.own_seats(&now.authorities).into_iter();
		seats
			.filter_map(|(_, key)| {
				let signature = signature_bytes(&self.parts.signer.sign(&key, &payload)?);
				Some(DeskKeyCard { authority: key_bytes(&key), public, signature })
			})
			.collect()
	}

	/// What is to be done at each best block.
	pub(crate) async fn on_block(&self) {
		let blocks = {
			let mut net = self.net();
			net.blocks += 1;
			net.blocks
		};
		if let Err(error) = self.settle() {
			log::warn!(target: LOG_TARGET, "batches were not settled: {error}");
			return;
		}
		self.vote_on_open_batches().await;
		self.propose_for_my_rounds().await;
		if blocks % ANNOUNCE_BLOCKS == 1 {
			self.own_cards().into_iter().for_each(|card| self.broadcast(&Message::DeskKey(card)));
		}
		let now_ms = self.now_ms();
		let mut store = self.store();
		if let Err(error) = store.prune(now_ms).and_then(|()| store.sync()) {
			log::error!(target: LOG_TARGET, "desk log: {error}");
		}
	}
}

/// A desk that is ready to run.
pub struct ViewService {
	pub(crate) core: Arc<Core>,
}

impl fmt::Debug for ViewService {
	fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
		f.write_str("ViewService")
	}
}

impl ViewService {
	/// Opens the desk's files.
	///
	/// # Errors
	/// When a file cannot be read, written or understood, or a metric is registered already.
	pub fn open(
		parts: Parts,
		config: Config,
		registry: Option<&Registry>,
	) -> Result<(Self, DeskHandle), ServiceError> {
		let store = Store::open(&config.data_dir)?;
		let quiet_until = store.was_torn.then(|| round_of_ms(parts.clock.now_ms()));
		if let Some(round) = quiet_until {
			log::warn!(
				target: LOG_TARGET,
				"desk log had a torn tail: no votes or proposals up to round {round}",
			);
		}
		let mut limiter_key = [0; 32];
		OsRng.fill_bytes(&mut limiter_key);
		let core = Arc::new(Core {
			genesis: parts.chain.genesis(),
			metrics: Metrics::new(registry)?,
			secrets: SecretStore::open(&config.data_dir)?,
			quiet_until,
			store: Mutex::new(store),
			net: Mutex::default(),
			addresses: Mutex::new(RateLimiter::new(limiter_key, config.per_address)),
			accounts: Mutex::new(RateLimiter::new(limiter_key, config.per_account)),
			parts,
			config,
		});
		Ok((Self { core: core.clone() }, DeskHandle::new(core)))
	}

	/// Runs until the chain or the network ends.
	pub async fn run(self) {
		let core = self.core;
		let mut blocks = core.parts.chain.best_blocks().fuse();
		let mut messages = core.parts.gossip.incoming().fuse();
		loop {
			futures::select! {
				message = messages.next() => {
					let Some((peer, bytes)) = message else { break };
					core.on_message(peer, &bytes);
				},
				block = blocks.next() => {
					let Some(()) = block else { break };
					// Of blocks that came meanwhile only the last matters.
					while let Some(Some(())) = blocks.next().now_or_never() {}
					core.on_block().await;
				},
			}
		}
		if let Err(error) = core.store().sync() {
			log::error!(target: LOG_TARGET, "desk log: {error}");
		}
	}
}
