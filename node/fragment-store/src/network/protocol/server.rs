//! Answering peers.
//!
//! Bounded: streams of a peer (`inbound.rs`), answers at once (`turns.rs`), the size of a request, the time a peer may take
//! to send one or to take an answer. What was taken down is refused with the reason.

use super::{
	message::{self, Answer, MAX_REQUEST_BYTES, MAX_WITHDRAWN, Refusal, Request, parse_cid},
	tree::{self, Place},
};
use crate::{
	error::StoreError,
	network::{
		command::Command,
		inbound::{Arrived, Incoming},
		shared::Shared,
		turns::{Turn, Turns},
	},
};
use cid::Cid;
use futures::AsyncWriteExt;
use libp2p::{PeerId, Stream};
use std::{io, ops::Range, sync::Arc, time::Duration};

/// Bytes written between two looks at the bandwidth caps.
const WRITE_BYTES: usize = 64 << 10;

/// Longest wait for a turn before a request is answered "busy".
const MAX_WAIT: Duration = Duration::from_secs(1);

/// What is answered: a message, and bytes behind it with the objects they count for.
struct Reply {
	answer: Answer,
	body: Vec<u8>,
	content_bytes: u64,
	objects: [Option<Cid>; 2],
}

impl Reply {
	const fn plain(answer: Answer) -> Self {
		Self { answer, body: Vec::new(), content_bytes: 0, objects: [None, None] }
	}
}

/// Serves every stream that comes in, until the network stops.
pub(crate) async fn run(shared: Arc<Shared>, mut incoming: Incoming) {
	let turns = Turns::new(shared.config.limits.max_served);
	while let Some(Arrived { peer, stream, counted }) = incoming.recv().await {
		if shared.bans.is_banned(&peer) {
			continue;
		}
		let (shared, turns) = (shared.clone(), turns.clone());
		tokio::spawn(async move {
			let _counted = counted;
			let served = tokio::select! {
				() = shared.stopped() => Ok(()),
				served = serve(&shared, peer, stream, &turns) => served,
			};
			if let Err(error) = served {
				tracing::debug!(target: "reel::peers", %peer, %error, "a stream ended");
			}
		});
	}
}

async fn serve(
	shared: &Arc<Shared>,
	peer: PeerId,
	mut stream: Stream,
	turns: &Arc<Turns>,
) -> io::Result<()> {
	loop {
		let next = message::read::<Request>(&mut stream, MAX_REQUEST_BYTES);
		let request = match within(shared.config.idle_timeout, next).await {
			Ok(Some(request)) => request,
			Ok(None) => return Ok(()),
			Err(error) if error.kind() == io::ErrorKind::InvalidData => {
				// What follows cannot be told apart from the rest of it, so the stream ends here.
				shared.metrics().peer_requests_refused.one();
				let refusal = Reply::plain(Answer::Refused(Refusal::BadRequest));
				send(shared, &mut stream, refusal, || {}).await?;
				return stream.close().await;
			},
			Err(error) => return Err(error),
		};
		let Some(mut turn) = turns.take(peer, MAX_WAIT).await else {
			shared.metrics().peer_requests_refused.one();
			let busy = Reply::plain(Answer::Refused(Refusal::Busy));
			send(shared, &mut stream, busy, || {}).await?;
			continue;
		};
		shared.metrics().peer_requests.one();
		let reply = match answer(shared, peer, request).await {
			Ok(reply) => reply,
			Err(refusal) => Reply::plain(Answer::Refused(refusal)),
		};
		let sent = send_in_turn(shared, &mut stream, reply, &mut turn).await;
		if sent.as_ref().is_err_and(|error| error.kind() == io::ErrorKind::TimedOut) {
			turns.not_taken(peer);
		}
		sent?;
	}
}

/// Sends `reply`, unless others wait and the peer does not take it.
async fn send_in_turn(
	shared: &Shared,
	stream: &mut Stream,
	reply: Reply,
	turn: &mut Turn,
) -> io::Result<()> {
	let (progress, cut_off) = turn.watch();
	tokio::select! {
		sent = send(shared, stream, reply, || progress.moved()) => sent,
		() = cut_off => {
			shared.metrics().peer_requests_refused.one();
			Err(io::Error::new(io::ErrorKind::TimedOut, "others wait for its turn"))
		},
	}
}

async fn send(
	shared: &Shared,
	stream: &mut Stream,
	reply: Reply,
	moved: impl Fn(),
) -> io::Result<()> {
	let limit = shared.config.stall_timeout;
	within(limit, message::write(stream, &reply.answer)).await?;
	for piece in reply.body.chunks(WRITE_BYTES) {
		shared.rates.upload(&reply.objects, piece.len()).await;
		within(limit, stream.write_all(piece)).await?;
		moved();
	}
	within(limit, stream.flush()).await?;
	shared.metrics().peer_bytes_out.add(reply.content_bytes);
	Ok(())
}

async fn within<T>(limit: Duration, work: impl Future<Output = io::Result<T>>) -> io::Result<T> {
	tokio::time::timeout(limit, work).await.map_err(|_| io::Error::from(io::ErrorKind::TimedOut))?
}

fn refusal(error: StoreError) -> Refusal {
	match error {
		StoreError::Denied { reason, .. } => Refusal::denied(&reason),
		StoreError::NotFound { .. } | StoreError::Corrupt { .. } => Refusal::NotHere,
		StoreError::UnsupportedCid { .. } => Refusal::BadRequest,
		_ => Refusal::Busy,
	}
}

async fn answer(shared: &Arc<Shared>, peer: PeerId, request: Request) -> Result<Reply, Refusal> {
	let parse = |cid: &[u8]| parse_cid(cid).ok_or(Refusal::BadRequest);
	match request {
		Request::Block { cid } => block(shared, parse(&cid)?).await,
		Request::Have { cell } => have(shared, parse(&cell)?).await,
		Request::Outline { cell } => outline(shared, parse(&cell)?).await,
		Request::Fragment { cell, index, first, leaves } => {
			let end = first.checked_add(leaves).ok_or(Refusal::BadRequest)?;
			fragment(shared, parse(&cell)?, index, first..end).await
		},
		Request::Withdraw { keys } => {
			if keys.len() > MAX_WITHDRAWN {
				return Err(Refusal::BadRequest);
			}
			let command = Command::Withdrawn { peer, keys };
			shared.commands.send(command).await.map_err(|_| Refusal::Busy)?;
			Ok(Reply::plain(Answer::Done))
		},
	}
}

async fn block(shared: &Shared, cid: Cid) -> Result<Reply, Refusal> {
	let bytes = shared.blocking(move |store| store.get(&cid)).await.map_err(refusal)?;
	let length = u32::try_from(bytes.len()).map_err(|_| Refusal::BadRequest)?;
	let cell = shared.catalog.cell_of(&cid).map(|(cell, _)| cell);
	let title = shared.catalog.title_of(&cell.unwrap_or(cid));
	Ok(Reply {
		answer: Answer::Block { length },
		content_bytes: bytes.len() as u64,
		body: bytes.to_vec(),
		objects: [cell.or(Some(cid)), title],
	})
}

async fn have(shared: &Shared, cid: Cid) -> Result<Reply, Refusal> {
	let cell = shared.local_cell(&cid).await.map_err(refusal)?.ok_or(Refusal::NotHere)?;
	let present = shared.present(&cell).await.map_err(refusal)?;
	let mut bits = vec![0u8; present.len().div_ceil(8)];
	for (index, _) in present.iter().enumerate().filter(|(_, here)| **here) {
		bits[index / 8] |= 1 << (index % 8);
	}
	Ok(Reply::plain(Answer::Have { bits }))
}

async fn outline(shared: &Arc<Shared>, cid: Cid) -> Result<Reply, Refusal> {
	let cell = shared.local_cell(&cid).await.map_err(refusal)?.ok_or(Refusal::NotHere)?;
	let made = shared.outlines.get_or_make(shared, cid, &cell).await.map_err(refusal)?;
	let nodes = made.ok_or(Refusal::NotHere)?;
	Ok(Reply::plain(Answer::Outline { nodes: nodes.to_vec() }))
}

async fn fragment(
	shared: &Shared,
	cid: Cid,
	index: u32,
	leaves: Range<u32>,
) -> Result<Reply, Refusal> {
	let cell = shared.local_cell(&cid).await.map_err(refusal)?.ok_or(Refusal::NotHere)?;
	let place = Place::of(index, cell.length_bytes).ok_or(Refusal::BadRequest)?;
	let wanted = cell.fragments.get(index as usize).copied().ok_or(Refusal::BadRequest)?;
	if leaves.is_empty() || leaves.end > place.leaves() {
		return Err(Refusal::BadRequest);
	}
	let span = leaves.clone();
	let body = shared
		.blocking(move |store| {
			let bytes = store.get(&wanted)?;
			// A cell block may describe fragments that are not as long as they have to be.
			Ok((bytes.len() == place.bytes()).then(|| tree::encode(&place, &bytes, &span)))
		})
		.await
		.map_err(refusal)?
		.ok_or(Refusal::NotHere)?;
	let title = shared.catalog.title_of(&cid);
	let end = (leaves.end as usize * tree::LEAF_BYTES).min(place.bytes());
	Ok(Reply {
		answer: Answer::Fragment,
		content_bytes: (end - leaves.start as usize * tree::LEAF_BYTES) as u64,
		body,
		objects: [Some(cid), title],
	})
}
