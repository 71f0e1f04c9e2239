//! The fragment protocol `/reel/fragment/1`: messages, the verified encoding, and both ends of it.

pub(crate) mod client;
pub(crate) mod message;
pub(crate) mod outlines;
pub(crate) mod server;
pub(crate) mod tree;
