//! Tickets of which there is more than one play.
//!
//! An honest desk seals one play of a ticket, so two are proof that it plays foul, together with a viewer that signed both: to
//! have the others disagree on which of them there is. They cannot: a desk takes the first that it hears, and one more from each
//! other desk; it passes on the names of all, so that every desk soon knows that there are several. Who knows proposes none of
//! them, and votes for any, since whoever proposed it may not have known. Which of them is paid, if one was, is in the batch.

use crate::{id_map::IdMap, play::PlayId};
use reel_primitives::{Hash32, play::TicketId};

/// Plays beside the first of a ticket, and the desks that told of them; `None`: of an earlier run.
#[derive(Default)]
pub(super) struct Doubles(IdMap<TicketId, Vec<(PlayId, Option<Hash32>)>>);

impl Doubles {
	/// Notes a further play of a ticket.
	pub(super) fn add(&mut self, ticket: TicketId, id: PlayId, told_by: Option<Hash32>) {
		self.0.entry(ticket).or_default().push((id, told_by));
	}

	/// Whether a ticket has several plays.
	pub(super) fn has(&self, ticket: &TicketId) -> bool {
		!self.0.is_empty() && self.0.contains_key(ticket)
	}

	/// Whether a further play is taken from a desk: one from each, so that nobody can have the place of another's.
	pub(super) fn admits(&self, ticket: &TicketId, told_by: &Hash32) -> bool {
		let those = self.0.get(ticket).into_iter().flatten();
		those.filter(|(_, by)| by.as_ref() == Some(told_by)).count() == 0
	}

	/// Keeps what `is_kept` says.
	pub(super) fn retain(&mut self, is_kept: impl Fn(&PlayId) -> bool) {
		self.0.retain(|_, those| {
			those.retain(|(id, _)| is_kept(id));
			!those.is_empty()
		});
	}
}
