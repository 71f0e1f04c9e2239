//! Keys in files under a password, in the format of the polkadot-js wallets: the same file opens in the browser
//! extension and here.
//!
//! ```text
//! {"encoded": base64, "encoding": {"content": ["pkcs8", "sr25519"], "type": ["scrypt", "xsalsa20-poly1305"],
//!  "version": "3"}, "address": SS58, "meta": {"name": …, "whenCreated": Unix ms}}
//!
//! encoded   salt 32 ‖ N ‖ p ‖ r, u32 each ‖ nonce 24 ‖ XSalsa20-Poly1305(scrypt(password, salt), plain)
//! plain     PKCS#8 header 16 ‖ secret key 64 ‖ divider 5 ‖ public key 32
//! ```
//!
//! The work factors of a file are taken only if they are among those that the wallets use: a file from elsewhere must
//! not make this program work for hours. A key decrypted is compared with the public key and the address beside it.

use crate::{
	Error, Result,
	account::{Signer, parse_account, to_ss58},
	now_ms,
};
use base64::{Engine, engine::general_purpose::STANDARD};
use crypto_secretbox::{
	Key, Nonce, XSalsa20Poly1305,
	aead::{Aead, KeyInit},
};
use rand::RngCore;
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};
use std::{
	fmt, fs,
	fs::OpenOptions,
	io::Write,
	os::unix::fs::OpenOptionsExt,
	path::{Path, PathBuf},
};
use zeroize::Zeroizing;

/// Fewest characters of a new password.
pub const MIN_PASSWORD_CHARS: usize = 8;

/// Work factors (log2 N, p, r) that the wallets use. The last is what they choose now: 128 MiB of memory.
const WORK: [(u8, u32, u32); 6] =
	[(13, 10, 8), (14, 5, 8), (15, 3, 8), (15, 1, 8), (16, 2, 8), (17, 1, 8)];

/// Work factors of new files.
const NEW_WORK: (u8, u32, u32) = (17, 1, 8);

const SALT_BYTES: usize = 32;
const PARAMS_BYTES: usize = 12;
const NONCE_BYTES: usize = 24;
const PKCS8_HEADER: [u8; 16] = [48, 83, 2, 1, 1, 48, 5, 6, 3, 43, 101, 112, 4, 34, 4, 32];
const DIVIDER: [u8; 5] = [161, 35, 3, 33, 0];
const SECRET_BYTES: usize = 64;
const PLAIN_BYTES: usize = PKCS8_HEADER.len() + SECRET_BYTES + DIVIDER.len() + 32;

/// Largest key file that is read, in bytes.
const MAX_FILE_BYTES: u64 = 16_384;

const CONTENT: [&str; 2] = ["pkcs8", "sr25519"];
const TYPE: [&str; 2] = ["scrypt", "xsalsa20-poly1305"];
const VERSION: &str = "3";

/// A key under a password.
#[derive(Clone, Debug, Deserialize, Serialize)]
pub struct KeyFile {
	encoded: String,
	encoding: Encoding,
	address: String,
	#[serde(default)]
	meta: Map<String, Value>,
}

#[derive(Clone, Debug, Deserialize, Serialize)]
struct Encoding {
	content: Vec<String>,
	r#type: Vec<String>,
	version: String,
}

fn stretched(password: &str, salt: &[u8], work: (u8, u32, u32)) -> Result<Zeroizing<Key>> {
	let failed = |error: &dyn fmt::Display| Error::File(format!("key derivation: {error}"));
	let (log_n, p, r) = work;
	let params = scrypt::Params::new(log_n, r, p, 32).map_err(|error| failed(&error))?;
	let mut key = Zeroizing::new(Key::default());
	scrypt::scrypt(password.as_bytes(), salt, &params, &mut key).map_err(|error| failed(&error))?;
	Ok(key)
}

impl KeyFile {
	/// Encrypts a key. Takes about a second, on purpose.
	///
	/// # Errors
	/// [`Error::Usage`] for a password under [`MIN_PASSWORD_CHARS`].
	pub fn encrypt(signer: &Signer, name: &str, password: &str) -> Result<Self> {
		if password.chars().count() < MIN_PASSWORD_CHARS {
			return Err(Error::Usage(format!(
				"the password needs at least {MIN_PASSWORD_CHARS} characters"
			)));
		}
		let (mut salt, mut nonce) = ([0; SALT_BYTES], [0; NONCE_BYTES]);
		rand::rngs::OsRng.fill_bytes(&mut salt);
		rand::rngs::OsRng.fill_bytes(&mut nonce);
		let mut plain = Zeroizing::new(Vec::with_capacity(PLAIN_BYTES));
		plain.extend(PKCS8_HEADER);
		plain.extend(&signer.secret_bytes()[..]);
		plain.extend(DIVIDER);
		plain.extend(AsRef::<[u8]>::as_ref(&signer.account()));
		let sealed = XSalsa20Poly1305::new(&*stretched(password, &salt, NEW_WORK)?)
			.encrypt(Nonce::from_slice(&nonce), &plain[..])
			.map_err(|_| Error::File("the key cannot be encrypted".to_owned()))?;
		let (log_n, p, r) = NEW_WORK;
		let mut encoded = salt.to_vec();
		for number in [1u32 << log_n, p, r] {
			encoded.extend(number.to_le_bytes());
		}
		encoded.extend(nonce);
		encoded.extend(sealed);
		let strings = |list: [&str; 2]| list.map(str::to_owned).to_vec();
		let meta = [("name".to_owned(), name.into()), ("whenCreated".to_owned(), now_ms().into())];
		Ok(Self {
			encoded: STANDARD.encode(encoded),
			encoding: Encoding {
				content: strings(CONTENT),
				r#type: strings(TYPE),
				version: VERSION.to_owned(),
			},
			address: to_ss58(&signer.account()),
			meta: meta.into_iter().collect(),
		})
	}

	/// Decrypts the key.
	///
	/// # Errors
	/// [`Error::NotAuthorized`] for a wrong password, [`Error::File`] for a file that is not of this format or whose
	/// parts do not belong together.
	pub fn decrypt(&self, password: &str) -> Result<Signer> {
		let wrong = |what: &str| Error::File(format!("the key file cannot be used: {what}"));
		let Encoding { content, r#type, version } = &self.encoding;
		if r#type.iter().any(|kind| kind == "none") {
			return Err(wrong("it was exported without a password: export it with one"));
		}
		if version != VERSION || *content != CONTENT || *r#type != TYPE {
			return Err(wrong("only pkcs8, sr25519, scrypt, xsalsa20-poly1305, version 3 is read"));
		}
		let bytes = STANDARD.decode(&self.encoded).map_err(|_| wrong("not base64"))?;
		let (salt, rest) = bytes.split_at_checked(SALT_BYTES).ok_or_else(|| wrong("too short"))?;
		let (params, rest) =
			rest.split_at_checked(PARAMS_BYTES).ok_or_else(|| wrong("too short"))?;
		let (nonce, sealed) =
			rest.split_at_checked(NONCE_BYTES).ok_or_else(|| wrong("too short"))?;
		let work = WORK.into_iter().find(|(log_n, p, r)| {
			let numbers = [1u32 << log_n, *p, *r].map(u32::to_le_bytes);
			numbers.as_flattened() == params
		});
		let key = stretched(password, salt, work.ok_or_else(|| wrong("unknown work factors"))?)?;
		let opened = XSalsa20Poly1305::new(&*key).decrypt(Nonce::from_slice(nonce), sealed);
		let plain = Zeroizing::new(opened.map_err(|_| Error::NotAuthorized {
			label: "wrong-password".to_owned(),
			message: format!("the password does not open the key of {}", self.address),
		})?);
		let parts = plain.strip_prefix(&PKCS8_HEADER).filter(|_| plain.len() == PLAIN_BYTES);
		let (secret, rest) = parts
			.and_then(|parts| parts.split_at_checked(SECRET_BYTES))
			.ok_or_else(|| wrong("an older generation of the format"))?;
		let signer = Signer::from_secret_bytes(secret).ok_or_else(|| wrong("no sr25519 key"))?;
		let account = signer.account();
		if rest.strip_prefix(&DIVIDER) != Some(account.as_ref()) || self.account()? != account {
			return Err(wrong("secret, public key and address do not belong together"));
		}
		Ok(signer)
	}

	/// Reads a key file.
	///
	/// # Errors
	/// [`Error::File`].
	pub fn read(path: &Path) -> Result<Self> {
		let size = fs::metadata(path).map_err(|error| Error::of_file(path, &error))?.len();
		if size > MAX_FILE_BYTES {
			return Err(failed(path, &"too long to be a key file"));
		}
		let bytes = fs::read(path).map_err(|error| failed(path, &error))?;
		serde_json::from_slice(&bytes).map_err(|_| {
			failed(path, &"no key file: it is JSON as polkadot-js exports it (see reel wallet new)")
		})
	}

	/// The account, as the file says.
	///
	/// # Errors
	/// [`Error::File`].
	pub fn account(&self) -> Result<reel_primitives::AccountId> {
		parse_account(&self.address).map_err(|error| Error::File(error.to_string()))
	}
}

/// A directory of key files, `NAME.json` each.
#[derive(Clone, Debug)]
pub struct Keystore {
	directory: PathBuf,
}

impl Keystore {
	/// The keystore in a directory, which is made when the first key is kept.
	pub const fn new(directory: PathBuf) -> Self {
		Self { directory }
	}

	/// Keeps a key under a name; one kept already is not replaced.
	///
	/// # Errors
	/// [`Error::Usage`] for a name that is no file name, [`Error::File`].
	pub fn keep(&self, name: &str, key: &KeyFile) -> Result<PathBuf> {
		let path = self.path(name)?;
		let text = serde_json::to_string(key).map_err(|error| failed(&path, &error))?;
		let write = || -> std::io::Result<()> {
			fs::create_dir_all(&self.directory)?;
			let mut file =
				OpenOptions::new().write(true).create_new(true).mode(0o600).open(&path)?;
			writeln!(file, "{text}")?;
			file.sync_all()
		};
		write().map_err(|error| failed(&path, &error))?;
		Ok(path)
	}

	/// Refuses a name that is taken or is none, before a password is asked for.
	///
	/// # Errors
	/// [`Error::Usage`], [`Error::File`].
	pub fn check_free(&self, name: &str) -> Result<()> {
		let path = self.path(name)?;
		if path.exists() {
			return Err(failed(&path, &"there already: choose another name"));
		}
		Ok(())
	}

	/// Reads a key by its name or, where it has a slash or ends in `.json`, by its path.
	///
	/// # Errors
	/// [`Error::NotFound`], [`Error::File`].
	pub fn read(&self, key: &str) -> Result<KeyFile> {
		if key.contains('/') || key.ends_with(".json") {
			return KeyFile::read(Path::new(key));
		}
		let path = self.path(key)?;
		if !path.is_file() {
			return Err(Error::NotFound(format!(
				"no key {key:?} in {}: see reel wallet list, or make it with reel wallet new {key}",
				self.directory.display()
			)));
		}
		KeyFile::read(&path)
	}

	/// Names and files, by name. A file that is none of ours is left out.
	///
	/// # Errors
	/// [`Error::File`].
	pub fn list(&self) -> Result<Vec<(String, KeyFile)>> {
		let entries = match fs::read_dir(&self.directory) {
			Ok(entries) => entries,
			Err(error) if error.kind() == std::io::ErrorKind::NotFound => return Ok(Vec::new()),
			Err(error) => return Err(failed(&self.directory, &error)),
		};
		let mut keys = Vec::new();
		for entry in entries {
			let path = entry.map_err(|error| failed(&self.directory, &error))?.path();
			let name = path.file_name().and_then(|name| name.to_str()?.strip_suffix(".json"));
			if let (Some(name), Ok(key)) = (name, KeyFile::read(&path)) {
				keys.push((name.to_owned(), key));
			}
		}
		keys.sort_by(|(first, _), (second, _)| first.cmp(second));
		Ok(keys)
	}

	fn path(&self, name: &str) -> Result<PathBuf> {
		let fits = |byte: u8| byte.is_ascii_alphanumeric() || b"-_.".contains(&byte);
		if name.is_empty() || name.len() > 64 || name.starts_with('.') || !name.bytes().all(fits) {
			return Err(Error::Usage(format!(
				"{name:?} is no name of a key: use letters, digits, - and _"
			)));
		}
		Ok(self.directory.join(format!("{name}.json")))
	}
}

fn failed(path: &Path, error: &dyn fmt::Display) -> Error {
	Error::File(format!("{}: {error}", path.display()))
}
