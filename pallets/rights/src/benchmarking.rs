//! Benchmarks.

#![allow(missing_docs)]

use crate::{
	Call, Config, Event, Holders, HoldersOf, OwedTotal, Pallet, PatternHoldersOf, RentalTerms,
	Stake, Stakes, Terms, TermsOf, TitleHolders,
};
use frame_benchmarking::v2::*;
use frame_support::traits::{
	Get,
	fungible::{Inspect, Mutate},
};
use frame_system::RawOrigin;
use reel_primitives::{
	BASIS_POINTS, Balance, ContentId,
	market::{Holder, MAX_HOLDERS},
	pattern::{OwnedPattern, PatternId},
	traits::{HolderShares, Patterns, TitlesOnSale},
};

const CONTENT: ContentId = ContentId([7; 32]);
const OWED: Balance = 1_000_000_000_000_000_000;

/// As many holders as there may be, as they are declared.
fn declared<T: Config>() -> Holders<T::AccountId> {
	let others = (MAX_HOLDERS - 1) as u16;
	let holders = (0..MAX_HOLDERS).map(|index| Holder {
		account: account("holder", index, 0),
		share_bp: if index == 0 { BASIS_POINTS - others * 300 } else { 300 },
	});
	Holders::truncate_from(holders.collect())
}

/// The same as they are stored, owed nothing.
pub(crate) fn full<T: Config>() -> Stakes<T::AccountId> {
	Stakes::truncate_from(declared::<T>().into_iter().map(Stake::from).collect())
}

/// A pattern that titles follow; it need not exist.
fn followed<T: Config>() -> OwnedPattern<T::AccountId> {
	OwnedPattern { pattern: PatternId([8; 32]), owner: account("owner", 0, 0) }
}

/// Makes a title follow a pattern with those holders: the longest way to them.
pub(crate) fn follow<T: Config>(content: &ContentId, stakes: &Stakes<T::AccountId>) {
	let of = followed::<T>();
	PatternHoldersOf::<T>::insert(&of, stakes);
	HoldersOf::<T>::insert(content, TitleHolders::OfPattern(of));
}

/// As many holders as there may be, of which the last `count` are owed something, which the pot has.
fn owing<T: Config>(count: u32) -> Stakes<T::AccountId> {
	let mut stakes = full::<T>();
	stakes.iter_mut().rev().take(count as usize).for_each(|stake| stake.owed_cfx = OWED);
	let owed = OWED * Balance::from(count);
	OwedTotal::<T>::put(owed);
	let all = owed + T::Currency::minimum_balance();
	let _ = T::Currency::mint_into(&Pallet::<T>::pot_account(), all);
	stakes
}

/// Stores them as a title's own.
fn owing_title<T: Config>(count: u32) {
	titled::<T>();
	HoldersOf::<T>::insert(CONTENT, TitleHolders::Own(owing::<T>(count)));
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
		let holders = declared::<T>();
		// Of a pattern whose owner has said nothing.
		HoldersOf::<T>::insert(CONTENT, TitleHolders::OfPattern(followed::<T>()));
		#[extrinsic_call]
		_(RawOrigin::Signed(creator), CONTENT, holders);
		assert_eq!(HoldersOf::<T>::get(CONTENT), Some(TitleHolders::Own(full::<T>())));
	}

	#[benchmark]
	fn transfer_share() {
		owing_title::<T>(1);
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

	#[benchmark]
	fn claim(h: Linear<1, MAX_HOLDERS>) {
		owing_title::<T>(h);
		let caller: T::AccountId = account("caller", 0, 0);
		#[extrinsic_call]
		_(RawOrigin::Signed(caller), CONTENT);
		assert_eq!(OwedTotal::<T>::get(), 0);
	}

	#[benchmark]
	fn declare_pattern_holders() {
		let owner: T::AccountId = account("owner", 0, 0);
		let pattern = T::Patterns::open_for_benchmark(&owner);
		let holders = declared::<T>();
		#[extrinsic_call]
		_(RawOrigin::Signed(owner), pattern, holders);
		assert_eq!(PatternHoldersOf::<T>::iter_values().next(), Some(full::<T>()));
	}

	#[benchmark]
	fn transfer_pattern_share() {
		let of = followed::<T>();
		PatternHoldersOf::<T>::insert(&of, owing::<T>(1));
		let from: T::AccountId = account("holder", MAX_HOLDERS - 1, 0);
		let to: T::AccountId = account("other", 0, 0);
		#[extrinsic_call]
		_(RawOrigin::Signed(from.clone()), of.clone(), to.clone(), 300);
		let event = Event::PatternShareTransferred { of, from, to, share_bp: 300 };
		frame_system::Pallet::<T>::assert_last_event(event.into());
	}

	#[benchmark]
	fn claim_pattern(h: Linear<1, MAX_HOLDERS>) {
		let of = followed::<T>();
		PatternHoldersOf::<T>::insert(&of, owing::<T>(h));
		let caller: T::AccountId = account("caller", 0, 0);
		#[extrinsic_call]
		_(RawOrigin::Signed(caller), of);
		assert_eq!(OwedTotal::<T>::get(), 0);
	}

	#[benchmark]
	fn accrue() {
		titled::<T>();
		follow::<T>(&CONTENT, &owing::<T>(MAX_HOLDERS));
		let creator: T::AccountId = account("creator", 0, 0);
		let before = OwedTotal::<T>::get();
		#[block]
		{
			<Pallet<T> as HolderShares<T::AccountId>>::accrue(&CONTENT, &creator, OWED);
		}
		assert_eq!(OwedTotal::<T>::get(), before + OWED);
		// The caller pays; here nobody does.
		let _ = T::Currency::mint_into(&Pallet::<T>::pot_account(), OWED);
	}

	impl_benchmark_test_suite!(Pallet, crate::mock::build(), crate::mock::Test);
}
