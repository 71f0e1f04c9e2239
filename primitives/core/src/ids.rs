//! Identifiers.

use codec::{Decode, DecodeWithMemTracking, Encode, MaxEncodedLen};
use core::fmt;
use scale_info::TypeInfo;

/// Thirty-two bytes of hash output.
pub type Hash32 = [u8; 32];

/// An account as the chain knows it: an sr25519 public key.
pub type AccountId = sp_core::crypto::AccountId32;

/// Key type of the session key that signs batches, votes and tickets.
pub const POV_KEY_TYPE: sp_application_crypto::KeyTypeId =
	sp_application_crypto::KeyTypeId(*b"pov1");

mod pov {
	use sp_application_crypto::{app_crypto, sr25519};
	app_crypto!(sr25519, super::POV_KEY_TYPE);
}

/// Public half of a validator's proof-of-view session key.
pub type PovId = pov::Public;

/// Signature by a proof-of-view session key.
pub type PovSignature = pov::Signature;

/// Key pair of a proof-of-view session key.
#[cfg(feature = "std")]
pub type PovPair = pov::Pair;

/// A title's unique id: the SHA2-256 digest of its manifest.
///
/// The **magnet** that people pass on is the CIDv1 (dag-cbor, sha2-256) around these 32 bytes, so the two are
/// one-to-one and whoever holds the id can check the manifest (mission C2, S1).
#[derive(
	Clone,
	Copy,
	PartialEq,
	Eq,
	PartialOrd,
	Ord,
	Hash,
	Encode,
	Decode,
	DecodeWithMemTracking,
	MaxEncodedLen,
	TypeInfo,
)]
pub struct ContentId(pub Hash32);

impl fmt::Display for ContentId {
	fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
		f.write_str("0x")?;
		self.0.iter().try_for_each(|byte| write!(f, "{byte:02x}"))
	}
}

impl fmt::Debug for ContentId {
	fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
		write!(f, "ContentId({self})")
	}
}

impl From<Hash32> for ContentId {
	fn from(digest: Hash32) -> Self {
		Self(digest)
	}
}

impl AsRef<[u8]> for ContentId {
	fn as_ref(&self) -> &[u8] {
		&self.0
	}
}
