//! Where a curator or a title is at home.

use codec::{Decode, DecodeWithMemTracking, Encode, Error, Input, MaxEncodedLen};
use core::fmt;
use scale_info::TypeInfo;

/// A country: ISO 3166-1 alpha-2, two capital ASCII letters. No other value can be made or decoded.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Encode, MaxEncodedLen, TypeInfo)]
pub struct Region([u8; 2]);

impl Region {
	/// The region of two capital letters; `None` for anything else. Whether ISO has assigned the code is not checked.
	pub const fn new(letters: [u8; 2]) -> Option<Self> {
		let [first, second] = letters;
		if first.is_ascii_uppercase() && second.is_ascii_uppercase() {
			Some(Self(letters))
		} else {
			None
		}
	}

	/// The two letters.
	pub const fn letters(&self) -> [u8; 2] {
		self.0
	}
}

impl Decode for Region {
	fn decode<I: Input>(input: &mut I) -> Result<Self, Error> {
		Self::new(<[u8; 2]>::decode(input)?)
			.ok_or_else(|| "a region is two capital ASCII letters".into())
	}
}

impl DecodeWithMemTracking for Region {}

impl fmt::Display for Region {
	fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
		self.0.iter().try_for_each(|letter| write!(f, "{}", char::from(*letter)))
	}
}

impl fmt::Debug for Region {
	fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
		write!(f, "Region({self})")
	}
}

#[cfg(test)]
mod tests {
	use super::*;

	#[test]
	fn a_region_is_two_capital_letters() {
		assert_eq!(Region::new(*b"KR").unwrap().to_string(), "KR");
		for letters in [*b"kr", *b"K1", [0, 0]] {
			assert_eq!(Region::new(letters), None);
			assert!(Region::decode(&mut &letters[..]).is_err());
		}
		assert_eq!(Region::decode(&mut &b"FR"[..]), Ok(Region(*b"FR")));
	}
}
