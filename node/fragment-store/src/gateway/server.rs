//! The HTTP server: accepting, and getting rid of those who only hold a connection.
//!
//! - A request head has to be complete within the header timeout, which is also the longest wait between two
//!   requests on one connection.
//! - A connection that moves too little in the idle timeout is closed, as is one older than the total timeout.
//! - At the connection limit another one makes room, see [`Places`].
//! - The kernel takes little more of an answer than is on its way, so what is not taken is not read from the disk.

use super::places::{Busy, Doing, Places};
use crate::{config::HttpConfig, handle::Handle, network::prefixes::Prefix};
use axum::{Router, body::Body, extract::Request};
use hyper::body::{Body as HttpBody, Frame, SizeHint};
use hyper_util::rt::{TokioIo, TokioTimer};
use std::{
	io,
	net::SocketAddr,
	pin::Pin,
	task::{Context, Poll, ready},
	time::Duration,
};
use tokio::{
	io::{AsyncRead, AsyncWrite, ReadBuf},
	net::{TcpListener, TcpStream},
	task::JoinSet,
	time::{Instant, Sleep},
};
use tower::ServiceExt;

/// Pause after an error of `accept`, such as too many open files, which would otherwise come again at once.
const ACCEPT_PAUSE: Duration = Duration::from_millis(100);

/// Most bytes of an answer that the kernel holds beside those on their way.
#[cfg(any(target_os = "android", target_os = "linux"))]
const MAX_UNSENT_BYTES: u32 = 128 << 10;

/// Longest header timeout, whatever the configuration says.
const MAX_HEADER_TIMEOUT: Duration = Duration::from_secs(10);

/// Address of the other end, as a request extension.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Peer(pub(crate) SocketAddr);

/// Serves `router` until the handle's shutdown; open connections are then closed.
pub(crate) async fn run(
	handle: Handle,
	listener: TcpListener,
	http: HttpConfig,
	router: Router,
	places: Places,
) {
	let mut stop = handle.on_shutdown();
	let mut connections = JoinSet::new();
	loop {
		let accepted = tokio::select! {
			_ = stop.wait_for(|stop| *stop) => break,
			Some(_) = connections.join_next() => continue,
			accepted = listener.accept() => accepted,
		};
		let (stream, peer) = match accepted {
			Ok(accepted) => accepted,
			Err(error) => {
				tracing::warn!(target: "reel::fragments", %error, "cannot accept a connection");
				tokio::time::sleep(ACCEPT_PAUSE).await;
				continue;
			},
		};
		let from = Prefix::from(peer.ip());
		if !places.has_room(http.max_connections) {
			handle.metrics().http_connections_refused.one();
			if !places.make_room(from, http.max_connections) {
				continue;
			}
		}
		let doing = Doing::new();
		let stream = IdleStream::new(stream, http.idle_timeout, doing.clone());
		let connection = serve_one(stream, peer, http.clone(), router.clone(), doing.clone());
		places.enter(from, doing, connections.spawn(connection));
	}
	connections.shutdown().await;
}

async fn serve_one(
	stream: IdleStream,
	peer: SocketAddr,
	http: HttpConfig,
	router: Router,
	doing: Doing,
) {
	// Small answers must not wait for more bytes; without it they only come later.
	let _ = stream.inner.set_nodelay(true);
	#[cfg(any(target_os = "android", target_os = "linux"))]
	// Without it the kernel takes some megabytes of an answer that nobody reads.
	let _ = socket2::SockRef::from(&stream.inner).set_tcp_notsent_lowat(MAX_UNSENT_BYTES);
	let service = hyper::service::service_fn(move |request: Request<hyper::body::Incoming>| {
		let guard = doing.enter();
		let mut request = request.map(Body::new);
		request.extensions_mut().insert(Peer(peer));
		let answer = router.clone().oneshot(request);
		async move {
			let response = answer.await?;
			Ok::<_, std::convert::Infallible>(
				response.map(|inner| CountedBody { inner, _guard: guard }),
			)
		}
	});
	let connection = hyper::server::conn::http1::Builder::new()
		.timer(TokioTimer::new())
		.header_read_timeout(http.header_timeout.min(MAX_HEADER_TIMEOUT))
		.max_buf_size(64 << 10)
		.serve_connection(TokioIo::new(stream), service);
	// Errors are the other side's: cut connections, broken requests.
	let _ = tokio::time::timeout(http.total_timeout, connection).await;
}

/// A body that keeps its connection counted as busy until it was sent.
struct CountedBody {
	inner: Body,
	_guard: Busy,
}

impl HttpBody for CountedBody {
	type Data = bytes::Bytes;
	type Error = axum::Error;

	fn poll_frame(
		mut self: Pin<&mut Self>,
		context: &mut Context<'_>,
	) -> Poll<Option<Result<Frame<Self::Data>, Self::Error>>> {
		Pin::new(&mut self.inner).poll_frame(context)
	}

	fn is_end_stream(&self) -> bool {
		self.inner.is_end_stream()
	}

	fn size_hint(&self) -> SizeHint {
		self.inner.size_hint()
	}
}

/// A stream that fails when too little has moved for a time while someone waits.
struct IdleStream {
	inner: TcpStream,
	limit: Duration,
	deadline: Pin<Box<Sleep>>,
	doing: Doing,
}

impl IdleStream {
	fn new(inner: TcpStream, limit: Duration, doing: Doing) -> Self {
		Self { inner, limit, deadline: Box::pin(tokio::time::sleep(limit)), doing }
	}

	fn moved(&mut self, bytes: usize) {
		if self.doing.moved(bytes) {
			self.deadline.as_mut().reset(Instant::now() + self.limit);
		}
	}

	/// Waits, and fails at the deadline.
	fn wait<T>(&mut self, context: &mut Context<'_>) -> Poll<io::Result<T>> {
		ready!(self.deadline.as_mut().poll(context));
		Poll::Ready(Err(io::ErrorKind::TimedOut.into()))
	}

	fn written(
		&mut self,
		polled: Poll<io::Result<usize>>,
		context: &mut Context<'_>,
	) -> Poll<io::Result<usize>> {
		match polled {
			Poll::Ready(Ok(bytes)) => self.moved(bytes),
			Poll::Ready(Err(_)) => {},
			Poll::Pending => return self.wait(context),
		}
		polled
	}
}

impl AsyncRead for IdleStream {
	fn poll_read(
		mut self: Pin<&mut Self>,
		context: &mut Context<'_>,
		buffer: &mut ReadBuf<'_>,
	) -> Poll<io::Result<()>> {
		let before = buffer.filled().len();
		match Pin::new(&mut self.inner).poll_read(context, buffer) {
			Poll::Pending => self.wait(context),
			ready => {
				self.moved(buffer.filled().len() - before);
				ready
			},
		}
	}
}

impl AsyncWrite for IdleStream {
	fn poll_write(
		mut self: Pin<&mut Self>,
		context: &mut Context<'_>,
		bytes: &[u8],
	) -> Poll<io::Result<usize>> {
		let polled = Pin::new(&mut self.inner).poll_write(context, bytes);
		self.written(polled, context)
	}

	fn poll_write_vectored(
		mut self: Pin<&mut Self>,
		context: &mut Context<'_>,
		slices: &[io::IoSlice<'_>],
	) -> Poll<io::Result<usize>> {
		let polled = Pin::new(&mut self.inner).poll_write_vectored(context, slices);
		self.written(polled, context)
	}

	fn is_write_vectored(&self) -> bool {
		self.inner.is_write_vectored()
	}

	fn poll_flush(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<io::Result<()>> {
		Pin::new(&mut self.inner).poll_flush(context)
	}

	fn poll_shutdown(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<io::Result<()>> {
		Pin::new(&mut self.inner).poll_shutdown(context)
	}
}
