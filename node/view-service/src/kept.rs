//! A play as it goes from desk to desk, kept as the bytes that came.

use crate::{
	gossip::PLAY_PREFIX,
	seal::{Seal, SealRef},
};
use codec::{Decode, Encode, EncodeLike, Error, Input, Output};
use reel_primitives::{
	play::{SignedPlay, SignedTicket},
	play_ref::{PlayRef, TicketRef},
};
use std::sync::Arc;

/// What a message about a play says, where it lies.
#[derive(Clone, Copy, Debug)]
pub(crate) struct PlayParts<'a> {
	pub(crate) ticket: TicketRef<'a>,
	pub(crate) play: PlayRef<'a>,
	pub(crate) accepted_at_ms: u64,
	/// Of the issuing desk.
	pub(crate) seal: SealRef<'a>,
}

impl<'a> PlayParts<'a> {
	/// Reads a whole message.
	pub(crate) fn of(wire: &'a [u8]) -> Option<Self> {
		let mut rest = wire.strip_prefix(&PLAY_PREFIX[..])?;
		let (ticket, play) = (TicketRef::take(&mut rest)?, PlayRef::take(&mut rest)?);
		let (accepted_at_ms, mut rest) = rest.split_first_chunk()?;
		let accepted_at_ms = u64::from_le_bytes(*accepted_at_ms);
		let seal = SealRef::take(&mut rest)?;
		rest.is_empty().then_some(Self { ticket, play, accepted_at_ms, seal })
	}
}

/// The whole play, as peers want it. Encodes like ticket, play, time of acceptance and seal in a row. A copy shares the
/// bytes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct FullPlay {
	wire: Arc<Vec<u8>>,
}

impl FullPlay {
	/// `None` for what is no message about a play.
	pub(crate) fn of(wire: Vec<u8>) -> Option<Self> {
		PlayParts::of(&wire).is_some().then_some(Self { wire: Arc::new(wire) })
	}

	/// Of bytes that were read before.
	pub(crate) fn of_checked(wire: Vec<u8>) -> Self {
		debug_assert!(PlayParts::of(&wire).is_some());
		Self { wire: Arc::new(wire) }
	}

	/// The message.
	pub(crate) fn wire(&self) -> &Arc<Vec<u8>> {
		&self.wire
	}

	/// Whether its desk has told of it: if not, it is no message yet.
	pub(crate) fn is_sealed(&self) -> bool {
		self.parts().is_some_and(|parts| !parts.seal.is_pending())
	}

	/// The same with a seal in the place of a pending one.
	pub(crate) fn sealed(&self, seal: &Seal) -> Option<Self> {
		let head = self.wire.strip_suffix(&Seal::pending().encode()[..])?;
		Self::of([head, &seal.encode()].concat())
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
		<(u64, Seal)>::decode(input)?.encode_to(&mut wire);
		Ok(Self { wire: Arc::new(wire) })
	}
}
