//! Cumulative payouts: what an account was awarded in many rounds, as one sum (C9).
//!
//! Rounds with many payees are claimed over a root each, which costs a path for every round that somebody has watched in. A
//! **tree of sums** replaces those roots: a leaf for every account, with all that it was awarded in the rounds that went
//! into the tree. What of that was paid the chain knows, so a claim pays the rest, however long the last one is ago, and
//! up to [`MAX_LEAVES_PER_CLAIM`] neighbours share one path.
//!
//! ```text
//! rounds not claimed ──┐
//!                      ├─ step: vote ──► tree n+1        leaf = SCALE(account, compact sum)
//! tree n ──────────────┘                 sum of a round = min(floor(persons' part × shares / total shares),
//!                                                            what of the round is left), for open leaves, ascending
//! ```
//!
//! A **step** takes whole rounds, in their order. While it is voted on they are closed to claims, so what each leaf still
//! has open cannot change, and every desk computes the same root to the last planck; when it is accepted they are gone.
//! What the sums leave of them is rounding and goes to the treasury.
//!
//! A **generation** is a run of steps that build on each other. It ends after a time, or when its tree is full; the
//! next begins without a leaf. The last tree of a generation stays open for as long as a round does.

use crate::{AccountId, Balance, Hash32, Round, blake2b_256};
use alloc::vec::Vec;
use codec::{Decode, DecodeWithMemTracking, Encode, MaxEncodedLen};
use scale_info::TypeInfo;

/// Most rounds that one step takes.
pub const MAX_ROUNDS_PER_STEP: u32 = 256;

/// Most rounds that one step passes over: they stay open to claims by round, for good.
pub const MAX_PASSED_OVER: u32 = 64;

/// Most neighbouring leaves that one claim pays.
pub const MAX_LEAVES_PER_CLAIM: u32 = 64;

/// Most leaves of a tree: 2^20.
pub const MAX_SUMS: u32 = 1 << 20;

/// Generations that may be open at once. Before there would be more, no step begins another.
pub const MAX_GENERATIONS: u32 = 8;

/// Rounds after that named in a proposal in which it may come and be decided on.
pub const STEP_DEADLINE_ROUNDS: Round = 20;

const PROPOSE_DOMAIN: &[u8] = b"reelchain/sums/v1";
const VOTE_DOMAIN: &[u8] = b"reelchain/sums-vote/v1";

/// What an account was awarded. Leaf of a tree of sums: its SCALE encoding, 33 to 49 bytes.
#[derive(
	Clone, Debug, PartialEq, Eq, Encode, Decode, DecodeWithMemTracking, MaxEncodedLen, TypeInfo,
)]
pub struct SumLeaf<Account = AccountId> {
	/// Who is paid.
	pub account: Account,
	/// CFX in planck, of all rounds of the generation so far.
	#[codec(compact)]
	pub sum_cfx: Balance,
}

/// A step that is asked for.
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
pub struct SumProposal {
	/// A round that is over; its proposer proposes this too.
	pub round: Round,
	/// Steps accepted before this one.
	pub step: u64,
	/// The generation that it is of: the running one, or the next.
	pub generation: u32,
	/// Rounds passed over before the first that is taken.
	pub passed_over: u32,
	/// Rounds taken, 1 to [`MAX_ROUNDS_PER_STEP`].
	pub rounds: u32,
	/// CFX in planck that nobody has claimed of them.
	pub open_cfx: Balance,
	/// BLAKE2b tree root over the [`SumLeaf`]s, ascending by account.
	pub root: Hash32,
	/// Number of leaves, at most [`MAX_SUMS`].
	pub count: u32,
	/// Their sum, CFX in planck.
	pub total_cfx: Balance,
}

impl SumProposal {
	/// What votes name.
	pub fn hash(&self) -> Hash32 {
		blake2b_256(&[b"reelchain/sums-step/v1", &self.encode()])
	}

	/// The bytes that the proposer signs: domain ‖ genesis ‖ session index u32 LE ‖ hash.
	pub fn signing_payload(&self, genesis: &Hash32, session: u32) -> Vec<u8> {
		[PROPOSE_DOMAIN, genesis, &session.to_le_bytes(), &self.hash()].concat()
	}
}

/// One authority's verdict on a step.
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
pub struct SumVote {
	/// The proposal.
	pub proposal: Hash32,
	/// Whether its root is right.
	pub approve: bool,
}

impl SumVote {
	/// The bytes that the voter signs: domain ‖ genesis ‖ session index u32 LE ‖ SCALE(vote).
	pub fn signing_payload(&self, genesis: &Hash32, session: u32) -> Vec<u8> {
		[VOTE_DOMAIN, genesis, &session.to_le_bytes(), &self.encode()].concat()
	}
}

/// A step that is being voted on, as the runtime tells it to the node.
#[derive(Clone, Debug, PartialEq, Eq, Encode, Decode, DecodeWithMemTracking, TypeInfo)]
pub struct OpenStep {
	/// The proposal.
	pub proposal: SumProposal,
	/// Session whose authorities vote.
	pub session: u32,
	/// Indices of the authorities that have voted, ascending.
	pub voted: Vec<u32>,
}

/// A tree of sums on the chain.
#[derive(
	Clone,
	Copy,
	Debug,
	Default,
	PartialEq,
	Eq,
	Encode,
	Decode,
	DecodeWithMemTracking,
	MaxEncodedLen,
	TypeInfo,
)]
pub struct SumTree {
	/// BLAKE2b tree root over the [`SumLeaf`]s.
	pub root: Hash32,
	/// Number of leaves.
	pub count: u32,
	/// CFX in planck of all leaves.
	pub total_cfx: Balance,
	/// Of it, CFX in planck that were paid.
	pub paid_cfx: Balance,
	/// Round of the generation's first step.
	pub began_in: Round,
	/// First round in which nothing can be claimed any more; `None` for the running generation.
	pub expires_in: Option<Round>,
}

impl SumTree {
	/// CFX in planck that are not paid.
	pub fn open_cfx(&self) -> Balance {
		self.total_cfx.saturating_sub(self.paid_cfx)
	}
}

/// A round that the next step may take, as the runtime tells it to the node.
#[derive(Clone, Debug, PartialEq, Eq, Encode, Decode, DecodeWithMemTracking, TypeInfo)]
pub struct SummableRound {
	/// The round.
	pub round: Round,
	/// Root over its payees.
	pub root: Hash32,
	/// Number of them.
	pub count: u32,
	/// Sum of their shares.
	pub total_shares: u128,
	/// CFX in planck for all of them.
	pub persons_cfx: Balance,
	/// Of it, CFX in planck that were claimed by round.
	pub claimed_cfx: Balance,
	/// Leaves claimed by round, ascending: bit `index % 8` of byte `index / 8`; no more bytes than the last claimed leaf
	/// needs.
	pub claimed: Vec<u8>,
}

impl SummableRound {
	/// Whether a leaf was claimed by round.
	pub fn is_claimed(&self, index: u32) -> bool {
		let byte = usize::try_from(index / 8).ok().and_then(|at| self.claimed.get(at));
		byte.is_some_and(|bits| bits & (1 << (index % 8)) != 0)
	}
}

/// How the sums stand, as the runtime tells it to the node.
#[derive(Clone, Debug, Default, PartialEq, Eq, Encode, Decode, DecodeWithMemTracking, TypeInfo)]
pub struct SumsStatus {
	/// Steps that were accepted.
	pub step: u64,
	/// Trees that can be claimed from, by generation, ascending.
	pub trees: Vec<(u32, SumTree)>,
	/// Number of the running generation; 0 before the first step.
	pub generation: u32,
	/// Whether the next step is to begin another generation, unless there are [`MAX_GENERATIONS`].
	pub is_over: bool,
	/// Rounds that are due, from the first that no step has looked at, at most [`MAX_PASSED_OVER`] and
	/// [`MAX_ROUNDS_PER_STEP`].
	pub due: Vec<Round>,
	/// The last round whose proposer has proposed a step.
	pub last_turn: Option<Round>,
	/// What is being voted on.
	pub open: Option<OpenStep>,
}

#[cfg(test)]
mod tests {
	use super::*;

	#[test]
	fn a_leaf_of_a_day_s_sum_is_forty_two_bytes() {
		// 90 CFX is the most a round mints.
		let leaf =
			SumLeaf { account: AccountId::new([1; 32]), sum_cfx: 90_000_000_000_000_000_000 };
		assert_eq!(leaf.encode().len(), 42);
		assert_eq!(SumLeaf { sum_cfx: u128::MAX, ..leaf }.encode().len(), 49);
	}

	#[test]
	fn statements_are_bound_to_chain_and_session_and_are_no_other_statement() {
		let proposal = SumProposal {
			round: 1,
			step: 2,
			generation: 1,
			passed_over: 0,
			rounds: 1,
			open_cfx: 5,
			root: [3; 32],
			count: 1,
			total_cfx: 5,
		};
		let payload = proposal.signing_payload(&[4; 32], 5);
		assert_ne!(payload, proposal.signing_payload(&[5; 32], 5));
		assert_ne!(payload, proposal.signing_payload(&[4; 32], 6));
		let vote = SumVote { proposal: proposal.hash(), approve: true };
		let batch = crate::batch::BatchVote { round: 1, batch: proposal.hash(), approve: true };
		assert_ne!(vote.signing_payload(&[4; 32], 5), batch.signing_payload(&[4; 32], 5));
		let no = SumVote { approve: false, ..vote };
		assert_ne!(vote.signing_payload(&[4; 32], 5), no.signing_payload(&[4; 32], 5));
	}

	#[test]
	fn claimed_leaves_are_read_from_the_bits() {
		let round = SummableRound {
			round: 1,
			root: [0; 32],
			count: 20,
			total_shares: 1,
			persons_cfx: 1,
			claimed_cfx: 0,
			claimed: alloc::vec![0b1000_0001, 0b10],
		};
		let claimed: Vec<u32> = (0..20).filter(|index| round.is_claimed(*index)).collect();
		assert_eq!(claimed, [0, 7, 9]);
	}
}
