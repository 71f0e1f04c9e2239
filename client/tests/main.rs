//! The client against a real store, real FFmpeg, and a desk in memory.

mod command;
mod desk;
mod fetch_pin;
mod fingerprints;
mod keys;
mod layers;
mod ratings;
mod round_trip;
mod sample;
