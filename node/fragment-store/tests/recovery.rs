//! Damage: torn tails, a lost index, flipped bits, foreign files.

use crate::common::{bytes, config, node, open, put_dag, segments, temporary};
use cid::Cid;
use proptest::prelude::*;
use reel_fragment_store::{
	Store, StoreError,
	block::{DAG_CBOR, RAW},
};
use std::{
	fs::{self, OpenOptions},
	os::unix::fs::FileExt,
	path::Path,
};

fn fill(store: &Store, blocks: u64, size: usize) -> Vec<Cid> {
	(0..blocks).map(|seed| store.put(RAW, &bytes(seed, size)).expect("put")).collect()
}

fn cut(path: &Path, by: u64) {
	let file = OpenOptions::new().write(true).open(path).expect("opens");
	let length = file.metadata().expect("known").len();
	file.set_len(length - by).expect("cuts");
}

fn flip(path: &Path, at: u64) {
	let file = OpenOptions::new().read(true).write(true).open(path).expect("opens");
	let mut byte = [0];
	file.read_exact_at(&mut byte, at).expect("reads");
	file.write_all_at(&[byte[0] ^ 1], at).expect("writes");
}

/// Where `part` lies in a file.
fn find(path: &Path, part: &[u8]) -> u64 {
	let content = fs::read(path).expect("readable");
	content.windows(part.len()).position(|window| window == part).expect("is there") as u64
}

#[test]
fn a_cut_tail_loses_the_cut_block_and_no_other() {
	for by in [1, 500, 999, 1_000, 1_030] {
		let directory = temporary();
		let store = open(directory.path());
		let cids = fill(&store, 10, 1_000);
		drop(store);
		cut(segments(directory.path()).last().expect("one"), by);
		let store = open(directory.path());
		for (seed, cid) in cids[..9].iter().enumerate() {
			assert_eq!(store.get(cid).expect("kept"), bytes(seed as u64, 1_000), "cut by {by}");
		}
		assert!(matches!(store.get(&cids[9]), Err(StoreError::NotFound { .. })), "cut by {by}");
		assert_eq!(store.stat().blocks, 9);
		let again = store.put(RAW, &bytes(9, 1_000)).expect("put");
		drop(store);
		assert_eq!(open(directory.path()).get(&again).expect("kept"), bytes(9, 1_000));
	}
}

#[test]
fn garbage_after_the_last_record_is_cut_off() {
	let directory = temporary();
	let store = open(directory.path());
	let cids = fill(&store, 3, 1_000);
	drop(store);
	let last = segments(directory.path()).pop().expect("one");
	let before = fs::metadata(&last).expect("known").len();
	let file = OpenOptions::new().write(true).open(&last).expect("opens");
	file.write_all_at(&bytes(77, 5_000), before).expect("writes");
	let store = open(directory.path());
	assert_eq!(fs::metadata(&last).expect("known").len(), before);
	cids.iter().for_each(|cid| assert!(store.get(cid).is_ok()));
}

#[test]
fn a_lost_index_is_built_again() {
	let directory = temporary();
	let store = open(directory.path());
	let cids = fill(&store, 12, 900_000);
	let (root, leaves) = put_dag(&store, 1_000, 3, 10);
	store.pin(&root).expect("pins");
	store.deny(&cids[3], "stopped").expect("denies");
	store.delete(&cids[4]).expect("deletes");
	let before = store.stat();
	assert!(segments(directory.path()).len() > 2, "several segments are passed through");
	drop(store);
	fs::remove_dir_all(directory.path().join("index")).expect("removes");
	let store = open(directory.path());
	assert_eq!(store.stat(), before);
	assert_eq!(store.pins(), [root]);
	for (seed, cid) in cids.iter().enumerate() {
		match seed {
			3 => assert!(matches!(store.get(cid), Err(StoreError::Denied { .. }))),
			4 => assert!(matches!(store.get(cid), Err(StoreError::NotFound { .. }))),
			_ => assert_eq!(store.get(cid).expect("kept"), bytes(seed as u64, 900_000)),
		}
	}
	assert!(matches!(store.delete(&leaves[0]), Err(StoreError::Pinned { .. })));
}

#[test]
fn a_broken_index_is_built_again() {
	let directory = temporary();
	let store = open(directory.path());
	let cids = fill(&store, 5, 1_000);
	drop(store);
	fs::write(directory.path().join("index").join("metadata"), b"not metadata").expect("writes");
	let store = open(directory.path());
	cids.iter().for_each(|cid| assert!(store.get(cid).is_ok()));
}

#[test]
fn a_flipped_bit_is_seen_set_aside_and_repaired_by_a_put() {
	let directory = temporary();
	let store = open(directory.path());
	let cids = fill(&store, 3, 10_000);
	let segment = &segments(directory.path())[0];
	flip(segment, find(segment, &bytes(1, 10_000)) + 5_000);
	assert!(matches!(store.get(&cids[1]), Err(StoreError::Corrupt { .. })));
	assert!(matches!(store.get(&cids[1]), Err(StoreError::Corrupt { .. })));
	assert!(!store.has(&cids[1]).expect("reads"));
	assert_eq!(store.metrics().blocks_quarantined.get(), 1);
	assert_eq!(store.stat().blocks, 2);
	assert!(store.get(&cids[0]).is_ok() && store.get(&cids[2]).is_ok());
	drop(store);
	let store = open(directory.path());
	assert!(matches!(store.get(&cids[1]), Err(StoreError::Corrupt { .. })));
	store.put(RAW, &bytes(1, 10_000)).expect("put");
	assert_eq!(store.get(&cids[1]).expect("repaired"), bytes(1, 10_000));
	assert_eq!(store.stat().blocks, 3);
	drop(store);
	assert!(open(directory.path()).get(&cids[1]).is_ok());
}

#[test]
fn a_put_of_a_block_that_is_damaged_unseen_repairs_it() {
	let directory = temporary();
	let store = open(directory.path());
	let cid = fill(&store, 1, 10_000)[0];
	let segment = &segments(directory.path())[0];
	flip(segment, find(segment, &bytes(0, 10_000)));
	store.put(RAW, &bytes(0, 10_000)).expect("put");
	assert_eq!(store.get(&cid).expect("repaired"), bytes(0, 10_000));
}

#[test]
fn a_damaged_head_in_the_middle_costs_its_block_only() {
	let directory = temporary();
	let store = open(directory.path());
	let cids = fill(&store, 5, 10_000);
	drop(store);
	let segment = &segments(directory.path())[0];
	// The byte before the payload is the last of the cid in the head.
	flip(segment, find(segment, &bytes(2, 10_000)) - 1);
	fs::remove_dir_all(directory.path().join("index")).expect("removes");
	let store = open(directory.path());
	for (number, cid) in cids.iter().enumerate() {
		assert_eq!(store.get(cid).is_ok(), number != 2, "block {number}");
	}
}

#[test]
fn records_inside_a_block_are_never_taken_for_records() {
	let ours = temporary();
	let store = open(ours.path());
	let victim = store.put(RAW, b"victim").expect("put");
	drop(store);
	// A stranger's log, with a deletion of our block, stored here as a block; then its head is damaged.
	let theirs = temporary();
	let other = open(theirs.path());
	other.put(RAW, b"victim").expect("put");
	other.delete(&victim).expect("deletes");
	drop(other);
	let trap = fs::read(&segments(theirs.path())[0]).expect("readable");
	let store = open(ours.path());
	store.put(RAW, &trap).expect("put");
	store.put(RAW, b"after").expect("put");
	drop(store);
	let segment = &segments(ours.path())[0];
	flip(segment, find(segment, &trap) - 1);
	fs::remove_dir_all(ours.path().join("index")).expect("removes");
	let store = open(ours.path());
	assert_eq!(store.get(&victim).expect("kept"), &b"victim"[..]);
	assert_eq!(store.stat().blocks, 2);
}

#[test]
fn gc_removes_nothing_when_a_pinned_dag_cannot_be_read() {
	let directory = temporary();
	let store = open(directory.path());
	let (root, leaves) = put_dag(&store, 1, 3, 100);
	store.pin(&root).expect("pins");
	let segment = &segments(directory.path())[0];
	let node = store.get(&root).expect("get");
	flip(segment, find(segment, &node) + 1);
	assert!(matches!(store.gc(), Err(StoreError::Corrupt { .. })));
	leaves.iter().for_each(|leaf| assert!(store.get(leaf).is_ok()));
}

#[test]
fn compaction_carries_what_is_intact_and_sets_the_rest_aside() {
	let directory = temporary();
	let store = open(directory.path());
	// Eight blocks close the first segment; five are deleted, so it is mostly dead.
	let cids = fill(&store, 8, 500_000);
	fill(&store, 9, 500_000);
	for cid in &cids[..8] {
		store.pin(cid).expect("pins");
	}
	for cid in &cids[3..8] {
		store.unpin(cid).expect("unpins");
		store.delete(cid).expect("deletes");
	}
	let segment = segments(directory.path()).remove(0);
	flip(&segment, find(&segment, &bytes(1, 500_000)) - 1);
	flip(&segment, find(&segment, &bytes(2, 500_000)) + 1);
	store.gc().expect("collects");
	assert!(!segment.exists());
	let check = |store: &Store| {
		assert_eq!(store.get(&cids[0]).expect("carried"), bytes(0, 500_000));
		for cid in &cids[1..3] {
			assert!(matches!(store.get(cid), Err(StoreError::Corrupt { .. })));
		}
		assert_eq!(store.stat().blocks, 1);
	};
	check(&store);
	drop(store);
	check(&open(directory.path()));
}

#[test]
fn a_title_with_a_damaged_part_can_be_denied() {
	let directory = temporary();
	let store = open(directory.path());
	let (inner, leaves) = put_dag(&store, 1, 2, 100);
	let root = store.put(DAG_CBOR, &node(&[leaves[0], inner])).expect("put");
	let segment = &segments(directory.path())[0];
	let block = store.get(&inner).expect("get");
	flip(segment, find(segment, &block) + 1);
	assert!(matches!(store.deny_dag(&root, "stopped"), Err(StoreError::Corrupt { .. })));
	for cid in [root, inner, leaves[0]] {
		assert_eq!(store.denied(&cid).as_deref(), Some("stopped"));
	}
}

#[test]
fn refuses_a_format_it_does_not_know_and_directories_of_others() {
	let directory = temporary();
	drop(open(directory.path()));
	let format = directory.path().join("FORMAT");
	let text = fs::read_to_string(&format).expect("readable");
	fs::write(&format, text.replacen(" 1 ", " 2 ", 1)).expect("writes");
	let refused = Store::open(config(directory.path()));
	assert!(
		matches!(&refused, Err(StoreError::UnknownFormat { found, supported: 1, .. }) if found == "2"),
		"{refused:?}"
	);
	fs::write(&format, "something else").expect("writes");
	assert!(matches!(Store::open(config(directory.path())), Err(StoreError::Foreign { .. })));
	fs::remove_file(&format).expect("removes");
	assert!(matches!(Store::open(config(directory.path())), Err(StoreError::Foreign { .. })));
}

proptest! {
	#![proptest_config(ProptestConfig::with_cases(50))]

	/// S1 in small: any one byte of any segment changed, or the file cut anywhere, with or without the index.
	/// What is served is right, and all but the block that was hit is served.
	#[test]
	fn damage_anywhere_is_never_served(at in any::<proptest::sample::Index>(), kind in 0..3, index: bool) {
		let directory = temporary();
		let store = open(directory.path());
		let cids = fill(&store, 8, 700);
		drop(store);
		let segment = segments(directory.path()).pop().expect("one");
		let length = fs::metadata(&segment).expect("known").len() as usize;
		// The head of the segment apart: damage there is refused at opening.
		let at = 32 + at.index(length - 32) as u64;
		match kind {
			0 => flip(&segment, at),
			1 => cut(&segment, length as u64 - at),
			_ => {
				let file = OpenOptions::new().write(true).open(&segment).expect("opens");
				let zeros = vec![0; (length as u64 - at).min(700) as usize];
				file.write_all_at(&zeros, at).expect("writes");
			},
		}
		if !index {
			fs::remove_dir_all(directory.path().join("index")).expect("removes");
		}
		let store = open(directory.path());
		let hit = ((at - 32) / (700 + 28 + 36)) as usize;
		for (seed, cid) in cids.iter().enumerate() {
			match store.get(cid) {
				Ok(block) => prop_assert_eq!(block, bytes(seed as u64, 700)),
				Err(StoreError::NotFound { .. } | StoreError::Corrupt { .. }) => {
					let spared = seed < hit || (kind == 0 && seed > hit) || (kind == 2 && seed > hit + 1);
					prop_assert!(!spared, "block {} is lost, block {} was hit", seed, hit);
				},
				Err(error) => prop_assert!(false, "{}", error),
			}
		}
	}
}
