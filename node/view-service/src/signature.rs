//! sr25519 over the byte arrays of the protocol, one by one and many at once.
//!
//! Many together cost a quarter of one by one: the equations of all are added up with random factors, and one
//! multiplication over all points decides. When the sum is wrong, halves of it are looked at until the wrong ones
//! stand alone. Adding up accepts exactly what looking at each accepts, but for a chance of 2^-128: the group has prime
//! order, so nothing can cancel out that is not in the factors.
//!
//! ```text
//! c_i  = challenge of signature i (R_i, s_i) by A_i: the transcript of `schnorrkel`, context "substrate"
//! z_i  = 128 random bits: BLAKE3, keyed by the system's randomness, over all signatures of the group
//! holds  Σ z_i·R_i + Σ z_i·c_i·A_i = (Σ z_i·s_i)·B
//! ```
//!
//! `schnorrkel` has the same, but draws the factors out of one more Keccak transcript over everything, which takes longer
//! than the challenges themselves, and begins from the bytes again for each half that is looked at.

use crate::id_map::IdMap;
use codec::Encode;
use curve25519_dalek::{
	constants::RISTRETTO_BASEPOINT_POINT,
	ristretto::{CompressedRistretto, RistrettoPoint},
	scalar::Scalar,
	traits::{IsIdentity, VartimeMultiscalarMul},
};
use rand::{RngCore, rngs::OsRng};
use reel_primitives::{
	Hash32,
	ids::{PovId, PovSignature},
};
use schnorrkel::{
	context::{SigningContext, SigningTranscript},
	signing_context,
};
use sp_core::{Pair, sr25519};
use std::{iter, ops::Range};

/// The context in which the SDK's sr25519 keys sign.
const CONTEXT: &[u8] = b"substrate";

/// Set in the last byte of each signature of this scheme, so that none is taken for one of ed25519.
const MARK: u8 = 0x80;

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

/// A signature whose sum is still to be looked at.
struct Entry {
	/// Whose it is for the caller.
	owner: usize,
	/// Place of its key in [`SignatureGroup::keys`].
	key: usize,
	/// `R`.
	commitment: RistrettoPoint,
	/// `s`.
	response: Scalar,
	/// `c`.
	challenge: Scalar,
	/// `z`, drawn when all are there.
	factor: Scalar,
}

/// Signatures that are verified together. Its buffers are kept from one group to the next.
pub(crate) struct SignatureGroup {
	context: SigningContext,
	payload: Vec<u8>,
	entries: Vec<Entry>,
	keys: Vec<RistrettoPoint>,
	places: IdMap<Hash32, usize>,
	/// Over all signatures and keys of the group.
	hasher: blake3::Hasher,
}

impl Default for SignatureGroup {
	fn default() -> Self {
		Self {
			context: signing_context(CONTEXT),
			payload: Vec::new(),
			entries: Vec::new(),
			keys: Vec::new(),
			places: IdMap::default(),
			hasher: fresh_hasher(),
		}
	}
}

/// Keyed by what nobody could know when the signatures were made.
fn fresh_hasher() -> blake3::Hasher {
	let mut key = [0; 32];
	OsRng.fill_bytes(&mut key);
	blake3::Hasher::new_keyed(&key)
}

impl SignatureGroup {
	/// Adds a signature over what `payload` appends; `false`, and nothing added, when key or signature are none.
	pub(crate) fn push(
		&mut self,
		owner: usize,
		public: &Hash32,
		signature: &[u8; 64],
		payload: impl FnOnce(&mut Vec<u8>),
	) -> bool {
		let Some((commitment, response)) = read(signature) else { return false };
		let Some(point) = commitment.decompress() else { return false };
		let compressed = CompressedRistretto(*public);
		let key = match self.places.get(public) {
			Some(place) => *place,
			None => {
				let Some(key) = compressed.decompress() else { return false };
				self.places.insert(*public, self.keys.len());
				self.keys.push(key);
				self.keys.len() - 1
			},
		};
		self.payload.clear();
		payload(&mut self.payload);
		let mut transcript = self.context.bytes(&self.payload);
		transcript.proto_name(b"Schnorr-sig");
		transcript.commit_point(b"sign:pk", &compressed);
		transcript.commit_point(b"sign:R", &commitment);
		let challenge = transcript.challenge_scalar(b"sign:c");
		self.hasher.update(signature).update(public).update(challenge.as_bytes());
		let factor = Scalar::ZERO;
		self.entries.push(Entry { owner, key, commitment: point, response, challenge, factor });
		true
	}

	/// Verifies all, tells `is_bad` the owner of each that is wrong, and empties the group.
	pub(crate) fn verify(&mut self, mut is_bad: impl FnMut(usize)) {
		let mut factors = std::mem::replace(&mut self.hasher, fresh_hasher()).finalize_xof();
		for entry in &mut self.entries {
			let mut factor = [0; 16];
			factors.fill(&mut factor);
			entry.factor = Scalar::from(u128::from_le_bytes(factor));
		}
		let all = 0..self.entries.len();
		if !self.holds(&all) {
			self.find(all, &mut is_bad);
		}
		self.entries.clear();
		self.keys.clear();
		self.places.clear();
	}

	/// Whether all signatures of a range are right.
	fn holds(&self, range: &Range<usize>) -> bool {
		let entries = self.entries.get(range.clone()).unwrap_or_default();
		if entries.is_empty() {
			return true;
		}
		// Of each key one sum: a desk signs many.
		let mut places = vec![usize::MAX; self.keys.len()];
		let mut keys: Vec<(RistrettoPoint, Scalar)> = Vec::with_capacity(entries.len());
		let mut base = Scalar::ZERO;
		for Entry { key, response, challenge, factor, .. } in entries {
			base += factor * response;
			let (Some(place), Some(point)) = (places.get_mut(*key), self.keys.get(*key)) else {
				return false;
			};
			match keys.get_mut(*place) {
				Some((_, sum)) => *sum += factor * challenge,
				None => {
					*place = keys.len();
					keys.push((*point, factor * challenge));
				},
			}
		}
		let factors = entries.iter().map(|entry| entry.factor);
		let commitments = entries.iter().map(|entry| entry.commitment);
		let scalars = iter::once(-base).chain(factors).chain(keys.iter().map(|(_, sum)| *sum));
		let points = iter::once(RISTRETTO_BASEPOINT_POINT)
			.chain(commitments)
			.chain(keys.iter().map(|(point, _)| *point));
		RistrettoPoint::vartime_multiscalar_mul(scalars, points).is_identity()
	}

	/// Tells the wrong ones of a range that has some.
	fn find(&self, range: Range<usize>, is_bad: &mut impl FnMut(usize)) {
		if range.len() <= 1 {
			let entry = self.entries.get(range.start);
			entry.into_iter().for_each(|Entry { owner, .. }| is_bad(*owner));
			return;
		}
		let middle = range.start.midpoint(range.end);
		let (left, right) = (range.start..middle, middle..range.end);
		let left_holds = self.holds(&left);
		if !left_holds {
			self.find(left, is_bad);
		}
		// If it is not in the left half, it is in the right one.
		if left_holds || !self.holds(&right) {
			self.find(right, is_bad);
		}
	}
}

/// What a signature consists of, if it is one of this scheme in its only form.
fn read(signature: &[u8; 64]) -> Option<(CompressedRistretto, Scalar)> {
	let (commitment, response) = signature.split_first_chunk::<32>()?;
	let mut response: [u8; 32] = response.try_into().ok()?;
	let last = response.last_mut()?;
	if *last & MARK == 0 {
		return None;
	}
	*last &= !MARK;
	let response = Option::from(Scalar::from_canonical_bytes(response))?;
	Some((CompressedRistretto(*commitment), response))
}

#[cfg(test)]
mod tests {
	use super::*;

	fn bad_of(group: &mut SignatureGroup) -> Vec<usize> {
		let mut bad = Vec::new();
		group.verify(|owner| bad.push(owner));
		bad.sort_unstable();
		bad
	}

	fn pair(seed: u8) -> sr25519::Pair {
		sr25519::Pair::from_seed(&[seed; 32])
	}

	/// A group of `size` with wrong ones at `wrong`; a third of all are by one key.
	fn group_of(group: &mut SignatureGroup, size: usize, wrong: &[usize]) {
		for n in 0..size {
			let key = pair(if n % 3 == 0 { 200 } else { n as u8 });
			let payload = format!("payload {n}");
			let mut signature = key.sign(payload.as_bytes()).0;
			if wrong.contains(&n) {
				signature = key.sign(b"something else").0;
			}
			assert!(group.push(n, &key.public().0, &signature, |to| to.extend(payload.bytes())));
		}
	}

	#[test]
	fn a_group_of_right_signatures_holds() {
		let mut group = SignatureGroup::default();
		for size in [0, 1, 2, 17, 100] {
			group_of(&mut group, size, &[]);
			assert!(bad_of(&mut group).is_empty());
		}
	}

	#[test]
	fn every_wrong_one_is_found_and_no_other() {
		let mut group = SignatureGroup::default();
		for wrong in [&[0][..], &[99], &[50, 51], &[0, 1, 2, 98, 99], &[3, 33, 66]] {
			group_of(&mut group, 100, wrong);
			assert_eq!(bad_of(&mut group), wrong);
		}
		let all: Vec<usize> = (0..20).collect();
		group_of(&mut group, 20, &all);
		assert_eq!(bad_of(&mut group), all);
	}

	#[test]
	fn two_wrong_ones_do_not_make_a_right_pair() {
		let (one, two) = (pair(1), pair(2));
		let (mut first, mut second) = (one.sign(b"a").0, two.sign(b"b").0);
		// The responses, swapped: their sum is as before.
		let (left, right) = (first[32..].to_vec(), second[32..].to_vec());
		first[32..].copy_from_slice(&right);
		second[32..].copy_from_slice(&left);
		let mut group = SignatureGroup::default();
		group.push(0, &one.public().0, &first, |to| to.push(b'a'));
		group.push(1, &two.public().0, &second, |to| to.push(b'b'));
		assert_eq!(bad_of(&mut group), [0, 1]);
	}

	#[test]
	fn what_is_no_key_or_no_signature_is_not_taken() {
		let mut group = SignatureGroup::default();
		let key = pair(1);
		let signature = key.sign(b"a").0;
		assert!(!group.push(0, &[0xff; 32], &signature, |to| to.push(b'a')));
		assert!(!group.push(0, &key.public().0, &[0; 64], |to| to.push(b'a')));
		assert!(bad_of(&mut group).is_empty());
	}
}
