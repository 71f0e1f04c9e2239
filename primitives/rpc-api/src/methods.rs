//! The traits that a node implements. Signatures only: an implementation decodes, asks its service, encodes.

use crate::{Claimable, DeskKey, PlayAccepted, PlayState, Rejection, StoreStat, TicketGrant};
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

/// The node's fragment store.
#[rpc(server)]
pub trait FragmentApi {
	/// Size and use of the store.
	#[method(name = "fragment_v1_stat")]
	async fn stat(&self) -> Result<StoreStat, Rejection>;
}
