//! Maps and sets by ids, accounts and keys.
//!
//! A play goes through a dozen of them, so the standard library's hash, made for keys of any kind, would be a tenth of its
//! cost. Names of plays and tickets can be ground by whoever makes them, so this one is keyed, too: two secret words of each
//! map, and for each eight bytes of a key the two halves of one product, added up by exclusive or.

use rand::{RngCore, rngs::OsRng};
use std::{
	collections::{HashMap, HashSet},
	hash::{BuildHasher, Hasher},
};

/// A map by ids.
pub(crate) type IdMap<K, V> = HashMap<K, V, IdState>;

/// A set of ids.
pub(crate) type IdSet<K> = HashSet<K, IdState>;

/// The secret of a map.
#[derive(Clone, Copy, Debug)]
pub(crate) struct IdState {
	start: u64,
	factor: u64,
}

impl Default for IdState {
	fn default() -> Self {
		// Odd, so that no word is lost in the product.
		Self { start: OsRng.next_u64(), factor: OsRng.next_u64() | 1 }
	}
}

impl BuildHasher for IdState {
	type Hasher = IdHasher;

	fn build_hasher(&self) -> IdHasher {
		IdHasher { state: self.start, factor: self.factor }
	}
}

/// Hashes one key.
#[derive(Debug)]
pub(crate) struct IdHasher {
	state: u64,
	factor: u64,
}

impl IdHasher {
	fn take(&mut self, word: u64) {
		let product = u128::from(self.state ^ word).wrapping_mul(self.factor.into());
		self.state = (product as u64) ^ ((product >> 64) as u64);
	}
}

impl Hasher for IdHasher {
	fn write(&mut self, bytes: &[u8]) {
		let (words, rest) = bytes.as_chunks::<8>();
		words.iter().for_each(|word| self.take(u64::from_le_bytes(*word)));
		if !rest.is_empty() {
			let mut last = [0; 8];
			last.iter_mut().zip(rest).for_each(|(to, from)| *to = *from);
			self.take(u64::from_le_bytes(last));
		}
	}

	fn write_u8(&mut self, word: u8) {
		self.take(word.into());
	}

	fn write_u32(&mut self, word: u32) {
		self.take(word.into());
	}

	fn write_u64(&mut self, word: u64) {
		self.take(word);
	}

	fn write_usize(&mut self, word: usize) {
		self.take(word as u64);
	}

	fn finish(&self) -> u64 {
		// Once more, so that the last word too reaches all bits.
		let product = u128::from(self.state).wrapping_mul(self.factor.into());
		(product as u64) ^ ((product >> 64) as u64)
	}
}

#[cfg(test)]
mod tests {
	use super::*;

	#[test]
	fn ids_that_differ_in_little_are_strewn_evenly() {
		let state = IdState::default();
		let mut buckets = [0u32; 256];
		for n in 0..65_536u32 {
			let mut id = [0u8; 32];
			id[28..].copy_from_slice(&n.to_le_bytes());
			buckets[(state.hash_one(id) >> 56) as usize] += 1;
		}
		// 256 each, give or take sixteen times the square root.
		assert!(buckets.iter().all(|count| (1..=512).contains(count)), "{buckets:?}");
	}

	#[test]
	fn a_map_holds_what_was_put_in_and_each_has_a_secret_of_its_own() {
		let mut map = IdMap::default();
		for n in 0..1_000u32 {
			map.insert((n, [n as u8; 32]), n);
		}
		assert!((0..1_000u32).all(|n| map.get(&(n, [n as u8; 32])) == Some(&n)));
		let hashes: IdSet<u64> = (0..100).map(|_| IdState::default().hash_one([7u8; 32])).collect();
		assert_eq!(hashes.len(), 100);
	}
}
