//! Taking the Bitswap streams that peers open.
//!
//! A behaviour of its own, because peers open a stream for each message if they like, several at once, and the streams
//! crate drops those that come faster than it takes them: a block would be lost with each.

use super::{PROTOCOL, PROTOCOL_1_1};
use futures::future::{Ready, ready};
use libp2p::{
	Multiaddr, PeerId, Stream, StreamProtocol,
	core::{
		Endpoint, UpgradeInfo,
		transport::PortUse,
		upgrade::{DeniedUpgrade, InboundUpgrade},
	},
	swarm::{
		ConnectionDenied, ConnectionHandler, ConnectionHandlerEvent, ConnectionId, FromSwarm,
		NetworkBehaviour, SubstreamProtocol, THandler, THandlerInEvent, THandlerOutEvent, ToSwarm,
		handler::{ConnectionEvent, FullyNegotiatedInbound},
	},
};
use std::{
	convert::Infallible,
	task::{Context, Poll},
};
use tokio::sync::mpsc;

/// Streams that wait to be taken; what comes beyond is dropped.
const MAX_WAITING: usize = 256;

/// The streams as they come.
pub(crate) type Incoming = mpsc::Receiver<(PeerId, Stream)>;

/// Takes Bitswap streams.
pub(crate) struct Behaviour {
	give: mpsc::Sender<(PeerId, Stream)>,
	incoming: Option<Incoming>,
}

impl Behaviour {
	pub(crate) fn new() -> Self {
		let (give, incoming) = mpsc::channel(MAX_WAITING);
		Self { give, incoming: Some(incoming) }
	}

	/// The streams; `None` after the first time.
	pub(crate) const fn incoming(&mut self) -> Option<Incoming> {
		self.incoming.take()
	}

	fn handler(&self, peer: PeerId) -> Handler {
		Handler { peer, give: self.give.clone() }
	}
}

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
		_: PeerId,
		_: ConnectionId,
		event: THandlerOutEvent<Self>,
	) {
		match event {}
	}

	fn poll(&mut self, _: &mut Context<'_>) -> Poll<ToSwarm<Self::ToSwarm, THandlerInEvent<Self>>> {
		Poll::Pending
	}
}

/// The part of the behaviour on one connection.
pub(crate) struct Handler {
	peer: PeerId,
	give: mpsc::Sender<(PeerId, Stream)>,
}

impl ConnectionHandler for Handler {
	type FromBehaviour = Infallible;
	type ToBehaviour = Infallible;
	type InboundProtocol = Names;
	type OutboundProtocol = DeniedUpgrade;
	type InboundOpenInfo = ();
	type OutboundOpenInfo = Infallible;

	fn listen_protocol(&self) -> SubstreamProtocol<Names, ()> {
		SubstreamProtocol::new(Names, ())
	}

	fn on_behaviour_event(&mut self, event: Infallible) {
		match event {}
	}

	fn poll(
		&mut self,
		_: &mut Context<'_>,
	) -> Poll<ConnectionHandlerEvent<DeniedUpgrade, Infallible, Infallible>> {
		Poll::Pending
	}

	fn on_connection_event(
		&mut self,
		event: ConnectionEvent<'_, Names, DeniedUpgrade, (), Infallible>,
	) {
		if let ConnectionEvent::FullyNegotiatedInbound(FullyNegotiatedInbound {
			protocol: stream,
			..
		}) = event && self.give.try_send((self.peer, stream)).is_err()
		{
			tracing::debug!(target: "reel::peers", peer = %self.peer, "too many Bitswap streams wait");
		}
	}
}

/// The versions of the protocol that are taken.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Names;

impl UpgradeInfo for Names {
	type Info = StreamProtocol;
	type InfoIter = [StreamProtocol; 2];

	fn protocol_info(&self) -> Self::InfoIter {
		[PROTOCOL, PROTOCOL_1_1]
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
