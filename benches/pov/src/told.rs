//! What desks tell each other, sealed.

use crate::{
	generate::Plan,
	runtime::{VALIDATORS, validator_key},
};
use reel_primitives::play::{SignedPlay, SignedTicket};
use reel_view_service::{Message, PeerKey, Seal, play_item, ticket_item};
use sp_core::Pair;

/// Tickets, and plays, that the desks tell of in the time of one write to the disk; each seals its own together. Two desks
/// with 20,000 plays a second each need 6 ms for as many.
pub(crate) const TOGETHER: usize = 256;

/// What a desk tells of, and who passes it on.
pub(crate) struct Told {
	pub(crate) from: PeerKey,
	/// Place of the desk that seals it.
	pub(crate) by: usize,
	pub(crate) ticket: SignedTicket,
	/// The play and when it was accepted; none for the ticket alone.
	pub(crate) play: Option<(SignedPlay, u64)>,
}

impl Told {
	fn item(&self) -> Vec<u8> {
		let id = self.ticket.ticket.id();
		match &self.play {
			Some((play, at_ms)) => play_item(&id, &play.id(), *at_ms),
			None => ticket_item(&id),
		}
	}

	fn message(self, seal: Seal) -> (PeerKey, Vec<u8>) {
		let Self { from, ticket, play, .. } = self;
		let message = match play {
			Some((play, accepted_at_ms)) => Message::Play { ticket, play, accepted_at_ms, seal },
			None => Message::Ticket { ticket, seal },
		};
		(from, message.to_bytes())
	}
}

/// What is told in the same moment, in its order: each desk seals its own together.
pub(crate) fn sealed(plan: &Plan, told: &mut Vec<Told>) -> Vec<(PeerKey, Vec<u8>)> {
	let mut seals: Vec<Option<Seal>> = vec![None; told.len()];
	for by in 0..VALIDATORS.len() {
		let (places, items): (Vec<usize>, Vec<Vec<u8>>) = told
			.iter()
			.enumerate()
			.filter(|(_, told)| told.by == by)
			.map(|(place, told)| (place, told.item()))
			.unzip();
		let sign = |payload: &[u8]| Some(validator_key(by).sign(payload).0);
		let of_desk = Seal::all(&plan.genesis, &items, sign).unwrap_or_default();
		for (place, seal) in places.into_iter().zip(of_desk) {
			seals[place] = Some(seal);
		}
	}
	let told = told.drain(..).zip(seals);
	told.map(|(told, seal)| told.message(seal.expect("each is some desk's"))).collect()
}
