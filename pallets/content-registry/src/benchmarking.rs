//! Benchmarks of every call, each in its most expensive form.

use super::*;
use frame_benchmarking::v2::*;
use frame_support::traits::{
	Get,
	fungible::{Inspect, Mutate},
};
use frame_system::RawOrigin;
use reel_primitives::{
	Balance, ContentId,
	content::{Licence, RewardSplit, TitleRecord, TitleState, TitleStatus},
	geometry::{Geometry, MAX_CELL_MS},
	traits::{RoundClock, Supervision},
};

const CONTENT: ContentId = ContentId([7; 32]);
const MINUTE: Geometry =
	Geometry { cells: 1, duration_ms: MAX_CELL_MS as u64, size_bytes: 8 << 20 };
const PRICE: Balance = 5;

/// The split that takes no more than it must for anybody but the creator.
fn split<T: Config>() -> RewardSplit {
	let bounds = T::SplitBounds::get();
	let mut split = RewardSplit {
		viewer_bp: bounds.least_viewer_bp,
		creator_bp: 0,
		sharing_bp: bounds.least_sharing_bp,
		validators_bp: bounds.validators_bp,
		supervisor_bp: bounds.supervisor_bp,
	};
	let others = split.viewer_bp + split.sharing_bp + split.validators_bp + split.supervisor_bp;
	split.creator_bp = reel_primitives::BASIS_POINTS - others;
	split
}

/// Writes a playable title of a minute with the default split and without deposit.
pub(crate) fn write<T: Config>(
	content: ContentId,
	creator: &T::AccountId,
	supervisor: &T::AccountId,
) {
	let record = TitleRecord {
		creator: creator.clone(),
		supervisor: supervisor.clone(),
		cells_root: [1; 32],
		geometry: MINUTE,
		split: RewardSplit::DEFAULT,
		licence: Licence::AllRightsReserved,
		metadata_hash: [2; 32],
		registered_in: T::Clock::round(),
	};
	let state = TitleState { status: TitleStatus::Playable, price_cfx: 0, takes_donations: false };
	Pallet::<T>::write(content, record, state, 0);
}

fn creator<T: Config>() -> T::AccountId {
	let creator: T::AccountId = account("creator", 0, 0);
	let amount = Pallet::<T>::deposit() * 2 + T::Currency::minimum_balance() * 10;
	T::Currency::mint_into(&creator, amount).expect("issuance has room");
	T::Supervision::authorize_for_benchmark(&creator);
	creator
}

fn registered<T: Config>() -> T::AccountId {
	let creator = creator::<T>();
	Pallet::<T>::register_title(
		RawOrigin::Signed(creator.clone()).into(),
		CONTENT,
		[1; 32],
		MINUTE,
		split::<T>(),
		Licence::AllRightsReserved,
		[2; 32],
		PRICE,
		true,
	)
	.expect("authorized, funded, and within the bounds");
	creator
}

fn assert_last<T: Config>(event: Event<T>) {
	frame_system::Pallet::<T>::assert_last_event(event.into());
}

#[benchmarks]
mod benchmarks {
	use super::*;

	#[benchmark]
	fn register_title() {
		let creator = creator::<T>();
		let split = split::<T>();
		#[extrinsic_call]
		_(
			RawOrigin::Signed(creator),
			CONTENT,
			[1; 32],
			MINUTE,
			split,
			Licence::AllRightsReserved,
			[2; 32],
			PRICE,
			true,
		);
		assert!(Titles::<T>::contains_key(CONTENT));
	}

	#[benchmark]
	fn set_price() {
		let creator = registered::<T>();
		#[extrinsic_call]
		_(RawOrigin::Signed(creator), CONTENT, 2 * PRICE);
		assert_last::<T>(Event::PriceSet { content: CONTENT, price_cfx: 2 * PRICE });
	}

	#[benchmark]
	fn set_donations() {
		let creator = registered::<T>();
		#[extrinsic_call]
		_(RawOrigin::Signed(creator), CONTENT, false);
		assert_last::<T>(Event::DonationsSet { content: CONTENT, takes_donations: false });
	}

	#[benchmark]
	fn delete_title() {
		let creator = registered::<T>();
		#[extrinsic_call]
		_(RawOrigin::Signed(creator), CONTENT);
		assert_last::<T>(Event::TitleDeleted { content: CONTENT });
	}

	impl_benchmark_test_suite!(Pallet, crate::mock::Builder::new().build(), crate::mock::Test);
}
