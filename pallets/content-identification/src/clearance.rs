//! What those who sell a title, and divide what it brings, are told.

use crate::{Config, FileOfTitle, Files, Pallet};
use reel_primitives::{
	ContentId,
	pattern::{OwnedPattern, PatternId},
	traits::{Clearance, Patterns},
};

impl<T: Config> Clearance<T::AccountId> for Pallet<T> {
	fn is_cleared(content: &ContentId, creator: &T::AccountId) -> bool {
		FileOfTitle::<T>::get(content)
			.and_then(Files::<T>::get)
			.and_then(|known| Self::root(&known.pattern))
			.is_some_and(|(root, pattern)| Self::is_allowed(creator, &root, &pattern))
	}

	#[cfg(feature = "runtime-benchmarks")]
	fn clear_for_benchmark(content: &ContentId, creator: &T::AccountId) {
		crate::benchmarking::clear::<T>(content, creator);
	}
}

impl<T: Config> Patterns<T::AccountId> for Pallet<T> {
	fn owned(name: &PatternId) -> Option<OwnedPattern<T::AccountId>> {
		Self::root(name).map(|(pattern, stored)| OwnedPattern { pattern, owner: stored.owner })
	}

	#[cfg(feature = "runtime-benchmarks")]
	fn open_for_benchmark(owner: &T::AccountId) -> PatternId {
		crate::benchmarking::open::<T>(owner)
	}
}
