//! Being told of blocks, instead of asking again and again.

use super::{Chain, network::Network, node};
use crate::Result;
use std::fmt;
use subxt::client::Blocks;

/// Best blocks as they come.
pub struct BestBlocks {
	blocks: Blocks<Network>,
}

impl fmt::Debug for BestBlocks {
	fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
		f.write_str("BestBlocks")
	}
}

impl Chain {
	/// Best blocks from now on. They wait in memory until they are taken: take them, or drop this.
	///
	/// # Errors
	/// [`crate::Error::Node`].
	pub async fn best_blocks(&self) -> Result<BestBlocks> {
		Ok(BestBlocks { blocks: self.client.stream_best_blocks().await.map_err(node)? })
	}
}

impl BestBlocks {
	/// The number of the next best block. Dropping the wait loses no block.
	///
	/// # Errors
	/// [`crate::Error::Node`] when the connection ends.
	pub async fn next(&mut self) -> Result<u64> {
		match self.blocks.next().await {
			Some(Ok(block)) => Ok(block.number()),
			Some(Err(error)) => Err(node(error)),
			None => Err(node("the connection ended")),
		}
	}
}
