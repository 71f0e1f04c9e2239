//! The key of this node: ed25519, made once, kept in the store's directory with mode 0600.
//!
//! Its place in the provider table is the SHA2-256 hash of its public key's name (Kademlia hashes the peer id), so nobody
//! chooses a place without searching for keys.

use libp2p::identity::Keypair;
use std::{
	fs::{self, OpenOptions},
	io::{self, Write},
	os::unix::fs::OpenOptionsExt,
	path::Path,
};

/// The file in the store's directory.
pub(crate) const KEY_FILE: &str = "peer-key";

/// The key in `directory`, made if there is none.
pub(crate) fn load_or_make(directory: &Path) -> io::Result<Keypair> {
	let path = directory.join(KEY_FILE);
	match fs::read(&path) {
		Ok(bytes) => Keypair::from_protobuf_encoding(&bytes)
			.map_err(|error| io::Error::new(io::ErrorKind::InvalidData, error)),
		Err(error) if error.kind() == io::ErrorKind::NotFound => {
			let key = Keypair::generate_ed25519();
			let bytes = key.to_protobuf_encoding().map_err(io::Error::other)?;
			write_private(&path, &bytes)?;
			Ok(key)
		},
		Err(error) => Err(error),
	}
}

/// Writes a file that only its owner reads, whole or not at all.
fn write_private(path: &Path, bytes: &[u8]) -> io::Result<()> {
	let temporary = path.with_extension("new");
	let mut file =
		OpenOptions::new().write(true).create(true).truncate(true).mode(0o600).open(&temporary)?;
	file.write_all(bytes)?;
	file.sync_all()?;
	fs::rename(temporary, path)
}

#[cfg(test)]
mod tests {
	use super::*;
	use std::os::unix::fs::PermissionsExt;

	#[test]
	fn the_key_is_made_once_and_only_its_owner_reads_it() {
		let directory = tempfile::tempdir().expect("temporary directory");
		let made = load_or_make(directory.path()).expect("made");
		let path = directory.path().join(KEY_FILE);
		assert_eq!(fs::metadata(&path).expect("is there").permissions().mode() & 0o777, 0o600);
		let again = load_or_make(directory.path()).expect("read");
		assert_eq!(made.public().to_peer_id(), again.public().to_peer_id());
		fs::write(&path, b"not a key").expect("writes");
		assert!(load_or_make(directory.path()).is_err(), "a broken key is not replaced unasked");
	}
}
