//! A play climbs four types; each can be made only from the one below, so no check can be skipped or done twice.
//!
//! ```text
//! SignedPlay ─signature─► ReceivedPlay ─window─► TimedPlay ─leaves, nonce─► ProvenPlay ─period─► CountedPlay
//! ```

mod counted;
mod proven;
mod received;
mod timed;

pub use counted::{CountedPlay, PlayKey};
pub use proven::ProvenPlay;
pub use received::ReceivedPlay;
pub(crate) use timed::is_witnessed;
pub use timed::{TicketWitness, TimedPlay};
