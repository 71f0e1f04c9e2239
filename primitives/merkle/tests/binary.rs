//! Every BLAKE2b-256 tree up to 33 items: each item proves, every mutation of a proof is refused.

use codec::{Decode, Encode};
use proptest::prelude::*;
use reel_merkle::{
	ProofError,
	binary::{
		BinaryProof, Hash, MAX_LEAVES, MAX_PATH, Paths, Tree, leaf_hash, path_length, prove, root,
		root_of_path, root_of_subtree, verify,
	},
};

/// Largest tree that is tested exhaustively (issue: all trees up to 33 leaves).
const LARGEST: u32 = 33;

fn items(count: u32) -> Vec<[u8; 4]> {
	(0..count).map(|i| (i + 1_000).to_le_bytes()).collect()
}

/// Calls `check` with each tree and each of its proofs.
fn for_every_proof(largest: u32, mut check: impl FnMut(&Tree, &[[u8; 4]], &BinaryProof)) {
	for count in 1..=largest {
		let items = items(count);
		let tree = Tree::from_items(&items);
		for index in 0..count {
			check(&tree, &items, &tree.prove(index).unwrap());
		}
	}
}

#[test]
fn every_item_proves_its_place_and_no_other() {
	let mut proven = 0;
	for_every_proof(LARGEST, |tree, items, proof| {
		for (place, item) in items.iter().enumerate() {
			let expected = if place == proof.index as usize {
				proven += 1;
				Ok(())
			} else {
				Err(ProofError::RootMismatch)
			};
			assert_eq!(verify(&tree.root(), item, proof), expected);
		}
	});
	assert_eq!(proven, LARGEST * (LARGEST + 1) / 2);
}

#[test]
fn one_shot_functions_agree_with_the_tree() {
	for_every_proof(LARGEST, |tree, items, proof| {
		assert_eq!(root(items), tree.root());
		assert_eq!(prove(items, proof.index).as_ref(), Some(proof));
		assert_eq!(path_length(proof.index, proof.count), Some(proof.path.len() as u32));
		let from_hashes = Tree::from_leaf_hashes(items.iter().map(|i| leaf_hash(i)).collect());
		assert_eq!(from_hashes.root(), tree.root());
	});
}

#[test]
fn paths_one_after_the_other_lead_where_each_alone_leads() {
	let mut paths = Paths::default();
	let mut check = |item: &[u8], proof: &BinaryProof| {
		let BinaryProof { index, count, path } = proof;
		let alone = root_of_path(item, *index, *count, path);
		assert_eq!(paths.root_of(item, *index, *count, path), alone);
		alone
	};
	for_every_proof(LARGEST, |tree, items, proof| {
		let item = &items[proof.index as usize];
		assert_eq!(check(item, proof), Ok(tree.root()));
		// Another item, another place, a changed node at each height: and again the true one.
		check(&[1], proof).unwrap();
		let other = BinaryProof { index: proof.index ^ 1, ..proof.clone() };
		assert_ne!(check(item, &other), Ok(tree.root()));
		for place in 0..proof.path.len() {
			let mut forged = proof.clone();
			forged.path[place][7] ^= 1;
			assert_ne!(check(item, &forged), Ok(tree.root()));
			assert_eq!(check(item, proof), Ok(tree.root()));
		}
		let mut longer = proof.clone();
		longer.path.push([0; 32]);
		assert_eq!(check(item, &longer), Err(ProofError::PathTooLong));
	});
}

#[test]
fn any_flipped_bit_of_the_path_is_refused() {
	for_every_proof(LARGEST, |tree, items, proof| {
		let mut forged = proof.clone();
		// All bits of the small trees, one bit or two of each byte of the others.
		let step = if proof.count <= 16 { 1 } else { 7 };
		for place in 0..proof.path.len() {
			for bit in (0..256).step_by(step) {
				forged.path[place][bit / 8] ^= 1 << (bit % 8);
				assert_eq!(
					verify(&tree.root(), &items[proof.index as usize], &forged),
					Err(ProofError::RootMismatch)
				);
				forged.path[place][bit / 8] ^= 1 << (bit % 8);
			}
		}
	});
}

#[test]
fn any_flipped_bit_of_index_count_item_or_root_is_refused() {
	for_every_proof(LARGEST, |tree, items, proof| {
		let item = items[proof.index as usize];
		for bit in 0..32 {
			let index = proof.index ^ (1 << bit);
			assert!(verify(&tree.root(), &item, &BinaryProof { index, ..proof.clone() }).is_err());
			let count = proof.count ^ (1 << bit);
			assert!(verify(&tree.root(), &item, &BinaryProof { count, ..proof.clone() }).is_err());
			let other = (u32::from_le_bytes(item) ^ (1 << bit)).to_le_bytes();
			assert_eq!(verify(&tree.root(), &other, proof), Err(ProofError::RootMismatch));
		}
		let honest_root = tree.root();
		for bit in (0..256).step_by(if proof.count <= 16 { 1 } else { 7 }) {
			let mut root = honest_root;
			root[bit / 8] ^= 1 << (bit % 8);
			assert_eq!(verify(&root, &item, proof), Err(ProofError::RootMismatch));
		}
	});
}

#[test]
fn every_other_index_and_count_up_to_the_largest_is_refused() {
	for_every_proof(LARGEST, |tree, items, proof| {
		let item = &items[proof.index as usize];
		for count in 0..=LARGEST + 1 {
			for index in 0..=LARGEST + 1 {
				if (index, count) == (proof.index, proof.count) {
					continue;
				}
				let forged = BinaryProof { index, count, path: proof.path.clone() };
				let result = verify(&tree.root(), item, &forged);
				let expected = match path_length(index, count) {
					_ if count == 0 => ProofError::NoLeaves,
					None => ProofError::IndexOutOfRange,
					Some(length) if (length as usize) > proof.path.len() => {
						ProofError::PathTooShort
					},
					Some(length) if (length as usize) < proof.path.len() => ProofError::PathTooLong,
					Some(_) => ProofError::RootMismatch,
				};
				assert_eq!(result, Err(expected), "{index} of {count} for {proof:?}");
			}
		}
	});
}

#[test]
fn shortened_lengthened_and_reordered_paths_are_refused() {
	for_every_proof(LARGEST, |tree, items, proof| {
		let item = &items[proof.index as usize];
		let try_path = |path: Vec<Hash>| {
			verify(&tree.root(), item, &BinaryProof { path, ..proof.clone() }).unwrap_err()
		};
		for at in 0..proof.path.len() {
			let mut path = proof.path.clone();
			path.remove(at);
			assert_eq!(try_path(path), ProofError::PathTooShort);
			for other in at + 1..proof.path.len() {
				let mut path = proof.path.clone();
				path.swap(at, other);
				assert_eq!(try_path(path), ProofError::RootMismatch);
			}
			assert_eq!(try_path(proof.path[..at].to_vec()), ProofError::PathTooShort);
		}
		for at in 0..=proof.path.len() {
			for added in [[0; 32], leaf_hash(item), tree.root()] {
				let mut path = proof.path.clone();
				path.insert(at, added);
				assert_eq!(try_path(path), ProofError::PathTooLong);
			}
		}
	});
}

#[test]
fn proofs_of_another_tree_are_refused() {
	for_every_proof(LARGEST, |tree, items, proof| {
		for count in 1..=LARGEST {
			if count != proof.count {
				let other = root(&self::items(count));
				assert_ne!(other, tree.root());
				let result = verify(&other, &items[proof.index as usize], proof);
				assert_eq!(result, Err(ProofError::RootMismatch), "{proof:?} against {count}");
			}
		}
	});
}

#[test]
fn inner_nodes_do_not_pass_as_items() {
	for_every_proof(LARGEST, |tree, items, proof| {
		// The pair that holds the item, presented as an item of the tree one level up.
		let Some((sibling, above)) = proof.path.split_first() else { return };
		let own = leaf_hash(&items[proof.index as usize]);
		let (left, right) = if proof.index % 2 == 0 { (&own, sibling) } else { (sibling, &own) };
		let pair = [left.as_slice(), right].concat();
		let tagged = [&[1u8], pair.as_slice()].concat();
		for item in [pair.as_slice(), &tagged, left, right] {
			for count in [proof.count, proof.count.div_ceil(2)] {
				for index in [proof.index, proof.index / 2] {
					for path in [proof.path.as_slice(), above] {
						let forged = BinaryProof { index, count, path: path.to_vec() };
						assert!(verify(&tree.root(), item, &forged).is_err(), "{forged:?}");
					}
				}
			}
		}
	});
}

#[test]
fn root_preimage_does_not_pass_as_node_or_item() {
	let items = items(2);
	let tree = Tree::from_items(&items);
	// What a tree without the count in its root would accept.
	let top_as_leaf = BinaryProof { index: 0, count: 1, path: vec![] };
	let pair = [leaf_hash(&items[0]).as_slice(), &leaf_hash(&items[1])].concat();
	assert_eq!(verify(&tree.root(), &pair, &top_as_leaf), Err(ProofError::RootMismatch));
	assert_eq!(verify(&tree.root(), &tree.root(), &top_as_leaf), Err(ProofError::RootMismatch));
}

#[test]
fn a_list_with_its_last_item_doubled_has_another_root() {
	// The classic flaw of trees that pair a left-over node with itself.
	for count in 1..=LARGEST {
		let mut doubled = items(count);
		doubled.push(doubled[count as usize - 1]);
		assert_ne!(root(&items(count)), root(&doubled));
	}
}

#[test]
fn nothing_is_proven_of_an_empty_list() {
	let empty: [&[u8]; 0] = [];
	assert_eq!(prove(&empty, 0), None);
	let proof = BinaryProof { index: 0, count: 0, path: vec![] };
	assert_eq!(verify(&root(&empty), b"", &proof), Err(ProofError::NoLeaves));
	let proof = BinaryProof { count: 1, ..proof };
	assert_eq!(verify(&root(&empty), b"", &proof), Err(ProofError::RootMismatch));
}

#[test]
fn a_single_item_needs_an_empty_path() {
	let proof = prove(&["only"], 0).unwrap();
	assert_eq!(proof.path, Vec::<Hash>::new());
	assert_eq!(verify(&root(&["only"]), b"only", &proof), Ok(()));
	assert_eq!(prove(&["only"], 1), None);
}

#[test]
fn counts_end_at_the_stated_maximum() {
	let longest = vec![vec![0u8; 32]; MAX_PATH as usize];
	let at = |count, path: &[Vec<u8>]| {
		let path = path.iter().map(|h| h.clone().try_into().unwrap()).collect();
		verify(&[0; 32], b"", &BinaryProof { index: 0, count, path })
	};
	assert_eq!(path_length(0, MAX_LEAVES), Some(MAX_PATH));
	assert_eq!(at(MAX_LEAVES, &longest), Err(ProofError::RootMismatch));
	assert_eq!(at(MAX_LEAVES + 1, &longest), Err(ProofError::TooManyLeaves));
	assert_eq!(at(u32::MAX, &longest), Err(ProofError::TooManyLeaves));
	assert_eq!(path_length(0, MAX_LEAVES + 1), None);

	let tree = Tree::from_leaf_hashes(vec![[7; 32]; MAX_LEAVES as usize + 1]);
	assert_eq!(tree.prove(0), None);
}

#[test]
fn proof_is_encoded_as_documented() {
	let proof = BinaryProof { index: 1, count: 2, path: vec![[9; 32]] };
	let bytes = proof.encode();
	assert_eq!(bytes, [[1, 0, 0, 0, 2, 0, 0, 0, 4].as_slice(), &[9; 32]].concat());
	assert_eq!(BinaryProof::decode(&mut &bytes[..]).unwrap(), proof);
	let largest = BinaryProof { path: vec![[9; 32]; MAX_PATH as usize], ..proof };
	assert_eq!(largest.encoded_size(), 649);
}

proptest! {
	#[test]
	fn honest_proofs_verify(
		items in prop::collection::vec(prop::collection::vec(any::<u8>(), 0..80), 1..300),
		pick in any::<prop::sample::Index>(),
	) {
		let index = pick.index(items.len());
		let proof = prove(&items, index as u32).unwrap();
		prop_assert_eq!(verify(&root(&items), &items[index], &proof), Ok(()));
	}

	#[test]
	fn hostile_bytes_are_refused_without_panic(
		bytes in prop::collection::vec(any::<u8>(), 0..400),
		item in prop::collection::vec(any::<u8>(), 0..80),
	) {
		if let Ok(proof) = BinaryProof::decode(&mut &bytes[..]) {
			prop_assert!(verify(&root(&items(9)), &item, &proof).is_err());
		}
	}

	#[test]
	fn hostile_proofs_are_refused_without_panic(
		index in any::<u32>(),
		count in any::<u32>(),
		path in prop::collection::vec(any::<[u8; 32]>(), 0..40),
	) {
		let proof = BinaryProof { index, count, path };
		prop_assert!(verify(&root(&items(9)), &items(9)[0], &proof).is_err());
	}

	#[test]
	fn mutated_encodings_never_verify_as_something_else(
		count in 2u32..200,
		pick in any::<prop::sample::Index>(),
		flips in prop::collection::vec((any::<prop::sample::Index>(), 1u8..=255), 1..4),
	) {
		let items = items(count);
		let index = pick.index(count as usize);
		let honest = prove(&items, index as u32).unwrap();
		let mut bytes = honest.encode();
		for (at, mask) in flips {
			let at = at.index(bytes.len());
			bytes[at] ^= mask;
		}
		if let Ok(forged) = BinaryProof::decode(&mut &bytes[..]) {
			let result = verify(&root(&items), &items[index], &forged);
			prop_assert_eq!(result.is_ok(), forged == honest);
		}
	}
}

#[test]
fn neighbours_are_proven_with_one_path_and_no_other_items_are() {
	for count in 1..=37u32 {
		let items: Vec<Vec<u8>> = (0..count).map(|n| n.to_le_bytes().to_vec()).collect();
		let tree = Tree::from_items(&items);
		for level in 0..=6u32 {
			for first in (0..count).step_by(1 << level) {
				let end = count.min(first + (1 << level));
				let part = &items[first as usize..end as usize];
				let path = tree.prove_subtree(first, level).expect("a node begins here");
				let root = |part: &[Vec<u8>], first, count, path: &[Hash]| {
					root_of_subtree(part, first, count, path)
				};
				assert_eq!(root(part, first, count, &path), Ok(tree.root()), "{first} of {count}");
				// Not elsewhere, not changed, not with a longer or shorter path.
				if count > 1 {
					assert_ne!(root(part, first + 1, count, &path), Ok(tree.root()));
				}
				let mut other = part.to_vec();
				other[0].push(1);
				assert_ne!(root(&other, first, count, &path), Ok(tree.root()));
				let longer = [&path[..], &[[0; 32]]].concat();
				assert_eq!(root(part, first, count, &longer), Err(ProofError::PathTooLong));
				if let Some((_, shorter)) = path.split_last() {
					assert_eq!(root(part, first, count, shorter), Err(ProofError::PathTooShort));
				}
				if part.len() > 1 {
					// One missing at the end is another node, unless it is no node at all.
					let cut = &part[..part.len() - 1];
					assert_ne!(root(cut, first, count, &path), Ok(tree.root()));
				}
			}
			assert_eq!(tree.prove_subtree(count, level), None);
		}
		assert_eq!(tree.prove_subtree(1, 1), None, "no node of two begins with the second");
		let nothing: [Vec<u8>; 0] = [];
		assert_eq!(root_of_subtree(&nothing, 0, count, &[]), Err(ProofError::NoLeaves));
	}
}
