//! The one key of a desk, and sealing under it.
//!
//! ```text
//! <keystore>/reel-desk.key   32 random bytes, mode 0600, beside the session keys and apart from the data
//! <data>/desk.mark           BLAKE2b-256("reelchain/desk-mark/v1" ‖ key): tells a lost or changed key from a first start
//! X25519 key of the desk     = the key
//! key of a purpose           = BLAKE2b-256(purpose ‖ key)
//! sealed                     = nonce 24, random ‖ XChaCha20-Poly1305(bytes)
//! ```
//!
//! Whoever copies the data directory alone learns nothing from it; whoever loses the key file alone has lost the
//! data, and is told so.

use crate::{ServiceError, log::sync_parent};
use chacha20poly1305::{
	Key, KeyInit, XChaCha20Poly1305, XNonce,
	aead::{Aead, AeadInPlace, Payload},
};
use crypto_box::SecretKey;
use rand::{RngCore, rngs::OsRng};
use reel_primitives::{Hash32, blake2b_256};
use std::{
	fs::{self, OpenOptions},
	io::Write,
	os::unix::fs::{OpenOptionsExt, PermissionsExt},
	path::{Path, PathBuf},
};
use zeroize::Zeroizing;

const MARK_DOMAIN: &[u8] = b"reelchain/desk-mark/v1";
pub(crate) const NONCE: usize = 24;

/// Holds the key. No `Debug`, on purpose.
pub(crate) struct Vault {
	key: Zeroizing<[u8; 32]>,
}

impl Vault {
	/// Reads the key that `data_dir` was made with; makes one the first time.
	pub(crate) fn open(path: &Path, data_dir: &Path) -> Result<Self, ServiceError> {
		fs::create_dir_all(data_dir).map_err(ServiceError::io(data_dir))?;
		let (key_file, data) = (path.to_path_buf(), data_dir.to_path_buf());
		let mark_file = data_dir.join("desk.mark");
		let mark = match fs::read(&mark_file) {
			Ok(mark) => Some(mark),
			Err(error) if error.kind() == std::io::ErrorKind::NotFound => None,
			Err(source) => return Err(ServiceError::Io { path: mark_file, source }),
		};
		let is_there = path.try_exists().map_err(ServiceError::io(path))?;
		let key = match (is_there, &mark) {
			(true, _) => read_key(path)?,
			(false, Some(_)) => return Err(ServiceError::KeyLost { key: key_file, data }),
			(false, None) => new_key(path)?,
		};
		let expected = blake2b_256(&[MARK_DOMAIN, &*key]);
		match mark {
			Some(mark) if mark == expected => {},
			Some(_) => return Err(ServiceError::KeyChanged { key: key_file, data }),
			None => write_whole(&mark_file, &expected)?,
		}
		Ok(Self { key })
	}

	/// The desk's X25519 key.
	pub(crate) fn exchange_key(&self) -> SecretKey {
		SecretKey::from(*self.key)
	}

	/// A key of its own for each purpose.
	pub(crate) fn derive(&self, purpose: &[u8]) -> Zeroizing<Hash32> {
		Zeroizing::new(blake2b_256(&[purpose, &*self.key]))
	}

	/// Seals for a purpose.
	pub(crate) fn cipher(&self, purpose: &[u8]) -> Cipher {
		Cipher(XChaCha20Poly1305::new(Key::from_slice(&*self.derive(purpose))))
	}
}

/// Authenticated encryption under one key.
#[derive(Clone)]
pub(crate) struct Cipher(XChaCha20Poly1305);

impl Cipher {
	/// Seals `bytes` for the place that `context` names. `None` for more bytes than any of ours.
	pub(crate) fn seal(&self, context: &[u8], bytes: &[u8]) -> Option<Vec<u8>> {
		let mut nonce = [0; NONCE];
		OsRng.fill_bytes(&mut nonce);
		let payload = Payload { msg: bytes, aad: context };
		let sealed = self.0.encrypt(XNonce::from_slice(&nonce), payload).ok()?;
		Some([&nonce[..], &sealed].concat())
	}

	/// Seals in place what `buffer` holds from `from` on, whose first [`NONCE`] bytes are room for the nonce; the tag is
	/// appended. The same bytes as [`Cipher::seal`]. `None` for less than a nonce, or more bytes than any of ours.
	pub(crate) fn seal_in_place(
		&self,
		context: &[u8],
		buffer: &mut Vec<u8>,
		from: usize,
	) -> Option<()> {
		let (nonce, bytes) = buffer.get_mut(from..)?.split_at_mut_checked(NONCE)?;
		OsRng.fill_bytes(nonce);
		let nonce = XNonce::from_slice(nonce);
		let tag = self.0.encrypt_in_place_detached(nonce, context, bytes).ok()?;
		buffer.extend_from_slice(&tag);
		Some(())
	}

	/// The bytes, if they were sealed under this key for this place.
	pub(crate) fn open(&self, context: &[u8], sealed: &[u8]) -> Option<Zeroizing<Vec<u8>>> {
		let (nonce, sealed) = sealed.split_at_checked(NONCE)?;
		let payload = Payload { msg: sealed, aad: context };
		self.0.decrypt(XNonce::from_slice(nonce), payload).ok().map(Zeroizing::new)
	}
}

fn new_key(path: &Path) -> Result<Zeroizing<[u8; 32]>, ServiceError> {
	if let Some(parent) = path.parent() {
		fs::create_dir_all(parent).map_err(ServiceError::io(parent))?;
	}
	let mut key = Zeroizing::new([0; 32]);
	OsRng.fill_bytes(&mut *key);
	write_whole(path, &key[..])?;
	Ok(key)
}

fn read_key(path: &Path) -> Result<Zeroizing<[u8; 32]>, ServiceError> {
	let mode = fs::metadata(path).map_err(ServiceError::io(path))?.permissions().mode();
	if mode & 0o077 != 0 {
		return Err(ServiceError::KeyExposed { key: path.to_path_buf() });
	}
	let bytes = Zeroizing::new(fs::read(path).map_err(ServiceError::io(path))?);
	<[u8; 32]>::try_from(&bytes[..]).map(Zeroizing::new).map_err(|_| ServiceError::Corrupt {
		path: path.to_path_buf(),
		reason: "a desk key has 32 bytes",
	})
}

/// Writes a file readable by its owner alone, whole or not at all.
pub(crate) fn write_whole(path: &Path, bytes: &[u8]) -> Result<(), ServiceError> {
	let new: PathBuf = path.with_extension("new");
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

	fn paths() -> (tempfile::TempDir, PathBuf, PathBuf) {
		let dir = tempfile::tempdir().unwrap();
		let (key, data) = (dir.path().join("keystore/reel-desk.key"), dir.path().join("desk"));
		(dir, key, data)
	}

	#[test]
	fn the_key_is_made_once_and_is_its_owners_alone() {
		let (_dir, key, data) = paths();
		let public = Vault::open(&key, &data).unwrap().exchange_key().public_key();
		assert_eq!(fs::metadata(&key).unwrap().permissions().mode() & 0o777, 0o600);
		assert_eq!(Vault::open(&key, &data).unwrap().exchange_key().public_key(), public);
	}

	#[test]
	fn a_lost_a_changed_and_an_exposed_key_say_what_to_do() {
		let (_dir, key, data) = paths();
		drop(Vault::open(&key, &data).unwrap());
		let bytes = fs::read(&key).unwrap();
		fs::remove_file(&key).unwrap();
		let lost = Vault::open(&key, &data).err().unwrap();
		assert!(matches!(lost, ServiceError::KeyLost { .. }));
		assert!(lost.advice().contains("backup"), "{}", lost.advice());
		write_whole(&key, &[7; 32]).unwrap();
		let changed = Vault::open(&key, &data).err().unwrap();
		assert!(matches!(changed, ServiceError::KeyChanged { .. }));
		assert!(changed.advice().contains("put back"), "{}", changed.advice());
		write_whole(&key, &bytes).unwrap();
		fs::set_permissions(&key, fs::Permissions::from_mode(0o640)).unwrap();
		let exposed = Vault::open(&key, &data).err().unwrap();
		assert!(exposed.advice().contains("chmod 600"), "{}", exposed.advice());
		fs::set_permissions(&key, fs::Permissions::from_mode(0o600)).unwrap();
		assert!(Vault::open(&key, &data).is_ok());
		write_whole(&key, &bytes[1..]).unwrap();
		assert!(matches!(Vault::open(&key, &data), Err(ServiceError::Corrupt { .. })));
	}

	#[test]
	fn what_is_sealed_opens_in_its_place_alone() {
		let (_dir, key, data) = paths();
		let vault = Vault::open(&key, &data).unwrap();
		let cipher = vault.cipher(b"one");
		let sealed = cipher.seal(b"here", b"bytes").unwrap();
		assert_eq!(&cipher.open(b"here", &sealed).unwrap()[..], b"bytes");
		assert!(cipher.open(b"there", &sealed).is_none());
		assert!(vault.cipher(b"two").open(b"here", &sealed).is_none());
		assert!(cipher.open(b"here", &sealed[..10]).is_none());
		let mut in_place = [&[7; 3][..], &[0; NONCE], b"bytes"].concat();
		cipher.seal_in_place(b"here", &mut in_place, 3).unwrap();
		assert_eq!(&cipher.open(b"here", &in_place[3..]).unwrap()[..], b"bytes");
		assert!(cipher.seal_in_place(b"here", &mut vec![0; NONCE], 1).is_none());
		let mut changed = sealed.clone();
		*changed.last_mut().unwrap() ^= 1;
		assert!(cipher.open(b"here", &changed).is_none());
		assert_ne!(cipher.seal(b"here", b"bytes").unwrap(), sealed);
	}
}
