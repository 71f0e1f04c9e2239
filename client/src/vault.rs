//! Where a creator keeps the secrets of titles: without the secret no desk can ever be given the keys of a title
//! again. One file for each title, readable by its owner only, and of use only with the creator's key:
//!
//! ```text
//! file   = hex(nonce 24 ‖ XSalsa20-Poly1305(secret 32)) ‖ "\n"
//! key    = BLAKE2b-256("reelchain/vault/v1" ‖ the signing key's 64 secret bytes ‖ content id)
//! ```
//!
//! Files of before, 64 hex digits of the secret itself, are read as well.

use crate::{Error, Result, account::Signer};
use crypto_secretbox::{
	Key, Nonce, XSalsa20Poly1305,
	aead::{Aead, KeyInit},
};
use rand::RngCore;
use reel_primitives::{ContentId, blake2b_256, keys::ContentSecret};
use std::{
	fs::{self, OpenOptions},
	io::Write,
	os::unix::fs::OpenOptionsExt,
	path::{Path, PathBuf},
};
use zeroize::Zeroizing;

const DOMAIN: &[u8] = b"reelchain/vault/v1";

const NONCE_BYTES: usize = 24;

/// Digits of a secret that is not sealed.
const BARE_DIGITS: usize = 64;

/// Directory of secrets.
#[derive(Clone, Debug)]
pub struct Vault {
	directory: PathBuf,
}

impl Vault {
	/// The vault in a directory, which is made when the first secret is kept.
	pub const fn new(directory: PathBuf) -> Self {
		Self { directory }
	}

	/// Keeps the secret of a title for its creator; that of one kept already is not replaced.
	///
	/// # Errors
	/// [`Error::File`].
	pub fn keep(
		&self,
		content: &ContentId,
		secret: &ContentSecret,
		creator: &Signer,
	) -> Result<PathBuf> {
		let path = self.path(content);
		let mut nonce = [0; NONCE_BYTES];
		rand::rngs::OsRng.fill_bytes(&mut nonce);
		let sealed = cipher(content, creator)
			.encrypt(&Nonce::from(nonce), &secret[..])
			.map_err(|_| failed(&path, &"cannot be sealed"))?;
		let write = || -> std::io::Result<()> {
			fs::create_dir_all(&self.directory)?;
			let mut file =
				OpenOptions::new().write(true).create_new(true).mode(0o600).open(&path)?;
			file.write_all(hex::encode([&nonce[..], &sealed].concat()).as_bytes())?;
			file.write_all(b"\n")?;
			file.sync_all()
		};
		write().map_err(|error| failed(&path, &error))?;
		Ok(path)
	}

	/// The secret of a title, which its creator asks for.
	///
	/// # Errors
	/// [`Error::NotFound`], [`Error::File`]; [`Error::NotAuthorized`] with the label `wrong-key` when it was kept for another
	/// key.
	pub fn read(&self, content: &ContentId, creator: &Signer) -> Result<Zeroizing<ContentSecret>> {
		let path = self.path(content);
		if !path.is_file() {
			return Err(Error::NotFound(format!(
				"the secret of {content} is not in {}",
				self.directory.display()
			)));
		}
		let text = fs::read_to_string(&path).map_err(|error| failed(&path, &error))?;
		let text = Zeroizing::new(text);
		let malformed = || failed(&path, &"no sealed secret");
		let mut secret = Zeroizing::new([0; 32]);
		if text.trim().len() == BARE_DIGITS {
			hex::decode_to_slice(text.trim(), &mut *secret).map_err(|_| malformed())?;
			return Ok(secret);
		}
		let bytes = hex::decode(text.trim()).map_err(|_| malformed())?;
		let (nonce, sealed) = bytes.split_first_chunk::<NONCE_BYTES>().ok_or_else(malformed)?;
		let opened = cipher(content, creator).decrypt(&Nonce::from(*nonce), sealed);
		let opened = Zeroizing::new(opened.map_err(|_| Error::NotAuthorized {
			label: "wrong-key".to_owned(),
			message: format!("{} is sealed for another key, or damaged", path.display()),
		})?);
		if opened.len() != secret.len() {
			return Err(malformed());
		}
		secret.copy_from_slice(&opened);
		Ok(secret)
	}

	fn path(&self, content: &ContentId) -> PathBuf {
		self.directory.join(format!("{}.secret", hex::encode(content.0)))
	}
}

/// What seals the secret of one title for one key.
fn cipher(content: &ContentId, creator: &Signer) -> XSalsa20Poly1305 {
	let secret = creator.secret_bytes();
	let key = Zeroizing::new(blake2b_256(&[DOMAIN, &secret[..], &content.0]));
	XSalsa20Poly1305::new(&Key::from(*key))
}

fn failed(path: &Path, error: &dyn std::fmt::Display) -> Error {
	Error::File(format!("{}: {error}", path.display()))
}

#[cfg(test)]
mod tests {
	use super::*;
	use std::os::unix::fs::PermissionsExt;

	fn key(name: &str) -> Signer {
		Signer::dev(name).expect("a name derives a key")
	}

	#[test]
	fn a_secret_is_kept_once_closed_to_others_and_sealed() {
		let directory = tempfile::tempdir().expect("temporary directory");
		let vault = Vault::new(directory.path().join("secrets"));
		let (content, bob) = (ContentId([1; 32]), key("Bob"));
		assert!(matches!(vault.read(&content, &bob), Err(Error::NotFound(_))));
		let path = vault.keep(&content, &[2; 32], &bob).expect("kept");
		assert_eq!(fs::metadata(&path).expect("there").permissions().mode() & 0o777, 0o600);
		assert!(matches!(vault.keep(&content, &[3; 32], &bob), Err(Error::File(_))));
		assert_eq!(*vault.read(&content, &bob).expect("read"), [2; 32]);
		let file = fs::read_to_string(&path).expect("there");
		assert!(!file.contains(&hex::encode([2; 16])));
		let error = vault.read(&content, &key("Alice")).expect_err("it is Bob's");
		assert_eq!(error.label(), "wrong-key");
	}

	#[test]
	fn a_file_of_another_title_or_damaged_is_refused_and_one_of_before_is_read() {
		let directory = tempfile::tempdir().expect("temporary directory");
		let vault = Vault::new(directory.path().to_owned());
		let (one, two, bob) = (ContentId([1; 32]), ContentId([2; 32]), key("Bob"));
		let path = vault.keep(&one, &[7; 32], &bob).expect("kept");
		let moved = fs::copy(&path, vault.path(&two)).expect("copied");
		assert!(moved > 0 && vault.read(&two, &bob).is_err());
		fs::write(vault.path(&two), "no hex").expect("written");
		assert!(matches!(vault.read(&two, &bob), Err(Error::File(_))));
		fs::write(vault.path(&two), format!("{}\n", "05".repeat(32))).expect("written");
		assert_eq!(*vault.read(&two, &bob).expect("read"), [5; 32]);
	}
}
