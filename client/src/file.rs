//! Files in stores that are no titles, such as those of layers (C10): put there block by block, and put together again, each
//! block checked against its name.

use crate::{
	Error, Result,
	peers::Peers,
	store::{Store, get_from},
};
use cid::Cid;
use reel_fragment_store::{
	TitleError,
	block::{DAG_PB, RAW, cid_of},
	dag::file::{FileNode, FileNodes, LEAF_BYTES},
};
use std::path::Path;
use tokio::{
	fs,
	io::{AsyncReadExt, AsyncWriteExt},
};

/// Most blocks that a file is put together from, and most of them known and not yet fetched: 16 GiB with leaves of 1 MiB.
const MAX_BLOCKS: usize = 16_384;

/// Longest answer of a store to a command, in bytes.
const MAX_ANSWER: usize = 1 << 16;

fn failed(path: &Path) -> impl Fn(std::io::Error) -> Error {
	move |error| Error::File(format!("{}: {error}", path.display()))
}

/// Puts a file into a store, which pins and announces it; its name and its bytes. Without a store only the name is found out.
///
/// # Errors
/// [`Error::NotFound`] and [`Error::File`] of the file, [`Error::Usage`] for an empty one, [`Error::Storage`].
pub async fn put_file(store: Option<&Store>, path: &Path) -> Result<(Cid, u64)> {
	let opened = fs::File::open(path).await;
	let mut file = opened.map_err(|error| Error::of_file(path, &error))?;
	let (mut nodes, mut size) = (FileNodes::default(), 0u64);
	let mut leaves = 0;
	loop {
		let mut leaf = Vec::new();
		let limit = LEAF_BYTES as u64;
		(&mut file).take(limit).read_to_end(&mut leaf).await.map_err(failed(path))?;
		if leaf.is_empty() {
			break;
		}
		leaves += 1;
		size += leaf.len() as u64;
		let cid = cid_of(RAW, &leaf);
		let full = nodes.push(cid, leaf.len());
		put(store, &cid, leaf, false).await?;
		put_nodes(store, full).await?;
	}
	let empty = || Error::Usage(format!("{} is empty", path.display()));
	let (root, rest) = nodes.finish().ok_or_else(empty)?;
	put_nodes(store, rest).await?;
	if let (1, Some(store)) = (leaves, store) {
		store.command(&format!("pin/add?arg={root}"), MAX_ANSWER).await?;
	}
	Ok((root, size))
}

/// Each node holds its parts, so that an upload that takes long is not collected meanwhile.
async fn put_nodes(store: Option<&Store>, nodes: Vec<(Cid, Vec<u8>)>) -> Result<()> {
	for (cid, bytes) in nodes {
		put(store, &cid, bytes, true).await?;
	}
	Ok(())
}

async fn put(store: Option<&Store>, cid: &Cid, bytes: Vec<u8>, pin: bool) -> Result<()> {
	match store {
		Some(store) => store.put(cid, bytes, pin).await,
		None => Ok(()),
	}
}

/// Where files are read from: web stores in order, and then peers.
#[derive(Clone, Debug, Default)]
pub struct Sources {
	/// Stores by HTTP.
	pub stores: Vec<Store>,
	/// A store of one's own among others.
	pub peers: Option<Peers>,
}

impl Sources {
	/// A block from the first that has it.
	async fn block(&self, cid: &Cid) -> Result<Vec<u8>> {
		match (get_from(&self.stores, cid).await, &self.peers) {
			(Err(_), Some(peers)) => {
				let bytes = peers.store().get_or_fetch(cid).await;
				Ok(bytes.map_err(|error| Error::from(TitleError::Fetch(error)))?.to_vec())
			},
			(found, _) => found,
		}
	}

	/// Writes a file of `size_bytes` to `path`.
	///
	/// # Errors
	/// [`Error::NotFound`], [`Error::Storage`] when it is another file than its name or size says, [`Error::File`].
	pub async fn fetch_file(&self, root: &Cid, size_bytes: u64, path: &Path) -> Result<()> {
		let other = |what: &str| Error::Storage(format!("{root}: {what}"));
		let mut file = fs::File::create(path).await.map_err(failed(path))?;
		let (mut waiting, mut blocks) = (vec![(*root, size_bytes)], 0);
		while let Some((cid, expected)) = waiting.pop() {
			blocks += 1;
			if blocks + waiting.len() > MAX_BLOCKS {
				return Err(other("it has too many blocks"));
			}
			let bytes = self.block(&cid).await?;
			let (data, size) = if cid.codec() == DAG_PB {
				let node = FileNode::decode(&cid, &bytes)?;
				let size = node.size_bytes();
				waiting.extend(node.parts.into_iter().rev());
				(node.data.to_vec(), size)
			} else {
				let size = bytes.len() as u64;
				(bytes, Some(size))
			};
			if size != Some(expected) {
				return Err(other("its size is not the one that was said"));
			}
			file.write_all(&data).await.map_err(failed(path))?;
		}
		file.flush().await.map_err(failed(path))
	}
}
