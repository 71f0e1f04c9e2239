//! Benchmarks.

#![allow(missing_docs)]

use crate::{Config, Pallet, RewardedRounds};
use frame_benchmarking::v2::*;
use reel_primitives::traits::{Counted, Mint, RoundClock};

#[benchmarks]
mod benchmarks {
	use super::*;

	#[benchmark]
	fn mint_round() {
		let pot: T::AccountId = account("pot", 0, 0);
		T::Clock::set_round(1_000);
		Pallet::<T>::mint_round(1, 100, Counted { part: 1, whole: 3 }, &pot).unwrap();

		#[block]
		{
			Pallet::<T>::mint_round(2, 100, Counted { part: 1, whole: 3 }, &pot).unwrap();
		}

		assert_eq!(RewardedRounds::<T>::get(), 2);
	}

	impl_benchmark_test_suite!(
		Pallet,
		crate::mock::ExtBuilder::default().build(),
		crate::mock::Test
	);
}
