//! The HTTP server: accepting, and getting rid of those who only hold a connection.
//!
//! - A request head has to be complete within the header timeout, which is also the longest wait between two
//!   requests on one connection.
//! - A connection on which no byte moves for the idle timeout is closed, as is one older than the total timeout.
//! - At the connection limit the oldest connection *that waits for a request* makes room, so thousands of slow
//!   heads cannot keep out a client that sends its own at once. If all are being answered, the new one is refused.

use crate::{config::HttpConfig, handle::Handle};
use axum::{Router, body::Body, extract::Request};
use hyper::body::{Body as HttpBody, Frame, SizeHint};
use hyper_util::rt::{TokioIo, TokioTimer};
use std::{
	collections::VecDeque,
	io,
	net::SocketAddr,
	pin::Pin,
	sync::{
		Arc,
		atomic::{AtomicU32, Ordering},
	},
	task::{Context, Poll},
	time::Duration,
};
use tokio::{
	io::{AsyncRead, AsyncWrite, ReadBuf},
	net::{TcpListener, TcpStream},
	task::{AbortHandle, JoinSet},
	time::{Instant, Sleep},
};
use tower::ServiceExt;

/// Pause after an error of `accept`, such as too many open files, which would otherwise come again at once.
const ACCEPT_PAUSE: Duration = Duration::from_millis(100);

/// Longest header timeout, whatever the configuration says.
const MAX_HEADER_TIMEOUT: Duration = Duration::from_secs(10);

/// Address of the other end, as a request extension.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Peer(pub(crate) SocketAddr);

/// Requests of a connection that are being answered.
#[derive(Clone, Default)]
struct Busy(Arc<AtomicU32>);

/// Counts one request until it is dropped.
struct BusyGuard(Busy);

impl Busy {
	fn enter(&self) -> BusyGuard {
		self.0.fetch_add(1, Ordering::Relaxed);
		BusyGuard(self.clone())
	}

	fn is_waiting(&self) -> bool {
		self.0.load(Ordering::Relaxed) == 0
	}
}

impl Drop for BusyGuard {
	fn drop(&mut self) {
		self.0.0.fetch_sub(1, Ordering::Relaxed);
	}
}

/// Serves `router` until the handle's shutdown; open connections are then closed.
pub(crate) async fn run(handle: Handle, listener: TcpListener, http: HttpConfig, router: Router) {
	let mut stop = handle.on_shutdown();
	let mut connections = JoinSet::new();
	let mut open: VecDeque<(Busy, AbortHandle)> = VecDeque::new();
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
		open.retain(|(_, connection)| !connection.is_finished());
		if open.len() >= http.max_connections {
			handle.metrics().http_connections_refused.one();
			let waiting = open.iter().position(|(busy, _)| busy.is_waiting());
			match waiting.and_then(|at| open.remove(at)) {
				Some((_, connection)) => connection.abort(),
				None => continue,
			}
		}
		let busy = Busy::default();
		let connection = serve_one(stream, peer, http.clone(), router.clone(), busy.clone());
		open.push_back((busy, connections.spawn(connection)));
	}
	connections.shutdown().await;
}

async fn serve_one(
	stream: TcpStream,
	peer: SocketAddr,
	http: HttpConfig,
	router: Router,
	busy: Busy,
) {
	// Small answers must not wait for more bytes; without it they only come later.
	let _ = stream.set_nodelay(true);
	let service = hyper::service::service_fn(move |request: Request<hyper::body::Incoming>| {
		let guard = busy.enter();
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
		.serve_connection(TokioIo::new(IdleStream::new(stream, http.idle_timeout)), service);
	// Errors are the other side's: cut connections, broken requests.
	let _ = tokio::time::timeout(http.total_timeout, connection).await;
}

/// A body that keeps its connection counted as busy until it was sent.
struct CountedBody {
	inner: Body,
	_guard: BusyGuard,
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

/// A stream that fails when no byte has moved for a time while someone waits for one.
struct IdleStream {
	inner: TcpStream,
	limit: Duration,
	deadline: Pin<Box<Sleep>>,
}

impl IdleStream {
	fn new(inner: TcpStream, limit: Duration) -> Self {
		Self { inner, limit, deadline: Box::pin(tokio::time::sleep(limit)) }
	}

	fn moved<T>(
		&mut self,
		polled: Poll<io::Result<T>>,
		context: &mut Context<'_>,
	) -> Poll<io::Result<T>> {
		if polled.is_ready() {
			self.deadline.as_mut().reset(Instant::now() + self.limit);
			return polled;
		}
		match self.deadline.as_mut().poll(context) {
			Poll::Ready(()) => Poll::Ready(Err(io::ErrorKind::TimedOut.into())),
			Poll::Pending => Poll::Pending,
		}
	}
}

impl AsyncRead for IdleStream {
	fn poll_read(
		mut self: Pin<&mut Self>,
		context: &mut Context<'_>,
		buffer: &mut ReadBuf<'_>,
	) -> Poll<io::Result<()>> {
		let polled = Pin::new(&mut self.inner).poll_read(context, buffer);
		self.moved(polled, context)
	}
}

impl AsyncWrite for IdleStream {
	fn poll_write(
		mut self: Pin<&mut Self>,
		context: &mut Context<'_>,
		bytes: &[u8],
	) -> Poll<io::Result<usize>> {
		let polled = Pin::new(&mut self.inner).poll_write(context, bytes);
		self.moved(polled, context)
	}

	fn poll_write_vectored(
		mut self: Pin<&mut Self>,
		context: &mut Context<'_>,
		slices: &[io::IoSlice<'_>],
	) -> Poll<io::Result<usize>> {
		let polled = Pin::new(&mut self.inner).poll_write_vectored(context, slices);
		self.moved(polled, context)
	}

	fn is_write_vectored(&self) -> bool {
		self.inner.is_write_vectored()
	}

	fn poll_flush(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<io::Result<()>> {
		let polled = Pin::new(&mut self.inner).poll_flush(context);
		self.moved(polled, context)
	}

	fn poll_shutdown(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<io::Result<()>> {
		Pin::new(&mut self.inner).poll_shutdown(context)
	}
}
