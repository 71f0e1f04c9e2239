//! Messages about plays between nodes, over the notification protocol that [`super::network`] registers.
//!
//! Bytes in, bytes out: what they mean and whether they are believed is the view service's business. One task owns
//! the protocol, because a protocol that nobody drives closes the connections of all others.

use super::network::Channel;
use futures::{FutureExt, StreamExt, stream::BoxStream};
use sc_network::{
	NotificationService, PeerId, ProtocolName,
	service::traits::{NotificationEvent, ValidationResult},
};
use std::{
	collections::{HashMap, HashSet},
	sync::{Arc, PoisonError, RwLock},
};
use tokio::{
	sync::{broadcast, mpsc},
	time::Instant,
};

/// Messages that wait to be sent before further ones are dropped.
const OUTGOING: usize = 1024;

/// Messages that a slow reader may lag behind before it misses the oldest.
const INCOMING: usize = 4096;

/// Bytes that a peer may send at once: two of the longest messages.
const BURST_BYTES: u64 = 2 << 20;

/// Bytes that a peer may send per second. What each kind of message may amount to is the view service's business;
/// this bounds what waits for it.
const BYTES_PER_SECOND: u64 = 4 << 20;

/// A message and who sent it.
pub(crate) type Received = (PeerId, Vec<u8>);

#[derive(Debug)]
enum Outgoing {
	ToAll(Vec<u8>),
	To(PeerId, Vec<u8>),
}

/// Sends to peers and hears from them. Cheap to clone.
#[derive(Clone, Debug)]
pub(crate) struct PovGossip {
	protocol: ProtocolName,
	outgoing: mpsc::Sender<Outgoing>,
	incoming: broadcast::Sender<Received>,
	connected: Arc<RwLock<HashSet<PeerId>>>,
}

impl PovGossip {
	/// The handle, and the task that must be run for it to do anything.
	pub(crate) fn over(channel: Channel) -> (Self, impl Future<Output = ()> + Send) {
		let (outgoing, requests) = mpsc::channel(OUTGOING);
		let (incoming, _) = broadcast::channel(INCOMING);
		let connected = Arc::default();
		let handle = Self { protocol: channel.name, outgoing, incoming, connected };
		let driver = Driver {
			service: channel.service,
			peers: HashMap::new(),
			requests,
			handle: handle.clone(),
		};
		(handle, driver.run())
	}
}

impl PovGossip {
	/// Name of the protocol on the wire.
	pub(crate) fn protocol(&self) -> ProtocolName {
		self.protocol.clone()
	}

	/// Sends to every connected peer.
	pub(crate) fn broadcast(&self, message: Vec<u8>) {
		self.queue(Outgoing::ToAll(message));
	}

	/// Sends to one peer; nothing happens if it is not connected.
	pub(crate) fn send(&self, peer: PeerId, message: Vec<u8>) {
		self.queue(Outgoing::To(peer, message));
	}

	/// Whether a peer is connected.
	pub(crate) fn is_connected(&self, peer: &PeerId) -> bool {
		self.connected.read().unwrap_or_else(PoisonError::into_inner).contains(peer)
	}

	fn note<T>(&self, change: impl FnOnce(&mut HashSet<PeerId>) -> T) -> T {
		change(&mut self.connected.write().unwrap_or_else(PoisonError::into_inner))
	}

	/// What peers send from now on.
	pub(crate) fn incoming(&self) -> BoxStream<'static, Received> {
		let receiver = self.incoming.subscribe();
		futures::stream::unfold(receiver, |mut receiver| async move {
			loop {
				match receiver.recv().await {
					Ok(received) => return Some((received, receiver)),
					Err(broadcast::error::RecvError::Lagged(missed)) => {
						log::warn!(target: "reel::gossip", "{missed} messages about plays missed");
					},
					Err(broadcast::error::RecvError::Closed) => return None,
				}
			}
		})
		.boxed()
	}

	/// Callers must not wait for slow peers: beyond the bound, messages are lost, as they may be on the way.
	fn queue(&self, message: Outgoing) {
		if self.outgoing.try_send(message).is_err() {
			log::warn!(target: "reel::gossip", "a message about plays was dropped: {OUTGOING} wait already");
		}
	}
}

/// What a peer may send before its messages are dropped.
#[derive(Debug)]
struct Allowance {
	bytes: u64,
	at: Instant,
}

impl Allowance {
	fn full(now: Instant) -> Self {
		Self { bytes: BURST_BYTES, at: now }
	}

	/// Whether so many bytes more are taken.
	fn take(&mut self, bytes: usize, now: Instant) -> bool {
		let passed_ms = now.saturating_duration_since(self.at).as_millis();
		let passed_ms = u64::try_from(passed_ms).unwrap_or(u64::MAX);
		if passed_ms > 0 {
			let gained = passed_ms.saturating_mul(BYTES_PER_SECOND) / 1_000;
			self.bytes = self.bytes.saturating_add(gained).min(BURST_BYTES);
			self.at = now;
		}
		let left = self.bytes.checked_sub(bytes as u64);
		self.bytes = left.unwrap_or(self.bytes);
		left.is_some()
	}
}

/// The one owner of the protocol.
struct Driver {
	service: Box<dyn NotificationService>,
	peers: HashMap<PeerId, Allowance>,
	requests: mpsc::Receiver<Outgoing>,
	/// Also keeps `requests` open when the last handle outside is gone.
	handle: PovGossip,
}

impl Driver {
	async fn run(mut self) {
		loop {
			futures::select! {
				event = self.service.next_event().fuse() => match event {
					Some(event) => self.on_event(event),
					// The network has ended, and with it the node.
					None => return,
				},
				request = self.requests.recv().fuse() => match request {
					Some(request) => self.on_request(request),
					None => return,
				},
			}
		}
	}

	fn on_event(&mut self, event: NotificationEvent) {
		match event {
			NotificationEvent::ValidateInboundSubstream { result_tx, .. } => {
				// Who may be believed is told by signatures, not by who connects. A peer that has hung up does not
				// wait for the answer.
				let _ = result_tx.send(ValidationResult::Accept);
			},
			NotificationEvent::NotificationStreamOpened { peer, .. } => {
				self.peers.insert(peer, Allowance::full(Instant::now()));
				self.handle.note(|connected| connected.insert(peer));
			},
			NotificationEvent::NotificationStreamClosed { peer } => {
				self.peers.remove(&peer);
				self.handle.note(|connected| connected.remove(&peer));
			},
			NotificationEvent::NotificationReceived { peer, notification } => {
				let allowance = self.peers.get_mut(&peer);
				if !allowance.is_some_and(|left| left.take(notification.len(), Instant::now())) {
					log::debug!(target: "reel::gossip", "a message of {peer} was dropped: too many bytes");
					return;
				}
				// No reader is no error: not every node has a view service.
				let _ = self.handle.incoming.send((peer, notification));
			},
		}
	}

	/// The network holds 2048 messages for each peer and drops further ones, so that one slow peer does not stop the
	/// others.
	fn on_request(&mut self, request: Outgoing) {
		match request {
			Outgoing::ToAll(message) => {
				for peer in self.peers.keys() {
					self.service.send_sync_notification(peer, message.clone());
				}
			},
			Outgoing::To(peer, message) if self.peers.contains_key(&peer) => {
				self.service.send_sync_notification(&peer, message);
			},
			Outgoing::To(..) => {},
		}
	}
}

#[cfg(test)]
mod tests {
	use super::*;
	use async_trait::async_trait;
	use sc_network::{MessageSink, service::traits::Direction};
	use tokio::sync::oneshot;

	/// The network's end of the protocol: plays events, keeps what is sent.
	#[derive(Debug)]
	struct Wire {
		events: mpsc::UnboundedReceiver<NotificationEvent>,
		sent: mpsc::UnboundedSender<Received>,
		name: ProtocolName,
	}

	#[async_trait]
	impl NotificationService for Wire {
		async fn open_substream(&mut self, _: PeerId) -> Result<(), ()> {
			Err(())
		}
		async fn close_substream(&mut self, _: PeerId) -> Result<(), ()> {
			Err(())
		}
		fn send_sync_notification(&mut self, peer: &PeerId, notification: Vec<u8>) {
			self.sent.send((*peer, notification)).unwrap();
		}
		async fn send_async_notification(
			&mut self,
			peer: &PeerId,
			notification: Vec<u8>,
		) -> Result<(), sc_network::error::Error> {
			self.send_sync_notification(peer, notification);
			Ok(())
		}
		async fn set_handshake(&mut self, _: Vec<u8>) -> Result<(), ()> {
			Err(())
		}
		fn try_set_handshake(&mut self, _: Vec<u8>) -> Result<(), ()> {
			Err(())
		}
		async fn next_event(&mut self) -> Option<NotificationEvent> {
			self.events.recv().await
		}
		fn clone(&mut self) -> Result<Box<dyn NotificationService>, ()> {
			Err(())
		}
		fn protocol(&self) -> &ProtocolName {
			&self.name
		}
		fn message_sink(&self, _: &PeerId) -> Option<Box<dyn MessageSink>> {
			None
		}
	}

	struct Rig {
		gossip: PovGossip,
		events: mpsc::UnboundedSender<NotificationEvent>,
		sent: mpsc::UnboundedReceiver<Received>,
	}

	fn rig() -> Rig {
		let (events, event_source) = mpsc::unbounded_channel();
		let (sink, sent) = mpsc::unbounded_channel();
		let name = ProtocolName::from("/test");
		let wire = Wire { events: event_source, sent: sink, name: name.clone() };
		let (gossip, driver) = PovGossip::over(Channel { name, service: Box::new(wire) });
		tokio::spawn(driver);
		Rig { gossip, events, sent }
	}

	/// Opens a stream as the network does, and waits until the driver has seen it.
	async fn connect(rig: &Rig, peer: PeerId) {
		let direction = Direction::Inbound;
		let opened = NotificationEvent::NotificationStreamOpened {
			peer,
			direction,
			handshake: Vec::new(),
			negotiated_fallback: None,
		};
		rig.events.send(opened).unwrap();
		validated(rig, peer).await;
	}

	/// Events are handled in order, so an answer to this one means that those before it are done.
	async fn validated(rig: &Rig, peer: PeerId) {
		let (result_tx, result) = oneshot::channel();
		let event =
			NotificationEvent::ValidateInboundSubstream { peer, handshake: Vec::new(), result_tx };
		rig.events.send(event).unwrap();
		assert!(matches!(result.await, Ok(ValidationResult::Accept)));
	}

	#[tokio::test]
	async fn messages_go_to_connected_peers_only() {
		let mut rig = rig();
		let (here, gone, stranger) = (PeerId::random(), PeerId::random(), PeerId::random());
		connect(&rig, here).await;
		connect(&rig, gone).await;
		rig.events.send(NotificationEvent::NotificationStreamClosed { peer: gone }).unwrap();
		validated(&rig, gone).await;

		assert!(rig.gossip.is_connected(&here) && !rig.gossip.is_connected(&gone));
		rig.gossip.send(stranger, b"lost".to_vec());
		rig.gossip.send(gone, b"lost".to_vec());
		rig.gossip.broadcast(b"all".to_vec());
		rig.gossip.send(here, b"one".to_vec());
		assert_eq!(rig.sent.recv().await, Some((here, b"all".to_vec())));
		assert_eq!(rig.sent.recv().await, Some((here, b"one".to_vec())));
	}

	#[tokio::test]
	async fn every_reader_hears_every_message_with_its_sender() {
		let rig = rig();
		let peer = PeerId::random();
		connect(&rig, peer).await;
		connect(&rig, peer).await;
		let readers = [rig.gossip.incoming(), rig.gossip.incoming()];
		let event = NotificationEvent::NotificationReceived { peer, notification: b"hi".to_vec() };
		rig.events.send(event).unwrap();
		for mut reader in readers {
			assert_eq!(reader.next().await, Some((peer, b"hi".to_vec())));
		}
	}

	#[test]
	fn a_peer_that_sends_too_much_is_heard_again_later() {
		let start = Instant::now();
		let mut allowance = Allowance::full(start);
		let mib = 1 << 20;
		assert!(allowance.take(mib, start) && allowance.take(mib, start));
		assert!(!allowance.take(1, start));
		let later = start + std::time::Duration::from_millis(250);
		assert!(allowance.take(mib, later) && !allowance.take(1, later));
		let much_later = start + std::time::Duration::from_secs(3_600);
		assert!(allowance.take(2 * mib, much_later) && !allowance.take(1, much_later));
	}

	#[tokio::test]
	async fn the_protocol_is_driven_although_nobody_holds_the_handle() {
		let Rig { gossip, events, sent } = rig();
		let watched = gossip.clone();
		drop(gossip);
		drop(watched);
		let (result_tx, result) = oneshot::channel();
		let peer = PeerId::random();
		let handshake = Vec::new();
		events
			.send(NotificationEvent::ValidateInboundSubstream { peer, handshake, result_tx })
			.unwrap();
		assert!(matches!(result.await, Ok(ValidationResult::Accept)));
		drop(sent);
	}
}
