//! Viewers that a desk sent here: whoever runs the store decides whether they are (C5).
//!
//! A validator's own desk calls [`Handle::grant`]. A store elsewhere is shown, by the viewer, what the desk gave it for
//! this provider. What that is the store does not know: it knows no chain, no ticket, no account.

use crate::Handle;
use async_trait::async_trait;
use bytes::Bytes;

/// Why a viewer is not admitted.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{message}")]
pub struct NotAdmitted {
	/// Stable name of the reason, for machines.
	pub label: &'static str,
	/// A sentence for people.
	pub message: &'static str,
}

impl NotAdmitted {
	/// The store belongs to nobody who provides for desks.
	pub(crate) const NO_PROVIDER: Self = Self {
		label: "no_provider",
		message: "this store sends for no desk but its own: ask there for a ticket",
	};
}

/// Decides on introductions.
#[async_trait]
pub trait Admission: Send + Sync + 'static {
	/// Grants what the bearer of `introduction` may have, by [`Handle::grant`].
	///
	/// # Errors
	/// Why it may not.
	async fn admit(&self, store: &Handle, introduction: Bytes) -> Result<(), NotAdmitted>;
}
