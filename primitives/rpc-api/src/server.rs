//! The traits that a node implements. Signatures only: an implementation decodes, asks its service, encodes.

// The macro's own items carry no docs.
#![expect(missing_docs)]

use crate::{
	Claimable, DeskKey, HexBytes, PlayAccepted, PlayRejection, PlayState, StoreStat, TicketGrant,
};
use jsonrpsee::{proc_macros::rpc, types::ErrorObjectOwned};
use reel_primitives::AccountId;

impl From<PlayRejection> for ErrorObjectOwned {
	fn from(rejection: PlayRejection) -> Self {
		Self::owned(rejection.code(), rejection.to_string(), Some(rejection))
	}
}

/// Views: tickets, play data, claims.
#[rpc(server)]
pub trait PovApi {
	/// Asks for a ticket. `ask`: SCALE of a `PlayAsk`; `signature`: the viewer's, 64 bytes.
	#[method(name = "pov_v1_requestPlay", with_extensions)]
	async fn request_play(
		&self,
		ask: HexBytes,
		signature: HexBytes,
	) -> Result<TicketGrant, PlayRejection>;

	/// Hands in play data. `play`: SCALE of a `SignedPlay`.
	#[method(name = "pov_v1_submitPlay", with_extensions)]
	async fn submit_play(&self, play: HexBytes) -> Result<PlayAccepted, PlayRejection>;

	/// Where the play of a ticket stands. `ticket`: id, 32 bytes.
	#[method(name = "pov_v1_playStatus")]
	async fn play_status(&self, ticket: HexBytes) -> Result<PlayState, PlayRejection>;

	/// What an account may claim out of the payout roots that this node knows.
	#[method(name = "pov_v1_claimable")]
	async fn claimable(&self, account: AccountId) -> Result<Vec<Claimable>, PlayRejection>;

	/// Claims all of it for the account, feeless, and returns the transaction's hash.
	#[method(name = "pov_v1_claim", with_extensions)]
	async fn claim(&self, account: AccountId) -> Result<HexBytes, PlayRejection>;
}

/// Content: how a creator hands the secret of a title to the desks.
#[rpc(server)]
pub trait TitleApi {
	/// The keys of the authorities' desks that this node knows.
	#[method(name = "title_v1_deskKeys")]
	async fn desk_keys(&self) -> Result<Vec<DeskKey>, PlayRejection>;

	/// Hands in the sealed secret of a title. `deposit`: SCALE of a `SecretDeposit`.
	#[method(name = "title_v1_depositSecret", with_extensions)]
	async fn deposit_secret(&self, deposit: HexBytes) -> Result<(), PlayRejection>;
}

/// The node's fragment store.
#[rpc(server)]
pub trait FragmentApi {
	/// Size and use of the store.
	#[method(name = "fragment_v1_stat")]
	async fn stat(&self) -> Result<StoreStat, ErrorObjectOwned>;
}
