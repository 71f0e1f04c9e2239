//! The client against a real store, real FFmpeg, and a desk in memory.

mod command;
mod desk;
mod round_trip;
mod sample;
