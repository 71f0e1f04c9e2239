//! Stored types.

use codec::{Decode, Encode, MaxEncodedLen};
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
	/// By which its fingerprint is had from stores; zeros when there is none.
	pub fingerprint: Hash32,
	/// Who made it known, and keeps the deposit.
	pub registrant: AccountId,
	/// CFX on hold for it, in planck.
	pub deposit_cfx: Balance,
}
