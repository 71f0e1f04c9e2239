//! Tests, by subject.

mod income;
mod invariants;
mod prices;
mod shares;
