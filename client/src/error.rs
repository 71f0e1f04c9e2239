//! What can go wrong, by cause, since scripts act on the cause.
//!
//! | exit code | cause |
//! |---|---|
//! | 0 | done |
//! | 1 | the node, a file or a tool failed |
//! | 2 | usage: the arguments make no sense |
//! | 3 | not found |
//! | 4 | refused by the chain or a desk; the label says why |
//! | 5 | not in time |
//! | 6 | not authorized |
//! | 7 | storage: a block is missing, does not match, or was not taken |

use reel_rpc_api::Rejection;
use std::{io, path::Path};

/// Result of this crate.
pub type Result<T, E = Error> = std::result::Result<T, E>;

/// A failure with its cause.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum Error {
	/// The node cannot be reached, or answers what this program does not understand.
	#[error("node: {0}")]
	Node(String),
	/// A file of this machine.
	#[error("{0}")]
	File(String),
	/// `ffmpeg` or `ffprobe` failed, or the file is no video.
	#[error("media: {0}")]
	Media(String),
	/// The arguments make no sense.
	#[error("{0}")]
	Usage(String),
	/// No such title, ticket, cell.
	#[error("{0}")]
	NotFound(String),
	/// The chain or a desk said no.
	#[error("{message} ({label})")]
	Refused {
		/// Name of the refusal: `too-fast`, `ContentRegistry.MagnetAlreadyRegistered`.
		label: String,
		/// The refusal in words.
		message: String,
		/// Milliseconds after which the same may be taken, where the refusal says so.
		retry_after_ms: Option<u64>,
	},
	/// Not in time.
	#[error("{0}")]
	Timeout(String),
	/// The account may not do this.
	#[error("{message} ({label})")]
	NotAuthorized {
		/// Name of the refusal.
		label: String,
		/// The refusal in words.
		message: String,
	},
	/// Blocks, fragments, stores.
	#[error("storage: {0}")]
	Storage(String),
}

impl Error {
	/// Code with which the command ends, see the module docs.
	pub const fn exit_code(&self) -> u8 {
		match self {
			Self::Node(_) | Self::File(_) | Self::Media(_) => 1,
			Self::Usage(_) => 2,
			Self::NotFound(_) => 3,
			Self::Refused { .. } => 4,
			Self::Timeout(_) => 5,
			Self::NotAuthorized { .. } => 6,
			Self::Storage(_) => 7,
		}
	}

	/// Name of the failure in JSON.
	pub fn label(&self) -> &str {
		match self {
			Self::Node(_) => "node",
			Self::File(_) => "file",
			Self::Media(_) => "media",
			Self::Usage(_) => "usage",
			Self::NotFound(_) => "not-found",
			Self::Refused { label, .. } | Self::NotAuthorized { label, .. } => label,
			Self::Timeout(_) => "timeout",
			Self::Storage(_) => "storage",
		}
	}

	/// A file that cannot be read: not found, or why else.
	pub fn of_file(path: &Path, error: &io::Error) -> Self {
		let path = path.display();
		match error.kind() {
			io::ErrorKind::NotFound => Self::NotFound(format!("{path}: no such file")),
			_ => Self::File(format!("{path}: {error}")),
		}
	}

	/// A failed dispatch, for example `ContentRegistry`, `NotOwner` and its docs.
	pub fn of_dispatch(pallet: &str, error: &str, docs: &str) -> Self {
		let label = format!("{pallet}.{error}");
		let message =
			if docs.is_empty() { "the chain refused".to_owned() } else { docs.to_owned() };
		if is_not_allowed(error) {
			Self::NotAuthorized { label, message }
		} else if error.ends_with("NotFound") {
			Self::NotFound(format!("{message} ({label})"))
		} else {
			Self::Refused { label, message, retry_after_ms: None }
		}
	}

	/// Whether the desk may say yes to the same a little later.
	pub fn is_passing(&self) -> bool {
		matches!(self, Self::Refused { label, .. } if matches!(
			label.as_str(),
			"busy" | "rate-limited" | "stream-busy" | "no-provider" | "no-secret"
		))
	}
}

/// Whether an error of a call is that this account may not make it: it is not whom the call is for, or may not do it now.
/// `Not…` alone tells nothing: `NotPaused` and `NotDueYet` are of things.
fn is_not_allowed(error: &str) -> bool {
	error.starts_with("MayNot")
		|| matches!(
			error,
			"NotAuthorized"
				| "NotOwner" | "NotReporter"
				| "NotCreator"
				| "NotAdvertiser"
				| "NotSupervisor"
				| "NotActivator"
				| "NotContributor"
				| "NotCurator"
				| "NotYours" | "AuthorizationExpired"
				| "CreatorNotAuthorized"
				| "Sanctioned"
				| "SupervisorNotActive"
				| "SupervisorIsSuspended"
				// The signer is none.
				| "SupervisorNotFound"
				| "OutsideCountry"
				| "SelfAuthorization"
				| "OwnReport" | "OwnCase"
				| "BadOrigin" | "RequireSudo"
		)
}

impl From<Rejection> for Error {
	fn from(rejection: Rejection) -> Self {
		let retry_after_ms = match rejection {
			Rejection::RateLimited { retry_after_ms } => Some(retry_after_ms),
			Rejection::TooFast { watched_ms, duration_ms } => {
				Some(duration_ms.saturating_sub(watched_ms))
			},
			_ => None,
		};
		let (label, message) = (rejection.label().to_owned(), rejection.to_string());
		match rejection {
			Rejection::TitleNotFound
			| Rejection::TicketUnknown
			| Rejection::CuratorNotFound
			| Rejection::SpanNotFound => Self::NotFound(format!("{message} ({label})")),
			_ => Self::Refused { label, message, retry_after_ms },
		}
	}
}

#[cfg(test)]
mod tests {
	use super::*;

	#[test]
	fn every_cause_has_its_exit_code() {
		let text = String::new;
		let refused = Error::from(Rejection::TooFast { watched_ms: 1, duration_ms: 5 });
		assert!(
			matches!(&refused, Error::Refused { retry_after_ms: Some(4), label, .. } if label == "too-fast")
		);
		for (error, code) in [
			(Error::Node(text()), 1),
			(Error::File(text()), 1),
			(Error::Media(text()), 1),
			(Error::Usage(text()), 2),
			(Error::NotFound(text()), 3),
			(Error::from(Rejection::TitleNotFound), 3),
			(refused, 4),
			(Error::of_dispatch("ContentRegistry", "MagnetAlreadyRegistered", ""), 4),
			(Error::Timeout(text()), 5),
			(Error::of_dispatch("ContentRegistry", "NotOwner", ""), 6),
			(Error::Storage(text()), 7),
		] {
			assert_eq!(error.exit_code(), code, "{error:?}");
		}
	}

	#[test]
	fn a_file_that_is_not_there_is_not_found() {
		let of = |kind: io::ErrorKind| Error::of_file(Path::new("film.md"), &kind.into());
		assert_eq!(of(io::ErrorKind::NotFound).to_string(), "film.md: no such file");
		assert_eq!(of(io::ErrorKind::NotFound).exit_code(), 3);
		assert_eq!(of(io::ErrorKind::PermissionDenied).exit_code(), 1);
	}

	#[test]
	fn a_failed_dispatch_is_of_a_cause_by_its_name() {
		for (error, code) in [
			("CampaignNotFound", 3),
			("LayerNotFound", 3),
			("PurchaseNotFound", 3),
			("SpanNotFound", 3),
			("ContractNotFound", 3),
			("CuratorNotFound", 3),
			("SanctionNotFound", 3),
			("TitleNotFound", 3),
			("NotCreator", 6),
			("NotAdvertiser", 6),
			("NotSupervisor", 6),
			("NotActivator", 6),
			("NotYours", 6),
			("NotContributor", 6),
			("MayNotStop", 6),
			("MayNotPublish", 6),
			("SupervisorNotActive", 6),
			("SupervisorNotFound", 6),
			("CreatorNotAuthorized", 6),
			("NotDueYet", 4),
			("NotPaused", 4),
			("NotLive", 4),
			("TitleNotPlayable", 4),
			("PatternOfAnother", 4),
		] {
			assert_eq!(Error::of_dispatch("Any", error, "").exit_code(), code, "{error}");
		}
	}

	#[test]
	fn a_failed_dispatch_is_named_with_its_pallet_and_explained() {
		let error =
			Error::of_dispatch("ContentRegistry", "MagnetAlreadyRegistered", "It is there.");
		assert_eq!(error.to_string(), "It is there. (ContentRegistry.MagnetAlreadyRegistered)");
		assert_eq!(error.label(), "ContentRegistry.MagnetAlreadyRegistered");
	}

	#[test]
	fn only_what_passes_by_itself_is_tried_again() {
		assert!(Error::from(Rejection::StreamBusy).is_passing());
		assert!(Error::from(Rejection::RateLimited { retry_after_ms: 1 }).is_passing());
		assert!(!Error::from(Rejection::TitleStopped).is_passing());
		assert!(!Error::from(Rejection::AlreadyCounted).is_passing());
	}
}
