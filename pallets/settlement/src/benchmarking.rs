//! Benchmarks.

#![allow(missing_docs)]

use crate::{
	CLEARED_PER_CALL, Call, Config, Event, NextPurchase, OldestPeriod, Owed, Pallet, Purchases,
	Sales, SalesRecord,
};
use alloc::vec::Vec;
use frame_benchmarking::v2::*;
use frame_support::traits::{
	Get,
	fungible::{Inspect, Mutate},
};
use frame_system::RawOrigin;
use reel_primitives::{
	Balance, ContentId, Round,
	market::{Currency, MAX_HOLDERS, PurchaseId, SaleKind},
	traits::{Rights, RoundClock, TitlesOnSale},
};

const CONTENT: ContentId = ContentId([7; 32]);
const NOW: Round = 1_000;

/// So little that three hundredths of it are below the existential deposit.
fn price<T: Config>() -> Balance {
	T::Currency::minimum_balance() * 20
}

fn rich<T: Config>(name: &'static str) -> T::AccountId {
	let who: T::AccountId = account(name, 0, 0);
	T::Currency::set_balance(&who, price::<T>() * 10);
	who
}

/// A title with as many holders as there may be, none of which can take a small part, and a treasury.
fn titled<T: Config>() -> Vec<T::AccountId> {
	T::Clock::set_round(NOW);
	T::Currency::set_balance(&T::TreasuryAccount::get(), price::<T>());
	T::Titles::offer_for_benchmark(CONTENT, &account("creator", 0, 0), price::<T>());
	T::Rights::fill_for_benchmark(&CONTENT)
}

/// An open purchase of `buyer`.
fn bought<T: Config>() -> Result<(T::AccountId, PurchaseId), BenchmarkError> {
	titled::<T>();
	let buyer = rich::<T>("buyer");
	let id = NextPurchase::<T>::get();
	let (kind, currency) = (SaleKind::Purchase, Currency::Cfx);
	Pallet::<T>::do_buy(buyer.clone(), CONTENT, buyer.clone(), kind, currency, price::<T>())?;
	Ok((buyer, id))
}

/// Lets `count` of the holders be unable to take their part.
fn poor<T: Config>(holders: &[T::AccountId]) {
	for holder in holders {
		T::Currency::set_balance(holder, 0);
	}
}

#[benchmarks]
mod benchmarks {
	use super::*;

	#[benchmark]
	fn buy() {
		titled::<T>();
		let buyer = rich::<T>("buyer");
		let friend: T::AccountId = account("friend", 0, 0);
		let (kind, currency) = (SaleKind::Purchase, Currency::Cfx);
		#[extrinsic_call]
		_(RawOrigin::Signed(buyer), CONTENT, Some(friend), kind, currency, price::<T>());
		assert!(Purchases::<T>::contains_key(0));
	}

	#[benchmark]
	fn refuse() -> Result<(), BenchmarkError> {
		let (buyer, id) = bought::<T>()?;
		#[extrinsic_call]
		_(RawOrigin::Signed(buyer), id);
		assert!(!Purchases::<T>::contains_key(id));
		Ok(())
	}

	#[benchmark]
	fn return_undelivered() -> Result<(), BenchmarkError> {
		let (_, id) = bought::<T>()?;
		T::Clock::set_round(NOW + T::DeliveryRounds::get());
		#[extrinsic_call]
		_(RawOrigin::Signed(account("anyone", 0, 0)), id);
		assert!(!Purchases::<T>::contains_key(id));
		Ok(())
	}

	/// Donations so small that every holder is owed its part.
	#[benchmark]
	fn donate(h: Linear<1, MAX_HOLDERS>) {
		let holders = titled::<T>();
		let able = (MAX_HOLDERS - h) as usize;
		poor::<T>(&holders);
		for holder in holders.iter().take(able) {
			T::Currency::set_balance(holder, T::Currency::minimum_balance());
		}
		let donor = rich::<T>("donor");
		let amount = T::Currency::minimum_balance();
		#[extrinsic_call]
		_(RawOrigin::Signed(donor.clone()), CONTENT, Currency::Cfx, amount);
		let (content, currency) = (CONTENT, Currency::Cfx);
		let event = Event::<T>::Donated { content, donor, currency, amount };
		frame_system::Pallet::<T>::assert_last_event(event.into());
	}

	#[benchmark]
	fn claim_owed() -> Result<(), BenchmarkError> {
		let holders = titled::<T>();
		poor::<T>(&holders);
		let donor = rich::<T>("donor");
		Pallet::<T>::do_donate(donor, CONTENT, Currency::Cfx, T::Currency::minimum_balance())?;
		let who = holders.first().cloned().ok_or("a title has holders")?;
		T::Currency::set_balance(&who, T::Currency::minimum_balance());
		#[extrinsic_call]
		_(RawOrigin::Signed(account("anyone", 0, 0)), who.clone(), Currency::Cfx);
		assert!(!Owed::<T>::contains_key(who, Currency::Cfx));
		Ok(())
	}

	#[benchmark]
	fn forget() -> Result<(), BenchmarkError> {
		let (buyer, id) = bought::<T>()?;
		Pallet::<T>::deliver(id)?;
		#[extrinsic_call]
		_(RawOrigin::Signed(buyer), id);
		assert!(!Purchases::<T>::contains_key(id));
		Ok(())
	}

	#[benchmark]
	fn clear_sales() {
		T::Clock::set_round(T::SalesPeriod::get() * (T::KeptPeriods::get() + 2));
		OldestPeriod::<T>::put(0);
		for index in 0..CLEARED_PER_CALL {
			let holder: T::AccountId = account("holder", index, 0);
			Sales::<T>::insert(0, holder, SalesRecord { cfx: 1, ..Default::default() });
		}
		#[extrinsic_call]
		_(RawOrigin::Signed(account("anyone", 0, 0)));
		assert_eq!(Sales::<T>::iter().count(), 0);
	}

	#[benchmark]
	fn deliver(h: Linear<1, MAX_HOLDERS>) -> Result<(), BenchmarkError> {
		let (_, id) = bought::<T>()?;
		let holders = T::Rights::holders(&CONTENT);
		// Whoever cannot take its part costs most: it is transferred, owed and booked.
		let able = (MAX_HOLDERS - h) as usize;
		for holder in holders.iter().take(able) {
			T::Currency::set_balance(&holder.account, T::Currency::minimum_balance());
		}
		#[block]
		{
			Pallet::<T>::deliver(id)?;
		}
		assert!(Purchases::<T>::get(id).is_some_and(|purchase| !purchase.stage.is_held()));
		Ok(())
	}

	impl_benchmark_test_suite!(Pallet, crate::mock::build(), crate::mock::Test);
}
