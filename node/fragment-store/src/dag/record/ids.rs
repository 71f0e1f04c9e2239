//! The forms of ids that databases give out, with their check characters.

use super::{Database, is_country};
use std::fmt;

impl Database {
	/// Its form, for whoever wrote another.
	pub(super) const fn form(self) -> &'static str {
		match self {
			Self::Eidr => "10.5240/XXXX-XXXX-XXXX-XXXX-XXXX-C with its check character",
			Self::Imdb => "tt and 7 to 9 digits",
			Self::Isrc => "country, registrant, year and number: 12 characters without hyphens",
			Self::Iswc => "T, 9 digits and a check digit, without points",
			Self::Musicbrainz => "a UUID in small letters",
			Self::Tmdb => "movie/NUMBER or tv/NUMBER",
			Self::Wikidata => "Q and a number",
		}
	}

	/// Whether an id has the form that this database gives out.
	pub(super) fn is_id(self, id: &str) -> bool {
		match self {
			Self::Eidr => id.strip_prefix("10.5240/").is_some_and(is_eidr_suffix),
			Self::Imdb => id
				.strip_prefix("tt")
				.is_some_and(|rest| (7..=9).contains(&rest.len()) && is_digits(rest)),
			Self::Isrc => is_isrc(id),
			Self::Iswc => id.strip_prefix('T').is_some_and(is_iswc_number),
			Self::Musicbrainz => is_uuid(id),
			Self::Tmdb => {
				["movie/", "tv/"].iter().any(|kind| id.strip_prefix(kind).is_some_and(is_number))
			},
			Self::Wikidata => id.strip_prefix('Q').is_some_and(is_number),
		}
	}
}

impl fmt::Display for Database {
	fn fmt(&self, to: &mut fmt::Formatter<'_>) -> fmt::Result {
		to.write_str(match self {
			Self::Eidr => "eidr",
			Self::Imdb => "imdb",
			Self::Isrc => "isrc",
			Self::Iswc => "iswc",
			Self::Musicbrainz => "musicbrainz",
			Self::Tmdb => "tmdb",
			Self::Wikidata => "wikidata",
		})
	}
}

fn is_digits(text: &str) -> bool {
	!text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit())
}

/// A number as people write it: up to ten digits, the first of them not 0.
fn is_number(text: &str) -> bool {
	text.len() <= 10 && is_digits(text) && !text.starts_with('0')
}

fn is_isrc(id: &str) -> bool {
	let Some((country, rest)) = id.split_at_checked(2) else { return false };
	let Some((registrant, number)) = rest.split_at_checked(3) else { return false };
	let is_registrant =
		registrant.bytes().all(|byte| byte.is_ascii_uppercase() || byte.is_ascii_digit());
	is_country(country) && is_registrant && number.len() == 7 && is_digits(number)
}

/// ISO 15707: one plus each digit times its place and the check digit are a multiple of ten.
fn is_iswc_number(digits: &str) -> bool {
	let sum = |digits: &[u8]| -> u32 {
		let weighted = (1u32..).zip(digits).map(|(place, digit)| place * u32::from(digit - b'0'));
		weighted.sum()
	};
	is_digits(digits)
		&& digits.as_bytes().split_last().is_some_and(|(check, number)| {
			number.len() == 9 && (1 + sum(number) + u32::from(check - b'0')) % 10 == 0
		})
}

/// Five groups of four hexadecimal digits, and a check character over them by ISO 7064, modulus 37, 36.
fn is_eidr_suffix(suffix: &str) -> bool {
	let groups: Vec<&str> = suffix.split('-').collect();
	let Some((check, groups)) = groups.split_last() else { return false };
	let is_hex = |byte: u8| byte.is_ascii_digit() || (b'A'..=b'F').contains(&byte);
	if groups.len() != 5
		|| !groups.iter().all(|group| group.len() == 4 && group.bytes().all(is_hex))
	{
		return false;
	}
	let value = |char: char| char.to_digit(36).unwrap_or_default();
	let mut product = 36;
	for char in groups.concat().chars() {
		let sum = (product + value(char)) % 36;
		product = if sum == 0 { 36 } else { sum } * 2 % 37;
	}
	let is_check = |char: char| {
		(char.is_ascii_digit() || char.is_ascii_uppercase()) && (product + value(char)) % 36 == 1
	};
	check.len() == 1 && check.chars().all(is_check)
}

fn is_uuid(id: &str) -> bool {
	let is_hex = |byte: u8| byte.is_ascii_digit() || (b'a'..=b'f').contains(&byte);
	let groups: Vec<&str> = id.split('-').collect();
	let lengths: Vec<usize> = groups.iter().map(|group| group.len()).collect();
	lengths == [8, 4, 4, 4, 12] && groups.iter().all(|group| group.bytes().all(is_hex))
}
