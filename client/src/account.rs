//! Who signs, and how accounts are named.
//!
//! The signing key comes from a file, from the environment, or is one of the well-known development keys. It never
//! stands in an argument: arguments can be read by every process of the machine and end up in histories.

use crate::{Error, Result};
use reel_primitives::AccountId;
use std::{fmt, fs, os::unix::fs::PermissionsExt, path::Path, str::FromStr};
use subxt::utils::AccountId32;
use subxt_signer::{SecretUri, sr25519};
use zeroize::Zeroizing;

/// Environment variable with the secret URI of the signing key.
pub const SURI_VARIABLE: &str = "REEL_SURI";

/// Largest secret file that is read, in bytes.
const MAX_SECRET_BYTES: u64 = 4_096;

/// An sr25519 key that signs for its account.
#[derive(Clone)]
pub struct Signer {
	pair: sr25519::Keypair,
}

impl fmt::Debug for Signer {
	fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
		write!(f, "Signer({})", to_ss58(&self.account()))
	}
}

impl Signer {
	/// A well-known development key: `Alice`, `//Bob`, `Alice//stash`. Everybody has these keys.
	///
	/// # Errors
	/// [`Error::Usage`].
	pub fn dev(name: &str) -> Result<Self> {
		Self::from_suri(&format!("//{}", name.trim_start_matches('/')))
	}

	/// The key of a secret URI: a phrase or `0x` seed with derivations.
	///
	/// # Errors
	/// [`Error::Usage`], which does not repeat the secret.
	pub fn from_suri(suri: &str) -> Result<Self> {
		let wrong = || Error::Usage("the secret is neither a phrase nor a seed".to_owned());
		let uri = SecretUri::from_str(suri).map_err(|_| wrong())?;
		Ok(Self { pair: sr25519::Keypair::from_uri(&uri).map_err(|_| wrong())? })
	}

	/// The key whose secret URI is in a file that only its owner may read.
	///
	/// # Errors
	/// [`Error::File`], [`Error::Usage`].
	pub fn from_file(path: &Path) -> Result<Self> {
		let file = |error: &dyn fmt::Display| Error::File(format!("{}: {error}", path.display()));
		let meta = fs::metadata(path).map_err(|error| file(&error))?;
		if meta.permissions().mode() & 0o077 != 0 {
			return Err(file(&"others can read this secret: run chmod 600 on it"));
		}
		if meta.len() > MAX_SECRET_BYTES {
			return Err(file(&"too long to be a secret"));
		}
		let text = Zeroizing::new(fs::read_to_string(path).map_err(|error| file(&error))?);
		Self::from_suri(text.trim())
	}

	/// The first that is given: development name, file, environment.
	///
	/// # Errors
	/// [`Error::Usage`] when there is none.
	pub fn choose(dev: Option<&str>, file: Option<&Path>) -> Result<Self> {
		if let Some(name) = dev {
			return Self::dev(name);
		}
		if let Some(path) = file {
			return Self::from_file(path);
		}
		match std::env::var(SURI_VARIABLE) {
			Ok(suri) => Self::from_suri(Zeroizing::new(suri).trim()),
			Err(_) => Err(Error::Usage(format!(
				"no account: give --suri-file FILE, set {SURI_VARIABLE}, or use --dev-account Alice on a development chain"
			))),
		}
	}

	/// The account it signs for.
	pub fn account(&self) -> AccountId {
		AccountId::new(self.pair.public_key().0)
	}

	/// sr25519 signature under the context `substrate`.
	pub fn sign(&self, message: &[u8]) -> [u8; 64] {
		self.pair.sign(message).0
	}

	/// What signs transactions.
	pub(crate) const fn pair(&self) -> &sr25519::Keypair {
		&self.pair
	}
}

/// Whether `signature` is one of `key` over `message`.
pub fn is_signed_by(key: &[u8; 32], message: &[u8], signature: &[u8; 64]) -> bool {
	sr25519::verify(&sr25519::Signature(*signature), message, &sr25519::PublicKey(*key))
}

/// Reads an account: an SS58 address, or the name of a development account such as `//Bob`.
///
/// # Errors
/// [`Error::Usage`].
pub fn parse_account(text: &str) -> Result<AccountId> {
	if text.starts_with("//") {
		return Ok(Signer::dev(text)?.account());
	}
	let account = AccountId32::from_str(text).map_err(|_| {
		Error::Usage(format!(
			"{text:?} is no account: give an SS58 address, or //Bob for development"
		))
	})?;
	Ok(AccountId::new(account.0))
}

/// The SS58 address of an account, prefix 42.
pub fn to_ss58(account: &AccountId) -> String {
	AccountId32(*AsRef::<[u8; 32]>::as_ref(account)).to_string()
}

#[cfg(test)]
mod tests {
	use super::*;

	const ALICE: &str = "5GrwvaEF5zXb26Fz9rcQpDWS57CtERHpNehXCPcNoHGKutQY";

	#[test]
	fn development_names_are_the_well_known_keys() {
		for name in ["Alice", "//Alice"] {
			assert_eq!(to_ss58(&Signer::dev(name).expect("derived").account()), ALICE);
		}
		assert_eq!(parse_account(ALICE).expect("address"), parse_account("//Alice").expect("name"));
		assert!(matches!(parse_account("Alice"), Err(Error::Usage(_))));
	}

	#[test]
	fn a_secret_that_others_can_read_is_refused() {
		let directory = tempfile::tempdir().expect("temporary directory");
		let path = directory.path().join("key");
		fs::write(&path, "//Alice\n").expect("written");
		fs::set_permissions(&path, fs::Permissions::from_mode(0o644)).expect("set");
		assert!(matches!(Signer::from_file(&path), Err(Error::File(_))));
		fs::set_permissions(&path, fs::Permissions::from_mode(0o600)).expect("set");
		assert_eq!(to_ss58(&Signer::from_file(&path).expect("read").account()), ALICE);
	}

	#[test]
	fn a_wrong_secret_is_not_repeated() {
		let error = Signer::from_suri("correct horse battery").expect_err("no phrase").to_string();
		assert!(!error.contains("horse"), "{error}");
	}

	#[test]
	fn signatures_verify_for_their_key_and_message_alone() {
		let signer = Signer::dev("Bob").expect("derived");
		let key: [u8; 32] = *signer.account().as_ref();
		let signature = signer.sign(b"film");
		assert!(is_signed_by(&key, b"film", &signature));
		assert!(!is_signed_by(&key, b"Film", &signature));
		assert!(!is_signed_by(&[1; 32], b"film", &signature));
	}
}
