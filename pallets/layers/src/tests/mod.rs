//! Tests by subject.

mod contracts;
mod income;
mod invariants;
