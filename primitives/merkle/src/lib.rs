//! Merkle proofs of Reelchain: one verifier for each hash, used by runtime, node and client alike.
//!
//! # Model
//!
//! | module | hash | commits to | used for |
//! |---|---|---|---|
//! | [`binary`] | BLAKE2b-256 | a list of byte strings and its length | cells of a title, plays of a batch, payouts of a batch |
//! | [`blake3_leaf`] | BLAKE3 | one byte string, cut in leaves of 1 KiB | the ciphertext of a cell |
//!
//! Both trees have the same shape: the left half of `n` leaves holds the largest power of two of
//! leaves that is smaller than `n`. Seen from below: nodes are paired from the left, and a node
//! left over at the end of a level rises to the next level unchanged (it is never doubled).
//!
//! ```text
//!  count 5            top
//!                   /     \
//!                 n         \
//!               /   \         \
//!             n       n        \
//!            / \     / \        \
//!           0   1   2   3        4        path of 4: [n(0..4)], of 0: [1, n(2..4), 4]
//! ```
//!
//! A *path* is the list of siblings from the leaf to the top, lowest first. Which level has a
//! sibling follows from index and count alone, so a path carries no directions that a prover could
//! choose.
//!
//! # What verifiers insist on
//!
//! - **M1** `index < count`, and `1 ≤ count ≤` a stated maximum.
//! - **M2** The path has exactly the length that index and count imply: nothing is left over.
//! - **M3** A leaf cannot pass for an inner node, nor an inner node for a leaf (domain separation).
//! - **M4** The count is bound: to the root in [`binary`], to the caller's own length of the
//!   content in [`blake3_leaf`] (which the chain keeps beside the hash).
//!
//! M1 and M2 are checked before anything is hashed: a stranger's oversized proof costs nothing.
//!
//! # Bounds and cost
//!
//! No function panics, whatever the bytes. Verifying costs one hash of the item and one hash of 64
//! bytes for each path element: at most [`binary::MAX_PATH`] or [`blake3_leaf::MAX_PATH`].
//!
//! # What this does not stop
//!
//! Two equal items in one list have interchangeable proofs when their siblings agree; whoever must
//! tell them apart puts the index into the item. A proof shows possession at the time of the
//! proof, nothing about later.
//!
//! Source: mission C6, C9, S1, S2.

#![cfg_attr(not(feature = "std"), no_std)]
#![cfg_attr(
	not(test),
	deny(
		clippy::unwrap_used,
		clippy::expect_used,
		clippy::panic,
		clippy::indexing_slicing,
		clippy::arithmetic_side_effects
	)
)]

extern crate alloc;

pub mod binary;
#[cfg(target_arch = "x86_64")]
mod blake3_four;
pub mod blake3_leaf;
mod error;
mod shape;

pub use error::ProofError;
