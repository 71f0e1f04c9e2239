//! Content secrets at rest (C5).
//!
//! ```text
//! desk.key        32 bytes: the desk's X25519 key, mode 0600
//! secrets/<id>    nonce 12 ‖ ChaCha20-Poly1305(secret), AAD = content id
//!                 key = BLAKE2b-256("reelchain/secret-store/v1" ‖ X25519 key)
//! ```
//!
//! The first secret of a title stays: a deposit carries no time, so an old one could otherwise be played again.
//! A secret that is kept under another title is refused, since cell keys follow from the secret alone: a title
//! registered with a copied box would open the cells of the first.

use crate::{ServiceError, log::sync_parent};
use chacha20poly1305::{
	ChaCha20Poly1305, Key, KeyInit, Nonce,
	aead::{Aead, Payload},
};
use crypto_box::SecretKey;
use rand::{RngCore, rngs::OsRng};
use reel_primitives::{ContentId, Hash32, blake2b_256, keys::ContentSecret};
use std::{
	collections::HashMap,
	fs::{self, OpenOptions},
	io::Write,
	os::unix::fs::OpenOptionsExt,
	path::{Path, PathBuf},
	sync::{Mutex, PoisonError},
};
use zeroize::{Zeroize, Zeroizing};

const STORE_DOMAIN: &[u8] = b"reelchain/secret-store/v1";
const PRINT_DOMAIN: &[u8] = b"reelchain/secret-print/v1";
const NONCE: usize = 12;

/// What became of a deposit's box.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Kept {
	/// The secret is kept now.
	New,
	/// It was kept before.
	Same,
	/// Not for this desk, of another length, different from the one kept, or of another title.
	Refused,
}

/// The desk's X25519 key and the secrets. No `Debug`, on purpose.
pub(crate) struct SecretStore {
	dir: PathBuf,
	key: SecretKey,
	cipher: ChaCha20Poly1305,
	print_key: Zeroizing<Hash32>,
	/// Keyed hash of each secret → its title.
	prints: Mutex<HashMap<Hash32, ContentId>>,
}

impl SecretStore {
	/// Opens the store under `data_dir`, with a new key the first time.
	pub(crate) fn open(data_dir: &Path) -> Result<Self, ServiceError> {
		let dir = data_dir.join("secrets");
		fs::create_dir_all(&dir).map_err(ServiceError::io(&dir))?;
		let mut bytes = desk_key(&data_dir.join("desk.key"))?;
		let key = SecretKey::from(*bytes);
		let mut sealing = blake2b_256(&[STORE_DOMAIN, &*bytes]);
		let cipher = ChaCha20Poly1305::new(Key::from_slice(&sealing));
		let print_key = Zeroizing::new(blake2b_256(&[PRINT_DOMAIN, &*bytes]));
		sealing.zeroize();
		bytes.zeroize();
		let store = Self { dir, key, cipher, print_key, prints: Mutex::default() };
		store.read_prints()?;
		Ok(store)
	}

	/// The desk's X25519 public key.
	pub(crate) fn public(&self) -> [u8; 32] {
		*self.key.public_key().as_bytes()
	}

	/// The secret of a title.
	pub(crate) fn get(
		&self,
		content: &ContentId,
	) -> Result<Option<Zeroizing<ContentSecret>>, ServiceError> {
		let path = self.path(content);
		let bytes = match fs::read(&path) {
			Ok(bytes) => bytes,
			Err(error) if error.kind() == std::io::ErrorKind::NotFound => return Ok(None),
			Err(source) => return Err(ServiceError::Io { path, source }),
		};
		let corrupt = |path| ServiceError::Corrupt { path, reason: "not a secret of this desk" };
		let Some((nonce, sealed)) = bytes.split_at_checked(NONCE) else {
			return Err(corrupt(path));
		};
		let payload = Payload { msg: sealed, aad: &content.0 };
		let Ok(open) = self.cipher.decrypt(Nonce::from_slice(nonce), payload) else {
			return Err(corrupt(path));
		};
		let open = Zeroizing::new(open);
		let secret = ContentSecret::try_from(&open[..]).map_err(|_| corrupt(path))?;
		Ok(Some(Zeroizing::new(secret)))
	}

	/// Opens a sealed box and keeps the secret in it, if the box was made for this title.
	pub(crate) fn keep(&self, content: &ContentId, sealed: &[u8]) -> Result<Kept, ServiceError> {
		let Ok(open) = self.key.unseal(sealed) else { return Ok(Kept::Refused) };
		let open = Zeroizing::new(open);
		let Some((title, secret)) = open.split_at_checked(32) else { return Ok(Kept::Refused) };
		if title != content.0 {
			return Ok(Kept::Refused);
		}
		let Ok(secret) = ContentSecret::try_from(secret).map(Zeroizing::new) else {
			return Ok(Kept::Refused);
		};
		let print = self.print(&secret);
		let mut prints = self.prints.lock().unwrap_or_else(PoisonError::into_inner);
		if prints.get(&print).is_some_and(|title| title != content) {
			return Ok(Kept::Refused);
		}
		if let Some(known) = self.get(content)? {
			return Ok(if *known == *secret { Kept::Same } else { Kept::Refused });
		}
		let mut nonce = [0; NONCE];
		OsRng.fill_bytes(&mut nonce);
		let payload = Payload { msg: &secret[..], aad: &content.0 };
		let Ok(closed) = self.cipher.encrypt(Nonce::from_slice(&nonce), payload) else {
			return Ok(Kept::Refused);
		};
		write_whole(&self.path(content), &[&nonce[..], &closed].concat())?;
		prints.insert(print, *content);
		Ok(Kept::New)
	}

	fn print(&self, secret: &ContentSecret) -> Hash32 {
		blake2b_256(&[&*self.print_key, secret])
	}

	fn path(&self, content: &ContentId) -> PathBuf {
		self.dir.join(hex::encode(content.0))
	}

	fn read_prints(&self) -> Result<(), ServiceError> {
		let mut prints = self.prints.lock().unwrap_or_else(PoisonError::into_inner);
		for entry in fs::read_dir(&self.dir).map_err(ServiceError::io(&self.dir))? {
			let name = entry.map_err(ServiceError::io(&self.dir))?.file_name();
			// Anything else in the folder, such as a file half written, is no secret.
			let id = hex::decode(name.to_string_lossy().as_bytes()).unwrap_or_default();
			let Ok(id) = Hash32::try_from(id) else { continue };
			if let Some(secret) = self.get(&ContentId(id))? {
				prints.insert(self.print(&secret), ContentId(id));
			}
		}
		Ok(())
	}
}

fn desk_key(path: &Path) -> Result<Zeroizing<[u8; 32]>, ServiceError> {
	if !path.exists() {
		let mut key = Zeroizing::new([0; 32]);
		OsRng.fill_bytes(&mut *key);
		write_whole(path, &key[..])?;
	}
	let bytes = Zeroizing::new(fs::read(path).map_err(ServiceError::io(path))?);
	<[u8; 32]>::try_from(&bytes[..]).map(Zeroizing::new).map_err(|_| ServiceError::Corrupt {
		path: path.to_path_buf(),
		reason: "a desk key has 32 bytes",
	})
}

/// Writes a file readable by its owner alone, whole or not at all.
fn write_whole(path: &Path, bytes: &[u8]) -> Result<(), ServiceError> {
	let new = path.with_extension("new");
	let mut file = OpenOptions::new()
		.write(true)
		.create(true)
		.truncate(true)
		.mode(0o600)
		.open(&new)
		.map_err(ServiceError::io(&new))?;
	file.write_all(bytes).and_then(|()| file.sync_all()).map_err(ServiceError::io(&new))?;
	fs::rename(&new, path).map_err(ServiceError::io(path))?;
	sync_parent(path)
}

#[cfg(test)]
mod tests {
	use super::*;
	use crypto_box::PublicKey;
	use std::os::unix::fs::PermissionsExt;

	const TITLE: ContentId = ContentId([1; 32]);

	fn sealed(store: &SecretStore, content: &ContentId, secret: &[u8]) -> Vec<u8> {
		let bytes = [&content.0[..], secret].concat();
		PublicKey::from(store.public()).seal(&mut OsRng, &bytes).unwrap()
	}

	#[test]
	fn a_secret_survives_a_restart_and_lies_encrypted() {
		let dir = tempfile::tempdir().unwrap();
		let store = SecretStore::open(dir.path()).unwrap();
		let boxed = sealed(&store, &TITLE, &[7; 32]);
		assert_eq!(boxed.len(), reel_rpc_api::SEALED_SECRET_BYTES);
		assert_eq!(store.keep(&TITLE, &boxed).unwrap(), Kept::New);
		assert_eq!(store.keep(&TITLE, &boxed).unwrap(), Kept::Same);
		let public = store.public();
		drop(store);
		let store = SecretStore::open(dir.path()).unwrap();
		assert_eq!(store.public(), public);
		assert_eq!(**store.get(&TITLE).unwrap().as_ref().unwrap(), [7; 32]);
		assert!(store.get(&ContentId([2; 32])).unwrap().is_none());
		let file = dir.path().join("secrets").join(hex::encode(TITLE.0));
		assert!(!fs::read(&file).unwrap().windows(8).any(|bytes| bytes == [7; 8]));
		for path in [file, dir.path().join("desk.key")] {
			assert_eq!(fs::metadata(path).unwrap().permissions().mode() & 0o777, 0o600);
		}
	}

	#[test]
	fn a_secret_is_neither_replaced_nor_used_for_a_second_title() {
		let dir = tempfile::tempdir().unwrap();
		let store = SecretStore::open(dir.path()).unwrap();
		store.keep(&TITLE, &sealed(&store, &TITLE, &[7; 32])).unwrap();
		let refused = |content, secret: &[u8]| {
			assert_eq!(
				store.keep(content, &sealed(&store, content, secret)).unwrap(),
				Kept::Refused
			);
		};
		refused(&TITLE, &[8; 32]);
		refused(&ContentId([2; 32]), &[7; 32]);
		refused(&ContentId([2; 32]), &[9; 31]);
		// A box made for another title, copied into a deposit of one's own.
		let copied = sealed(&store, &TITLE, &[9; 32]);
		assert_eq!(store.keep(&ContentId([3; 32]), &copied).unwrap(), Kept::Refused);
		assert_eq!(store.keep(&TITLE, &[0; 112]).unwrap(), Kept::Refused);
		drop(store);
		let store = SecretStore::open(dir.path()).unwrap();
		let other = ContentId([2; 32]);
		let again = store.keep(&other, &sealed(&store, &other, &[7; 32])).unwrap();
		assert_eq!(again, Kept::Refused);
	}
}
