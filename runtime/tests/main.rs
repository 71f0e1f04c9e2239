//! The runtime as a whole, natively: blocks with real transactions through every extension, no node.

mod chain;
mod consensus;
mod extensions;
mod fuzz;
mod governance;
mod money;
mod presets;
mod views;
