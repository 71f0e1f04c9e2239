//! Tests by call, in one file for each concept.

mod admission;
mod authorization;
mod invariants;
mod reports;
mod sanctions;
mod titles;
