//! The HTTP server: accepting, and getting rid of those who only hold a connection.
//!
//! - A request head has to be complete within the header timeout, which is also the longest wait between two
//!   requests on one connection.
//! - A connection on which no byte moves for the idle timeout is closed, as is one older than the total timeout.
//! - At the connection limit the oldest connection *that waits for a request* makes room, so thousands of slow
//!   heads cannot keep out a client that sends its own at once. If all are being answered, the one makes room that
//!   took nothing of its answer for longest, and for some seconds at least; if there is none, the new one is refused.

use crate::{config::HttpConfig, handle::Handle, store::lock};
use axum::{Router, body::Body, extract::Request};
use hyper::body::{Body as HttpBody, Frame, SizeHint};
use hyper_util::rt::{TokioIo, TokioTimer};
use std::{
	collections::VecDeque,
	io,
	net::SocketAddr,
	pin::Pin,
	sync::{
		Arc, Mutex,
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

/// How long a connection may take nothing of its answer while others wait for its place.
const STALLED: Duration = Duration::from_secs(3);

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

/// When a byte of a connection last moved.
#[derive(Clone)]
struct Moved(Arc<Mutex<Instant>>);

impl Moved {
	fn now() -> Self {
		Self(Arc::new(Mutex::new(Instant::now())))
	}

	fn note(&self) {
		*lock(&self.0) = Instant::now();
	}

	fn since(&self) -> Duration {
		lock(&self.0).elapsed()
	}
}

/// An open connection.
struct Open {
	busy: Busy,
	moved: Moved,
	task: AbortHandle,
}

/// Which of the open connections makes room for another.
fn to_drop(open: &VecDeque<Open>) -> Option<usize> {
	let waiting = open.iter().position(|one| one.busy.is_waiting());
	waiting.or_else(|| {
		let ages = open.iter().map(|one| one.moved.since()).enumerate();
		ages.filter(|(_, age)| *age >= STALLED).max_by_key(|(_, age)| *age).map(|(at, _)| at)
	})
}

/// Serves `router` until the handle's shutdown; open connections are then closed.
pub(crate) async fn run(handle: Handle, listener: TcpListener, http: HttpConfig, router: Router) {
	let mut stop = handle.on_shutdown();
	let mut connections = JoinSet::new();
	let mut open: VecDeque<Open> = VecDeque::new();
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
		open.retain(|one| !one.task.is_finished());
		if open.len() >= http.max_connections {
			handle.metrics().http_connections_refused.one();
			match to_drop(&open).and_then(|at| open.remove(at)) {
				Some(one) => one.task.abort(),
				None => continue,
			}
		}
		let (busy, moved) = (Busy::default(), Moved::now());
		let stream = IdleStream::new(stream, http.idle_timeout, moved.clone());
		let connection = serve_one(stream, peer, http.clone(), router.clone(), busy.clone());
		open.push_back(Open { busy, moved, task: connections.spawn(connection) });
	}
	connections.shutdown().await;
}

async fn serve_one(
	stream: IdleStream,
	peer: SocketAddr,
	http: HttpConfig,
	router: Router,
	busy: Busy,
) {
	// Small answers must not wait for more bytes; without it they only come later.
	let _ = stream.inner.set_nodelay(true);
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
		.serve_connection(TokioIo::new(stream), service);
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
	moved: Moved,
}

impl IdleStream {
	fn new(inner: TcpStream, limit: Duration, moved: Moved) -> Self {
		Self { inner, limit, deadline: Box::pin(tokio::time::sleep(limit)), moved }
	}

	fn after<T>(
		&mut self,
		polled: Poll<io::Result<T>>,
		context: &mut Context<'_>,
	) -> Poll<io::Result<T>> {
		if polled.is_ready() {
			self.deadline.as_mut().reset(Instant::now() + self.limit);
			self.moved.note();
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
		self.after(polled, context)
	}
}

impl AsyncWrite for IdleStream {
	fn poll_write(
		mut self: Pin<&mut Self>,
		context: &mut Context<'_>,
		bytes: &[u8],
	) -> Poll<io::Result<usize>> {
		let polled = Pin::new(&mut self.inner).poll_write(context, bytes);
		self.after(polled, context)
	}

	fn poll_write_vectored(
		mut self: Pin<&mut Self>,
		context: &mut Context<'_>,
		slices: &[io::IoSlice<'_>],
	) -> Poll<io::Result<usize>> {
		let polled = Pin::new(&mut self.inner).poll_write_vectored(context, slices);
		self.after(polled, context)
	}

	fn is_write_vectored(&self) -> bool {
		self.inner.is_write_vectored()
	}

	fn poll_flush(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<io::Result<()>> {
		let polled = Pin::new(&mut self.inner).poll_flush(context);
		self.after(polled, context)
	}

	fn poll_shutdown(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<io::Result<()>> {
		Pin::new(&mut self.inner).poll_shutdown(context)
	}
}
