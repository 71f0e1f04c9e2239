//! The desk as the node's RPC sees it.

use crate::{desk::internal, rate_limit::Source, service::Core, state::Stage};
use codec::Encode;
use reel_merkle::binary;
use reel_primitives::{
	AccountId, ContentId, Hash32, Round,
	ads::ad_claims,
	batch::{Payee, PayoutClaim},
	play::{PlayAsk, SignedPlay, TicketId},
	rating::SignedRating,
};
use reel_rpc_api::{
	Claimable, DeskKey, DeskStat, OfferTaken, PlayAccepted, PlayState, RatingLine, RatingTaken,
	Rejection, SecretDeposit, SignedHead, SignedOffer, SignedReports, TicketGrant, to_hex,
};
use std::{fmt, sync::Arc};

/// Most claims sent in one transaction.
const MAX_CLAIMS: usize = 16;

/// Asks a running desk. Cheap to clone. `source` is who makes the request, for the limits.
#[derive(Clone)]
pub struct DeskHandle {
	core: Arc<Core>,
}

impl fmt::Debug for DeskHandle {
	fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
		f.write_str("DeskHandle")
	}
}

impl DeskHandle {
	pub(crate) fn new(core: Arc<Core>) -> Self {
		Self { core }
	}

	pub(crate) fn core(&self) -> &Core {
		&self.core
	}

	fn counted<T>(&self, answer: Result<T, Rejection>) -> Result<T, Rejection> {
		answer.inspect_err(|rejection| self.core.metrics.rejection(rejection.label()))
	}

	/// Asks for a ticket. `signature`: the viewer's, over the ask's signing payload.
	///
	/// # Errors
	/// Why there is none.
	pub async fn request_play(
		&self,
		ask: PlayAsk,
		signature: [u8; 64],
		source: Source,
	) -> Result<TicketGrant, Rejection> {
		let answer = match self.core.limit_source(source) {
			Ok(()) => self.core.request_play(ask, signature).await,
			Err(limited) => Err(limited),
		};
		self.counted(answer)
	}

	/// Hands in play data.
	///
	/// # Errors
	/// Why it does not count.
	pub async fn submit_play(
		&self,
		play: SignedPlay,
		source: Source,
	) -> Result<PlayAccepted, Rejection> {
		let answer = match self.core.limit_source(source) {
			Ok(()) => {
				let ticket = play.play.ticket;
				let answer = self.core.submit_play(play).await;
				let note = |rejection: &Rejection| {
					self.core.store().note_refused_ad(&ticket, rejection);
				};
				answer.inspect_err(note)
			},
			Err(limited) => Err(limited),
		};
		self.counted(answer)
	}

	/// Where the play of a ticket stands.
	pub fn play_status(&self, ticket: &TicketId) -> PlayState {
		let store = self.core.store();
		let state = store.state();
		let Some(play) = state.play_of(ticket) else {
			let known = state.tickets.contains_key(ticket);
			return if known { PlayState::Ticketed } else { PlayState::Unknown };
		};
		match play.stage {
			Stage::Accepted => PlayState::Accepted { round: play.facts.round() },
			Stage::Batched(round) => PlayState::Batched { round },
			Stage::Paid(round) => PlayState::Paid { round },
			Stage::RolledOver(round) => PlayState::RolledOver { round },
		}
	}

	/// What an account may claim out of paid batches that this desk knows, and of their bills of ads.
	pub fn claimable(&self, account: &AccountId) -> Vec<Claimable> {
		let claiming = self.core.claiming();
		let known: Vec<Claimable> = {
			let store = self.core.store();
			let of_account = store.state().claims().filter_map(|(round, bill, payees)| {
				let index = position(payees, account)?;
				let shares = payees.get(index)?.shares.to_string();
				Some(Claimable { round, bill, shares, index: u32::try_from(index).ok()? })
			});
			of_account
				.filter(|claim| !claiming.contains(&(number(claim), account.clone())))
				.collect()
		};
		// What another desk or a former life of this one claimed is known to the chain alone.
		let chain = &self.core.parts.chain;
		let open =
			|claim: &Claimable| chain.is_claimable(number(claim), claim.index).unwrap_or(false);
		known.into_iter().filter(open).collect()
	}

	/// Claims all of it, at most 16 rounds at once; the transaction's hash. Nothing to claim: `Malformed`.
	///
	/// # Errors
	/// When there is nothing to claim, or the chain refuses.
	pub async fn claim(&self, account: AccountId, source: Source) -> Result<Hash32, Rejection> {
		self.core.limit_source(source)?;
		let claimable = self.claimable(&account);
		let claims: Vec<PayoutClaim> = {
			let store = self.core.store();
			let state = store.state();
			let of = |claim: &Claimable| {
				let wanted = (claim.round, claim.bill);
				let mut claims = state.claims();
				let (.., payees) = claims.find(|(round, bill, _)| (*round, *bill) == wanted)?;
				let shares = payees.get(claim.index as usize)?.shares;
				let leaves: Vec<Vec<u8>> = payees.iter().map(Encode::encode).collect();
				let path = binary::prove(&leaves, claim.index)?.path;
				Some(PayoutClaim { round: number(claim), shares, index: claim.index, path })
			};
			claimable.iter().take(MAX_CLAIMS).filter_map(of).collect()
		};
		if claims.is_empty() {
			return Err(Rejection::Malformed);
		}
		let rounds: Vec<_> = claims.iter().map(|claim| claim.round).collect();
		let chain = &self.core.parts.chain;
		let hash = chain.submit_claim(account.clone(), claims).await.map_err(internal)?;
		let mut net = self.core.net();
		let sent_at = net.blocks;
		net.claiming.extend(rounds.into_iter().map(|round| ((round, account.clone()), sent_at)));
		Ok(hash)
	}

	/// A provider offers to send.
	///
	/// # Errors
	/// When it is malformed, not signed by whom it names, of another time or chain, or there are too many.
	pub fn offer(&self, offer: SignedOffer, source: Source) -> Result<OfferTaken, Rejection> {
		self.counted(self.core.take_offer(offer, source))
	}

	/// A provider says what it sent; of how many tickets that was taken.
	///
	/// # Errors
	/// As [`Self::offer`].
	pub fn report(&self, reports: SignedReports, source: Source) -> Result<u32, Rejection> {
		self.counted(self.core.take_reports(reports, source))
	}

	/// Takes the rating of a title by somebody who has watched it.
	///
	/// # Errors
	/// Why it is not taken.
	pub fn rate(&self, rating: &SignedRating, source: Source) -> Result<RatingTaken, Rejection> {
		let answer = self.core.limit_source(source).and_then(|()| self.core.rate(rating));
		self.counted(answer)
	}

	/// The newest ratings of a title, one for each viewer, ascending, after `from`.
	///
	/// # Errors
	/// Too many requests, or the log cannot be read.
	pub fn ratings(
		&self,
		content: &ContentId,
		from: Option<AccountId>,
		limit: u32,
		source: Source,
	) -> Result<Vec<RatingLine>, Rejection> {
		let limited = self.core.limit_source(source);
		self.counted(limited.and_then(|()| self.core.ratings_of(content, from, limit)))
	}

	/// Lines of the log of ratings after number `from`.
	///
	/// # Errors
	/// As [`Self::ratings`].
	pub fn ratings_log(
		&self,
		from: u64,
		limit: u32,
		source: Source,
	) -> Result<Vec<RatingLine>, Rejection> {
		let limited = self.core.limit_source(source);
		self.counted(limited.and_then(|()| self.core.ratings_log(from, limit)))
	}

	/// What that log comes to, signed for the session.
	///
	/// # Errors
	/// When this node is no validator now, or there are too many requests.
	pub fn ratings_head(&self, source: Source) -> Result<SignedHead, Rejection> {
		let answer = self.core.limit_source(source).and_then(|()| self.core.ratings_head());
		self.counted(answer)
	}

	/// How the desk stands, as of its last best block.
	pub fn stat(&self) -> DeskStat {
		self.core.metrics.stat()
	}

	/// The keys of all desks that this one knows, its own included.
	pub fn desk_keys(&self) -> Vec<DeskKey> {
		let own = self.core.own_cards();
		let mut cards = self.core.net().desk_keys.clone();
		cards.extend(own.into_iter().map(|card| (card.authority, card)));
		cards.retain(|authority, _| self.core.is_authority(authority));
		let mut cards: Vec<_> = cards.into_values().collect();
		cards.sort_by_key(|card| card.authority);
		cards
			.into_iter()
			.map(|card| DeskKey {
				authority: to_hex(card.authority),
				public: to_hex(card.public),
				signature: to_hex(card.signature),
			})
			.collect()
	}

	/// Hands in the sealed secret of a title.
	///
	/// # Errors
	/// When it is not the creator's, or this desk cannot take its box.
	pub fn deposit_secret(&self, deposit: SecretDeposit, source: Source) -> Result<(), Rejection> {
		let answer = self.core.limit_source(source).and_then(|()| self.core.take_deposit(deposit));
		self.counted(answer)
	}
}

/// Under what it is claimed.
fn number(claim: &Claimable) -> Round {
	claim.bill.map_or(claim.round, |bill| ad_claims(claim.round, bill))
}

fn position(payees: &[Payee], account: &AccountId) -> Option<usize> {
	payees.binary_search_by(|payee| payee.account.cmp(account)).ok()
}
