//! What is paid for what is there.

use crate::{Error, Event, Offer, Phase, Reason, mock::*};
use frame_support::{assert_noop, assert_ok};

fn reported() -> u32 {
	let id = funded();
	Crowdfunding::report(signed(CREATOR), id).unwrap();
	id
}

fn vote(who: Account, id: u32, is_against: bool) -> sp_runtime::DispatchResult {
	Crowdfunding::vote(signed(who), id, is_against)
}

#[test]
fn the_first_milestone_is_paid_on_success() {
	run(|| {
		let id = funded();
		assert_eq!(free(CREATOR), WEALTH - DEPOSIT - ED + PARTS[0]);
		assert_eq!(free(Crowdfunding::account(id)), ED + PARTS[1] + PARTS[2]);
	});
}

#[test]
fn silence_pays_each_later_one_when_its_time_is_over() {
	run(|| {
		let id = reported();
		System::assert_last_event(
			Event::MilestoneReported { campaign: id, milestone: 1, until: NOW + VOTING }.into(),
		);
		after(VOTING - 1);
		idle();
		assert_eq!(free(CREATOR), WEALTH - DEPOSIT - ED + PARTS[0]);
		after(1);
		idle();
		assert_eq!(free(CREATOR), WEALTH - DEPOSIT - ED + PARTS[0] + PARTS[1]);
		assert_ok!(Crowdfunding::report(signed(CREATOR), id));
		after(VOTING);
		assert_ok!(Crowdfunding::advance(signed(DORA), id));
		assert_eq!(phase(id), Phase::Done);
		// With the deposit.
		assert_eq!(free(CREATOR), WEALTH - ED + GOAL);
		assert_eq!(free(Crowdfunding::account(id)), ED);
		assert_noop!(Crowdfunding::report(signed(CREATOR), id), Error::<Test>::NothingToReport);
	});
}

#[test]
fn a_majority_against_sends_the_rest_back_at_once() {
	run(|| {
		let id = reported();
		assert_ok!(vote(ANNA, id, true));
		// Half of the goal, less than a planck and a half.
		assert!(matches!(phase(id), Phase::Voting { against: 500_000, .. }));
		assert_ok!(vote(BERT, id, true));
		let left = PARTS[1] + PARTS[2];
		assert_eq!(phase(id), Phase::Refunding { reason: Reason::VotedDown, of: left });
		advance(id);
		let back: u128 =
			CONTRIBUTIONS.map(|(who, amount)| free(who) + amount - WEALTH).iter().sum();
		assert_eq!(back, left);
		assert_noop!(vote(CARL, id, true), Error::<Test>::NoVote);
	});
}

#[test]
fn exactly_half_is_no_majority() {
	run(|| {
		let mut even = offer();
		even.goal = GOAL + 1;
		even.milestones[0].amount += 1;
		let id = open_with(even);
		contribute(id, &[(ANNA, GOAL.div_ceil(2)), (BERT, GOAL)]);
		advance(id);
		assert_ok!(Crowdfunding::report(signed(CREATOR), id));
		assert_ok!(vote(ANNA, id, true));
		assert!(matches!(phase(id), Phase::Voting { .. }));
		after(VOTING);
		idle();
		assert!(matches!(phase(id), Phase::Working { .. }));
	});
}

#[test]
fn a_vote_can_be_taken_back_and_counts_for_one_milestone() {
	run(|| {
		let id = reported();
		assert_noop!(vote(ANNA, id, false), Error::<Test>::AlreadyVoted);
		assert_ok!(vote(ANNA, id, true));
		assert_noop!(vote(ANNA, id, true), Error::<Test>::AlreadyVoted);
		assert_ok!(vote(ANNA, id, false));
		System::assert_last_event(
			Event::Voted { campaign: id, who: ANNA, is_against: false, against: 0 }.into(),
		);
		assert_ok!(vote(ANNA, id, true));
		after(VOTING);
		assert_noop!(vote(BERT, id, true), Error::<Test>::NoVote);
		idle();
		assert_ok!(Crowdfunding::report(signed(CREATOR), id));
		assert!(matches!(phase(id), Phase::Voting { against: 0, .. }));
		assert_ok!(vote(ANNA, id, true));
	});
}

#[test]
fn only_contributors_vote_with_what_they_put_in() {
	run(|| {
		let id = reported();
		// Tokens weigh nothing.
		send(id, ANNA, DORA, 500);
		assert_noop!(vote(DORA, id, true), Error::<Test>::NotContributor);
		assert_noop!(vote(DORA, id + 1, true), Error::<Test>::CampaignNotFound);
		assert_ok!(vote(ANNA, id, true));
		assert!(matches!(phase(id), Phase::Voting { against: 500_000, .. }));
	});
}

#[test]
fn nothing_is_voted_on_before_a_report() {
	run(|| {
		let id = funded();
		assert_noop!(vote(ANNA, id, true), Error::<Test>::NoVote);
	});
}

#[test]
fn only_the_creator_reports_and_in_time() {
	run(|| {
		let id = met();
		let report = |who, id| Crowdfunding::report(signed(who), id);
		assert_noop!(report(CREATOR, 9), Error::<Test>::CampaignNotFound);
		assert_noop!(report(CREATOR, id), Error::<Test>::NothingToReport);
		advance(id);
		assert_noop!(report(ANNA, id), Error::<Test>::NotCreator);
		after(WITHIN);
		assert_noop!(report(CREATOR, id), Error::<Test>::NothingToReport);
	});
}

#[test]
fn the_last_milestone_needs_the_title() {
	run(|| {
		let id = open_with(Offer { content: None, ..offer() });
		contribute(id, &CONTRIBUTIONS);
		advance(id);
		assert_ok!(Crowdfunding::report(signed(CREATOR), id));
		after(VOTING);
		idle();
		assert_noop!(Crowdfunding::report(signed(CREATOR), id), Error::<Test>::TitleMissing);
		assert_ok!(Crowdfunding::attach_title(signed(CREATOR), id, TITLE));
		assert_ok!(Crowdfunding::report(signed(CREATOR), id));
		after(VOTING);
		idle();
		assert_eq!(phase(id), Phase::Done);
	});
}

#[test]
fn what_is_due_by_time_comes_before_what_can_wait() {
	run(|| {
		let id = met();
		idle();
		// Tokens are not handed out yet.
		assert_ok!(Crowdfunding::report(signed(CREATOR), id));
		after(VOTING);
		idle();
		assert_eq!(free(CREATOR), WEALTH - DEPOSIT - ED + PARTS[0] + PARTS[1]);
	});
}
