//! Ratings of titles by those who have watched them (C16, S10).
//!
//! ```text
//! SignedRating ──► signed? of now? ──► a view of the title by the account, counted and paid? ──► line in the log, fsync
//!                                                                                               │
//!                                        once a period: head of the log, signed ──► the chain ◄─┘
//! ```
//!
//! A view counts for a rating from when its batch is paid, that is when 51 % of the desks have voted for it, for as long as
//! the desk remembers that it was counted: to the end of the period after its own, 40 to 80 hours. Of the time after the
//! play itself is erased (module `retention`) that is a keyed hash of viewer, title and period, which names nobody.
//!
//! Every desk that saw the batch takes the rating. A viewer hands it to one; whoever wants all of them reads the logs of all
//! desks: a rating says by itself whose it is, and that the viewer has watched is the word of the desk that took it.

mod file;

#[cfg(test)]
mod tests;

use crate::{
	desk::{MAX_ASK_SKEW_MS, internal},
	service::{Core, LOG_TARGET},
	signature::{is_signed, key_bytes, signature_bytes},
	state::{Stage, State},
};
pub(crate) use file::RatingsLog;
use reel_primitives::{
	AccountId, ContentId, Period,
	content::TitleStatus,
	ids::PovId,
	rating::{HeadStatement, SignedRating},
	time::{period_of, round_of_ms},
};
use reel_rpc_api::{MAX_RATINGS_PAGE, RatingLine, RatingTaken, Rejection, SignedHead, to_hex};

/// An account rates a title once in this time at a desk, a day: else a log could be filled by few.
const RATE_AGAIN_MS: u64 = 86_400_000;

impl State {
	/// Whether a view of any cell of a title by an account was paid in this period or the last.
	fn has_paid_view(&self, viewer: &AccountId, content: &ContentId, period: Period) -> bool {
		let plays = self.of_viewer.get(viewer).into_iter().flatten();
		let mut plays = plays.filter_map(|id| self.plays.get(id));
		plays.any(|play| play.facts.content == *content && matches!(play.stage, Stage::Paid(_)))
			|| [period, period.saturating_sub(1)]
				.into_iter()
				.any(|period| self.has_past_view(viewer, content, period))
	}
}

impl Core {
	/// Checks a rating and writes it into the log.
	pub(crate) fn rate(&self, signed: &SignedRating) -> Result<RatingTaken, Rejection> {
		let rating = &signed.rating;
		if rating.genesis != self.genesis {
			return Err(Rejection::WrongChain);
		}
		if !rating.is_in_range() {
			return Err(Rejection::StarsOutOfRange);
		}
		let now_ms = self.now_ms();
		if now_ms.abs_diff(rating.rated_at_ms) > MAX_ASK_SKEW_MS {
			return Err(Rejection::AskExpired);
		}
		let viewer: &[u8; 32] = rating.viewer.as_ref();
		if !is_signed(viewer, &signed.signature, &rating.signing_payload()) {
			return Err(Rejection::WrongSignature);
		}
		// Only now is the account known to be the one that rates.
		self.limit_account(&rating.viewer)?;
		match self.title(&rating.content)?.state.status {
			TitleStatus::Playable => {},
			TitleStatus::Stopped(_) => return Err(Rejection::TitleStopped),
			TitleStatus::Deleted => return Err(Rejection::TitleDeleted),
		}
		if self.own_seat().is_none() {
			return Err(Rejection::NotAValidator);
		}
		let period = period_of(round_of_ms(now_ms));
		if !self.store().state().has_paid_view(&rating.viewer, &rating.content, period) {
			return Err(Rejection::NotWatched);
		}
		self.write_rating(signed, now_ms)
	}

	fn write_rating(&self, signed: &SignedRating, now_ms: u64) -> Result<RatingTaken, Rejection> {
		let rating = &signed.rating;
		let mut log = self.ratings();
		if let Some(before) = log.newest(&rating.content, &rating.viewer) {
			if rating.rated_at_ms <= before.rated_at_ms {
				return Err(Rejection::AlreadyRated);
			}
			let again_ms = before.rated_at_ms.saturating_add(RATE_AGAIN_MS);
			if now_ms < again_ms {
				return Err(Rejection::RateLimited { retry_after_ms: again_ms - now_ms });
			}
		}
		if log.head().count >= self.config.max_ratings {
			return Err(Rejection::Busy);
		}
		let line = log.push(signed).map_err(internal)?;
		self.metrics.rating();
		Ok(RatingTaken { number: line.number, hash: line.hash })
	}

	/// The newest ratings of a title by the viewers after `from`.
	pub(crate) fn ratings_of(
		&self,
		content: &ContentId,
		from: Option<AccountId>,
		limit: u32,
	) -> Result<Vec<RatingLine>, Rejection> {
		let log = self.ratings();
		let numbers = log.numbers_of(content, from, page(limit));
		numbers.into_iter().map(|number| log.line(number).map_err(internal)).collect()
	}

	/// Lines of the log after number `from`.
	pub(crate) fn ratings_log(&self, from: u64, limit: u32) -> Result<Vec<RatingLine>, Rejection> {
		let log = self.ratings();
		let numbers = from.saturating_add(1)..=log.head().count;
		numbers.take(page(limit)).map(|number| log.line(number).map_err(internal)).collect()
	}

	/// What the log comes to, signed by the first of this node's authorities.
	pub(crate) fn ratings_head(&self) -> Result<SignedHead, Rejection> {
		let now = self.authorities().map_err(internal)?;
		let seats = self.own_seats(&now.authorities);
		let (index, key) = seats.first().ok_or(Rejection::NotAValidator)?;
		let authority = usize::try_from(*index).ok().and_then(|at| now.authorities.get(at));
		let (validator, _) = authority.ok_or(Rejection::NotAValidator)?;
		let round = self.parts.chain.current_round().map_err(internal)?;
		let statement = HeadStatement { round, head: self.ratings().head() };
		let payload = statement.signing_payload(&self.genesis, now.session);
		let signature = self.parts.signer.sign(key, &payload).ok_or(Rejection::NotAValidator)?;
		Ok(SignedHead {
			validator: validator.clone(),
			authority: to_hex(key_bytes(key)),
			session: now.session,
			round,
			count: statement.head.count,
			hash: to_hex(statement.head.hash),
			signature: to_hex(signature_bytes(&signature)),
		})
	}

	/// Has the chain keep what the log comes to, when it is time and there is something new. Asked once a round.
	pub(crate) async fn anchor_ratings(&self) {
		let Ok(round) = self.parts.chain.current_round() else { return };
		let head = {
			let mut log = self.ratings();
			if log.head().count == 0 || log.sent_in == Some(round) {
				return;
			}
			log.sent_in = Some(round);
			log.head()
		};
		let Ok(now) = self.authorities() else { return };
		for (index, key) in self.own_seats(&now.authorities) {
			let place = usize::try_from(index).ok();
			let Some((who, _)) = place.and_then(|place| now.authorities.get(place)) else {
				continue;
			};
			let Ok(status) = self.parts.chain.ratings_anchor(who) else { continue };
			if status.is_due && status.anchored.is_none_or(|anchored| anchored.head != head) {
				self.send_head(HeadStatement { round, head }, index, now.session, &key).await;
			}
		}
	}

	async fn send_head(&self, statement: HeadStatement, index: u32, session: u32, key: &PovId) {
		let payload = statement.signing_payload(&self.genesis, session);
		let Some(signature) = self.parts.signer.sign(key, &payload) else { return };
		let sent = self.parts.chain.submit_ratings_head(statement, index, session, signature).await;
		if let Err(error) = sent {
			log::debug!(target: LOG_TARGET, "head of the log of ratings: {error}");
		}
	}
}

fn page(limit: u32) -> usize {
	usize::try_from(limit.min(MAX_RATINGS_PAGE)).unwrap_or_default()
}
