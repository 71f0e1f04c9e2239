//! Tests that start the real binary: ports are always 0, processes end with the test that started them, and what is
//! waited for is an event with a deadline, never a time.
//!
//! One binary for all modules: linking a node takes longer than running most of them.

mod bad_start;
mod common;
mod dev_chain;
mod four_validators;
mod subcommands;
