//! Benchmarks.

#![allow(missing_docs)]

use crate::{
	Call, Campaign, Campaigns, Config, Contributions, Event, Milestone, Moving, NextCampaign,
	Offer, Pallet, Phase, Royalties, STEPS_PER_CALL,
};
use alloc::vec;
use frame_benchmarking::v2::*;
use frame_support::traits::{
	Get,
	fungible::{Inspect, Mutate},
};
use frame_system::RawOrigin;
use reel_primitives::{
	Balance, ContentId, Round,
	funding::{CampaignId, MAX_MILESTONES, royalty_asset},
	market::Currency,
	traits::{RoundClock, Supervision, TitlesOnSale, TokenMoves},
};

const CONTENT: ContentId = ContentId([7; 32]);
const NOW: Round = 1_000;

fn least<T: Config>() -> Balance {
	T::Terms::get().min_contribution.max(T::Currency::minimum_balance())
}

fn rich<T: Config>(name: &'static str, index: u32) -> T::AccountId {
	let who: T::AccountId = account(name, index, 0);
	let terms = T::Terms::get();
	let all = terms.deposit + (least::<T>() + T::Currency::minimum_balance()) * 10_000;
	T::Currency::set_balance(&who, all);
	who
}

/// A creator with a title, and its supervisor.
fn creator<T: Config>() -> (T::AccountId, T::AccountId) {
	T::Clock::set_round(NOW);
	let creator = rich::<T>("creator", 0);
	let supervisor = T::Supervisors::authorize_for_benchmark(&creator);
	T::Titles::offer_for_benchmark(CONTENT, &creator, 1_000_000);
	(creator, supervisor)
}

/// With as many milestones as there may be; `contributors` times the least contribution, 100 times over.
fn offer<T: Config>(contributors: u32, content: Option<ContentId>) -> Offer {
	let terms = T::Terms::get();
	let amount = least::<T>() * 100 * Balance::from(contributors) / Balance::from(MAX_MILESTONES);
	let one = Milestone { amount, description: [1; 32], within: 1 };
	let goal = amount * Balance::from(MAX_MILESTONES);
	Offer {
		goal,
		ends: NOW + 1,
		milestones: vec![one; MAX_MILESTONES as usize].try_into().expect("as many as fit"),
		share_bp: 2_500,
		tokens: 1_000_003,
		voting_rounds: terms.min_voting_rounds,
		content,
		description: [2; 32],
	}
}

fn stored<T: Config>(id: CampaignId) -> Result<Campaign<T::AccountId>, BenchmarkError> {
	Campaigns::<T>::get(id).ok_or(BenchmarkError::Stop("no such campaign"))
}

fn opened<T: Config>(
	contributors: u32,
	content: Option<ContentId>,
) -> Result<(CampaignId, T::AccountId, T::AccountId), BenchmarkError> {
	let (creator, supervisor) = creator::<T>();
	let id = NextCampaign::<T>::get();
	Pallet::<T>::do_open(creator.clone(), offer::<T>(contributors, content))?;
	Ok((id, creator, supervisor))
}

/// A campaign to which as many contribute that its goal is met.
fn met<T: Config>(
	contributors: u32,
) -> Result<(CampaignId, T::AccountId, T::AccountId), BenchmarkError> {
	let (id, creator, supervisor) = opened::<T>(contributors, Some(CONTENT))?;
	let goal = offer::<T>(contributors, None).goal;
	for index in 0..contributors {
		let part = goal / Balance::from(contributors);
		let amount = if index + 1 == contributors { goal } else { part };
		Pallet::<T>::do_contribute(rich::<T>("contributor", index), id, amount)?;
	}
	Ok((id, creator, supervisor))
}

/// One that had success; tokens are not handed out.
fn issued<T: Config>(
	contributors: u32,
) -> Result<(CampaignId, T::AccountId, T::AccountId), BenchmarkError> {
	let (id, creator, supervisor) = met::<T>(contributors)?;
	let mut campaign = stored::<T>(id)?;
	for _ in 0..contributors {
		Pallet::<T>::gather(id, &mut campaign)?;
	}
	Pallet::<T>::succeed(id, &mut campaign)?;
	Pallet::<T>::save(id, &mut campaign);
	Ok((id, creator, supervisor))
}

fn earn<T: Config>(id: CampaignId) -> Result<(), BenchmarkError> {
	let account = Pallet::<T>::account(id);
	T::Currency::mint_into(&account, least::<T>() * 1_000)?;
	T::Ssh::mint_into(&account, T::Ssh::minimum_balance().max(1) * 1_000_000_000)?;
	Ok(())
}

#[benchmarks]
mod benchmarks {
	use super::*;

	#[benchmark]
	fn open() {
		let (creator, _) = creator::<T>();
		let offer = offer::<T>(2, Some(CONTENT));
		#[extrinsic_call]
		_(RawOrigin::Signed(creator), offer);
		assert!(Campaigns::<T>::contains_key(0));
	}

	/// The one with which the goal is met.
	#[benchmark]
	fn contribute() -> Result<(), BenchmarkError> {
		let (id, ..) = opened::<T>(2, Some(CONTENT))?;
		let goal = offer::<T>(2, None).goal;
		Pallet::<T>::do_contribute(rich::<T>("contributor", 0), id, goal / 2)?;
		let who = rich::<T>("contributor", 1);
		#[extrinsic_call]
		_(RawOrigin::Signed(who), id, goal);
		assert_eq!(stored::<T>(id)?.phase, Phase::Gathering);
		Ok(())
	}

	#[benchmark]
	fn attach_title() -> Result<(), BenchmarkError> {
		let (id, creator, _) = opened::<T>(1, None)?;
		let goal = offer::<T>(1, None).goal;
		Pallet::<T>::do_contribute(rich::<T>("contributor", 0), id, goal)?;
		#[extrinsic_call]
		_(RawOrigin::Signed(creator), id, CONTENT);
		assert_eq!(stored::<T>(id)?.offer.content, Some(CONTENT));
		Ok(())
	}

	#[benchmark]
	fn report() -> Result<(), BenchmarkError> {
		let (id, creator, _) = issued::<T>(1)?;
		#[extrinsic_call]
		_(RawOrigin::Signed(creator), id);
		assert!(matches!(stored::<T>(id)?.phase, Phase::Voting { .. }));
		Ok(())
	}

	/// The one with which a milestone is voted down.
	#[benchmark]
	fn vote() -> Result<(), BenchmarkError> {
		let (id, creator, _) = issued::<T>(1)?;
		Pallet::<T>::do_report(&creator, id)?;
		let who: T::AccountId = account("contributor", 0, 0);
		#[extrinsic_call]
		_(RawOrigin::Signed(who), id, true);
		assert!(matches!(stored::<T>(id)?.phase, Phase::Refunding { .. }));
		Ok(())
	}

	#[benchmark]
	fn stop() -> Result<(), BenchmarkError> {
		let (id, _, supervisor) = issued::<T>(1)?;
		#[extrinsic_call]
		_(RawOrigin::Signed(supervisor), id);
		assert!(matches!(stored::<T>(id)?.phase, Phase::Refunding { .. }));
		Ok(())
	}

	/// The costliest steps: what is left goes back with tokens that were not handed out, and income is divided before.
	#[benchmark]
	fn advance(s: Linear<1, STEPS_PER_CALL>) -> Result<(), BenchmarkError> {
		let (id, _, supervisor) = issued::<T>(s)?;
		Pallet::<T>::do_stop(&supervisor, id)?;
		earn::<T>(id)?;
		// Beyond these there is one more step, which ends the campaign; it costs less, and none of it is measured.
		let mut campaign = stored::<T>(id)?;
		#[block]
		{
			for _ in 0..s {
				Pallet::<T>::settle_next(id, &mut campaign);
				Pallet::<T>::save(id, &mut campaign);
			}
		}
		assert_eq!(Contributions::<T>::iter_prefix(id).count(), 0);
		Ok(())
	}

	#[benchmark]
	fn settle() -> Result<(), BenchmarkError> {
		let (id, _, supervisor) = issued::<T>(1)?;
		Pallet::<T>::do_stop(&supervisor, id)?;
		earn::<T>(id)?;
		let who: T::AccountId = account("contributor", 0, 0);
		#[extrinsic_call]
		_(RawOrigin::Signed(supervisor), id, who.clone());
		assert!(!Contributions::<T>::contains_key(id, who));
		Ok(())
	}

	/// With tokens that were not handed out.
	#[benchmark]
	fn claim() -> Result<(), BenchmarkError> {
		let (id, _, supervisor) = issued::<T>(1)?;
		earn::<T>(id)?;
		let who: T::AccountId = account("contributor", 0, 0);
		#[extrinsic_call]
		_(RawOrigin::Signed(supervisor), id, who.clone(), Currency::Ssh);
		assert!(T::Ssh::balance(&who) > 0);
		Ok(())
	}

	#[benchmark]
	fn moved() -> Result<(), BenchmarkError> {
		let (id, ..) = issued::<T>(1)?;
		let from: T::AccountId = account("contributor", 0, 0);
		let to: T::AccountId = account("other", 0, 0);
		Pallet::<T>::do_settle(id, &from)?;
		earn::<T>(id)?;
		#[block]
		{
			<Pallet<T> as TokenMoves<T::AccountId>>::arriving(royalty_asset(id), &to);
			// pallet-assets asks twice.
			<Pallet<T> as TokenMoves<T::AccountId>>::leaving(royalty_asset(id), &from);
			<Pallet<T> as TokenMoves<T::AccountId>>::leaving(royalty_asset(id), &from);
		}
		assert_eq!(Moving::<T>::get(id).from, Some(from));
		assert!(Royalties::<T>::get(id).is_some_and(|royalty| royalty.per_token.cfx > 0));
		Ok(())
	}

	/// Ends a campaign without success.
	#[benchmark]
	fn close() -> Result<(), BenchmarkError> {
		let (id, creator, _) = opened::<T>(1, None)?;
		Pallet::<T>::do_stop(&creator, id)?;
		earn::<T>(id)?;
		#[extrinsic_call]
		advance(RawOrigin::Signed(creator), id);
		let event = Event::CampaignClosed { campaign: id };
		frame_system::Pallet::<T>::assert_last_event(event.into());
		Ok(())
	}

	impl_benchmark_test_suite!(Pallet, crate::mock::build(), crate::mock::Test);
}
