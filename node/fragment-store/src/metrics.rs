//! Plain counters; whoever runs the store publishes them.

use std::sync::atomic::{AtomicU64, Ordering};

macro_rules! counters {
	($($(#[$doc:meta])* $name:ident),+ $(,)?) => {
		/// Counters since the store was opened.
		#[derive(Debug, Default)]
		pub struct Metrics {
			$($(#[$doc])* pub $name: Counter,)+
		}

		impl Metrics {
			/// Every counter with its name, for an exporter.
			pub fn all(&self) -> Vec<(&'static str, u64)> {
				vec![$((stringify!($name), self.$name.get())),+]
			}
		}
	};
}

/// A number that only grows.
#[derive(Debug, Default)]
pub struct Counter(AtomicU64);

impl Counter {
	/// Its value.
	pub fn get(&self) -> u64 {
		self.0.load(Ordering::Relaxed)
	}

	pub(crate) fn add(&self, amount: u64) {
		self.0.fetch_add(amount, Ordering::Relaxed);
	}

	pub(crate) fn one(&self) {
		self.add(1);
	}
}

counters! {
	/// Blocks written.
	blocks_put,
	/// Bytes of blocks written.
	bytes_put,
	/// Blocks read and found intact.
	blocks_read,
	/// Bytes of blocks read and found intact.
	bytes_read,
	/// Syncs to disk; fewer than puts when puts share one.
	commits,
	/// Puts refused because of the quota.
	quota_refusals,
	/// Reads or puts refused because of the deny list.
	denied_refusals,
	/// Blocks found damaged and set aside.
	blocks_quarantined,
	/// Blocks removed by delete, deny and garbage collection.
	blocks_removed,
	/// Bytes given back to the file system by removing segments.
	bytes_reclaimed,
	/// HTTP requests.
	http_requests,
	/// Connections closed at once because too many were open.
	http_connections_refused,
	/// Requests with a foreign Host or Origin, or without the token.
	http_forbidden,
	/// Grants taken.
	grants_taken,
	/// Grants refused because the table was full or the grant too large.
	grants_refused,
	/// Keyed requests for a grant that is unknown or expired, or a fragment outside it.
	keyed_refused,
	/// Fragments sent sealed.
	keyed_sent,
	/// Bytes of fragments sent sealed.
	keyed_bytes,
}
