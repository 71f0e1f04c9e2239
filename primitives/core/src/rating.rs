//! Ratings: what viewers say of titles that they have watched, off the chain (C16, S10).
//!
//! ```text
//! viewer ──SignedRating──► desk ──line──► its log ──HeadStatement, once a period──► chain
//!                           │ counted and paid view of the title by this account?
//! ```
//!
//! A rating is public and says by itself who rates what: the viewer signs it with the key of its account. That the viewer
//! has watched the title the desk vouches for, which takes no other rating into its log. Nothing in a rating names a play, a
//! cell or a round: which of its views somebody rates is nobody's business.
//!
//! A log is a chain of hashes, so that its head stands for every line of it:
//!
//! ```text
//! head 0 = 32 zeros
//! head n = BLAKE2b-256("reelchain/ratings-log/v1" ‖ head n−1 ‖ n u64 LE ‖ SCALE(signed rating n)), n from 1
//! ```
//!
//! All fields have a fixed size, so the SCALE encoding of a signed rating is their bytes in order: genesis 32, content 32,
//! viewer 32, stars 1, time u64 LE 8, signature 64.

use crate::{AccountId, ContentId, Hash32, Round, blake2b_256};
use alloc::vec::Vec;
use codec::{Decode, DecodeWithMemTracking, Encode, MaxEncodedLen};
use scale_info::TypeInfo;

/// The best that can be said of a title; the worst is 1.
pub const MAX_STARS: u8 = 5;

/// Rounds after the one named in a statement in which the chain takes it: 20 × 14.4 s are almost five minutes.
pub const STATEMENT_ROUNDS: Round = 20;

const RATING_DOMAIN: &[u8] = b"reelchain/rating/v1";
const LOG_DOMAIN: &[u8] = b"reelchain/ratings-log/v1";
const STATEMENT_DOMAIN: &[u8] = b"reelchain/ratings-head/v1";

/// What a viewer says of a title.
#[derive(Clone, Debug, PartialEq, Eq, Encode, Decode, DecodeWithMemTracking, TypeInfo)]
pub struct Rating {
	/// Genesis hash of the chain.
	pub genesis: Hash32,
	/// The title.
	pub content: ContentId,
	/// Who rates, and has watched.
	pub viewer: AccountId,
	/// 1 to [`MAX_STARS`].
	pub stars: u8,
	/// The viewer's clock, Unix milliseconds. Of two ratings of one title by one viewer the newer counts.
	pub rated_at_ms: u64,
}

impl Rating {
	/// The bytes that the viewer signs: domain ‖ SCALE(rating).
	pub fn signing_payload(&self) -> Vec<u8> {
		let mut bytes = RATING_DOMAIN.to_vec();
		self.encode_to(&mut bytes);
		bytes
	}

	/// Whether it has as many stars as there are.
	pub const fn is_in_range(&self) -> bool {
		self.stars >= 1 && self.stars <= MAX_STARS
	}
}

/// A rating with its viewer's signature.
#[derive(Clone, Debug, PartialEq, Eq, Encode, Decode, DecodeWithMemTracking, TypeInfo)]
pub struct SignedRating {
	/// What was signed.
	pub rating: Rating,
	/// sr25519 by the viewer, over [`Rating::signing_payload`].
	pub signature: [u8; 64],
}

/// What a log of ratings comes to. By default that of an empty one.
#[derive(
	Clone,
	Copy,
	Debug,
	Default,
	PartialEq,
	Eq,
	Encode,
	Decode,
	DecodeWithMemTracking,
	MaxEncodedLen,
	TypeInfo,
)]
pub struct RatingsHead {
	/// Number of lines.
	pub count: u64,
	/// Hash of the last line, in which all before it are: see the module docs.
	pub hash: Hash32,
}

impl RatingsHead {
	/// The head behind one more rating. Cost: one BLAKE2b-256 of 233 bytes.
	pub fn after(&self, rating: &SignedRating) -> Self {
		let count = self.count.saturating_add(1);
		let hash = blake2b_256(&[LOG_DOMAIN, &self.hash, &count.to_le_bytes(), &rating.encode()]);
		Self { count, hash }
	}
}

/// A validator says what its log of ratings comes to. Signed with its session key, and kept by the chain.
#[derive(
	Clone,
	Copy,
	Debug,
	PartialEq,
	Eq,
	Encode,
	Decode,
	DecodeWithMemTracking,
	MaxEncodedLen,
	TypeInfo,
)]
pub struct HeadStatement {
	/// The round in which it is said.
	pub round: Round,
	/// The head.
	pub head: RatingsHead,
}

impl HeadStatement {
	/// The bytes that the validator signs: domain ‖ genesis ‖ session index u32 LE ‖ SCALE(statement).
	pub fn signing_payload(&self, genesis: &Hash32, session: u32) -> Vec<u8> {
		[STATEMENT_DOMAIN, genesis, &session.to_le_bytes(), &self.encode()].concat()
	}
}

/// How the anchor of a validator stands, as the runtime tells it to the node.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Encode, Decode, TypeInfo)]
pub struct AnchorStatus {
	/// The last statement that the chain took.
	pub anchored: Option<HeadStatement>,
	/// Whether the chain takes another now.
	pub is_due: bool,
}

#[cfg(test)]
mod tests {
	use super::*;

	fn rating() -> Rating {
		Rating {
			genesis: [1; 32],
			content: ContentId([2; 32]),
			viewer: AccountId::new([3; 32]),
			stars: 4,
			rated_at_ms: 5,
		}
	}

	fn signed(rating: Rating) -> SignedRating {
		SignedRating { rating, signature: [6; 64] }
	}

	#[test]
	fn every_field_is_signed_and_under_a_domain_of_its_own() {
		let base = rating().signing_payload();
		assert!(base.starts_with(b"reelchain/rating/v1"));
		for changed in [
			Rating { genesis: [9; 32], ..rating() },
			Rating { content: ContentId([9; 32]), ..rating() },
			Rating { viewer: AccountId::new([9; 32]), ..rating() },
			Rating { stars: 1, ..rating() },
			Rating { rated_at_ms: 9, ..rating() },
		] {
			assert_ne!(changed.signing_payload(), base);
		}
		let statement = HeadStatement { round: 1, head: RatingsHead { count: 2, hash: [3; 32] } };
		let payload = statement.signing_payload(&[1; 32], 7);
		assert!(payload.starts_with(b"reelchain/ratings-head/v1"));
		assert_ne!(payload, statement.signing_payload(&[1; 32], 8));
		assert_ne!(payload, statement.signing_payload(&[2; 32], 7));
	}

	#[test]
	fn stars_are_one_to_five() {
		let of = |stars| Rating { stars, ..rating() }.is_in_range();
		assert!(!of(0) && of(1) && of(5) && !of(6) && !of(255));
	}

	#[test]
	fn a_signed_rating_is_its_fields_in_order() {
		let mut bytes = [[1; 32], [2; 32], [3; 32]].concat();
		bytes.push(4);
		bytes.extend(5u64.to_le_bytes());
		bytes.extend([6; 64]);
		assert_eq!(signed(rating()).encode(), bytes);
		assert_eq!(bytes.len(), 169);
	}

	#[test]
	fn a_head_is_pinned_and_stands_for_every_line_before_it() {
		let first = RatingsHead::default().after(&signed(rating()));
		let expected = blake2b_256(&[
			b"reelchain/ratings-log/v1",
			&[0; 32],
			&[1, 0, 0, 0, 0, 0, 0, 0],
			&signed(rating()).encode(),
		]);
		assert_eq!(first, RatingsHead { count: 1, hash: expected });
		let second = first.after(&signed(rating()));
		assert_eq!(second.count, 2);
		let other = RatingsHead::default().after(&signed(Rating { stars: 3, ..rating() }));
		assert_ne!(other.after(&signed(rating())).hash, second.hash);
		let forged = SignedRating { signature: [7; 64], ..signed(rating()) };
		assert_ne!(RatingsHead::default().after(&forged).hash, first.hash);
	}
}
