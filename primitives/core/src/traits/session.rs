//! Who may sign for a session.

use crate::{AccountId, ids::PovId};
#[cfg(feature = "runtime-benchmarks")]
use alloc::vec::Vec;

/// The authorities of sessions with the keys with which they sign feeless statements.
pub trait PovAuthorities {
	/// The authority at an index of a session; `None` when there is none, or when the session is not remembered.
	fn authority_at(session: u32, index: u32) -> Option<(AccountId, PovId)>;

	/// Makes these the authorities of the session of the block; its index.
	#[cfg(feature = "runtime-benchmarks")]
	fn seat_for_benchmark(authorities: Vec<(AccountId, PovId)>) -> u32;
}
