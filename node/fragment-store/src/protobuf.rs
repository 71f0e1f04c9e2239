//! The wire form of protobuf, as far as IPFS uses it: numbers and bytes, field by field.
//!
//! By hand, so that bounds hold while a message is read, and nothing is generated.

use bytes::{Buf, Bytes};

/// Bytes of a varint of 64 bits.
const MAX_VARINT_BYTES: usize = 10;

/// The bytes are not a message.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("not a protobuf message")]
pub(crate) struct Broken;

/// The value of a field.
pub(crate) enum Value {
	/// A number.
	Number(u64),
	/// Bytes, or a message in the message.
	Bytes(Bytes),
}

/// The fields of a protobuf message, one after the other.
pub(crate) struct Fields(pub(crate) Bytes);

impl Fields {
	/// The number and value of the next field; `None` at the end.
	pub(crate) fn next(&mut self) -> Result<Option<(u64, Value)>, Broken> {
		if self.0.is_empty() {
			return Ok(None);
		}
		let tag = take_varint(&mut self.0)?;
		let value = match tag & 7 {
			0 => Value::Number(take_varint(&mut self.0)?),
			1 => Value::Bytes(take(&mut self.0, 8)?),
			2 => {
				let length = take_varint(&mut self.0)?;
				Value::Bytes(take(&mut self.0, length)?)
			},
			5 => Value::Bytes(take(&mut self.0, 4)?),
			_ => return Err(Broken),
		};
		Ok(Some((tag >> 3, value)))
	}
}

fn take(rest: &mut Bytes, length: u64) -> Result<Bytes, Broken> {
	let length = usize::try_from(length).map_err(|_| Broken)?;
	if length > rest.len() { Err(Broken) } else { Ok(rest.split_to(length)) }
}

/// Reads a number off the front.
pub(crate) fn take_varint(rest: &mut Bytes) -> Result<u64, Broken> {
	let mut number = 0;
	for at in 0..MAX_VARINT_BYTES {
		if rest.is_empty() {
			return Err(Broken);
		}
		let byte = rest.get_u8();
		number |= u64::from(byte & 0x7f) << (7 * at);
		if byte & 0x80 == 0 {
			return Ok(number);
		}
	}
	Err(Broken)
}

/// Writes a number.
pub(crate) fn put_varint(out: &mut Vec<u8>, mut number: u64) {
	while number >= 0x80 {
		out.push(number as u8 | 0x80);
		number >>= 7;
	}
	out.push(number as u8);
}

/// Writes a number, unless it is 0, which is what an absent one reads as.
pub(crate) fn put_number(out: &mut Vec<u8>, field: u64, number: u64) {
	if number != 0 {
		put_varint(out, field << 3);
		put_varint(out, number);
	}
}

/// Writes bytes.
pub(crate) fn put_bytes(out: &mut Vec<u8>, field: u64, bytes: &[u8]) {
	put_varint(out, field << 3 | 2);
	put_varint(out, bytes.len() as u64);
	out.extend_from_slice(bytes);
}

#[cfg(test)]
mod tests {
	use super::*;

	#[test]
	fn fields_read_back_and_unknown_kinds_are_passed_over_or_refused() {
		let mut bytes = Vec::new();
		put_number(&mut bytes, 1, u64::MAX);
		put_number(&mut bytes, 2, 0);
		put_bytes(&mut bytes, 3, b"film");
		bytes.extend([4 << 3 | 5, 0, 0, 0, 0, 5 << 3 | 1, 0, 0, 0, 0, 0, 0, 0, 0]);
		let mut fields = Fields(bytes.into());
		assert!(matches!(fields.next(), Ok(Some((1, Value::Number(u64::MAX))))));
		assert!(matches!(fields.next(), Ok(Some((3, Value::Bytes(bytes)))) if bytes == "film"));
		assert!(matches!(fields.next(), Ok(Some((4, Value::Bytes(bytes)))) if bytes.len() == 4));
		assert!(matches!(fields.next(), Ok(Some((5, Value::Bytes(bytes)))) if bytes.len() == 8));
		assert!(matches!(fields.next(), Ok(None)));
		for broken in [&[3][..], &[0x0a, 5, 1], &[0xff; 11], &[8]] {
			assert!(Fields(Bytes::copy_from_slice(broken)).next().is_err());
		}
	}
}
