//! Benchmarks of every call and of the offence handler, with a set as full as it may be.

use super::*;
use alloc::vec;
use codec::Decode;
use frame_benchmarking::{account, v2::*};
use frame_support::traits::{
	EnsureOrigin, Get,
	fungible::{Mutate, MutateHold},
};
use frame_system::RawOrigin;
use reel_primitives::{Balance, traits::RoundClock};
use sp_runtime::{Perbill, traits::TrailingZeroInput};
use sp_staking::offence::{OffenceDetails, OnOffenceHandler};

const BOND: Balance = 1_000_000_000_000_000_000;

/// An account with money and keys.
fn funded<T: Config<Currency: Mutate<T::AccountId>>>(index: u32) -> T::AccountId {
	let who = account("validator", index, 0);
	let _ = T::Currency::mint_into(&who, BOND.saturating_mul(10));
	T::SessionKeys::register_for_benchmark(&who);
	who
}

/// Fills the set but for `room` places, and returns a member.
fn fill<T: Config>(room: u32) -> T::AccountId {
	let size = T::MaxValidators::get() - room;
	let mut members = Members::<T>::get().into_inner();
	let mut index = 1_000;
	while (members.len() as u32) < size {
		let who: T::AccountId = account("member", index, 0);
		Validators::<T>::insert(&who, Validator::new(T::Requirement::get(), Standing::Active));
		members.push(who);
		index += 1;
	}
	members.truncate(size as usize);
	members.sort();
	let last = members.last().cloned();
	Members::<T>::put(frame_support::BoundedVec::truncate_from(members));
	Floor::<T>::put(1);
	last.unwrap_or_else(|| T::AccountId::decode(&mut TrailingZeroInput::zeroes()).unwrap())
}

/// Holds a bond of `who` and records it.
fn bond<T: Config>(who: &T::AccountId, standing: Standing) {
	T::Currency::hold(&HoldReason::ValidatorBond.into(), who, BOND).unwrap();
	let validator = Validator::new(T::Requirement::get(), standing);
	Validators::<T>::insert(who, Validator { bond_cfx: BOND, ..validator });
}

#[benchmarks(where T::Currency: Mutate<T::AccountId>)]
mod benchmarks {
	use super::*;

	#[benchmark]
	fn admit_validator() {
		fill::<T>(1);
		let who = funded::<T>(0);
		let origin = T::AdminOrigin::try_successful_origin().unwrap();

		#[extrinsic_call]
		_(origin as T::RuntimeOrigin, who.clone(), T::Requirement::get());

		assert!(Validators::<T>::contains_key(&who));
	}

	#[benchmark]
	fn accept_admission() {
		fill::<T>(1);
		let who = funded::<T>(0);
		let standing = Standing::Admitted { asked_cfx: BOND };
		Validators::<T>::insert(&who, Validator::new(T::Requirement::get(), standing));

		#[extrinsic_call]
		_(RawOrigin::Signed(who.clone()));

		assert!(Members::<T>::get().contains(&who));
	}

	#[benchmark]
	fn remove_validator() {
		let who = fill::<T>(0);
		let origin = T::AdminOrigin::try_successful_origin().unwrap();

		#[extrinsic_call]
		_(origin as T::RuntimeOrigin, who.clone());

		assert!(!Members::<T>::get().contains(&who));
	}

	#[benchmark]
	fn withdraw() {
		let who = funded::<T>(0);
		bond::<T>(&who, Standing::Leaving { withdrawable_from: 0 });
		T::Clock::set_round(1);
		let caller: T::AccountId = whitelisted_caller();

		#[extrinsic_call]
		_(RawOrigin::Signed(caller), who.clone());

		assert!(!Validators::<T>::contains_key(&who));
	}

	#[benchmark]
	fn set_floor() {
		fill::<T>(0);
		let origin = T::AdminOrigin::try_successful_origin().unwrap();

		#[extrinsic_call]
		_(origin as T::RuntimeOrigin, T::MaxValidators::get());

		assert_eq!(Floor::<T>::get(), T::MaxValidators::get());
	}

	#[benchmark]
	fn on_offence() {
		let who = funded::<T>(0);
		bond::<T>(&who, Standing::Active);
		let details = vec![OffenceDetails { offender: (who.clone(), ()), reporters: vec![] }];

		#[block]
		{
			Pallet::<T>::on_offence(&details, &[Perbill::from_percent(50)], 1);
		}

		assert_eq!(Validators::<T>::get(&who).unwrap().strikes, 1);
	}

	impl_benchmark_test_suite!(Pallet, crate::mock::ExtBuilder::new().build(), crate::mock::Test);
}
