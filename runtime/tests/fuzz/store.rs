//! The state of a chain as one sorted map with an undo journal.
//!
//! Cheaper than the SDK's test state by orders of magnitude in an unoptimised build: nothing is hashed into a trie, and
//! nothing grows with the number of blocks. It also sees every write, which is how G8 (a refused call leaves nothing
//! behind) and G9 (hooks touch few keys) are checked as facts rather than by reading the code.

use sp_core::storage::{ChildInfo, StateVersion, Storage, TrackedStorageKey};
use sp_externalities::{Extension, ExtensionStore, Externalities, MultiRemovalResults};
use std::{
	any::{Any, TypeId},
	collections::BTreeMap,
	ops::Bound,
};

type Key = Vec<u8>;
type Value = Vec<u8>;

/// How to take one write back.
enum Undo {
	/// What was there.
	Put(Key, Option<Value>),
	/// The list had this length and began with these bytes.
	Append(Key, usize, Vec<u8>),
}

/// What was touched since [`Store::watch`].
#[derive(Default)]
pub(crate) struct Touched {
	/// Keys whose value is another now.
	pub(crate) changed: Vec<Vec<u8>>,
	/// Keys that were written.
	pub(crate) written: usize,
	/// Keys that were looked up, repetitions included.
	pub(crate) reads: usize,
}

/// See the module.
pub(crate) struct Store {
	top: BTreeMap<Key, Value>,
	layers: Vec<Vec<Undo>>,
	/// What keys held before their first write since the watch began.
	before: BTreeMap<Key, Option<Value>>,
	reads: usize,
}

/// Number of elements of an encoded list, and the bytes that say so.
fn count(list: &[u8]) -> (u32, usize) {
	use codec::{Compact, CompactLen, Decode};
	let count = Compact::<u32>::decode(&mut &*list).map_or(0, |count| count.0);
	(count, if list.is_empty() { 0 } else { Compact::<u32>::compact_len(&count) })
}

impl Store {
	pub(crate) fn new(genesis: Storage) -> Self {
		assert!(genesis.children_default.is_empty(), "there are no child tries here");
		Self { top: genesis.top, layers: vec![], before: BTreeMap::new(), reads: 0 }
	}

	/// Runs `body` on this state.
	pub(crate) fn run<R>(&mut self, body: impl FnOnce() -> R) -> R {
		sp_externalities::set_and_run_with_externalities(self, body)
	}

	/// Begins to note what is touched.
	pub(crate) fn watch(&mut self) {
		self.before.clear();
		self.reads = 0;
	}

	/// What was touched since the watch began.
	pub(crate) fn touched(&self) -> Touched {
		let changed = self
			.before
			.iter()
			.filter(|(key, before)| self.top.get(*key) != before.as_ref())
			.map(|(key, _)| key.clone())
			.collect();
		Touched { changed, written: self.before.len(), reads: self.reads }
	}

	/// Hash of everything but what begins so, for comparing runs.
	pub(crate) fn fingerprint(&self, without: &[Vec<u8>]) -> [u8; 32] {
		use codec::Encode;
		let kept: Vec<_> = self
			.top
			.iter()
			.filter(|(key, _)| !without.iter().any(|prefix| key.starts_with(prefix)))
			.collect();
		sp_io::hashing::blake2_256(&kept.encode())
	}

	fn put(&mut self, key: Key, value: Option<Value>) {
		let old = match value {
			Some(value) => self.top.insert(key.clone(), value),
			None => self.top.remove(&key),
		};
		if !self.before.contains_key(&key) {
			self.before.insert(key.clone(), old.clone());
		}
		if let Some(layer) = self.layers.last_mut() {
			layer.push(Undo::Put(key, old));
		}
	}

	fn undo(&mut self, undo: Undo) {
		match undo {
			Undo::Put(key, Some(old)) => drop(self.top.insert(key, old)),
			Undo::Put(key, None) => drop(self.top.remove(&key)),
			Undo::Append(key, length, prefix) => {
				let list = self.top.get_mut(&key).expect("appended to before");
				list.truncate(length);
				list[..prefix.len()].copy_from_slice(&prefix);
			},
		}
	}
}

impl Externalities for Store {
	fn set_offchain_storage(&mut self, _: &[u8], _: Option<&[u8]>) {}

	fn storage(&mut self, key: &[u8]) -> Option<Vec<u8>> {
		self.reads += 1;
		self.top.get(key).cloned()
	}

	fn storage_hash(&mut self, key: &[u8]) -> Option<Vec<u8>> {
		self.reads += 1;
		self.top.get(key).map(|value| sp_io::hashing::blake2_256(value).to_vec())
	}

	fn exists_storage(&mut self, key: &[u8]) -> bool {
		self.reads += 1;
		self.top.contains_key(key)
	}

	fn next_storage_key(&mut self, key: &[u8]) -> Option<Vec<u8>> {
		self.reads += 1;
		let after = (Bound::Excluded(key), Bound::Unbounded);
		self.top.range::<[u8], _>(after).next().map(|(key, _)| key.clone())
	}

	fn clear_prefix(
		&mut self,
		prefix: &[u8],
		limit: Option<u32>,
		_: Option<&[u8]>,
	) -> MultiRemovalResults {
		// As on a chain whose entries are all of earlier blocks: the limit counts.
		let limit = limit.map_or(usize::MAX, |limit| limit as usize);
		let keys: Vec<Key> = self
			.top
			.range::<[u8], _>((Bound::Included(prefix), Bound::Unbounded))
			.map(|(key, _)| key)
			.take_while(|key| key.starts_with(prefix))
			.take(limit.saturating_add(1))
			.cloned()
			.collect();
		let maybe_cursor = keys.get(limit).cloned();
		let removed = keys.len().min(limit) as u32;
		keys.into_iter().take(limit).for_each(|key| self.put(key, None));
		MultiRemovalResults { maybe_cursor, backend: removed, unique: removed, loops: removed }
	}

	fn place_storage(&mut self, key: Vec<u8>, value: Option<Vec<u8>>) {
		self.put(key, value);
	}

	fn storage_append(&mut self, key: Vec<u8>, value: Vec<u8>) {
		use codec::{Compact, Encode};
		let Some(list) = self.top.get_mut(&key) else {
			let only = [Compact(1u32).encode(), value].concat();
			return self.put(key, Some(only));
		};
		let (old, prefix) = count(list);
		let new = Compact(old + 1).encode();
		if new.len() != prefix {
			let grown = [new.as_slice(), &list[prefix..], &value].concat();
			return self.put(key, Some(grown));
		}
		if !self.before.contains_key(&key) {
			self.before.insert(key.clone(), Some(list.clone()));
		}
		if let Some(layer) = self.layers.last_mut() {
			layer.push(Undo::Append(key, list.len(), list[..prefix].to_vec()));
		}
		list[..prefix].copy_from_slice(&new);
		list.extend(value);
	}

	fn storage_root(&mut self, _: StateVersion) -> Vec<u8> {
		// Nobody looks at it; a real one would cost more than the block.
		vec![0; 32]
	}

	fn storage_start_transaction(&mut self) {
		self.layers.push(vec![]);
	}

	fn storage_rollback_transaction(&mut self) -> Result<(), ()> {
		let layer = self.layers.pop().ok_or(())?;
		layer.into_iter().rev().for_each(|undo| self.undo(undo));
		Ok(())
	}

	fn storage_commit_transaction(&mut self) -> Result<(), ()> {
		let layer = self.layers.pop().ok_or(())?;
		if let Some(outer) = self.layers.last_mut() {
			outer.extend(layer);
		}
		Ok(())
	}

	// What follows is for child tries and for benchmarks; nothing here has either.

	fn child_storage(&mut self, _: &ChildInfo, _: &[u8]) -> Option<Vec<u8>> {
		None
	}

	fn child_storage_hash(&mut self, _: &ChildInfo, _: &[u8]) -> Option<Vec<u8>> {
		None
	}

	fn next_child_storage_key(&mut self, _: &ChildInfo, _: &[u8]) -> Option<Vec<u8>> {
		None
	}

	fn kill_child_storage(
		&mut self,
		_: &ChildInfo,
		_: Option<u32>,
		_: Option<&[u8]>,
	) -> MultiRemovalResults {
		unreachable!("child tries")
	}

	fn clear_child_prefix(
		&mut self,
		_: &ChildInfo,
		_: &[u8],
		_: Option<u32>,
		_: Option<&[u8]>,
	) -> MultiRemovalResults {
		unreachable!("child tries")
	}

	fn place_child_storage(&mut self, _: &ChildInfo, _: Vec<u8>, _: Option<Vec<u8>>) {
		unreachable!("child tries")
	}

	fn child_storage_root(&mut self, _: &ChildInfo, _: StateVersion) -> Vec<u8> {
		unreachable!("child tries")
	}

	fn wipe(&mut self) {}

	fn commit(&mut self) {}

	fn read_write_count(&self) -> (u32, u32, u32, u32) {
		unreachable!("benchmarks")
	}

	fn reset_read_write_count(&mut self) {}

	fn get_whitelist(&self) -> Vec<TrackedStorageKey> {
		vec![]
	}

	fn set_whitelist(&mut self, _: Vec<TrackedStorageKey>) {}

	fn get_read_and_written_keys(&self) -> Vec<(Vec<u8>, u32, u32, bool)> {
		vec![]
	}
}

impl ExtensionStore for Store {
	fn extension_by_type_id(&mut self, _: TypeId) -> Option<&mut dyn Any> {
		None
	}

	fn register_extension_with_type_id(
		&mut self,
		_: TypeId,
		_: Box<dyn Extension>,
	) -> Result<(), sp_externalities::Error> {
		Err(sp_externalities::Error::ExtensionsAreNotSupported)
	}

	fn deregister_extension_by_type_id(
		&mut self,
		_: TypeId,
	) -> Result<(), sp_externalities::Error> {
		Err(sp_externalities::Error::ExtensionsAreNotSupported)
	}
}

#[test]
fn what_is_rolled_back_was_never_there() {
	let mut store = Store::new(Storage::default());
	store.place_storage(b"a".to_vec(), Some(vec![1]));
	(0..70u8).for_each(|byte| store.storage_append(b"list".to_vec(), vec![byte]));
	let before = store.fingerprint(&[]);
	store.watch();
	store.storage_start_transaction();
	store.place_storage(b"a".to_vec(), None);
	store.place_storage(b"b".to_vec(), Some(vec![2]));
	store.storage_start_transaction();
	store.storage_append(b"list".to_vec(), vec![7]);
	store.storage_append(b"new".to_vec(), vec![7]);
	store.storage_commit_transaction().unwrap();
	assert_eq!(store.touched().changed.len(), 4);
	assert_eq!(store.clear_prefix(b"", Some(2), None).maybe_cursor, Some(b"new".to_vec()));
	store.storage_rollback_transaction().unwrap();
	assert!(store.touched().changed.is_empty());
	assert_eq!(store.fingerprint(&[]), before);
}
