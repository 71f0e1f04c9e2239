//! Fixed figures: what cannot change without a new chain.

pub mod currency;
pub mod time;
