//! First step: the play belongs to the ticket and is the viewer's.

use crate::signature::is_signed;
use reel_primitives::play::{SignedPlay, Ticket};
use reel_rpc_api::Rejection;

/// A play with its ticket, signed by the ticket's viewer.
#[derive(Clone, Debug)]
pub(crate) struct ReceivedPlay {
	pub(super) ticket: Ticket,
	pub(super) play: SignedPlay,
}

impl ReceivedPlay {
	pub(crate) fn check(play: SignedPlay, ticket: Ticket) -> Result<Self, Rejection> {
		if play.play.ticket != ticket.id() {
			return Err(Rejection::TicketUnknown);
		}
		let viewer: &[u8; 32] = ticket.viewer.as_ref();
		if !is_signed(viewer, &play.signature, &play.play.signing_payload()) {
			return Err(Rejection::WrongSignature);
		}
		Ok(Self { ticket, play })
	}
}
