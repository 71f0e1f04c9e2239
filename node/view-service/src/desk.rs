//! The desk: its parts, and how a viewer asks.

use crate::{
	LOG,
	authority::{Seat, is_signed},
	book::Book,
	chain::{Chain, SessionAuthorities, Signer},
	clock::Clock,
	config::Config,
	error::Error,
	gossip::{Envelope, Gossip, MAX_MESSAGE_BYTES, Message, PeerKey},
	keys::{DeskSecret, Secrets},
	metrics::Metrics,
	play::PlayKey,
	provider::Provider,
	rate_limit::RateLimits,
	store::Store,
	votes::VoteLog,
};
use codec::Encode;
use reel_primitives::{
	AccountId, ContentId, Hash32,
	content::{TitleStatus, TitleView},
	play::{PlayAsk, TicketId, ViewerSignature},
};
use reel_rpc_api::{PlayState, Rejection, TicketGrant};
use std::{
	collections::HashSet,
	net::IpAddr,
	sync::{Arc, Mutex, MutexGuard, PoisonError},
};

/// The parts of a desk.
pub(crate) struct Desk {
	pub(crate) config: Config,
	pub(crate) genesis: Hash32,
	pub(crate) chain: Arc<dyn Chain>,
	pub(crate) signer: Arc<dyn Signer>,
	pub(crate) gossip: Arc<dyn Gossip>,
	pub(crate) providers: Vec<Arc<dyn Provider>>,
	pub(crate) clock: Arc<dyn Clock>,
	pub(crate) store: Store,
	pub(crate) key: DeskSecret,
	pub(crate) metrics: Metrics,
	pub(crate) limits: RateLimits,
	book: Mutex<Book>,
	votes: Mutex<VoteLog>,
	asking: Mutex<HashSet<AccountId>>,
}

/// Makes sure that one ask of an account is handled at a time.
struct Asking<'a> {
	desk: &'a Desk,
	viewer: AccountId,
}

impl Drop for Asking<'_> {
	fn drop(&mut self) {
		lock(&self.desk.asking).remove(&self.viewer);
	}
}

/// A poisoned lock is used on: every change is written whole before the index is changed.
fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
	mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

impl Desk {
	#[expect(clippy::too_many_arguments, reason = "the parts, put together in one place")]
	pub(crate) fn open(
		config: Config,
		chain: Arc<dyn Chain>,
		signer: Arc<dyn Signer>,
		gossip: Arc<dyn Gossip>,
		providers: Vec<Arc<dyn Provider>>,
		clock: Arc<dyn Clock>,
		metrics: Metrics,
	) -> Result<Self, Error> {
		let path = &config.path;
		std::fs::create_dir_all(path)
			.map_err(|source| Error::Io { path: path.clone(), source })?;
		let key = DeskSecret::open(&path.join("desk.key"))?;
		let store = Store::open(&path.join("db"), &key)?;
		let votes = Mutex::new(VoteLog::open(&path.join("votes.log"))?);
		let book = Mutex::new(Book::open(&store)?);
		let limits = RateLimits::new(config.rate_limit);
		let genesis = chain.genesis();
		let asking = Mutex::default();
		let desk = Self {
			config,
			genesis,
			chain,
			signer,
			gossip,
			providers,
			clock,
			store,
			key,
			metrics,
			limits,
			book,
			votes,
			asking,
		};
		desk.read_session()?;
		Ok(desk)
	}

	pub(crate) fn book(&self) -> MutexGuard<'_, Book> {
		lock(&self.book)
	}

	pub(crate) fn votes(&self) -> MutexGuard<'_, VoteLog> {
		lock(&self.votes)
	}

	/// Reads the session from the chain and remembers it with the last few.
	pub(crate) fn read_session(&self) -> Result<SessionAuthorities, Error> {
		let session = self.chain.authorities()?;
		let mut book = self.book();
		book.sessions.insert(session.session, session.clone());
		while book.sessions.len() > 4 {
			book.sessions.pop_first();
		}
		Ok(session)
	}

	/// The latest session that was read.
	pub(crate) fn session(&self) -> Option<SessionAuthorities> {
		self.book().sessions.last_key_value().map(|(_, session)| session.clone())
	}

	/// This node's place among the authorities.
	pub(crate) fn seat(&self) -> Option<Seat> {
		Seat::find(&*self.signer, &self.session()?)
	}

	/// A message signed by this desk; `None` when it is no validator or the message is too long.
	fn envelope(&self, message: &Message) -> Option<Vec<u8>> {
		let seat = self.seat()?;
		let body = message.encode();
		let payload = Envelope::signing_payload(&self.genesis, &body);
		let signature = seat.sign(&*self.signer, &payload).ok()?;
		let desk = crate::authority::key_bytes(&seat.key);
		let bytes = Envelope { desk, signature, body }.to_bytes();
		if bytes.len() > MAX_MESSAGE_BYTES {
			log::warn!(target: LOG, "{} of {} bytes is not sent", message.label(), bytes.len());
			return None;
		}
		Some(bytes)
	}

	pub(crate) fn broadcast(&self, message: &Message) {
		if let Some(bytes) = self.envelope(message) {
			self.gossip.broadcast(bytes);
		}
	}

	pub(crate) fn send(&self, peer: PeerKey, message: &Message) {
		if let Some(bytes) = self.envelope(message) {
			self.gossip.send(peer, bytes);
		}
	}

	/// The title, if it may be played now.
	pub(crate) fn playable(&self, content: &ContentId) -> Result<TitleView<AccountId>, Rejection> {
		let title = self.chain.title(content)?.ok_or(Rejection::TitleNotFound)?;
		match title.state.status {
			TitleStatus::Playable => Ok(title),
			TitleStatus::Stopped(_) => Err(Rejection::TitleStopped),
			TitleStatus::Deleted => Err(Rejection::TitleDeleted),
		}
	}

	/// A viewer asks to play a cell. Cheap checks first: a stranger must not be able to make us verify signatures.
	pub(crate) async fn request_play(
		&self,
		ask: PlayAsk,
		signature: ViewerSignature,
		origin: Option<IpAddr>,
	) -> Result<TicketGrant, Rejection> {
		let now_ms = self.clock.now_ms();
		self.limits.origin(origin, now_ms)?;
		if ask.genesis != self.genesis {
			return Err(Rejection::WrongChain);
		}
		if ask.asked_at_ms.abs_diff(now_ms) > self.config.ask_skew_ms {
			return Err(Rejection::AskExpired);
		}
		let seat = self.seat().ok_or(Rejection::NotAValidator)?;
		let viewer: &[u8; 32] = ask.viewer.as_ref();
		if !is_signed(&signature, &ask.signing_payload(), viewer) {
			return Err(Rejection::WrongSignature);
		}
		self.limits.account(&ask.viewer, now_ms)?;

		let title = self.playable(&ask.content)?;
		if !self.chain.is_entitled(&ask.viewer, &title)? {
			return Err(Rejection::NotBought);
		}
		if ask.cell >= title.record.geometry.cells {
			return Err(Rejection::CellOutOfRange);
		}
		let _asking = self.begin(&ask.viewer)?;
		let secret = self.secret(&ask.content)?;
		let running =
			self.book().live_ticket(&ask.viewer, &ask.content, ask.cell, now_ms).cloned();
		if let Some(record) = running {
			return self.grant_again(&record, &secret).await;
		}
		let key = PlayKey::at(now_ms, &ask.viewer, &ask.content, ask.cell);
		let mark = Book::mark(&self.store, &key);
		let starts_at_ms = {
			let book = self.book();
			if book.is_taken(&mark) {
				return Err(Rejection::AlreadyCounted);
			}
			if book.tickets.len() >= self.config.max_tickets {
				return Err(Rejection::Busy);
			}
			book.next_start(&ask.viewer, now_ms)?
		};
		self.issue(&seat, &ask, now_ms, starts_at_ms, &secret).await
	}

	fn secret(&self, content: &ContentId) -> Result<crate::keys::Secret, Rejection> {
		let secret = Secrets::get(&self.store, content)?;
		if secret.is_none() {
			self.broadcast(&Message::WantSecret(*content));
		}
		secret.ok_or(Rejection::NoSecret)
	}

	fn begin(&self, viewer: &AccountId) -> Result<Asking<'_>, Rejection> {
		if !lock(&self.asking).insert(viewer.clone()) {
			return Err(Rejection::Busy);
		}
		Ok(Asking { desk: self, viewer: viewer.clone() })
	}

	/// Where the play of a ticket stands.
	pub(crate) fn play_status(&self, ticket: &TicketId) -> PlayState {
		use crate::book::BodyState;
		let book = self.book();
		let Some(record) = book.tickets.get(ticket) else { return PlayState::Unknown };
		let Some(id) = record.play else { return PlayState::Ticketed };
		let Some(play) = book.plays.get(&id) else { return PlayState::Unknown };
		if let Some(round) = play.paid_in {
			return PlayState::Paid { round };
		}
		match (book.batch_of(&id), play.failed_in) {
			(Some((round, BodyState::Open | BodyState::Pending)), _) => PlayState::Batched { round },
			(_, Some(round)) => PlayState::RolledOver { round },
			_ => PlayState::Accepted { round: play.round },
		}
	}
}
