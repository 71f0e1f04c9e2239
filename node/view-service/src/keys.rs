//! The desk's own key, and content secrets (C5).
//!
//! The X25519 key lies in `desk.key`: 32 bytes, readable by the owner alone. Creators seal secrets to its public half;
//! the key of the database follows from it. Secrets are wiped from memory when they are no longer used; nothing here
//! can be printed.
//!
//! A box is a libsodium sealed box of either the 32 bytes of the secret (from a creator) or content id ‖ secret (from
//! another desk).

use crate::{
	error::Error,
	store::{Column, Store},
};
use codec::{Decode, Encode};
use crypto_box::{PublicKey, SecretKey};
use rand::rngs::OsRng;
use reel_primitives::{ContentId, Hash32, blake2b_256, keys::ContentSecret};
use std::{
	fs::{self, OpenOptions},
	io::{self, Write},
	os::unix::fs::{OpenOptionsExt, PermissionsExt},
	path::Path,
};
use zeroize::{Zeroize, ZeroizeOnDrop, Zeroizing};

/// The desk's X25519 key. Wiped when dropped.
pub(crate) struct DeskSecret(SecretKey);

impl DeskSecret {
	/// Reads the key file, or makes one.
	pub(crate) fn open(path: &Path) -> Result<Self, Error> {
		let failed = |source| Error::Io { path: path.into(), source };
		match fs::metadata(path) {
			Ok(metadata) if metadata.permissions().mode() & 0o077 != 0 => {
				return Err(Error::KeyFileOpen { path: path.into() });
			},
			Ok(_) => {},
			Err(error) if error.kind() == io::ErrorKind::NotFound => {
				// Written aside and renamed, so that a kill leaves no half key.
				let fresh = path.with_extension("new");
				let mut options = OpenOptions::new();
				options.write(true).create(true).truncate(true).mode(0o600);
				let mut file = options.open(&fresh).map_err(failed)?;
				let bytes = Zeroizing::new(SecretKey::generate(&mut OsRng).to_bytes());
				file.write_all(&*bytes).map_err(failed)?;
				file.sync_all().map_err(failed)?;
				fs::rename(&fresh, path).map_err(failed)?;
			},
			Err(error) => return Err(failed(error)),
		}
		let bytes = Zeroizing::new(fs::read(path).map_err(failed)?);
		let key = SecretKey::from_slice(&bytes)
			.map_err(|_| Error::KeyFileBroken { path: path.into() })?;
		Ok(Self(key))
	}

	pub(crate) fn public(&self) -> Hash32 {
		self.0.public_key().to_bytes()
	}

	/// A key for one purpose that follows from this one.
	pub(crate) fn derive(&self, purpose: &[u8]) -> Zeroizing<Hash32> {
		let own = Zeroizing::new(self.0.to_bytes());
		Zeroizing::new(blake2b_256(&[&*own, purpose]))
	}

	/// Opens a box with the secret of `content`; `None` when it is not one.
	pub(crate) fn unseal(&self, content: &ContentId, sealed: &[u8]) -> Option<Secret> {
		let open = Zeroizing::new(self.0.unseal(sealed).ok()?);
		let secret = match open.strip_prefix(&content.0[..]) {
			Some(secret) if open.len() == 64 => secret,
			_ => &open[..],
		};
		Some(Secret(secret.try_into().ok()?))
	}
}

/// A content secret in memory. Wiped when dropped.
#[derive(Zeroize, ZeroizeOnDrop)]
pub(crate) struct Secret(ContentSecret);

impl Secret {
	pub(crate) const fn expose(&self) -> &ContentSecret {
		&self.0
	}

	/// Seals it to another desk, bound to its title.
	pub(crate) fn seal(&self, content: &ContentId, to: &Hash32) -> Option<Vec<u8>> {
		let open = Zeroizing::new([&content.0[..], &self.0[..]].concat());
		PublicKey::from_bytes(*to).seal(&mut OsRng, &open).ok()
	}
}

#[derive(Encode, Decode, Zeroize, ZeroizeOnDrop)]
struct Stored {
	secret: ContentSecret,
	is_from_creator: bool,
}

/// What came of a secret that was handed in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Kept {
	/// It is new, or replaces one that did not come from the creator.
	New,
	/// It was there.
	Known,
	/// Another one is there, or this one belongs to another title.
	Refused,
}

/// The secrets on disk. The database encrypts every value.
pub(crate) struct Secrets;

impl Secrets {
	pub(crate) fn get(store: &Store, content: &ContentId) -> Result<Option<Secret>, Error> {
		let stored: Option<Stored> = store.get(Column::Secrets, &content.0)?;
		Ok(stored.map(|stored| Secret(stored.secret)))
	}

	pub(crate) fn keep(
		store: &Store,
		content: &ContentId,
		secret: &Secret,
		is_from_creator: bool,
	) -> Result<Kept, Error> {
		if let Some(known) = store.get::<Stored>(Column::Secrets, &content.0)? {
			if known.secret == secret.0 {
				return Ok(Kept::Known);
			}
			if known.is_from_creator || !is_from_creator {
				return Ok(Kept::Refused);
			}
		}
		// A secret serves one title. Otherwise somebody could hand in the boxes of another's title for a title of
		// their own, and be given the other's cell keys.
		let name = store.keyed(&[b"secret", &secret.0]);
		let owner: Option<ContentId> = store.get(Column::SecretOwners, &name)?;
		if owner.is_some_and(|owner| owner != *content) {
			return Ok(Kept::Refused);
		}
		let stored = Stored { secret: secret.0, is_from_creator };
		store.put(Column::SecretOwners, &name, content)?;
		store.put(Column::Secrets, &content.0, &stored)?;
		Ok(Kept::New)
	}
}

#[cfg(test)]
mod tests {
	use super::*;

	#[test]
	fn the_key_file_is_private_and_comes_back() {
		let directory = tempfile::tempdir().unwrap();
		let path = directory.path().join("desk.key");
		let public = DeskSecret::open(&path).unwrap().public();
		assert_eq!(DeskSecret::open(&path).unwrap().public(), public);
		assert_eq!(fs::metadata(&path).unwrap().permissions().mode() & 0o777, 0o600);

		fs::set_permissions(&path, fs::Permissions::from_mode(0o640)).unwrap();
		assert!(matches!(DeskSecret::open(&path), Err(Error::KeyFileOpen { .. })));
		fs::set_permissions(&path, fs::Permissions::from_mode(0o600)).unwrap();
		fs::write(&path, [1; 31]).unwrap();
		assert!(matches!(DeskSecret::open(&path), Err(Error::KeyFileBroken { .. })));
	}

	#[test]
	fn a_secret_serves_one_title_and_the_creators_word_stands() {
		let directory = tempfile::tempdir().unwrap();
		let key = DeskSecret::open(&directory.path().join("desk.key")).unwrap();
		let store = Store::open(&directory.path().join("db"), &key).unwrap();
		let [one, two] = [ContentId([1; 32]), ContentId([2; 32])];
		let keep = |content, secret: u8, is_from_creator| {
			Secrets::keep(&store, content, &Secret([secret; 32]), is_from_creator).unwrap()
		};
		assert_eq!(keep(&one, 7, false), Kept::New);
		assert_eq!(keep(&one, 8, false), Kept::Refused);
		assert_eq!(keep(&one, 9, true), Kept::New);
		assert_eq!(keep(&one, 9, true), Kept::Known);
		assert_eq!(keep(&one, 8, true), Kept::Refused);
		assert_eq!(keep(&two, 9, true), Kept::Refused);
		assert_eq!(Secrets::get(&store, &one).unwrap().unwrap().expose(), &[9; 32]);
	}

	#[test]
	fn a_box_from_a_desk_opens_for_its_title_only() {
		let directory = tempfile::tempdir().unwrap();
		let key = DeskSecret::open(&directory.path().join("desk.key")).unwrap();
		let [one, two] = [ContentId([1; 32]), ContentId([2; 32])];
		let sealed = Secret([7; 32]).seal(&one, &key.public()).unwrap();
		assert_eq!(key.unseal(&one, &sealed).unwrap().expose(), &[7; 32]);
		assert!(key.unseal(&two, &sealed).is_none());
		let plain = PublicKey::from_bytes(key.public()).seal(&mut OsRng, &[7; 32]).unwrap();
		assert_eq!(key.unseal(&two, &plain).unwrap().expose(), &[7; 32]);
	}
}
