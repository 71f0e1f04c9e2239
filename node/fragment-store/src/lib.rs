//! # Fragment store
//!
//! An embedded IPFS-style node: blocks by CID on disk, pins, quota, deny list, a trustless HTTP gateway, HLS, and
//! keyed transfers. A library used by the chain node and by `reel` alike; it knows no chain.
//!
//! ## Model
//!
//! ```text
//!            Handle (async, cheap to clone)                Service (a future: HTTP)
//!              │ put get pin deny gc grant …                 │ /ipfs  /hls  /keyed  /api/v0  /keeping/v1
//!              ▼                                             ▼
//!            Store ◄─────────────────────────────────────── gateway
//!              │ append, group commit, verify on read
//!    segments (the truth) ──► index (a cache)              Exchange: Network (peers, web origins) or LocalOnly
//! ```
//!
//! A *block* is up to 2 MiB under a `CIDv1`. A *fragment* is a raw block of 1 MiB of a cell's ciphertext. A *pin* holds
//! its block and everything linked from it. A *denied* block is refused, with the reason, in both directions.
//!
//! ## Invariants
//!
//! - **F1** What a put acknowledged is readable after any crash, until it is deleted, denied or collected.
//! - **F2** No bytes are ever served that do not hash to the CID asked for.
//! - **F3** No block is both pinned and removed, a denial aside.
//! - **F4** What was denied stays denied, and what was deleted stays deleted, across crashes and a lost index.
//! - **F5** Record bytes of live blocks never pass the quota.
//!
//! Which file upholds which: F1 `store/log.rs` and `store/recovery.rs`, F2 `store/log.rs`, F3 `store/gc.rs`, F4 the log
//! (`store/layout.rs`), F5 `store/mod.rs`. `DESIGN.md` has the trade-offs.
//!
//! ## Bounds
//!
//! Pins, denied blocks, walks, grants, connections, bodies and concurrent disk operations are bounded by [`Config`],
//! what peers can make this node do by [`NetworkConfig`];
//! beyond a bound there is a named refusal, counted in [`Metrics`].
//!
//! ## What this does not stop
//!
//! A denied block can be stored again under another hash function. Someone with write access to the directory can
//! remove blocks, though never alter one unseen. A power cut is survived if the disk keeps what it acknowledged.
//!
//! Sources: mission S1, C4, C5; design 3 and 6.

pub mod admission;
pub mod block;
pub mod config;
pub mod dag;
pub mod error;
pub mod exchange;
mod gateway;
pub mod grants;
pub mod handle;
pub mod hls;
mod keeping;
pub mod metrics;
pub mod network;
mod protobuf;
pub mod service;
pub mod store;
mod takedown;

pub use admission::{Admission, NotAdmitted};
pub use cid::Cid;
pub use config::{Config, GrantsConfig, HttpConfig};
pub use error::{GrantError, ServiceError, StoreError};
pub use exchange::{Exchange, ExchangeError, LocalOnly};
pub use grants::{DownloadKey, GrantId, TransferReport, open_fragment, seal_fragment};
pub use handle::{FetchError, Handle, KeyedError, TitleError};
pub use metrics::Metrics;
pub use network::{Network, NetworkConfig};
pub use service::Service;
pub use store::{BlockStat, GcReport, Store, StoreStat};
