//! Where a creator keeps the secrets of titles: without the secret no desk can ever be given the keys of a title
//! again. One file of 64 hex digits for each title, readable by its owner only.

use crate::{Error, Result};
use reel_primitives::{ContentId, keys::ContentSecret};
use std::{
	fs::{self, OpenOptions},
	io::Write,
	os::unix::fs::OpenOptionsExt,
	path::{Path, PathBuf},
};
use zeroize::Zeroizing;

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

	/// Keeps the secret of a title; that of one kept already is not replaced.
	///
	/// # Errors
	/// [`Error::File`].
	pub fn keep(&self, content: &ContentId, secret: &ContentSecret) -> Result<PathBuf> {
		let path = self.path(content);
		let write = || -> std::io::Result<()> {
			fs::create_dir_all(&self.directory)?;
			let mut file =
				OpenOptions::new().write(true).create_new(true).mode(0o600).open(&path)?;
			file.write_all(Zeroizing::new(hex::encode(secret)).as_bytes())?;
			file.write_all(b"\n")?;
			file.sync_all()
		};
		write().map_err(|error| failed(&path, &error))?;
		Ok(path)
	}

	/// The secret of a title.
	///
	/// # Errors
	/// [`Error::NotFound`], [`Error::File`].
	pub fn read(&self, content: &ContentId) -> Result<Zeroizing<ContentSecret>> {
		let path = self.path(content);
		if !path.is_file() {
			return Err(Error::NotFound(format!(
				"the secret of {content} is not in {}",
				self.directory.display()
			)));
		}
		let text = fs::read_to_string(&path).map_err(|error| failed(&path, &error))?;
		let text = Zeroizing::new(text);
		let mut secret = Zeroizing::new([0; 32]);
		hex::decode_to_slice(text.trim(), &mut *secret)
			.map_err(|_| failed(&path, &"not 64 hex digits"))?;
		Ok(secret)
	}

	fn path(&self, content: &ContentId) -> PathBuf {
		self.directory.join(format!("{}.secret", hex::encode(content.0)))
	}
}

fn failed(path: &Path, error: &dyn std::fmt::Display) -> Error {
	Error::File(format!("{}: {error}", path.display()))
}

#[cfg(test)]
mod tests {
	use super::*;
	use std::os::unix::fs::PermissionsExt;

	#[test]
	fn a_secret_is_kept_once_and_closed_to_others() {
		let directory = tempfile::tempdir().expect("temporary directory");
		let vault = Vault::new(directory.path().join("secrets"));
		let content = ContentId([1; 32]);
		assert!(matches!(vault.read(&content), Err(Error::NotFound(_))));
		let path = vault.keep(&content, &[2; 32]).expect("kept");
		assert_eq!(fs::metadata(&path).expect("there").permissions().mode() & 0o777, 0o600);
		assert!(matches!(vault.keep(&content, &[3; 32]), Err(Error::File(_))));
		assert_eq!(*vault.read(&content).expect("read"), [2; 32]);
	}
}
