//! The desk behind JSON-RPC: decodes, asks the handle, encodes.

use crate::{DeskHandle, Source};
use codec::DecodeAll;
use jsonrpsee::{ConnectionId, Extensions, core::async_trait};
use reel_primitives::{AccountId, ContentId};
use reel_rpc_api::{
	Claimable, DeskKey, DeskStat, MAX_HELD_RUNS, MAX_REPORTS_BYTES, OfferTaken, PlayAccepted,
	PlayState, PovApiServer, RatingLine, RatingTaken, Rejection, SignedHead, SumAward, TicketGrant,
	TitleApiServer, from_hex, scale_from_hex, to_hex,
};
use std::net::SocketAddr;

/// Implements [`PovApiServer`] and [`TitleApiServer`] over a desk.
#[derive(Clone, Debug)]
pub struct DeskRpc {
	desk: DeskHandle,
}

impl DeskRpc {
	/// Answers for `desk`.
	pub fn new(desk: DeskHandle) -> Self {
		Self { desk }
	}
}

/// Who makes a request, as far as the server tells: see [`Source`].
fn source(extensions: &Extensions) -> Source {
	let address = extensions.get::<SocketAddr>().map(|socket| Source::Address(socket.ip()));
	let connection = || extensions.get::<ConnectionId>().map(|id| Source::Connection(id.0));
	address.or_else(connection).unwrap_or(Source::Unknown)
}

/// Largest encoded offer: 40 bytes a run of cells, and the rest.
const MAX_OFFER_BYTES: usize = MAX_HELD_RUNS * 40 + 1_024;

/// An encoded signed rating: all its fields have a fixed size.
const RATING_BYTES: usize = 169;

/// The object behind a hex text of at most `max` bytes.
fn bounded<T: DecodeAll>(text: &str, max: usize) -> Result<T, Rejection> {
	if text.len() > 2 * max + 2 { Err(Rejection::Malformed) } else { scale_from_hex(text) }
}

fn array<const N: usize>(text: &str) -> Result<[u8; N], Rejection> {
	from_hex(text)?.try_into().map_err(|_| Rejection::Malformed)
}

#[async_trait]
impl PovApiServer for DeskRpc {
	async fn request_play(
		&self,
		extensions: &Extensions,
		ask: String,
		signature: String,
	) -> Result<TicketGrant, Rejection> {
		let (ask, signature) = (scale_from_hex(&ask)?, array(&signature)?);
		self.desk.request_play(ask, signature, source(extensions)).await
	}

	async fn submit_play(
		&self,
		extensions: &Extensions,
		play: String,
	) -> Result<PlayAccepted, Rejection> {
		self.desk.submit_play(scale_from_hex(&play)?, source(extensions)).await
	}

	async fn play_status(&self, ticket: String) -> Result<PlayState, Rejection> {
		Ok(self.desk.play_status(&array(&ticket)?))
	}

	async fn claimable(&self, account: AccountId) -> Result<Vec<Claimable>, Rejection> {
		Ok(self.desk.claimable(&account))
	}

	async fn claim(
		&self,
		extensions: &Extensions,
		account: AccountId,
	) -> Result<String, Rejection> {
		self.desk.claim(account, source(extensions)).await.map(to_hex)
	}

	async fn sums(&self, account: AccountId) -> Result<Vec<SumAward>, Rejection> {
		self.desk.sums(&account)
	}

	async fn claim_sums(
		&self,
		extensions: &Extensions,
		account: AccountId,
	) -> Result<String, Rejection> {
		self.desk.claim_sums(account, source(extensions)).await.map(to_hex)
	}

	async fn stat(&self) -> Result<DeskStat, Rejection> {
		Ok(self.desk.stat())
	}

	async fn offer(&self, extensions: &Extensions, offer: String) -> Result<OfferTaken, Rejection> {
		self.desk.offer(bounded(&offer, MAX_OFFER_BYTES)?, source(extensions))
	}

	async fn report(&self, extensions: &Extensions, reports: String) -> Result<u32, Rejection> {
		self.desk.report(bounded(&reports, MAX_REPORTS_BYTES)?, source(extensions))
	}

	async fn rate(
		&self,
		extensions: &Extensions,
		rating: String,
	) -> Result<RatingTaken, Rejection> {
		self.desk.rate(&bounded(&rating, RATING_BYTES)?, source(extensions))
	}

	async fn ratings(
		&self,
		extensions: &Extensions,
		content: String,
		from: Option<AccountId>,
		limit: u32,
	) -> Result<Vec<RatingLine>, Rejection> {
		let content = ContentId(array(&content)?);
		self.desk.ratings(&content, from, limit, source(extensions))
	}

	async fn ratings_log(
		&self,
		extensions: &Extensions,
		from: u64,
		limit: u32,
	) -> Result<Vec<RatingLine>, Rejection> {
		self.desk.ratings_log(from, limit, source(extensions))
	}

	async fn ratings_head(&self, extensions: &Extensions) -> Result<SignedHead, Rejection> {
		self.desk.ratings_head(source(extensions))
	}
}

#[async_trait]
impl TitleApiServer for DeskRpc {
	async fn desk_keys(&self) -> Result<Vec<DeskKey>, Rejection> {
		Ok(self.desk.desk_keys())
	}

	async fn deposit_secret(
		&self,
		extensions: &Extensions,
		deposit: String,
	) -> Result<(), Rejection> {
		self.desk.deposit_secret(scale_from_hex(&deposit)?, source(extensions))
	}
}
