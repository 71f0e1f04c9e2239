//! What an offence costs.

use super::*;
use crate::{Error, Event, HoldReason, Rewardable, Validators};
use frame_support::{
	assert_noop,
	traits::{Contains, fungible::InspectHold},
	weights::Weight,
};
use sp_runtime::Perbill;
use sp_staking::offence::{OffenceDetails, OnOffenceHandler};

const NEW: u64 = CANDIDATES[0];
const SESSION: u32 = 7;

fn report(offenders: &[(u64, Perbill)]) -> Weight {
	let details = offenders
		.iter()
		.map(|(who, _)| OffenceDetails { offender: (*who, ()), reporters: vec![] })
		.collect::<Vec<OffenceDetails<u64, (u64, ())>>>();
	let fractions = offenders.iter().map(|(_, fraction)| *fraction).collect::<Vec<_>>();
	ValidatorSet::on_offence(&details, &fractions, SESSION)
}

#[test]
fn slashes_the_bond_to_the_treasury_and_bars_from_rewards() {
	ExtBuilder::new().build_and_execute(|| {
		join(NEW);
		let fraction = Perbill::from_percent(33);
		let slashed = fraction.mul_floor(BOND);
		let issuance = Balances::total_issuance();
		report(&[(NEW, fraction)]);
		assert_eq!(
			events().last(),
			Some(&Event::OffenceRecorded {
				who: NEW,
				session: SESSION,
				strikes: 1,
				slashed_cfx: slashed,
				barred_until: NOW + BARRED,
			})
		);
		let held = Balances::balance_on_hold(&HoldReason::ValidatorBond.into(), &NEW);
		assert_eq!(held, BOND - slashed);
		assert_eq!(Balances::free_balance(TREASURY), ED + slashed);
		assert_eq!(Balances::total_issuance(), issuance);
		// Membership is governance's to take.
		assert!(ValidatorSet::validators().contains(&NEW));
	});
}

#[test]
fn bars_until_the_named_round_and_no_longer() {
	ExtBuilder::new().build_and_execute(|| {
		assert!(Rewardable::<Test>::contains(&1));
		report(&[(1, Perbill::one())]);
		assert!(!ValidatorSet::may_be_rewarded(&1));
		CurrentRound::set(NOW + BARRED - 1);
		assert!(!ValidatorSet::may_be_rewarded(&1));
		CurrentRound::set(NOW + BARRED);
		assert!(ValidatorSet::may_be_rewarded(&1));
		// Whoever is no validator is not ours to bar.
		assert!(ValidatorSet::may_be_rewarded(&POOR));
	});
}

#[test]
fn strikes_whoever_has_no_bond_too() {
	ExtBuilder::new().build_and_execute(|| {
		report(&[(1, Perbill::one()), (2, Perbill::zero())]);
		report(&[(1, Perbill::one())]);
		assert_eq!(Validators::<Test>::get(1).unwrap().strikes, 2);
		assert_eq!(Validators::<Test>::get(2).unwrap().strikes, 1);
		assert_eq!(Balances::free_balance(TREASURY), ED);
	});
}

#[test]
fn reaches_the_leaving_until_they_are_gone() {
	ExtBuilder::new().build_and_execute(|| {
		join(NEW);
		assert_ok!(ValidatorSet::remove_validator(RawOrigin::Root.into(), NEW));
		report(&[(NEW, Perbill::from_percent(50))]);
		CurrentRound::set(NOW + COOL_DOWN);
		assert_ok!(ValidatorSet::withdraw(RawOrigin::Signed(NEW).into(), NEW));
		assert_eq!(Balances::free_balance(NEW), RICH - BOND / 2);
		// Beyond reach now: nothing happens.
		report(&[(NEW, Perbill::one())]);
		assert_eq!(Balances::free_balance(NEW), RICH - BOND / 2);
		assert_noop!(
			ValidatorSet::withdraw(RawOrigin::Signed(NEW).into(), NEW),
			Error::<Test>::NotAdmitted
		);
	});
}

#[test]
fn weighs_by_offender() {
	ExtBuilder::new().build_and_execute(|| {
		let one = report(&[(1, Perbill::zero())]);
		let two = report(&[(1, Perbill::zero()), (2, Perbill::zero())]);
		assert!(one.ref_time() > 0);
		assert_eq!(two, one.saturating_mul(2));
	});
}
