//! Reading what peers say.

use super::{
	MAX_UNASKED_BYTES, Session,
	ledger::Ledger,
	message::{MAX_MESSAGE_BYTES, Message},
	sender,
};
use crate::{
	block::{RAW, cid_of},
	network::{
		bans::Misdeed,
		command::Command,
		inbound::{Arrived, Incoming},
		shared::Shared,
	},
	store::lock,
};
use bytes::{Bytes, BytesMut};
use futures::{AsyncReadExt, io::BufReader};
use libp2p::{PeerId, Stream};
use std::{
	io,
	sync::Arc,
	time::{Duration, Instant},
};

/// Read from a stream in one go.
const BUFFER_BYTES: usize = 64 << 10;

/// What each open stream has for reading lengths.
const LENGTH_BUFFER_BYTES: usize = 1 << 10;

/// How long a stream may stay without a message: peers keep one open and write into it when they want something.
const IDLE_STREAM: Duration = Duration::from_secs(600);

/// Longest message that is read without a turn: some hundred wants. Every stream may have one on its way.
const SMALL_BYTES: usize = 16 << 10;

/// Longest time that a want-list may take, and wait for its turn.
const MAX_WANTS_TIME: Duration = Duration::from_secs(10);

/// Longest time that a message may take: without it a peer that was asked for something could hold a turn for ever.
const MAX_MESSAGE_TIME: Duration = Duration::from_secs(120);

/// Bytes of a length: 4 groups of 7 bits are above [`MAX_MESSAGE_BYTES`].
const MAX_LENGTH_BYTES: usize = 4;

pub(super) async fn run(shared: &Arc<Shared>, mut incoming: Incoming) {
	while let Some(Arrived { peer, stream, counted }) = incoming.recv().await {
		if shared.bans.is_banned(&peer) {
			continue;
		}
		let shared = shared.clone();
		tokio::spawn(async move {
			let _counted = counted;
			let read = tokio::select! {
				() = shared.stopped() => Ok(()),
				read = read_all(&shared, peer, stream) => read,
			};
			if let Err(error) = read {
				tracing::debug!(target: "reel::peers", %peer, %error, "a Bitswap stream ended");
			}
		});
	}
}

async fn read_all(shared: &Arc<Shared>, peer: PeerId, stream: Stream) -> io::Result<()> {
	let mut stream = BufReader::with_capacity(LENGTH_BUFFER_BYTES, stream);
	loop {
		match read(shared, peer, &mut stream).await {
			Ok(Some(message)) => take(shared, peer, message).await,
			Ok(None) => return Ok(()),
			Err(error) => {
				if error.kind() == io::ErrorKind::InvalidData {
					shared.metrics().peer_requests_refused.one();
				}
				return Err(error);
			},
		}
		if shared.bans.is_banned(&peer) {
			return Ok(());
		}
	}
}

/// The next message; `None` at the clean end of the stream.
async fn read(
	shared: &Arc<Shared>,
	peer: PeerId,
	stream: &mut BufReader<Stream>,
) -> io::Result<Option<Message>> {
	let invalid = |why| io::Error::new(io::ErrorKind::InvalidData, why);
	let Some(length) = within(IDLE_STREAM, read_length(stream)).await? else { return Ok(None) };
	let session = shared.bitswap.session(&peer);
	let asked = session.is_some_and(|session| lock(&session.ledger).has_asked());
	let bitswap = &shared.bitswap;
	let (room, limit) = if length <= SMALL_BYTES {
		(None, MAX_WANTS_TIME)
	} else if asked {
		(Some(bitswap.large.acquire().await), MAX_MESSAGE_TIME)
	} else if length <= MAX_UNASKED_BYTES {
		let turn = async { Ok(bitswap.reading.acquire_many(length as u32).await) };
		(Some(within(MAX_WANTS_TIME, turn).await?), MAX_WANTS_TIME)
	} else {
		return Err(invalid("a large message, unasked"));
	};
	let _room = room.transpose().map_err(io::Error::other)?;
	let bytes = within(limit, read_body(shared, peer, stream, length)).await?;
	Message::decode(bytes)
		.map(Some)
		.map_err(|error| io::Error::new(io::ErrorKind::InvalidData, error))
}

async fn read_length(stream: &mut BufReader<Stream>) -> io::Result<Option<usize>> {
	let (mut length, mut byte) = (0, [0]);
	for at in 0..MAX_LENGTH_BYTES {
		if stream.read(&mut byte).await? == 0 {
			return if at == 0 { Ok(None) } else { Err(io::ErrorKind::UnexpectedEof.into()) };
		}
		length |= usize::from(byte[0] & 0x7f) << (7 * at);
		if byte[0] & 0x80 == 0 {
			if length > MAX_MESSAGE_BYTES {
				break;
			}
			return Ok(Some(length));
		}
	}
	Err(io::Error::new(io::ErrorKind::InvalidData, "a message above the limit"))
}

/// The memory grows with what arrives, not with what was claimed.
async fn read_body(
	shared: &Arc<Shared>,
	peer: PeerId,
	stream: &mut BufReader<Stream>,
	length: usize,
) -> io::Result<Bytes> {
	let mut body = BytesMut::with_capacity(length.min(BUFFER_BYTES));
	while body.len() < length {
		let start = body.len();
		body.resize(length.min(start + BUFFER_BYTES), 0);
		let piece = &mut body[start..];
		within(shared.config.stall_timeout, stream.read_exact(piece)).await?;
		let count = piece.len();
		if let Some(session) = shared.bitswap.session(&peer) {
			*lock(&session.heard) = Instant::now();
		}
		shared.rates.download(&[], count).await;
	}
	Ok(body.freeze())
}

async fn within<T>(limit: Duration, work: impl Future<Output = io::Result<T>>) -> io::Result<T> {
	tokio::time::timeout(limit, work).await.map_err(|_| io::Error::from(io::ErrorKind::TimedOut))?
}

/// Does what a message says.
async fn take(shared: &Arc<Shared>, peer: PeerId, mut message: Message) {
	if let Some(session) = shared.bitswap.session(&peer) {
		take_blocks(shared, &session, &message).await;
		let mut ledger = lock(&session.ledger);
		for (cid, have) in &message.presences {
			ledger.presence(cid, *have);
		}
	} else if !message.blocks.is_empty() {
		// Nothing is hashed for a peer that was asked for nothing.
		shared.metrics().peer_requests_refused.one();
	}
	if !message.entries.is_empty() || message.full {
		shared.metrics().peer_requests.one();
		let (allowed, patient) = shared.bitswap.allow(peer, message.entries.len());
		if allowed < message.entries.len() {
			shared.metrics().peer_requests_refused.one();
			message.entries.truncate(allowed);
		}
		if !patient {
			shared.metrics().peers_hung_up_on.one();
			// An error means that the network is going down.
			let _ = shared.commands.send(Command::HangUp(peer)).await;
			return;
		}
		let share = shared.config.share;
		let wants = |ledger: &mut Ledger| ledger.take_wants(&message, share);
		let (session, ()) = shared.bitswap.with(peer, wants);
		sender::start(shared, &session);
		shared.bitswap.end(&session);
	}
}

async fn take_blocks(shared: &Arc<Shared>, session: &Arc<Session>, message: &Message) {
	for block in &message.blocks {
		if !lock(&session.ledger).has_asked() {
			shared.metrics().peer_requests_refused.one();
			return;
		}
		let named = block.clone();
		let Ok(cid) = tokio::task::spawn_blocking(move || named.cid()).await else { return };
		let expected = cid.filter(|cid| lock(&session.ledger).block(cid, &block.data));
		if expected.is_some() {
			let metrics = shared.metrics();
			metrics.bitswap_blocks_in.one();
			metrics.bitswap_bytes_in.add(block.data.len() as u64);
			metrics.peer_bytes_in.add(block.data.len() as u64);
		} else {
			let asked = cid.unwrap_or_else(|| cid_of(RAW, &block.data));
			shared.note(session.peer, Misdeed::WrongBytes, asked, None).await;
			return;
		}
	}
}
