//! What is asked, what is answered, and what becomes of silence.

use crate::{Contracts, Duties, EndReason, Error, Event, SweepAt, mock::*};
use frame_support::{assert_noop, assert_ok, dispatch::Pays};
use reel_fragments::traits::{Curators as _, Standing};
use reel_primitives::Balance;

/// CFX that a missed challenge costs.
const MISS: Balance = COLLATERAL * MISS_BP as Balance / 10_000;

fn collateral(who: u64) -> Balance {
	Curators::curator(who).unwrap().collateral_cfx
}

/// A curator that keeps [`SHORT`] alone, and its contract.
fn keeper() -> (u64, u64) {
	fill_place(SHORT, 0)
}

#[test]
fn everybody_is_asked_for_the_same_number_of_leaves_each_epoch() {
	run(8, || {
		let (small, _) = fill_place(SHORT, 0);
		fill(FILM, 0);
		fill(FILM, 1);
		run_silent(NOW + 19);
		assert!(
			Duties::<Test>::iter_values().all(|duty| duty.challenges.is_empty()),
			"not at once"
		);
		run_silent(NOW + 25);
		assert!(!SweepAt::<Test>::exists());
		let asked: Vec<_> = Duties::<Test>::iter().collect();
		assert!(asked.len() >= 4);
		for (who, duty) in asked {
			assert_eq!((duty.epoch, duty.challenges.len()), (51, CHALLENGES as usize), "{who}");
		}
		assert_eq!(FragmentStaking::challenges(small).len(), CHALLENGES as usize);
	});
}

#[test]
fn a_block_challenges_so_many_curators_and_no_more() {
	run(8, || {
		fill(FILM, 0);
		fill(FILM, 1);
		fill(SHORT, 0);
		let keepers = Duties::<Test>::iter_keys().count();
		run_silent(NOW + 20);
		let drawn = || Duties::<Test>::iter_values().filter(|duty| duty.epoch == 51).count();
		assert_eq!(drawn(), 2);
		run_silent(NOW + 21);
		assert_eq!(drawn(), keepers.min(4));
	});
}

#[test]
fn right_answers_are_free_and_counted() {
	run(8, || {
		let (who, _) = keeper();
		run_silent(NOW + 20);
		let mut answers = answers_of(who);
		let last = answers.pop().unwrap();
		let done = FragmentStaking::answer_challenges(signed(hot(who)), answers.clone()).unwrap();
		assert_eq!(done.pays_fee, Pays::No);
		System::assert_last_event(
			Event::ChallengesAnswered { curator: who, epoch: 51, count: 3, open: 1 }.into(),
		);
		assert_noop!(
			FragmentStaking::answer_challenges(signed(hot(who)), answers),
			Error::<Test>::ChallengeAnswered
		);
		let rest = vec![last].try_into().unwrap();
		assert_ok!(FragmentStaking::answer_challenges(signed(who), rest));
		run_to(NOW + 40);
		assert_eq!(collateral(who), COLLATERAL);
	});
}

#[test]
fn wrong_answers_change_nothing() {
	run(8, || {
		let (who, _) = keeper();
		run_silent(NOW + 20);
		let answers = answers_of(who);
		let send =
			|answers: crate::Answers| FragmentStaking::answer_challenges(signed(hot(who)), answers);
		let mut byte = answers.clone();
		byte[0].1.leaf[5] ^= 1;
		assert_noop!(send(byte), Error::<Test>::LeafProofInvalid);
		let mut number = answers.clone();
		number[0].0 = CHALLENGES;
		assert_noop!(send(number), Error::<Test>::ChallengeNotFound);
		let mut twice = answers.clone();
		twice[1] = twice[0].clone();
		assert_noop!(send(twice), Error::<Test>::ChallengeAnswered);
		let mut cell = answers.clone();
		cell[0].1.cell.index += 1;
		assert_noop!(send(cell), Error::<Test>::CellMissing);
		assert_noop!(send(Default::default()), Error::<Test>::ProofCountWrong);
		assert_noop!(
			FragmentStaking::answer_challenges(signed(STRANGER), answers.clone()),
			Error::<Test>::NotCurator
		);
		let other = (1..=8).find(|other| *other != who).unwrap();
		assert_noop!(
			FragmentStaking::answer_challenges(signed(other), answers),
			Error::<Test>::ChallengeNotFound
		);
	});
}

#[test]
fn a_proof_of_another_leaf_of_the_same_cell_is_refused() {
	run(8, || {
		let (who, _) = keeper();
		run_silent(NOW + 20);
		let first = FragmentStaking::challenges(who)[0];
		// The cell has three leaves; the middle one is not the last, so its length is right for the first.
		let leaf = if first.asked.leaf == 0 { 1 } else { 0 };
		let other = reel_fragments::challenge::LeafRef { leaf, ..first.asked };
		let answers = vec![(first.number, prove(&SHORT, 0, other))];
		assert_noop!(
			FragmentStaking::answer_challenges(signed(who), answers.try_into().unwrap()),
			Error::<Test>::LeafProofInvalid
		);
	});
}

#[test]
fn an_answer_after_the_deadline_comes_too_late() {
	run(8, || {
		let (who, _) = keeper();
		run_silent(NOW + 20);
		let answers = answers_of(who);
		run_silent(NOW + 25);
		let late = NOW + 26;
		frame_support::storage::with_storage_layer(|| {
			assert_ok!(FragmentStaking::answer_challenges(signed(who), answers.clone()));
			Err::<(), _>(sp_runtime::DispatchError::Other("only looked"))
		})
		.unwrap_err();
		run_silent(late);
		assert_noop!(
			FragmentStaking::answer_challenges(signed(who), answers),
			Error::<Test>::ChallengeOver
		);
	});
}

#[test]
fn a_chain_that_stood_still_slashes_nobody() {
	run(8, || {
		let (who, _) = keeper();
		run_silent(NOW + 20);
		// Rounds pass, but only two blocks.
		CurrentRound::set(NOW + 38);
		run_silent(NOW + 39);
		assert_ok!(answer(who));
		run_to(NOW + 45);
		assert_eq!(collateral(who), COLLATERAL);
	});
}

#[test]
fn a_miss_slashes_and_restarts_the_age() {
	run(8, || {
		let (who, id) = keeper();
		run_silent(NOW + 26);
		assert_ok!(FragmentStaking::settle_curator(signed(STRANGER), who));
		assert_eq!(collateral(who), COLLATERAL - Balance::from(CHALLENGES) * MISS);
		assert_eq!(Balances::free_balance(TREASURY), ED + Balance::from(CHALLENGES) * MISS);
		let contract = Contracts::<Test>::get(id).unwrap();
		assert_eq!((contract.since, contract.misses, contract.sum_at_since), (NOW + 26, 1, 26));
		assert_noop!(
			FragmentStaking::settle_curator(signed(STRANGER), who),
			Error::<Test>::NothingToSettle
		);
		// Answering in the next epoch wipes the miss off the contract, not the loss.
		run_to(NOW + 45);
		assert_eq!(Contracts::<Test>::get(id).unwrap().misses, 0);
		assert_eq!(collateral(who), COLLATERAL - Balance::from(CHALLENGES) * MISS);
	});
}

#[test]
fn each_miss_counts_once_even_if_nobody_settles_for_long() {
	run(8, || {
		let (who, _) = keeper();
		run_silent(NOW + 20);
		// The sweep of the next epoch settles it.
		run_silent(NOW + 40);
		assert_eq!(collateral(who), COLLATERAL - Balance::from(CHALLENGES) * MISS);
		assert_eq!(Duties::<Test>::get(who).unwrap().silent_epochs, 1);
		assert_eq!(Duties::<Test>::get(who).unwrap().epoch, 52);
	});
}

#[test]
fn missing_again_and_again_ends_the_contract_and_throws_out_the_silent() {
	run(8, || {
		let (who, id) = keeper();
		run_silent(NOW + 20 * 3);
		assert!(Contracts::<Test>::contains_key(id));
		run_silent(NOW + 20 * 4);
		assert!(!Contracts::<Test>::contains_key(id));
		assert_eq!(
			collateral(who),
			COLLATERAL - 3 * Balance::from(CHALLENGES) * MISS,
			"no more than three epochs"
		);
		assert!(matches!(Curators::standing(&who), Some(Standing::Ejected { .. })));
		assert!(FragmentStaking::span_load(SHORT, 0).unwrap().places > 0, "to be reassigned");
		assert!(!candidates(SHORT, 0).contains(&who));
		assert_eq!(ssh(who), 0);
	});
}

#[test]
fn a_curator_that_lost_one_contract_keeps_the_others() {
	run(1, || {
		assert_ok!(start(1, FILM, 0));
		assert_ok!(start(1, FILM, 1));
		assert_ok!(start(1, SHORT, 0));
		let lost = 0;
		// It answers all but what falls on the contract whose files are gone.
		for round in NOW + 1..NOW + 20 * 12 {
			run_while(round, |_| false);
			let answers: Vec<_> = FragmentStaking::challenges(1)
				.into_iter()
				.filter(|asked| asked.contract != lost && !asked.is_answered)
				.map(|asked| (asked.number, prove(&asked.content, asked.span, asked.asked)))
				.collect();
			let in_time =
				Duties::<Test>::get(1).is_some_and(|duty| !FragmentStaking::is_over(&duty));
			if !answers.is_empty() && in_time {
				let answers = answers.try_into().unwrap();
				assert_ok!(FragmentStaking::answer_challenges(signed(1), answers));
			}
		}
		let ended = System::events().into_iter().any(|record| {
			matches!(
				record.event,
				RuntimeEvent::FragmentStaking(Event::ContractEnded {
					contract: 0,
					reason: EndReason::Missed,
					earned_ssh: 0,
					..
				})
			)
		});
		assert!(ended || Curators::standing(&1) != Some(Standing::Live));
		assert!(collateral(1) < COLLATERAL);
	});
}

#[test]
fn a_start_draws_the_epochs_challenges_first() {
	run(1, || {
		assert_ok!(start(1, SHORT, 0));
		run_silent(NOW + 21);
		assert_ok!(answer(1));
		// As if the sweep had not been there yet.
		Duties::<Test>::mutate(1, |duty| {
			let duty = duty.as_mut().unwrap();
			duty.epoch = 50;
			duty.challenges = Default::default();
		});
		assert_ok!(start(1, FILM, 0));
		let asked = FragmentStaking::challenges(1);
		assert_eq!(asked.len(), CHALLENGES as usize);
		assert!(asked.iter().all(|asked| asked.content == SHORT), "not over the new contract");
	});
}

#[test]
fn seeds_differ_from_epoch_to_epoch() {
	run(1, || {
		let first = FragmentStaking::current_epoch().unwrap();
		run_to(NOW + 20);
		let second = FragmentStaking::current_epoch().unwrap();
		assert_eq!((first.index, second.index), (50, 51));
		assert_ne!(first.seed, second.seed);
	});
}
