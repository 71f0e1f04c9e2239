//! From an accepted batch to coins (C8, C9).

use crate::{
	Balance, Round,
	batch::{Payees, Shares, TitleTotal},
};
use alloc::vec::Vec;
use codec::{Decode, Encode};
use scale_info::TypeInfo;

/// Why nothing was minted.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Encode, Decode, TypeInfo)]
pub enum MintRefusal {
	/// No play, no coin.
	NothingWatched,
	/// This round or a later one has been rewarded already.
	RoundRewarded,
	/// The round has not ended yet.
	RoundNotOver,
	/// The currency refused, which the issuance bound makes impossible.
	Currency,
}

/// How much of what was watched in a round counts: `part` of `whole`, at most all of it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Counted {
	/// What counts, at most [`Self::whole`].
	pub part: u128,
	/// All of it, above 0.
	pub whole: u128,
}

impl Counted {
	/// Everything counts.
	pub const ALL: Self = Self { part: 1, whole: 1 };
}

/// The only way to new CFX (invariant E5).
pub trait Mint<AccountId> {
	/// Mints what the schedule gives for `round`, in which `plays` plays were accepted of which `counted` counts, to
	/// `pot`, and says how much.
	///
	/// # Errors
	/// When the round may not be rewarded. Nothing is minted then.
	fn mint_round(
		round: Round,
		plays: u32,
		counted: Counted,
		pot: &AccountId,
	) -> Result<Balance, MintRefusal>;

	/// The last round that was rewarded.
	fn last_rewarded_round() -> Option<Round>;
}

/// A batch that was accepted.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RoundTotals<AccountId> {
	/// Its round.
	pub round: Round,
	/// Plays in it, at least one.
	pub plays: u32,
	/// Totals by title, ascending, none empty.
	pub totals: Vec<TitleTotal>,
	/// Who is paid for watching and sharing.
	pub payees: Payees<AccountId>,
	/// Sum of the payees' shares, checked against the totals by the caller.
	pub total_shares: Shares,
	/// Validators that share the validators' part: those that took part in voting lately.
	pub validators: Vec<AccountId>,
}

/// What a round came to.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Encode, Decode, TypeInfo)]
pub struct PaidRound {
	/// CFX minted, in planck.
	pub minted_cfx: Balance,
	/// Of it, what is left to be claimed over the payout root.
	pub claimable_cfx: Balance,
}

/// Why a round was not paid.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Encode, Decode, TypeInfo)]
pub enum PayRefusal {
	/// Nothing was minted.
	Mint(MintRefusal),
	/// A title in the totals is not registered, or a sum overflowed; the caller should have refused the batch.
	Totals,
}

/// Pays rounds.
pub trait RewardRounds<AccountId> {
	/// Mints and divides the reward of an accepted batch.
	///
	/// # Errors
	/// When the round cannot be paid. The caller must roll back (it runs in a storage layer of its own).
	fn pay_round(totals: RoundTotals<AccountId>) -> Result<PaidRound, PayRefusal>;

	/// Worst-case weight of [`Self::pay_round`] as (reference time in ps, proof size in bytes), for a batch of
	/// `titles` titles, `payees` direct payees and `validators` validators.
	fn pay_round_weight(titles: u32, payees: u32, validators: u32) -> (u64, u64);

	/// The last round that was paid; batches of earlier rounds come too late.
	fn last_paid_round() -> Option<Round>;

	/// Basis points of `round` that one title may bring at most; `None`: no cap. Never changes for a round that is over.
	fn title_cap(round: Round) -> Option<u16>;
}

/// What becomes of what viewers and sharing peers earn: bonds, and sanctions that reach what is not claimed yet.
pub trait RewardStanding<AccountId> {
	/// Whether `who` may be paid for watching and sharing. What an account that may not had earned is the treasury's.
	fn may_earn(who: &AccountId) -> bool;

	/// Told after `who` was paid `amount_cfx` planck for watching and sharing; may put a part of it, or all, on hold.
	fn rewarded(who: &AccountId, amount_cfx: Balance);

	/// Asks for a bond of `bond_cfx`, so that a reward costs what it costs at most.
	#[cfg(feature = "runtime-benchmarks")]
	fn ask_bond_for_benchmark(bond_cfx: Balance);
}

/// No bond, no sanction.
impl<AccountId> RewardStanding<AccountId> for () {
	fn may_earn(_: &AccountId) -> bool {
		true
	}

	fn rewarded(_: &AccountId, _: Balance) {}

	#[cfg(feature = "runtime-benchmarks")]
	fn ask_bond_for_benchmark(_: Balance) {}
}
