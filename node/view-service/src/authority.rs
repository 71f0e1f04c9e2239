//! Session keys and signatures: who this desk is, and whether others are who they say.

use crate::{
	chain::{SessionAuthorities, Signer},
	error::Error,
};
use reel_primitives::{Hash32, ids::PovId};
use sp_core::{Pair as _, sr25519};

/// This node among the authorities of a session.
#[derive(Clone, Debug)]
pub(crate) struct Seat {
	pub(crate) key: PovId,
	pub(crate) index: u32,
	pub(crate) session: u32,
}

impl Seat {
	/// The first of the keystore's keys that is an authority's; `None` when there is none.
	pub(crate) fn find(signer: &dyn Signer, session: &SessionAuthorities) -> Option<Self> {
		signer.own_keys().into_iter().find_map(|key| {
			let index = session.index_of(&key)?;
			Some(Self { key, index, session: session.session })
		})
	}

	pub(crate) fn sign(&self, signer: &dyn Signer, payload: &[u8]) -> Result<[u8; 64], Error> {
		let signature = signer.sign(&self.key, payload).ok_or(Error::KeyNotHeld)?;
		Ok(signature.into_inner().0)
	}
}

/// The 32 bytes of a session key.
pub(crate) fn key_bytes(key: &PovId) -> Hash32 {
	key.clone().into_inner().0
}

/// Whether `signature` over `payload` was made with the sr25519 key `public`.
pub(crate) fn is_signed(signature: &[u8; 64], payload: &[u8], public: &Hash32) -> bool {
	let signature = sr25519::Signature::from_raw(*signature);
	sr25519::Pair::verify(&signature, payload, &sr25519::Public::from_raw(*public))
}
