//! How contracts end.

use crate::{Contracts, Duties, EndReason, Error, Event, Ledgers, Spans, mock::*};
use frame_support::{assert_noop, assert_ok, traits::Hooks, weights::Weight};
use reel_fragments::traits::{Curators as _, Standing};

fn ended() -> Vec<(u64, EndReason, u128)> {
	System::events()
		.into_iter()
		.filter_map(|record| match record.event {
			RuntimeEvent::FragmentStaking(Event::ContractEnded {
				contract,
				reason,
				earned_ssh,
				..
			}) => Some((contract, reason, earned_ssh)),
			_ => None,
		})
		.collect()
}

#[test]
fn a_binding_contract_cannot_be_dropped() {
	run(8, || {
		let (who, id) = fill_place(SHORT, 0);
		for by in [who, hot(who), STRANGER] {
			assert_noop!(
				FragmentStaking::end_contract(signed(by), id),
				Error::<Test>::ContractBinding
			);
		}
		assert_noop!(
			FragmentStaking::end_contract(signed(who), 7),
			Error::<Test>::ContractNotFound
		);
	});
}

#[test]
fn contracts_of_a_stopped_title_end_by_themselves_and_are_paid() {
	run(8, || {
		let contracts = fill(FILM, 0);
		assert_eq!(contracts.len(), 3);
		run_to(NOW + 50);
		let before = FragmentStaking::due(0);
		assert!(before > 0);
		set_playable(FILM, false);
		run_to(NOW + 52);
		assert_eq!(Contracts::<Test>::iter().count(), 0);
		assert_eq!(Spans::<Test>::get(FILM, 0), None);
		assert_eq!(Ledgers::<Test>::get(FILM), None);
		assert_eq!(Duties::<Test>::iter().count(), 0);
		for (id, reason, earned) in ended() {
			assert_eq!(reason, EndReason::TitleGone, "{id}");
			assert!(earned >= before);
		}
		for (who, _) in contracts {
			assert_eq!(Curators::used(&who), Some(0));
			assert!(ssh(who) >= before);
		}
	});
}

#[test]
fn anyone_may_end_a_contract_of_a_stopped_title_at_once() {
	run(8, || {
		let (_, id) = fill_place(SHORT, 0);
		set_playable(SHORT, false);
		assert_ok!(FragmentStaking::end_contract(signed(STRANGER), id));
		assert_eq!(ended(), [(id, EndReason::TitleGone, 0)]);
	});
}

#[test]
fn who_erased_a_stopped_title_is_not_slashed_for_it() {
	run(8, || {
		let (who, _) = fill_place(SHORT, 0);
		run_silent(NOW + 20);
		set_playable(SHORT, false);
		// Without cleaning: the sweep finds it out.
		for round in NOW + 21..=NOW + 40 {
			CurrentRound::set(round);
			System::set_block_number(System::block_number() + 1);
			FragmentStaking::on_initialize(0);
		}
		assert_eq!(ended().len(), 1);
		assert_eq!(Curators::curator(who).unwrap().collateral_cfx, COLLATERAL);
		assert_eq!(Curators::standing(&who), Some(Standing::Live));
	});
}

#[test]
fn cleaning_goes_round_within_its_bound() {
	run(8, || {
		fill(FILM, 0);
		fill(FILM, 1);
		set_playable(FILM, false);
		let count = || Contracts::<Test>::iter().count();
		assert_eq!(count(), 6);
		assert_eq!(FragmentStaking::on_idle(0, Weight::zero()), Weight::zero());
		assert_eq!(count(), 6);
		FragmentStaking::on_idle(0, Weight::MAX);
		assert_eq!(count(), 3);
		FragmentStaking::on_idle(0, Weight::MAX);
		assert_eq!(count(), 0);
		FragmentStaking::on_idle(0, Weight::MAX);
	});
}

#[test]
fn a_leaver_keeps_and_earns_until_another_takes_over() {
	run(8, || {
		let contracts = fill(FILM, 0);
		let (leaver, id) = contracts[0];
		run_to(NOW + 50);
		assert_ok!(Curators::leave(signed(leaver)));
		let load = FragmentStaking::span_load(FILM, 0).unwrap();
		assert!(load.places > 0);
		assert_eq!(load.holders.iter().filter(|(_, is_live)| *is_live).count(), 2);
		let due = FragmentStaking::due(id);
		let (next, _) = fill_place(FILM, 0);
		assert_ne!(next, leaver);
		assert_eq!(ended(), [(id, EndReason::HandedOver, due)]);
		assert_eq!(ssh(leaver), due);
		assert_eq!(Spans::<Test>::get(FILM, 0).unwrap().holders.len(), 3);
		CurrentRound::set(NOW + 50 + COOL_DOWN);
		assert_ok!(Curators::finish_leave(signed(leaver)));
	});
}

#[test]
fn being_relieved_while_asked_pays_nothing() {
	run(8, || {
		let (leaver, id) = fill(SHORT, 0)[0];
		run_to(NOW + 59);
		run_silent(NOW + 62);
		assert!(Duties::<Test>::get(leaver).unwrap().is_open_for(id));
		assert!(FragmentStaking::due(id) > 0);
		assert_ok!(Curators::leave(signed(leaver)));
		fill_place(SHORT, 0);
		assert_eq!(ended(), [(id, EndReason::HandedOver, 0)]);
	});
}

#[test]
fn a_leaver_that_nobody_relieves_may_go_after_its_cool_down() {
	run(3, || {
		let (leaver, id) = fill(SHORT, 0)[0];
		assert_ok!(Curators::leave(signed(leaver)));
		let end = |by| FragmentStaking::end_contract(signed(by), id);
		assert_noop!(end(leaver), Error::<Test>::ContractBinding);
		run_to(NOW + COOL_DOWN);
		assert_noop!(end(STRANGER), Error::<Test>::ContractBinding);
		assert_ok!(end(hot(leaver)));
		assert_eq!(ended()[0].1, EndReason::Left);
		assert_ok!(Curators::finish_leave(signed(leaver)));
	});
}

#[test]
fn who_is_leaving_is_challenged_all_the_same() {
	run(3, || {
		let (leaver, _) = fill(SHORT, 0)[0];
		assert_ok!(Curators::leave(signed(leaver)));
		run_while(NOW + 40, |who| who != leaver);
		assert!(Curators::curator(leaver).unwrap().collateral_cfx < COLLATERAL);
	});
}

#[test]
fn nobody_drops_what_it_is_being_asked_for() {
	run(3, || {
		let (leaver, id) = fill(SHORT, 0)[0];
		assert_ok!(Curators::leave(signed(leaver)));
		run_to(NOW + 59);
		run_silent(NOW + 61);
		assert!(Duties::<Test>::get(leaver).unwrap().is_open());
		let end = || FragmentStaking::end_contract(signed(leaver), id);
		assert_noop!(end(), Error::<Test>::ChallengesOpen);
		assert_ok!(answer(leaver));
		assert_ok!(end());
	});
}

#[test]
fn two_of_three_keepers_die_and_the_replicas_return_to_target() {
	run(8, || {
		let first: Vec<u64> = fill(FILM, 0).into_iter().map(|(who, _)| who).collect();
		let dead = [first[0], first[2]];
		run_while(NOW + 20 * 4 + 10, |who| !dead.contains(&who));
		assert!(dead.iter().all(|who| Curators::standing(who) != Some(Standing::Live)));
		assert_eq!(Spans::<Test>::get(FILM, 0).unwrap().holders.len(), 1, "it stays watchable");
		let replaced = fill(FILM, 0);
		assert_eq!(replaced.len(), 2);
		assert!(replaced.iter().all(|(who, _)| !dead.contains(who)));
		assert!(dead.iter().all(|who| ssh(*who) == 0));
	});
}

#[test]
fn a_curator_that_was_thrown_out_makes_way_at_once() {
	run(8, || {
		let (lost, id) = fill(SHORT, 0)[0];
		Curators::eject(&lost);
		Duties::<Test>::remove(lost);
		let load = FragmentStaking::span_load(SHORT, 0).unwrap();
		assert_eq!((load.holders.len(), load.places), (3, 1));
		fill_place(SHORT, 0);
		assert_eq!(ended(), [(id, EndReason::Ejected, 0)]);
		assert_noop!(
			FragmentStaking::claim_reward(signed(lost), vec![id].try_into().unwrap()),
			Error::<Test>::NotLive
		);
	});
}

#[test]
fn a_challenge_of_an_ended_contract_is_void_and_holds_up_no_claim() {
	run(1, || {
		assert_ok!(start(1, FILM, 0));
		assert_ok!(start(1, SHORT, 0));
		run_to(NOW + 59);
		run_silent(NOW + 60);
		// All that is asked for is of the large span.
		Duties::<Test>::mutate(1, |duty| {
			let challenges = duty.iter_mut().flat_map(|duty| duty.challenges.iter_mut());
			challenges.for_each(|challenge| (challenge.contract, challenge.offset) = (0, 0));
		});
		let claim = || FragmentStaking::claim_reward(signed(1), vec![1].try_into().unwrap());
		assert_noop!(claim(), Error::<Test>::ChallengesOpen);
		set_playable(FILM, false);
		assert_ok!(FragmentStaking::end_contract(signed(STRANGER), 0));
		assert_ok!(claim());
		run_silent(NOW + 66);
		assert_eq!(Curators::curator(1).unwrap().collateral_cfx, COLLATERAL);
	});
}
