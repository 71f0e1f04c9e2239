//! Benchmarks.

#![allow(missing_docs)]

use crate::{
	Call, Config, CuratorInfo, Curators, Endpoints, Event, HotKeys, Newcomers, Pallet, Roster,
};
use alloc::{vec, vec::Vec};
use codec::Encode;
use frame_benchmarking::v2::*;
use frame_support::{
	BoundedVec,
	traits::{EnsureOrigin, Get, fungible::Inspect, fungible::Mutate},
};
use frame_system::RawOrigin;
use reel_fragments::{
	Fragments,
	placement::{Seat, placement},
	region::Region,
	traits::Standing,
};
use reel_primitives::traits::RoundClock;

const ROUND: u64 = 1_000;

fn region() -> Region {
	Region::new(*b"KR").expect("two capital letters")
}

fn endpoints() -> Endpoints {
	let longest = BoundedVec::try_from(vec![b'a'; crate::MAX_ENDPOINT_BYTES as usize]);
	vec![longest.expect("fits"); crate::MAX_ENDPOINTS as usize].try_into().expect("fits")
}

fn fund<T: Config>(who: &T::AccountId, capacity: Fragments) {
	let asked = Pallet::<T>::asked_for(capacity).expect("a sum");
	let rich = asked.saturating_mul(4).saturating_add(T::Currency::minimum_balance() * 1_000);
	T::Currency::set_balance(who, rich);
}

/// Writes a live curator without a seat, with its collateral.
fn write<T: Config>(who: &T::AccountId, capacity: Fragments) {
	fund::<T>(who, capacity);
	let mut info = CuratorInfo {
		hot_key: who.clone(),
		region: region(),
		endpoints: endpoints(),
		capacity,
		used: 0,
		asked_cfx: 0,
		collateral_cfx: 0,
		standing: Standing::Live,
		registered_in: 0,
	};
	let asked = Pallet::<T>::asked_for(capacity).expect("a sum");
	Pallet::<T>::set_collateral(who, &mut info, asked).expect("funded");
	HotKeys::<T>::insert(who, who);
	Curators::<T>::insert(who, info);
}

/// Fills the roster up to `seats`, `curator` among them with `capacity`.
pub(crate) fn fill_roster<T: Config>(curator: &T::AccountId, capacity: Fragments, seats: u32) {
	// Slashes go there.
	if T::Currency::total_balance(&T::TreasuryAccount::get()) < T::Currency::minimum_balance() {
		T::Currency::set_balance(&T::TreasuryAccount::get(), T::Currency::minimum_balance());
	}
	let capacity = capacity.clamp(T::MinCapacity::get(), T::MaxCapacity::get());
	let fillers: Vec<T::AccountId> =
		(0..T::MaxCurators::get()).map(|n| account("seat", n, 0)).collect();
	// Fillers make way for curators that are asked for by name.
	let mut list: Vec<(T::AccountId, Fragments)> = Roster::<T>::get()
		.into_iter()
		.map(|seat| (seat.curator, seat.capacity))
		.filter(|(who, _)| who != curator && !fillers.contains(who))
		.collect();
	write::<T>(curator, capacity);
	list.push((curator.clone(), capacity));
	let vacant = seats.min(T::MaxCurators::get()).saturating_sub(list.len() as u32);
	for who in fillers.into_iter().take(vacant as usize) {
		if !Curators::<T>::contains_key(&who) {
			write::<T>(&who, T::MinCapacity::get());
		}
		list.push((who, T::MinCapacity::get()));
	}
	list.sort();
	let roster: Vec<_> = list
		.into_iter()
		.map(|(curator, capacity)| Seat {
			placement: curator.using_encoded(|bytes| placement(&[7; 32], bytes)),
			region: region(),
			capacity,
			is_open: true,
			curator,
		})
		.collect();
	Newcomers::<T>::kill();
	Roster::<T>::put(BoundedVec::truncate_from(roster));
}

/// A curator on a full roster.
fn seated<T: Config>() -> T::AccountId {
	T::Clock::set_round(ROUND);
	let who: T::AccountId = whitelisted_caller();
	fill_roster::<T>(&who, T::MinCapacity::get(), T::MaxCurators::get());
	who
}

fn assert_last<T: Config>(event: Event<T>) {
	frame_system::Pallet::<T>::assert_last_event(event.into());
}

#[benchmarks]
mod benchmarks {
	use super::*;

	#[benchmark]
	fn register_curator() {
		T::Clock::set_round(ROUND);
		// As many newcomers as can wait.
		let waiting: Vec<T::AccountId> =
			(1..T::MaxCurators::get()).map(|n| account("waiting", n, 0)).collect();
		Newcomers::<T>::put(BoundedVec::truncate_from(waiting));
		let curator: T::AccountId = whitelisted_caller();
		let capacity = T::MinCapacity::get();
		fund::<T>(&curator, capacity);
		let hot_key: T::AccountId = account("hot", 0, 0);
		#[extrinsic_call]
		_(RawOrigin::Signed(curator.clone()), hot_key, region(), capacity, endpoints());
		let collateral_cfx = Pallet::<T>::asked_for(capacity).expect("a sum");
		assert_last::<T>(Event::CuratorRegistered {
			curator,
			capacity,
			region: region(),
			collateral_cfx,
		});
	}

	#[benchmark]
	fn set_capacity() {
		let curator = seated::<T>();
		let capacity = T::MinCapacity::get().saturating_add(1).min(T::MaxCapacity::get());
		// The seat opens again, too.
		Pallet::<T>::do_slash(&curator, 1);
		#[extrinsic_call]
		_(RawOrigin::Signed(curator.clone()), capacity);
		assert_eq!(Curators::<T>::get(&curator).map(|info| info.capacity), Some(capacity));
	}

	#[benchmark]
	fn set_endpoints() {
		let curator = seated::<T>();
		let hot_key: T::AccountId = account("hot", 0, 0);
		Pallet::<T>::do_set_hot_key(curator.clone(), hot_key.clone()).expect("free");
		#[extrinsic_call]
		_(RawOrigin::Signed(hot_key), endpoints());
		assert_last::<T>(Event::EndpointsSet { curator });
	}

	#[benchmark]
	fn set_hot_key() {
		let curator = seated::<T>();
		let hot_key: T::AccountId = account("hot", 0, 0);
		#[extrinsic_call]
		_(RawOrigin::Signed(curator.clone()), hot_key.clone());
		assert_last::<T>(Event::HotKeySet { curator, hot_key });
	}

	#[benchmark]
	fn leave() {
		let curator = seated::<T>();
		#[extrinsic_call]
		_(RawOrigin::Signed(curator.clone()));
		assert_last::<T>(Event::CuratorLeaving { curator, until: Pallet::<T>::cool_down_end() });
	}

	#[benchmark]
	fn finish_leave() {
		let curator = seated::<T>();
		Pallet::<T>::do_leave(curator.clone()).expect("live");
		T::Clock::set_round(Pallet::<T>::cool_down_end());
		#[extrinsic_call]
		_(RawOrigin::Signed(curator.clone()));
		assert_eq!(Curators::<T>::get(&curator), None);
	}

	#[benchmark]
	fn remove_curator() -> Result<(), BenchmarkError> {
		let curator = seated::<T>();
		let origin =
			T::AdminOrigin::try_successful_origin().map_err(|()| BenchmarkError::Weightless)?;
		#[extrinsic_call]
		_(origin as T::RuntimeOrigin, curator.clone());
		assert_last::<T>(Event::CuratorLeaving { curator, until: Pallet::<T>::cool_down_end() });
		Ok(())
	}

	#[benchmark]
	fn refuse_hot_key() {
		let curator = seated::<T>();
		let key: T::AccountId = account("hot", 0, 0);
		Pallet::<T>::do_set_hot_key(curator.clone(), key.clone()).expect("free");
		#[extrinsic_call]
		_(RawOrigin::Signed(key));
		assert_last::<T>(Event::HotKeySet { hot_key: curator.clone(), curator });
	}

	/// `n` of as many as there may be are new.
	#[benchmark]
	fn seat_newcomers(n: Linear<0, { T::MaxCurators::get() }>) {
		seated::<T>();
		let seats = Roster::<T>::take();
		let (new, old) = seats.split_at((n as usize).min(seats.len()));
		let newcomers: Vec<_> = new.iter().map(|seat| seat.curator.clone()).collect();
		Newcomers::<T>::put(BoundedVec::truncate_from(newcomers));
		Roster::<T>::put(BoundedVec::truncate_from(old.to_vec()));
		#[block]
		{
			Pallet::<T>::do_seat_newcomers(&[9; 32]);
		}
		assert_eq!(Roster::<T>::get().len(), seats.len());
	}

	impl_benchmark_test_suite!(Pallet, crate::mock::build(), crate::mock::Test);
}
