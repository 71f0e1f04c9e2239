//! Tests, by subject.

mod access;
mod conservation;
mod delivery;
mod donations;
mod invariants;
mod owed;
mod records;
mod returns;
mod sales;
