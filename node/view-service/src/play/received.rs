//! First stage: the viewer signed it, for this ticket.

use crate::authority::is_signed;
use reel_primitives::{
	AccountId,
	play::{PlayData, SignedPlay, Ticket},
};
use reel_rpc_api::Rejection;

/// Play data that the viewer named in its ticket has signed.
#[derive(Clone, Debug)]
pub struct ReceivedPlay {
	ticket: Ticket,
	play: PlayData,
}

impl ReceivedPlay {
	/// Checks play data against the ticket that it names.
	///
	/// # Errors
	/// [`Rejection::TicketUnknown`] when it names another ticket, [`Rejection::WrongSignature`].
	pub fn check(signed: SignedPlay, ticket: &Ticket) -> Result<Self, Rejection> {
		if signed.play.ticket != ticket.id() {
			return Err(Rejection::TicketUnknown);
		}
		let viewer: &[u8; 32] = ticket.viewer.as_ref();
		if !is_signed(&signed.signature, &signed.play.signing_payload(), viewer) {
			return Err(Rejection::WrongSignature);
		}
		Ok(Self { ticket: ticket.clone(), play: signed.play })
	}

	/// The ticket.
	pub const fn ticket(&self) -> &Ticket {
		&self.ticket
	}

	/// The play data.
	pub const fn play(&self) -> &PlayData {
		&self.play
	}

	/// Who watched.
	pub const fn viewer(&self) -> &AccountId {
		&self.ticket.viewer
	}
}
