//! How pallets meet: traits with concrete types, so that no pallet knows another's storage.
//!
//! ```text
//! supervisors ──Supervision──► content-registry ──Titles──► proof-of-view ──RewardRounds──► payouts ──Mint──► emission
//!      └────────TitleControl────────┘                               └───SumRounds───► payouts
//!      ├───────────────────────────────Sanctioners──► standing ◄──RewardStanding──── payouts
//!                 content-registry ──TitlesOnSale──► rights ──Rights──► settlement ◄──Deliveries── (proof of view)
//!                               rights ──Clearance, Patterns──► content-identification ──Titles──► content-registry
//!                                         rights ◄──PatternFollowers── content-identification
//!                 settlement, payouts ──CreatorShares──► layers          payouts ──HolderShares──► rights
//!                                           payouts ◄──AdPayouts── ad-escrow ◄──AdCharges── (proof of view)
//!                                                    rights ◄──TitleShares── crowdfunding ◄──TokenMoves── (assets)
//!                                proof-of-view ──PovAuthorities──► ratings-anchor
//! ```

mod ads;
mod content;
mod funding;
mod layers;
mod market;
mod pattern;
mod plays;
mod rewards;
mod session;
mod sums;
mod supervision;
mod time;

pub use ads::{AdCharges, AdPayouts};
pub use content::{TitleControl, TitleRefusal, TitleTerms, Titles};
pub use funding::{ShareRefusal, TitleShares, TokenMoves};
pub use layers::CreatorShares;
pub use market::{Deliveries, HolderShares, Rights, TitlesOnSale};
pub use pattern::{Clearance, HeldOtherwise, PatternFollowers, Patterns};
pub use plays::OnVerifiedPlays;
pub use rewards::{
	Counted, Mint, MintRefusal, PaidRound, PayRefusal, RewardRounds, RewardStanding, RoundTotals,
};
pub use session::PovAuthorities;
pub use sums::{StepRefusal, SumRounds};
pub use supervision::{PublisherRefusal, Sanctioners, Supervision};
pub use time::RoundClock;
