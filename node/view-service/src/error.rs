//! Why a desk could not start or had to stop.

use std::{io, path::PathBuf};

/// Why a desk could not start or had to stop.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum ServiceError {
	/// A file could not be read or written.
	#[error("{path}: {source}")]
	Io {
		/// The file.
		path: PathBuf,
		/// What went wrong.
		source: io::Error,
	},
	/// A file is not what it should be.
	#[error("{path}: {reason}")]
	Corrupt {
		/// The file.
		path: PathBuf,
		/// What is wrong with it.
		reason: &'static str,
	},
	/// The log failed before; nothing more is written to it until the node starts again.
	#[error("desk log failed earlier: restart the node")]
	LogFailed,
	/// Metrics could not be registered.
	#[error("metrics: {0}")]
	Metrics(#[from] substrate_prometheus_endpoint::PrometheusError),
}

impl ServiceError {
	pub(crate) fn io(path: impl Into<PathBuf>) -> impl FnOnce(io::Error) -> Self {
		let path = path.into();
		|source| Self::Io { path, source }
	}
}
