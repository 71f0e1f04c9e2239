//! Tests, by subject.

mod campaigns;
mod charging;
mod conservation;
mod endings;
mod invariants;
mod payers;
mod results;
