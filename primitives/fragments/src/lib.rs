//! Who keeps which fragments, what is asked of them, and how they prove it (S2, C12). Pure functions: the chain decides
//! by them, a curator's node plans by them, and anyone can check both.
//!
//! # Model
//!
//! | module | answers | mission |
//! |---|---|---|
//! | [`span`] | in which pieces a title is assigned | C12, S2 |
//! | [`region`] | where a curator or a title is at home | C12 |
//! | [`placement`] | who is to keep a piece: capacity-weighted rendezvous hashing | C12 |
//! | [`demand`] | popularity P from verified plays, and how many replicas it asks for | S2, C12 |
//! | [`challenge`] | which leaves a curator must show | S2 |
//! | [`proof`] | whether what it shows is that leaf | S2 |
//! | [`contract`], [`curator`] | what is told of both | C12 |
//! | [`keeping`] | what a curator's node and its store say to each other | S2 |
//! | [`traits`] | how the pallets of PoSTF meet | |
//!
//! A **span** is up to [`span::CELLS_PER_SPAN`] successive VideoCells of a title: the unit of a contract. A **replica**
//! is one curator's copy of a span. A **leaf** is 1 KiB of a cell's ciphertext.
//!
//! # Rounding and overflow
//!
//! Integers only. Popularity is summed over rounds in 128 bits: at most [`demand::MAX_LEVEL`] a round, so the sum over
//! all rounds a `u64` can count stays below 2^67. Distances are 64-bit fixed point with 32 bits of fraction, compared by
//! products below 2^71. Numbers of leaves: at most 2^18 a cell, 2^22 a span.
//!
//! Source: mission S2, C12; design section 7.

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

pub mod challenge;
pub mod contract;
pub mod curator;
pub mod demand;
pub mod keeping;
pub mod placement;
pub mod proof;
pub mod region;
pub mod span;
pub mod traits;

/// Number of a contract between the chain and a curator, counted from 0, never used again.
pub type ContractId = u64;

/// Position of a span in its title, from 0.
pub type SpanIndex = u32;

/// A number of fragments of 1 MiB: the unit of capacity and reward.
pub type Fragments = u32;
