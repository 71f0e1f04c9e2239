//! What is told of curators and of what they keep (C12, S2).

use reel_primitives::Round;
use serde::{Deserialize, Serialize};

/// Most curators, and most contracts, in one answer.
pub const MAX_KEEPING_PAGE: u32 = 64;

/// The running epoch, and the lengths of things in rounds of 14.4 s.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct KeepingEpoch {
	/// The running round.
	pub round: Round,
	/// The running epoch: round / rounds of an epoch. `null` before the chain's first.
	pub epoch: Option<u64>,
	/// SSH in planck minted in it so far.
	pub minted_ssh: String,
	/// Rounds of an epoch: each curator is challenged once in it.
	pub epoch_rounds: Round,
	/// Rounds in which a challenge must be answered.
	pub answer_rounds: Round,
	/// Rounds that a contract must have lasted to be paid.
	pub min_holding_rounds: Round,
	/// Rounds after which one more candidate may claim a vacant place.
	pub patience_rounds: Round,
}

/// How a curator stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "standing", rename_all = "kebab-case")]
#[non_exhaustive]
pub enum Standing {
	/// It keeps what it holds, and may take more.
	Live,
	/// It keeps what it holds until others have taken over.
	Leaving {
		/// First round in which it may drop what nobody took over, and take its collateral.
		until: Round,
	},
	/// It was thrown out: what it holds counts as lost.
	Ejected {
		/// First round in which it may take back what is left of its collateral.
		until: Round,
	},
}

/// A curator.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Curator {
	/// The account that registered it, holds the collateral and is paid.
	pub account: String,
	/// The key that signs for its machine.
	pub hot_key: String,
	/// Where it is at home: ISO 3166-1 alpha-2.
	pub region: String,
	/// Where it can be reached: multiaddresses or URLs, as it gave them, never checked.
	pub endpoints: Vec<String>,
	/// Fragments of 1 MiB that it offers to keep.
	pub capacity: u32,
	/// Fragments that it keeps by contract.
	pub used: u32,
	/// CFX in planck that it was asked for as collateral.
	pub asked_cfx: String,
	/// CFX in planck that are held. Less than asked for after a slash.
	pub collateral_cfx: String,
	/// How it stands.
	#[serde(flatten)]
	pub standing: Standing,
	/// Round of its registration.
	pub registered_in: Round,
	/// Epochs in a row in which it answered nothing; `null` when nothing is asked of it.
	pub silent_epochs: Option<u8>,
}

/// A curator with its seat on the roster, by which places are assigned.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct CuratorSeat {
	/// Hex of the 32 random bytes that decide which titles are near to it.
	pub placement: String,
	/// Capacity that counts in this epoch, in fragments.
	pub capacity_in_force: u32,
	/// Whether it takes new spans: less than 90 % full, and its collateral complete.
	pub is_open: bool,
	/// The curator.
	#[serde(flatten)]
	pub curator: Curator,
}

/// A contract: a curator keeps a span.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Contract {
	/// Its number.
	pub contract: u64,
	/// Hex of the title's content id.
	pub content: String,
	/// The span: 16 successive cells, counted from 0.
	pub span: u32,
	/// Fragments that it is paid for.
	pub fragments: u32,
	/// Round in which possession was proven first.
	pub started_in: Round,
	/// Round from which its age counts: start, last claim, or last miss.
	pub since: Round,
	/// Epochs in a row in which a challenge of it was missed.
	pub misses: u8,
	/// SSH in planck that a claim would earn now; 0 before its holding time.
	pub due_ssh: String,
}

/// A leaf that a curator is asked for.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Challenge {
	/// Its number, by which it is answered.
	pub number: u32,
	/// The contract.
	pub contract: u64,
	/// Hex of the title's content id.
	pub content: String,
	/// The span.
	pub span: u32,
	/// The cell, counted from the title's start.
	pub cell: u32,
	/// The leaf of 1 KiB, counted from the cell's start.
	pub leaf: u32,
	/// Last round in which it may be answered.
	pub due_in: Round,
	/// Whether it has been.
	pub is_answered: bool,
}

/// How a title is kept.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct TitleKeeping {
	/// Popularity in force, 1 to 8.
	pub level: u8,
	/// Milliseconds watched in this epoch so far.
	pub watched_ms: u64,
	/// Number of its spans.
	pub spans: u32,
	/// Replicas wanted of each span; 0 for a title that was stopped or deleted.
	pub wanted: u32,
	/// Contracts over its spans: replicas had, of all spans together.
	pub contracts: u32,
}

/// One replica of a span.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SpanHolder {
	/// Who keeps it.
	pub curator: String,
	/// Under which contract.
	pub contract: u64,
	/// Whether the curator is neither leaving nor thrown out.
	pub is_live: bool,
}

/// How a span is kept.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SpanKeeping {
	/// Who keeps it.
	pub holders: Vec<SpanHolder>,
	/// Replicas wanted.
	pub wanted: u32,
	/// How many of the candidates may claim a vacant place now.
	pub places: u32,
	/// Who comes first for a vacant place, the first one first; at most 12.
	pub candidates: Vec<String>,
}

#[cfg(test)]
mod tests {
	use super::*;

	#[test]
	fn a_curator_is_one_flat_object_with_its_seat_and_its_standing() {
		let curator = Curator {
			account: "5F".into(),
			hot_key: "5G".into(),
			region: "CH".into(),
			endpoints: vec!["/ip4/192.0.2.1/tcp/30444".into()],
			capacity: 10_240,
			used: 7,
			asked_cfx: "102400000000000000000".into(),
			collateral_cfx: "101376000000000000000".into(),
			standing: Standing::Leaving { until: 9 },
			registered_in: 3,
			silent_epochs: None,
		};
		let seat = CuratorSeat {
			placement: "0x00".into(),
			capacity_in_force: 10_240,
			is_open: false,
			curator,
		};
		let json = serde_json::to_value(&seat).unwrap();
		assert_eq!((&json["account"], &json["standing"]), (&"5F".into(), &"leaving".into()));
		assert_eq!((&json["until"], &json["is_open"]), (&9.into(), &false.into()));
		assert_eq!(serde_json::from_value::<CuratorSeat>(json).unwrap(), seat);
	}
}
