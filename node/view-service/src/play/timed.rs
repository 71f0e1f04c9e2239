//! Second step: it came when the cell had been played, and not much later (C6).

use super::ReceivedPlay;
use reel_rpc_api::Rejection;

/// A play handed in within its window.
#[derive(Clone, Debug)]
pub(crate) struct TimedPlay {
	pub(super) received: ReceivedPlay,
	pub(super) accepted_at_ms: u64,
}

impl TimedPlay {
	/// `at_ms`: when the issuing desk got it, by that desk's clock. Both ends of the window belong to it.
	pub(crate) fn check(received: ReceivedPlay, at_ms: u64) -> Result<Self, Rejection> {
		let ticket = &received.ticket;
		let watched_ms = at_ms.saturating_sub(ticket.starts_at_ms);
		let duration_ms = u64::from(ticket.duration_ms);
		if at_ms < ticket.opens_at_ms() {
			return Err(Rejection::TooFast { watched_ms, duration_ms });
		}
		if at_ms > ticket.closes_at_ms() {
			return Err(Rejection::TooSlow { watched_ms, duration_ms });
		}
		Ok(Self { received, accepted_at_ms: at_ms })
	}
}
