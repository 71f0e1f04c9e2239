//! Tests, by call.

mod ads;
mod cap;
mod claim;
mod expiry;
mod invariants;
mod pay_round;
mod sum_properties;
mod sums;
