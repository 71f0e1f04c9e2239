//! Blocks that name others: links, CAR files, and the manifest of a title.

pub mod car;
pub mod manifest;

use crate::error::StoreError;
use cid::Cid;
use ipld_core::codec::Links;
use serde_ipld_dagcbor::codec::DagCborCodec;

/// The links in a dag-cbor block, in order, as often as they occur.
///
/// # Errors
/// [`StoreError::BadDag`] if it does not decode.
pub fn links(cid: &Cid, bytes: &[u8]) -> Result<Vec<Cid>, StoreError> {
	DagCborCodec::links(bytes)
		.map(Iterator::collect)
		.map_err(|error| StoreError::BadDag { cid: *cid, reason: error.to_string() })
}
