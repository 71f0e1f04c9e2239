//! The runtime as a whole, natively: blocks with real transactions through every extension, no node.

mod chain;
mod consensus;
mod crowdfunding;
mod delivery;
mod errors;
mod extensions;
mod fragments;
mod fuzz;
mod governance;
mod market;
mod money;
mod origins;
mod presets;
mod views;
mod weights;
