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
	/// The key file is gone, the data that it sealed is not.
	#[error("key file {key} is missing, and {data} cannot be read without it")]
	KeyLost {
		/// Where the key should be.
		key: PathBuf,
		/// What it sealed.
		data: PathBuf,
	},
	/// The key file holds another key than the one that sealed the data.
	#[error("key file {key} is not the one that {data} was made with")]
	KeyChanged {
		/// The key file.
		key: PathBuf,
		/// What another key sealed.
		data: PathBuf,
	},
	/// Others than its owner may read the key file.
	#[error("key file {key} can be read by others than its owner")]
	KeyExposed {
		/// The key file.
		key: PathBuf,
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

	/// What the operator can do about it.
	pub fn advice(&self) -> String {
		match self {
			Self::Io { .. } => {
				"give this user the right to write there, or choose another --base-path".into()
			},
			Self::Corrupt { path, .. } => format!(
				"restore {} from a backup, or move it away: the desk then starts anew without what it held",
				path.display()
			),
			Self::KeyLost { key, data } => format!(
				"put {} back from a backup; without one move {} away: the desk then starts anew, asks the other \
				 validators for the secrets of titles, and the plays that it alone held are not paid",
				key.display(),
				data.display()
			),
			Self::KeyChanged { key, data } => format!(
				"put back the key that belongs to {} as {}, or move that directory away: the desk then starts anew \
				 with the present key and asks the other validators for the secrets of titles",
				data.display(),
				key.display()
			),
			Self::KeyExposed { key } => format!(
				"run: chmod 600 {} (and if others may have read it, move it and the desk directory away)",
				key.display()
			),
			Self::LogFailed => "free disk space or replace the disk, then restart the node".into(),
			Self::Metrics(_) => "run one node in a process".into(),
		}
	}
}
