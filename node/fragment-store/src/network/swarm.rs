//! The task that drives the swarm: commands in, events out.

use super::{
	addresses::{AddressBook, split_peer},
	behaviour::Behaviour,
	command::{Command, State, Waiting},
	introductions::Introductions,
	links::Links,
	records::{Announcements, ProviderRecords, record_key},
	routing::Probes,
	shared::Shared,
};
use cid::Cid;
use futures::StreamExt;
use libp2p::{
	Multiaddr, PeerId, Swarm, autonat,
	core::transport::ListenerId,
	kad::{QueryId, RecordKey, store::RecordStore},
	multiaddr::Protocol,
	swarm::{
		DialError,
		dial_opts::{DialOpts, PeerCondition},
	},
};
use std::{
	collections::{HashMap, HashSet},
	sync::Arc,
	time::{Duration, Instant},
};
use tokio::sync::{mpsc, watch};

/// How often bans, records and lost bootstrap nodes are looked after.
const TICK: Duration = Duration::from_secs(1);

/// How often the bootstrap nodes are tried while nobody is connected.
const REJOIN: Duration = Duration::from_secs(15);

/// How often relays are asked that do not listen for this node.
const RELAYS_AGAIN: Duration = Duration::from_secs(5);

/// Announcements on their way at once.
const MAX_PUBLISHING: usize = 8;

/// Below so many peers in the routing table each further one is a reason to announce everything again.
pub(super) const FEW_PEERS: usize = 20;

/// The task.
pub(crate) struct Driver {
	pub(super) shared: Arc<Shared>,
	pub(super) swarm: Swarm<Behaviour>,
	pub(super) commands: mpsc::Receiver<Command>,
	pub(super) listening: watch::Sender<Vec<Multiaddr>>,
	pub(super) book: AddressBook,
	pub(super) records: ProviderRecords,
	pub(super) announcements: Announcements,
	pub(super) waiting: HashMap<PeerId, Vec<Waiting>>,
	pub(super) searches: HashMap<QueryId, mpsc::Sender<PeerId>>,
	pub(super) publishing: HashMap<QueryId, Cid>,
	pub(super) withdrawing: HashMap<QueryId, Cid>,
	pub(super) blocked: HashSet<PeerId>,
	/// Connected peers that speak Bitswap only.
	pub(super) foreign: HashSet<PeerId>,
	/// Connected peers that speak neither that nor our own protocol.
	pub(super) mute: HashSet<PeerId>,
	pub(super) probes: Probes,
	pub(super) relays: HashMap<ListenerId, Multiaddr>,
	pub(super) links: Links,
	pub(super) introductions: Introductions,
	pub(super) joined_at: Option<Instant>,
	relays_asked_at: Option<Instant>,
}

impl Driver {
	pub(crate) fn new(
		shared: Arc<Shared>,
		swarm: Swarm<Behaviour>,
		commands: mpsc::Receiver<Command>,
		listening: watch::Sender<Vec<Multiaddr>>,
	) -> Self {
		let limits = &shared.config.limits;
		Self {
			records: ProviderRecords::new(limits.max_provider_records, limits.max_records_per_peer),
			announcements: Announcements::new(limits.max_announced, shared.config.republish),
			shared,
			swarm,
			commands,
			listening,
			book: AddressBook::default(),
			waiting: HashMap::new(),
			searches: HashMap::new(),
			publishing: HashMap::new(),
			withdrawing: HashMap::new(),
			blocked: HashSet::new(),
			foreign: HashSet::new(),
			mute: HashSet::new(),
			probes: Probes::default(),
			relays: HashMap::new(),
			links: Links::default(),
			introductions: Introductions::default(),
			joined_at: None,
			relays_asked_at: None,
		}
	}

	/// Drives the swarm until the network stops.
	pub(crate) async fn run(mut self) {
		let shared = self.shared.clone();
		let mut tick = tokio::time::interval(TICK);
		let stopped = shared.stopped();
		tokio::pin!(stopped);
		loop {
			tokio::select! {
				() = &mut stopped => break,
				_ = tick.tick() => self.tick(),
				command = self.commands.recv() => match command {
					Some(command) => self.command(command),
					None => break,
				},
				event = self.swarm.select_next_some() => self.event(event),
			}
			self.publish();
			self.start_searches();
			self.end_searches();
		}
	}

	fn tick(&mut self) {
		let now = Instant::now();
		let ended = self.records.sweep(now);
		self.forget_records(ended);
		self.look_after_table(now);
		let bans = &self.shared.bans;
		let over: Vec<PeerId> =
			self.blocked.iter().filter(|peer| !bans.is_banned(peer)).copied().collect();
		for peer in over {
			self.blocked.remove(&peer);
			self.swarm.behaviour_mut().banned.unblock_peer(peer);
		}
		// A relay that was just being dialled, is gone or was restarted does not listen for this node.
		let due = self.relays_asked_at.is_none_or(|at| now.duration_since(at) >= RELAYS_AGAIN);
		if due && self.needs_relays() {
			self.use_relays();
		}
		let due = self.joined_at.is_none_or(|at| now.duration_since(at) >= REJOIN);
		if due && self.swarm.connected_peers().next().is_none() {
			self.joined_at = Some(now);
			self.join();
		}
	}

	/// Dials the bootstrap nodes.
	fn join(&mut self) {
		for address in self.shared.config.bootstrap.clone() {
			let Some((peer, _)) = split_peer(&address) else { continue };
			self.book.add(peer, address.clone());
			self.swarm.behaviour_mut().kad.add_address(&peer, address.clone());
			self.swarm.behaviour_mut().autonat.add_server(peer, Some(address));
			self.dial(peer);
		}
	}

	pub(super) fn dial(&mut self, peer: PeerId) {
		// With the peer's name, as the other behaviours write them: each form of an address would be dialled.
		let named = self.book.of(&peer).into_iter().map(|address| address.with_p2p(peer));
		let options = DialOpts::peer_id(peer)
			.addresses(named.filter_map(Result::ok).collect())
			.extend_addresses_through_behaviour()
			.condition(PeerCondition::DisconnectedAndNotDialing)
			.build();
		match self.swarm.dial(options) {
			// Whoever waits is told by the dial that runs.
			Ok(()) | Err(DialError::DialPeerConditionFalse(_)) => {},
			Err(error) => self.told(&peer, Err(error.to_string())),
		}
	}

	/// Tells everyone who waits for a connection with `peer`.
	pub(super) fn told(&mut self, peer: &PeerId, outcome: Result<(), String>) {
		for waiting in self.waiting.remove(peer).unwrap_or_default() {
			// Whoever no longer waits does not need to know.
			let _ = waiting.send(outcome.clone());
		}
	}

	/// Whether relays are to listen for this node.
	fn needs_relays(&self) -> bool {
		self.shared.config.always_relay
			|| self.swarm.behaviour().autonat.nat_status() == autonat::NatStatus::Private
	}

	/// Whether `peer` is a relay that is to listen for this node.
	pub(super) fn needs_relay(&self, peer: &PeerId) -> bool {
		let of_peer = |relay: &Multiaddr| split_peer(relay).is_some_and(|(one, _)| one == *peer);
		self.needs_relays() && self.shared.config.relays.iter().any(of_peer)
	}

	/// Asks those relays to listen for this node that do not yet, or no longer.
	pub(super) fn use_relays(&mut self) {
		self.relays_asked_at = Some(Instant::now());
		for relay in self.shared.config.relays.clone() {
			if self.relays.values().any(|one| *one == relay) {
				continue;
			}
			match self.swarm.listen_on(relay.clone().with(Protocol::P2pCircuit)) {
				Ok(id) => {
					self.relays.insert(id, relay);
				},
				Err(error) => {
					tracing::warn!(target: "reel::peers", %relay, %error, "cannot use a relay");
				},
			}
		}
	}

	/// Sends what is due, a few at once.
	fn publish(&mut self) {
		let now = Instant::now();
		while self.publishing.len() < MAX_PUBLISHING
			&& let Some(cid) = self.announcements.next(now)
		{
			match self.swarm.behaviour_mut().kad.start_providing(record_key(&cid)) {
				Ok(query) => {
					self.publishing.insert(query, cid);
					self.shared.metrics().announcements.one();
				},
				Err(error) => {
					tracing::warn!(target: "reel::peers", %cid, %error, "cannot announce");
				},
			}
		}
	}

	pub(super) fn forget_records(&mut self, records: Vec<(RecordKey, PeerId)>) {
		let store = self.swarm.behaviour_mut().kad.store_mut();
		for (key, peer) in records {
			store.remove_provider(&key, &peer);
		}
	}

	fn command(&mut self, command: Command) {
		match command {
			Command::Connect { peer, addresses, done } => {
				for address in addresses {
					self.book.add(peer, address);
				}
				if self.swarm.is_connected(&peer) {
					let _ = done.send(Ok(()));
				} else {
					self.waiting.entry(peer).or_default().push(done);
					self.dial(peer);
				}
			},
			Command::Introduced { peer, done } => self.introductions.wait(&peer, done),
			Command::Providers { key, found } => self.search_providers(key, found),
			Command::Announce(cid) => {
				if !self.announcements.add(cid, Instant::now()) {
					tracing::warn!(target: "reel::peers", %cid, "too much is announced already");
				}
			},
			Command::Unannounce(cids) => self.unannounce(&cids),
			Command::Withdrawn { peer, keys } => {
				for key in keys.iter().map(RecordKey::new) {
					self.records.remove(&key, peer);
					self.swarm.behaviour_mut().kad.store_mut().remove_provider(&key, &peer);
				}
			},
			Command::Ban(peer) => {
				self.blocked.insert(peer);
				self.shared.standing.failed(&peer);
				self.swarm.behaviour_mut().banned.block_peer(peer);
				self.swarm.behaviour_mut().kad.remove_peer(&peer);
				let gone = self.records.remove_peer(&peer);
				self.forget_records(gone);
			},
			Command::HangUp(peer) => {
				// An error means that it is gone already.
				let _ = self.swarm.disconnect_peer_id(peer);
			},
			Command::State(tell) => {
				let _ = tell.send(self.state());
			},
			Command::Near(tell) => {
				let _ = tell.send(self.near());
			},
			Command::Probed { peer, answered } => self.probed(peer, answered),
			Command::Known { key, tell } => {
				let known = self.swarm.behaviour_mut().kad.store_mut().providers(&record_key(&key));
				let providers = known.into_iter().filter(|record| {
					!record.is_expired(Instant::now())
						&& !self.shared.bans.is_banned(&record.provider)
				});
				let with_addresses = providers.map(|record| {
					let mut addresses = record.addresses;
					if record.provider == self.shared.local {
						addresses.extend(self.swarm.external_addresses().cloned());
					}
					addresses.extend(self.book.of(&record.provider));
					(record.provider, addresses)
				});
				let _ = tell.send(with_addresses.collect());
			},
		}
	}

	fn unannounce(&mut self, cids: &[Cid]) {
		for cid in cids {
			if !self.announcements.remove(cid) {
				continue;
			}
			let key = record_key(cid);
			let kad = &mut self.swarm.behaviour_mut().kad;
			kad.stop_providing(&key);
			let query = kad.get_closest_peers(key.to_vec());
			self.withdrawing.insert(query, *cid);
		}
	}

	fn state(&mut self) -> State {
		let reachable = match self.swarm.behaviour().autonat.nat_status() {
			autonat::NatStatus::Public(_) => Some(true),
			autonat::NatStatus::Private => Some(false),
			autonat::NatStatus::Unknown => None,
		};
		State {
			connected: self.swarm.connected_peers().copied().collect(),
			relayed: self.links.relayed(),
			routing: self.routing(),
			provider_records: self.records.len(),
			announced: self.announcements.all(),
			external: self.swarm.external_addresses().cloned().collect(),
			foreign: self.foreign.iter().copied().collect(),
			reachable,
		}
	}

	pub(super) fn routing(&mut self) -> usize {
		self.swarm.behaviour_mut().kad.kbuckets().map(|bucket| bucket.num_entries()).sum()
	}
}
