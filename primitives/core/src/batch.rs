//! What validators propose and vote on (C7), and how a batch pays (C9).
//!
//! A **batch** sums up the plays of one round. It says how much of each title was watched, and who is to be paid
//! for watching and sharing, in *shares*: milliseconds watched × basis points of the title's split. Shares are
//! integers that do not depend on the round's reward, so a batch stays true whatever the schedule says when it is
//! accepted; the chain checks that they sum to what the title totals imply.
//!
//! ```text
//! persons' shares of a title = weight_ms × (viewer_bp + sharing_bp)
//! amount of a payee          = floor(persons' part of the reward × shares / total shares)
//! ```
//!
//! No item holds an account together with a title.

use crate::{AccountId, ContentId, Hash32, Round, ads::AdBill, blake2b_256, market::PurchaseId};
use alloc::vec::Vec;
use codec::{Decode, DecodeWithMemTracking, Encode, MaxEncodedLen};
use scale_info::TypeInfo;

/// Milliseconds watched × basis points.
pub type Shares = u128;

/// Hash of a [`BatchProposal`]: what a vote is about.
pub type BatchHash = Hash32;

/// Share of the authorities that must say yes, in percent (C7).
pub const QUORUM_PERCENT: u32 = 51;

/// Most titles in one batch. Plays of further titles wait for the next round.
pub const MAX_TITLES_PER_BATCH: u32 = 256;

/// Most payees that a batch pays directly; with more it names a payout root and they claim.
pub const MAX_DIRECT_PAYEES: u32 = 64;

/// Most payees of one batch: 2^20, so that a claim's path has at most 20 hashes.
pub const MAX_PAYEES: u32 = 1 << 20;

/// Rounds after its own in which a batch may be proposed and accepted; then the round lapses and its plays roll
/// over to a later batch. 20 × 14.4 s is nearly five minutes.
pub const BATCH_DEADLINE_ROUNDS: Round = 20;

/// Accepted batches that the chain remembers by their hashes. The batch of any of the last 1,000 rounds up to the last
/// one paid can therefore be asked for, four hours back.
pub const REMEMBERED_BATCHES: u64 = 1_000;

const PROPOSE_DOMAIN: &[u8] = b"reelchain/propose/v1";
const VOTE_DOMAIN: &[u8] = b"reelchain/vote/v1";

/// Whether `yes` of `authorities` are enough: 100 × yes ≥ 51 × authorities (C7), and at least one.
pub const fn is_quorum(yes: u32, authorities: u32) -> bool {
	yes > 0 && (yes as u64) * 100 >= (authorities as u64) * (QUORUM_PERCENT as u64)
}

/// How much of one title was watched in a batch.
#[derive(
	Clone,
	Copy,
	Debug,
	PartialEq,
	Eq,
	PartialOrd,
	Ord,
	Encode,
	Decode,
	DecodeWithMemTracking,
	MaxEncodedLen,
	TypeInfo,
)]
pub struct TitleTotal {
	/// The title.
	pub content: ContentId,
	/// Plays of its cells.
	pub plays: u32,
	/// Sum of the durations of those cells in milliseconds.
	pub weight_ms: u64,
}

/// One person's part of a batch. Leaf of the payout tree: its SCALE encoding, 48 bytes.
#[derive(
	Clone, Debug, PartialEq, Eq, Encode, Decode, DecodeWithMemTracking, MaxEncodedLen, TypeInfo,
)]
pub struct Payee<Account = AccountId> {
	/// Who is paid.
	pub account: Account,
	/// Its shares.
	pub shares: Shares,
}

/// Who is paid for watching and sharing.
#[derive(Clone, Debug, PartialEq, Eq, Encode, Decode, DecodeWithMemTracking, TypeInfo)]
pub enum Payees<Account = AccountId> {
	/// Everybody by name, ascending by account, at most [`MAX_DIRECT_PAYEES`].
	#[codec(index = 0)]
	Direct(Vec<Payee<Account>>),
	/// Root of the payout tree over all payees, ascending by account, and their number; they claim.
	#[codec(index = 1)]
	Root {
		/// BLAKE2b tree root; commits to the number too.
		root: Hash32,
		/// Number of leaves, above [`MAX_DIRECT_PAYEES`], at most [`MAX_PAYEES`].
		count: u32,
	},
}

/// One award out of a payout root. The tree's number of leaves is known to the chain.
#[derive(Clone, Debug, PartialEq, Eq, Encode, Decode, DecodeWithMemTracking, TypeInfo)]
pub struct PayoutClaim {
	/// Round of the batch.
	pub round: Round,
	/// The payee's shares.
	pub shares: Shares,
	/// Position of the payee's leaf.
	pub index: u32,
	/// BLAKE2b nodes from the leaf to the root, at most 20.
	pub path: Vec<Hash32>,
}

/// What the round's proposer puts before the others.
#[derive(Clone, Debug, PartialEq, Eq, Encode, Decode, DecodeWithMemTracking, TypeInfo)]
pub struct BatchProposal {
	/// The round whose reward is asked for.
	pub round: Round,
	/// BLAKE2b tree root over the hashes of the plays, ascending.
	pub plays_root: Hash32,
	/// Number of plays: those that the totals count, and those of ads that the bills tell of.
	pub plays: u32,
	/// Totals by title, ascending by content id, at most [`MAX_TITLES_PER_BATCH`].
	pub totals: Vec<TitleTotal>,
	/// Who is paid.
	pub payees: Payees,
	/// Open purchases of which the batch has a play, ascending, at most
	/// [`MAX_DELIVERIES`](crate::market::MAX_DELIVERIES): they are delivered with it (S5).
	pub delivered: Vec<PurchaseId>,
	/// What the ads of the batch come to, at most [`MAX_BILLS_PER_BATCH`](crate::ads::MAX_BILLS_PER_BATCH) bills (C11).
	pub charged: Vec<AdBill>,
}

impl BatchProposal {
	/// What votes name.
	pub fn hash(&self) -> BatchHash {
		blake2b_256(&[b"reelchain/batch/v1", &self.encode()])
	}

	/// The bytes that the proposer signs: domain ‖ genesis ‖ session index u32 LE ‖ batch hash.
	pub fn signing_payload(&self, genesis: &Hash32, session: u32) -> Vec<u8> {
		[PROPOSE_DOMAIN, genesis, &session.to_le_bytes(), &self.hash()].concat()
	}
}

/// One authority's verdict on a batch.
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
pub struct BatchVote {
	/// The batch's round.
	pub round: Round,
	/// The batch.
	pub batch: BatchHash,
	/// Whether every play of it was found right.
	pub approve: bool,
}

impl BatchVote {
	/// The bytes that the voter signs: domain ‖ genesis ‖ session index u32 LE ‖ SCALE(vote).
	pub fn signing_payload(&self, genesis: &Hash32, session: u32) -> Vec<u8> {
		[VOTE_DOMAIN, genesis, &session.to_le_bytes(), &self.encode()].concat()
	}
}

/// A batch that is being voted on, as the runtime tells it to the node.
#[derive(Clone, Debug, PartialEq, Eq, Encode, Decode, DecodeWithMemTracking, TypeInfo)]
pub struct OpenBatch {
	/// Its round.
	pub round: Round,
	/// Its hash.
	pub batch: BatchHash,
	/// Session whose authorities vote.
	pub session: u32,
	/// Index of the proposer among them.
	pub proposer: u32,
	/// Root over its plays.
	pub plays_root: Hash32,
	/// Number of plays.
	pub plays: u32,
	/// Purchases that it says were delivered, ascending.
	pub delivered: Vec<PurchaseId>,
	/// Bills that it says its ads come to.
	pub charged: Vec<AdBill>,
	/// Indices of the authorities that have voted, ascending.
	pub voted: Vec<u32>,
}

/// The batch that a round was paid for, as the runtime tells it to the node. Its plays follow from the hash of the
/// batch: a list is the true one when its root and its length are these.
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
pub struct PaidBatch {
	/// Its hash.
	pub batch: BatchHash,
	/// Root over its plays.
	pub plays_root: Hash32,
	/// Number of plays.
	pub plays: u32,
}

#[cfg(test)]
mod tests {
	use super::*;

	#[test]
	fn quorum_is_fifty_one_percent() {
		// authorities → least number of yes (the paper's 51 %)
		for (authorities, needed) in
			[(1, 1), (2, 2), (3, 2), (4, 3), (5, 3), (7, 4), (10, 6), (100, 51)]
		{
			assert!(is_quorum(needed, authorities), "{needed} of {authorities}");
			assert!(!is_quorum(needed - 1, authorities), "{needed} - 1 of {authorities}");
		}
		assert!(!is_quorum(0, 0));
	}

	#[test]
	fn a_payee_is_forty_eight_bytes() {
		let payee = Payee { account: AccountId::new([1; 32]), shares: 2 };
		assert_eq!(payee.encode().len(), 48);
	}

	#[test]
	fn a_vote_is_bound_to_chain_and_session() {
		let vote = BatchVote { round: 1, batch: [2; 32], approve: true };
		let payload = vote.signing_payload(&[3; 32], 4);
		assert_ne!(payload, vote.signing_payload(&[4; 32], 4));
		assert_ne!(payload, vote.signing_payload(&[3; 32], 5));
		assert_ne!(payload, BatchVote { approve: false, ..vote }.signing_payload(&[3; 32], 4));
	}
}
