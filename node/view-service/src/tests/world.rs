//! The world of the tests.

use super::parts::*;
use crate::{
	Clock, Config, DeskHandle, Message, Misconduct, Parts, PeerKey, Seal, Source, ViewService,
	play_item, service::Core, ticket_item,
};
use crypto_box::PublicKey;
use rand::rngs::OsRng;
use reel_merkle::binary;
use reel_primitives::{
	AccountId, CellIndex, ContentId, Hash32,
	content::{Licence, RewardSplit, TitleRecord, TitleState, TitleStatus, TitleView},
	geometry::{CellDescriptor, FRAGMENT_BYTES, Geometry},
	play::{SignedPlay, SignedTicket},
	time::{ROUND_MS, round_of_ms},
};
use reel_rpc_api::SecretDeposit;
use sp_core::{Pair, sr25519};
use std::sync::{
	Arc, Mutex,
	atomic::{AtomicBool, AtomicU64, Ordering},
};

pub(crate) const GENESIS: Hash32 = [42; 32];
pub(crate) const SECRET: Hash32 = [77; 32];
pub(crate) const CELL_MS: u32 = 20_000;
pub(crate) const CELLS: u32 = 3;

pub(crate) fn pair(seed: u8) -> sr25519::Pair {
	sr25519::Pair::from_seed(&[seed; 32])
}

pub(crate) fn account(pair: &sr25519::Pair) -> AccountId {
	AccountId::new(pair.public().0)
}

pub(crate) fn treasury() -> AccountId {
	AccountId::new([250; 32])
}

pub(crate) struct ManualClock(pub(crate) AtomicU64);

impl Clock for ManualClock {
	fn now_ms(&self) -> u64 {
		self.0.load(Ordering::SeqCst)
	}
}

/// Bytes of the cells of every title. Cell 1 has two fragments.
pub(crate) fn cell_bytes(cell: CellIndex) -> Vec<u8> {
	let length = if cell == 1 { FRAGMENT_BYTES as usize + 3_000 } else { 5_000 };
	(0..length).map(|i| (i as u8).wrapping_mul(31).wrapping_add(cell as u8)).collect()
}

pub(crate) fn descriptor(cell: CellIndex) -> CellDescriptor {
	let bytes = cell_bytes(cell);
	let root = *blake3::hash(&bytes).as_bytes();
	CellDescriptor { index: cell, duration_ms: CELL_MS, length_bytes: bytes.len() as u64, root }
}

pub(crate) fn descriptors() -> Vec<Vec<u8>> {
	(0..CELLS).map(|cell| descriptor(cell).leaf_bytes()).collect()
}

pub(crate) fn content(seed: u8) -> ContentId {
	ContentId([seed; 32])
}

/// The seal of a desk over one item alone.
pub(crate) fn seal(desk: &sr25519::Pair, item: Vec<u8>) -> Seal {
	let seals = Seal::all(&GENESIS, &[item], |payload| Some(desk.sign(payload).0));
	seals.unwrap().remove(0)
}

/// What a desk tells of a ticket.
pub(crate) fn told_ticket(desk: &sr25519::Pair, ticket: SignedTicket) -> Message {
	let seal = seal(desk, ticket_item(&ticket.ticket.id()));
	Message::Ticket { ticket, seal }
}

/// What a desk tells of a play.
pub(crate) fn told_play(
	desk: &sr25519::Pair,
	ticket: SignedTicket,
	play: SignedPlay,
	accepted_at_ms: u64,
) -> Message {
	let seal = seal(desk, play_item(&ticket.ticket.id(), &play.id(), accepted_at_ms));
	Message::Play { ticket, play, accepted_at_ms, seal }
}

pub(crate) fn title(seed: u8) -> TitleView<AccountId> {
	TitleView {
		content: content(seed),
		record: TitleRecord {
			creator: account(&pair(200)),
			supervisor: AccountId::new([201; 32]),
			cells_root: binary::root(&descriptors()),
			geometry: Geometry {
				cells: CELLS,
				duration_ms: u64::from(CELL_MS) * u64::from(CELLS),
				size_bytes: (0..CELLS).map(|cell| descriptor(cell).length_bytes).sum(),
			},
			split: RewardSplit::DEFAULT,
			licence: Licence::CcBy,
			metadata_hash: [0; 32],
			registered_in: 0,
		},
		state: TitleState { status: TitleStatus::Playable, price_cfx: 0, takes_donations: false },
	}
}

/// One desk, which may be restarted over its files.
pub(crate) struct Desk {
	parts: Parts,
	pub(crate) config: Config,
	pub(crate) provider: Arc<MemProvider>,
	pub(crate) key: sr25519::Pair,
	/// It has lost its connections.
	pub(crate) is_cut_off: Arc<AtomicBool>,
	pub(crate) core: Arc<Core>,
	pub(crate) handle: DeskHandle,
}

impl Desk {
	pub(crate) fn parts(&self) -> Parts {
		self.parts.clone()
	}

	pub(crate) fn restart(&mut self) {
		let opened = ViewService::open(self.parts.clone(), self.config.clone(), None).unwrap();
		self.core = opened.0.core;
		self.handle = opened.1;
	}

	pub(crate) fn service(&self) -> ViewService {
		ViewService { core: self.core.clone() }
	}
}

/// Chain, network, clock and desks.
pub(crate) struct World {
	pub(crate) clock: Arc<ManualClock>,
	pub(crate) chain: Arc<MemChain>,
	pub(crate) desks: Vec<Desk>,
	queues: Vec<Queue>,
	pub(crate) reports: Arc<Mutex<Vec<(usize, PeerKey, Misconduct)>>>,
	blocks: tokio::sync::broadcast::Sender<()>,
	_dirs: Vec<tempfile::TempDir>,
}

impl World {
	/// Desks that hold the secret of title 1, at the start of round 1,000,000.
	pub(crate) fn new(desks: usize) -> Self {
		let world = Self::without_secrets(desks);
		let deposit = world.deposit(1, &SECRET);
		world.desks[0].handle.deposit_secret(deposit, Source::Unknown).unwrap();
		world.pump();
		world
	}

	/// Desks that hold no secret.
	pub(crate) fn without_secrets(desks: usize) -> Self {
		let clock = Arc::new(ManualClock(AtomicU64::new(1_000_000 * ROUND_MS)));
		let blocks = tokio::sync::broadcast::channel(16).0;
		let keys: Vec<_> = (0..desks).map(|i| pair(10 + i as u8)).collect();
		let state = ChainState {
			session: 5,
			keys: keys.iter().map(|key| key.public().into()).collect(),
			titles: [1, 2].into_iter().map(|seed| (content(seed), title(seed))).collect(),
			..ChainState::default()
		};
		let state = Mutex::new(state);
		let chain = Arc::new(MemChain { clock: clock.clone(), state, blocks: blocks.clone() });
		let queues: Vec<Queue> = (0..desks).map(|_| Queue::default()).collect();
		let reports: Arc<Mutex<Vec<(usize, PeerKey, Misconduct)>>> = Arc::default();
		let mut dirs = Vec::new();
		let made = keys.into_iter().enumerate().map(|(me, key)| {
			let dir = tempfile::tempdir().unwrap();
			let key_file = dir.path().join("keystore/reel-desk.key");
			let mut config = Config::new(dir.path().join("desk"), key_file, treasury());
			config.difficulty_bits = 6;
			config.per_address = 10_000;
			config.per_strangers = 10_000;
			config.per_account = 1_000;
			config.plays_per_minute = 120_000;
			dirs.push(dir);
			let provider = Arc::new(MemProvider { index: me as u8, ..MemProvider::default() });
			let is_cut_off = Arc::new(AtomicBool::new(false));
			let parts = Parts {
				chain: chain.clone(),
				signer: Arc::new(MemSigner(key.clone())),
				gossip: Arc::new(MemGossip {
					me,
					queues: queues.clone(),
					reports: reports.clone(),
					is_cut_off: is_cut_off.clone(),
				}),
				provider: provider.clone(),
				clock: clock.clone(),
			};
			let (service, handle) = ViewService::open(parts.clone(), config.clone(), None).unwrap();
			Desk { parts, config, provider, key, is_cut_off, core: service.core, handle }
		});
		let desks: Vec<Desk> = made.collect();
		let world = Self { clock, chain, desks, queues, reports, blocks, _dirs: dirs };
		world.desks.iter().for_each(|desk| desk.core.say_hello());
		world.pump();
		world
	}

	/// A deposit of the creator with a box for each desk.
	pub(crate) fn deposit(&self, title: u8, secret: &[u8]) -> SecretDeposit {
		let creator = pair(200);
		let sealed = self.desks.iter().map(|desk| {
			let public = PublicKey::from(desk.core.secrets.public());
			let bytes = [&content(title).0[..], secret].concat();
			(desk.key.public().0, public.seal(&mut OsRng, &bytes).unwrap())
		});
		let mut deposit = SecretDeposit {
			content: content(title),
			creator: account(&creator),
			sealed: sealed.collect(),
			signature: [0; 64],
		};
		deposit.signature = creator.sign(&deposit.signing_payload(&GENESIS)).0;
		deposit
	}

	pub(crate) fn now_ms(&self) -> u64 {
		self.clock.now_ms()
	}

	pub(crate) fn pass(&self, ms: u64) {
		self.clock.0.fetch_add(ms, Ordering::SeqCst);
	}

	pub(crate) fn set_time(&self, ms: u64) {
		self.clock.0.store(ms, Ordering::SeqCst);
	}

	pub(crate) fn next_round(&self) {
		self.set_time((round_of_ms(self.now_ms()) + 1) * ROUND_MS);
	}

	/// Loses what is on its way.
	pub(crate) fn drain(&self) {
		self.queues.iter().for_each(|queue| queue.lock().unwrap().clear());
	}

	/// What is on its way to a desk.
	pub(crate) fn queued(&self, desk: usize) -> Vec<Vec<u8>> {
		self.queues[desk].lock().unwrap().iter().map(|(_, bytes)| bytes.clone()).collect()
	}

	/// Delivers all messages, and those sent in answer.
	pub(crate) fn pump(&self) {
		self.pump_but(&[]);
	}

	/// Delivers all messages but those to some desks: theirs are lost.
	pub(crate) fn pump_but(&self, cut_off: &[usize]) {
		loop {
			let mut quiet = true;
			for (to, queue) in self.queues.iter().enumerate() {
				let next = queue.lock().unwrap().pop_front();
				if let Some((from, bytes)) = next {
					quiet = false;
					if !cut_off.contains(&to) {
						self.desks[to].core.on_message(from, &bytes);
					}
				}
			}
			if quiet {
				return;
			}
		}
	}

	/// A best block at every desk.
	pub(crate) async fn block(&self) {
		for desk in &self.desks {
			desk.core.on_block().await;
			self.pump();
		}
	}

	pub(crate) fn announce_block(&self) {
		self.blocks.send(()).unwrap();
	}

	pub(crate) fn with_chain<T>(&self, act: impl FnOnce(&mut ChainState) -> T) -> T {
		act(&mut self.chain.state.lock().unwrap())
	}

	pub(crate) fn assert_nobody_voted_twice(&self) {
		for (voter, votes) in self.with_chain(|chain| chain.votes.clone()) {
			assert_eq!(votes.len(), 1, "{voter:?}");
		}
	}
}
