//! Desks in memory: one chain, one network, one clock that the test turns.

mod ads;
mod batches;
mod bought;
mod doubles;
mod faults;
mod groups;
mod heard;
mod keyed;
mod lies;
mod life;
mod links;
mod metrics;
mod offers;
mod paid;
mod parts;
mod peers;
mod rejections;
mod restart;
mod retention;
mod rewatch;
mod running;
mod sharing;
mod sum_chain;
mod sums;
mod viewer;
mod world;

pub(crate) use {
	viewer::Viewer,
	world::{Desk, World},
};
