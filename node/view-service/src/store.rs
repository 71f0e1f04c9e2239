//! The desk's database: ParityDB, every value encrypted.
//!
//! ```text
//! column         key                          value (SCALE)
//! Meta           "version"                    u32
//! Tickets        ticket id                    TicketRecord
//! Plays          play id                      PlayRecord
//! Bodies         round u64 BE ‖ batch hash    BodyRecord
//! Payees         round u64 BE ‖ batch hash    list of Payee, of batches with a payout root
//! Counted        period u64 BE ‖ keyed hash   play id
//! Secrets        content id                   secret
//! SecretOwners   keyed hash                   content id
//! ```
//!
//! On disk a value is nonce 24 ‖ XChaCha20-Poly1305 under a key that follows from the desk key, bound to column and
//! key: a stolen disk shows neither who watched what nor a secret. Commits are atomic and ordered. A kill may lose the
//! latest: tickets and plays of a moment, which other desks have too; votes are kept elsewhere.

use crate::{error::Error, keys::DeskSecret};
use chacha20poly1305::{
	KeyInit, XChaCha20Poly1305, XNonce,
	aead::{Aead, Payload},
};
use codec::{Decode, DecodeAll, Encode};
use parity_db::{ColumnOptions, Db, Options};
use rand::{RngCore, rngs::OsRng};
use reel_primitives::{Hash32, blake2b_256};
use std::path::Path;
use zeroize::Zeroizing;

const VERSION: u32 = 1;
const VERSION_KEY: &[u8] = b"version";
const NONCE_BYTES: usize = 24;

/// The columns. Their order is part of the format.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Column {
	Meta,
	Tickets,
	Plays,
	Bodies,
	Payees,
	Counted,
	Secrets,
	SecretOwners,
}

const COLUMNS: u8 = Column::SecretOwners as u8 + 1;

/// The database.
pub(crate) struct Store {
	db: Db,
	cipher: XChaCha20Poly1305,
	hash_key: Zeroizing<Hash32>,
}

impl Store {
	pub(crate) fn open(path: &Path, key: &DeskSecret) -> Result<Self, Error> {
		let mut options = Options::with_columns(path, COLUMNS);
		options.stats = false;
		for column in &mut options.columns {
			*column = ColumnOptions { btree_index: true, ..Default::default() };
		}
		let db = Db::open_or_create(&options)?;
		let cipher_key = key.derive(b"reelchain/desk-store/v1");
		let cipher = XChaCha20Poly1305::new((&*cipher_key).into());
		let hash_key = key.derive(b"reelchain/desk-hash/v1");
		let store = Self { db, cipher, hash_key };
		match store.get::<u32>(Column::Meta, VERSION_KEY)? {
			None => store.put(Column::Meta, VERSION_KEY, &VERSION)?,
			Some(VERSION) => {},
			Some(found) => return Err(Error::Version { found, expected: VERSION }),
		}
		Ok(store)
	}

	pub(crate) fn get<T: Decode>(&self, column: Column, key: &[u8]) -> Result<Option<T>, Error> {
		let Some(sealed) = self.db.get(column as u8, key)? else { return Ok(None) };
		self.open_value(column, key, &sealed).map(Some)
	}

	pub(crate) fn put(&self, column: Column, key: &[u8], value: &impl Encode) -> Result<(), Error> {
		let sealed = self.seal_value(column, key, value)?;
		Ok(self.db.commit([(column as u8, key, Some(sealed))])?)
	}

	pub(crate) fn delete(&self, column: Column, key: &[u8]) -> Result<(), Error> {
		Ok(self.db.commit([(column as u8, key, None::<Vec<u8>>)])?)
	}

	/// Everything in a column, ascending by key.
	pub(crate) fn all<T: Decode>(&self, column: Column) -> Result<Vec<(Vec<u8>, T)>, Error> {
		let mut entries = Vec::new();
		let mut iterator = self.db.iter(column as u8)?;
		iterator.seek_to_first()?;
		while let Some((key, sealed)) = iterator.next()? {
			let value = self.open_value(column, &key, &sealed)?;
			entries.push((key, value));
		}
		Ok(entries)
	}

	/// A hash under a key of this desk: a name that says nothing to others.
	pub(crate) fn keyed(&self, parts: &[&[u8]]) -> Hash32 {
		let all: Vec<&[u8]> =
			std::iter::once(&self.hash_key[..]).chain(parts.iter().copied()).collect();
		blake2b_256(&all)
	}

	fn seal_value(
		&self,
		column: Column,
		key: &[u8],
		value: &impl Encode,
	) -> Result<Vec<u8>, Error> {
		let open = Zeroizing::new(value.encode());
		let mut nonce = [0; NONCE_BYTES];
		OsRng.fill_bytes(&mut nonce);
		let aad = bound_to(column, key);
		let sealed = self
			.cipher
			.encrypt(XNonce::from_slice(&nonce), Payload { msg: &open, aad: &aad })
			.map_err(|_| Error::Unreadable)?;
		Ok([&nonce[..], &sealed].concat())
	}

	fn open_value<T: Decode>(&self, column: Column, key: &[u8], sealed: &[u8]) -> Result<T, Error> {
		let (nonce, sealed) = sealed.split_at_checked(NONCE_BYTES).ok_or(Error::Unreadable)?;
		let aad = bound_to(column, key);
		let open = self
			.cipher
			.decrypt(XNonce::from_slice(nonce), Payload { msg: sealed, aad: &aad })
			.map_err(|_| Error::Unreadable)?;
		T::decode_all(&mut &Zeroizing::new(open)[..]).map_err(|_| Error::Unreadable)
	}
}

fn bound_to(column: Column, key: &[u8]) -> Vec<u8> {
	[&[column as u8][..], key].concat()
}

/// Key of a batch: ascending by round.
pub(crate) fn batch_key(round: u64, batch: &Hash32) -> [u8; 40] {
	let mut key = [0; 40];
	key[..8].copy_from_slice(&round.to_be_bytes());
	key[8..].copy_from_slice(batch);
	key
}

#[cfg(test)]
mod tests {
	use super::*;

	#[test]
	fn values_come_back_in_order_and_are_not_legible_on_disk() {
		let directory = tempfile::tempdir().unwrap();
		let key = DeskSecret::open(&directory.path().join("desk.key")).unwrap();
		let path = directory.path().join("db");
		let marker = b"whoever watched this".to_vec();
		{
			let store = Store::open(&path, &key).unwrap();
			store.put(Column::Plays, &[2], &marker).unwrap();
			store.put(Column::Plays, &[1], &marker).unwrap();
			store.put(Column::Plays, &[3], &marker).unwrap();
			store.delete(Column::Plays, &[3]).unwrap();
		}
		for entry in std::fs::read_dir(&path).unwrap() {
			let bytes = std::fs::read(entry.unwrap().path()).unwrap();
			assert!(!bytes.windows(marker.len()).any(|window| window == marker));
		}
		let store = Store::open(&path, &key).unwrap();
		let all = store.all::<Vec<u8>>(Column::Plays).unwrap();
		assert_eq!(all, vec![(vec![1], marker.clone()), (vec![2], marker)]);
	}

	#[test]
	fn another_desk_key_does_not_open_it() {
		let directory = tempfile::tempdir().unwrap();
		let key = DeskSecret::open(&directory.path().join("desk.key")).unwrap();
		let path = directory.path().join("db");
		drop(Store::open(&path, &key).unwrap());
		let other = DeskSecret::open(&directory.path().join("other.key")).unwrap();
		assert!(matches!(Store::open(&path, &other), Err(Error::Unreadable)));
	}
}
