//! Benchmarks.

#![allow(missing_docs)]

use crate::{Call, Campaigns, Config, DAYS_PER_STEP, Days, Due, DueKey, NextCampaign, Pallet};
use alloc::vec::Vec;
use frame_benchmarking::v2::*;
use frame_support::traits::{
	Get,
	fungible::{Inspect, Mutate},
};
use frame_system::RawOrigin;
use reel_primitives::{
	Balance, ContentId, Round,
	ads::{
		AdBill, AdCharge, AdTerms, CampaignId, CampaignState, Category, ChargePart, DayResults,
		Dropped, Figures, MAX_CATEGORIES, MAX_CHARGES_PER_BILL, MAX_COUNTRIES, MAX_LANGUAGES,
		MAX_PARTS_PER_BILL, MAX_TARGET_TITLES, MIN_VIEW_CFX, Targets, settled_in,
	},
	batch::Payees,
	content::ReasonCode,
	traits::{AdCharges, AdPayouts, RoundClock, Sanctioners, Titles},
};

const AD: ContentId = ContentId([7; 32]);
const NOW: Round = 6_000_000;

fn budget<T: Config>() -> Balance {
	T::MinBudget::get().max(T::Currency::minimum_balance()).saturating_mul(1_000)
}

fn rich<T: Config>(index: u32) -> T::AccountId {
	let who: T::AccountId = account("advertiser", index, 0);
	T::Currency::set_balance(&who, budget::<T>() * 10);
	who
}

fn title(n: u32) -> ContentId {
	let mut id = [1; 32];
	id[..4].copy_from_slice(&n.to_be_bytes());
	ContentId(id)
}

/// The longest terms there are.
fn terms<T: Config>() -> AdTerms {
	let letters = |n: u32, first: u8| [first + (n / 26) as u8, first + (n % 26) as u8];
	let category = |n: u32| {
		let mut name = [b'x'; reel_primitives::ads::MAX_CATEGORY_BYTES as usize];
		name[0] = b'a' + n as u8;
		Category::truncate_from(name.to_vec())
	};
	let mut countries: Vec<_> = (0..MAX_COUNTRIES).map(|n| letters(n, b'A')).collect();
	// The supervisor of benchmarks acts for this one.
	*countries.last_mut().unwrap() = *b"KR";
	AdTerms {
		creative: AD,
		view_cfx: MIN_VIEW_CFX,
		click_cfx: 1,
		targets: Targets {
			countries: countries.try_into().unwrap(),
			categories: (0..MAX_CATEGORIES).map(category).collect::<Vec<_>>().try_into().unwrap(),
			titles: (0..MAX_TARGET_TITLES).map(title).collect::<Vec<_>>().try_into().unwrap(),
			languages: (0..MAX_LANGUAGES)
				.map(|n| letters(n, b'a'))
				.collect::<Vec<_>>()
				.try_into()
				.unwrap(),
		},
		first: NOW,
		last: NOW + T::MaxRounds::get().min(1_000),
		daily_cap_cfx: Some(budget::<T>()),
		frequency_cap: 100,
	}
}

fn prepare<T: Config>() {
	T::Clock::set_round(NOW);
	T::Titles::register_for_benchmark(AD, &account("creator", 0, 0));
	let pot = T::Payouts::pot();
	if T::Currency::total_balance(&pot) < T::Currency::minimum_balance() {
		T::Currency::set_balance(&pot, T::Currency::minimum_balance());
	}
}

fn opened<T: Config>(index: u32) -> (T::AccountId, CampaignId) {
	prepare::<T>();
	let who = rich::<T>(index);
	let id = NextCampaign::<T>::get();
	Pallet::<T>::do_open(who.clone(), terms::<T>(), budget::<T>()).unwrap();
	(who, id)
}

fn state<T: Config>(id: CampaignId) -> CampaignState {
	Campaigns::<T>::get(id).unwrap().state
}

#[benchmarks]
mod benchmarks {
	use super::*;

	#[benchmark]
	fn open_campaign() {
		prepare::<T>();
		let who = rich::<T>(0);

		#[extrinsic_call]
		_(RawOrigin::Signed(who), terms::<T>(), budget::<T>());

		assert!(Campaigns::<T>::contains_key(0));
	}

	#[benchmark]
	fn fund_campaign() {
		let (who, id) = opened::<T>(0);

		#[extrinsic_call]
		_(RawOrigin::Signed(who), id, budget::<T>());

		assert_eq!(Campaigns::<T>::get(id).unwrap().left_cfx, 2 * budget::<T>());
	}

	#[benchmark]
	fn pause_campaign() {
		let (who, id) = opened::<T>(0);

		#[extrinsic_call]
		_(RawOrigin::Signed(who), id);

		assert_eq!(state::<T>(id), CampaignState::Paused { since: NOW });
	}

	#[benchmark]
	fn resume_campaign() {
		let (who, id) = opened::<T>(0);
		Pallet::<T>::do_pause(&who, id).unwrap();

		#[extrinsic_call]
		_(RawOrigin::Signed(who), id);

		assert_eq!(state::<T>(id), CampaignState::Running);
	}

	/// Paused for so long that all is returned at once.
	#[benchmark]
	fn cancel_campaign() {
		let (who, id) = opened::<T>(0);
		Pallet::<T>::do_pause(&who, id).unwrap();
		T::Clock::set_round(settled_in(NOW));

		#[extrinsic_call]
		_(RawOrigin::Signed(who), id);

		assert!(matches!(state::<T>(id), CampaignState::Ended { .. }));
	}

	#[benchmark]
	fn stop_campaign() {
		let (who, id) = opened::<T>(0);
		let supervisor: T::AccountId = account("supervisor", 0, 0);
		T::Sanctioners::admit_for_benchmark(&supervisor);
		Pallet::<T>::do_pause(&who, id).unwrap();
		T::Clock::set_round(settled_in(NOW));

		#[extrinsic_call]
		_(RawOrigin::Signed(supervisor), id, ReasonCode::Order);

		assert!(matches!(state::<T>(id), CampaignState::Ended { .. }));
	}

	#[benchmark]
	fn close_campaign() {
		let (_, id) = opened::<T>(0);
		T::Clock::set_round(settled_in(terms::<T>().last));

		#[extrinsic_call]
		_(RawOrigin::Signed(account("anyone", 0, 0)), id);

		assert!(matches!(state::<T>(id), CampaignState::Ended { .. }));
	}

	#[benchmark]
	fn forget() {
		let (_, id) = opened::<T>(0);
		T::Clock::set_round(settled_in(terms::<T>().last));
		Pallet::<T>::do_close(id).unwrap();
		let named = |n: u32| Figures { views: n.into(), ..Figures::default() };
		let titles: Vec<_> = (0..16).map(|n| (title(n), named(n))).collect();
		let full = DayResults { titles: titles.try_into().unwrap(), ..DayResults::default() };
		for day in 0..DAYS_PER_STEP {
			Days::<T>::insert(id, u64::from(day), full.clone());
		}
		let campaign = Campaigns::<T>::get(id).unwrap();
		let due = DueKey::new(Pallet::<T>::due_in(&campaign), id);

		#[block]
		{
			Pallet::<T>::forget_step(due, &campaign);
		}

		assert_eq!(Days::<T>::iter_prefix(id).count(), 0);
		assert!(!Due::<T>::contains_key(due));
	}

	/// Bills over a root, whose one entry belongs to payouts.
	#[benchmark]
	fn charge(
		c: Linear<1, MAX_CHARGES_PER_BILL>,
		p: Linear<MAX_CHARGES_PER_BILL, MAX_PARTS_PER_BILL>,
	) {
		let mut charges: Vec<AdCharge> = (0..c)
			.map(|n| {
				let (_, campaign) = opened::<T>(n);
				AdCharge { campaign, viewers: 1, dropped: Dropped::default(), parts: Vec::new() }
			})
			.collect();
		for n in 0..p {
			T::Titles::register_for_benchmark(title(n), &account("creator", n, 0));
			let (content, country) = (title(n), *b"KR");
			let part = ChargePart { content, country, impressions: 2, views: 1, clicks: 1 };
			let of = (n % c) as usize;
			charges[of].parts.push(part);
		}
		let bill = AdBill { charges, viewers: Payees::Root { root: [1; 32], count: 1 << 20 } };

		#[block]
		{
			assert_eq!(Pallet::<T>::charge(NOW, &[bill]), 1);
		}
	}

	impl_benchmark_test_suite!(Pallet, crate::mock::build(), crate::mock::Test);
}
