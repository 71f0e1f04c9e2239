//! Each invariant is seen when it is broken.

use crate::{
	Agenda, AgendaKey, Campaigns, Contributions, Contributors, HoldReason, Holdings, NextCampaign,
	Royalties, mock::*,
};
use frame_support::traits::{
	fungible::MutateHold,
	tokens::{Fortitude, Precision, Preservation},
};

/// Breaks a state with a campaign that is open and one that earned something, and checks that this is what is seen.
fn broken(by: impl FnOnce(u32, u32), seen: &'static str) {
	build().execute_with(|| {
		let funded = funded();
		earn(funded, 50_000, 500);
		send(funded, ANNA, DORA, 5);
		send(funded, BERT, CARL, 5);
		let open = open_with(crate::Offer { content: None, ..offer() });
		contribute(open, &[(ANNA, 1_000), (BERT, 2_000)]);
		assert_eq!(Crowdfunding::do_try_state(), Ok(()));
		by(open, funded);
		assert_eq!(Crowdfunding::do_try_state(), Err(seen.into()));
	});
}

fn change(id: u32, by: impl FnOnce(&mut crate::Campaign<Account>)) {
	Campaigns::<Test>::mutate_extant(id, by);
}

#[test]
fn f1_is_seen_when_a_hold_goes_missing() {
	broken(
		|_, _| {
			let reason = HoldReason::Contribution.into();
			Balances::release(&reason, &ANNA, 1, Precision::Exact).unwrap();
		},
		"F1: an account's hold is not the sum of its contributions",
	);
	broken(
		|_, _| {
			let reason = HoldReason::Campaign.into();
			Balances::release(&reason, &CREATOR, 1, Precision::Exact).unwrap();
		},
		"F1: a creator's hold is not the sum of its deposits",
	);
}

#[test]
fn f2_is_seen_when_what_was_raised_drifts() {
	broken(
		|open, _| change(open, |campaign| campaign.raised += 1),
		"F2: contributions do not sum to what was raised, or to the goal already",
	);
	broken(
		|_, funded| change(funded, |campaign| campaign.raised -= 1),
		"F2: contributions do not sum to the goal that was met",
	);
}

#[test]
fn f3_is_seen_when_what_is_left_drifts() {
	broken(
		|_, funded| change(funded, |campaign| campaign.left -= 1),
		"F3: what is left is not what is due",
	);
	broken(
		|_, funded| {
			Crowdfunding::stop(signed(SUPERVISOR), funded).unwrap();
			Contributions::<Test>::mutate(funded, ANNA, |row| {
				row.as_mut().unwrap().refunded = true;
			});
		},
		"F3: what is left is not what is due",
	);
}

#[test]
fn f4_is_seen_when_an_account_has_too_little() {
	broken(
		|_, funded| {
			use frame_support::traits::fungible::Mutate;
			let account = Crowdfunding::account(funded);
			<Balances as Mutate<_>>::transfer(&account, &ANNA, 1, Preservation::Preserve).unwrap();
		},
		"F4: a campaign's account does not cover what is left and kept in CFX",
	);
	broken(
		|_, funded| {
			use frame_support::traits::fungibles::Mutate;
			let account = Crowdfunding::account(funded);
			let (precision, force) = (Precision::Exact, Fortitude::Force);
			Assets::burn_from(SSH, &account, 1, Preservation::Expendable, precision, force)
				.unwrap();
		},
		"F4: a campaign's account does not cover what is kept in SSH",
	);
}

#[test]
fn f5_is_seen_when_somebody_is_owed_more_than_came_in() {
	broken(
		|_, funded| Holdings::<Test>::mutate(funded, ANNA, |holding| holding.owed.cfx += 1),
		"F5: what is kept is not what can be claimed and the rest",
	);
	broken(
		|_, funded| {
			Royalties::<Test>::mutate(funded, |royalty| {
				royalty.as_mut().unwrap().rest.ssh += 1;
			})
		},
		"F5: what is kept is not what can be claimed and the rest",
	);
}

#[test]
fn f6_is_seen_when_tokens_move_unseen() {
	broken(
		|_, funded| {
			Holdings::<Test>::mutate(funded, ANNA, |holding| holding.tokens -= 1);
			Holdings::<Test>::mutate(funded, DORA, |holding| holding.tokens += 1);
		},
		"F6: a holding is more than the asset says",
	);
	broken(
		|_, funded| Holdings::<Test>::remove(funded, DORA),
		"F6: tokens that share are not those that are there",
	);
	broken(
		|_, funded| Royalties::<Test>::remove(funded),
		"F6: tokens without royalties, or the other way round",
	);
	broken(
		|open, _| change(open, |campaign| campaign.issued = true),
		"F6: tokens without royalties, or the other way round",
	);
}

#[test]
fn f7_is_seen_when_the_index_has_a_gap() {
	let seen = "F7: a contributor is not where it says";
	broken(|open, _| Contributors::<Test>::remove(open, 1), seen);
	let seen = "F7: the index has something else than contributors";
	broken(|open, _| Contributors::<Test>::insert(open, 7, CARL), seen);
}

#[test]
fn f8_is_seen_when_the_agenda_drifts() {
	broken(
		|open, _| Agenda::<Test>::remove(AgendaKey::new(ENDS, open)),
		"F8: a campaign is not in the agenda where it says",
	);
	broken(
		|open, _| Agenda::<Test>::insert(AgendaKey::new(ENDS + 1, open), ()),
		"F8: the agenda has something else than campaigns",
	);
	broken(|open, _| NextCampaign::<Test>::put(open), "F8: a campaign with a number not given yet");
}
