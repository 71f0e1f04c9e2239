//! # The JSON-RPC methods of Reelchain
//!
//! What a client sends to a node and gets back, as types; the names of the methods; the codes of the refusals.
//! A client needs nothing else. With the feature `server` there are also the traits that a node implements.
//!
//! | method | parameters | answer |
//! |---|---|---|
//! | [`method::REQUEST_PLAY`] | hex SCALE `PlayAsk`, hex signature | [`TicketGrant`] |
//! | [`method::SUBMIT_PLAY`] | hex SCALE `SignedPlay` | [`PlayAccepted`] |
//! | [`method::PLAY_STATUS`] | hex ticket id | [`PlayState`] |
//! | [`method::CLAIMABLE`] | account | list of [`Claimable`] |
//! | [`method::CLAIM`] | account | hex hash of the transaction |
//! | [`method::DESK_KEYS`] | none | list of [`DeskKey`] |
//! | [`method::DEPOSIT_SECRET`] | hex SCALE [`SecretDeposit`] | `null` |
//! | [`method::FRAGMENT_STAT`] | none | [`StoreStat`] |
//!
//! # Conventions
//!
//! - Bytes are `0x` and hex digits: [`HexBytes`]. Objects of the protocol are their SCALE encoding, because that is
//!   what is hashed and signed.
//! - An account is an SS58 address, or the hex of its 32 bytes.
//! - Amounts and shares are decimal strings: JSON numbers end at 2^53.
//!
//! # Errors
//!
//! Codes of our own, outside the ranges of the SDK (1000 to 8999) and of the specification (-32xxx). They never
//! change their meaning. The error's `data` is the [`PlayRejection`] itself, with its label and figures.
//!
//! | range | subject |
//! |---|---|
//! | 9100 to 9199 | views: asks, tickets, play data, claims |
//! | 9200 to 9299 | fragments |
//! | 9300 to 9399 | content: titles and their secrets |

mod content;
mod fragment;
mod hexed;
mod rejection;
#[cfg(feature = "server")]
mod server;
mod view;

pub use content::{DeskKey, MAX_SEALED_BOXES, SEALED_SECRET_BYTES, SealedSecret, SecretDeposit};
pub use fragment::StoreStat;
pub use hexed::{HexBytes, HexError};
pub use rejection::PlayRejection;
#[cfg(feature = "server")]
pub use server::{FragmentApiServer, PovApiServer, TitleApiServer};
pub use view::{Claimable, PlayAccepted, PlayState, TicketGrant};

/// Names of the methods.
pub mod method {
	/// Asks for a ticket.
	pub const REQUEST_PLAY: &str = "pov_v1_requestPlay";
	/// Hands in play data.
	pub const SUBMIT_PLAY: &str = "pov_v1_submitPlay";
	/// Where a play stands.
	pub const PLAY_STATUS: &str = "pov_v1_playStatus";
	/// What an account may claim out of payout roots.
	pub const CLAIMABLE: &str = "pov_v1_claimable";
	/// Claims it.
	pub const CLAIM: &str = "pov_v1_claim";
	/// To whom a creator seals a content secret.
	pub const DESK_KEYS: &str = "title_v1_deskKeys";
	/// Hands a content secret to the desks.
	pub const DEPOSIT_SECRET: &str = "title_v1_depositSecret";
	/// Size and use of the node's fragment store.
	pub const FRAGMENT_STAT: &str = "fragment_v1_stat";
}

/// First code of refusals about views.
pub const VIEW_CODES: i32 = 9_100;

/// First code of refusals about fragments.
pub const FRAGMENT_CODES: i32 = 9_200;

/// First code of refusals about content.
pub const CONTENT_CODES: i32 = 9_300;
