//! Every BLAKE3 content of 1 to 33 leaves, one byte less and one byte more: each leaf proves
//! against the plain hash, and every mutation of a proof is refused.

use codec::{Decode, Encode};
use proptest::prelude::*;
use reel_merkle::{
	ProofError,
	blake3_leaf::{
		LEAF_BYTES, Leaf, LeafProof, MAX_LENGTH, MAX_PATH, Outboard, leaf_count, leaf_length,
		path_length, prove, verify, verify_four,
	},
};

/// Largest content in leaves that is tested exhaustively.
const LARGEST: usize = 33;

fn content(length: usize) -> Vec<u8> {
	(0..length).map(|i| (i % 251) as u8 ^ (i / LEAF_BYTES) as u8).collect()
}

fn plain_hash(data: &[u8]) -> [u8; 32] {
	*blake3::hash(data).as_bytes()
}

/// 1 to `largest` full leaves, each with one byte less, none, and one byte more; and a lone byte.
fn lengths(largest: usize) -> impl Iterator<Item = usize> {
	let around = |leaves| [leaves * LEAF_BYTES - 1, leaves * LEAF_BYTES, leaves * LEAF_BYTES + 1];
	core::iter::once(1).chain((1..=largest).flat_map(around))
}

/// Calls `check(root, length, proof)` with each content and each of its proofs.
fn for_every_proof(largest: usize, mut check: impl FnMut(&[u8; 32], u64, &LeafProof)) {
	for length in lengths(largest) {
		let data = content(length);
		let root = plain_hash(&data);
		for index in 0..length.div_ceil(LEAF_BYTES) as u32 {
			check(&root, length as u64, &prove(&data, index).unwrap());
		}
	}
}

#[test]
fn every_leaf_proves_against_the_plain_hash() {
	let mut proven = 0;
	for length in lengths(LARGEST) {
		let data = content(length);
		let outboard = Outboard::from_bytes(&data).unwrap();
		assert_eq!(outboard.root(), plain_hash(&data), "{length} bytes");
		assert_eq!(outboard.length(), length as u64);
		for (index, leaf) in data.chunks(LEAF_BYTES).enumerate() {
			let proof = prove(&data, index as u32).unwrap();
			assert_eq!(proof.bytes, leaf);
			assert_eq!(leaf_length(index as u32, length as u64), Some(leaf.len()));
			assert_eq!(path_length(index as u32, length as u64), Some(proof.path.len() as u32));
			assert_eq!(outboard.prove(index as u32, leaf).as_ref(), Some(&proof));
			assert_eq!(verify(&plain_hash(&data), length as u64, &proof), Ok(()));
			proven += 1;
		}
		let none = length.div_ceil(LEAF_BYTES) as u32;
		assert_eq!(prove(&data, none), None);
		assert_eq!(prove(&data, u32::MAX), None);
		assert_eq!(outboard.prove(none, &[0]), None);
	}
	assert_eq!(leaf_count(LARGEST as u64 * 1024 + 1), LARGEST as u64 + 1);
	assert!(proven > 3 * LARGEST * LARGEST / 2);
}

#[test]
fn any_flipped_bit_of_path_or_root_is_refused() {
	for_every_proof(LARGEST, |root, length, proof| {
		let mut forged = proof.clone();
		// All bits of the small trees, one bit or two of each byte of the others.
		let step = if length <= 9 * 1024 + 1 { 1 } else { 7 };
		for place in 0..proof.path.len() {
			for bit in (0..256).step_by(step) {
				forged.path[place][bit / 8] ^= 1 << (bit % 8);
				assert_eq!(verify(root, length, &forged), Err(ProofError::RootMismatch));
				forged.path[place][bit / 8] ^= 1 << (bit % 8);
			}
		}
		for bit in (0..256).step_by(step) {
			let mut root = *root;
			root[bit / 8] ^= 1 << (bit % 8);
			assert_eq!(verify(&root, length, proof), Err(ProofError::RootMismatch));
		}
	});
}

#[test]
fn any_flipped_bit_of_the_leaf_is_refused() {
	for_every_proof(5, |root, length, proof| {
		let mut forged = proof.clone();
		for at in 0..proof.bytes.len() {
			let mask = 1 << (at % 8);
			forged.bytes[at] ^= mask;
			assert_eq!(verify(root, length, &forged), Err(ProofError::RootMismatch));
			forged.bytes[at] ^= mask;
		}
	});
	for_every_proof(LARGEST, |root, length, proof| {
		for at in [0, proof.bytes.len() / 2, proof.bytes.len() - 1] {
			for bit in 0..8 {
				let mut forged = proof.clone();
				forged.bytes[at] ^= 1 << bit;
				assert_eq!(verify(root, length, &forged), Err(ProofError::RootMismatch));
			}
		}
	});
}

#[test]
fn every_other_index_is_refused() {
	for_every_proof(LARGEST, |root, length, proof| {
		let others = (0..=2 * LARGEST as u32).chain((0..32).map(|bit| proof.index ^ (1 << bit)));
		for index in others.filter(|index| *index != proof.index) {
			let result = verify(root, length, &LeafProof { index, ..proof.clone() });
			let expected = match path_length(index, length) {
				None => ProofError::IndexOutOfRange,
				Some(n) if (n as usize) > proof.path.len() => ProofError::PathTooShort,
				Some(n) if (n as usize) < proof.path.len() => ProofError::PathTooLong,
				_ if leaf_length(index, length) != Some(proof.bytes.len()) => {
					ProofError::LeafLengthWrong
				},
				_ => ProofError::RootMismatch,
			};
			assert_eq!(result, Err(expected), "{index} for {} of {length}", proof.index);
		}
	});
}

#[test]
fn leaves_of_another_length_are_refused() {
	for_every_proof(LARGEST, |root, length, proof| {
		let mut shorter = proof.clone();
		shorter.bytes.pop();
		assert_eq!(verify(root, length, &shorter), Err(ProofError::LeafLengthWrong));
		let mut longer = proof.clone();
		longer.bytes.push(0);
		assert_eq!(verify(root, length, &longer), Err(ProofError::LeafLengthWrong));
		let none = LeafProof { bytes: vec![], ..proof.clone() };
		assert_eq!(verify(root, length, &none), Err(ProofError::LeafLengthWrong));
	});
}

#[test]
fn only_lengths_that_leave_leaf_and_path_the_same_are_accepted() {
	// The length is the caller's own (M4): the hash does not hold it. This states exactly what a
	// caller with a wrong length would accept: the same leaf, in its place, and nothing else.
	for_every_proof(LARGEST, |root, length, proof| {
		assert_eq!(verify(root, 0, proof), Err(ProofError::NoLeaves));
		for other in lengths(LARGEST + 1).map(|other| other as u64) {
			let same_leaf = leaf_length(proof.index, other) == Some(proof.bytes.len());
			let same_path = path_length(proof.index, other) == Some(proof.path.len() as u32);
			let result = verify(root, other, proof);
			assert_eq!(result.is_ok(), same_leaf && same_path, "{other} instead of {length}");
		}
	});
}

#[test]
fn shortened_lengthened_and_reordered_paths_are_refused() {
	for_every_proof(LARGEST, |root, length, proof| {
		let try_path =
			|path| verify(root, length, &LeafProof { path, ..proof.clone() }).unwrap_err();
		for at in 0..proof.path.len() {
			let mut path = proof.path.clone();
			path.remove(at);
			assert_eq!(try_path(path), ProofError::PathTooShort);
			assert_eq!(try_path(proof.path[..at].to_vec()), ProofError::PathTooShort);
			for other in at + 1..proof.path.len() {
				let mut path = proof.path.clone();
				path.swap(at, other);
				assert_eq!(try_path(path), ProofError::RootMismatch);
			}
		}
		for at in 0..=proof.path.len() {
			for added in [[0; 32], *root] {
				let mut path = proof.path.clone();
				path.insert(at, added);
				assert_eq!(try_path(path), ProofError::PathTooLong);
			}
		}
	});
}

#[test]
fn proofs_of_another_content_are_refused() {
	for_every_proof(LARGEST, |_, length, proof| {
		let mut data = content(length as usize);
		*data.last_mut().unwrap() ^= 1;
		assert_eq!(verify(&plain_hash(&data), length, proof), Err(ProofError::RootMismatch));
	});
}

#[test]
fn inner_nodes_do_not_pass_as_leaves() {
	// The two chaining values below the root of two leaves are 64 bytes: a content of that length
	// has another root, as BLAKE3 flags parents and chunks differently.
	let data = content(2 * LEAF_BYTES);
	let (first, second) = (prove(&data, 0).unwrap(), prove(&data, 1).unwrap());
	let bytes = [second.path[0], first.path[0]].concat();
	let forged = LeafProof { index: 0, bytes, path: vec![] };
	assert_eq!(verify(&plain_hash(&data), 64, &forged), Err(ProofError::RootMismatch));
	assert_eq!(verify(&plain_hash(&data), 2048, &forged), Err(ProofError::PathTooShort));
	let with_path = LeafProof { path: first.path, ..forged };
	assert_eq!(verify(&plain_hash(&data), 2048, &with_path), Err(ProofError::LeafLengthWrong));
}

#[test]
fn a_content_of_one_leaf_needs_an_empty_path() {
	for length in [1, 2, 63, 64, 65, LEAF_BYTES - 1, LEAF_BYTES] {
		let data = content(length);
		let proof = prove(&data, 0).unwrap();
		assert_eq!(proof, LeafProof { index: 0, bytes: data.clone(), path: vec![] });
		assert_eq!(verify(&plain_hash(&data), length as u64, &proof), Ok(()));
	}
}

#[test]
fn nothing_is_proven_of_an_empty_content() {
	assert_eq!(prove(&[], 0), None);
	assert!(Outboard::from_bytes(&[]).is_none());
	let proof = LeafProof { index: 0, bytes: vec![], path: vec![] };
	assert_eq!(verify(&plain_hash(&[]), 0, &proof), Err(ProofError::NoLeaves));
}

#[test]
fn lengths_end_at_the_stated_maximum() {
	let path = vec![[0; 32]; MAX_PATH as usize];
	let proof = LeafProof { index: u32::MAX, bytes: vec![0; LEAF_BYTES], path };
	assert_eq!(verify(&[0; 32], MAX_LENGTH, &proof), Err(ProofError::RootMismatch));
	assert_eq!(verify(&[0; 32], MAX_LENGTH + 1, &proof), Err(ProofError::TooManyLeaves));
	assert_eq!(verify(&[0; 32], u64::MAX, &proof), Err(ProofError::TooManyLeaves));
	assert_eq!(path_length(0, MAX_LENGTH), Some(MAX_PATH));
	assert_eq!(path_length(0, MAX_LENGTH + 1), None);
	assert_eq!(leaf_count(u64::MAX), 1 << 54);
	assert_eq!(leaf_length(u32::MAX, MAX_LENGTH), Some(LEAF_BYTES));
}

#[test]
fn proof_is_encoded_as_documented() {
	let proof = LeafProof { index: 1, bytes: vec![7], path: vec![[9; 32]] };
	let bytes = proof.encode();
	assert_eq!(bytes, [[1, 0, 0, 0, 4, 7, 4].as_slice(), &[9; 32]].concat());
	assert_eq!(LeafProof::decode(&mut &bytes[..]).unwrap(), proof);
	let cell_of_8_mib = LeafProof {
		index: 0,
		bytes: vec![0; LEAF_BYTES],
		path: vec![[0; 32]; path_length(0, 8 << 20).unwrap() as usize],
	};
	assert_eq!(cell_of_8_mib.encoded_size(), 1_447);
}

#[test]
fn four_leaves_at_once_are_judged_as_each_alone() {
	for length in [1, 1_024, 1_025, 2_048, 3_000, 5 * 1_024, 9 * 1_024 + 7, 64 * 1_024, 77_777] {
		let data = content(length);
		let root = plain_hash(&data);
		let count = u32::try_from(length.div_ceil(1_024)).unwrap();
		for first in 0..count {
			let proofs = [first, (first * 7 + 3) % count, count - 1, count / 2]
				.map(|index| prove(&data, index).unwrap());
			let judge = |proofs: &[LeafProof; 4]| {
				let leaves = proofs.each_ref().map(|LeafProof { index, bytes, path }| Leaf {
					index: *index,
					bytes,
					path,
				});
				let four = verify_four(&root, length as u64, &leaves);
				let each = proofs.iter().try_for_each(|p| verify(&root, length as u64, p));
				assert_eq!(four, each);
				four
			};
			assert_eq!(judge(&proofs), Ok(()));
			for place in 0..4 {
				let mut wrong = proofs.clone();
				let at = (first as usize * 131) % wrong[place].bytes.len();
				wrong[place].bytes[at] ^= 4;
				assert_eq!(judge(&wrong), Err(ProofError::RootMismatch));
				let mut wrong = proofs.clone();
				wrong[place].index ^= 1;
				assert!(judge(&wrong).is_err());
				let mut wrong = proofs.clone();
				let Some(node) = wrong[place].path.last_mut() else { continue };
				node[31] ^= 1;
				assert_eq!(judge(&wrong), Err(ProofError::RootMismatch));
				wrong[place].path.pop();
				assert_eq!(judge(&wrong), Err(ProofError::PathTooShort));
			}
		}
	}
}

proptest! {
	#[test]
	fn honest_proofs_verify(length in 1usize..200_000, pick in any::<prop::sample::Index>()) {
		let data = content(length);
		let index = pick.index(length.div_ceil(LEAF_BYTES)) as u32;
		let proof = prove(&data, index).unwrap();
		prop_assert_eq!(verify(&plain_hash(&data), length as u64, &proof), Ok(()));
	}

	#[test]
	fn hostile_proofs_are_refused_without_panic(
		index in any::<u32>(),
		length in any::<u64>(),
		short in 0u64..40_000,
		bytes in prop::collection::vec(any::<u8>(), 0..1_030),
		path in prop::collection::vec(any::<[u8; 32]>(), 0..60),
	) {
		let root = plain_hash(&content(9_000));
		for (index, length) in [(index, length), (index % 40, short)] {
			let proof = LeafProof { index, bytes: bytes.clone(), path: path.clone() };
			prop_assert!(verify(&root, length, &proof).is_err());
		}
	}

	#[test]
	fn mutated_encodings_never_verify_as_something_else(
		length in 1usize..100_000,
		pick in any::<prop::sample::Index>(),
		flips in prop::collection::vec((any::<prop::sample::Index>(), 1u8..=255), 1..4),
	) {
		let data = content(length);
		let honest = prove(&data, pick.index(length.div_ceil(LEAF_BYTES)) as u32).unwrap();
		let mut bytes = honest.encode();
		for (at, mask) in flips {
			let at = at.index(bytes.len());
			bytes[at] ^= mask;
		}
		if let Ok(forged) = LeafProof::decode(&mut &bytes[..]) {
			let result = verify(&plain_hash(&data), length as u64, &forged);
			prop_assert_eq!(result.is_ok(), forged == honest);
		}
	}
}
