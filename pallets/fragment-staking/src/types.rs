//! What the chain keeps of contracts, spans, challenges and rewards.

use codec::{Decode, DecodeWithMemTracking, Encode, MaxEncodedLen};
use frame_support::{BoundedVec, traits::ConstU32};
use reel_fragments::{
	ContractId,
	contract::{Holder, MAX_REPLICAS},
	demand::Meter,
	proof::{PossessionProof, SpanCell},
	span::{CELLS_PER_SPAN, SpanTable},
};
use reel_primitives::Round;
use scale_info::TypeInfo;

/// Most challenges of a curator in an epoch.
pub const MAX_CHALLENGES: u32 = 16;

/// Most contracts that one claim may bundle.
pub const MAX_CLAIMS_PER_CALL: u32 = 64;

/// Most contracts told at once.
pub const MAX_CONTRACTS_PAGE: u32 = 256;

/// Descriptors of a span's cells, each with its path to the title's cells root.
pub type SpanCells = BoundedVec<SpanCell, ConstU32<CELLS_PER_SPAN>>;

/// The leaves that a curator shows to begin with, in the order in which they are drawn.
pub type StartProofs = BoundedVec<PossessionProof, ConstU32<MAX_CHALLENGES>>;

/// Answers to challenges, by their numbers.
pub type Answers = BoundedVec<(u32, PossessionProof), ConstU32<MAX_CHALLENGES>>;

/// The contracts that a claim is for.
pub type Claims = BoundedVec<ContractId, ConstU32<MAX_CLAIMS_PER_CALL>>;

/// A span that somebody keeps. Gone with its last contract.
#[derive(
	Clone, Debug, PartialEq, Eq, Encode, Decode, DecodeWithMemTracking, MaxEncodedLen, TypeInfo,
)]
pub struct Span<AccountId> {
	/// Its cells, as far as challenges go.
	pub table: SpanTable,
	/// Who keeps it, at least one, nobody twice.
	pub holders: BoundedVec<Holder<AccountId>, ConstU32<MAX_REPLICAS>>,
	/// Round since which a place of it may have been vacant.
	pub vacant_since: Round,
}

/// What is counted of a title that somebody keeps a span of. Gone with its last contract.
#[derive(
	Clone, Debug, PartialEq, Eq, Encode, Decode, DecodeWithMemTracking, MaxEncodedLen, TypeInfo,
)]
pub struct Ledger {
	/// Popularity, summed up.
	pub meter: Meter,
	/// Total play time in milliseconds.
	pub duration_ms: u64,
	/// Contracts over its spans.
	pub contracts: u32,
}

/// A leaf that a curator was asked for.
#[derive(
	Clone,
	Copy,
	Debug,
	PartialEq,
	Eq,
	Encode,
	Decode,
	DecodeWithMemTracking,
	MaxEncodedLen,
	TypeInfo,
)]
pub struct Challenge {
	/// Which of its contracts.
	pub contract: ContractId,
	/// The leaf, counted from the start of the contract's span.
	pub offset: u32,
	/// Whether it has shown it.
	pub is_answered: bool,
}

/// What is asked of a curator.
#[derive(
	Clone, Debug, PartialEq, Eq, Encode, Decode, DecodeWithMemTracking, MaxEncodedLen, TypeInfo,
)]
pub struct Duty<BlockNumber> {
	/// Epoch of the challenges; of one without any, the epoch in which the curator took its first contract.
	pub epoch: u64,
	/// Last round in which they may be answered.
	pub due_in: Round,
	/// Last block in which they may be answered, if that comes later: a chain that stood still slashes nobody.
	pub due_at: BlockNumber,
	/// The challenges.
	pub challenges: BoundedVec<Challenge, ConstU32<MAX_CHALLENGES>>,
	/// Epochs in a row in which it answered none.
	pub silent_epochs: u8,
}

impl<BlockNumber> Duty<BlockNumber> {
	/// Whether a challenge waits for its answer.
	pub fn is_open(&self) -> bool {
		self.challenges.iter().any(|challenge| !challenge.is_answered)
	}

	/// Whether a challenge of that contract waits for its answer.
	pub fn is_open_for(&self, contract: ContractId) -> bool {
		let mut open = self.challenges.iter().filter(|challenge| !challenge.is_answered);
		open.any(|challenge| challenge.contract == contract)
	}
}
