//! # Reel: the client of Reelchain
//!
//! What creators, viewers and supervisors do, as a library and as the command `reel`. The command is thin: each
//! subcommand calls functions that tests and other programs can call one by one.
//!
//! ## Model
//!
//! ```text
//! creator                                             viewer
//! file ─media::cut─► pieces ─package─► cells          magnet ─Title::fetch─► manifest, cells
//!   │ store::put       │                                │ watch::ask ──────► ticket, keys     (desk)
//!   ▼                  ▼                                │ watch::fetch_cell ► sealed fragments (providers)
//! fragments      register_title ──► chain               │ play in real time
//!                secret, sealed ──► desks               │ proof::build, desk.submit ► accepted
//!                                                       ▼ payments ► CFX arrive
//! ```
//!
//! | module | concept | mission |
//! |---|---|---|
//! | [`media`] | cutting a file with `ffmpeg` | C4 |
//! | [`identify`] | which recording a file is of, before it is sent or fetched | K1, K4 |
//! | [`fingerprints`] | what recordings sound and look like, from publisher to publisher | K1, K4 |
//! | [`package`] | encryption, fragments, manifest | C2, C4, S1 |
//! | [`publish`] | from file to playable title | C2, C3, C5 |
//! | [`watch`] | ask, fetch, play, prove, be paid | C5, C6, C9 |
//! | [`ratings`] | what viewers say of titles | C16, S10 |
//! | [`peers`] | a store of one's own among others | C13, D1, D2 |
//! | [`mod@file`] | files that are no titles, such as those of layers | C10 |
//! | [`chain`], [`desk`], [`store`] | the three services it talks to | |
//! | [`account`], [`keystore`], [`password`] | who signs, and where the key comes from | |
//! | [`magnet`], [`money`], [`size`] | links, amounts | |
//!
//! ## Trust
//!
//! Nothing that comes from a store, a provider or a desk is taken unchecked: manifest and cells hash to the magnet,
//! fragments to their CIDs, cells to the root on chain; tickets are signed and bound to chain, viewer and cell.
//! Secrets never stand in arguments, which any process of the machine can read.

pub mod account;
pub mod chain;
pub mod cli;
pub mod desk;
pub mod error;
pub mod file;
pub mod fingerprints;
pub mod identify;
pub mod keystore;
pub mod magnet;
pub mod media;
pub mod money;
pub mod output;
pub mod package;
pub mod password;
pub mod peers;
pub mod publish;
pub mod ratings;
pub mod record;
pub mod size;
pub mod store;
pub mod transport;
pub mod vault;
pub mod watch;

pub use error::{Error, Result};

/// Milliseconds since the Unix epoch, of this machine's clock.
pub fn now_ms() -> u64 {
	let since = std::time::SystemTime::now().duration_since(std::time::UNIX_EPOCH);
	since.map_or(0, |since| u64::try_from(since.as_millis()).unwrap_or(u64::MAX))
}
