//! Saying things to a peer: what is wanted from it, and what it wanted from here. One task a peer, while there is
//! something to say.

use super::{
	PROTOCOL, PROTOCOL_1_1, Session,
	ledger::Want,
	message::{Block, Kind, Message},
};
use crate::{block::as_v1, error::StoreError, network::shared::Shared, store::lock};
use bytes::Bytes;
use cid::Cid;
use futures::{AsyncReadExt, AsyncWriteExt};
use libp2p::Stream;
use libp2p_stream::OpenStreamError;
use std::{io, sync::Arc, time::Duration};

/// Bytes of blocks above which a message is sent: one fragment, or many small blocks.
const TARGET_BYTES: usize = 1 << 20;

/// Most answers of a message.
const MAX_ANSWERS: usize = 512;

/// Bytes written between two looks at the bandwidth caps.
const WRITE_BYTES: usize = 64 << 10;

/// How often what was absent is looked for again.
const LOOK_AGAIN: Duration = Duration::from_secs(2);

/// Makes sure that a sender runs for `session`, and wakes it.
pub(super) fn start(shared: &Arc<Shared>, session: &Arc<Session>) {
	let mut sending = lock(&session.sending);
	if !*sending && !lock(&session.ledger).is_empty() {
		*sending = true;
		let (shared, session) = (shared.clone(), session.clone());
		tokio::spawn(async move {
			let ended = tokio::select! {
				() = shared.stopped() => Ok(()),
				ended = send_all(&shared, &session) => ended,
			};
			if let Err(error) = ended {
				tracing::debug!(target: "reel::peers", peer = %session.peer, %error, "cannot send over Bitswap");
				lock(&session.ledger).gone();
				*lock(&session.sending) = false;
			}
			shared.bitswap.end(&session);
		});
	}
	drop(sending);
	session.wake.notify_one();
}

/// Sends until there has been nothing to say for a while.
async fn send_all(shared: &Arc<Shared>, session: &Arc<Session>) -> io::Result<()> {
	let mut seen = shared.metrics().blocks_put.get();
	let mut idle = Duration::ZERO;
	loop {
		if !shared.bitswap.is_current(session) || shared.bans.is_banned(&session.peer) {
			*lock(&session.sending) = false;
			return Ok(());
		}
		let mut turn = loop {
			let turns = &shared.bitswap.turns;
			if let Some(turn) = turns.take(session.peer, LOOK_AGAIN).await {
				break turn;
			}
			if turns.has_given_up(&session.peer) {
				return Err(io::Error::other("it takes nothing of what is sent"));
			}
		};
		let (message, objects) = next_message(shared, session).await;
		if message.is_empty() {
			drop(turn);
			if tokio::time::timeout(LOOK_AGAIN, session.wake.notified()).await.is_ok() {
				idle = Duration::ZERO;
				continue;
			}
			idle += LOOK_AGAIN;
			let put = shared.metrics().blocks_put.get();
			let mut ledger = lock(&session.ledger);
			if put != seen && ledger.has_absent() {
				ledger.look_again();
			}
			seen = put;
			if idle >= shared.config.idle_timeout && ledger.is_empty() {
				drop(ledger);
				let mut sending = lock(&session.sending);
				// Something may have come between the two locks.
				if lock(&session.ledger).is_empty() {
					*sending = false;
					return Ok(());
				}
			}
			continue;
		}
		let blocks = message.blocks.len() as u64;
		let content: u64 = message.blocks.iter().map(|block| block.data.len() as u64).sum();
		let bytes = message.encode();
		// One copy of the blocks is enough.
		drop(message);
		let (progress, cut_off) = turn.watch();
		let sending = async {
			let mut stream = open(shared, session).await?;
			write(shared, &mut stream, &bytes, &objects, || progress.moved()).await?;
			end(shared.config.stall_timeout, stream);
			Ok(())
		};
		tokio::select! {
			sent = sending => sent,
			() = cut_off => Err(io::Error::new(io::ErrorKind::TimedOut, "others wait for its turn")),
		}
		.inspect_err(|_| shared.bitswap.turns.not_taken(session.peer))?;
		let metrics = shared.metrics();
		metrics.bitswap_blocks_out.add(blocks);
		metrics.bitswap_bytes_out.add(content);
		metrics.peer_bytes_out.add(content);
	}
}

async fn open(shared: &Shared, session: &Session) -> io::Result<Stream> {
	let mut control = shared.control.clone();
	for protocol in [PROTOCOL, PROTOCOL_1_1] {
		let opening = control.open_stream(session.peer, protocol);
		match tokio::time::timeout(shared.config.connect_timeout, opening).await {
			Ok(Ok(stream)) => return Ok(stream),
			Ok(Err(OpenStreamError::UnsupportedProtocol(_))) => {},
			Ok(Err(error)) => return Err(io::Error::other(error.to_string())),
			Err(_) => return Err(io::ErrorKind::TimedOut.into()),
		}
	}
	Err(io::ErrorKind::Unsupported.into())
}

async fn write(
	shared: &Shared,
	stream: &mut Stream,
	bytes: &[u8],
	objects: &[Option<Cid>],
	moved: impl Fn(),
) -> io::Result<()> {
	let limit = shared.config.stall_timeout;
	for piece in bytes.chunks(WRITE_BYTES) {
		shared.rates.upload(objects, piece.len()).await;
		within(limit, stream.write_all(piece)).await?;
		moved();
	}
	within(limit, stream.flush()).await
}

/// Ends a stream that carried a message. It must not simply be dropped: that resets it, and what the peer has not read by
/// then is lost. A stream for each message, because some peers end theirs after one, and others after five silent seconds.
fn end(limit: Duration, mut stream: Stream) {
	tokio::spawn(async move {
		// What fails here concerns nobody: the message is out.
		let _ = within(limit, async {
			stream.close().await?;
			stream.read(&mut [0]).await
		})
		.await;
	});
}

async fn within<T>(limit: Duration, work: impl Future<Output = io::Result<T>>) -> io::Result<T> {
	tokio::time::timeout(limit, work).await.map_err(|_| io::Error::from(io::ErrorKind::TimedOut))?
}

/// What is to be said next, and the objects that its blocks are of.
async fn next_message(shared: &Arc<Shared>, session: &Arc<Session>) -> (Message, Vec<Option<Cid>>) {
	let mut message = Message::default();
	{
		let mut ledger = lock(&session.ledger);
		message.entries = ledger.say();
		let refused = ledger.take_refused();
		message.presences.extend(refused.into_iter().map(|cid| (cid, false)));
	}
	let (mut objects, mut bytes) = (Vec::new(), 0);
	while bytes < TARGET_BYTES && message.presences.len() + message.blocks.len() < MAX_ANSWERS {
		let Some((cid, want)) = lock(&session.ledger).next_want() else { break };
		let looked = shared.bitswap.worth_a_look(&session.peer);
		let answer = match looked {
			true => answer(shared, cid, want).await,
			false => Answer::Absent { may_come: false },
		};
		match answer {
			Answer::Block(data) => {
				bytes += data.len();
				message.blocks.push(Block::new(&cid, data));
				for object in objects_of(shared, &cid) {
					if !objects.contains(&object) {
						objects.push(object);
					}
				}
			},
			Answer::Have => message.presences.push((cid, true)),
			Answer::Absent { may_come } => {
				if looked {
					shared.bitswap.looked_in_vain(&session.peer);
				}
				if want.send_dont_have {
					message.presences.push((cid, false));
				}
				if may_come {
					lock(&session.ledger).keep_absent(cid, want);
				}
			},
		}
	}
	(message, objects)
}

fn objects_of(shared: &Shared, cid: &Cid) -> [Option<Cid>; 2] {
	let cell = shared.catalog.cell_of(cid).map(|(cell, _)| cell);
	let title = shared.catalog.title_of(&cell.unwrap_or(*cid));
	[cell.or(Some(*cid)), title]
}

enum Answer {
	Block(Bytes),
	Have,
	Absent { may_come: bool },
}

async fn answer(shared: &Arc<Shared>, cid: Cid, want: Want) -> Answer {
	// The reply still carries the name that was asked for.
	let cid = as_v1(cid);
	let found = match want.kind {
		Kind::Block => shared.blocking(move |store| store.get(&cid)).await.map(Answer::Block),
		Kind::Have => {
			let has = shared.blocking(move |store| {
				if let Some(reason) = store.denied(&cid) {
					return Err(StoreError::Denied { cid, reason });
				}
				store.has(&cid)
			});
			has.await.map(|has| if has { Answer::Have } else { Answer::Absent { may_come: true } })
		},
	};
	found.unwrap_or_else(|error| Answer::Absent {
		may_come: matches!(error, StoreError::NotFound { .. } | StoreError::Corrupt { .. }),
	})
}
