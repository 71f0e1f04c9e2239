//! What desks tell each other: `version u8 ‖ SCALE(Message)`, at most 1 MiB.

use codec::{Decode, DecodeAll, Encode};
use reel_primitives::{
	Hash32, Round,
	batch::BatchHash,
	play::{SignedPlay, SignedTicket},
};
use reel_rpc_api::SecretDeposit;

/// Longest message in bytes.
pub const MAX_MESSAGE_BYTES: usize = 1 << 20;

/// Most ids that one `Want` may name; a peer answers each with a message.
pub(crate) const MAX_WANTED: usize = 1_024;

const VERSION: u8 = 1;
const ACCEPTED_DOMAIN: &[u8] = b"reelchain/accepted/v1";

/// A desk's X25519 key, vouched for by its authority.
#[derive(Clone, Debug, PartialEq, Eq, Encode, Decode)]
pub struct DeskKeyCard {
	/// The authority's `pov1` key.
	pub authority: Hash32,
	/// X25519 public key of its desk.
	pub public: [u8; 32],
	/// sr25519 by the authority, over `reel_rpc_api::desk_key_payload`.
	pub signature: [u8; 64],
}

/// A message between desks.
#[derive(Clone, Debug, PartialEq, Eq, Encode, Decode)]
#[expect(clippy::large_enum_variant, reason = "encoded or taken apart at once, never kept in bulk")]
pub enum Message {
	/// A ticket was issued.
	#[codec(index = 0)]
	Ticket(SignedTicket),
	/// A play was accepted.
	#[codec(index = 1)]
	Play {
		/// Its ticket.
		ticket: SignedTicket,
		/// The play.
		play: SignedPlay,
		/// When the desk accepted it, Unix milliseconds.
		accepted_at_ms: u64,
		/// sr25519 by the ticket's desk, over `accepted_payload`.
		signature: [u8; 64],
	},
	/// The plays of a batch.
	#[codec(index = 2)]
	Body {
		/// Its round.
		round: Round,
		/// The batch.
		batch: BatchHash,
		/// Ids of its plays, ascending.
		plays: Vec<Hash32>,
	},
	/// Please send the plays, or bodies of the batches, of these hashes.
	#[codec(index = 3)]
	Want {
		/// Play ids and batch hashes.
		ids: Vec<Hash32>,
	},
	/// A content secret, sealed to the desks.
	#[codec(index = 4)]
	Secret(SecretDeposit),
	/// The key of a desk.
	#[codec(index = 5)]
	DeskKey(DeskKeyCard),
}

impl Message {
	/// The bytes on the wire.
	pub fn to_bytes(&self) -> Vec<u8> {
		let mut bytes = vec![VERSION];
		self.encode_to(&mut bytes);
		bytes
	}

	/// Reads a message; `None` when it is too long, of another version, or not one.
	pub fn from_bytes(bytes: &[u8]) -> Option<Self> {
		let (version, mut rest) = bytes.split_first()?;
		if *version != VERSION || bytes.len() > MAX_MESSAGE_BYTES {
			return None;
		}
		Self::decode_all(&mut rest).ok()
	}
}

/// The bytes that a desk signs when it accepts a play.
pub(crate) fn accepted_payload(genesis: &Hash32, play: &Hash32, accepted_at_ms: u64) -> Vec<u8> {
	[ACCEPTED_DOMAIN, genesis, play, &accepted_at_ms.to_le_bytes()].concat()
}

#[cfg(test)]
mod tests {
	use super::*;
	use crate::batch::MAX_PLAYS_PER_BATCH;

	#[test]
	fn messages_are_read_back_and_others_refused() {
		let message = Message::Want { ids: vec![[1; 32]] };
		let bytes = message.to_bytes();
		assert_eq!(Message::from_bytes(&bytes), Some(message));
		assert_eq!(Message::from_bytes(&[]), None);
		assert_eq!(Message::from_bytes(&[&bytes[..], &[0]].concat()), None);
		assert_eq!(Message::from_bytes(&[&[2], &bytes[1..]].concat()), None);
		assert_eq!(Message::from_bytes(&vec![VERSION; MAX_MESSAGE_BYTES + 1]), None);
	}

	#[test]
	fn the_longest_body_fits_one_message() {
		let plays = vec![[1; 32]; MAX_PLAYS_PER_BATCH];
		let body = Message::Body { round: 1, batch: [2; 32], plays };
		assert!(body.to_bytes().len() <= MAX_MESSAGE_BYTES);
	}
}
