//! Identification on real files, made and re-encoded with FFmpeg.

mod durability;
mod films;
mod media;
mod tunes;
