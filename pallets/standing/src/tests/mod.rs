//! Tests, by subject.

mod bonds;
mod conservation;
mod invariants;
mod sanctions;
