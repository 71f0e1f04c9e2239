//! Tickets, plays and claims (C5, C6, C9).

use crate::{
	HexBytes,
	hexed::{HexError, decimal},
};
use reel_primitives::{
	Round,
	batch::{PayoutClaim, Shares},
	keys::{CellKey, DownloadKey},
	play::SignedTicket,
};
use serde::{Deserialize, Serialize};

/// What a viewer gets for an ask. Holds two keys: it is for the viewer alone, and its `Debug` leaves them out.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct TicketGrant {
	/// SCALE of the `SignedTicket`.
	pub ticket: HexBytes,
	/// Key of the fragments on their way: 32 bytes.
	pub download_key: HexBytes,
	/// Key of the cell at rest: 16 bytes.
	pub cell_key: HexBytes,
	/// Base URL of each provider, in the order of the ticket's providers. Fragments are at
	/// `{gateway}/keyed/{ticket id}/{fragment index}`.
	pub gateways: Vec<String>,
}

impl TicketGrant {
	/// The ticket.
	///
	/// # Errors
	/// When it is not the SCALE encoding of one.
	pub fn signed_ticket(&self) -> Result<SignedTicket, HexError> {
		self.ticket.decode()
	}

	/// The key of the fragments on their way.
	///
	/// # Errors
	/// When it has not 32 bytes.
	pub fn download_key(&self) -> Result<DownloadKey, HexError> {
		self.download_key.array()
	}

	/// The key of the cell at rest.
	///
	/// # Errors
	/// When it has not 16 bytes.
	pub fn cell_key(&self) -> Result<CellKey, HexError> {
		self.cell_key.array()
	}
}

impl std::fmt::Debug for TicketGrant {
	fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
		f.debug_struct("TicketGrant")
			.field("ticket", &self.ticket)
			.field("gateways", &self.gateways)
			.finish_non_exhaustive()
	}
}

/// A play was found right and will be put into a batch.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PlayAccepted {
	/// Id of its ticket, 32 bytes.
	pub ticket: HexBytes,
	/// The round whose batch will hold it. When that batch lapses it rolls over to a later one.
	pub round: Round,
}

/// Where a play stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "state", rename_all = "camelCase")]
pub enum PlayState {
	/// The ticket runs; play data has not come.
	Ticketed,
	/// Play data was found right.
	Accepted {
		/// Round that it belongs to.
		round: Round,
	},
	/// It is part of a batch that is being voted on.
	Batched {
		/// Round of the batch.
		round: Round,
	},
	/// Its batch was accepted and paid.
	Paid {
		/// Round of the batch.
		round: Round,
	},
	/// Its batch lapsed or came too late; it waits for that of a later round.
	RolledOver {
		/// Round for which it waits now.
		round: Round,
	},
	/// This desk knows no such ticket, or has forgotten it.
	Unknown,
}

/// An award that an account may claim, ready to be sent.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Claimable {
	/// Round of the batch.
	pub round: Round,
	/// The account's shares, decimal.
	#[serde(with = "decimal")]
	pub shares: Shares,
	/// Position of its leaf in the payout tree.
	pub index: u32,
	/// BLAKE2b nodes from the leaf to the root, 32 bytes each.
	pub path: Vec<HexBytes>,
}

impl From<PayoutClaim> for Claimable {
	fn from(claim: PayoutClaim) -> Self {
		let PayoutClaim { round, shares, index, path } = claim;
		Self { round, shares, index, path: path.into_iter().map(HexBytes::from).collect() }
	}
}

#[cfg(test)]
mod tests {
	use super::*;

	#[test]
	fn a_grant_does_not_show_its_keys() {
		let grant = TicketGrant {
			ticket: HexBytes(vec![1]),
			download_key: HexBytes(vec![0xcd; 32]),
			cell_key: HexBytes(vec![0xef; 16]),
			gateways: vec!["http://127.0.0.1:1".into()],
		};
		let shown = format!("{grant:?}").to_lowercase();
		assert!(!shown.contains("cdcd") && !shown.contains("efef"), "{shown}");
		assert_eq!(grant.download_key(), Ok([0xcd; 32]));
		let json = serde_json::to_string(&grant).unwrap();
		assert_eq!(serde_json::from_str::<TicketGrant>(&json).unwrap(), grant);
	}

	#[test]
	fn states_are_tagged_and_shares_are_text() {
		let json = serde_json::to_string(&PlayState::RolledOver { round: 7 }).unwrap();
		assert_eq!(json, r#"{"state":"rolledOver","round":7}"#);
		let claim = PayoutClaim { round: 1, shares: u128::MAX, index: 2, path: vec![[3; 32]] };
		let json = serde_json::to_string(&Claimable::from(claim.clone())).unwrap();
		assert!(json.contains(&format!("\"{}\"", u128::MAX)), "{json}");
		assert_eq!(serde_json::from_str::<Claimable>(&json).unwrap(), claim.into());
	}
}
