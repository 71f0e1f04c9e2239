//! Names: of a file and of a content pattern.

use blake2::{Blake2b, Digest, digest::consts::U32};
use std::{
	fmt,
	fs::File,
	hash::{Hash, Hasher},
	io::Read,
	path::Path,
};

macro_rules! name_of_32_bytes {
	($(#[$doc:meta])* $name:ident) => {
		$(#[$doc])*
		#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
		pub struct $name(pub [u8; 32]);

		// The bytes alone: they are a hash already, and all of one length.
		impl Hash for $name {
			fn hash<H: Hasher>(&self, to: &mut H) {
				to.write(&self.0);
			}
		}

		impl fmt::Display for $name {
			fn fmt(&self, to: &mut fmt::Formatter<'_>) -> fmt::Result {
				write!(to, "0x{}", hex::encode(self.0))
			}
		}

		impl fmt::Debug for $name {
			fn fmt(&self, to: &mut fmt::Formatter<'_>) -> fmt::Result {
				fmt::Display::fmt(self, to)
			}
		}

		impl core::str::FromStr for $name {
			type Err = hex::FromHexError;

			fn from_str(text: &str) -> Result<Self, Self::Err> {
				let mut bytes = [0; 32];
				hex::decode_to_slice(text.strip_prefix("0x").unwrap_or(text), &mut bytes)?;
				Ok(Self(bytes))
			}
		}
	};
}

name_of_32_bytes! {
	/// Exact identity of a file: BLAKE2b-256 of its bytes.
	FileHash
}

name_of_32_bytes! {
	/// A content pattern (K1): all files of one recording. Made from the hash of the file that opened it, so that
	/// nodes which see the same file first name the pattern alike.
	PatternId
}

impl FileHash {
	/// Of bytes at hand.
	pub fn of(bytes: &[u8]) -> Self {
		Self(Blake2b::<U32>::digest(bytes).into())
	}

	/// Of a file, read once from begin to end.
	///
	/// # Errors
	/// Those of reading it.
	pub fn of_file(file: &Path) -> std::io::Result<Self> {
		let mut file = File::open(file)?;
		let mut hasher = Blake2b::<U32>::new();
		let mut buffer = vec![0; 1 << 18];
		loop {
			let read = file.read(&mut buffer)?;
			if read == 0 {
				return Ok(Self(hasher.finalize().into()));
			}
			hasher.update(&buffer[..read]);
		}
	}
}

impl PatternId {
	/// The pattern that a file opens. `turn` is 0, and counts up when a split takes the file into a pattern again.
	pub fn opened_by(file: &FileHash, turn: u32) -> Self {
		let mut hasher = Blake2b::<U32>::new();
		hasher.update(b"reelchain/pattern/1");
		hasher.update(file.0);
		hasher.update(turn.to_le_bytes());
		Self(hasher.finalize().into())
	}
}

#[cfg(test)]
mod tests {
	use super::*;

	#[test]
	fn the_name_of_a_pattern_is_the_chains() {
		// Pinned alike in `reel_primitives::pattern`.
		assert_eq!(
			PatternId::opened_by(&FileHash([7; 32]), 0).to_string(),
			"0x24e05d892c18750b10ef18e4f212d9e53bf44866c0ee3c6838e2844ea19a473c"
		);
	}
}
