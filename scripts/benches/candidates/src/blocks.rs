//! Blocks of 1 MiB, and a file for each.

use crate::Outcome;
use cid::Cid;
use multihash::Multihash;
use sha2::{Digest, Sha256};
use std::path::{Path, PathBuf};

const MIB: usize = 1 << 20;

/// Codec of raw bytes, and SHA-256, in the table of multicodecs.
const RAW: u64 = 0x55;
const SHA2_256: u64 = 0x12;

/// Bytes that no two seeds or indexes share: each 32 of them are the hash of those before.
pub(crate) fn block(seed: u64, index: u64) -> Vec<u8> {
	let mut bytes = Vec::with_capacity(MIB);
	let mut last: [u8; 32] =
		Sha256::digest([seed.to_le_bytes(), index.to_le_bytes()].concat()).into();
	while bytes.len() < MIB {
		bytes.extend_from_slice(&last);
		last = Sha256::digest(last).into();
	}
	bytes
}

/// The name of these bytes.
pub(crate) fn name_of(bytes: &[u8]) -> Outcome<Cid> {
	Ok(Cid::new_v1(RAW, Multihash::wrap(SHA2_256, &Sha256::digest(bytes))?))
}

/// A directory with a file for each block.
#[derive(Clone)]
pub(crate) struct Blocks(PathBuf);

impl Blocks {
	pub(crate) fn in_directory(directory: &Path) -> Outcome<Self> {
		std::fs::create_dir_all(directory)?;
		Ok(Self(directory.to_owned()))
	}

	/// Checks bytes against their name, and writes them.
	pub(crate) async fn put(&self, cid: &Cid, bytes: &[u8]) -> Outcome<()> {
		if name_of(bytes)? != *cid {
			return Err(format!("these are not the bytes of {cid}").into());
		}
		Ok(tokio::fs::write(self.0.join(cid.to_string()), bytes).await?)
	}

	/// Bytes of a block, if it is here.
	pub(crate) async fn get(&self, cid: &Cid) -> Option<Vec<u8>> {
		tokio::fs::read(self.0.join(cid.to_string())).await.ok()
	}
}
