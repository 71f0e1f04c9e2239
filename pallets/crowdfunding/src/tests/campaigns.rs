//! How campaigns begin and end.

use crate::{Campaigns, Error, Event, HoldReason, Milestone, Offer, Phase, Reason, mock::*};
use frame_support::{assert_noop, assert_ok, traits::fungible::InspectHold};
use reel_primitives::{
	ContentId,
	content::TitleStatus,
	funding::{MAX_ROYALTY_TOKENS, royalty_asset},
	market::Holder,
};

fn deposit_held() -> u128 {
	Balances::balance_on_hold(&HoldReason::Campaign.into(), &CREATOR)
}

fn refused(change: impl FnOnce(&mut Offer), error: Error<Test>) {
	let mut offer = offer();
	change(&mut offer);
	assert_noop!(Crowdfunding::open(signed(CREATOR), offer), error);
}

#[test]
fn opening_holds_a_deposit_and_endows_the_account() {
	run(|| {
		let id = open_with(offer());
		assert_eq!(deposit_held(), DEPOSIT);
		assert_eq!(free(CREATOR), WEALTH - DEPOSIT - ED);
		assert_eq!(free(Crowdfunding::account(id)), ED);
		assert_eq!(phase(id), Phase::Open);
		let ends = ENDS;
		let event = Event::CampaignOpened { campaign: id, creator: CREATOR, goal: GOAL, ends };
		System::assert_last_event(event.into());
	});
}

#[test]
fn numbers_are_never_used_again() {
	run(|| {
		let first = open_with(offer());
		assert_ok!(Crowdfunding::stop(signed(CREATOR), first));
		advance(first);
		assert_eq!(Crowdfunding::campaign(first), None);
		let second = open_with(offer());
		assert_eq!(second, first + 1);
		assert_ne!(Crowdfunding::account(first), Crowdfunding::account(second));
		assert_eq!(Crowdfunding::campaigns(0, 10).len(), 1);
		assert_eq!(
			Crowdfunding::accounts(second),
			Some((royalty_asset(second), Crowdfunding::account(second)))
		);
		assert_eq!(Crowdfunding::accounts(second + 1), None);
	});
}

#[test]
fn milestones_must_sum_to_the_goal_and_need_a_title_for_the_last() {
	run(|| {
		let error = || Error::<Test>::MilestonesNotWhole;
		refused(|offer| offer.goal += 1, error());
		refused(|offer| offer.milestones[0].amount = 0, error());
		refused(|offer| offer.milestones = Default::default(), error());
		refused(
			|offer| {
				let one = Milestone { amount: LEAST - 1, description: [0; 32], within: 1 };
				(offer.goal, offer.milestones) = (LEAST - 1, vec![one].try_into().unwrap());
			},
			error(),
		);
		let alone = |content| {
			let one = Milestone { amount: GOAL, description: [0; 32], within: 0 };
			Offer { milestones: vec![one].try_into().unwrap(), content, ..offer() }
		};
		assert_noop!(Crowdfunding::open(signed(CREATOR), alone(None)), error());
		assert_ok!(Crowdfunding::open(signed(CREATOR), alone(Some(TITLE))));
	});
}

#[test]
fn times_out_of_range_are_refused() {
	run(|| {
		let error = || Error::<Test>::TimeOutOfRange;
		refused(|offer| offer.ends = NOW, error());
		refused(|offer| offer.ends = NOW + 1_001, error());
		refused(|offer| offer.voting_rounds = 9, error());
		refused(|offer| offer.voting_rounds = 101, error());
		refused(|offer| offer.milestones[1].within = 0, error());
		refused(|offer| offer.milestones[2].within = 501, error());
		let mut fine = offer();
		fine.milestones[0].within = 0;
		fine.ends = NOW + 1_000;
		open_with(fine);
	});
}

#[test]
fn tokens_and_shares_out_of_range_are_refused() {
	run(|| {
		let error = || Error::<Test>::TokensOutOfRange;
		refused(|offer| offer.tokens = 0, error());
		refused(|offer| offer.tokens = MAX_ROYALTY_TOKENS + 1, error());
		refused(|offer| offer.share_bp = 0, error());
		refused(|offer| offer.share_bp = 10_001, error());
	});
}

#[test]
fn only_who_may_publish_opens() {
	run(|| {
		let mut without = offer();
		without.content = None;
		assert_noop!(Crowdfunding::open(signed(ANNA), without), Error::<Test>::MayNotPublish);
		Supervising::set(vec![]);
		refused(|_| {}, Error::<Test>::MayNotPublish);
	});
}

#[test]
fn the_title_must_be_the_creators_own() {
	run(|| {
		let error = || Error::<Test>::TitleNotFound;
		refused(|offer| offer.content = Some(FOREIGN), error());
		refused(|offer| offer.content = Some(ContentId([9; 32])), error());
		set_status(TITLE, TitleStatus::Deleted);
		refused(|_| {}, error());
	});
}

#[test]
fn a_creator_cannot_offer_more_of_a_title_than_it_has() {
	run(|| {
		let holders = vec![
			Holder { account: CREATOR, share_bp: SHARE - 1 },
			Holder { account: ANNA, share_bp: 10_001 - SHARE },
		];
		assert_ok!(Rights::declare_holders(signed(CREATOR), TITLE, holders.try_into().unwrap()));
		refused(|_| {}, Error::<Test>::ShareNotAvailable);
		refused(|offer| offer.content = Some(FOREIGN), Error::<Test>::TitleNotFound);
	});
}

#[test]
fn without_the_deposit_nothing_is_opened() {
	run(|| {
		Publishers::set(vec![NEW]);
		let mut without = offer();
		without.content = None;
		assert!(Crowdfunding::open(signed(NEW), without).is_err());
	});
}

#[test]
fn success_moves_the_share_to_the_campaign() {
	run(|| {
		let id = met();
		let holders = Rights::holders(TITLE);
		let of = |who| holders.iter().find(|holder| holder.account == who).unwrap().share_bp;
		assert_eq!(of(Crowdfunding::account(id)), SHARE);
		assert_eq!(of(CREATOR), 10_000 - SHARE);
	});
}

#[test]
fn when_the_share_is_gone_contributions_go_back() {
	run(|| {
		let id = open_with(offer());
		assert_ok!(Rights::transfer_share(signed(CREATOR), TITLE, ANNA, 7_501));
		contribute(id, &CONTRIBUTIONS);
		assert_eq!(phase(id), Phase::Refunding { reason: Reason::ShareGone, of: 0 });
		advance(id);
		assert_eq!(Crowdfunding::campaign(id), None);
		for (who, _) in CONTRIBUTIONS {
			assert_eq!((free(who), held(who)), (WEALTH, 0));
		}
	});
}

#[test]
fn a_title_that_is_named_later_gives_its_share_then() {
	run(|| {
		let id = open_with(Offer { content: None, ..offer() });
		contribute(id, &CONTRIBUTIONS);
		advance(id);
		let account = Crowdfunding::account(id);
		assert_eq!(Rights::holders(TITLE).len(), 1);
		assert_ok!(Crowdfunding::attach_title(signed(CREATOR), id, TITLE));
		assert_eq!(Rights::holders(TITLE)[1], Holder { account, share_bp: SHARE });
		let event = Event::TitleAttached { campaign: id, content: TITLE, share_bp: SHARE };
		System::assert_last_event(event.into());
		let again = Crowdfunding::attach_title(signed(CREATOR), id, TITLE);
		assert_eq!(again, Err(Error::<Test>::TitleNotAwaited.into()));
	});
}

#[test]
fn a_title_that_is_named_while_open_gives_its_share_on_success() {
	run(|| {
		let id = open_with(Offer { content: None, ..offer() });
		assert_ok!(Crowdfunding::attach_title(signed(CREATOR), id, TITLE));
		assert_eq!(Rights::holders(TITLE).len(), 1);
		contribute(id, &CONTRIBUTIONS);
		assert_eq!(Rights::holders(TITLE).len(), 2);
	});
}

#[test]
fn titles_are_named_by_the_creator_and_their_own() {
	run(|| {
		let id = open_with(Offer { content: None, ..offer() });
		let attach = |who, id, content| Crowdfunding::attach_title(signed(who), id, content);
		assert_noop!(attach(CREATOR, 9, TITLE), Error::<Test>::CampaignNotFound);
		assert_noop!(attach(ANNA, id, FOREIGN), Error::<Test>::NotCreator);
		assert_noop!(attach(CREATOR, id, FOREIGN), Error::<Test>::TitleNotFound);
		assert_ok!(Rights::transfer_share(signed(CREATOR), TITLE, ANNA, 9_000));
		assert_noop!(attach(CREATOR, id, TITLE), Error::<Test>::ShareNotAvailable);
		assert_ok!(Crowdfunding::stop(signed(CREATOR), id));
		assert_noop!(attach(CREATOR, id, TITLE), Error::<Test>::TitleNotAwaited);
	});
}

#[test]
fn its_creator_calls_it_off_while_it_is_open() {
	run(|| {
		let id = open_with(offer());
		contribute(id, &[(ANNA, 500_000)]);
		assert_noop!(Crowdfunding::stop(signed(ANNA), id), Error::<Test>::MayNotStop);
		assert_ok!(Crowdfunding::stop(signed(CREATOR), id));
		System::assert_last_event(
			Event::RefundBegun { campaign: id, reason: Reason::Cancelled }.into(),
		);
		assert_noop!(Crowdfunding::stop(signed(CREATOR), id), Error::<Test>::MayNotStop);
		advance(id);
		assert_eq!((free(ANNA), free(CREATOR)), (WEALTH, WEALTH));
		let id = met();
		assert_noop!(Crowdfunding::stop(signed(CREATOR), id), Error::<Test>::MayNotStop);
	});
}

#[test]
fn gifts_to_a_campaign_without_success_are_its_creators() {
	run(|| {
		let id = open_with(offer());
		earn(id, 777, 50);
		assert_ok!(Crowdfunding::stop(signed(CREATOR), id));
		advance(id);
		assert_eq!((free(CREATOR), ssh(CREATOR)), (WEALTH + 777, 50));
		System::assert_last_event(Event::CampaignClosed { campaign: id }.into());
	});
}

#[test]
fn supervisors_of_its_country_stop_it_until_all_is_paid() {
	run(|| {
		let id = met();
		assert_noop!(Crowdfunding::stop(signed(FOREIGNER), id), Error::<Test>::MayNotStop);
		assert_ok!(Crowdfunding::stop(signed(SUPERVISOR), id));
		advance(id);
		for (who, _) in CONTRIBUTIONS {
			assert_eq!((free(who), held(who)), (WEALTH, 0));
		}
		assert_eq!(Campaigns::<Test>::get(id), None);
	});
}

#[test]
fn what_was_half_moved_goes_back_in_full() {
	run(|| {
		let id = met();
		// One step of one contributor.
		let mut campaign = Campaigns::<Test>::get(id).unwrap();
		assert_ok!(Crowdfunding::gather(id, &mut campaign));
		Crowdfunding::save(id, &mut campaign);
		assert_eq!((held(ANNA), held(BERT)), (0, CONTRIBUTIONS[1].1));
		assert_ok!(Crowdfunding::stop(signed(SUPERVISOR), id));
		advance(id);
		for (who, _) in CONTRIBUTIONS {
			assert_eq!((free(who), held(who)), (WEALTH, 0));
		}
	});
}

#[test]
fn a_supervisor_stops_what_is_left_after_the_first_milestone() {
	run(|| {
		let id = funded();
		assert_ok!(Crowdfunding::stop(signed(SUPERVISOR), id));
		advance(id);
		let left = PARTS[1] + PARTS[2];
		let got: u128 = CONTRIBUTIONS.map(|(who, amount)| free(who) + amount - WEALTH).iter().sum();
		assert_eq!(got, left);
		// The tokens stay, and earn should there be a film.
		assert!(Crowdfunding::campaign(id).is_some_and(|campaign| campaign.deposit == 0));
		assert_eq!(tokens(id, ANNA), TOKENS * CONTRIBUTIONS[0].1 / GOAL);
		earn(id, TOKENS * 3, 0);
		assert_eq!(Crowdfunding::claimable(id, ANNA).cfx, 3 * tokens(id, ANNA));
		assert_noop!(Crowdfunding::stop(signed(SUPERVISOR), id), Error::<Test>::MayNotStop);
	});
}

#[test]
fn a_full_list_of_holders_turns_success_away() {
	run(|| {
		let id = open_with(Offer { content: None, ..offer() });
		contribute(id, &CONTRIBUTIONS);
		for who in 100..131 {
			assert_ok!(Rights::transfer_share(signed(CREATOR), TITLE, who, 1));
		}
		assert_noop!(
			Crowdfunding::attach_title(signed(CREATOR), id, TITLE),
			Error::<Test>::ShareNotAvailable
		);
	});
}

#[test]
fn ids_of_assets_are_the_campaigns_alone() {
	use reel_primitives::traits::TokenMoves;
	run(|| {
		let id = met();
		assert!(Crowdfunding::may_create(SSH, &ANNA));
		assert!(!Crowdfunding::may_create(royalty_asset(id), &ANNA));
		assert!(!Crowdfunding::may_create(royalty_asset(id), &Crowdfunding::account(id + 1)));
		assert!(Crowdfunding::may_create(royalty_asset(id), &Crowdfunding::account(id)));
	});
}
