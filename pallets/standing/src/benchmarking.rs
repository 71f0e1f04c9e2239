//! Benchmarks.

#![allow(missing_docs)]

use crate::{Call, Config, Event, Pallet, SanctionReason, Sanctions};
use frame_benchmarking::v2::*;
use frame_support::traits::{
	EnsureOrigin, Get,
	fungible::{Inspect, Mutate},
};
use frame_system::RawOrigin;
use reel_primitives::{
	Balance, Round,
	traits::{RewardStanding, RoundClock, Sanctioners},
};

const NOW: Round = 1_000;

fn admin<T: Config>() -> Result<T::RuntimeOrigin, BenchmarkError> {
	T::AdminOrigin::try_successful_origin().map_err(|_| BenchmarkError::Weightless)
}

/// An account with its bond on hold, and a treasury.
fn bonded<T: Config>() -> T::AccountId {
	T::Clock::set_round(NOW);
	let bond = T::Currency::minimum_balance() * 1_000;
	Pallet::<T>::ask_bond_for_benchmark(bond);
	let who: T::AccountId = whitelisted_caller();
	T::Currency::set_balance(&who, T::Currency::minimum_balance());
	T::Currency::set_balance(&T::TreasuryAccount::get(), T::Currency::minimum_balance());
	reward::<T>(&who, bond);
	who
}

fn reward<T: Config>(who: &T::AccountId, amount_cfx: Balance) {
	T::Currency::mint_into(who, amount_cfx).expect("a small sum");
	Pallet::<T>::rewarded(who, amount_cfx);
}

/// A bonded account under a sanction, with a reward that it keeps on hold.
fn sanctioned<T: Config>() -> Result<T::AccountId, BenchmarkError> {
	let who = bonded::<T>();
	Pallet::<T>::do_sanction(None, who.clone(), SanctionReason::FakedViews)?;
	reward::<T>(&who, T::Currency::minimum_balance());
	Ok(who)
}

fn assert_last<T: Config>(event: Event<T>) {
	frame_system::Pallet::<T>::assert_last_event(event.into());
}

#[benchmarks]
mod benchmarks {
	use super::*;

	#[benchmark]
	fn set_viewer_bond() -> Result<(), BenchmarkError> {
		let bond_cfx = T::MaxViewerBond::get();
		let origin = admin::<T>()?;
		#[extrinsic_call]
		_(origin as T::RuntimeOrigin, bond_cfx);
		assert_last::<T>(Event::ViewerBondSet { bond_cfx });
		Ok(())
	}

	#[benchmark]
	fn leave() {
		let who = bonded::<T>();
		#[extrinsic_call]
		_(RawOrigin::Signed(who.clone()));
		let free_in = NOW + T::CoolDownRounds::get();
		assert_last::<T>(Event::LeaveStarted { who, free_in });
	}

	#[benchmark]
	fn stay() -> Result<(), BenchmarkError> {
		let who = bonded::<T>();
		Pallet::<T>::do_leave(who.clone())?;
		let amount_cfx = T::Currency::minimum_balance();
		reward::<T>(&who, amount_cfx);
		#[extrinsic_call]
		_(RawOrigin::Signed(who.clone()));
		assert_last::<T>(Event::Released { who, amount_cfx });
		Ok(())
	}

	#[benchmark]
	fn withdraw_bond() -> Result<(), BenchmarkError> {
		let who = bonded::<T>();
		Pallet::<T>::do_leave(who.clone())?;
		T::Clock::set_round(NOW + T::CoolDownRounds::get());
		#[extrinsic_call]
		_(RawOrigin::Signed(who.clone()));
		let amount_cfx = T::Currency::minimum_balance() * 1_000;
		assert_last::<T>(Event::Released { who, amount_cfx });
		Ok(())
	}

	#[benchmark]
	fn sanction_account() {
		T::Clock::set_round(NOW);
		let who: T::AccountId = account("viewer", 0, 0);
		let supervisor: T::AccountId = whitelisted_caller();
		T::Sanctioners::admit_for_benchmark(&supervisor);
		#[extrinsic_call]
		_(RawOrigin::Signed(supervisor), who.clone(), SanctionReason::FakedViews);
		assert!(Sanctions::<T>::contains_key(who));
	}

	#[benchmark]
	fn appeal() -> Result<(), BenchmarkError> {
		let account = sanctioned::<T>()?;
		#[extrinsic_call]
		_(RawOrigin::Signed(account.clone()));
		assert_last::<T>(Event::Appealed { account, until: NOW + T::DecisionRounds::get() });
		Ok(())
	}

	#[benchmark]
	fn lift_account_sanction() -> Result<(), BenchmarkError> {
		let account = bonded::<T>();
		let supervisor: T::AccountId = account_of_supervisor::<T>();
		T::Sanctioners::admit_for_benchmark(&supervisor);
		let by = T::Sanctioners::country(&supervisor).map(|country| (supervisor.clone(), country));
		Pallet::<T>::do_sanction(by, account.clone(), SanctionReason::FakedViews)?;
		let released_cfx = T::Currency::minimum_balance();
		reward::<T>(&account, released_cfx);
		#[extrinsic_call]
		_(RawOrigin::Signed(supervisor.clone()), account.clone());
		assert_last::<T>(Event::SanctionLifted { account, by: Some(supervisor), released_cfx });
		Ok(())
	}

	#[benchmark]
	fn uphold_sanction() -> Result<(), BenchmarkError> {
		let account = sanctioned::<T>()?;
		Pallet::<T>::do_appeal(account.clone())?;
		let forfeited_cfx = T::Currency::minimum_balance() * 1_001;
		let origin = admin::<T>()?;
		#[extrinsic_call]
		_(origin as T::RuntimeOrigin, account.clone());
		assert_last::<T>(Event::SanctionUpheld { account, forfeited_cfx });
		Ok(())
	}

	#[benchmark]
	fn settle() -> Result<(), BenchmarkError> {
		let account = sanctioned::<T>()?;
		T::Clock::set_round(NOW + T::AppealRounds::get());
		let forfeited_cfx = T::Currency::minimum_balance() * 1_001;
		let anyone: T::AccountId = account_of_supervisor::<T>();
		#[extrinsic_call]
		_(RawOrigin::Signed(anyone), account.clone());
		assert_last::<T>(Event::SanctionUpheld { account, forfeited_cfx });
		Ok(())
	}

	impl_benchmark_test_suite!(Pallet, crate::mock::build(), crate::mock::Test);
}

/// Somebody other than the account that earns.
fn account_of_supervisor<T: Config>() -> T::AccountId {
	account("supervisor", 0, 0)
}
