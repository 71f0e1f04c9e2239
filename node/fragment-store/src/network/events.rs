//! What the swarm reports, and what follows from it.

use super::{
	addresses::{MAX_ADDRESSES, is_acceptable},
	behaviour::{BehaviourEvent, KAD_PROTOCOL},
	bitswap,
	config::DhtMode,
	protocol::{
		client::{Asker, patiently},
		message,
	},
	records::record_key,
	swarm::{Driver, FEW_PEERS},
};
use cid::Cid;
use libp2p::{
	Multiaddr, PeerId, StreamProtocol, autonat,
	core::Endpoint,
	identify,
	kad::{
		self, GetClosestPeersError, GetClosestPeersOk, GetProvidersOk, InboundRequest, PeerInfo,
		QueryId, QueryResult, store::RecordStore,
	},
	multiaddr::Protocol,
	relay,
	swarm::{ConnectionId, DialError, ListenError, NetworkBehaviour, SwarmEvent},
};
use std::time::Instant;
use tokio::sync::mpsc;

/// Searches for providers at once.
const MAX_SEARCHES: usize = 256;

impl Driver {
	pub(super) fn event(&mut self, event: SwarmEvent<BehaviourEvent>) {
		match event {
			SwarmEvent::NewListenAddr { address, .. } => {
				if self.shared.config.allow_private {
					self.swarm.add_external_address(address.clone());
					self.announcements.renew(Instant::now());
				}
				self.listening.send_modify(|all| all.push(address));
			},
			SwarmEvent::ExpiredListenAddr { address, .. } => {
				self.listening.send_modify(|all| all.retain(|one| *one != address));
			},
			SwarmEvent::ListenerClosed { listener_id, .. } => {
				self.relays.remove(&listener_id);
			},
			SwarmEvent::ConnectionEstablished {
				peer_id,
				connection_id,
				endpoint,
				num_established,
				..
			} => {
				if num_established.get() == 1 {
					self.introductions.connected(peer_id);
				}
				if self.shared.bans.is_banned(&peer_id) {
					let _ = self.swarm.disconnect_peer_id(peer_id);
				}
				if endpoint.is_relayed() {
					self.shared.metrics().circuits.one();
				}
				let relayed = endpoint.is_relayed();
				let dialled = endpoint.is_dialer().then(|| endpoint.get_remote_address().clone());
				for circuit in self.links.opened(peer_id, connection_id, relayed, dialled) {
					self.swarm.close_connection(circuit);
				}
				if self.needs_relay(&peer_id) {
					self.use_relays();
				}
				self.told(&peer_id, Ok(()));
			},
			SwarmEvent::ConnectionClosed { peer_id, connection_id, num_established, .. } => {
				self.links.closed(&peer_id, connection_id);
				// Nobody may have a stream open.
				let _ = self.shared.closed.send(peer_id);
				if num_established == 0 {
					self.foreign.remove(&peer_id);
					self.mute.remove(&peer_id);
					self.probes.gone(&peer_id);
					self.introductions.done(&peer_id);
					self.shared.bitswap.gone(&peer_id);
				}
			},
			SwarmEvent::ExternalAddrConfirmed { .. } | SwarmEvent::ExternalAddrExpired { .. } => {
				self.choose_mode();
				// A record names the addresses of its provider. Without one it leads nowhere.
				self.announcements.renew(Instant::now());
			},
			SwarmEvent::OutgoingConnectionError { peer_id, error, .. } => {
				if matches!(error, DialError::Denied { .. }) {
					self.shared.metrics().peer_connections_refused.one();
				}
				let running = matches!(error, DialError::DialPeerConditionFalse(_));
				if let Some(peer) = peer_id
					&& !running
				{
					let connected = self.swarm.is_connected(&peer);
					self.told(&peer, if connected { Ok(()) } else { Err(error.to_string()) });
				}
			},
			SwarmEvent::IncomingConnectionError { error: ListenError::Denied { .. }, .. } => {
				self.shared.metrics().peer_connections_refused.one();
			},
			SwarmEvent::Behaviour(event) => self.protocol_event(event),
			_ => {},
		}
	}

	fn protocol_event(&mut self, event: BehaviourEvent) {
		match event {
			BehaviourEvent::Identify(identify::Event::Received { peer_id, info, .. }) => {
				self.identified(peer_id, info);
				if !self.is_on_trial(&peer_id) {
					self.introductions.done(&peer_id);
				}
			},
			BehaviourEvent::Identify(identify::Event::Error { peer_id, .. }) => {
				self.introductions.done(&peer_id);
			},
			BehaviourEvent::Kad(event) => self.kad_event(event),
			BehaviourEvent::Autonat(autonat::Event::StatusChanged { new, .. }) => {
				tracing::info!(target: "reel::peers", ?new, "reachability");
				if new == autonat::NatStatus::Private {
					self.use_relays();
				}
			},
			BehaviourEvent::RelayClient(relay::client::Event::ReservationReqAccepted {
				relay_peer_id,
				..
			}) => {
				tracing::info!(target: "reel::peers", relay = %relay_peer_id, "a relay listens for this node");
			},
			BehaviourEvent::Dcutr(event) => {
				let (peer, punched) = (event.remote_peer_id, event.result.is_ok());
				let metrics = self.shared.metrics();
				if punched { &metrics.holes_punched } else { &metrics.holes_not_punched }.one();
				tracing::info!(target: "reel::peers", %peer, punched, "hole punching");
			},
			_ => {},
		}
	}

	/// A node that is reached through a relay only is no server of the provider table: each question to it would cost a
	/// circuit.
	fn choose_mode(&mut self) {
		if self.shared.config.dht_mode != DhtMode::Auto {
			return;
		}
		let circuit = |address: &Multiaddr| address.iter().any(|part| part == Protocol::P2pCircuit);
		let direct = self.swarm.external_addresses().any(|address| !circuit(address));
		let mode = if direct { kad::Mode::Server } else { kad::Mode::Client };
		self.swarm.behaviour_mut().kad.set_mode(Some(mode));
	}

	fn identified(&mut self, peer: PeerId, info: identify::Info) {
		let allow_private = self.shared.config.allow_private;
		let speaks = |protocol: &StreamProtocol| info.protocols.contains(protocol);
		let by_blocks = speaks(&bitswap::PROTOCOL) || speaks(&bitswap::PROTOCOL_1_1);
		// What it speaks may change while it is connected.
		self.foreign.remove(&peer);
		self.mute.remove(&peer);
		if self.swarm.is_connected(&peer) && !speaks(&message::PROTOCOL) {
			let all = if by_blocks { &mut self.foreign } else { &mut self.mute };
			all.insert(peer);
		}
		let server = speaks(&KAD_PROTOCOL);
		let mut told = info.listen_addrs;
		told.truncate(MAX_ADDRESSES);
		told.retain(|address| is_acceptable(address, allow_private));
		for address in &told {
			self.book.add(peer, address.clone());
		}
		if server {
			self.server_found(peer, told);
		}
	}

	fn kad_event(&mut self, event: kad::Event) {
		match event {
			kad::Event::RoutingUpdated { is_new_peer: true, .. } if self.routing() <= FEW_PEERS => {
				self.announcements.renew(Instant::now());
			},
			kad::Event::InboundRequest {
				request: InboundRequest::AddProvider { record: Some(record) },
			} => self.record_offered(record),
			kad::Event::OutboundQueryProgressed { id, result, step, stats } => {
				let nobody_told = matches!(result, QueryResult::StartProviding(Err(_)))
					|| stats.num_successes() == 0;
				self.query_progressed(id, result);
				if step.last {
					self.searches.remove(&id);
					if let Some(cid) = self.publishing.remove(&id)
						&& nobody_told && self.routing() > 0
					{
						self.announcements.failed(cid, Instant::now());
					}
					self.withdrawing.remove(&id);
				}
			},
			_ => {},
		}
	}

	fn record_offered(&mut self, mut record: kad::ProviderRecord) {
		let shared = self.shared.clone();
		let provider = record.provider;
		let ends = record.expires.unwrap_or_else(|| Instant::now() + shared.config.record_ttl);
		// A key is a multihash: nothing longer is kept for anybody.
		let sound = record.key.to_vec().len() <= MAX_KEY_BYTES && !shared.bans.is_banned(&provider);
		if !sound || !self.records.admit(record.key.clone(), provider, ends) {
			shared.metrics().provider_records_refused.one();
			return;
		}
		shared.metrics().provider_records_taken.one();
		record.addresses.retain(|address| is_acceptable(address, shared.config.allow_private));
		record.addresses.truncate(MAX_RECORD_ADDRESSES);
		record.addresses.shrink_to_fit();
		for address in &record.addresses {
			self.book.add(provider, address.clone());
		}
		let key = record.key.clone();
		if self.swarm.behaviour_mut().kad.store_mut().add_provider(record).is_err() {
			self.records.remove(&key, provider);
		}
	}

	fn query_progressed(&mut self, id: QueryId, result: QueryResult) {
		match result {
			QueryResult::GetProviders(Ok(GetProvidersOk::FoundProviders { providers, .. })) => {
				for peer in providers {
					self.found(id, peer);
				}
			},
			QueryResult::GetClosestPeers(Ok(GetClosestPeersOk { peers, .. }))
			| QueryResult::GetClosestPeers(Err(GetClosestPeersError::Timeout { peers, .. })) => {
				if let Some(cid) = self.withdrawing.get(&id).copied() {
					self.withdraw(cid, peers);
				}
			},
			_ => {},
		}
	}

	fn found(&mut self, query: QueryId, peer: PeerId) {
		if peer == self.shared.local || self.shared.bans.is_banned(&peer) {
			return;
		}
		// The addresses are with the query, and only as long as it runs.
		for address in self.query_addresses(peer) {
			if is_acceptable(&address, self.shared.config.allow_private) {
				self.book.add(peer, address);
			}
		}
		if let Some(search) = self.searches.get(&query) {
			// A searcher that is behind has enough providers.
			let _ = search.try_send(peer);
		}
	}

	/// Searches at once if somebody can be asked, else when the peers that are connected have said what they speak.
	pub(super) fn search_providers(&mut self, key: Cid, found: mpsc::Sender<PeerId>) {
		if self.searches.len() + self.introductions.searches() >= MAX_SEARCHES {
			return;
		}
		let at_once = if self.routing() > 0 {
			Some((key, found))
		} else {
			self.introductions.postpone(key, found, Instant::now())
		};
		if let Some((key, found)) = at_once {
			self.search(&key, found);
		}
	}

	fn search(&mut self, key: &Cid, found: mpsc::Sender<PeerId>) {
		let query = self.swarm.behaviour_mut().kad.get_providers(record_key(key));
		self.searches.insert(query, found);
	}

	/// Starts the searches that waited for somebody to ask.
	pub(super) fn start_searches(&mut self) {
		if self.introductions.searches() == 0 {
			return;
		}
		let routed = self.routing() > 0;
		for (key, found) in self.introductions.due(routed, Instant::now()) {
			self.search(&key, found);
		}
	}

	/// Ends the searches that nobody waits for any more: they would go on to connect with whoever is in the table, and
	/// strangers can fill a region of it.
	pub(super) fn end_searches(&mut self) {
		let kad = &mut self.swarm.behaviour_mut().kad;
		self.searches.retain(|id, found| {
			let over = found.is_closed();
			if over && let Some(mut query) = kad.query_mut(id) {
				query.finish();
			}
			!over
		});
	}

	fn query_addresses(&mut self, peer: PeerId) -> Vec<Multiaddr> {
		let kad = &mut self.swarm.behaviour_mut().kad;
		let id = ConnectionId::new_unchecked(0);
		kad.handle_pending_outbound_connection(id, Some(peer), &[], Endpoint::Dialer)
			.unwrap_or_default()
	}

	/// Tells the peers that hold our record of `cid` that it is no longer so.
	fn withdraw(&mut self, cid: Cid, holders: Vec<PeerInfo>) {
		for holder in holders {
			let peer = holder.peer_id;
			let allow_private = self.shared.config.allow_private;
			for address in holder.addrs {
				if is_acceptable(&address, allow_private) {
					self.book.add(peer, address);
				}
			}
			let shared = self.shared.clone();
			tokio::spawn(async move {
				let told = || async {
					let mut asker = Asker::open(&shared, peer, cid).await?;
					asker.withdraw(vec![cid.hash().to_bytes()]).await
				};
				let told = tokio::select! {
					() = shared.stopped() => return,
					told = patiently(told) => told,
				};
				match told {
					Ok(()) => shared.metrics().withdrawals.one(),
					Err(error) => {
						tracing::debug!(target: "reel::peers", %peer, %cid, %error, "cannot withdraw");
					},
				}
			});
		}
	}
}

/// Most addresses kept with a record; a peer may have very many records.
const MAX_RECORD_ADDRESSES: usize = 4;

/// Longest key in the provider table, in bytes: a multihash of 32 bytes and some room.
const MAX_KEY_BYTES: usize = 64;
