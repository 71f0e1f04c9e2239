//! The store and its HTTP face as their users meet them: real directories, real sockets, a real kill.

mod admission;
mod common;
mod damage;
mod film;
mod gateway;
mod hls;
mod hostile;
mod interop;
mod kill;
mod kubo;
mod peers;
mod recovery;
mod store;
mod victim;
