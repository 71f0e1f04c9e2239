//! Second stage: it came when the cell had been watched, and not much later.

use super::ReceivedPlay;
use reel_primitives::play::Ticket;
use reel_rpc_api::Rejection;

/// When a desk first saw a ticket or a play, by its own clock.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct TicketWitness {
	/// Unix milliseconds.
	pub first_seen_ms: u64,
	/// Whether it came by itself. What was asked for afterwards says nothing about when it was made.
	pub is_live: bool,
}

/// A play whose submission time lies within [duration, 1.5 × duration] of the ticket's start (C6).
#[derive(Clone, Debug)]
pub struct TimedPlay {
	play: ReceivedPlay,
	accepted_at_ms: u64,
}

impl TimedPlay {
	/// At the desk that issued the ticket. `now_ms`: its clock, Unix milliseconds.
	///
	/// # Errors
	/// [`Rejection::TooFast`] or [`Rejection::TooSlow`].
	pub fn check(play: ReceivedPlay, now_ms: u64) -> Result<Self, Rejection> {
		let ticket = play.ticket();
		let watched_ms = now_ms.saturating_sub(ticket.starts_at_ms);
		let duration_ms = u64::from(ticket.duration_ms);
		if now_ms < ticket.opens_at_ms() {
			return Err(Rejection::TooFast { watched_ms, duration_ms });
		}
		if now_ms > ticket.closes_at_ms() {
			return Err(Rejection::TooSlow { watched_ms, duration_ms });
		}
		Ok(Self { play, accepted_at_ms: now_ms })
	}

	/// When its desk took it, Unix milliseconds.
	pub const fn accepted_at_ms(&self) -> u64 {
		self.accepted_at_ms
	}

	/// The stage below.
	pub const fn received(&self) -> &ReceivedPlay {
		&self.play
	}
}

/// Whether a desk that saw a ticket and its play at these times agrees with what they say of themselves:
/// `Some(true)` it saw them in time, `Some(false)` it saw them out of time, `None` it did not see them live.
/// `skew_ms`: how long the way between desks may take, and how far their clocks may be apart.
pub(crate) fn is_witnessed(
	ticket: &Ticket,
	accepted_at_ms: u64,
	ticket_seen: TicketWitness,
	play_seen: TicketWitness,
	skew_ms: u64,
) -> Option<bool> {
	// A ticket that starts long before or after it was issued was not made by the rules.
	let starts_late = ticket.starts_at_ms.saturating_sub(ticket.issued_at_ms);
	if ticket.starts_at_ms < ticket.issued_at_ms
		|| starts_late > u64::from(reel_primitives::geometry::MAX_CELL_MS)
	{
		return Some(false);
	}
	let near = |left: u64, right: u64| left.abs_diff(right) <= skew_ms;
	if ticket_seen.is_live && !near(ticket_seen.first_seen_ms, ticket.issued_at_ms) {
		return Some(false);
	}
	if play_seen.is_live && !near(play_seen.first_seen_ms, accepted_at_ms) {
		return Some(false);
	}
	(ticket_seen.is_live && play_seen.is_live).then_some(true)
}
