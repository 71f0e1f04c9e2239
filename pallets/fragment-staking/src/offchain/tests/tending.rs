//! What the bridge does while nothing is asked: letting go of what too many keep, and claiming.

use super::*;
use crate::{EndReason, Error, Event, MAX_CLAIMS_PER_CALL};
use frame_support::{assert_noop, assert_ok, dispatch::Pays};
use sp_runtime::offchain::storage::StorageValueRef;

/// Plays with which five are wanted instead of three.
const HOT: u32 = 3;

/// Five keep [`SHORT`], of which three are wanted from round [`NOW`] + 100 on. The five, the farthest first, and the
/// contract of each.
fn cold_again() -> Vec<(u64, u64)> {
	// Nothing else to be claimed.
	fill(FILM, 0);
	fill(FILM, 1);
	fill(SHORT, 0);
	watch(SHORT, HOT);
	run_to(NOW + 20);
	let mut contracts = fill(SHORT, 0);
	assert_eq!(contracts.len(), 2, "as many more as are wanted");
	// Watched for another epoch, so that all of them have lasted when it turns cold.
	watch(SHORT, HOT);
	run_to(NOW + 40);
	watch(SHORT, HOT);
	run_to(NOW + 60);
	watch(SHORT, HOT);
	run_to(NOW + 80);
	assert_eq!(FragmentStaking::title_load(SHORT).unwrap().wanted, 5);
	run_to(NOW + 106);
	assert_eq!(FragmentStaking::title_load(SHORT).unwrap().wanted, 3);
	contracts = Contracts::<Test>::iter()
		.filter(|(_, one)| one.content == SHORT)
		.map(|(id, one)| (one.curator, id))
		.collect();
	let roster = <Curators as reel_fragments::traits::Curators<u64>>::roster();
	let all: Vec<u64> = contracts.iter().map(|(who, _)| *who).collect();
	let home = Films::get()[&SHORT].region;
	let far = |wanted| reel_fragments::placement::surplus(&roster, &all, &SHORT, 0, home, wanted);
	// Those that are to go, then the others by distance alone.
	let order = [far(3), far(0)].concat();
	contracts.sort_by_key(|(who, _)| order.iter().position(|one| one == who));
	contracts
}

/// Who has to let go in [`cold_again`].
fn farthest_two() -> [u64; 2] {
	on_chain_of(8, || {
		let order = cold_again();
		[order[0].0, order[1].0]
	})
}

/// The curator of this machine keeps [`SHORT`], and perhaps more, and nothing else is to be had.
fn settled(who: u64, store: &FilmStore) {
	keeping(who, store);
	for (content, span) in [(SHORT, 0), (FILM, 0), (FILM, 1)] {
		fill(content, span);
	}
	run(store);
	Sent::set(vec![]);
	memory::clear_flight();
}

fn claim_every(rounds: u64) {
	StorageValueRef::persistent(CLAIM_KEY).set(&rounds);
}

fn ended_as_surplus(id: u64) -> Option<u128> {
	System::events().into_iter().find_map(|record| match record.event {
		RuntimeEvent::FragmentStaking(Event::ContractEnded {
			contract,
			reason: EndReason::Surplus,
			earned_ssh,
			..
		}) if contract == id => Some(earned_ssh),
		_ => None,
	})
}

#[test]
fn the_farthest_let_go_of_what_too_many_keep_and_are_paid_for_it() {
	for who in farthest_two() {
		on_machine_of(who, 8, |_| {
			let contracts = cold_again();
			let (_, id) = *contracts.iter().find(|(one, _)| *one == who).unwrap();
			let store = FilmStore::new(Manner::Honest);
			let due = FragmentStaking::due(id);
			assert!(due > 0);
			assert_eq!(error(&run(&store)), "");
			assert!(matches!(
				Sent::get()[..],
				[Sending { call: Call::end_contract { contract }, .. }] if contract == id
			));
			run(&store);
			assert_eq!(include(), 1);
			assert!(ended_as_surplus(id) >= Some(due), "nothing that was earned is lost");
			assert_eq!(run(&store).shed, 1);
			assert_eq!(Sent::get().len(), 0);
			assert_eq!(Spans::<Test>::get(SHORT, 0).unwrap().holders.len(), 4);
		});
	}
}

#[test]
fn whoever_is_nearer_stays_though_more_keep_it_than_are_wanted() {
	let gone = farthest_two();
	let staying = on_chain_of(8, || cold_again()[2].0);
	assert!(!gone.contains(&staying));
	on_machine_of(staying, 8, |_| {
		cold_again();
		let state = run(&FilmStore::new(Manner::Honest));
		assert_eq!((error(&state), state.shed, Sent::get().len()), (String::new(), 0, 0));
	});
}

#[test]
fn nobody_lets_go_of_what_is_watched_again_or_has_not_paid_yet_or_is_asked_for() {
	let [who, _] = farthest_two();
	on_machine_of(who, 8, |_| {
		let (_, id) = cold_again()[0];
		let store = FilmStore::new(Manner::Honest);
		let silent = || {
			memory::clear_flight();
			run(&store);
			assert_eq!(Sent::get().len(), 0);
		};
		// Enough for five in the next epoch.
		watch(SHORT, HOT);
		silent();
		crate::Ledgers::<Test>::mutate(SHORT, |one| one.as_mut().unwrap().meter.watched_ms = 0);

		let kept = Contracts::<Test>::get(id).unwrap();
		let young = crate::FragmentContract { since: CurrentRound::get() - 44, ..kept.clone() };
		Contracts::<Test>::insert(id, young);
		silent();
		assert_noop!(
			FragmentStaking::end_contract(signed(STRANGER), id),
			Error::<Test>::ContractBinding
		);
		Contracts::<Test>::insert(id, kept);

		let duty = Duties::<Test>::get(who).unwrap();
		Duties::<Test>::insert(who, crate::Duty { epoch: duty.epoch - 1, ..duty.clone() });
		silent();
		Duties::<Test>::insert(who, duty);
		// The last round of the epoch: the next block may be of the next.
		let now = CurrentRound::get();
		CurrentRound::set(NOW + 119);
		silent();
		CurrentRound::set(now);
		run(&store);
		assert_eq!(Sent::get().len(), 1);
	});
}

#[test]
fn letting_go_is_free_for_its_curator_and_open_to_anyone_for_the_farthest() {
	let [who, _] = farthest_two();
	on_machine_of(who, 8, |_| {
		let contracts = cold_again();
		let near = contracts[4].1;
		assert_noop!(
			FragmentStaking::end_contract(signed(STRANGER), near),
			Error::<Test>::ContractBinding
		);
		let done = FragmentStaking::end_contract(signed(hot(who)), contracts[0].1);
		assert_eq!(done.unwrap().pays_fee, Pays::No);
		let done = FragmentStaking::end_contract(signed(STRANGER), contracts[1].1);
		assert_eq!(done.unwrap().pays_fee, Pays::Yes);
		assert_noop!(
			FragmentStaking::end_contract(signed(STRANGER), contracts[2].1),
			Error::<Test>::ContractBinding
		);
	});
}

#[test]
fn what_has_lasted_is_claimed_at_once_for_all_of_a_page() {
	let who = first_candidate();
	on_machine_of(who, 8, |_| {
		let store = FilmStore::new(Manner::Honest);
		settled(who, &store);
		let count = Contracts::<Test>::iter_values().filter(|one| one.curator == who).count();
		run_to(NOW + 61);
		run(&store);
		assert_eq!(Sent::get().len(), 0, "left to people");
		claim_every(100);
		run(&store);
		assert_eq!(Sent::get().len(), 0, "not old enough");
		claim_every(50);
		run(&store);
		let [Sending { call: Call::claim_reward { contracts }, .. }] = &Sent::get()[..] else {
			panic!("one claim")
		};
		assert_eq!(contracts.len(), count);
		assert_eq!(include(), 1);
		assert!(ssh(who) > 0 && ssh(hot(who)) == 0, "the cold account is paid");
		assert_eq!(run(&store).claimed, count as u64);
		assert_eq!(Sent::get().len(), 0, "their ages began anew");
	});
}

#[test]
fn a_claim_that_came_to_nothing_is_left_alone_for_a_while() {
	let who = first_candidate();
	on_machine_of(who, 8, |_| {
		let store = FilmStore::new(Manner::Honest);
		set_playable(FILM, false);
		settled(who, &store);
		run_to(NOW + 61);
		claim_every(1);
		run(&store);
		assert_eq!(Sent::take().len(), 1);
		// Executed without effect.
		System::inc_account_nonce(hot(who));
		System::set_block_number(System::block_number() + 1);
		let state = run(&store);
		assert_eq!((state.claimed, Sent::get().len()), (0, 0));
		System::set_block_number(System::block_number() + 12);
		run(&store);
		assert_eq!(Sent::get().len(), 1);
	});
}

#[test]
fn a_store_that_is_lying_keeps_nobody_from_letting_go() {
	let [who, _] = farthest_two();
	on_machine_of(who, 8, |_| {
		cold_again();
		// A place that it may claim, with wrong proofs for it.
		let another = reel_primitives::ContentId([3; 32]);
		add_film(another, 1);
		CurrentRound::mutate(|now| *now += 30);
		assert_ok!(FragmentStaking::may_start(who, another, 0));
		CurrentRound::mutate(|now| *now -= 30);
		run_to(NOW + 113);
		let state = run(&FilmStore::new(Manner::WrongCells));
		assert!(error(&state).contains("cells would be refused"), "{}", error(&state));
		assert!(matches!(Sent::get()[..], [Sending { call: Call::end_contract { .. }, .. }]));
	});
}

#[test]
fn a_list_is_gone_through_page_by_page() {
	const { assert!(MAX_CONTRACTS < MAX_CLAIMS_PER_CALL, "these tests have one page") };
	let who = first_candidate();
	on_machine_of(who, 8, |_| {
		let store = FilmStore::new(Manner::Honest);
		settled(who, &store);
		memory::set_tended(MAX_CLAIMS_PER_CALL);
		run_to(NOW + 61);
		claim_every(1);
		run(&store);
		assert_eq!((Sent::get().len(), memory::tended()), (0, 0), "behind the last one it begins");
		run(&store);
		assert_eq!(Sent::get().len(), 1);
		assert_ok!(FragmentStaking::do_try_state());
	});
}
