//! What the creator of a title gives of its income to those who added layers (C10).

use crate::{Balance, ContentId, market::Holder};
use alloc::vec::Vec;

/// Who shares what the creator of a title gets, after its other holders have theirs. Both ways divide alike: each part is rounded down, the rest stays the
/// creator's.
pub trait CreatorShares<AccountId> {
	/// Who shares it, each once for each of its layers: at most
	/// [`MAX_SHARED_LAYERS`](crate::layers::MAX_SHARED_LAYERS), in sum at most 10,000 basis points. Cost: one read.
	fn shares(content: &ContentId) -> Vec<Holder<AccountId>>;

	/// Books the parts of `creator_cfx` planck of CFX, and says what they sum to: at most all of it. The caller pays as much
	/// to [`Self::pot`], in the same storage layer. Cost: one read and one write.
	fn accrue(content: &ContentId, creator_cfx: Balance) -> Balance;

	/// Account from which the booked parts are paid.
	fn pot() -> Option<AccountId>;

	/// Worst-case weight of [`Self::accrue`] for so many titles as (reference time in ps, proof size in bytes).
	fn accrue_weight(titles: u32) -> (u64, u64);

	/// Gives the title as many shares as there may be.
	#[cfg(feature = "runtime-benchmarks")]
	fn fill_for_benchmark(content: &ContentId);
}

/// Nobody shares.
impl<AccountId> CreatorShares<AccountId> for () {
	fn shares(_: &ContentId) -> Vec<Holder<AccountId>> {
		Vec::new()
	}

	fn accrue(_: &ContentId, _: Balance) -> Balance {
		0
	}

	fn pot() -> Option<AccountId> {
		None
	}

	fn accrue_weight(_: u32) -> (u64, u64) {
		(0, 0)
	}

	#[cfg(feature = "runtime-benchmarks")]
	fn fill_for_benchmark(_: &ContentId) {}
}
