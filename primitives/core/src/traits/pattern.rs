//! Which recordings titles are of, as those who sell them ask, and whose these are (K1, K2).

use crate::{
	ContentId,
	pattern::{OwnedPattern, PatternId},
};

/// Whether a title's file was identified, and is its creator's to publish.
pub trait Clearance<AccountId> {
	/// Whether it was said what file the title is of, and `creator` may publish files of that file's pattern now: not any
	/// more when a supervisor linked it to another's. Cost: five storage reads.
	fn is_cleared(content: &ContentId, creator: &AccountId) -> bool;

	/// Makes the title one that is cleared, by the longest way.
	#[cfg(feature = "runtime-benchmarks")]
	fn clear_for_benchmark(content: &ContentId, creator: &AccountId);
}

/// Nothing is asked.
impl<AccountId> Clearance<AccountId> for () {
	fn is_cleared(_: &ContentId, _: &AccountId) -> bool {
		true
	}

	#[cfg(feature = "runtime-benchmarks")]
	fn clear_for_benchmark(_: &ContentId, _: &AccountId) {}
}

/// Whose patterns are.
pub trait Patterns<AccountId> {
	/// The pattern that a name leads to, and whose it is; `None` when there is no such. Cost: two storage reads.
	fn owned(name: &PatternId) -> Option<OwnedPattern<AccountId>>;

	/// Opens a pattern of `owner`'s, and answers a name that leads to it by the longest way.
	#[cfg(feature = "runtime-benchmarks")]
	fn open_for_benchmark(owner: &AccountId) -> PatternId;
}

/// There are no patterns.
impl<AccountId> Patterns<AccountId> for () {
	fn owned(_: &PatternId) -> Option<OwnedPattern<AccountId>> {
		None
	}

	#[cfg(feature = "runtime-benchmarks")]
	fn open_for_benchmark(_: &AccountId) -> PatternId {
		PatternId([0; 32])
	}
}

/// A title has holders of its own, but its recording is another's, who said whose income it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct HeldOtherwise;

/// Is told of which recordings titles are (K2).
pub trait PatternFollowers<AccountId> {
	/// From now on `content`, which is `creator`'s, is known to be of that pattern: where nothing is said of the title
	/// itself, its income is the pattern's holders'. Cost: one read and one write; two reads where something is said.
	///
	/// # Errors
	/// [`HeldOtherwise`]. Nothing changes then.
	fn identified(
		content: &ContentId,
		creator: &AccountId,
		of: OwnedPattern<AccountId>,
	) -> Result<(), HeldOtherwise>;
}

/// Nobody shares anything.
impl<AccountId> PatternFollowers<AccountId> for () {
	fn identified(
		_: &ContentId,
		_: &AccountId,
		_: OwnedPattern<AccountId>,
	) -> Result<(), HeldOtherwise> {
		Ok(())
	}
}
