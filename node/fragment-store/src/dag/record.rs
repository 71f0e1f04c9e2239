//! What film and music databases know of a title: who made it, when, where, and under which numbers (S10).
//!
//! A record travels in the manifest, so it is named by the title's content id and needs no place of its own; the chain holds
//! its hash alone. The same bounds are published as a JSON Schema, `docs/schema/title-record.json`, for whoever writes
//! records by another program; a test holds the two together. Nothing in it is free text but names and a synopsis: what
//! cannot be checked cannot be searched.
//!
//! | field | form | bound |
//! |---|---|---|
//! | `kind` | one of [`Kind`] | |
//! | `original_title`, names, characters | text without control characters, no space at its ends | 200 characters |
//! | `year` | first published | [`YEARS`] |
//! | `synopsis` | text, lines allowed | 4,000 characters |
//! | `people` | name, [`Role`], character | [`MAX_PEOPLE`] |
//! | `genres` | `science-fiction`: lower-case words | [`MAX_VALUES`] |
//! | `countries` | ISO 3166-1 alpha-2 | [`MAX_VALUES`] |
//! | `languages` | BCP 47: language, script, region | [`MAX_VALUES`] |
//! | `ids` | by [`Database`], in its own form, check characters included | one of each |
//! | `poster` | CID of a picture | |

mod ids;

use cid::{Cid, Version};
use serde::{Deserialize, Serialize};
use std::{
	collections::{BTreeMap, BTreeSet},
	ops::RangeInclusive,
};

/// Years in which something can have been published: the first film is of 1888, the first sound recording of 1860.
pub const YEARS: RangeInclusive<u16> = 1860..=2200;
/// Longest name, in characters.
pub const MAX_NAME_CHARS: usize = 200;
/// Longest synopsis, in characters.
pub const MAX_SYNOPSIS_CHARS: usize = 4_000;
/// Most people.
pub const MAX_PEOPLE: usize = 200;
/// Most genres, countries or languages.
pub const MAX_VALUES: usize = 16;

/// A bound of [`Record`] that is broken.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{field}: {what}")]
pub struct RecordError {
	/// Where, as `people[3].name`.
	pub field: String,
	/// What is asked for.
	pub what: &'static str,
}

/// What something is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize, Serialize)]
#[serde(rename_all = "kebab-case")]
#[non_exhaustive]
pub enum Kind {
	/// A film of feature length.
	Film,
	/// A film of forty minutes or less.
	Short,
	/// A documentary.
	Documentary,
	/// A part of a series.
	Episode,
	/// A concert, filmed or recorded.
	Concert,
	/// A film to a piece of music.
	MusicVideo,
	/// A piece of music.
	Track,
	/// Several pieces of music that were published together.
	Album,
}

/// What somebody did.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Deserialize, Serialize)]
#[serde(rename_all = "kebab-case")]
#[non_exhaustive]
pub enum Role {
	/// Direction.
	Director,
	/// Screenplay, story or lyrics.
	Writer,
	/// Production.
	Producer,
	/// A part; see [`Person::character`].
	Actor,
	/// Voice of a narrator.
	Narrator,
	/// Camera.
	Cinematographer,
	/// Cut.
	Editor,
	/// Music.
	Composer,
	/// Singing or playing.
	Performer,
	/// Drawing.
	Animator,
	/// Sound.
	SoundEngineer,
}

/// Somebody who took part.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub struct Person {
	/// As credited, 1 to [`MAX_NAME_CHARS`] characters.
	pub name: String,
	/// What for.
	pub role: Role,
	/// Of an actor: whom.
	#[serde(default, skip_serializing_if = "Option::is_none")]
	pub character: Option<String>,
}

/// Place in a series.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub struct Episode {
	/// Name of the series, 1 to [`MAX_NAME_CHARS`] characters.
	pub series: String,
	/// From 0, which is for what is in no season.
	pub season: u16,
	/// From 0.
	pub number: u16,
}

/// Who gives out numbers, and in which form.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Deserialize, Serialize)]
#[serde(rename_all = "lowercase")]
#[non_exhaustive]
pub enum Database {
	/// `10.5240/7791-8534-2C23-9030-8610-5`, the last an ISO 7064 check character.
	Eidr,
	/// `tt0000417`.
	Imdb,
	/// `FRZ039800212`: a recording.
	Isrc,
	/// `T0345246801`: a work of music, the last a check digit.
	Iswc,
	/// A UUID in small letters: a recording or release of `MusicBrainz`.
	Musicbrainz,
	/// `movie/775` or `tv/1399`.
	Tmdb,
	/// `Q184843`.
	Wikidata,
}

/// What is known of a title; all of it optional.
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize, Serialize)]
#[serde(deny_unknown_fields, default)]
pub struct Record {
	/// What it is.
	#[serde(skip_serializing_if = "Option::is_none")]
	pub kind: Option<Kind>,
	/// Title where it was made, 1 to [`MAX_NAME_CHARS`] characters.
	#[serde(skip_serializing_if = "Option::is_none")]
	pub original_title: Option<String>,
	/// Year of first publication, one of [`YEARS`].
	#[serde(skip_serializing_if = "Option::is_none")]
	pub year: Option<u16>,
	/// What it is about, 1 to [`MAX_SYNOPSIS_CHARS`] characters.
	#[serde(skip_serializing_if = "Option::is_none")]
	pub synopsis: Option<String>,
	/// At most [`MAX_PEOPLE`], in the order of the credits.
	#[serde(skip_serializing_if = "Vec::is_empty")]
	pub people: Vec<Person>,
	/// Lower-case words joined by `-`; at most [`MAX_VALUES`].
	#[serde(skip_serializing_if = "Vec::is_empty")]
	pub genres: Vec<String>,
	/// ISO 3166-1 alpha-2; at most [`MAX_VALUES`].
	#[serde(skip_serializing_if = "Vec::is_empty")]
	pub countries: Vec<String>,
	/// BCP 47, as `en`, `pt-BR` or `zh-Hant-TW`; at most [`MAX_VALUES`].
	#[serde(skip_serializing_if = "Vec::is_empty")]
	pub languages: Vec<String>,
	/// Place in a series.
	#[serde(skip_serializing_if = "Option::is_none")]
	pub episode: Option<Episode>,
	/// Its numbers elsewhere.
	#[serde(skip_serializing_if = "BTreeMap::is_empty")]
	pub ids: BTreeMap<Database, String>,
	/// Picture, `CIDv1` in base 32. It is no link: a title is whole without it.
	#[serde(skip_serializing_if = "Option::is_none")]
	pub poster: Option<String>,
}

impl Record {
	/// Whether it says nothing.
	pub fn is_empty(&self) -> bool {
		*self == Self::default()
	}

	/// Whether every field has its form.
	///
	/// # Errors
	/// [`RecordError`], the first that is found.
	pub fn check(&self) -> Result<(), RecordError> {
		if let Some(title) = &self.original_title {
			check_name(title, || "original_title".to_owned())?;
		}
		let is_year = self.year.is_none_or(|year| YEARS.contains(&year));
		ensure(is_year, || "year", "a year from 1860 to 2200")?;
		let is_synopsis = self.synopsis.as_ref().is_none_or(|text| {
			is_text(text, MAX_SYNOPSIS_CHARS, |char| char == '\n' || !char.is_control())
		});
		ensure(is_synopsis, || "synopsis", "1 to 4,000 characters, no space at its ends")?;
		ensure(self.people.len() <= MAX_PEOPLE, || "people", "200 at most")?;
		for (at, person) in self.people.iter().enumerate() {
			check_name(&person.name, || format!("people[{at}].name"))?;
			if let Some(character) = &person.character {
				check_name(character, || format!("people[{at}].character"))?;
				let is_part = matches!(person.role, Role::Actor | Role::Narrator);
				let field = || format!("people[{at}].character");
				ensure(is_part, field, "only actors and narrators have one")?;
			}
		}
		check_values("genres", &self.genres, is_genre, "lower-case words joined by '-'")?;
		check_values("countries", &self.countries, is_country, "a country by ISO 3166-1 alpha-2")?;
		check_values("languages", &self.languages, is_language, "a language by BCP 47")?;
		if let Some(Episode { series, .. }) = &self.episode {
			check_name(series, || "episode.series".to_owned())?;
		}
		for (database, id) in &self.ids {
			ensure(database.is_id(id), || format!("ids.{database}"), database.form())?;
		}
		let is_poster = self.poster.as_ref().is_none_or(|poster| is_cid(poster));
		ensure(is_poster, || "poster", "a CIDv1 in base 32")
	}
}

fn ensure<F: Into<String>>(
	is_right: bool,
	field: impl FnOnce() -> F,
	what: &'static str,
) -> Result<(), RecordError> {
	if is_right { Ok(()) } else { Err(RecordError { field: field().into(), what }) }
}

fn is_text(text: &str, most: usize, allowed: impl Fn(char) -> bool) -> bool {
	(1..=most).contains(&text.chars().count()) && text.trim() == text && text.chars().all(allowed)
}

fn check_name(name: &str, field: impl FnOnce() -> String) -> Result<(), RecordError> {
	let is_name = is_text(name, MAX_NAME_CHARS, |char| !char.is_control());
	ensure(is_name, field, "1 to 200 characters on one line, no space at its ends")
}

fn check_values(
	field: &str,
	values: &[String],
	is_value: fn(&str) -> bool,
	what: &'static str,
) -> Result<(), RecordError> {
	ensure(values.len() <= MAX_VALUES, || field, "16 at most")?;
	let different: BTreeSet<&String> = values.iter().collect();
	ensure(different.len() == values.len(), || field, "each once")?;
	let wrong = values.iter().position(|value| !is_value(value));
	wrong.map_or(Ok(()), |at| ensure(false, || format!("{field}[{at}]"), what))
}

fn is_genre(genre: &str) -> bool {
	let is_word = |word: &str| {
		!word.is_empty()
			&& word.bytes().all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit())
	};
	genre.len() <= 40 && genre.split('-').all(is_word)
}

fn is_country(country: &str) -> bool {
	country.len() == 2 && country.bytes().all(|byte| byte.is_ascii_uppercase())
}

/// Language, and if need be script and region: the parts by which titles are told from each other.
fn is_language(tag: &str) -> bool {
	let mut parts = tag.split('-').peekable();
	let is_language = |part: &str| {
		(2..=3).contains(&part.len()) && part.bytes().all(|byte| byte.is_ascii_lowercase())
	};
	let is_script = |part: &&str| {
		let (first, rest) = part.split_at_checked(1).unwrap_or_default();
		rest.len() == 3
			&& first.bytes().all(|byte| byte.is_ascii_uppercase())
			&& rest.bytes().all(|byte| byte.is_ascii_lowercase())
	};
	let is_region = |part: &&str| {
		is_country(part) || part.len() == 3 && part.bytes().all(|byte| byte.is_ascii_digit())
	};
	let starts_right = parts.next().is_some_and(is_language);
	parts.next_if(is_script);
	parts.next_if(is_region);
	starts_right && parts.next().is_none()
}

fn is_cid(text: &str) -> bool {
	let cid = Cid::try_from(text).ok().filter(|cid| cid.version() == Version::V1);
	cid.is_some_and(|cid| cid.to_string() == text)
}

#[cfg(test)]
#[path = "record_tests.rs"]
mod tests;
