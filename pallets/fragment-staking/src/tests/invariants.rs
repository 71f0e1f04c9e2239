//! Each invariant is seen when it is broken by hand.

use crate::{
	ContractOf, Contracts, Duties, Epoch, Holdings, Ledgers, NextContract, Owed, Spans, mock::*,
};
use frame_support::assert_ok;
use reel_fragments::traits::Curators as _;
use sp_runtime::TryRuntimeError;

/// Curator 1 keeps both spans of [`FILM`] under contracts 0 and 1.
fn is_seen(expected: &'static str, breaks: impl FnOnce()) {
	build(1).execute_with(|| {
		assert_ok!(start(1, FILM, 0));
		assert_ok!(start(1, FILM, 1));
		run_silent(NOW + 20);
		assert_eq!(FragmentStaking::do_try_state(), Ok(()));
		breaks();
		assert_eq!(FragmentStaking::do_try_state(), Err(TryRuntimeError::Other(expected)));
	});
}

fn change(change: impl FnOnce(&mut ContractOf<Test>)) {
	Contracts::<Test>::mutate(0, |contract| change(contract.as_mut().unwrap()));
}

fn holders(change: impl FnOnce(&mut crate::SpanOf<Test>)) {
	Spans::<Test>::mutate(FILM, 0, |span| change(span.as_mut().unwrap()));
}

#[test]
fn f1_is_seen_when_a_span_is_kept_by_nobody() {
	is_seen("F1: a span that nobody keeps was kept", || holders(|span| span.holders.clear()));
}

#[test]
fn f1_is_seen_when_a_curator_keeps_a_span_twice() {
	is_seen("F1: a curator keeps a span twice", || {
		holders(|span| span.holders.try_push(span.holders[0].clone()).unwrap());
	});
}

#[test]
fn f1_is_seen_when_a_contract_vanishes() {
	is_seen("F1: a span names a contract that is not there", || Contracts::<Test>::remove(0));
}

#[test]
fn f1_is_seen_when_a_contract_is_of_something_else() {
	is_seen("F1: a span names a contract of something else", || change(|it| it.content = SHORT));
}

#[test]
fn f1_is_seen_when_a_span_forgets_a_contract() {
	is_seen("F1: a contract is not named by its span", || Spans::<Test>::remove(FILM, 0));
}

#[test]
fn f2_is_seen_when_an_empty_list_is_kept() {
	is_seen("F2: an empty list of contracts was kept", || {
		Holdings::<Test>::insert(2, frame_support::BoundedVec::new());
	});
}

#[test]
fn f2_is_seen_when_a_list_names_anothers_contract() {
	is_seen("F2: a curator's list names a contract that is not its own", || {
		Holdings::<Test>::mutate(1, |list| list[0].contract = 7);
	});
}

#[test]
fn f2_is_seen_when_a_challenge_would_be_weighted_wrongly() {
	is_seen("F2: a curator's list has the wrong size for a span", || {
		Holdings::<Test>::mutate(1, |list| list[0].leaves += 1);
	});
}

#[test]
fn f2_is_seen_when_a_contract_is_listed_twice() {
	is_seen("F2: a contract is listed twice", || {
		Holdings::<Test>::mutate(1, |list| list.try_push(list[0]).unwrap());
	});
}

#[test]
fn f2_is_seen_when_a_list_forgets_a_contract() {
	is_seen("F2: a contract is in nobody's list", || {
		Holdings::<Test>::mutate(1, |list| list.pop());
	});
}

#[test]
fn f3_is_seen_when_space_is_wrong() {
	is_seen("F3: a curator's space is not what it keeps", || Curators::return_space(&1, 1));
}

#[test]
fn f4_is_seen_when_a_ledger_miscounts() {
	is_seen("F4: a ledger's number of contracts is wrong", || {
		Ledgers::<Test>::mutate(FILM, |ledger| ledger.as_mut().unwrap().contracts = 1);
	});
}

#[test]
fn f4_is_seen_when_a_ledger_is_lost() {
	is_seen("F4: a title that is kept has no ledger", || Ledgers::<Test>::remove(FILM));
}

#[test]
fn f5_is_seen_when_an_age_is_impossible() {
	is_seen("F5: a contract's age is impossible", || change(|it| it.since = it.started_in - 1));
	is_seen("F5: a contract's age is impossible", || change(|it| it.since = NOW + 21));
}

#[test]
fn f5_is_seen_when_a_contract_was_paid_ahead() {
	is_seen("F5: a contract was paid ahead", || change(|it| it.sum_at_since = 1_000));
}

#[test]
fn f5_is_seen_when_a_contract_has_no_misses_left() {
	is_seen("F5: a contract has outlived its misses", || change(|it| it.misses = MAX_MISSES));
}

#[test]
fn f6_is_seen_when_nobodys_duties_are_kept() {
	is_seen("F6: who keeps nothing has duties", || {
		Duties::<Test>::insert(2, Duties::<Test>::get(1).unwrap());
	});
}

#[test]
fn f6_is_seen_when_a_duty_is_of_the_future() {
	is_seen("F6: a duty is of an epoch to come", || {
		Duties::<Test>::mutate(1, |duty| duty.as_mut().unwrap().epoch = 52);
	});
}

#[test]
fn f6_is_seen_when_a_challenge_is_outside_its_span() {
	is_seen("F6: a challenge is of something else", || {
		Duties::<Test>::mutate(1, |duty| duty.as_mut().unwrap().challenges[0].offset = 1_000);
	});
}

#[test]
fn f6_is_seen_when_a_curator_escapes_its_duties() {
	is_seen("F6: who keeps something has no duties, or an ejected curator has", || {
		Duties::<Test>::remove(1);
	});
	is_seen("F6: who keeps something has no duties, or an ejected curator has", || {
		Curators::eject(&1);
	});
}

#[test]
fn f7_is_seen_when_what_is_owed_is_wrong() {
	is_seen("F7: the total owed is not the sum of what is owed", || Owed::<Test>::insert(1, 5));
}

#[test]
fn f7_is_seen_when_an_epoch_minted_too_much() {
	is_seen("F7: more was minted than an epoch may", || {
		Cap::set(9);
		Epoch::<Test>::mutate(|epoch| epoch.as_mut().unwrap().minted_ssh = 10);
	});
}

#[test]
fn f7_is_seen_when_the_total_minted_is_wrong() {
	is_seen("F7: the total minted is wrong", || {
		Epoch::<Test>::mutate(|epoch| epoch.as_mut().unwrap().minted_ssh = 10);
	});
}

#[test]
fn f8_is_seen_when_an_id_would_be_given_out_again() {
	is_seen("F8: a contract's id has not been given out", || NextContract::<Test>::put(1));
}
