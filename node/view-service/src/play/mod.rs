//! The three steps of play data: each type can be had only by passing its check.
//!
//! ```text
//! SignedPlay ─► ReceivedPlay ─► TimedPlay ─► ProvenPlay
//!               ticket, signature  window     descriptor, leaves, work, view hash, receipts
//! ```

mod proven;
mod received;
mod timed;

pub(crate) use proven::{Evidence, ProvenPlay};
pub(crate) use received::ReceivedPlay;
pub(crate) use timed::TimedPlay;

use codec::Encode;
use reel_primitives::{Hash32, blake2b_256, play::SignedPlay};

/// Name of a play: BLAKE2b-256 of its SCALE encoding. Leaves of a batch's plays root.
pub(crate) type PlayId = Hash32;

/// The name of a play.
pub(crate) fn play_id(play: &SignedPlay) -> PlayId {
	blake2b_256(&[&play.encode()])
}
