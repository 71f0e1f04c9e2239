//! What is said on a stream of [`PROTOCOL`]: SCALE messages, each behind its length.
//!
//! ```text
//! stream    = (request answer)*            one at a time, either side may close between two
//! frame     = length u32 LE ‖ message      at most MAX_REQUEST_BYTES, MAX_ANSWER_BYTES
//! answer    = frame ‖ body                 the body of `Block` and `Fragment` follows its frame
//! ```

use cid::Cid;
use codec::{Decode, DecodeAll, Encode};
use futures::{AsyncRead, AsyncReadExt, AsyncWrite, AsyncWriteExt};
use libp2p::StreamProtocol;
use reel_primitives::Hash32;
use std::io;

/// Name of the protocol.
pub(crate) const PROTOCOL: StreamProtocol = StreamProtocol::new("/reel/fragment/1");

/// Longest request, in bytes.
pub(crate) const MAX_REQUEST_BYTES: usize = 4096;

/// Longest answer without its body: the outline of the longest cell (2,048 fragments) and some room.
pub(crate) const MAX_ANSWER_BYTES: usize = 80 << 10;

/// Most keys of one withdrawal.
pub(crate) const MAX_WITHDRAWN: usize = 64;

/// Longest reason in a refusal, in bytes; what follows is cut.
const MAX_REASON_BYTES: usize = 256;

/// What one side asks.
#[derive(Clone, Debug, PartialEq, Eq, Decode, Encode)]
pub(crate) enum Request {
	/// A whole block.
	#[codec(index = 0)]
	Block { cid: Vec<u8> },
	/// Which fragments of a cell are there.
	#[codec(index = 1)]
	Have { cell: Vec<u8> },
	/// The nodes of a cell's fragments, see [`super::tree`].
	#[codec(index = 2)]
	Outline { cell: Vec<u8> },
	/// The leaves `first..first + leaves` of fragment `index` of a cell.
	#[codec(index = 3)]
	Fragment { cell: Vec<u8>, index: u32, first: u32, leaves: u32 },
	/// The sender no longer provides these keys (multihashes).
	#[codec(index = 4)]
	Withdraw { keys: Vec<Vec<u8>> },
}

/// What the other side answers.
#[derive(Clone, Debug, PartialEq, Eq, Decode, Encode)]
pub(crate) enum Answer {
	/// So many bytes follow.
	#[codec(index = 0)]
	Block { length: u32 },
	/// Bit `i % 8` of byte `i / 8` is fragment `i`.
	#[codec(index = 1)]
	Have { bits: Vec<u8> },
	/// One node a fragment.
	#[codec(index = 2)]
	Outline { nodes: Vec<Hash32> },
	/// The encoded leaves follow.
	#[codec(index = 3)]
	Fragment,
	/// Done.
	#[codec(index = 4)]
	Done,
	/// Nothing follows.
	#[codec(index = 5)]
	Refused(Refusal),
}

/// Why something is not given.
#[derive(Clone, Debug, PartialEq, Eq, Decode, Encode)]
pub(crate) enum Refusal {
	/// It is not here.
	#[codec(index = 0)]
	NotHere,
	/// It was taken down.
	#[codec(index = 1)]
	Denied { reason: Vec<u8> },
	/// Too much to do; worth another try later.
	#[codec(index = 2)]
	Busy,
	/// The request makes no sense, or is too long.
	#[codec(index = 3)]
	BadRequest,
}

impl Refusal {
	/// A refusal of what was taken down for `reason`.
	pub(crate) fn denied(reason: &str) -> Self {
		let cut = &reason[..reason.floor_char_boundary(MAX_REASON_BYTES)];
		Self::Denied { reason: cut.as_bytes().to_vec() }
	}
}

/// The CID in a request.
pub(crate) fn parse_cid(bytes: &[u8]) -> Option<Cid> {
	Cid::try_from(bytes).ok().filter(|cid| crate::block::check_cid(cid).is_ok())
}

/// Writes a message; the caller flushes.
pub(crate) async fn write<M: Encode + Sync>(
	stream: &mut (impl AsyncWrite + Unpin),
	message: &M,
) -> io::Result<()> {
	let bytes = message.encode();
	let length = u32::try_from(bytes.len()).map_err(io::Error::other)?;
	let mut frame = Vec::with_capacity(4 + bytes.len());
	frame.extend_from_slice(&length.to_le_bytes());
	frame.extend_from_slice(&bytes);
	stream.write_all(&frame).await
}

/// Reads a message of at most `max` bytes; `None` at the clean end of the stream.
///
/// A longer frame, or one that does not decode to its last byte, is [`io::ErrorKind::InvalidData`].
pub(crate) async fn read<M: Decode>(
	stream: &mut (impl AsyncRead + Unpin),
	max: usize,
) -> io::Result<Option<M>> {
	let mut length = [0; 4];
	let first = stream.read(&mut length).await?;
	if first == 0 {
		return Ok(None);
	}
	stream.read_exact(&mut length[first..]).await?;
	let length = u32::from_le_bytes(length) as usize;
	if length > max {
		return Err(io::Error::new(io::ErrorKind::InvalidData, "a frame above the limit"));
	}
	let mut bytes = vec![0; length];
	stream.read_exact(&mut bytes).await?;
	M::decode_all(&mut bytes.as_slice())
		.map(Some)
		.map_err(|error| io::Error::new(io::ErrorKind::InvalidData, error))
}

#[cfg(test)]
mod tests {
	use super::*;
	use futures::{executor::block_on, io::Cursor};

	#[test]
	fn messages_read_back_and_longer_frames_are_refused_before_they_are_read() {
		let request = Request::Fragment { cell: vec![7; 36], index: 1, first: 2, leaves: 3 };
		let mut wire = Cursor::new(Vec::new());
		block_on(write(&mut wire, &request)).expect("writes");
		let bytes = wire.into_inner();
		let read_back = |max| block_on(read::<Request>(&mut Cursor::new(bytes.clone()), max));
		assert_eq!(read_back(64).expect("reads"), Some(request));
		assert_eq!(read_back(8).expect_err("too long").kind(), io::ErrorKind::InvalidData);
		let huge = u32::MAX.to_le_bytes();
		let error = block_on(read::<Answer>(&mut Cursor::new(huge), MAX_ANSWER_BYTES));
		assert_eq!(error.expect_err("too long").kind(), io::ErrorKind::InvalidData);
	}

	#[test]
	fn bytes_behind_a_message_are_not_ignored() {
		let wire = [2u32.to_le_bytes().as_slice(), &[4, 0]].concat();
		let error = block_on(read::<Answer>(&mut Cursor::new(wire), 64)).expect_err("two bytes");
		assert_eq!(error.kind(), io::ErrorKind::InvalidData);
		assert_eq!(block_on(read::<Answer>(&mut Cursor::new([]), 64)).expect("the end"), None);
	}
}
