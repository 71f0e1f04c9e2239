//! Stored types. All of fixed size: there is no field into which personal data could be put.

use codec::{Decode, DecodeWithMemTracking, Encode, MaxEncodedLen};
use reel_primitives::{Balance, Round};
use scale_info::TypeInfo;

/// What an account has on hold.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Encode, Decode, MaxEncodedLen, TypeInfo)]
pub struct Bond {
	/// CFX on hold in planck, above 0.
	pub held_cfx: Balance,
	/// First round in which all of it may be withdrawn; `None` while the account does not leave.
	pub free_in: Option<Round>,
}

/// Why an account is sanctioned. A code and nothing else: what it rests on stays with whoever imposed it.
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
pub enum SanctionReason {
	/// Plays that nobody watched.
	FakedViews,
	/// One of many accounts of one person.
	ManyAccounts,
	/// Receipts or reports of bytes that were not sent.
	FalseReceipts,
	/// Attacks on desks or other viewers.
	Abuse,
	/// None of these.
	Other,
}

/// How far a sanction has come.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Encode, Decode, MaxEncodedLen, TypeInfo)]
pub enum Stage {
	/// The account may appeal; when it does not, the sanction is upheld.
	Open {
		/// First round in which it is too late.
		until: Round,
	},
	/// Governance is to decide; when it does not, the sanction is lifted.
	Appealed {
		/// First round in which it is too late.
		until: Round,
	},
	/// What the account had on hold went to the treasury, and so does what it earns.
	Upheld,
}

/// A sanction against an account that earns by watching and sharing.
#[derive(Clone, Debug, PartialEq, Eq, Encode, Decode, MaxEncodedLen, TypeInfo)]
pub struct Sanction<AccountId> {
	/// The supervisor that imposed it and the country (ISO 3166-1 alpha-2) it was admitted for; `None`: governance.
	pub by: Option<(AccountId, [u8; 2])>,
	/// Why.
	pub reason: SanctionReason,
	/// Round in which it was imposed.
	pub since: Round,
	/// How far it has come.
	pub stage: Stage,
}

/// How an account stands, for clients.
#[derive(Clone, Debug, PartialEq, Eq, Encode, Decode, TypeInfo)]
pub struct AccountStanding<AccountId> {
	/// CFX in planck that an account has on hold before its rewards are free.
	pub bond_cfx: Balance,
	/// CFX in planck that this one has on hold.
	pub held_cfx: Balance,
	/// First round in which a leaving account may withdraw it; `None` when it does not leave.
	pub free_in: Option<Round>,
	/// The sanction in force, or over and not cleared away.
	pub sanction: Option<Sanction<AccountId>>,
}
