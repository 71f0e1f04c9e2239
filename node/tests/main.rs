//! Tests that start the real binary: ports are always 0, processes end with the test that started them, and what is
//! waited for is an event with a deadline, never a time.
//!
//! One binary for all modules: linking a node takes longer than running most of them.

mod ads;
mod asks;
mod bad_start;
mod bridge;
mod claims;
mod common;
mod curate;
mod curate_cli;
mod deletion;
mod demand;
mod dev_chain;
mod fetch_pin;
mod four_desks;
mod four_validators;
mod fragments;
mod identify;
mod keyed;
mod layers;
mod market;
mod music;
mod payouts;
mod plays;
mod ratings;
mod secrecy;
mod soak;
mod subcommands;
mod sync;
