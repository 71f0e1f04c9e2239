//! A title's record as a file, and its poster (S10): what `reel publish --record` reads and `reel title record` writes.
//!
//! The file is one JSON object, `title` and the fields of [`Record`]; `docs/schema/title-record.json` is its schema.

use crate::{Error, Result};
use cid::Cid;
use reel_fragment_store::{
	block::{RAW, cid_of},
	dag::{manifest::MAX_TITLE_CHARS, record::Record},
};
use reel_primitives::geometry::FRAGMENT_BYTES;
use serde_json::{Map, Value};
use std::path::Path;

/// A title and what databases know of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TitleRecord {
	/// Name for people.
	pub title: String,
	/// The rest.
	pub record: Record,
}

impl TitleRecord {
	/// Reads a record file.
	///
	/// # Errors
	/// [`Error::File`], [`Error::Usage`] naming the field that has not its form.
	pub fn read(path: &Path) -> Result<Self> {
		let text = std::fs::read_to_string(path).map_err(|error| Error::of_file(path, &error))?;
		Self::parse(&text)
			.map_err(|what| Error::Usage(format!("{} is no title record: {what}", path.display())))
	}

	fn parse(text: &str) -> std::result::Result<Self, String> {
		let mut fields: Map<String, Value> =
			serde_json::from_str(text).map_err(|error| error.to_string())?;
		let title = fields.remove("title").ok_or("title: it has none")?;
		let title = title.as_str().ok_or("title: a text")?.to_owned();
		if !is_title(&title) {
			return Err("title: 1 to 200 characters on one line, no space at its ends".to_owned());
		}
		let record: Record =
			serde_json::from_value(Value::Object(fields)).map_err(|error| error.to_string())?;
		record.check().map_err(|error| error.to_string())?;
		Ok(Self { title, record })
	}

	/// The object of the file.
	pub fn to_json(&self) -> Value {
		let mut value = serde_json::json!({ "title": self.title });
		if let (Value::Object(all), Ok(Value::Object(record))) =
			(&mut value, serde_json::to_value(&self.record))
		{
			all.extend(record);
		}
		value
	}
}

/// A picture as a block of its own.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Poster {
	/// Its name.
	pub cid: Cid,
	/// JPEG, PNG or WebP, at most 1 MiB.
	pub bytes: Vec<u8>,
}

impl Poster {
	/// Reads a picture.
	///
	/// # Errors
	/// [`Error::File`], [`Error::Usage`] when it is none or too large.
	pub fn read(path: &Path) -> Result<Self> {
		let bytes = std::fs::read(path).map_err(|error| Error::of_file(path, &error))?;
		Self::of(bytes, &path.display().to_string())
	}

	/// The picture in these bytes, which people know by `name`.
	///
	/// # Errors
	/// [`Error::Usage`] when it is none or too large.
	pub fn of(bytes: Vec<u8>, name: &str) -> Result<Self> {
		if !is_picture(&bytes) {
			return Err(Error::Usage(format!("{name} is no JPEG, PNG or WebP")));
		}
		let size = bytes.len();
		if size as u64 > FRAGMENT_BYTES {
			return Err(Error::Usage(format!(
				"{name} has {size} bytes: make it smaller than {FRAGMENT_BYTES}"
			)));
		}
		Ok(Self { cid: cid_of(RAW, &bytes), bytes })
	}
}

/// Whether a text may be a title's name.
pub(crate) fn is_title(text: &str) -> bool {
	(1..=MAX_TITLE_CHARS).contains(&text.chars().count())
		&& text.trim() == text
		&& !text.chars().any(char::is_control)
}

fn is_picture(bytes: &[u8]) -> bool {
	let is_webp = bytes.starts_with(b"RIFF") && bytes.get(8..12) == Some(b"WEBP");
	bytes.starts_with(&[0xff, 0xd8, 0xff]) || bytes.starts_with(b"\x89PNG\r\n\x1a\n") || is_webp
}

#[cfg(test)]
mod tests {
	use super::*;

	const MOON: &str = r#"{ "title": "A Trip to the Moon", "kind": "short", "year": 1902 }"#;

	#[test]
	fn a_record_file_reads_back() {
		let moon = TitleRecord::parse(MOON).expect("it is one");
		assert_eq!((moon.title.as_str(), moon.record.year), ("A Trip to the Moon", Some(1902)));
		assert_eq!(TitleRecord::parse(&moon.to_json().to_string()), Ok(moon));
	}

	#[test]
	fn what_is_no_record_is_refused_with_the_field_that_is_wrong() {
		for (text, field) in [
			("[]", "invalid type"),
			(r#"{ "year": 1902 }"#, "title"),
			(r#"{ "title": " Moon" }"#, "title"),
			(r#"{ "title": 1 }"#, "title"),
			(r#"{ "title": "Moon", "year": 1 }"#, "year"),
			(r#"{ "title": "Moon", "director": "Méliès" }"#, "director"),
		] {
			let error = TitleRecord::parse(text).expect_err(text);
			assert!(error.contains(field), "{text}: {error}");
		}
	}

	#[test]
	fn a_poster_is_a_picture_of_a_fragment_at_most() {
		let folder = tempfile::tempdir().expect("a temporary directory can be made");
		let path = folder.path().join("poster");
		let read = |bytes: &[u8]| {
			std::fs::write(&path, bytes).expect("it can be written");
			Poster::read(&path)
		};
		let png = [&b"\x89PNG\r\n\x1a\n"[..], &[7; 100]].concat();
		let poster = read(&png).expect("a picture by its first bytes");
		assert_eq!(poster.cid, cid_of(RAW, &png));
		assert!(matches!(read(b"text"), Err(Error::Usage(_))));
		let large = [&png[..], &vec![0; FRAGMENT_BYTES as usize]].concat();
		assert!(matches!(read(&large), Err(Error::Usage(_))));
		assert!(matches!(Poster::read(folder.path()), Err(Error::File(_))));
	}
}
