//! Titles, as other pallets see them.

use crate::{
	ContentId,
	content::{ReasonCode, RewardSplit, TitleStatus},
};
use codec::{Decode, Encode};
use scale_info::TypeInfo;

/// What a title's plays pay to whom.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TitleTerms<AccountId> {
	/// Takes the creator's part.
	pub creator: AccountId,
	/// Takes the supervisor's part.
	pub supervisor: AccountId,
	/// Division of the reward.
	pub split: RewardSplit,
	/// Number of cells.
	pub cells: u32,
	/// Total play time in milliseconds.
	pub duration_ms: u64,
	/// Whether it may be played.
	pub status: TitleStatus,
}

/// Look-up of titles. Cost: two storage reads at most.
pub trait Titles<AccountId> {
	/// The terms of a title, also of one that is stopped or deleted; `None` when it was never registered.
	fn terms(content: &ContentId) -> Option<TitleTerms<AccountId>>;

	/// Registers a playable title of a minute with the default split, as `creator`'s.
	#[cfg(feature = "runtime-benchmarks")]
	fn register_for_benchmark(content: ContentId, creator: &AccountId);
}

/// Why a title's status did not change.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Encode, Decode, TypeInfo)]
pub enum TitleRefusal {
	/// No such title.
	NotFound,
	/// Its owner deleted it, which is final.
	Deleted,
	/// It is stopped already.
	AlreadyStopped,
	/// It is not stopped.
	NotStopped,
}

/// What supervisors may do to a title.
pub trait TitleControl<AccountId> {
	/// The creator and the supervisor that answers for the title; `None` when it was never registered.
	fn responsible(content: &ContentId) -> Option<(AccountId, AccountId)>;

	/// Stops playback.
	///
	/// # Errors
	/// When the title does not exist, is deleted or stopped already. Nothing changes then.
	fn stop(content: &ContentId, reason: ReasonCode) -> Result<(), TitleRefusal>;

	/// Allows playback again.
	///
	/// # Errors
	/// When the title does not exist, is deleted or not stopped. Nothing changes then.
	fn reinstate(content: &ContentId) -> Result<(), TitleRefusal>;

	/// Makes a playable title of `creator` that `supervisor` answers for.
	#[cfg(feature = "runtime-benchmarks")]
	fn register_for_benchmark(content: ContentId, creator: &AccountId, supervisor: &AccountId);
}
