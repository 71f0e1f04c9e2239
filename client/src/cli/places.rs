//! Countries and languages on the command line.

use crate::{Error, Result};

fn letters(text: &str) -> Option<[u8; 2]> {
	let bytes: [u8; 2] = text.as_bytes().try_into().ok()?;
	bytes.iter().all(u8::is_ascii_alphabetic).then_some(bytes)
}

/// A country by ISO 3166-1 alpha-2, in capital letters.
pub(super) fn parse_country(text: &str) -> Result<[u8; 2]> {
	let country = letters(text).map(|country| country.map(|letter| letter.to_ascii_uppercase()));
	country.ok_or_else(|| Error::Usage(format!("{text:?} is no country: two letters, such as KR")))
}

/// A language by ISO 639-1, in small letters.
pub(super) fn parse_language(text: &str) -> Result<[u8; 2]> {
	let language = letters(text).map(|language| language.map(|letter| letter.to_ascii_lowercase()));
	language
		.ok_or_else(|| Error::Usage(format!("{text:?} is no language: two letters, such as ko")))
}

#[cfg(test)]
mod tests {
	use super::*;

	#[test]
	fn countries_and_languages_are_two_letters_and_put_in_form() {
		for (text, country) in [("DE", b"DE"), ("kr", b"KR")] {
			assert_eq!(parse_country(text).expect("a country"), *country);
		}
		assert_eq!(parse_language("KO").expect("a language"), *b"ko");
		for wrong in ["", "K", "KOR", "K1", "한"] {
			assert!(parse_country(wrong).is_err() && parse_language(wrong).is_err(), "{wrong}");
		}
	}
}
