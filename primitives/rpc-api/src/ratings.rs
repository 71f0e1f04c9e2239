//! Ratings as they are told and as desks write them down (C16, S10).

use crate::{from_hex, to_hex};
use reel_primitives::{
	AccountId, ContentId, Hash32, Round,
	rating::{HeadStatement, Rating, RatingsHead, SignedRating},
};
use serde::{Deserialize, Serialize};

/// Most ratings in one answer.
pub const MAX_RATINGS_PAGE: u32 = 128;

/// A line of a desk's log of ratings: what `ratings.jsonl` holds, and what `pov_v1_ratings` and `pov_v1_ratingsLog` answer with.
/// `docs/schema/rating.json` is its schema.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct RatingLine {
	/// Number of the line, from 1.
	pub number: u64,
	/// Hex id of the title.
	pub content: String,
	/// Who rates.
	pub viewer: AccountId,
	/// 1 to 5.
	pub stars: u8,
	/// When it was rated by the viewer's clock, Unix milliseconds.
	pub rated_at_ms: u64,
	/// Hex of the viewer's sr25519 signature, 64 bytes.
	pub signature: String,
	/// Hex hash of the line before; of the first: zeros.
	pub previous: String,
	/// Hex hash of this line: [`RatingsHead::after`].
	pub hash: String,
}

impl RatingLine {
	/// The line of a rating behind `head`, and the head that it makes.
	pub fn of(signed: &SignedRating, head: &RatingsHead) -> (Self, RatingsHead) {
		let SignedRating { rating, signature } = signed;
		let after = head.after(signed);
		let line = Self {
			number: after.count,
			content: to_hex(rating.content),
			viewer: rating.viewer.clone(),
			stars: rating.stars,
			rated_at_ms: rating.rated_at_ms,
			signature: to_hex(signature),
			previous: to_hex(head.hash),
			hash: to_hex(after.hash),
		};
		(line, after)
	}

	/// The rating of a line in a log of the chain that began with `genesis`; `None` when a field is malformed. Whether the
	/// signature is right is not looked at.
	pub fn signed(&self, genesis: &Hash32) -> Option<SignedRating> {
		let content: Hash32 = fixed(&self.content)?;
		let rating = Rating {
			genesis: *genesis,
			content: ContentId(content),
			viewer: self.viewer.clone(),
			stars: self.stars,
			rated_at_ms: self.rated_at_ms,
		};
		Some(SignedRating { rating, signature: fixed(&self.signature)? })
	}

	/// The head behind this line if it follows `head`, with the rating; `None` when it does not.
	pub fn follows(
		&self,
		head: &RatingsHead,
		genesis: &Hash32,
	) -> Option<(SignedRating, RatingsHead)> {
		let signed = self.signed(genesis)?;
		let after = head.after(&signed);
		let is_next = self.number == after.count
			&& fixed(&self.previous) == Some(head.hash)
			&& fixed(&self.hash) == Some(after.hash);
		is_next.then_some((signed, after))
	}
}

fn fixed<const N: usize>(text: &str) -> Option<[u8; N]> {
	from_hex(text).ok()?.try_into().ok()
}

/// A rating was taken into a log.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct RatingTaken {
	/// Number of its line.
	pub number: u64,
	/// Hex hash of its line.
	pub hash: String,
}

/// What a desk's log of ratings comes to, signed for the session by its validator.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SignedHead {
	/// The validator.
	pub validator: AccountId,
	/// Hex of its `pov1` session key, 32 bytes.
	pub authority: String,
	/// The session.
	pub session: u32,
	/// The round in which it was signed.
	pub round: Round,
	/// Lines in the log.
	pub count: u64,
	/// Hex hash of the last line; of an empty log: zeros.
	pub hash: String,
	/// Hex of the signature over [`HeadStatement::signing_payload`], 64 bytes.
	pub signature: String,
}

impl SignedHead {
	/// What was signed; `None` when the hash is malformed.
	pub fn statement(&self) -> Option<HeadStatement> {
		let head = RatingsHead { count: self.count, hash: fixed(&self.hash)? };
		Some(HeadStatement { round: self.round, head })
	}
}

#[cfg(test)]
mod tests {
	use super::*;

	fn signed(stars: u8) -> SignedRating {
		let rating = Rating {
			genesis: [1; 32],
			content: ContentId([2; 32]),
			viewer: AccountId::new([3; 32]),
			stars,
			rated_at_ms: 1_700_000_000_000,
		};
		SignedRating { rating, signature: [6; 64] }
	}

	#[test]
	fn lines_follow_one_another_and_nothing_else() {
		let empty = RatingsHead::default();
		let (first, head) = RatingLine::of(&signed(4), &empty);
		let (second, last) = RatingLine::of(&signed(5), &head);
		assert_eq!((first.number, second.number, last.count), (1, 2, 2));
		assert_eq!(first.follows(&empty, &[1; 32]), Some((signed(4), head)));
		assert_eq!(second.follows(&head, &[1; 32]), Some((signed(5), last)));
		assert_eq!(second.follows(&empty, &[1; 32]), None);
		assert_eq!(first.follows(&empty, &[9; 32]), None, "of another chain");
		for changed in [
			RatingLine { stars: 1, ..first.clone() },
			RatingLine { number: 2, ..first.clone() },
			RatingLine { rated_at_ms: 1, ..first.clone() },
			RatingLine { viewer: AccountId::new([9; 32]), ..first.clone() },
			RatingLine { content: to_hex([9; 32]), ..first.clone() },
			RatingLine { signature: to_hex([9; 64]), ..first.clone() },
			RatingLine { previous: to_hex([9; 32]), ..first.clone() },
			RatingLine { hash: to_hex([9; 32]), ..first.clone() },
			RatingLine { signature: "0x06".to_owned(), ..first.clone() },
		] {
			assert_eq!(changed.follows(&empty, &[1; 32]), None, "{changed:?}");
		}
	}

	#[test]
	fn a_line_is_plain_json_as_its_schema_says() {
		let (line, _) = RatingLine::of(&signed(4), &RatingsHead::default());
		let json = serde_json::to_value(&line).unwrap();
		assert_eq!(serde_json::from_value::<RatingLine>(json.clone()).unwrap(), line);
		let schema = include_str!("../../../docs/schema/rating.json");
		let schema: serde_json::Value = serde_json::from_str(schema).unwrap();
		let named: Vec<_> = schema["properties"].as_object().unwrap().keys().collect();
		let fields: Vec<_> = json.as_object().unwrap().keys().collect();
		assert_eq!(named, fields);
		assert_eq!(schema["required"].as_array().unwrap().len(), fields.len());
		assert_eq!(schema["additionalProperties"], false);
	}

	#[test]
	fn a_head_says_what_was_signed() {
		let head = SignedHead {
			validator: AccountId::new([3; 32]),
			authority: to_hex([4; 32]),
			session: 5,
			round: 6,
			count: 7,
			hash: to_hex([8; 32]),
			signature: to_hex([9; 64]),
		};
		let head_said = RatingsHead { count: 7, hash: [8; 32] };
		assert_eq!(head.statement(), Some(HeadStatement { round: 6, head: head_said }));
		assert_eq!(SignedHead { hash: "0x08".to_owned(), ..head }.statement(), None);
	}
}
