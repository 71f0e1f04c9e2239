//! A play as it goes from desk to desk, kept as the bytes that came.

use crate::gossip::PLAY_PREFIX;
use codec::{Decode, Encode, EncodeLike, Error, Input, Output};
use reel_primitives::{
	play::{SignedPlay, SignedTicket},
	play_ref::{PlayRef, TicketRef},
};

/// What a message about a play says, where it lies.
#[derive(Clone, Copy, Debug)]
pub(crate) struct PlayParts<'a> {
	pub(crate) ticket: TicketRef<'a>,
	pub(crate) play: PlayRef<'a>,
	pub(crate) accepted_at_ms: u64,
	/// Of the issuing desk, over `accepted_payload`.
	pub(crate) signature: &'a [u8; 64],
}

impl<'a> PlayParts<'a> {
	/// Reads a whole message.
	pub(crate) fn of(wire: &'a [u8]) -> Option<Self> {
		let mut rest = wire.strip_prefix(&PLAY_PREFIX[..])?;
		let (ticket, play) = (TicketRef::take(&mut rest)?, PlayRef::take(&mut rest)?);
		let (accepted_at_ms, rest) = rest.split_first_chunk()?;
		let accepted_at_ms = u64::from_le_bytes(*accepted_at_ms);
		Some(Self { ticket, play, accepted_at_ms, signature: rest.try_into().ok()? })
	}
}

/// The whole play, as peers want it. Encodes like ticket, play, time of acceptance and signature in a row.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct FullPlay {
	wire: Vec<u8>,
}

impl FullPlay {
	/// `None` for what is no message about a play.
	pub(crate) fn of(wire: Vec<u8>) -> Option<Self> {
		PlayParts::of(&wire).is_some().then_some(Self { wire })
	}

	/// Of bytes that were read before.
	pub(crate) fn of_checked(wire: Vec<u8>) -> Self {
		debug_assert!(PlayParts::of(&wire).is_some());
		Self { wire }
	}

	/// The message.
	pub(crate) fn wire(&self) -> &[u8] {
		&self.wire
	}

	/// Its parts: there, since it was made.
	pub(crate) fn parts(&self) -> Option<PlayParts<'_>> {
		PlayParts::of(&self.wire)
	}
}

impl Encode for FullPlay {
	fn size_hint(&self) -> usize {
		self.wire.len()
	}

	fn encode_to<O: Output + ?Sized>(&self, to: &mut O) {
		to.write(self.wire.get(PLAY_PREFIX.len()..).unwrap_or_default());
	}
}

impl EncodeLike for FullPlay {}

impl Decode for FullPlay {
	fn decode<I: Input>(input: &mut I) -> Result<Self, Error> {
		let mut wire = PLAY_PREFIX.to_vec();
		SignedTicket::decode(input)?.encode_to(&mut wire);
		SignedPlay::decode(input)?.encode_to(&mut wire);
		<(u64, [u8; 64])>::decode(input)?.encode_to(&mut wire);
		Ok(Self { wire })
	}
}
