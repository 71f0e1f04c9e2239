//! Tests, by subject.

mod income;
mod invariants;
mod patterns;
mod prices;
mod shares;
