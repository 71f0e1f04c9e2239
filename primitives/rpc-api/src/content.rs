//! How a content secret gets from its creator to the validators' desks (C5).
//!
//! A desk has an X25519 key, signed by its authority's `pov1` session key. The creator seals the title's secret to
//! each of them and signs the lot; any desk takes it and passes it on.
//!
//! ```text
//! desk key payload = "reelchain/desk-key/v1" ‖ genesis ‖ X25519 public key
//! sealed box       = libsodium sealed box (X25519, XSalsa20-Poly1305) of: content id ‖ secret
//! deposit payload  = "reelchain/secret-deposit/v1" ‖ genesis ‖ SCALE(content, creator, deposited_at_ms, sealed)
//! ```

use crate::HexBytes;
use codec::{Decode, Encode};
use reel_primitives::{AccountId, ContentId, Hash32, play::ViewerSignature};
use serde::{Deserialize, Serialize};

const DESK_KEY_DOMAIN: &[u8] = b"reelchain/desk-key/v1";
const DEPOSIT_DOMAIN: &[u8] = b"reelchain/secret-deposit/v1";

/// Length of a sealed secret: ephemeral key 32, tag 16, content id 32, secret 32.
pub const SEALED_SECRET_BYTES: usize = 112;

/// Most boxes in a deposit, one for each authority.
pub const MAX_SEALED_BOXES: usize = 1_024;

/// The key of a desk, to which a creator seals secrets.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct DeskKey {
	/// The authority's `pov1` session key, 32 bytes.
	pub authority: HexBytes,
	/// The desk's X25519 public key, 32 bytes.
	pub public: HexBytes,
	/// sr25519 signature of the authority over [`DeskKey::signing_payload`], 64 bytes.
	pub signature: HexBytes,
}

impl DeskKey {
	/// The bytes that the authority signs.
	pub fn signing_payload(genesis: &Hash32, public: &Hash32) -> Vec<u8> {
		[DESK_KEY_DOMAIN, genesis, public].concat()
	}
}

/// A secret sealed to one authority's desk.
#[derive(Clone, Debug, PartialEq, Eq, Encode, Decode)]
pub struct SealedSecret {
	/// The authority's `pov1` session key.
	pub authority: Hash32,
	/// Sealed box, [`SEALED_SECRET_BYTES`] long.
	pub sealed: Vec<u8>,
}

/// A creator hands the secret of a title to the desks.
#[derive(Clone, Debug, PartialEq, Eq, Encode, Decode)]
pub struct SecretDeposit {
	/// The title.
	pub content: ContentId,
	/// Who registered it, and signs.
	pub creator: AccountId,
	/// The creator's clock, Unix milliseconds. A later deposit replaces an earlier one; an earlier is refused.
	pub deposited_at_ms: u64,
	/// One box for each desk, at most [`MAX_SEALED_BOXES`].
	pub sealed: Vec<SealedSecret>,
	/// sr25519, over [`SecretDeposit::signing_payload`].
	pub signature: ViewerSignature,
}

impl SecretDeposit {
	/// The bytes that the creator signs.
	pub fn signing_payload(&self, genesis: &Hash32) -> Vec<u8> {
		let fields = (self.content, &self.creator, self.deposited_at_ms, &self.sealed);
		[DEPOSIT_DOMAIN, genesis, &fields.encode()].concat()
	}
}

#[cfg(test)]
mod tests {
	use super::*;

	#[test]
	fn a_deposit_is_bound_to_chain_and_fields_but_not_to_its_signature() {
		let deposit = SecretDeposit {
			content: ContentId([1; 32]),
			creator: AccountId::new([2; 32]),
			deposited_at_ms: 3,
			sealed: vec![SealedSecret { authority: [4; 32], sealed: vec![5; 112] }],
			signature: [6; 64],
		};
		let payload = deposit.signing_payload(&[7; 32]);
		assert_ne!(payload, deposit.signing_payload(&[8; 32]));
		let later = SecretDeposit { deposited_at_ms: 4, ..deposit.clone() };
		assert_ne!(payload, later.signing_payload(&[7; 32]));
		let signed = SecretDeposit { signature: [0; 64], ..deposit.clone() };
		assert_eq!(payload, signed.signing_payload(&[7; 32]));
		assert_eq!(HexBytes::scale(&deposit).decode(), Ok(deposit));
	}
}
