//! The runtime as a whole, natively: blocks with real transactions through every extension, no node.

mod ad_batches;
mod ads;
mod chain;
mod consensus;
mod crowdfunding;
mod delivery;
mod errors;
mod exchange;
mod extensions;
mod fees;
mod fragments;
mod fuzz;
mod governance;
mod identification;
mod income;
mod layers;
mod market;
mod money;
mod origins;
mod presets;
mod views;
mod weights;
