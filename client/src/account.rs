//! Who signs, and how accounts are named.
//!
//! The signing key comes from an encrypted key file, from a file with a phrase, from the environment, or is one of the
//! well-known development keys. It never stands in an argument: arguments can be read by every process of the machine
//! and end up in histories.

use crate::{Error, Result};
use reel_primitives::AccountId;
use schnorrkel::{
	ExpansionMode, Keypair, MiniSecretKey, PublicKey, SecretKey, Signature,
	derive::{ChainCode, Derivation},
	signing_context,
};
use std::{fmt, fs, os::unix::fs::PermissionsExt, path::Path, str::FromStr};
use substrate_bip39::mini_secret_from_entropy;
use subxt::{
	transactions,
	utils::{AccountId32, MultiSignature},
};
use subxt_signer::{DeriveJunction, ExposeSecret, SecretUri, bip39::Mnemonic};
use zeroize::{Zeroize, Zeroizing};

/// Environment variable with the secret URI of the signing key.
pub const SURI_VARIABLE: &str = "REEL_SURI";

/// Environment variable with the path of a file with it.
pub const SURI_FILE_VARIABLE: &str = "REEL_SURI_FILE";

/// Largest secret file that is read, in bytes.
const MAX_SECRET_BYTES: u64 = 4_096;

/// Entropy of a new phrase in bytes: twelve words.
const PHRASE_ENTROPY_BYTES: usize = 16;

/// What Substrate signs under.
const SIGNING_CONTEXT: &[u8] = b"substrate";

/// An sr25519 key that signs for its account.
#[derive(Clone)]
pub struct Signer {
	pair: Keypair,
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
		let phrase = uri.phrase.expose_secret();
		let mini = match phrase.strip_prefix("0x") {
			Some(digits) => {
				let mut seed = Zeroizing::new([0; 32]);
				hex::decode_to_slice(digits, &mut *seed).map_err(|_| wrong())?;
				MiniSecretKey::from_bytes(&*seed).map_err(|_| wrong())?
			},
			None => {
				let phrase = Mnemonic::from_str(phrase).map_err(|_| wrong())?;
				let (mut entropy, length) = phrase.to_entropy_array();
				let password =
					uri.password.as_ref().map_or("", |password| password.expose_secret());
				let mini = mini_secret_from_entropy(&entropy[..length], password);
				entropy.zeroize();
				mini.map_err(|_| wrong())?
			},
		};
		let root = mini.expand(ExpansionMode::Ed25519);
		let secret = uri.junctions.iter().fold(root, |secret, junction| match junction {
			DeriveJunction::Soft(code) => secret.derived_key_simple(ChainCode(*code), []).0,
			DeriveJunction::Hard(code) => {
				let mini = secret.hard_derive_mini_secret_key(Some(ChainCode(*code)), b"").0;
				mini.expand(ExpansionMode::Ed25519)
			},
		});
		Ok(Self { pair: secret.to_keypair() })
	}

	/// A new key and the phrase that makes it again.
	///
	/// # Errors
	/// [`Error::Node`] when the system gives no randomness.
	pub fn generate() -> Result<(Self, Zeroizing<String>)> {
		let mut entropy = Zeroizing::new([0; PHRASE_ENTROPY_BYTES]);
		rand::RngCore::fill_bytes(&mut rand::rngs::OsRng, &mut *entropy);
		let phrase =
			Mnemonic::from_entropy(&*entropy).map_err(|error| Error::Node(error.to_string()))?;
		let phrase = Zeroizing::new(phrase.to_string());
		Ok((Self::from_suri(&phrase)?, phrase))
	}

	/// The key of 64 bytes as `ed25519` writes them, which is how key files hold it.
	pub(crate) fn from_secret_bytes(bytes: &[u8]) -> Option<Self> {
		let secret = SecretKey::from_ed25519_bytes(bytes).ok()?;
		Some(Self { pair: secret.to_keypair() })
	}

	/// What [`Self::from_secret_bytes`] reads.
	pub(crate) fn secret_bytes(&self) -> Zeroizing<[u8; 64]> {
		Zeroizing::new(self.pair.secret.to_ed25519_bytes())
	}

	/// The key whose secret URI is in a file that only its owner may read.
	///
	/// # Errors
	/// [`Error::File`], [`Error::Usage`].
	pub fn from_file(path: &Path) -> Result<Self> {
		Self::from_suri(read_secret(path)?.trim())
	}

	/// The account it signs for.
	pub fn account(&self) -> AccountId {
		AccountId::new(self.pair.public.to_bytes())
	}

	/// sr25519 signature under the context `substrate`.
	pub fn sign(&self, message: &[u8]) -> [u8; 64] {
		self.pair.sign(signing_context(SIGNING_CONTEXT).bytes(message)).to_bytes()
	}
}

impl transactions::Signer<crate::chain::network::Network> for Signer {
	fn account_id(&self) -> AccountId32 {
		AccountId32(self.pair.public.to_bytes())
	}

	fn sign(&self, payload: &[u8]) -> MultiSignature {
		MultiSignature::Sr25519(Self::sign(self, payload))
	}
}

/// Reads a secret that only its owner may read.
///
/// # Errors
/// [`Error::NotFound`], [`Error::File`].
pub fn read_secret(path: &Path) -> Result<Zeroizing<String>> {
	let file = |error: &dyn fmt::Display| Error::File(format!("{}: {error}", path.display()));
	let meta = fs::metadata(path).map_err(|error| Error::of_file(path, &error))?;
	if meta.permissions().mode() & 0o077 != 0 {
		return Err(file(&"others can read this secret: run chmod 600 on it"));
	}
	if meta.len() > MAX_SECRET_BYTES {
		return Err(file(&"too long to be a secret"));
	}
	Ok(Zeroizing::new(fs::read_to_string(path).map_err(|error| file(&error))?))
}

/// Whether `signature` is one of `key` over `message`.
pub fn is_signed_by(key: &[u8; 32], message: &[u8], signature: &[u8; 64]) -> bool {
	let (Ok(key), Ok(signature)) = (PublicKey::from_bytes(key), Signature::from_bytes(signature))
	else {
		return false;
	};
	key.verify_simple(SIGNING_CONTEXT, message, &signature).is_ok()
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
	fn derived_keys_are_those_of_other_wallets() {
		let phrase = "bottom drive obey lake curtain smoke basket hold race lonely fit walk";
		for suri in [
			format!("{phrase}//Alice/stash///password"),
			phrase.to_owned(),
			format!("0x{}//7", "1a".repeat(32)),
		] {
			let uri = SecretUri::from_str(&suri).expect("an URI");
			let theirs = subxt_signer::sr25519::Keypair::from_uri(&uri).expect("derived");
			let ours = Signer::from_suri(&suri).expect("derived").account();
			assert_eq!(*AsRef::<[u8; 32]>::as_ref(&ours), theirs.public_key().0);
		}
	}

	#[test]
	fn a_new_phrase_makes_its_key_again_and_is_never_the_same() {
		let (signer, phrase) = Signer::generate().expect("generated");
		assert_eq!(phrase.split(' ').count(), 12);
		assert_eq!(Signer::from_suri(&phrase).expect("a phrase").account(), signer.account());
		assert_ne!(Signer::generate().expect("generated").0.account(), signer.account());
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
