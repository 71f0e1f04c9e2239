//! Files that their hash alone names: always one node over raw leaves of 1 MiB, be it a single one.
//!
//! ```text
//! root (dag-pb) ─► up to 174 leaves (raw)
//! ```
//!
//! A file as [`super::file`] makes it is a raw block when it is short and a tree when it is long, so its CID says which. Where only
//! a digest is kept, as the chain keeps that of a fingerprint (K1), nothing may be left open: codec, hash and depth are fixed here.

use super::file::{FileNode, LEAF_BYTES, MAX_LINKS, NamedNode, Part, over};
use crate::{
	block::{DAG_PB, RAW, SHA2_256, cid_of, cid_of_digest},
	error::StoreError,
};
use cid::Cid;

/// The name of the file whose root has this SHA2-256.
pub fn name_of(digest: &[u8; 32]) -> Cid {
	cid_of_digest(DAG_PB, digest)
}

/// The SHA2-256 of a root, by which [`name_of`] finds it again; `None` for a CID of another kind.
pub fn digest_of(root: &Cid) -> Option<[u8; 32]> {
	let is_ours = root.codec() == DAG_PB && root.hash().code() == SHA2_256;
	root.hash().digest().try_into().ok().filter(|_| is_ours)
}

/// The blocks of a file, its root last; `None` for an empty one and for one of more than 174 MiB.
pub fn blocks_of(bytes: &[u8]) -> Option<Vec<NamedNode>> {
	let leaves = bytes.chunks(LEAF_BYTES).map(|leaf| (cid_of(RAW, leaf), leaf.to_vec()));
	let mut blocks: Vec<NamedNode> = leaves.collect();
	let part = |(cid, leaf): &NamedNode| Part {
		cid: *cid,
		file_bytes: leaf.len() as u64,
		dag_bytes: leaf.len() as u64,
	};
	let parts: Vec<Part> = blocks.iter().map(part).collect();
	if parts.is_empty() || parts.len() > MAX_LINKS {
		return None;
	}
	over(&parts, &mut blocks);
	Some(blocks)
}

/// The leaves that a root lists, in order, each with its bytes of the file.
///
/// # Errors
/// [`StoreError::BadDag`] for a file of another form, an empty one, and one of more than `max_bytes`: nothing of it has to be
/// fetched to know.
pub fn leaves_of(root: &Cid, bytes: &[u8], max_bytes: u64) -> Result<Vec<(Cid, u64)>, StoreError> {
	let refuse = |reason: &str| StoreError::BadDag { cid: *root, reason: reason.to_owned() };
	let node = FileNode::decode(root, bytes)?;
	if node.size_bytes().is_none_or(|size| size > max_bytes) {
		return Err(refuse("it is longer than it may be"));
	}
	let is_leaf = |(cid, size): &(Cid, u64)| {
		let fits = (1..=LEAF_BYTES as u64).contains(size);
		cid.codec() == RAW && cid.hash().code() == SHA2_256 && fits
	};
	let Some((last, others)) = node.parts.split_last() else { return Err(refuse("it is empty")) };
	// Full ones but the last: as few blocks as its length allows.
	let are_full = others.iter().all(|part| is_leaf(part) && part.1 == LEAF_BYTES as u64);
	match node.data.is_empty() && are_full && is_leaf(last) {
		true => Ok(node.parts),
		false => Err(refuse("it is no root over raw leaves")),
	}
}

#[cfg(test)]
mod tests {
	use super::*;
	use crate::{
		block::is_named_by,
		protobuf::{put_bytes, put_number},
	};

	#[test]
	fn a_file_of_any_length_is_found_again_by_one_digest() {
		for length in [1, LEAF_BYTES, LEAF_BYTES + 1, 3 * LEAF_BYTES] {
			let file: Vec<u8> = (0..length).map(|at| (at / 7) as u8).collect();
			let blocks = blocks_of(&file).expect("it has leaves");
			assert!(blocks.iter().all(|(cid, bytes)| is_named_by(cid, bytes)));
			let (root, bytes) = blocks.last().expect("a root");
			let digest = digest_of(root).expect("a root of ours");
			assert_eq!(name_of(&digest), *root);
			let leaves = leaves_of(root, bytes, length as u64).expect("flat");
			assert_eq!(leaves.len(), length.div_ceil(LEAF_BYTES));
			let whole: Vec<u8> = leaves
				.iter()
				.flat_map(|(cid, _)| blocks.iter().find(|(other, _)| other == cid))
				.flat_map(|(_, leaf)| leaf.clone())
				.collect();
			assert_eq!(whole, file, "{length}");
			assert!(leaves_of(root, bytes, length as u64 - 1).is_err(), "too long");
		}
		assert!(blocks_of(b"").is_none());
		assert!(digest_of(&cid_of(RAW, b"leaf")).is_none());
	}

	#[test]
	fn a_root_of_another_form_is_refused() {
		let leaf = cid_of(RAW, b"leaf");
		let node = |parts: &[(Cid, u64)], data: &[u8]| {
			let (mut node, mut unixfs) = (Vec::new(), Vec::new());
			put_number(&mut unixfs, 1, 2);
			put_bytes(&mut unixfs, 2, data);
			for (cid, size) in parts {
				let mut link = Vec::new();
				put_bytes(&mut link, 1, &cid.to_bytes());
				put_bytes(&mut node, 2, &link);
				put_number(&mut unixfs, 4, *size);
			}
			put_bytes(&mut node, 1, &unixfs);
			leaves_of(&cid_of(DAG_PB, &node), &node, u64::MAX)
		};
		assert_eq!(node(&[(leaf, 4)], b"").expect("flat"), [(leaf, 4)]);
		let deeper = cid_of(DAG_PB, b"node");
		for (parts, data) in [
			(&[][..], &b""[..]),
			(&[(leaf, 4)], b"x"),
			(&[(leaf, 0)], b""),
			(&[(leaf, LEAF_BYTES as u64 + 1)], b""),
			(&[(leaf, LEAF_BYTES as u64), (deeper, 4)], b""),
			(&[(leaf, 4), (leaf, 4)], b""),
			(&[(leaf, u64::MAX), (leaf, 1)], b""),
		] {
			assert!(matches!(node(parts, data), Err(StoreError::BadDag { .. })), "{parts:?}");
		}
		assert!(leaves_of(&leaf, b"leaf", 10).is_err());
	}
}
