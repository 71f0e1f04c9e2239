//! # The view desk of a validator
//!
//! Issues tickets, hands out keys, checks play data, and agrees with the other desks on what was watched
//! (C5, C6, C7). It knows the chain only through [`Chain`], other desks through [`Gossip`], the session keys
//! through [`Signer`] and the fragments through [`Provider`], so it runs whole in memory under test.
//!
//! ```text
//! ask ──► desk ──► ticket ──► (viewer plays the cell) ──► play data
//!                    │                                     │ matched → timed → proven
//!                    └───────────── gossip ────────────────┤
//!                                                          ▼
//!         each best block:  settle ─► vote on open batches ─► propose for finished rounds
//! ```
//!
//! # What the desk keeps
//!
//! An append-only `desk.log` (module `log`): every ticket, play, batch body, proposal, vote. Votes and proposals
//! are on disk before they are sent, so that no crash makes a desk contradict itself. Content secrets lie apart
//! (module `secrets`). All of it is sealed under one key, which lies in the node's keystore directory and not with
//! the data (module `vault`), and play data is erased an hour after it was paid (module `retention`).
//!
//! # Life of a play
//!
//! | state | when |
//! |---|---|
//! | ticketed | a ticket was issued |
//! | accepted | play data was found right, within 1 to 1.5 × the play time |
//! | batched | part of a batch that is proposed or open on the chain |
//! | paid | the chain remembers that batch as the one its round was paid for |
//! | rolled over | that batch lapsed, or a later one overtook it: waits for the next, an hour at most |
//!
//! # What was bought
//!
//! A title with a price is watched by its creator and by whoever has access to it: bought, rented or given, delivered or
//! not. The first play of a purchase delivers it (module `deliveries`).
//!
//! # Ads
//!
//! Before a title its viewer may be shown an ad, which it is paid for by the advertiser (module `ads`).
//!
//! # Rewards that are claimed
//!
//! Of a round with more payees than are paid by name each claims its part. What is not claimed by round the desks sum up
//! once a period, so that one claim pays for all of it (module `sums`).
//!
//! # Who vouches for time
//!
//! A desk votes for a play only if its own clock has seen the time pass (module `witness`): between the ticket's arrival and the
//! play's lie at least the play time less four seconds, the play comes within its window, and the ticket was not
//! from the future. A play that it saw too late it neither approves nor rejects.
//!
//! # What a desk refuses
//!
//! Refusing a batch costs its proposer part of its bond, so a desk refuses only what the batch and the chain show to be wrong
//! by themselves, to everybody alike. The round that a play counts for follows from its ticket: it is that in which the cell has
//! been played, whenever a desk says that it accepted the play. What depends on what this desk happens to know, or on when it
//! heard of it, makes it abstain.
//!
//! # Who vouches for what was watched
//!
//! | of a play | the issuing desk | every other desk |
//! |---|---|---|
//! | ticket issued by an authority, accepted by the same (one seal over both), played and signed by its viewer | yes | yes |
//! | descriptor leads to the title's root on chain, picked leaves to the cell's root | yes | yes |
//! | work over PlayCode, view hash, viewer | yes | yes |
//! | within its window, by the clock of the issuing desk | yes | yes, as signed |
//! | ticket and play seen in time by its own clock | | yes: else it does not vote |
//! | receipts: providers of the ticket, each once, of the whole cell in transit together, or none | yes | yes |
//! | one receipt: its root is the view hash | yes | yes |
//! | receipts and view hash are what the providers reported (`play::Senders`, module `providers`) | yes | no |
//!
//! So a desk that lies alone can let pass a view hash that nobody sent, and pay providers that play along the sharing
//! part of a play whose viewer had the cell from elsewhere. It cannot make up a view: the leaves are the cell's, the work is
//! over them and the view hash, the viewer signs, and three others saw the ticket when it was issued. Which of several
//! providers sent how much the other desks take from the receipts; only the issuing desk has the reports.
//!
//! # What peers may say
//!
//! Tickets and plays go to validators' desks alone, which show that they are (module `links`). A desk seals what it tells
//! of its own (modules `outbox`, `seal`), passes on others' tickets, and of others' plays the names (module `heard`).
//! Each kind of message has a limit per peer; garbage is told to the network and mutes the peer (module `peers`).
//! Content secrets go to validators that joined later over the same protocol, sealed (module `sharing`).

mod ads;
mod authority;
mod batch;
mod chain;
mod config;
mod deliveries;
mod deposit;
mod desk;
mod doubles;
mod error;
mod gossip;
mod handle;
mod heard;
mod id_map;
mod inbound;
mod intake;
mod kept;
mod keyed;
mod links;
mod log;
mod metrics;
mod outbox;
mod peers;
mod play;
mod pool;
mod proofs;
mod providers;
mod rate_limit;
mod retention;
mod rounds;
mod rpc;
mod running;
mod seal;
mod secrets;
mod selection;
mod service;
mod settle;
mod sharing;
mod signature;
mod state;
mod store;
mod sums;
mod vault;
mod witness;

#[cfg(test)]
mod tests;

pub use batch::{BatchError, BatchPlay, BuiltBatch, build};
pub use chain::{
	Chain, ChainError, Clock, Gossip, Misconduct, PeerKey, Provider, ProviderReport,
	SessionAuthorities, Signer, SystemClock,
};
pub use config::Config;
pub use error::ServiceError;
pub use gossip::{
	DeskKeyCard, Hello, MAX_MESSAGE_BYTES, Message, SecretsAsk, SecretsGift, SecretsHeld,
};
pub use handle::DeskHandle;
pub use rate_limit::Source;
pub use rpc::DeskRpc;
pub use seal::{MAX_SEALED, Seal, play_item, ticket_item};
pub use service::{Parts, ViewService};
pub use sums::{LeavesOf, LeavesPart, WantLeaves};
