//! Files that are no titles, as blocks: the `UnixFS` form that IPFS nodes keep files in.
//!
//! ```text
//! root ─► nodes of up to 174 links ─► leaves: raw blocks of 1 MiB
//! ```
//!
//! A file of one leaf is that raw block. What IPFS nodes made otherwise, with other leaves or bytes in the nodes themselves,
//! is read as well. The store keeps such blocks and follows their links; it is the client that puts files together.

use crate::{
	block::{DAG_PB, as_v1, cid_of},
	error::StoreError,
	protobuf::{Broken, Fields, Value, put_bytes, put_number, take_varint},
};
use bytes::Bytes;
use cid::Cid;
use reel_primitives::geometry::FRAGMENT_BYTES;

/// Bytes of each leaf but the last.
pub const LEAF_BYTES: usize = FRAGMENT_BYTES as usize;

/// Most links of a node.
pub(super) const MAX_LINKS: usize = 174;

/// What `UnixFS` calls bytes of a file, and a file.
const KINDS: [u64; 2] = [0, FILE];
const FILE: u64 = 2;

/// A node of a file: what it holds itself, then its parts.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct FileNode {
	/// Bytes of the file in the node itself, in front of those of its parts.
	pub data: Bytes,
	/// Its parts in order, each with its bytes of the file.
	pub parts: Vec<(Cid, u64)>,
}

impl FileNode {
	/// Reads a dag-pb block.
	///
	/// # Errors
	/// [`StoreError::BadDag`] for what is no file, such as a directory.
	pub fn decode(cid: &Cid, bytes: &[u8]) -> Result<Self, StoreError> {
		read(bytes)
			.map_err(|Broken| StoreError::BadDag { cid: *cid, reason: "it is no file".to_owned() })
	}

	/// Bytes of the file from here on; `None` on overflow.
	pub fn size_bytes(&self) -> Option<u64> {
		let mut sizes = self.parts.iter().map(|(_, size)| *size);
		sizes.try_fold(self.data.len() as u64, u64::checked_add)
	}
}

fn read(bytes: &[u8]) -> Result<FileNode, Broken> {
	let (mut fields, mut links) = (Fields(Bytes::copy_from_slice(bytes)), Vec::new());
	let mut unixfs = None;
	while let Some(field) = fields.next()? {
		match field {
			(1, Value::Bytes(data)) => unixfs = Some(data),
			(2, Value::Bytes(link)) => links.push(linked(link)?),
			_ => return Err(Broken),
		}
	}
	let (mut fields, mut sizes) = (Fields(unixfs.ok_or(Broken)?), Vec::new());
	let mut node = FileNode::default();
	while let Some(field) = fields.next()? {
		match field {
			(1, Value::Number(kind)) if KINDS.contains(&kind) => {},
			(1, _) => return Err(Broken),
			(2, Value::Bytes(data)) => node.data = data,
			(4, Value::Number(size)) => sizes.push(size),
			(4, Value::Bytes(mut packed)) => {
				while !packed.is_empty() {
					sizes.push(take_varint(&mut packed)?);
				}
			},
			_ => {},
		}
	}
	if sizes.len() != links.len() {
		return Err(Broken);
	}
	node.parts = links.into_iter().zip(sizes).collect();
	Ok(node)
}

/// The CID of a link, which is its field 1.
fn linked(link: Bytes) -> Result<Cid, Broken> {
	let mut fields = Fields(link);
	while let Some(field) = fields.next()? {
		if let (1, Value::Bytes(cid)) = field {
			return Cid::try_from(cid.as_ref()).map(as_v1).map_err(|_| Broken);
		}
	}
	Err(Broken)
}

/// A part of a file that is being made.
#[derive(Clone, Copy, Debug)]
pub(super) struct Part {
	pub(super) cid: Cid,
	/// Bytes of the file in it.
	pub(super) file_bytes: u64,
	/// Bytes of all its blocks.
	pub(super) dag_bytes: u64,
}

/// A node with its name.
pub type NamedNode = (Cid, Vec<u8>);

/// Makes the nodes over the leaves of a file, which come one after the other.
#[derive(Clone, Debug, Default)]
pub struct FileNodes {
	/// Parts without a node over them yet: leaves, nodes over leaves, and so on.
	levels: Vec<Vec<Part>>,
}

impl FileNodes {
	/// Adds the next leaf. The nodes that are full by that, each after its parts.
	pub fn push(&mut self, leaf: Cid, bytes: usize) -> Vec<NamedNode> {
		let bytes = bytes as u64;
		let mut full = Vec::new();
		self.add(0, Part { cid: leaf, file_bytes: bytes, dag_bytes: bytes }, &mut full);
		full
	}

	/// The name of the file, and the nodes that are missing, each after its parts; `None` without any leaf.
	pub fn finish(mut self) -> Option<(Cid, Vec<NamedNode>)> {
		let (mut made, mut level) = (Vec::new(), 0);
		loop {
			let parts = std::mem::take(self.levels.get_mut(level)?);
			let is_top = self.levels.len() == level + 1;
			match parts.first() {
				Some(root) if is_top && parts.len() == 1 => return Some((root.cid, made)),
				None => {},
				Some(_) => {
					let node = over(&parts, &mut made);
					self.add(level + 1, node, &mut made);
				},
			}
			level += 1;
		}
	}

	fn add(&mut self, level: usize, part: Part, made: &mut Vec<NamedNode>) {
		if self.levels.len() == level {
			self.levels.push(Vec::new());
		}
		let Some(parts) = self.levels.get_mut(level) else { return };
		// Only now, so that as many leaves as fit make one node and not two.
		if parts.len() == MAX_LINKS {
			let node = over(&std::mem::take(parts), made);
			self.add(level + 1, node, made);
		}
		if let Some(parts) = self.levels.get_mut(level) {
			parts.push(part);
		}
	}
}

/// A node over `parts`.
pub(super) fn over(parts: &[Part], made: &mut Vec<NamedNode>) -> Part {
	let file_bytes = parts.iter().map(|part| part.file_bytes).sum();
	let (mut node, mut unixfs) = (Vec::new(), Vec::new());
	put_number(&mut unixfs, 1, FILE);
	put_number(&mut unixfs, 3, file_bytes);
	for part in parts {
		let mut link = Vec::new();
		put_bytes(&mut link, 1, &part.cid.to_bytes());
		put_bytes(&mut link, 2, b"");
		put_number(&mut link, 3, part.dag_bytes);
		put_bytes(&mut node, 2, &link);
		put_number(&mut unixfs, 4, part.file_bytes);
	}
	put_bytes(&mut node, 1, &unixfs);
	let cid = cid_of(DAG_PB, &node);
	let below: u64 = parts.iter().map(|part| part.dag_bytes).sum();
	let dag_bytes = below + node.len() as u64;
	made.push((cid, node));
	Part { cid, file_bytes, dag_bytes }
}

#[cfg(test)]
mod tests {
	use super::*;
	use crate::{block::RAW, dag::links};
	use std::collections::HashMap;

	/// The blocks of a file with `leaves` leaves of one byte each, and its name.
	fn made(leaves: usize) -> (Cid, HashMap<Cid, Vec<u8>>) {
		let (mut nodes, mut blocks) = (FileNodes::default(), HashMap::new());
		for number in 0..leaves {
			let leaf = vec![number as u8];
			let cid = cid_of(RAW, &leaf);
			blocks.extend(nodes.push(cid, 1));
			blocks.insert(cid, leaf);
		}
		let (root, rest) = nodes.finish().expect("there are leaves");
		blocks.extend(rest);
		(root, blocks)
	}

	fn whole(cid: &Cid, blocks: &HashMap<Cid, Vec<u8>>) -> (Vec<u8>, usize) {
		let bytes = &blocks[cid];
		if cid.codec() == RAW {
			return (bytes.clone(), 0);
		}
		let node = FileNode::decode(cid, bytes).expect("a node");
		let named: Vec<Cid> = node.parts.iter().map(|(cid, _)| *cid).collect();
		assert_eq!(links(cid, bytes).expect("decodes"), named);
		let (mut all, mut depth) = (node.data.to_vec(), 0);
		for (part, size) in &node.parts {
			let (bytes, below) = whole(part, blocks);
			assert_eq!(bytes.len() as u64, *size);
			all.extend(bytes);
			depth = depth.max(below + 1);
		}
		assert_eq!(node.size_bytes(), Some(all.len() as u64));
		(all, depth)
	}

	#[test]
	fn a_file_of_any_number_of_leaves_comes_out_as_it_went_in() {
		let square = MAX_LINKS * MAX_LINKS;
		for (leaves, expected) in
			[(1, 0), (2, 1), (MAX_LINKS, 1), (MAX_LINKS + 1, 2), (square, 2), (square + 1, 3)]
		{
			let (root, blocks) = made(leaves);
			let (all, depth) = whole(&root, &blocks);
			assert!(all.iter().enumerate().all(|(at, byte)| *byte == at as u8), "{leaves}");
			assert_eq!((all.len(), depth), (leaves, expected));
		}
		assert!(FileNodes::default().finish().is_none());
	}

	#[test]
	fn bytes_in_a_node_and_packed_sizes_are_read_and_what_is_no_file_is_refused() {
		let leaf = cid_of(RAW, b"leaf");
		let node = |kind: u64, sizes: usize| {
			let (mut node, mut link, mut unixfs) = (Vec::new(), Vec::new(), Vec::new());
			put_bytes(&mut link, 1, &leaf.to_bytes());
			put_bytes(&mut node, 2, &link);
			put_number(&mut unixfs, 1, kind);
			put_bytes(&mut unixfs, 2, b"in front, ");
			put_bytes(&mut unixfs, 4, &vec![4; sizes]);
			put_bytes(&mut node, 1, &unixfs);
			FileNode::decode(&leaf, &node)
		};
		let expected = FileNode { data: "in front, ".into(), parts: vec![(leaf, 4)] };
		assert_eq!(node(FILE, 1).expect("a file"), expected);
		let directory = 1;
		for wrong in [node(directory, 1), node(FILE, 0), node(FILE, 2)] {
			assert!(matches!(wrong, Err(StoreError::BadDag { .. })));
		}
		assert!(FileNode::decode(&leaf, b"nonsense").is_err());
		let huge = FileNode { data: "x".into(), parts: vec![(leaf, u64::MAX)] };
		assert_eq!(huge.size_bytes(), None);
	}
}
