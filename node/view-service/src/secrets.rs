//! Content secrets at rest (C5).
//!
//! ```text
//! secrets/<content id>   sealed (module `vault`): origin u8 ‖ secret 32, bound to the content id
//! ```
//!
//! A secret out of the creator's own deposit stays: a deposit carries no time, so an old one could otherwise be
//! played again. One that other validators handed on stands until the creator's own comes. A secret that is kept
//! under another title is refused, since cell keys follow from the secret alone: a title registered with a copied
//! box would open the cells of the first.

use crate::{
	ServiceError,
	vault::{Cipher, Vault, write_whole},
};
use crypto_box::{PublicKey, SecretKey};
use rand::rngs::OsRng;
use reel_primitives::{ContentId, Hash32, blake2b_256, keys::ContentSecret};
use reel_rpc_api::boxed_secret;
use std::{
	collections::{BTreeSet, HashMap},
	fs,
	ops::Bound,
	path::{Path, PathBuf},
	sync::{Mutex, MutexGuard, PoisonError},
};
use zeroize::Zeroizing;

const STORE_PURPOSE: &[u8] = b"reelchain/secret-store/v2";
const PRINT_PURPOSE: &[u8] = b"reelchain/secret-print/v1";

/// What became of a secret that was handed in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Kept {
	/// The secret is kept now.
	New,
	/// It was kept before.
	Same,
	/// Not for this desk, of another length, different from the one kept, or of another title.
	Refused,
}

/// Who a secret was had from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Origin {
	/// The title's creator, who signed for it.
	Creator,
	/// Other validators.
	Validators,
}

/// The desk's X25519 key and the secrets. No `Debug`, on purpose.
pub(crate) struct SecretStore {
	dir: PathBuf,
	key: SecretKey,
	cipher: Cipher,
	print_key: Zeroizing<Hash32>,
	index: Mutex<Index>,
}

#[derive(Default)]
struct Index {
	/// Keyed hash of each secret → its title.
	prints: HashMap<Hash32, ContentId>,
	titles: BTreeSet<ContentId>,
}

impl SecretStore {
	/// Opens the store under `data_dir`.
	pub(crate) fn open(vault: &Vault, data_dir: &Path) -> Result<Self, ServiceError> {
		let dir = data_dir.join("secrets");
		fs::create_dir_all(&dir).map_err(ServiceError::io(&dir))?;
		let store = Self {
			dir,
			key: vault.exchange_key(),
			cipher: vault.cipher(STORE_PURPOSE),
			print_key: vault.derive(PRINT_PURPOSE),
			index: Mutex::default(),
		};
		store.read_index()?;
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
		Ok(self.read(content)?.map(|(_, secret)| secret))
	}

	/// Whether the secret of a title is kept.
	pub(crate) fn has(&self, content: &ContentId) -> bool {
		self.index().titles.contains(content)
	}

	/// At most `limit` titles whose secrets are kept, ascending, beginning after `after`.
	pub(crate) fn titles(&self, after: Option<&ContentId>, limit: usize) -> Vec<ContentId> {
		let from = after.map_or(Bound::Unbounded, Bound::Excluded);
		let index = self.index();
		index.titles.range((from, Bound::Unbounded)).take(limit).copied().collect()
	}

	/// Seals the secret of a title to another desk's X25519 key; `None` if it is not kept.
	pub(crate) fn seal_for(
		&self,
		content: &ContentId,
		public: &[u8; 32],
	) -> Result<Option<Vec<u8>>, ServiceError> {
		let Some(secret) = self.get(content)? else { return Ok(None) };
		let bytes = Zeroizing::new(boxed_secret(content, &secret));
		Ok(PublicKey::from(*public).seal(&mut OsRng, &bytes[..]).ok())
	}

	/// Opens a box sealed to this desk: the secret in it, if it was made for this title.
	pub(crate) fn unseal(
		&self,
		content: &ContentId,
		sealed: &[u8],
	) -> Option<Zeroizing<ContentSecret>> {
		let open = Zeroizing::new(self.key.unseal(sealed).ok()?);
		let (title, secret) = open.split_at_checked(32)?;
		(title == content.0).then_some(())?;
		ContentSecret::try_from(secret).ok().map(Zeroizing::new)
	}

	/// Keeps the secret of a title.
	pub(crate) fn keep(
		&self,
		content: &ContentId,
		secret: &ContentSecret,
		origin: Origin,
	) -> Result<Kept, ServiceError> {
		let print = self.print(secret);
		let mut index = self.index();
		if index.prints.get(&print).is_some_and(|title| title != content) {
			return Ok(Kept::Refused);
		}
		if let Some((before, known)) = self.read(content)? {
			let is_same = *known == *secret;
			let is_better = (before, origin) == (Origin::Validators, Origin::Creator);
			if !is_better {
				return Ok(if is_same { Kept::Same } else { Kept::Refused });
			}
			index.prints.remove(&self.print(&known));
		}
		let mut bytes = Zeroizing::new([0; 33]);
		bytes[0] = u8::from(origin == Origin::Validators);
		bytes[1..].copy_from_slice(secret);
		let Some(sealed) = self.cipher.seal(&content.0, &bytes[..]) else {
			return Ok(Kept::Refused);
		};
		write_whole(&self.path(content), &sealed)?;
		index.prints.insert(print, *content);
		index.titles.insert(*content);
		Ok(Kept::New)
	}

	fn read(
		&self,
		content: &ContentId,
	) -> Result<Option<(Origin, Zeroizing<ContentSecret>)>, ServiceError> {
		let path = self.path(content);
		let sealed = match fs::read(&path) {
			Ok(sealed) => sealed,
			Err(error) if error.kind() == std::io::ErrorKind::NotFound => return Ok(None),
			Err(source) => return Err(ServiceError::Io { path, source }),
		};
		let open = self.cipher.open(&content.0, &sealed);
		let parts = open.as_ref().and_then(|bytes| bytes.split_first());
		let secret = parts.and_then(|(origin, secret)| {
			let origin = if *origin == 0 { Origin::Creator } else { Origin::Validators };
			ContentSecret::try_from(secret).ok().map(|secret| (origin, Zeroizing::new(secret)))
		});
		let reason = "not a secret of this desk";
		secret.map(Some).ok_or(ServiceError::Corrupt { path, reason })
	}

	fn index(&self) -> MutexGuard<'_, Index> {
		self.index.lock().unwrap_or_else(PoisonError::into_inner)
	}

	fn print(&self, secret: &ContentSecret) -> Hash32 {
		blake2b_256(&[&*self.print_key, secret])
	}

	fn path(&self, content: &ContentId) -> PathBuf {
		self.dir.join(hex::encode(content.0))
	}

	fn read_index(&self) -> Result<(), ServiceError> {
		let mut index = self.index();
		for entry in fs::read_dir(&self.dir).map_err(ServiceError::io(&self.dir))? {
			let name = entry.map_err(ServiceError::io(&self.dir))?.file_name();
			// Anything else in the folder, such as a file half written, is no secret.
			let id = hex::decode(name.to_string_lossy().as_bytes()).unwrap_or_default();
			let Ok(id) = Hash32::try_from(id).map(ContentId) else { continue };
			if let Some(secret) = self.get(&id)? {
				index.prints.insert(self.print(&secret), id);
				index.titles.insert(id);
			}
		}
		Ok(())
	}
}

#[cfg(test)]
mod tests {
	use super::*;
	use std::os::unix::fs::PermissionsExt;

	const TITLE: ContentId = ContentId([1; 32]);
	const OTHER: ContentId = ContentId([2; 32]);

	fn open(dir: &Path) -> SecretStore {
		let vault = Vault::open(&dir.join("reel-desk.key"), dir).unwrap();
		SecretStore::open(&vault, dir).unwrap()
	}

	#[test]
	fn a_secret_survives_a_restart_and_lies_encrypted() {
		let dir = tempfile::tempdir().unwrap();
		let store = open(dir.path());
		assert_eq!(store.keep(&TITLE, &[7; 32], Origin::Creator).unwrap(), Kept::New);
		assert_eq!(store.keep(&TITLE, &[7; 32], Origin::Creator).unwrap(), Kept::Same);
		drop(store);
		let store = open(dir.path());
		assert_eq!(**store.get(&TITLE).unwrap().as_ref().unwrap(), [7; 32]);
		assert!(store.get(&OTHER).unwrap().is_none());
		assert!(store.has(&TITLE) && !store.has(&OTHER));
		assert_eq!(store.titles(None, 9), [TITLE]);
		assert!(store.titles(Some(&TITLE), 9).is_empty());
		let file = dir.path().join("secrets").join(hex::encode(TITLE.0));
		assert!(!fs::read(&file).unwrap().windows(8).any(|bytes| bytes == [7; 8]));
		assert_eq!(fs::metadata(file).unwrap().permissions().mode() & 0o777, 0o600);
	}

	#[test]
	fn a_secret_is_neither_replaced_nor_used_for_a_second_title() {
		let dir = tempfile::tempdir().unwrap();
		let store = open(dir.path());
		store.keep(&TITLE, &[7; 32], Origin::Creator).unwrap();
		for (content, secret) in [(TITLE, [8; 32]), (OTHER, [7; 32])] {
			for origin in [Origin::Creator, Origin::Validators] {
				assert_eq!(store.keep(&content, &secret, origin).unwrap(), Kept::Refused);
			}
		}
		drop(store);
		let again = open(dir.path()).keep(&OTHER, &[7; 32], Origin::Creator).unwrap();
		assert_eq!(again, Kept::Refused);
	}

	#[test]
	fn the_creators_own_secret_replaces_one_that_validators_handed_on() {
		let dir = tempfile::tempdir().unwrap();
		let store = open(dir.path());
		let keep = |secret, origin| store.keep(&TITLE, &[secret; 32], origin).unwrap();
		assert_eq!(keep(7, Origin::Validators), Kept::New);
		assert_eq!(keep(8, Origin::Validators), Kept::Refused);
		assert_eq!(keep(9, Origin::Creator), Kept::New);
		assert_eq!(keep(7, Origin::Validators), Kept::Refused);
		assert_eq!(**store.get(&TITLE).unwrap().as_ref().unwrap(), [9; 32]);
		// The value that was replaced is nobody's any more.
		assert_eq!(store.keep(&OTHER, &[7; 32], Origin::Creator).unwrap(), Kept::New);
	}

	#[test]
	fn a_box_opens_at_its_desk_for_its_title_alone() {
		let dirs = [tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap()];
		let [one, other] = [open(dirs[0].path()), open(dirs[1].path())];
		one.keep(&TITLE, &[7; 32], Origin::Creator).unwrap();
		let sealed = one.seal_for(&TITLE, &other.public()).unwrap().unwrap();
		assert_eq!(sealed.len(), reel_rpc_api::SEALED_SECRET_BYTES);
		assert_eq!(*other.unseal(&TITLE, &sealed).unwrap(), [7; 32]);
		assert!(other.unseal(&OTHER, &sealed).is_none());
		assert!(one.unseal(&TITLE, &sealed).is_none());
		assert!(one.seal_for(&OTHER, &other.public()).unwrap().is_none());
	}
}
