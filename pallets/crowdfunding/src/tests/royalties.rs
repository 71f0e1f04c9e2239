//! What tokens bring, to whom, and how it is claimed.

use crate::{Amounts, Error, Event, Holdings, Royalties, mock::*};
use frame_support::{assert_noop, assert_ok};
use reel_primitives::{funding::royalty_asset, market::Currency};

fn claim(id: u32, who: Account, currency: Currency) -> sp_runtime::DispatchResult {
	Crowdfunding::claim(signed(DORA), id, who, currency)
}

/// What each of the three can claim.
fn claimable(id: u32) -> [u128; 3] {
	[ANNA, BERT, CARL].map(|who| Crowdfunding::claimable(id, who).cfx)
}

#[test]
fn income_is_divided_by_tokens_to_the_planck() {
	run(|| {
		let id = funded();
		earn(id, 100_000, 0);
		let each = 100_000 / TOKENS;
		assert_eq!(claimable(id), [ANNA, BERT, CARL].map(|who| each * tokens(id, who)));
		for who in [ANNA, BERT, CARL] {
			let (before, owed) = (free(who), Crowdfunding::claimable(id, who).cfx);
			assert_ok!(claim(id, who, Currency::Cfx));
			assert_eq!(free(who), before + owed);
			let (currency, amount) = (Currency::Cfx, owed);
			System::assert_last_event(
				Event::RoyaltiesClaimed { campaign: id, who, currency, amount }.into(),
			);
			assert_noop!(claim(id, who, Currency::Cfx), Error::<Test>::NothingToClaim);
		}
		// What is too little for one each waits for more.
		let rest = 100_000 % TOKENS;
		assert_eq!(Royalties::<Test>::get(id).unwrap().rest.cfx, rest);
		earn(id, TOKENS - rest, 0);
		assert_eq!(claimable(id), [ANNA, BERT, CARL].map(|who| tokens(id, who)));
	});
}

#[test]
fn what_views_brought_is_fetched_and_divided_among_those_who_have_tokens_then() {
	run(|| {
		let id = funded();
		let [anna, ..] = [ANNA, BERT, CARL].map(|who| tokens(id, who));
		let account = Crowdfunding::account(id);
		let before = free(account);
		// A quarter of the income is the campaign's.
		watched(4 * 10 * TOKENS);
		assert_eq!((free(account), Rights::owed(TITLE, account)), (before, 10 * TOKENS));
		assert_eq!(claimable(id), [ANNA, BERT, CARL].map(|who| 10 * tokens(id, who)));
		// It is there before a token moves.
		send(id, ANNA, DORA, 100);
		assert_eq!(Rights::owed(TITLE, account), 0);
		watched(4 * TOKENS);
		assert_eq!(Crowdfunding::claimable(id, ANNA).cfx, 10 * anna + anna - 100);
		assert_eq!(Crowdfunding::claimable(id, DORA).cfx, 100);
		assert_ok!(claim(id, DORA, Currency::Cfx));
		// Whoever claims it at the title brings it as well, and nothing counts twice.
		watched(4 * 3 * TOKENS);
		assert_ok!(Rights::claim(signed(DORA), TITLE));
		assert_eq!(Crowdfunding::claimable(id, DORA).cfx, 3 * 100);
		assert_ok!(claim(id, DORA, Currency::Cfx));
		for who in [ANNA, BERT, CARL] {
			assert_ok!(claim(id, who, Currency::Cfx));
		}
		assert_eq!(free(account), before);
	});
}

#[test]
fn who_has_a_token_when_income_arrives_keeps_its_part() {
	run(|| {
		let id = funded();
		let [anna, ..] = [ANNA, BERT, CARL].map(|who| tokens(id, who));
		earn(id, 10 * TOKENS, 0);
		send(id, ANNA, DORA, 100);
		assert_eq!(Crowdfunding::claimable(id, ANNA).cfx, 10 * anna);
		assert_eq!(Crowdfunding::claimable(id, DORA).cfx, 0);
		earn(id, 3 * TOKENS, 0);
		send(id, DORA, BERT, 40);
		earn(id, TOKENS, 0);
		assert_eq!(Crowdfunding::claimable(id, ANNA).cfx, 10 * anna + 4 * (anna - 100));
		assert_eq!(Crowdfunding::claimable(id, DORA).cfx, 3 * 100 + 60);
		// Neither needed to do anything for it, and who has sold all keeps what is owed.
		send(id, DORA, ANNA, 60);
		assert_ok!(claim(id, DORA, Currency::Cfx));
		assert!(!Holdings::<Test>::contains_key(id, DORA));
	});
}

#[test]
fn every_call_that_moves_assets_counts() {
	use pallet_assets::Call;
	run(|| {
		let id = funded();
		let asset = royalty_asset(id);
		let dora = || Crowdfunding::claimable(id, DORA).cfx;
		assert_ok!(Assets::approve_transfer(signed(ANNA), asset, CARL, 50));
		earn(id, TOKENS, 0);
		let call =
			Call::transfer_approved { id: asset, owner: ANNA, destination: DORA, amount: 50 };
		assert_ok!(dispatch(CARL, call));
		assert_eq!(dora(), 0);
		earn(id, TOKENS, 0);
		assert_eq!(dora(), 50);
		let call = Call::transfer_keep_alive { id: asset, target: BERT, amount: 20 };
		assert_ok!(dispatch(DORA, call));
		assert_ok!(dispatch(DORA, Call::transfer_all { id: asset, dest: CARL, keep_alive: false }));
		send(id, CARL, CARL, 30);
		earn(id, TOKENS, 0);
		assert_eq!(dora(), 50);
		// One that fails changes nothing.
		let call = Call::transfer { id: asset, target: DORA, amount: TOKENS };
		assert!(dispatch(CARL, call).is_err());
		earn(id, TOKENS, 0);
		assert_eq!(dora(), 50);
		let all: u128 =
			[ANNA, BERT, CARL, DORA].map(|who| Crowdfunding::claimable(id, who).cfx).iter().sum();
		assert_eq!(all, 4 * TOKENS);
	});
}

#[test]
fn what_moves_past_the_filter_shares_from_when_it_is_looked_at() {
	use frame_support::traits::{fungibles::Mutate, tokens::Preservation};
	run(|| {
		let id = funded();
		let anna = tokens(id, ANNA);
		let (asset, keep) = (royalty_asset(id), Preservation::Expendable);
		earn(id, TOKENS, 0);
		<Assets as Mutate<Account>>::transfer(asset, &ANNA, &DORA, 100, keep).unwrap();
		assert_eq!(Crowdfunding::claimable(id, ANNA).cfx, anna);
		// A hundred of them share nothing now.
		earn(id, TOKENS - 100, 0);
		assert_eq!(Crowdfunding::claimable(id, ANNA).cfx, anna + anna - 100);
		assert_eq!(Crowdfunding::claimable(id, DORA).cfx, 0);
		assert_ok!(claim(id, ANNA, Currency::Cfx));
		send(id, DORA, BERT, 1);
		earn(id, TOKENS, 0);
		assert_eq!(Crowdfunding::claimable(id, DORA).cfx, 99);
		assert_eq!(caught_up(id).tokens, TOKENS);
	});
}

#[test]
fn tokens_that_are_not_handed_out_yet_earn_for_their_contributor() {
	run(|| {
		let id = met();
		idle();
		earn(id, 5 * TOKENS, 0);
		let expected = TOKENS * CONTRIBUTIONS[0].1 / GOAL;
		assert_eq!(tokens(id, ANNA), 0);
		assert_eq!(Crowdfunding::claimable(id, ANNA).cfx, 5 * expected);
		assert_ok!(claim(id, ANNA, Currency::Cfx));
		assert_eq!(tokens(id, ANNA), expected);
		assert_eq!(free(ANNA), WEALTH - 500_000 + 5 * expected);
		assert_noop!(Crowdfunding::settle(signed(DORA), id, ANNA), Error::<Test>::NothingDue);
		assert_ok!(Crowdfunding::settle(signed(DORA), id, BERT));
		assert!(tokens(id, BERT) > 0);
	});
}

#[test]
fn ssh_is_shared_likewise_and_keeps_the_least_balance_only() {
	run(|| {
		let id = funded();
		earn(id, 0, 3 * TOKENS + 4);
		for who in [ANNA, BERT] {
			let owed = Crowdfunding::claimable(id, who).ssh;
			assert_eq!(owed, 3 * tokens(id, who));
			assert_ok!(claim(id, who, Currency::Ssh));
			assert_eq!(ssh(who), owed);
		}
		// Four planck are too few to be left alone: as much stays as an account must have.
		let owed = Crowdfunding::claimable(id, CARL).ssh;
		assert_ok!(claim(id, CARL, Currency::Ssh));
		assert_eq!(ssh(CARL), owed + 4 - SSH_MIN);
		assert_eq!(Crowdfunding::claimable(id, CARL).ssh, SSH_MIN - 4);
		assert_noop!(claim(id, CARL, Currency::Ssh), Error::<Test>::NotPayableYet);
		earn(id, 0, 2 * TOKENS - 4);
		assert_ok!(claim(id, CARL, Currency::Ssh));
	});
}

#[test]
fn the_last_claim_of_ssh_may_empty_the_account() {
	run(|| {
		let id = funded();
		earn(id, 0, 3 * TOKENS);
		for who in [ANNA, BERT, CARL] {
			assert_ok!(claim(id, who, Currency::Ssh));
		}
		assert_eq!(ssh(Crowdfunding::account(id)), 0);
	});
}

#[test]
fn a_claim_that_an_account_cannot_take_waits() {
	run(|| {
		let id = funded();
		send(id, ANNA, DORA, 10);
		earn(id, TOKENS, 0);
		send(id, DORA, ANNA, 10);
		// Ten planck are below the existential deposit, and the account goes.
		assert_ok!(Assets::transfer_all(signed(DORA), SSH, TREASURY, false));
		assert_ok!(Balances::transfer_all(signed(DORA), ANNA, false));
		assert_noop!(claim(id, DORA, Currency::Cfx), Error::<Test>::NotPayableYet);
		assert_eq!(Crowdfunding::claimable(id, DORA), Amounts { cfx: 10, ssh: 0 });
	});
}

#[test]
fn nothing_can_be_claimed_of_what_earned_nothing() {
	run(|| {
		assert_noop!(claim(0, ANNA, Currency::Cfx), Error::<Test>::CampaignNotFound);
		let id = met();
		assert_noop!(claim(id, ANNA, Currency::Cfx), Error::<Test>::NothingToClaim);
		assert_eq!(Crowdfunding::claimable(id, ANNA), Amounts::default());
		advance(id);
		assert_noop!(claim(id, ANNA, Currency::Cfx), Error::<Test>::NothingToClaim);
		assert_noop!(claim(id, NEW, Currency::Ssh), Error::<Test>::NothingToClaim);
		let account = Crowdfunding::account(id);
		earn(id, 100 * TOKENS, 0);
		assert_noop!(claim(id, account, Currency::Cfx), Error::<Test>::NothingToClaim);
	});
}

#[test]
fn money_for_milestones_is_no_income() {
	run(|| {
		let id = funded();
		assert_eq!(claimable(id), [0; 3]);
		earn(id, TOKENS, 0);
		assert_ok!(Crowdfunding::report(signed(CREATOR), id));
		after(VOTING);
		idle();
		assert_eq!(claimable(id).iter().sum::<u128>(), TOKENS);
		assert_ok!(Crowdfunding::stop(signed(SUPERVISOR), id));
		advance(id);
		assert_eq!(claimable(id).iter().sum::<u128>(), TOKENS);
		for who in [ANNA, BERT, CARL] {
			assert_ok!(claim(id, who, Currency::Cfx));
		}
		assert_eq!(free(Crowdfunding::account(id)), ED);
	});
}

#[test]
fn tokens_sent_to_the_campaign_are_given_up_to_the_others() {
	run(|| {
		let id = funded();
		let account = Crowdfunding::account(id);
		let anna = tokens(id, ANNA);
		earn(id, TOKENS, 0);
		send(id, ANNA, account, anna);
		earn(id, 2 * (TOKENS - anna), 0);
		assert_eq!(Crowdfunding::claimable(id, ANNA).cfx, anna);
		assert_eq!(Crowdfunding::claimable(id, BERT).cfx, 3 * tokens(id, BERT));
		// Without any left, income waits.
		send(id, BERT, account, tokens(id, BERT));
		send(id, CARL, account, tokens(id, CARL));
		earn(id, 1_000, 0);
		assert_noop!(claim(id, DORA, Currency::Cfx), Error::<Test>::NothingToClaim);
		assert_eq!(caught_up(id).tokens, 0);
	});
}

#[test]
fn who_burns_tokens_gives_them_up_likewise() {
	run(|| {
		let id = funded();
		let asset = royalty_asset(id);
		assert_ok!(Assets::touch(signed(DORA), asset));
		send(id, ANNA, DORA, 9);
		earn(id, TOKENS, 0);
		assert_ok!(Assets::refund(signed(DORA), asset, true));
		assert_eq!(Crowdfunding::claimable(id, DORA).cfx, 9);
		assert_eq!(caught_up(id).tokens, TOKENS - 9);
	});
}

#[test]
fn nobody_can_make_or_freeze_tokens() {
	run(|| {
		let id = funded();
		let asset = royalty_asset(id);
		for who in [CREATOR, ANNA, SUPERVISOR] {
			assert!(Assets::mint(signed(who), asset, who, 1).is_err());
			assert!(Assets::burn(signed(who), asset, ANNA, 1).is_err());
			assert!(Assets::freeze(signed(who), asset, ANNA).is_err());
			assert!(Assets::set_team(signed(who), asset, who, who, who).is_err());
			assert!(Assets::start_destroy(signed(who), asset).is_err());
		}
		assert_eq!(Assets::total_supply(asset), TOKENS);
	});
}
