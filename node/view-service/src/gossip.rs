//! What desks tell each other: `version u8 ‖ SCALE(Message)`, at most 5 MiB.

use crate::{
	seal::Seal,
	sums::{LeavesPart, WantLeaves},
};
use codec::{Decode, DecodeAll, Encode};
use reel_primitives::{
	ContentId, Hash32, Round,
	batch::BatchHash,
	play::{SignedPlay, SignedTicket},
};
use reel_rpc_api::SecretDeposit;

/// Longest message in bytes.
pub const MAX_MESSAGE_BYTES: usize = 5 << 20;

/// Most ids that one `Want` may name; a peer answers each with a message.
pub(crate) const MAX_WANTED: usize = 1_024;

/// Most titles that a desk names at once as held.
pub(crate) const MAX_HELD: usize = 1_024;

/// Most secrets asked for, or handed on, at once.
pub(crate) const MAX_SECRETS: usize = 64;

/// Whoever adds a kind of message raises it: a desk ignores versions that it does not know, and takes what it cannot
/// read of its own version for garbage.
const VERSION: u8 = 6;

/// What a message about a ticket begins with.
pub(crate) const TICKET_PREFIX: [u8; 2] = [VERSION, Kind::Ticket as u8];

/// What a message about a play begins with.
pub(crate) const PLAY_PREFIX: [u8; 2] = [VERSION, Kind::Play as u8];

const HELD_DOMAIN: &[u8] = b"reelchain/secrets-held/v1";
const ASK_DOMAIN: &[u8] = b"reelchain/secrets-ask/v1";
const HELLO_DOMAIN: &[u8] = b"reelchain/desk-hello/v1";
const GIFT_DOMAIN: &[u8] = b"reelchain/secrets-gift/v1";

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

/// A peer shows that it is a validator's desk.
#[derive(Clone, Debug, PartialEq, Eq, Encode, Decode)]
pub struct Hello {
	/// The authority's `pov1` key.
	pub authority: Hash32,
	/// The sender's own network id.
	pub peer: Vec<u8>,
	/// Its clock, Unix milliseconds.
	pub at_ms: u64,
	/// sr25519 by the authority.
	pub signature: [u8; 64],
}

impl Hello {
	/// The bytes that the authority signs.
	pub fn signing_payload(&self, genesis: &Hash32) -> Vec<u8> {
		[HELLO_DOMAIN, genesis, &(&self.authority, &self.peer, self.at_ms).encode()].concat()
	}
}

/// A desk tells whose secrets it holds.
#[derive(Clone, Debug, PartialEq, Eq, Encode, Decode)]
pub struct SecretsHeld {
	/// The authority's `pov1` key.
	pub authority: Hash32,
	/// Its clock, Unix milliseconds.
	pub at_ms: u64,
	/// Titles, at most 1,024.
	pub titles: Vec<ContentId>,
	/// sr25519 by the authority.
	pub signature: [u8; 64],
}

impl SecretsHeld {
	pub(crate) fn signing_payload(&self, genesis: &Hash32) -> Vec<u8> {
		[HELD_DOMAIN, genesis, &(&self.authority, self.at_ms, &self.titles).encode()].concat()
	}
}

/// A validator asks for the secrets that it lacks.
#[derive(Clone, Debug, PartialEq, Eq, Encode, Decode)]
pub struct SecretsAsk {
	/// The asking authority's `pov1` key.
	pub authority: Hash32,
	/// X25519 key of its desk, to which the secrets are to be sealed.
	pub public: [u8; 32],
	/// Its clock, Unix milliseconds.
	pub at_ms: u64,
	/// Titles, at most 64.
	pub titles: Vec<ContentId>,
	/// sr25519 by the authority.
	pub signature: [u8; 64],
}

impl SecretsAsk {
	pub(crate) fn signing_payload(&self, genesis: &Hash32) -> Vec<u8> {
		let fields = (&self.authority, &self.public, self.at_ms, &self.titles).encode();
		[ASK_DOMAIN, genesis, &fields].concat()
	}
}

/// Secrets, sealed to the desk of the validator that asked.
#[derive(Clone, Debug, PartialEq, Eq, Encode, Decode)]
pub struct SecretsGift {
	/// The giving authority's `pov1` key.
	pub from: Hash32,
	/// The asking authority's.
	pub to: Hash32,
	/// A box of `reel_rpc_api::SEALED_SECRET_BYTES` for each title, at most 64.
	pub boxes: Vec<(ContentId, Vec<u8>)>,
	/// sr25519 by `from`.
	pub signature: [u8; 64],
}

impl SecretsGift {
	pub(crate) fn signing_payload(&self, genesis: &Hash32) -> Vec<u8> {
		[GIFT_DOMAIN, genesis, &(&self.from, &self.to, &self.boxes).encode()].concat()
	}
}

/// A message between desks.
#[derive(Clone, Debug, PartialEq, Eq, Encode, Decode)]
#[expect(clippy::large_enum_variant, reason = "encoded or taken apart at once, never kept in bulk")]
pub enum Message {
	/// A ticket was issued.
	#[codec(index = 0)]
	Ticket {
		/// The ticket. Its own signature is for its viewer, and not looked at.
		ticket: SignedTicket,
		/// Of its desk, over [`crate::ticket_item`].
		seal: Seal,
	},
	/// A play was accepted.
	#[codec(index = 1)]
	Play {
		/// Its ticket. Its own signature is for its viewer, and not looked at.
		ticket: SignedTicket,
		/// The play.
		play: SignedPlay,
		/// When the desk accepted it, Unix milliseconds.
		accepted_at_ms: u64,
		/// Of the ticket's desk, over [`crate::play_item`].
		seal: Seal,
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
	/// Whose secrets a desk holds.
	#[codec(index = 6)]
	SecretsHeld(SecretsHeld),
	/// A validator asks for secrets.
	#[codec(index = 7)]
	SecretsAsk(SecretsAsk),
	/// Secrets for a validator that asked.
	#[codec(index = 8)]
	SecretsGift(SecretsGift),
	/// The sender is a validator's desk.
	#[codec(index = 9)]
	Hello(Hello),
	/// The sender has checked these plays of other desks; whoever lacks one may ask for it.
	#[codec(index = 10)]
	Have {
		/// Names of plays, at most 1,024.
		ids: Vec<Hash32>,
	},
	/// Please send leaves of a tree that the chain commits to.
	#[codec(index = 11)]
	WantLeaves(WantLeaves),
	/// Leaves that were asked for.
	#[codec(index = 12)]
	Leaves(LeavesPart),
}

/// What can be told of bytes from a peer before they are decoded.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Envelope {
	/// A message of this kind, if it can be read.
	Kind(Kind),
	/// Of another version: not for this desk.
	OtherVersion,
	/// No message.
	Garbage,
}

/// The kinds of messages.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Kind {
	Ticket = 0,
	Play = 1,
	Body = 2,
	Want = 3,
	Secret = 4,
	DeskKey = 5,
	SecretsHeld = 6,
	SecretsAsk = 7,
	SecretsGift = 8,
	Hello = 9,
	Have = 10,
	WantLeaves = 11,
	Leaves = 12,
}

impl Kind {
	/// By the index in the encoding.
	pub(crate) const ALL: [Self; 13] = [
		Self::Ticket,
		Self::Play,
		Self::Body,
		Self::Want,
		Self::Secret,
		Self::DeskKey,
		Self::SecretsHeld,
		Self::SecretsAsk,
		Self::SecretsGift,
		Self::Hello,
		Self::Have,
		Self::WantLeaves,
		Self::Leaves,
	];

	/// Its name in metrics.
	pub(crate) fn label(self) -> &'static str {
		match self {
			Self::Ticket => "ticket",
			Self::Play => "play",
			Self::Body => "body",
			Self::Want => "want",
			Self::Secret => "secret",
			Self::DeskKey => "desk-key",
			Self::SecretsHeld => "secrets-held",
			Self::SecretsAsk => "secrets-ask",
			Self::SecretsGift => "secrets-gift",
			Self::Hello => "hello",
			Self::Have => "have",
			Self::WantLeaves => "want-leaves",
			Self::Leaves => "leaves",
		}
	}
}

impl Envelope {
	pub(crate) fn of(bytes: &[u8]) -> Self {
		match bytes {
			[VERSION, kind, ..] if bytes.len() <= MAX_MESSAGE_BYTES => {
				Kind::ALL.get(usize::from(*kind)).map_or(Self::Garbage, |kind| Self::Kind(*kind))
			},
			[version, ..] if *version != VERSION => Self::OtherVersion,
			_ => Self::Garbage,
		}
	}
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
		assert_eq!(Message::from_bytes(&[&[1], &bytes[1..]].concat()), None);
		assert_eq!(Message::from_bytes(&vec![VERSION; MAX_MESSAGE_BYTES + 1]), None);
	}

	#[test]
	fn the_kind_of_a_message_is_told_before_it_is_decoded() {
		let gift = SecretsGift { from: [1; 32], to: [2; 32], boxes: vec![], signature: [3; 64] };
		let messages = [
			(Message::Want { ids: vec![] }, Kind::Want),
			(Message::Body { round: 1, batch: [1; 32], plays: vec![] }, Kind::Body),
			(Message::SecretsGift(gift), Kind::SecretsGift),
		];
		for (message, kind) in messages {
			assert_eq!(Envelope::of(&message.to_bytes()), Envelope::Kind(kind));
			assert_eq!(Kind::ALL[kind as usize], kind);
		}
		assert_eq!(Envelope::of(&[VERSION, 13]), Envelope::Garbage);
		assert_eq!(Envelope::of(&[VERSION]), Envelope::Garbage);
		assert_eq!(Envelope::of(&[]), Envelope::Garbage);
		assert_eq!(Envelope::of(&vec![VERSION; MAX_MESSAGE_BYTES + 1]), Envelope::Garbage);
		assert_eq!(Envelope::of(&[VERSION + 1, 9]), Envelope::OtherVersion);
	}

	#[test]
	fn the_longest_part_of_leaves_fits_one_message() {
		let of = crate::sums::LeavesOf::Round(1);
		let wanted = WantLeaves { of, root: [1; 32], part: 0 };
		let account = reel_primitives::AccountId::new([2; 32]);
		let leaves = vec![(account, u128::MAX); 1 << 16];
		let part = LeavesPart { wanted, leaves, path: vec![[3; 32]; 20] };
		assert!(Message::Leaves(part).to_bytes().len() <= MAX_MESSAGE_BYTES);
	}

	#[test]
	fn the_longest_body_fits_one_message() {
		let plays = vec![[1; 32]; MAX_PLAYS_PER_BATCH];
		let body = Message::Body { round: 1, batch: [2; 32], plays };
		assert!(body.to_bytes().len() <= MAX_MESSAGE_BYTES);
	}
}
