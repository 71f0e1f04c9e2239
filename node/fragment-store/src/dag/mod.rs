//! Blocks that name others: links, CAR files, the manifest of a title, and files.

pub mod car;
pub mod file;
pub mod flat;
pub mod manifest;
pub mod record;

use crate::{
	block::{DAG_PB, as_v1},
	error::StoreError,
	protobuf::{Broken, Fields, Value},
};
use bytes::Bytes;
use cid::Cid;
use ipld_core::codec::Links;
use serde_ipld_dagcbor::codec::DagCborCodec;

/// The links in a dag-cbor or dag-pb block, in order, as often as they occur.
///
/// # Errors
/// [`StoreError::BadDag`] if it does not decode.
pub fn links(cid: &Cid, bytes: &[u8]) -> Result<Vec<Cid>, StoreError> {
	let bad = |reason: String| StoreError::BadDag { cid: *cid, reason };
	if cid.codec() == DAG_PB {
		return file_links(bytes).map_err(|error| bad(error.to_string()));
	}
	DagCborCodec::links(bytes).map(Iterator::collect).map_err(|error| bad(error.to_string()))
}

/// The links of a dag-pb node: field 2, each with its CID as field 1. Those of version 0 come as version 1.
fn file_links(bytes: &[u8]) -> Result<Vec<Cid>, Broken> {
	let (mut fields, mut found) = (Fields(Bytes::copy_from_slice(bytes)), Vec::new());
	while let Some(field) = fields.next()? {
		let (2, Value::Bytes(link)) = field else { continue };
		let mut parts = Fields(link);
		while let Some(part) = parts.next()? {
			if let (1, Value::Bytes(cid)) = part {
				found.push(as_v1(Cid::try_from(cid.as_ref()).map_err(|_| Broken)?));
			}
		}
	}
	Ok(found)
}

#[cfg(test)]
mod tests {
	use super::*;
	use crate::{
		block::{RAW, cid_of},
		protobuf::{put_bytes, put_number},
	};

	#[test]
	fn the_links_of_a_file_are_found_whatever_their_version() {
		let leaf = cid_of(RAW, b"leaf");
		let old = Cid::new_v0(*cid_of(RAW, b"old").hash()).expect("sha2-256");
		let mut node = Vec::new();
		for cid in [leaf, old] {
			let mut link = Vec::new();
			put_bytes(&mut link, 1, &cid.to_bytes());
			put_bytes(&mut link, 2, b"name");
			put_number(&mut link, 3, 9);
			put_bytes(&mut node, 2, &link);
		}
		put_bytes(&mut node, 1, b"data");
		let cid = cid_of(DAG_PB, &node);
		assert_eq!(links(&cid, &node).expect("decodes"), [leaf, as_v1(old)]);
		assert!(links(&cid, &node[1..]).is_err());
	}
}
