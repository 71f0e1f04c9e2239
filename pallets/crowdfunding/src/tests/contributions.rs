//! What is contributed, and where it goes.

use crate::{
	Contribution, Contributions, Error, Event, NextCampaign, Offer, Phase, Reason, STEPS_PER_BLOCK,
	contributions::cut, mock::*,
};
use frame_support::{assert_noop, assert_ok};
use proptest::prelude::*;

#[test]
fn a_contribution_is_held_in_its_own_account() {
	run(|| {
		let id = open_with(offer());
		contribute(id, &[(ANNA, 300_000), (ANNA, 200_000)]);
		assert_eq!((held(ANNA), free(ANNA)), (500_000, WEALTH - 500_000));
		let row = Crowdfunding::contribution(id, ANNA).unwrap();
		assert_eq!((row.index, row.amount, row.before), (0, 500_000, None));
		let (who, amount, raised) = (ANNA, 200_000, 500_000);
		System::assert_last_event(Event::Contributed { campaign: id, who, amount, raised }.into());
	});
}

#[test]
fn what_goes_beyond_the_goal_is_cut() {
	run(|| {
		let id = open_with(offer());
		contribute(id, &[(ANNA, GOAL - 5), (BERT, WEALTH)]);
		assert_eq!(held(BERT), 5);
		assert_eq!(phase(id), Phase::Gathering);
		System::assert_last_event(Event::GoalMet { campaign: id }.into());
		assert_noop!(Crowdfunding::contribute(signed(CARL), id, 1_000), Error::<Test>::NotOpen);
	});
}

#[test]
fn less_than_the_least_is_refused_unless_it_is_all_that_is_missing() {
	run(|| {
		let id = open_with(offer());
		let error = Error::<Test>::ContributionTooSmall;
		assert_noop!(Crowdfunding::contribute(signed(ANNA), id, LEAST - 1), error);
		contribute(id, &[(ANNA, GOAL - 7)]);
		let error = Error::<Test>::ContributionTooSmall;
		assert_noop!(Crowdfunding::contribute(signed(BERT), id, 6), error);
		contribute(id, &[(BERT, 7)]);
		assert_eq!(phase(id), Phase::Gathering);
	});
}

#[test]
fn nobody_contributes_to_what_is_over_or_was_never_there() {
	run(|| {
		let id = open_with(offer());
		let contribute = |id| Crowdfunding::contribute(signed(ANNA), id, 1_000);
		assert_noop!(contribute(id + 1), Error::<Test>::CampaignNotFound);
		after(100);
		assert_noop!(contribute(id), Error::<Test>::NotOpen);
		assert!(Crowdfunding::contribute(signed(NEW), id, 1_000).is_err());
	});
}

#[test]
fn blocks_move_a_few_contributors_each_and_hand_their_tokens_out() {
	run(|| {
		let id = met();
		idle();
		// Three of them, and the first milestone with the tokens.
		assert_eq!(2 * STEPS_PER_BLOCK, 4);
		assert_eq!(phase(id), Phase::Working { until: NOW + WITHIN });
		assert_eq!(CONTRIBUTIONS.map(|(who, _)| held(who)), [0; 3]);
		assert_eq!(free(CREATOR), WEALTH - DEPOSIT - ED + PARTS[0]);
		assert_eq!(tokens(id, ANNA), 0);
		idle();
		let handed = CONTRIBUTIONS.map(|(who, _)| tokens(id, who));
		assert_eq!(handed.iter().sum::<u128>(), TOKENS);
		// Each within a token of its part.
		for ((_, amount), handed) in CONTRIBUTIONS.iter().zip(handed) {
			let part = TOKENS * amount / GOAL;
			assert!(handed == part || handed == part + 1);
		}
		let before = System::events().len();
		idle();
		assert_eq!(System::events().len(), before);
		assert_noop!(Crowdfunding::advance(signed(DORA), id), Error::<Test>::NothingDue);
	});
}

#[test]
fn a_goal_that_is_missed_lets_every_hold_go_by_itself() {
	run(|| {
		let id = open_with(offer());
		contribute(id, &[(ANNA, 1_000), (BERT, 2_000), (CARL, 3_000)]);
		after(99);
		idle();
		assert_eq!(phase(id), Phase::Open);
		after(1);
		idle();
		assert_eq!([ANNA, BERT, CARL].map(held), [0; 3]);
		idle();
		assert_eq!(Crowdfunding::campaign(id), None);
		assert_eq!(free(CREATOR), WEALTH);
		assert_eq!(NextCampaign::<Test>::get(), id + 1);
	});
}

#[test]
fn anyone_has_somebodys_hold_let_go() {
	run(|| {
		let id = open_with(offer());
		contribute(id, &[(ANNA, 1_000), (BERT, 2_000)]);
		let settle = |id, who| Crowdfunding::settle(signed(DORA), id, who);
		assert_noop!(settle(id, ANNA), Error::<Test>::NothingDue);
		assert_noop!(settle(9, ANNA), Error::<Test>::CampaignNotFound);
		assert_noop!(settle(id, CARL), Error::<Test>::NotContributor);
		assert_ok!(Crowdfunding::stop(signed(CREATOR), id));
		assert_ok!(settle(id, BERT));
		System::assert_last_event(
			Event::Refunded { campaign: id, who: BERT, amount: 2_000 }.into(),
		);
		assert_eq!((held(ANNA), held(BERT)), (1_000, 0));
		assert_noop!(settle(id, BERT), Error::<Test>::NotContributor);
		assert_ok!(settle(id, ANNA));
		// The last one ends it in the next block.
		idle();
		assert_eq!(Crowdfunding::campaign(id), None);
	});
}

#[test]
fn two_campaigns_take_turns() {
	run(|| {
		let first = open_with(offer());
		let second = open_with(offer());
		for who in 0..20 {
			let who = 1_000 + who;
			frame_support::assert_ok!(Balances::force_set_balance(
				RuntimeOrigin::root(),
				who,
				10_000
			));
			contribute(first, &[(who, 300)]);
		}
		contribute(second, &[(ANNA, 1_000)]);
		assert_ok!(Crowdfunding::stop(signed(CREATOR), first));
		after(1);
		assert_ok!(Crowdfunding::stop(signed(CREATOR), second));
		idle();
		assert_eq!(held(ANNA), 1_000);
		idle();
		after(1);
		idle();
		assert_eq!(held(ANNA), 0);
		(0..10).for_each(|_| idle());
		assert!(Crowdfunding::campaigns(0, 10).is_empty());
		// Issued by the test itself.
		for who in 1_000..1_020 {
			assert_ok!(Balances::force_set_balance(RuntimeOrigin::root(), who, 0));
		}
	});
}

#[test]
fn a_refund_that_an_account_cannot_take_waits() {
	run(|| {
		// Of a small contribution nearly nothing is left.
		let mut early = offer();
		for (milestone, amount) in early.milestones.iter_mut().zip([900_000, 50_001, 50_002]) {
			milestone.amount = amount;
		}
		let id = open_with(early);
		contribute(id, &[(BERT, LEAST), (ANNA, GOAL)]);
		advance(id);
		assert_ok!(Crowdfunding::stop(signed(SUPERVISOR), id));
		assert_ok!(Balances::transfer_all(signed(BERT), DORA, false));
		advance(id);
		let part = 100_003 * LEAST / GOAL;
		assert!(0 < part && part < ED);
		assert_eq!((free(BERT), Contributions::<Test>::iter().count()), (0, 1));
		let settle = || Crowdfunding::settle(signed(DORA), id, BERT);
		assert_noop!(settle(), Error::<Test>::NotPayableYet);
		assert_ok!(Balances::transfer_allow_death(signed(DORA), BERT, ED));
		assert_ok!(settle());
		assert_eq!((free(BERT), Contributions::<Test>::iter().count()), (ED + part, 0));
		idle();
		assert_eq!(Crowdfunding::campaign(id).unwrap().deposit, 0);
	});
}

#[test]
fn what_is_left_goes_back_pro_rata_to_the_planck() {
	run(|| {
		let id = funded();
		after(WITHIN);
		idle();
		let left = PARTS[1] + PARTS[2];
		assert_eq!(phase(id), Phase::Refunding { reason: Reason::NotReported, of: left });
		advance(id);
		let mut before = 0;
		for (who, amount) in CONTRIBUTIONS {
			let expected = left * (before + amount) / GOAL - left * before / GOAL;
			assert_eq!(free(who), WEALTH - amount + expected);
			before += amount;
		}
		assert_eq!(free(Crowdfunding::account(id)), ED);
	});
}

#[test]
fn an_entry_goes_when_nothing_can_be_due_any_more() {
	run(|| {
		let one = crate::Milestone { amount: GOAL, description: [0; 32], within: 0 };
		let id = open_with(Offer { milestones: vec![one].try_into().unwrap(), ..offer() });
		contribute(id, &CONTRIBUTIONS);
		advance(id);
		assert_eq!(phase(id), Phase::Done);
		assert_eq!(Contributions::<Test>::iter().count(), 0);
		assert_eq!(Crowdfunding::contribution(id, ANNA), None::<Contribution>);
		assert_eq!(CONTRIBUTIONS.map(|(who, _)| tokens(id, who)).iter().sum::<u128>(), TOKENS);
		assert_eq!(free(CREATOR), WEALTH - ED + GOAL);
		assert_noop!(Crowdfunding::settle(signed(DORA), id, ANNA), Error::<Test>::NotContributor);
	});
}

proptest! {
	#[test]
	fn cuts_sum_to_the_whole_and_are_within_one_of_exact(
		of in 0u128..u128::MAX / 2,
		parts in prop::collection::vec(1u128..u64::MAX.into(), 1..40),
	) {
		let whole: u128 = parts.iter().sum();
		let mut before = 0;
		let mut sum = 0u128;
		for part in parts {
			let cut = cut(of, before, part, whole).unwrap();
			let exact = sp_runtime::helpers_128bit::multiply_by_rational_with_rounding(
				of, part, whole, sp_runtime::Rounding::Down,
			).unwrap();
			prop_assert!(cut == exact || cut == exact + 1);
			before += part;
			sum += cut;
		}
		prop_assert_eq!(sum, of);
	}
}
