//! The running desk.

use crate::{
	BuiltBatch, Chain, Clock, Config, DeskHandle, Gossip, PeerKey, Provider, ServiceError,
	SessionAuthorities, Signer,
	ads::ShownCampaigns,
	gossip::{DeskKeyCard, Message},
	heard::Heard,
	id_map::IdMap,
	intake::Bench,
	links::Links,
	metrics::Metrics,
	outbox::Outbox,
	peers::Peers,
	pool::Pool,
	providers::Providers,
	rate_limit::{Bucket, RateLimiter, Source},
	ratings::RatingsLog,
	secrets::SecretStore,
	settle::Unresolved,
	sharing::Sharing,
	signature::key_bytes,
	store::Store,
	sums::SumsMemory,
	vault::Vault,
};
use rand::{RngCore, rngs::OsRng};
use reel_primitives::{
	AccountId, ContentId, Hash32, Round, batch::BatchHash, content::TitleView, ids::PovId,
	time::round_of_ms,
};
use reel_rpc_api::{Rejection, SecretDeposit};
use std::{
	collections::{BTreeMap, HashMap, HashSet, VecDeque},
	fmt,
	sync::{Arc, Mutex, MutexGuard, PoisonError},
};
use substrate_prometheus_endpoint::Registry;

pub(crate) const LOG_TARGET: &str = "reel::desk";

/// Best blocks between two announcements of the desk's key and of the secrets that it holds: two minutes.
const ANNOUNCE_BLOCKS: u64 = 50;

/// Best blocks after which a claim that the chain has not taken is offered again: the pool keeps one for 64.
pub(crate) const CLAIM_BLOCKS: u64 = 64;

const SUMS_PURPOSE: &[u8] = b"reelchain/desk-sums/v1";

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
	/// The authorities at a best block.
	pub(crate) authorities: Option<(Hash32, Arc<SessionAuthorities>)>,
	/// Campaigns that may be shown, at a best block.
	pub(crate) campaigns: Option<(Hash32, ShownCampaigns)>,
	/// Titles at a best block.
	pub(crate) titles: (Hash32, HashMap<ContentId, TitleView<AccountId>>),
	/// How much of each desk is checked.
	pub(crate) desks: IdMap<Hash32, Bucket>,
	/// Keys of the authorities at the last best block.
	pub(crate) last_set: Option<Vec<Hash32>>,
	pub(crate) sessions: BTreeMap<u32, Vec<(AccountId, PovId)>>,
	/// Bodies that peers sent, not checked against the chain yet.
	pub(crate) bodies: BTreeMap<(Round, BatchHash), (PeerKey, Vec<Hash32>)>,
	pub(crate) desk_keys: HashMap<Hash32, DeskKeyCard>,
	/// Deposits that were passed on.
	pub(crate) deposits: HashSet<Hash32>,
	/// Deposits of titles that are not in a block yet, and since which best block they wait; the oldest first.
	pub(crate) early_deposits: VecDeque<(u64, SecretDeposit)>,
	/// Batches seen open or paid whose plays this node does not know, by round.
	pub(crate) unresolved: BTreeMap<Round, Unresolved>,
	/// Paid batches whose plays nobody told in time.
	pub(crate) given_up: BTreeMap<Round, BatchHash>,
	/// Rounds up to this one were looked at for what was paid.
	pub(crate) looked_to: Option<Round>,
	/// Plays and bodies that were asked for, and at which best block.
	pub(crate) wanted: HashMap<Hash32, u64>,
	/// The batch that was built when its body was kept: it is judged at the same best block.
	pub(crate) built: Option<(BatchHash, Arc<BuiltBatch>)>,
	/// Claims that were sent, and at which best block; the chain says which of them came in.
	pub(crate) claiming: HashMap<(Round, AccountId), u64>,
	pub(crate) blocks: u64,
	/// Plays that other desks have and this one lacks.
	pub(crate) heard: Heard,
	/// What the last run had accepted was told.
	pub(crate) has_told_left: bool,
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
	/// Held by whoever forces the log to the disk.
	syncing: Mutex<()>,
	/// What is to be told of this desk's own tickets and plays.
	pub(crate) outbox: Outbox,
	/// Threads that check what peers send.
	pub(crate) benches: Pool<Bench>,
	/// Threads that seal it.
	pub(crate) sealers: Pool<Vec<Vec<u8>>>,
	net: Mutex<Net>,
	sharing: Mutex<Sharing>,
	peers: Mutex<Peers>,
	links: Mutex<Links>,
	providers: Mutex<Providers>,
	sums: Mutex<SumsMemory>,
	ratings: Mutex<RatingsLog>,
	/// Held over awaits, by whoever has a whole cell sealed: one at a time.
	pub(crate) sealing_cell: futures::lock::Mutex<()>,
	addresses: Mutex<RateLimiter>,
	strangers: Mutex<Bucket>,
	accounts: Mutex<RateLimiter>,
}

impl Core {
	// Locks are never held over an await, `sealing_cell` excepted, and no lock is taken while another is held except store → net, store → peers,
	// store → outbox, syncing → store and, inside the secret store, its own index.
	pub(crate) fn store(&self) -> MutexGuard<'_, Store> {
		self.store.lock().unwrap_or_else(PoisonError::into_inner)
	}

	/// The same, if nobody has it now.
	pub(crate) fn try_store(&self) -> Option<MutexGuard<'_, Store>> {
		self.store.try_lock().ok()
	}

	/// Forces all that was appended so far to the disk. Of those who wait at once one does it for all.
	pub(crate) fn commit(&self) -> Result<(), ServiceError> {
		let upto = self.store().appended();
		let _syncing = self.syncing.lock().unwrap_or_else(PoisonError::into_inner);
		let Some(unsynced) = self.store().unsynced(upto)? else { return Ok(()) };
		let result = unsynced.sync();
		self.store().note_synced(&unsynced, result)
	}

	pub(crate) fn net(&self) -> MutexGuard<'_, Net> {
		self.net.lock().unwrap_or_else(PoisonError::into_inner)
	}

	pub(crate) fn sharing(&self) -> MutexGuard<'_, Sharing> {
		self.sharing.lock().unwrap_or_else(PoisonError::into_inner)
	}

	pub(crate) fn links(&self) -> MutexGuard<'_, Links> {
		self.links.lock().unwrap_or_else(PoisonError::into_inner)
	}

	pub(crate) fn providers(&self) -> MutexGuard<'_, Providers> {
		self.providers.lock().unwrap_or_else(PoisonError::into_inner)
	}

	pub(crate) fn sums(&self) -> MutexGuard<'_, SumsMemory> {
		self.sums.lock().unwrap_or_else(PoisonError::into_inner)
	}

	pub(crate) fn ratings(&self) -> MutexGuard<'_, RatingsLog> {
		self.ratings.lock().unwrap_or_else(PoisonError::into_inner)
	}

	pub(crate) fn peers(&self) -> MutexGuard<'_, Peers> {
		self.peers.lock().unwrap_or_else(PoisonError::into_inner)
	}

	pub(crate) fn now_ms(&self) -> u64 {
		self.parts.clock.now_ms()
	}

	/// The limit of a network or connection first: who has used it up takes nothing of the others'.
	pub(crate) fn limit_source(&self, source: Source) -> Result<(), Rejection> {
		let limited = |retry_after_ms| Rejection::RateLimited { retry_after_ms };
		let now_ms = self.now_ms();
		if let Some(name) = source.name() {
			let mut limiter = self.addresses.lock().unwrap_or_else(PoisonError::into_inner);
			limiter.take(&name, now_ms).map_err(limited)?;
		}
		if source.is_stranger() {
			let mut all = self.strangers.lock().unwrap_or_else(PoisonError::into_inner);
			all.take(1, self.config.per_strangers.max(1).into(), now_ms).map_err(limited)?;
		}
		Ok(())
	}

	pub(crate) fn limit_account(&self, account: &AccountId) -> Result<(), Rejection> {
		let mut limiter = self.accounts.lock().unwrap_or_else(PoisonError::into_inner);
		let taken = limiter.take(account.as_ref(), self.now_ms());
		taken.map_err(|retry_after_ms| Rejection::RateLimited { retry_after_ms })
	}

	/// Claims that are on their way into a block.
	pub(crate) fn claiming(&self) -> HashSet<(Round, AccountId)> {
		let mut net = self.net();
		let now = net.blocks;
		net.claiming.retain(|_, sent_at| now.saturating_sub(*sent_at) < CLAIM_BLOCKS);
		net.claiming.keys().cloned().collect()
	}

	pub(crate) fn broadcast(&self, message: &Message) {
		self.parts.gossip.broadcast(message.to_bytes());
	}

	/// What is to be done at each best block.
	pub(crate) async fn on_block(&self) {
		let blocks = {
			let mut net = self.net();
			net.blocks += 1;
			net.blocks
		};
		self.say_hello();
		self.ask_for_heard();
		if !self.links().is_empty() && !std::mem::replace(&mut self.net().has_told_left, true) {
			self.tell_what_was_left();
		}
		if let Err(error) = self.settle() {
			log::warn!(target: LOG_TARGET, "batches were not settled: {error}");
			return;
		}
		self.vote_on_open_batches().await;
		// Some megabytes, which only the vote needs.
		self.net().built = None;
		self.propose_for_my_rounds().await;
		self.keep_sums().await;
		self.anchor_ratings().await;
		let is_new_set = self.authorities_changed();
		if is_new_set || blocks % ANNOUNCE_BLOCKS == 1 {
			self.own_cards().into_iter().for_each(|card| self.broadcast(&Message::DeskKey(card)));
			self.tell_held(is_new_set);
		}
		self.take_early_deposits(blocks);
		self.ask_for_lacking(blocks);
		let now_ms = self.now_ms();
		let standing = {
			let mut providers = self.providers();
			providers.prune(now_ms);
			providers.standing(now_ms)
		};
		self.metrics.providers(standing);
		// What is forced to the disk is forced while others go on appending.
		let own: Vec<Hash32> = self.parts.signer.own_keys().iter().map(key_bytes).collect();
		let pruned = {
			let mut store = self.store();
			store.tally_ads(now_ms, |desk| own.contains(desk));
			store.prune(now_ms)
		};
		if let Err(error) = pruned.and_then(|()| self.commit()) {
			log::error!(target: LOG_TARGET, "desk log: {error}");
		}
		self.metrics.sizes(self.store().state());
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
		let vault = Vault::open(&config.key_file, &config.data_dir)?;
		let mut store = Store::open(&vault, &config.data_dir)?;
		store.limit_proofs(config.max_proof_bytes());
		let now_ms = parts.clock.now_ms();
		let quiet_until = store.was_torn.then(|| round_of_ms(now_ms));
		if let Some(round) = quiet_until {
			log::warn!(
				target: LOG_TARGET,
				"desk log had a torn tail: no votes or proposals up to round {round}",
			);
		}
		let mut limiter_key = [0; 32];
		OsRng.fill_bytes(&mut limiter_key);
		let genesis = parts.chain.genesis();
		let core = Arc::new(Core {
			genesis,
			metrics: Metrics::new(registry)?,
			secrets: SecretStore::open(&vault, &config.data_dir)?,
			quiet_until,
			store: Mutex::new(store),
			syncing: Mutex::default(),
			outbox: Outbox::default(),
			benches: Pool::new(config.check_threads),
			sealers: Pool::new(config.check_threads),
			net: Mutex::default(),
			sharing: Mutex::default(),
			peers: Mutex::new(Peers::new(config.plays_per_minute)),
			links: Mutex::default(),
			providers: Mutex::new(Providers::new(&config, limiter_key, now_ms)),
			sums: Mutex::new(SumsMemory::new(config.data_dir.clone(), vault.cipher(SUMS_PURPOSE))),
			ratings: Mutex::new(RatingsLog::open(&config.data_dir, &genesis)?),
			sealing_cell: futures::lock::Mutex::default(),
			strangers: Mutex::new(Bucket::full(config.per_strangers.max(1).into(), now_ms)),
			addresses: Mutex::new(RateLimiter::new(limiter_key, config.per_address)),
			accounts: Mutex::new(RateLimiter::new(limiter_key, config.per_account)),
			parts,
			config,
		});
		Ok((Self { core: core.clone() }, DeskHandle::new(core)))
	}
}
