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

impl Metrics {
	/// The share of fetched bytes that came from peers rather than web origins, in basis points; `None` before the
	/// first byte.
	pub fn peer_share_bp(&self) -> Option<u32> {
		let peers = u128::from(self.peer_bytes_in.get());
		let all = peers + u128::from(self.origin_bytes_in.get());
		u32::try_from((peers * 10_000).checked_div(all)?).ok()
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
	/// Bytes of content taken from peers, checked.
	peer_bytes_in,
	/// Bytes of content sent to peers.
	peer_bytes_out,
	/// Blocks taken over Bitswap, checked.
	bitswap_blocks_in,
	/// Bytes of content taken over Bitswap, checked; among those taken from peers.
	bitswap_bytes_in,
	/// Blocks sent over Bitswap.
	bitswap_blocks_out,
	/// Bytes of content sent over Bitswap; among those sent to peers.
	bitswap_bytes_out,
	/// Bytes of content taken from web origins, checked.
	origin_bytes_in,
	/// Fragments fetched, from peers and origins.
	fragments_fetched,
	/// Connections with peers through a relay.
	circuits,
	/// Direct connections made by punching a hole, with a circuit as the meeting place.
	holes_punched,
	/// Holes that could not be punched.
	holes_not_punched,
	/// Requests of peers answered.
	peer_requests,
	/// Requests of peers refused because of a bound: streams, answers at once, size.
	peer_requests_refused,
	/// Streams of peers refused because there were too many, or they came too fast.
	peer_streams_refused,
	/// Peers whose connection was closed because they went on after refusals.
	peers_hung_up_on,
	/// Connections refused because of a limit or a ban.
	peer_connections_refused,
	/// Answers of peers with a wrong byte.
	peer_lies,
	/// Answers of peers that were cut off, stalled, or against the protocol.
	peer_strikes,
	/// Peers shut out.
	peers_banned,
	/// Provider records of others taken.
	provider_records_taken,
	/// Provider records of others refused because of a bound.
	provider_records_refused,
	/// Announcements made, renewals included.
	announcements,
	/// Withdrawals sent after something announced was removed.
	withdrawals,
}
