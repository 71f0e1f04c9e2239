use super::*;
use serde_json::{Value, json};

/// The record of a film that everybody may have.
fn moon() -> Value {
	json!({
		"kind": "short",
		"original_title": "Le Voyage dans la Lune",
		"year": 1902,
		"synopsis": "Six astronomers are shot to the moon.\nThey come back.",
		"people": [
			{ "name": "Georges Méliès", "role": "director" },
			{ "name": "Georges Méliès", "role": "actor", "character": "Professor Barbenfouillis" },
		],
		"genres": ["science-fiction", "comedy"],
		"countries": ["FR"],
		"languages": ["fr", "zh-Hant-TW", "es-419"],
		"episode": { "series": "Star-Film", "season": 0, "number": 399 },
		"ids": {
			"imdb": "tt0000417",
			"tmdb": "movie/775",
			"wikidata": "Q184843",
			"eidr": "10.5240/7791-8534-2C23-9030-8610-5",
			"isrc": "FRZ039800212",
			"iswc": "T0345246801",
			"musicbrainz": "8f3471b5-7e6a-48da-86a9-c1c07a0f47ae",
		},
		"poster": "bafkreigh2akiscaildcqabsyg3dfr6chu3fgpregiymsck7e7aqa4s52zy",
	})
}

fn read(record: &Value) -> Result<Record, String> {
	let record: Record =
		serde_json::from_value(record.clone()).map_err(|error| error.to_string())?;
	record.check().map(|()| record).map_err(|error| error.to_string())
}

/// The film's record with something else at a place, as `/people/0/name`; `null` takes it away.
fn with(place: &str, value: Value) -> Value {
	let mut record = moon();
	let (parent, name) = place.rsplit_once('/').expect("a place begins with /");
	let parent = record.pointer_mut(parent).expect("it is there");
	match (parent, value) {
		(Value::Object(fields), Value::Null) => drop(fields.remove(name)),
		(Value::Object(fields), value) => drop(fields.insert(name.to_owned(), value)),
		(Value::Array(values), value) => values[name.parse::<usize>().expect("a number")] = value,
		(other, _) => panic!("{other} has no fields"),
	}
	record
}

/// Records with one thing wrong, and where.
fn wrong_ones() -> Vec<(&'static str, Value)> {
	let long = "x".repeat(MAX_NAME_CHARS + 1);
	let person = json!({ "name": "A", "role": "writer" });
	let crowd: Vec<Value> = vec![person; MAX_PEOPLE + 1];
	let genres: Vec<String> = (0..=MAX_VALUES).map(|n| format!("g{n}")).collect();
	vec![
		("/kind", json!("opera")),
		("/original_title", json!("")),
		("/original_title", json!(" Moon")),
		("/original_title", json!("Moon\n")),
		("/original_title", json!("Mo\u{7}on")),
		("/original_title", json!(long)),
		("/year", json!(1859)),
		("/year", json!(2201)),
		("/year", json!("1902")),
		("/synopsis", json!("")),
		("/synopsis", json!("x".repeat(MAX_SYNOPSIS_CHARS + 1))),
		("/people/0/name", json!("")),
		("/people/0/role", json!("star")),
		("/people/0/age", json!(40)),
		("/people/0/character", json!("Himself")),
		("/people", json!(crowd)),
		("/genres/0", json!("Science Fiction")),
		("/genres/0", json!("sci--fi")),
		("/genres/0", json!("comedy")),
		("/genres", json!(genres)),
		("/countries/0", json!("fr")),
		("/countries/0", json!("FRA")),
		("/languages/0", json!("FR")),
		("/languages/0", json!("fr-fr")),
		("/languages/0", json!("fr-FR-FR")),
		("/languages/0", json!("french")),
		("/episode/series", json!("")),
		("/episode/season", json!(-1)),
		("/ids/imdb", json!("0000417")),
		("/ids/imdb", json!("tt417")),
		("/ids/tmdb", json!("775")),
		("/ids/tmdb", json!("movie/0775")),
		("/ids/wikidata", json!("184843")),
		("/ids/isrc", json!("FR-Z03-98-00212")),
		("/ids/iswc", json!("T-034.524.680-1")),
		("/ids/eidr", json!("7791-8534-2C23-9030-8610-5")),
		("/ids/musicbrainz", json!("8F3471B5-7E6A-48DA-86A9-C1C07A0F47AE")),
		("/ids/letterboxd", json!("moon")),
		("/poster", json!("poster.jpg")),
		("/rating", json!(5)),
	]
}

#[test]
fn a_full_record_reads_back_and_is_the_same_in_dag_cbor() {
	let record = read(&moon()).expect("all of it is right");
	assert_eq!(serde_json::to_value(&record).expect("to JSON"), moon());
	let block = serde_ipld_dagcbor::to_vec(&record).expect("to DAG-CBOR");
	assert_eq!(serde_ipld_dagcbor::from_slice::<Record>(&block).expect("from it"), record);
	assert!(!record.is_empty());
	assert!(read(&json!({})).expect("nothing is asked for").is_empty());
}

#[test]
fn what_has_not_its_form_is_refused_and_named() {
	for (place, value) in wrong_ones() {
		let error = read(&with(place, value.clone())).expect_err("one thing is wrong");
		let field = place.trim_start_matches('/').split('/').next().expect("a field");
		let is_form = error.starts_with(field);
		assert!(
			is_form || error.contains("unknown") || error.contains("invalid"),
			"{place}: {error}"
		);
	}
}

#[test]
fn check_characters_tell_a_slip_of_the_pen() {
	for (place, slip) in [
		("/ids/eidr", "10.5240/7791-8534-2C23-9030-8610-6"),
		("/ids/eidr", "10.5240/7791-8534-2C23-9030-8601-5"),
		("/ids/iswc", "T0345246802"),
		("/ids/iswc", "T0345246081"),
	] {
		let error = read(&with(place, json!(slip))).expect_err("the check character is wrong");
		assert!(error.starts_with("ids."), "{error}");
	}
}

#[test]
fn the_published_schema_says_the_same() {
	let schema = include_str!("../../../../docs/schema/title-record.json");
	let schema: Value = serde_json::from_str(schema).expect("the schema is JSON");
	let schema = jsonschema::validator_for(&schema).expect("the schema is one");
	let document = |record: Value| {
		let mut document = record;
		document["title"] = json!("A Trip to the Moon");
		document
	};
	let says = schema.validate(&document(moon())).map_err(|error| error.to_string());
	assert_eq!(says, Ok(()));
	for (place, value) in wrong_ones() {
		let record = with(place, value);
		assert!(!schema.is_valid(&document(record.clone())), "{place}: {record}");
	}
	for place in ["/kind", "/year", "/people", "/ids", "/poster"] {
		let record = with(place, Value::Null);
		assert!(schema.is_valid(&document(record.clone())), "{place} may be left out");
		read(&record).expect("it may be left out");
	}
	assert!(!schema.is_valid(&moon()), "a document has a title");
}
