//! What must not be found, in every form in which it may have been written down.

use base64::{Engine, engine::general_purpose::STANDARD};
use std::{
	collections::{BTreeMap, BTreeSet},
	fs,
	path::{Path, PathBuf},
};

/// So much of something long is enough to know it again: a log may cut it off.
const ENOUGH: usize = 16;

/// Byte strings that were planted, by what they are.
#[derive(Clone, Debug, Default)]
pub(crate) struct Planted {
	forms: Vec<(&'static str, Vec<u8>)>,
	/// By their first two bytes, which leaves few places to look at closely.
	by_start: BTreeMap<[u8; 2], Vec<usize>>,
	/// Whether something begins with these two bytes: looked up for every byte of every file.
	starts: Vec<bool>,
}

impl Planted {
	/// Plants bytes: as they are, in hex, in Base64, and as a list of numbers.
	pub(crate) fn bytes(&mut self, what: &'static str, bytes: &[u8]) {
		let head = &bytes[..bytes.len().min(ENOUGH)];
		let numbers: Vec<_> = head.iter().map(u8::to_string).collect();
		// Three bytes are four digits: what follows the whole groups would depend on what comes next.
		let grouped = STANDARD.encode(&head[..head.len() / 3 * 3]);
		self.form(what, head.to_vec());
		self.form(what, hex::encode(head).into_bytes());
		self.form(what, hex::encode_upper(head).into_bytes());
		self.form(what, grouped.into_bytes());
		self.form(what, numbers.join(", ").into_bytes());
		self.form(what, numbers.join(",").into_bytes());
	}

	/// Plants a text.
	pub(crate) fn text(&mut self, what: &'static str, text: &str) {
		self.form(what, text.as_bytes().to_vec());
	}

	fn form(&mut self, what: &'static str, form: Vec<u8>) {
		assert!(form.len() > 4, "{what}: too short to mean anything when it is found");
		let start = [form[0], form[1]];
		self.starts.resize(1 << 16, false);
		self.starts[usize::from(u16::from_be_bytes(start))] = true;
		self.by_start.entry(start).or_default().push(self.forms.len());
		self.forms.push((what, form));
	}

	/// What of it is in `bytes`.
	pub(crate) fn found_in(&self, bytes: &[u8]) -> BTreeSet<&'static str> {
		let mut found = BTreeSet::new();
		if self.forms.is_empty() {
			return found;
		}
		for at in 1..bytes.len() {
			let start = [bytes[at - 1], bytes[at]];
			if !self.starts[usize::from(u16::from_be_bytes(start))] {
				continue;
			}
			for form in &self.by_start[&start] {
				let (what, form) = &self.forms[*form];
				if bytes[at - 1..].starts_with(form) {
					found.insert(*what);
				}
			}
		}
		found
	}

	/// Lines that hold something of it: what, and the line.
	pub(crate) fn in_lines(&self, lines: &[String]) -> Vec<String> {
		let found = lines.iter().filter_map(|line| {
			let what = self.found_in(line.as_bytes());
			(!what.is_empty()).then(|| format!("{what:?} in: {line}"))
		});
		found.collect()
	}

	/// Files under `folder` that hold something of it, except those that `may` hold it.
	pub(crate) fn in_files(&self, folder: &Path, may: impl Fn(&Path) -> bool) -> Vec<String> {
		let mut hits = Vec::new();
		for path in files(folder).into_iter().filter(|path| !may(path)) {
			// A file that is gone meanwhile holds nothing.
			let Ok(bytes) = fs::read(&path) else { continue };
			let what = self.found_in(&bytes);
			if !what.is_empty() {
				hits.push(format!("{what:?} in {}", path.display()));
			}
		}
		hits
	}
}

/// All files under a folder.
pub(crate) fn files(folder: &Path) -> Vec<PathBuf> {
	let (mut folders, mut files) = (vec![folder.to_owned()], Vec::new());
	while let Some(folder) = folders.pop() {
		for entry in fs::read_dir(folder).into_iter().flatten().flatten() {
			match entry.file_type() {
				Ok(kind) if kind.is_dir() => folders.push(entry.path()),
				_ => files.push(entry.path()),
			}
		}
	}
	files
}
