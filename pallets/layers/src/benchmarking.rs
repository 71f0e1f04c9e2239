//! Benchmarks, of titles with as many layers and shares as there may be.

#![allow(missing_docs)]

use crate::{
	Call, Config, Layer, Layers, LayersOf, MAX_LAYERS, MAX_OFFERS, NextLayer, OwedTotal, Pallet,
	Share, SharesOf, Stage,
};
use alloc::vec::Vec;
use frame_benchmarking::v2::*;
use frame_support::traits::{
	Get,
	fungible::{Inspect, Mutate, MutateHold},
};
use frame_system::RawOrigin;
use reel_primitives::{
	Balance, ContentId,
	content::ReasonCode,
	layers::{CID_BYTES, Language, LayerFile, LayerId, LayerKind, LayerTerms, MAX_SHARED_LAYERS},
	traits::{CreatorShares, RoundClock, Sanctioners, Titles},
};

const CONTENT: ContentId = ContentId([7; 32]);
const OWED: Balance = 1_000_000_000_000_000_000;
const TERMS: LayerTerms = LayerTerms::Share { share_bp: 500 };

fn file() -> LayerFile {
	let mut cid = [7; CID_BYTES];
	cid[..4].copy_from_slice(&[1, 0x55, 0x12, 0x20]);
	LayerFile { cid, size_bytes: 1 }
}

fn language() -> Language {
	Language::new("ko").expect("a tag")
}

fn endowed<T: Config>(name: &'static str, index: u32) -> T::AccountId {
	let who: T::AccountId = account(name, index, 0);
	let amount = T::Deposit::get() * 1_000 + T::Currency::minimum_balance() * 1_000;
	let _ = T::Currency::mint_into(&who, amount);
	who
}

fn titled<T: Config>() -> T::AccountId {
	let creator = endowed::<T>("creator", 0);
	T::Titles::register_for_benchmark(CONTENT, &creator);
	creator
}

/// Stores a layer of an activator, held for.
fn stored<T: Config>(content: ContentId, index: u32, stage: Stage) -> (LayerId, T::AccountId) {
	let activator = endowed::<T>("activator", index);
	let deposit_cfx = T::Deposit::get();
	let reason = crate::HoldReason::Layer.into();
	T::Currency::hold(&reason, &activator, deposit_cfx).expect("endowed");
	let id = NextLayer::<T>::mutate(|next| {
		*next += 1;
		*next - 1
	});
	LayersOf::<T>::mutate(content, |ids| ids.try_push(id).expect("there is room"));
	let layer = Layer {
		content,
		activator: activator.clone(),
		kind: LayerKind::Subtitle,
		language: language(),
		file: file(),
		terms: TERMS,
		deposit_cfx,
		stage,
		stopped: None,
	};
	Layers::<T>::insert(id, layer);
	(id, activator)
}

/// Gives a title `count` layers with a share that are owed something.
fn shared<T: Config>(content: ContentId, count: u32) -> Vec<(LayerId, T::AccountId)> {
	let pot = Pallet::<T>::pot_account();
	let all = OWED * Balance::from(count) + T::Currency::minimum_balance();
	let _ = T::Currency::mint_into(&pot, all);
	(0..count)
		.map(|index| {
			let (layer, activator) = stored::<T>(content, index, Stage::Accepted);
			SharesOf::<T>::mutate(content, |shares| {
				let share = Share {
					layer,
					activator: activator.clone(),
					share_bp: 500,
					ends: None,
					stopped: false,
					owed_cfx: OWED,
				};
				shares.try_push(share).expect("there is room");
			});
			OwedTotal::<T>::mutate(|owed| *owed += OWED);
			(layer, activator)
		})
		.collect()
}

/// As many shares as there may be.
pub(crate) fn fill<T: Config>(content: &ContentId) {
	shared::<T>(*content, MAX_SHARED_LAYERS);
}

/// As many layers as there may be beside `but`.
fn crowd<T: Config>(but: u32) {
	for index in 0..MAX_LAYERS - but {
		let stage = if index < MAX_OFFERS - but { Stage::Offered } else { Stage::Accepted };
		stored::<T>(CONTENT, 100 + index, stage);
	}
	// Most of them were paid for.
	for id in LayersOf::<T>::get(CONTENT) {
		Layers::<T>::mutate_extant(id, |layer| {
			if layer.stage == Stage::Accepted {
				layer.terms = LayerTerms::Price { price_cfx: 0 };
			}
		});
	}
}

fn supervisor<T: Config>() -> T::AccountId {
	let supervisor = T::Titles::terms(&CONTENT).expect("registered").supervisor;
	T::Supervisors::admit_for_benchmark(&supervisor);
	supervisor
}

#[benchmarks]
mod benchmarks {
	use super::*;

	#[benchmark]
	fn offer() {
		titled::<T>();
		crowd::<T>(1);
		let activator = endowed::<T>("activator", 0);
		#[extrinsic_call]
		_(RawOrigin::Signed(activator), CONTENT, LayerKind::Dub, language(), file(), TERMS);
		assert_eq!(LayersOf::<T>::get(CONTENT).len() as u32, MAX_LAYERS);
	}

	#[benchmark]
	fn accept() {
		let creator = titled::<T>();
		shared::<T>(CONTENT, MAX_SHARED_LAYERS - 1);
		let (id, _) = stored::<T>(CONTENT, 50, Stage::Offered);
		#[extrinsic_call]
		_(RawOrigin::Signed(creator), id);
		assert_eq!(SharesOf::<T>::get(CONTENT).len() as u32, MAX_SHARED_LAYERS);
	}

	#[benchmark]
	fn decline() {
		let creator = titled::<T>();
		crowd::<T>(1);
		let (id, _) = stored::<T>(CONTENT, 50, Stage::Offered);
		#[extrinsic_call]
		_(RawOrigin::Signed(creator), id);
		assert!(!Layers::<T>::contains_key(id));
	}

	#[benchmark]
	fn withdraw() {
		titled::<T>();
		crowd::<T>(MAX_SHARED_LAYERS);
		let (id, activator) = shared::<T>(CONTENT, MAX_SHARED_LAYERS).remove(0);
		#[extrinsic_call]
		_(RawOrigin::Signed(activator), id);
		assert!(!Layers::<T>::contains_key(id));
	}

	#[benchmark]
	fn end() {
		let creator = titled::<T>();
		let (id, _) = shared::<T>(CONTENT, MAX_SHARED_LAYERS).remove(0);
		#[extrinsic_call]
		_(RawOrigin::Signed(creator), id);
		assert!(SharesOf::<T>::get(CONTENT)[0].ends.is_some());
	}

	#[benchmark]
	fn clear() {
		let creator = titled::<T>();
		crowd::<T>(MAX_SHARED_LAYERS);
		let (id, activator) = shared::<T>(CONTENT, MAX_SHARED_LAYERS).remove(0);
		Pallet::<T>::end(RawOrigin::Signed(creator).into(), id).expect("accepted");
		T::Clock::set_round(T::Clock::round() + T::NoticeRounds::get());
		#[extrinsic_call]
		_(RawOrigin::Signed(activator), id);
		assert!(!Layers::<T>::contains_key(id));
	}

	#[benchmark]
	fn claim() {
		titled::<T>();
		let (_, activator) = shared::<T>(CONTENT, MAX_SHARED_LAYERS).remove(0);
		#[extrinsic_call]
		_(RawOrigin::Signed(activator), CONTENT);
		assert_eq!(OwedTotal::<T>::get(), 0);
	}

	#[benchmark]
	fn stop() {
		titled::<T>();
		let (id, _) = shared::<T>(CONTENT, MAX_SHARED_LAYERS).remove(0);
		let supervisor = supervisor::<T>();
		#[extrinsic_call]
		_(RawOrigin::Signed(supervisor), id, ReasonCode::Rights);
		assert!(SharesOf::<T>::get(CONTENT)[0].stopped);
	}

	#[benchmark]
	fn reinstate() {
		titled::<T>();
		let (id, _) = shared::<T>(CONTENT, MAX_SHARED_LAYERS).remove(0);
		let supervisor = supervisor::<T>();
		let origin = RawOrigin::Signed(supervisor.clone());
		Pallet::<T>::stop(origin.into(), id, ReasonCode::Rights).expect("a supervisor");
		#[extrinsic_call]
		_(RawOrigin::Signed(supervisor), id);
		assert!(!SharesOf::<T>::get(CONTENT)[0].stopped);
	}

	#[benchmark]
	fn accrue() {
		titled::<T>();
		shared::<T>(CONTENT, MAX_SHARED_LAYERS);
		#[block]
		{
			<Pallet<T> as CreatorShares<T::AccountId>>::accrue(&CONTENT, OWED);
		}
		assert!(OwedTotal::<T>::get() > OWED * Balance::from(MAX_SHARED_LAYERS));
		// The caller pays; here nobody does.
		let _ = T::Currency::mint_into(&Pallet::<T>::pot_account(), OWED);
	}

	impl_benchmark_test_suite!(Pallet, crate::mock::build(), crate::mock::Test);
}
