//! Values that others computed: our Python model, and the published BLAKE3 vectors.

use reel_merkle::{binary, blake3_leaf};
use serde::Deserialize;

#[derive(Deserialize)]
struct Case {
	items: Vec<String>,
	root: String,
	proofs: Vec<CaseProof>,
}

#[derive(Deserialize)]
struct CaseProof {
	index: u32,
	path: Vec<String>,
}

fn bytes(hex: &str) -> Vec<u8> {
	hex::decode(hex).unwrap()
}

fn hash(hex: &str) -> [u8; 32] {
	bytes(hex).try_into().unwrap()
}

#[test]
fn binary_trees_agree_with_the_python_model() {
	let file = concat!(env!("CARGO_MANIFEST_DIR"), "/vectors/binary.json");
	let cases: Vec<Case> = serde_json::from_str(&std::fs::read_to_string(file).unwrap()).unwrap();
	assert!(cases.len() > 33, "the vector file holds every count up to 33");

	let mut proven = 0;
	for case in &cases {
		let items: Vec<Vec<u8>> = case.items.iter().map(|item| bytes(item)).collect();
		let root = binary::root(&items);
		assert_eq!(root, hash(&case.root), "root of {} items", items.len());
		for expected in &case.proofs {
			let proof = binary::prove(&items, expected.index).unwrap();
			assert_eq!(proof.path, expected.path.iter().map(|h| hash(h)).collect::<Vec<_>>());
			let item = &items[expected.index as usize];
			assert_eq!(binary::verify(&root, item, &proof), Ok(()));
			proven += 1;
		}
	}
	assert!(proven > 100, "proofs were checked, not only roots");
}

#[test]
fn roots_in_the_docs_are_right() {
	let empty = "55dc175f6194b825b1ca9c93d50df003124eb683dabf91a9e4d8b36066d4297c";
	let abc = "4e1f56c03d1c8cefbde9aca94bbaea491eb71b9cf197aaa953e637394dad5880";
	assert_eq!(binary::root::<[u8; 1]>(&[]), hash(empty));
	assert_eq!(binary::empty_root(), hash(empty));
	assert_eq!(binary::root(&["a", "b", "c"]), hash(abc));
}

/// Input of the published BLAKE3 vectors: the bytes 0 to 250, repeated.
fn published_input(length: usize) -> Vec<u8> {
	(0..length).map(|i| (i % 251) as u8).collect()
}

#[test]
fn roots_are_the_published_blake3_hashes() {
	let published = [
		(1, "2d3adedff11b61f14c886e35afa036736dcd87a74d27b5c1510225d0f592e213"),
		(1024, "42214739f095a406f3fc83deb889744ac00df831c10daa55189b5d121c855af7"),
		(1025, "d00278ae47eb27b34faecf67b4fe263f82d5412916c1ffd97c8cb7fb814b8444"),
	];
	for (length, root) in published {
		let data = published_input(length);
		assert_eq!(blake3_leaf::Outboard::from_bytes(&data).unwrap().root(), hash(root));
		for index in 0..blake3_leaf::leaf_count(length as u64) as u32 {
			let proof = blake3_leaf::prove(&data, index).unwrap();
			assert_eq!(blake3_leaf::verify(&hash(root), length as u64, &proof), Ok(()));
		}
	}
}
