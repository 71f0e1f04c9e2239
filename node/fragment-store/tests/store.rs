//! Put, get, quota, pins, garbage collection, deny list.

use crate::common::{bytes, config, node, open, put_dag, segments, temporary};
use bytes::Bytes;
use cid::Cid;
use reel_fragment_store::{
	Config, Exchange, ExchangeError, FetchError, Service, Store, StoreError,
	block::{BLAKE2B_256, BLAKE3, DAG_CBOR, MAX_BLOCK_BYTES, RAW, cid_of, cid_with_hash},
};
use std::sync::{Arc, Barrier};

const LEAF: usize = 1 << 10;
const FRAGMENT: usize = 1 << 20;

/// Sizes, and why each.
const SIZES: [(usize, &str); 9] = [
	(0, "nothing"),
	(1, "the least"),
	(LEAF - 1, "below a leaf"),
	(LEAF, "a leaf"),
	(LEAF + 1, "above a leaf"),
	(FRAGMENT - 1, "below a fragment"),
	(FRAGMENT, "a fragment"),
	(FRAGMENT + 1, "above a fragment"),
	(MAX_BLOCK_BYTES, "the most"),
];

#[test]
fn blocks_of_every_size_come_back_also_after_reopening() {
	let directory = temporary();
	let store = open(directory.path());
	let put: Vec<(Cid, Vec<u8>)> = SIZES
		.iter()
		.map(|(size, _)| {
			let block = bytes(*size as u64, *size);
			(store.put(RAW, &block).expect("put"), block)
		})
		.collect();
	let check = |store: &Store| {
		for ((cid, block), (_, why)) in put.iter().zip(SIZES) {
			assert_eq!(store.get(cid).expect(why), block, "{why}");
			assert!(store.has(cid).expect(why), "{why}");
		}
		assert_eq!(store.stat().blocks, SIZES.len() as u64);
		let total: usize = SIZES.iter().map(|(size, _)| size).sum();
		assert_eq!(store.stat().block_bytes, total as u64);
	};
	check(&store);
	let before = store.stat();
	drop(store);
	let store = open(directory.path());
	check(&store);
	assert_eq!(store.stat(), before);
}

#[test]
fn refuses_what_is_too_large_misnamed_or_unknown() {
	let directory = temporary();
	let store = open(directory.path());
	let large = vec![0; MAX_BLOCK_BYTES + 1];
	assert!(matches!(
		store.put(RAW, &large),
		Err(StoreError::TooLarge { size }) if size == MAX_BLOCK_BYTES + 1
	));
	let cid = cid_of(RAW, b"one");
	assert!(matches!(store.put_cid(&cid, b"two"), Err(StoreError::HashMismatch { .. })));
	assert!(matches!(store.put(0x0129, b"x"), Err(StoreError::UnsupportedCid { .. })));
	assert!(matches!(store.get(&cid), Err(StoreError::NotFound { .. })));
	assert!(!store.has(&cid).expect("reads"));
	assert_eq!(store.stat().blocks, 0);
}

#[test]
fn takes_the_other_hashes_and_finds_bytes_under_either_codec() {
	let directory = temporary();
	let store = open(directory.path());
	for hash in [BLAKE3, BLAKE2B_256] {
		let cid = cid_with_hash(RAW, hash, b"film").expect("taken");
		store.put_cid(&cid, b"film").expect("put");
		assert_eq!(store.get(&cid).expect("get"), &b"film"[..]);
	}
	let block = node(&[]);
	let raw = store.put(RAW, &block).expect("put");
	let cbor = Cid::new_v1(DAG_CBOR, *raw.hash());
	assert_eq!(store.get(&cbor).expect("get"), block);
	assert_eq!(store.stat().blocks, 3);
}

#[test]
fn putting_again_costs_nothing() {
	let directory = temporary();
	let store = open(directory.path());
	store.put(RAW, b"once").expect("put");
	let stat = store.stat();
	store.put(RAW, b"once").expect("put");
	assert_eq!(store.stat(), stat);
}

#[test]
fn puts_at_the_same_time_share_syncs_and_all_are_kept() {
	const THREADS: u64 = 8;
	const EACH: u64 = 20;
	let directory = temporary();
	let store = Arc::new(open(directory.path()));
	let start = Arc::new(Barrier::new(THREADS as usize));
	let threads: Vec<_> = (0..THREADS)
		.map(|thread| {
			let (store, start) = (store.clone(), start.clone());
			std::thread::spawn(move || {
				start.wait();
				(0..EACH)
					.map(|number| {
						let block = bytes(thread * EACH + number, 5_000);
						(store.put(RAW, &block).expect("put"), block)
					})
					.collect::<Vec<_>>()
			})
		})
		.collect();
	for thread in threads {
		for (cid, block) in thread.join().expect("no panic") {
			assert_eq!(store.get(&cid).expect("get"), block);
		}
	}
	assert_eq!(store.stat().blocks, THREADS * EACH);
	assert!(store.metrics().commits.get() <= THREADS * EACH);
}

#[test]
fn a_second_opener_is_told_who_has_the_store() {
	let directory = temporary();
	let store = open(directory.path());
	let refused = Store::open(config(directory.path()));
	assert!(matches!(refused, Err(StoreError::Locked { path }) if path == directory.path()));
	drop(store);
	open(directory.path());
}

#[test]
fn the_quota_refuses_by_name_and_deleting_makes_room() {
	let directory = temporary();
	let quota_bytes = 3 * FRAGMENT as u64;
	let store = Store::open(Config { quota_bytes, ..config(directory.path()) }).expect("opens");
	let first = store.put(RAW, &bytes(1, FRAGMENT)).expect("put");
	store.put(RAW, &bytes(2, FRAGMENT)).expect("put");
	// Two fragments and their heads: a third does not fit by the size of the heads.
	let refused = store.put(RAW, &bytes(3, FRAGMENT));
	let Err(StoreError::QuotaExceeded { needed_bytes, used_bytes, quota_bytes: told }) = refused
	else {
		panic!("{refused:?}")
	};
	assert_eq!(told, quota_bytes);
	assert_eq!(used_bytes, store.stat().used_bytes);
	assert!(needed_bytes > FRAGMENT as u64 && used_bytes + needed_bytes > quota_bytes);
	assert_eq!(store.metrics().quota_refusals.get(), 1);
	store.put(RAW, &bytes(1, FRAGMENT)).expect("what is here needs no room");
	store.delete(&first).expect("deletes");
	store.put(RAW, &bytes(3, FRAGMENT)).expect("there is room now");
}

#[test]
fn deleted_blocks_are_erased_and_stay_away() {
	let directory = temporary();
	let store = open(directory.path());
	let secret = b"a scene the owner took back".repeat(10);
	let cid = store.put(RAW, &secret).expect("put");
	store.delete(&cid).expect("deletes");
	assert!(matches!(store.get(&cid), Err(StoreError::NotFound { .. })));
	assert!(matches!(store.delete(&cid), Err(StoreError::NotFound { .. })));
	drop(store);
	let on_disk = std::fs::read(&segments(directory.path())[0]).expect("readable");
	assert!(!on_disk.windows(27).any(|window| window == &secret[..27]));
	std::fs::remove_dir_all(directory.path().join("index")).expect("removes");
	let store = open(directory.path());
	assert!(matches!(store.get(&cid), Err(StoreError::NotFound { .. })));
	assert_eq!(store.stat().blocks, 0);
}

#[test]
fn gc_keeps_what_pins_hold_and_gives_the_rest_of_the_disk_back() {
	let directory = temporary();
	let store = open(directory.path());
	let (kept_root, kept) = put_dag(&store, 100, 3, 500_000);
	let (loose_root, loose) = put_dag(&store, 200, 20, 500_000);
	store.pin(&kept_root).expect("pins");
	let before = store.stat();

	let report = store.gc().expect("collects");
	assert_eq!(report.removed.len(), 21);
	assert_eq!(report.removed_bytes, before.block_bytes - store.stat().block_bytes);
	assert!(report.segments_removed > 0);
	let check = |store: &Store| {
		for (cid, seed) in kept.iter().zip(100..) {
			assert_eq!(store.get(cid).expect("kept"), bytes(seed, 500_000));
		}
		assert!(store.has(&kept_root).expect("reads"));
		for cid in loose.iter().chain([&loose_root]) {
			assert!(matches!(store.get(cid), Err(StoreError::NotFound { .. })));
		}
		assert_eq!(store.stat().blocks, 4);
		assert_eq!(store.pins(), [kept_root]);
	};
	check(&store);
	assert!(store.stat().disk_bytes < before.disk_bytes / 2, "{:?}", store.stat());
	assert_eq!(store.gc().expect("collects").removed, []);
	drop(store);
	check(&open(directory.path()));
	std::fs::remove_dir_all(directory.path().join("index")).expect("removes");
	check(&open(directory.path()));
}

#[test]
fn pinned_blocks_are_not_deleted_until_unpinned() {
	let directory = temporary();
	let store = open(directory.path());
	let (root, leaves) = put_dag(&store, 1, 2, 100);
	store.pin(&root).expect("pins");
	store.pin(&root).expect("pinning again changes nothing");
	for cid in leaves.iter().chain([&root]) {
		assert!(matches!(store.delete(cid), Err(StoreError::Pinned { .. })));
	}
	drop(store);
	let store = open(directory.path());
	assert!(matches!(store.delete(&leaves[0]), Err(StoreError::Pinned { .. })));
	store.unpin(&root).expect("unpins");
	assert!(matches!(store.unpin(&root), Err(StoreError::NotPinned { .. })));
	store.delete(&leaves[0]).expect("deletes");
}

#[test]
fn a_leaf_that_comes_after_its_pin_is_held() {
	let directory = temporary();
	let store = open(directory.path());
	let late = bytes(1, 100);
	let root = store.put(DAG_CBOR, &node(&[cid_of(RAW, &late)])).expect("put");
	store.pin(&root).expect("pins");
	let cid = store.put(RAW, &late).expect("put");
	assert_eq!(store.gc().expect("collects").removed, []);
	assert!(matches!(store.delete(&cid), Err(StoreError::Pinned { .. })));
}

#[test]
fn pins_are_bounded_in_number_and_in_reach() {
	let directory = temporary();
	let bounds = Config { max_pins: 1, max_walk_blocks: 3, ..config(directory.path()) };
	let store = Store::open(bounds).expect("opens");
	let (wide, leaves) = put_dag(&store, 1, 3, 10);
	assert!(matches!(store.pin(&wide), Err(StoreError::WalkTooLarge { max: 3, .. })));
	store.pin(&leaves[0]).expect("pins");
	assert!(matches!(store.pin(&leaves[1]), Err(StoreError::PinsFull { max: 1 })));
	let absent = cid_of(RAW, b"absent");
	assert!(matches!(store.pin(&absent), Err(StoreError::NotFound { .. })));
	let broken = store.put(DAG_CBOR, &[0xff; 10]).expect("put");
	assert!(matches!(store.pin(&broken), Err(StoreError::BadDag { .. })));
}

#[test]
fn gc_leaves_young_blocks_alone() {
	let directory = temporary();
	let grace =
		Config { gc_grace: std::time::Duration::from_secs(3600), ..config(directory.path()) };
	let store = Store::open(grace).expect("opens");
	let cid = store.put(RAW, b"young").expect("put");
	assert_eq!(store.gc().expect("collects").removed, []);
	assert!(store.has(&cid).expect("reads"));
}

#[test]
fn denied_blocks_are_refused_both_ways_and_after_a_restart() {
	let directory = temporary();
	let store = open(directory.path());
	let (root, leaves) = put_dag(&store, 1, 2, 100);
	store.pin(&root).expect("pins");
	assert_eq!(store.deny_dag(&root, "court order 12/2").expect("denies"), 3);
	let check = |store: &Store| {
		for cid in leaves.iter().chain([&root]) {
			let refused = store.get(cid);
			assert!(
				matches!(&refused, Err(StoreError::Denied { reason, .. }) if reason == "court order 12/2"),
				"{refused:?}"
			);
			assert!(!store.has(cid).expect("reads"));
		}
		let other_codec = Cid::new_v1(DAG_CBOR, *leaves[0].hash());
		assert!(matches!(store.get(&other_codec), Err(StoreError::Denied { .. })));
		assert!(matches!(store.put(RAW, &bytes(1, 100)), Err(StoreError::Denied { .. })));
		assert_eq!((store.stat().denied, store.stat().blocks, store.pins().len()), (3, 0, 0));
	};
	check(&store);
	drop(store);
	check(&open(directory.path()));
	std::fs::remove_dir_all(directory.path().join("index")).expect("removes");
	let store = open(directory.path());
	check(&store);
	store.gc().expect("collects");
	check(&store);

	store.allow(&leaves[0]).expect("allows");
	assert!(matches!(store.get(&leaves[0]), Err(StoreError::NotFound { .. })));
	store.put(RAW, &bytes(1, 100)).expect("put");
	drop(store);
	assert_eq!(open(directory.path()).denied(&leaves[0]), None);
}

#[test]
fn the_deny_list_is_bounded_and_reasons_are_cut() {
	let directory = temporary();
	let store = Store::open(Config { max_denied: 1, ..config(directory.path()) }).expect("opens");
	let cid = cid_of(RAW, b"1");
	store.deny(&cid, &"é".repeat(1000)).expect("denies");
	assert_eq!(store.denied(&cid).expect("denied"), "é".repeat(128));
	let full = store.deny(&cid_of(RAW, b"2"), "");
	assert!(matches!(full, Err(StoreError::DenyListFull { max: 1 })));
}

struct Elsewhere(Bytes);

#[async_trait::async_trait]
impl Exchange for Elsewhere {
	async fn fetch(&self, _: &Cid) -> Result<Bytes, ExchangeError> {
		Ok(self.0.clone())
	}
}

#[tokio::test]
async fn blocks_from_elsewhere_are_checked_and_kept() {
	let directory = temporary();
	let elsewhere = Arc::new(Elsewhere(Bytes::from_static(b"wanted")));
	let opened = Service::open_with(config(directory.path()), elsewhere).await;
	let (handle, _serving) = opened.expect("opens");
	let wanted = cid_of(RAW, b"wanted");
	assert_eq!(handle.get_or_fetch(&wanted).await.expect("fetched"), &b"wanted"[..]);
	assert_eq!(handle.get(&wanted).await.expect("kept"), &b"wanted"[..]);
	let other = cid_of(RAW, b"other");
	let lied = handle.get_or_fetch(&other).await;
	assert!(matches!(lied, Err(FetchError::Store(StoreError::HashMismatch { .. }))));
	assert!(!handle.has(&other).await.expect("reads"));
	handle.deny(&wanted, "stopped").await.expect("denies");
	let refused = handle.get_or_fetch(&wanted).await;
	assert!(matches!(refused, Err(FetchError::Store(StoreError::Denied { .. }))));
}
