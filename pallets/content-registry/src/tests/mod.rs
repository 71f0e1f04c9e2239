//! Tests by call, in one file for each concept.

mod invariants;
mod lookup;
mod ownership;
mod registration;
