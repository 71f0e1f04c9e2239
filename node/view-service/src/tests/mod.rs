//! Desks in memory: one chain, one network, one clock that the test turns.

mod batches;
mod lies;
mod life;
mod parts;
mod rejections;
mod restart;
mod viewer;
mod world;

pub(crate) use {
	viewer::Viewer,
	world::{Desk, World},
};
