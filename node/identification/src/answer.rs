//! What the index answers.

use crate::{
	FileHash, Fingerprint, PatternId,
	compare::{Overlay, Relation},
	print::Medium,
};

/// A stored recording that the looked-up one is.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Match {
	/// The pattern.
	pub pattern: PatternId,
	/// By what it was recognised.
	pub medium: Medium,
	/// 1 for equal prints, about 0 for unrelated ones; matches lie above 0.5.
	pub score: f32,
	/// Share of compared stretches that agree, 0 to 1.
	pub agreement: f32,
	/// Seconds compared.
	pub overlap_seconds: f64,
	/// Seconds into the known recording at which the looked-up one begins; negative when it begins before it.
	pub begins_at_seconds: f64,
	/// Which is part of which.
	pub relation: Relation,
}

/// A stored recording that the keys led to, the same or not.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Near {
	/// The pattern.
	pub pattern: PatternId,
	/// How it compares.
	pub overlay: Overlay,
	/// `None` when it is not the same.
	pub relation: Option<Relation>,
}

/// What a fingerprint is of.
#[derive(Clone, Debug, PartialEq)]
pub struct Identified {
	/// The pattern the file belongs to.
	pub pattern: Option<Match>,
	/// Nothing in it by which it could be told from others.
	pub too_little: bool,
	/// For a film: a pattern that its sound is of, when that is not the pattern of its picture. A rights question, not
	/// an identity.
	pub soundtrack: Option<Match>,
	/// Other patterns that hold the same recording: for a supervisor to link.
	pub also: Vec<Match>,
}

/// What registering a file did.
#[derive(Clone, Debug, PartialEq)]
pub struct Registered {
	/// The pattern of the file.
	pub pattern: PatternId,
	/// Whether the file opened it.
	pub is_new: bool,
	/// The match it joined by; `None` when it was known by its hash, or is new.
	pub matched: Option<Match>,
}

/// What a file is.
#[derive(Clone, Debug, PartialEq)]
pub struct FileIdentity {
	/// Its exact hash.
	pub hash: FileHash,
	/// Its pattern, when it is known.
	pub pattern: Option<PatternId>,
	/// What the fingerprint said; `None` when the exact hash was known and none was taken.
	pub identified: Option<Identified>,
	/// The fingerprint, when one was taken.
	pub fingerprint: Option<Fingerprint>,
}

/// Sizes of an index.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Size {
	/// Files known by their exact hash.
	pub files: usize,
	/// Recordings with or without a print.
	pub recordings: usize,
	/// Patterns, linked ones counted once.
	pub patterns: usize,
	/// Keys of sound and of picture.
	pub keys: usize,
	/// Bytes on the disk.
	pub disk_bytes: u64,
	/// Bytes in memory, tables' spare room included.
	pub memory_bytes: usize,
}
