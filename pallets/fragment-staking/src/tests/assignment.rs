//! Who may keep what, and how a contract begins.

use crate::{Contracts, Error, Event, Holdings, NextContract, Spans, mock::*};
use frame_support::{assert_noop, assert_ok};
use reel_fragments::traits::Curators as _;

#[test]
fn the_first_candidate_claims_a_place_and_the_contract_begins_with_age_zero() {
	run(8, || {
		let first = candidates(FILM, 0)[0];
		assert_ok!(start(first, FILM, 0));
		System::assert_last_event(
			Event::ContractStarted {
				contract: 0,
				curator: first,
				content: FILM,
				span: 0,
				fragments: 16,
			}
			.into(),
		);
		let contract = Contracts::<Test>::get(0).unwrap();
		assert_eq!((contract.started_in, contract.since, contract.misses), (NOW, NOW, 0));
		assert_eq!(Curators::used(&first), Some(16));
		assert_eq!(Holdings::<Test>::get(first)[0].leaves, 16 * 3);
		assert_eq!(FragmentStaking::contracts_of(first, 0, 9).len(), 1);
	});
}

#[test]
fn the_first_half_of_the_places_goes_to_the_titles_region() {
	run(8, || {
		for span in 0..2 {
			let holders: Vec<_> = fill(FILM, span).into_iter().map(|(who, _)| who).collect();
			assert_eq!(holders.len(), FLOOR as usize);
			assert!(holders[..2].iter().all(|who| who % 2 == 1), "{holders:?} of KR first");
		}
	});
}

#[test]
fn whoever_is_not_among_the_candidates_is_turned_away() {
	run(8, || {
		let order = candidates(FILM, 0);
		assert_eq!(order.len(), 8);
		// Three places are vacant: the first three may, in any order.
		for late in &order[3..] {
			assert_noop!(start(*late, FILM, 0), Error::<Test>::NotAssigned);
			assert_eq!(
				FragmentStaking::may_start(*late, FILM, 0),
				Err(Error::<Test>::NotAssigned.into())
			);
		}
		assert_ok!(start(order[2], FILM, 0));
		assert_noop!(start(order[2], FILM, 0), Error::<Test>::AlreadyKept);
		assert_ok!(start(order[0], FILM, 0));
	});
}

#[test]
fn a_full_span_has_no_vacancy() {
	run(8, || {
		fill(SHORT, 0);
		let load = FragmentStaking::span_load(SHORT, 0).unwrap();
		assert_eq!((load.holders.len(), load.wanted, load.places), (3, 3, 0));
		assert_noop!(start(load.candidates[0], SHORT, 0), Error::<Test>::NoVacancy);
	});
}

#[test]
fn waiting_admits_the_next_candidates() {
	run(8, || {
		let late = candidates(FILM, 0)[4];
		assert_noop!(start(late, FILM, 0), Error::<Test>::NotAssigned);
		run_to(NOW + TIMING.patience_rounds);
		assert_noop!(start(late, FILM, 0), Error::<Test>::NotAssigned);
		run_to(NOW + 2 * TIMING.patience_rounds);
		assert_ok!(start(late, FILM, 0));
	});
}

#[test]
fn strangers_newcomers_and_leavers_get_nothing() {
	run(8, || {
		let (cells, proofs) = claim_of(1, FILM, 0);
		assert_noop!(
			FragmentStaking::start_contract(signed(STRANGER), FILM, 0, Some(cells), proofs),
			Error::<Test>::NotCurator
		);
		let at = vec![b"/ip4".to_vec().try_into().unwrap()].try_into().unwrap();
		assert_ok!(Curators::register_curator(signed(9), hot(9), region(b"KR"), 9_000, at));
		assert_noop!(start(9, FILM, 0), Error::<Test>::NotAssigned);
		let first = candidates(FILM, 0)[0];
		assert_ok!(Curators::leave(signed(first)));
		assert_noop!(start(first, FILM, 0), Error::<Test>::NotAssigned);
		assert!(!candidates(FILM, 0).contains(&first));
	});
}

#[test]
fn only_registered_playable_titles_and_their_spans_are_kept() {
	run(8, || {
		let first = candidates(SHORT, 0)[0];
		let start_at = |content, span| {
			let (cells, proofs) = claim_of(first, SHORT, 0);
			FragmentStaking::start_contract(signed(first), content, span, Some(cells), proofs)
		};
		assert_noop!(start_at(NO_FILM, 0), Error::<Test>::TitleNotFound);
		assert_noop!(start_at(SHORT, 1), Error::<Test>::SpanNotFound);
		set_playable(SHORT, false);
		assert_noop!(start_at(SHORT, 0), Error::<Test>::TitleNotPlayable);
	});
}

#[test]
fn a_contract_begins_with_exactly_the_leaves_that_were_drawn() {
	run(8, || {
		let first = candidates(FILM, 0)[0];
		let (cells, proofs) = claim_of(first, FILM, 0);
		let claim = |cells: Option<crate::SpanCells>, proofs: crate::StartProofs| {
			FragmentStaking::start_contract(signed(first), FILM, 0, cells, proofs)
		};
		let cells = Some(cells);
		assert_noop!(claim(None, proofs.clone()), Error::<Test>::SpanNotIndexed);
		let mut fewer = proofs.clone();
		fewer.pop();
		assert_noop!(claim(cells.clone(), fewer), Error::<Test>::ProofCountWrong);
		let mut wrong_leaf = proofs.clone();
		wrong_leaf[1].leaf[0] ^= 1;
		assert_noop!(claim(cells.clone(), wrong_leaf), Error::<Test>::LeafProofInvalid);
		let mut wrong_cell = proofs.clone();
		wrong_cell[0].cell.duration_ms += 1;
		assert_noop!(claim(cells.clone(), wrong_cell), Error::<Test>::CellProofInvalid);
		let mut missing = cells.clone().unwrap();
		missing.pop();
		assert_noop!(claim(Some(missing), proofs.clone()), Error::<Test>::CellMissing);
		let mut longer = cells.clone().unwrap();
		longer[3].cell.length_bytes += 1;
		assert_noop!(claim(Some(longer), proofs.clone()), Error::<Test>::CellProofInvalid);
		let mut empty = cells.clone().unwrap();
		empty[3].cell.length_bytes = 0;
		assert_noop!(claim(Some(empty), proofs.clone()), Error::<Test>::CellSizeOutOfRange);
		// Another curator's leaves are not its own.
		let second = candidates(FILM, 0)[1];
		let (_, others) = claim_of(second, FILM, 0);
		assert!(claim(cells.clone(), others).is_err());
		assert_eq!(NextContract::<Test>::get(), 0);
		assert_ok!(claim(cells, proofs));
	});
}

#[test]
fn a_span_that_is_kept_needs_no_cells_any_more() {
	run(8, || {
		fill_place(FILM, 1);
		let second = candidates(FILM, 1)[0];
		let leaves = FragmentStaking::start_leaves(second, FILM, 1).unwrap();
		let proofs: Vec<_> = leaves.into_iter().map(|asked| prove(&FILM, 1, asked)).collect();
		let proofs = proofs.try_into().unwrap();
		assert_ok!(FragmentStaking::start_contract(signed(second), FILM, 1, None, proofs));
		assert_eq!(Spans::<Test>::get(FILM, 1).unwrap().holders.len(), 2);
		assert_eq!(FragmentStaking::start_leaves(second, FILM, 0), None);
	});
}

#[test]
fn nobody_takes_more_than_ninety_percent_of_its_capacity() {
	run(8, || {
		let first = candidates(FILM, 0)[0];
		Curators::take_space(&first, 885).unwrap();
		// 885 + 16 of 1,000. It ranks as before: its seat closes at 900.
		assert_noop!(start(first, FILM, 0), Error::<Test>::NoSpace);
		Curators::take_space(&first, 15).unwrap();
		assert_noop!(start(first, FILM, 0), Error::<Test>::NotAssigned);
		Curators::return_space(&first, 900);
	});
}

#[test]
fn a_slashed_curator_takes_nothing_until_its_collateral_is_complete() {
	run(8, || {
		let first = candidates(FILM, 0)[0];
		Curators::slash(&first, 1);
		assert_noop!(start(first, FILM, 0), Error::<Test>::NotAssigned);
		assert_ok!(Curators::set_capacity(signed(first), CAPACITY));
		assert_ok!(start(first, FILM, 0));
	});
}

#[test]
fn a_curator_has_room_for_so_many_contracts() {
	run(1, || {
		for n in 10..10 + MAX_CONTRACTS as u8 {
			add_film(reel_primitives::ContentId([n; 32]), 1);
			assert_ok!(start(1, reel_primitives::ContentId([n; 32]), 0));
		}
		assert_noop!(start(1, SHORT, 0), Error::<Test>::TooManyContracts);
	});
}

#[test]
fn a_hot_title_gains_replicas_and_a_cold_one_sheds_them() {
	run(8, || {
		fill(SHORT, 0);
		watch(SHORT, 3);
		assert_eq!(FragmentStaking::title_load(SHORT).unwrap().wanted, FLOOR);
		run_to(NOW + 20);
		let load = FragmentStaking::title_load(SHORT).unwrap();
		assert_eq!((load.level, load.wanted, load.spans), (3, CEILING, 1));
		let more = fill(SHORT, 0);
		assert_eq!(more.len(), 2);
		// A stranger cannot end any of them while they are wanted, and only the farthest when they are not.
		let end = |id| FragmentStaking::end_contract(signed(STRANGER), id);
		for id in 0..5 {
			assert_noop!(end(id), Error::<Test>::ContractBinding);
		}
		run_to(NOW + 46);
		assert_eq!(FragmentStaking::title_load(SHORT).unwrap().wanted, FLOOR);
		for (_, id) in more {
			assert_noop!(end(id), Error::<Test>::ContractBinding);
		}
		run_to(NOW + 66);
		let ended: Vec<_> = (0..5).filter(|id| end(*id).is_ok()).collect();
		assert!(!ended.is_empty());
		assert_eq!(Spans::<Test>::get(SHORT, 0).unwrap().holders.len(), FLOOR as usize);
	});
}

#[test]
fn nothing_begins_before_the_first_randomness() {
	HasRandomness::set(false);
	run(8, || {
		// The builder turns it on: take the epoch away again.
		let claim = claim_of(1, SHORT, 0);
		crate::Epoch::<Test>::kill();
		HasRandomness::set(false);
		run_to(NOW + 5);
		let (cells, proofs) = claim;
		assert_noop!(
			FragmentStaking::start_contract(signed(1), SHORT, 0, Some(cells), proofs),
			Error::<Test>::NoEpoch
		);
		HasRandomness::set(true);
		run_to(NOW + 6);
		assert_eq!(FragmentStaking::current_epoch().unwrap().index, 50);
	});
}
