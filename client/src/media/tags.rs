//! What the tags of a music file say, as fields of its record (S10).
//!
//! | tag | field |
//! |---|---|
//! | `title` | the title |
//! | `artist`, `composer`, `lyricist` | people: performers, composers, writers; several names with `;` between |
//! | `date`, `year`, `originaldate` | year |
//! | `genre` | genres |
//! | `language` | languages, of two letters |
//! | `isrc`, `iswc`, `musicbrainz_trackid` | ids |
//!
//! Tags complete what the publisher says and change nothing of it. One that has not the form of its field is left out: nobody
//! has checked it.

use crate::record::is_title;
use reel_fragment_store::dag::record::{Database, Kind, Person, Record, Role};
use std::collections::BTreeMap;

/// Tags by their names in small letters.
pub type Tags = BTreeMap<String, String>;

/// Which tags name people, and what for.
const PEOPLE: [(&str, Role); 3] =
	[("artist", Role::Performer), ("composer", Role::Composer), ("lyricist", Role::Writer)];

/// Which tags are numbers elsewhere.
const IDS: [(&str, Database); 4] = [
	("isrc", Database::Isrc),
	("iswc", Database::Iswc),
	("musicbrainz_trackid", Database::Musicbrainz),
	("musicbrainz track id", Database::Musicbrainz),
];

/// Where the year stands, the first publication before that of the copy.
const YEARS: [&str; 5] = ["originaldate", "originalyear", "date", "year", "tyer"];

/// Completes a title and its record by the tags of its file: a piece of music, unless the record says something else. The
/// fields that were taken from tags.
pub fn complete(tags: &Tags, title: &mut Option<String>, record: &mut Record) -> Vec<&'static str> {
	let mut taken = Vec::new();
	if title.is_none() {
		*title = value(tags, "title").filter(|title| is_title(title)).map(str::to_owned);
		taken.extend(title.as_ref().map(|_| "title"));
	}
	record.kind.get_or_insert(Kind::Track);
	let of_tags = read(tags);
	if record.year.is_none() && of_tags.year.is_some() {
		record.year = of_tags.year;
		taken.push("year");
	}
	for (list, found, name) in [
		(&mut record.genres, of_tags.genres, "genres"),
		(&mut record.languages, of_tags.languages, "languages"),
	] {
		if list.is_empty() && !found.is_empty() {
			*list = found;
			taken.push(name);
		}
	}
	if record.people.is_empty() && !of_tags.people.is_empty() {
		record.people = of_tags.people;
		taken.push("people");
	}
	let before = record.ids.len();
	for (database, id) in of_tags.ids {
		record.ids.entry(database).or_insert(id);
	}
	if record.ids.len() > before {
		taken.push("ids");
	}
	taken
}

/// The record that tags make, each field in its form.
fn read(tags: &Tags) -> Record {
	let mut record = Record::default();
	let digits = YEARS.iter().find_map(|name| value(tags, name)?.get(..4)?.parse().ok());
	add(&mut record, |record| record.year = digits);
	for (name, role) in PEOPLE {
		for name in values(tags, name, &[';', '\0']) {
			let person = Person { name: name.to_owned(), role, character: None };
			if !record.people.contains(&person) {
				add(&mut record, |record| record.people.push(person));
			}
		}
	}
	for genre in values(tags, "genre", &[';', ',', '\0']) {
		let words = genre.split(|one: char| !one.is_alphanumeric()).filter(|word| !word.is_empty());
		let genre = words.map(str::to_lowercase).collect::<Vec<_>>().join("-");
		add(&mut record, |record| record.genres.push(genre));
	}
	for language in values(tags, "language", &[';', ',', '\0']) {
		// What has three letters here is of another standard.
		if language.len() == 2 {
			add(&mut record, |record| record.languages.push(language.to_lowercase()));
		}
	}
	for (name, database) in IDS {
		if let Some(id) = values(tags, name, &[';', '\0']).next() {
			let id = match database {
				Database::Musicbrainz => id.to_lowercase(),
				_ => id.replace(['-', '.', ' '], "").to_uppercase(),
			};
			add(&mut record, |record| drop(record.ids.insert(database, id)));
		}
	}
	record
}

/// Changes a record, unless it breaks a bound by it.
fn add(record: &mut Record, change: impl FnOnce(&mut Record)) {
	let mut changed = record.clone();
	change(&mut changed);
	if changed.check().is_ok() {
		*record = changed;
	}
}

fn value<'a>(tags: &'a Tags, name: &str) -> Option<&'a str> {
	tags.get(name).map(|value| value.trim()).filter(|value| !value.is_empty())
}

fn values<'a>(tags: &'a Tags, name: &str, between: &'a [char]) -> impl Iterator<Item = &'a str> {
	let all = value(tags, name).unwrap_or_default().split(between).map(str::trim);
	all.filter(|value| !value.is_empty())
}

#[cfg(test)]
mod tests {
	use super::*;

	fn tags(all: &[(&str, &str)]) -> Tags {
		all.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect()
	}

	fn person(name: &str, role: Role) -> Person {
		Person { name: name.to_owned(), role, character: None }
	}

	#[test]
	fn tags_become_fields_in_the_form_of_the_record() {
		let tags = tags(&[
			("title", " A Song "),
			("artist", "Ada; Ben;Ada"),
			("composer", "Cleo"),
			("date", "2024-05-01"),
			("originaldate", "1999"),
			("genre", "Hip-Hop/Rap; Drum & Bass"),
			("language", "de"),
			("isrc", "fr-z03-98-00212"),
			("iswc", "T-034.524.680-1"),
			("album", "Nowhere to be put"),
		]);
		let (mut title, mut record) = (None, Record::default());
		let taken = complete(&tags, &mut title, &mut record);
		assert_eq!(taken, ["title", "year", "genres", "languages", "people", "ids"]);
		assert_eq!(title.as_deref(), Some("A Song"));
		let expected = Record {
			kind: Some(Kind::Track),
			year: Some(1999),
			people: vec![
				person("Ada", Role::Performer),
				person("Ben", Role::Performer),
				person("Cleo", Role::Composer),
			],
			genres: vec!["hip-hop-rap".to_owned(), "drum-bass".to_owned()],
			languages: vec!["de".to_owned()],
			ids: BTreeMap::from([
				(Database::Isrc, "FRZ039800212".to_owned()),
				(Database::Iswc, "T0345246801".to_owned()),
			]),
			..Record::default()
		};
		assert_eq!(record, expected);
		assert_eq!(record.check(), Ok(()));
	}

	#[test]
	fn what_the_publisher_says_is_left_as_it_is() {
		let tags = tags(&[
			("title", "Of the tags"),
			("artist", "Somebody"),
			("date", "2024"),
			("genre", "rock"),
			("isrc", "FRZ039800212"),
			("iswc", "T0345246801"),
		]);
		let said = Record {
			kind: Some(Kind::Concert),
			year: Some(2001),
			people: vec![person("Ada", Role::Performer)],
			genres: vec!["jazz".to_owned()],
			ids: BTreeMap::from([(Database::Isrc, "USRC17607839".to_owned())]),
			..Record::default()
		};
		let (mut title, mut record) = (Some("Said".to_owned()), said.clone());
		assert_eq!(complete(&tags, &mut title, &mut record), ["ids"]);
		assert_eq!(title.as_deref(), Some("Said"));
		let mut expected = said;
		expected.ids.insert(Database::Iswc, "T0345246801".to_owned());
		assert_eq!(record, expected);
	}

	#[test]
	fn tags_without_form_are_left_out() {
		let long = "x".repeat(201);
		let tags = tags(&[
			("title", &long),
			("artist", " ; two\nlines"),
			("date", "MMXXIV"),
			("genre", "Ärger"),
			("language", "deu"),
			("isrc", "none"),
			("iswc", "T0345246802"),
			("musicbrainz_trackid", "12"),
		]);
		let (mut title, mut record) = (None, Record::default());
		assert_eq!(complete(&tags, &mut title, &mut record), Vec::<&str>::new());
		assert_eq!(title, None);
		assert_eq!(record, Record { kind: Some(Kind::Track), ..Record::default() });
	}
}
