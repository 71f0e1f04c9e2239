//! What each pallet is told, one file per subject.

pub mod ads;
pub mod assets;
pub mod consensus;
pub mod content;
pub mod crowdfunding;
pub mod exchange;
pub mod fragments;
pub mod governance;
pub mod identification;
pub mod layers;
pub mod market;
pub mod system;
pub mod views;
