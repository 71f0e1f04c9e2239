//! What chain, nodes and clients say of contracts.

use crate::{ContractId, Fragments, SpanIndex, challenge::LeafRef};
use alloc::vec::Vec;
use codec::{Decode, DecodeWithMemTracking, Encode, MaxEncodedLen};
use reel_primitives::{Balance, ContentId, Hash32, Round};
use scale_info::TypeInfo;
use serde::{Deserialize, Serialize};

/// Most replicas of a span, whatever the demand.
pub const MAX_REPLICAS: u32 = 12;

/// The lengths of things in rounds. Set at genesis and never changed: epochs are counted from round 0.
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
	Serialize,
	Deserialize,
)]
pub struct Timing {
	/// Rounds of an epoch: each curator is challenged once in it, popularity changes with it. At least 2.
	pub epoch_rounds: Round,
	/// Rounds in which a challenge must be answered: 1 to half an epoch, so that the next one finds it settled.
	pub answer_rounds: Round,
	/// Rounds that a contract must have lasted since its start, its last claim or its last miss to be paid. At least 1.
	pub min_holding_rounds: Round,
	/// Rounds after which one more candidate may claim a vacant place. At least 1.
	pub patience_rounds: Round,
}

impl Timing {
	/// An hour to an epoch, six minutes to answer, a day to hold, six minutes of patience.
	pub const DEFAULT: Self = Self {
		epoch_rounds: 250,
		answer_rounds: 25,
		min_holding_rounds: 6_000,
		patience_rounds: 25,
	};

	/// Whether every length is in its range.
	pub const fn is_sound(&self) -> bool {
		self.epoch_rounds >= 2
			&& self.answer_rounds >= 1
			&& self.answer_rounds <= self.epoch_rounds / 2
			&& self.min_holding_rounds >= 1
			&& self.patience_rounds >= 1
	}
}

impl Default for Timing {
	fn default() -> Self {
		Self::DEFAULT
	}
}

/// The epoch that runs.
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
pub struct EpochInfo {
	/// Its number: round / rounds of an epoch.
	pub index: u64,
	/// What its challenges are drawn from.
	pub seed: Hash32,
	/// SSH in planck minted in it so far.
	pub minted_ssh: Balance,
}

/// A contract: a curator keeps a span.
#[derive(
	Clone, Debug, PartialEq, Eq, Encode, Decode, DecodeWithMemTracking, MaxEncodedLen, TypeInfo,
)]
pub struct FragmentContract<AccountId> {
	/// Who keeps it.
	pub curator: AccountId,
	/// The title.
	pub content: ContentId,
	/// The span.
	pub span: SpanIndex,
	/// Fragments that it is paid for.
	pub fragments: Fragments,
	/// Round in which possession was proven first.
	pub started_in: Round,
	/// Round from which its age counts: start, last claim, or last miss.
	pub since: Round,
	/// The title's sum of popularity × rounds in that round.
	pub sum_at_since: u128,
	/// Epochs in a row in which a challenge of it was missed.
	pub misses: u8,
}

/// One replica of a span.
#[derive(
	Clone, Debug, PartialEq, Eq, Encode, Decode, DecodeWithMemTracking, MaxEncodedLen, TypeInfo,
)]
pub struct Holder<AccountId> {
	/// Who keeps it.
	pub curator: AccountId,
	/// Under which contract.
	pub contract: ContractId,
}

/// Why a contract ended.
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
pub enum EndReason {
	/// The title was stopped or deleted. What was due was paid.
	#[codec(index = 0)]
	TitleGone,
	/// More replicas were kept than wanted. What was due was paid.
	#[codec(index = 1)]
	Surplus,
	/// The curator was leaving, and another took over. What was due was paid.
	#[codec(index = 2)]
	HandedOver,
	/// The curator's cool-down was over and nobody had taken over. What was due was paid.
	#[codec(index = 3)]
	Left,
	/// Challenges were missed again and again.
	#[codec(index = 4)]
	Missed,
	/// The curator was thrown out.
	#[codec(index = 5)]
	Ejected,
}

impl EndReason {
	/// Whether what was due is paid.
	pub const fn pays(self) -> bool {
		!matches!(self, Self::Missed | Self::Ejected)
	}
}

/// A challenge as its curator needs it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Encode, Decode, TypeInfo)]
pub struct AskedLeaf {
	/// Its number, by which it is answered.
	pub number: u32,
	/// The contract.
	pub contract: ContractId,
	/// The title.
	pub content: ContentId,
	/// The span.
	pub span: SpanIndex,
	/// The leaf.
	pub asked: LeafRef,
	/// Last round in which it may be answered.
	pub due_in: Round,
	/// Whether it has been.
	pub is_answered: bool,
}

/// What is known of a title's keeping (C12).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Encode, Decode, TypeInfo)]
pub struct TitleLoad {
	/// Popularity in force.
	pub level: u8,
	/// Milliseconds watched in this epoch so far.
	pub watched_ms: u64,
	/// Contracts over its spans.
	pub contracts: u32,
	/// Number of its spans.
	pub spans: u32,
	/// Replicas wanted of each.
	pub wanted: u32,
}

/// What is known of a span's keeping (C12).
#[derive(Clone, Debug, PartialEq, Eq, Encode, Decode, TypeInfo)]
pub struct SpanLoad<AccountId> {
	/// Who keeps it, and whether it is live: neither leaving nor thrown out.
	pub holders: Vec<(Holder<AccountId>, bool)>,
	/// Replicas wanted.
	pub wanted: u32,
	/// How many candidates may claim a vacant place now.
	pub places: u32,
	/// The candidates, first first, at most [`MAX_REPLICAS`].
	pub candidates: Vec<AccountId>,
}
