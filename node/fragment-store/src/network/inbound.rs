//! Taking the streams that peers open, for one protocol.
//!
//! A behaviour of its own, because peers open a stream for each message if they like, several at once, and the streams
//! crate drops those that come faster than it takes them: a block would be lost with each, and whoever opens many would
//! take the place of all others. Here each peer has so many, and a stream beyond is reset before anybody sees it. A peer
//! that goes on is hung up on.

use super::allowance::Allowance;
use crate::{metrics::Metrics, store::lock};
use futures::future::{Ready, ready};
use libp2p::{
	Multiaddr, PeerId, Stream, StreamProtocol,
	core::{
		Endpoint, UpgradeInfo,
		transport::PortUse,
		upgrade::{DeniedUpgrade, InboundUpgrade},
	},
	swarm::{
		CloseConnection, ConnectionDenied, ConnectionHandler, ConnectionHandlerEvent, ConnectionId,
		FromSwarm, NetworkBehaviour, SubstreamProtocol, THandler, THandlerInEvent,
		THandlerOutEvent, ToSwarm,
		handler::{ConnectionEvent, FullyNegotiatedInbound},
	},
};
use std::{
	collections::{HashMap, VecDeque},
	convert::Infallible,
	sync::{Arc, Mutex},
	task::{Context, Poll},
	time::Instant,
};
use tokio::sync::mpsc;

/// Streams that wait to be taken; what comes beyond is dropped.
const MAX_WAITING: usize = 256;

/// Refused streams that a connection survives: so many at once, and a second in the mean. Peers that mean well open
/// further streams for what was lost with one, but not hundreds.
const REFUSED_AT_ONCE: u32 = 256;
const REFUSED_PER_SECOND: f64 = 16.0;

/// A stream, with the place it takes.
pub(crate) struct Arrived {
	pub(crate) peer: PeerId,
	pub(crate) stream: Stream,
	pub(crate) counted: Counted,
}

/// The streams as they come.
pub(crate) type Incoming = mpsc::Receiver<Arrived>;

/// Streams of each peer.
#[derive(Clone, Default)]
struct Open(Arc<Mutex<HashMap<PeerId, usize>>>);

/// Counts a stream until it is dropped.
pub(crate) struct Counted {
	open: Open,
	peer: PeerId,
}

impl Open {
	/// Counts a further stream of `peer`; `None` if it has `max` already.
	fn enter(&self, peer: PeerId, max: usize) -> Option<Counted> {
		let mut streams = lock(&self.0);
		let count = streams.entry(peer).or_default();
		if *count >= max {
			return None;
		}
		*count += 1;
		Some(Counted { open: self.clone(), peer })
	}
}

impl Drop for Counted {
	fn drop(&mut self) {
		let mut streams = lock(&self.open.0);
		if let Some(count) = streams.get_mut(&self.peer) {
			*count -= 1;
			if *count == 0 {
				streams.remove(&self.peer);
			}
		}
	}
}

/// What the handlers of all connections use.
#[derive(Clone)]
struct Common {
	names: Names,
	max_streams: usize,
	open: Open,
	give: mpsc::Sender<Arrived>,
	metrics: Arc<Metrics>,
}

/// Takes the streams of a protocol.
pub(crate) struct Behaviour {
	common: Common,
	incoming: Option<Incoming>,
	flooding: VecDeque<PeerId>,
}

impl Behaviour {
	/// Takes streams under any of `names`, at most `max_streams` of each peer.
	pub(crate) fn new(
		names: &'static [StreamProtocol],
		max_streams: usize,
		metrics: Arc<Metrics>,
	) -> Self {
		let (give, incoming) = mpsc::channel(MAX_WAITING);
		let open = Open::default();
		let common = Common { names: Names(names), max_streams, open, give, metrics };
		Self { common, incoming: Some(incoming), flooding: VecDeque::new() }
	}

	/// The streams; `None` after the first time.
	pub(crate) const fn incoming(&mut self) -> Option<Incoming> {
		self.incoming.take()
	}

	fn handler(&self, peer: PeerId) -> Handler {
		let refusals = Allowance::new(REFUSED_AT_ONCE, REFUSED_PER_SECOND, Instant::now());
		Handler { peer, common: self.common.clone(), refusals, floods: false }
	}
}

/// A peer opens streams that it may not have, again and again.
#[derive(Debug)]
pub(crate) struct Flooding;

impl NetworkBehaviour for Behaviour {
	type ConnectionHandler = Handler;
	type ToSwarm = Infallible;

	fn handle_established_inbound_connection(
		&mut self,
		_: ConnectionId,
		peer: PeerId,
		_: &Multiaddr,
		_: &Multiaddr,
	) -> Result<THandler<Self>, ConnectionDenied> {
		Ok(self.handler(peer))
	}

	fn handle_established_outbound_connection(
		&mut self,
		_: ConnectionId,
		peer: PeerId,
		_: &Multiaddr,
		_: Endpoint,
		_: PortUse,
	) -> Result<THandler<Self>, ConnectionDenied> {
		Ok(self.handler(peer))
	}

	fn on_swarm_event(&mut self, _: FromSwarm<'_>) {}

	fn on_connection_handler_event(
		&mut self,
		peer: PeerId,
		_: ConnectionId,
		Flooding: THandlerOutEvent<Self>,
	) {
		self.flooding.push_back(peer);
	}

	fn poll(&mut self, _: &mut Context<'_>) -> Poll<ToSwarm<Self::ToSwarm, THandlerInEvent<Self>>> {
		let Some(peer_id) = self.flooding.pop_front() else { return Poll::Pending };
		tracing::debug!(target: "reel::peers", peer = %peer_id, "hanging up on a peer that opens streams without end");
		self.common.metrics.peers_hung_up_on.one();
		Poll::Ready(ToSwarm::CloseConnection { peer_id, connection: CloseConnection::All })
	}
}

/// The part of the behaviour on one connection.
pub(crate) struct Handler {
	peer: PeerId,
	common: Common,
	refusals: Allowance,
	floods: bool,
}

impl Handler {
	fn take(&mut self, stream: Stream) {
		let common = &self.common;
		let taken = common.open.enter(self.peer, common.max_streams).is_some_and(|counted| {
			common.give.try_send(Arrived { peer: self.peer, stream, counted }).is_ok()
		});
		if !taken {
			common.metrics.peer_streams_refused.one();
			self.floods |= !self.refusals.take(Instant::now());
		}
	}
}

impl ConnectionHandler for Handler {
	type FromBehaviour = Infallible;
	type ToBehaviour = Flooding;
	type InboundProtocol = Names;
	type OutboundProtocol = DeniedUpgrade;
	type InboundOpenInfo = ();
	type OutboundOpenInfo = Infallible;

	fn listen_protocol(&self) -> SubstreamProtocol<Names, ()> {
		SubstreamProtocol::new(self.common.names, ())
	}

	fn on_behaviour_event(&mut self, event: Infallible) {
		match event {}
	}

	fn poll(
		&mut self,
		_: &mut Context<'_>,
	) -> Poll<ConnectionHandlerEvent<DeniedUpgrade, Infallible, Flooding>> {
		if std::mem::take(&mut self.floods) {
			return Poll::Ready(ConnectionHandlerEvent::NotifyBehaviour(Flooding));
		}
		Poll::Pending
	}

	fn on_connection_event(
		&mut self,
		event: ConnectionEvent<'_, Names, DeniedUpgrade, (), Infallible>,
	) {
		if let ConnectionEvent::FullyNegotiatedInbound(FullyNegotiatedInbound {
			protocol: stream,
			..
		}) = event
		{
			self.take(stream);
		}
	}
}

/// The names under which the protocol is taken.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Names(&'static [StreamProtocol]);

impl UpgradeInfo for Names {
	type Info = StreamProtocol;
	type InfoIter = std::iter::Cloned<std::slice::Iter<'static, StreamProtocol>>;

	fn protocol_info(&self) -> Self::InfoIter {
		self.0.iter().cloned()
	}
}

impl InboundUpgrade<Stream> for Names {
	type Output = Stream;
	type Error = Infallible;
	type Future = Ready<Result<Stream, Infallible>>;

	fn upgrade_inbound(self, stream: Stream, _: StreamProtocol) -> Self::Future {
		ready(Ok(stream))
	}
}

#[cfg(test)]
mod tests {
	use super::*;

	#[test]
	fn each_peer_has_so_many_streams_and_gives_them_back() {
		let open = Open::default();
		let [one, other] = [PeerId::random(), PeerId::random()];
		let first = open.enter(one, 2).expect("the first");
		let second = open.enter(one, 2).expect("the second");
		assert!(open.enter(one, 2).is_none());
		assert!(open.enter(other, 2).is_some());
		drop(first);
		assert!(open.enter(one, 2).is_some());
		drop(second);
		assert!(lock(&open.0).is_empty());
	}
}
