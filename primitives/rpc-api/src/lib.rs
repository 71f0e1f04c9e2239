//! # The JSON-RPC methods of Reelchain
//!
//! What a client sends to a node and gets back. Objects of the protocol travel as the hex of their SCALE
//! encoding, since those bytes are what is hashed and signed; everything else is plain JSON.
//!
//! | method | parameters | answer |
//! |---|---|---|
//! | `pov_v1_requestPlay` | hex SCALE `PlayAsk`, hex signature | [`TicketGrant`] |
//! | `pov_v1_submitPlay` | hex SCALE `SignedPlay` | [`PlayAccepted`] |
//! | `pov_v1_playStatus` | hex ticket id | [`PlayState`] |
//! | `pov_v1_claimable` | account | list of [`Claimable`] |
//! | `pov_v1_claim` | account | hex hash of the transaction |
//! | `pov_v1_sums` | account | list of [`SumAward`] |
//! | `pov_v1_claimSums` | account | hex hash of the transaction |
//! | `pov_v1_stat` | none | [`DeskStat`] |
//! | `pov_v1_offer` | hex SCALE [`SignedOffer`] | [`OfferTaken`] |
//! | `pov_v1_report` | hex SCALE [`SignedReports`] | number of reports taken |
//! | `pov_v1_rate` | hex SCALE `SignedRating` | [`RatingTaken`] |
//! | `pov_v1_ratings` | hex content id, viewer after whom or `null`, limit | list of [`RatingLine`], one for each viewer, ascending |
//! | `pov_v1_ratingsLog` | number after which, limit | list of [`RatingLine`], in the order of the log |
//! | `pov_v1_ratingsHead` | none | [`SignedHead`] |
//! | `title_v1_deskKeys` | none | list of [`DeskKey`] |
//! | `title_v1_depositSecret` | hex SCALE [`SecretDeposit`] | `null` |
//! | `title_v1_identify` | hex hash of a file | [`FilePattern`] or null |
//! | `fragment_v1_stat` | none | [`StoreStat`] |
//! | `fragment_v1_epoch` | none | [`KeepingEpoch`] |
//! | `fragment_v1_curators` | from, limit | list of [`CuratorSeat`] |
//! | `fragment_v1_curator` | account | [`Curator`] |
//! | `fragment_v1_contracts` | account, from, limit | list of [`Contract`] |
//! | `fragment_v1_challenges` | account | list of [`Challenge`] |
//! | `fragment_v1_titleLoad` | hex content id | [`TitleKeeping`] |
//! | `fragment_v1_spanLoad` | hex content id, span | [`SpanKeeping`] |
//! | `fragment_v1_hotKey` | none | hex of the key with which the node signs for a curator; callers on its machine alone |
//! | `fragment_v1_keeping` | none | how the node does as a curator |
//!
//! # Conventions
//!
//! - Bytes are `0x` and an even number of hex digits: [`to_hex`], [`from_hex`].
//! - Accounts are SS58 addresses.
//! - Shares and amounts are decimal text: JSON numbers are exact to 2^53 only. Amounts are in planck, 10^18 to a coin.
//! - A page has at most [`MAX_KEEPING_PAGE`] entries, of ratings [`MAX_RATINGS_PAGE`], whatever limit is asked for.
//! - A refusal's `code` is [`Rejection::code`], its `data` the [`Rejection`] itself. Codes never change meaning.
//!
//! The traits a node implements are behind the feature `server`.

mod error;
mod fragments;
#[cfg(feature = "server")]
mod methods;
mod patterns;
mod provide;
mod ratings;
mod types;

pub use error::Rejection;
pub use fragments::{
	Challenge, Contract, Curator, CuratorSeat, KeepingEpoch, MAX_KEEPING_PAGE, SpanHolder,
	SpanKeeping, Standing, TitleKeeping,
};
#[cfg(feature = "server")]
pub use methods::{
	FragmentApiServer, KeepingApiServer, PatternApiServer, PovApiServer, TitleApiServer,
};
pub use patterns::{FilePattern, PatternHolder, PatternTitle};
pub use provide::{
	HeldCells, MAX_GATEWAY_BYTES, MAX_HELD_RUNS, MAX_OFFER_SKEW_MS, MAX_REPORT_FRAGMENTS,
	MAX_REPORTS, MAX_REPORTS_BYTES, OFFER_LIFE_MS, Offer, OfferTaken, ProviderGrant,
	SEALED_GRANT_BYTES, SignedOffer, SignedProviderGrant, SignedReports, TransferReport,
	TransferReports, is_gateway_url,
};
pub use ratings::{MAX_RATINGS_PAGE, RatingLine, RatingTaken, SignedHead};
pub use types::{
	Claimable, DeskKey, DeskStat, MAX_SEALED_BOXES, PlayAccepted, PlayState, SEALED_SECRET_BYTES,
	SecretDeposit, StoreStat, SumAward, TicketGrant, UnpaidReason, boxed_secret, desk_key_payload,
	from_hex, scale_from_hex, to_hex,
};
