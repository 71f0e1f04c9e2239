//! The fragment store (S1).

use serde::{Deserialize, Serialize};

/// Size and use of a node's fragment store.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct StoreStat {
	/// Blocks kept.
	pub blocks: u64,
	/// Bytes that they take.
	pub used_bytes: u64,
	/// Bytes that they may take.
	pub quota_bytes: u64,
	/// Blocks that are pinned.
	pub pinned: u64,
	/// Ids that the store refuses to keep.
	pub denied: u64,
}
