//! This node's part of the provider table, in memory.
//!
//! Own records and those of others are bounded apart, so that strangers cannot take the place of what is announced from
//! here; how many of others there are in all, and of each, `records.rs` decides. libp2p's own store keeps room for twenty
//! providers with every key, some four kilobytes each, and bounds all keys together.

use libp2p::{
	PeerId,
	kad::{
		ProviderRecord, Record, RecordKey,
		store::{Error, RecordStore, Result},
	},
};
use std::{
	borrow::Cow,
	collections::{HashMap, hash_map},
	iter,
};

/// Most providers of one key, as many as a record is sent to.
const MAX_PROVIDERS: usize = 20;

/// The table.
#[derive(Debug)]
pub(crate) struct Table {
	local: PeerId,
	own: HashMap<RecordKey, ProviderRecord>,
	others: HashMap<RecordKey, Vec<ProviderRecord>>,
	max_own: usize,
}

impl Table {
	pub(crate) fn new(local: PeerId, max_own: usize) -> Self {
		Self { local, own: HashMap::new(), others: HashMap::new(), max_own }
	}
}

impl RecordStore for Table {
	type RecordsIter<'a> = iter::Empty<Cow<'a, Record>>;
	type ProvidedIter<'a> = iter::Map<
		hash_map::Values<'a, RecordKey, ProviderRecord>,
		fn(&'a ProviderRecord) -> Cow<'a, ProviderRecord>,
	>;

	fn get(&self, _: &RecordKey) -> Option<Cow<'_, Record>> {
		None
	}

	/// Nothing but provider records is kept.
	fn put(&mut self, _: Record) -> Result<()> {
		Err(Error::MaxRecords)
	}

	fn remove(&mut self, _: &RecordKey) {}

	fn records(&self) -> Self::RecordsIter<'_> {
		iter::empty()
	}

	fn add_provider(&mut self, record: ProviderRecord) -> Result<()> {
		if record.provider == self.local {
			if self.own.len() >= self.max_own && !self.own.contains_key(&record.key) {
				return Err(Error::MaxProvidedKeys);
			}
			self.own.insert(record.key.clone(), record);
			return Ok(());
		}
		let of_key = self.others.entry(record.key.clone()).or_default();
		let full = of_key.len() >= MAX_PROVIDERS;
		match of_key.iter_mut().find(|one| one.provider == record.provider) {
			Some(one) => *one = record,
			// Whoever came first stays: who comes late with many names does not push others out.
			None if full => return Err(Error::MaxProvidedKeys),
			None => of_key.push(record),
		}
		Ok(())
	}

	fn providers(&self, key: &RecordKey) -> Vec<ProviderRecord> {
		let others = self.others.get(key).into_iter().flatten();
		self.own.get(key).into_iter().chain(others).cloned().collect()
	}

	fn provided(&self) -> Self::ProvidedIter<'_> {
		self.own.values().map(Cow::Borrowed)
	}

	fn remove_provider(&mut self, key: &RecordKey, provider: &PeerId) {
		if *provider == self.local {
			self.own.remove(key);
		} else if let Some(of_key) = self.others.get_mut(key) {
			of_key.retain(|one| one.provider != *provider);
			if of_key.is_empty() {
				self.others.remove(key);
			}
		}
	}
}

#[cfg(test)]
mod tests {
	use super::*;

	fn record(key: u8, provider: PeerId) -> ProviderRecord {
		ProviderRecord::new(RecordKey::new(&[key]), provider, Vec::new())
	}

	#[test]
	fn own_records_and_those_of_others_are_bounded_apart() {
		let local = PeerId::random();
		let mut table = Table::new(local, 2);
		for key in 0..100 {
			assert!(table.add_provider(record(key, PeerId::random())).is_ok());
		}
		assert!(table.add_provider(record(0, local)).is_ok(), "others took its place");
		assert!(table.add_provider(record(200, local)).is_ok());
		assert!(table.add_provider(record(0, local)).is_ok(), "a renewal");
		assert!(table.add_provider(record(201, local)).is_err(), "a third");
		assert_eq!(table.provided().count(), 2);
		assert_eq!(table.providers(&RecordKey::new(&[0])).len(), 2);
		table.remove_provider(&RecordKey::new(&[0]), &local);
		assert_eq!(table.providers(&RecordKey::new(&[0])).len(), 1);
		assert_eq!(table.provided().count(), 1);
	}

	#[test]
	fn a_key_has_so_many_providers_and_the_first_stay() {
		let mut table = Table::new(PeerId::random(), 1);
		let peers: Vec<PeerId> = (0..=MAX_PROVIDERS).map(|_| PeerId::random()).collect();
		for peer in &peers[..MAX_PROVIDERS] {
			assert!(table.add_provider(record(1, *peer)).is_ok());
		}
		assert!(table.add_provider(record(1, peers[MAX_PROVIDERS])).is_err());
		assert!(table.add_provider(record(1, peers[0])).is_ok(), "a renewal");
		for peer in &peers {
			table.remove_provider(&RecordKey::new(&[1]), peer);
		}
		assert!(table.others.is_empty(), "an empty key is kept");
	}
}
