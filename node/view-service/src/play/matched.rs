//! First step: the play belongs to the ticket.

use crate::signature::is_signed;
use reel_primitives::{
	play::TicketId,
	play_ref::{PlayRef, TicketRef},
};
use reel_rpc_api::Rejection;

/// A play with its ticket.
#[derive(Clone, Copy, Debug)]
pub(crate) struct MatchedPlay<'a> {
	pub(super) ticket: TicketRef<'a>,
	pub(super) play: PlayRef<'a>,
}

impl<'a> MatchedPlay<'a> {
	/// `id`: the ticket's.
	pub(crate) fn check(
		play: PlayRef<'a>,
		ticket: TicketRef<'a>,
		id: &TicketId,
	) -> Result<Self, Rejection> {
		if play.ticket != id {
			Err(Rejection::TicketUnknown)
		} else if play.clicked && ticket.ad.is_none() {
			Err(Rejection::NotAnAd)
		} else {
			Ok(Self { ticket, play })
		}
	}

	/// Whether the ticket's viewer has signed it. Of many plays it is quicker to ask at once: see `SignatureGroup`.
	pub(crate) fn check_signature(self) -> Result<Self, Rejection> {
		let mut payload = Vec::new();
		self.play.append_payload(&mut payload);
		if is_signed(self.ticket.viewer, self.play.signature, &payload) {
			Ok(self)
		} else {
			Err(Rejection::WrongSignature)
		}
	}
}
