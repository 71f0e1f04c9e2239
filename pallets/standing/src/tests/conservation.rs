//! With the real payouts: every planck that was minted for persons is free, held, or the treasury's.

use crate::{SanctionReason, mock::*};
use codec::Encode;
use frame_support::{BoundedVec, assert_ok};
use frame_system::RawOrigin;
use proptest::prelude::*;
use reel_economics::CFX;
use reel_merkle::binary::Tree;
use reel_primitives::{
	Balance, Round,
	batch::{Payee, Payees, PayoutClaim, TitleTotal},
	content::RewardSplit,
	traits::{RewardRounds, RoundTotals},
};

const VIEWERS: [u64; 4] = [100, 101, 102, 103];
const VALIDATOR: u64 = 5;

fn round_of(payees: Payees<u64>, round: Round) -> RoundTotals<u64> {
	RoundTotals {
		round,
		plays: 1,
		totals: vec![TitleTotal { content: TITLE, plays: 1, weight_ms: 60_000 }],
		payees,
		total_shares: 60_000 * u128::from(RewardSplit::DEFAULT.persons_bp()),
		validators: vec![VALIDATOR],
	}
}

/// Unequal shares of all viewers; they add up.
fn shares() -> Vec<Payee<u64>> {
	let total = 60_000 * u128::from(RewardSplit::DEFAULT.persons_bp());
	let parts = [total / 2, total / 4, total / 8];
	let rest = total - parts.iter().sum::<u128>();
	VIEWERS
		.into_iter()
		.zip(parts.into_iter().chain([rest]))
		.map(|(account, shares)| Payee { account, shares })
		.collect()
}

fn pay_directly(round: Round) {
	Payouts::pay_round(round_of(Payees::Direct(shares()), round)).unwrap();
}

fn tree() -> Tree {
	Tree::from_items(&shares().iter().map(Encode::encode).collect::<Vec<_>>())
}

fn open_claims(round: Round) {
	let payees = Payees::Root { root: tree().root(), count: VIEWERS.len() as u32 };
	Payouts::pay_round(round_of(payees, round)).unwrap();
}

fn claim(round: Round, index: usize) {
	let Payee { account, shares } = shares()[index].clone();
	let path = tree().prove(index as u32).unwrap().path;
	let claims = vec![PayoutClaim { round, shares, index: index as u32, path }];
	let claims = BoundedVec::try_from(claims).unwrap();
	assert_ok!(Payouts::claim(RawOrigin::Authorized.into(), account, claims));
}

#[test]
fn a_round_paid_at_once_and_a_claim_both_fill_the_bond_of_persons_and_of_nobody_else() {
	run(|| {
		assert_ok!(Standing::set_viewer_bond(RuntimeOrigin::root(), 40 * BOND));
		pay_directly(10);
		assert_eq!(held(VIEWERS[0]), 40 * BOND);
		open_claims(11);
		assert_ok!(Standing::set_viewer_bond(RuntimeOrigin::root(), 50 * BOND));
		claim(11, 0);
		assert_eq!(held(VIEWERS[0]), 50 * BOND);
		for other in [CREATOR, KOREAN, VALIDATOR] {
			assert_eq!(held(other), 0, "{other}");
			assert!(free(other) > ED);
		}
	});
}

#[test]
fn what_nobody_sent_is_the_treasurys_and_free() {
	run(|| {
		let mut payees = shares();
		payees[3].account = TREASURY;
		payees.sort_by_key(|payee| payee.account);
		Payouts::pay_round(round_of(Payees::Direct(payees), 10)).unwrap();
		assert_eq!((held(TREASURY), free(TREASURY)), (0, ED + 99 * CFX / 2 / 8));
	});
}

#[test]
fn a_sanction_reaches_rewards_that_are_not_claimed_yet() {
	run(|| {
		open_claims(10);
		open_claims(11);
		let viewer = VIEWERS[0];
		assert_ok!(Standing::sanction_account(signed(KOREAN), viewer, SanctionReason::FakedViews));
		let part = 99 * CFX / 2 / 2;
		claim(10, 0);
		assert_eq!((held(viewer), free(viewer)), (part, ED));
		after(APPEAL);
		assert_ok!(Standing::settle(signed(STRANGER), viewer));
		let before = free(TREASURY);
		claim(11, 0);
		assert_eq!((held(viewer), free(viewer)), (0, ED));
		assert_eq!(free(TREASURY), before + part);
		System::assert_has_event(
			pallet_payouts::Event::Forfeited { who: viewer, amount_cfx: part }.into(),
		);
		// The others' are theirs.
		claim(11, 1);
		assert!(held(VIEWERS[1]) > 0);
	});
}

#[test]
fn a_creator_that_was_closed_as_a_viewer_is_paid_as_a_creator() {
	run(|| {
		let reason = SanctionReason::FakedViews;
		assert_ok!(Standing::sanction_account(signed(KOREAN), CREATOR, reason));
		after(APPEAL);
		assert_ok!(Standing::settle(signed(STRANGER), CREATOR));
		pay_directly(10);
		assert_eq!((held(CREATOR), free(CREATOR)), (0, 27 * CFX));
	});
}

/// What can happen, to the viewer of that index.
#[derive(Clone, Debug)]
enum Step {
	Pay,
	Open,
	Claim(usize),
	Leave(usize),
	Stay(usize),
	Withdraw(usize),
	Sanction(usize),
	Appeal(usize),
	Lift(usize),
	Uphold(usize),
	Settle(usize),
	Bond(Balance),
	Wait(Round),
}

fn step() -> impl Strategy<Value = Step> {
	let who = 0..VIEWERS.len();
	prop_oneof![
		2 => Just(Step::Pay),
		2 => Just(Step::Open),
		4 => who.clone().prop_map(Step::Claim),
		2 => who.clone().prop_map(Step::Leave),
		1 => who.clone().prop_map(Step::Stay),
		2 => who.clone().prop_map(Step::Withdraw),
		2 => who.clone().prop_map(Step::Sanction),
		2 => who.clone().prop_map(Step::Appeal),
		1 => who.clone().prop_map(Step::Lift),
		1 => who.clone().prop_map(Step::Uphold),
		2 => who.prop_map(Step::Settle),
		1 => prop_oneof![Just(0), Just(BOND), 0..MAX_BOND].prop_map(Step::Bond),
		3 => (1..DECISION).prop_map(Step::Wait),
	]
}

/// Does a step, if the chain lets it.
fn take(step: Step, paid: &mut Round, open: &mut Vec<(Round, usize)>) {
	let root = RuntimeOrigin::root;
	let of = |index: usize| VIEWERS[index];
	let _ = match step {
		Step::Pay => {
			*paid += 1;
			pay_directly(*paid);
			Ok(())
		},
		Step::Open => {
			*paid += 1;
			open_claims(*paid);
			open.extend((0..VIEWERS.len()).map(|index| (*paid, index)));
			Ok(())
		},
		Step::Claim(index) => {
			if let Some(place) = open.iter().position(|(_, of)| *of == index) {
				claim(open.remove(place).0, index);
			}
			Ok(())
		},
		Step::Leave(index) => Standing::leave(signed(of(index))),
		Step::Stay(index) => Standing::stay(signed(of(index))),
		Step::Withdraw(index) => Standing::withdraw_bond(signed(of(index))),
		Step::Sanction(index) => {
			Standing::sanction_account(signed(KOREAN), of(index), SanctionReason::FakedViews)
		},
		Step::Appeal(index) => Standing::appeal(signed(of(index))),
		Step::Lift(index) => Standing::lift_account_sanction(root(), of(index)),
		Step::Uphold(index) => Standing::uphold_sanction(root(), of(index)),
		Step::Settle(index) => Standing::settle(signed(STRANGER), of(index)),
		Step::Bond(bond_cfx) => Standing::set_viewer_bond(root(), bond_cfx),
		Step::Wait(rounds) => {
			after(rounds);
			Ok(())
		},
	};
}

proptest! {
	#![proptest_config(ProptestConfig::with_cases(128))]

	#[test]
	fn what_is_held_and_free_and_the_treasurys_is_what_was_paid(
		steps in proptest::collection::vec(step(), 1..60),
	) {
		run(|| {
			let (mut paid, mut open) = (0, Vec::new());
			for one in steps {
				take(one, &mut paid, &mut open);
				prop_assert_eq!(Standing::do_try_state(), Ok(()));
			}
			// All that left the pot is in somebody's account, held or free; nobody paid anything in.
			let rest = [CREATOR, KOREAN, VALIDATOR];
			let sum: Balance = VIEWERS.iter().map(|who| free(*who) + held(*who)).sum::<Balance>()
				+ rest.iter().map(|who| free(*who)).sum::<Balance>()
				+ free(TREASURY);
			// VIEWER, STRANGER and the treasury began with their deposits.
			prop_assert_eq!(sum, pallet_payouts::TotalPaid::<Test>::get() + 3 * ED);
			Ok(())
		})?;
	}
}
