//! sr25519 over the byte arrays of the protocol, one by one and many at once.
//!
//! Many together cost a third of one by one: the equations of all are added up with random factors, and one
//! multiplication over all points decides. When the sum is wrong, halves of it are looked at until the wrong ones
//! stand alone. Adding up accepts exactly what looking at each accepts, but for a chance of 2^-128: the group has prime
//! order, so nothing can cancel out that is not in the factors.

use codec::Encode;
use rand::rngs::OsRng;
use reel_primitives::{
	Hash32,
	ids::{PovId, PovSignature},
};
use schnorrkel::{
	PublicKey, Signature, context::SigningContext, signing_context, verify_batch_rng,
};
use sp_core::{Pair, sr25519};
use std::ops::Range;

/// The context in which the SDK's sr25519 keys sign.
const CONTEXT: &[u8] = b"substrate";

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

/// Signatures that are verified together. Its buffers are kept from one group to the next.
pub(crate) struct SignatureGroup {
	context: SigningContext,
	payloads: Vec<u8>,
	/// Of each signature: whose it is for the caller, and where its payload lies.
	entries: Vec<(usize, Range<usize>)>,
	publics: Vec<PublicKey>,
	signatures: Vec<Signature>,
}

impl Default for SignatureGroup {
	fn default() -> Self {
		Self {
			context: signing_context(CONTEXT),
			payloads: Vec::new(),
			entries: Vec::new(),
			publics: Vec::new(),
			signatures: Vec::new(),
		}
	}
}

impl SignatureGroup {
	/// Adds a signature over what `payload` appends; `false`, and nothing added, when key or signature are none.
	/// Signatures by one key cost less when they follow each other.
	pub(crate) fn push(
		&mut self,
		owner: usize,
		public: &Hash32,
		signature: &[u8; 64],
		payload: impl FnOnce(&mut Vec<u8>),
	) -> bool {
		let same = self.publics.last().filter(|last| last.as_compressed().as_bytes() == public);
		let public = match same {
			Some(same) => *same,
			None => match PublicKey::from_bytes(public) {
				Ok(public) => public,
				Err(_) => return false,
			},
		};
		let Ok(signature) = Signature::from_bytes(signature) else { return false };
		let start = self.payloads.len();
		payload(&mut self.payloads);
		self.entries.push((owner, start..self.payloads.len()));
		self.publics.push(public);
		self.signatures.push(signature);
		true
	}

	/// Verifies all, tells `is_bad` the owner of each that is wrong, and empties the group.
	pub(crate) fn verify(&mut self, mut is_bad: impl FnMut(usize)) {
		let all = 0..self.entries.len();
		if !self.holds(&all) {
			self.find(all, &mut is_bad);
		}
		self.payloads.clear();
		self.entries.clear();
		self.publics.clear();
		self.signatures.clear();
	}

	/// Whether all signatures of a range are right.
	fn holds(&self, range: &Range<usize>) -> bool {
		let entries = self.entries.get(range.clone()).unwrap_or_default();
		let signatures = self.signatures.get(range.clone()).unwrap_or_default();
		let publics = self.publics.get(range.clone()).unwrap_or_default();
		if entries.is_empty() {
			return true;
		}
		let transcripts = entries.iter().map(|(_, payload)| {
			self.context.bytes(self.payloads.get(payload.clone()).unwrap_or_default())
		});
		verify_batch_rng(transcripts, signatures, publics, true, OsRng).is_ok()
	}

	/// Tells the wrong ones of a range that has some.
	fn find(&self, range: Range<usize>, is_bad: &mut impl FnMut(usize)) {
		if range.len() <= 1 {
			let entry = self.entries.get(range.start);
			entry.into_iter().for_each(|(owner, _)| is_bad(*owner));
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
