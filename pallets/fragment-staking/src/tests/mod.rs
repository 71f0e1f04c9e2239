//! Tests, by what they are about.

mod assignment;
mod challenges;
mod ending;
mod figures;
mod invariants;
mod rewards;
mod storm;
