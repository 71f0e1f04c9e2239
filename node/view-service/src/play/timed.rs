//! Second step: it came when the cell had been played, and not much later (C6).

use super::MatchedPlay;
use reel_rpc_api::Rejection;

/// A play handed in within its window.
#[derive(Clone, Copy, Debug)]
pub(crate) struct TimedPlay<'a> {
	pub(super) matched: MatchedPlay<'a>,
}

impl<'a> TimedPlay<'a> {
	/// `at_ms`: when the issuing desk got it, by that desk's clock. Both ends of the window belong to it.
	pub(crate) fn check(matched: MatchedPlay<'a>, at_ms: u64) -> Result<Self, Rejection> {
		let ticket = &matched.ticket;
		let watched_ms = at_ms.saturating_sub(ticket.starts_at_ms);
		let duration_ms = u64::from(ticket.duration_ms);
		if at_ms < ticket.opens_at_ms() {
			return Err(Rejection::TooFast { watched_ms, duration_ms });
		}
		if at_ms > ticket.closes_at_ms() {
			return Err(Rejection::TooSlow { watched_ms, duration_ms });
		}
		Ok(Self { matched })
	}
}
