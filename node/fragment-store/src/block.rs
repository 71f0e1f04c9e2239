//! Names of blocks: which CIDs the store takes, and how bytes are held against them.
//!
//! | part | taken |
//! |---|---|
//! | version | `CIDv1` |
//! | codec | raw (0x55), dag-cbor (0x71), dag-pb (0x70): files that IPFS nodes added |
//! | hash | sha2-256 (0x12), BLAKE3 (0x1e), BLAKE2b-256 (0xb220), each with its full 32-byte digest |
//!
//! A block is kept under its *multihash*: the same bytes asked for as raw and as dag-cbor are one block, so a
//! denied block cannot be had again by writing another codec in front of its hash.

use crate::error::StoreError;
use blake2::{Blake2b, digest::consts::U32};
use cid::{Cid, Version, multihash::Multihash};
use sha2::{Digest, Sha256};

/// Multicodec of raw bytes.
pub const RAW: u64 = 0x55;
/// Multicodec of DAG-PB, in which IPFS nodes keep files. Its links are followed, it is not deserialised further.
pub const DAG_PB: u64 = 0x70;
/// Multicodec of DAG-CBOR.
pub const DAG_CBOR: u64 = 0x71;
/// Multihash code of SHA2-256, the hash of every fragment.
pub const SHA2_256: u64 = 0x12;
/// Multihash code of BLAKE3 with 32 bytes.
pub const BLAKE3: u64 = 0x1e;
/// Multihash code of `BLAKE2b` with 32 bytes.
pub const BLAKE2B_256: u64 = 0xb220;
/// Multihash code of inline data. Such a CID carries its block; the gateway answers it, the store never keeps it.
pub const IDENTITY: u64 = 0x00;

/// Largest block in bytes: 2 MiB, what any Bitswap peer accepts.
pub const MAX_BLOCK_BYTES: usize = 2 << 20;

/// Length of every digest the store takes, in bytes.
const DIGEST_BYTES: u8 = 32;

/// What a block is kept under: the encoded multihash of its CID.
pub(crate) type Key = Vec<u8>;

/// The key of `cid`.
pub(crate) fn key(cid: &Cid) -> Key {
	cid.hash().to_bytes()
}

/// Refuses a CID that the store cannot check or does not keep.
///
/// # Errors
/// [`StoreError::UnsupportedCid`] with the part that is not taken.
pub fn check_cid(cid: &Cid) -> Result<(), StoreError> {
	let refuse = |what: String| Err(StoreError::UnsupportedCid { cid: *cid, what });
	if cid.version() != Version::V1 {
		return refuse("version 0: convert it to CIDv1".to_owned());
	}
	if !matches!(cid.codec(), RAW | DAG_CBOR | DAG_PB) {
		return refuse(format!("codec {:#x}: raw, dag-cbor and dag-pb are taken", cid.codec()));
	}
	if !matches!(cid.hash().code(), SHA2_256 | BLAKE3 | BLAKE2B_256) {
		return refuse(format!(
			"hash {:#x}: sha2-256, blake3 and blake2b-256 are taken",
			cid.hash().code()
		));
	}
	if cid.hash().size() != DIGEST_BYTES {
		return refuse(format!("digest of {} bytes: 32 are needed", cid.hash().size()));
	}
	Ok(())
}

/// Whether blocks of `codec` have links.
pub(crate) const fn has_links(codec: u64) -> bool {
	matches!(codec, DAG_CBOR | DAG_PB)
}

/// `cid` as version 1: what version 0 names is dag-pb.
pub fn as_v1(cid: Cid) -> Cid {
	if cid.version() == Version::V0 { Cid::new_v1(DAG_PB, *cid.hash()) } else { cid }
}

/// The CID of `bytes` under `codec` and SHA2-256.
pub fn cid_of(codec: u64, bytes: &[u8]) -> Cid {
	Cid::new_v1(codec, wrap(SHA2_256, &Sha256::digest(bytes)))
}

/// The CID of `bytes` under `codec` and the hash with multihash code `hash`; `None` for a hash not taken.
pub fn cid_with_hash(codec: u64, hash: u64, bytes: &[u8]) -> Option<Cid> {
	digest(hash, bytes).map(|digest| Cid::new_v1(codec, wrap(hash, &digest)))
}

/// The CID of a digest that is known already, such as a content id.
pub fn cid_of_digest(codec: u64, sha2_256: &[u8; 32]) -> Cid {
	Cid::new_v1(codec, wrap(SHA2_256, sha2_256))
}

/// Whether `bytes` are what `cid` names. False for hashes not taken.
pub fn is_named_by(cid: &Cid, bytes: &[u8]) -> bool {
	digest(cid.hash().code(), bytes).is_some_and(|digest| digest == cid.hash().digest())
}

fn wrap(code: u64, digest: &[u8]) -> Multihash<64> {
	Multihash::wrap(code, digest).expect("32 bytes fit a multihash of up to 64; qed")
}

fn digest(hash: u64, bytes: &[u8]) -> Option<[u8; 32]> {
	match hash {
		SHA2_256 => Some(Sha256::digest(bytes).into()),
		BLAKE3 => Some(*blake3::hash(bytes).as_bytes()),
		BLAKE2B_256 => Some(Blake2b::<U32>::digest(bytes).into()),
		_ => None,
	}
}

/// Hashes bytes that come in pieces.
pub(crate) enum Hasher {
	Sha2(Sha256),
	Blake2(Blake2b<U32>),
	Blake3(Box<blake3::Hasher>),
}

impl Hasher {
	/// For what `cid` names; `None` for a hash not taken.
	pub(crate) fn of(cid: &Cid) -> Option<Self> {
		Some(match cid.hash().code() {
			SHA2_256 => Self::Sha2(Sha256::new()),
			BLAKE2B_256 => Self::Blake2(Blake2b::new()),
			BLAKE3 => Self::Blake3(Box::default()),
			_ => return None,
		})
	}

	pub(crate) fn update(&mut self, bytes: &[u8]) {
		match self {
			Self::Sha2(hasher) => Digest::update(hasher, bytes),
			Self::Blake2(hasher) => Digest::update(hasher, bytes),
			Self::Blake3(hasher) => {
				hasher.update(bytes);
			},
		}
	}

	/// Whether what was hashed is what `cid` names.
	pub(crate) fn matches(self, cid: &Cid) -> bool {
		let digest: [u8; 32] = match self {
			Self::Sha2(hasher) => hasher.finalize().into(),
			Self::Blake2(hasher) => hasher.finalize().into(),
			Self::Blake3(hasher) => *hasher.finalize().as_bytes(),
		};
		cid.hash().digest() == digest
	}
}

#[cfg(test)]
mod tests {
	use super::*;

	#[test]
	fn the_cid_of_nothing_is_the_one_every_ipfs_client_knows() {
		assert_eq!(
			cid_of(RAW, b"").to_string(),
			"bafkreihdwdcefgh4dqkjv67uzcmw7ojee6xedzdetojuzjevtenxquvyku"
		);
	}

	#[test]
	fn each_hash_names_its_own_bytes_only() {
		for hash in [SHA2_256, BLAKE3, BLAKE2B_256] {
			let cid = cid_with_hash(RAW, hash, b"film").expect("taken");
			assert!(check_cid(&cid).is_ok());
			assert!(is_named_by(&cid, b"film"));
			assert!(!is_named_by(&cid, b"Film"));
			for (pieces, named) in [([b"fi", b"lm"], true), ([b"fi", b"Lm"], false)] {
				let mut hasher = Hasher::of(&cid).expect("taken");
				pieces.iter().for_each(|piece| hasher.update(*piece));
				assert_eq!(hasher.matches(&cid), named);
			}
		}
		assert!(cid_with_hash(RAW, IDENTITY, b"film").is_none());
	}

	#[test]
	fn refuses_cids_it_cannot_check() {
		let short = Cid::new_v1(RAW, Multihash::wrap(SHA2_256, &[0; 20]).expect("fits"));
		let inline = Cid::new_v1(RAW, Multihash::wrap(IDENTITY, b"abc").expect("fits"));
		let json = Cid::new_v1(0x0129, *cid_of(RAW, b"").hash());
		let old = Cid::new_v0(*cid_of(RAW, b"").hash()).expect("sha2-256");
		assert!(check_cid(&as_v1(old)).is_ok());
		for cid in [short, inline, json, old] {
			assert!(matches!(check_cid(&cid), Err(StoreError::UnsupportedCid { .. })), "{cid}");
		}
	}
}
