//! The three steps of play data: each type can be had only by passing its check. None of them copies anything, so
//! that a desk can check tens of thousands a second; signatures are checked one by one, or many at once
//! (`SignatureGroup`).
//!
//! ```text
//! bytes ─► MatchedPlay ─► TimedPlay ─► ProvenPlay
//!          of its ticket   window       descriptor, leaves, work, view hash, receipts
//! ```
//!
//! The issuing desk goes on to [`Senders`]: what the providers of the ticket say of the same.

mod agreed;
mod matched;
mod proven;
mod timed;

pub(crate) use agreed::{Disagreement, Senders};
pub(crate) use matched::MatchedPlay;
pub(crate) use proven::{Evidence, KnownCells, ProvenPlay, is_accounted_for, senders_of};
pub(crate) use reel_primitives::play::PlayId;
pub(crate) use timed::TimedPlay;
