//! SSH for time held.

use crate::{Claims, Contracts, Error, Event, OwedTotal, TotalMinted, mock::*};
use frame_support::{assert_noop, assert_ok};
use reel_economics::postf;
use reel_primitives::{Balance, time::ROUND_MS};

fn claim(who: u64, contracts: &[u64]) -> sp_runtime::DispatchResult {
	let contracts: Claims = contracts.to_vec().try_into().unwrap();
	frame_support::storage::with_storage_layer(|| {
		FragmentStaking::claim_reward(signed(hot(who)), contracts)
	})
}

/// What 16 fragments earn in so many rounds at a popularity.
fn earned(rounds: u64, popularity: u64) -> Balance {
	postf::reward(rounds * ROUND_MS, popularity * 16)
}

#[test]
fn a_claim_pays_the_sources_formula_to_the_planck_and_restarts_the_age() {
	run(8, || {
		let (who, id) = fill_place(FILM, 0);
		run_to(NOW + 50);
		assert_eq!(FragmentStaking::due(id), earned(50, 1));
		assert_ok!(claim(who, &[id]));
		let sum = earned(50, 1);
		System::assert_last_event(
			Event::RewardClaimed {
				curator: who,
				contracts: 1,
				earned_ssh: sum,
				minted_ssh: sum,
				owed_ssh: 0,
			}
			.into(),
		);
		assert_eq!((ssh(who), TotalMinted::<Test>::get()), (sum, sum));
		assert_eq!(Contracts::<Test>::get(id).unwrap().since, NOW + 50);
		assert_eq!(FragmentStaking::due(id), 0);
	});
}

#[test]
fn nothing_is_paid_before_the_least_holding_time() {
	run(8, || {
		let (who, id) = fill_place(FILM, 0);
		run_to(NOW + 44);
		assert_eq!(FragmentStaking::due(id), 0);
		assert_noop!(claim(who, &[id]), Error::<Test>::HoldingTimeNotReached);
		run_to(NOW + 45);
		assert_ok!(claim(who, &[id]));
		assert_noop!(claim(who, &[id]), Error::<Test>::HoldingTimeNotReached);
		run_to(NOW + 89);
		assert_noop!(claim(who, &[id]), Error::<Test>::HoldingTimeNotReached);
		run_to(NOW + 90);
		assert_ok!(claim(who, &[id]));
		assert_eq!(ssh(who), 2 * earned(45, 1));
	});
}

#[test]
fn claiming_often_earns_no_more_than_claiming_once() {
	run(8, || {
		let contracts = fill(FILM, 0);
		let ((often, often_id), (once, once_id)) = (contracts[0], contracts[1]);
		for step in 1..=6 {
			run_to(NOW + step * 45);
			assert_ok!(claim(often, &[often_id]));
		}
		assert_ok!(claim(once, &[once_id]));
		assert_eq!(ssh(once), earned(6 * 45, 1));
		assert!(ssh(often) <= ssh(once) && ssh(once) - ssh(often) < 6, "less than a planck each");
	});
}

#[test]
fn a_peak_pays_the_epoch_after_its_plays_and_no_day_before() {
	run(8, || {
		let (who, id) = fill_place(FILM, 0);
		run_to(NOW + 80);
		// 7 whole plays in epoch 54: popularity 4 in epoch 55.
		watch(FILM, 7);
		assert_eq!(FragmentStaking::due(id), earned(80, 1));
		run_to(NOW + 140);
		let expected = postf::reward((80 + 20 + 4 * 20 + 20) * ROUND_MS, 16);
		assert_eq!(FragmentStaking::due(id), expected);
		assert_ok!(claim(who, &[id]));
		assert_eq!(ssh(who), expected);
	});
}

#[test]
fn under_a_constant_popularity_the_sum_is_time_times_popularity() {
	run(8, || {
		fill_place(FILM, 0);
		// Watched in every epoch: popularity 3 from the next one on.
		for epoch in 1..=6 {
			watch(FILM, 3);
			run_to(NOW + epoch * 20);
		}
		assert_eq!(FragmentStaking::due(0), postf::reward((20 + 3 * 100) * ROUND_MS, 16));
	});
}

#[test]
fn plays_of_titles_that_nobody_keeps_are_nothing_to_store() {
	run(8, || {
		watch(FILM, 100);
		assert_eq!(crate::Ledgers::<Test>::iter().count(), 0);
	});
}

#[test]
fn a_bundle_is_paid_as_the_sum_of_its_contracts_or_not_at_all() {
	run(1, || {
		assert_ok!(start(1, FILM, 0));
		assert_ok!(start(1, FILM, 1));
		run_to(NOW + 30);
		assert_ok!(start(1, SHORT, 0));
		run_to(NOW + 60);
		assert_noop!(claim(1, &[0, 1, 2]), Error::<Test>::HoldingTimeNotReached);
		assert_noop!(claim(1, &[0, 0]), Error::<Test>::HoldingTimeNotReached);
		assert_noop!(claim(1, &[0, 9]), Error::<Test>::ContractNotFound);
		assert_noop!(claim(1, &[]), Error::<Test>::NothingDue);
		let expected = FragmentStaking::due(0) + FragmentStaking::due(1);
		assert_ok!(claim(1, &[0, 1]));
		assert_eq!(ssh(1), expected);
	});
}

#[test]
fn nobody_claims_for_another() {
	run(8, || {
		let (who, id) = fill_place(FILM, 0);
		run_to(NOW + 50);
		let other = (1..=8).find(|other| *other != who).unwrap();
		assert_noop!(claim(other, &[id]), Error::<Test>::ContractNotFound);
		let contracts: Claims = vec![id].try_into().unwrap();
		assert_noop!(
			FragmentStaking::claim_reward(signed(STRANGER), contracts),
			Error::<Test>::NotCurator
		);
	});
}

#[test]
fn nothing_is_claimed_while_a_challenge_is_open() {
	run(8, || {
		let (who, id) = fill_place(FILM, 0);
		run_to(NOW + 59);
		run_silent(NOW + 61);
		assert_noop!(claim(who, &[id]), Error::<Test>::ChallengesOpen);
		assert_ok!(answer(who));
		assert_ok!(claim(who, &[id]));
	});
}

#[test]
fn a_miss_loses_what_was_not_claimed() {
	run(8, || {
		let (who, id) = fill_place(SHORT, 0);
		run_to(NOW + 59);
		assert!(FragmentStaking::due(id) > 0);
		run_silent(NOW + 80);
		assert_eq!(FragmentStaking::due(id), 0);
		run_to(NOW + 84);
		assert_noop!(claim(who, &[id]), Error::<Test>::HoldingTimeNotReached);
		assert_eq!(ssh(who), 0);
	});
}

#[test]
fn an_epoch_mints_no_more_than_its_cap_and_the_rest_stays_owed() {
	run(8, || {
		let contracts = fill(FILM, 0);
		run_to(NOW + 50);
		let due = earned(50, 1);
		Cap::set(due + due / 2);
		assert_ok!(claim(contracts[0].0, &[contracts[0].1]));
		assert_ok!(claim(contracts[1].0, &[contracts[1].1]));
		let second = contracts[1].0;
		assert_eq!((ssh(contracts[0].0), ssh(second)), (due, due / 2));
		assert_eq!(
			(FragmentStaking::owed(second), OwedTotal::<Test>::get()),
			(due - due / 2, due - due / 2)
		);
		let again = || FragmentStaking::claim_owed(signed(STRANGER), second);
		assert_noop!(again(), Error::<Test>::NotPayableYet);
		run_to(NOW + 60);
		assert_ok!(again());
		assert_eq!((ssh(second), FragmentStaking::owed(second)), (due, 0));
		assert_noop!(again(), Error::<Test>::NothingDue);
	});
}

#[test]
fn what_an_account_cannot_receive_yet_stays_owed() {
	run(8, || {
		let (who, id) = fill_place(SHORT, 0);
		run_to(NOW + 45);
		let due = FragmentStaking::due(id);
		// Move the least balance above it.
		assert_ok!(Assets::force_asset_status(
			RuntimeOrigin::root(),
			codec::Compact(SSH).into(),
			STRANGER,
			STRANGER,
			STRANGER,
			STRANGER,
			due + 1,
			true,
			false
		));
		assert_ok!(claim(who, &[id]));
		assert_eq!((ssh(who), FragmentStaking::owed(who)), (0, due));
		run_to(NOW + 90);
		let more = FragmentStaking::due(id);
		assert_ok!(claim(who, &[id]));
		assert_eq!((ssh(who), FragmentStaking::owed(who)), (due + more, 0));
	});
}
