//! Asking a peer.

use super::{
	message::{self, Answer, MAX_ANSWER_BYTES, PROTOCOL, Refusal, Request},
	outlines::is_outline,
	tree::{Decoder, LEAF_BYTES, Lie, Place},
};
use crate::{
	block::{MAX_BLOCK_BYTES, is_named_by},
	dag::manifest::CellBlock,
	network::{bans::Misdeed, command, shared::Shared},
};
use bytes::Bytes;
use cid::Cid;
use futures::{AsyncReadExt, AsyncWriteExt, io::BufReader};
use libp2p::{PeerId, Stream};
use libp2p_stream::OpenStreamError;
use reel_primitives::Hash32;
use std::{io, ops::Range, sync::Arc, time::Duration};
use tokio::sync::broadcast;

/// Read from the connection in one go.
const BUFFER_BYTES: usize = 64 << 10;

/// Why a peer did not deliver.
#[derive(Debug, thiserror::Error)]
pub(crate) enum AskError {
	/// It cannot be reached.
	#[error("cannot be reached: {0}")]
	Unreachable(String),
	/// It does not speak our protocol.
	#[error("speaks another protocol")]
	Foreign,
	/// It refused.
	#[error("{}", refused(.0))]
	Refused(Refusal),
	/// It misbehaved; noted already.
	#[error("misbehaved: {0:?}")]
	Misdeed(Misdeed),
	/// The connection was lost.
	#[error("connection lost: {0}")]
	Lost(io::Error),
}

fn refused(refusal: &Refusal) -> String {
	match refusal {
		Refusal::NotHere => "does not have it".to_owned(),
		Refusal::Denied { reason } => format!("taken down: {}", String::from_utf8_lossy(reason)),
		Refusal::Busy => "is busy".to_owned(),
		Refusal::BadRequest => "does not understand the request".to_owned(),
	}
}

/// How often a lost stream is opened again before the peer is given up, after some five seconds in all.
const TRIES: u32 = 10;

/// Pause before the second try; it doubles with each further one.
const TRY_PAUSE: Duration = Duration::from_millis(30);

/// Longest pause between two tries.
const MAX_TRY_PAUSE: Duration = Duration::from_secs(1);

/// How long after its streams a connection may be found closed.
const CLOSE_TIME: Duration = Duration::from_millis(500);

/// Does `work` with a peer again when the stream was lost. The other side drops streams that come faster than it takes
/// them, so a lost stream does not mean a lost peer; what the peer did wrong is not tried again.
pub(crate) async fn patiently<T, F: Future<Output = Result<T, AskError>>>(
	work: impl Fn() -> F,
) -> Result<T, AskError> {
	let mut tries = 1;
	loop {
		match work().await {
			Err(AskError::Lost(_)) if tries < TRIES => {
				// Streams that were lost together must not come back together.
				let spread = 0.5 + rand::random::<f64>();
				let pause = (TRY_PAUSE * (1 << (tries - 1))).min(MAX_TRY_PAUSE);
				tokio::time::sleep(pause.mul_f64(spread)).await;
				tries += 1;
			},
			done => return done,
		}
	}
}

/// A stream to one peer, for requests one after the other.
pub(crate) struct Asker {
	shared: Arc<Shared>,
	peer: PeerId,
	stream: BufReader<Stream>,
	closed: broadcast::Receiver<PeerId>,
	/// What is asked for now, for reports.
	asked: Cid,
	fragment: Option<u32>,
}

impl Asker {
	/// Opens a stream to `peer`, connecting first if need be.
	pub(crate) async fn open(
		shared: &Arc<Shared>,
		peer: PeerId,
		asked: Cid,
	) -> Result<Self, AskError> {
		let unreachable = |why: String| AskError::Unreachable(why);
		if shared.bans.is_banned(&peer) {
			return Err(unreachable("it is shut out".to_owned()));
		}
		if let Err(why) = command::connect(shared, peer, Vec::new()).await {
			shared.standing.failed(&peer);
			return Err(unreachable(why));
		}
		let closed = shared.closed.subscribe();
		let mut control = shared.control.clone();
		let opening = control.open_stream(peer, PROTOCOL);
		let stream = tokio::time::timeout(shared.config.connect_timeout, opening)
			.await
			.map_err(|_| unreachable("no stream in time".to_owned()))?
			.map_err(|error| match error {
				OpenStreamError::UnsupportedProtocol(_) => AskError::Foreign,
				error => unreachable(error.to_string()),
			})?;
		let stream = BufReader::with_capacity(BUFFER_BYTES, stream);
		Ok(Self { shared: shared.clone(), peer, stream, closed, asked, fragment: None })
	}

	/// A whole block.
	pub(crate) async fn block(&mut self, cid: &Cid) -> Result<Bytes, AskError> {
		match self.ask(&Request::Block { cid: cid.to_bytes() }).await? {
			Answer::Block { length } if length as usize <= MAX_BLOCK_BYTES => {
				let mut bytes = vec![0; length as usize];
				for piece in bytes.chunks_mut(BUFFER_BYTES) {
					self.fill(piece).await?;
					self.shared.rates.download(&[Some(*cid)], piece.len()).await;
				}
				if !is_named_by(cid, &bytes) {
					return self.misdeed(Misdeed::WrongBytes).await;
				}
				self.shared.metrics().peer_bytes_in.add(u64::from(length));
				Ok(bytes.into())
			},
			other => self.unexpected(other).await,
		}
	}

	/// Which fragments of a cell the peer has.
	pub(crate) async fn have(
		&mut self,
		cell: &Cid,
		fragments: usize,
	) -> Result<Vec<bool>, AskError> {
		match self.ask(&Request::Have { cell: cell.to_bytes() }).await? {
			Answer::Have { bits } if bits.len() == fragments.div_ceil(8) => {
				Ok((0..fragments).map(|at| bits[at / 8] >> (at % 8) & 1 == 1).collect())
			},
			other => self.unexpected(other).await,
		}
	}

	/// The outline of a cell, checked against its root.
	pub(crate) async fn outline(
		&mut self,
		cid: &Cid,
		cell: &CellBlock,
	) -> Result<Vec<Hash32>, AskError> {
		match self.ask(&Request::Outline { cell: cid.to_bytes() }).await? {
			Answer::Outline { nodes } if is_outline(cell, &nodes) => Ok(nodes),
			Answer::Outline { .. } => self.misdeed(Misdeed::WrongBytes).await,
			other => self.unexpected(other).await,
		}
	}

	/// Leaves of a fragment, each checked as it arrives against `node`, the fragment's node in the cell's outline.
	pub(crate) async fn fragment(
		&mut self,
		cell: &Cid,
		index: u32,
		place: &Place,
		node: Hash32,
		leaves: Range<u32>,
	) -> Result<Bytes, AskError> {
		self.fragment = Some(index);
		let (first, count) = (leaves.start, leaves.end.saturating_sub(leaves.start));
		let cid = cell.to_bytes();
		let request = Request::Fragment { cell: cid, index, first, leaves: count };
		match self.ask(&request).await? {
			Answer::Fragment => {},
			other => return self.unexpected(other).await,
		}
		let objects = [Some(*cell), self.shared.catalog.title_of(cell)];
		let mut decoder = Decoder::new(place, node, &leaves);
		let start = first as usize * LEAF_BYTES;
		let end = (leaves.end as usize * LEAF_BYTES).min(place.bytes());
		let mut bytes = Vec::with_capacity(end.saturating_sub(start));
		let (mut piece, mut unpaid) = ([0; LEAF_BYTES], 0);
		while let Some(wanted) = decoder.wants() {
			let piece = &mut piece[..wanted];
			self.fill(piece).await?;
			match decoder.feed(piece) {
				Ok(Some(_)) => bytes.extend_from_slice(piece),
				Ok(None) => {},
				Err(Lie) => return self.misdeed(Misdeed::WrongBytes).await,
			}
			unpaid += wanted;
			if unpaid >= BUFFER_BYTES {
				self.shared.rates.download(&objects, unpaid).await;
				unpaid = 0;
			}
		}
		self.shared.rates.download(&objects, unpaid).await;
		self.shared.metrics().peer_bytes_in.add(bytes.len() as u64);
		self.fragment = None;
		Ok(bytes.into())
	}

	/// Tells the peer that these keys are no longer provided from here.
	pub(crate) async fn withdraw(&mut self, keys: Vec<Vec<u8>>) -> Result<(), AskError> {
		match self.ask(&Request::Withdraw { keys }).await? {
			Answer::Done => Ok(()),
			other => self.unexpected(other).await,
		}
	}

	async fn ask(&mut self, request: &Request) -> Result<Answer, AskError> {
		let limit = self.shared.config.stall_timeout;
		let said = async {
			message::write(self.stream.get_mut(), request).await?;
			self.stream.get_mut().flush().await?;
			message::read::<Answer>(&mut self.stream, MAX_ANSWER_BYTES).await
		};
		match tokio::time::timeout(limit, said).await {
			Err(_) => self.misdeed(Misdeed::Stalled).await,
			Ok(Ok(Some(Answer::Refused(refusal)))) => Err(AskError::Refused(refusal)),
			Ok(Ok(Some(answer))) => Ok(answer),
			Ok(Ok(None)) => Err(AskError::Lost(io::ErrorKind::UnexpectedEof.into())),
			Ok(Err(error)) => self.broken(error).await,
		}
	}

	/// Reads exactly `piece`.
	async fn fill(&mut self, piece: &mut [u8]) -> Result<(), AskError> {
		let limit = self.shared.config.stall_timeout;
		match tokio::time::timeout(limit, self.stream.read_exact(piece)).await {
			Err(_) => self.misdeed(Misdeed::Stalled).await,
			Ok(Err(error)) => self.broken(error).await,
			Ok(Ok(())) => Ok(()),
		}
	}

	async fn broken<T>(&mut self, error: io::Error) -> Result<T, AskError> {
		match error.kind() {
			io::ErrorKind::InvalidData => self.misdeed(Misdeed::Protocol).await,
			// All streams of a lost connection end like this, and neither a crash nor a relay's limit is a misdeed.
			io::ErrorKind::UnexpectedEof if self.connection_closes().await => {
				Err(AskError::Lost(error))
			},
			io::ErrorKind::UnexpectedEof => self.misdeed(Misdeed::CutOff).await,
			_ => Err(AskError::Lost(error)),
		}
	}

	/// Whether a connection with the peer is closed, or just about to be.
	async fn connection_closes(&mut self) -> bool {
		let (peer, closed) = (self.peer, &mut self.closed);
		let told = async {
			loop {
				match closed.recv().await {
					Ok(one) if one == peer => return true,
					Ok(_) => {},
					// So many at once, that it may have been among them.
					Err(_) => return true,
				}
			}
		};
		tokio::time::timeout(CLOSE_TIME, told).await.unwrap_or(false)
	}

	async fn unexpected<T>(&mut self, answer: Answer) -> Result<T, AskError> {
		tracing::debug!(target: "reel::peers", peer = %self.peer, ?answer, "an answer to another question");
		self.misdeed(Misdeed::Protocol).await
	}

	async fn misdeed<T>(&mut self, misdeed: Misdeed) -> Result<T, AskError> {
		let fragment = self.fragment.take();
		self.shared.note(self.peer, misdeed, self.asked, fragment).await;
		Err(AskError::Misdeed(misdeed))
	}
}
