//! Which recordings titles are of, as those who sell them ask (K1).

use crate::ContentId;

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
