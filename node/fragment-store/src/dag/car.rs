//! CAR version 1: blocks in a row, as IPFS tools exchange them.
//!
//! ```text
//! car     = varint(length) ‖ dag-cbor {"roots": [link …], "version": 1} ‖ section …
//! section = varint(length of the rest) ‖ cid ‖ bytes
//! ```

use crate::block::MAX_BLOCK_BYTES;
use bytes::{Buf, Bytes, BytesMut};
use cid::Cid;
use serde::{Deserialize, Serialize};

/// Largest header taken, in bytes: about 1,500 roots.
pub const MAX_HEADER_BYTES: usize = 64 << 10;

/// Largest section taken: a block and a generous CID.
const MAX_SECTION_BYTES: usize = MAX_BLOCK_BYTES + 128;

/// Longest varint of a length here: 5 groups of 7 bits are far above [`MAX_SECTION_BYTES`].
const MAX_VARINT_BYTES: usize = 5;

/// Why bytes are not a CAR file that is taken.
#[derive(Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum CarError {
	/// The header does not decode, or is of another version.
	#[error("not a CAR version 1: {0}")]
	Header(String),
	/// A length is above the limit, or not a varint.
	#[error("a section is longer than {MAX_SECTION_BYTES} bytes, or its length is not a number")]
	Length,
	/// A section does not begin with a CID.
	#[error("a section does not begin with a CID")]
	Cid,
	/// The file ends within a section.
	#[error("the CAR ends in the middle of a section")]
	CutShort,
}

#[derive(Deserialize, Serialize)]
struct Header {
	roots: Vec<Cid>,
	version: u64,
}

/// The front of a CAR file with these roots.
pub fn encode_header(roots: &[Cid]) -> Vec<u8> {
	let header = Header { roots: roots.to_vec(), version: 1 };
	let body = serde_ipld_dagcbor::to_vec(&header).expect("links and a number encode; qed");
	let mut out = Vec::with_capacity(body.len() + MAX_VARINT_BYTES);
	put_varint(&mut out, body.len());
	out.extend_from_slice(&body);
	out
}

/// One block as a section of a CAR file.
pub fn encode_section(cid: &Cid, bytes: &[u8]) -> Vec<u8> {
	let mut out = encode_section_head(cid, bytes.len());
	out.extend_from_slice(bytes);
	out
}

/// How the section of a block of `length` bytes begins; the bytes follow.
pub fn encode_section_head(cid: &Cid, length: usize) -> Vec<u8> {
	let cid = cid.to_bytes();
	let mut out = Vec::with_capacity(MAX_VARINT_BYTES + cid.len());
	put_varint(&mut out, cid.len() + length);
	out.extend_from_slice(&cid);
	out
}

/// Reads a CAR file that comes in pieces. Holds at most a section and the last piece.
#[derive(Debug, Default)]
pub struct CarReader {
	buffer: BytesMut,
	roots: Option<Vec<Cid>>,
}

impl CarReader {
	/// Adds the next piece.
	pub fn push(&mut self, piece: &[u8]) {
		self.buffer.extend_from_slice(piece);
	}

	/// The roots, once the header was read.
	pub fn roots(&self) -> Option<&[Cid]> {
		self.roots.as_deref()
	}

	/// The next block, not checked against its CID; `None` if more bytes are needed.
	///
	/// # Errors
	/// [`CarError`]; the reader is of no use after one.
	pub fn next_block(&mut self) -> Result<Option<(Cid, Bytes)>, CarError> {
		if self.roots.is_none() {
			let Some(header) = self.take(MAX_HEADER_BYTES)? else { return Ok(None) };
			let header: Header = serde_ipld_dagcbor::from_slice(&header)
				.map_err(|error| CarError::Header(error.to_string()))?;
			if header.version != 1 {
				return Err(CarError::Header(format!("version {}", header.version)));
			}
			self.roots = Some(header.roots);
		}
		let Some(mut section) = self.take(MAX_SECTION_BYTES)? else { return Ok(None) };
		let mut rest = section.as_ref();
		let cid = Cid::read_bytes(&mut rest).map_err(|_| CarError::Cid)?;
		section.advance(section.len() - rest.len());
		Ok(Some((cid, section)))
	}

	/// Checks that nothing is left over.
	///
	/// # Errors
	/// [`CarError::CutShort`] if the file ended within its header or a section.
	pub fn finish(self) -> Result<(), CarError> {
		if self.buffer.is_empty() && self.roots.is_some() {
			Ok(())
		} else {
			Err(CarError::CutShort)
		}
	}

	fn take(&mut self, max: usize) -> Result<Option<Bytes>, CarError> {
		let mut length = 0usize;
		for at in 0..MAX_VARINT_BYTES {
			let Some(byte) = self.buffer.get(at) else { return Ok(None) };
			length |= usize::from(byte & 0x7f) << (7 * at);
			if byte & 0x80 == 0 {
				if length == 0 || length > max {
					return Err(CarError::Length);
				}
				if self.buffer.len() < at + 1 + length {
					return Ok(None);
				}
				self.buffer.advance(at + 1);
				return Ok(Some(self.buffer.split_to(length).freeze()));
			}
		}
		Err(CarError::Length)
	}
}

fn put_varint(out: &mut Vec<u8>, mut number: usize) {
	while number >= 0x80 {
		out.push((number & 0x7f) as u8 | 0x80);
		number >>= 7;
	}
	out.push(number as u8);
}

#[cfg(test)]
mod tests {
	use super::*;
	use crate::block::{RAW, cid_of};

	fn sample() -> (Cid, Vec<u8>) {
		let cid = cid_of(RAW, &[7; 300]);
		let mut car = encode_header(&[cid]);
		car.extend(encode_section(&cid, &[7; 300]));
		(cid, car)
	}

	#[test]
	fn a_car_reads_back_however_it_is_cut() {
		let (cid, car) = sample();
		for piece in [1, 2, 3, 100, car.len()] {
			let mut reader = CarReader::default();
			let mut blocks = Vec::new();
			for part in car.chunks(piece) {
				reader.push(part);
				while let Some(block) = reader.next_block().expect("valid") {
					blocks.push(block);
				}
			}
			assert_eq!(reader.roots(), Some(&[cid][..]));
			assert_eq!(blocks, [(cid, Bytes::from(vec![7; 300]))]);
			reader.finish().expect("complete");
		}
	}

	#[test]
	fn a_car_that_ends_early_or_claims_too_much_is_refused() {
		let (_, car) = sample();
		let mut reader = CarReader::default();
		reader.push(&car[..car.len() - 1]);
		assert_eq!(reader.next_block(), Ok(None));
		assert_eq!(reader.finish(), Err(CarError::CutShort));

		let mut reader = CarReader::default();
		reader.push(&[0xff, 0xff, 0xff, 0xff, 0x7f]);
		assert_eq!(reader.next_block(), Err(CarError::Length));
		let mut reader = CarReader::default();
		reader.push(&[3, 1, 2, 3]);
		assert!(matches!(reader.next_block(), Err(CarError::Header(_))));
	}
}
