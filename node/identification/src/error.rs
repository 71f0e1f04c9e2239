//! Why something could not be identified.

use std::io;

/// Failures of this crate.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum IdentifyError {
	/// FFmpeg could not be run, or could not read the file.
	#[error("{tool}: {reason}")]
	Media {
		/// The program that was run.
		tool: &'static str,
		/// The last line it wrote, or why it did not start.
		reason: String,
	},
	/// The file holds neither sound nor moving picture.
	#[error("there is neither sound nor a moving picture in it: nothing to identify")]
	NothingInside,
	/// The index names no such pattern.
	#[error("pattern {0} is not in the index: identify or register a file of it first")]
	PatternNotFound(crate::PatternId),
	/// The index knows no such file.
	#[error("file {0} is not in the index: register it first")]
	FileNotFound(crate::FileHash),
	/// Bytes that are no fingerprint of this version.
	#[error("not a fingerprint of this version: compute it again with this release")]
	BadFingerprint,
	/// The log of the index was written by another version, or is no log at all.
	#[error("{0} is not an index of this version: move it away and register again")]
	ForeignIndex(String),
	/// Another process holds the index.
	#[error("{0} is open in another process: stop that one first")]
	Locked(String),
	/// The disk failed.
	#[error("index: {0}: look at the disk's space and rights")]
	Io(#[from] io::Error),
}

/// Result of this crate.
pub type Result<T> = core::result::Result<T, IdentifyError>;
