//! sr25519 over the byte arrays of the protocol.

use codec::Encode;
use reel_primitives::{
	Hash32,
	ids::{PovId, PovSignature},
};
use sp_core::{Pair, sr25519};

/// Whether `signature` over `payload` is by `public`.
pub(crate) fn is_signed(public: &Hash32, signature: &[u8; 64], payload: &[u8]) -> bool {
	let public = sr25519::Public::from_raw(*public);
	sr25519::Pair::verify(&sr25519::Signature::from_raw(*signature), payload, &public)
}

/// The bytes of a session key.
pub(crate) fn key_bytes(key: &PovId) -> Hash32 {
	sr25519::Public::from(key.clone()).0
}

/// The bytes of a session key's signature.
pub(crate) fn signature_bytes(signature: &PovSignature) -> [u8; 64] {
	// The encoding of a signature is its 64 bytes.
	signature.encode().try_into().unwrap_or([0; 64])
}
