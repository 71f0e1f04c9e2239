//! Stored types, and what views answer.

use codec::{Decode, DecodeWithMemTracking, Encode, MaxEncodedLen};
use reel_primitives::{Balance, Hash32, Round, pattern::PatternId};
use scale_info::TypeInfo;

/// A content pattern.
#[derive(Clone, Debug, PartialEq, Eq, Encode, Decode, MaxEncodedLen, TypeInfo)]
pub struct Pattern<AccountId> {
	/// Who may publish files of it, and permits nobody else by itself.
	pub owner: AccountId,
	/// Round in which it was opened.
	pub opened_in: Round,
	/// The pattern that a supervisor linked it to, which leads nowhere itself.
	pub leads_to: Option<PatternId>,
}

/// A file known by its exact hash.
#[derive(Clone, Debug, PartialEq, Eq, Encode, Decode, MaxEncodedLen, TypeInfo)]
pub struct KnownFile<AccountId> {
	/// The pattern it is in, linked or not.
	pub pattern: PatternId,
	/// BLAKE2b-256 of its fingerprint.
	pub fingerprint: Hash32,
	/// Who made it known, and keeps the deposit.
	pub registrant: AccountId,
	/// CFX on hold for it, in planck.
	pub deposit_cfx: Balance,
}

/// Somebody says that a pattern is theirs too, or not the other's.
#[derive(Clone, Debug, PartialEq, Eq, Encode, Decode, MaxEncodedLen, TypeInfo)]
pub struct Appeal {
	/// Exact hash of the file in question.
	pub file: Hash32,
	/// Hash of what speaks for it, kept off chain.
	pub evidence: Hash32,
	/// Round in which it was made.
	pub made_in: Round,
	/// CFX on hold for it, in planck.
	pub deposit_cfx: Balance,
}

/// What a supervisor says to an appeal.
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
pub enum Ruling {
	/// It stays as it is.
	#[codec(index = 0)]
	Dismissed,
	/// The appellant may publish files of the pattern as well.
	#[codec(index = 1)]
	Permitted,
	/// The pattern is the appellant's.
	#[codec(index = 2)]
	Transferred,
}

/// A pattern as views answer it.
#[derive(Clone, Debug, PartialEq, Eq, Encode, Decode, TypeInfo)]
pub struct PatternView<AccountId> {
	/// The pattern that the name leads to.
	pub pattern: PatternId,
	/// Whose it is.
	pub owner: AccountId,
	/// Round in which it was opened.
	pub opened_in: Round,
	/// Other names that lead to it.
	pub linked: alloc::vec::Vec<PatternId>,
}
