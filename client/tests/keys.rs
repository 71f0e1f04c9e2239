//! Key files: ours, those of polkadot-js, and the commands around them.

use crate::command::{ALICE, last_event, reel_with};
use reel::{
	account::{Signer, to_ss58},
	keystore::{KeyFile, Keystore},
};
use serde_json::Value;
use std::{
	fs,
	os::unix::fs::PermissionsExt,
	path::{Path, PathBuf},
};
use tempfile::TempDir;

const PASSWORD: &str = "correct horse battery";
/// The account in both fixtures.
const FILM: &str = "5CDoEBPZx9Zb6yLzWJ2wQuCEgirA4TW22C685ikFnxANJNGc";
const FILM_SURI: &str =
	"bottom drive obey lake curtain smoke basket hold race lonely fit walk//film";

fn fixture(name: &str) -> PathBuf {
	Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures").join(name)
}

/// A directory with a password file that only its owner may read.
fn home() -> TempDir {
	let home = tempfile::tempdir().expect("temporary directory");
	secret(&home.path().join("password"), PASSWORD);
	home
}

fn secret(path: &Path, text: &str) {
	fs::write(path, text).expect("written");
	fs::set_permissions(path, fs::Permissions::from_mode(0o600)).expect("set");
}

/// Arguments for a keystore and a password in `home`.
fn in_home(home: &TempDir) -> [String; 4] {
	let at = |name: &str| home.path().join(name).display().to_string();
	["--keystore".to_owned(), at("keys"), "--password-file".to_owned(), at("password")]
}

#[test]
fn a_file_of_polkadot_js_and_one_of_ours_open_with_their_password_alone() {
	for name in ["polkadot-js-key.json", "reel-key.json"] {
		let key = KeyFile::read(&fixture(name)).expect("a key file");
		let signer = key.decrypt(PASSWORD).expect("opens");
		assert_eq!(to_ss58(&signer.account()), FILM, "{name}");
		let signature = signer.sign(b"film");
		let public: [u8; 32] = *signer.account().as_ref();
		assert!(reel::account::is_signed_by(&public, b"film", &signature));
	}
	let key = KeyFile::read(&fixture("polkadot-js-key.json")).expect("a key file");
	let error = key.decrypt("correct horse").expect_err("another password");
	assert_eq!((error.label(), error.exit_code()), ("wrong-password", 6));
}

#[test]
fn a_key_goes_round_through_its_file() {
	let directory = tempfile::tempdir().expect("temporary directory");
	let keystore = Keystore::new(directory.path().join("keys"));
	let signer = Signer::from_suri(FILM_SURI).expect("a phrase");
	assert_eq!(KeyFile::encrypt(&signer, "film", "short").expect_err("short").exit_code(), 2);
	let key = KeyFile::encrypt(&signer, "film", PASSWORD).expect("encrypted");
	let path = keystore.keep("film", &key).expect("kept");
	assert_eq!(fs::metadata(&path).expect("there").permissions().mode() & 0o777, 0o600);
	assert!(keystore.keep("film", &key).is_err(), "a key is not replaced");
	let read = keystore.read("film").expect("there");
	assert_eq!(read.decrypt(PASSWORD).expect("opens").account(), signer.account());
	assert_eq!(keystore.list().expect("listed").len(), 1);
	for wrong in ["", "../film", ".film", "a/b c"] {
		assert!(keystore.keep(wrong, &key).is_err(), "{wrong}");
	}
}

#[test]
fn a_damaged_file_is_refused_before_any_work() {
	let text = fs::read_to_string(fixture("polkadot-js-key.json")).expect("there");
	let good: Value = serde_json::from_str(&text).expect("json");
	let with = |path: &str, value: Value| {
		let mut changed = good.clone();
		*changed.pointer_mut(path).expect("there") = value;
		serde_json::from_value::<KeyFile>(changed).expect("a key file")
	};
	for (path, value) in [
		("/encoded", "AAAA".into()),
		("/encoded", "no base64!".into()),
		// Work factors that would take hours: N = 2^31.
		("/encoded", format!("{}AAAAgAEAAAAIAAAA{}", "A".repeat(43) + "A", "A".repeat(200)).into()),
		("/encoding/version", "2".into()),
		("/encoding/type", serde_json::json!(["none"])),
		("/encoding/content", serde_json::json!(["pkcs8", "ed25519"])),
	] {
		let error = with(path, value).decrypt(PASSWORD).expect_err("refused");
		assert_eq!(error.exit_code(), 1, "{error}");
	}
	let error = with("/address", ALICE.into()).decrypt(PASSWORD).expect_err("another address");
	assert!(error.to_string().contains("do not belong together"), "{error}");
}

#[test]
fn a_key_is_made_listed_and_signs_by_its_name() {
	let home = home();
	let phrase = home.path().join("phrase");
	let shared = in_home(&home);
	let run = |arguments: &[&str]| {
		let all: Vec<&str> = shared.iter().map(String::as_str).chain(arguments.to_vec()).collect();
		reel_with(&all, &[])
	};
	let path = phrase.display().to_string();
	let made = run(&["--json", "wallet", "new", "alice", "--phrase-file", &path]);
	assert!(made.status.success(), "{made:?}");
	let account = last_event(&made)["account"].clone();
	let words = fs::read_to_string(&phrase).expect("written");
	assert_eq!(words.split_whitespace().count(), 12);
	for text in [&made.stdout, &made.stderr] {
		assert!(!String::from_utf8_lossy(text).contains(words.trim()), "a phrase is never shown");
	}
	let address = run(&["--json", "--key", "alice", "wallet", "address"]);
	assert_eq!(last_event(&address)["account"], account);
	let listed = run(&["--json", "wallet", "list"]);
	assert_eq!(
		(&last_event(&listed)["name"], &last_event(&listed)["account"]),
		(&"alice".into(), &account)
	);
	assert_eq!(run(&["wallet", "new", "alice"]).status.code(), Some(1), "the name is taken");
	assert_eq!(run(&["--key", "bob", "wallet", "address"]).status.code(), Some(3));

	let imported = run(&["--json", "--suri-file", &path, "wallet", "import", "again"]);
	assert_eq!(last_event(&imported)["account"], account, "the phrase makes the key again");
}

#[test]
fn a_file_of_polkadot_js_is_imported_only_if_its_password_opens_it() {
	let home = home();
	let shared = in_home(&home);
	let file = fixture("polkadot-js-key.json").display().to_string();
	let mut arguments: Vec<&str> = shared.iter().map(String::as_str).collect();
	arguments.extend(["--json", "wallet", "import", "film", "--file", &file]);
	secret(&home.path().join("password"), "another password");
	assert_eq!(reel_with(&arguments, &[]).status.code(), Some(6));
	secret(&home.path().join("password"), PASSWORD);
	let imported = reel_with(&arguments, &[]);
	assert_eq!(last_event(&imported)["account"], FILM, "{imported:?}");
}

#[test]
fn a_password_is_asked_for_only_at_a_terminal_and_never_taken_as_an_argument() {
	let home = home();
	let file = fixture("polkadot-js-key.json").display().to_string();
	// Signing needs it, the address does not.
	let address = reel_with(&["--key", &file, "wallet", "address"], &[]);
	assert_eq!(String::from_utf8_lossy(&address.stdout).trim(), FILM);
	let sign = ["--key", file.as_str(), "wallet", "send", "//Bob", "1"];
	let refused = reel_with(&sign, &[]);
	let errors = String::from_utf8_lossy(&refused.stderr).into_owned();
	assert_eq!(refused.status.code(), Some(2), "{errors}");
	assert!(errors.contains("--password-file") && errors.contains("REEL_PASSWORD"), "{errors}");
	let wrong = reel_with(&sign, &[("REEL_PASSWORD", "wrong password")]);
	assert_eq!(wrong.status.code(), Some(6));
	assert_eq!(reel_with(&["--password", "x", "wallet", "list"], &[]).status.code(), Some(2));
	let open = home.path().join("open");
	fs::write(&open, PASSWORD).expect("written");
	fs::set_permissions(&open, fs::Permissions::from_mode(0o644)).expect("set");
	let path = open.display().to_string();
	let mut arguments = vec!["--password-file", path.as_str()];
	arguments.extend(sign);
	assert_eq!(reel_with(&arguments, &[]).status.code(), Some(1), "others can read it");
}
