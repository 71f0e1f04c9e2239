//! Who has seen the time of a play pass, and how surely.
//!
//! What a ticket says of its own issue is not believed, nor what a desk says of the time at which it accepted a play: a desk
//! vouches for what its own clock saw.
//!
//! ```text
//! ticket comes             opens − 2 s                         closes      + 2 s        + 4 s
//! ─────●───────────────────────●──────────────────────────────────●───────────●────────────●──
//!      └─ play time less 4 s ─┘ a play is taken: vouched for, and proposed ───┘ vouched for ┘ late
//! ```
//!
//! A play that comes too early for this desk to vouch for is not kept, but asked for again when the time has passed: that it was
//! made before says nothing, since whoever makes it could as well hold it back. So a ticket may be held up by the network, or
//! by a desk that lies, for as long as the window is wide.
//!
//! What comes in the last two seconds is vouched for and not proposed. A desk passes on what it takes, so whatever one of them
//! proposes the others have had two seconds to get: nobody can have a proposal lapse by telling one desk of a play at the last
//! moment.

use crate::state::{PlayFacts, State};
use codec::{Decode, Encode};
use reel_primitives::{play::Ticket, play_ref::TicketRef};

/// How far the clocks of two validators may be apart, the way of a message included.
pub(crate) const SKEW_MS: u64 = 2_000;

/// What a desk can say of the time of a play.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Encode, Decode)]
pub(crate) enum Witness {
	/// Nothing: it came too late, or its ticket was never heard of.
	#[codec(index = 0)]
	Late,
	/// Its time passed.
	#[codec(index = 1)]
	Timely,
	/// Its time passed, and others may not have had it in time.
	#[codec(index = 2)]
	Barely,
}

impl Witness {
	/// Whether a batch with it may be voted for.
	pub(crate) fn may_vote(self) -> bool {
		self != Self::Late
	}

	/// Whether it may be proposed.
	pub(crate) fn may_propose(self) -> bool {
		self == Self::Timely
	}

	/// Its name in metrics.
	pub(crate) fn label(self) -> &'static str {
		match self {
			Self::Late => "late",
			Self::Timely => "witnessed",
			Self::Barely => "barely",
		}
	}
}

/// When a ticket was issued and when its play may come.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Times {
	issued_at_ms: u64,
	duration_ms: u32,
	opens_at_ms: u64,
	closes_at_ms: u64,
}

impl Times {
	/// What this desk makes of a play that comes now, its ticket having come at `seen_ms`; `Err`: too early, until then.
	pub(crate) fn witness(&self, seen_ms: u64, now_ms: u64) -> Result<Witness, u64> {
		// A ticket from the future is not vouched for.
		if self.issued_at_ms > seen_ms.saturating_add(SKEW_MS) {
			return Ok(Witness::Late);
		}
		let least = u64::from(self.duration_ms).saturating_sub(2 * SKEW_MS);
		let from = seen_ms.saturating_add(least).max(self.opens_at_ms.saturating_sub(SKEW_MS));
		let well = self.closes_at_ms.saturating_add(SKEW_MS);
		let last = well.saturating_add(SKEW_MS);
		if from > last || now_ms > last {
			Ok(Witness::Late)
		} else if now_ms < from {
			Err(from)
		} else if now_ms <= well {
			Ok(Witness::Timely)
		} else {
			Ok(Witness::Barely)
		}
	}
}

impl From<&TicketRef<'_>> for Times {
	fn from(ticket: &TicketRef<'_>) -> Self {
		Self {
			issued_at_ms: ticket.issued_at_ms,
			duration_ms: ticket.duration_ms,
			opens_at_ms: ticket.opens_at_ms(),
			closes_at_ms: ticket.closes_at_ms(),
		}
	}
}

impl From<&Ticket> for Times {
	fn from(ticket: &Ticket) -> Self {
		Self {
			issued_at_ms: ticket.issued_at_ms,
			duration_ms: ticket.duration_ms,
			opens_at_ms: ticket.opens_at_ms(),
			closes_at_ms: ticket.closes_at_ms(),
		}
	}
}

impl State {
	/// What this desk makes of a play that comes now, by what it has heard of its ticket; `Err`: too early, until then.
	pub(crate) fn witness(&self, play: &PlayFacts, now_ms: u64) -> Result<Witness, u64> {
		let Some(entry) = self.tickets.get(&play.ticket) else { return Ok(Witness::Late) };
		Times::from(&entry.signed.ticket).witness(entry.first_seen_ms, now_ms)
	}
}
