//! What the command prints: text for people, or one JSON object a line for programs.

use crate::Error;
use serde_json::{Value, json};
use std::io::{self, Write};

/// Where results go.
#[derive(Clone, Copy, Debug)]
pub struct Output {
	json: bool,
}

impl Output {
	/// JSON or text.
	pub const fn new(json: bool) -> Self {
		Self { json }
	}

	/// One result. As JSON: `fields` with `event` first of all.
	pub fn event(&self, name: &str, text: &str, fields: Value) {
		let line = if self.json { as_json(name, fields).to_string() } else { text.to_owned() };
		// A closed pipe is the reader's choice, and what was done is done.
		let _ = writeln!(io::stdout().lock(), "{line}");
	}

	/// What goes on, for people only.
	pub fn note(&self, text: &str) {
		if !self.json {
			let _ = writeln!(io::stderr().lock(), "{text}");
		}
	}

	/// A failure: text on the error stream, and an `error` event among the results when they are JSON.
	pub fn failure(&self, error: &Error) {
		let _ = writeln!(io::stderr().lock(), "error: {error}");
		if self.json {
			let fields = json!({
				"label": error.label(),
				"message": error.to_string(),
				"exit_code": error.exit_code(),
			});
			let _ = writeln!(io::stdout().lock(), "{}", as_json("error", fields));
		}
	}
}

fn as_json(name: &str, mut fields: Value) -> Value {
	if let Some(fields) = fields.as_object_mut() {
		fields.insert("event".to_owned(), name.into());
	}
	fields
}

#[cfg(test)]
mod tests {
	use super::*;

	#[test]
	fn an_event_carries_its_name_and_its_fields() {
		let line = as_json("paid", json!({ "cell": 3 }));
		assert_eq!(line, json!({ "event": "paid", "cell": 3 }));
	}
}
