//! What advertisers paid in.

use super::claim::{claim, claim_of, payees};
use crate::{AdBounds, AdQueue, AdsReceived, ClaimedLeaves, Clearing, Error, Event, mock::*};
use codec::Encode;
use frame_support::{
	assert_noop, assert_ok, traits::Hooks, traits::fungible::Mutate, weights::Weight,
};
use reel_merkle::binary::Tree;
use reel_primitives::{
	Balance, ContentId,
	ads::ad_claims,
	batch::{Payee, Payees, PayoutClaim},
	traits::{AdPayouts, PayRefusal, RoundClock},
};

const ROUND: u64 = 10;

/// Money as an advertiser pays it in: it was issued before, so the test of conservation counts it.
fn paid_in(amount: Balance) {
	pallet_emission::TotalMinted::<Test>::mutate(|minted| *minted += amount);
	Balances::mint_into(&Payouts::pot(), amount).unwrap();
}

fn named(of: &[(u64, Balance)]) -> Payees<u64> {
	Payees::Direct(
		of.iter().map(|(account, shares)| Payee { account: *account, shares: *shares }).collect(),
	)
}

/// A bill of the viewers of a large round.
fn pay_large_bill() -> Balance {
	let items: Vec<_> = payees().iter().map(Encode::encode).collect();
	let tree = Tree::from_items(&items);
	let total = payees().iter().map(|payee| payee.shares).sum::<Balance>();
	paid_in(total);
	let viewers = Payees::Root { root: tree.root(), count: items.len() as u32 };
	Payouts::pay_ads(ROUND, 2, &[], &viewers, total).unwrap();
	total
}

fn ad_claim(index: u32) -> PayoutClaim {
	PayoutClaim { round: ad_claims(ROUND, 2), ..claim_of(ROUND, index) }
}

#[test]
fn creators_and_viewers_by_name_get_their_planck_at_once() {
	ExtBuilder.build_and_execute(|| {
		paid_in(5 * ED + 7);
		let viewers = named(&[(VIEWER, 2 * ED + 7), (PROVIDER, ED)]);
		assert_ok!(Payouts::pay_ads(ROUND, 0, &[(TITLE, 2 * ED)], &viewers, 3 * ED + 7));
		assert_eq!(Balances::free_balance(VIEWER), 2 * ED + 7);
		assert_eq!(Balances::free_balance(PROVIDER), ED);
		assert_eq!(Balances::free_balance(CREATOR), 2 * ED);
		assert_eq!(AdsReceived::<Test>::get(), 5 * ED + 7);
	});
}

#[test]
fn other_holders_of_a_title_have_their_part_of_what_ads_bring() {
	ExtBuilder.build_and_execute(|| {
		paid_in(8 * ED);
		HoldersBp::set(2_500);
		let titles = [(TITLE, 4 * ED), (OTHER_TITLE, 3 * ED)];
		let paid = Payouts::pay_ads(ROUND, 0, &titles, &named(&[(VIEWER, ED)]), ED);
		HoldersBp::set(0);
		assert_ok!(paid);
		assert_eq!(Balances::free_balance(HOLDERS), 7 * ED / 4);
		assert_eq!(Balances::free_balance(CREATOR), 7 * ED - 7 * ED / 4);
		let unknown = [(ContentId([99; 32]), ED)];
		let paid = Payouts::pay_ads(ROUND, 1, &unknown, &named(&[]), 0);
		assert_eq!(paid, Err(PayRefusal::Totals));
		// The caller rolls back what is refused.
		AdsReceived::<Test>::mutate(|received| *received -= ED);
	});
}

#[test]
fn what_an_account_cannot_take_is_owed_to_it() {
	ExtBuilder.build_and_execute(|| {
		paid_in(ED);
		assert_ok!(Payouts::pay_ads(
			ROUND,
			0,
			&[],
			&named(&[(VIEWER, ED / 2), (PROVIDER, ED / 2)]),
			ED
		));
		assert_eq!(Payouts::owed(VIEWER), ED / 2);
	});
}

#[test]
fn names_that_do_not_add_up_are_refused() {
	ExtBuilder.build().execute_with(|| {
		let viewers = named(&[(VIEWER, 2), (PROVIDER, 2)]);
		for said in [3, 5] {
			let refused = Payouts::pay_ads(ROUND, 0, &[], &viewers, said);
			assert_eq!(refused, Err(PayRefusal::Totals));
		}
		let much = named(&[(VIEWER, Balance::MAX), (PROVIDER, 2)]);
		assert_eq!(Payouts::pay_ads(ROUND, 0, &[], &much, 1), Err(PayRefusal::Totals));
	});
}

#[test]
fn a_leaf_of_a_bill_is_its_planck_and_is_paid_once() {
	ExtBuilder.build_and_execute(|| {
		let total = pay_large_bill();
		let each = payees()[7].shares;
		assert_ok!(claim(1_007, vec![ad_claim(7)]));
		// Of an account that does not exist it is owed, being small: paid or owed, it is the leaf to the planck.
		assert_eq!(Balances::free_balance(1_007) + Payouts::owed(1_007), each);
		assert_noop!(claim(1_007, vec![ad_claim(7)]), Error::<Test>::LeafClaimed);
		assert_noop!(claim(1_008, vec![ad_claim(9)]), Error::<Test>::ProofMismatch);
		assert_noop!(claim(1_007, vec![claim_of(ROUND, 7)]), Error::<Test>::RoundNotClaimable);
		let claims = Payouts::round_claims(ad_claims(ROUND, 2)).unwrap();
		assert_eq!(claims.open_cfx(), total - each);
	});
}

#[test]
fn a_second_root_of_the_same_bill_is_refused() {
	ExtBuilder.build_and_execute(|| {
		pay_large_bill();
		let viewers = Payees::Root { root: [1; 32], count: 100 };
		assert_noop!(Payouts::pay_ads(ROUND, 2, &[], &viewers, 0), PayRefusal::Totals);
	});
}

#[test]
fn what_nobody_claimed_of_a_bill_goes_to_the_treasury() {
	ExtBuilder.build_and_execute(|| {
		let since = TestClock::round();
		let total = pay_large_bill();
		assert_ok!(claim(1_007, vec![ad_claim(7)]));
		TestClock::set_round(since + LIFETIME - 1);
		Payouts::on_idle(1, Weight::MAX);
		assert!(Payouts::round_claims(ad_claims(ROUND, 2)).is_some());
		TestClock::set_round(since + LIFETIME);
		let before = Balances::free_balance(TREASURY);
		assert_noop!(claim(1_008, vec![ad_claim(8)]), Error::<Test>::RoundNotClaimable);
		Payouts::on_idle(1, Weight::MAX);
		let open = total - payees()[7].shares;
		assert_eq!(Balances::free_balance(TREASURY), before + open);
		let (round, amount_cfx) = (ad_claims(ROUND, 2), open);
		System::assert_last_event(Event::ClaimsExpired { round, amount_cfx }.into());
		assert_eq!((Clearing::<Test>::get(), AdBounds::<Test>::get()), (Some(round), (1, 1)));
		Payouts::on_idle(1, Weight::MAX);
		assert_eq!(ClaimedLeaves::<Test>::get(round, 0), [0; 32]);
	});
}

#[test]
fn i5_and_i6_see_bills_that_are_lost() {
	let broken = |by: fn(), seen: &'static str| {
		ExtBuilder.build().execute_with(|| {
			pay_large_bill();
			Payouts::do_try_state().unwrap();
			by();
			assert_eq!(Payouts::do_try_state(), Err(seen.into()));
		});
	};
	broken(|| AdQueue::<Test>::remove(0), "I5: a bill is not in the queue of bills");
	broken(AdsReceived::<Test>::kill, "I6: what was received is not paid, owed or open");
}
