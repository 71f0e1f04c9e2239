//! Where blocks come from that are not here: the seam for peers.
//!
//! The store asks one [`Exchange`] and checks what it answers. This version has [`LocalOnly`]; peers, Bitswap and
//! HTTP origins are further implementations, so nothing above the store changes when they come.

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
