//! Benchmarks.

#![allow(missing_docs)]

use crate::{Call, Config, Event, Holders, HoldersOf, Pallet, RentalTerms, Terms, TermsOf};
use frame_benchmarking::v2::*;
use frame_support::traits::Get;
use frame_system::RawOrigin;
use reel_primitives::{
	BASIS_POINTS, ContentId,
	market::{Holder, MAX_HOLDERS},
	traits::TitlesOnSale,
};

const CONTENT: ContentId = ContentId([7; 32]);

/// As many holders as there may be.
pub(crate) fn full<T: Config>() -> Holders<T::AccountId> {
	let others = (MAX_HOLDERS - 1) as u16;
	let holders = (0..MAX_HOLDERS).map(|index| Holder {
		account: account("holder", index, 0),
		share_bp: if index == 0 { BASIS_POINTS - others * 300 } else { 300 },
	});
	Holders::truncate_from(holders.collect())
}

fn titled<T: Config>() -> T::AccountId {
	let creator: T::AccountId = account("creator", 0, 0);
	T::Titles::offer_for_benchmark(CONTENT, &creator, 1_000_000);
	creator
}

#[benchmarks]
mod benchmarks {
	use super::*;

	#[benchmark]
	fn declare_holders() {
		let creator = titled::<T>();
		let holders = full::<T>();
		#[extrinsic_call]
		_(RawOrigin::Signed(creator), CONTENT, holders.clone());
		assert_eq!(HoldersOf::<T>::get(CONTENT), Some(holders));
	}

	#[benchmark]
	fn transfer_share() {
		titled::<T>();
		HoldersOf::<T>::insert(CONTENT, full::<T>());
		let from: T::AccountId = account("holder", MAX_HOLDERS - 1, 0);
		let to: T::AccountId = account("other", 0, 0);
		#[extrinsic_call]
		_(RawOrigin::Signed(from.clone()), CONTENT, to.clone(), 300);
		let event = Event::ShareTransferred { content: CONTENT, from, to, share_bp: 300 };
		frame_system::Pallet::<T>::assert_last_event(event.into());
	}

	#[benchmark]
	fn set_terms() {
		let creator = titled::<T>();
		let rounds = T::MaxRentalRounds::get();
		let rental = Some(RentalTerms { cfx: Some(1), ssh: Some(2), rounds });
		let terms = Terms { for_cfx: true, ssh: Some(3), rental };
		#[extrinsic_call]
		_(RawOrigin::Signed(creator), CONTENT, Some(terms));
		assert_eq!(TermsOf::<T>::get(CONTENT), Some(terms));
	}

	impl_benchmark_test_suite!(Pallet, crate::mock::build(), crate::mock::Test);
}
