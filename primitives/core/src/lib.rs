//! # Reelchain primitives
//!
//! The one vocabulary of the project, shared by the runtime, the node and the client: ids, the geometry of a
//! title, what a ticket and a play say byte for byte, how a round is divided, and the traits through which
//! pallets meet without knowing each other's storage.
//!
//! | module | concept | mission |
//! |---|---|---|
//! | [`ids`] | content id, authority keys, account bytes | C2, C7 |
//! | [`time`] | slots, rounds, periods | C6, C8 |
//! | [`geometry`] | VideoCells, fragments, leaves | C4, S1 |
//! | [`content`] | a title's record, status, split | C2, C3, C9 |
//! | [`keys`] | cell keys and DownloadKeys | C5 |
//! | [`play`] | tickets, play data, receipts | C6 |
//! | [`batch`] | what validators propose and vote on | C7 |
//! | [`ads`] | campaigns, bills, the auction | C11 |
//! | [`market`] | prices, sales, holders of a title's income | S5, K2, K3 |
//! | [`layers`] | subtitles, dubs, effects of others | C10 |
//! | [`pattern`] | content patterns | K1 |
//! | [`rating`] | what viewers say of titles, and heads of the logs of it | C16, S10 |
//! | [`traits`] | how pallets call one another | |
//!
//! Everything here is `no_std` and bounded; the byte layouts are pinned by tests.

#![cfg_attr(not(feature = "std"), no_std)]

extern crate alloc;

pub mod ads;
pub mod batch;
pub mod content;
pub mod funding;
pub mod geometry;
pub mod ids;
pub mod keys;
pub mod layers;
pub mod market;
pub mod pattern;
pub mod play;
pub mod play_ref;
pub mod rating;
pub mod sums;
pub mod time;
pub mod traits;

pub use content::{BASIS_POINTS, BasisPoints};
pub use ids::{AccountId, ContentId, Hash32};
pub use time::{Period, Round, Slot};

/// An amount of CFX or SSH in planck: 10^18 planck are one coin.
pub type Balance = u128;

/// Position of a VideoCell in its title, from 0.
pub type CellIndex = u32;

/// Position of a fragment in its cell, from 0.
pub type FragmentIndex = u32;

/// Position of a 1 KiB leaf in its cell, from 0.
pub type LeafIndex = u32;

/// BLAKE2b-256, the chain's own hash, over the concatenation of `parts`.
pub fn blake2b_256(parts: &[&[u8]]) -> Hash32 {
	use blake2::{
		Blake2b,
		digest::{Digest, consts::U32},
	};
	let mut hasher = Blake2b::<U32>::new();
	for part in parts {
		hasher.update(part);
	}
	hasher.finalize().into()
}
