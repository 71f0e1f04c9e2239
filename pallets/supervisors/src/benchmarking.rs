//! Benchmarks of every call, each in its most expensive form.

use super::*;
use alloc::{vec, vec::Vec};
use codec::Encode;
use frame_benchmarking::v2::*;
use frame_support::{
	BoundedVec,
	traits::{
		EnsureOrigin, Get,
		fungible::{Inspect, Mutate},
	},
};
use frame_system::RawOrigin;
use reel_primitives::{
	ContentId, Round, blake2b_256,
	content::ReasonCode,
	traits::{RoundClock, TitleControl},
};

const CONTENT: ContentId = ContentId([7; 32]);
const CASE: CaseNumber = [9; 32];
const ROUND: Round = 1_000_000;

fn country(number: u8) -> CountryCode {
	CountryCode::new([b'A' + number / 26, b'A' + number % 26]).expect("two capital letters")
}

fn body() -> BodyName {
	BoundedVec::truncate_from(vec![b'b'; MAX_BODY_BYTES as usize])
}

/// A supervisor of `number`'s country and of every further one that fits.
fn widest_supervisor<T: Config>(name: &'static str, number: u8) -> T::AccountId {
	let supervisor: T::AccountId = account(name, 0, 0);
	Pallet::<T>::do_admit(supervisor.clone(), country(number), body()).expect("new");
	let others = (0..u8::MAX).filter(|other| *other != number);
	for other in others.take(MAX_EXTRA_COUNTRIES as usize) {
		Pallet::<T>::do_widen(supervisor.clone(), country(other)).expect("room for it");
	}
	supervisor
}

fn funded<T: Config>(name: &'static str, index: u32) -> T::AccountId {
	let who: T::AccountId = account(name, index, 0);
	let amount = T::ReportDeposit::get() * 2 + T::Currency::minimum_balance() * 10;
	T::Currency::mint_into(&who, amount).expect("issuance has room");
	who
}

/// Makes `creator` one that may publish, and returns its supervisor: another for every creator, since a round that pays
/// titles of as many supervisors is the dearest.
pub(crate) fn authorize<T: Config>(creator: &T::AccountId) -> T::AccountId {
	let [a, b, c, d, ..] = blake2b_256(&[&creator.encode()]);
	let supervisor: T::AccountId = account("supervisor", u32::from_le_bytes([a, b, c, d]), 0);
	if !Supervisors::<T>::contains_key(&supervisor) {
		Pallet::<T>::do_admit(supervisor.clone(), country(0), body()).expect("new");
	}
	let expires_in = T::Clock::round() + T::MaxAuthorizationRounds::get();
	Pallet::<T>::do_authorize(supervisor.clone(), creator.clone(), country(0), CASE, expires_in)
		.expect("active supervisor of the country");
	supervisor
}

/// A title of one supervisor, and another supervisor that may act on it only by the last country of its list.
fn title_of_another<T: Config>() -> T::AccountId {
	T::Clock::set_round(ROUND);
	let creator: T::AccountId = account("creator", 0, 0);
	let responsible: T::AccountId = account("responsible", 0, 0);
	let last = MAX_EXTRA_COUNTRIES as u8 - 1;
	Pallet::<T>::do_admit(responsible.clone(), country(last), body()).expect("new");
	Pallet::<T>::do_authorize(responsible.clone(), creator.clone(), country(last), CASE, ROUND + 1)
		.expect("active supervisor of the country");
	T::Titles::register_for_benchmark(CONTENT, &creator, &responsible);
	widest_supervisor::<T>("actor", 100)
}

/// As many open reports as fit but `room`; returns the last one's number and its reporter.
fn fill_reports<T: Config>(room: u32) -> Option<(ReportId, T::AccountId)> {
	let count = T::MaxOpenReportsPerTitle::get() - room;
	let reporters: Vec<T::AccountId> = (0..count).map(|i| funded::<T>("reporter", i)).collect();
	for reporter in &reporters {
		Pallet::<T>::do_report(reporter.clone(), CONTENT, ReasonCode::Rights).expect("room for it");
	}
	Some((NextReport::<T>::get().checked_sub(1)?, reporters.last()?.clone()))
}

fn assert_last<T: Config>(event: Event<T>) {
	frame_system::Pallet::<T>::assert_last_event(event.into());
}

#[benchmarks]
mod benchmarks {
	use super::*;

	fn admin<T: Config>() -> Result<T::RuntimeOrigin, BenchmarkError> {
		T::AdminOrigin::try_successful_origin().map_err(|()| BenchmarkError::Weightless)
	}

	#[benchmark]
	fn admit_supervisor() -> Result<(), BenchmarkError> {
		let origin = admin::<T>()?;
		let supervisor: T::AccountId = account("new", 0, 0);
		#[extrinsic_call]
		_(origin as T::RuntimeOrigin, supervisor.clone(), country(1), body());
		assert_last::<T>(Event::SupervisorAdmitted { supervisor, country: country(1) });
		Ok(())
	}

	#[benchmark]
	fn suspend_supervisor() -> Result<(), BenchmarkError> {
		let origin = admin::<T>()?;
		let supervisor = widest_supervisor::<T>("wide", 100);
		#[extrinsic_call]
		_(origin as T::RuntimeOrigin, supervisor.clone());
		assert_last::<T>(Event::SupervisorSuspended { supervisor, creators: 0 });
		Ok(())
	}

	#[benchmark]
	fn resume_supervisor() -> Result<(), BenchmarkError> {
		let origin = admin::<T>()?;
		let supervisor = widest_supervisor::<T>("wide", 100);
		Pallet::<T>::do_suspend(supervisor.clone())?;
		#[extrinsic_call]
		_(origin as T::RuntimeOrigin, supervisor.clone());
		assert_last::<T>(Event::SupervisorResumed { supervisor });
		Ok(())
	}

	#[benchmark]
	fn remove_supervisor() -> Result<(), BenchmarkError> {
		let origin = admin::<T>()?;
		let supervisor = widest_supervisor::<T>("wide", 100);
		Pallet::<T>::do_suspend(supervisor.clone())?;
		#[extrinsic_call]
		_(origin as T::RuntimeOrigin, supervisor.clone());
		assert_last::<T>(Event::SupervisorRemoved { supervisor });
		Ok(())
	}

	#[benchmark]
	fn widen_supervisor() -> Result<(), BenchmarkError> {
		let origin = admin::<T>()?;
		let supervisor = widest_supervisor::<T>("wide", 100);
		Supervisors::<T>::mutate(&supervisor, |info| {
			info.as_mut().map(|info| info.extra_countries.pop());
		});
		#[extrinsic_call]
		_(origin as T::RuntimeOrigin, supervisor.clone(), country(200));
		assert_last::<T>(Event::SupervisorWidened { supervisor, country: country(200) });
		Ok(())
	}

	/// A creator is taken over from a suspended supervisor.
	#[benchmark]
	fn authorize_creator() -> Result<(), BenchmarkError> {
		T::Clock::set_round(ROUND);
		let creator: T::AccountId = account("creator", 0, 0);
		let before = authorize::<T>(&creator);
		Pallet::<T>::do_suspend(before)?;
		let supervisor = widest_supervisor::<T>("wide", 100);
		let country = country(0);
		let expires_in = ROUND + 1;
		#[extrinsic_call]
		_(RawOrigin::Signed(supervisor.clone()), creator.clone(), country, CASE, expires_in);
		assert_last::<T>(Event::CreatorAuthorized { creator, supervisor, country, expires_in });
		Ok(())
	}

	#[benchmark]
	fn revoke_creator() {
		T::Clock::set_round(ROUND);
		let creator: T::AccountId = account("creator", 0, 0);
		let supervisor = authorize::<T>(&creator);
		#[extrinsic_call]
		_(RawOrigin::Signed(supervisor.clone()), creator.clone());
		assert_last::<T>(Event::CreatorRevoked { creator, supervisor });
	}

	#[benchmark]
	fn sanction_creator() {
		T::Clock::set_round(ROUND);
		let creator: T::AccountId = account("creator", 0, 0);
		authorize::<T>(&creator);
		let supervisor = widest_supervisor::<T>("wide", 100);
		let (until, reason) = (ROUND + 1, ReasonCode::Order);
		#[extrinsic_call]
		_(RawOrigin::Signed(supervisor.clone()), creator.clone(), until, reason);
		assert_last::<T>(Event::CreatorSanctioned { creator, supervisor, until, reason });
	}

	#[benchmark]
	fn lift_sanction() -> Result<(), BenchmarkError> {
		T::Clock::set_round(ROUND);
		let creator: T::AccountId = account("creator", 0, 0);
		let by = authorize::<T>(&creator);
		Pallet::<T>::do_sanction(by, creator.clone(), ROUND + 1, ReasonCode::Order)?;
		let supervisor = widest_supervisor::<T>("wide", 100);
		#[extrinsic_call]
		_(RawOrigin::Signed(supervisor.clone()), creator.clone());
		assert_last::<T>(Event::SanctionLifted { creator, supervisor });
		Ok(())
	}

	#[benchmark]
	fn stop_title() {
		let supervisor = title_of_another::<T>();
		let reason = ReasonCode::Rights;
		#[extrinsic_call]
		_(RawOrigin::Signed(supervisor.clone()), CONTENT, reason);
		assert_last::<T>(Event::StopDecided { content: CONTENT, supervisor, reason });
	}

	#[benchmark]
	fn reinstate_title() -> Result<(), BenchmarkError> {
		let supervisor = title_of_another::<T>();
		Pallet::<T>::do_stop_title(supervisor.clone(), CONTENT, ReasonCode::Rights)?;
		#[extrinsic_call]
		_(RawOrigin::Signed(supervisor.clone()), CONTENT);
		assert_last::<T>(Event::ReinstatementDecided { content: CONTENT, supervisor });
		Ok(())
	}

	#[benchmark]
	fn report_title() {
		title_of_another::<T>();
		fill_reports::<T>(1);
		let (report, reason) = (NextReport::<T>::get(), ReasonCode::Rights);
		let reporter = funded::<T>("last", 0);
		#[extrinsic_call]
		_(RawOrigin::Signed(reporter.clone()), CONTENT, reason);
		assert_last::<T>(Event::TitleReported { report, content: CONTENT, reporter, reason });
	}

	/// Upheld, and the treasury can pay.
	#[benchmark]
	fn decide_report() -> Result<(), BenchmarkError> {
		let supervisor = title_of_another::<T>();
		let (report, _) = fill_reports::<T>(0).ok_or(BenchmarkError::Weightless)?;
		let (content, verdict, reward_cfx) = (CONTENT, Verdict::Upheld, T::ReportReward::get());
		let treasury = T::TreasuryAccount::get();
		T::Currency::mint_into(&treasury, reward_cfx + T::Currency::minimum_balance())?;
		#[extrinsic_call]
		_(RawOrigin::Signed(supervisor.clone()), report, verdict);
		assert_last::<T>(Event::ReportDecided { report, content, supervisor, verdict, reward_cfx });
		Ok(())
	}

	#[benchmark]
	fn withdraw_report() -> Result<(), BenchmarkError> {
		title_of_another::<T>();
		let (report, reporter) = fill_reports::<T>(0).ok_or(BenchmarkError::Weightless)?;
		T::Clock::set_round(ROUND + T::ReportPatienceRounds::get());
		#[extrinsic_call]
		_(RawOrigin::Signed(reporter), report);
		assert_last::<T>(Event::ReportWithdrawn { report, content: CONTENT });
		Ok(())
	}

	impl_benchmark_test_suite!(Pallet, crate::mock::Builder::new().build(), crate::mock::Test);
}
