//! Streams that a peer opens on one connection, before any protocol sees them.
//!
//! A stream costs a negotiation, and a place in every protocol's handler. Those that come too fast are reset at once,
//! for next to nothing, and who goes on loses the connection.

use super::allowance::Allowance;
use crate::metrics::Metrics;
use futures::ready;
use libp2p::core::muxing::{StreamMuxer, StreamMuxerBox, StreamMuxerEvent, SubstreamBox};
use std::{
	io,
	pin::Pin,
	sync::Arc,
	task::{Context, Poll},
	time::Instant,
};

/// Streams that may be opened at once, and a second in the mean. IPFS nodes open one for each Bitswap message, which
/// carries up to a block of 1 MiB or more.
const AT_ONCE: u32 = 256;
const PER_SECOND: f64 = 128.0;

/// Streams refused after which the connection is closed.
const MAX_REFUSED: u32 = 256;

/// A connection's streams, bounded.
pub(crate) struct Bounded {
	inner: StreamMuxerBox,
	allowance: Allowance,
	refused: u32,
	metrics: Arc<Metrics>,
}

impl Bounded {
	/// `inner` with a bound on the streams that the other side opens.
	pub(crate) fn boxed<M>(inner: M, metrics: Arc<Metrics>) -> StreamMuxerBox
	where
		M: StreamMuxer + Send + 'static,
		M::Substream: Send + 'static,
		M::Error: Send + Sync + 'static,
	{
		let allowance = Allowance::new(AT_ONCE, PER_SECOND, Instant::now());
		let inner = StreamMuxerBox::new(inner);
		StreamMuxerBox::new(Self { inner, allowance, refused: 0, metrics })
	}
}

impl StreamMuxer for Bounded {
	type Substream = SubstreamBox;
	type Error = io::Error;

	fn poll_inbound(
		mut self: Pin<&mut Self>,
		context: &mut Context<'_>,
	) -> Poll<Result<SubstreamBox, io::Error>> {
		loop {
			let stream = ready!(Pin::new(&mut self.inner).poll_inbound(context))?;
			if self.allowance.take(Instant::now()) {
				return Poll::Ready(Ok(stream));
			}
			drop(stream);
			self.metrics.peer_streams_refused.one();
			self.refused += 1;
			if self.refused >= MAX_REFUSED {
				self.metrics.peers_hung_up_on.one();
				return Poll::Ready(Err(io::Error::other("streams come too fast")));
			}
		}
	}

	fn poll_outbound(
		mut self: Pin<&mut Self>,
		context: &mut Context<'_>,
	) -> Poll<Result<SubstreamBox, io::Error>> {
		Pin::new(&mut self.inner).poll_outbound(context)
	}

	fn poll_close(
		mut self: Pin<&mut Self>,
		context: &mut Context<'_>,
	) -> Poll<Result<(), io::Error>> {
		Pin::new(&mut self.inner).poll_close(context)
	}

	fn poll(
		mut self: Pin<&mut Self>,
		context: &mut Context<'_>,
	) -> Poll<Result<StreamMuxerEvent, io::Error>> {
		Pin::new(&mut self.inner).poll(context)
	}
}
