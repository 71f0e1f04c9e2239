//! Asking a peer for blocks.

use super::{Session, ledger::Outcome, message::Kind, sender};
use crate::{
	network::{
		command,
		protocol::{client::AskError, message::Refusal},
		shared::Shared,
	},
	store::lock,
};
use bytes::Bytes;
use cid::Cid;
use libp2p::PeerId;
use std::{
	io,
	sync::Arc,
	time::{Duration, Instant},
};
use tokio::sync::oneshot;

/// Questions of one kind on their way to a peer at once.
const MAX_ASKED: usize = 512;

/// How long a peer may be silent about what it has. The protocol lets peers say nothing of what is absent.
const SILENCE: Duration = Duration::from_secs(5);

/// A question that is taken back when dropped.
struct Question<'a> {
	shared: &'a Arc<Shared>,
	session: Arc<Session>,
	cid: Cid,
	number: u64,
	told: oneshot::Receiver<Outcome>,
}

impl Drop for Question<'_> {
	fn drop(&mut self) {
		let tell = lock(&self.session.ledger).unask(&self.cid, self.number);
		if tell {
			sender::start(self.shared, &self.session);
		}
	}
}

impl<'a> Question<'a> {
	fn ask(shared: &'a Arc<Shared>, peer: PeerId, cid: Cid, kind: Kind) -> Self {
		let (tell, told) = oneshot::channel();
		let (session, number) = shared.bitswap.with(peer, |ledger| ledger.ask(&cid, kind, tell));
		Self { shared, session, cid, number, told }
	}

	/// Waits for the outcome; `None` once the peer has been silent for `limit`.
	async fn outcome(&mut self, limit: Duration) -> Option<Outcome> {
		let asked_at = Instant::now();
		loop {
			let heard = (*lock(&self.session.heard)).max(asked_at);
			let until = tokio::time::Instant::from_std(heard + limit);
			match tokio::time::timeout_at(until, &mut self.told).await {
				Ok(told) => return Some(told.unwrap_or(Outcome::Gone)),
				Err(_) if *lock(&self.session.heard) > heard => {},
				Err(_) => return None,
			}
		}
	}
}

async fn connect(shared: &Arc<Shared>, peer: PeerId) -> Result<(), AskError> {
	if shared.bans.is_banned(&peer) {
		return Err(AskError::Unreachable("it is shut out".to_owned()));
	}
	command::connect(shared, peer, Vec::new()).await.map_err(AskError::Unreachable)
}

/// A block from `peer`, checked.
pub(crate) async fn block(
	shared: &Arc<Shared>,
	peer: PeerId,
	cid: &Cid,
) -> Result<Bytes, AskError> {
	connect(shared, peer).await?;
	let mut question = Question::ask(shared, peer, *cid, Kind::Block);
	sender::start(shared, &question.session);
	match question.outcome(shared.config.stall_timeout).await {
		Some(Outcome::Block(bytes)) => Ok(bytes),
		Some(Outcome::Gone) => Err(AskError::Lost(io::ErrorKind::ConnectionAborted.into())),
		Some(Outcome::Here | Outcome::NotHere) | None => Err(AskError::Refused(Refusal::NotHere)),
	}
}

/// Which of `cids` the peer has.
pub(crate) async fn haves(
	shared: &Arc<Shared>,
	peer: PeerId,
	cids: &[Cid],
) -> Result<Vec<bool>, AskError> {
	connect(shared, peer).await?;
	let mut has = Vec::with_capacity(cids.len());
	for some in cids.chunks(MAX_ASKED) {
		let mut questions: Vec<Question<'_>> =
			some.iter().map(|cid| Question::ask(shared, peer, *cid, Kind::Have)).collect();
		if let Some(question) = questions.first() {
			sender::start(shared, &question.session);
		}
		for question in &mut questions {
			match question.outcome(SILENCE).await {
				Some(Outcome::Block(_) | Outcome::Here) => has.push(true),
				Some(Outcome::NotHere) | None => has.push(false),
				Some(Outcome::Gone) => {
					return Err(AskError::Lost(io::ErrorKind::ConnectionAborted.into()));
				},
			}
		}
	}
	Ok(has)
}
