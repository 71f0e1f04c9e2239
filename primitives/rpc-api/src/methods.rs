//! The traits that a node implements. Signatures only: an implementation decodes, asks its service, encodes.

use crate::{
	Challenge, Claimable, Contract, Curator, CuratorSeat, DeskKey, DeskStat, FilePattern,
	KeepingEpoch, OfferTaken, PlayAccepted, PlayState, RatingLine, RatingTaken, Rejection,
	SignedHead, SpanKeeping, StoreStat, SumAward, TicketGrant, TitleKeeping,
};
use jsonrpsee::{proc_macros::rpc, types::ErrorObjectOwned};
use reel_primitives::AccountId;

impl From<Rejection> for ErrorObjectOwned {
	fn from(rejection: Rejection) -> Self {
		Self::owned(rejection.code(), rejection.to_string(), Some(rejection))
	}
}

/// Views: tickets, play data, claims.
#[rpc(server)]
pub trait PovApi {
	/// Asks for a ticket. `ask`: hex SCALE of a `PlayAsk`; `signature`: the viewer's, hex of 64 bytes.
	#[method(name = "pov_v1_requestPlay", with_extensions)]
	async fn request_play(&self, ask: String, signature: String) -> Result<TicketGrant, Rejection>;

	/// Hands in play data. `play`: hex SCALE of a `SignedPlay`.
	#[method(name = "pov_v1_submitPlay", with_extensions)]
	async fn submit_play(&self, play: String) -> Result<PlayAccepted, Rejection>;

	/// Where the play of a ticket stands. `ticket`: hex id of 32 bytes.
	#[method(name = "pov_v1_playStatus")]
	async fn play_status(&self, ticket: String) -> Result<PlayState, Rejection>;

	/// What an account may claim out of the payout roots that this desk knows.
	#[method(name = "pov_v1_claimable")]
	async fn claimable(&self, account: AccountId) -> Result<Vec<Claimable>, Rejection>;

	/// Claims all of it for the account, feeless; the hex hash of the transaction.
	#[method(name = "pov_v1_claim", with_extensions)]
	async fn claim(&self, account: AccountId) -> Result<String, Rejection>;

	/// What an account may claim of sums: what rounds that nobody claimed came to for it.
	#[method(name = "pov_v1_sums")]
	async fn sums(&self, account: AccountId) -> Result<Vec<SumAward>, Rejection>;

	/// Claims the oldest of them for the account, and for its neighbours in the tree, feeless; the hex hash of the
	/// transaction.
	#[method(name = "pov_v1_claimSums", with_extensions)]
	async fn claim_sums(&self, account: AccountId) -> Result<String, Rejection>;

	/// How the desk stands: numbers only.
	#[method(name = "pov_v1_stat")]
	async fn stat(&self) -> Result<DeskStat, Rejection>;

	/// A provider says where it is reached and what it holds; to be said again before it is over. `offer`: hex SCALE of a
	/// `SignedOffer`.
	#[method(name = "pov_v1_offer", with_extensions)]
	async fn offer(&self, offer: String) -> Result<OfferTaken, Rejection>;

	/// A provider says what it sent under tickets of this desk; how many of the reports were taken. `reports`: hex SCALE
	/// of a `SignedReports`.
	#[method(name = "pov_v1_report", with_extensions)]
	async fn report(&self, reports: String) -> Result<u32, Rejection>;

	/// Rates a title that the signer has watched. `rating`: hex SCALE of a `SignedRating`.
	#[method(name = "pov_v1_rate", with_extensions)]
	async fn rate(&self, rating: String) -> Result<RatingTaken, Rejection>;

	/// The newest rating of a title by each viewer that this desk took, ascending by account, after `from`. `content`: hex
	/// id of 32 bytes.
	#[method(name = "pov_v1_ratings", with_extensions)]
	async fn ratings(
		&self,
		content: String,
		from: Option<AccountId>,
		limit: u32,
	) -> Result<Vec<RatingLine>, Rejection>;

	/// Lines of this desk's log of ratings, in order, after number `from`.
	#[method(name = "pov_v1_ratingsLog", with_extensions)]
	async fn ratings_log(&self, from: u64, limit: u32) -> Result<Vec<RatingLine>, Rejection>;

	/// What that log comes to, signed now.
	#[method(name = "pov_v1_ratingsHead", with_extensions)]
	async fn ratings_head(&self) -> Result<SignedHead, Rejection>;
}

/// Content: how a creator hands the secret of a title to the desks.
#[rpc(server)]
pub trait TitleApi {
	/// The keys of the desks that this node runs.
	#[method(name = "title_v1_deskKeys")]
	async fn desk_keys(&self) -> Result<Vec<DeskKey>, Rejection>;

	/// Hands in the sealed secret of a title. `deposit`: hex SCALE of a `SecretDeposit`.
	#[method(name = "title_v1_depositSecret", with_extensions)]
	async fn deposit_secret(&self, deposit: String) -> Result<(), Rejection>;
}

/// Which recording a file is of (K1), read from the state behind the node's best block.
#[rpc(server)]
pub trait PatternApi {
	/// What a file is by its exact hash, and what its titles cost; `null` when the hash is not known. `file`: hex of the
	/// BLAKE2b-256 of its bytes.
	#[method(name = "title_v1_identify", blocking)]
	fn identify(&self, file: String) -> Result<Option<FilePattern>, Rejection>;
}

/// The node's fragment store.
#[rpc(server)]
pub trait FragmentApi {
	/// Size and use of the store.
	#[method(name = "fragment_v1_stat")]
	async fn stat(&self) -> Result<StoreStat, Rejection>;
}

/// Who keeps what (C12): the storage controller's knowledge, read from the state behind the node's best block. None of
/// it is an oracle: everything follows from the chain, and `state_call` gives the same.
#[rpc(server)]
pub trait KeepingApi {
	/// The running epoch and the lengths of things.
	#[method(name = "fragment_v1_epoch", blocking)]
	fn epoch(&self) -> Result<KeepingEpoch, Rejection>;

	/// Seated curators, `from` and following, ascending by account; `limit` of them, at most
	/// [`MAX_KEEPING_PAGE`](crate::MAX_KEEPING_PAGE).
	#[method(name = "fragment_v1_curators", blocking)]
	fn curators(&self, from: u32, limit: u32) -> Result<Vec<CuratorSeat>, Rejection>;

	/// What is recorded of a curator, named by its cold account or its hot key, whatever its standing.
	#[method(name = "fragment_v1_curator", blocking)]
	fn curator(&self, account: AccountId) -> Result<Curator, Rejection>;

	/// A curator's contracts, `from` and following in its list; `limit` of them, at most
	/// [`MAX_KEEPING_PAGE`](crate::MAX_KEEPING_PAGE). The list changes its order when a contract ends.
	#[method(name = "fragment_v1_contracts", blocking)]
	fn contracts(
		&self,
		account: AccountId,
		from: u32,
		limit: u32,
	) -> Result<Vec<Contract>, Rejection>;

	/// What is asked of a curator in this epoch, answered or not: 16 leaves at most.
	#[method(name = "fragment_v1_challenges", blocking)]
	fn challenges(&self, account: AccountId) -> Result<Vec<Challenge>, Rejection>;

	/// How a title is kept. `content`: hex of its id, 32 bytes.
	#[method(name = "fragment_v1_titleLoad", blocking)]
	fn title_load(&self, content: String) -> Result<TitleKeeping, Rejection>;

	/// Who keeps a span of a title, and who may claim a place of it. `content`: hex of its id, 32 bytes.
	#[method(name = "fragment_v1_spanLoad", blocking)]
	fn span_load(&self, content: String, span: u32) -> Result<SpanKeeping, Rejection>;
}
