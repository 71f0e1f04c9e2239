//! Where blocks come from that are not here: the seam for peers.
//!
//! The store asks one [`Exchange`] and checks what it answers. [`Network`](crate::Network) asks peers and web origins,
//! [`LocalOnly`] nobody.

use crate::dag::manifest::CellBlock;
use async_trait::async_trait;
use bytes::Bytes;
use cid::Cid;

/// Why a block could not be fetched.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum ExchangeError {
	/// Nobody that was asked has it.
	#[error("no provider of {cid} is known")]
	NoProvider {
		/// The block asked for.
		cid: Cid,
	},
	/// Providers are known, and none delivered.
	#[error("fetching {cid} failed: {reason}")]
	Failed {
		/// The block asked for.
		cid: Cid,
		/// What the last provider said.
		reason: String,
	},
}

/// A way to get blocks from elsewhere. What it returns is not trusted: the store checks it against the CID.
#[async_trait]
pub trait Exchange: Send + Sync + 'static {
	/// Fetches one block.
	///
	/// # Errors
	/// [`ExchangeError`] if no provider delivered it.
	async fn fetch(&self, cid: &Cid) -> Result<Bytes, ExchangeError>;

	/// Told of each cell block that was read here, `cid` being its name: only titles and cells are announced, so who
	/// fetches a fragment has to know its cell.
	fn learn(&self, _cid: &Cid, _cell: &CellBlock) {}
}

/// An exchange that knows nobody.
#[derive(Clone, Copy, Debug, Default)]
pub struct LocalOnly;

#[async_trait]
impl Exchange for LocalOnly {
	async fn fetch(&self, cid: &Cid) -> Result<Bytes, ExchangeError> {
		Err(ExchangeError::NoProvider { cid: *cid })
	}
}
