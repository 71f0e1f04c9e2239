//! Tests, by subject.

mod invariants;
mod prices;
mod shares;
