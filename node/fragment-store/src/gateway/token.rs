//! The token that the `/api/v0` surface asks for.

use std::{
	fs::{self, OpenOptions, Permissions},
	io::{self, Write},
	os::unix::fs::{OpenOptionsExt, PermissionsExt},
	path::Path,
};
use subtle::ConstantTimeEq;
use zeroize::Zeroizing;

/// File of the token in the store's directory, readable by its owner only.
pub(crate) const TOKEN_FILE: &str = "api-token";

/// 32 random bytes in hex; whoever can read the file may use the API.
pub(crate) struct Token(Zeroizing<String>);

impl Token {
	/// Reads the token, or makes one. A token file that others can read is closed to them.
	pub(crate) fn load_or_make(path: &Path) -> io::Result<Self> {
		Self::load(path).or_else(|error| match error.kind() {
			io::ErrorKind::NotFound => Self::make(path),
			_ => Err(error),
		})
	}

	/// Whether an `Authorization` header carries this token. Takes the same time whatever it carries.
	pub(crate) fn matches(&self, authorization: Option<&str>) -> bool {
		authorization
			.and_then(|value| value.strip_prefix("Bearer "))
			.is_some_and(|given| given.trim().as_bytes().ct_eq(self.0.as_bytes()).into())
	}

	fn load(path: &Path) -> io::Result<Self> {
		let text = Zeroizing::new(fs::read_to_string(path)?);
		let token = text.trim();
		if token.len() < 32 {
			return Err(io::Error::new(
				io::ErrorKind::InvalidData,
				"it is too short to be a token: delete it to get a new one",
			));
		}
		fs::set_permissions(path, Permissions::from_mode(0o600))?;
		Ok(Self(Zeroizing::new(token.to_owned())))
	}

	fn make(path: &Path) -> io::Result<Self> {
		let token = Zeroizing::new(hex::encode(rand::random::<[u8; 32]>()));
		let temporary = path.with_extension("new");
		let mut file = OpenOptions::new()
			.write(true)
			.create(true)
			.truncate(true)
			.mode(0o600)
			.open(&temporary)?;
		file.write_all(token.as_bytes())?;
		file.write_all(b"\n")?;
		file.sync_all()?;
		fs::rename(temporary, path)?;
		Ok(Self(token))
	}
}

#[cfg(test)]
mod tests {
	use super::*;

	#[test]
	fn a_token_is_made_once_and_closed_to_others() {
		let directory = tempfile::tempdir().expect("temporary directory");
		let first = Token::load_or_make(&directory.path().join(TOKEN_FILE)).expect("made");
		let second = Token::load_or_make(&directory.path().join(TOKEN_FILE)).expect("read");
		assert_eq!(*first.0, *second.0);
		let meta = fs::metadata(directory.path().join(TOKEN_FILE)).expect("is there");
		assert_eq!(meta.permissions().mode() & 0o777, 0o600);
		assert!(second.matches(Some(&format!("Bearer {}", *first.0))));
		for wrong in [None, Some("Bearer "), Some("Bearer x"), Some(first.0.as_str())] {
			assert!(!first.matches(wrong));
		}
	}
}
