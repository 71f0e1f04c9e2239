//! Bytes in JSON.

use codec::{DecodeAll, Encode};
use serde::{Deserialize, Deserializer, Serialize, Serializer, de::Error};

/// Bytes that stand in JSON as `"0x…"`. Reading also takes them without the `0x`, and in either case.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
pub struct HexBytes(pub Vec<u8>);

/// Why text or bytes were not what was asked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum HexError {
	/// Not pairs of hex digits.
	#[error("not hex: send 0x and an even number of hex digits")]
	NotHex,
	/// Another number of bytes than asked for.
	#[error("{actual} bytes instead of {expected}: send exactly {expected}")]
	Length {
		/// Bytes asked for.
		expected: usize,
		/// Bytes given.
		actual: usize,
	},
	/// Not the SCALE encoding of the object asked for, or bytes are left over.
	#[error("not the SCALE encoding of this object: use the client's types of the same version")]
	NotScale,
}

impl HexBytes {
	/// The SCALE encoding of an object.
	pub fn scale(object: &impl Encode) -> Self {
		Self(object.encode())
	}

	/// The object of which this is the whole SCALE encoding.
	///
	/// # Errors
	/// [`HexError::NotScale`].
	pub fn decode<T: DecodeAll>(&self) -> Result<T, HexError> {
		T::decode_all(&mut &self.0[..]).map_err(|_| HexError::NotScale)
	}

	/// The bytes as an array.
	///
	/// # Errors
	/// [`HexError::Length`].
	pub fn array<const N: usize>(&self) -> Result<[u8; N], HexError> {
		let length = HexError::Length { expected: N, actual: self.0.len() };
		self.0.as_slice().try_into().map_err(|_| length)
	}
}

impl std::fmt::Display for HexBytes {
	fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
		write!(f, "0x{}", hex::encode(&self.0))
	}
}

impl std::str::FromStr for HexBytes {
	type Err = HexError;

	fn from_str(text: &str) -> Result<Self, HexError> {
		let digits = text.strip_prefix("0x").unwrap_or(text);
		hex::decode(digits).map(Self).map_err(|_| HexError::NotHex)
	}
}

impl<const N: usize> From<[u8; N]> for HexBytes {
	fn from(bytes: [u8; N]) -> Self {
		Self(bytes.to_vec())
	}
}

impl From<Vec<u8>> for HexBytes {
	fn from(bytes: Vec<u8>) -> Self {
		Self(bytes)
	}
}

impl Serialize for HexBytes {
	fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
		serializer.collect_str(self)
	}
}

impl<'de> Deserialize<'de> for HexBytes {
	fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
		String::deserialize(deserializer)?.parse().map_err(D::Error::custom)
	}
}

/// `u128` as decimal text: JSON numbers end at 2^53.
pub(crate) mod decimal {
	use super::{Deserialize, Deserializer, Error, Serializer};

	pub(crate) fn serialize<S: Serializer>(value: &u128, serializer: S) -> Result<S::Ok, S::Error> {
		serializer.collect_str(value)
	}

	pub(crate) fn deserialize<'de, D: Deserializer<'de>>(from: D) -> Result<u128, D::Error> {
		String::deserialize(from)?.parse().map_err(D::Error::custom)
	}
}

#[cfg(test)]
mod tests {
	use super::*;

	#[test]
	fn bytes_are_hex_text_in_json() {
		let json = serde_json::to_string(&HexBytes(vec![0, 0xab])).unwrap();
		assert_eq!(json, "\"0x00ab\"");
		assert_eq!(serde_json::from_str::<HexBytes>("\"00AB\"").unwrap().0, vec![0, 0xab]);
		assert!(serde_json::from_str::<HexBytes>("\"0x0\"").is_err());
	}

	#[test]
	fn refuses_what_has_bytes_left_over() {
		assert_eq!(HexBytes::scale(&7u32).decode::<u32>(), Ok(7));
		assert_eq!(HexBytes(vec![7; 5]).decode::<u32>(), Err(HexError::NotScale));
		let length = HexError::Length { expected: 4, actual: 5 };
		assert_eq!(HexBytes(vec![7; 5]).array::<4>(), Err(length));
	}
}
