//! # The view desk of a validator
//!
//! Issues tickets, hands out keys, checks play data, and agrees with the other desks on what was watched
//! (C5, C6, C7). It knows the chain only through [`Chain`], other desks through [`Gossip`], the session keys
//! through [`Signer`] and the fragments through [`Provider`], so it runs whole in memory under test.
//!
//! ```text
//! ask ──► desk ──► ticket ──► (viewer plays the cell) ──► play data
//!                    │                                     │ received → timed → proven
//!                    └───────────── gossip ────────────────┤
//!                                                          ▼
//!         each best block:  settle ─► vote on open batches ─► propose for finished rounds
//! ```
//!
//! # What the desk keeps
//!
//! An append-only `desk.log` (module `log`): every ticket, play, batch body, proposal, vote. Votes and proposals
//! are on disk before they are sent, so that no crash makes a desk contradict itself. Content secrets lie apart,
//! encrypted under the desk's own X25519 key (module `secrets`).
//!
//! # Life of a play
//!
//! | state | when |
//! |---|---|
//! | ticketed | a ticket was issued |
//! | accepted | play data was found right, within 1 to 1.5 × the play time |
//! | batched | part of a batch that is proposed or open on the chain |
//! | paid | `last_paid_round` reached the round of that batch |
//! | rolled over | that batch lapsed, or a later one overtook it: waits for the next |
//!
//! # Who vouches for time
//!
//! A desk votes for a play only if it saw the ticket within two seconds of its issue, and the play within its
//! window. A play that it saw too late it neither approves nor rejects.

mod batch;
mod chain;
mod config;
mod desk;
mod error;
mod gossip;
mod handle;
mod inbound;
mod log;
mod metrics;
mod play;
mod rate_limit;
mod rounds;
mod rpc;
mod secrets;
mod selection;
mod service;
mod settle;
mod signature;
mod state;
mod store;

#[cfg(test)]
mod tests;

pub use batch::{BatchError, BatchPlay, BuiltBatch, build};
pub use chain::{
	Chain, ChainError, Clock, Gossip, PeerKey, Provider, ProviderReport, SessionAuthorities,
	Signer, SystemClock,
};
pub use config::Config;
pub use error::ServiceError;
pub use gossip::{DeskKeyCard, MAX_MESSAGE_BYTES, Message};
pub use handle::DeskHandle;
pub use rpc::DeskRpc;
pub use service::{Parts, ViewService};
